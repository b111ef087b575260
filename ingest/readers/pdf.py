"""PDF with a text layer → pages of printed lines and ruled tables, every character with its place.

pdfplumber reads, pdfium is the second opinion: it opens the file first (and says what is wrong with
it in its own terms) and counts the pages. Lines come from geometry, not from the order in which a
producer happened to draw. Boxes are relative to the crop box.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from math import inf
from typing import Any

import pdfplumber
import pypdfium2
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfparser import PDFSyntaxError
from pdfminer.psexceptions import PSException
from pdfplumber.utils.clustering import cluster_objects
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from archive.errors import SourceTooLarge, UnreadableSource
from archive.notice.model import Box, Furniture, Origin, Problem, Source
from archive.saying import say
from ingest.stages import Page, Pages, PrintedCell, PrintedLine, PrintedTable, Ranged

MAX_PAGES = 2000
_MIN_CHARACTERS = 12
_MAX_UNMAPPED_SHARE = 0.05
_LEAN = 1e-3
"""Of the text matrix: a watermark set at an angle leans, body text does not."""
_SAME_SPOT_PT = 1
_SAMPLE = 12
_GAP_EM = 0.75
"""A gap this wide between two characters stands for a blank that was never typed."""

_PASSWORD = 4  # FPDF_ERR_PASSWORD
# (cid:12): a glyph whose font does not say which character it is
_UNMAPPED = re.compile(r"\(cid:\d+\)")

Glyph = dict[str, Any]
"""One of pdfplumber's characters."""


