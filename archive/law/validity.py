"""How a text stands on every day: the decision table over all of time, with its grounds.

A pure function of facts. The table changes its mind on finitely many days only; between them one
look is enough. Source: DOMAIN.md §5.3 and §10.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from archive.law.bearing import Bearing, Begins, Stretch, bear
from archive.law.graph import Edge, Words, WorkFacts
from archive.law.policy import PolicyPack
from archive.law.status import LABELS, RULES, Interval, Rule, Standing, status_on
from archive.notice.model import Problem
from archive.saying import Saying, say

__all__ = ["LABELS", "RULES", "Interval", "differing", "doubts", "status_on", "timeline"]

_DAY = timedelta(days=1)
_ROWS = (Rule.REPEALED, Rule.DECLARED, Rule.TERM)
"""Which of several endings on one day is told."""
_ANY = date(2000, 1, 1)


def timeline(
    work: WorkFacts,
    incoming: Sequence[Edge],
    key: str | None = None,
    packs: Sequence[PolicyPack] = (),
) -> tuple[Interval, ...]:
    """All of time for a work, or for the component or section of that key, oldest first.

    ``incoming``: relations of which the work is the target, in any order. ``packs``: rules about
    default terms that are turned on. The intervals leave no gap and do not overlap.
    """
    return tuple(_intervals(bear(work, incoming, key, packs)))


def differing(
    work: WorkFacts, incoming: Sequence[Edge], packs: Sequence[PolicyPack] = ()
) -> tuple[str, ...]:
    """Keys of the components that on some day stand otherwise than the work as a whole."""
    if len(work.components) < 2:
        return ()
    whole = _statuses(timeline(work, incoming, None, packs))
    return tuple(
        component.key
        for component in work.components
        if _statuses(timeline(work, incoming, component.key, packs)) != whole
    )


def doubts(work: WorkFacts, incoming: Sequence[Edge]) -> tuple[Problem, ...]:
    """What in the facts of a work does not agree, for a person to look at."""
    bearing = bear(work, incoming, None)
    return (*bearing.problems, *_conflicts(bearing))


def _statuses(intervals: Sequence[Interval]) -> list[tuple[str, date | None]]:
    """Status and last day of each stretch of one status, whatever the grounds."""
    pairs = zip(intervals, [*(i.status for i in intervals[1:]), None], strict=True)
    return [(one.status, one.last) for one, after in pairs if one.status != after]


def stand(on: Bearing, day: date) -> Standing:
    """The first row of the decision table whose condition holds on that day."""
    if not on.is_official:
        return Standing(Rule.NON_OFFICIAL)
    if on.is_draft:
        return Standing(Rule.DRAFT)
    ended = _ended(on, day)
    if ended:
        return ended
    if not on.is_normative:
        return Standing(Rule.NOT_NORMATIVE)
    suspended = _covering(on.suspensions, day)
    if suspended:
        return Standing(Rule.SUSPENDED, suspended)
    begins = on.beginning
    if on.made and day < on.made:
        return Standing(Rule.NOT_YET_MADE)
    if on.not_before and day < on.not_before:
        return Standing(Rule.NOT_YET_MADE, on.not_before_words)
    if begins.how is Begins.STATED and begins.first and day < begins.first:
        return Standing(Rule.BEFORE_EFFECT, begins.words)
    return _doubted(on, day) or _in_force(on, day)


def _ended(on: Bearing, day: date) -> Standing | None:
    """Rows 3 to 5: of all endings the earliest counts."""
    found = [(e.first, _ROWS.index(e.rule), e.words) for e in on.endings if e.first <= day]
    for term in on.terms:
        if term.last is None or day <= term.last or _covering(on.extensions, day):
            continue
        if _covering(on.extensions_unresolved, day):
            continue
        runs = [s.last for s in on.extensions if s.last and s.first and s.first <= s.last < day]
        found.append((max([term.last, *runs]) + _DAY, _ROWS.index(Rule.TERM), term.words))
    if not found:
        return None
    first, row, words = min(found, key=lambda ending: ending[:2])
    if _ROWS[row] is Rule.TERM:
        denied = [s for s in on.confirmations if s.first and first <= s.first <= day]
        if denied:
            return Standing(Rule.CONFLICT, (*words, *(w for s in denied for w in s.words)))
    return Standing(_ROWS[row], words)


def _doubted(on: Bearing, day: date) -> Standing | None:
    """Row 8 and row 12: what keeps the table from an answer."""
    candidates = _covering(on.candidates, day)
    if candidates:
        return Standing(Rule.CANDIDATE, candidates)
    if not on.is_held:
        return Standing(Rule.NOT_HELD)
    for term in on.terms:
        if day > term.certain and not _covering(on.extensions, day):
            if term.last is not None and day > term.last:
                unresolved = _covering(on.extensions_unresolved, day)
                return Standing(Rule.CANDIDATE, (*term.words, *unresolved))
            return Standing(term.rule, term.words)
    begins = on.beginning
    if begins.how is Begins.STATED and begins.certain and day < begins.certain:
        return Standing(Rule.DATE_CONFLICT, begins.words)
    if on.presumed and on.presumed.covers(day):
        return Standing(Rule.PRESUMED_EXPIRED, on.presumed.words)
    if begins.how is Begins.UNKNOWN and (begins.certain is None or day < begins.certain):
        return Standing(Rule.EFFECT_UNKNOWN, begins.words, bounds=on.bounds)
    is_dated = on.made or (on.known_from and on.known_from <= day)
    if begins.how is Begins.IMPLIED and not is_dated:
        return Standing(Rule.UNDATED, bounds=on.bounds)
    return None


def _in_force(on: Bearing, day: date) -> Standing:
    """Rows 9 to 11: nothing speaks against it."""
    changes = [s for s in on.changes if s.covers(day)]
    begins = on.beginning
    extended: tuple[Words, ...] = ()
    if any(term.last is not None and day > term.last for term in on.terms):
        extended = _covering(on.extensions, day)
    if changes:
        words = (*begins.words, *extended, *(w for s in changes for w in s.words))
        partial = begins.is_partial or any(s.is_partial for s in changes)
        return Standing(Rule.AMENDED, words, partial)
    if begins.how is Begins.IMPLIED:
        return Standing(Rule.IMPLIED, extended)
    return Standing(Rule.EFFECTIVE, (*begins.words, *extended), begins.is_partial)


def _covering(stretches: Sequence[Stretch], day: date) -> tuple[Words, ...]:
    return tuple(words for s in stretches if s.covers(day) for words in s.words)


def _intervals(on: Bearing) -> Iterator[Interval]:
    """The table at each day on which it may change; neighbours that agree are one."""
    days = sorted(_breakpoints(on))
    before = days[0] - _DAY if days else _ANY
    first: date | None = None
    standing = stand(on, before)
    for day in days:
        found = stand(on, day)
        if found != standing:
            yield Interval.of(standing, first, day - _DAY)
            first, standing = day, found
    yield Interval.of(standing, first, None)


def _breakpoints(on: Bearing) -> set[date]:
    """Every first day of something, and every day behind a last one."""
    stretches = (
        *on.extensions,
        *on.extensions_unresolved,
        *on.suspensions,
        *on.candidates,
        *on.changes,
        *on.confirmations,
        *((on.presumed,) if on.presumed else ()),
    )
    firsts = [
        on.made,
        on.not_before,
        on.known_from,
        on.beginning.first,
        on.beginning.certain,
        *(ending.first for ending in on.endings),
        *(s.first for s in stretches),
    ]
    lasts = [
        *(term.certain for term in on.terms),
        *(term.last for term in on.terms),
        *(s.last for s in stretches),
    ]
    days = {day for day in firsts if day} | {d + _DAY for d in lasts if d and d < date.max}
    return {day for day in days if day > date.min + _DAY}


def _conflicts(on: Bearing) -> Iterator[Problem]:
    """继续有效 said of what had ended."""
    for said in on.confirmations:
        if said.first and (ended := _ended_before(on, said.first)):
            yield Problem("CONFIRMED_AFTER_END", say("宣布继续有效时已经%(ended)s", ended=ended))


def _ended_before(on: Bearing, day: date) -> Saying | None:
    if any(ending.first <= day for ending in on.endings):
        return say("废止或宣布失效")
    for term in on.terms:
        if term.last and term.last < day and not _covering(on.extensions, day):
            return say("超过有效期")
    return None
