"""What may have been meant by what is nowhere."""

import pytest

from archive.pinyin import syllables
from archive.search.correcting import MOST_TYPED, Guesses

WORDS = {
    "一区多园": 40,
    "园区": 90,
    "高新区": 60,
    "管理办法": 30,
    "产业开发区": 20,
    "专项资金": 9,
    "公园": 5,
}


@pytest.fixture(scope="module")
def guesses() -> Guesses:
    return Guesses(WORDS, syllables)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("一区多元", "一区多园"),
        ("圆区", "园区"),
        ("原区", "园区"),
        ("gaoxinqu", "高新区"),
        ("yuanqu", "园区"),
        ("管理办伐", "管理办法"),
        ("管理方法", "管理办法"),
        ("管办理法", "管理办法"),
        ("产业开区", "产业开发区"),
        ("产业开开发区", "产业开发区"),
        ("专向资金", "专项资金"),
    ],
)
def test_a_slip_leads_to_the_word(guesses: Guesses, typed: str, meant: str) -> None:
    assert guesses.of(typed)[0].term == meant


def test_the_rest_of_what_was_typed_stays(guesses: Guesses) -> None:
    (first, *_) = guesses.of("焦作一区多元管理办法")
    assert (first.term, first.wrong, first.right) == (
        "焦作一区多园管理办法",
        "一区多元",
        "一区多园",
    )
    assert first.sounds_alike


@pytest.mark.parametrize(
    "typed", ["", "园", "园区", "一区多园", "火星", "a", "园" * MOST_TYPED + "区"]
)
def test_nothing_is_guessed_where_nothing_is_wrong_or_alike(guesses: Guesses, typed: str) -> None:
    assert guesses.of(typed) == ()


def test_what_sounds_alike_comes_before_what_looks_alike() -> None:
    found = Guesses({"开发区": 3, "开花区": 900}, syllables).of("开法区")
    assert [guess.right for guess in found] == ["开发区", "开花区"]


def test_the_same_word_is_guessed_once(guesses: Guesses) -> None:
    terms = [guess.term for guess in guesses.of("管理方法")]
    assert len(terms) == len(set(terms))
