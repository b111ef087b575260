"""The site's words for the model's terms: days, sizes, statuses, formats, facets."""

from collections.abc import Mapping
from dataclasses import dataclass

from archive.law.status import LABELS
from archive.notice.model import DocumentType
from archive.record import Basis, Hit, Listed, OrganStep
from web.present.language import (
    N_,
    counted,
    day_text,
    in_context,
    verbatim,
)
from web.present.language import gettext as _

FACETS = {
    "status": "当日时效",
    "part": "所在部分",
    "issuer": "发文机关",
    "level": "机关层级",
    "year": "年份",
    "month": "月份",
    "kind": "文种",
    "genre": "体裁",
    "topic": "主题",
}
"""Facets by the name under which the address carries them, in the order in which they stand."""

BY = {
    "status": "按当日时效",
    "part": "按所在部分",
    "issuer": "按机关",
    "level": "按机关层级",
    "year": "按年份",
    "month": "按月份",
    "kind": "按文种",
    "genre": "按体裁",
    "topic": "按主题",
}
"""The same as ways into the archive."""

VALUES = {
    "status": {"in_force": "现行（含未见失效依据）", **LABELS},
    "level": {
        "national": "中央和全国",
        "ministry": "国务院部门",
        "province": "省级",
        "city": "市级",
        "county": "县级",
        "township": "乡级",
    },
    "month": {
        "1": "1月",
        "2": "2月",
        "3": "3月",
        "4": "4月",
        "5": "5月",
        "6": "6月",
        "7": "7月",
        "8": "8月",
        "9": "9月",
        "10": "10月",
        "11": "11月",
        "12": "12月",
    },
    "part": {"body": "正文", "attachment": "附件", "table": "表格", "notice": "标题和文号"},
}
"""What people read for a facet's values; other facets' values are read as they are."""

UNSTATED = N_("未注明")
"""The issuer, year or kind of a notice that states none, on pages, in addresses and in JSON.

The archive's own value for it is empty.
"""

FORMATS = {
    "text/plain": "文本",
    "text/markdown": "Markdown",
    "text/html": "网页",
    "application/pdf": "PDF",
}

# Code of DOMAIN.md §5.3 → which of the stylesheet's tones tells it apart; the words come first.
TONES = {
    "EFFECTIVE": "good",
    "AMENDED": "good",
    "PRESUMED_EFFECTIVE": "presumed",
    "UNKNOWN": "doubt",
    "NOT_YET_EFFECTIVE": "doubt",
    "SUSPENDED": "ended",
    "EXPIRED": "ended",
    "REPEALED": "ended",
    "DRAFT": "draft",
    "NOT_APPLICABLE": "apart",
}

_REASONS = {
    "candidate": "有一份文件可能终止了它，尚未经人核实。",
    "effective_date": "施行日期取决于一个本库尚不知道的日子。",
    "date_unknown": "不知道它是哪一天制发的。",
    "term_boundary": "这一天正是期限的分界日，各地算法不一。",
    "term_open": "期限写到一件事完成之时，没有写日期。",
    "term": "文中写明的期限已满。",
    "declared": "已被宣布失效。",
    "extension_undated": "已被延长，但没有写明延长到哪一天。",
    "presumed_expired": "按当地的默认期限应已届满，本文没有写明。",
    "not_yet_made": "所选的日子早于成文日期。",
    "not_held": "本库没有收录它的原文，只知道有文件引用它。",
    "implied": "文中没有写明施行日期；没有发现终止它的文件，不等于没有这样的文件。",
}

UNSURE = frozenset({"PRESUMED_EFFECTIVE", "UNKNOWN"})
"""Statuses that leave it to somebody else to say whether a text is in force."""

MORE_THAN_THE_RULE = frozenset({"implied", "extension_undated"})
"""Reasons whose sentence says something that the rule's own does not."""

OUTGOING = {
    "REPEALS": "废止",
    "DECLARES_EXPIRED": "宣布失效",
    "REPLACES": "取代",
    "AMENDS": "修改",
    "REVISES": "修订",
    "SUPPLEMENTS": "补充",
    "CORRECTS": "更正",
    "SUSPENDS": "暂停施行",
    "EXTENDS_VALIDITY": "延长有效期",
    "CONFIRMS_VALID": "确认有效",
    "PREVAILS_OVER": "优先适用于",
    "YIELDS_TO": "从其规定",
    "BASED_ON": "依据",
    "IMPLEMENTS": "实施",
    "APPLIES_BY_REFERENCE": "参照",
    "COMPLIES_WITH": "按照",
    "CITES": "提及",
    "ISSUES": "印发",
    "FORWARDS": "转发",
    "APPROVES_FORWARDS": "批转",
    "PROMULGATES": "公布",
    "INTERPRETS": "解释",
    "EXPLAINS": "解读",
    "RESPONDS_TO": "答复",
    "DRAFT_OF": "征求意见",
    "MENTIONS": "提到",
}
"""Type of a relation → what this document does to the other."""

