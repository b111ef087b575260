"""timeline(work, edges, part): status over time, each stretch with the rule that decides and why.

The decision table is a function of the day that changes on finitely many days only; it is asked on
each of these. No clock: the passing of time changes nothing here. Source: DOMAIN.md §5.3 and §10.

==  ==============================================================  ====================
1   no official document, or one that binds not in general          ``NOT_APPLICABLE``
2   a draft                                                         ``DRAFT``
3   repealed or replaced by then                                    ``REPEALED``
4   declared expired by then                                        ``EXPIRED``
5   its own term is over, no extension                              ``EXPIRED``
6   suspended                                                       ``SUSPENDED``
7   takes effect later, or is not yet made                          ``NOT_YET_EFFECTIVE``
8   an ending that nobody has confirmed, the boundary day of a term ``UNKNOWN``
9   in force, parts amended or ended                                ``AMENDED``
10  in force by its own words                                       ``EFFECTIVE``
11  says nothing of its effect, is made, nothing against it         ``PRESUMED_EFFECTIVE``
12  takes effect on a day that cannot be known                      ``UNKNOWN``
==  ==============================================================  ====================
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from archive.law.graph import Edge, Words, WorkFacts
from archive.law.terms import add_term
from archive.notice.model import Claim, ClaimType, DocumentType, Normativity, Role

LABELS = {
    "NOT_APPLICABLE": "不适用",
    "DRAFT": "征求意见稿",
    "REPEALED": "废止",
    "EXPIRED": "失效",
    "SUSPENDED": "暂停施行",
    "NOT_YET_EFFECTIVE": "尚未施行",
    "UNKNOWN": "待核",
    "AMENDED": "有效（经修改）",
    "EFFECTIVE": "有效",
    "PRESUMED_EFFECTIVE": "未见失效依据",
}
"""Names of DOMAIN.md §5.3 → what people read."""

RULES = {
    "1-press": "不是公文（新闻、问答、资料等），不评价效力",
    "1-specific": "一事一办的公文，没有普遍约束力，不评价效力",
    "1-internal": "机关内部的公文，没有普遍约束力，不评价效力",
    "2": "征求意见稿：公布征求意见，从未施行",
    "3": "已被另一文件明文废止或者取代",
    "4": "已被另一文件宣布失效",
    "5": "有效期已满，未见延长",
    "6": "已被另一文件暂停施行",
    "7": "载明的施行日期还没有到",
    "7-unmade": "该日文件尚未制发",
    "8": "有一份文件可能已终止其效力，尚未经人核实",
    "8-boundary": "有效期届满的对应日：算不算在有效期内，各地做法不一",
    "8-conflict": "期满之后又有文件宣布其继续有效，前后矛盾",
    "8-extension": "期满之前已有文件延长其效力，但未写明延长到哪一天",
    "8-open": "有效期写到一件事完成之时，没有日期",
    "8-presumed": "按当地规范性文件的默认期限应已届满，本文未写明",
    "9": "已经施行，其后部分条款被修改或者终止",
    "10": "载明的施行日期已到，未见终止其效力的文件",
    "11": "未载明施行日期；已经制发，未见终止其效力的文件",
    "12": "写明自公布之日起施行，而公布日期不详",
    "12-undated": "制发日期不详",
    "0-stub": "只被引用，原文未收录",
}
"""Which row of the table decided → the row in words, for people."""

_IN_FORCE: dict[str, bool | str | None] = {
    "EFFECTIVE": True,
    "AMENDED": True,
    "PRESUMED_EFFECTIVE": "presumed",
    "UNKNOWN": None,
}
_SURE = frozenset({"ASSERTED", "CONFIRMED"})
_OPEN = frozenset({"INFERRED", "NEEDS_REVIEW"})
_REPEALING = frozenset({ClaimType.REPEALS, ClaimType.REPLACES})
_ENDING = _REPEALING | {ClaimType.DECLARES_EXPIRED}
_CHANGING = frozenset({ClaimType.AMENDS, ClaimType.REVISES})
# 国务院令第707号, 公告2021年第3号: signed and made public by one act
_PROMULGATED = re.compile(r"(?:令|公告|通告)(?:[0-9]{4}年)?第?[0-9]*号?$|(?:令|公告|通告)")
_PUBLISHED = ("发布", "公布", "颁布")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Status:
    """What the table says for one day."""

    status: str
    rule: str
    """Key of ``RULES``."""
    reason: str | None = None
    evidence: tuple[Words, ...] = ()
    in_force: bool | str | None = False
    bounds: str | None = None
    """What is known all the same, as a sentence."""


@dataclass(frozen=True, slots=True)
class Interval:
    """One stretch of a timeline: first and last day, both inclusive; ``None`` is open."""

    status: str
    first: date | None
    last: date | None
    rule: str
    reason: str | None
    evidence: tuple[Words, ...]
    in_force: bool | str | None
    bounds: str | None

    def covers(self, day: date) -> bool:
        """Whether the day is in it."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


