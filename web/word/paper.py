"""An upright Word document, laid out as official documents are.

Source: GB/T 9704-2012 (A4; 37 mm above, 28 mm to the left, a text area of 156 × 225 mm; title in
22 pt, text in 16 pt FangSong, 22 lines a page; HeiTi and KaiTi for the first and second level; the
page's number between dashes, on the outer side).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import _Footer
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph

from web.word.sheet import HEI, LATIN, SONG, VAL, clean, insert_field, put

FANG, KAI = "仿宋", "楷体"
TITLE_SONG = "方正小标宋简体"
"""What the standard asks for; where it is not installed, Word takes the next Song."""
TEXT_PT, LINE_PT = 16, 29
TEXT_WIDTH_MM = 156
RED = RGBColor(0xC8, 0x10, 0x1A)
_SOFT = RGBColor(0x55, 0x55, 0x55)
_WIDEST_MASTHEAD_PT, _LEAST_MASTHEAD_PT = 40, 20
LEVELS = 4
"""Of headings below a part's own."""
_HEADING_FONTS = (HEI, KAI, FANG, FANG)


@dataclass(frozen=True, slots=True)
class PaperCell:
    """A cell of one row of the grid; ``text`` is ``None`` where one above reaches down."""

    text: str | None
    colspan: int
    goes_on: bool
    """It reaches into the next row."""
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class Footing:
    """What every page says of itself."""

    above: str | None
    """In red above the text, where it must not be missed."""
    below: tuple[str, ...]


