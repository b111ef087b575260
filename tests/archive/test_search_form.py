"""What search takes for the same: widths, traditional characters, ways to write numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.highlight import highlights
from archive.notice.match import DROPPED, squeeze
from archive.search.query import parse_query
from archive.search_form import same_length_form, search_form, simplified
from archive.spellings import MOST, in_figures, spellings

_TEXTS = st.text(
    "徵求意見征求意见著作第十二条１２(（〔ＡＢ 　\u200b\ufe00，。薴苧苎后後", max_size=20
)


@pytest.mark.parametrize(
    ("traditional", "plain"),
    [
        ("徵求意見稿", "征求意见稿"),
        ("國務院辦公廳關於", "国务院办公厅关于"),
        ("園區發展", "园区发展"),
        ("於每年", "于每年"),
        ("薴", "苎"),
        ("\uf9a8", "令"),  # a twin among the compatible characters
    ],
)
def test_traditional_characters_are_as_simplified_ones(traditional: str, plain: str) -> None:
    assert search_form(traditional) == plain


@pytest.mark.parametrize("text", ["著作权法", "答复与覆盖", "乾坤", "里程", "台州"])
def test_simplified_words_stay_words(text: str) -> None:
    assert search_form(text) == text.replace("乾", "干")


@given(_TEXTS, _TEXTS)
def test_the_form_of_a_part_is_a_part_of_the_form(one: str, other: str) -> None:
    assert search_form(one + other) == search_form(one) + search_form(other)
    assert search_form(search_form(one)) == search_form(one)
    assert len(simplified(one)) == len(same_length_form(one)) == len(one)


@given(_TEXTS)
def test_only_what_match_drops_is_dropped(text: str) -> None:
    left = "".join(character for character in text if character not in DROPPED)
    assert len(search_form(text)) == len(left) == len(squeeze(text))


def test_a_highlight_covers_the_characters_as_they_are_printed() -> None:
    text = "現就《管理辦法》徵 求　意見，請於１２月前提出。"
    marked = [text[start:stop] for start, stop in highlights(text, [search_form("征求意见")])]
    assert marked == ["徵 求　意見"]


@pytest.mark.parametrize(
    "ways",
    [
        ("第12条", "第十二条"),
        ("第103条", "第一百零三条", "第一百〇三条"),
        ("第120条之1", "第一百二十条之一"),
        ("第3款", "第三款"),
        ("第10章", "第十章"),
        ("焦政办(2021)65号", "焦政办(二〇二一)六十五号"),
        ("2021年11月9日", "二〇二一年十一月九日"),
        ("第12条第3款", "第十二条第三款"),
    ],
)
def test_each_way_to_write_a_number_leads_to_each_other(ways: tuple[str, ...]) -> None:
    for way in ways:
        assert spellings(way)[0] == way
        assert set(ways) <= set(spellings(way))


@pytest.mark.parametrize(
    "text",
    [
        "一区多园",
        "十二条规定",
        "第一",
        "12条",
        "三年行动",
        "第一批",
        "第0条",
        "第999999999条",
    ],
)
def test_what_is_no_reference_is_looked_for_as_it_stands(text: str) -> None:
    assert spellings(text) == (text,)


@given(st.text("第一二十百零〇12条款项之(2021)年月日号", max_size=60))
def test_no_query_has_more_ways_than_are_looked_for(text: str) -> None:
    ways = spellings(text)
    assert ways[0] == text
    assert len(set(ways)) == len(ways) <= MOST


@pytest.mark.parametrize(
    "typed", ["焦政办〔二〇二一〕65号", "焦政办[二○二一]六十五号", "焦政辦（2021）65號"]
)
def test_a_number_is_one_however_its_figures_are_written(typed: str) -> None:
    assert parse_query(typed).number == "焦政办〔2021〕65号"


def test_only_numbers_of_documents_are_put_into_figures() -> None:
    assert in_figures("焦政办(二〇二一)六十五号") == "焦政办(2021)65号"
    assert in_figures("(一)六十五号") == "(一)六十五号"