def timeline(
    work: WorkFacts,
    incoming: Sequence[Edge],
    key: str | None = None,
    *,
    default_years: int | None = None,
) -> tuple[Interval, ...]:
    """Status of a work, or of the component or section ``key``, over all time, oldest first.

    ``default_years``: after so many years a text that names no term is presumed expired, where a
    jurisdiction's policy says so; never the ground of an ending.
    """
    case = _Case.of(work, incoming, key, default_years)
    days = sorted(case.days())
    starts: list[date | None] = [None, *days]
    found: list[Interval] = []
    for at, first in enumerate(starts):
        asked = first or (days[0] - _DAY if days and days[0] > date.min else date.min)
        last = days[at] - _DAY if at < len(days) else None
        status = case.on(asked)
        before = found[-1] if found else None
        if before and _same(before, status):
            found[-1] = _interval(status, before.first, last)
        else:
            found.append(_interval(status, first, last))
    return tuple(found)


def status_on(intervals: Iterable[Interval], day: date) -> Interval:
    """The stretch that a day lies in."""
    return next(interval for interval in intervals if interval.covers(day))


def _same(before: Interval, status: Status) -> bool:
    return (before.status, before.rule, before.reason, before.evidence, before.in_force) == (
        status.status,
        status.rule,
        status.reason,
        status.evidence,
        status.in_force,
    )


def _interval(status: Status, first: date | None, last: date | None) -> Interval:
    return Interval(
        status.status,
        first,
        last,
        status.rule,
        status.reason,
        status.evidence,
        status.in_force,
        status.bounds,
    )


@dataclass(frozen=True, slots=True)
class _Begin:
    """When a part takes effect, as far as its own words tell."""

    day: date | None
    words: Words | None
    is_stated: bool
    """There is an effect clause at all."""
    because: Words | None = None
    """What a person entered, on which the day rests."""

    @property
    def evidence(self) -> tuple[Words, ...]:
        """The words, and what else the day rests on."""
        return tuple(words for words in (self.words, self.because) if words)


@dataclass(frozen=True, slots=True)
class _End:
    """When a part's own term is over."""

    last: date | None
    """Last day that is surely in the term."""
    boundary: date | None
    """The corresponding day of a counted term, of which nobody can be sure."""
    words: Words
    open_after: date | None = None
    """A term without a date: undecidable after this day."""


