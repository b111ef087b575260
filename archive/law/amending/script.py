"""A decision → its sentences, with the new wordings taken out and every word's place kept.

New wording stands in quotation marks over one line or many; each of its lines may open with a mark
again, and only the last closes. What is inside orders nothing, so it is masked before sentences are
told apart.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from archive.law.amending.model import Passage
from archive.notice.model import Component, Notice, Section, SectionKind, Within, run_in

QUOTED = "\ue000\ue001"
"""Stand for each character of a quotation, by turns, so that neighbours stay apart."""

# 增加一款：“…”, 将“甲”修改为“乙”; Hong Kong's and typewriters' marks too
_OPEN, _CLOSE = "“「", "”」"
_INNER = str.maketrans("‘’『』", "“”「」")
# 二十四、将第二百八十三条修改为：“…
_OPENING_ORDER = re.compile(
    rf"[^\n{_OPEN}]{{0,80}}(?:(?:修改|变更|替换|改|调整)为|作为第[^\n{_OPEN}，。]{{1,40}}|增加[^\n{_OPEN}。]{{1,40}})"
    rf"[：:]?[ \n]*[{_OPEN}]"
)
# A full stop, or a line end behind which no quotation goes on
_END = re.compile(rf"[。；;]|\n(?![ \u3000]*[{QUOTED}])")


class Quotation(NamedTuple):
    """Quoted words, where they stand in the whole text."""

    start: int
    stop: int
    lines: tuple[str, ...]
    is_closed: bool = True
    """Its end is marked; else it was taken to end where the next order begins."""


class Sentence(NamedTuple):
    """One sentence, quotations masked character by character."""

    start: int
    text: str
    item: int
    """Counts the decision's items: what one names, the next does not mean."""
    depth: int
    """Of the item, below the component."""
    begins_item: bool


class _Piece(NamedTuple):
    """A stretch of one section in the whole text."""

    start: int
    section: str
    within: Within | None
    """``None`` for a label."""
    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class Script:
    """A decision's text in one piece."""

    text: str
    quotations: tuple[Quotation, ...]
    sentences: tuple[Sentence, ...]
    pieces: tuple[_Piece, ...]

    def passages(self, start: int, stop: int) -> tuple[Passage, ...]:
        """The sections' own words between two places, labels left out."""
        found: list[Passage] = []
        first = max(0, bisect_right(self.pieces, start, key=lambda piece: piece.start) - 1)
        for piece in self.pieces[first:]:
            if piece.start >= stop:
                break
            begin, end = max(start, piece.start), min(stop, piece.start + piece.size)
            if begin < end and piece.within is not None:
                shift = piece.offset - piece.start
                quote = self.text[begin:end]
                found.append(
                    Passage(piece.section, piece.within, begin + shift, end + shift, quote)
                )
        return tuple(found)

    def quotation(self, start: int) -> Quotation:
        """The one that begins there."""
        at = bisect_right(self.quotations, start, key=lambda one: one.start) - 1
        return self.quotations[at]


def script_of(notice: Notice) -> Script:
    """All components that may order something, up to the text that is published anew."""
    builder = _Builder()
    for component in notice.components:
        builder.component(component)
    return builder.script()


