"""What is kept of works → what the law is told of them, and their timelines.

Everything here is derived and can be made again: facts from the texts that are shown and from what
people entered, relations from citations that are linked. Source: ARCHITECTURE.md, Status is a
timeline.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection

from archive.law.graph import ON_FORCE, Edge, Words, WorkFacts, facts_from_json, merge_texts
from archive.law.resolve import How
from archive.law.validity import timeline
from archive.notice.json import claim_from_json
from archive.notice.model import Claim, ClaimType, DocumentType, Normativity
from archive.policies import checksums, packs_in_effect
from archive.record import State
from archive.store import judgements, links, turned_on
from archive.store.database import Database
from archive.store.judgements import JudgementRow
from archive.store.links import CitationRow, WorkRow
from archive.store.rows import log_change

_BATCH = 200
"""So many works are concluded at once."""


def conclude(connection: Connection, work_ids: Collection[int]) -> None:
    """Write these works' timelines anew."""
    links.write_standings(connection, timelines(connection, work_ids))


def turn_on(database: Database, names: Collection[str] | None) -> bool:
    """Turn on these packs and no others; where that changes any, every timeline is written anew.

    ``None`` leaves it as it is; a pack whose rule reads otherwise than when it was turned on counts
    as changed. Raises: ArchiveError for a name that no pack has; ArchiveBusy.
    """
    with database.reading() as connection:
        before = turned_on.packs(connection)
    wanted = checksums(before if names is None else names, is_strict=names is not None)
    if wanted == before:
        return False
    with database.writing() as connection:
        turned_on.set_packs(connection, wanted)
        every = links.every_work(connection)
        for start in range(0, len(every), _BATCH):
            conclude(connection, every[start : start + _BATCH])
        log_change(connection)
    return True


