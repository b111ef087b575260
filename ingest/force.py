"""Passages → when the text itself begins and ends, and who interprets it, as claims.

::

    beginning := subject? 自 (date | event) 起 施行        自2021年11月9日起施行, 自发布之日起施行
    event     := 发布|公布|印发…之日 (起 N 日|个月 后)?     自公布之日起30日后施行
    end       := 有效期 (至 date | N 年 | 自 date 至 date)  有效期至2026年11月9日, 试行期两年
               | subject 至 date 止|失效|废止

A phrase counts where its subject is this document: 本办法, a 《title》 of its own, nothing at all
(自…起施行), or, for an end, the beginning in front of it. Licences and proceedings have terms too,
and other documents their days. Source: DOMAIN.md §5.2 (subject test), §10, R53.
"""

import calendar
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from archive.notice.dates import PrintedDate, find_dates
from archive.notice.model import Claim, ClaimType, Field, Precision, Role, Within
from archive.notice.numerals import NUMERAL, parse_ordinal
from ingest.citations import Cited
from ingest.stages import Passage

# 本办法, 本实施细则, 本管理办法, 本法
SELF = re.compile(
    r"本(?:管理|实施|暂行|试行|工作)?(?:办法|规定|细则|意见|通知|方案|条例|法|决定|规则|规划|计划|措施|通告|公告|解释|规程|制度|政策|标准|令|规范|准则|章程|目录|清单|指南|预案|要点|文件|行动计划)"
)

# --- the subject -----------------------------------------------------------------------------

_ACTS = "通知|通告|公告|命令|令|决定|函|批复文件|批复|文件"
"""What a cover calls itself; any other name means what it issues."""
# 本政策措施, 本若干意见, 本《条例》, 但本办法
_SUBJECT = re.compile(
    rf"(?:以上|上述|此外|但|其中|即|且|并|(?:第{NUMERAL}[章条][ ]?(?:附则)?[ ]?){{1,2}})?"
    r"[本此](?:《[^》]{1,60}》|(?:管理|实施|暂行|试行|工作|若干|政策|"
    r"补充|议事|操作|行动|建设|扶持|补贴|补助|资金|专项|奖励|奖补|考核|评审|认定|技术|修订|优惠|指导|"
    r"鼓励|应急|产业|发展){0,3}(?:办法|规定|细则|意见|方案|条例|法典|法|规则|规划|计划|措施|解释|规程|"
    r"制度|政策|标准|规范|准则|章程|目录|清单|指南|指引|预案|要点|安排|守则|决议|修正案|导则|协定|纲要|"
    rf"{_ACTS}))"
)
_BEHIND_SUBJECT = frozenset("由经已从于在（(即将暂统共，,、自发公印下以")
"""What may follow a subject of its own sentence: 本办法由…负责解释并自…; not 本办法规定的…"""
# 政策有效期至…, 其有效期
_BARE_SUBJECT = re.compile(r"(?:政策措施|政策|办法|规定|措施|意见|文件|方案|通知|其|该)的?")
# （…会议通过 2002年8月16日公告公布 自2002年8月23日起施行）
_MADE = re.compile(r"(?:公布|印发|发布|颁布|通过|批准)[ \u3000，,]*$")
_ISSUES = re.compile(r"现予|现将|现印发|现公布|现发布|予以公布|予以印发|予以发布")
# 第三条、第四条; 第五条第二款
_PART = rf"第{NUMERAL}[条章](?:之{NUMERAL})?(?:第{NUMERAL}款)?(?:第?[（(]?{NUMERAL}[）)]?项)?"
_ARTICLES = re.compile(rf"{_PART}(?:[、和及至与]第?{_PART[1:]}){{0,12}}(?:的?规定)?(?:拟)?$")
_ARTICLE = re.compile(rf"(至)?第({NUMERAL}条(?:之{NUMERAL})?)")
# 其余条款, 其他规定
_OTHERS = re.compile(
    r"(?:其余|其他|其它|剩余)(?:各?条款|部分|内容|规定|条文|各条|政策)?(?:均|都|一律|则)?$"
)
# 涉及奖励的相关政策, 有关补贴标准
_SOME = re.compile(r"(?:条款|政策|规定|内容|标准|奖励|奖补|补贴|补助|部分|事项)$")
# 除第十条外, 除第十条自2022年1月1日起施行外
_EXCEPT = re.compile(r"除([^。；]{1,80}?)(?:以外|之外|外)[，,]?")
_CLAUSE_MARK = re.compile(r"[，,：:；;]")

