"""Agency codes that the table lacks, learnt from notices that print number and issuer: pure.

Only a document that shows both teaches; what is learnt is a proposal for a person, never used by
itself: codes collide, and an office may number for its government. Source: DOMAIN.md §4.3.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from archive.notice.match import squeeze
from archive.notice.number import agency_codes, parse_number


@dataclass(frozen=True, slots=True)
class Proposal:
    """A row that the table of agency codes may get."""

    code: str
    organs: tuple[str, ...]
    """Whoever used the code, most often first; more than one makes it ambiguous."""
    evidence: tuple[str, ...]
    """The numbers of the notices that show it, three at most."""
    count: int
    known_as: str | None
    """The organ that the table already gives, where the notices name another."""


def proposals(shown: Iterable[tuple[str, tuple[str, ...]]]) -> tuple[Proposal, ...]:
    """What (number, issuers) pairs teach, the most often shown first.

    Joint documents bear the number of the first organ. A code that the table has with that organ
    teaches nothing.
    """
    uses: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for printed, issuers in shown:
        number = parse_number(printed)
        if number and issuers and not number.is_order and not number.is_minutes:
            uses[number.code][issuers[0]].append(number.canonical)
    found = [_proposal(code, organs) for code, organs in uses.items()]
    return tuple(sorted(filter(None, found), key=lambda p: (-p.count, p.code)))


def _proposal(code: str, organs: dict[str, list[str]]) -> Proposal | None:
    row = agency_codes().get(code)
    if row and (row.ambiguous or {squeeze(organ) for organ in organs} == {squeeze(row.organ)}):
        return None
    ranked = sorted(organs, key=lambda organ: (-len(organs[organ]), organ))
    numbers = sorted({number for organ in ranked for number in organs[organ]})
    return Proposal(
        code,
        tuple(ranked),
        tuple(numbers[:3]),
        sum(len(found) for found in organs.values()),
        row.organ if row else None,
    )
