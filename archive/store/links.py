"""What texts say of each other, in the tables: looked up and written inside a writer's transaction.

Knows rows, not what they mean: ``linking`` asks the law and says what is to be written.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import (
    BindParameter,
    Connection,
    Date,
    Row,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from archive.record import State
from archive.store.rows import inserted, key_hash
from archive.store.tables import (
    aliases,
    citations,
    expressions,
    holdings,
    manifestations,
    readings,
    standings,
    title_probes,
    titles,
    unlinked,
    work_issuers,
    work_names,
    work_numbers,
    works,
)

T = TypeVar("T")

STUB = "STUB"
"""First word of a stub's key, which no held work's key begins with."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A reading that is shown for one of a work's texts."""

    reading_id: int
    sha256: str
    valid_from: date | None


@dataclass(frozen=True, slots=True)
class CitationRow:
    """One citation as it is kept, with who cites."""

    id: int
    reading_id: int
    work_id: int
    type: str
    claim: dict[str, Any]
    number: str | None
    title_id: int | None
    target_id: int | None
    component: str
    how: str
    state: str
    rivals: tuple[str, ...]
    effect: date | None
    effect_rule: str


@dataclass(frozen=True, slots=True)
class WorkRow:
    """What resolving and concluding ask of a work's row."""

    id: int
    slug: str
    is_stub: bool
    state: str
    number: str | None
    title: str
    issuers: tuple[str, ...]
    document_type: str
    date_signed: date | None


def chunks(values: Iterable[T], size: int = 400) -> Iterator[list[T]]:
    """In pieces that fit into one IN (…)."""
    rest = list(values)
    for start in range(0, len(rest), size):
        yield rest[start : start + size]


# --- what is to be done ---------------------------------------------------------------------------


def owe(connection: Connection, work_ids: Iterable[int]) -> None:
    """These works have changed and wait to be linked."""
    wanted = set(work_ids)
    for some in chunks(sorted(wanted)):
        query = select(unlinked.c.work_id).where(unlinked.c.work_id.in_(some))
        fresh = set(some) - set(connection.execute(query).scalars())
        if fresh:
            connection.execute(insert(unlinked), [{"work_id": at} for at in sorted(fresh)])


def owed(connection: Connection, limit: int) -> tuple[int, ...]:
    """Works that wait, some at a time."""
    query = select(unlinked.c.work_id).order_by(unlinked.c.work_id).limit(limit)
    return tuple(connection.execute(query).scalars())


def every_work(connection: Connection) -> list[int]:
    """All works, stubs among them."""
    return list(connection.execute(select(works.c.id).order_by(works.c.id)).scalars())


def settle(connection: Connection, work_ids: Iterable[int]) -> None:
    """They wait no longer."""
    for some in chunks(work_ids):
        connection.execute(delete(unlinked).where(unlinked.c.work_id.in_(some)))


# --- works ----------------------------------------------------------------------------------------


# Asked of many times for each status: made once.
_THESE: BindParameter[int] = bindparam("these", expanding=True)
_WORKS = select(
    works.c.id,
    works.c.slug,
    works.c.is_stub,
    works.c.state,
    works.c.number,
    works.c.title,
    works.c.issuers,
    works.c.document_type,
    works.c.date_signed,
).where(works.c.id.in_(_THESE))
_SHOWN = (
    select(readings.c.id, manifestations.c.sha256, expressions.c.work_id, expressions.c.valid_from)
    .join(manifestations, manifestations.c.id == readings.c.manifestation_id)
    .join(expressions, expressions.c.id == manifestations.c.expression_id)
    .where(readings.c.is_current, manifestations.c.is_shown, expressions.c.work_id.in_(_THESE))
)
_HOLDINGS = select(holdings).where(holdings.c.work_id.in_(_THESE))