# --- the beginning ---------------------------------------------------------------------------

_FORCES = ("施行", "实施", "执行", "生效", "试行", "实行", "有效", "适用")
_NOT_BEHIND = r"(?!的|之日|之前|以前|前|之后|以后|后|期|中)"
"""起施行的《…》, 施行之日, 有效期: no predicate."""
_FORCE = rf"(?:正式|开始|全面|统一|同步){{0,2}}(?:{'|'.join(_FORCES)}){_NOT_BEHIND}"
_LEAD = re.compile(r"(?:自|从|于|追溯至|追溯到)[ ]?$")
# behind 2021年11月9日: 零时起正式施行
_BEGINS = re.compile(
    rf"[ ]?(?:[（(]含[^）)]{{0,6}}[）)])?(?:之日)?(?:零时|0时)?(起)?[，,、]?{_FORCE}"
)
# behind 2021年8月, where 日 is missing: 24起
_DAY_ALONE = re.compile(r"[ ]?([0-3]?[0-9])(?=[ ]?起)")
# behind 有效期五年，自2016年1月1日
_FROM_THEN = re.compile(r"起(?:计算|算|计)?[。，,；;]?$")
# 自公布之日起30日后施行, 自本通知印发之日起施行, 自即日起执行
_EVENT = re.compile(
    r"(?:自|从)?(?:[本此](?:办法|规定|细则|意见|通知|方案|条例|公告|通告|文件|决定))?(?:文件|正式)?"
    r"(?:((?:发布|公布|印发|颁布|下发|签发|批准|通过|发文|印发公布)(?:[（(]..[）)])?之日"
    rf"(?:起?(?:满|经)?{NUMERAL}个?(?:工作日|日|天|月|年)之?(?:后|起)?)?)|(即日))"
    rf"(?:起|开始)?[，,]?{_FORCE}"
)
# 自印发之日起有效期限2年, 自发布之日起三年内有效
_FROM_EVENT = re.compile(
    r"(?:自|从)((?:发布|公布|印发|颁布|下发|签发|批准|通过|发文)之日)起[，,]?"
    r"(?=(?:有效期|[0-9一二两三四五六七八九十]{1,3}个?[年月]内?有效))"
)
# 1995年8月l日起施行, 年 月 日起施行: a day that cannot be read, or that a draft leaves open
_UNREAD = re.compile(
    rf"自([12]?[0-9×xX*〇_ \u3000]{{0,8}}年[^，。；年]{{0,6}}月[^，。；月]{{0,6}}日)起{_FORCE}"
)

# --- the end ---------------------------------------------------------------------------------

_SPAN = r"(?:有效期|试行期|执行期|施行期|实施期|适用期|期限)限?"
# in front of a day: 有效期至, 执行期限为, 有效期延长至, 继续执行至
_UNTIL = re.compile(
    rf"(?:{_SPAN}(?:暂定|为|：|:|是)?(?:(?:截止|延长|延续|顺延|展期|延)?(?:至|到|于)|截至)|"
    r"(?:延期|延长|延续|顺延|展期|继续执行|继续有效|继续实施)(?:至|到))[ ]?$"
)
_EXTENDS = re.compile(r"延|展|继续")
# 有效期自, 有效期为: with another day behind
_SPAN_FROM = re.compile(rf"{_SPAN}(?:暂定)?(?:为|是|：|:)?(?:自|从)?$")
_TO = re.compile(r"[ ]?(?:之日)?起?[ ]?(?:至|到|止于|[-—－–~～]{1,2})[ ]?$")
# behind the second day: 止施行, 有效
_ENDS_SO = re.compile(r"(?:之?日)?[ ]?止?[，,]?(?:期间)?(?:止|有效|施行|实施|执行|试行)")
# 起施行，至D; 有效至D; 于D
_REACHES = re.compile(
    r"(?:(施行|实施|执行|有效|试行)|[，,]|起)(截止到|截止|截至|至|到|止于|于|在|自|从)?[ ]?$"
)
_FROM = ("自", "从", "于", "在")
# behind the day: 止, 自行失效, 起废止
_STOPS = re.compile(
    r"[ ]?(?:24时|二十四时)?(起)?[，,]?(?:自行|自动|即行)?"
    r"(为止|止|终止|期满|届满|失效|废止|作废|停止执行|停止施行)"
)
_COUNT = r"[0-9一二两三四五六七八九十]{1,3}"
# 有效期5年, 试行期为两年, 有效期暂定3年, 试行一年
_TERM = re.compile(
    rf"(?:{_SPAN}|试行|暂行)(?:暂定为|暂定|定为|为|是|：|:|共)?[ ]?"
    rf"({_COUNT}[ ]?个?周?(?:年半?|月))(?![度份内底末0-9])"
)
# 三年内有效, behind 自发布之日起
_VALID_FOR = re.compile(rf"({_COUNT}个?[年月])内?有效(?!期)")
# 有效期至2025年工作任务完成时止
_UNTIL_DONE = re.compile(
    rf"{_SPAN}(?:截止|截至)?(?:至|到)([^。，；]{{2,40}}?(?:完成|结束|到位)(?:之?时间?|之日)?)"
)
_YEAR_END = re.compile(r"[ ]?年?[底末]")

