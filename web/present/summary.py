"""A comparison in one paragraph: the archive's own in Chinese, the same facts in another language.

Both say the same in the same order; ``archive.law.compare.summary`` is the one to follow.
"""

from collections.abc import Iterable, Iterator, Sequence

from archive.law.compare.model import Change, ChangeType, Comparison, Outcome, Row, Statistics
from archive.law.compare.summary import CHANGE_WORDS, OUTCOME_WORDS
from web.present.language import counted, is_chinese, joined, verbatim
from web.present.language import gettext as _

_ORDER = (
    Outcome.MODIFIED,
    Outcome.ADDED,
    Outcome.DELETED,
    Outcome.MOVED,
    Outcome.SPLIT,
    Outcome.MERGED,
    Outcome.RENUMBERED,
    Outcome.UNCHANGED,
)
_QUIET = (Outcome.UNCHANGED, Outcome.RENUMBERED)
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
_EXAMPLES = 3
_LABELS = 8
_LONGEST = 24


def summary_text(comparison: Comparison) -> str:
    """The counts, what came and went by label, and the facts that changed."""
    if is_chinese():
        return comparison.summary
    rows, structure = comparison.rows, comparison.structure
    sentences = [_counts(comparison.statistics)]
    if rows and all(row.outcome in _QUIET for row in (*rows, *structure)):
        sentences.append(_("两个文本的内容相同。"))
        return joined(sentences, " ")
    for outcome in (Outcome.ADDED, Outcome.DELETED):
        if names := _names(row for row in rows if row.outcome is outcome):
            sentences.append(
                _("%(outcome)s：%(names)s。", outcome=_(OUTCOME_WORDS[outcome]), names=names)
            )
    sentences += _facts(rows)
    headings = sum(row.outcome not in _QUIET for row in structure)
    if headings:
        sentences.append(counted("标题和章节有%(count)s处变动。", headings))
    return joined(sentences, " ")


def _counts(statistics: Statistics) -> str:
    counts = dict(statistics.outcomes)
    told = [
        _("%(outcome)s %(count)s", outcome=_(OUTCOME_WORDS[outcome]), count=counts[outcome])
        for outcome in _ORDER
        if outcome in counts
    ]
    if not told:
        return _("没有可以对照的条文。")
    return counted("对照共%(count)s条：%(told)s。", statistics.rows, told=", ".join(told))


def _names(rows: Iterable[Row]) -> str:
    listed = list(rows)
    names = [name for name in map(_name, listed) if name]
    words = joined([verbatim(name) for name in names[:_LABELS]], ", ")
    return words if len(listed) <= min(len(names), _LABELS) else _("%(names)s等", names=words)


def _name(row: Row) -> str:
    return ((row.new or row.old)[0].label or "").strip()


def _facts(rows: Sequence[Row]) -> Iterator[str]:
    found: dict[ChangeType, list[tuple[Row, Change]]] = {}
    for row in rows:
        for change in row.changes:
            found.setdefault(change.type, []).append((row, change))
    for type_ in _FACTS:
        if changes := found.get(type_, []):
            told = joined([_fact(row, change) for row, change in changes[:_EXAMPLES]], ", ")
            if len(changes) > _EXAMPLES:
                told = _("%(names)s等", names=told)
            yield counted(
                "%(sort)s变动%(count)s处：%(told)s。",
                len(changes),
                sort=_(CHANGE_WORDS[type_]),
                told=told,
            )


def _fact(row: Row, change: Change) -> str:
    place, old, new = verbatim(_name(row)), _short(change.old), _short(change.new)
    if not old:
        said = _("增加“%(new)s”", new=new)
    elif not new:
        said = _("删去“%(old)s”", old=old)
    else:
        said = _("“%(old)s”改为“%(new)s”", old=old, new=new)
    return joined(filter(None, (place, said)), " ")


def _short(text: str) -> str:
    bare = " ".join(text.split())
    return verbatim(bare if len(bare) <= _LONGEST else f"{bare[: _LONGEST - 1]}…")
