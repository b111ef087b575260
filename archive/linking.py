"""Works that changed → citations resolved, stubs, timelines: inside one writer's transaction.

What each citation means and what each timeline says is a function of the whole archive, never of
the order in which it came. A change touches what it concerns: the work's own citations, those that
name its number, its titles or one like them, and the timelines of what these do something to.
Source: ARCHITECTURE.md, Identity and Status is a timeline.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection

from archive.law.graph import (
    ON_FORCE,
    effect_of,
    facts_from_json,
    facts_in,
)
from archive.law.resolve import Candidate, Cited, Citing, How, Name, Resolution, resolve
from archive.law.titles import core_key, may_be_near, probes, title_key
from archive.notice.json import claim_from_json, claim_to_json
from archive.notice.match import squeeze
from archive.notice.model import ClaimType, DocumentType, Role
from archive.notice.number import organ_of, parse_number, slugify
from archive.review import cited_key
from archive.store import judgements, links
from archive.store.database import Database
from archive.store.links import CitationRow
from archive.store.rows import current_document, key_hash, log_change
from archive.timelines import conclude, order_of, timelines

BATCH = 200
"""So many changed works are linked in one transaction."""
_ITSELF = frozenset(
    {
        ClaimType.ISSUES,
        ClaimType.PROMULGATES,
        ClaimType.FORWARDS,
        ClaimType.APPROVES_FORWARDS,
        ClaimType.REVISES,
        ClaimType.CITES,
        ClaimType.MENTIONS,
        ClaimType.DRAFT_OF,
    }
)
"""What a text can do to itself or to what it carries."""
_NO_RELATION = frozenset(
    {
        ClaimType.EFFECTIVE.value,
        ClaimType.EXPIRES.value,
        ClaimType.INTERPRETER.value,
        ClaimType.REFERS.value,
    }
)
_LED = (How.NUMBER.value, How.TITLE.value, How.CORE.value, How.LIKENESS.value, How.STUB.value)
_TITLE_SLUG = 40


def link(database: Database) -> int:
    """Bring everything that texts say of each other up to what is kept; how many works changed.

    Raises: ArchiveBusy.
    """
    done = 0
    while True:
        with database.writing() as connection:
            due = links.owed(connection, BATCH)
            if not due:
                return done
            _Linking(connection, due).run()
            links.settle(connection, due)
            log_change(connection)
            done += len(due)


@dataclass(slots=True)
class _Linking:
    """One transaction's work."""

    connection: Connection
    due: tuple[int, ...]
    titles: set[int] = field(default_factory=set)
    """Titles that changed hands, or that something which changed goes by."""
    numbers: set[str] = field(default_factory=set)
    concerned: set[int] = field(default_factory=set)
    """Works of which the timeline may change."""
    stubs: set[int] = field(default_factory=set)
    """Stubs that may be cited by nobody now, or under other names."""

    known_stubs: dict[tuple[str, str], int] = field(default_factory=dict)

    def run(self) -> None:
        """Facts and names, then citations, then timelines."""
        self._refresh()
        affected = self._affected()
        self._resolve(affected)
        self._tidy_stubs()
        self._conclude()

    # --- facts, names, citations of what changed ----------------------------------------------

    def _refresh(self) -> None:
        rows = links.work_rows(self.connection, self.due)
        held = {at: row for at, row in rows.items() if not row.is_stub}
        shown = links.shown_readings(self.connection, list(held))
        kept = links.held_facts(self.connection, self.due)
        names, numbers = links.names_of(self.connection, self.due)
        self.titles |= {title for every in names.values() for title, _ in every}
        self.numbers |= {number for every in numbers.values() for number in every}
        for work_id in self.due:
            now = {s.reading_id: s for s in shown.get(work_id, ())}
            gone = set(kept.get(work_id, ())) - set(now)
            self._forget(gone)
            for reading_id, s in now.items():
                if reading_id not in kept.get(work_id, ()):
                    self._take_up(work_id, reading_id, s.sha256)
        self.concerned |= set(held)
        borne = links.file_numbers(self.connection, list(held))
        facts = links.held_facts(self.connection, list(held))
        called = {at: _names([*facts.get(at, {}).values()]) for at in held}
        ids = self._title_ids({key for every in called.values() for key, _ in every})
        for work_id in held:
            mine = {(ids[key], component) for key, component in called[work_id]}
            canonical = {_canonical(number) for number in borne.get(work_id, ())}
            if mine != names.get(work_id, set()) or canonical != numbers.get(work_id, set()):
                links.set_names(self.connection, work_id, mine, canonical)
            self.titles |= {title for title, _ in mine}
            self.numbers |= canonical

    def _forget(self, reading_ids: Collection[int]) -> None:
        for row in links.citations_where(self.connection, "reading_id", reading_ids):
            self._changes(row)
        links.drop_holdings(self.connection, reading_ids)

    def _take_up(self, work_id: int, reading_id: int, sha256: str) -> None:
        document = current_document(self.connection, sha256)
        # The reading may still be kept as another work's: it has moved.
        links.drop_holdings(self.connection, [reading_id])
        kept = facts_in(document)
        facts = facts_from_json(kept, "")
        claims = [
            claim_from_json(claim)
            for claim in document["claims"]
            if claim["type"] not in _NO_RELATION
        ]
        keys = {
            title_key(claim.citation.title)
            for claim in claims
            if claim.citation and claim.citation.title
        } - {""}
        ids = self._title_ids(keys)
        rows: list[dict[str, Any]] = []
        for position, claim in enumerate(claims):
            title = title_key(claim.citation.title or "") if claim.citation else ""
            number = _canonical(claim.citation.number or "") if claim.citation else ""
            effect, rule = effect_of(claim, facts) if claim.type in ON_FORCE else (None, "")
            rows.append(
                {
                    "reading_id": reading_id,
                    "position": position,
                    "type": claim.type.value,
                    "claim": claim_to_json(claim),
                    "number": number or None,
                    "title_id": ids.get(title),
                    "title": (claim.citation.title or None) if claim.citation else None,
                    "issuer": (claim.citation.issuer or None) if claim.citation else None,
                    "effect": effect,
                    "effect_rule": rule,
                    "target_id": None,
                    "component": "",
                    "how": How.STUB.value if title or number else "class",
                    "state": "ASSERTED",
                    "is_open": claim.assertion == "NEEDS_REVIEW" and bool(title or number),
                    "rivals": [],
                }
            )
        links.add_holding(self.connection, reading_id, work_id, kept, rows)

    def _title_ids(self, keys: Collection[str]) -> dict[str, int]:
        wanted = {key: (core_key(key), probes(key)) for key in keys}
        return links.title_ids(self.connection, wanted)

    def _changes(self, row: CitationRow) -> None:
        """What a citation that goes or changes leaves to be looked at."""
        if row.target_id is not None:
            self.stubs.add(row.target_id)
            if ClaimType(row.type) in ON_FORCE:
                self.concerned.add(row.target_id)
        if row.number and row.title_id is not None:
            self.titles.add(row.title_id)

    # --- which citations --------------------------------------------------------------------------

    def _affected(self) -> dict[int, CitationRow]:
        found: dict[int, CitationRow] = {}

        def take(rows: Iterable[CitationRow]) -> None:
            found.update((row.id, row) for row in rows if row.how != "class")

        take(links.citations_from(self.connection, self.due))
        take(links.citations_where(self.connection, "number", self.numbers))
        take(links.citations_where(self.connection, "target_id", self.due))
        take(links.orphans(self.connection, _LED))
        take(links.citations_where(self.connection, "title_id", self._like(self.titles)))
        # Whoever cites a title alone may mean what another cites by number and that title.
        beside = {row.title_id for row in found.values() if row.number and row.title_id is not None}
        take(
            row
            for row in links.citations_where(self.connection, "title_id", beside)
            if not row.number
        )
        return found

    def _like(self, ids: Collection[int]) -> set[int]:
        """These titles, and all that could be taken for one of them."""
        near = links.sharing_probes(self.connection, ids)
        everything = {*ids, *(other for others in near.values() for other in others)}
        keys = links.title_keys(self.connection, everything)
        cores = links.same_core(self.connection, {keys[at][1] for at in ids if at in keys})
        found = {*ids, *(title for same in cores.values() for title in same)}
        for at, others in near.items():
            found |= {other for other in others if may_be_near(keys[at][0], keys[other][0])}
        return found

    # --- what they mean ---------------------------------------------------------------------------

    def _resolve(self, affected: Mapping[int, CitationRow]) -> None:
        context = _Context.load(self.connection, affected.values())
        decided: dict[int, Resolution] = {}
        for row in affected.values():
            decided[row.id] = context.resolve(row)
        _heed(self.connection, affected, decided)
        aliases: dict[str, int] = {}
        due = set(self.due)
        # First those with numbers: a title alone may mean what they name.
        for numbered in (True, False):
            changes = []
            rows = [row for row in affected.values() if bool(row.number) == numbered]
            beside: dict[int, set[str]] = {}
            if not numbered:
                alone = {row.title_id for row in rows if row.title_id is not None}
                beside = links.stub_numbers(self.connection, alone)
            for row in rows:
                meant = decided[row.id]
                target = meant.work
                cited = context.cited(row)
                if target is None and meant.how is How.STUB:
                    target = self._stub(row, cited, beside)
                elif target is not None:
                    aliases[_stub_slug(cited)] = target
                change = {
                    "id": row.id,
                    "target_id": target,
                    "component": meant.component,
                    "how": meant.how.value,
                    "state": meant.state,
                    "rivals": list(meant.rivals),
                }
                before = (row.target_id, row.component, row.how, row.state, row.rivals)
                if before != (target, meant.component, meant.how.value, meant.state, meant.rivals):
                    changes.append(change)
                    self._changes(row)
                    self.concerned.add(row.work_id)
                if target is not None:
                    self.stubs.add(target)
                    if ClaimType(row.type) in ON_FORCE:
                        self.concerned.add(target)
                    if target in due and context.citing[row.work_id].date_signed is None:
                        self.concerned.add(row.work_id)  # it is no older than what it cites
            links.write_targets(self.connection, changes)
        links.add_aliases(self.connection, aliases)

    def _stub(self, row: CitationRow, cited: Cited, beside: Mapping[int, set[str]]) -> int:
        kind, name = cited.stub_key
        numbers = beside.get(row.title_id, set()) if row.title_id is not None else set()
        if kind == "title" and len(numbers) == 1:
            kind, name = "number", next(iter(numbers))
        title = (row.claim.get("citation") or {}).get("title") or name
        slug = _stub_slug(Cited(name, "", "") if kind == "number" else cited)
        if (kind, name) not in self.known_stubs:
            found, is_new = links.stub(self.connection, kind, name, slug, title)
            self.known_stubs[kind, name] = found
            if is_new:
                self.concerned.add(found)
        return self.known_stubs[kind, name]

    # --- stubs ------------------------------------------------------------------------------------

    def _tidy_stubs(self) -> None:
        """Those that nobody cites go; the others are called what most texts call them."""
        rows = links.work_rows(self.connection, self.stubs)
        stubs = {at for at, row in rows.items() if row.is_stub}
        calls = links.calls(self.connection, stubs, "title")
        issuers = links.calls(self.connection, stubs, "issuer")
        described = {}
        for at in stubs:
            number = parse_number(rows[at].number or "")
            title = _commonest(calls.get(at, {})) or rows[at].number or rows[at].title
            organ = _commonest(issuers.get(at, {})) or (organ_of(number.code) if number else None)
            described[at] = (title, [organ] if organ else [])
        links.describe_stubs(self.connection, described)
        links.bury_stubs(self.connection, stubs)

    # --- timelines --------------------------------------------------------------------------------

    def _conclude(self) -> None:
        conclude(self.connection, self.concerned)


