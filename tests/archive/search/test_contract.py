"""What any engine must do: the hits of a full scan, whatever is added, removed and repeated."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.search.engine import Engine, Entry, EntryKind, InWork, OfKind, Question, Where
from archive.search.query import All, AnyOf, Not, Term

from .contract import asked, entry, flags_of, found, scan, substrings, words_of


def test_any_stretch_of_a_clause_finds_it(filled: Engine, shipped: tuple[Entry, ...]) -> None:
    for text in substrings(shipped, 1500, seed=1):
        query = words_of(text)
        assert found(filled, query) == scan(shipped, query), text


def test_several_stretches_find_what_holds_all_of_them(
    filled: Engine, shipped: tuple[Entry, ...]
) -> None:
    texts = tuple(substrings(shipped, 600, seed=2))
    for texts_wanted in zip(texts[::3], texts[1::3], texts[2::3], strict=True):
        for query in (words_of(*texts_wanted[:2]), words_of(*(t[:2] for t in texts_wanted))):
            assert found(filled, query) == scan(shipped, query), query


def test_what_is_excluded_is_not_found(filled: Engine, shipped: tuple[Entry, ...]) -> None:
    texts = tuple(substrings(shipped, 400, seed=3))
    for wanted, excluded in zip(texts[::2], texts[1::2], strict=True):
        query = All((Term(wanted[:2]), Not(Term(excluded[:2]))))
        assert found(filled, query) == scan(shipped, query), query


def test_a_query_of_exclusions_alone_finds_all_the_others(
    filled: Engine, shipped: tuple[Entry, ...]
) -> None:
    query = asked("-高新区")
    assert found(filled, query) == scan(shipped, query) != set()


@pytest.mark.parametrize(
    "typed",
    [
        "园",
        "、",
        "一区多园",
        "“一区多园”",
        "区多",
        "高新技术",
        "高新技术产业开发区",
        "(以下简称",
        "（以下简称",
        "国发〔2020〕7号",
        "国发[2020]7号",
        "焦政办〔2021〕65号",
        "管委会 考核 -平顶山",
        "2021年",
        "２０２１年",
        "第一条",
        "第 一 条",
        "这些字从未连在一起出现过",
        "。",
    ],
)
def test_what_people_type_finds_what_a_scan_finds(
    filled: Engine, shipped: tuple[Entry, ...], typed: str
) -> None:
    query = asked(typed)
    assert found(filled, query) == scan(shipped, query)


def test_blanks_and_line_ends_hide_nothing(engine: Engine) -> None:
    engine.apply(1, (), [entry(1, "王　明 任焦作市\n高新区管委会主任")])
    for typed in ("王明", "高新区", "焦作市高新区", "“王 明”", "管委会 王明"):
        assert found(engine, asked(typed)) == {1}, typed


def test_widths_brackets_and_quotes_make_no_difference(engine: Engine) -> None:
    engine.apply(1, (), [entry(1, "根据《X》（焦政办［2021］６５号）“一区多园”ＧＤＰ")])
    for typed in ("焦政办(2021)65号", "焦政办〔2021〕65号", "gdp", "ＧＤＰ", "”一区多园“"):
        assert found(engine, asked(typed)) == {1}, typed


def test_a_heading_alone_is_no_answer(engine: Engine) -> None:
    engine.apply(
        1,
        (),
        [
            entry(1, "第二条 本办法适用于全市。", heading="高新区管理办法"),
            entry(2, "第三条 高新区由市政府管理。", heading="通则"),
        ],
    )
    assert [match.ordinal for match in engine.search(asked("高新区"))] == [2]
    assert found(engine, asked("高新区 通则 市政府")) == {2}
    assert found(engine, asked("高新区 管理办法")) == set()


def test_what_stands_in_the_heading_counts_less_than_in_the_text(engine: Engine) -> None:
    engine.apply(
        1,
        (),
        [
            entry(1, "第二条 本办法适用于全市。", heading="高新区管理办法"),
            entry(2, "第三条 高新区适用本办法。", heading="全市管理规定"),
        ],
    )
    assert [match.ordinal for match in engine.search(asked("高新区 适用"))] == [2, 1]


def test_terms_may_stand_one_in_the_heading_and_one_in_the_text(engine: Engine) -> None:
    engine.apply(1, (), [entry(1, "适用于全市", heading="管理办法"), entry(2, "适用于全市")])
    assert found(engine, asked("管理办法 全市")) == {1}


def test_no_term_is_found_across_heading_and_text(engine: Engine) -> None:
    engine.apply(1, (), [entry(1, "新区", heading="高")])
    assert found(engine, asked("高新区")) == set()


def test_equal_entries_come_in_the_order_of_their_ordinals(engine: Engine) -> None:
    engine.apply(1, (), [entry(ordinal, "高新区") for ordinal in (7, 3, 11, 5)])
    engine.apply(2, (), [entry(ordinal, "高新区") for ordinal in (2, 8)])
    ordinals = [match.ordinal for match in engine.search(asked("高新区"))]
    assert ordinals == [2, 3, 5, 7, 8, 11]


def test_a_match_names_its_work(engine: Engine) -> None:
    engine.apply(1, (), [entry(4, "高新区", work=9)])
    assert [(match.ordinal, match.work) for match in engine.search(asked("高新区"))] == [(4, 9)]


def test_only_what_is_allowed_is_found(engine: Engine) -> None:
    engine.apply(1, (), [entry(n, "高新区", work=n % 3) for n in range(1, 10)])
    query = asked("高新区")
    assert found(engine, query, {2, 3, 5, 99}) == {2, 3, 5}
    assert found(engine, query, set()) == set()


def test_what_the_archive_knows_can_be_part_of_a_question(engine: Engine) -> None:
    engine.apply(1, (), [entry(n, "高新区" if n % 2 else "经开区") for n in range(1, 7)])
    flags = flags_of({1, 2, 3})
    assert flags is not None
    assert found(engine, All((Term("高新区"), Where(flags)))) == {1, 3}
    assert found(engine, AnyOf((Term("高新区"), Where(flags)))) == {1, 3, 5}
    assert found(engine, All((Term("区"), Not(Where(flags))))) == {4, 5, 6}


def test_a_question_may_ask_for_a_kind(engine: Engine) -> None:
    kinds = tuple(EntryKind)
    entries = [Entry(n, 1, 1, kind, "", "高新区") for n, kind in enumerate(kinds, start=1)]
    engine.apply(1, (), entries)
    for kind in kinds:
        (ordinal,) = found(engine, All((Term("高新区"), OfKind((kind,)))))
        assert entries[ordinal - 1].kind is kind
        assert [m.ordinal for m in engine.search(OfKind((kind,)))] == [ordinal]


def test_words_may_stand_in_different_clauses_of_one_work(engine: Engine) -> None:
    engine.apply(1, (), [entry(1, "高新区", work=1), entry(2, "资金", work=1)])
    engine.apply(2, (), [entry(3, "高新区", work=2), entry(4, "资金", work=3)])
    both = All(
        (InWork(Term("高新区")), InWork(Term("资金")), AnyOf((Term("高新区"), Term("资金"))))
    )
    assert found(engine, both) == {1, 2}
    assert found(engine, both, {1, 3, 4}) == set()


def test_a_text_in_plain_words_ranks_what_shares_most_with_it(engine: Engine) -> None:
    texts = ("园区收费标准由市政府制定", "园区绿化", "学校作息")
    engine.apply(1, (), [entry(n, text) for n, text in enumerate(texts, start=1)])
    assert [m.ordinal for m in engine.rank("园区怎么收费")][:2] == [1, 2]
    assert 3 not in {m.ordinal for m in engine.rank("园区怎么收费")}
    assert {m.ordinal for m in engine.rank("园区怎么收费", flags_of({2}))} == {2}


def test_a_stretch_of_the_best_is_a_stretch_of_them_all(filled: Engine) -> None:
    matches = filled.search(asked("园区"))
    everything = tuple(matches)
    assert len(everything) == len(matches) > 20
    for start, stop in ((0, 1), (0, 5), (3, 9), (len(matches) - 2, len(matches) + 5), (9, 9)):
        assert matches.best(start, stop) == everything[start:stop]


def test_a_new_index_is_empty_and_has_applied_nothing(engine: Engine) -> None:
    assert engine.sequence() == 0
    assert engine.ordinals() == frozenset()
    assert len(engine.search(asked("高新区"))) == 0


def test_the_sequence_moves_with_the_entries(engine: Engine) -> None:
    engine.apply(3, (), [entry(1, "高新区")])
    engine.apply(9, [1], [])
    assert engine.sequence() == 9
    assert engine.ordinals() == frozenset()


def test_a_replay_changes_nothing(engine: Engine, shipped: tuple[Entry, ...]) -> None:
    for _ in range(3):
        engine.apply(5, [1, 2], shipped[:2])
        engine.apply(6, [99], shipped[2:20])
    query = asked("高新区")
    assert engine.sequence() == 6
    assert engine.ordinals() == frozenset(range(1, 21))
    assert found(engine, query) == scan(shipped[:20], query)


def test_an_entry_of_the_same_ordinal_replaces_the_old_one(engine: Engine) -> None:
    engine.apply(1, (), [entry(1, "高新区"), entry(1, "产业集聚区")])
    assert found(engine, asked("高新区")) == set()
    engine.apply(2, (), [entry(1, "一区多园")])
    assert found(engine, asked("产业集聚区")) == set()
    assert found(engine, asked("一区多园")) == {1}


def test_what_is_removed_and_added_at_once_is_there(engine: Engine) -> None:
    engine.apply(1, (), [entry(1, "高新区")])
    engine.apply(2, [1], [entry(1, "高新区")])
    assert found(engine, asked("高新区")) == {1}


def test_entries_may_come_from_a_generator(engine: Engine) -> None:
    engine.apply(1, (), (entry(n, f"第{n}条 高新区") for n in range(1, 4)))
    assert engine.ordinals() == {1, 2, 3}


def test_a_failing_generator_leaves_everything_as_it_was(engine: Engine) -> None:
    engine.apply(1, (), [entry(1, "高新区")])

    def failing() -> object:
        yield entry(2, "高新区")
        raise KeyError("catalogue")

    with pytest.raises(KeyError):
        engine.apply(2, [1], failing())
    assert engine.sequence() == 1
    assert found(engine, asked("高新区")) == {1}
    engine.apply(2, [1], [entry(3, "高新区")])
    assert found(engine, asked("高新区")) == {3}


# Few letters, so that everything overlaps; a dash, blanks and quotes for what they may break.
_TEXTS = st.text("高新区一园的a1-，“ \n\u3000", max_size=12)
_ENTRIES = st.builds(entry, st.integers(1, 12), _TEXTS, heading=_TEXTS, work=st.integers(1, 3))
_TERMS = st.builds(Term, _TEXTS).filter(lambda term: bool(term.needle))
_WHERE = st.builds(lambda some: Where(flags_of(some)), st.sets(st.integers(0, 12)))
_KINDS = st.builds(OfKind, st.just((EntryKind.CLAUSE,)) | st.just((EntryKind.ROW,)))
_QUERIES: st.SearchStrategy[Question] = st.recursive(
    _TERMS | _WHERE | _KINDS,
    lambda inner: (
        st.builds(Not, inner)
        | st.builds(InWork, inner)
        | st.builds(All, st.lists(inner, min_size=1, max_size=3).map(tuple))
        | st.builds(AnyOf, st.lists(inner, min_size=1, max_size=3).map(tuple))
    ),
    max_leaves=5,
)
_CHANGES = st.tuples(st.lists(st.integers(1, 12), max_size=3), st.lists(_ENTRIES, max_size=4))


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(_CHANGES, max_size=5), st.lists(_QUERIES, min_size=1, max_size=8))
def test_after_any_changes_the_hits_are_those_of_a_scan(
    engine: Engine, changes: list[tuple[list[int], list[Entry]]], queries: list[Question]
) -> None:
    # The index of the example before is emptied, not replaced: one more change that must be right.
    engine.apply(engine.sequence() + 1, engine.ordinals(), ())
    kept: dict[int, Entry] = {}
    for removed, added in changes:
        engine.apply(engine.sequence() + 1, removed, added)
        kept = {ordinal: e for ordinal, e in kept.items() if ordinal not in removed}
        kept |= {e.ordinal: e for e in added}
    assert engine.ordinals() == kept.keys()
    for query in queries:
        assert found(engine, query) == scan(kept.values(), query)
        assert found(engine, query, {1, 3}) == scan(kept.values(), query, {1, 3})
    # What an engine does beside us must not go on while Hypothesis draws the next example.
    engine.close()


@pytest.mark.slow
@pytest.mark.shared
def test_any_stretch_of_a_real_notice_finds_it(engine: Engine, shared_corpus: Path) -> None:
    entries: list[Entry] = []
    for work, path in enumerate(sorted((shared_corpus / "notices").glob("*.txt"))[::15]):
        lines = path.read_text(encoding="utf-8").splitlines()
        entries += [entry(work * 10_000 + n, line, work=work) for n, line in enumerate(lines)]
    engine.apply(1, (), entries)
    for text in substrings(entries, 1000, seed=4):
        query = words_of(text)
        assert found(engine, query) == scan(entries, query), text