def work_rows(connection: Connection, work_ids: Collection[int]) -> dict[int, WorkRow]:
    """Those that still exist."""
    found = {}
    for some in chunks(work_ids):
        for row in connection.execute(_WORKS, {"these": some}):
            found[row.id] = WorkRow(
                row.id,
                row.slug,
                row.is_stub,
                row.state,
                row.number,
                row.title,
                tuple(row.issuers),
                row.document_type,
                row.date_signed,
            )
    return found


def shown_readings(connection: Connection, work_ids: Collection[int]) -> dict[int, list[Shown]]:
    """Of each work, oldest text first."""
    found: dict[int, list[Shown]] = defaultdict(list)
    for some in chunks(work_ids):
        for row in connection.execute(_SHOWN, {"these": some}):
            found[row.work_id].append(Shown(row.id, row.sha256, row.valid_from))
    for every in found.values():
        every.sort(key=lambda shown: (shown.valid_from or date.min, shown.sha256))
    return found


def held_facts(connection: Connection, work_ids: Collection[int]) -> dict[int, dict[int, Any]]:
    """work → reading → the facts that were kept for it."""
    found: dict[int, dict[int, Any]] = defaultdict(dict)
    for some in chunks(work_ids):
        for row in connection.execute(_HOLDINGS, {"these": some}):
            found[row.work_id][row.reading_id] = row.facts
    return found


def drop_holdings(connection: Connection, reading_ids: Iterable[int]) -> None:
    """Facts and citations of readings that are no longer shown."""
    for some in chunks(reading_ids):
        connection.execute(delete(holdings).where(holdings.c.reading_id.in_(some)))


def add_holding(
    connection: Connection,
    reading_id: int,
    work_id: int,
    facts: Mapping[str, Any],
    rows: Sequence[Mapping[str, Any]],
) -> None:
    """Facts and citations of a reading that is shown from now on; ``rows`` for ``citations``."""
    connection.execute(
        insert(holdings).values(reading_id=reading_id, work_id=work_id, facts=dict(facts))
    )
    if rows:
        connection.execute(insert(citations), [dict(row) for row in rows])


# --- names ----------------------------------------------------------------------------------------


def title_ids(
    connection: Connection, keys: Mapping[str, tuple[str, tuple[int, ...]]]
) -> dict[str, int]:
    """key → (core, probes) in, key → id out; titles not seen before get a row."""
    found: dict[str, int] = {}
    for some in chunks(sorted(keys)):
        query = select(titles.c.key, titles.c.id).where(titles.c.key.in_(some))
        found |= {row.key: row.id for row in connection.execute(query)}
    for key in sorted(set(keys) - set(found)):
        core, probes = keys[key]
        found[key] = inserted(connection.execute(insert(titles).values(key=key, core=core)))
        if probes:
            connection.execute(
                insert(title_probes),
                [{"probe": probe, "title_id": found[key]} for probe in sorted(set(probes))],
            )
    return found


