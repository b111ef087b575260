"""Two texts of one unit → what was changed from the one to the other, as tokens.

Sentences that stand once in either are fixed points; between them the longest runs of equal tokens
are kept (Ratcliff and Obershelp). Short agreements amid changes are given up, so that a reader sees
phrases and not crumbs.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from archive.law.compare.tokens import Sort, Token

_MOST = 4_000_000
"""Tokens of the one times tokens of the other: more are not looked through for likeness."""
_FIXED = 8
"""Characters of a sentence that may be a fixed point."""
_CRUMB = 2
"""Characters that two changes on both sides swallow, if they are plain words."""
_ENDS = frozenset("。;\n")


class Edit(NamedTuple):
    """Tokens ``old[a:b]`` that ``new[c:d]`` replace; one of the two may be empty."""

    a: int
    b: int
    c: int
    d: int


def edits_of(old: Sequence[Token], new: Sequence[Token]) -> list[Edit]:
    """What differs, in order; between edits the tokens agree one by one.

    Guarantees: with the sides swapped, the same edits with their sides swapped.
    """
    # Of several ways to say it the first is taken: the words say which side is first.
    if [token.same for token in new] < [token.same for token in old]:
        return [Edit(c, d, a, b) for a, b, c, d in edits_of(new, old)]
    found: list[Edit] = []
    former = (0, 0)
    for point in (*_fixed(old, new), (len(old), len(new), 0)):
        found += _between(old, new, Edit(former[0], point[0], former[1], point[1]))
        former = (point[0] + point[2], point[1] + point[2])
    return _without_crumbs(old, new, _joined(_slid(old, new, _joined(found))))


def _fixed(old: Sequence[Token], new: Sequence[Token]) -> list[tuple[int, int, int]]:
    """Sentences that stand once in each: (place in old, place in new, tokens), in both orders."""
    ones, others = _sentences(old), _sentences(new)
    counts = (Counter(key for key, _, _ in ones), Counter(key for key, _, _ in others))
    there = {key: at for key, at, _ in others if counts[1][key] == 1}
    common = [
        (at, there[key], size)
        for key, at, size in ones
        if counts[0][key] == 1 and key in there and sum(map(len, key)) >= _FIXED
    ]
    # A sentence is as many tokens in both, but its end mark may differ in layout alone.
    best: list[float] = []
    before: list[int] = []
    for at, (_, place, size) in enumerate(common):
        chosen, total = -1, 0.0
        for earlier in range(at - 1, max(-1, at - 200), -1):
            if common[earlier][1] < place and best[earlier] > total:
                chosen, total = earlier, best[earlier]
        best.append(total + size)
        before.append(chosen)
    at = max(range(len(best)), key=best.__getitem__, default=-1)
    run: list[tuple[int, int, int]] = []
    while at >= 0:
        run.append(common[at])
        at = before[at]
    return run[::-1]


def _sentences(tokens: Sequence[Token]) -> list[tuple[tuple[str, ...], int, int]]:
    """(tokens without labels, place of the first, how many)."""
    found: list[tuple[tuple[str, ...], int, int]] = []
    start = 0
    for at, token in enumerate(tokens):
        if token.sort is Sort.LABEL:
            start = at + 1
        elif token.same in _ENDS:
            found.append((tuple(one.same for one in tokens[start : at + 1]), start, at + 1 - start))
            start = at + 1
    if start < len(tokens):
        found.append((tuple(one.same for one in tokens[start:]), start, len(tokens) - start))
    return [sentence for sentence in found if sentence[2]]


def _between(old: Sequence[Token], new: Sequence[Token], gap: Edit) -> Iterator[Edit]:
    a, b, c, d = gap
    while a < b and c < d and old[a].same == new[c].same:
        a, c = a + 1, c + 1
    while a < b and c < d and old[b - 1].same == new[d - 1].same:
        b, d = b - 1, d - 1
    if a == b or c == d or (b - a) * (d - c) > _MOST:
        if a < b or c < d:
            yield Edit(a, b, c, d)
        return
    ones, others = [t.same for t in old[a:b]], [t.same for t in new[c:d]]
    matcher = SequenceMatcher(None, ones, others, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag != "equal":
            yield Edit(a + i, a + j, c + k, c + m)


def _joined(edits: Sequence[Edit]) -> list[Edit]:
    """Edits that touch, as one."""
    found: list[Edit] = []
    for edit in edits:
        if found and found[-1].b == edit.a and found[-1].d == edit.c:
            found[-1] = Edit(found[-1].a, edit.b, found[-1].c, edit.d)
        else:
            found.append(edit)
    return found


def _slid(old: Sequence[Token], new: Sequence[Token], edits: Sequence[Edit]) -> list[Edit]:
    """Of the places where the same words may have been put in or taken out, the most natural.

    （五）新；（六）旧 was made of （五）旧 by putting in （五）新；, not 新；（六）.
    """
    found: list[Edit] = []
    for at, edit in enumerate(edits):
        if (edit.a == edit.b) == (edit.c == edit.d):
            found.append(edit)
            continue
        former = found[-1] if found else Edit(0, 0, 0, 0)
        later = edits[at + 1].a if at + 1 < len(edits) else len(old)
        shift = _best_shift(old, new, edit, range(former.b - edit.a, later - edit.b + 1))
        found.append(Edit(*(place + shift for place in edit)))
    return found


def _best_shift(old: Sequence[Token], new: Sequence[Token], edit: Edit, room: range) -> int:
    a, b, c, d = edit
    tokens, start, stop = (old, a, b) if c == d else (new, c, d)
    best, most = 0, _naturalness(tokens, start, stop)
    for step in (-1, 1):
        shift = step
        while shift in room:
            left, right = start + min(shift, shift - step), stop + min(shift, shift - step)
            if tokens[left].same != tokens[right].same:
                break
            worth = _naturalness(tokens, start + shift, stop + shift)
            if worth > most:
                best, most = shift, worth
            shift += step
    return best


def _naturalness(tokens: Sequence[Token], start: int, stop: int) -> int:
    """How well a stretch is divided from what stands around it."""
    return _division(tokens, start) + _division(tokens, stop)


def _division(tokens: Sequence[Token], at: int) -> int:
    if at in (0, len(tokens)) or tokens[at].sort is Sort.LABEL:
        return 3
    before = tokens[at - 1]
    if before.same in _ENDS:
        return 3
    return int(before.sort is Sort.MARK)


def _without_crumbs(old: Sequence[Token], new: Sequence[Token], edits: list[Edit]) -> list[Edit]:
    """Edits that only a few characters keep apart, as one."""
    found: list[Edit] = []
    for edit in edits:
        if found and _is_crumb(old[found[-1].b : edit.a], found[-1], edit, old, new):
            found[-1] = Edit(found[-1].a, edit.b, found[-1].c, edit.d)
        else:
            found.append(edit)
    return found


def _is_crumb(
    kept: Sequence[Token], left: Edit, right: Edit, old: Sequence[Token], new: Sequence[Token]
) -> bool:
    """Plain words of a few characters between two changes that are longer than they."""
    if any(token.sort is not Sort.WORD for token in kept):
        return False
    size = sum(len(token.same) for token in kept)
    sizes = [
        max(_size(old[edit.a : edit.b]), _size(new[edit.c : edit.d])) for edit in (left, right)
    ]
    both_replace = all(edit.a < edit.b and edit.c < edit.d for edit in (left, right))
    if size <= _CRUMB:
        return min(sizes) >= size and (both_replace or max(sizes) > 2 * _CRUMB)
    return both_replace and size <= 2 * _CRUMB and min(sizes) >= 2 * size


def _size(tokens: Sequence[Token]) -> int:
    return sum(len(token.same) for token in tokens)
