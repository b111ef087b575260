"""有效期5年: a day plus a counted term."""

import calendar
import re
from datetime import date, timedelta

from archive.notice.numerals import parse_numeral

# 5年, 两年, 6个月, 三个月, 30日, 一年半
_TERM = re.compile(r"([0-9〇零一二两三四五六七八九十百]+)\s*(个?)\s*(年|月|日|天|周年)(半?)")


def add_term(start: date, term: str) -> date | None:
    """The corresponding day; where a month has none, its last. ``None`` for what is no term.

    Source: Civil Code arts 201–202, by analogy.
    """
    match = _TERM.search(term.replace("\u3000", "").replace(" ", ""))
    if not match:
        return None
    count = 2 if match[1] == "两" else parse_numeral(match[1])
    if count is None:
        return None
    try:
        if match[3] in ("日", "天"):
            return start + timedelta(days=count)
        months = count * (1 if match[3] == "月" else 12) + (6 if match[4] else 0)
        year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
        day = min(start.day, calendar.monthrange(year, month + 1)[1])
        return date(year, month + 1, day)
    except (ValueError, OverflowError):
        return None
