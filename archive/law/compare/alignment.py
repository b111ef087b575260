"""Which units of two texts are the same: by their words, wherever they stand and whatever number.

1. Units with the very same words; where several have them, those with the same label first.
2. The globally best one-to-one assignment of the rest among pairs that are like enough; the same
   label, heading above and place in the order count in a pair's favour.
3. The same with what is left, on less likeness: least between neighbours that kept their order.
4. Splits and merges: what one unit says, said by several together.

Source: DOMAIN.md §8; the thresholds are measured (``tests/quality/compare.py``).
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from archive.law.compare.divisions import Side, divided
from archive.law.compare.layout import same
from archive.law.compare.likeness import Likeness
from archive.law.compare.matching import assign
from archive.law.compare.units import Placed, Text

LIKE = 0.5
"""Pairs this much alike are the same unit, wherever they stand."""
LIKE_IN_PLACE = 0.2
"""The same for what is left between two neighbours that kept their order."""
LIKE_ELSEWHERE = 0.25
"""The same for what is left anywhere else."""
WEAK = 0.3
"""Pairs less alike give way to a unit that the other is nearly all of."""
SAME_LABEL = 0.6
"""From here on the same label counts in a pair's favour; between neighbours that kept their order
it always does."""
_LABEL_GAIN = 0.1
_ABOVE_GAIN = 0.05
_PLACE_GAIN = 0.1

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Group:
    """Units that are one: one of each side, or several of one side where split or merged."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    likeness: float
    is_moved: bool = False


def align(old: Text, new: Text) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
    """Every unit of both texts in exactly one group, and every piece of structure likewise.

    Guarantees: with the sides swapped, the same groups with their sides swapped.
    """
    # Ties are decided by what comes first: the texts' words say which is first, not the caller.
    if _words(new) < _words(old):
        groups, structure = _align(new, old)
        return _swapped(groups), _swapped(structure)
    return _align(old, new)


def _words(text: Text) -> list[str]:
    return [placed.words for placed in text.units]


def _swapped(groups: Iterable[Group]) -> tuple[Group, ...]:
    return tuple(replace(group, old=group.new, new=group.old) for group in groups)


def _align(old: Text, new: Text) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
    units = _Aligner(old.units, new.units)
    pairs = units.pairs()
    structure = _align_structure(old, new, pairs)
    same_above = {(group.old[0], group.new[0]) for group in structure if group.old and group.new}
    groups = units.groups(pairs)
    moved = _moved(old, new, groups, same_above)
    return tuple(_flag(groups, moved)), structure


