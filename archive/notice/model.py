"""Source, Reading, Notice, Component, Section, Table, Claim, Origin, Repair, Problem: the glossary.

One English word per Chinese term, used everywhere; the field's own where it has one
(Akoma Ntoso, ELI, schema.org). Source: DOMAIN.md §1.

==================  ==================  ==========================================
发文字号            number              organ code + year + serial
文种                kind                通知, 意见, 决定 … the 15 statutory kinds
体裁                genre               办法, 细则 … what the embedded text is called
发文机关 / 联合     issuers             issuing organs, the lead one first
发文机关标志        masthead            the red head: organ name + 文件
主送 / 抄送机关     recipients / cc     main and copied organs
附件说明 / 附件     attachment note     the list of attachments / an ``ATTACHMENT`` component
署名                signature           organ names above the date
成文 / 印发日期     date_signed / date_printed
施行 / 失效日期     date_effective / date_expires (last day of force)
印发机关            printer             the organ in the imprint (版记)
编 章 节 条 款 项 目  part chapter section article paragraph item point
修正, 页眉页脚      repair, furniture   what was mended; what is not text
==================  ==================  ==========================================

Everything is frozen, with tuples inside; sections and origins, of which a text has thousands, are
named tuples, which Python makes and sends to another process several times as fast. Offsets count
Unicode code points from 0, half open; pages count from 1; boxes are in points, origin top left.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points from the top left corner of the page's crop box."""


@dataclass(frozen=True, slots=True)
class Source:
    """One document's bytes and what they were called."""

    name: str
    """The file's own name, without folders."""
    media_type: str
    """``text/plain``, ``text/markdown`` or ``application/pdf``."""
    content: bytes = field(repr=False)
    sha256: str
    """Of ``content``, in hex: the name under which the bytes are kept."""


class Origin(NamedTuple):
    """One unbroken stretch of the source text and, in a paged source, where it is printed."""

    start: int
    stop: int
    page: int | None = None
    box: Box | None = None


def run_in(head: str | None, words: str | None) -> str:
    """A label or heading and the words behind it; one that ends in a mark takes no blank.

    ``第二章 资金管理``, ``二、主要任务``, ``第七条 分工。各园区…``
    """
    last = head[-1] if head else ""
    divider = " " if last.isalpha() or last.isdecimal() else ""
    return divider.join(filter(None, (head, words)))


class SectionKind(StrEnum):
    """What a node of a component's tree is. Source: DOMAIN.md §3."""

    PART = "part"
    CHAPTER = "chapter"
    SECTION = "section"
    ARTICLE = "article"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    POINT = "point"
    LEVEL = "level"
    LIST_ITEM = "list_item"
    TABLE = "table"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed or inherited cell of a table; rows and columns count from 0."""

    row: int
    col: int
    rowspan: int
    colspan: int
    text: str
    inherited: bool
    """The cell is covered by a merged one above or to its left, whose text it repeats."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a full grid, inherited cells filled in; the header row counts."""

    cells: tuple[Cell, ...]

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The grid's texts, row by row."""
        height = max((cell.row for cell in self.cells), default=-1) + 1
        width = max((cell.col for cell in self.cells), default=-1) + 1
        grid = [[""] * width for _ in range(height)]
        for cell in self.cells:
            grid[cell.row][cell.col] = cell.text
        return tuple(tuple(row) for row in grid)

    @property
    def header_height(self) -> int:
        """How many rows are the header, from the first; a table of one row has none.

        More than one where a merged head stands over its columns, or a title over the whole width.
        """
        height = 1 + max((cell.row for cell in self.cells), default=-1)
        width = 1 + max((cell.col for cell in self.cells), default=-1)
        if height < 2:
            return 0
        first = [cell for cell in self.cells if cell.row == 0 and not cell.inherited]
        tall = max((cell.rowspan for cell in first), default=1)
        if tall > 1 and any(1 < cell.colspan < width for cell in first):
            return min(tall, height - 1)
        if height > 2 and width > 1 and len(first) == 1 and first[0].colspan >= width:
            return 2
        return 1


