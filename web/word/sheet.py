"""A Word document of landscape pages that holds tables of clauses.

Source: DOMAIN.md §8 (A4 landscape, repeating header row, real cells, struck and underlined words,
sources, dates and disclaimer in the footer).
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run as WordRun

from web.present.comparison import Run

SONG, HEI, LATIN = "宋体", "黑体", "Times New Roman"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PAGE_CM = (29.7, 21.0)
MARGIN_CM = 2.0
WIDTH_CM = PAGE_CM[0] - 2 * MARGIN_CM
"""What is left for a table."""
_RED, _GREEN, _GREY = (
    RGBColor(0xA8, 0x23, 0x1C),
    RGBColor(0x1F, 0x5C, 0x3D),
    RGBColor(0x55, 0x55, 0x55),
)
_SHORT_ROW = 400
"""Characters of a row that is not to be torn apart at a page end."""
# what XML cannot hold: \x0b, half a surrogate pair
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Line = Sequence[Run]
"""Pieces of one paragraph; ``b`` marks what is bold, besides ``del`` and ``ins``."""


class Sheet:
    """A document that is filled from above to below."""

    def __init__(self, title: str, footer: Iterable[str], made_on: date) -> None:
        self._document: WordDocument = Document()
        self._set_up(title, made_on)
        self._foot(tuple(footer))
        heading = self._paragraph(WD_ALIGN_PARAGRAPH.CENTER, after_pt=8)
        _write(heading, title, HEI, 16)

    def line(self, text: str, *, size_pt: float = 10.5, is_soft: bool = False) -> None:
        """A paragraph above or between tables."""
        run = _write(self._paragraph(after_pt=3), text, SONG, size_pt)
        if is_soft:
            run.font.color.rgb = _GREY

    def heading(self, text: str) -> None:
        """A line above a table."""
        paragraph = self._paragraph(after_pt=3)
        paragraph.paragraph_format.space_before = Pt(8)
        paragraph.paragraph_format.keep_with_next = True
        _write(paragraph, text, HEI, 11)

    def table(self, heads: Sequence[str], widths_cm: Sequence[float]) -> "Grid":
        """An empty table whose header row is repeated on every page."""
        table = self._document.add_table(rows=0, cols=len(heads))
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        for column, width in zip(table.columns, widths_cm, strict=True):
            column.width = Cm(width)
        return Grid(table, heads, widths_cm)

    def content(self) -> bytes:
        """The file."""
        written = BytesIO()
        self._document.save(written)
        return written.getvalue()

    def _set_up(self, title: str, made_on: date) -> None:
        section = self._document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = (Cm(length) for length in PAGE_CM)
        section.left_margin = section.right_margin = Cm(MARGIN_CM)
        section.top_margin, section.bottom_margin = Cm(1.8), Cm(2.2)
        section.footer_distance = Cm(0.9)
        normal = self._document.styles["Normal"]
        normal.font.name = LATIN
        normal.font.size = Pt(10.5)
        marks = normal.element.get_or_add_rPr()
        marks.get_or_add_rFonts().set(qn("w:eastAsia"), SONG)
        language = OxmlElement("w:lang")  # or commas stand in the middle, as in Taiwan
        language.set(qn("w:val"), "en-US")
        language.set(qn("w:eastAsia"), "zh-CN")
        marks.append(language)
        properties = self._document.core_properties
        properties.title, properties.author = _clean(title)[:255], "发文"
        properties.language, properties.comments = "zh-CN", ""
        moment = datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC)
        properties.created = properties.modified = moment

    def _paragraph(
        self, alignment: WD_ALIGN_PARAGRAPH | None = None, *, after_pt: float = 0
    ) -> Paragraph:
        paragraph = self._document.add_paragraph()
        if alignment is not None:
            paragraph.alignment = alignment
        paragraph.paragraph_format.space_after = Pt(after_pt)
        return paragraph

    def _foot(self, lines: Sequence[str]) -> None:
        """The lines, then 第 1 页 共 5 页."""
        footer = self._document.sections[0].footer
        first = footer.paragraphs[0]
        for number, line in enumerate(lines):
            paragraph = footer.add_paragraph() if number else first
            _write(paragraph, line, SONG, 8).font.color.rgb = _GREY
        counted = footer.add_paragraph()
        counted.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for text, field in (("第 ", "PAGE"), (" 页　共 ", "NUMPAGES"), (" 页", None)):
            _write(counted, text, SONG, 8)
            if field:
                _field(counted, field)
        for paragraph in footer.paragraphs:
            paragraph.paragraph_format.space_after = Pt(0)


class Grid:
    """A table that grows row by row."""

    def __init__(self, table: Table, heads: Sequence[str], widths_cm: Sequence[float]) -> None:
        self._table = table
        _pad(table)
        self._widths = tuple(Cm(width) for width in widths_cm)
        row = self._row()
        _mark_row(row, "w:tblHeader")
        for cell, head in zip(row.cells, heads, strict=True):
            _shade(cell)
            paragraph = cell.paragraphs[0]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _write(paragraph, head, HEI, 10.5)

    def row(self, cells: Sequence[Sequence[Line]], *, centred: Iterable[int] = ()) -> None:
        """One cell a column, a paragraph a line."""
        row = self._row()
        size = sum(len(run.text) for cell in cells for line in cell for run in line)
        if size <= _SHORT_ROW:
            _mark_row(row, "w:cantSplit")
        in_the_middle = set(centred)
        for at, (cell, lines) in enumerate(zip(row.cells, cells, strict=True)):
            for number, line in enumerate(lines):
                paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
                paragraph.paragraph_format.space_after = Pt(2)
                if at in in_the_middle:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
                for run in line:
                    _write_run(paragraph, run)

    def span(self, text: str) -> None:
        """One line over all columns."""
        row = self._row()
        _mark_row(row, "w:cantSplit")
        cell = row.cells[0].merge(row.cells[-1])
        _shade(cell)
        _write(cell.paragraphs[0], text, SONG, 9.5).font.color.rgb = _GREY

    def _row(self) -> _Row:
        row: _Row = self._table.add_row()  # type: ignore[no-untyped-call]  # python-docx's own
        for cell, width in zip(row.cells, self._widths, strict=True):
            cell.width = width
        return row


def _write_run(paragraph: Paragraph, run: Run) -> None:
    written = _write(paragraph, run.text, HEI if run.mark == "b" else SONG, 10.5)
    if run.mark == "b":
        written.font.bold = True
    elif run.mark == "del":
        written.font.strike = True
        written.font.color.rgb = _GREY if run.is_layout else _RED
    elif run.mark == "ins":
        written.font.underline = True
        written.font.bold = not run.is_layout
        written.font.color.rgb = _GREY if run.is_layout else _GREEN


def _write(paragraph: Paragraph, text: str, font: str, size_pt: float) -> WordRun:
    run = paragraph.add_run(_clean(text))
    run.font.size = Pt(size_pt)
    if font != SONG:
        fonts = run._element.get_or_add_rPr().get_or_add_rFonts()  # noqa: SLF001  python-docx has no other way
        fonts.set(qn("w:eastAsia"), font)
    return run


def _clean(text: str) -> str:
    """Without what XML cannot hold; such characters are never seen anyway."""
    return _NOT_XML.sub("", text)


def _mark_row(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001  the same


def _pad(table: Table) -> None:
    """Air above and below the text of every cell, in twentieths of a point."""
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", 45), ("left", 100), ("bottom", 35), ("right", 100)):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(width))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)  # noqa: SLF001  the same


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", "F1EEE7")):
        shade.set(qn(name), value)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001  the same


def _field(paragraph: Paragraph, instruction: str) -> None:
    """A field that Word fills in: PAGE, NUMPAGES."""
    for kind in ("begin", None, "separate", "1", "end"):
        run = _write(paragraph, "1" if kind == "1" else "", SONG, 8)
        if kind is None:
            told = OxmlElement("w:instrText")
            told.set(qn("xml:space"), "preserve")
            told.text = instruction
            run._element.append(told)  # noqa: SLF001  the same
        elif kind != "1":
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._element.append(mark)  # noqa: SLF001  the same
