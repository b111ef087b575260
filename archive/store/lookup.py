"""What the catalogue answers: figures, names, what search keeps in memory. Never writes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date
from itertools import starmap
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from archive.errors import AmbiguousNotice, NoticeNotFound
from archive.notice.number import parse_number
from archive.record import Decision, State
from archive.store.database import Database
from archive.store.tables import (
    aliases,
    clauses,
    counters,
    decision_anchors,
    decisions,
    expressions,
    judgements,
    manifestations,
    readings,
    reviews,
    standings,
    titles,
    work_issuers,
    work_names,
    works,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which works a list is about; ``None`` leaves a thing open.

    An empty issuer or kind and the year 0 want the works that state none.
    """

    public: bool
    issuer: str | None = None
    year: int | None = None
    kind: str | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """For a WHERE clause over ``works``."""
        found: list[ColumnElement[bool]] = [works.c.is_stub.is_(False)]
        if self.public:
            found.append(works.c.state == State.PUBLISHED.value)
        if self.issuer:
            theirs = select(work_issuers.c.work_id).where(work_issuers.c.issuer == self.issuer)
            found.append(works.c.id.in_(theirs))
        elif self.issuer is not None:
            found.append(works.c.id.not_in(select(work_issuers.c.work_id)))
        if self.year is not None:
            found.append(works.c.year == self.year if self.year else works.c.year.is_(None))
        if self.kind is not None:
            found.append(works.c.kind == self.kind if self.kind else works.c.kind.is_(None))
        return found

    def fit(self, work: "Shelved") -> bool:
        """Whether a work that is no stub is one of those."""
        return (
            (not self.public or work.state is State.PUBLISHED)
            and (self.issuer is None or self.issuer in (work.issuers or ("",)))
            and (self.year is None or self.year == (work.year or 0))
            and (self.kind is None or self.kind == (work.kind or ""))
        )


@dataclass(frozen=True, slots=True)
class Shelved:
    """What search keeps in memory of one work."""

    id: int
    slug: str
    number: str | None
    title: str
    state: State
    issuers: tuple[str, ...]
    year: int | None
    kind: str | None
    is_draft: bool
    document_type: str
    genre: str | None
    date_signed: date | None


_STATE = select(
    select(counters.c.value)
    .where(counters.c.name == "sequence")
    .scalar_subquery()
    .label("sequence"),
    select(func.coalesce(func.max(judgements.c.id), 0)).scalar_subquery().label("judgement"),
)
_SHELVED = tuple(field.name for field in fields(Shelved))


@dataclass(frozen=True, slots=True)
class Span:
    """One shown reading's run of ordinals; its first is the entry of the notice itself."""

    first: int
    count: int
    work: int
    valid_from: date | None


