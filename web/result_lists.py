"""A list of hits as CSV and as a workbook, safe to open in a spreadsheet.

A spreadsheet takes a cell that begins with = + - or @ for a formula, and a text out of a document
may begin so: in CSV such a cell begins with an apostrophe, in a workbook it is written as a text.
Source: OWASP, CSV Injection.
"""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO, StringIO

from archive.record import Results

MOST_ROWS = 2000
"""Hits in one file."""
_LONGEST_CELL = 32_000
"""Characters: a workbook takes 32,767."""
BOM = "\ufeff"
"""Without it, spreadsheets take UTF-8 for the system's own encoding."""
# =1+1, -2, ＝HYPERLINK(…), and the blanks that some programs drop in front of them
_FORMULA = re.compile(r"[\s\u200b\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")
# What XML cannot hold, a bell for one; half a pair of surrogates
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_COLUMNS = (
    ("序号", 6),
    ("文号", 22),
    ("标题", 48),
    ("位置", 30),
    ("条文", 90),
    ("时效", 16),
    ("发文机关", 28),
    ("标识", 20),
    ("条款", 18),
    ("网址", 40),
)
"""Name and width in characters."""
Address = Callable[[str, str], str]
"""Id and section key → where it can be read."""


@dataclass(frozen=True, slots=True)
class ResultList:
    """What is written: rows of equal length, and what must be known of them."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    """What was asked, of which day; last of all whether more was found than is here."""


def result_list(results: Results, address: Address, *, offset: int = 0) -> ResultList:
    """The hits of one page of results, a row each."""
    rows = tuple(
        tuple(
            map(
                written,
                (
                    str(count),
                    hit.number or "",
                    hit.title,
                    " › ".join(hit.path),
                    hit.text,
                    hit.status_label,
                    "、".join(hit.issuers),
                    hit.id,
                    hit.section,
                    address(hit.id, hit.section),
                ),
            )
        )
        for count, hit in enumerate(results.hits, start=offset + 1)
    )
    return ResultList(tuple(name for name, _ in _COLUMNS), rows, tuple(_notes(results, offset)))


def _notes(results: Results, offset: int) -> Iterator[str]:
    yield f"检索：{written(results.query)}"
    if results.read_as:
        yield f"读作：{written(results.read_as)}"
    yield f"时效以 {results.on.isoformat()} 为准"
    yield f"共 {results.total} 条，来自 {results.notices} 件"
    last = offset + len(results.hits)
    if offset or last < results.total:
        yield f"本表只有第 {offset + 1} 至 {last} 条；要其余的，请缩小范围分几次导出"


def as_csv(found: ResultList) -> bytes:
    """UTF-8 with its mark; below the rows an empty line and the notes, a line each."""
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(found.header)
    writer.writerows([harmless(cell) for cell in row] for row in found.rows)
    writer.writerow(())
    writer.writerows((harmless(note),) for note in found.notes)
    return (BOM + file.getvalue()).encode("utf-8")


def as_workbook(found: ResultList) -> bytes:
    """An XLSX file: the rows on one sheet, the notes on another; no formula, no link."""
    from xlsxwriter import Workbook  # noqa: PLC0415  50 ms that most requests never need

    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("检索结果")
        for column, (name, width) in enumerate(_COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, name, bold)
        for at, row in enumerate(found.rows, start=1):
            for column, cell in enumerate(row):
                sheet.write_string(at, column, cell, wrapped)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(found.rows), 1), len(_COLUMNS) - 1)
        about = book.add_worksheet("说明")
        about.set_column(0, 0, 90)
        for at, note in enumerate(found.notes):
            about.write_string(at, 0, note)
    return file.getvalue()


def written(text: str) -> str:
    """What every program can read, no longer than a cell may be."""
    clean = _UNWRITABLE.sub("\ufffd", text.replace("\r", "\n"))  # XML has no other end of line
    return clean if len(clean) <= _LONGEST_CELL else clean[:_LONGEST_CELL] + "……（余下从略）"


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell
