"""What is concluded of a text on a day: status, rule, reason, the words that it rests on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from archive.law.graph import Words


class Status(StrEnum):
    """How a text stands on a day. Source: DOMAIN.md §5.3 and §10."""

    NOT_APPLICABLE = "NOT_APPLICABLE"
    DRAFT = "DRAFT"
    REPEALED = "REPEALED"
    EXPIRED = "EXPIRED"
    SUSPENDED = "SUSPENDED"
    NOT_YET_EFFECTIVE = "NOT_YET_EFFECTIVE"
    UNKNOWN = "UNKNOWN"
    AMENDED = "AMENDED"
    EFFECTIVE = "EFFECTIVE"
    PRESUMED_EFFECTIVE = "PRESUMED_EFFECTIVE"


LABELS: dict[str, str] = {
    Status.NOT_APPLICABLE: "不适用",
    Status.DRAFT: "征求意见稿",
    Status.REPEALED: "废止",
    Status.EXPIRED: "失效",
    Status.SUSPENDED: "暂停施行",
    Status.NOT_YET_EFFECTIVE: "尚未施行",
    Status.UNKNOWN: "待核",
    Status.AMENDED: "有效（经修改）",
    Status.EFFECTIVE: "有效",
    Status.PRESUMED_EFFECTIVE: "未见失效依据",
}
"""Status → what people read."""


class Rule(StrEnum):
    """Which row of the decision table decided; ``RULES`` says each in a sentence."""

    NON_OFFICIAL = "non_official"
    NOT_NORMATIVE = "not_normative"
    DRAFT = "draft"
    REPEALED = "repealed"
    DECLARED = "declared"
    TERM = "term"
    SUSPENDED = "suspended"
    NOT_YET_MADE = "not_yet_made"
    BEFORE_EFFECT = "before_effect"
    NOT_HELD = "not_held"
    CANDIDATE = "candidate"
    CONFLICT = "conflict"
    TERM_BOUNDARY = "term_boundary"
    TERM_OPEN = "term_open"
    DATE_CONFLICT = "date_conflict"
    PRESUMED_EXPIRED = "presumed_expired"
    EFFECT_UNKNOWN = "effect_unknown"
    UNDATED = "undated"
    IMPLIED = "implied"
    AMENDED = "amended"
    EFFECTIVE = "effective"


RULES: dict[str, str] = {
    Rule.NON_OFFICIAL: "不是公文，没有施行与失效的问题。",
    Rule.NOT_NORMATIVE: "只管一时一事或内部事务，不具普遍约束力，不适用施行与失效的判断。",
    Rule.DRAFT: "征求意见稿，尚未成为正式文件。",
    Rule.REPEALED: "另一文件已将其废止，该日在废止生效之日或以后。",
    Rule.DECLARED: "另一文件已宣布其失效，该日在失效之日或以后。",
    Rule.TERM: "文中写明的有效期已满，未见延长。",
    Rule.SUSPENDED: "另一文件在该日暂停其施行。",
    Rule.NOT_YET_MADE: "该日早于它的成文日期，当时还没有这件文件。",
    Rule.BEFORE_EFFECT: "该日早于文中写明的施行日期。",
    Rule.NOT_HELD: "档案没有收入它的正文，只见别处引用。",
    Rule.CANDIDATE: "有一处可能使它失去效力的文字，尚待人工核定。",
    Rule.CONFLICT: "有效期已满，后来的文件却宣布它继续有效，两说相抵。",
    Rule.TERM_BOUNDARY: "该日是有效期的起止对应日，各地算法不一。",
    Rule.TERM_OPEN: "有效期以任务完成为止，文中没有确定日期。",
    Rule.DATE_CONFLICT: "文中写明的日期彼此不一，该日在其间。",
    Rule.PRESUMED_EXPIRED: "没有写明有效期，按当地关于默认有效期的规定可能已经失效。",
    Rule.EFFECT_UNKNOWN: "施行日期取决于文中没有的日期，无从确定。",
    Rule.UNDATED: "没有成文日期，也没有写明施行日期，无从确定该日是否已经制发。",
    Rule.IMPLIED: "没有写明施行日期；已经成文，未见使它失去效力的文字。",
    Rule.AMENDED: "已经施行，其后经过修改，或者部分内容已失去效力。",
    Rule.EFFECTIVE: "已经施行，未见使它失去效力的文字。",
}

_REASONS = {
    Rule.NON_OFFICIAL: "non_official",
    Rule.NOT_NORMATIVE: "normativity",
    Rule.DECLARED: "declared",
    Rule.TERM: "term",
    Rule.NOT_YET_MADE: "not_yet_made",
    Rule.NOT_HELD: "not_held",
    Rule.CANDIDATE: "candidate",
    Rule.CONFLICT: "conflict",
    Rule.TERM_BOUNDARY: "term_boundary",
    Rule.TERM_OPEN: "term_open",
    Rule.DATE_CONFLICT: "date_conflict",
    Rule.PRESUMED_EXPIRED: "presumed_expired",
    Rule.EFFECT_UNKNOWN: "effective_date",
    Rule.UNDATED: "effective_date",
    Rule.IMPLIED: "implied",
}
_STATUSES = {
    Rule.NON_OFFICIAL: Status.NOT_APPLICABLE,
    Rule.NOT_NORMATIVE: Status.NOT_APPLICABLE,
    Rule.DRAFT: Status.DRAFT,
    Rule.REPEALED: Status.REPEALED,
    Rule.DECLARED: Status.EXPIRED,
    Rule.TERM: Status.EXPIRED,
    Rule.SUSPENDED: Status.SUSPENDED,
    Rule.NOT_YET_MADE: Status.NOT_YET_EFFECTIVE,
    Rule.BEFORE_EFFECT: Status.NOT_YET_EFFECTIVE,
    Rule.IMPLIED: Status.PRESUMED_EFFECTIVE,
    Rule.AMENDED: Status.AMENDED,
    Rule.EFFECTIVE: Status.EFFECTIVE,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """One conclusion, and why."""

    rule: Rule
    words: tuple[Words, ...] = ()
    """The sentences that it rests on; none where it rests on a date or on nothing that is said."""
    is_partial: bool = False
    """A part of the text has ended, or has no effect yet, while the rest is in force."""
    bounds: str | None = None
    """What is known of an unknown date all the same, as a sentence."""

    @property
    def status(self) -> Status:
        """By the rule that decided."""
        return _STATUSES.get(self.rule, Status.UNKNOWN)

    @property
    def reason(self) -> str | None:
        """Which of the ways to this status: ``term``, ``candidate``, ``effective_date`` …"""
        return _REASONS.get(self.rule)

    @property
    def in_force(self) -> bool | str | None:
        """``True``, ``False``, ``"partial"``, ``"presumed"``; ``None``: unknown."""
        if self.status in (Status.EFFECTIVE, Status.AMENDED):
            return "partial" if self.is_partial else True
        if self.status is Status.PRESUMED_EFFECTIVE:
            return "presumed"
        return None if self.status is Status.UNKNOWN else False


@dataclass(frozen=True, slots=True)
class Interval:
    """One stretch of time on which a text stands the same; both days belong to it."""

    status: str
    first: date | None
    """``None``: from the beginning of time."""
    last: date | None
    """``None``: without end."""
    rule: str
    """A key of ``RULES``."""
    reason: str | None
    evidence: tuple[Words, ...]
    in_force: bool | str | None
    bounds: str | None

    @classmethod
    def of(cls, standing: Standing, first: date | None, last: date | None) -> "Interval":
        """A standing from one day to another."""
        return cls(
            standing.status.value,
            first,
            last,
            standing.rule.value,
            standing.reason,
            standing.words,
            standing.in_force,
            standing.bounds,
        )

    def covers(self, day: date) -> bool:
        """Whether the day is in it."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


def status_on(intervals: Iterable[Interval], day: date) -> Interval:
    """The stretch in which a day lies."""
    return next(interval for interval in intervals if interval.covers(day))


def legal_force(in_force: bool | str | None) -> str | None:  # noqa: FBT001  as in the contract
    """schema.org's ``legislationLegalForce``; ``None``: to be left out."""
    if in_force is True:
        return "InForce"
    if in_force == "partial":
        return "PartiallyInForce"
    return "NotInForce" if in_force is False else None
