"""Notice → the clauses that can be found: pure.

A clause is an article with its paragraphs and items; in opinion-style texts the deepest labelled
level that holds prose, its unlabelled paragraphs and lists folded in; a component's (or chapter's)
unlabelled text as one; a table row with its header and the labels it inherits; and one for the
notice itself. A title or heading stands in the text of one clause, that of what it names, and in
the ``heading`` of all below. Source: ARCHITECTURE.md, What the index holds.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from archive.notice.model import Component, Notice, Role, Section, SectionKind, Table, run_in

Path = tuple[str, ...]


class ClauseKind(StrEnum):
    """What a clause stands for; the same words as the search engine's entries."""

    CLAUSE = "clause"
    ROW = "row"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that can be found, with all that a hit shows of it."""

    key: str
    """Of the section; the component's for its unlabelled text; ``att-1/tbl-1/r-3`` for a row."""
    kind: ClauseKind
    label: str | None
    path: Path
    """Component title › chapter › … › own label."""
    heading: str
    """Searched beside the text: the labels, headings and titles above it and its own label."""
    text: str
    """Heading and text without the own label, what is folded in below, a line each."""


_CONTAINERS = (SectionKind.PART, SectionKind.CHAPTER, SectionKind.SECTION)
_UNITS = (*_CONTAINERS, SectionKind.ARTICLE, SectionKind.LEVEL)
"""Kinds that have an entry, or entries below them, of their own."""


def clauses_of(notice: Notice) -> tuple[Clause, ...]:
    """Every clause of a notice: the notice itself first, then in reading order."""
    return (_notice_itself(notice), *_below(notice))


def _below(notice: Notice) -> Iterator[Clause]:
    title = notice.display_title
    for component in notice.components:
        yield from _Component(component, title).clauses()


def _notice_itself(notice: Notice) -> Clause:
    name = notice.title or notice.title_inferred
    lines = (name, notice.number, " ".join(notice.issuers))
    return Clause(
        key=notice.components[0].key if notice.components else "main-1",
        kind=ClauseKind.NOTICE,
        label=None,
        path=(),
        heading="",
        text="\n".join(line for line in lines if line) or notice.display_title,
    )


@dataclass(frozen=True, slots=True)
class _Component:
    component: Component
    notice_title: str

    def clauses(self) -> Iterator[Clause]:
        component = self.component
        fallback = component.label if component.role is Role.ATTACHMENT else None
        path: Path = (component.title or fallback or self.notice_title,)
        title = component.title if component.title != self.notice_title else None
        yield from self._loose(component, path, path, title or "")
        for section in component.sections:
            if section.kind in _UNITS:
                yield from self._unit(section, path)

    def _above(self, path: Path) -> str:
        return "\n".join(path if self.notice_title in path else (self.notice_title, *path))

    def _clause(self, key: str, label: str | None, path: Path, text: str) -> Iterator[Clause]:
        if text:
            yield Clause(key, ClauseKind.CLAUSE, label, path, self._above(path), text)

    def _loose(
        self, holder: Component | Section, path: Path, below: Path, own: str = ""
    ) -> Iterator[Clause]:
        """What stands under no unit of its own: its prose as one clause, its tables as rows."""
        inside = holder.sections if isinstance(holder, Component) else holder.children
        loose = [section for section in inside if section.kind not in _UNITS]
        text = "\n".join(filter(None, (own, *(_folded(section) for section in loose))))
        yield from self._clause(holder.key, holder.label, path, text)
        for section in loose:
            yield from self._rows_below(section, below)

    def _unit(self, section: Section, path: Path) -> Iterator[Clause]:
        head = run_in(section.label, section.heading)
        below = (*path, head) if head else path
        here = (*path, section.label) if section.label else path
        if section.kind is SectionKind.ARTICLE:
            text = "\n".join(filter(None, (section.own_text, *map(_folded, section.children))))
            yield from self._clause(section.key, section.label, here, text)
            yield from self._rows_below(section, here)
            return
        yield from self._loose(section, here, below, section.own_text)
        for child in section.children:
            if child.kind in _UNITS:
                yield from self._unit(child, below)

    def _rows_below(self, section: Section, path: Path) -> Iterator[Clause]:
        for found in section.walk():
            if found.table:
                caption = run_in(found.label, found.own_text)
                yield from self._rows(found, found.table, (*path, caption) if caption else path)

    def _rows(self, section: Section, table: Table, path: Path) -> Iterator[Clause]:
        grid = table.rows
        height = table.header_height
        header = _header(grid[:height])
        heading = "\n".join(filter(None, (self._above(path), " ".join(header))))
        for count, row in enumerate(grid[height:], start=height + 1):
            text = _row_text(header, row)
            if text:
                yield Clause(f"{section.key}/r-{count}", ClauseKind.ROW, None, path, heading, text)


def _folded(section: Section) -> str:
    """Label, heading, text and all below, a line each; tables are left to their rows."""
    if section.table:
        return ""
    own = run_in(section.label, section.own_text)
    below = (_folded(child) for child in section.children)
    return "\n".join(filter(None, (own, *below)))


def _header(rows: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """One name a column: the header rows' texts above it, each once."""
    if not rows:
        return ()
    columns = zip(*rows, strict=True)
    return tuple("".join(dict.fromkeys(text.strip() for text in column)) for column in columns)


def _row_text(header: tuple[str, ...], row: tuple[str, ...]) -> str:
    names = header or ("",) * len(row)
    cells = (
        f"{name}：{text.strip()}" if name and name != text.strip() else text.strip()
        for name, text in zip(names, row, strict=True)
        if text.strip()
    )
    return "；".join(cells)
