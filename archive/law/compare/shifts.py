"""Which part of the old text is which of the new, so that 第八条 → 第九条 can be explained."""

import re
from collections.abc import Iterable

from archive.law.compare.alignment import Group
from archive.law.compare.layout import same
from archive.law.compare.likeness import grams
from archive.law.compare.model import Part, Unit
from archive.law.compare.tokens import Sort, Token
from archive.law.compare.units import Placed, Text
from archive.notice.numerals import NUMERAL, parse_ordinal

# 第一百二十条之一
_ARTICLE = re.compile(rf"第{NUMERAL}条(?:之{NUMERAL})?")
_LIKE = 0.5
"""Share of common pairs of characters from which on two 款 or 项 are the same."""


class Shifts:
    """Asked whether two references name the same part, by key, down to 款 and 项."""

    def __init__(
        self, old: Text, new: Text, units: Iterable[Group], structure: Iterable[Group]
    ) -> None:
        self._same: set[tuple[str, str]] = set()
        self._inside: list[tuple[Unit, Unit]] = []
        for groups, ones, others in (
            (units, old.units, new.units),
            (structure, old.structure, new.structure),
        ):
            for group in groups:
                for a in group.old:
                    for b in group.new:
                        one, other = ones[a].unit, others[b].unit
                        self._same.add((one.key, other.key))
                        self._inside.append((one, other))
        self._numbers = (_articles(old.units), _articles(new.units))
        self._labels = _new_labels(old, new, units)
        self._is_deep = False

    def __call__(self, old: Token, new: Token) -> bool:
        """Whether the two name the same part, under its old and its new number."""
        ones = old.targets or self._by_number(old, 0)
        others = new.targets or self._by_number(new, 1)
        return (
            bool(ones)
            and len(ones) == len(others)
            and all(self._are_same(one, other) for one, other in zip(ones, others, strict=True))
        )

    def renumbered(self, token: Token) -> Token:
        """A token of the old text; a reference as the new numbers would have it.

        So 第十五条和第十六条 agrees with 第十六条和第十七条, where those are the same articles.
        """
        if token.sort is not Sort.REFERENCE:
            return token
        head = _ARTICLE.match(token.same)
        number = parse_ordinal(head[0]) if head else None
        label = self._labels.get(number) if number else None
        return token._replace(same=label + token.same[head.end() :]) if head and label else token

    def _by_number(self, token: Token, side: int) -> tuple[str, ...]:
        """The article of that number, where reading has not said what is meant."""
        number = parse_ordinal(token.same) if token.same.endswith("条") else None
        key = self._numbers[side].get(number) if number else None
        return (key,) if key else ()

    def _are_same(self, one: str, other: str) -> bool:
        if (one, other) in self._same:
            return True
        if not self._is_deep:
            self._is_deep = True
            for old, new in self._inside:
                self._same.update(_same_parts(old, new))
        return (one, other) in self._same


def _new_labels(old: Text, new: Text, groups: Iterable[Group]) -> dict[tuple[int, ...], str]:
    """Number of an old article → the label of the one new article that it became."""
    found: dict[tuple[int, ...], str] = {}
    for group in groups:
        if len(group.old) == len(group.new) == 1:
            one, other = old.units[group.old[0]].unit, new.units[group.new[0]].unit
            number = parse_ordinal(one.label or "") if "条" in (one.label or "") else None
            if number and "条" in (other.label or ""):
                found[number] = same(other.label or "")
    return found


def _articles(units: Iterable[Placed]) -> dict[tuple[int, ...], str]:
    found: dict[tuple[int, ...], str] = {}
    for placed in units:
        number = parse_ordinal(placed.unit.label) if placed.unit.label else None
        if number and "条" in (placed.unit.label or ""):
            found.setdefault(number, placed.unit.key)
    return found


def _same_parts(old: Unit, new: Unit) -> Iterable[tuple[str, str]]:
    """Each part inside and the likest on the other side, if it is like enough."""
    ones = [(part.key, grams(_words(old, part))) for part in old.parts]
    others = [(part.key, grams(_words(new, part))) for part in new.parts]
    for key, left in ones:
        scored = [
            (2 * len(left & right) / max(len(left) + len(right), 1), other)
            for other, right in others
        ]
        like, other = max(scored, default=(0.0, ""))
        if like >= _LIKE:
            yield key, other


def _words(unit: Unit, part: Part) -> str:
    start = part.span[0] + (len(part.label or "") if part.key != unit.key else 0)
    return same(unit.text[start : part.span[1]])
