"""Terms and events → days: 5年 from a day on, 公布之日起30日后.

::

    term  := numeral 个? 年|月              5年, 两年, 6个月
    event := word 之日 (起? numeral unit 后)?   发布之日, 印发之日起三十日后; 即日

Source: DOMAIN.md §5.2, §10; Civil Code arts 201–202 by analogy.
"""

import calendar
import re
from datetime import date, timedelta

from archive.notice.numerals import NUMERAL, parse_numeral

# 5年, 两年, 6个月, 一年半
_TERM = re.compile(rf"({NUMERAL})[ ]?个?周?([年月])(半?)")
# 起30日后, 起一个月后
_LATER = re.compile(rf"之日起?(?:满|经)?({NUMERAL})个?(工作日|日|天|月|年)")
_YEAR = re.compile(r"((?:19|20)[0-9]{2})年")
_MADE_PUBLIC = ("发布", "公布", "颁布")


def months_later(day: date, months: int) -> date:
    """The corresponding day that many months on; a month without it has its last day instead."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if not date.min.year <= year <= date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def term_end(term: str, begins: date) -> date | None:
    """The day that corresponds to the first; the day before is the last that is certain.

    Notices count both ways, so that the corresponding day itself is in doubt.
    """
    match = _TERM.search(term)
    count = parse_numeral(match[1]) if match else None
    if match is None or not count or count > 1200:
        return None
    months = count * 12 + 6 * bool(match[3]) if match[2] == "年" else count
    return months_later(begins, months)


def event_day(
    event: str, *, signed: date | None, printed: date | None, published: date | None
) -> date | None:
    """The day on which 自…之日起施行 begins; ``None`` if that is not known.

    A text is taken as printed (印发) and issued on the day it was signed where it does not say; but
    it may be made public much later, so that 发布之日 without a date of publication stays unknown.
    """
    if event.startswith(_MADE_PUBLIC):
        day = published
    elif event.startswith(("印发", "下发", "发文", "签发", "批准", "通过", "即日")):
        day = printed or signed
    else:
        return None
    later = _LATER.search(event)
    if day is None or later is None:
        return day
    count, unit = parse_numeral(later[1]), later[2]
    if not count or count > 1200 or unit == "工作日":
        return None
    if unit in ("日", "天"):
        return day + timedelta(days=count + 1)
    return months_later(day, count * (12 if unit == "年" else 1)) + timedelta(days=1)


def target_year(term: str) -> int | None:
    """The last year that an open term names: 2025年工作任务完成时."""
    years = [int(match[1]) for match in _YEAR.finditer(term)]
    return max(years, default=None)
