"""What one clause says of one document, and when: the day, the event and the doubt in its words."""

import datetime
import re
from typing import NamedTuple

from archive.notice.dates import find_dates
from archive.notice.model import Citation, ClaimType, Precision
from ingest.citations import Cited


class Effect(NamedTuple):
    """When a relation takes effect, as far as its sentence prints it."""

    day: datetime.date | None = None
    event: str | None = None
    """印发之日; a counted term where the new end is counted: 2年."""


NO_DAY = Effect()


class Said(NamedTuple):
    """One thing that a stretch of the passage says of one target; offsets in the passage's text."""

    type: ClaimType
    pattern: str
    start: int
    stop: int
    of: Cited | None = None
    """``None``: a class, or ``named``."""
    named: Citation | None = None
    """A target without 《》: the titles of titles, 刑法第六条, a table's row."""
    scope: str = "WHOLE"
    is_open: bool = False
    """Conditional, intended, or otherwise left open: a person decides."""
    effect: Effect = NO_DAY
    keys: tuple[str, ...] = ()
    """Parts of the target."""


# 自2021年3月1日起, 于2021年12月31日, 从1988年11月1日起; the same of an event: 自本决定印发之日起
_FROM = re.compile(
    r"(?:自|于|从|至|到)([^，。；自于从至到]{4,24}?[日号0-9])(?:之日)?(?:起(?!(?:施行|实施|执行|试行)的)|废止|失效|停止|宣布|开始|$|，|止|生效)"
)
_EVENT = re.compile(
    r"自[^，。；自]{0,16}?((?:发布|公布|印发|颁布|下发|施行|实施|签发|批准|通过|生效)之日)"
)


def effect_in(text: str) -> Effect:
    """The last day from which something is to hold, else the event; of neither, ``NO_DAY``."""
    day = None
    for match in _FROM.finditer(text) if "日" in text or "20" in text else ():
        for printed in find_dates(match[1]):
            if printed.precision is Precision.DAY and printed.start <= 1:
                day = printed.value
    if day:
        return Effect(day)
    event = _EVENT.search(text) if "之日" in text else None
    return Effect(None, event[1]) if event else NO_DAY


def last_day_in(text: str) -> datetime.date | None:
    """The last whole day printed."""
    days = [printed.value for printed in find_dates(text) if printed.precision is Precision.DAY]
    return days[-1] if days else None


# 拟废止, 逾期未公布的，自…起宣布失效, 建议废止, 适时修改或者废止
OPEN = re.compile(
    r"拟|逾期|如果|如需|如有|倘|届时|视情|适时|及时(?:修|废)|按程序|建议|提请|申请|(?<!经)研究|可以|可(?:予|废)|应当|应予"
    r"|或者?$|需(?:要)?(?:予以)?(?:修|废)|未[^，。；]{0,12}的"
)
# 未被废止, 不失效, 尚未废止; 已被…废止 only tells of it
NEGATED = re.compile(
    r"(?:未|尚未|没有|不|不得|不予|无|被|非)[^，。；\ue000]{0,4}$|被[^，。；\ue000]{1,12}$"
)
# The title of what is no document: 采矿许可证, 申报表, a contract
_NO_ACT = re.compile(
    r"(?:证|证书|执照|合同|合同书|协议|协议书|申请书|申请表|申报表|登记表|[^代]表|发票|票据|票|报|日报|证明|承诺书|文书样式)$"
)


def is_act(one: Cited) -> bool:
    """Whether it can be in force at all."""
    return not (one.title and not one.number and _NO_ACT.search(one.title))