def timelines(connection: Connection, work_ids: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    """work → the rows of its timeline, and of those of its parts that have one of their own."""
    facts = facts_for(connection, work_ids)
    incoming = edges_to(connection, work_ids)
    packs = packs_in_effect(connection)
    written: dict[int, list[dict[str, Any]]] = {}
    for work_id, known in facts.items():
        keys = _own_timelines(known, incoming.get(work_id, ()))
        written[work_id] = [
            {
                "work_id": work_id,
                "key": key or "",
                "position": position,
                "status": interval.status,
                "in_force": str(interval.in_force).lower(),
                "first_day": interval.first,
                "last_day": interval.last,
            }
            for key in (None, *keys)
            for position, interval in enumerate(
                timeline(known, incoming.get(work_id, ()), key, packs)
            )
        ]
    return written


def _own_timelines(facts: WorkFacts, incoming: Iterable[Edge]) -> tuple[str, ...]:
    """Parts of a work that something is said of in particular."""
    keys = {component.key for component in facts.components if len(facts.components) > 1}
    keys |= {key for claim in facts.claims for key in claim.target_keys}
    for edge in incoming:
        base = edge.component or "main-1"
        keys |= {f"{base}/{key}" for key in edge.target_keys}
        if edge.component:
            keys.add(edge.component)
    return tuple(sorted(keys))


def order_of(rows: Iterable[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    """Rows as two sets of them are compared."""
    return sorted(
        (
            row["key"],
            row["position"],
            row["status"],
            row["in_force"],
            row["first_day"],
            row["last_day"],
        )
        for row in rows
    )


def facts_for(connection: Connection, work_ids: Collection[int]) -> dict[int, WorkFacts]:
    """What the law is told of each of these works."""
    rows = links.work_rows(connection, work_ids)
    shown = links.shown_readings(connection, [at for at, row in rows.items() if not row.is_stub])
    kept = links.held_facts(connection, list(rows))
    found = {}
    for at, row in rows.items():
        texts = [
            (s.valid_from, facts_from_json(kept[at][s.reading_id], row.slug))
            for s in shown.get(at, ())
            if s.reading_id in kept.get(at, {})
        ]
        found[at] = merge_texts(texts) if texts else _stub_facts(row)
    for at, entered in judgements.in_effect(connection, list(found)).items():
        for fact in entered:
            if fact.action == "fact" and fact.name and fact.value:
                found[at] = _with_fact(found[at], fact)
    undated = [at for at, facts in found.items() if not facts.is_stub and not facts.date_signed]
    for at, (day, words, cited) in _bounds(connection, undated).items():
        found[at] = replace(
            found[at], not_before=day, not_before_because=words, not_before_cited=cited
        )
    return found


def _with_fact(facts: WorkFacts, entered: JudgementRow) -> WorkFacts:
    """What the text itself says goes before what a person entered."""
    day = date.fromisoformat(entered.value or "")
    words = Words("", None, f"{entered.who}录入", "", entered.why)
    if entered.name == "date_published" and facts.date_published is None:
        return replace(facts, date_published=day, published_because=words)
    if entered.name == "date_signed" and facts.date_signed is None:
        return replace(facts, date_signed=day, published_because=words)
    if entered.name == "date_printed" and facts.date_printed is None:
        return replace(facts, date_printed=day, published_because=words)
    return facts


def _stub_facts(row: WorkRow) -> WorkFacts:
    return WorkFacts(
        id=row.slug,
        number=row.number,
        title=row.title,
        issuers=row.issuers,
        document_type=DocumentType.NOTICE,
        normativity=Normativity.UNDETERMINED,
        is_stub=True,
        date_signed=None,
        date_printed=None,
        date_published=None,
        components=(),
        claims=(),
    )


def _bounds(
    connection: Connection, work_ids: Collection[int]
) -> dict[int, tuple[date, Words, str]]:
    """The latest day on which something public that a work cites for sure was made.

    With it the words that cite it, and its own number or title.
    """
    cited = [
        row
        for row in links.citations_from(connection, work_ids)
        if row.target_id is not None and row.state == "ASSERTED" and row.how != How.STUB.value
    ]
    targets = links.work_rows(connection, {row.target_id or 0 for row in cited})
    sources = links.work_rows(connection, {row.work_id for row in cited})
    found: dict[int, tuple[date, Words, str]] = {}
    for row in sorted(cited, key=lambda row: (row.reading_id, row.claim["start"], row.type)):
        target = targets[row.target_id or 0]
        if target.date_signed is None or target.is_stub or row.target_id == row.work_id:
            continue
        if target.document_type == DocumentType.STATUTE.value:
            continue  # dated by the text that is held, not by the first
        if target.state != State.PUBLISHED.value:
            continue
        if row.work_id not in found or target.date_signed > found[row.work_id][0]:
            words = _words(row, sources[row.work_id])
            found[row.work_id] = (target.date_signed, words, target.number or f"《{target.title}》")
    return found


def edges_to(connection: Connection, work_ids: Collection[int]) -> dict[int, tuple[Edge, ...]]:
    """What published works do to the status of each of these, in an order of its own."""
    rows = [
        row
        for row in links.citations_where(connection, "target_id", work_ids)
        if ClaimType(row.type) in ON_FORCE and row.work_id != row.target_id
    ]
    sources = links.work_rows(connection, {row.work_id for row in rows})
    targets = links.work_rows(connection, {row.target_id or 0 for row in rows})
    found: dict[int, list[Edge]] = defaultdict(list)
    for row in rows:
        source = sources[row.work_id]
        if source.state == State.PUBLISHED.value:
            found[row.target_id or 0].append(edge(row, source, targets[row.target_id or 0]))
    return {at: tuple(sorted(_stated(edges), key=_edge_order)) for at, edges in found.items()}


def _stated(edges: Iterable[Edge]) -> Iterator[Edge]:
    """Where a text names a thing twice, in its title and with a day, the day holds."""
    every = list(edges)
    dated = {
        (one.source, one.type, one.scope, one.component)
        for one in every
        if one.effect_rule == "stated"
    }
    for one in every:
        if (
            one.effect_rule == "stated"
            or (one.source, one.type, one.scope, one.component) not in dated
        ):
            yield one


def edge(row: CitationRow, source: WorkRow, target: WorkRow | None) -> Edge:
    """A citation's row as the law sees it."""
    claim = claim_from_json(row.claim)
    return Edge(
        type=claim.type,
        source=source.slug,
        source_issuers=source.issuers,
        words=_words(row, source),
        target=target.slug if target else None,
        component=row.component,
        target_keys=claim.target_keys,
        scope=claim.scope,
        assertion=_assertion(claim, row.state),
        pattern=claim.pattern,
        effect=row.effect,
        effect_rule=row.effect_rule,
        until=claim.date if claim.type is ClaimType.EXTENDS_VALIDITY else None,
    )


def _edge_order(edge_: Edge) -> tuple[str, ...]:
    return (
        edge_.effect.isoformat() if edge_.effect else "",
        edge_.source,
        edge_.words.section,
        edge_.type.value,
        edge_.words.quote,
        edge_.component,
    )


def _assertion(claim: Claim, state: str) -> str:
    """What a text only proposes or leaves open is not made sure by a sure target."""
    if state in ("CONFIRMED", "REJECTED"):
        return state
    return claim.assertion if claim.assertion != "ASSERTED" else state


def _words(row: CitationRow, source: WorkRow) -> Words:
    return Words(source.slug, source.number, source.title, row.claim["section"], row.claim["quote"])
