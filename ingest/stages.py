"""The types between the stages: Page, Line, Block.

::

    Source ──read_pages──▶ Pages ──join_lines──▶ Lines ──name_blocks──▶ Blocks ──assemble──▶ Notice

What makes the whole line accountable is ``Ranged``: text that remembers, run by run, where in the
source it came from. It can be cut and joined; it can never be made up.

What there is one of for every line is a named tuple: Python makes one three times as fast as a
frozen dataclass.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from archive.notice.model import Box, Field, Furniture, Problem, Repair, Role, SectionKind, Within


class Run(NamedTuple):
    """An unbroken stretch of the source text, as it stands there."""

    start: int
    text: str


class Doubt(NamedTuple):
    """A problem and where in the source it was met; the section is found later."""

    at: int
    problem: Problem


class Ranged(NamedTuple):
    """Text cut and joined from runs of the source text."""

    text: str
    start: int = 0
    """Of the first character, in the source."""
    parts: tuple[Run, ...] = ()
    """All its runs where there are several; most texts are one, which ``start`` tells."""

    @staticmethod
    def of(start: int, text: str) -> "Ranged":
        """One run."""
        return Ranged(text, start) if text else EMPTY

    @staticmethod
    def of_runs(runs: Iterable[Run]) -> "Ranged":
        """The runs behind each other, nothing between."""
        kept = tuple(runs)
        if len(kept) > 1:
            return Ranged("".join([run.text for run in kept]), kept[0].start, kept)
        return Ranged(kept[0].text, kept[0].start) if kept else EMPTY

    @staticmethod
    def join(parts: Iterable["Ranged"]) -> "Ranged":
        """The parts behind each other, nothing between."""
        kept = tuple(parts)
        if len(kept) == 1:
            return kept[0]
        return Ranged.of_runs([run for part in kept for run in part.runs])

    @property
    def runs(self) -> tuple[Run, ...]:
        """The unbroken stretches that it consists of."""
        return self.parts or ((Run(self.start, self.text),) if self.text else ())

    def __bool__(self) -> bool:
        return bool(self.text)

    def cut(self, start: int, stop: int | None = None) -> "Ranged":
        """The piece between two offsets into ``text``."""
        text = self.text
        stop = len(text) if stop is None else stop
        if start == 0 and stop == len(text):
            return self
        if not self.parts:
            piece = text[start:stop]
            return Ranged(piece, self.start + start) if piece else EMPTY
        runs: list[Run] = []
        at = 0
        for run in self.parts:
            first, last = max(start - at, 0), min(stop - at, len(run.text))
            if first < last:
                runs.append(Run(run.start + first, run.text[first:last]))
            at += len(run.text)
        return Ranged.of_runs(runs)

    def strip(self) -> "Ranged":
        """Without blanks at both ends."""
        return self.strip_between(0, len(self.text))

    def strip_between(self, start: int, stop: int) -> "Ranged":
        """The piece between two offsets into ``text``, without blanks at both ends."""
        piece = self.text[start:stop]
        bare = piece.strip()
        if not bare:
            return EMPTY
        start += piece.find(bare[0])
        if self.parts:
            return self.cut(start, start + len(bare))
        return self if len(bare) == len(self.text) else Ranged(bare, self.start + start)

    def split(self, at: int) -> tuple["Ranged", "Ranged"]:
        """What stands before and behind the offset ``at``, without blanks at their ends."""
        text = self.text
        if self.parts or text[:1].isspace():
            return self.strip_between(0, at), self.strip_between(at, len(text))
        above, below = text[:at].rstrip(), text[at:].lstrip()
        start = self.start + len(text) - len(below)
        below = below.rstrip()
        return (
            Ranged(above, self.start) if above else EMPTY,
            Ranged(below, start) if below else EMPTY,
        )

    def source_offset(self, offset: int) -> int:
        """Where in the source the character at ``offset`` of ``text`` stands."""
        at = 0
        for run in self.runs:
            if offset < at + len(run.text):
                return run.start + offset - at
            at += len(run.text)
        raise IndexError(offset)

    @property
    def stop(self) -> int:
        """Behind the last character, in the source."""
        last = self.parts[-1] if self.parts else self
        return last.start + len(last.text)


EMPTY = Ranged("")


class PrintedLine(NamedTuple):
    """One line as the source has it, before anything is joined."""

    text: Ranged
    box: Box | None = None
    edges: tuple[tuple[float, float], ...] = ()
    """x0 and x1 of every character, in points; empty for sources without pages."""
    size_pt: float = 0.0
    indent: bool = False
    """It began with blanks that a clerk types before a paragraph."""
    heading: int = 0
    """Level of a Markdown heading; 0 for none."""
    red: bool = False


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """One cell of a ruled or tabbed table; rows and columns count from 0."""

    row: int
    col: int
    rowspan: int
    colspan: int
    text: Ranged
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table as the source has it: only cells that are printed, merged ones once."""

    cells: tuple[PrintedCell, ...]
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page, or the whole of a source that has none (``number`` is then ``None``)."""

    number: int | None
    width_pt: float
    height_pt: float
    rows: tuple[PrintedLine | PrintedTable, ...]
    """Lines and tables from top to bottom."""


@dataclass(frozen=True, slots=True)
class Pages:
    """What a reader made of the bytes."""

    source_text: str = field(repr=False)
    pages: tuple[Page, ...]
    furniture: tuple[Furniture, ...] = ()
    problems: tuple[Problem, ...] = ()
    index: tuple[Field, ...] = ()
    """What a web page's index block says; the text's own words go before it."""

    @property
    def are_printed(self) -> bool:
        """Whether there are real pages with boxes."""
        return bool(self.pages) and self.pages[0].number is not None


class Line(NamedTuple):
    """One logical line: a paragraph, a heading, a table; wraps and page breaks are gone."""

    text: Ranged
    table: PrintedTable | None = None
    centred: bool = False
    indent: bool = False
    heading: int = 0
    red: bool = False
    new_page: bool = False
    """The first on its page."""


@dataclass(frozen=True, slots=True)
class Lines:
    """All logical lines, with what was set aside and mended on the way."""

    source: Pages
    lines: tuple[Line, ...]
    furniture: tuple[Furniture, ...]
    repairs: tuple[Repair, ...]
    problems: tuple[Problem, ...]
    doubts: tuple[Doubt, ...]


class BlockKind(StrEnum):
    """What a line looks like, before its place in the document is known."""

    PART = "part"
    CHAPTER = "chapter"
    SECTION = "section"
    ARTICLE = "article"
    MARKER = "marker"
    TABLE = "table"
    NUMBER = "number"
    DATE = "date"
    ORGAN = "organ"
    ADDRESSEES = "addressees"
    ATTACHMENT_NOTE = "attachment_note"
    ATTACHMENT_HEADING = "attachment_heading"
    COPIES = "copies"
    IMPRINT = "imprint"
    PROVENANCE = "provenance"
    NOTE = "note"
    PROSE = "prose"


STRUCTURE = (
    BlockKind.PART,
    BlockKind.CHAPTER,
    BlockKind.SECTION,
    BlockKind.ARTICLE,
    BlockKind.MARKER,
    BlockKind.TABLE,
)
"""Kinds that only a text's body has."""

