"""What is concluded of a work: its status on a day with proof, its relations, what rests on it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from sqlalchemy import Connection

from archive.errors import NoticeNotFound
from archive.law import validity
from archive.law.graph import Edge, Words, WorkFacts
from archive.law.policy import PolicyPack
from archive.law.resolve import How
from archive.law.status import Status, legal_force
from archive.law.succession import Succession, acting, following
from archive.notice.model import ClaimType
from archive.organs import successions
from archive.policies import packs_in_effect
from archive.record import (
    SUCCEEDING,
    Basis,
    Conclusion,
    Evidence,
    Interval,
    Named,
    OrganStep,
    PartStanding,
    Relation,
    Relations,
    Standing,
    State,
)
from archive.saying import Day, say
from archive.store import links
from archive.store.database import Database
from archive.store.links import CitationRow, WorkRow
from archive.timelines import edge, edges_to, facts_for

_RESTING = frozenset(
    {
        ClaimType.BASED_ON,
        ClaimType.IMPLEMENTS,
        ClaimType.COMPLIES_WITH,
        ClaimType.APPLIES_BY_REFERENCE,
    }
)
"""Relations by which a clause rests on another document."""
_LONGEST_CHAIN = 12
_OVER = frozenset({"REPEALED", "EXPIRED"})
_FORCE: dict[str, bool | str | None] = {"true": True, "false": False, "none": None}


class Conclusions:
    """The concluding half of the archive; reads only."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def status(self, id: str, key: str | None, on: date) -> Conclusion:  # noqa: A002
        """A work's, component's or section's status on a day.

        Raises: NoticeNotFound.
        """
        with self._database.reading() as connection:
            work_id = _work_id(connection, id)
            facts = facts_for(connection, [work_id])[work_id]
            incoming = edges_to(connection, [work_id]).get(work_id, ())
            packs = packs_in_effect(connection)
            table = successions(connection)
            became = following(facts.issuers, table, on)
            coverage = _coverage(connection, facts.issuers, became)
        intervals = validity.timeline(facts, incoming, key, packs)
        now = validity.status_on(intervals, on)
        return Conclusion(
            number=facts.number,
            key=key,
            on=on,
            status=now.status,
            label=validity.LABELS[now.status],
            in_force=now.in_force,
            rule=validity.RULES[now.rule],
            reason=now.reason,
            bounds=now.bounds,
            coverage=coverage,
            evidence=_evidence(now.evidence),
            timeline=tuple(_interval(interval) for interval in intervals),
            rule_code=now.rule,
            is_held=not facts.is_stub,
            signed=facts.date_signed,
            legal_force=legal_force(now.in_force) if now.status != Status.DRAFT else None,
            differing=_differing(facts, incoming, packs, on) if key is None else (),
            doubts=validity.doubts(facts, incoming),
            organs=_organs(facts, became, _grounds(now, facts, incoming, table)),
        )

    def organs(self) -> tuple[Succession, ...]:
        """Which organ took over whose duties, from when and by what, oldest first."""
        with self._database.reading() as connection:
            return successions(connection)

    def succession(self, id: str, *, public: bool) -> tuple[Named, ...]:  # noqa: A002
        """What the work took the place of and what took its place, oldest first.

        Followed both ways through sure, whole endings by a later text, the work itself included.
        Raises: NoticeNotFound.
        """
        with self._database.reading() as connection:
            work_id = _work_id(connection, id)
            row = links.work_rows(connection, [work_id])[work_id]
            found = {id: Named(row.slug, row.number, row.title, row.is_stub, row.date_signed)}
            ahead = {id: work_id}
            while ahead and len(found) < _LONGEST_CHAIN:
                steps = _steps(connection, ahead, public=public)
                if not any(steps.values()):
                    break
                beside = {other.id for others in steps.values() for other in others if other.id}
                sweeping = links.cleaning(connection, {*ahead, *beside})
                fresh = {
                    other.id: other
                    for here, others in steps.items()
                    if here not in sweeping  # what a clean-up ends are many subjects
                    for other in others
                    if other.id and other.id not in {*found, *sweeping}
                }
                found |= dict(islice(fresh.items(), _LONGEST_CHAIN - len(found)))
                ahead = links.work_ids(connection, fresh.keys() & found.keys())
        # What is not dated is only cited, and so older than what cites it.
        return tuple(sorted(found.values(), key=lambda n: (n.date_signed or date.min, n.id or "")))

    def stub(self, id: str) -> Named | None:  # noqa: A002
        """A work that is only cited; ``None`` for one that is held, or unknown."""
        with self._database.reading() as connection:
            found = links.work_id(connection, id)
            row = links.work_rows(connection, [found]).get(found) if found is not None else None
        if row is None or not row.is_stub:
            return None
        return Named(row.slug, row.number, row.title, is_stub=True)

    def standings(self, ids: Iterable[str], on: date) -> dict[str, Standing]:
        """How each of these works stands on a day; unknown ids are left out."""
        with self._database.reading() as connection:
            rows = links.standing_rows(connection, set(ids), on)
        return {
            slug: Standing(status, validity.LABELS[status], in_force_of(kept))
            for slug, (status, kept) in rows.items()
        }

    def relations(self, id: str, *, public: bool) -> Relations:  # noqa: A002
        """What a work says of others and others of it; ``public`` leaves out what is not.

        Raises: NoticeNotFound.
        """
        with self._database.reading() as connection:
            work_id = _work_id(connection, id)
            outgoing = links.citations_from(connection, [work_id])
            incoming = links.citations_where(connection, "target_id", [work_id])
            said = _said(connection, outgoing, public=public)
            heard = _heard(connection, incoming, public=public)
        return Relations(tuple(r for _, r in said), tuple(r for _, r in heard))

    def bases(
        self, said: Iterable[Relation], standings: Mapping[str, Standing], on: date
    ) -> tuple[Basis, ...]:
        """Which of what a work says rests on what is over; ``standings``: of those it cites."""
        over = {other: kept for other, kept in standings.items() if kept.status in _OVER}
        sure = [
            (relation, relation.other.id)
            for relation in said
            if ClaimType(relation.type) in _RESTING
            and relation.other.id in over
            and relation.assertion != "NEEDS_REVIEW"
        ]
        since = {other: self._since(other, on) for other in {other for _, other in sure if other}}
        return tuple(
            Basis(relation, over[other], since[other]) for relation, other in sure if other
        )

    def _since(self, id: str, on: date) -> date | None:  # noqa: A002
        now = self.status(id, None, on)
        return next(
            (i.start for i in now.timeline if (i.start or date.min) <= on <= (i.stop or date.max)),
            None,
        )

    def dependents(self, id: str, *, public: bool) -> tuple[Relation, ...]:  # noqa: A002
        """Clauses of other works that rest on this one: what would lose its basis without it.

        Raises: NoticeNotFound.
        """
        with self._database.reading() as connection:
            rows = links.citations_typed(
                connection, [_work_id(connection, id)], _RESTING, incoming=True
            )
            return tuple(relation for _, relation in _heard(connection, rows, public=public))


