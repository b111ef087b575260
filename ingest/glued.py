"""Lines → lines: what an export has run together on one line, apart again.

``1.网络安全平台。…。2.信息审计系统。…`` was two lines once: a label that goes on with the numbering
stands behind a full stop. Labels inside a sentence (…包括：（1）…；（2）…) are left where they are,
unless the next line goes on with the numbering, and a single label behind a full stop proves
nothing. A number with the recipients behind it, a chapter with its first section, and a signature
with its date behind the last full stop are cut apart too. No character is changed; a line is cut.
Source: shared traps of exports, DOMAIN.md §3.3 (sequence and line start).
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from archive.notice.numerals import parse_numeral
from ingest.stages import Line
from ingest.titles import ORGAN

_HAN = "一二三四五六七八九十"
_ARABIC = r"[0-9]{1,2}"
Family = tuple[re.Pattern[str], re.Pattern[str]]
"""How a label begins a line, and how it stands inside one, from the mark before it on."""
_FAMILIES: tuple[Family, ...] = (
    (
        re.compile(rf"([{_HAN}]{{1,3}})、"),
        re.compile(rf"[。；：:;][ \u3000]*([{_HAN}]{{1,3}})、"),
    ),
    (
        re.compile(rf"（([{_HAN}]{{1,3}})）"),
        re.compile(rf"[。；：:;][ \u3000]*（([{_HAN}]{{1,3}})）(?=[\u4e00-\u9fff“《])"),
    ),
    (
        # Not behind a colon: 备注：1.…
        re.compile(rf"({_ARABIC})[.．、](?![0-9])"),
        re.compile(rf"[。；;][ \u3000]*({_ARABIC})[.．、](?=[\u4e00-\u9fff“《])"),
    ),
)
# 第三章 封闭式框架协议采购第一节封闭式框架协议的订立
_SECTION = re.compile(rf"第[{_HAN}0-9]+章.{{1,40}}?(?=第[{_HAN}0-9]+节)")
# 财库〔2019〕38号各中央预算单位，…：为贯彻落实
_NUMBERED = re.compile(
    r"([\u4e00-\u9fff]{2,12}[〔\[（(](?:19|20)[0-9]{2}[〕\]）)][0-9]{1,5}号)"
    r"([^。；：:]{3,200}(?:各|政府|部|局|厅|委|单位|办|院)[^。；：:]{0,40}[:：])"
)
# …确保各项要求落实到位。财政部2019年7月26日
_CLOSED = re.compile(r"(?<=。)([^。；，：]{2,40}?)((?:19|20)[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日)$")
# …依法处理。第二节 开放式框架协议的订立
_HEADING_BEHIND = re.compile(rf"。[ \u3000]*(第[{_HAN}0-9]+[章节][^。；：，]{{2,30}})$")
# What any of those begins with; most lines have none of it, and need no further look.
_MAY_GO_ON = re.compile(rf"[。；：:;][ \u3000]*[（第{_HAN}0-9]")
_HEAD_LINES = 8
_SHORTEST = 30
"""Two clauses on one line are longer."""
_LEAST_UNLABELLED = 3
"""A line that begins without a label must go on to 三、 before it counts as several."""


def unglued(lines: Sequence[Line]) -> Iterator[Line]:
    """All lines, those that hold several clauses cut before each."""
    for n, (line, below) in enumerate(pairwise((*lines, None))):
        if line is None:
            continue
        text = line.text.text
        if line.table or len(text) < _SHORTEST:
            yield from _chapter(line)
            continue
        at_head = _NUMBERED.match(text) if n < _HEAD_LINES else None
        edges = [at_head.end(1), at_head.end()] if at_head else []
        at_end = _CLOSED.search(text) if below is None else None
        if at_end and ORGAN.fullmatch(at_end[1]):
            edges += [at_end.start(), at_end.start(2)]
        may_go_on = _MAY_GO_ON.search(text) is not None
        heading = _HEADING_BEHIND.search(text) if may_go_on else None
        edges += [heading.start(1)] if heading else []
        if not may_go_on and not edges:
            yield line
            continue
        pieces = _pieces(line, edges)
        for piece, after in pairwise((*pieces, None)):
            if piece:
                following = after or below
                yield from _cut(piece, following.text.text if following else "", _FAMILIES)


def _pieces(line: Line, places: Sequence[int]) -> list[Line]:
    """The line cut at the offsets, blanks at the cuts gone."""
    if not places:
        return [line]
    edges = (0, *places, len(line.text.text))
    return [
        line._replace(text=piece)
        for a, b in pairwise(edges)
        if (piece := line.text.cut(a, b).strip())
    ]


def _chapter(line: Line) -> Iterator[Line]:
    """A chapter's heading apart from its first section's."""
    match = None if line.table else _SECTION.match(line.text.text)
    yield from _pieces(line, [match.end()] if match else [])


def _cut(line: Line, below: str, families: Sequence[Family]) -> Iterator[Line]:
    for n, family in enumerate(families):
        places = _places(line.text.text, below, *family)
        if places:
            pieces = _pieces(line, places)
            for piece, after in pairwise((*pieces, None)):
                if piece:
                    yield from _cut(piece, after.text.text if after else below, families[n + 1 :])
            return
    yield line


def _places(
    text: str, below: str, begins: re.Pattern[str], behind: re.Pattern[str]
) -> tuple[int, ...]:
    """Where the numbering goes on inside the line.

    Behind a full stop from the line's own label on, unless the next line goes on with that, or from
    one to three and further; behind any mark if the next line goes on where this one ends.
    """
    found = list(behind.finditer(text))
    if not found:
        return ()
    first, after = begins.match(text), begins.match(below)
    expected = (parse_numeral(first[1]) or 0) + 1 if first else 1
    successor = parse_numeral(after[1]) if after else None
    if first and successor == expected:
        return ()
    places, stops = [], 0
    for match in found:
        if parse_numeral(match[1]) == expected:
            places.append(match.start(1) - (text[match.start(1) - 1] == "（"))
            stops += text[match.start()] == "。"
            expected += 1
    if successor == expected:
        return tuple(places)
    is_series = stops == len(places) and (first or len(places) >= _LEAST_UNLABELLED)
    return tuple(places) if is_series else ()