SENTENCE_END = re.compile(r"[。；！？]")


class MarkerKind(StrEnum):
    """The families of markers of opinion-style texts. Source: DOMAIN.md §3.3."""

    HAN = "一、"
    HAN_BRACKET = "（一）"
    DECIMAL = "1.1"
    DECIMAL_DEEP = "1.1.1"
    ARABIC = "1."
    ARABIC_BRACKET = "（1）"
    CIRCLED = "①"


class Block(NamedTuple):
    """One line with its name; ``label`` and ``rest`` together are the whole of the line."""

    kind: BlockKind
    line: Line
    label: Ranged = EMPTY
    rest: Ranged = EMPTY
    number: tuple[int, ...] | None = None
    marker: MarkerKind | None = None

    @property
    def text(self) -> str:
        """The whole line's characters."""
        return self.line.text.text


@dataclass(frozen=True, slots=True)
class Blocks:
    """All blocks in reading order."""

    lines: Lines
    blocks: tuple[Block, ...]


@dataclass(slots=True)
class Tally:
    """What a stage sets aside while it works; frozen into the stage's result at its end."""

    furniture: list[Furniture] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


class Node(NamedTuple):
    """A section whose texts still know their characters' places."""

    key: str
    kind: SectionKind
    depth: int
    label: Ranged = EMPTY
    number: tuple[int, ...] | None = None
    heading: Ranged = EMPTY
    text: Ranged = EMPTY
    children: tuple["Node", ...] = ()
    table: PrintedTable | None = None

    def walk(self) -> Iterator["Node"]:
        """This node and all below it, in reading order."""
        ahead = [self]
        while ahead:
            node = ahead.pop()
            yield node
            ahead += node.children[::-1]


@dataclass(frozen=True, slots=True)
class Part:
    """A component whose texts still know their characters' places."""

    key: str
    role: Role
    label: Ranged
    title: Ranged
    """Empty where the notice's own title is its title."""
    title_text: str | None
    nodes: tuple[Node, ...]

    def walk(self) -> Iterator[Node]:
        """All nodes below, in reading order."""
        ahead = [*self.nodes[::-1]]
        while ahead:
            node = ahead.pop()
            yield node
            ahead += node.children[::-1]


class Passage(NamedTuple):
    """One unbroken text in which claims are looked for."""

    key: str
    within: Within
    text: str
    part: Part
    node: Node | None
    ranged: Ranged = EMPTY
    """The text with its places, where it has them."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A document taken apart: its front matter as fields, its components as trees."""

    lines: Lines
    fields: tuple[Field, ...]
    parts: tuple[Part, ...]
    furniture: tuple[Furniture, ...]
    repairs: tuple[Repair, ...]
    problems: tuple[Problem, ...]

    def value(self, name: str) -> str | None:
        """A field's value, or ``None`` where it was not found."""
        return next((found.value for found in self.fields if found.name == name), None)