class _Builder:
    def __init__(self) -> None:
        self._lines: list[str] = []
        self._size = 0
        self._pieces: list[_Piece] = []
        self._items: list[tuple[int, int, int]] = []
        self._unclosed = 0

    def component(self, component: Component) -> None:
        is_amendment = (
            (component.title or "").rstrip("）)一二三四五六七八九十（(").endswith("修正案")
        )
        for section in component.walk():
            # 根据本决定……重新公布: the new text stands behind.
            if section.kind is SectionKind.ARTICLE and not is_amendment and not self._unclosed:
                return
            self._section(section)

    def _section(self, section: Section) -> None:
        line = section.label or ""
        if section.label:
            self._items.append((self._size, len(section.label), section.depth))
        for words, within in ((section.heading, Within.HEADING), (section.text, Within.TEXT)):
            if words and words.strip():
                bare = words.strip()
                joined = run_in(line, bare)
                offset = len(words) - len(words.lstrip())
                start = self._size + len(joined) - len(bare)
                self._pieces.append(_Piece(start, section.key, within, offset, len(bare)))
                line = joined
        if line:
            self._lines.append(line)
            self._size += len(line) + 1
            # Each line of a wording may open, only the last closes.
            counted = line[1:] if self._unclosed and line[0] in _OPEN else line
            opened = sum(map(counted.count, _OPEN)) - sum(map(counted.count, _CLOSE))
            self._unclosed = max(0, self._unclosed + opened)

    def script(self) -> Script:
        text = "\n".join(self._lines)
        orders = [at for at, _, _ in self._items if _OPENING_ORDER.match(text, at)]
        quotations = tuple(_quotations(text, orders))
        masked = text
        for count, (start, stop, *_) in enumerate(quotations):
            mask = QUOTED[count % 2] * (stop - start)
            masked = masked[:start] + mask + masked[stop:]
        for start, size, _ in self._items:
            # The decision's own labels are no places: 第一条　宪法第十一条…
            if masked[start] not in QUOTED:
                masked = masked[:start] + " " * size + masked[start + size :]
        return Script(text, quotations, tuple(self._sentences(masked)), tuple(self._pieces))

    def _sentences(self, masked: str) -> Iterator[Sentence]:
        items = [(at, depth) for at, _, depth in self._items if masked[at] not in QUOTED]
        starts = [at for at, _ in items]
        cuts = sorted({0, *starts, *(match.end() for match in _END.finditer(masked))})
        for start, stop in pairwise((*cuts, len(masked))):
            sentence = masked[start:stop]
            if sentence.strip():
                item = bisect_right(starts, start)
                depth = items[item - 1][1] if item else 0
                yield Sentence(start, sentence, item, depth, start in starts)


def _quotations(text: str, orders: Sequence[int]) -> Iterator[Quotation]:
    """The outermost, in order; lines of one that follow each other with nothing between, as one.

    ``orders`` are places where an item orders something: what is still open there was left open.
    """
    former: tuple[int, int] | None = None
    for start, stop, is_closed in _marked(text, orders):
        between = text[former[1] : start] if former else ""
        if former and is_closed and "\n" in between and not between.strip():
            former = former[0], stop
            continue
        if former:
            yield _quotation(text, *former)
        former = (start, stop) if is_closed else None
        if not is_closed:
            yield _quotation(text, start, stop)._replace(is_closed=False)
    if former:
        yield _quotation(text, *former)


def _marked(text: str, orders: Sequence[int]) -> Iterator[tuple[int, int, bool]]:
    """Start and stop of each quotation, and whether its end is marked."""
    start, depth = -1, 0
    breaks = frozenset(orders)
    for at, char in enumerate(text):
        if depth and at in breaks:
            yield start, at - 1, False
            depth = 0
        if char in _OPEN:
            is_first = not text[text.rfind("\n", 0, at) + 1 : at].strip()
            if depth == 0:
                start, depth = at, 1
            elif not is_first:
                depth += 1
        elif char in _CLOSE and depth:
            depth -= 1
            if depth == 0:
                yield start, at + 1, True
    if depth:
        yield start, len(text), False


def _quotation(text: str, start: int, stop: int) -> Quotation:
    lines = [line.strip() for line in text[start:stop].split("\n")]
    count = len(lines)
    # A line's own marks only: 所称“一区多园”，是指 keeps both of its.
    bare = [_unmarked(line, is_last=at == count - 1) for at, line in enumerate(lines) if line]
    # Inside double marks single ones stand for them (GB/T 15834-2011 4.8.3.4).
    whole = [line.translate(_INNER) for line in bare if line]
    return Quotation(start, stop, tuple(whole))


def _unmarked(line: str, *, is_last: bool) -> str:
    """Without the marks that only hold the quotation together."""
    opened = line[0] in _OPEN
    closes = line[-1] in _CLOSE
    inside = line[1:] if opened else line
    surplus = sum(map(inside.count, _CLOSE)) > sum(map(inside.count, _OPEN))
    if closes and (surplus or is_last):
        inside = inside[:-1]
    return inside.strip()
