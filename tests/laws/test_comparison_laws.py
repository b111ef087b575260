"""The laws of comparison, as properties. Source: DOMAIN.md §8, Check."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings

from archive.law.compare.comparison import compare
from archive.law.compare.model import ChangeType, Comparison, Outcome, Row
from archive.law.compare.units import text_of
from archive.notice.match import squeeze
from archive.notice.model import Notice
from archive.words import cut
from tests.laws.compared import Lines, noticed, pairs
from tests.laws.documents import SHIPPED, shipped

CALM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
MIRRORED = {
    Outcome.ADDED: Outcome.DELETED,
    Outcome.DELETED: Outcome.ADDED,
    Outcome.SPLIT: Outcome.MERGED,
    Outcome.MERGED: Outcome.SPLIT,
}
TEXTS = [path for path in SHIPPED if path.suffix == ".txt"]


def compared(old: Notice, new: Notice) -> Comparison:
    return compare(old, new, cut=cut)


def applied(row: Row) -> str:
    """The row's changes made to its old text."""
    old = "\n".join(unit.text for unit in row.old)
    starts = [0]
    for unit in row.old:
        starts.append(starts[-1] + len(unit.text) + 1)
    made, at = "", 0
    for change in row.changes:
        start, stop = (starts[change.old_at] + place for place in change.old_span)
        assert old[start:stop] == change.old
        assert start >= at
        made += old[at:start] + change.new
        at = stop
    return made + old[at:]


def check_laws(old: Notice, new: Notice) -> None:
    comparison = compared(old, new)
    check_every_unit_has_one_row(old, new, comparison)
    check_changes_make_the_new_text(comparison)
    check_sides_may_be_swapped(comparison, compared(new, old))


def check_every_unit_has_one_row(old: Notice, new: Notice, comparison: Comparison) -> None:
    for side, notice in (("old", old), ("new", new)):
        wanted = Counter(placed.unit.key for placed in text_of(notice).units)
        for_rows = Counter(unit.key for row in comparison.rows for unit in getattr(row, side))
        assert for_rows == wanted
    places = [unit.key for row in comparison.rows for unit in row.new[:1]]
    order = [placed.unit.key for placed in text_of(new).units]
    assert places == [key for key in order if key in set(places)]


def check_changes_make_the_new_text(comparison: Comparison) -> None:
    for row in (*comparison.rows, *comparison.structure):
        for change in row.changes:
            unit = row.new[change.new_at]
            assert unit.text[slice(*change.new_span)] == change.new
            assert change.old != change.new
        if len(row.old) == len(row.new) == 1:
            assert applied(row) == row.new[0].text
        elif row.old and row.new:
            assert squeeze(applied(row)) == squeeze("".join(unit.text for unit in row.new))


def check_sides_may_be_swapped(one: Comparison, other: Comparison) -> None:
    here = Counter(row.outcome for row in one.rows)
    there = Counter(MIRRORED.get(row.outcome, row.outcome) for row in other.rows)
    assert here == there
    pairs_here = {(_keys(row.old), _keys(row.new)) for row in one.rows}
    pairs_there = {(_keys(row.new), _keys(row.old)) for row in other.rows}
    assert pairs_here == pairs_there


def _keys(units: tuple[object, ...]) -> tuple[str, ...]:
    return tuple(unit.key for unit in units)  # type: ignore[attr-defined]  # units


@given(pairs())
@CALM
def test_the_laws_hold_for_any_revision(pair: tuple[Lines, Lines]) -> None:
    check_laws(*map(noticed, pair))


@given(pairs())
@CALM
def test_a_text_is_unchanged_against_itself(pair: tuple[Lines, Lines]) -> None:
    notice = noticed(pair[1])
    comparison = compared(notice, notice)
    assert {row.outcome for row in comparison.rows} <= {Outcome.UNCHANGED}
    assert not any(row.changes for row in (*comparison.rows, *comparison.structure))


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_a_shipped_text_is_unchanged_against_itself(path) -> None:
    notice = shipped(path).notice
    comparison = compared(notice, notice)
    assert {row.outcome for row in comparison.rows} == {Outcome.UNCHANGED}
    assert not any(row.changes for row in (*comparison.rows, *comparison.structure))


@pytest.mark.parametrize("old", TEXTS, ids=lambda path: path.name)
@pytest.mark.parametrize("new", TEXTS, ids=lambda path: path.name)
def test_the_laws_hold_between_any_two_shipped_texts(old, new) -> None:
    check_laws(shipped(old).notice, shipped(new).notice)


def test_text_and_pdf_of_one_notice_differ_in_nothing_but_layout(corpus) -> None:
    for path in TEXTS:
        printed = path.with_suffix(".pdf")
        if printed.exists():
            comparison = compared(shipped(path).notice, shipped(printed).notice)
            types = {change.type for row in comparison.rows for change in row.changes}
            assert types <= {ChangeType.FORMAT}, path.name
