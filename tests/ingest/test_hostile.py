"""Texts made to be slow: what is looked for once in a line is not looked for from every character.

Nothing here is timed. Each of these once took minutes, or would have if a pattern looked back.
"""

import pytest

from ingest.coverage import unaccounted
from ingest.pipeline import read
from ingest.source import source_from_bytes

pytestmark = pytest.mark.timeout(120)

_MEGABYTE = 1_000_000
_HUNDRED_KB = 100_000
_HEAD = "某市人民政府关于印发某办法的通知\n某政发〔2021〕1号\n各县人民政府：\n"


def _filled(piece: str, size: int = _MEGABYTE) -> str:
    return piece * (size // len(piece.encode()))


def _read(text: str, name: str = "x.md") -> None:
    """It is read, and nothing of it is lost."""
    reading = read(source_from_bytes(name, text.encode()))
    assert not unaccounted(reading.notice, reading.source_text)


@pytest.mark.parametrize(
    "piece", ["（", "第", "1", "１", "一", "《", "甲", "；", "为了某事，", "2021年"]
)
def test_a_megabyte_on_one_line(piece: str) -> None:
    _read(_filled(piece) + "甲")


def test_a_hundred_thousand_short_lines() -> None:
    _read("甲\n" * 100_000)


def test_ten_thousand_nested_markers() -> None:
    _read("一、甲\n（一）乙\n1.丙\n（1）丁\n①戊\n" * 2_000)


def test_ten_thousand_articles_of_one_number() -> None:
    _read("第一条 甲。\n" * 10_000)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("甲" + " " * _MEGABYTE + "乙", id="blanks inside a line"),
        pytest.param("某〔2021〕1号" + " " * _MEGABYTE + "签发人", id="blanks before the signer"),
        pytest.param("第1页" + " " * _MEGABYTE + "甲", id="blanks behind a page number"),
        pytest.param("（" + _filled("公开") + "甲", id="a bracket of keywords without its end"),
        pytest.param("（附" + _filled("（甲）") + "乙", id="brackets in a bracket without its end"),
        pytest.param("# " + _filled("印发"), id="a heading of 印发"),
        pytest.param("# 关于" + _filled("印发甲") + "的通知", id="a title that issues and issues"),
        pytest.param("# " + _filled("a ") + "通知", id="a title of single letters"),
        pytest.param(_filled("**a "), id="emphasis that begins and never ends"),
        pytest.param("| a | b |\n|" + _filled("- ") + "甲|", id="a rule under a table, and a word"),
        pytest.param("甲。\n抄送：" + _filled("甲，"), id="copies to everyone"),
        pytest.param("自" + _filled("2021年1月1日") + "起施行", id="dates of force"),
        pytest.param("国务院令第" + _filled("1") + "号", id="an order's number"),
    ],
)
def test_one_line_that_a_pattern_could_walk_again_and_again(text: str) -> None:
    _read(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("目录\n甲" + "." * _HUNDRED_KB + "乙", id="dots that lead to no page"),
        pytest.param(_filled("目录\n", _HUNDRED_KB), id="contents of contents"),
        pytest.param(
            "".join(f"目录\n甲{n}\n乙{n}\n" for n in range(4_000)), id="contents of nothing"
        ),
        pytest.param(_filled("修改为：“甲\n", _HUNDRED_KB), id="quotations that never close"),
        pytest.param(
            _HEAD
            + "附件：1.甲1名单\n"
            + "".join(f"{n}.甲{n}名单\n" for n in range(2, 5_000))
            + "2021年1月1日\n"
            + "".join(f"甲{n}名单\n乙\n" for n in range(2, 5_000)),
            id="five thousand attachments",
        ),
        pytest.param(_filled("附件：甲\n", _HUNDRED_KB), id="notes of attachments"),
        pytest.param(
            "甲通知\n" + _filled("（此件公开发布）\n", _HUNDRED_KB), id="notes at the end"
        ),
        pytest.param(_filled("张三 副市长、主任\n李四\n", _HUNDRED_KB), id="doubts on every line"),
        pytest.param(
            "1.甲。" + "".join(f"{n % 99 + 1}.甲。" for n in range(1, 20_000)), id="labels"
        ),
    ],
)
def test_many_lines_that_could_each_be_compared_with_all_others(text: str) -> None:
    _read(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a\tb\n\ty\n" * 10_000, id="a cell above each"),
        pytest.param("a" + "\tb" * 10_000 + "\n" + "a\tb\n" * 10_000, id="one line far too long"),
        pytest.param("a" + "\tb" * 499 + "\n" + "a\tb\n" * 10_000, id="one line too long"),
    ],
)
def test_a_table_is_no_larger_than_its_text(text: str) -> None:
    _read(text)


@pytest.mark.parametrize("label", ["第{}条 甲", "{}、甲", "（{}）甲", "国务院令第{}号", "附件{}"])
def test_a_number_of_five_thousand_digits_numbers_nothing(label: str) -> None:
    _read(label.format("1" * 5_000) + "\n甲乙丙。\n")