INCOMING = {
    "REPEALS": "被废止",
    "DECLARES_EXPIRED": "被宣布失效",
    "REPLACES": "被取代",
    "AMENDS": "被修改",
    "REVISES": "被修订",
    "SUPPLEMENTS": "被补充",
    "CORRECTS": "被更正",
    "SUSPENDS": "被暂停施行",
    "EXTENDS_VALIDITY": "被延长有效期",
    "CONFIRMS_VALID": "被确认有效",
    "PREVAILS_OVER": "让位于",
    "YIELDS_TO": "被遵从",
    "BASED_ON": "是其依据",
    "IMPLEMENTS": "由其实施",
    "APPLIES_BY_REFERENCE": "被参照",
    "COMPLIES_WITH": "被遵照",
    "CITES": "被提及",
    "ISSUES": "由其印发",
    "FORWARDS": "由其转发",
    "APPROVES_FORWARDS": "由其批转",
    "PROMULGATES": "由其公布",
    "INTERPRETS": "由其解释",
    "EXPLAINS": "由其解读",
    "RESPONDS_TO": "由其答复",
    "DRAFT_OF": "征求过意见",
    "MENTIONS": "被提到",
}
"""The same from the other side."""


_ORGAN_STEPS = {
    "职责划入": "%(former)s自%(day)s起职责划入%(successor)s%(said)s（%(evidence)s）。",
    "更名": "%(former)s自%(day)s起更名为%(successor)s%(said)s（%(evidence)s）。",
    "组建": "%(former)s自%(day)s起组建为%(successor)s%(said)s（%(evidence)s）。",
    "": "%(former)s自%(day)s起%(kind)s为%(successor)s%(said)s（%(evidence)s）。",
}
"""How an organ gave its duties on → the sentence; the last for other words that a person wrote."""

CANDIDATE_WORDS = {
    "version": "同一文件的另一文本",
    "succession": "前后相承的文件",
    "similar": "题目相近",
}
"""Why a text is offered for comparison."""


@dataclass(frozen=True, slots=True)
class Badge:
    """A status in words, with the tone that sets it apart."""

    label: str
    tone: str


DRAFT = Badge(N_("征求意见稿"), "draft")
NON_OFFICIAL = Badge(N_("非公文"), "apart")


def draft() -> Badge:
    """The badge of a consultation draft."""
    return Badge(_(DRAFT.label), DRAFT.tone)


def non_official() -> Badge:
    """The badge of what is no document of an organ."""
    return Badge(_(NON_OFFICIAL.label), NON_OFFICIAL.tone)


def doing(relation: str, words: Mapping[str, str]) -> str:
    """What one document does to another; ``words`` are ``OUTGOING`` or ``INCOMING``."""
    context = "OUTGOING" if words is OUTGOING else "INCOMING"
    return in_context(context, words[relation])


def size_text(size: int) -> str:
    """A file's size as people say it; ``size`` in bytes."""
    if size < 1024:
        return counted("%(count)s 字节", size)
    if size < 1024 * 1024:
        return f"{size / 1024:.0f} KB"
    return f"{size / 1024 / 1024:.1f} MB"


def format_text(media_type: str) -> str:
    """What people call this media type."""
    return _(FORMATS.get(media_type, media_type))


def made_later(not_made: str) -> str:
    """The warning above a text that is shown as of a day before it was made."""
    return _("%(not_made)s下面是后来制发的文本。", not_made=not_made)


def status_badge(status: str, label: str) -> Badge:
    """The badge of a conclusion; a status unknown here is in doubt, never good."""
    return Badge(_(label), TONES.get(status, "doubt"))


def listed_badge(line: Listed) -> Badge:
    """The badge of one line of a list."""
    return _badge_of(line, line.status, line.label)


def hit_badge(hit: Hit) -> Badge:
    """The badge of the notice that a hit stands in."""
    return _badge_of(hit, hit.status, hit.status_label)


def _badge_of(line: Listed | Hit, status: str, label: str) -> Badge:
    """What a notice is comes before how it stands."""
    if line.is_draft:
        return draft()
    if line.document_type == DocumentType.NON_OFFICIAL:
        return non_official()
    return status_badge(status, label)


def stated(typed: str | None) -> str | None:
    """A typed issuer, year or kind as the archive takes it: ``None`` leaves it open."""
    return "" if typed == UNSTATED else typed or None


def organ_text(step: OrganStep) -> str:
    """What became of an issuer, in one sentence with its evidence."""
    evidence = verbatim(step.evidence)
    if step.who:
        evidence = _("%(evidence)s，%(who)s录入", evidence=evidence, who=verbatim(step.who))
    said = _("，上面的依据出自承接职责的机关") if step.is_ground else ""
    words = _ORGAN_STEPS.get(step.kind, _ORGAN_STEPS[""])
    return _(
        words,
        former=verbatim(step.former),
        day=day_text(step.since),
        kind=verbatim(step.kind),
        successor=verbatim(step.successor),
        said=said,
        evidence=evidence,
    )


def reason_text(reason: str | None) -> str | None:
    """A conclusion's reason as a sentence; ``None`` where there is nothing to add."""
    found = _REASONS.get(reason) if reason else None
    return _(found) if found else None


def basis_text(basis: Basis) -> str:
    """That a clause rests on what is over, and since when. Source: DOMAIN.md §9, case 10."""
    other = basis.relation.other
    return _(
        "本条所依据的%(name)s%(since)s已%(status)s。",
        name=verbatim(other.number or f"《{other.title}》"),
        since=_("自%(day)s起", day=day_text(basis.since)) if basis.since else "",
        status=_(basis.standing.label),
    )