# behind a day in a history note
_HISTORY = re.compile(r"[ \u3000]{0,4}(?:之日)?起?[ ]?(?:施行|实施|生效)")
# what a history note tells of later: 根据…的决定修正
_CHANGED = re.compile("修正|修订|修改")

# 由国家高新区“一区多园”工作领导小组办公室负责解释
_INTERPRETER = re.compile(r"由([^。，；由]{2,60}?)(?:负责|予以)(?:具体)?解释")
_SENTENCE = re.compile(r"[^。；;]+[。；;]?")


class _Subject(NamedTuple):
    """What begins or ends: all of the text (no keys), a component, or some of its articles."""

    scope: str
    keys: tuple[str, ...] = ()


class _Said(NamedTuple):
    """One thing a sentence says of force; half-open offsets in the sentence."""

    type: ClaimType
    pattern: str
    start: int
    stop: int
    day: date | None
    term: str | None
    subject: _Subject


_WHOLE = _Subject("WHOLE")


def field_of(claim: Claim, passage: Passage, source: str) -> Field | None:
    """The notice's field that a claim fills; attachments fill none, nor does a date to come."""
    is_own = passage.part.key.startswith(("main", "cover")) and bool(passage.ranged.text)
    if not is_own or (claim.date is None and claim.type is not ClaimType.INTERPRETER):
        return None
    if claim.scope != "WHOLE":
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
        printed = next(find_dates(claim.quote))
        alone = _day_alone(claim.quote, printed)
        start, stop = claim.start + printed.start, claim.start + (alone or printed).stop
        value, precision = claim.date.isoformat(), (alone or printed).precision
    else:
        match = _INTERPRETER.fullmatch(claim.quote)
        if match:
            start, stop = claim.start + match.start(1), claim.start + match.end(1)
            value = match[1]
    first, last = text.source_offset(start), text.source_offset(stop - 1) + 1
    return Field(name, source[first:last], value, first, last, precision)


def history_claim(passage: Passage) -> Claim | None:
    """What a history note says of the beginning, as far as it tells how the text was first made.

    ::

        2002年8月12日公告公布 2002年8月17日施行
    """
    text = passage.text
    found: list[tuple[int, int, date | None, str | None]] = [
        (printed.start, match.end(), printed.value, None)
        for printed in find_dates(text)
        if printed.precision is Precision.DAY and (match := _HISTORY.match(text, printed.stop))
    ]
    found += [(m.start(), m.end(), None, m[1] or m[2]) for m in _EVENT.finditer(text)]
    if not found:
        return None
    start, stop, day, term = min(found, key=lambda said: said[0])
    if _CHANGED.search(text, 0, start):
        return None
    return Claim(
        type=ClaimType.EFFECTIVE,
        section=passage.key,
        start=start,
        stop=stop,
        quote=text[start:stop],
        scope="WHOLE",
        assertion="ASSERTED",
        pattern="题注",
        date=day,
        term=term,
        within=passage.within,
    )


def _may_begin(text: str) -> bool:
    """Every beginning has one of these words."""
    return ("起" in text or "施行" in text) and any(word in text for word in _FORCES)


def _may_end(text: str) -> bool:
    """So has every end, and every interpreter."""
    return (
        "有效" in text
        or "试行" in text
        or "暂行" in text
        or "解释" in text
        or "期限" in text
        or "行期" in text
        or "施期" in text
        or "用期" in text
        or ("年" in text and ("止" in text or "效" in text or "废" in text or "延" in text))
    )