class _Aligner:
    def __init__(self, old: Sequence[Placed], new: Sequence[Placed]) -> None:
        self.old, self.new = old, new
        self.likeness = Likeness([one.words for one in old], [one.words for one in new])

    def pairs(self) -> dict[int, int]:
        """Old → new, one to one."""
        found = dict(_same_words(self.old, self.new))
        found |= self._best(found, LIKE, LIKE)
        return found | self._best(found, LIKE_IN_PLACE, LIKE_ELSEWHERE)

    def _best(self, found: dict[int, int], in_place: float, elsewhere: float) -> dict[int, int]:
        """The best assignment of what is left, on so much likeness in its place or out of it.

        In its place is a pair that stands between the same neighbours which kept their order.
        """
        places = _places(found, len(self.old), len(self.new))
        taken = set(found.values())
        rest_old = [at for at in range(len(self.old)) if at not in found]
        rest_new = [at for at in range(len(self.new)) if at not in taken]
        near = self.likeness.candidates(rest_old, rest_new)
        near |= set(_same_labels(self.old, self.new, rest_old, rest_new))
        if in_place < elsewhere:
            near |= _neighbours(rest_old, rest_new, places)
        edges: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for a, b in sorted(near):
            is_in_place = places[0][a] == places[1][b]
            like = self.likeness.like(a, b)
            if like >= (in_place if is_in_place else elsewhere):
                edges[a].append((b, self._gain(a, b, like, is_in_place=is_in_place)))
        return assign(edges)

    def _gain(self, a: int, b: int, like: float, *, is_in_place: bool) -> float:
        one, other = self.old[a], self.new[b]
        gain = like + _PLACE_GAIN * is_in_place
        if (like >= SAME_LABEL or is_in_place) and _label(one) and _label(one) == _label(other):
            gain += _LABEL_GAIN
        if one.unit.path[-1:] == other.unit.path[-1:]:
            gain += _ABOVE_GAIN
        return gain

    def groups(self, pairs: dict[int, int]) -> list[Group]:
        """The pairs, split and merged units, and what stands alone."""
        split = self._several(pairs, is_split=True)
        back = {b: a for a, b in pairs.items()}
        merged = self._several(back, is_split=False)
        groups: list[Group] = []
        used_old: set[int] = set()
        used_new: set[int] = set()
        for is_split, one, parts in sorted(
            [(True, one, parts) for one, parts in split.items()]
            + [(False, one, parts) for one, parts in merged.items()],
            key=lambda found: (-len(found[2]), not found[0], found[1]),
        ):
            olds, news = ((one,), parts) if is_split else (parts, (one,))
            if used_old.isdisjoint(olds) and used_new.isdisjoint(news):
                used_old.update(olds)
                used_new.update(news)
                groups.append(Group(olds, news, self._together(olds, news)))
        for a, b in pairs.items():
            if a not in used_old and b not in used_new:
                used_old.add(a)
                used_new.add(b)
                groups.append(Group((a,), (b,), round(self.likeness.like(a, b), 4)))
        groups += [Group((a,), (), 0.0) for a in range(len(self.old)) if a not in used_old]
        groups += [Group((), (b,), 0.0) for b in range(len(self.new)) if b not in used_new]
        return groups

    def _several(self, pairs: dict[int, int], *, is_split: bool) -> dict[int, tuple[int, ...]]:
        """One unit of this side → the several of the other that say together what it says."""
        likeness = self.likeness
        old = Side([one.words for one in self.old], likeness.old, likeness.old_weight)
        new = Side([one.words for one in self.new], likeness.new, likeness.new_weight)
        whole, parts = (old, new) if is_split else (new, old)
        taken = set(pairs.values()) - self._weakly(pairs, is_split=is_split)
        free = [at for at in range(len(parts.words)) if at not in taken]
        everyone = range(len(whole.words))
        if is_split:
            near = likeness.candidates(everyone, free)
        else:
            near = {(b, a) for a, b in likeness.candidates(free, everyone)}
        return divided(whole, parts, pairs, near, likeness)

    def _weakly(self, pairs: dict[int, int], *, is_split: bool) -> set[int]:
        """Parts that are hardly like their counterpart: another may hold all that they say."""
        likeness = self.likeness
        return {
            part
            for whole, part in pairs.items()
            if (likeness.like(whole, part) if is_split else likeness.like(part, whole)) < WEAK
        }

    def _together(self, olds: Iterable[int], news: Iterable[int]) -> float:
        likeness = self.likeness
        one = frozenset().union(*(likeness.old[at] for at in olds))
        other = frozenset().union(*(likeness.new[at] for at in news))
        whole = likeness.weight(one) + likeness.weight(other)
        return round(2 * likeness.weight(one & other) / whole, 4) if whole else 1.0


_MOST_IN_PLACE = 10_000
"""Pairs weighed in one gap."""


def _same_words(old: Sequence[Placed], new: Sequence[Placed]) -> Iterator[Pair]:
    """Units with the very same words: those with the same label too, then in order."""
    here: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, placed in enumerate(old):
        here[placed.kind, placed.words].append(at)
    there: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, placed in enumerate(new):
        there[placed.kind, placed.words].append(at)
    for words, olds in here.items():
        news = there.get(words, [])
        by_label = {_label(new[at]): at for at in reversed(news)} if len(news) > 1 else {}
        rest: list[int] = []
        used: set[int] = set()
        for at in olds:
            twin = by_label.get(_label(old[at])) if _label(old[at]) else None
            if twin is None or twin in used:
                rest.append(at)
            else:
                used.add(twin)
                yield at, twin
        yield from zip(rest, (at for at in news if at not in used), strict=False)


def _same_labels(
    old: Sequence[Placed], new: Sequence[Placed], olds: Iterable[int], news: Iterable[int]
) -> Iterator[Pair]:
    """Pairs of one label under one heading, by turns where there are several."""
    there: dict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
    for b in reversed([*news]):
        there[_label(new[b]), new[b].unit.path[-1:]].append(b)
    for a in olds:
        rivals = there[_label(old[a]), old[a].unit.path[-1:]]
        if rivals:
            yield a, rivals.pop()


def _label(placed: Placed) -> str:
    return _same(placed.unit.label or "")


_same = lru_cache(8192)(same)
"""For labels, about which every pair that is weighed asks."""


def _places(pairs: dict[int, int], olds: int, news: int) -> tuple[list[int], list[int]]:
    """For each unit of both, how many pairs that keep the order stand before it."""
    kept = _in_one_order(sorted(pairs.items()), [1] * len(pairs))
    counted: tuple[list[int], list[int]] = ([], [])
    for side, size in enumerate((olds, news)):
        fixed = {pair[side] for pair in kept}
        count = 0
        for at in range(size):
            counted[side].append(count)
            count += at in fixed
    return counted


def _neighbours(
    olds: Iterable[int], news: Iterable[int], places: tuple[list[int], list[int]]
) -> set[Pair]:
    """All pairs of what is left between the same two neighbours, unless that is very much."""
    there: dict[int, list[int]] = defaultdict(list)
    for b in news:
        there[places[1][b]].append(b)
    here: dict[int, list[int]] = defaultdict(list)
    for a in olds:
        here[places[0][a]].append(a)
    return {
        (a, b)
        for place, left in here.items()
        if len(left) * len(there[place]) <= _MOST_IN_PLACE
        for a in left
        for b in there[place]
    }


