"""A comparison in one line and in one paragraph: counts and typed facts, no judgement."""

from collections.abc import Iterable, Iterator, Sequence

from archive.law.compare.model import Change, ChangeType, Outcome, Row, Statistics

OUTCOME_WORDS = {
    Outcome.UNCHANGED: "未变",
    Outcome.RENUMBERED: "仅序号变动",
    Outcome.MODIFIED: "修改",
    Outcome.MOVED: "移动",
    Outcome.SPLIT: "拆分",
    Outcome.MERGED: "合并",
    Outcome.ADDED: "新增",
    Outcome.DELETED: "删除",
}
CHANGE_WORDS = {
    ChangeType.REFERENCE_SHIFT: "引用序号随之调整",
    ChangeType.CITATION: "引用依据",
    ChangeType.EFFECTIVE_DATE: "施行日期",
    ChangeType.DEADLINE: "截止期限",
    ChangeType.DATE: "日期",
    ChangeType.AMOUNT: "金额",
    ChangeType.PERCENT: "比例",
    ChangeType.DURATION: "期限",
    ChangeType.COUNT: "数量",
    ChangeType.MODALITY: "约束程度",
    ChangeType.RESPONSIBLE_BODY: "责任主体",
    ChangeType.SCOPE: "适用范围",
    ChangeType.WORDING: "措辞",
    ChangeType.EDITORIAL: "文字技术处理",
    ChangeType.FORMAT: "格式",
}
_FACTS = (
    ChangeType.EFFECTIVE_DATE,
    ChangeType.AMOUNT,
    ChangeType.PERCENT,
    ChangeType.DURATION,
    ChangeType.DEADLINE,
    ChangeType.COUNT,
    ChangeType.MODALITY,
    ChangeType.RESPONSIBLE_BODY,
    ChangeType.SCOPE,
    ChangeType.CITATION,
)
"""Types of which the paragraph gives examples, in this order."""
_EXAMPLES = 3
_LABELS = 8
_LONGEST = 24


def statistics_line(statistics: Statistics) -> str:
    """``共23条：修改3条、新增1条、仅序号变动12条、未变7条``."""
    counts = dict(statistics.outcomes)
    order = (
        Outcome.MODIFIED,
        Outcome.ADDED,
        Outcome.DELETED,
        Outcome.MOVED,
        Outcome.SPLIT,
        Outcome.MERGED,
        Outcome.RENUMBERED,
        Outcome.UNCHANGED,
    )
    told = "、".join(
        f"{OUTCOME_WORDS[outcome]}{counts[outcome]}条" for outcome in order if outcome in counts
    )
    return f"对照共{statistics.rows}条：{told}" if told else "没有可以对照的条文"


def summarise(rows: Sequence[Row], structure: Sequence[Row], statistics: Statistics) -> str:
    """One paragraph: the counts, what came and went by label, and the facts that changed."""
    sentences = [statistics_line(statistics)]
    if statistics.rows and all(_is_quiet(row) for row in (*rows, *structure)):
        return f"{sentences[0]}。两个文本的内容相同。"
    for outcome in (Outcome.ADDED, Outcome.DELETED):
        listed = [row for row in rows if row.outcome is outcome]
        names = [_name(row) for row in listed if _name(row)]
        if names:
            more = "等" if len(listed) > min(len(names), _LABELS) else ""
            sentences.append(f"{OUTCOME_WORDS[outcome]}{'、'.join(names[:_LABELS])}{more}")
    sentences += _facts(rows)
    headings = [row for row in structure if not _is_quiet(row)]
    if headings:
        sentences.append(f"标题和章节有{len(headings)}处变动")
    return "；".join(sentences) + "。"


def _is_quiet(row: Row) -> bool:
    return row.outcome in (Outcome.UNCHANGED, Outcome.RENUMBERED)


def _name(row: Row) -> str:
    unit = (row.new or row.old)[0]
    return (unit.label or "").strip()


def _facts(rows: Iterable[Row]) -> Iterator[str]:
    found: dict[ChangeType, list[tuple[Row, Change]]] = {}
    for row in rows:
        for change in row.changes:
            found.setdefault(change.type, []).append((row, change))
    for type_ in _FACTS:
        changes = found.get(type_, [])
        if changes:
            told = "，".join(_fact(row, change) for row, change in changes[:_EXAMPLES])
            more = "等" if len(changes) > _EXAMPLES else ""
            yield f"{CHANGE_WORDS[type_]}变动{len(changes)}处：{told}{more}"


def _fact(row: Row, change: Change) -> str:
    old, new = _short(change.old), _short(change.new)
    if not old:
        said = f"增加“{new}”"
    elif not new:
        said = f"删去“{old}”"
    else:
        said = f"“{old}”改为“{new}”"
    return f"{_name(row)}{said}"


def _short(text: str) -> str:
    bare = " ".join(text.split())
    return bare if len(bare) <= _LONGEST else bare[: _LONGEST - 1] + "…"
