"""二〇二一年十一月九日 ⇄ 2021-11-09.

::

    date := year 年 (month 月 (day 日|号)?)?  |  yyyy-mm-dd  |  yyyy.mm.dd  |  yyyy/mm/dd

Blanks may stand anywhere inside; years are Arabic or Chinese digits, nought as 〇, ○, 零 or 0.
Source: DOMAIN.md §5.1.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from archive.notice.model import Precision
from archive.notice.numerals import parse_numeral

_B = r"[ \u00a0\u3000]*"
_NOUGHT = "〇○零0０oOＯ"
_YEAR = (
    rf"(?:[12１２]{_B}[0-9０-９](?:{_B}[0-9０-９]){{2}}|[一二][一二三四五六七八九{_NOUGHT}]{{3}})"
)
_SMALL = rf"(?:[0-9０-９](?:{_B}[0-9０-９])?|[一二三四五六七八九十廿卅〇○零]{{1,3}})"
# 2021 年 11 月 9 日, 二○○八年五月, 二00五年六月十七日
_PRINTED = re.compile(rf"({_YEAR}){_B}年(?:{_B}({_SMALL}){_B}月(?:份|{_B}({_SMALL}){_B}[日号])?)?")
# 2021-11-09, 2021.11.9, 2021/11/09
_NUMERIC = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})([-./])([01]?[0-9])\2([0-3]?[0-9])(?![0-9])")
_YEAR_DIGITS = str.maketrans(
    "一二三四五六七八九０１２３４５６７８９" + _NOUGHT, "1234567890123456789" + "0" * len(_NOUGHT)
)
_BLANKS = re.compile(r"[ \u00a0\u3000]+")


class PrintedDate(NamedTuple):
    """A date as it stands in a text; month and day are 1 where they are not printed."""

    value: date
    precision: Precision
    raw: str
    start: int
    stop: int


def _year(text: str) -> int | None:
    digits = _BLANKS.sub("", text).translate(_YEAR_DIGITS)
    return int(digits) if digits.isdecimal() and 1900 <= int(digits) < 2200 else None


def find_dates(text: str) -> Iterator[PrintedDate]:
    """Every date in ``text`` that a calendar has, in reading order."""
    found = []
    # Most texts have no date: a look for 年, or for a century, is cheaper than the patterns.
    for match in _PRINTED.finditer(text) if "年" in text else ():
        year = _year(match[1])
        parts = [_BLANKS.sub("", part) if part else None for part in match.groups()[1:]]
        month, day = (parse_numeral(part) if part else None for part in parts)
        precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
        if year is not None:
            found.append((match, year, month or 1, day or 1, precision))
    for match in _NUMERIC.finditer(text) if "19" in text or "20" in text else ():
        found.append((match, int(match[1]), int(match[3]), int(match[4]), Precision.DAY))
    for match, year, month, day, precision in sorted(found, key=lambda f: f[0].start()):
        try:
            value = date(year, month, day)
        except ValueError:
            continue
        yield PrintedDate(value, precision, match[0], match.start(), match.end())


def parse_date(text: str) -> PrintedDate | None:
    """The one date that ``text`` is, blanks around it aside; ``None`` if it is anything else."""
    stripped = text.strip()
    for printed in find_dates(stripped):
        if printed.start == 0 and printed.stop == len(stripped):
            return printed
        break
    return None


def format_date(value: date, precision: Precision | None = Precision.DAY) -> str:
    """2021-11-09 → ``2021年11月9日``, and no more of it than is printed.

    Source: GB/T 9704-2012 7.3.5.4 (no leading noughts).
    """
    if precision is Precision.YEAR:
        return f"{value.year}年"
    if precision is Precision.MONTH:
        return f"{value.year}年{value.month}月"
    return f"{value.year}年{value.month}月{value.day}日"
