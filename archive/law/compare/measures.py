"""Quantities in a text, read as values: 1亿元 and 10000万元 are the same amount.

::

    amount   := number (百|千|万|亿)* (元|美元|…)
    percent  := number [%％‰] | 百分之 number | 三分之二 | number 个百分点
    duration := number 个? (年|月|周|日|工作日|小时|…)
    count    := number (人|名|个|家|次|倍|…)
    number   := Arabic, decimals and thousands' commas allowed | Chinese

Source: DOMAIN.md §8.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from archive.law.compare.model import ChangeType
from archive.notice.match import fold
from archive.notice.numerals import parse_numeral

_B = r"[ \u3000]?"
# 1,500.5 / 一百二十 / 两
_NUMBER = (
    r"(?P<number>[0-9０-９]+(?:[,，][0-9０-９]{3})*(?:[.．][0-9０-９]+)?"
    r"|[〇零一二三四五六七八九十百千两半]+)"
)
# 5000万元, 一亿元人民币, 50万美元
_AMOUNT = re.compile(
    rf"{_NUMBER}{_B}(?P<scale>[百千万亿]*){_B}(?P<unit>[美欧日港]?元|元人民币|角|分钱)"
)
# 5%, 5.5‰, 3个百分点
_PERCENT = re.compile(rf"{_NUMBER}{_B}(?P<unit>[%％‰]|个百分点)")
# 百分之五, 三分之二, 万分之五
_FRACTION = re.compile(
    r"(?P<whole>[二三四五六七八九十百千万]+)分之(?P<number>[〇零一二三四五六七八九十百点0-9.]+)"
)
# 15个工作日, 二年, 6个月, 24小时
_DURATION = re.compile(
    rf"{_NUMBER}{_B}(?P<unit>个?{_B}(?:工作日|交易日|自然日|月|季度|学年|小时|星期|学期)|[日天年周]|周岁|分钟|年度)"
    r"(?![度初底末前]|月[0-9一二三四五六七八九十])"
)
# 3人, 二倍, 200平方米
_COUNT = re.compile(
    rf"{_NUMBER}{_B}(?P<scale>[百千万亿]*){_B}(?P<unit>平方公里|平方千米|平方米|立方米|公里|千米|千瓦|公顷|公斤|千克"
    r"|[余多]?(?:个|人|名|位|家|件|次|户|倍|套|亩|米|吨|部|辆|台|所|份|项|种|级|岁|票|股|成|处))"
)
# 半数以上, 过半数, 三分之二多数
_MAJORITY = re.compile(r"(?P<number>过?半)(?P<unit>数)(?:以上)?")
_SCALES = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_TYPES = (
    (_FRACTION, ChangeType.PERCENT),
    (_PERCENT, ChangeType.PERCENT),
    (_AMOUNT, ChangeType.AMOUNT),
    (_DURATION, ChangeType.DURATION),
    (_COUNT, ChangeType.COUNT),
    (_MAJORITY, ChangeType.COUNT),
)
_LONGEST_YEAR = 4


class Quantity(NamedTuple):
    """A quantity where it stands; half-open offsets in code points."""

    type: ChangeType
    start: int
    stop: int
    value: Decimal | None
    """``None`` where the number cannot be read."""
    unit: str
    """``元``, ``%``, ``工作日``, ``人`` …; values of different units are not compared."""


def find_quantities(text: str) -> Iterator[Quantity]:
    """Every quantity, in reading order; of those that overlap the first in the grammar."""
    taken: list[Quantity] = []
    for pattern, type_ in _TYPES:
        for match in pattern.finditer(text):
            start, stop = match.span()
            if all(stop <= other.start or other.stop <= start for other in taken) and _is_one(
                text, match
            ):
                taken.append(_quantity(type_, match))
    yield from sorted(taken, key=lambda quantity: quantity.start)


def _is_one(text: str, match: re.Match[str]) -> bool:
    """Not the tail of an ordinal or of a larger word: 第三条, 统一次序."""
    before = text[match.start() - 1] if match.start() else ""
    is_year = match["number"].isdecimal() and len(match["number"]) == _LONGEST_YEAR
    if is_year and match.re is _DURATION and match["unit"].strip() == "年":
        return False
    return before not in tuple("第之每统同唯进逐")


def _quantity(type_: ChangeType, match: re.Match[str]) -> Quantity:
    groups = match.groupdict()
    value = _value(fold(groups["number"]).replace(",", ""))
    unit = fold(groups.get("unit") or "%").replace(" ", "").removeprefix("个")
    for scale in groups.get("scale") or "":
        value = value * _SCALES[scale] if value is not None else None
    if whole := groups.get("whole"):
        parts = parse_numeral(whole)
        value = 100 * value / parts if value is not None and parts else None
    elif unit == "‰":
        value, unit = (value / 10 if value is not None else None), "%"
    elif unit in ("元人民币", "元"):
        unit = "元"
    return Quantity(type_, *match.span(), value, unit or "个")


def _value(number: str) -> Decimal | None:
    if number in ("半", "过半"):
        return Decimal("0.5") if number == "半" else None
    if number[:1].isdecimal() and number.isascii():
        return Decimal(number) if number.count(".") <= 1 and not number.endswith(".") else None
    whole, point, rest = number.partition("点")
    value = parse_numeral(whole)
    if value is None:
        return None
    digits = [parse_numeral(digit) for digit in rest] if point else []
    return Decimal(value) + sum(
        (Decimal(digit or 0) / 10**place for place, digit in enumerate(digits, start=1)),
        Decimal(0),
    )