class _Text:
    """The source text as it grows; hands out ranges of itself."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0

    def add(self, text: str) -> Ranged:
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return Ranged.of(start, text)


@dataclass(frozen=True, slots=True)
class _Row:
    """One printed line before it has its place in the source text."""

    text: str
    box: Box
    edges: tuple[tuple[float, float], ...]
    size_pt: float
    red: bool


def read_pdf(source: Source) -> Pages:
    """Every page's lines and tables from top to bottom.

    Raises:
        UnreadableSource: damaged, locked, without text layer or with unmapped fonts.
        SourceTooLarge: more than ``MAX_PAGES`` pages.
    """
    count = _page_count(source.content)
    text = _Text()
    pages: list[Page] = []
    aside: list[Furniture] = []
    unmapped = total = 0
    try:
        with pdfplumber.open(BytesIO(source.content)) as pdf:
            if len(pdf.pages) != count:
                raise UnreadableSource(
                    say(
                        "PDF 结构有误：两种读法页数不同（%(ours)s 与 %(count)s）",
                        ours=len(pdf.pages),
                        count=count,
                    ),
                    say("用阅读器另存为新的 PDF 后再添加"),
                )
            for number, printed in enumerate(pdf.pages, 1):
                page, lost, seen = _page(printed, number, text, aside)
                unmapped, total = unmapped + lost, total + seen
                pages.append(page)
                text.add("\f")
                printed.close()
    except (
        PDFException,
        PDFSyntaxError,
        PSException,
        PdfminerException,
        MalformedPDFException,
        RecursionError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        AssertionError,
    ) as error:
        # pdfminer lets the ordinary exceptions of its own parsing out on damaged files.
        raise UnreadableSource(
            say("PDF 已损坏，读不下去"), say("重新下载或用阅读器另存为新的 PDF 后再添加")
        ) from error
    if total < _MIN_CHARACTERS:
        raise UnreadableSource(
            say(
                "PDF 没有文字层（%(count)s 页只有 %(total)s 个字），可能是扫描件",
                count=count,
                total=total,
            ),
            say("先做文字识别（OCR），得到带文字层的 PDF 或文本后再添加"),
        )
    if unmapped > total * _MAX_UNMAPPED_SHARE:
        raise UnreadableSource(
            say("PDF 的字体没有字符对照表，%(unmapped)s 个字读不出来", unmapped=unmapped),
            say("先做文字识别（OCR），或换一份导出方式不同的 PDF"),
        )
    problems = [_upright_problem(item) for item in aside if item.kind == "vertical_text"]
    if unmapped:
        message = f"有 {unmapped} 个字符读不出来，显示为 \ufffd"
        problems.append(Problem("UNMAPPED_GLYPHS", message))
    return Pages("".join(text.parts), tuple(pages), tuple(aside), tuple(problems))


def _upright_problem(item: Furniture) -> Problem:
    sample = item.text if len(item.text) <= _SAMPLE else f"{item.text[:_SAMPLE]}…"
    page = item.origin[0].page
    return Problem(
        "VERTICAL_TEXT", f"第 {page} 页有转向排印的文字“{sample}”，没有接入正文，请对照原件"
    )


def _page_count(content: bytes) -> int:
    """Pages as pdfium counts them.

    Raises: UnreadableSource, SourceTooLarge.
    """
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower():
            raise UnreadableSource(say("PDF 有打开密码"), say("去掉密码，另存后再添加")) from error
        raise UnreadableSource(
            say("PDF 已损坏或不完整，打不开"), say("重新下载或重新导出这份 PDF 后再添加")
        ) from error
    try:
        count = len(document)
    finally:
        document.close()
    if count > MAX_PAGES:
        raise SourceTooLarge(
            say("PDF 有 %(count)s 页，超过上限 %(most)s 页", count=count, most=MAX_PAGES),
            say("请按公文拆分后再添加"),
        )
    if not count:
        raise UnreadableSource(say("PDF 里一页也没有"), say("重新导出这份 PDF 后再添加"))
    return count


def _page(printed: Any, number: int, text: _Text, aside: list[Furniture]) -> tuple[Page, int, int]:
    """One page, how many of its characters have no meaning, and how many it has.

    What is set at an angle goes into ``aside``: a watermark leans, vertical text is turned.
    """
    crop: Box = printed.cropbox
    visible = [glyph for glyph in _printed_once(printed.chars) if _inside(glyph, crop)]
    glyphs = [glyph for glyph in visible if _stands(glyph)]
    # In place: a filtered copy of the page would hold all of its objects again.
    printed.objects["rect"] = [rect for rect in printed.rects if _is_drawn(rect)]
    tables = [t for t in printed.find_tables() if _is_table(t)]
    loose = [g for g in glyphs if not any(_inside(g, table.bbox) for table in tables)]
    rows: list[tuple[float, PrintedLine | PrintedTable | _Row, Any]] = [
        (row.box[1], row, None) for row in _rows(loose, crop)
    ]
    rows += [(table.bbox[1] - crop[1], table, table) for table in tables]
    placed: list[PrintedLine | PrintedTable] = []
    for _, row, table in sorted(rows, key=lambda item: item[0]):
        if isinstance(row, _Row):
            placed.append(
                PrintedLine(text.add(row.text), row.box, row.edges, row.size_pt, red=row.red)
            )
            text.add("\n")
        else:
            placed.append(_printed_table(table, glyphs, crop, text))
    turned = [glyph for glyph in visible if not _stands(glyph) and glyph["text"].strip()]
    aside += _set_aside("watermark", [g for g in turned if not _is_square(g)], number, text, crop)
    aside += _set_aside("vertical_text", [g for g in turned if _is_square(g)], number, text, crop)
    solid = [glyph for glyph in glyphs if glyph["text"].strip()]
    lost = sum(bool(_UNMAPPED.match(glyph["text"])) for glyph in solid)
    width, height = crop[2] - crop[0], crop[3] - crop[1]
    return Page(number, float(width), float(height), tuple(placed)), lost, len(solid)


def _stands(glyph: Glyph) -> bool:
    return bool(glyph["upright"] and abs(glyph["matrix"][1]) < _LEAN)


def _is_square(glyph: Glyph) -> bool:
    """Turned by a right angle: the text matrix has nothing on its diagonal."""
    return bool(abs(glyph["matrix"][0]) < _LEAN and abs(glyph["matrix"][3]) < _LEAN)


def _set_aside(
    kind: str, glyphs: Sequence[Glyph], number: int, text: _Text, crop: Box
) -> list[Furniture]:
    """Characters at an angle as one piece of furniture, in the order in which they were drawn."""
    if not glyphs:
        return []
    found = text.add("".join(glyph["text"] for glyph in glyphs))
    text.add("\n")
    box = (
        round(min(g["x0"] for g in glyphs) - crop[0], 2),
        round(min(g["top"] for g in glyphs) - crop[1], 2),
        round(max(g["x1"] for g in glyphs) - crop[0], 2),
        round(max(g["bottom"] for g in glyphs) - crop[1], 2),
    )
    return [Furniture(kind, found.text, (Origin(found.start, found.stop, number, box),))]


def _printed_once(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Without the copies, less than a point aside, of which some producers make their bold type.

    The same as pdfplumber's ``dedupe_chars``, which compares every character with all before it.
    """
    alike: dict[tuple[Any, ...], list[int]] = {}
    for at, glyph in enumerate(glyphs):
        key = (glyph["upright"], glyph["text"], glyph["fontname"], glyph["size"])
        alike.setdefault(key, []).append(at)
    kept: list[int] = []
    for group in alike.values():
        if len(group) == 1:
            kept += group
            continue
        for level in _near(group, [glyphs[at]["doctop"] for at in group]):
            for spot in _near(level, [glyphs[at]["x0"] for at in level]):
                kept.append(min(spot, key=lambda at: (glyphs[at]["doctop"], glyphs[at]["x0"], at)))
    return [glyphs[at] for at in sorted(kept)]