class Lookup:
    """The reading half of the catalogue."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def figures(self) -> tuple[int, int, int, int]:
        """Works, clauses, clauses that the public may see, and works held back."""
        with self.database.reading() as connection:
            every = connection.execute(
                select(func.count()).select_from(works).where(works.c.is_stub.is_(False))
            ).scalar_one()
            lines = connection.execute(select(func.count()).select_from(clauses)).scalar_one()
            # The few works that the public does not see are counted, not the many that it does.
            hidden = connection.execute(
                select(func.coalesce(func.sum(readings.c.clause_count), 0))
                .select_from(works)
                .join(expressions, expressions.c.work_id == works.c.id)
                .join(manifestations, manifestations.c.expression_id == expressions.c.id)
                .join(readings, readings.c.manifestation_id == manifestations.c.id)
                .where(
                    readings.c.first_ordinal.is_not(None),
                    works.c.state.in_([state for state in State if state is not State.PUBLISHED]),
                )
            ).scalar_one()
            held = connection.execute(
                select(func.count()).select_from(works).where(works.c.state == State.HELD.value)
            ).scalar_one()
        return int(every), int(lines), int(lines - hidden), int(held)

    def state(self) -> tuple[int, int]:
        """The last change, and the last decision of a person; 0 for none."""
        with self.database.reading() as connection:
            row = connection.execute(_STATE).one()
        return int(row.sequence), int(row.judgement)

    # --- names -----------------------------------------------------------------------------------

    def find(self, name: str) -> tuple[str, str | None]:
        """The one work that goes by a number or an id: its id and number.

        Raises: NoticeNotFound, AmbiguousNotice.
        """
        with self.database.reading() as connection:
            found = _by_slug(connection, [name])
            found = found or _by_alias(connection, name)
            number = parse_number(name)
            if not found and number:
                found = _by_number(connection, number.canonical)
                found = found or _by_slug(connection, [number.slug])
                found = found or _by_alias(connection, number.slug)
        if not found:
            raise NoticeNotFound(
                f"档案库里没有“{name}”",
                f"请核对文号，或用 fawen search {name} 查找，用 fawen add 文件 收录",
            )
        if len(found) > 1:
            lines = "；".join(f"{row.slug}（{row.title}）" for row in found)
            raise AmbiguousNotice(
                f"“{name}”对应 {len(found)} 份文件：{lines}",
                "请用其中一个标识代替文号",
                tuple(row.slug for row in found),
            )
        return found[0].slug, found[0].number

    def alias(self, name: str) -> str | None:
        """Where a name that is no id leads; ``None`` for nowhere or to several."""
        with self.database.reading() as connection:
            if _by_slug(connection, [name]):
                return None
            found = _by_alias(connection, name)
        return str(found[0].slug) if len(found) == 1 else None

    # --- for search, rereading and the self-audit ------------------------------------------------

    def shelf(self) -> tuple[tuple[Shelved, ...], tuple[Span, ...]]:
        """Every work and every shown reading's run of ordinals."""
        with self.database.reading() as connection:
            rows = connection.execute(select(*(works.c[name] for name in _SHELVED))).all()
            spans = connection.execute(
                select(
                    readings.c.first_ordinal,
                    readings.c.clause_count,
                    expressions.c.work_id,
                    expressions.c.valid_from,
                )
                .join(manifestations, manifestations.c.id == readings.c.manifestation_id)
                .join(expressions, expressions.c.id == manifestations.c.expression_id)
                .where(readings.c.first_ordinal.is_not(None))
                .order_by(readings.c.first_ordinal)
            ).all()
        states = {state.value: state for state in State}
        shelved = tuple(
            Shelved(work, slug, number, title, states[state], tuple(issuers), *others)
            for work, slug, number, title, state, issuers, *others in rows
        )
        return shelved, tuple(starmap(Span, spans))

    def standings(self) -> dict[tuple[int, str], list[tuple[date | None, date | None, str]]]:
        """(work, key of a part or "") → its timeline: first day, last day, status."""
        found: dict[tuple[int, str], list[tuple[date | None, date | None, str]]] = {}
        of = standings.c
        query = select(of.work_id, of.key, of.first_day, of.last_day, of.status).order_by(
            of.work_id, of.key, of.position
        )
        with self.database.reading() as connection:
            rows = connection.execute(query).all()
        for work, key, *stretch in rows:
            found.setdefault((work, key), []).append(tuple(stretch))
        return found

    def titled(self, key: str, *, public: bool) -> tuple[tuple[str, str], ...]:
        """Id and component's key of what bears a title; ``key`` as ``law.titles`` makes it."""
        query = (
            select(works.c.slug, work_names.c.component)
            .join(work_names, work_names.c.work_id == works.c.id)
            .join(titles, titles.c.id == work_names.c.title_id)
            .where(titles.c.key == key, works.c.is_stub.is_(False))
            .order_by(works.c.slug, work_names.c.component)
        )
        if public:
            query = query.where(works.c.state == State.PUBLISHED.value)
        with self.database.reading() as connection:
            return tuple((row.slug, row.component) for row in connection.execute(query))

    def clause_keys(self, work_ids: Sequence[int]) -> Iterator[tuple[int, str]]:
        """Ordinal and section key of every clause of these works' shown readings."""
        with self.database.reading() as connection:
            for start in range(0, len(work_ids), 500):
                query = (
                    select(clauses.c.ordinal, clauses.c.key)
                    .join(readings, readings.c.id == clauses.c.reading_id)
                    .join(manifestations, manifestations.c.id == readings.c.manifestation_id)
                    .join(expressions, expressions.c.id == manifestations.c.expression_id)
                    .where(expressions.c.work_id.in_(work_ids[start : start + 500]))
                )
                for ordinal, key in connection.execute(query).all():  # noqa: UP028  rows, typed
                    yield ordinal, key

    def decisions(self, slug: str) -> tuple[Decision, ...]:
        """What people decided about a work's files, oldest first."""
        query = (
            select(decisions.c.id, decisions.c.action, decisions.c.reason, decisions.c.decided_at)
            .join(decision_anchors, decision_anchors.c.decision_id == decisions.c.id)
            .join(manifestations, manifestations.c.sha256 == decision_anchors.c.sha256)
            .join(expressions, expressions.c.id == manifestations.c.expression_id)
            .join(works, works.c.id == expressions.c.work_id)
            .where(works.c.slug == slug)
            .distinct()
            .order_by(decisions.c.id)
        )
        with self.database.reading() as connection:
            return tuple(
                Decision(row.action, row.reason, row.decided_at.replace(tzinfo=UTC))
                for row in connection.execute(query)
            )

    def reviews(self) -> tuple[tuple[str, str, str], ...]:
        """What identity left to a person: id of the work, code, message."""
        query = (
            select(works.c.slug, reviews.c.code, reviews.c.message)
            .join(manifestations, manifestations.c.sha256 == reviews.c.sha256)
            .join(expressions, expressions.c.id == manifestations.c.expression_id)
            .join(works, works.c.id == expressions.c.work_id)
            .order_by(works.c.slug, reviews.c.code, reviews.c.sha256)
        )
        with self.database.reading() as connection:
            return tuple((row.slug, row.code, row.message) for row in connection.execute(query))


def _by_slug(connection: Connection, slugs: Sequence[str]) -> Sequence[Any]:
    return connection.execute(
        select(works.c.slug, works.c.number, works.c.title).where(works.c.slug.in_(slugs))
    ).all()


def _by_alias(connection: Connection, name: str) -> Sequence[Any]:
    return connection.execute(
        select(works.c.slug, works.c.number, works.c.title)
        .join(aliases, aliases.c.work_id == works.c.id)
        .where(aliases.c.name == name)
        .order_by(works.c.slug)
    ).all()


def _by_number(connection: Connection, number: str) -> Sequence[Any]:
    """Works of which any file bears the number: a 令 belongs to one text of a statute."""
    return connection.execute(
        select(works.c.slug, works.c.number, works.c.title)
        .join(expressions, expressions.c.work_id == works.c.id)
        .join(manifestations, manifestations.c.expression_id == expressions.c.id)
        .where(manifestations.c.number == number)
        .distinct()
        .order_by(works.c.slug)
    ).all()
