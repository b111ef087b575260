"""Organs → who took over their duties, and from which day: a dated table with its evidence.

::

    former TAB successor TAB since (ISO) TAB kind TAB evidence

An organ may have several successors, and a successor one of its own. That an organ is gone ends
none of its texts: who took over its duties may end them. Source: DOMAIN.md §5.3.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from archive.notice.match import squeeze

_STATE = "中华人民共和国"
_FORMER = "原"


@dataclass(frozen=True, slots=True)
class Succession:
    """That one organ took over what another did."""

    former: str
    successor: str
    since: date
    """The first day."""
    kind: str
    """职责划入, 更名 …"""
    evidence: str
    who: str | None = None
    """The person who entered it; ``None``: it stands in the table."""


def parse_successions(text: str) -> tuple[Succession, ...]:
    """The rows of the table, oldest first; the first line names the columns."""
    rows = (
        Succession(former, successor, date.fromisoformat(since), kind, evidence)
        for former, successor, since, kind, evidence in (
            line.split("\t") for line in text.splitlines()[1:] if line
        )
    )
    return tuple(sorted(rows, key=order))


def order(row: Succession) -> tuple[date, str, str]:
    """Oldest first, then by name."""
    return (row.since, row.former, row.successor)


@lru_cache(maxsize=1 << 12)
def organ_key(name: str) -> str:
    """What two spellings of one organ's name have in common: 中华人民共和国文化部, 原文化部."""
    return squeeze(name).removeprefix(_STATE).removeprefix(_FORMER)


def following(
    organs: Sequence[str], table: Iterable[Succession], on: date
) -> tuple[Succession, ...]:
    """What became of these organs by that day, and of their successors; oldest first.

    ``table``: oldest first.
    """
    known = {organ_key(name): date.min for name in organs}
    found = []
    for row in table:
        former, successor = organ_key(row.former), organ_key(row.successor)
        if row.since <= on and known.get(former, date.max) <= row.since:
            found.append(row)
            known.setdefault(successor, row.since)
    return tuple(found)


def acting(
    source: Sequence[str], target: Sequence[str], table: Iterable[Succession], on: date
) -> tuple[Succession, ...]:
    """The steps by which an organ of ``source`` came, until that day, to speak for ``target``.

    Nothing where one of them is an organ of ``target`` itself.
    """
    mine = {organ_key(name) for name in source}
    if mine & {organ_key(name) for name in target}:
        return ()
    steps: list[Succession] = []
    for row in reversed(following(target, table, on)):
        if organ_key(row.successor) in mine or any(
            organ_key(row.successor) == organ_key(step.former) for step in steps
        ):
            steps.insert(0, row)
    return tuple(steps)
