"""What somebody may be about to type: words, titles, numbers and organs; pure.

What was typed is looked for in long strings of all that can be suggested, a line each: as it is
written, by the initials of its pinyin, and by its pinyin in full, from a syllable's beginning on.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, islice

from archive.search_form import search_form

MOST = 8
_LOOKED_AT = 400
"""Places where the typed text stands that are looked at, in each string."""
_OF_ONE_SORT = 4
LONGEST = 60
"""Characters typed; nobody who has typed more waits for a suggestion."""
# gxq, gaoxinqu, g'xq: nothing but Latin letters
_LATIN = re.compile(r"[a-z']{1,40}")

Spell = Callable[[str], Sequence[str]]
"""A text in ``search_form`` → a syllable a character."""


class Sort(StrEnum):
    """What is suggested."""

    TERM = "term"
    TITLE = "title"
    NUMBER = "number"
    ISSUER = "issuer"


_SORTS = {
    True: (Sort.NUMBER, Sort.TERM, Sort.TITLE, Sort.ISSUER),
    False: (Sort.TERM, Sort.TITLE, Sort.ISSUER, Sort.NUMBER),
}
"""In which order they are suggested, with figures typed and without."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing to search for."""

    sort: Sort
    text: str
    count: int = 1
    """In how many clauses a term stands; how many notices an organ has."""
    work: str | None = None
    """The id of the notice that bears the title or the number."""


class Suggestions:
    """All that can be suggested, ready to be asked; threads may share it."""

    def __init__(self, known: Iterable[Suggestion], spell: Spell) -> None:
        every = [*known]
        self._of = {
            sort: _OfSort((one for one in every if one.sort is sort), spell) for sort in Sort
        }

    def of(self, typed: str, most: int = MOST) -> tuple[Suggestion, ...]:
        """The likeliest, those first that begin with it; nothing for nothing."""
        needle = search_form(typed)
        if not needle or len(needle) > LONGEST:
            return ()
        letters = needle.replace("'", "") if _LATIN.fullmatch(needle) else ""
        begin: list[Suggestion] = []
        hold: list[Suggestion] = []
        for sort in _SORTS[any(character.isdigit() for character in needle)]:
            for one, begins in self._of[sort].likeliest(needle, letters):
                (begin if begins else hold).append(one)
        once = {one.text: one for one in reversed((*begin, *hold))}
        return tuple(reversed(once.values()))[:most]


class _OfSort:
    """All suggestions of one sort, the most frequent and the shortest first."""

    def __init__(self, known: Iterable[Suggestion], spell: Spell) -> None:
        self._known = sorted(known, key=lambda one: (-one.count, len(one.text), one.text))
        forms = [search_form(one.text) for one in self._known]
        spelt = [
            [syllable for syllable in spell(form) if syllable]
            for one, form in zip(self._known, forms, strict=True)
            if one.sort is not Sort.NUMBER
        ]
        self._plain = _Lines(forms)
        self._initials = _Lines([[syllable[0] for syllable in line] for line in spelt])
        self._syllables = _Lines(spelt)

    def likeliest(self, needle: str, letters: str) -> Iterator[tuple[Suggestion, bool]]:
        """Some that have it, and whether they begin with it; those that do first."""
        asked = [(self._plain, needle)]
        asked += [(self._initials, letters), (self._syllables, letters)] if letters else []
        found: dict[int, bool] = {}
        for lines, sought in asked:
            for place in islice(lines.holding(sought), _LOOKED_AT):
                found.setdefault(place, False)
            found |= dict.fromkeys(islice(lines.beginning(sought), _LOOKED_AT), True)
        ranked = sorted(found.items(), key=lambda item: (not item[1], item[0]))
        said: set[str] = set()
        for place, begins in ranked:
            one = self._known[place]
            if one.text not in said:
                said.add(one.text)
                yield one, begins
            if len(said) == _OF_ONE_SORT:
                return


class _Lines:
    """Strings one behind the other, searched as one."""

    def __init__(self, lines: Sequence[Sequence[str]]) -> None:
        """Each line as the pieces at whose beginnings something may begin."""
        joined = ["".join(line) for line in lines]
        self._text = "\n".join(("", *joined, ""))
        self._starts = [0, *accumulate(len(line) + 1 for line in joined)]
        marks = ("".join("|" + " " * (len(piece) - 1) for piece in line) for line in lines)
        self._marks = "\n".join(("", *marks, ""))

    def beginning(self, needle: str) -> Iterator[int]:
        """The place of each that begins with it."""
        at = self._text.find(f"\n{needle}")
        while at >= 0:
            yield bisect_right(self._starts, at) - 1
            at = self._text.find(f"\n{needle}", at + 1)

    def holding(self, needle: str) -> Iterator[int]:
        """The place of each that has it somewhere, where one of its pieces begins."""
        at = self._text.find(needle)
        while at >= 0:
            if self._marks[at] == "|":
                yield bisect_right(self._starts, at - 1) - 1
            at = self._text.find(needle, at + 1)
