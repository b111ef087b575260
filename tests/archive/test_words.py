"""Cutting into words: whole, by our dictionary too, and without a trace."""

import os
import subprocess
import sys
import threading
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import words
from archive.notice.match import fold, squeeze

TITLE = "焦作高新技术产业开发区管委会关于印发“一区多园”管理办法的通知"


def pieces(text: str) -> list[str]:
    return [word.text for word in words.cut(text)]


def test_a_title_is_cut_into_its_words() -> None:
    assert pieces(TITLE) == [
        *("焦作", "高新技术产业开发区", "管委会", "关于", "印发", "“", "一区多园", "”"),
        *("管理办法", "的", "通知"),
    ]


@given(
    st.text("高新区管委会一区多园，。“”（）〔〕 \n\t\u3000aA1１２３.-—％", max_size=60) | st.text()
)
def test_the_words_joined_are_the_text(text: str) -> None:
    cut = words.cut(text)
    assert "".join(word.text for word in cut) == text
    assert all(text[word.start : word.stop] == word.text for word in cut)
    assert all(before.stop == after.start for before, after in pairwise(cut))


@pytest.mark.parametrize("text", ["（ＧＤＰ）２０２１年“一区多园”", "[GDP] 2021年「一区多园」"])
def test_texts_that_fold_alike_are_cut_alike(text: str) -> None:
    assert [(w.start, w.stop) for w in words.cut(text)] == [
        (w.start, w.stop) for w in words.cut(fold(text))
    ]


def test_what_is_counted_are_words_and_the_words_inside_them() -> None:
    counted = list(words.terms("高新技术产业开发区、管委会。“ＧＤＰ”"))
    assert {"高新技术产业开发区", "高新技术", "开发区", "管委会", "gdp"} <= set(counted)
    assert not {"、", "。", '"'} & set(counted)


def test_a_word_is_not_inside_itself() -> None:
    assert "高新技术产业开发区" not in words.subwords("高新技术产业开发区")
    assert "高新技术" in words.subwords("高新技术产业开发区")


def test_our_words_are_what_jieba_has_not_and_each_has_its_reason() -> None:
    jieba = words._import_jieba()
    stock = jieba.Tokenizer()
    stock.FREQ, stock.total = stock.gen_pfdict(stock.get_dict_file())
    stock.initialized = True
    rows = words.domain_words()
    assert len({row.word for row in rows}) == len(rows) > 250
    for row in rows:
        assert row.word == fold(row.word)
        assert row.reason
        assert not stock.FREQ.get(row.word), row
        assert "|".join(stock.cut(row.word)) == row.jieba_alone, row


def test_each_of_our_words_alone_is_cut_whole() -> None:
    assert [row.word for row in words.domain_words() if len(pieces(row.word)) != 1] == []


def test_the_counts_of_the_dictionary_are_those_of_the_shipped_texts(corpus: Path) -> None:
    texts = [squeeze(path.read_text(encoding="utf-8")) for path in corpus.glob("*.txt")]
    for row in words.domain_words():
        assert sum(row.word in text for text in texts) == row.in_seeds, row


def test_without_our_words_the_dictionary_is_exactly_jiebas() -> None:
    jieba = words._import_jieba()
    stock = jieba.Tokenizer()
    stock.FREQ, stock.total = stock.gen_pfdict(stock.get_dict_file())
    ours = words._tokenizer()
    added = {row.word for row in words.domain_words()}
    beginnings = {word[:n] for word in added for n in range(1, len(word) + 1)}
    assert {word: n for word, n in ours.FREQ.items() if stock.FREQ.get(word) != n} == {
        **dict.fromkeys(beginnings - stock.FREQ.keys(), 0),
        **{word: ours.FREQ[word] for word in added},
    }
    assert ours.total - stock.total == sum(ours.FREQ[word] for word in added)


def test_jiebas_own_tokenizer_is_left_alone() -> None:
    words.cut(TITLE)
    assert not words._import_jieba().dt.initialized


def test_many_threads_may_ask_first() -> None:
    words._loaded_tokenizer.cache_clear()
    cuts: list[list[str]] = []
    threads = [threading.Thread(target=lambda: cuts.append(pieces(TITLE))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert cuts == [pieces(TITLE)] * 4


def test_nothing_is_printed_warned_about_or_left_behind(tmp_path: Path) -> None:
    # With no compiled jieba at hand, Python 3.12 and newer warn about its source.
    asked = subprocess.run(  # noqa: S603  our own interpreter and text
        [sys.executable, "-W", "error", "-c", f"import archive.words as w; w.cut({TITLE!r})"],
        capture_output=True,
        env={
            **os.environ,
            "TMPDIR": str(tmp_path / "tmp"),
            "PYTHONPYCACHEPREFIX": str(tmp_path / "pyc"),
        },
        check=False,
    )
    assert (asked.returncode, asked.stdout, asked.stderr) == (0, b"", b"")
    assert not (tmp_path / "tmp").exists()


def test_importing_costs_no_dictionary() -> None:
    asked = subprocess.run(
        [sys.executable, "-c", "import sys, archive.words; print('jieba' in sys.modules)"],
        capture_output=True,
        check=True,
    )
    assert asked.stdout == b"False\n"
