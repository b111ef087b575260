"""新旧条文对照表 as a Word document."""

from collections.abc import Iterator, Sequence
from datetime import date

from archive.notice.dates import format_date
from web.present.comparison import DISCLAIMER, Cell, ComparisonView, Fold, RowView, Run
from web.present.sides import SideView, common_title
from web.word.sheet import WIDTH_CM, Line, Sheet

_NUMBER_CM, _REMARK_CM = 1.2, 4.3
_SIDE_CM = (WIDTH_CM - _NUMBER_CM - _REMARK_CM) / 2
_WIDTHS_CM = (_NUMBER_CM, _SIDE_CM, _SIDE_CM, _REMARK_CM)
_HEADS = ("序号", "修改前（原条款）", "修改后（现条款）", "说明")


def contrast_docx(
    view: ComparisonView, sides: tuple[SideView, SideView], *, on: date, made_on: date
) -> bytes:
    """The file; ``on`` is the day of the statuses, ``made_on`` that on which it was made."""
    common = common_title(side.title for side in sides)
    sheet = Sheet(
        f"《{common}》新旧条文对照表" if common else "条文对照表", footer(sides, made_on), made_on
    )
    for side in sides:
        sheet.line(described(side, on))
    sheet.line(view.summary)
    if view.structure:
        sheet.heading("标题和章节的变动")
        grid = sheet.table(_HEADS, _WIDTHS_CM)
        for row in view.structure:
            grid.row(_cells(row), centred=(0,))
        sheet.heading("条文")
    grid = sheet.table(_HEADS, _WIDTHS_CM)
    for entry in view.entries:
        if isinstance(entry, Fold):
            grid.span(entry.words)
            continue
        if entry.above:
            grid.span(entry.above)
        grid.row(_cells(entry), centred=(0,))
    if not view.entries:
        grid.span("没有可以列出的条文")
    return sheet.content()


def described(side: SideView, on: date) -> str:
    """``旧：《X》（焦政〔2018〕9号），2018年4月1日起的文本，2026年11月23日：废止``."""
    number = f"（{side.number}）" if side.number else ""
    part = f"，{side.part}" if side.part else ""
    status = f"；按{format_date(on)}：{side.badge.label}" if side.badge else ""
    dates = "".join(f"；{name} {day}" for name, day in side.facts)
    remark = f"；{side.remark}" if side.remark else ""
    return f"{side.word}：《{side.title}》{number}{part}，{side.text}{dates}{status}{remark}"


def footer(sides: Sequence[SideView], made_on: date) -> Iterator[str]:
    """Numbers, texts and files of both sides; the day on which it was made; the disclaimer."""
    for side in sides:
        files = "、".join(source.name for source in side.sources)
        name = side.number or f"《{side.title}》"
        yield f"{side.word}：{name}，{side.text}，来源：{files}"
    yield f"{DISCLAIMER}。发文于{format_date(made_on)}生成。"


def _cells(row: RowView) -> tuple[Sequence[Line], ...]:
    remarks = (row.relabelled, *row.notes)
    return (
        ((Run(str(row.number) if row.number else "—"),),),
        tuple(_lines(row.old)) or ((Run("新增"),),),
        tuple(_lines(row.new)) or ((Run("删除"),),),
        ((Run(row.badge.label, "b"),), *((Run(remark),) for remark in remarks if remark)),
    )


def _lines(cells: Sequence[Cell]) -> Iterator[Line]:
    for cell in cells:
        label = (Run(f"{cell.label}　", "b"),) if cell.label else ()
        first, rest = (cell.lines or ((),))[0], cell.lines[1:]
        yield (*label, *first)
        yield from rest
