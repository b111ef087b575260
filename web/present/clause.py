"""One clause with what stands around it → the clause page."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from archive.notice.model import Component, Notice, Section, SectionKind
from archive.record import Conclusion, Record
from web.present.language import gettext as _
from web.present.notice import (
    Around,
    StatusBox,
    all_notes,
    component_of,
    links_of,
    notice_badge,
    provenance,
    status_box,
)
from web.present.text import (
    Clause,
    Part,
    cite,
    clause_at,
    component_name,
    find_row,
    part,
    place,
    row_at,
    row_name,
    trail,
)
from web.present.titles import Cut
from web.present.wording import Badge

# Units that are read with the unit above them.
_DEPENDENT = (SectionKind.PARAGRAPH, SectionKind.ITEM, SectionKind.POINT)


@dataclass(frozen=True, slots=True)
class Step:
    """A place that a reader can go to."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class RowTable:
    """One row of a table, turned upright."""

    caption: str
    lines: tuple[tuple[str, str], ...]
    """A column's head, and what the row says under it."""
    counted: str | None
    """How its place counts against its key, where there is a header."""


@dataclass(frozen=True, slots=True)
class ClausePage:
    """Everything that the page of one clause prints."""

    id: str
    number: str | None
    title: str
    badge: Badge
    status: StatusBox
    key: str
    place: str
    citation: str
    words: str | None
    """The clause itself, to be quoted; ``None`` for a whole component."""
    cited: str
    """The citation's beginning, for what stands on the page: the component."""
    path: tuple[Step, ...]
    """From the component down to the unit above the clause."""
    part: Part | None
    """The whole component, where that was asked for."""
    clause: Clause | None
    """The unit to print; the clause itself or what it must be read with."""
    row: RowTable | None
    """One row of a table, a line for each column, its inherited cells filled in."""
    before: Step | None
    after: Step | None
    provenance: str


def clause_page(
    record: Record, conclusion: Conclusion, around: Around, key: str, *, on: date, cut: Cut
) -> ClausePage | None:
    """The page of that key; ``None`` if the notice has no such place."""
    notice = record.reading.notice
    component = component_of(notice, key)
    if component is None:
        return None
    found_row = find_row(notice, key) if notice.find(key) is None else None
    target = found_row[0].key if found_row else key
    above = trail(component.sections, target)
    if not above and target != component.key:
        return None
    notes, links = all_notes(record, around), links_of(record, around)
    depth = _printed(above)
    unit = above[depth - 1] if above else None
    clause = clause_at(notice, component, above[:depth], notes, links) if above else None
    cited = cite(notice, component)
    before, after = _rows_beside(*found_row) if found_row else _neighbours(notice, component, unit)
    words = place(notice, key) if above else component_name(notice, component)
    named = _find((clause,), target) if clause else None
    citation = named.citation if named else cited
    return ClausePage(
        id=record.id,
        number=notice.number,
        title=notice.display_title,
        badge=notice_badge(notice, conclusion),
        status=status_box(record, conclusion, on=on),
        key=key,
        place=words,
        citation=_cite_row(citation, *found_row) if found_row else citation,
        words=_words(above, found_row),
        cited=cited,
        path=_path(notice, component, above),
        part=None if above else part(notice, component, cut, notes, links),
        clause=None if found_row else clause,
        row=_row_table(*found_row, component) if found_row else None,
        before=before,
        after=after,
        provenance=provenance(record),
    )


def _words(above: tuple[Section, ...], row: tuple[Section, int] | None) -> str | None:
    """Label, text and what hangs on them, a line each; of a row its cells, tabs between."""
    if row and row[0].table:
        return "\t".join(row[0].table.rows[row[1]])
    return above[-1].full_text if above else None


def _printed(above: tuple[Section, ...]) -> int:
    """How deep the unit lies that is printed: the section, or the article that it depends on."""
    for depth in range(len(above), 0, -1):
        if above[depth - 1].kind not in _DEPENDENT:
            return depth
    return len(above)


def _find(clauses: tuple[Clause, ...], key: str) -> Clause | None:
    for clause in clauses:
        if clause.key == key:
            return clause
        below = _find(clause.children, key)
        if below:
            return below
    return None


def _path(notice: Notice, component: Component, above: tuple[Section, ...]) -> tuple[Step, ...]:
    name = component_name(notice, component)
    # The page's head has named the whole notice already.
    steps = [Step(component.key, name)] if above and name != notice.display_title else []
    for section in above[:-1]:
        label = re.sub(r"\s+", "", section.label or "")
        gap = " " if label and label[-1] not in "、.．）)" else ""
        words = f"{label}{gap}{section.heading or ''}".strip()
        if words:
            steps.append(Step(section.key, words))
    return tuple(steps)


def _neighbours(
    notice: Notice, component: Component, unit: Section | None
) -> tuple[Step | None, Step | None]:
    """The units of the same sort before and behind, or the components where there is no unit."""
    if unit is None:
        parts = {other.key: component_name(notice, other) for other in notice.components}
        return _beside(list(parts), component.key, parts.__getitem__)
    alike = [s.key for s in component.walk() if s.kind is unit.kind and s.depth == unit.depth]
    return _beside(alike, unit.key, partial(place, notice))


def _beside(
    keys: Sequence[str], key: str, named: Callable[[str], str]
) -> tuple[Step | None, Step | None]:
    at = keys.index(key)
    before = Step(keys[at - 1], named(keys[at - 1])) if at else None
    after = Step(keys[at + 1], named(keys[at + 1])) if at + 1 < len(keys) else None
    return before, after


def _rows_beside(section: Section, row: int) -> tuple[Step | None, Step | None]:
    """The rows above and below, the header's left out."""
    table = section.table
    first, behind = (table.header_height, len(table.rows)) if table else (0, 0)

    def step(at: int) -> Step | None:
        if not first <= at < behind:
            return None
        return Step(f"{section.key}/r-{at + 1}", row_name(section, at))

    return step(row - 1), step(max(row + 1, first))


def _cite_row(table: str, section: Section, row: int) -> str:
    is_below = section.table is not None and 0 < section.table.header_height <= row
    return f"{row_at(table, section, row)}{'（不计表头）' if is_below else ''}"


def _row_table(section: Section, row: int, component: Component) -> RowTable | None:
    if section.table is None:
        return None
    rows, height = section.table.rows, section.table.header_height
    width = len(rows[row])
    # A title over the whole width names no column.
    titles = {cell.row for cell in section.table.cells if width > 1 and cell.colspan >= width}
    heads = [rows[at] for at in range(min(row, height)) if at not in titles] or [("",) * width]
    columns = ["".join(dict.fromkeys(texts)) for texts in zip(*heads, strict=True)]
    caption = section.heading or component.title or "表"
    counted = _("行次不计表头；地址末尾的 r-%(row)s 连表头计。", row=row + 1) if height else None
    return RowTable(caption, tuple(zip(columns, rows[row], strict=True)), counted)