class Paper:
    """A document that is filled from above to below."""

    def __init__(self, title: str, footing: Footing, made_on: date) -> None:
        self._document: WordDocument = Document()
        self._turns = False
        self._set_up(title, made_on)
        self._style()
        self._frame(footing)
        self._ids = {style.name: style.style_id for style in self._document.styles}
        self._end = self._document.element.body.sectPr

    def masthead(self, name: str) -> None:
        """The red head, as large as one line of it may be."""
        size = TEXT_WIDTH_MM / 25.4 * 72 / max(len(name), 1) * 0.95
        paragraph = self._paragraph("公文标志")
        run = paragraph.add_run(clean(name))
        run.font.size = Pt(int(min(max(size, _LEAST_MASTHEAD_PT), _WIDEST_MASTHEAD_PT)))

    def number(self, number: str, *, has_rule: bool) -> None:
        """The number, and below it the red rule where there is a red head."""
        paragraph = self._paragraph("公文字号")
        paragraph.add_run(clean(number))
        if has_rule:
            _border(paragraph, "bottom", "C8101A", eighths=12, space=8)

    def title(self, text: str, *, is_whole: bool) -> None:
        """The document's title, or that of one of its parts."""
        self._paragraph("Title" if is_whole else "Heading 1").add_run(clean(text))

    def label(self, text: str) -> None:
        """附件1, flush left above the title."""
        self._paragraph("附件标号").add_run(clean(text))

    def heading(self, text: str, level: int, *, is_centred: bool = False) -> None:
        """A heading below a part's own; ``level`` counts from 1."""
        paragraph = self._paragraph(f"Heading {min(level, LEVELS) + 1}")
        paragraph.add_run(clean(text))
        if is_centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.paragraph_format.first_line_indent = Pt(0)

    def text(self, words: str, *, head: str = "", style: str = "公文正文") -> None:
        """A paragraph; ``head`` is its label, set apart."""
        paragraph = self._paragraph(style)
        if head:
            run = paragraph.add_run(clean(head))
            _set_font(run._element.get_or_add_rPr(), HEI)  # noqa: SLF001  python-docx has no other
        paragraph.add_run(clean(words))

    def closing(self, line: str) -> None:
        """An organ or the date, four characters from the right edge."""
        self._paragraph("公文落款").add_run(clean(line))

    def remark(self, text: str) -> None:
        """What the archive says, not the document."""
        self._paragraph("整理说明").add_run(clean(text))

    def imprint(self, lines: Sequence[str]) -> None:
        """The imprint between two rules, its last two on one line."""
        *above, last = [line for line in lines if line] or [""]
        rows = [*above[:-1], f"{above[-1]}\t{last}"] if above else [last]
        for at, row in enumerate(rows):
            paragraph = self._paragraph("公文版记")
            paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDTH_MM), _RIGHT)
            paragraph.add_run(clean(row))
            _border(paragraph, "top", "000000", eighths=8, space=4)
            if at == len(rows) - 1:
                _border(paragraph, "bottom", "000000", eighths=8, space=4)

    def turn(self) -> None:
        """What follows begins a page."""
        self._turns = True

    def table(self, rows: Sequence[Sequence[PaperCell]], head: int) -> None:
        """Real cells, merged as they are; the first ``head`` rows are repeated on every page.

        Rows are written as bare elements: a list has thousands of them, and python-docx looks for
        the place of each cell anew.
        """
        width = sum(cell.colspan for cell in rows[0])
        table = self._document.add_table(rows=0, cols=width)
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        widths = _widths(rows, width)
        for column, length in zip(table.columns, widths, strict=True):
            column.width = length
        size = 12 if width <= 4 else 10.5 if width <= 7 else 9
        for at, row in enumerate(rows):
            _write_row(table, row, widths, size_pt=size, is_head=at < head)
        self._paragraph("公文正文")

    def content(self) -> bytes:
        """The file."""
        written = BytesIO()
        self._document.save(written)
        return written.getvalue()

    def _paragraph(self, style: str) -> Paragraph:
        """A new last one; of a law's thousands python-docx would look for each style by name."""
        element = OxmlElement("w:p")
        put(put(element, "w:pPr"), "w:pStyle").set(VAL, self._ids[style])
        self._end.addprevious(element)
        paragraph = Paragraph(element, self._document._body)  # noqa: SLF001  python-docx has no other
        if self._turns:
            paragraph.paragraph_format.page_break_before = True
            self._turns = False
        return paragraph

    def _set_up(self, title: str, made_on: date) -> None:
        section = self._document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.header_distance, section.footer_distance = Mm(22), Mm(14)
        self._document.settings.odd_and_even_pages_header_footer = True
        properties = self._document.core_properties
        properties.title, properties.author = clean(title)[:255], "发文"
        properties.language, properties.comments = "zh-CN", ""
        moment = datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC)
        properties.created = properties.modified = moment

    def _style(self) -> None:
        styles = self._document.styles
        normal = styles["Normal"]
        _shape(normal, FANG, TEXT_PT)
        language = OxmlElement("w:lang")  # or commas stand in the middle, as in Taiwan
        language.set(VAL, "en-US")
        language.set(qn("w:eastAsia"), "zh-CN")
        normal.element.get_or_add_rPr().append(language)
        body = normal.paragraph_format
        body.space_before = body.space_after = Pt(0)
        body.line_spacing_rule, body.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(LINE_PT)
        text = self._add("公文正文")
        text.paragraph_format.first_line_indent = Pt(2 * TEXT_PT)
        text.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        self._add("公文主送")
        listed = self._add("公文名单")
        listed.paragraph_format.left_indent = Pt(2 * TEXT_PT)
        self._add("附件标号", HEI)
        head = self._add("公文标志", TITLE_SONG, alignment=WD_ALIGN_PARAGRAPH.CENTER)
        head.font.color.rgb = RED
        head.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        head.paragraph_format.space_after = Pt(12)
        self._add("公文字号", alignment=WD_ALIGN_PARAGRAPH.CENTER)
        closing = self._add("公文落款", alignment=WD_ALIGN_PARAGRAPH.RIGHT)
        closing.paragraph_format.right_indent = Pt(4 * TEXT_PT)
        self._add("公文版记", size_pt=14)
        remark = self._add("整理说明", KAI, 10.5, WD_ALIGN_PARAGRAPH.CENTER)
        remark.font.color.rgb = _SOFT
        for name in ("Title", "Heading 1"):
            title = styles[name]
            _shape(title, TITLE_SONG, 22)
            title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
            title.paragraph_format.space_before = title.paragraph_format.space_after = Pt(LINE_PT)
            title.paragraph_format.line_spacing = Pt(34)
            for rule in title.element.findall(f".//{qn('w:pBdr')}"):  # Word's own is underlined
                rule.getparent().remove(rule)
        for level, font in enumerate(_HEADING_FONTS, 2):
            heading = styles[f"Heading {level}"]
            _shape(heading, font, TEXT_PT)
            heading.font.bold = level >= 4
            heading.paragraph_format.first_line_indent = Pt(2 * TEXT_PT)
            heading.paragraph_format.space_before = heading.paragraph_format.space_after = Pt(0)

    def _add(
        self,
        name: str,
        font: str = FANG,
        size_pt: float = TEXT_PT,
        alignment: WD_ALIGN_PARAGRAPH | None = None,
    ) -> ParagraphStyle:
        style: ParagraphStyle = self._document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = self._document.styles["Normal"]
        _shape(style, font, size_pt)
        if alignment is not None:
            style.paragraph_format.alignment = alignment
        return style

    def _frame(self, footing: Footing) -> None:
        section = self._document.sections[0]
        for header in (section.header, section.even_page_header):
            if footing.above:
                paragraph = header.paragraphs[0]
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
                run = paragraph.add_run(clean(footing.above))
                run.font.size, run.font.bold, run.font.color.rgb = Pt(14), True, RED
                _set_font(run._element.get_or_add_rPr(), HEI)  # noqa: SLF001  as above
        _foot(section.footer, footing.below, WD_ALIGN_PARAGRAPH.RIGHT)
        _foot(section.even_page_footer, footing.below, WD_ALIGN_PARAGRAPH.LEFT)