@dataclass(frozen=True, slots=True)
class _Case:
    """Everything that bears on one part's status, sorted by what it does."""

    work: WorkFacts
    key: str | None
    component: str
    is_draft: bool
    begin: _Begin
    ends: tuple[_End, ...]
    endings: tuple[tuple[Edge, date], ...]
    """Sure, whole endings of this part, with their days."""
    open_endings: tuple[tuple[Edge, date | None], ...]
    partial: tuple[tuple[Edge, date], ...]
    changes: tuple[tuple[Edge, date], ...]
    suspensions: tuple[tuple[Edge, date], ...]
    extensions: tuple[tuple[Edge, date | None], ...]
    confirmations: tuple[tuple[Edge, date | None], ...]
    default_years: int | None

    @classmethod
    def of(
        cls, work: WorkFacts, incoming: Sequence[Edge], key: str | None, default_years: int | None
    ) -> "_Case":
        component = key.split("/")[0] if key else _principal(work)
        drafts = {c.key for c in work.components if c.is_draft}
        begin = _begin(work, component, key)
        endings, open_endings, partial = [], [], []
        changes, suspensions, extensions, confirmations = [], [], [], []
        for edge in sorted(incoming, key=_order):
            reach = _reach(edge, work, component, key)
            if reach is None or edge.assertion in ("PROPOSED", "REJECTED"):
                continue
            is_sure = edge.assertion in _SURE
            if edge.type in _ENDING:
                if reach == "part":
                    if is_sure and edge.effect:
                        partial.append((edge, edge.effect))
                elif is_sure and edge.effect:
                    endings.append((edge, edge.effect))
                else:
                    open_endings.append((edge, edge.effect))
            elif edge.type in _CHANGING and is_sure and edge.effect:
                changes.append((edge, edge.effect))
            elif edge.type is ClaimType.SUSPENDS and is_sure and edge.effect and reach == "whole":
                suspensions.append((edge, edge.effect))
            elif edge.type is ClaimType.EXTENDS_VALIDITY and is_sure and reach == "whole":
                extensions.append((edge, edge.until))
            elif edge.type is ClaimType.CONFIRMS_VALID and is_sure:
                confirmations.append((edge, edge.effect))
        return cls(
            work,
            key,
            component,
            component in drafts,
            begin,
            tuple(_ends(work, component, key, begin)),
            tuple(endings),
            tuple(open_endings),
            tuple(partial),
            tuple(changes),
            tuple(suspensions),
            tuple(extensions),
            tuple(confirmations),
            default_years,
        )

    @property
    def made(self) -> date | None:
        """The first day on which the document can be said to exist."""
        return self.work.date_signed or self.work.date_printed or self.work.date_published

    def days(self) -> Iterator[date]:
        """Every day on which the status may become another."""
        yield from (day for day in (self.made, self.work.not_before, self.begin.day) if day)
        for end in self.ends:
            for last in (end.last, end.boundary, end.open_after):
                if last:
                    yield last
                    yield last + _DAY
        for _, day in (*self.endings, *self.partial, *self.changes, *self.suspensions):
            yield day
        for _, maybe in (*self.open_endings, *self.confirmations):
            if maybe:
                yield maybe
        for edge, until in self.extensions:
            if until:
                yield until + _DAY
            if edge.effect:
                yield edge.effect
        yield from (day for day in self.work.texts if day)
        if presumed := self._presumed_end():
            yield presumed

    def on(self, day: date) -> Status:
        """The first row that holds."""
        return (
            self._stub(day)
            or self._without_force()
            or self._draft()
            or self._ended(day)
            or self._suspended(day)
            or self._not_yet(day)
            or self._doubtful(day)
            or self._in_force(day)
        )

    # --- the rows ---------------------------------------------------------------------------------

    def _stub(self, day: date) -> Status | None:
        if not self.work.is_stub:
            return None
        ended = self._ended(day)
        return ended or Status("UNKNOWN", "0-stub", "not_held", in_force=None)

    def _without_force(self) -> Status | None:
        if self.work.document_type is DocumentType.NON_OFFICIAL:
            return Status("NOT_APPLICABLE", "1-press")
        has_ending = bool(self.endings or any(end.last for end in self.ends))
        if has_ending:
            return None
        if self.work.normativity is Normativity.SPECIFIC:
            return Status("NOT_APPLICABLE", "1-specific")
        if self.work.normativity is Normativity.INTERNAL:
            return Status("NOT_APPLICABLE", "1-internal")
        return None

    def _draft(self) -> Status | None:
        return Status("DRAFT", "2") if self.is_draft else None

    def _ended(self, day: date) -> Status | None:
        """Rows 3 to 5: of several endings the earliest."""
        found: list[tuple[date, int, str, str, str | None, tuple[Words, ...]]] = []
        for edge, effect in self.endings:
            if effect <= day:
                is_repeal = edge.type in _REPEALING
                status, rule = ("REPEALED", "3") if is_repeal else ("EXPIRED", "4")
                reason = None if is_repeal else "declared"
                found.append((effect, 0, status, rule, reason, (edge.words,)))
        if not any(until is None and self._in_time(e) for e, until in self.extensions):
            term = self._term_over(day)
            if term:
                found.append((term[0], 1, "EXPIRED", "5", "term", term[1]))
        if not found:
            return None
        _, _, status, rule, reason, evidence = min(found, key=lambda f: (f[0], f[1], f[3]))
        later = tuple(w for f in sorted(found, key=lambda f: (f[0], f[1], f[3]))[1:] for w in f[5])
        return Status(status, rule, reason, (*evidence, *later[:2]))

    def _term_over(self, day: date) -> tuple[date, tuple[Words, ...]] | None:
        """(first day after the term, the words that set it), if that day has come."""
        lasts = [(end.boundary or end.last, end.words) for end in self.ends]
        lasts = [(last, words) for last, words in lasts if last]
        if not lasts:
            return None
        last, words = min(lasts, key=lambda found: (found[0], found[1].section))
        evidence: tuple[Words, ...] = (words,)
        assert last is not None  # noqa: S101  filtered above
        over = last + _DAY
        for edge, until in self.extensions:
            # One made only after the lapse leaves a gap before it.
            if until and (edge.effect is None or edge.effect <= day) and until >= last:
                last, evidence, over = until, (edge.words, words), until + _DAY
        return (over, evidence) if day >= over else None

    def _in_time(self, edge: Edge) -> bool:
        lasts = [last for end in self.ends if (last := end.boundary or end.last)]
        return not lasts or edge.effect is None or edge.effect <= min(lasts) + _DAY

    def _suspended(self, day: date) -> Status | None:
        for edge, effect in self.suspensions:
            if effect <= day and (edge.until is None or day <= edge.until):
                return Status("SUSPENDED", "6", None, (edge.words,))
        return None

    def _not_yet(self, day: date) -> Status | None:
        made = self.made
        if made and day < made and not (self.begin.day and self.begin.day <= day):
            return Status("NOT_YET_EFFECTIVE", "7-unmade", "not_yet_made")
        if made is None and self.work.not_before and day < self.work.not_before:
            words = (self.work.not_before_because,) if self.work.not_before_because else ()
            return Status("NOT_YET_EFFECTIVE", "7-unmade", "not_yet_made", words)
        if self.begin.day and day < self.begin.day:
            return Status("NOT_YET_EFFECTIVE", "7", None, self.begin.evidence)
        return None

    def _doubtful(self, day: date) -> Status | None:
        doubt: tuple[str, str, tuple[Words, ...]] | None = None
        for edge, effect in self.open_endings:
            if effect is None or effect <= day:
                doubt = doubt or ("8", "candidate", (edge.words,))
        for end in self.ends:
            if end.boundary == day and not self._extended(day):
                doubt = doubt or ("8-boundary", "term_boundary", (end.words,))
            if end.open_after and day > end.open_after:
                doubt = doubt or ("8-open", "term_open", (end.words,))
        term = self._term_over(day)
        if term:  # reached only where an extension without a day was made in time
            words = tuple(e.words for e, until in self.extensions if until is None)
            doubt = doubt or ("8-extension", "extension_undated", (*words, *term[1]))
        presumed = self._presumed_end()
        if presumed and day >= presumed and not self._confirmed(presumed, day):
            doubt = doubt or ("8-presumed", "presumed_expired", ())
        if doubt:
            rule, reason, evidence = doubt
            return Status("UNKNOWN", rule, reason, evidence, in_force=None)
        return None

    def _extended(self, day: date) -> bool:
        return any(
            (until is None or until >= day) and (edge.effect is None or edge.effect <= day)
            for edge, until in self.extensions
        )

    def _confirmed(self, since: date, day: date) -> bool:
        return any(at and since <= at <= day for _, at in self.confirmations)

    def _presumed_end(self) -> date | None:
        start = self.begin.day or self.made
        if self.default_years is None or start is None or self.ends:
            return None
        return add_term(start, f"{self.default_years}年")

    def _in_force(self, day: date) -> Status:
        """Rows 9 to 12."""
        if self.begin.is_stated and self.begin.day is None:
            bounds = self._bounds()
            words = (self.begin.words,) if self.begin.words else ()
            if self.work.not_before_because:
                words = (*words, self.work.not_before_because)
            return Status("UNKNOWN", "12", "effective_date", words, None, bounds)
        if not self.begin.is_stated and self.made is None:
            words = (self.work.not_before_because,) if self.work.not_before_because else ()
            return Status("UNKNOWN", "12-undated", "date_unknown", words, None, self._bounds())
        partial = [(edge, at) for edge, at in self.partial if at <= day]
        changed = [(edge, at) for edge, at in self.changes if at <= day]
        # The texts that are held bear out that it was changed, also where no act says so.
        texts = [at for at in self.work.texts if at]
        newer = [at for at in texts[1:] if at <= day] if len(texts) > 1 else []
        begun = self.begin.evidence
        if partial or changed or newer:
            evidence = (*(edge.words for edge, _ in (*partial, *changed)), *begun)
            return Status("AMENDED", "9", None, evidence, "partial" if partial else True)
        if self.begin.is_stated:
            return Status("EFFECTIVE", "10", None, begun, in_force=True)
        return Status("PRESUMED_EFFECTIVE", "11", "implied", (), "presumed")

    def _bounds(self) -> str | None:
        if self.work.not_before is None:
            return None
        day = self.work.not_before
        return f"不早于{day.year}年{day.month}月{day.day}日：本文引用了这一天制发的文件。"