def _in_one_order(pairs: Sequence[Pair], weights: Sequence[float]) -> list[Pair]:
    """The heaviest run of pairs, given in the order of the old, that keeps that of the new too."""
    ends: list[int] = []
    """New places, rising, each the end of a run; beside it the run's weight, rising as well."""
    totals: list[float] = []
    runs: list[int] = []
    before: list[int] = []
    for at, (pair, weight) in enumerate(zip(pairs, weights, strict=True)):
        place = bisect_left(ends, pair[1])
        total = weight + (totals[place - 1] if place else 0.0)
        before.append(runs[place - 1] if place else -1)
        stop = place
        while stop < len(ends) and totals[stop] <= total:
            stop += 1
        ends[place:stop] = [pair[1]]
        totals[place:stop] = [total]
        runs[place:stop] = [at]
    kept: list[Pair] = []
    at = runs[-1] if runs else -1
    while at >= 0:
        kept.append(pairs[at])
        at = before[at]
    return kept[::-1]


def _align_structure(old: Text, new: Text, pairs: dict[int, int]) -> tuple[Group, ...]:
    """Chapters and their like: by what stands in them, and by their headings."""
    common: Counter[Pair] = Counter()
    sizes: list[Counter[int]] = [Counter(), Counter()]
    for a, b in pairs.items():
        above = (old.units[a].above, new.units[b].above)
        common.update((x, y) for x in above[0] for y in above[1])
    for side, text in enumerate((old, new)):
        for placed in text.units:
            sizes[side].update(placed.above)
    likeness = Likeness([one.words for one in old.structure], [one.words for one in new.structure])
    everything = (range(len(old.structure)), range(len(new.structure)))
    near = likeness.candidates(*everything) | common.keys()
    edges: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for x, y in sorted(near):
        one, other = old.structure[x], new.structure[y]
        if (one.kind == "component") != (other.kind == "component"):
            continue
        filled = sizes[0][x] + sizes[1][y]
        inside = 2 * common[x, y] / filled if filled else 0.0
        like = likeness.like(x, y)
        gain = (like + inside) / 2 + (_LABEL_GAIN if _label(one) == _label(other) else 0)
        if like >= LIKE or inside >= LIKE:
            edges[x].append((y, gain + _ABOVE_GAIN * (one.kind == other.kind)))
    found = assign(edges)
    taken = set(found.values())
    groups = [Group((x,), (y,), round(likeness.like(x, y), 4)) for x, y in found.items()]
    groups += [Group((x,), (), 0.0) for x in everything[0] if x not in found]
    groups += [Group((), (y,), 0.0) for y in everything[1] if y not in taken]
    return tuple(groups)


def _moved(
    old: Text, new: Text, groups: Sequence[Group], same_above: set[Pair]
) -> set[tuple[int, int]]:
    """Pairs that stand at another place of the order, or under another heading."""
    single = [group for group in groups if len(group.old) == len(group.new) == 1]
    pairs = sorted((group.old[0], group.new[0]) for group in single)
    weights = [_steadiness(old.units[a], new.units[b]) for a, b in pairs]
    moved = set(pairs) - set(_in_one_order(pairs, weights))
    home = _homes(old, new, pairs)
    for a, b in pairs:
        x, y = old.units[a].above[-1:], new.units[b].above[-1:]
        if x and y and (x[0], y[0]) not in same_above and (x[0], y[0]) not in home:
            moved.add((a, b))
    return moved


def _steadiness(one: Placed, other: Placed) -> float:
    """Of two that changed places, the longer, and the one that kept its label, stayed."""
    kept = 0.25 if _label(one) and _label(one) == _label(other) else 0.0
    return 1 + kept + min(len(one.words), len(other.words)) / 100_000


def _homes(old: Text, new: Text, pairs: Sequence[Pair]) -> set[Pair]:
    """Headings of which most of what one holds stands in the other: a chapter that was divided."""
    common: Counter[Pair] = Counter()
    totals: list[Counter[int]] = [Counter(), Counter()]
    for a, b in pairs:
        x, y = old.units[a].above[-1:], new.units[b].above[-1:]
        if x and y:
            common[x[0], y[0]] += 1
            totals[0][x[0]] += 1
            totals[1][y[0]] += 1
    return {
        (x, y)
        for (x, y), count in common.items()
        if 2 * count > totals[0][x] or 2 * count > totals[1][y]
    }


def _flag(groups: Iterable[Group], moved: set[Pair]) -> Iterator[Group]:
    for group in groups:
        if len(group.old) == len(group.new) == 1 and (group.old[0], group.new[0]) in moved:
            yield replace(group, is_moved=True)
        else:
            yield group
