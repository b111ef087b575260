"""Compare each seed with its layout, and each layout with its PDF, character by character.

    python corpus/typeset/compare.py

A layout may differ from its seed in the edits it lists, and nowhere else: neither in a character
nor in a blank nor in where a paragraph ends. A PDF, as pdfplumber reads it, holds the layout's
characters in the layout's order, blanks included, and besides them only its page numbers and the
table headers repeated on a following page. No line of it ends or begins with a typed blank, nor
begins with a closing mark.
"""

from __future__ import annotations

import difflib
import sys
from collections.abc import Sequence
from typing import Any

import pdfplumber
from layout import CorpusError, Layout, Table, read_layouts
from pdfplumber.page import Page

CLOSING = "，。、；：）》”〕,.;:)"

Rows = list[list[str | None]]


def typed_from_seed(layout: Layout) -> list[str]:
    """The seed's paragraphs after the layout's edits.

    Raises:
        CorpusError: there is no seed, or an edit does not occur in it as often as it says.
    """
    if not layout.seed.is_file():
        raise CorpusError(f"缺少文件 {layout.seed.name}", "恢复原件")
    text = layout.seed.read_bytes().decode("utf-8")
    for edit in layout.edits:
        found = text.count(edit.seed)
        if found != edit.times:
            raise CorpusError(
                f"{layout.path.name}：“{edit.seed}”在原文中出现 {found} 次，应为 {edit.times} 次",
                "改正该 [[edit]]",
            )
        text = text.replace(edit.seed, edit.typed)
    return [line for line in text.split("\n") if line]


def compare_seed(layout: Layout) -> None:
    """Demand that the edited seed and the layout have the same paragraphs.

    Raises:
        CorpusError: they differ; the problem shows where.
    """
    demand_equal(layout.seed.name, typed_from_seed(layout), list(layout.paragraphs()))


def compare_pdf(layout: Layout) -> int:
    """Demand that the PDF prints the layout, and return its number of pages.

    Raises:
        CorpusError: there is no PDF, characters or table cells differ, a page number is missing,
            a typed blank stands at a line's edge, or a closing mark begins a line.
    """
    if not layout.pdf.is_file():
        raise CorpusError(f"缺少文件 {layout.pdf.name}", "python corpus/typeset/typeset.py")
    printed: list[str] = []
    tables: list[Rows] = []
    with pdfplumber.open(layout.pdf) as pdf:
        for page in pdf.pages:
            printed.append(text_outside_tables(layout, page))
            tables += page.extract_tables()
        pages = len(pdf.pages)
    demand_equal(layout.pdf.name, ["".join(layout.paragraphs(tables=False))], ["".join(printed)])
    compare_tables(layout, tables)
    return pages


def text_outside_tables(layout: Layout, page: Page) -> str:
    """A page's characters in the order of the file, without its tables and its page number.

    The file's order says nothing inside a table: a merged cell comes after the rows it covers.

    Raises:
        CorpusError: the page number is missing, a typed blank stands at a line's edge, or a
            closing mark begins a line.
    """
    boxes = [table.bbox for table in page.find_tables()]
    chars = [char for char in page.chars if not any(stands_in(char, box) for box in boxes)]
    text = "".join(char["text"] for char in chars)
    folio = f"— {page.page_number} —"
    if not text.endswith(folio):
        raise CorpusError(
            f"{layout.pdf.name} 第{page.page_number}页没有页码“{folio}”", "检查 notice.typ"
        )
    for before, char, after in zip(page.chars, page.chars[1:], page.chars[2:], strict=False):
        if char["text"].isspace() and not same_line(before, char, after):
            raise CorpusError(
                f"{layout.pdf.name} 第{page.page_number}页行首或行末有空格："
                f"“{before['text']}▸{char['text']}{after['text']}”",
                "检查 notice.typ 的 typed()",
            )
    for line in page.extract_text_lines():
        if line["text"][0] in CLOSING:
            raise CorpusError(
                f"{layout.pdf.name} 第{page.page_number}页行首有标点：“{line['text']}”",
                "检查 notice.typ 的 typed()",
            )
    return text.removesuffix(folio)


def stands_in(char: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    """Is the character's middle inside the box (left, top, right, bottom, in points)?"""
    left, top, right, bottom = box
    across, down = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(left <= across <= right and top <= down <= bottom)


def same_line(*chars: dict[str, Any]) -> bool:
    """Do the characters stand on one line, whatever their fonts?"""
    middles = [(char["top"] + char["bottom"]) / 2 for char in chars]
    return bool(max(middles) - min(middles) < chars[0]["size"] / 2)


def compare_tables(layout: Layout, found: Sequence[Rows]) -> None:
    """Demand that the ruled tables of a PDF are the layout's, parts on following pages joined.

    Raises:
        CorpusError: a cell or a merged cell differs.
    """
    joined: list[Rows] = []
    for part in found:
        if joined and joined[-1][0] == part[0]:
            joined[-1] += part[1:]
        else:
            joined.append(list(part))
    if len(joined) != len(layout.tables):
        raise CorpusError(
            f"{layout.pdf.name} 有 {len(joined)} 张表，应为 {len(layout.tables)} 张",
            "检查版式文件和 notice.typ",
        )
    for table, rows in zip(layout.tables.values(), joined, strict=True):
        demand_equal(layout.pdf.name, table_lines(table), rows_as_lines(rows))


def table_lines(table: Table) -> list[str]:
    """A layout's table, a row a line, merged cells as pdfplumber gives them."""
    return rows_as_lines([list(table.header), *(list(row) for row in table.rows)])


def rows_as_lines(rows: Rows) -> list[str]:
    """Rows as tab-separated lines: a covered cell is `↑`, lines inside a cell are joined."""
    return [
        "\t".join("↑" if cell is None else cell.replace("\n", "") for cell in row) for row in rows
    ]


def demand_equal(name: str, expected: list[str], found: list[str]) -> None:
    """Point at the first differences.

    Raises:
        CorpusError: the two lists differ.
    """
    if expected == found:
        return
    places = []
    before, after = "\n".join(expected), "\n".join(found)
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    for tag, start, stop, other_start, other_stop in matcher.get_opcodes():
        if tag != "equal":
            context = before[max(0, start - 10) : start]
            places.append(f"…{context}▸{before[start:stop]!r} → {after[other_start:other_stop]!r}")
    raise CorpusError(
        f"{name} 与版式文件不同：\n" + "\n".join(places[:10]), "改正版式文件，或登记为 [[edit]]"
    )


def main() -> int:
    """Compare everything; 1 if anything differs."""
    try:
        layouts = read_layouts()
    except CorpusError as error:
        print(error, file=sys.stderr)
        return 1
    wrong = 0
    for layout in layouts:
        try:
            compare_seed(layout)
            pages = compare_pdf(layout)
        except CorpusError as error:
            print(error, file=sys.stderr)
            wrong += 1
        else:
            print(f"{layout.name}\t{len(layout.edits)} 处订正\t{pages} 页\t一致")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