def relink(database: Database) -> int:
    """Derive everything anew: every work is linked again; how many there are.

    Raises: ArchiveBusy.
    """
    with database.writing() as connection:
        every = links.every_work(connection)
        links.owe(connection, every)
    link(database)
    return len(every)


def audit(database: Database) -> Iterator[tuple[str, str]]:
    """(id of a work, ``link`` or ``timeline``) for what is kept and would be derived otherwise."""
    with database.reading() as connection:
        every = links.every_work(connection)
    for start in range(0, len(every), BATCH):
        some = every[start : start + BATCH]
        with database.reading() as connection:
            rows = links.work_rows(connection, some)
            kept = links.standings_of(connection, some)
            for work_id, derived in timelines(connection, some).items():
                if kept.get(work_id, []) != order_of(derived):
                    yield rows[work_id].slug, "timeline"
            cited = {row.id: row for row in links.citations_from(connection, some)}
            linked = {at: row for at, row in cited.items() if row.how != "class"}
            context = _Context.load(connection, linked.values())
            decided = {at: context.resolve(row) for at, row in linked.items()}
            _heed(connection, linked, decided)
            for at, row in linked.items():
                meant = decided[at]
                is_stub = meant.work is None and meant.how is How.STUB
                target = row.target_id if is_stub else meant.work
                derived_link = (target, meant.component, meant.how.value, meant.state, meant.rivals)
                if derived_link != (row.target_id, row.component, row.how, row.state, row.rivals):
                    yield rows[row.work_id].slug, "link"