_RIGHT = 2
"""``WD_TAB_ALIGNMENT.RIGHT``."""


def _foot(footer: _Footer, lines: Sequence[str], side: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 — on the outer side, below it the lines."""
    counted = footer.paragraphs[0]
    counted.alignment = side
    for text, name in (("— ", "PAGE"), (" —", None)):
        counted.add_run(text).font.size = Pt(14)
        if name:
            insert_field(counted, name)
    for line in lines:
        paragraph = footer.add_paragraph()
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        run = paragraph.add_run(clean(line))
        run.font.size, run.font.color.rgb = Pt(7.5), _SOFT
        _set_font(run._element.get_or_add_rPr(), SONG)  # noqa: SLF001  as above
    for paragraph in footer.paragraphs:
        paragraph.paragraph_format.space_after = Pt(0)


def _shape(style: ParagraphStyle, font: str, size_pt: float) -> None:
    style.font.name, style.font.size = LATIN, Pt(size_pt)
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.font.bold = False
    _set_font(style.element.get_or_add_rPr(), font)


def _set_font(marks: BaseOxmlElement, font: str) -> None:
    fonts = marks.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)  # it would go before what is named
    fonts.set(qn("w:eastAsia"), font)


def _border(paragraph: Paragraph, side: str, colour: str, *, eighths: int, space: int) -> None:
    """A rule at one side; ``eighths`` of a point thick, ``space`` points away."""
    marks = paragraph._element.get_or_add_pPr()  # noqa: SLF001  as above
    borders = marks.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        marks.insert_element_before(borders, *_AFTER_BORDERS)
    rule = put(borders, f"w:{side}")
    for name, value in (("val", "single"), ("sz", eighths), ("space", space), ("color", colour)):
        rule.set(qn(f"w:{name}"), str(value))


_AFTER_BORDERS = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr")
"""What follows the borders among a paragraph's properties. Source: ECMA-376, 17.3.1.26."""


def _widths(rows: Sequence[Sequence[PaperCell]], width: int) -> list[Length]:
    """The area's width shared out by what the columns hold, none narrower than three characters."""
    most = [3.0] * width
    for row in rows[:200]:
        at = 0
        for cell in row:
            if cell.colspan == 1 and cell.text:
                most[at] = max(most[at], min(len(cell.text), 60) ** 0.7 + 2)
            at += cell.colspan
    whole = sum(most)
    return [Mm(TEXT_WIDTH_MM * share / whole) for share in most]


def _write_row(
    table: WordTable,
    row: Sequence[PaperCell],
    widths: Sequence[Length],
    *,
    size_pt: float,
    is_head: bool,
) -> None:
    written = put(table._tbl, "w:tr")  # noqa: SLF001  as above
    properties = put(written, "w:trPr")
    put(properties, "w:cantSplit")
    if is_head:
        put(properties, "w:tblHeader")
    at = 0
    for cell in row:
        box = put(written, "w:tc")
        marks = put(box, "w:tcPr")
        length = put(marks, "w:tcW")
        length.set(qn("w:w"), str(int(sum(widths[at : at + cell.colspan]) / 635)))
        length.set(qn("w:type"), "dxa")
        if cell.colspan > 1:
            put(marks, "w:gridSpan").set(VAL, str(cell.colspan))
        if cell.text is None:
            put(marks, "w:vMerge")
        elif cell.goes_on:
            put(marks, "w:vMerge").set(VAL, "restart")
        put(marks, "w:vAlign").set(VAL, "center")
        for line in (cell.text or "").split("\n"):
            _write_cell(box, line, cell, size_pt=size_pt, is_head=is_head)
        at += cell.colspan


def _write_cell(
    box: BaseOxmlElement, line: str, cell: PaperCell, *, size_pt: float, is_head: bool
) -> None:
    paragraph = put(box, "w:p")
    marks = put(paragraph, "w:pPr")
    spacing = put(marks, "w:spacing")
    spacing.set(qn("w:line"), "300")
    spacing.set(qn("w:lineRule"), "auto")
    put(marks, "w:jc").set(VAL, "center" if is_head else "right" if cell.is_figure else "left")
    run = put(paragraph, "w:r")
    shape = put(run, "w:rPr")
    if is_head:
        put(shape, "w:rFonts").set(qn("w:eastAsia"), HEI)
    put(shape, "w:sz").set(VAL, str(int(size_pt * 2)))
    text = put(run, "w:t")
    text.set(qn("xml:space"), "preserve")
    text.text = clean(line)
