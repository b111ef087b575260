"""Cutting into words: whole, by our dictionary too, and without a trace."""

import json
import lzma
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterable
from copy import copy
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
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


@settings(deadline=None)  # the first call reads the dictionary
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


def test_a_word_is_one_that_a_dictionary_has() -> None:
    assert words.is_word("国民经济")
    assert words.is_word("一区多园")
    assert not words.is_word("民经济")
    assert not words.is_word("一区多")


def test_a_word_is_not_inside_itself() -> None:
    assert "高新技术产业开发区" not in words.subwords("高新技术产业开发区")
    assert "高新技术" in words.subwords("高新技术产业开发区")


@pytest.fixture(scope="module")
def stock() -> Any:
    """A tokenizer as jieba itself would fill it."""
    tokenizer = words._import_jieba().Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


def test_our_words_are_what_jieba_has_not_and_each_has_its_reason(stock: Any) -> None:
    rows = words.domain_words()
    assert len({row.word for row in rows}) == len(rows) > 250
    for row in rows:
        assert row.word == fold(row.word)
        assert row.reason
        assert not stock.FREQ.get(row.word), row
        assert "|".join(stock.cut(row.word)) == row.jieba_alone, row


def test_the_whole_dictionary_is_what_jieba_would_make_of_both(stock: Any) -> None:
    ours = words._filled(words._all_entries())
    theirs = copy(stock)
    theirs.FREQ = dict(stock.FREQ)
    for row in words.domain_words():
        theirs.add_word(row.word)
    assert ours.FREQ == theirs.FREQ
    assert ours.total == theirs.total


def test_a_part_of_the_dictionary_cuts_a_text_as_the_whole_does(corpus: Path) -> None:
    whole = words._filled(words._all_entries())
    lines = [
        fold(line)[:80]
        for path in sorted(corpus.glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()[::4]
    ]
    for line in [*lines[:80], "GB3838-2002", "a.b^c-d]e\\f[g", " \n", ""]:
        part = words._filled(words._entries_of(frozenset(line)))
        assert list(part.cut(line)) == list(whole.cut(line)), line


def test_a_few_short_texts_need_a_part_and_more_or_longer_ones_the_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[str] = []
    parts, whole = words._entries_of, words._whole
    monkeypatch.setattr(words, "_entries_of", lambda few: read.append("part") or parts(few))
    monkeypatch.setattr(words, "_whole", lambda: read.append("whole") or whole())
    dictionary = words._Dictionary()
    for text in ("高新区管委会", "管委会", "区", "考核办法"):
        dictionary.cutter(text)
    assert read == ["part", "part"]
    dictionary.cutter("园" * (words._SHORT + 1))
    dictionary.cutter("乡村振兴")
    dictionary.load()
    assert read == ["part", "part", "whole"]
    dictionary = words._Dictionary()
    for text in "甲乙丙丁戊己庚辛":
        dictionary.cutter(text)
    assert read[3:] == ["part"] * words._FEW + ["whole"]


# --- jieba, and jieba compiled ---------------------------------------------------------------


@pytest.fixture(scope="module")
def both() -> tuple[words._Cutter, words._Cutter]:
    """jieba, and rjieba with what we do to it."""
    from rjieba import Jieba

    return words._Python(words._all_entries()), words._Rust(Jieba())


def test_jieba_compiled_has_the_same_words(both: tuple[Any, Any]) -> None:
    ours, compiled = both
    entries = ours.tokenizer.FREQ
    assert [w for w, known in entries.items() if compiled.has(w) is not bool(known)] == []


@pytest.mark.parametrize(
    "text",
    [
        "加计30-50%计算，1-2个，0-4岁，10×10-6",
        "等于0.1mpa（表压）、0.5t的，2.5mpa·l，值0.10g",
        "www.12339.gov.cn，dbj14-022-2003，gb3838-2002，gb/t18005-1999，7.n-乙酰",
        "t恤、c++、at&t、k歌、3g、ac米兰、pm2.5、a股、x光、4s店、卡拉ok",
        "..5..a.b.c%5 0.5%a --_ #5 & 1.5.3%%",
        "王㐀明、李𠀀、鿖a股、#㐀9+、豈",
        "半个\ud800字\udfff，王\ud840㐀",
        "",
        " \n",
    ],
)
def test_jieba_compiled_cuts_figures_letters_and_rare_han_as_jieba_does(
    both: tuple[Any, Any], text: str
) -> None:
    ours, compiled = both
    assert list(compiled.cut(fold(text))) == list(ours.cut(fold(text)))


def _differing(both: tuple[Any, Any], texts: Iterable[str]) -> list[str]:
    ours, compiled = both
    return [text for text in texts if list(compiled.cut(text)) != list(ours.cut(text))]


def test_jieba_compiled_cuts_the_shipped_texts_as_jieba_does(
    both: tuple[Any, Any], corpus: Path
) -> None:
    texts = [fold(path.read_text(encoding="utf-8")) for path in sorted(corpus.glob("*.txt"))]
    assert _differing(both, texts) == []


@pytest.mark.slow
@pytest.mark.shared
def test_jieba_compiled_cuts_the_shared_texts_as_jieba_does(
    both: tuple[Any, Any], shared_corpus: Path
) -> None:
    lines = {
        squeeze(line)
        for folder, kind in (("notices", "txt"), ("laws", "md"), ("markdown", "md"))
        for path in sorted((shared_corpus / folder).rglob(f"*.{kind}"))
        for line in path.read_text(encoding="utf-8").splitlines()
    }
    with lzma.open(shared_corpus / "stard/articles.jsonl.xz", "rt", encoding="utf-8") as file:
        lines |= {squeeze(json.loads(line)["text"]) for line in file}
    # jieba takes minutes for all of them; what is written in Han alone has never differed.
    mixed = {line for line in lines if re.search("[a-z0-9+#&._%-]", line)}
    assert _differing(both, sorted(mixed)) == []
    assert _differing(both, sorted(lines - mixed)[::4]) == []


def test_without_jieba_compiled_jieba_does_it_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "rjieba", None)
    assert isinstance(words._whole(), words._Python)
    assert words._installed("no such distribution") is None


def test_each_of_our_words_alone_is_cut_whole() -> None:
    assert [row.word for row in words.domain_words() if len(pieces(row.word)) != 1] == []


def test_the_counts_of_the_dictionary_are_those_of_the_shipped_texts(corpus: Path) -> None:
    texts = [squeeze(path.read_text(encoding="utf-8")) for path in corpus.glob("*.txt")]
    for row in words.domain_words():
        assert sum(row.word in text for text in texts) == row.in_seeds, row


def test_jiebas_own_tokenizer_is_left_alone() -> None:
    words.cut(TITLE)
    assert not words._import_jieba().dt.initialized


def test_many_threads_may_ask_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_DICTIONARY", words._Dictionary())
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