# --- resolving -----------------------------------------------------------------------------------


@dataclass(slots=True)
class _Context:
    """All that may be meant by some citations."""

    keys: dict[int, tuple[str, str]]
    near: dict[int, set[int]]
    """title → titles that could be taken for it, itself among them."""
    by_number: dict[str, set[int]]
    by_title: dict[int, set[int]]
    candidates: dict[int, Candidate]
    citing: dict[int, Citing]

    @classmethod
    def load(cls, connection: Connection, rows: Iterable[CitationRow]) -> "_Context":
        """What the catalogue has that bears on them."""
        every = list(rows)
        cited = {row.title_id for row in every if row.title_id is not None}
        keys = links.title_keys(connection, cited)
        cores = links.same_core(connection, {core for _, core in keys.values()})
        sharing = links.sharing_probes(connection, cited)
        keys |= links.title_keys(
            connection,
            {t for some in (*cores.values(), *sharing.values()) for t in some} - set(keys),
        )
        near = {
            at: {
                at,
                *cores.get(keys[at][1], ()),
                *(
                    other
                    for other in sharing.get(at, ())
                    if may_be_near(keys[at][0], keys[other][0])
                ),
            }
            for at in cited
        }
        numbers = {row.number for row in every if row.number}
        by_number, by_title = links.bearing(
            connection, numbers, {t for some in near.values() for t in some}
        )
        works = {w for some in (*by_number.values(), *by_title.values()) for w in some}
        rows_ = links.work_rows(connection, works | {row.work_id for row in every})
        names, borne = links.names_of(connection, works)
        missing = {t for some in names.values() for t, _ in some} - set(keys)
        keys |= links.title_keys(connection, missing)
        candidates = {
            at: Candidate(
                at,
                rows_[at].slug,
                frozenset(borne.get(at, ())),
                tuple(sorted((Name(keys[t][0], c) for t, c in names.get(at, ())), key=_name_order)),
                rows_[at].issuers,
                rows_[at].date_signed,
                rows_[at].document_type == DocumentType.STATUTE.value,
            )
            for at in works
            if at in rows_ and not rows_[at].is_stub
        }
        citing = {
            row.work_id: Citing(
                row.work_id, rows_[row.work_id].issuers, rows_[row.work_id].date_signed
            )
            for row in every
        }
        return cls(keys, near, by_number, by_title, candidates, citing)

    def cited(self, row: CitationRow) -> Cited:
        """What a row's words call its target."""
        title = self.keys[row.title_id][0] if row.title_id is not None else ""
        said = row.claim.get("citation") or {}
        return Cited(row.number or "", title, said.get("issuer") or "")

    def resolve(self, row: CitationRow) -> Resolution:
        """The law's answer for one citation."""
        works = set(self.by_number.get(row.number or "", ()))
        if row.title_id is not None:
            works |= {
                work for title in self.near[row.title_id] for work in self.by_title.get(title, ())
            }
        candidates = [self.candidates[at] for at in sorted(works) if at in self.candidates]
        return resolve(
            self.cited(row),
            self.citing[row.work_id],
            sorted(candidates, key=lambda c: c.id),
            may_be_itself=ClaimType(row.type) in _ITSELF,
        )


