"""What a person types, taken apart; wrong syntax is words, never an error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import QueryError
from archive.search.query import (
    DEEPEST,
    LONGEST,
    MOST_TERMS,
    Query,
    Term,
    format_query,
    parse_query,
    parse_span,
)


def read(typed: str) -> str:
    """The query said again in words."""
    return format_query(parse_query(typed).node)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("高新区 管理办法", "高新区 且 管理办法"),
        ("　高新区　管理办法\n", "高新区 且 管理办法"),
        ("高新区 AND 管理办法", "高新区 且 管理办法"),
        ("“一区多园”", "“一区多园”"),
        ('"一区 多园"', "“一区 多园”"),
        ("＂一区多园＂ „考核”", "“一区多园” 且 “考核”"),
        ("-草案", "不含草案"),
        ("NOT 草案", "不含草案"),
        ("高新区 －征求意见稿", "高新区 且不含征求意见稿"),
        ("高新区 -“征求 意见”", "高新区 且不含“征求 意见”"),
        ("高新区 -(征求 意见)", "高新区 且不含（征求 且 意见）"),
        ("高新区 OR 经开区", "高新区 或 经开区"),
        ("高新区 或 经开区 资金", "高新区 或 （经开区 且 资金）"),
        ("（高新区 或 经开区） 资金", "（高新区 或 经开区） 且 资金"),
        ("((高新区 或 经开区) 资金) 考核", "（高新区 或 经开区） 且 资金 且 考核"),
        ("关于印发“一区多园”办法的通知", "关于印发 且 “一区多园” 且 办法的通知"),
        ("标题:管理办法 年份:2019-2021", "标题：管理办法 且 年份：2019-2021"),
        ("title:管理办法 ISSUER：焦作", "标题：管理办法 且 机关：焦作"),
        ("标题:(高新区 或 “一区 多园”)", "标题：高新区 或 标题：“一区 多园”"),
        ("附件:沁阳 -状态:废止", "附件：沁阳 且不含状态：废止"),
        ("焦政办(2021) 65号 考核", "“焦政办〔2021〕65号” 且 考核"),
        ("文号:焦政办(2021) 65号", "文号：“焦政办〔2021〕65号”"),
        ("高新技术* 园区", "高新技术 且 园区"),
        ("GB3838-2002", "GB3838-2002"),
        ("2021-2025年", "2021-2025年"),
        ("管理办法（试行） 焦作", "管理办法（试行） 且 焦作"),
        ("（试行）", "（试行）"),
        ("牵头单位:市发改委", "牵头单位:市发改委"),
        ("——坚持党的领导", "——坚持党的领导"),
        ("高新区 高新区 “高新区”", "高新区 且 “高新区”"),
        ("《公司法》 关联交易", "公司法 且 关联交易"),
        ("《数据安全法》第二十一条", "数据安全法 且 第二十一条"),
        ("劳动合同法第39条", "劳动合同法 且 第39条"),
        ("“劳动合同法第39条”", "“劳动合同法第39条”"),
        ("标题:《公司法》", "标题：公司法"),
        ("关于印发《管理办法》的通知", "关于印发《管理办法》的通知"),
    ],
)
def test_syntax(typed: str, said: str) -> None:
    assert read(typed) == said
    assert parse_query(typed).hints == ()


@pytest.mark.parametrize(
    ("typed", "said", "hint"),
    [
        ("“没有闭合 办法", "没有闭合 且 办法", "引号没有成对"),
        ("办法”", "办法", "引号没有成对"),
        ("高新区 OR", "高新区 且 OR", "“OR”"),
        ("或 高新区", "或 且 高新区", "“或”"),
        ("AND OR (办法", "AND 且 OR 且 办法", "“AND”"),
        ("园区 (资金", "园区 且 资金", "括号没有成对"),
        ("园区（资金 管理", "园区 且 资金 且 管理", "括号没有成对"),
        ("(园区 资金) 管理）", "园区 且 资金 且 管理", "括号没有成对"),
        ("标题:", "标题", "“标题:”"),
        ("高新区 NOT", "高新区 且 NOT", "“NOT”"),
        ("年份:去年", "去年", "“去年”不是年份或日期"),
        ("日期:2021-13", "2021-13", "“2021-13”不是年份或日期"),
        ("园*", "园", "“园*”太短"),
    ],
)
def test_what_looks_like_wrong_syntax_is_words_and_a_hint_says_so(
    typed: str, said: str, hint: str
) -> None:
    query = parse_query(typed)
    assert format_query(query.node) == said
    assert any(hint in one for one in query.hints)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("- 草案", "草案"),
        ("办* [1 TO 2] 标题:办法~9", "办 且 [1 且 TO 且 2] 且 标题：办法~9"),
        ("高*新", "高*新"),
        ("(((", "((("),
        ("()", "()"),
    ],
)
def test_other_signs_are_characters(typed: str, said: str) -> None:
    assert read(typed) == said


@pytest.mark.parametrize("typed", ["", " \u3000\n", '"" “”', "-", "--", "—", "\u200b", '("")'])
def test_nothing_to_look_for_is_no_query(typed: str) -> None:
    assert parse_query(typed).node is None


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("2021", "2021-01-01", "2021-12-31"),
        ("2021年", "2021-01-01", "2021-12-31"),
        ("2019-2021", "2019-01-01", "2021-12-31"),
        ("2019年至2021年", "2019-01-01", "2021-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2021年6月", "2021-06-01", "2021-06-30"),
        ("2021-06-01", "2021-06-01", "2021-06-01"),
        ("2021/6/1..2021/7/2", "2021-06-01", "2021-07-02"),
        ("2020..", "2020-01-01", "9999-12-31"),
        (">=2020", "2020-01-01", "9999-12-31"),
        ("..2020-03", "0001-01-01", "2020-03-31"),
        ("<=2020", "0001-01-01", "2020-12-31"),
    ],
)
def test_a_stretch_of_days(said: str, first: str, last: str) -> None:
    span = parse_span(said)
    assert span is not None
    assert [day.isoformat() for day in span] == [first, last]


@pytest.mark.parametrize(
    "said", ["", "去年", "21", "2021-13", "2021-02-30", "2021..2019", "..", ">="]
)
def test_what_is_no_stretch_of_days(said: str) -> None:
    assert parse_span(said) in (None, parse_span("0001..") if said == ".." else None)


@pytest.mark.parametrize(
    "typed", ["园区怎么收费？", "企业是否需要办理环评", "多少天内作出决定", "谁负责园区考核工作"]
)
def test_a_question_in_plain_words_is_one(typed: str) -> None:
    assert parse_query(typed).is_question


@pytest.mark.parametrize("typed", ["怎么", "“园区怎么收费”", "园区 考核", "标题:园区怎么收费"])
def test_what_is_no_question(typed: str) -> None:
    assert not parse_query(typed).is_question


@pytest.mark.parametrize("typed", ["《焦作市园区管理办法》", " 《焦作市园区管理办法》 "])
def test_a_title_in_its_marks_names_a_work(typed: str) -> None:
    assert parse_query(typed).title == "焦作市园区管理办法"


def test_a_title_among_others_is_a_word() -> None:
    assert parse_query("《管理办法》 考核").title is None


@pytest.mark.parametrize(
    "typed",
    [
        "焦政办〔2021〕65号",
        "焦政办(2021)65号",
        "焦政办[2021]65号",
        " 焦政办【２０２１】 65 号 ",
        "焦政办﹝2021﹞第65号",
    ],
)
def test_a_number_in_any_brackets_is_one_number(typed: str) -> None:
    number = "焦政办〔2021〕65号"
    assert parse_query(typed) == Query(typed, Term(number, phrase=True), number)


@pytest.mark.parametrize("typed", ["焦政办〔2021〕65号 考核", "-焦政办〔2021〕65号", "65号"])
def test_a_number_among_others_is_a_word(typed: str) -> None:
    assert parse_query(typed).number is None


def test_a_needle_is_folded_and_has_no_blanks() -> None:
    assert Term("（ＧＤＰ 增长）\u200b").needle == "(gdp增长)"


def test_the_longest_query_is_read_and_a_longer_one_says_what_to_do() -> None:
    assert len(parse_query("园" * LONGEST).wanted) == 1
    with pytest.raises(QueryError, match=r"201 个字，上限 200 个（请"):
        parse_query("园" * (LONGEST + 1))


def test_too_many_terms_say_what_to_do() -> None:
    many = [str(n) for n in range(MOST_TERMS)]
    assert len(parse_query(" ".join(many)).wanted) == MOST_TERMS
    assert len(parse_query(" ".join([*many, *many])).wanted) == MOST_TERMS
    with pytest.raises(QueryError, match=r"33 个，上限 32 个（请"):
        parse_query(" ".join([*many, "再一个"]))


def test_brackets_too_deep_say_what_to_do() -> None:
    deep = "甲 乙"
    for _ in range(DEEPEST):
        deep = f"({deep} 丙)"
    assert parse_query(deep).node is not None
    with pytest.raises(QueryError, match=r"9 层，上限 8 层（请"):
        parse_query(f"({deep} 丙)")


_PIECES = "高新区 ( ) - NOT OR AND 或 标题: 年份: 2021 “ ” * 1号"


@given(
    st.text(max_size=LONGEST)
    | st.text('高 -－“"”〔〕()（）:*1号或\u200b\u3000', max_size=60)
    | st.lists(st.sampled_from(_PIECES.split())).map(" ".join)
)
def test_anything_typed_is_read_and_each_term_has_something_to_look_for(typed: str) -> None:
    try:
        query = parse_query(typed)
    except QueryError:
        return
    assert query.typed == typed
    assert all(term.needle for term in (*query.wanted, *query.barred))
    assert bool(query.node) == bool(format_query(query.node))
