"""Two places' rules on one subject as a Word document."""

from collections.abc import Iterator, Sequence
from datetime import date

from web.present.comparison import Run
from web.present.counterparts import (
    NAMES,
    SORTS,
    Clause,
    CounterpartsView,
    CounterpartView,
    FactPair,
)
from web.present.sides import SideView
from web.word.contrast import described, footer
from web.word.sheet import WIDTH_CM, Line, Sheet

_NUMBER_CM, _LIKENESS_CM, _LABEL_CM = 1.2, 2.6, 2.4
_SIDE_CM = (WIDTH_CM - _NUMBER_CM - _LIKENESS_CM) / 2
_FACT_SHARES = (0.23, 0.27, 0.5)
"""Of 数额, 期限 and 机构, whose names are long and many."""
_FACTS_CM = WIDTH_CM - _NUMBER_CM - 2 * _LABEL_CM - _LIKENESS_CM


def counterparts_docx(
    view: CounterpartsView, sides: tuple[SideView, SideView], *, on: date, made_on: date
) -> bytes:
    """The file; ``on`` is the day of the statuses, ``made_on`` that on which it was made."""
    sheet = Sheet("同类规定对照表", footer(sides, made_on), made_on)
    for side in sides:
        sheet.line(described(side, on))
    sheet.line(view.summary)
    told = [row for row in view.rows if row.facts]
    if told:
        sheet.heading("数额、期限、机构")
        facts = sheet.table(
            ("序号", *NAMES, "相似度", *SORTS),
            (
                _NUMBER_CM,
                _LABEL_CM,
                _LABEL_CM,
                _LIKENESS_CM,
                *(share * _FACTS_CM for share in _FACT_SHARES),
            ),
        )
        for row in told:
            facts.row(_fact_cells(row), centred=range(4))
    sheet.heading("逐条对应")
    clauses = sheet.table(("序号", *NAMES, "对应"), (_NUMBER_CM, _SIDE_CM, _SIDE_CM, _LIKENESS_CM))
    for row in view.rows:
        like = ((Run(f"相似度 {row.likeness}"),),) if row.likeness else ()
        clauses.row(
            (
                ((Run(str(row.number)),),),
                tuple(_lines(row.old)),
                tuple(_lines(row.new)),
                ((Run(row.nearness, "b"),), *like),
            ),
            centred=(0, 3),
        )
    return sheet.content()


def _fact_cells(row: CounterpartView) -> tuple[Sequence[Line], ...]:
    labels = [(clause.label or "段落") if clause else "—" for clause in (row.old, row.new)]
    return (
        *(((Run(text),),) for text in (str(row.number), *labels, row.likeness or "—")),
        *(tuple(_told(row.fact(sort))) for sort in SORTS),
    )


def _told(pair: FactPair | None) -> Iterator[Line]:
    if pair:
        for name, values in zip(NAMES, (pair.old, pair.new), strict=True):
            if values:
                yield (Run(f"{name}　", "b"), Run("、".join(values)))


def _lines(clause: Clause | None) -> Iterator[Line]:
    if clause is None:
        yield (Run("（没有对应的条款）"),)
        return
    label = (Run(f"{clause.label}　", "b"),) if clause.label else ()
    first, *rest = clause.lines or ("",)
    yield (*label, Run(first))
    for line in rest:
        yield (Run(line),)