def _near(items: Sequence[int], values: Sequence[float]) -> list[list[int]]:
    """Those whose values lie within a point of their neighbour's, group by group."""
    groups: list[list[int]] = []
    last = 0.0
    for value, item in sorted(zip(values, items, strict=True)):
        if not groups or value > last + _SAME_SPOT_PT:
            groups.append([])
        groups[-1].append(item)
        last = value
    return groups


def _inside(glyph: Glyph, box: Sequence[float]) -> bool:
    x, y = (glyph["x0"] + glyph["x1"]) / 2, (glyph["top"] + glyph["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _rows(glyphs: Sequence[Glyph], crop: Box) -> Iterator[_Row]:
    """Characters grouped into lines by height, in reading order."""
    for line in _lines(glyphs):
        row = _row(line, crop)
        if row.text:
            yield row


def _lines(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    if not glyphs:
        return []
    sizes = Counter(round(glyph["size"]) for glyph in glyphs if glyph["text"].strip())
    size = sizes.most_common(1)[0][0] if sizes else 10
    lines: list[list[Glyph]] = cluster_objects(
        list(glyphs), lambda glyph: (glyph["top"] + glyph["bottom"]) / 2, max(size * 0.35, 1.0)
    )
    return [sorted(line, key=lambda glyph: (glyph["x0"], glyph["x1"])) for line in lines]


def _row(line: Sequence[Glyph], crop: Box) -> _Row:
    """One line's characters; wide gaps become blanks, blanks at both ends go."""
    characters: list[tuple[str, float, float]] = []
    solid = [glyph for glyph in line if glyph["text"].strip()]
    if not solid:
        return _Row("", (0, 0, 0, 0), (), 0, red=False)
    first, last = line.index(solid[0]), len(line) - list(reversed(line)).index(solid[-1])
    before: Glyph | None = None
    for glyph in line[first:last]:
        if before is not None:
            gap = glyph["x0"] - before["x1"]
            typed = before["text"].isspace() or glyph["text"].isspace()
            if gap > _GAP_EM * glyph["size"] and not typed:
                characters.append((" ", before["x1"], glyph["x0"]))
        shown = "\ufffd" if _UNMAPPED.match(glyph["text"]) else glyph["text"]
        shown = " " if shown in "\n\r\t\f" else shown
        characters += [(c, glyph["x0"], glyph["x1"]) for c in shown]
        before = glyph
    box = (
        round(min(g["x0"] for g in solid) - crop[0], 2),
        round(min(g["top"] for g in solid) - crop[1], 2),
        round(max(g["x1"] for g in solid) - crop[0], 2),
        round(max(g["bottom"] for g in solid) - crop[1], 2),
    )
    sizes = Counter(round(glyph["size"], 1) for glyph in solid)
    return _Row(
        "".join(c for c, _, _ in characters),
        box,
        tuple((x0 - crop[0], x1 - crop[0]) for _, x0, x1 in characters),
        float(sizes.most_common(1)[0][0]),
        red=sum(_is_red(glyph) for glyph in solid) * 2 > len(solid),
    )


def _is_red(glyph: Glyph) -> bool:
    colour = glyph.get("non_stroking_color")
    if not isinstance(colour, tuple | list) or len(colour) != 3:
        return False
    red, green, blue = colour
    return bool(red > 0.6 and green < 0.35 and blue < 0.35)


def _is_drawn(rect: Glyph) -> bool:
    """Not a white patch without outline: web prints lay one behind every run of text."""
    if rect.get("stroke"):
        return True
    colour = rect.get("non_stroking_color")
    parts = colour if isinstance(colour, tuple | list) else (colour,)
    white = all(isinstance(part, int | float) and part > 0.97 for part in parts)
    return not (white and rect["width"] > 3 and rect["height"] > 3)


def _is_table(table: Any) -> bool:
    """At least two rows and two columns of cells; a lone frame or a rule is none."""
    lefts = {round(cell[0]) for cell in table.cells}
    tops = {round(cell[1]) for cell in table.cells}
    return len(lefts) >= 2 and len(tops) >= 2 and len(table.cells) >= 4


def _printed_table(table: Any, glyphs: Sequence[Glyph], crop: Box, text: _Text) -> PrintedTable:
    """The ruled cells on their grid; a merged cell spans the lines that stop at it."""
    lefts = _edges([cell[0] for cell in table.cells])
    tops = _edges([cell[1] for cell in table.cells])
    cells = []
    band: tuple[float, float] | None = None
    abreast: list[Glyph] = []
    for x0, top, x1, bottom in sorted(table.cells, key=lambda cell: (cell[1], cell[0])):
        if band != (top, bottom):  # looked for once for all cells of a row
            band = (top, bottom)
            abreast = [glyph for glyph in glyphs if _inside(glyph, (-inf, top, inf, bottom))]
        inside = [glyph for glyph in abreast if _inside(glyph, (x0, top, x1, bottom))]
        pieces = []
        for row in _rows(inside, crop):
            pieces.append(text.add(row.text))
            text.add("\n")
        text.add("\t")
        row_at, col_at = _slot(tops, top), _slot(lefts, x0)
        cells.append(
            PrintedCell(
                row_at,
                col_at,
                max(_slot(tops, bottom - 3) - row_at + 1, 1),
                max(_slot(lefts, x1 - 3) - col_at + 1, 1),
                Ranged.join(pieces),
                (x0 - crop[0], top - crop[1], x1 - crop[0], bottom - crop[1]),
            )
        )
    text.add("\n")
    box = table.bbox
    return PrintedTable(
        tuple(sorted(cells, key=lambda cell: (cell.row, cell.col))),
        (box[0] - crop[0], box[1] - crop[1], box[2] - crop[0], box[3] - crop[1]),
    )


def _edges(values: Sequence[float]) -> list[float]:
    """Distinct edges, those within two points taken as one."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > 2:
            edges.append(value)
    return edges


def _slot(edges: Sequence[float], value: float) -> int:
    """Which row or column a coordinate falls into."""
    return max(sum(edge <= value + 1 for edge in edges) - 1, 0)