# --- which words bear on which part ---------------------------------------------------------------


def _principal(work: WorkFacts) -> str:
    """The component that speaks for the whole: what is issued, unless that is only a draft."""
    by_key = {component.key: component for component in work.components}
    mains = [c for c in work.components if c.role is Role.MAIN]
    if mains and not (mains[0].is_draft and "cover" in by_key):
        return mains[0].key
    return "cover" if "cover" in by_key else (work.components[0].key if work.components else "")


def _about(
    work: WorkFacts, claims: Sequence[Claim], component: str, key: str | None
) -> list[Claim]:
    """The claims that bear on a part, those of the nearest level alone.

    Words about this very section, else about its component, else of what carries it: an attachment
    begins and ends with what it belongs to, a 办法 with the notice that issues it.
    """
    if key and "/" in key:
        narrow = [
            claim
            for claim in claims
            if claim.scope == "ARTICLES"
            and any(_covers(wanted, key) for wanted in claim.target_keys)
        ]
        if narrow:
            return narrow
    whole = [claim for claim in claims if claim.scope == "WHOLE"]
    mains = [c.key for c in work.components if c.role is Role.MAIN]
    carriers = [component]
    if component.startswith("att") and mains:
        carriers.append(mains[0])
    if component != "cover":
        carriers.append("cover")
    for carrier in carriers:
        found = [c for c in whole if carrier in _subjects(c)]
        if found:
            return found
    return []