def _said(
    connection: Connection, rows: Iterable[CitationRow], *, public: bool
) -> list[tuple[int, Relation]]:
    """Citing work and relation, of the newest text of each work, in the order of its words."""
    outgoing = list(rows)
    if not outgoing:
        return []
    sources = {row.work_id for row in outgoing}
    others = {row.target_id for row in outgoing if row.target_id is not None}
    works = links.work_rows(connection, others | sources)
    newest = {work: texts[-1] for work, texts in links.shown_readings(connection, sources).items()}
    latest = {text.reading_id for text in newest.values()}
    changes = links.changes_of(connection, others if not public else _published(works, others))
    shown = _rivals(connection, outgoing, public=public)
    return [
        (
            row.work_id,
            _bound(
                _relation(
                    row, works[row.work_id], works.get(row.target_id or 0), shown, public=public
                ),
                newest[row.work_id].valid_from or works[row.work_id].date_signed,
                changes.get(row.target_id or 0, ()),
            ),
        )
        for row in sorted(outgoing, key=_place)
        if row.reading_id in latest
    ]


def _heard(
    connection: Connection, rows: Iterable[CitationRow], *, public: bool
) -> list[tuple[int, Relation]]:
    """Cited work and relation, of the newest texts of others, by who cites."""
    incoming = [row for row in rows if row.work_id != row.target_id]
    if not incoming:
        return []
    sources = {row.work_id for row in incoming}
    works = links.work_rows(connection, sources | {row.target_id or 0 for row in incoming})
    latest = links.latest_readings(connection, sources)
    shown = _rivals(connection, incoming, public=public)
    return [
        (
            row.target_id or 0,
            _relation(
                row,
                works[row.work_id],
                works[row.target_id or 0],
                shown,
                public=public,
                outgoing=False,
            ),
        )
        for row in sorted(incoming, key=lambda row: (works[row.work_id].slug, *_place(row)))
        if (not public or works[row.work_id].state == State.PUBLISHED.value)
        and row.reading_id in latest
    ]


