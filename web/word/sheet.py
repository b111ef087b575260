"""A Word document of landscape pages that holds tables of clauses.

Source: DOMAIN.md §8 (A4 landscape, repeating header row, real cells, struck and underlined words,
sources, dates and disclaimer in the footer).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from datetime import UTC, date, datetime
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row
from docx.oxml.text.paragraph import CT_P
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell
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

_TEXT, _CENTRED, _BAND = "对照正文", "对照居中", "对照分隔"
"""Paragraph styles, so that who edits the file changes all cells at once."""
_MARKS = {"del": "对照删除", "ins": "对照新增", "b": "对照标号"}
_LAYOUT_MARKS = {"del": "对照格式删除", "ins": "对照格式新增"}
VAL, SPACE = qn("w:val"), qn("xml:space")


class Sheet:
    """A document that is filled from above to below."""

    def __init__(self, title: str, footer: Iterable[str], made_on: date) -> None:
        self._document: WordDocument = Document()
        self._set_up(title, made_on)
        self._style()
        self._foot(tuple(footer))
        heading = self._paragraph(WD_ALIGN_PARAGRAPH.CENTER, after_pt=8)
        _write(heading, title, HEI, 16)

    def line(self, text: str) -> None:
        """A paragraph above or between tables."""
        _write(self._paragraph(after_pt=3), text, SONG, 10.5)

    def heading(self, text: str) -> None:
        """A line above a table."""
        paragraph = self._paragraph(after_pt=3)
        paragraph.paragraph_format.space_before = Pt(8)
        paragraph.paragraph_format.keep_with_next = True
        _write(paragraph, text, HEI, 11)

    def table(self, heads: Sequence[str], widths_cm: Sequence[float]) -> "Grid":
        """An empty table whose header row is repeated on every page."""
        table = self._document.add_table(rows=1, cols=len(heads))
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        for column, width in zip(table.columns, widths_cm, strict=True):
            column.width = Cm(width)
        ids = {name: style.style_id for name in _STYLES if (style := self._document.styles[name])}
        return Grid(table, heads, ids)

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
        properties.title, properties.author = clean(title)[:255], "发文"
        properties.language, properties.comments = "zh-CN", ""
        moment = datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC)
        properties.created = properties.modified = moment

    def _style(self) -> None:
        styles = self._document.styles
        for name, alignment in (
            (_TEXT, None),
            (_CENTRED, WD_ALIGN_PARAGRAPH.CENTER),
            (_BAND, None),
        ):
            paragraph = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            paragraph.base_style = styles["Normal"]
            paragraph.paragraph_format.space_after = Pt(2)
            if alignment is not None:
                paragraph.paragraph_format.alignment = alignment
        styles[_BAND].paragraph_format.keep_with_next = True
        styles[_BAND].font.size, styles[_BAND].font.color.rgb = Pt(9.5), _GREY
        for name, colour in (("对照删除", _RED), ("对照格式删除", _GREY)):
            font = styles.add_style(name, WD_STYLE_TYPE.CHARACTER).font
            font.strike, font.color.rgb = True, colour
        for name, colour in (("对照新增", _GREEN), ("对照格式新增", _GREY)):
            font = styles.add_style(name, WD_STYLE_TYPE.CHARACTER).font
            font.underline, font.color.rgb = True, colour
            font.bold = True if colour is _GREEN else None
        label = styles.add_style("对照标号", WD_STYLE_TYPE.CHARACTER)
        label.font.bold = True
        label.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), HEI)

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
                insert_field(counted, field)
        for paragraph in footer.paragraphs:
            paragraph.paragraph_format.space_after = Pt(0)


_STYLES = (_TEXT, _CENTRED, _BAND, *_MARKS.values(), *_LAYOUT_MARKS.values())


class Grid:
    """A table that grows row by row.

    Rows are copies of one another's empty frame and runs are written as bare elements: a law has
    ten thousand of them, and python-docx looks for the place of each property anew.
    """

    def __init__(self, table: Table, heads: Sequence[str], ids: Mapping[str, str]) -> None:
        self._table, self._ids = table, ids
        _pad(table)
        head = table.rows[0]
        self._frame = deepcopy(head._tr)  # noqa: SLF001  python-docx has no other way
        mark_row(head._tr, "w:tblHeader")  # noqa: SLF001  the same
        for cell, text in zip(head.cells, heads, strict=True):
            _shade(cell)
            paragraph = cell.paragraphs[0]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _write(paragraph, text, HEI, 10.5)

    def row(self, cells: Sequence[Sequence[Line]], *, centred: Iterable[int] = ()) -> None:
        """One cell a column, a paragraph a line."""
        frame = self._row()
        size = sum(len(run.text) for cell in cells for line in cell for run in line)
        if size <= _SHORT_ROW:
            mark_row(frame, "w:cantSplit")
        in_the_middle = set(centred)
        for at, (cell, lines) in enumerate(zip(frame.tc_lst, cells, strict=True)):
            style = _CENTRED if at in in_the_middle else _TEXT
            cell.remove(cell.p_lst[0])
            for line in lines or ((),):
                self._fill(cell.add_p(), line, style)

    def span(self, text: str) -> None:
        """One line over all columns."""
        frame = self._row()
        mark_row(frame, "w:cantSplit")
        first, *others = frame.tc_lst
        for other in others:
            frame.remove(other)
        first.get_or_add_tcPr().grid_span = 1 + len(others)
        first.width = Cm(WIDTH_CM)
        _shade(_Cell(first, self._table))
        self._fill(first.p_lst[0], (Run(text),), _BAND)

    def _row(self) -> CT_Row:
        frame = deepcopy(self._frame)
        self._table._tbl.append(frame)  # noqa: SLF001  the same
        return frame

    def _fill(self, paragraph: CT_P, line: Line, style: str) -> None:
        properties = put(paragraph, "w:pPr")
        put(properties, "w:pStyle").set(VAL, self._ids[style])
        for run in line:
            written = put(paragraph, "w:r")
            mark = (_LAYOUT_MARKS if run.is_layout else _MARKS).get(run.mark)
            if mark:
                put(put(written, "w:rPr"), "w:rStyle").set(VAL, self._ids[mark])
            text = put(written, "w:t")
            text.set(SPACE, "preserve")
            text.text = clean(run.text)


def put(parent: BaseOxmlElement, name: str) -> BaseOxmlElement:
    """A new last child."""
    child: BaseOxmlElement = OxmlElement(name)
    parent.append(child)
    return child


def _write(paragraph: Paragraph, text: str, font: str, size_pt: float) -> WordRun:
    run = paragraph.add_run(clean(text))
    run.font.size = Pt(size_pt)
    if font != SONG:
        fonts = run._element.get_or_add_rPr().get_or_add_rFonts()  # noqa: SLF001  the same
        fonts.set(qn("w:eastAsia"), font)
    return run


def clean(text: str) -> str:
    """Without what XML cannot hold; such characters are never seen anyway."""
    return _NOT_XML.sub("", text)


def mark_row(row: CT_Row, name: str) -> None:
    """``w:tblHeader`` repeats it on every page, ``w:cantSplit`` keeps it on one."""
    row.get_or_add_trPr().append(OxmlElement(name))


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


def insert_field(paragraph: Paragraph, instruction: str) -> None:
    """A field that Word fills in: PAGE, NUMPAGES."""
    for kind in ("begin", None, "separate", "1", "end"):
        run = _write(paragraph, "1" if kind == "1" else "", SONG, 8)
        if kind is None:
            told = OxmlElement("w:instrText")
            told.set(SPACE, "preserve")
            told.text = instruction
            run._element.append(told)  # noqa: SLF001  the same
        elif kind != "1":
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._element.append(mark)  # noqa: SLF001  the same