def may_tell_force(text: str) -> bool:
    """Whether a text may say when it begins or ends or who interprets it; cheap."""
    return _may_begin(text) or _may_end(text)


def force_claims(
    passage: Passage, cited: Sequence[Cited], keys: Collection[str], *, proposed: bool
) -> Iterator[Claim]:
    """The claims about force in one passage; a draft's are only proposed.

    ``cited``: the passage's citations; ``keys``: of all sections of the document.
    """
    text = passage.text
    if passage.within not in (Within.TEXT, Within.HEADING):
        return
    if not may_tell_force(text):
        return
    begun = False
    for match in _SENTENCE.finditer(text):
        sentence = _Sentence(match[0], match.start(), passage, cited, keys, begun)
        found = [*sentence.beginnings()] if may_tell_force(match[0]) else []
        begun = any(said.subject.scope == "WHOLE" for said in found)
        if found or _may_end(match[0]):
            found += [*sentence.ends(found), *_interpreters(match[0])]
        for said in sorted(found, key=lambda said: said.start):
            yield Claim(
                type=said.type,
                section=passage.key,
                start=match.start() + said.start,
                stop=match.start() + said.stop,
                quote=match[0][said.start : said.stop],
                scope=said.subject.scope,
                assertion="PROPOSED" if proposed else "ASSERTED",
                pattern=said.pattern,
                date=said.day,
                term=said.term,
                target_keys=said.subject.keys,
                within=passage.within,
            )