def _rivals(connection: Connection, rows: Iterable[CitationRow], *, public: bool) -> frozenset[str]:
    """What else these citations may mean, as far as it may be named."""
    rivals = frozenset(one for row in rows for one in row.rivals)
    return links.published(connection, rivals) if public else rivals


def _steps(
    connection: Connection, works: Mapping[str, int], *, public: bool
) -> dict[str, list[Named]]:
    """Of each work what it surely and wholly took the place of, then what so took its place."""
    ids, slugs = list(works.values()), {at: slug for slug, at in works.items()}
    outgoing = links.citations_typed(connection, ids, SUCCEEDING, incoming=False)
    incoming = links.citations_typed(connection, ids, SUCCEEDING, incoming=True)
    found: dict[str, list[Named]] = {slug: [] for slug in works}
    for at, relation in (
        *_said(connection, outgoing, public=public),
        *_heard(connection, incoming, public=public),
    ):
        if relation.scope == "WHOLE" and relation.assertion in ("ASSERTED", "CONFIRMED"):
            found[slugs[at]].append(relation.other)
    return found


def _work_id(connection: Connection, slug: str) -> int:
    found = links.work_id(connection, slug)
    if found is None:
        raise NoticeNotFound(f"档案库里没有“{slug}”", "请用 fawen list 查看已收录的文件")
    return found


def _differing(
    facts: WorkFacts, incoming: Sequence[Edge], packs: Sequence[PolicyPack], on: date
) -> tuple[PartStanding, ...]:
    titles = {component.key: component.title for component in facts.components}
    found = []
    for key in validity.differing(facts, incoming, packs):
        now = validity.status_on(validity.timeline(facts, incoming, key, packs), on)
        found.append(PartStanding(key, titles[key], now.status, validity.LABELS[now.status]))
    return tuple(found)


def _grounds(
    now: validity.Interval,
    facts: WorkFacts,
    incoming: Iterable[Edge],
    table: Sequence[Succession],
) -> frozenset[Succession]:
    """The steps by which those whose words decide came to speak for the issuers."""
    return frozenset(
        step
        for edge in incoming
        if edge.words in now.evidence and edge.effect
        for step in acting(edge.source_issuers, facts.issuers, table, edge.effect)
    )


def _organs(
    facts: WorkFacts, became: Iterable[Succession], grounds: Collection[Succession]
) -> tuple[OrganStep, ...]:
    return tuple(
        OrganStep(
            row.former,
            row.successor,
            row.since,
            row.kind,
            row.evidence,
            row.who,
            row in grounds,
        )
        for row in became
        if not facts.is_stub or row in grounds
    )