def _heed(
    connection: Connection,
    affected: Mapping[int, CitationRow],
    decided: dict[int, Resolution],
) -> None:
    """What people decided goes before what was found."""
    heeded = judgements.in_effect(connection, {row.work_id for row in affected.values()})
    if not heeded:
        return
    for row in affected.values():
        for judgement in heeded.get(row.work_id, ()):
            said = (judgement.type, judgement.cited, judgement.quote)
            if said != (row.type, cited_key(row), squeeze(row.claim["quote"])):
                continue
            target = judgement.target and links.work_id(connection, judgement.target)
            found = decided[row.id]
            if judgement.action == "reject":
                decided[row.id] = replace(found, state="REJECTED", how=How.PERSON)
            elif target:
                component = found.component if found.work == target else ""
                decided[row.id] = Resolution(target, component, How.PERSON, "CONFIRMED")


def _name_order(name: Name) -> tuple[str, str]:
    return (name.component, name.key)


def _names(facts: Iterable[Mapping[str, Any]]) -> set[tuple[str, str]]:
    """{(title key, component)} of a work's texts; its own titles under no component."""
    found = set()
    for text in facts:
        found.add((title_key(text["title"]), ""))
        for key, role, title, _ in text["components"]:
            # The cover's title is the notice's.
            is_whole = len(text["components"]) == 1 or role == Role.COVER.value
            if title:
                found.add((title_key(title), "" if is_whole else key))
    return {(key, component) for key, component in found if key}


def _canonical(number: str) -> str:
    parsed = parse_number(number) if number else None
    return parsed.canonical if parsed else number


def _stub_slug(cited: Cited) -> str:
    """The id that the work will keep: of its number, else of the title that is cited."""
    if cited.number:
        number = parse_number(cited.number)
        return number.slug if number else slugify(cited.number)
    digest = key_hash(f"TITLE\n{cited.title}")[:8]
    return f"{slugify(cited.title)[:_TITLE_SLUG].strip('-')}-{digest}"


def _commonest(counts: Mapping[str, int]) -> str | None:
    return min(counts, key=lambda name: (-counts[name], name)) if counts else None