@dataclass(frozen=True, slots=True)
class _Sentence:
    """One sentence of a passage, from ``at`` on."""

    text: str
    at: int
    passage: Passage
    cited: Sequence[Cited]
    keys: Collection[str]
    begun: bool
    """The sentence before it says when this document begins."""

    def beginnings(self) -> Iterator[_Said]:
        """Every day or event from which this document or a part of it has effect."""
        begun = False
        for pattern, start, stop, day, term in self._starts():
            subject = self._subject(start, begun=begun)
            if subject:
                begun = begun or subject.scope == "WHOLE"
                yield _Said(ClaimType.EFFECTIVE, pattern, start, stop, day, term, subject)

    def _starts(self) -> Iterator[tuple[str, int, int, date | None, str | None]]:
        text = self.text
        days = list(find_dates(text))
        for at, printed in enumerate(days):
            until = days[at + 1] if at + 1 < len(days) else None
            lead = _LEAD.search(text, max(0, printed.start - 4), printed.start)
            start = lead.start() if lead else printed.start
            day = _day_alone(text, printed) or printed
            begins = _BEGINS.match(text, day.stop)
            if begins and (lead or (begins[1] and text[:start].strip() and "，" not in begins[0])):
                yield "自D起施行", start, begins.end(), day.value, None
            elif until and _TO.fullmatch(text, printed.stop, until.start):
                spans = _SPAN_FROM.search(text, max(0, printed.start - 12), printed.start)
                if spans:
                    yield "自D至D施行", spans.start(), printed.stop, day.value, None
                elif lead and _ENDS_SO.match(text, until.stop):
                    yield "自D至D施行", start, printed.stop, day.value, None
            elif lead and _FROM_THEN.match(text, day.stop) and _TERM.search(text, 0, start):
                yield "有效期自D起", start, day.stop + 1, day.value, None
        for match in _EVENT.finditer(text):
            yield "自…之日起施行", match.start(), match.end(), None, match[1] or match[2]
        for match in _FROM_EVENT.finditer(text):
            yield "自…之日起施行", match.start(), match.end(), None, match[1]
        for match in _UNREAD.finditer(text):
            if next(find_dates(match[1]), None) is None or not _is_whole(match[1]):
                yield "自…日起施行", match.start(), match.end(), None, match[1].strip()

    def ends(self, starts: Sequence[_Said]) -> Iterator[_Said]:
        """Every day or term by which this document ends."""
        text = self.text
        kind = ClaimType.EXPIRES
        done = list(_UNTIL_DONE.finditer(text))
        for printed in find_dates(text):
            found = self._last_day(printed, starts)
            if found and not any(match.start() <= found.start < match.end() for match in done):
                yield found
        for match in _TERM.finditer(text):
            subject = self._end_subject(match.start(), starts)
            if subject:
                pattern = "试行N年" if match[0].startswith(("试行", "暂行")) else "有效期N年"
                yield _Said(kind, pattern, *match.span(), None, match[1], subject)
        for match in _VALID_FOR.finditer(text):
            if any(said.stop == match.start() for said in starts):
                yield _Said(kind, "有效期N年", *match.span(), None, match[1], _WHOLE)
        for match in done:
            subject = self._end_subject(match.start(), starts)
            if subject:
                yield _Said(kind, "有效期至任务完成", *match.span(), None, match[1], subject)

    def _last_day(self, printed: PrintedDate, starts: Sequence[_Said]) -> _Said | None:
        """The end that one printed day is, or ``None``."""
        text = self.text
        before = max(0, printed.start - 16)
        start, stop, day = printed.start, printed.stop, _last_of(printed)
        until = _UNTIL.search(text, before, start)
        span = next(
            (
                said
                for said in starts
                if said.pattern == "自D至D施行" and _TO.fullmatch(text, said.stop, start)
            ),
            None,
        )
        reaches = _REACHES.search(text, before, start)
        ends = _STOPS.match(text, stop)
        if until:
            pattern = "有效期延长至D" if _EXTENDS.search(until[0]) else "有效期至D"
            start, subject = until.start(), self._end_subject(until.start(), starts)
        elif span:
            pattern, start, subject = "自D至D施行", span.stop, span.subject
        elif reaches and _is_end(reaches, ends):
            pattern, start = "至D止", reaches.start(2) if reaches[2] else printed.start
            subject = self._end_subject(reaches.start(), starts)
        else:
            return None
        if subject is None:
            return None
        # 于D废止, 自D起失效: the day before is the last in force; 至D失效 ends with D itself.
        if pattern == "至D止" and ends and (ends[1] or (reaches and reaches[2] in _FROM)):
            day -= timedelta(days=1)
        stop = ends.end() if ends else stop
        return _Said(ClaimType.EXPIRES, pattern, start, stop, day, None, subject)

    def _subject(self, at: int, *, begun: bool) -> _Subject | None:
        """Of what the sentence says that it begins there; ``None`` if not of this document."""
        before = self._open_text(at)
        if before is None:
            return None
        exception = next((m for m in _EXCEPT.finditer(self.text) if m.start() < at < m.end()), None)
        if exception:
            return self._articles(self.text[exception.start(1) : at])
        first = at - len(before)
        marks = [match.end() for match in _CLAUSE_MARK.finditer(before)]
        clauses = [
            (first + begins, before[begins:stops].strip(" \u3000，,：:；;"))
            for begins, stops in zip([0, *marks], [*marks, len(before)], strict=True)
        ]
        offset, clause = clauses[-1]
        if not clause:
            return self._subject_of(clauses[:-1], before)
        if _ARTICLES.search(clause):
            return self._articles(clause)
        own = next((c for c in self._own() if c.stop == at), None)
        if own or _OTHERS.search(clause):
            return _Subject("WHOLE", (own.key,) if own and own.key else ())
        subject = self._named(offset, clause)
        if subject:
            return subject
        if _MADE.search(clause):
            return self._subject_of(clauses[:-1], before)
        # 本政策自2020年11月30日起施行，涉及奖励的相关政策自2020年1月1日起执行
        return _Subject("ARTICLES") if begun and _SOME.search(clause) else None

    def _open_text(self, at: int) -> str | None:
        """What stands before, in the bracket that the sentence opens with; ``None`` in quotes."""
        whole = self.passage.text[: self.at + at]
        if whole.count("“") > whole.count("”"):
            return None
        before = self.text[:at]
        opened = max(before.rfind("（"), before.rfind("("))
        if opened > max(before.rfind("）"), before.rfind(")")):
            return before[opened + 1 :] if not before[:opened].strip() else None
        return before

    def _subject_of(self, clauses: Sequence[tuple[int, str]], before: str) -> _Subject | None:
        """Of a clause without a subject: what the clauses before it speak of."""
        if not before.strip():
            return _WHOLE
        for offset, clause in reversed(clauses):
            subject = self._named(offset, clause)
            if subject:
                return subject
            bare = _BARE_SUBJECT.match(clause)
            if bare and _TERM.match(clause, bare.end()):
                return _WHOLE
        others = any(not c.is_own and c.stop <= self.at + len(self.text) for c in self._here())
        if _ISSUES.search(before) or (_MADE.search(before) and not others):
            return _WHOLE
        return _WHOLE if _EXCEPT.fullmatch(before.strip()) else None

    def _named(self, offset: int, clause: str) -> _Subject | None:
        """The document's own name at the head of a clause: 本办法, 《X》已经…通过."""
        match = _SUBJECT.match(clause)
        if match:
            behind = clause[match.end() :].lstrip()
            if behind and behind[0] not in _BEHIND_SUBJECT and not _TERM.match(behind):
                return None
            issued = self.passage.part.role is Role.COVER and not match[0].endswith(
                tuple(_ACTS.split("|"))
            )
            return _Subject("WHOLE", self._issued() if issued else ())
        blank = len(self.text[offset:]) - len(self.text[offset:].lstrip())
        own = next((c for c in self._own() if c.start == offset + blank), None)
        return _Subject("WHOLE", (own.key,) if own.key else ()) if own else None

    def _end_subject(self, at: int, starts: Sequence[_Said]) -> _Subject | None:
        """Whose end it is: the sentence's own subject, or what began just before."""
        before = self._open_text(at)
        if before is None:
            return None
        whole = next((s.subject for s in starts if s.subject.scope == "WHOLE"), None)
        if any(said.start <= at <= said.stop for said in starts):
            return whole
        mark = max((m.end() for m in _CLAUSE_MARK.finditer(before)), default=0)
        clause = before[mark:].strip()
        if not clause or _BARE_SUBJECT.fullmatch(clause):
            if whole or (not before.strip() and self.begun):
                return whole or _WHOLE
            offset = at - len(before)
            return None if clause else self._named(offset, before.strip())
        offset = at - len(before) + mark
        match = _SUBJECT.match(clause)
        if match and clause[match.end() :].strip() in ("", "的"):
            return self._named(offset, clause[: match.end()])
        own = next((c for c in self._own() if c.start <= offset + 1 and c.stop >= at - 1), None)
        return _Subject("WHOLE", (own.key,) if own.key else ()) if own else None

    def _here(self) -> Iterator[Cited]:
        """The sentence's citations, offsets in the sentence."""
        for cited in self.cited:
            if self.at <= cited.start < self.at + len(self.text):
                yield cited._replace(start=cited.start - self.at, stop=cited.stop - self.at)

    def _own(self) -> Iterator[Cited]:
        return (cited for cited in self._here() if cited.is_own)

    def _issued(self) -> tuple[str, ...]:
        """What a cover means by 本办法."""
        return ("main-1",) if any(key.startswith("main-1/") for key in self.keys) else ()

    def _articles(self, names: str) -> _Subject:
        """第三条、第五条至第七条 → their keys, as far as this component has them."""
        part = self.passage.part.key
        keys: list[str] = []
        last = 0
        for match in _ARTICLE.finditer(names):
            number = parse_ordinal(match[2])
            if number is None:
                continue
            between = range(last + 1, number[0]) if match[1] else ()
            keys += [f"{part}/art-{n}" for n in between]
            keys.append(f"{part}/art-{'_'.join(str(n) for n in number)}")
            last = number[0]
        return _Subject("ARTICLES", tuple(key for key in keys if key in self.keys))