def _subjects(claim: Claim) -> tuple[str, ...]:
    return claim.target_keys or (claim.section.split("/")[0],)


def _covers(wanted: str, key: str) -> bool:
    return key == wanted or key.startswith(f"{wanted}/")


def _words(work: WorkFacts, claim: Claim) -> Words:
    return Words(work.id, work.number, work.title, claim.section, claim.quote)


def _begin(work: WorkFacts, component: str, key: str | None) -> _Begin:
    claims = _about(work, [c for c in work.claims if c.type is ClaimType.EFFECTIVE], component, key)
    if not claims:
        return _Begin(None, None, is_stated=False)
    dated = [(day, claim) for claim in claims if (day := _day_of(work, claim))]
    if not dated:
        return _Begin(None, _words(work, claims[0]), is_stated=True)
    day, claim = min(dated, key=lambda found: (found[0], found[1].section, found[1].start))
    words = _words(work, claim)
    if claim.date is None and work.published_because is not None:
        return _Begin(day, words, is_stated=True, because=work.published_because)
    return _Begin(day, words, is_stated=True)


def _day_of(work: WorkFacts, claim: Claim) -> date | None:
    """自…之日起施行: the day that the event happened, where that is known."""
    if claim.date is not None:
        return claim.date
    event, _, delay = (claim.term or "").partition("+")
    if event.startswith(_PUBLISHED):
        is_one_act = bool(work.number and _PROMULGATED.search(work.number))
        is_statute = work.document_type is DocumentType.STATUTE
        day = work.date_published or (work.date_signed if is_one_act or is_statute else None)
    else:
        day = work.date_printed or work.date_signed
    if day and delay:
        # 公布之日起30日后: the day after the thirtieth
        return add_term(day, delay)
    return day


