"""Numbers of parts, documents and days written otherwise: 第12条 and 第十二条 find each other.

What stands in the index keeps its figures as they are printed, so that any part of a sentence
finds it; a query is looked for in each of the ways in which its numbers can be written.

::

    part   := 第 numeral (编|章|节|条|款|项|目) (之 numeral)?      第十二条, 第120条之1
    number := ( year ) 第? (numeral 号)?                          〔2021〕65号, 〔二〇二一〕六十五号
    day    := year 年 (numeral 月 (numeral 日)?)?                 2021年11月9日, 二〇二一年
    year   := four digits, Arabic or Chinese, from 1900 to 2099
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product

from archive.notice.numerals import HAN, format_numeral, parse_numeral

MOST = 12
"""Ways to write one query, the typed one first; of more, these are looked for."""
_LARGEST = 99_999

_N = rf"[{HAN}]+|[0-9]+"
_Y = "(?:19|20)[0-9]{2}|[一二][〇零九][〇零一二三四五六七八九]{2}"
# 第十二条, 第120条之1; (2021)65号 and (二〇二一)六十五号 once folded; 二〇二一年十一月九日
_WRITTEN = re.compile(
    rf"第(?P<part>{_N})(?P<unit>[编章节条款项目])(?:之(?P<after>{_N}))?"
    rf"|\((?P<bracket>{_Y})\)(?:(?P<ordinal>第?)(?P<serial>{_N})号)?"
    rf"|(?P<year>{_Y})年(?:(?P<month>{_N})月(?:(?P<day>{_N})日)?)?"
)
# (二〇二一) and 六十五号 behind it, in 焦政办(二〇二一)六十五号
_IN_HAN = re.compile(rf"\((?P<bracket>{_Y})\)(?P<ordinal>第?)(?P<serial>{_N})号")
_YEARS = ("bracket", "year")
_NUMERALS = (*_YEARS, "part", "after", "serial", "month", "day")
_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")


@lru_cache(4096)
def spellings(needle: str) -> tuple[str, ...]:
    """A query's ``search_form`` in every way in which its numbers can be written, itself first."""
    pieces: list[tuple[str, ...]] = []
    at = 0
    for match in _WRITTEN.finditer(needle):
        pieces += [(needle[at : match.start()],), tuple(dict.fromkeys(_said_again(match)))]
        at = match.end()
    if not pieces:
        return (needle,)
    pieces.append((needle[at:],))
    # Who writes one number in figures writes all of them so; what mixes them comes last.
    alike = ("".join(ways[min(way, len(ways) - 1)] for ways in pieces) for way in range(4))
    mixed = map("".join, islice(product(*pieces), 4 * MOST))
    return tuple(dict.fromkeys((*alike, *mixed)))[:MOST]


def in_figures(text: str) -> str:
    """A folded 发文字号 with its year and serial in Arabic figures; anything else as it is."""
    return _IN_HAN.sub(lambda match: [*_said_again(match)][:2][-1], text)


def _said_again(match: re.Match[str]) -> Iterator[str]:
    """The match as typed, in Arabic figures, and in Chinese with either nought."""
    yield match[0]
    written = match.groupdict()
    printed = {name: text for name, text in written.items() if name in _NUMERALS and text}
    values = {name: parse_numeral(text) for name, text in printed.items()}
    if any(value is None or not 0 < value <= _LARGEST for value in values.values()):
        return
    for write in (_in_figures, _in_han, _with_ring):
        said = {name: write(value or 0, name) for name, value in values.items()}
        if "part" in said:
            after = f"之{said['after']}" if "after" in said else ""
            yield f"第{said['part']}{written['unit']}{after}"
        elif "bracket" in said:
            serial = f"{written['ordinal']}{said['serial']}号" if "serial" in said else ""
            yield f"({said['bracket']}){serial}"
        else:
            month = f"{said['month']}月" if "month" in said else ""
            yield f"{said['year']}年{month}" + (f"{said['day']}日" if "day" in said else "")


def _in_figures(value: int, _: str) -> str:
    return str(value)


def _in_han(value: int, name: str) -> str:
    """A year digit by digit, anything else as it is spoken."""
    return str(value).translate(_DIGITS) if name in _YEARS else format_numeral(value)


def _with_ring(value: int, name: str) -> str:
    """The other nought: 二零二一, 一百〇三."""
    written = _in_han(value, name)
    return written.replace("〇", "零") if name in _YEARS else written.replace("零", "〇")
