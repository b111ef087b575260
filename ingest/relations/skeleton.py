"""A text with its citations reduced to one mark each, so that patterns see only what is said.

::

    根据《甲办法》（国发〔2015〕6号，以下简称《办法》），制定…   →   根据■，制定…

A bracket behind a citation belongs to its mark; amendment text between quotation marks becomes a
mark of its own, since nothing in it is said by the document itself.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.citations import Cited

MARK = "\ue000"
"""One citation."""
QUOTED = "\ue001"
"""“…”, where a text is amended."""
_MARKS = re.compile(f"[{MARK}{QUOTED}]")

# （1992年9月19日北京市第九届人民代表大会常务委员会第三十六次会议通过）, （以下简称《决定》）
_BRACKET = re.compile(
    r"[ \u3000]*[（(][^（()）]{0,90}(?:[（(][^（()）]{0,40}[)）][^（()）]{0,60})?[)）]"
)
# A quotation, those within it in ‘…’; a paragraph's own opening mark before its end does no harm.
_QUOTATION = re.compile(r"“[^”]*(?:”|$)")
# 1991年4月20日山东省人民政府第17号令发布的《X》: an order that only made another text
_MADE = re.compile(r"(?:发布|公布|颁布|印发|通过|批准|修正|修订|修改)(?:[，（(）)]|的|\ue000|《)")
_LONGEST = 1500
"""Characters of a sentence, its citations reduced."""
_SENTENCE = re.compile(r"(?:[^。！？\n]|。(?=现予))+[。！？\n]?")


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The reduced text and the way back; offsets of marks ascend."""

    text: str
    cited: tuple[Cited, ...]
    """The citations that stand in it, as many as it has ``MARK``."""
    marks: tuple[int, ...]
    """Where they stand in ``text``."""
    _cuts: tuple[int, ...]
    """Where any piece was reduced, in ``text``."""
    _shifts: tuple[int, ...]
    """How many characters were dropped up to behind each cut."""

    def at(self, offset: int) -> int:
        """The place in the original of an offset of ``text``; behind a mark, behind all of it."""
        before = bisect_right(self._cuts, offset - 1)
        return offset + (self._shifts[before - 1] if before else 0)

    def sentences(self) -> Iterator[tuple[int, int]]:
        """Where each sentence begins and ends in ``text``."""
        for match in _SENTENCE.finditer(self.text):
            start, stop = match.span()
            while stop - start > _LONGEST:  # no sentence: a text without full stops
                yield start, start + _LONGEST
                start += _LONGEST
            yield start, stop

    def between(self, start: int, stop: int) -> range:
        """The numbers of the citations whose marks stand there."""
        return range(bisect_right(self.marks, start - 1), bisect_right(self.marks, stop - 1))


def reduce(text: str, cited: Sequence[Cited], *, quotations: bool) -> Skeleton:
    """The skeleton of a text; with ``quotations`` what stands in “…” is left out of it."""
    text = _MARKS.sub("\ufffd", text)
    spans: list[tuple[int, int, Cited | None]] = []
    if quotations:
        spans = [(q.start(), q.end(), None) for q in _QUOTATION.finditer(text)]
    made = {
        at
        for at in range(len(cited) - 1)
        if cited[at].title is None and _MADE.match(text, cited[at].stop)
    }
    taken = iter(spans)
    quoted = next(taken, None)
    kept: list[tuple[int, int, Cited | None]] = []
    for at, printed in enumerate(cited):
        if at in made:
            continue
        by_order = at - 1 in made and printed.number is None
        one = printed._replace(number=cited[at - 1].number) if by_order else printed
        if at - 1 in made and one.number is None and cited[at - 1].number:
            one = one._replace(number=cited[at - 1].number)
        while quoted and quoted[1] <= one.start:
            kept.append(quoted)
            quoted = next(taken, None)
        if quoted and quoted[0] < one.start:
            continue
        bracket = _BRACKET.match(text, one.stop)
        stop = bracket.end() if bracket else one.stop
        while quoted and quoted[0] < stop:  # （以下简称“双千计划”）
            quoted = next(taken, None)
        kept.append((one.start, stop, one))
    while quoted:
        kept.append(quoted)
        quoted = next(taken, None)
    return _joined(text, kept)


def _joined(text: str, spans: Sequence[tuple[int, int, Cited | None]]) -> Skeleton:
    pieces: list[str] = []
    cuts: list[int] = []
    shifts: list[int] = []
    marks: list[int] = []
    found: list[Cited] = []
    last = length = 0
    for start, stop, one in spans:
        if start < last:
            if one:  # in the bracket behind another: part of that one's mark
                continue
            if stop <= last:
                continue
        begin = max(start, last)
        pieces += (text[last:begin], MARK if one else QUOTED)
        length += begin - last
        cuts.append(length)
        if one:
            marks.append(length)
            found.append(one)
        length += 1
        shifts.append(stop - length)
        last = stop
    pieces.append(text[last:])
    return Skeleton("".join(pieces), tuple(found), tuple(marks), tuple(cuts), tuple(shifts))