def _coverage(connection: Connection, issuers: Sequence[str], became: Iterable[Succession]) -> str:
    """What the archive holds that could have ended a document of these issuers.

    Who took over their duties may end it too.
    """
    if not issuers:
        return say("发文机关不详，无法判断是否收录了有关的清理文件；未见废止不等于没有废止。")
    later = [row.successor for row in became if row.successor not in issuers]
    count, latest = links.clean_ups(connection, [*issuers, *later])
    organs = "、".join(issuers)
    if later:
        successors = "、".join(dict.fromkeys(later))
        organs = say("%(organs)s及承接其职责的%(successors)s", organs=organs, successors=successors)
    if latest is None:
        return say("档案库没有收录%(organs)s的清理文件；未见废止不等于没有废止。", organs=organs)
    number, title, signed = latest
    return say(
        "已收录%(organs)s的清理文件%(count)s件，最近一件是《%(title)s》"
        "（%(number)s%(day)s）；此后的清理不在其中。",
        organs=organs,
        count=count,
        title=title,
        number=number or say("无文号"),
        day=say("，%(day)s", day=Day(signed)) if signed else "",
    )


def _evidence(words: Iterable[Words]) -> tuple[Evidence, ...]:
    return tuple(Evidence(w.number, w.section, w.quote, w.id, w.title) for w in words)


def _interval(interval: validity.Interval) -> Interval:
    return Interval(
        interval.status,
        interval.first,
        interval.last,
        validity.LABELS[interval.status],
        interval.reason,
        validity.RULES[interval.rule],
        _evidence(interval.evidence),
    )


def _place(row: CitationRow) -> tuple[str | int, ...]:
    return (row.reading_id, row.claim["section"].split("/")[0], row.id)


def _published(works: Mapping[int, WorkRow], among: Collection[int]) -> set[int]:
    return {at for at in among if at in works and works[at].state == State.PUBLISHED.value}


def _relation(
    row: CitationRow,
    source: WorkRow,
    target: WorkRow | None,
    shown: Collection[str],
    *,
    public: bool,
    outgoing: bool = True,
) -> Relation:
    """``shown``: of what else may be meant, what may be named."""
    cited = row.claim.get("citation") or {}
    other = target if outgoing else source
    rivals = tuple(one for one in row.rivals if one in shown)
    if public and row.rivals and not rivals and row.how == How.STUB.value:
        row = replace(row, state="ASSERTED")  # in doubt for what is hidden only
    if other is not None and public and other.state != State.PUBLISHED.value:
        # Nothing that only the hidden text tells: as if it were not held.
        row, other = replace(row, how=How.STUB.value, state="ASSERTED", component=""), None
    seen = edge(row, source, target)
    if other is None:
        named = Named(None, cited.get("number"), cited.get("title") or "", is_stub=True)
    else:
        named = Named(other.slug, other.number, other.title, other.is_stub, other.date_signed)
    return Relation(
        type=row.type,
        assertion=seen.assertion,
        other=named,
        section=row.claim["section"],
        within=row.claim.get("within", "text"),
        start=row.claim["start"],
        stop=row.claim["stop"],
        quote=row.claim["quote"],
        cited_start=cited.get("start", row.claim["start"]),
        cited_stop=cited.get("stop", row.claim["stop"]),
        scope=seen.scope,
        pattern=seen.pattern,
        effect_date=row.effect,
        effect_rule=row.effect_rule,
        component=row.component,
        target_keys=seen.target_keys,
        how=row.how,
        rivals=rivals,
    )


def _bound(relation: Relation, as_of: date | None, changes: Sequence[date]) -> Relation:
    """A reference means its target as it stood on the citing text's own day."""
    later = next((day for day in changes if as_of and day > as_of), None)
    return replace(relation, as_of=as_of, changed_on=later)


def in_force_of(kept: str) -> bool | str | None:
    """``in_force`` as ``standings`` keeps it."""
    return _FORCE.get(kept, kept)
