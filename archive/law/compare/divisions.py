"""One unit that several say together: splits and, with the sides exchanged, merges.

Each sentence of the one goes to the part that has most of it. A part that only shares the subject's
vocabulary gets none; one that took over a 款, or a few sentences, gets those. Source: DOMAIN.md §8.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from archive.law.compare.likeness import Likeness, grams

COVERED = 0.4
"""Of what the one says, by all its parts together."""
PART = 0.3
"""Of what a part says, by the sentences that it has of the one."""
SHARE = 0.12
"""Of what the one says, by each part's sentences."""

# …。…；
_SENTENCE = re.compile(r"[^。;]+[。;]*")

Grams = frozenset[str]


@dataclass(frozen=True, slots=True)
class Side:
    """One side's units: their words, pairs of characters, and weights."""

    words: Sequence[str]
    grams: Sequence[Grams]
    weights: Sequence[int]


def divided(
    whole: Side,
    parts: Side,
    pairs: Mapping[int, int],
    near: Iterable[tuple[int, int]],
    likeness: Likeness,
) -> dict[int, tuple[int, ...]]:
    """Unit of ``whole`` → two or more units of ``parts``, each part in one of them at most.

    ``pairs`` are the counterparts found, whole → part; ``near`` the pairs worth asking about.
    """
    divider = _Divider(whole, parts, likeness)
    best: dict[int, tuple[float, int]] = {}
    for one, part in sorted(near):
        share = divider.share(one, part, [pairs[one]] if one in pairs else [])
        if share and (part not in best or (share, -one) > best[part]):
            best[part] = share, -one
    wanted: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for part, (share, one) in best.items():
        wanted[-one].append((-share, part))
    found: dict[int, tuple[int, ...]] = {}
    for one, several in wanted.items():
        chosen = [pairs[one]] if one in pairs else []
        for _, part in sorted(several):
            if divider.share(one, part, chosen):
                chosen.append(part)
        if len(chosen) > 1 and divider.covers(one, chosen):
            found[one] = tuple(sorted(chosen))
    return found


class _Divider:
    def __init__(self, whole: Side, parts: Side, likeness: Likeness) -> None:
        self._whole, self._parts, self._likeness = whole, parts, likeness
        self._sentences: dict[int, list[tuple[Grams, float]]] = {}
        self._weights: dict[tuple[int, int], list[int]] = {}

    def share(self, one: int, part: int, others: Sequence[int]) -> float:
        """How much of both is in the sentences that ``part`` has more of than the others have.

        Nought where it is too little.
        """
        mine = self._parts.grams[part]
        taken: set[str] = set()
        had = [self._had(one, rival) for rival in others]
        for at, (sentence, weight) in enumerate(self._sentences_of(one)):
            most = max((weights[at] for weights in had), default=-1)
            # What another has whole is not looked at: nobody has more of it.
            if most < weight:
                common = sentence & mine
                if common and (most < 0 or most < self._likeness.weight(common)):
                    taken |= common
        return self._share_of(taken, one, part)

    def _had(self, one: int, part: int) -> list[int]:
        """How much of each sentence a part has."""
        if (one, part) not in self._weights:
            mine = self._parts.grams[part]
            self._weights[one, part] = [
                self._likeness.weight(sentence & mine) for sentence, _ in self._sentences_of(one)
            ]
        return self._weights[one, part]

    def _share_of(self, taken: Iterable[str], one: int, part: int) -> float:
        weight = self._likeness.weight(taken)
        of_part = weight / self._parts.weights[part] if weight else 0.0
        of_one = weight / self._whole.weights[one] if weight else 0.0
        return of_part + of_one if of_part >= PART and of_one >= SHARE else 0.0

    def covers(self, one: int, parts: Iterable[int]) -> bool:
        """Whether the parts say enough of it together."""
        together = frozenset[str]().union(*(self._parts.grams[at] for at in parts))
        covered = self._likeness.weight(self._whole.grams[one] & together)
        return covered >= COVERED * self._whole.weights[one]

    def _sentences_of(self, one: int) -> list[tuple[Grams, float]]:
        """Their pairs of characters, and the most that a part can have of them."""
        if one not in self._sentences:
            weigh = self._likeness.weight
            # A single character is no pair of the whole, so it may have no weight.
            self._sentences[one] = [
                (said := grams(sentence), weigh(said) if len(sentence) > 1 else inf)
                for sentence in _SENTENCE.findall(self._whole.words[one])
            ]
        return self._sentences[one]
