"""A comparison as it is printed: nothing is lost, doubled or moved by folding, filters or pages."""

import pytest

from archive.comparing import compare_texts, counterparts_of
from archive.law.compare.model import ChangeType, Comparison, Outcome
from archive.record import Compared
from ingest.pipeline import read
from tests.web.conftest import text_source
from tests.web.revised import NEW, OLD
from web.present.comparison import (
    ComparisonView,
    Fold,
    RowView,
    Wanted,
    anchor_of,
    comparison_view,
)
from web.present.counterparts import counterparts_view


def law(articles: range, extra: dict[int, str]) -> str:
    """A rule of so many articles, some with a sentence more; layout and numbers as they come."""
    lines = [
        f"第{at}条 第{at}类园区由市{'科技' if at % 2 else '统计'}局负责管理，"
        f"应当在{at}日内报送{'甲乙丙丁戊己庚辛'[at % 8]}类材料。{extra.get(at, '')}"
        for at in articles
    ]
    return "某某园区管理办法\n\n" + "\n\n".join(lines) + "\n"


PAIRS = {
    "revised": (OLD, NEW),
    "turned": (NEW, OLD),
    "same": (OLD, OLD),
    "long": (
        law(range(1, 60), {}),
        law(range(1, 64), {7: "逾期的，处1万元罚款。", 30: "另行通知。"}),
    ),
    "unlike": (OLD, law(range(1, 9), {})),
}


def both(name: str) -> tuple[Compared, Compared]:
    """The two texts of a pair."""
    old, new = (read(text_source("a.txt", text)).notice for text in PAIRS[name])
    return Compared("旧", old), Compared("新", new)


@pytest.fixture(scope="module", params=PAIRS)
def comparison(request: pytest.FixtureRequest) -> Comparison:
    return compare_texts(*both(request.param))


def shown(view: ComparisonView) -> list[RowView]:
    return [entry for entry in view.entries if isinstance(entry, RowView)]


def test_the_pieces_of_a_cell_are_its_text(comparison: Comparison) -> None:
    for has_layout in (False, True):
        view = comparison_view(comparison, Wanted(is_whole=True, has_layout=has_layout))
        for row, printed in zip(comparison.rows, shown(view), strict=True):
            for units, cells in ((row.old, printed.old), (row.new, printed.new)):
                for unit, cell in zip(units, cells, strict=True):
                    lines = ["".join(run.text for run in line) for line in cell.lines]
                    assert lines == [line for line in unit.text.split("\n") if line]
                    assert cell.label == unit.label


def test_without_the_marked_words_both_sides_say_the_same(comparison: Comparison) -> None:
    view = comparison_view(comparison, Wanted(is_whole=True, has_layout=True))
    for row in shown(view):
        if not row.old or not row.new:
            continue
        kept = [
            "".join(
                run.text for cell in side for line in cell.lines for run in line if not run.mark
            )
            for side in (row.old, row.new)
        ]
        assert kept[0] == kept[1], row.anchor


def test_every_row_is_shown_or_folded_once(comparison: Comparison) -> None:
    view = comparison_view(comparison, Wanted())
    folded = sum(
        int(entry.words.rpartition("（")[2].removesuffix("条）"))
        for entry in view.entries
        if isinstance(entry, Fold)
    )
    assert len(shown(view)) + folded == len(comparison.rows)
    quiet = {Outcome.UNCHANGED, Outcome.RENUMBERED}
    assert not {row.outcome for row in shown(view)} & quiet


def test_anchors_are_unique_and_numbers_stay(comparison: Comparison) -> None:
    whole = shown(comparison_view(comparison, Wanted(is_whole=True)))
    anchors = [row.anchor for row in whole]
    assert len(set(anchors)) == len(anchors)
    numbers = {row.anchor: row.number for row in whole}
    for outcome in Outcome:
        for row in shown(comparison_view(comparison, Wanted(frozenset({outcome})))):
            assert row.outcome is outcome
            assert numbers[row.anchor] == row.number


def test_each_filter_shows_as_many_rows_as_its_option_says(comparison: Comparison) -> None:
    view = comparison_view(comparison, Wanted())
    for option in view.outcomes:
        narrowed = Wanted(frozenset({Outcome(option.value)}))
        assert len(shown(comparison_view(comparison, narrowed))) == option.count
    for option in view.types:
        narrowed = Wanted(types=frozenset({ChangeType(option.value)}))
        found = comparison_view(comparison, narrowed)
        assert len(shown(found)) == found.chosen == option.count


def test_pages_together_are_the_whole(comparison: Comparison) -> None:
    for wanted in (Wanted(), Wanted(is_whole=True)):
        whole = comparison_view(comparison, wanted)
        first = comparison_view(comparison, wanted, page_size=3)
        together = [
            entry.anchor
            for page in range(1, first.paging.pages + 1)
            for entry in comparison_view(comparison, wanted, page=page, page_size=3).entries
        ]
        assert together == [entry.anchor for entry in whole.entries]


def test_a_row_is_found_wherever_it_stands(comparison: Comparison) -> None:
    for row in comparison.rows:
        anchor = anchor_of(row)
        for wanted in (Wanted(), Wanted(frozenset({Outcome.ADDED}))):
            view = comparison_view(comparison, wanted, page_size=3, anchor=anchor)
            assert anchor in [one.anchor for one in shown(view)]


def test_an_unknown_row_opens_the_first_page(comparison: Comparison) -> None:
    view = comparison_view(comparison, Wanted(), page_size=3, anchor="new-main-1/art-999")
    assert view.paging.page == 1


def test_unlike_texts_are_told_from_versions() -> None:
    told = {
        name: comparison_view(compare_texts(*both(name)), Wanted()).is_unrelated for name in PAIRS
    }
    assert told == {name: name == "unlike" for name in PAIRS}


def test_counterparts_come_in_pages_and_by_anchor() -> None:
    rows = counterparts_of(*both("long"))
    whole = counterparts_view(rows)
    assert len(whole.rows) == len(rows) == whole.both + whole.only_old + whole.only_new
    together = [
        row.anchor
        for page in range(1, counterparts_view(rows, page_size=10).paging.pages + 1)
        for row in counterparts_view(rows, page=page, page_size=10).rows
    ]
    assert together == [row.anchor for row in whole.rows]
    assert len(set(together)) == len(together)
    for anchor in together[::7]:
        found = counterparts_view(rows, only="old", page_size=10, anchor=anchor)
        assert anchor in [row.anchor for row in found.rows]
