"""Passages → when the text itself begins and ends, and who interprets it, as claims.

A phrase about validity counts only where its subject is this document: licences and proceedings
have terms too. Source: DOMAIN.md §5.2 (subject test), R53.
"""

import datetime
import re
from collections.abc import Iterator

from archive.notice.dates import PrintedDate, find_dates
from archive.notice.model import Claim, ClaimType, Field, Precision, Within
from ingest.stages import Passage

# 本办法, 本实施细则, 本管理办法, 本法
SELF = re.compile(
    r"本(?:管理|实施|暂行|试行|工作)?(?:办法|规定|细则|意见|通知|方案|条例|法|决定|规则|规划|计划|措施|通告|公告|解释|规程|制度|政策|标准|令|规范|准则|章程|目录|清单|指南|预案|要点|文件|行动计划)"
)
_FORCE = r"(?:正式)?(?:施行|实施|执行|生效|试行)"
# 自 2021 年 11 月 9 日起施行
_FROM_DATE = re.compile(rf"自(.{{8,24}}?)(?:之日)?起[，,]?{_FORCE}")
# 自发布之日起施行
_FROM_EVENT = re.compile(rf"自((?:发布|公布|印发|颁布|下发|签发|批准|通过)之日)起[，,]?{_FORCE}")
# 有效期至2026年11月9日
_UNTIL = re.compile(r"有效期(?:限)?(?:截止)?(?:至|到)(.{8,24}?)(?:止)?(?=[。，；,;）)]|$)")
# 有效期5年, 试行期两年
_TERM = re.compile(
    r"(?:有效期|试行期)(?:限)?(?:为)?[ ]?([0-9一二两三四五六七八九十]{1,3}[ ]?个?[年月])"
)
# 由国家高新区“一区多园”工作领导小组办公室负责解释
_INTERPRETER = re.compile(r"由([^。，；由]{2,60}?)(?:负责|予以)(?:具体)?解释")
_SENTENCE = re.compile(r"[^。；;]+[。；;]?")


def field_of(claim: Claim, passage: Passage, source: str) -> Field | None:
    """The notice's field that a claim fills; attachments fill none, nor does a date to come."""
    is_own = passage.part.key.startswith(("main", "cover")) and bool(passage.ranged.text)
    if not is_own or (claim.date is None and claim.type is not ClaimType.INTERPRETER):
        return None
    text = passage.ranged
    name = {
        ClaimType.EFFECTIVE: "date_effective",
        ClaimType.EXPIRES: "date_expires",
        ClaimType.INTERPRETER: "interpreter",
    }[claim.type]
    start, stop = claim.start, claim.stop
    value, precision = claim.quote, None
    if claim.date is not None:
        printed = next(p for p in find_dates(claim.quote) if p.value == claim.date)
        start, stop = claim.start + printed.start, claim.start + printed.stop
        value, precision = claim.date.isoformat(), Precision.DAY
    else:
        match = _INTERPRETER.fullmatch(claim.quote)
        if match:
            start, stop = claim.start + match.start(1), claim.start + match.end(1)
            value = match[1]
    first, last = text.source_offset(start), text.source_offset(stop - 1) + 1
    return Field(name, source[first:last], value, first, last, precision)


def _may_claim(text: str) -> bool:
    """Every claim has one of these words."""
    return "起" in text or "解释" in text or "有效期" in text or "试行期" in text


def force_claims(passage: Passage, *, proposed: bool) -> Iterator[Claim]:
    """The claims about force in one passage; a draft's are only proposed."""
    text = passage.text
    if passage.within is not Within.TEXT or not _may_claim(text):
        return
    for sentence in _SENTENCE.finditer(text):
        starts = list(_starts(sentence[0]))
        own = bool(SELF.search(sentence[0]))
        ends = list(_ends(sentence[0])) if own or starts else []
        if starts and not own and not _bare(sentence[0]):
            starts = []
        for kind, pattern, first, last, day, term in (
            *starts,
            *ends,
            *_interpreters(sentence[0]),
        ):
            yield Claim(
                type=kind,
                section=passage.key,
                start=sentence.start() + first,
                stop=sentence.start() + last,
                quote=sentence[0][first:last],
                scope="WHOLE",
                assertion="PROPOSED" if proposed else "ASSERTED",
                pattern=pattern,
                date=day,
                term=term,
            )


_Said = tuple[ClaimType, str, int, int, datetime.date | None, str | None]


def _bare(sentence: str) -> bool:
    """自2021年11月9日起施行, with no subject at all, speaks of the text it stands in."""
    return sentence.lstrip().startswith(("自", "现予公布", "现予印发"))


def _whole_day(text: str) -> PrintedDate | None:
    printed = next(iter(find_dates(text)), None)
    if printed and printed.precision is Precision.DAY and printed.start <= 2:
        return printed
    return None


def _starts(sentence: str) -> Iterator[_Said]:
    for match in _FROM_DATE.finditer(sentence):
        printed = _whole_day(match[1])
        if printed:
            span = (match.start(), match.end())
            yield ClaimType.EFFECTIVE, "自D起施行", *span, printed.value, None
    for match in _FROM_EVENT.finditer(sentence):
        yield ClaimType.EFFECTIVE, "自…之日起施行", match.start(), match.end(), None, match[1]


def _ends(sentence: str) -> Iterator[_Said]:
    for match in _UNTIL.finditer(sentence):
        printed = _whole_day(match[1])
        if printed:
            span = (match.start(), match.end())
            yield ClaimType.EXPIRES, "有效期至D", *span, printed.value, None
    for match in _TERM.finditer(sentence):
        yield ClaimType.EXPIRES, "有效期N年", match.start(), match.end(), None, match[1]


def _interpreters(sentence: str) -> Iterator[_Said]:
    for match in _INTERPRETER.finditer(sentence):
        yield ClaimType.INTERPRETER, "R53", match.start(), match.end(), None, None