def _ends(work: WorkFacts, component: str, key: str | None, begin: _Begin) -> Iterator[_End]:
    claims = _about(work, [c for c in work.claims if c.type is ClaimType.EXPIRES], component, key)
    dated = [claim for claim in claims if claim.date]
    for claim in dated or claims:
        words = _words(work, claim)
        if claim.date:
            yield _End(claim.date, None, words)
        elif claim.term:
            start = begin.day or work.date_signed
            boundary = add_term(start, claim.term) if start else None
            if boundary:
                yield _End(boundary - _DAY, boundary, words)
            elif not claim.term[0].isdecimal():
                year = re.search(r"(20[0-9]{2})年", claim.quote)
                after = date(int(year[1]), 12, 31) if year else None
                yield _End(None, None, words, open_after=after)


def _reach(edge: Edge, work: WorkFacts, component: str, key: str | None) -> str | None:
    """Whether an edge does something to a part as a whole, to some of it, or not at all."""
    if edge.scope in ("CLASS", "INCONSISTENT_PART"):
        return None
    if edge.scope == "ARTICLES":
        base = edge.component or _principal(work)
        targets = [f"{base}/{target}" for target in edge.target_keys]
        if key is None or key == base:
            return "part"
        if any(_covers(target, key) for target in targets):
            return "whole"
        return "part" if any(target.startswith(f"{key}/") for target in targets) else None
    if not edge.component:
        return "whole"
    if key is None:
        mains = [c.key for c in work.components if c.role is Role.MAIN]
        return "whole" if mains in ([edge.component], []) else "part"
    if component == edge.component or (
        component.startswith("att") and edge.component == _principal(work)
    ):
        return "whole"
    return "whole" if component == "cover" and edge.component == _principal(work) else None


def _order(edge: Edge) -> tuple[str, ...]:
    return (
        edge.effect.isoformat() if edge.effect else "",
        edge.source,
        edge.words.section,
        edge.type.value,
        edge.words.quote,
        edge.component,
        edge.assertion,
        edge.scope,
        *edge.target_keys,
    )


def are_gapless(intervals: Sequence[Interval]) -> bool:
    """Each stretch begins on the day after the one before it, and both ends are open."""
    if not intervals or intervals[0].first is not None or intervals[-1].last is not None:
        return False
    return all(
        one.last is not None and other.first == one.last + _DAY
        for one, other in pairwise(intervals)
    )
