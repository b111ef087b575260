"""第一百二十条之一 ⇄ (120, 1).

::

    numeral  := han | ascii digits | fullwidth digits
    han      := 〇○零一二三四五六七八九 with 十百千万; 两 and 廿 卅 accepted
    ordinal  := 第? numeral 条|章|…? (之 numeral)?

Source: DOMAIN.md §3.1.
"""

import re
from functools import lru_cache

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
_WRITTEN = "".join(_DIGITS)
_ARABIC = str.maketrans({written: str(digit) for written, digit in _DIGITS.items()})
_LONGEST = 40
"""Characters of a numeral; what is longer numbers nothing, and Python refuses the longest."""
_TENS = {"廿": 20, "卅": 30}
HAN = "〇○零一二三四五六七八九十百千万两廿卅"
NUMERAL = rf"(?:[{HAN}]+|[0-9０-９]+)"
"""A regular expression's piece for one numeral."""

# 第一百二十条之一
_ORDINAL = re.compile(rf"第?({NUMERAL})[^之{HAN}0-9０-９]?(?:之({NUMERAL}))?")

# 3.1.4
_DECIMAL = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}")
_BLANKS = re.compile(r"[ \u00a0\u3000\t]+")


def parse_numeral(text: str) -> int | None:
    """``十五`` → 15, ``一千零二`` → 1002, ``二〇二一`` → 2021, ``１２`` → 12; else ``None``."""
    return _value(text) if 0 < len(text) <= _LONGEST else None


# A text numbers its units 一 to 九十九 again and again.
@lru_cache(4096)
def _value(text: str) -> int | None:
    if text.isdecimal():
        return int(text)
    if not text.strip(_WRITTEN):  # nothing but digits
        return int(text.translate(_ARABIC))
    total = section = digit = 0
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c in _TENS:
            section += _TENS[c]
        elif c == "万":
            total, section, digit = (total + section + digit) * 10_000, 0, 0
        elif c in _UNITS:
            section += (digit or 1) * _UNITS[c]
            digit = 0
        else:
            return None
    return total + section + digit


def format_numeral(value: int) -> str:
    """15 → ``十五``, 120 → ``一百二十``, 1002 → ``一千零二``; for 1 to 99,999."""
    if not 0 < value < 100_000:
        raise ValueError(f"no Chinese ordinal is written for {value}")
    if value >= 10_000:
        rest = value % 10_000
        gap = "零" if 0 < rest < 1000 else ""
        return format_numeral(value // 10_000) + "万" + gap + (format_numeral(rest) if rest else "")
    written = ""
    skipped = False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            written += ("零" if skipped else "") + "零一二三四五六七八九"[digit] + name
        skipped = bool(written) and not digit
    return written[1:] if written.startswith("一十") else written


def parse_ordinal(label: str) -> tuple[int, ...] | None:
    """``第十二条`` → (12,), ``第一百二十条之一`` → (120, 1), ``3.1`` → (3, 1); else ``None``."""
    bare = _BLANKS.sub("", label)
    if _DECIMAL.fullmatch(bare):
        return tuple(int(part) for part in bare.split("."))
    if len(bare) == 1 and "①" <= bare <= "⑳":
        return (ord(bare) - ord("①") + 1,)
    match = _ORDINAL.search(bare)
    if not match:
        return None
    parts = tuple(parse_numeral(part) for part in match.groups() if part)
    return None if None in parts else tuple(part for part in parts if part is not None)
