"""A notice's components and sections as nodes a page prints, and its table of contents."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from archive.notice.model import Component, Notice, Role, Section, SectionKind, Table
from archive.notice.numerals import format_numeral
from web.present.titles import Cut, phrases

# 48.66, 14,195, 2.5%
_FIGURE = re.compile(r"[-+]?[0-9][0-9,]*(?:\.[0-9]+)?%?")
# p-2 and i-3 in main-1/art-9/p-2/i-3
_STEP = re.compile(r"(p|i|pt)-([0-9]+)")
# 市人民政府有关部门，⏎有关单位: where a line of the original ends
_BREAK = re.compile(r"[^\S\n]*\n\s*")
# a row of a table: att-1/tbl-1/r-3
_ROW = re.compile(r"(.+)/r-([1-9][0-9]{0,5})")
# 附件1 表2, 空间范围一览表
_TABLE = re.compile(r"表[0-9]*$")
_ENDS = ("条", "款", "项", "目", "章", "节")
_UNITS = {"p": "款", "i": "项", "pt": "目"}
_BLANKS = re.compile(r"\s+")
_TITLED = (SectionKind.PART, SectionKind.CHAPTER, SectionKind.SECTION)
_COUNTED = (SectionKind.PARAGRAPH, SectionKind.ITEM, SectionKind.POINT)


@dataclass(frozen=True, slots=True)
class Note:
    """A remark in the margin, beside the clause that it is about."""

    title: str
    text: str
    id: str | None = None
    """Of the work that the remark leads to."""
    tone: str | None = None


Notes = Mapping[str, Sequence[Note]]
"""Section key → its marginal notes."""


@dataclass(frozen=True, slots=True)
class Link:
    """A stretch of a section's text that leads elsewhere."""

    start: int
    stop: int
    id: str | None
    """Of the work; ``None`` for this one."""
    key: str | None
    hint: str
    tag: str | None
    """The target's status, where it is over."""


