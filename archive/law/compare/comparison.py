"""compare: two notices → rows, structure, statistics and a summary."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from archive.law.compare.alignment import Group, align
from archive.law.compare.changes import changes_of, join
from archive.law.compare.layout import same
from archive.law.compare.model import (
    Change,
    ChangeType,
    Comparison,
    Cut,
    Outcome,
    Row,
    Statistics,
    Unit,
)
from archive.law.compare.shifts import Shifts
from archive.law.compare.summary import summarise
from archive.law.compare.units import Placed, text_of
from archive.notice.model import Notice
from archive.notice.numerals import parse_ordinal


def compare(
    old: Notice, new: Notice, *, cut: Cut, old_key: str | None = None, new_key: str | None = None
) -> Comparison:
    """Two texts aligned by what they say, with typed differences.

    ``old_key`` and ``new_key`` narrow a side to a component, section or table row. ``cut`` is
    ``archive.words.cut`` or its like.
    """
    one = text_of(old, (old_key,) if old_key else ())
    other = text_of(new, (new_key,) if new_key else ())
    groups, structure = align(one, other)
    shifts = Shifts(one, other, groups, structure)
    rows = _rows(one.units, other.units, groups, cut, shifts)
    heads = _rows(one.structure, other.structure, structure, cut, shifts)
    statistics = count(rows)
    return Comparison(rows, heads, statistics, summarise(rows, heads, statistics))


def count(rows: Iterable[Row]) -> Statistics:
    """Outcomes and types of changes, in the order of their definition."""
    listed = tuple(rows)
    outcomes = Counter(row.outcome for row in listed)
    changes = Counter(change.type for row in listed for change in row.changes)
    return Statistics(
        len(listed),
        tuple((outcome, outcomes[outcome]) for outcome in Outcome if outcomes[outcome]),
        tuple((type_, changes[type_]) for type_ in ChangeType if changes[type_]),
    )


def _rows(
    old: Sequence[Placed],
    new: Sequence[Placed],
    groups: Iterable[Group],
    cut: Cut,
    shifts: Shifts,
) -> tuple[Row, ...]:
    """One row a group, in the order of the new text; what was deleted, where it stood."""
    at_new: dict[int, Group] = {}
    gone: list[Group] = []
    behind: dict[int, tuple[int, ...]] = {}
    for group in groups:
        if group.new:
            at_new[min(group.new)] = group
            if not group.is_moved:
                behind.update(dict.fromkeys(group.old, group.new))
        else:
            gone.append(group)
    # What was deleted follows the last before it that has kept its place, at −1 the beginning.
    deleted: dict[int, list[Group]] = defaultdict(list)
    for group in sorted(gone, key=lambda group: group.old):
        before = next((at for at in range(group.old[0] - 1, -1, -1) if at in behind), None)
        deleted[-1 if before is None else min(behind[before])].append(group)
    ordered = [*deleted.pop(-1, ())]
    for place in sorted(at_new):
        ordered += (at_new[place], *deleted.pop(place, ()))
    return tuple(_row(old, new, group, cut, shifts) for group in ordered)


def _row(
    old: Sequence[Placed],
    new: Sequence[Placed],
    group: Group,
    cut: Cut,
    shifts: Shifts,
) -> Row:
    ones = [old[at] for at in group.old]
    others = [new[at] for at in group.new]
    changes = changes_of(join(ones), join(others), cut, shifts) if ones and others else ()
    return Row(
        _outcome(ones, others, changes, is_moved=group.is_moved),
        tuple(placed.unit for placed in ones),
        tuple(placed.unit for placed in others),
        changes,
        group.likeness,
    )


def _outcome(
    old: Sequence[Placed], new: Sequence[Placed], changes: Iterable[Change], *, is_moved: bool
) -> Outcome:
    if not old:
        return Outcome.ADDED
    if not new:
        return Outcome.DELETED
    if len(new) > 1:
        return Outcome.SPLIT
    if len(old) > 1:
        return Outcome.MERGED
    if is_moved:
        return Outcome.MOVED
    if any(change.type is not ChangeType.FORMAT for change in changes):
        return Outcome.MODIFIED
    if _numbered(old[0].unit) != _numbered(new[0].unit):
        return Outcome.RENUMBERED
    return Outcome.UNCHANGED


def _numbered(unit: Unit) -> tuple[object, bool]:
    """The label, however it is written: 第1条 is 第一条."""
    label = same(unit.label or "")
    return parse_ordinal(label) or label, "条" in label
