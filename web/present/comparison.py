"""A comparison → the table that pages, Word files and single HTML files print; pure.

Rows keep their number in the whole comparison and an anchor made of their keys, whatever is shown
or hidden around them, so that a link to a row stays one.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from archive.law.compare.model import Change, ChangeType, Comparison, Outcome, Row, Span, Unit
from archive.law.compare.summary import CHANGE_WORDS, OUTCOME_WORDS, statistics_line
from web.present.language import N_, counted, is_chinese, joined, listed, verbatim
from web.present.language import gettext as _
from web.present.results import Paging, paging
from web.present.summary import summary_text
from web.present.wording import Badge

DISCLAIMER = "非官方比对，以公布文本为准"
QUIET = (Outcome.UNCHANGED, Outcome.RENUMBERED)
"""Outcomes that leave the words as they were."""
ROWS_A_PAGE = 100
_UNRELATED = 0.6
"""Share of units without any counterpart from which on two texts hardly are versions of one."""
_FEW = 4
_CELL_ENDS = " ｜ "
"""Between the cells of a table's row, which is one line."""
_SHORT = 18
"""Characters of old or new words that fit beside the row."""
_EXAMPLES = 2
_TONES = {
    Outcome.ADDED: "good",
    Outcome.DELETED: "ended",
    Outcome.MODIFIED: "doubt",
    Outcome.MOVED: "presumed",
    Outcome.SPLIT: "presumed",
    Outcome.MERGED: "presumed",
    Outcome.RENUMBERED: "presumed",
    Outcome.UNCHANGED: "apart",
}
_RELABELLED = {
    Outcome.SPLIT: N_("%(old)s分为%(new)s"),
    Outcome.MERGED: N_("%(old)s并为%(new)s"),
    Outcome.MOVED: N_("%(old)s移为%(new)s"),
}
_UNTOLD = (ChangeType.WORDING, ChangeType.EDITORIAL, ChangeType.FORMAT)
"""Types of which the row itself is the best account."""
_CHIPS = (
    Outcome.MODIFIED,
    Outcome.ADDED,
    Outcome.DELETED,
    Outcome.MOVED,
    Outcome.SPLIT,
    Outcome.MERGED,
    Outcome.RENUMBERED,
    Outcome.UNCHANGED,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows are to be shown, and how."""

    outcomes: frozenset[Outcome] = frozenset()
    """Empty: whatever became of them."""
    types: frozenset[ChangeType] = frozenset()
    """Rows with a change of one of these; empty: any."""
    is_whole: bool = False
    """Also what is unchanged, which else is folded."""
    has_layout: bool = False
    """Differences of layout are marked too."""

    @property
    def is_narrow(self) -> bool:
        """Rows are picked out, and nothing tells of the others."""
        return bool(self.outcomes or self.types)


class Run(NamedTuple):
    """An unbroken stretch of a side's text."""

    text: str
    mark: str = ""
    """``del`` or ``ins``; nothing for what is the same."""
    is_layout: bool = False
    word: str = ""
    """The type of the difference in words."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One unit of one side of a row."""

    key: str
    label: str | None
    lines: tuple[tuple[Run, ...], ...]
    """Heading, text, items: a line each."""


@dataclass(frozen=True, slots=True)
class RowView:
    """A row as it is printed."""

    number: int
    """In the whole comparison, from 1; 0 for titles and headings, which are not counted."""
    anchor: str
    outcome: Outcome
    badge: Badge
    relabelled: str | None
    """``第三条改为第四条``."""
    notes: tuple[str, ...]
    """``期限：20日 → 15个工作日``."""
    old: tuple[Cell, ...]
    new: tuple[Cell, ...]
    above: str
    """Titles and headings above it; empty where they are those of the row before."""
    before: str | None = None
    """Anchor of the row shown before it on the page."""
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Fold:
    """Rows in a run whose words are the same, in one line."""

    outcome: Outcome
    words: str
    """``第五条至第九条未变（5条）``."""
    anchor: str
    """Of the first of them."""


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a filter, and how many rows have it."""

    value: str
    word: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """A comparison as it is printed."""

    entries: tuple[RowView | Fold, ...]
    structure: tuple[RowView, ...]
    """Titles, chapters and headings that differ."""
    outcomes: tuple[Option, ...]
    types: tuple[Option, ...]
    layouts: int
    """Rows that differ in layout, perhaps in nothing else."""
    wanted: Wanted
    paging: Paging
    """Of the entries."""
    chosen: int
    """Rows that the filters let through."""
    line: str
    summary: str
    is_same: bool
    """Layout aside, no word differs."""
    is_unrelated: bool
    """Most units have no counterpart: these are hardly versions of one text."""


def comparison_view(
    comparison: Comparison,
    wanted: Wanted,
    *,
    page: int = 1,
    page_size: int | None = None,
    anchor: str | None = None,
) -> ComparisonView:
    """The rows that are wanted; all on one page without ``page_size``.

    With an ``anchor`` the page on which that row stands, in the whole comparison if the filters
    hide it.
    """
    if ChangeType.FORMAT in wanted.types:
        wanted = replace(wanted, has_layout=True)
    places = _places(comparison.rows, wanted)
    if anchor is not None:
        at = _find(comparison.rows, places, anchor)
        if at is None:
            wanted = Wanted(is_whole=True, has_layout=wanted.has_layout)
            places = _places(comparison.rows, wanted)
            at = _find(comparison.rows, places, anchor) or 0
        page = at // (page_size or len(places) or 1) + 1
    size = page_size or max(1, len(places))
    shown = paging(page, len(places), size)
    here = places[(page - 1) * size : page * size]
    heads = [(at, row) for at, row in enumerate(comparison.structure) if row.outcome not in QUIET]
    return ComparisonView(
        entries=_entries(comparison.rows, here, wanted),
        structure=tuple(_row(at, row, wanted, "head-") for at, row in heads),
        outcomes=_outcomes(comparison.rows, wanted),
        types=_types(comparison.rows, wanted),
        layouts=sum(_has_layout(row) for row in comparison.rows),
        wanted=wanted,
        paging=shown,
        chosen=sum(stop - start for start, stop in places),
        line=statistics_line(comparison.statistics),
        summary=summary_text(comparison),
        is_same=all(row.outcome in QUIET for row in (*comparison.rows, *comparison.structure)),
        is_unrelated=_is_unrelated(comparison.rows),
    )


def anchor_of(row: Row, prefix: str = "") -> str:
    """``new-main-1/art-7``; by the old key for what was deleted."""
    return f"{prefix}new-{row.new[0].key}" if row.new else f"{prefix}old-{row.old[0].key}"


def _find(rows: Sequence[Row], places: Sequence[Span], anchor: str) -> int | None:
    for at, (start, stop) in enumerate(places):
        if stop == start + 1 and anchor_of(rows[start]) == anchor:
            return at
    return None


def _is_unrelated(rows: Sequence[Row]) -> bool:
    alone = sum(row.outcome in (Outcome.ADDED, Outcome.DELETED) for row in rows)
    return len(rows) >= _FEW and alone >= _UNRELATED * len(rows)


# --- which rows ----------------------------------------------------------------------------------


def _places(rows: Sequence[Row], wanted: Wanted) -> list[Span]:
    """Where in the rows each entry begins and ends; more than one row is a fold."""
    found: list[Span] = []
    for at, row in enumerate(rows):
        if wanted.is_narrow:
            if _is_let_through(row, wanted):
                found.append((at, at + 1))
        elif not _is_folded(row, wanted):
            found.append((at, at + 1))
        elif found and found[-1][1] == at and _is_folded_with(rows[at - 1], row, wanted):
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
    return found


def _is_let_through(row: Row, wanted: Wanted) -> bool:
    if wanted.outcomes and row.outcome not in wanted.outcomes:
        return False
    return not wanted.types or bool(wanted.types & _types_of(row))


def _is_folded(row: Row, wanted: Wanted) -> bool:
    return (
        not wanted.is_narrow
        and not wanted.is_whole
        and row.outcome in QUIET
        and not (wanted.has_layout and _has_layout(row))
    )


def _is_folded_with(before: Row, row: Row, wanted: Wanted) -> bool:
    return _is_folded(before, wanted) and before.outcome is row.outcome


def _types_of(row: Row) -> set[ChangeType]:
    return {type_ for change in row.changes for type_ in (change.type, *change.also)}


def _has_layout(row: Row) -> bool:
    return any(change.type is ChangeType.FORMAT for change in row.changes)


def _outcomes(rows: Iterable[Row], wanted: Wanted) -> tuple[Option, ...]:
    counts = Counter(row.outcome for row in rows)
    return tuple(
        Option(one.value, _(OUTCOME_WORDS[one]), counts[one], one in wanted.outcomes)
        for one in _CHIPS
        if counts[one] or one in wanted.outcomes
    )


def _types(rows: Iterable[Row], wanted: Wanted) -> tuple[Option, ...]:
    counts = Counter(type_ for row in rows for type_ in _types_of(row))
    return tuple(
        Option(one.value, _(CHANGE_WORDS[one]), counts[one], one in wanted.types)
        for one in ChangeType
        if (counts[one] and one is not ChangeType.FORMAT) or one in wanted.types
    )


# --- how they look -------------------------------------------------------------------------------


def _entries(
    rows: Sequence[Row], places: Iterable[Span], wanted: Wanted
) -> tuple[RowView | Fold, ...]:
    found: list[RowView | Fold] = []
    has_paths = len({_above(row) for row in rows}) > 1
    above = ""
    for start, stop in places:
        if _is_folded(rows[start], wanted):
            found.append(_fold(rows[start:stop]))
            continue
        row = _row(start, rows[start], wanted)
        path = _above(rows[start]) if has_paths else ""
        found.append(replace(row, above=path if path != above else ""))
        above = path
    return _linked(found)


def _linked(entries: Sequence[RowView | Fold]) -> tuple[RowView | Fold, ...]:
    """Each row knows the rows beside it."""
    anchors = [entry.anchor for entry in entries if isinstance(entry, RowView)]
    befores = iter([None, *anchors])
    afters = iter([*anchors[1:], None])
    return tuple(
        replace(entry, before=next(befores), after=next(afters))
        if isinstance(entry, RowView)
        else entry
        for entry in entries
    )


def _above(row: Row) -> str:
    return " › ".join((row.new or row.old)[0].path)


def _fold(rows: Sequence[Row]) -> Fold:
    outcome = rows[0].outcome
    new = _range([row.new[0] for row in rows])
    if outcome is Outcome.RENUMBERED:
        new = joined((_range([row.old[0] for row in rows]), new), " → ")
    words = counted(
        "%(units)s　%(outcome)s（%(count)s条）",
        len(rows),
        units=new,
        outcome=_(OUTCOME_WORDS[outcome]),
    )
    return Fold(outcome, words, anchor_of(rows[0]))


def _range(units: Sequence[Unit]) -> str:
    names = [unit.label for unit in units if unit.label]
    if not names:
        return _("无标号的段落")
    if len(names) == 1:
        return verbatim(names[0])
    return _("%(first)s至%(last)s", first=verbatim(names[0]), last=verbatim(names[-1]))


def _row(at: int, row: Row, wanted: Wanted, prefix: str = "") -> RowView:
    return RowView(
        number=0 if prefix else at + 1,
        anchor=anchor_of(row, prefix),
        outcome=row.outcome,
        badge=Badge(_(OUTCOME_WORDS[row.outcome]), _TONES[row.outcome]),
        relabelled=_relabelled(row),
        notes=tuple(_notes(row, wanted)),
        old=tuple(_cell(row, unit, at, wanted, is_old=True) for at, unit in enumerate(row.old)),
        new=tuple(_cell(row, unit, at, wanted, is_old=False) for at, unit in enumerate(row.new)),
        above="",
    )


def _relabelled(row: Row) -> str | None:
    old, new = ([unit.label for unit in side if unit.label] for side in (row.old, row.new))
    if not old or not new or (old == new and row.outcome is not Outcome.MOVED):
        return None
    if old == new:
        return _("移至别处，标号不变")
    words = _RELABELLED.get(row.outcome, N_("%(old)s改为%(new)s"))
    return _(words, old=verbatim("、".join(old)), new=verbatim("、".join(new)))


def _notes(row: Row, wanted: Wanted) -> Iterator[str]:
    """What differs, by type, the most telling first; short facts as they stand."""
    changes = row.changes if wanted.has_layout else row.visible
    for type_ in ChangeType:
        found = [change for change in changes if change.type is type_]
        if not found:
            continue
        told = [] if type_ in _UNTOLD else list(dict.fromkeys(filter(None, map(_told, found))))
        word = _(CHANGE_WORDS[type_])
        if told:
            examples = joined(told[:_EXAMPLES], "；" if is_chinese() else "; ")
            if len(told) > _EXAMPLES:
                examples = _("%(examples)s等", examples=examples)
            yield _("%(sort)s：%(message)s", sort=word, message=examples)
        else:
            yield counted("%(sort)s%(count)s处", len(found), sort=word) if len(found) > 1 else word
    inside = {type_ for change in changes for type_ in change.also}
    inside -= {change.type for change in changes}
    if inside:
        words = listed(_(CHANGE_WORDS[one]) for one in ChangeType if one in inside)
        yield _("改写中含%(sorts)s", sorts=words)


def _told(change: Change) -> str | None:
    old, new = (" ".join(text.split()) for text in (change.old, change.new))
    if max(len(old), len(new)) > _SHORT:
        return None
    if not old:
        return _("增“%(new)s”", new=verbatim(new))
    return verbatim(f"{old} → {new}") if new else _("删“%(old)s”", old=verbatim(old))


def _cell(row: Row, unit: Unit, at: int, wanted: Wanted, *, is_old: bool) -> Cell:
    mark = "del" if is_old else "ins"
    if not row.old or not row.new:
        runs = [Run(unit.text, mark)]
    else:
        runs = list(_runs(row, unit.text, at, wanted, is_old=is_old))
    return Cell(unit.key, unit.label, _lines(runs))


def _runs(row: Row, text: str, at: int, wanted: Wanted, *, is_old: bool) -> Iterator[Run]:
    """The unit's text cut at its differences; joined, the runs are the text again."""
    mark = "del" if is_old else "ins"
    done = 0
    for change in row.changes:
        start, stop = change.old_span if is_old else change.new_span
        is_layout = change.type is ChangeType.FORMAT
        is_here = (change.old_at if is_old else change.new_at) == at
        if not is_here or start == stop or (is_layout and not wanted.has_layout):
            continue
        if start > done:
            yield Run(text[done:start])
        yield Run(text[start:stop], mark, is_layout, _(CHANGE_WORDS[change.type]))
        done = stop
    if done < len(text):
        yield Run(text[done:])


def _lines(runs: Iterable[Run]) -> tuple[tuple[Run, ...], ...]:
    """The runs a line each; a difference that passes a line end is marked on both lines."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        for number, text in enumerate(run.text.split("\n")):
            if number:
                lines.append([])
            if text:
                lines[-1].append(run._replace(text=text.replace("\t", _CELL_ENDS)))
    return tuple(tuple(line) for line in lines if line)
