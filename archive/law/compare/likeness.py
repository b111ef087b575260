"""How much of their words two units share, and which pairs are worth asking about.

Words are taken as pairs of neighbouring characters, each weighed by how rare it is in the two
texts, so that 由县级以上人民政府…处…罚款 makes no two articles alike.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from heapq import nlargest
from math import log
from operator import add

_COMMON = 20
"""Pairs of characters that stand in more units than this bring no two together."""
_FEW = 12
"""Rarest pairs of a unit that bring others to it even if all of its pairs are common."""
_NEAREST = 8
"""Candidates of a unit, at most."""
_UNIT = 1000
"""Weights count in thousandths."""


def grams(words: str) -> frozenset[str]:
    """Neighbouring characters; of a single one, itself."""
    if len(words) < 2:
        return frozenset((words,) if words else ())
    return frozenset(map(add, words, words[1:]))


class Likeness:
    """Two lists of units' words, compared pair by pair; the same whichever is called old."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        self.old = [grams(words) for words in old]
        self.new = [grams(words) for words in new]
        counts = [Counter(gram for unit in side for gram in unit) for side in (self.old, self.new)]
        size = max(len(old), len(new), 1)
        # Whole numbers: sums of others depend on the order in a set, which every process mixes.
        self._weights = {
            gram: round(_UNIT * log(1 + size / max(counts[0][gram], counts[1][gram])))
            for gram in counts[0].keys() | counts[1].keys()
        }
        self._likes: dict[tuple[int, int], float] = {}
        self.old_weight = [self.weight(unit) for unit in self.old]
        self.new_weight = [self.weight(unit) for unit in self.new]

    def weight(self, unit: Iterable[str]) -> int:
        """Of all the pairs of characters together."""
        return sum(map(self._weights.__getitem__, unit))

    def shared(self, old: int, new: int) -> int:
        """The weight of what both have."""
        return self.weight(self.old[old] & self.new[new])

    def like(self, old: int, new: int) -> float:
        """From 0 to 1: twice what is shared in what both have together."""
        # Each round of the alignment asks again about most pairs.
        known = self._likes.get((old, new))
        if known is None:
            together = self.old_weight[old] + self.new_weight[new]
            known = 2 * self.shared(old, new) / together if together else 1.0
            self._likes[old, new] = known
        return known

    def candidates(self, old: Sequence[int], new: Sequence[int]) -> set[tuple[int, int]]:
        """Pairs that share rare characters: each unit's nearest, of both sides."""
        postings: dict[str, list[int]] = defaultdict(list)
        for at in new:
            for gram in self.new[at]:
                postings[gram].append(at)
        standing = frozenset(postings)
        rank = {
            gram: at
            for at, gram in enumerate(
                sorted(postings, key=lambda gram: (len(postings[gram]), gram))
            )
        }
        telling = frozenset(gram for gram, places in postings.items() if len(places) <= _COMMON)
        nearest: set[tuple[int, int]] = set()
        backwards: dict[int, dict[int, int]] = defaultdict(dict)
        step = len(self.new) / max(len(self.old), 1)
        for at in old:
            rare: Collection[str] = self.old[at] & telling
            if len(rare) < _FEW:
                known = self.old[at] & standing
                rare = sorted(known, key=rank.__getitem__)[:_FEW]
            scores: dict[int, int] = defaultdict(int)
            for gram in rare:
                weight = self._weights[gram]
                for other in _around(postings[gram], at * step):
                    scores[other] += weight
            nearest.update((at, other) for other in _best(scores, at * step))
            for other, score in scores.items():
                backwards[other][at] = score
        nearest.update(
            (at, other)
            for other, scores in backwards.items()
            for at in _best(scores, other / step if step else 0)
        )
        return nearest


def _around(places: Sequence[int], middle: float) -> Sequence[int]:
    """Of very many places those next to the middle; they rise."""
    if len(places) <= 2 * _COMMON:
        return places
    at = bisect_left(places, middle)
    start = max(0, min(at - _COMMON, len(places) - 2 * _COMMON))
    return places[start : start + 2 * _COMMON]


def _best(scores: dict[int, int], middle: float) -> list[int]:
    """Of what is as like, the nearest in the order: rows and lists may hardly differ."""
    if len(scores) <= _NEAREST:
        return list(scores)
    # Most are out by their score alone, which is cheaper to sort.
    least = sorted(scores.values())[-_NEAREST]
    liked = [(score, -abs(at - middle), -at) for at, score in scores.items() if score >= least]
    nearest = nlargest(_NEAREST, liked)
    return [-at for _, _, at in nearest]