class Section(NamedTuple):
    """One node of a component: an article, a paragraph, a level, a table …"""

    key: str
    """From the component down: ``main-1/art-7``, ``main-1/art-9/p-1/i-3``, ``att-1/tbl-1``."""
    kind: SectionKind
    depth: int
    """Below the component, which is 0."""
    label: str | None
    """As printed: ``第七条``, ``（一）``."""
    number: tuple[int, ...] | None
    """Read from the label, never counted: 第一百二十条之一 is ``(120, 1)``."""
    heading: str | None
    text: str
    """Own text, without label, heading and children; a table's is empty."""
    children: tuple["Section", ...]
    origin: tuple[Origin, ...]
    """Of label, heading and own text (for a table: of all its cells), in reading order."""
    table: Table | None = None

    def walk(self) -> Iterator["Section"]:
        """This section and all below it, in reading order."""
        ahead = [self]
        while ahead:
            section = ahead.pop()
            yield section
            ahead += section.children[::-1]

    @property
    def full_text(self) -> str:
        """Label, heading, own text and all below, a line each: what a reader would copy.

        The first 款 stands on the line of its article's label, as it is printed.
        """
        rows = ["\t".join(row) for row in self.table.rows] if self.table else []
        below = [child.full_text for child in self.children]
        own = self.own_text
        if not own and self.children and self.children[0].kind is SectionKind.PARAGRAPH:
            own = below.pop(0)
        own = run_in(self.label, own)
        return "\n".join(part for part in (own, *rows, *below) if part)

    @property
    def own_text(self) -> str:
        """Heading and text, without the label and what is below."""
        return run_in(self.heading, self.text.strip())


class Role(StrEnum):
    """What a component is in its notice."""

    COVER = "cover"
    MAIN = "main"
    ATTACHMENT = "attachment"


@dataclass(frozen=True, slots=True)
class Component:
    """A citable part with its own title: the cover, the 办法 it issues, each attachment."""

    key: str
    """``cover``, ``main-1``, ``att-2``."""
    role: Role
    label: str | None
    """An attachment's printed heading, ``附件 1``; ``None`` where it has none."""
    title: str | None
    is_draft: bool
    sections: tuple[Section, ...]
    origin: tuple[Origin, ...] = ()
    """Of label and title; empty where the title is the notice's own."""

    def walk(self) -> Iterator[Section]:
        """All sections below, in reading order."""
        for section in self.sections:
            yield from section.walk()


class Precision(StrEnum):
    """How much of a date is printed."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Field:
    """Where one of the notice's fields was read; half-open offsets into the source text."""

    name: str
    raw: str
    value: str
    start: int
    stop: int
    precision: Precision | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """What a text calls another: any part may be missing."""

    title: str | None
    """Between the outer 《》, as printed."""
    number: str | None
    """Canonical."""
    issuer: str | None
    """As printed in front of the title, or the organ of an order's number."""
    start: int = 0
    """With ``stop``: where it stands in the claim's text, from 《 to the bracket behind."""
    stop: int = 0
    alias: str | None = None
    """The name that the text gives it from here on: 以下简称《决定》."""


class ClaimType(StrEnum):
    """What a stretch of text says of itself or, in the active voice, of another.

    Source: DOMAIN.md §6.1 and §10; ``REVISES`` is R19 and R20, ``REFERS`` an internal reference.
    """

    EFFECTIVE = "EFFECTIVE"
    EXPIRES = "EXPIRES"
    INTERPRETER = "INTERPRETER"
    REFERS = "REFERS"
    REPEALS = "REPEALS"
    DECLARES_EXPIRED = "DECLARES_EXPIRED"
    REPLACES = "REPLACES"
    AMENDS = "AMENDS"
    REVISES = "REVISES"
    SUPPLEMENTS = "SUPPLEMENTS"
    CORRECTS = "CORRECTS"
    SUSPENDS = "SUSPENDS"
    EXTENDS_VALIDITY = "EXTENDS_VALIDITY"
    CONFIRMS_VALID = "CONFIRMS_VALID"
    PREVAILS_OVER = "PREVAILS_OVER"
    YIELDS_TO = "YIELDS_TO"
    BASED_ON = "BASED_ON"
    IMPLEMENTS = "IMPLEMENTS"
    APPLIES_BY_REFERENCE = "APPLIES_BY_REFERENCE"
    COMPLIES_WITH = "COMPLIES_WITH"
    CITES = "CITES"
    ISSUES = "ISSUES"
    FORWARDS = "FORWARDS"
    APPROVES_FORWARDS = "APPROVES_FORWARDS"
    PROMULGATES = "PROMULGATES"
    INTERPRETS = "INTERPRETS"
    EXPLAINS = "EXPLAINS"
    RESPONDS_TO = "RESPONDS_TO"
    DRAFT_OF = "DRAFT_OF"
    MENTIONS = "MENTIONS"


