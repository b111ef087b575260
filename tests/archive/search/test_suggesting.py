"""What is suggested to somebody who is typing, in characters or in pinyin."""

import pytest

from archive.pinyin import syllables
from archive.search.suggesting import LONGEST, MOST, Sort, Suggestion, Suggestions

KNOWN = (
    Suggestion(Sort.TERM, "高新区", 40),
    Suggestion(Sort.TERM, "行政", 12),
    Suggestion(Sort.TERM, "银行", 10),
    Suggestion(Sort.TERM, "绿色发展", 3),
    Suggestion(Sort.TITLE, "焦作国家高新技术产业开发区管理办法", work="焦政办-2021-65"),
    Suggestion(Sort.NUMBER, "焦政办〔2021〕65号", work="焦政办-2021-65"),
    Suggestion(Sort.ISSUER, "重庆市人民政府", 3),
)


@pytest.fixture(scope="module")
def suggestions() -> Suggestions:
    return Suggestions(KNOWN, syllables)


def texts(found: tuple[Suggestion, ...]) -> list[str]:
    return [one.text for one in found]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("高新", "高新区"),
        ("高新區", "高新区"),
        ("gxq", "高新区"),
        ("GXQ", "高新区"),
        ("gaoxinqu", "高新区"),
        ("gao'xin", "高新区"),
        ("yinhang", "银行"),
        ("xingzheng", "行政"),
        ("lvse", "绿色发展"),
        ("cqs", "重庆市人民政府"),
        ("chongqing", "重庆市人民政府"),
        ("产业开发区", "焦作国家高新技术产业开发区管理办法"),
        ("焦政办(2021)", "焦政办〔2021〕65号"),
        ("2021", "焦政办〔2021〕65号"),
        ("６５号", "焦政办〔2021〕65号"),
    ],
)
def test_what_is_typed_leads_to_what_is_meant(
    suggestions: Suggestions, typed: str, first: str
) -> None:
    assert texts(suggestions.of(typed))[0] == first


@pytest.mark.parametrize("typed", ["", " ", "　", "'", "火星", "ang", "zz", "高" * (LONGEST + 1)])
def test_nothing_is_suggested_for_what_nothing_begins_with(
    suggestions: Suggestions, typed: str
) -> None:
    assert suggestions.of(typed) == ()


def test_what_begins_so_comes_before_what_only_has_it(suggestions: Suggestions) -> None:
    assert texts(suggestions.of("高新")) == ["高新区", "焦作国家高新技术产业开发区管理办法"]


def test_no_sort_takes_all_the_room_and_no_text_comes_twice() -> None:
    many = [Suggestion(Sort.TERM, f"高{chr(0x4E00 + n)}", 9) for n in range(500)]
    many += [Suggestion(Sort.TITLE, "高新区办法", work=str(n)) for n in range(3)]
    found = texts(Suggestions(many, syllables).of("高"))
    assert len(found) <= MOST
    assert found.count("高新区办法") == 1


def test_nothing_known_suggests_nothing() -> None:
    assert Suggestions((), syllables).of("高新") == ()
