"""Lines → lines: what an export has run together on one line, apart again.

``1.网络安全平台。…。2.信息审计系统。…`` was two lines once: a label that goes on with the numbering
stands behind a full stop. Labels inside a sentence (…包括：（1）…；（2）…) are left where they are,
and a single label behind a full stop proves nothing. No character is changed; a line is cut.
Source: shared traps of exports, DOMAIN.md §3.3 (sequence and line start).
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from archive.notice.numerals import parse_numeral
from ingest.stages import Line

_HAN = "一二三四五六七八九十"
_ARABIC = r"[0-9]{1,2}"
_FAMILIES = (
    # How the label begins a line, and how it stands behind a full stop
    (re.compile(rf"([{_HAN}]{{1,3}})、"), re.compile(rf"(?<=。)[ \u3000]*([{_HAN}]{{1,3}})、")),
    (
        re.compile(rf"（([{_HAN}]{{1,3}})）"),
        re.compile(rf"(?<=。)[ \u3000]*（([{_HAN}]{{1,3}})）(?=[\u4e00-\u9fff“《])"),
    ),
    (
        re.compile(rf"({_ARABIC})[.．、](?![0-9])"),
        re.compile(rf"(?<=。)[ \u3000]*({_ARABIC})[.．、](?=[\u4e00-\u9fff“《])"),
    ),
)
_SHORTEST = 30
"""Two clauses on one line are longer."""
_LEAST_UNLABELLED = 3
"""A line that begins without a label must go on to 三、 before it counts as several."""


def unglued(lines: Sequence[Line]) -> Iterator[Line]:
    """All lines, those that hold several clauses cut before each."""
    for line, below in pairwise((*lines, None)):
        if line is not None:
            if line.table or len(line.text.text) < _SHORTEST or "。" not in line.text.text:
                yield line
            else:
                yield from _cut(line, below.text.text if below else "", _FAMILIES)


def _cut(
    line: Line, below: str, families: Sequence[tuple[re.Pattern[str], re.Pattern[str]]]
) -> Iterator[Line]:
    for n, (begins, behind) in enumerate(families):
        places = _places(line.text.text, below, begins, behind)
        if places:
            edges = (0, *places, len(line.text.text))
            pieces = [line._replace(text=line.text.cut(a, b).strip()) for a, b in pairwise(edges)]
            for piece, after in pairwise((*pieces, None)):
                if piece:
                    yield from _cut(piece, after.text.text if after else below, families[n + 1 :])
            return
    yield line


def _places(
    text: str, below: str, begins: re.Pattern[str], behind: re.Pattern[str]
) -> tuple[int, ...]:
    """Where the numbering goes on inside the line; nowhere if the next line goes on with it."""
    found = list(behind.finditer(text))
    if not found:
        return ()
    first, after = begins.match(text), begins.match(below)
    expected = (parse_numeral(first[1]) or 0) + 1 if first else 1
    if first and after and parse_numeral(after[1]) == expected:
        return ()
    places = []
    for match in found:
        if parse_numeral(match[1]) == expected:
            places.append(match.start(1) - text[: match.start(1)].endswith("（"))
            expected += 1
    return tuple(places) if first or len(places) >= _LEAST_UNLABELLED else ()
