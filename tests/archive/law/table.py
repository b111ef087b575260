"""The decision table read a second time, for one day, by nothing that the archive uses.

For works of one component without a draft; slow, plain, row by row. Source: DOMAIN.md §5.3, §10.
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from archive.law.graph import Edge, WorkFacts
from archive.notice.model import ClaimType, Normativity

_MONTHS = {"1年": 12, "两年": 24, "6个月": 6}
_SURE = ("ASSERTED", "CONFIRMED")


def status_by_table(work: WorkFacts, incoming: Sequence[Edge], day: date) -> str:
    made = work.date_signed
    edges = [e for e in incoming if e.effect is not None]

    def sure(*types: ClaimType, scope: str = "WHOLE") -> list[Edge]:
        return [e for e in edges if e.type in types and e.assertion in _SURE and e.scope == scope]

    def open_(*types: ClaimType) -> list[Edge]:
        return [
            e for e in edges if e.type in types and e.assertion not in _SURE and e.scope == "WHOLE"
        ]

    ends = (ClaimType.REPEALS, ClaimType.DECLARES_EXPIRED)
    late_enough = [e for e in sure(*ends) if made is None or e.effect >= made]
    effect, is_stated = _effect(work)
    certain, last = _term(work, effect or made)
    prolonged = any(e.effect <= day <= e.until for e in sure(ClaimType.EXTENDS_VALIDITY))
    perhaps = any(e.effect <= day <= e.until for e in open_(ClaimType.EXTENDS_VALIDITY))

    found = [
        (
            e.effect,
            e.type is not ClaimType.REPEALS,
            "REPEALED" if e.type is ClaimType.REPEALS else "EXPIRED",
        )
        for e in late_enough
        if e.effect <= day
    ]
    confirmed = [e.effect for e in sure(ClaimType.CONFIRMS_VALID) if e.effect <= day]
    if last is not None and day > last and not prolonged and not perhaps:
        ran = [
            e.until
            for e in sure(ClaimType.EXTENDS_VALIDITY)
            if e.effect <= e.until and e.until < day
        ]
        over = max([last, *ran]) + timedelta(days=1)
        earlier = [f for f in found if f[0] <= over]
        if not earlier and any(over <= c for c in confirmed):
            return "UNKNOWN"
        found.append((over, True, "EXPIRED"))
    if found:
        return min(found)[2]
    if work.normativity is Normativity.SPECIFIC:
        return "NOT_APPLICABLE"
    if any(
        e.effect <= day and (e.until is None or day <= e.until) for e in sure(ClaimType.SUSPENDS)
    ):
        return "SUSPENDED"
    if made is not None and day < made:
        return "NOT_YET_EFFECTIVE"
    changed = [
        e
        for e in [
            *sure(ClaimType.AMENDS),
            *sure(ClaimType.AMENDS, scope="ARTICLES"),
            *sure(*ends, scope="ARTICLES"),
        ]
        if made is None or e.effect >= made
    ]
    shown = [*changed, *sure(ClaimType.CONFIRMS_VALID), *sure(ClaimType.EXTENDS_VALIDITY)]
    bound = work.not_before or day.min
    known = [effect, work.date_published, *(e.effect for e in shown)]
    if not any(k is not None and k < date(2021, 1, 1) for k in known):
        bound = max(bound, date(2021, 1, 1))  # the number bears the year 2021
    if made is None and day < bound:
        return "NOT_YET_EFFECTIVE"
    if effect is not None and day < effect:
        return "NOT_YET_EFFECTIVE"
    for e in open_(*ends, ClaimType.SUSPENDS):
        settled = any(e.effect <= c.effect <= day for c in sure(ClaimType.CONFIRMS_VALID))
        over = e.until is not None and day > e.until
        too_early = made is not None and e.effect < made
        if e.effect <= day and not settled and not over and not too_early:
            return "UNKNOWN"
    if work.is_stub:
        return "UNKNOWN"
    if certain is not None and day > certain and not prolonged:
        return "UNKNOWN"
    if is_stated and effect is None and not any(e.effect <= day for e in shown):
        return "UNKNOWN"
    exists = [made, work.date_published, *(e.effect for e in shown)]
    if not is_stated and not any(e is not None and e <= day for e in exists):
        return "UNKNOWN"
    if any(e.effect <= day for e in changed):
        return "AMENDED"
    return "EFFECTIVE" if is_stated else "PRESUMED_EFFECTIVE"


def _effect(work: WorkFacts) -> tuple[date | None, bool]:
    claims = [c for c in work.claims if c.type is ClaimType.EFFECTIVE]
    whole = [c for c in claims if c.scope == "WHOLE"] or claims
    if not whole:
        return None, False
    claim = whole[0]
    if claim.date:
        return claim.date, True
    if claim.term == "印发之日":
        return work.date_signed, True
    if work.date_published is None:
        return None, True
    later = timedelta(days=31) if "30日后" in (claim.term or "") else timedelta()
    return work.date_published + later, True


def _term(work: WorkFacts, begins: date | None) -> tuple[date | None, date | None]:
    """The last day that is certain, and the last that may be."""
    claims = [c for c in work.claims if c.type is ClaimType.EXPIRES]
    days = [c.date for c in claims if c.date]
    if days:
        return min(days), max(days)
    if not claims or begins is None:
        return None, None
    ends = []
    for claim in claims:
        months = begins.month - 1 + _MONTHS[claim.term or ""]
        year, month = begins.year + months // 12, months % 12 + 1
        ends.append(date(year, month, min(begins.day, monthrange(year, month)[1])))
    return min(ends) - timedelta(days=1), max(ends)
