"""Pure pieces of presentation: marks, excerpts, titles, places, paging."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.notice.model import Cell, Table
from web.present.marks import ELLIPSIS, excerpt, split_runs
from web.present.notice import moment_text, sentence_around, visible
from web.present.results import paging, row_cells
from web.present.text import Clause, flow, unbroken
from web.present.titles import phrases
from web.present.wording import size_text, status_badge

spans = st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60)), max_size=8)
texts = st.text(st.sampled_from("一区多园𠮷<&>\n，。"), max_size=50)


@given(texts, spans)
def test_runs_joined_are_the_text(text: str, marked: list[tuple[int, int]]) -> None:
    assert "".join(run.text for run in split_runs(text, marked)) == text


@given(texts, spans)
def test_a_character_is_marked_exactly_if_a_span_holds_it(
    text: str, marked: list[tuple[int, int]]
) -> None:
    shown = [run.marked for run in split_runs(text, marked) for _ in run.text]
    assert shown == [any(a <= at < b for a, b in marked) for at in range(len(text))]


@given(texts, spans, st.integers(5, 40), st.integers(0, 10))
def test_an_excerpt_only_leaves_out(
    text: str, marked: list[tuple[int, int]], limit: int, around: int
) -> None:
    runs = excerpt(text, marked, limit=limit, around=around)
    shown = "".join(run.text for run in runs)
    assert len(shown.replace(ELLIPSIS, "")) <= max(limit, len(text) if len(text) <= limit else 0)
    at = 0
    for piece in shown.split(ELLIPSIS):
        at = text.index(piece, at) + len(piece)


def test_a_long_text_is_cut_around_its_marks() -> None:
    text = "甲" * 200 + "资金" + "乙" * 300
    runs = excerpt(text, [(200, 202)])
    assert [run.text for run in runs if run.marked] == ["资金"]
    assert runs[0].text == ELLIPSIS
    assert runs[-1].text == ELLIPSIS
    assert len("".join(run.text for run in runs)) < 140


@dataclass(frozen=True)
class Piece:
    text: str


def by_spaces(text: str) -> Iterable[Piece]:
    return [Piece(piece) for piece in text.split("|") if piece]


def test_a_title_breaks_between_words_and_never_before_a_closing_mark() -> None:
    cut = phrases("关于|印发|“|一区多园|”|管理|办法|的|通知", by_spaces)
    assert cut == ("关于", "印发", "“一区多园”", "管理", "办法的", "通知")
    assert phrases("", by_spaces) == ()


@pytest.mark.parametrize(
    ("text", "quote", "sentence"),
    [
        ("前句。本办法自公布之日起施行。后句。", "自公布之日起施行", "本办法自公布之日起施行。"),
        ("本办法自公布之日起施行", "自公布之日起施行", "本办法自公布之日起施行"),
        ("一；二自今日起施行；三", "自今日起施行", "二自今日起施行；"),
        ("前。 自今日起施行。", "自今日起施行。", "自今日起施行。"),
    ],
)
def test_a_quote_is_widened_to_its_sentence(text: str, quote: str, sentence: str) -> None:
    start = text.index(quote)
    low, high = sentence_around(text, start, start + len(quote))
    assert text[low:high] == sentence


def test_what_was_printed_on_several_lines_is_joined_as_chinese_joins() -> None:
    assert unbroken("市人民政府有关部门，\n有关单位：") == "市人民政府有关部门，有关单位："
    assert unbroken("市人民政\n  府各部门\n") == "市人民政府各部门"
    assert unbroken("Smart\nCity") == "Smart City"
    assert unbroken("2021 年") == "2021 年"


def test_a_moment_is_told_by_shanghais_clocks() -> None:
    assert moment_text(datetime(2026, 11, 22, 16, 30)) == "2026年11月23日 00:30"  # noqa: DTZ001


def test_blanks_that_were_mended_can_be_seen() -> None:
    assert visible("国\n\n国") == "国⏎⏎国"
    assert visible(" ") == "␣"
    assert visible("a b") == "a b"


def test_an_unknown_status_is_in_doubt_and_never_good() -> None:
    assert status_badge("SOMETHING_NEW", "新").tone == "doubt"


@pytest.mark.parametrize(("size", "text"), [(1, "1 字节"), (2048, "2 KB"), (3 << 20, "3.0 MB")])
def test_sizes_read_as_people_say_them(size: int, text: str) -> None:
    assert size_text(size) == text


def test_paging_offers_the_ends_and_what_is_near() -> None:
    assert paging(1, 0, 20).numbers == (1,)
    assert paging(5, 200, 20).numbers == (1, None, 3, 4, 5, 6, 7, None, 10)
    assert paging(3, 100, 20).numbers == (1, 2, 3, 4, 5)


def table(*cells: tuple[int, int, int, int]) -> Table:
    return Table(tuple(Cell(r, c, rs, cs, "x", inherited=False) for r, c, rs, cs in cells))


def test_a_merged_head_counts_all_its_rows() -> None:
    assert table((0, 0, 1, 1)).header_height == 0
    assert table((0, 0, 1, 1), (1, 0, 1, 1)).header_height == 1
    merged = table((0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1), (2, 0, 1, 1))
    assert merged.header_height == 2


def test_a_title_over_the_whole_width_stands_in_the_header() -> None:
    titled = table((0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1), (2, 0, 1, 1), (2, 1, 1, 1))
    assert titled.header_height == 2
    one_column = table((0, 0, 1, 1), (1, 0, 1, 1), (2, 0, 1, 1))
    assert one_column.header_height == 1


@given(
    st.lists(
        st.tuples(st.text("园区序号", max_size=4), st.text("沁阳甲，。1", min_size=1, max_size=8)),
        max_size=5,
    ),
    spans,
)
def test_a_row_is_cut_at_the_names_of_its_columns(
    cells: list[tuple[str, str]], marked: list[tuple[int, int]]
) -> None:
    text = "；".join(f"{name}：{value}" if name else value for name, value in cells)
    shown = row_cells(text, marked)
    if not any(name for name, _ in cells):
        assert shown == ()
        return
    said = [f"{c.header}：" * bool(c.header) + "".join(r.text for r in c.runs) for c in shown]
    assert "；".join(said) == text
    inside = {at for a, b in marked for at in range(max(a, 0), min(b, len(text)))}
    runs_marked = sum(len(r.text) for c in shown for r in c.runs if r.marked)
    assert runs_marked <= len(inside)


def test_a_row_s_cells_carry_their_marks() -> None:
    number, place = row_cells("序号：1；园区：沁阳园区", [(8, 10)])
    assert (number.header, place.header) == ("序号", "园区")
    assert [(run.text, run.marked) for run in place.runs] == [("沁阳", True), ("园区", False)]
    assert row_cells("没有表头", []) == ()


def clause(key: str, *children: Clause) -> Clause:
    return Clause(
        key=key,
        kind="level",
        depth=1,
        label=key,
        heading=None,
        heading_pieces=(),
        text=(),
        children=children,
        grid=None,
        citation="",
        place="",
        is_heading=len(key) == 1,
        is_anchor=False,
    )


trees = st.recursive(
    st.just(()), lambda below: st.lists(below, max_size=3).map(tuple), max_leaves=12
)


@given(trees)
def test_sections_in_a_row_end_where_they_end_in_the_tree(tree: tuple[object, ...]) -> None:
    def grown(at: tuple[object, ...], key: str) -> Clause:
        inner = enumerate(at)
        return clause(key, *(grown(one, f"{key}{step}") for step, one in inner))

    def nested(at: Clause) -> str:
        return f"<{at.key}{''.join(map(nested, at.children))}>"

    top = (grown(tree, "a"), grown(tree, "b"))
    assert "".join(f"<{s.clause.key}{'>' * s.ends}" for s in flow(top, 3)) == "".join(
        map(nested, top)
    )
    for step in flow(top, 3):
        assert step.lines[0].tag == ("h3" if step.clause.is_heading else "p")


def test_sections_however_deep_are_a_row() -> None:
    deep = clause("a")
    for _ in range(5000):
        deep = clause("a", deep)
    assert [step.ends for step in flow((deep,), 2)][-1] == 5001
    assert flow((deep,), 2)[-1].lines[0].tag == "h6"
