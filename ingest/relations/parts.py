"""第十二条第二款第（三）项 → art-12/p-2/i-3: keys of the parts of another document."""

import re
from collections.abc import Iterator

from archive.notice.numerals import NUMERAL, parse_numeral

# 第一百二十条之一, 第十二条第二款第三项, 第二款, 第（三）项
PART = re.compile(
    rf"第({NUMERAL})条(?:之({NUMERAL}))?(?:第({NUMERAL})款)?(?:第[（(]?({NUMERAL})[)）]?项)?"
    rf"|第({NUMERAL})款(?:第[（(]?({NUMERAL})[)）]?项)?"
    rf"|第[（(]?({NUMERAL})[)）]?项"
)
_TO = re.compile(r"[至到—\-－~～]")
# 第一百六十二条后增加一条: the article before the new one is not changed
_ANCHOR = re.compile(r"(?:之)?[后前](?:面)?[，,]?(?:增加|增设|新增|加)")
_LONGEST = 60


def keys_in(text: str) -> tuple[str, ...]:
    """The parts that a text names, in order; a 款 without 条 belongs to the 条 before it."""
    if "条" not in text and "款" not in text and "项" not in text:
        return ()
    return tuple(dict.fromkeys(_keys(text)))


def _keys(text: str) -> Iterator[str]:
    article = paragraph = ""
    number: int | None = None
    last = 0
    for match in PART.finditer(text):
        if match[1]:
            first, number = number, parse_numeral(match[1])
            article = f"art-{number}" + (f"_{parse_numeral(match[2])}" if match[2] else "")
            paragraph = f"/p-{parse_numeral(match[3])}" if match[3] else ""
            item = match[4]
            ranged = last and _TO.fullmatch(text, last, match.start())
            if ranged and first and number and first < number < first + _LONGEST:
                yield from (f"art-{between}" for between in range(first + 1, number))
            if _ANCHOR.match(text, match.end()):
                last = match.end()
                continue
        elif match[5]:
            paragraph, item = f"/p-{parse_numeral(match[5])}", match[6]
        else:
            item = match[7]
        last = match.end()
        if item and article and not paragraph:
            paragraph = "/p-1"
        key = f"{article}{paragraph}" + (f"/i-{parse_numeral(item)}" if item else "")
        if article:
            yield key