Links = Mapping[str, Sequence[Link]]
"""Key of a section, ``headed`` of it or key of a row → the links in its text, in order."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a paragraph, and where it leads."""

    text: str
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class GridCell:
    """A printed cell; ``scope`` is that of a header cell, else ``None``."""

    pieces: tuple[Piece, ...]
    rowspan: int
    colspan: int
    scope: str | None
    is_figure: bool


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row with its own address."""

    key: str
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table ready to print: inherited cells are left out, spans say what they cover."""

    caption: str
    is_titled_above: bool
    """The caption is the title of the component that holds the table."""
    is_wide: bool
    """More columns than the measure holds."""
    head: tuple[GridRow, ...]
    rows: tuple[GridRow, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """One section ready to print."""

    key: str
    kind: str
    depth: int
    label: str | None
    heading: str | None
    heading_pieces: tuple[Piece, ...]
    text: tuple[tuple[Piece, ...], ...]
    """Own text, a paragraph each, in runs."""
    children: tuple["Clause", ...]
    grid: Grid | None
    citation: str
    """What a person pastes to cite it."""
    place: str
    """Where it stands, in words: ``第八条第二款``."""
    is_heading: bool
    """A unit that only titles what is below it."""
    is_anchor: bool
    """Gets a permalink in the margin: a unit that people cite."""
    notes: tuple[Note, ...] = ()

    @property
    def leads_in(self) -> bool:
        """Its label stands on the line of its first paragraph, which is a child."""
        return (
            not self.is_heading
            and not self.text
            and bool(self.children)
            and self.children[0].kind in (SectionKind.PARAGRAPH, SectionKind.TEXT)
            and self.children[0].label is None
        )


class Line(NamedTuple):
    """A heading or a paragraph of a section."""

    tag: str
    labelled: tuple[Clause, ...]
    """Whose label and heading stand on it."""
    text: tuple[Piece, ...]


class Step(NamedTuple):
    """One section in the order of reading; what stands inside it follows."""

    clause: Clause
    lines: tuple[Line, ...]
    """Its own; empty for a table, and where its label stands on its first child's line."""
    lead: Clause | None
    """Whose label stands on this one's line."""
    ends: int
    """So many sections end behind it: itself if nothing follows inside, and those around it."""


@dataclass(frozen=True, slots=True)
class Part:
    """One component ready to print."""

    key: str
    role: str
    label: str | None
    title: tuple[str, ...]
    """In phrases between which a line may break; empty where the page's head shows it."""
    is_draft: bool
    clauses: tuple[Clause, ...]
    citation: str
    notes: tuple[Note, ...] = ()
    opening: str | None = None
    """The recipients, as they stand before the text."""
    annexes: tuple[str, ...] = ()
    """The list of attachments, as it stands behind the text."""
    closing: tuple[str, ...] = ()
    """Signatures and date, as they stand behind the text."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table of contents; ``level`` counts from 1."""

    key: str
    text: str
    level: int


def parts(
    notice: Notice, cut: Cut, notes: Notes | None = None, links: Links | None = None
) -> tuple[Part, ...]:
    """Every component of the notice, in its order."""
    return tuple(part(notice, component, cut, notes, links) for component in notice.components)


def part(
    notice: Notice,
    component: Component,
    cut: Cut,
    notes: Notes | None = None,
    links: Links | None = None,
) -> Part:
    """One component with all its clauses."""
    notes, links = notes or {}, links or {}
    cited = cite(notice, component)
    made = _Clauses(component, cited, notes, links)
    return Part(
        key=component.key,
        role=component.role.value,
        label=component.label,
        title=phrases(_own_title(notice, component) or "", cut),
        is_draft=component.is_draft,
        clauses=tuple(made.clause(section, None, _Spot()) for section in component.sections),
        citation=cited,
        notes=tuple(notes.get(component.key, ())),
        opening=next(map(unbroken, _fields_in(notice, component, ("recipients",))), None),
        annexes=tuple(
            item.text
            for item in notice.furniture
            if item.kind == "attachment_note"
            and item.origin
            and component_at(notice, item.origin[0].start) is component
        ),
        closing=tuple(
            line.strip()
            for raw in _fields_in(notice, component, ("signature", "date_signed"))
            for line in raw.splitlines()  # organs that sign together, a line each
            if line.strip()
        ),
    )


def clause_at(
    notice: Notice,
    component: Component,
    above: Sequence[Section],
    notes: Notes,
    links: Links,
) -> Clause:
    """The last of these sections, each of which stands in the one before, and all inside it."""
    made = _Clauses(component, cite(notice, component), notes, links)
    spot, outer = _Spot(), None
    for section in above[:-1]:
        spot, outer = spot.inside(section, outer.children if outer else ()), section
    return made.clause(above[-1], outer, spot)


def flow(clauses: Iterable[Clause], level: int) -> list[Step]:
    """The sections and all that stands inside them, in the order of reading, however deep.

    ``level``: of the outermost headings, from 1; inner ones lie below.
    """
    steps = []
    ahead: list[tuple[Clause, int, Clause | None, int]]
    ahead = [(clause, level, None, 0) for clause in reversed(list(clauses))]
    while ahead:
        clause, here, lead, around = ahead.pop()
        inside = () if clause.grid else clause.children
        leads_in = clause.leads_in
        lines = () if clause.grid or leads_in else tuple(_lines(clause, lead, here))
        steps.append(Step(clause, lines, lead, 0 if inside else around + 1))
        below = here + 1 if clause.is_heading else here
        for child in reversed(inside):
            own_lead = clause if leads_in and child is inside[0] else None
            ahead.append((child, below, own_lead, around + 1 if child is inside[-1] else 0))
    return steps


def _lines(clause: Clause, lead: Clause | None, level: int) -> Iterator[Line]:
    if clause.is_heading:
        yield Line(f"h{min(level, 6)}", (clause,), ())
        for paragraph in clause.text:
            yield Line("p", (), paragraph)
        return
    labelled: tuple[Clause, ...] = (lead, clause) if lead else (clause,)
    for paragraph in clause.text:
        yield Line("p", labelled, paragraph)
        labelled = ()
    if not clause.text and (lead or clause.label or clause.heading):
        yield Line("p", labelled, ())


def component_at(notice: Notice, offset: int) -> Component | None:
    """The component in or behind whose text the source's ``offset`` lies."""
    at = None
    for component in notice.components:
        starts = [origin.start for origin in component.origin]
        starts += [origin.start for section in component.walk() for origin in section.origin]
        if starts and min(starts) <= offset:
            at = component
    return at or next(iter(notice.components), None)


def _fields_in(notice: Notice, component: Component, names: Sequence[str]) -> tuple[str, ...]:
    """These fields as printed, in the order of the source, if they stand with the component."""
    found = sorted((f for f in notice.fields if f.name in names), key=lambda f: f.start)
    return tuple(f.raw.strip() for f in found if component_at(notice, f.start) is component)


def unbroken(raw: str) -> str:
    """What was printed on several lines, on one: Chinese joins without a blank."""

    def joint(found: re.Match[str]) -> str:
        around = raw[: found.start()][-1:] + raw[found.end() :][:1]
        return " " if len(around) == 2 and around.isascii() else ""

    return _BREAK.sub(joint, raw.strip())


def contents(notice: Notice) -> tuple[Entry, ...]:
    """The table of contents: components, then what is numbered or titled inside them."""
    entries: list[Entry] = []
    several = len(notice.components) > 1
    for component in notice.components:
        if several:
            entries.append(Entry(component.key, component_name(notice, component), 1))
        level = 2 if several else 1
        if component.role is not Role.COVER:
            entries.extend(_entries(component.sections, level))
    return tuple(entries)


def component_name(notice: Notice, component: Component) -> str:
    """What a person calls the component: 通知正文, its title, or 附件1."""
    if component.role is Role.COVER:
        return f"{notice.kind or '文件'}正文"
    if component.role is Role.ATTACHMENT:
        number = component.key.removeprefix("att-")
        label = re.sub(r"\s+", "", component.label or "") or f"附件{number}"
        return f"{label.rstrip('：:')}　{component.title}" if component.title else label
    return component.title or notice.title or notice.title_inferred or "正文"


def cite(notice: Notice, component: Component) -> str:
    """How to cite the component: its own title where it has one, and the notice's number."""
    title = component.title if component.role is Role.MAIN and component.title else None
    title = title or notice.title or notice.title_inferred
    named = f"《{_inner(title)}》" if title else ""
    number = f"（{notice.number}）" if notice.number and named else notice.number or ""
    whole = f"{named}{number}" or notice.display_title
    if component.role is not Role.ATTACHMENT:
        return whole
    label = re.sub(r"\s+", "", component.label or "").rstrip("：:")
    return f"{whole}{label or '附件' + component.key.removeprefix('att-')}"


def place(notice: Notice, key: str) -> str:
    """Where a key stands, in words: ``第八条第二款``, ``附件1``; the key itself if unknown."""
    found = find_row(notice, key) if notice.find(key) is None else None
    if found:
        section, row = found
        return row_at(place(notice, section.key), section, row, gap=" ")
    for component in notice.components:
        if component.key == key:
            return component_name(notice, component).split("　")[0]
        above = trail(component.sections, key)
        if above:
            return _in_component(notice, component, above)
    return key


def _in_component(notice: Notice, component: Component, above: tuple[Section, ...]) -> str:
    outer = above[-2] if len(above) > 1 else None
    words = f"{_place(above)}{_which_table(component, above[-1], outer)}"
    if component.role is Role.ATTACHMENT:
        short = component_name(notice, component).split("　")[0]
        return f"{short} {words}" if words else short
    return words or component_name(notice, component)


class Places:
    """``place`` for many keys of one notice: its sections are walked once."""

    def __init__(self, notice: Notice) -> None:
        self._notice = notice
        self._trails: dict[str, tuple[Component, tuple[Section, ...]]] = {}
        for component in notice.components:
            self._walk(component, component.sections, ())

    def of(self, key: str) -> str:
        """Where a key stands, in words."""
        found = self._trails.get(key)
        return _in_component(self._notice, *found) if found else place(self._notice, key)

    def at(self, key: str) -> Section | None:
        """The section of a key, if it is one's."""
        found = self._trails.get(key)
        return found[1][-1] if found else None

    def _walk(
        self, component: Component, sections: Iterable[Section], above: tuple[Section, ...]
    ) -> None:
        for section in sections:
            here = (*above, section)
            self._trails[section.key] = component, here
            self._walk(component, section.children, here)


def trail(sections: Iterable[Section], key: str) -> tuple[Section, ...]:
    """The sections from the top down to the one of that key; empty if it is not below."""
    for section in sections:
        if section.key == key:
            return (section,)
        below = trail(section.children, key)
        if below:
            return (section, *below)
    return ()


def find_row(notice: Notice, key: str) -> tuple[Section, int] | None:
    """The table and the row (from 0) that a row's key names, or ``None``."""
    match = _ROW.fullmatch(key)
    found = notice.find(match[1]) if match else None
    if match is None or not isinstance(found, Section) or found.table is None:
        return None
    row = int(match[2]) - 1
    return (found, row) if row < len(found.table.rows) else None


def row_name(section: Section, row: int) -> str:
    """``第2行`` of those below the header, whereas a row's key counts the header's rows too."""
    height = section.table.header_height if section.table else 0
    if row >= height:
        return f"第{row - height + 1}行"
    return f"表头第{row + 1}行" if height > 1 else "表头"


def row_at(table: str, section: Section, row: int, *, gap: str = "") -> str:
    """``附件1 表格第2行``: the row of the table that stands in the place ``table``."""
    named = table if _TABLE.search(table) else f"{table}{gap}表格"
    return f"{named}{row_name(section, row)}"


def _which_table(component: Component, section: Section, above: Section | None) -> str:
    """``表2`` where several tables without a label of their own stand side by side."""
    if section.table is None or section.label:
        return ""
    beside = above.children if above else component.sections
    tables = [one.key for one in beside if one.table is not None]
    return f"表{tables.index(section.key) + 1}" if len(tables) > 1 else ""


def headed(key: str) -> str:
    """Under which the links in a section's heading stand, beside those in its text."""
    return f"{key}#heading"


def grid(section: Section, component: Component, links: Links) -> Grid | None:
    """The section's table, captioned by its own heading or by the component's title."""
    if section.table is None:
        return None
    caption = section.heading or component.title or "表"
    head, rows = _grid_rows(section.key, section.table, links)
    return Grid(
        caption=caption,
        is_titled_above=section.heading is None and component.title is not None,
        is_wide=len(section.table.rows[0]) > 4,
        head=head,
        rows=rows,
    )


def _own_title(notice: Notice, component: Component) -> str | None:
    """The component's title, unless the page's head already shows it."""
    if component.title is None or component.role is Role.COVER:
        return None
    shown = notice.title or notice.title_inferred
    return None if component.title == shown else component.title


def _inner(title: str) -> str:
    """《 》 inside a title that stands in 《 》 become 〈 〉. Source: GB/T 15834-2011 4.15."""
    return title.replace("《", "〈").replace("》", "〉")


@dataclass(frozen=True, slots=True)
class _Clauses:
    """A component's sections as clauses."""

    component: Component
    cited: str
    notes: Notes
    links: Links

    def clause(self, section: Section, above: Section | None, spot: "_Spot") -> Clause:
        """The section, which stands directly in ``above``, itself at that spot."""
        key, kind = section.key, section.kind
        here = spot.inside(section, above.children if above else ())
        words = f"{here.words}{_which_table(self.component, section, above)}"
        is_heading = kind in _TITLED or (
            kind is SectionKind.LEVEL
            and section.heading is not None
            and not section.text
            and all(child.kind is not SectionKind.PARAGRAPH for child in section.children[:1])
        )
        return Clause(
            key=key,
            kind=kind.value,
            depth=section.depth,
            label=section.label,
            heading=section.heading,
            heading_pieces=tuple(_cut(section.heading or "", self.links.get(headed(key), ()))),
            text=tuple(_paragraphs(section.text, self.links.get(key, ()))),
            children=tuple(self.clause(child, section, here) for child in section.children),
            grid=grid(section, self.component, self.links),
            citation=f"{self.cited}{words}",
            place=words,
            is_heading=is_heading,
            is_anchor=section.label is not None or kind is SectionKind.PARAGRAPH,
            notes=tuple(self.notes.get(key, ())),
        )


def _paragraphs(text: str, links: Sequence[Link]) -> Iterable[tuple[Piece, ...]]:
    """The text's lines, blank ones left out, cut where links begin and end."""
    at = 0
    for line in text.split("\n"):
        stop = at + len(line)
        if line.strip():
            within = (link for link in links if at <= link.start and link.stop <= stop)
            yield tuple(_cut(line, [_moved(link, at) for link in within]))
        at = stop + 1


def _cut(text: str, links: Iterable[Link]) -> Iterable[Piece]:
    """The text in runs; the links lie in it, in order."""
    here = 0
    for link in links:
        if here < link.start:
            yield Piece(text[here : link.start])
        yield Piece(text[link.start : link.stop], link)
        here = link.stop
    if here < len(text):
        yield Piece(text[here:])


def _moved(link: Link, at: int) -> Link:
    return replace(link, start=link.start - at, stop=link.stop - at)


def _in_cell(links: Iterable[Link], at: int, length: int) -> Iterable[Link]:
    """Those of a row that reach into its cell from ``at`` on; the last cell tells how it stands."""
    for link in links:
        start, stop = max(link.start, at), min(link.stop, at + length)
        if start < stop:
            tag = link.tag if stop == link.stop else None
            yield _moved(replace(link, start=start, stop=stop, tag=tag), at)


class _Spot(NamedTuple):
    """Where a section stands, in words: with the titles above it, and without."""

    titled: str = ""
    untitled: str = ""

    @property
    def words(self) -> str:
        """As people cite it."""
        return f"第{self.titled}点" if self.titled.isdecimal() else self.titled

    def inside(self, section: Section, beside: Sequence[Section]) -> "_Spot":
        """Of a section that stands here among those."""
        if section.kind in _TITLED:
            here = f"{_bare(section)}{section.heading or ''}" if section.label else ""
            return _Spot(f"{self.titled}{here}", self.untitled)
        if section.kind is SectionKind.ARTICLE:  # numbered through, whatever chapter it is in
            return _Spot(*(2 * (_added(self.untitled, section, beside),)))
        return _Spot(_added(self.titled, section, beside), _added(self.untitled, section, beside))


def _added(words: str, section: Section, beside: Sequence[Section]) -> str:
    """``第九条第一款第三项`` in statutes, printed labels elsewhere; other text adds nothing."""
    step = _STEP.search(section.key.rsplit("/", 1)[-1]) if section.kind in _COUNTED else None
    if step:
        if section.kind is SectionKind.PARAGRAPH and _is_only_paragraph(beside):
            return words
        return f"{words}第{format_numeral(int(step[2]))}{_UNITS[step[1]]}"
    if not section.label:
        return words
    label = _bare(section)
    # 二、7 and 一（一）: a number needs the mark before it, a bracket none.
    gap = "、" if words and label[0].isalnum() and not words.endswith(_ENDS) else ""
    return f"{words}{gap}{label.rstrip('、.．')}"


def _bare(section: Section) -> str:
    return _BLANKS.sub("", section.label or "")


def _place(above: Sequence[Section]) -> str:
    """Where the last of these stands, in words; the first has nothing above it."""
    spot = _Spot()
    beside: tuple[Section, ...] = ()
    for section in above:
        spot, beside = spot.inside(section, beside), section.children
    return spot.words


def _is_only_paragraph(beside: Iterable[Section]) -> bool:
    paragraphs = (one for one in beside if one.kind is SectionKind.PARAGRAPH)
    return next(paragraphs, None) is not None and next(paragraphs, None) is None


def _entries(sections: Iterable[Section], level: int) -> Iterable[Entry]:
    for section in sections:
        named = section.label is not None or section.heading is not None
        if section.kind in _TITLED:
            yield Entry(section.key, _named(section), level)
            yield from _entries(section.children, level + 1)
        elif section.kind is SectionKind.ARTICLE:
            yield Entry(section.key, _named(section), level)
        elif section.kind is SectionKind.LEVEL and section.depth <= 2 and named:
            if section.heading or level < 3:
                yield Entry(section.key, _named(section), level)
            yield from _entries(section.children, level + 1)


def _named(section: Section) -> str:
    label = re.sub(r"\s+", "", section.label or "")
    heading = (section.heading or "").strip().rstrip("。")
    if not heading and section.kind is SectionKind.LEVEL:
        heading = section.text[:18] + ("…" if len(section.text) > 18 else "")
    gap = "" if not label or label[-1] in "、.．）)" else " "
    return f"{label}{gap}{heading}".strip()


def _grid_rows(
    key: str, table: Table, links: Links
) -> tuple[tuple[GridRow, ...], tuple[GridRow, ...]]:
    texts = table.rows
    count, head = len(texts), table.header_height
    cells: list[list[GridCell]] = [[] for _ in range(count)]
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.col)):
        if cell.inherited:
            continue
        before = texts[cell.row][: cell.col]
        at = sum(map(len, before)) + len(before)  # tabs between, as the row is read
        here = links.get(f"{key}/r-{cell.row + 1}", ())
        if cell.row < head:
            scope = "colgroup" if cell.colspan > 1 else "col"
        else:
            scope = "rowgroup" if cell.rowspan > 1 else ""
        cells[cell.row].append(
            GridCell(
                pieces=tuple(_cut(cell.text, _in_cell(here, at, len(cell.text)))),
                rowspan=min(cell.rowspan, (head if cell.row < head else count) - cell.row),
                colspan=cell.colspan,
                scope=scope or None,
                is_figure=bool(_FIGURE.fullmatch(cell.text.strip())),
            )
        )
    rows = tuple(GridRow(f"{key}/r-{row + 1}", tuple(found)) for row, found in enumerate(cells))
    return rows[:head], rows[head:]
