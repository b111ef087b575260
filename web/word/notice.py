"""A notice as a Word document: laid out as it was made, its provenance on every page."""

from collections.abc import Iterable, Sequence
from datetime import date

from archive.notice.dates import format_date
from archive.record import Conclusion, Record
from web.present.notice import imprint, masthead, notice_badge, provenance
from web.present.text import Clause, Grid, GridRow, Part, Piece, parts
from web.present.titles import Cut
from web.present.wording import Badge, made_later
from web.word.paper import Footing, Paper, PaperCell

_NOT_TO_BE_MISSED = ("ended", "draft")
"""Tones of what is not in force, or no document yet."""
_CENTRED = ("part", "chapter", "section")
_WITH_A_GAP = ("article", *_CENTRED)
"""Kinds whose label stands apart from what follows: 第七条　各单位…"""


def notice_docx(
    record: Record, conclusion: Conclusion, *, on: date, made_on: date, address: str, cut: Cut
) -> bytes:
    """The file; ``on`` is the day of the status, ``made_on`` that on which it was made.

    ``address`` is where the notice can be read.
    """
    notice = record.reading.notice
    badge = notice_badge(notice, conclusion)
    paper = Paper(notice.display_title, _footing(record, badge, on, address), made_on)
    not_made = record.not_made(on)
    if not_made:
        paper.remark(made_later(not_made))
    head = masthead(notice) if badge.tone != "draft" else None
    if head:
        paper.masthead(head)
    if notice.number:
        paper.number(notice.number, has_rule=head is not None)
    paper.title(notice.display_title, is_whole=True)
    if notice.title is None and notice.title_inferred:
        paper.remark("原文没有标题，这里的名称据正文推定。")
    for at, part in enumerate(parts(notice, cut)):
        if at:
            paper.turn()
        _write_part(paper, part)
    if lines := imprint(notice):
        paper.text("")
        paper.imprint(lines)
    return paper.content()


def _footing(record: Record, badge: Badge, on: date, address: str) -> Footing:
    day = format_date(on)
    above = f"{badge.label}（按{day}看）" if badge.tone in _NOT_TO_BE_MISSED else None
    standing = f"按{day}看：{badge.label}　以发文机关公布的文本为准　{address}"
    return Footing(above, (provenance(record), standing))


def _write_part(paper: Paper, part: Part) -> None:
    if part.label:
        paper.label(part.label)
    if part.title:
        paper.title("".join(part.title), is_whole=False)
    if part.opening:
        paper.text(part.opening, style="公文主送")
    for clause in part.clauses:
        _write(paper, clause, 1)
    if part.annexes:
        paper.text("")
        for line in part.annexes:
            paper.text(line)
    if part.closing:
        paper.text("")
        for line in part.closing:
            paper.closing(line)


def _write(paper: Paper, clause: Clause, level: int, lead: Clause | None = None) -> None:
    """A clause and all below; ``lead`` is the one on whose line it begins."""
    head = f"{_head(lead) if lead else ''}{_head(clause)}"
    below: Sequence[Clause] = clause.children
    if clause.is_heading:
        paper.heading(head.strip(), level, is_centred=clause.kind in _CENTRED)
        for words in _lines(clause.text):
            paper.text(words)
        level += 1
    elif clause.grid:
        _write_table(paper, clause.grid)
    elif clause.leads_in:
        _write(paper, below[0], level, clause)
        below = below[1:]
    else:
        style = "公文名单" if clause.kind == "list_item" else "公文正文"
        lines = [*_lines(clause.text)] or ([""] if head else [])
        for at, words in enumerate(lines):
            paper.text(words, head="" if at else head, style=style)
    for child in below:
        _write(paper, child, level)


def _head(clause: Clause) -> str:
    """Label and heading, with the gap that print leaves between them and the words."""
    label = clause.label or ""
    gap = "　" if label and clause.kind in _WITH_A_GAP else ""
    heading = clause.heading or ""
    after = "　" if heading and clause.kind == "article" and heading[-1] not in "。：；" else ""
    return f"{label}{gap}{heading}{after}"


def _lines(paragraphs: Iterable[Sequence[Piece]]) -> Iterable[str]:
    return ("".join(piece.text for piece in paragraph).strip() for paragraph in paragraphs)


def _write_table(paper: Paper, grid: Grid) -> None:
    if not grid.is_titled_above:
        paper.text(grid.caption, style="公文字号")
    rows = [*grid.head, *grid.rows]
    if rows:
        paper.table(paper_rows(rows), len(grid.head))


def paper_rows(rows: Sequence[GridRow]) -> list[list[PaperCell]]:
    """Every row with a cell for each column, also where one above reaches down into it."""
    width = sum(cell.colspan for cell in rows[0].cells)
    reaching: dict[int, tuple[int, int]] = {}  # column → columns, rows that are left
    found = []
    for row in rows:
        waiting = list(row.cells)
        cells: list[PaperCell] = []
        at = 0
        while at < width:
            if at in reaching:
                columns, left = reaching.pop(at)
                if left > 1:
                    reaching[at] = (columns, left - 1)
                cells.append(PaperCell(None, columns, goes_on=left > 1))
            elif waiting:
                cell = waiting.pop(0)
                columns = min(cell.colspan, width - at)
                if cell.rowspan > 1:
                    reaching[at] = (columns, cell.rowspan - 1)
                text = "".join(piece.text for piece in cell.pieces)
                cells.append(
                    PaperCell(text, columns, goes_on=cell.rowspan > 1, is_figure=cell.is_figure)
                )
            else:
                cells.append(PaperCell("", 1, goes_on=False))
                columns = 1
            at += columns
        found.append(cells)
    return found