def title_keys(connection: Connection, ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """id → (key, core)."""
    found = {}
    for some in chunks(sorted(ids)):
        for row in connection.execute(select(titles).where(titles.c.id.in_(some))):
            found[row.id] = (row.key, row.core)
    return found


def same_core(connection: Connection, cores: Collection[str]) -> dict[str, set[int]]:
    """core → titles that have it."""
    found: dict[str, set[int]] = defaultdict(set)
    for some in chunks(sorted(cores)):
        query = select(titles.c.id, titles.c.core).where(titles.c.core.in_(some))
        for row in connection.execute(query):
            found[row.core].add(row.id)
    return found


def sharing_probes(connection: Connection, ids: Collection[int]) -> dict[int, set[int]]:
    """title → other titles that share a probe with it."""
    mine = title_probes.alias("mine")
    its = title_probes.alias("its")
    query = select(mine.c.title_id, its.c.title_id.label("other")).join(
        its, its.c.probe == mine.c.probe
    )
    found: dict[int, set[int]] = defaultdict(set)
    for some in chunks(sorted(ids), 100):
        for row in connection.execute(query.where(mine.c.title_id.in_(some)).distinct()):
            if row.other != row.title_id:
                found[row.title_id].add(row.other)
    return found


def names_of(
    connection: Connection, work_ids: Collection[int]
) -> tuple[dict[int, set[tuple[int, str]]], dict[int, set[str]]]:
    """work → {(title, component)}, and work → numbers."""
    names: dict[int, set[tuple[int, str]]] = defaultdict(set)
    numbers: dict[int, set[str]] = defaultdict(set)
    for some in chunks(sorted(work_ids)):
        for row in connection.execute(select(work_names).where(work_names.c.work_id.in_(some))):
            names[row.work_id].add((row.title_id, row.component))
        mine = work_numbers.c.work_id.in_(some)
        for row in connection.execute(select(work_numbers).where(mine)):
            numbers[row.work_id].add(row.number)
    return names, numbers


def file_numbers(connection: Connection, work_ids: Collection[int]) -> dict[int, set[str]]:
    """work → every number that one of its files bears."""
    found: dict[int, set[str]] = defaultdict(set)
    query = select(expressions.c.work_id, manifestations.c.number).join(
        manifestations, manifestations.c.expression_id == expressions.c.id
    )
    for some in chunks(sorted(work_ids)):
        here = query.where(expressions.c.work_id.in_(some), manifestations.c.number.is_not(None))
        for row in connection.execute(here):
            found[row.work_id].add(row.number)
    return found


def set_names(
    connection: Connection, work_id: int, names: Iterable[tuple[int, str]], numbers: Iterable[str]
) -> None:
    """A work goes by these, and by no others."""
    connection.execute(delete(work_names).where(work_names.c.work_id == work_id))
    connection.execute(delete(work_numbers).where(work_numbers.c.work_id == work_id))
    rows = [
        {"work_id": work_id, "title_id": title_id, "component": component}
        for title_id, component in sorted(set(names))
    ]
    if rows:
        connection.execute(insert(work_names), rows)
    borne = [{"work_id": work_id, "number": number} for number in sorted(set(numbers))]
    if borne:
        connection.execute(insert(work_numbers), borne)


def bearing(
    connection: Connection, numbers: Collection[str], title_ids_: Collection[int]
) -> tuple[dict[str, set[int]], dict[int, set[int]]]:
    """number → held works that bear it, and title → held works that go by it."""
    by_number: dict[str, set[int]] = defaultdict(set)
    for some in chunks(sorted(numbers)):
        query = select(work_numbers).where(work_numbers.c.number.in_(some))
        for row in connection.execute(query):
            by_number[row.number].add(row.work_id)
    by_title: dict[int, set[int]] = defaultdict(set)
    for ids in chunks(sorted(title_ids_)):
        query = select(work_names).where(work_names.c.title_id.in_(ids))
        for row in connection.execute(query):
            by_title[row.title_id].add(row.work_id)
    return by_number, by_title


# --- citations ------------------------------------------------------------------------------------

_CITATIONS = select(citations, holdings.c.work_id).join(
    holdings, holdings.c.reading_id == citations.c.reading_id
)
_CITATIONS_FROM = _CITATIONS.where(holdings.c.work_id.in_(_THESE))
_CITATIONS_WHERE = {
    column: _CITATIONS.where(citations.c[column].in_(_THESE))
    for column in ("number", "title_id", "target_id", "reading_id", "id")
}
_TYPED = citations.c.type.in_(bindparam("types", expanding=True))
_TYPED_FROM = _CITATIONS_FROM.where(_TYPED)
_TYPED_WHERE = _CITATIONS_WHERE["target_id"].where(_TYPED)


def _citation(row: Row[Any]) -> CitationRow:
    return CitationRow(
        row.id,
        row.reading_id,
        row.work_id,
        row.type,
        row.claim,
        row.number,
        row.title_id,
        row.target_id,
        row.component,
        row.how,
        row.state,
        tuple(row.rivals),
        row.effect,
        row.effect_rule,
    )


def citations_where(
    connection: Connection, column: str, values: Collection[Any]
) -> Iterator[CitationRow]:
    """Those of which a column (``number``, ``title_id``, ``target_id``, ``reading_id``, ``id``)
    has one of these values."""
    query = _CITATIONS_WHERE[column]
    for some in chunks(sorted(values)):
        for row in connection.execute(query, {"these": some}):
            yield _citation(row)


def citations_from(connection: Connection, work_ids: Collection[int]) -> Iterator[CitationRow]:
    """What these works cite."""
    for some in chunks(sorted(work_ids)):
        for row in connection.execute(_CITATIONS_FROM, {"these": some}):
            yield _citation(row)


def citations_typed(
    connection: Connection, work_ids: Collection[int], types: Iterable[str], *, incoming: bool
) -> Iterator[CitationRow]:
    """What these works cite as one of these relations, or what so cites them."""
    query = _TYPED_WHERE if incoming else _TYPED_FROM
    wanted = sorted(types)
    for some in chunks(sorted(work_ids)):
        for row in connection.execute(query, {"these": some, "types": wanted}):
            yield _citation(row)


def orphans(connection: Connection, hows: Collection[str]) -> Iterator[CitationRow]:
    """Citations whose target is gone though something led to it."""
    query = _CITATIONS.where(citations.c.target_id.is_(None), citations.c.how.in_(hows))
    for row in connection.execute(query):
        yield _citation(row)


def open_citations(connection: Connection, states: Collection[str]) -> Iterator[CitationRow]:
    """Those in one of these states, and those whose own words leave something open."""
    query = _CITATIONS.where(
        (citations.c.state.in_(list(states))) | (citations.c.is_open.is_(True))
    )
    for row in connection.execute(query.order_by(citations.c.id)):
        yield _citation(row)


def stub_numbers(connection: Connection, title_ids_: Collection[int]) -> dict[int, set[str]]:
    """title → numbers under which it is cited in public though no work that bears them is held."""
    found: dict[int, set[str]] = defaultdict(set)
    query = (
        select(citations.c.title_id, citations.c.number)
        .join(holdings, holdings.c.reading_id == citations.c.reading_id)
        .join(works, works.c.id == holdings.c.work_id)
        .where(
            citations.c.number.is_not(None),
            citations.c.how == "stub",
            works.c.state == State.PUBLISHED.value,
        )
        .distinct()
    )
    for some in chunks(sorted(title_ids_)):
        for row in connection.execute(query.where(citations.c.title_id.in_(some))):
            found[row.title_id].add(row.number)
    return found


def write_targets(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """``id`` and the columns to be set."""
    if not rows:
        return
    names = [name for name in rows[0] if name != "id"]
    change = (
        update(citations)
        .where(citations.c.id == bindparam("at"))
        .values({name: bindparam(f"new_{name}") for name in names})
    )
    connection.execute(
        change, [{"at": row["id"], **{f"new_{name}": row[name] for name in names}} for row in rows]
    )


# --- stubs ----------------------------------------------------------------------------------------


def stub(connection: Connection, kind: str, name: str, slug: str, title: str) -> tuple[int, bool]:
    """The stub of what is cited by this number or title, and whether it is new."""
    key = f"{STUB}\n{kind}\n{name}"
    hashed = key_hash(key)
    found = connection.execute(select(works.c.id).where(works.c.key_hash == hashed)).scalar()
    if found is not None:
        return int(found), False
    taken = connection.execute(select(works.c.id).where(works.c.slug == slug)).first()
    result = connection.execute(
        insert(works).values(
            slug=f"{slug}-{hashed[:8]}" if taken else slug,
            key=key,
            key_hash=hashed,
            is_stub=True,
            state=State.PUBLISHED.value,
            added_at=datetime.min,  # noqa: DTZ901  it never arrived
            number=name if kind == "number" else None,
            title=title,
            title_is_inferred=False,
            issuers=[],
            document_type="notice",
            is_draft=False,
        )
    )
    return inserted(result), True


def calls(
    connection: Connection, work_ids: Collection[int], column: str
) -> dict[int, dict[str, int]]:
    """work → how often which ``title`` or ``issuer`` is printed where it is cited in public."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    name = citations.c[column]
    query = (
        select(citations.c.target_id, name.label("name"), func.count().label("times"))
        .join(holdings, holdings.c.reading_id == citations.c.reading_id)
        .join(works, works.c.id == holdings.c.work_id)
        .where(name.is_not(None), works.c.state == State.PUBLISHED.value)
        .group_by(citations.c.target_id, name)
    )
    for some in chunks(sorted(work_ids)):
        for row in connection.execute(query.where(citations.c.target_id.in_(some))):
            found[row.target_id][row.name] = row.times
    return found


def describe_stubs(connection: Connection, described: Mapping[int, tuple[str, list[str]]]) -> None:
    """stub → (title, issuers) as the texts that cite it call it."""
    for work_id, (title, issuers) in described.items():
        connection.execute(
            update(works).where(works.c.id == work_id).values(title=title, issuers=issuers)
        )


def bury_stubs(connection: Connection, work_ids: Collection[int]) -> None:
    """Those that nobody cites any more are gone."""
    for some in chunks(sorted(work_ids)):
        cited = select(citations.c.target_id).where(citations.c.target_id.in_(some))
        connection.execute(
            delete(works).where(works.c.id.in_(some), works.c.is_stub, works.c.id.not_in(cited))
        )


def add_aliases(connection: Connection, names: Mapping[str, int]) -> None:
    """Names under which a work was cited lead to it for ever, unless they are another's id."""
    for some in chunks(sorted(names)):
        known = {
            (row.name, row.work_id)
            for row in connection.execute(select(aliases).where(aliases.c.name.in_(some)))
        }
        taken = set(
            connection.execute(select(works.c.slug).where(works.c.slug.in_(some))).scalars()
        )
        fresh = [
            {"name": name, "work_id": names[name]}
            for name in some
            if name not in taken and (name, names[name]) not in known
        ]
        if fresh:
            connection.execute(insert(aliases), fresh)


# --- asking ---------------------------------------------------------------------------------------


_BY_SLUG = select(works.c.id, works.c.slug).where(works.c.slug.in_(_THESE))
_PUBLISHED = select(works.c.slug).where(
    works.c.slug.in_(_THESE), works.c.state == State.PUBLISHED.value
)
_CLEANING = select(works.c.slug).where(works.c.slug.in_(_THESE), works.c.is_clean_up)


_AMENDED = select(standings.c.work_id, standings.c.first_day).where(
    standings.c.key == "",
    standings.c.status == "AMENDED",
    standings.c.first_day.is_not(None),
    standings.c.work_id.in_(_THESE),
)
_ON: BindParameter[date] = bindparam("on", type_=Date)
_STANDING = (
    select(works.c.slug, standings.c.status, standings.c.in_force)
    .join(works, works.c.id == standings.c.work_id)
    .where(
        standings.c.key == "",
        (standings.c.first_day.is_(None)) | (standings.c.first_day <= _ON),
        (standings.c.last_day.is_(None)) | (standings.c.last_day >= _ON),
        works.c.slug.in_(_THESE),
    )
)


def work_id(connection: Connection, slug: str) -> int | None:
    """The work, or stub, of an id."""
    return work_ids(connection, [slug]).get(slug)


def work_ids(connection: Connection, slugs: Collection[str]) -> dict[str, int]:
    """Those of these ids that are of works, or stubs, with the works; in the order of the ids."""
    found: dict[str, int] = {}
    for some in chunks(sorted(slugs)):
        for row in connection.execute(_BY_SLUG, {"these": some}):
            found[row.slug] = row.id
    return found


def published(connection: Connection, slugs: Collection[str]) -> frozenset[str]:
    """Those of these works, by id, that may be seen; stubs among them."""
    found: set[str] = set()
    for some in chunks(sorted(slugs)):
        found.update(connection.execute(_PUBLISHED, {"these": some}).scalars())
    return frozenset(found)


def cleaning(connection: Connection, slugs: Collection[str]) -> frozenset[str]:
    """Those of these works, by id, that only clean up: they take the place of nothing."""
    found: set[str] = set()
    for some in chunks(sorted(slugs)):
        found.update(connection.execute(_CLEANING, {"these": some}).scalars())
    return frozenset(found)


def latest_readings(connection: Connection, work_ids: Collection[int]) -> frozenset[int]:
    """Of each work the reading that is shown for its newest text."""
    shown = shown_readings(connection, work_ids)
    return frozenset(every[-1].reading_id for every in shown.values())


def changes_of(connection: Connection, work_ids: Collection[int]) -> dict[int, list[date]]:
    """work → days from which it reads otherwise: later texts that are held, and amendments."""
    found: dict[int, list[date]] = defaultdict(list)
    for work, texts in shown_readings(connection, work_ids).items():
        found[work] += [text.valid_from for text in texts[1:] if text.valid_from]
    for some in chunks(sorted(work_ids)):
        for row in connection.execute(_AMENDED, {"these": some}):
            found[row.work_id].append(row.first_day)
    return {work: sorted(set(days)) for work, days in found.items()}


def standing_rows(
    connection: Connection, slugs: Collection[str], on: date
) -> dict[str, tuple[str, str]]:
    """id → (status, in_force) of the whole work on a day."""
    found = {}
    for some in chunks(sorted(slugs)):
        for row in connection.execute(_STANDING, {"these": some, "on": on}):
            found[row.slug] = (row.status, row.in_force)
    return found


# --- timelines ------------------------------------------------------------------------------------


def standings_of(
    connection: Connection, work_ids: Collection[int]
) -> dict[int, list[tuple[Any, ...]]]:
    """work → its kept timelines: key, position, status, in_force, first day, last day."""
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for some in chunks(sorted(work_ids)):
        for row in connection.execute(select(standings).where(standings.c.work_id.in_(some))):
            found[row.work_id].append(
                (row.key, row.position, row.status, row.in_force, row.first_day, row.last_day)
            )
    return {work: sorted(rows) for work, rows in found.items()}


def write_standings(
    connection: Connection, timelines: Mapping[int, Sequence[Mapping[str, Any]]]
) -> None:
    """work → rows for ``standings``, which replace what stood there."""
    for some in chunks(sorted(timelines)):
        connection.execute(delete(standings).where(standings.c.work_id.in_(some)))
    rows = [dict(row) for timeline in timelines.values() for row in timeline]
    if rows:
        connection.execute(insert(standings), rows)


_CLEAN_UPS = (
    select(works.c.number, works.c.title, works.c.date_signed, func.count().over().label("every"))
    .where(
        works.c.is_clean_up,
        works.c.state == State.PUBLISHED.value,
        works.c.id.in_(
            select(work_issuers.c.work_id).where(
                work_issuers.c.issuer.in_(bindparam("issuers", expanding=True))
            )
        ),
    )
    .order_by(works.c.date_signed.desc(), works.c.slug)
    .limit(1)
)


def clean_ups(
    connection: Connection, issuers: Sequence[str]
) -> tuple[int, tuple[str | None, str, date | None] | None]:
    """How many clean-up decisions of these issuers are held and published; the latest of them.

    It is told by number, title and day.
    """
    row = connection.execute(_CLEAN_UPS, {"issuers": list(issuers)}).one_or_none()
    return (row.every, (row.number, row.title, row.date_signed)) if row else (0, None)
