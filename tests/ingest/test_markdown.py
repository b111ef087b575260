"""Markdown is read line by line; the markdown library cross-checks what are headings and tables."""

import re

import markdown
import pytest

from archive.notice.model import SectionKind
from ingest.pipeline import read
from ingest.readers.text import read_text
from ingest.source import source_from_bytes
from ingest.stages import PrintedLine, PrintedTable

LAW = """# 焦作市文明行为促进条例

2020年1月2日 焦作市第十三届人民代表大会常务委员会第十一次会议通过

<!-- INFO END -->

## 第一章　总则

第一条 为了**促进**文明行为，制定本条例。

第二条 下列行为应当鼓励：

（一）见义勇为；

（二）志愿服务。

| 序号 | 行为 | 分值 |
| --- | --- | --- |
| 1 | 献血 | 5 |
| 2 | 助老 | 3 |

## 第二章　附则

第三条 本条例自2020年5月1日起施行。
"""


def test_headings_are_those_that_the_library_finds() -> None:
    html = markdown.markdown(LAW, extensions=["tables"])
    rendered = [
        (int(level), text.strip()) for level, text in re.findall(r"<h(\d)>(.*?)</h\1>", html)
    ]
    pages = read_text(source_from_bytes("x.md", LAW.encode()))
    rows = pages.pages[0].rows
    headings = [
        (row.heading, row.text.text) for row in rows if isinstance(row, PrintedLine) and row.heading
    ]
    assert headings == rendered


def test_tables_are_those_that_the_library_finds() -> None:
    html = markdown.markdown(LAW, extensions=["tables"])
    rendered = [cell.strip() for cell in re.findall(r"<t[hd]>(.*?)</t[hd]>", html)]
    pages = read_text(source_from_bytes("x.md", LAW.encode()))
    tables = [row for row in pages.pages[0].rows if isinstance(row, PrintedTable)]
    assert [cell.text.text for table in tables for cell in table.cells] == rendered


def test_a_law_in_markdown_has_its_history_and_its_articles() -> None:
    notice = read(source_from_bytes("x.md", LAW.encode())).notice
    fields = {field.name: field.value for field in notice.fields}
    assert fields["date_version"] == "2020-01-02"
    assert str(notice.date_effective) == "2020-05-01"
    kinds = [section.kind for section in notice.walk()]
    assert kinds.count(SectionKind.ARTICLE) == 3
    assert notice.find("main-1/art-1").text == "为了促进文明行为，制定本条例。"  # type: ignore[union-attr]


@pytest.mark.parametrize("line", ["1. 第一项", "12. 第十二项"])
def test_printed_numbers_stay_whatever_a_renderer_would_count(line: str) -> None:
    text = f"# 办法\n\n一、要求\n\n{line}负责落实。\n\n7. 第七项负责督办。\n"
    notice = read(source_from_bytes("x.md", text.encode())).notice
    numbers = [s.number for s in notice.walk() if s.label and s.label.endswith(".")]
    assert numbers == [(int(line.split(".", maxsplit=1)[0]),), (7,)]