class Within(StrEnum):
    """Which text of a section a claim's offsets count in."""

    TEXT = "text"
    HEADING = "heading"
    TITLE = "title"
    """``section`` is a component's key; its title, or the notice's where it has none of its own."""
    HISTORY = "history"
    """``section`` is a component's key; the value of the field ``history_note``, which tells who
    made and changed the text."""
    ROW = "row"
    """``section`` is a table's row (``att-1/tbl-1/r-3``): its cells, tabs between."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a text says of itself or of another, with the exact words that say it."""

    type: ClaimType
    section: str
    """Key of the section in which the words stand; ``within`` says where there."""
    start: int
    stop: int
    quote: str
    """The words that say it: a citation alone, or citation and verb together."""
    scope: str
    """``WHOLE``, ``ARTICLES``, ``INCONSISTENT_PART`` or ``CLASS``."""
    assertion: str
    """``ASSERTED``, ``PROPOSED`` (by a draft), ``INFERRED`` or ``NEEDS_REVIEW``."""
    pattern: str
    """The rule that read it: a row of DOMAIN.md §5.2 or §6.2."""
    date: datetime.date | None = None
    """The day itself; of a relation, the day that the sentence prints for its effect."""
    term: str | None = None
    """A counted term as printed, or the event a date hangs on (``发布之日``)."""
    citation: Citation | None = None
    target_keys: tuple[str, ...] = ()
    """Of ``REFERS``, keys of this document. Of a claim about dates, the components or sections
    that it is about where it is not about its own. Of a relation to parts of another document,
    their keys below its main component: ``art-75``, ``art-12/p-2/i-3``."""
    within: Within = Within.TEXT


@dataclass(frozen=True, slots=True)
class Furniture:
    """Text of the page or the file that is not text of the document."""

    kind: str
    """``page_number``, ``running_head``, ``markup``, ``attachment_note``, ``toc``, ``rule`` …"""
    text: str
    origin: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class Repair:
    """One change made while reading; offsets into the source text. Source: DOMAIN.md §7."""

    rule: str
    start: int
    stop: int
    before: str
    after: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Read, but in doubt."""

    code: str
    """``ISSUER_CONFLICT``, ``NUMBERING_ANOMALY``, ``TITLE_INFERRED`` …"""
    message: str
    """For people, in Chinese."""
    section: str | None = None


class DocumentType(StrEnum):
    """What sort of text this is at all."""

    NOTICE = "notice"
    STATUTE = "statute"
    NON_OFFICIAL = "non_official"


class Normativity(StrEnum):
    """Whether the text binds in general and again and again. Source: DOMAIN.md §10."""

    NORMATIVE = "normative"
    SPECIFIC = "specific"
    INTERNAL = "internal"
    UNDETERMINED = "undetermined"


class Publication(StrEnum):
    """What the document itself says of its publication. Source: DOMAIN.md §10."""

    OPEN = "open"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Notice:
    """One document, as far as its own bytes tell."""

    document_type: DocumentType
    normativity: Normativity
    number: str | None
    """Canonical: ``焦政办〔2021〕65号``; orders as ``国务院令第707号``."""
    kind: str | None
    genre: str | None
    title: str | None
    title_inferred: str | None
    issuers: tuple[str, ...]
    recipients: tuple[str, ...]
    cc: tuple[str, ...]
    signature: tuple[str, ...]
    printer: str | None
    interpreter: str | None
    index_no: str | None
    registry_number: str | None
    publication: Publication
    publication_mark: str | None
    date_signed: datetime.date | None
    date_printed: datetime.date | None
    date_published: datetime.date | None
    date_effective: datetime.date | None
    date_expires: datetime.date | None
    fields: tuple[Field, ...]
    components: tuple[Component, ...]
    claims: tuple[Claim, ...]
    furniture: tuple[Furniture, ...]
    repairs: tuple[Repair, ...]

    def walk(self) -> Iterator[Section]:
        """All sections of all components, in reading order."""
        for component in self.components:
            yield from component.walk()

    def find(self, key: str) -> Component | Section | None:
        """The component or section of that key, or ``None``."""
        for component in self.components:
            if component.key == key:
                return component
            if key.startswith(component.key + "/"):
                for section in component.walk():
                    if section.key == key:
                        return section
        return None

    @property
    def display_title(self) -> str:
        """The best name for people; never empty."""
        return self.title or self.title_inferred or self.number or "（无标题）"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader version made of one source: the same bytes always give the same reading."""

    source_name: str
    media_type: str
    source_sha256: str
    source_text: str = field(repr=False)
    """Decoded text; for a PDF its characters in reading order, pages divided by form feeds."""
    notice: Notice
    problems: tuple[Problem, ...]
    reader: str
    """Version of the reader and the fingerprint of its data files."""
    page_count: int | None = None
    """``None`` where the source has no pages."""
