"""Best match: questions in plain words, the weights, the everyday words."""

from pathlib import Path

import numpy as np
import pytest

from archive.search import ranking
from archive.search.best_match import pieces_of
from archive.search.engine import Entry, EntryKind
from archive.search.everyday import everyday_words, legal_words
from archive.search.whoosh import WhooshEngine

from .contract import flags_of

CLAUSES = (
    "第一条\n为了规范专利代理行为，制定本条例。",
    "第十六条\n专利代理师不得同时在两个以上专利代理机构从事专利代理业务。",
    "第四十四条\n用人单位拖欠劳动报酬的，劳动者可以向人民法院申请支付令。",
    "第七条\n本办法所称政务新媒体，是指行政机关开设的政务账号。",
)


def entry(ordinal: int, text: str, work: int = 1) -> Entry:
    return Entry(ordinal, work, 1, EntryKind.CLAUSE, "", text)


@pytest.fixture
def engine(tmp_path: Path) -> WhooshEngine:
    made = WhooshEngine.create(tmp_path / "index")
    made.apply(1, (), (entry(at, text, work=at) for at, text in enumerate(CLAUSES, start=1)))
    return made


@pytest.mark.parametrize(
    ("question", "ordinal"),
    [
        ("专利代理师可以同时在两家机构上班吗？", 2),
        ("老板拖欠工资怎么办", 3),
        ("什么是政务新媒体", 4),
    ],
)
def test_a_question_that_no_clause_says_brings_the_clause_that_answers(
    engine: WhooshEngine, question: str, ordinal: int
) -> None:
    assert engine.rank(question).best(0, 1)[0].ordinal == ordinal


def test_only_works_that_are_allowed_are_ranked(engine: WhooshEngine) -> None:
    found = tuple(engine.rank("专利代理机构", flags_of({1, 3})))
    assert {match.work for match in found} <= {1, 3}
    assert found[0].work == 1


def test_a_text_that_shares_nothing_is_no_match(engine: WhooshEngine) -> None:
    assert len(engine.rank("xyz")) == 0
    assert len(engine.rank("？")) == 0


def test_what_was_removed_is_neither_ranked_nor_counted(engine: WhooshEngine) -> None:
    alone = tuple(engine.rank("专利代理", flags_of({1, 3, 4})))
    engine.apply(2, (2,), ())
    assert tuple(engine.rank("专利代理")) == alone


def test_scores_do_not_depend_on_how_the_index_grew(tmp_path: Path, engine: WhooshEngine) -> None:
    grown = WhooshEngine.create(tmp_path / "grown")
    for at, text in enumerate(CLAUSES, start=1):
        grown.apply(at, (), [entry(at, text, work=at)])
    assert tuple(grown.rank("专利代理机构的账号")) == tuple(engine.rank("专利代理机构的账号"))


def test_authority_raises_a_source_above_another_that_says_the_same(tmp_path: Path) -> None:
    engine = WhooshEngine.create(tmp_path / "index")
    engine.apply(1, (), [entry(0, "应当缴纳税款", work=1), entry(1, "应当缴纳税款", work=2)])
    assert [match.ordinal for match in engine.rank("缴税")] == [0, 1]
    weights = np.array([ranking.authority("税务工作通知"), ranking.authority("中华人民共和国税法")])
    assert [match.ordinal for match in engine.rank("缴税", authority=weights)] == [1, 0]


@pytest.mark.parametrize(
    ("title", "weight"),
    [
        ("中华人民共和国民法典", 1.0),
        ("中华人民共和国个人信息保护法", 1.0),
        ("刑法", 1.0),
        ("最高人民法院关于审理民间借贷案件适用法律若干问题的规定", 0.9),
        ("浙江省数字经济促进条例", 0.8),
        ("国务院关于职工工作时间的规定", 0.8),
        ("焦作国家高新技术产业开发区“一区多园”管理办法", 0.8),
        ("关于贯彻实施安全生产法", 0.8),
        ("某市人民政府关于印发工作方案的通知", 0.8),
    ],
)
def test_a_source_counts_by_what_its_title_says_it_is(title: str, weight: float) -> None:
    assert ranking.authority(title) == weight


def test_words_that_merely_ask_are_not_looked_for() -> None:
    asked = {piece.text for piece in pieces_of("专利代理师是否可以兼职？怎么办")}
    assert not asked & {"是否", "怎么", "怎么办", "办"}
    assert {"专利", "代理", "兼职"} <= asked


def test_what_stands_there_as_it_was_typed_comes_before_its_characters(tmp_path: Path) -> None:
    engine = WhooshEngine.create(tmp_path / "index")
    engine.apply(1, (), [entry(0, "多园，一区，区多", 1), entry(1, "推动一区多园吧", 2)])
    assert [match.ordinal for match in engine.rank("一区多园")] == [1, 0]


def test_a_character_that_stands_nearly_everywhere_is_common_in_large_archives_alone() -> None:
    assert ranking.is_common(20_000, 100_000)
    assert not ranking.is_common(5_000, 100_000)
    assert not ranking.is_common(900, 1_000)


def test_a_query_of_asking_words_alone_is_still_looked_for() -> None:
    assert pieces_of("什么")


def test_what_was_typed_counts_more_than_its_legal_name() -> None:
    weights = {piece.text: piece.weight for piece in pieces_of("员工的工资")}
    assert weights["员工"] == 1.0
    assert weights["劳动者"] == ranking.EVERYDAY_WEIGHT < 1.0


def test_one_character_is_an_everyday_word_only_where_it_is_a_word() -> None:
    assert "盗窃" in legal_words("手机被人偷了")
    assert "起诉" not in legal_words("年度工作报告")


def test_every_everyday_word_has_a_reason_and_stands_once() -> None:
    rows = everyday_words()
    assert all(row.everyday and row.legal and row.reason for row in rows)
    assert len({row.everyday for row in rows}) == len(rows)
    assert all(set(row.everyday) != set(row.legal) for row in rows)


def test_a_clause_is_lent_from_its_notice_and_its_neighbour_alone() -> None:
    scores = np.array([0.0, 1.0, 4.0, 2.0, 10.0])
    lent = ranking.lent(scores, np.array([1, 1, 1, 1, 2]))
    assert lent[0] == 0.0
    assert lent[1] == pytest.approx(1.0 + 0.3 * 4.0 + 0.1 * 4.0)
    assert lent[2] == pytest.approx(4.0 + 0.3 * 4.0 + 0.1 * 2.0)
    assert lent[4] == pytest.approx(10.0 + 0.3 * 10.0)
    assert len(ranking.lent(np.zeros(0), np.zeros(0, np.int64))) == 0


def test_of_equal_scores_at_the_end_the_first_are_kept() -> None:
    scores = np.array([1.0, 3.0, 1.0, 0.0, 1.0, 2.0])
    assert ranking.likeliest(scores, 3).tolist() == [0, 1, 5]
    assert ranking.likeliest(scores, 10).tolist() == [0, 1, 2, 4, 5]
    assert ranking.likeliest(np.zeros(4), 2).tolist() == []
