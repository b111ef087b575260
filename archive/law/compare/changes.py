"""A group of aligned units → the changes inside it, with their spans.

Several units of one side are read as one text, a line each. Between two tokens that agree nothing
differs but layout; that too is listed, as ``FORMAT``, so that the changes made to the old text give
the new one exactly.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from archive.law.compare.facets import SENTENCE_END, Side, member, typed
from archive.law.compare.model import Change, ChangeType, Cut, Span, Unit
from archive.law.compare.shifts import Shifts
from archive.law.compare.tokens import Sort, tokens_of
from archive.law.compare.units import Placed, Reference
from archive.law.compare.wording import Edit, edits_of


class Raw(NamedTuple):
    """A difference, spans in the joined texts."""

    type: ChangeType
    old: Span
    new: Span
    also: tuple[ChangeType, ...] = ()


@dataclass(frozen=True, slots=True)
class Joined:
    """The units of one side as one text."""

    units: tuple[Unit, ...]
    starts: tuple[int, ...]
    text: str
    references: tuple[Reference, ...]
    labels: tuple[Span, ...]

    def pieces(self, span: Span) -> list[tuple[int, Span]]:
        """Which units a span touches, and where in each; the line ends between them left out."""
        found: list[tuple[int, Span]] = []
        for at, (start, unit) in enumerate(zip(self.starts, self.units, strict=True)):
            stop = start + len(unit.text)
            is_touched = span[0] < stop and start < span[1]
            if is_touched or (span[0] == span[1] and start <= span[0] <= stop):
                first, last = max(span[0], start), min(span[1], stop)
                found.append((at, (first - start, last - start)))
                if span[0] == span[1]:
                    break
        return found or [self._before(span[0])]

    def _before(self, place: int) -> tuple[int, Span]:
        """The end of the unit before a line end between two."""
        at = max(0, bisect_right(self.starts, place) - 1)
        stop = len(self.units[at].text)
        return at, (stop, stop)

    def key(self, at: int, span: Span) -> str:
        """Of the innermost section of that unit in which the span begins."""
        unit = self.units[at]
        for part in reversed(unit.parts):
            if part.span[0] <= span[0]:
                return part.key
        return unit.key


def join(side: Sequence[Placed]) -> Joined:
    """One text out of several units, a line each."""
    starts: list[int] = []
    references: list[Reference] = []
    labels: list[Span] = []
    text = ""
    for placed in side:
        text += "\n" if starts else ""
        start = len(text)
        starts.append(start)
        text += placed.unit.text
        references += [
            Reference((one.span[0] + start, one.span[1] + start), one.targets)
            for one in placed.references
        ]
        labels += [
            (part.span[0] + start, part.span[0] + start + len(part.label))
            for part in placed.unit.parts
            if part.label and part.key != placed.unit.key
        ]
    units = tuple(placed.unit for placed in side)
    return Joined(units, tuple(starts), text, tuple(references), tuple(labels))


def changes_of(old: Joined, new: Joined, cut: Cut, shifts: Shifts) -> tuple[Change, ...]:
    """All differences of two sides, in reading order."""
    if old.text == new.text:
        return ()
    tokens = tokens_of(old.text, cut, old.references, old.labels)
    ones = Side(old.text, [shifts.renumbered(token) for token in tokens])
    others = Side(new.text, tokens_of(new.text, cut, new.references, new.labels))
    found: list[Change] = []
    for raw in _raw(ones, others, shifts):
        found += _changes(raw, old, new)
    return tuple(found)


def _raw(old: Side, new: Side, shifts: Shifts) -> Iterator[Raw]:
    """What differs, layout included, in order. Blanks belong to what stands behind them."""
    at_old = at_new = 0
    for type_, also, old_span, new_span in _elements(old, new, shifts):
        one, other = old_span, new_span
        if one is None and other is not None:
            # A line put in takes the line end before it from the old text, and brings its own.
            blank = new.text[at_new : other[0]]
            if old.text.startswith(blank, at_old):
                at_old += len(blank)
            else:
                yield Raw(ChangeType.FORMAT, (at_old, at_old), (at_new, other[0]))
            one = (at_old, at_old)
        elif other is None and one is not None:
            blank = old.text[at_old : one[0]]
            if new.text.startswith(blank, at_new):
                at_new += len(blank)
            else:
                yield Raw(ChangeType.FORMAT, (at_old, one[0]), (at_new, at_new))
            other = (at_new, at_new)
        elif one is not None and other is not None:
            yield from _layout(old, new, (at_old, one[0]), (at_new, other[0]))
        if one is None or other is None:
            continue
        if type_ is None:
            yield from _layout(old, new, one, other)
        else:
            yield Raw(type_, one, other, also)
        at_old, at_new = one[1], other[1]
    yield from _layout(old, new, (at_old, len(old.text)), (at_new, len(new.text)))


def _layout(old: Side, new: Side, one: Span, other: Span) -> Iterator[Raw]:
    """Spans that say the same, if they look different."""
    if old.text[slice(*one)] != new.text[slice(*other)]:
        yield Raw(ChangeType.FORMAT, one, other)


_NUMBERED = (Sort.LABEL, Sort.REFERENCE)
"""What agrees though it may be printed otherwise."""
_Element = tuple[ChangeType | None, tuple[ChangeType, ...], Span | None, Span | None]
"""Types, or ``None`` for tokens that agree, and their spans; ``None`` on the side without any."""


def _elements(old: Side, new: Side, shifts: Shifts) -> Iterator[_Element]:
    """The same as ``_typed_elements``, a list in another order told as what it is."""
    found = list(_typed_elements(old, new, shifts))
    for at, there in _in_another_order(old, new, found):
        for place in (at, there):
            found[place] = (ChangeType.EDITORIAL, (), *found[place][2:])
    return iter(found)


def _in_another_order(
    old: Side, new: Side, elements: Sequence[_Element]
) -> Iterator[tuple[int, int]]:
    """和行政法规 taken out and 行政法规、 put in elsewhere in the sentence: places of both."""
    waiting: dict[tuple[bool, str], list[int]] = {}
    for at, (type_, _, one, other) in enumerate(elements):
        if type_ is None:
            span = other or one
            side = new if other else old
            if span and SENTENCE_END.search(side.text, *span):
                waiting.clear()
        elif type_ is ChangeType.SCOPE and (one is None) != (other is None):
            words = member(old.text[slice(*one)] if one else new.text[slice(*(other or (0, 0)))])
            partners = waiting.get((one is None, words), [])
            if words and partners:
                yield partners.pop(), at
            else:
                waiting.setdefault((other is None, words), []).append(at)


def _typed_elements(old: Side, new: Side, shifts: Shifts) -> Iterator[_Element]:
    """Tokens that agree, pair by pair, and differences, in order."""
    a = c = 0
    for edit in edits_of(old.tokens, new.tokens):
        yield from _agreeing(old, new, Edit(a, edit.a, c, edit.c))
        for piece, type_, also in typed(old, new, edit, shifts):
            if type_ is None:
                yield from _agreeing(old, new, piece)
            else:
                yield type_, also, _span(old, piece.a, piece.b), _span(new, piece.c, piece.d)
        a, c = edit.b, edit.d
    yield from _agreeing(old, new, Edit(a, len(old.tokens), c, len(new.tokens)))


def _agreeing(old: Side, new: Side, edit: Edit) -> Iterator[_Element]:
    """Tokens that agree, though labels of items and references may have been renumbered."""
    run = old.tokens[edit.a : edit.b]
    one_span, other_span = _span(old, edit.a, edit.b), _span(new, edit.c, edit.d)
    if (
        one_span
        and other_span
        and old.text[slice(*one_span)] == new.text[slice(*other_span)]
        and all(token.sort not in _NUMBERED for token in run)
    ):
        # Most of a text: nothing in it can differ, not even in layout.
        yield None, (), one_span, other_span
        return
    for a, c in zip(range(edit.a, edit.b), range(edit.c, edit.d), strict=True):
        one, other = old.tokens[a], new.tokens[c]
        type_ = None
        if one.sort is Sort.LABEL and one.targets != other.targets:
            type_ = ChangeType.EDITORIAL
        elif one.sort is Sort.REFERENCE and old.bare(one) != new.bare(other):
            type_ = ChangeType.REFERENCE_SHIFT
        yield type_, (), _span(old, a, a + 1), _span(new, c, c + 1)


def _span(side: Side, start: int, stop: int) -> Span | None:
    return (side.tokens[start].start, side.tokens[stop - 1].stop) if start < stop else None


def _changes(raw: Raw, old: Joined, new: Joined) -> Iterator[Change]:
    """The difference in the units' own terms, cut where it passes from one unit to the next."""
    ones, others = old.pieces(raw.old), new.pieces(raw.new)
    for at in range(max(len(ones), len(others))):
        old_at, old_span = ones[at] if at < len(ones) else _end(ones[-1])
        new_at, new_span = others[at] if at < len(others) else _end(others[-1])
        one = old.units[old_at].text[slice(*old_span)]
        other = new.units[new_at].text[slice(*new_span)]
        if one != other:
            yield Change(
                raw.type,
                new.key(new_at, new_span),
                one,
                old_span,
                other,
                new_span,
                old.key(old_at, old_span),
                old_at,
                new_at,
                raw.also,
            )


def _end(place: tuple[int, Span]) -> tuple[int, Span]:
    at, (_, stop) = place
    return at, (stop, stop)
