"""How a component numbers its units: which numbering runs on, and where it stumbles. Pure.

Numbers are what the labels print. A level's numbering either begins anew under each parent or runs
on through all of them (1.…20. across four sections); which, is told from this text alone. Gaps,
repetitions and late beginnings are reported, never mended. Source: DOMAIN.md §3.2, §3.3.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from archive.notice.model import Component, Section, SectionKind

_RUNNING = (SectionKind.ARTICLE,)
"""Kinds whose numbers run on through a whole component, whatever stands above them."""
_LISTS = (SectionKind.LIST_ITEM, SectionKind.ITEM, SectionKind.POINT)
"""Kinds of which several lists may stand behind each other under one parent."""
_NUMBERED = (
    *(SectionKind.PART, SectionKind.CHAPTER, SectionKind.SECTION),
    *(SectionKind.LEVEL, *_RUNNING, *_LISTS),
)

Number = tuple[int, ...]
Group = tuple[Section, ...]


class Scope(StrEnum):
    """How far a level's numbering reaches."""

    RESET = "reset"
    CONTINUOUS = "continuous"


class Anomaly(NamedTuple):
    """One place where the printed numbers stumble."""

    key: str
    message: str


def scopes(component: Component) -> dict[str, Scope]:
    """``l2`` → whether the second level begins anew under each parent or runs on.

    A level that stands under one parent only says neither and is left out.
    """
    return _scopes(_groups(component))


def _scopes(groups: Iterable[Group]) -> dict[str, Scope]:
    found: dict[str, Scope] = {}
    for name, several in _levels(groups).items():
        runs_on = sum(_follows(a[-1], b[0]) for a, b in pairwise(several))
        begins = sum(_first(group[0]) for group in several[1:])
        if runs_on or begins:
            found[name] = Scope.CONTINUOUS if runs_on > begins else Scope.RESET
    return found


def anomalies(component: Component) -> Iterator[Anomaly]:
    """Every gap, repetition and late beginning, in the order of the kinds."""
    groups = tuple(_groups(component))
    continuous = {name for name, scope in _scopes(groups).items() if scope is Scope.CONTINUOUS}
    running: dict[str, Section] = {}
    for group in groups:
        first, name = group[0], _name(group[0])
        before = running.get(name) if name in continuous or first.kind in _RUNNING else None
        yield from _beginning(first, before)
        for a, b in pairwise(group):
            if not _follows(a, b):
                yield from _step(a, b)
        running[name] = group[-1]


def _beginning(first: Section, before: Section | None) -> Iterator[Anomaly]:
    if before is not None:
        yield from _step(before, first)
    elif not _first(first):
        yield Anomaly(first.key, f"编号从“{first.label}”开始，按原文保留")


def _step(a: Section, b: Section) -> Iterator[Anomaly]:
    if _follows(a, b) or (b.kind in _LISTS and _first(b)):
        return
    if a.number == b.number:
        yield Anomaly(b.key, f"“{b.label}”编号重复，按原文保留")
    elif _first(b):
        yield Anomaly(b.key, f"编号在“{b.label}”重新开始，按原文保留")
    else:
        yield Anomaly(b.key, f"“{a.label}”之后是“{b.label}”，编号不连续，按原文保留")


def _follows(a: Section, b: Section) -> bool:
    """第五条 → 第六条, 第五条之一; 第五条之一 → 第六条; 1.2 → 1.3."""
    one, other = a.number or (0,), b.number or (0,)
    if len(one) == len(other) == 1:
        return other[0] == one[0] + 1
    if other[:-1] == one[:-1] and other[-1] == one[-1] + 1:
        return True
    if b.kind is SectionKind.LEVEL:  # decimals: 1.9 → 2.1 belongs to other parents
        return len(other) > 1 and one[:-1] != other[:-1] and other[-1] == 1
    return other == (*one, 1) or (len(one) > 1 and other == (one[0] + 1,))


def _first(section: Section) -> bool:
    return _number(section)[-1] == 1


def _number(section: Section) -> Number:
    return section.number or (0,)


def _name(section: Section) -> str:
    """``l2`` of ``main-1/l1-3/l2-5``: the kind, and for levels how deep among levels."""
    return section.key.rsplit("/", 1)[-1].split("-")[0]


def _levels(groups: Iterable[Group]) -> dict[str, list[Group]]:
    """The groups of each level that has more than one."""
    found: dict[str, list[Group]] = {}
    for group in groups:
        if group[0].kind is SectionKind.LEVEL:
            found.setdefault(_name(group[0]), []).append(group)
    return {name: several for name, several in found.items() if len(several) > 1}


def _groups(component: Component) -> Iterator[Group]:
    """Numbered siblings of one kind, in reading order."""
    stack: list[tuple[Section, ...]] = [component.sections]
    while stack:
        siblings = stack.pop()
        by_kind: dict[SectionKind, list[Section]] = {}
        for section in siblings:
            if section.number:
                by_kind.setdefault(section.kind, []).append(section)
        if by_kind:
            yield from (tuple(by_kind[kind]) for kind in _NUMBERED if kind in by_kind)
        stack += [section.children for section in reversed(siblings) if section.children]
