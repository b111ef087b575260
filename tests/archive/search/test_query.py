"""What a person types, taken apart; wrong syntax is words, never an error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import QueryError
from archive.search.query import LONGEST, MOST_TERMS, Query, Term, parse_query


def read(typed: str) -> list[str]:
    """Terms as a person would write them plainly: -excluded, "phrase"."""
    return [
        ("-" if term.negated else "") + (f'"{term.text}"' if term.phrase else term.text)
        for term in parse_query(typed).terms
    ]


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("高新区 管理办法", ["高新区", "管理办法"]),
        ("　高新区　管理办法\n", ["高新区", "管理办法"]),
        ("“一区多园”", ['"一区多园"']),
        ('"一区 多园"', ['"一区 多园"']),
        ("＂一区多园＂ „考核”", ['"一区多园"', '"考核"']),
        ("-草案", ["-草案"]),
        ("高新区 －征求意见稿", ["高新区", "-征求意见稿"]),
        ("高新区 -“征求 意见”", ["高新区", '-"征求 意见"']),
        ("关于印发“一区多园”办法的通知", ["关于印发", '"一区多园"', "办法的通知"]),
        ("GB3838-2002", ["GB3838-2002"]),
        ("2021-2025年", ["2021-2025年"]),
        ("——坚持党的领导", ["——坚持党的领导"]),
        ("高新区 高新区 “高新区”", ["高新区", '"高新区"']),
    ],
)
def test_syntax(typed: str, terms: list[str]) -> None:
    assert read(typed) == terms


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("", []),
        (" \u3000\n", []),
        ('"" “”', []),
        ("-", []),
        ("- 草案", ["草案"]),
        ("--", []),
        ("—", []),
        ("\u200b", []),
        ("“没有闭合 办法", ["没有闭合", "办法"]),
        ("办法”", ["办法"]),
        ("AND OR (办法", ["AND", "OR", "(办法"]),
        ("办* [1 TO 2] 标题:办法~9", ["办*", "[1", "TO", "2]", "标题:办法~9"]),
    ],
)
def test_what_looks_like_wrong_syntax_is_words(typed: str, terms: list[str]) -> None:
    assert read(typed) == terms


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
    assert parse_query(typed) == Query(typed, (Term(number, phrase=True),), number)


@pytest.mark.parametrize("typed", ["焦政办〔2021〕65号 考核", "-焦政办〔2021〕65号", "65号"])
def test_a_number_among_others_is_a_word(typed: str) -> None:
    assert parse_query(typed).number is None


def test_a_needle_is_folded_and_has_no_blanks() -> None:
    assert Term("（ＧＤＰ 增长）\u200b").needle == "(gdp增长)"


def test_the_longest_query_is_read_and_a_longer_one_says_what_to_do() -> None:
    assert len(parse_query("园" * LONGEST).terms) == 1
    with pytest.raises(QueryError, match=r"201 个字，上限 200 个（请"):
        parse_query("园" * (LONGEST + 1))


def test_too_many_terms_say_what_to_do() -> None:
    many = [str(n) for n in range(MOST_TERMS)]
    assert len(parse_query(" ".join(many)).terms) == MOST_TERMS
    assert len(parse_query(" ".join([*many, *many])).terms) == MOST_TERMS
    with pytest.raises(QueryError, match=r"33 个，上限 32 个（请"):
        parse_query(" ".join([*many, "再一个"]))


@given(st.text(max_size=LONGEST) | st.text('高 -－“"”〔〕1号\u200b\u3000', max_size=40))
def test_anything_typed_is_read_and_each_term_has_something_to_look_for(typed: str) -> None:
    try:
        query = parse_query(typed)
    except QueryError:
        return
    assert query.typed == typed
    assert all(term.needle for term in query.terms)