def _is_end(reaches: re.Match[str], ends: re.Match[str] | None) -> bool:
    """至D止, 执行至D, 于D废止, D起失效; not 自D执行."""
    if ends is None:
        return bool(reaches[1]) and reaches[2] not in (None, *_FROM)
    return bool(reaches[2] or ends[1])


def _is_whole(printed: str) -> bool:
    return any(p.precision is Precision.DAY for p in find_dates(printed))


def _day_alone(text: str, printed: PrintedDate) -> PrintedDate | None:
    """2021年8月24起: the day stands there without its 日."""
    match = _DAY_ALONE.match(text, printed.stop)
    if not match or printed.precision is not Precision.MONTH:
        return None
    try:
        day = printed.value.replace(day=int(match[1]))
    except ValueError:
        return None
    raw = text[printed.start : match.end()]
    return PrintedDate(day, Precision.DAY, raw, printed.start, match.end())


def _last_of(printed: PrintedDate) -> date:
    """The last day of what is printed: of 2025年12月 the 31st; so of 2025年底."""
    day = printed.value
    if printed.precision is Precision.YEAR:
        return day.replace(month=12, day=31)
    if printed.precision is Precision.MONTH:
        return day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day


def _interpreters(sentence: str) -> Iterator[_Said]:
    for match in _INTERPRETER.finditer(sentence):
        yield _Said(ClaimType.INTERPRETER, "R53", match.start(), match.end(), None, None, _WHOLE)
