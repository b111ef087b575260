"""What a comparison is made of: units, rows, changes.

A *unit* is what one row compares: an article with its paragraphs and items, in opinion-style texts
the deepest labelled level that holds prose, a paragraph of unlabelled prose, a table's row. Every
unit of either text stands in exactly one row. Titles, chapters and headings that hold no prose of
their own are *structure*: rows beside the rows. Source: DOMAIN.md §8.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, Protocol

Span = tuple[int, int]
"""Half open, in code points of the text of the unit it is about."""


class Piece(Protocol):
    """One word of a text, as ``archive.words.cut`` gives it."""

    @property
    def text(self) -> str:
        """As it stands in the text."""
        ...


Cut = Callable[[str], Sequence[Piece]]
"""Text → its words in order, which joined are the text again."""


class Outcome(StrEnum):
    """What became of a unit. Source: DOMAIN.md §8."""

    UNCHANGED = "UNCHANGED"
    """The same words under the same label; layout aside."""
    RENUMBERED = "RENUMBERED"
    """The same words under another label, because something before it came or went."""
    MODIFIED = "MODIFIED"
    """Other words; the label may differ too."""
    MOVED = "MOVED"
    """At another place of the order, or in another chapter; ``changes`` says whether reworded."""
    SPLIT = "SPLIT"
    """One old unit, several new ones."""
    MERGED = "MERGED"
    """Several old units, one new one."""
    ADDED = "ADDED"
    DELETED = "DELETED"


class ChangeType(StrEnum):
    """What sort of thing differs. Source: DOMAIN.md §8.

    The most telling type that fits is given, in this order; ``WORDING`` where none does.
    """

    REFERENCE_SHIFT = "REFERENCE_SHIFT"
    """第八条 → 第九条, where this very comparison has 第八条 become 第九条."""
    CITATION = "CITATION"
    """Another document, or another part of the same one, is named."""
    EFFECTIVE_DATE = "EFFECTIVE_DATE"
    """The day on which it comes into force, or goes out of it."""
    DEADLINE = "DEADLINE"
    """The day by which something is to be done: 2025年底前."""
    DATE = "DATE"
    """Any other day."""
    AMOUNT = "AMOUNT"
    PERCENT = "PERCENT"
    DURATION = "DURATION"
    """A span of time; 日 and 工作日 differ."""
    COUNT = "COUNT"
    MODALITY = "MODALITY"
    """应当, 可以, 不得, 必须, 鼓励 …"""
    RESPONSIBLE_BODY = "RESPONSIBLE_BODY"
    SCOPE = "SCOPE"
    """To whom or where it applies; and whether a bound is itself within: 以上, 超过."""
    WORDING = "WORDING"
    EDITORIAL = "EDITORIAL"
    """The same said otherwise: punctuation, the numbering of items, 一万元 → 10000元."""
    FORMAT = "FORMAT"
    """Blanks, line ends, widths, quotes, variants of a character; hidden unless asked for."""


class Part(NamedTuple):
    """A section inside a unit, and where in the unit's text it stands."""

    key: str
    label: str | None
    """``None`` for a 款, which is only counted."""
    span: Span
    """Its own label, heading and text; what is below it has parts of its own."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One side of a row."""

    key: str
    """Of its section, or of a table's row: ``main-1/art-7``, ``att-1/tbl-1/r-3``."""
    label: str | None
    """As printed: ``第七条``."""
    heading: str | None
    text: str = field(repr=False)
    """Heading, own text and all that is inside, a line each; without the unit's own label."""
    path: tuple[str, ...] = ()
    """Titles and headings above it, outermost first."""
    parts: tuple[Part, ...] = field(default=(), repr=False)
    """Itself and the sections inside, in reading order; they cover the text but for line ends."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference inside a row that has both sides."""

    type: ChangeType
    key: str
    """Of the innermost section of the new text in which it stands."""
    old: str
    """The old words; empty for what was inserted."""
    old_span: Span
    """Where they stand in ``row.old[old_at].text``; where something was inserted, its place."""
    new: str
    new_span: Span
    """The same in ``row.new[new_at].text``."""
    old_key: str
    """Of the innermost section of the old text in which it stands."""
    old_at: int = 0
    """Which of the row's old units; only several where units were merged."""
    new_at: int = 0
    also: tuple[ChangeType, ...] = ()
    """Of ``WORDING``: the types of numbers in it, which came or went with their sentence. Of a
    short exchange: a duty, or 由 and an organ, that only one side has."""


@dataclass(frozen=True, slots=True)
class Row:
    """One unit and what became of it; several on the side where it was split or merged."""

    outcome: Outcome
    old: tuple[Unit, ...]
    """Empty for ``ADDED``."""
    new: tuple[Unit, ...]
    """Empty for ``DELETED``."""
    changes: tuple[Change, ...] = ()
    """In reading order, ``FORMAT`` among them; for rows with both sides. Made to the old text they
    give the new one (where several units meet, but for the line ends between them)."""
    likeness: float = 1.0
    """From 0 to 1: how much of the words is shared; 0 for ``ADDED`` and ``DELETED``."""

    @property
    def visible(self) -> tuple[Change, ...]:
        """The changes without those of layout."""
        return tuple(change for change in self.changes if change.type is not ChangeType.FORMAT)


@dataclass(frozen=True, slots=True)
class Statistics:
    """How many rows of each outcome, and changes of each type; nought is left out."""

    rows: int
    outcomes: tuple[tuple[Outcome, int], ...]
    changes: tuple[tuple[ChangeType, int], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts, row by row."""

    rows: tuple[Row, ...]
    """In the order of the new text; what was deleted, where it stood."""
    structure: tuple[Row, ...]
    """Titles, parts, chapters, sections and headings without prose, in the same manner: the text
    of a unit is its heading."""
    statistics: Statistics
    """Of ``rows`` alone."""
    summary: str
    """A paragraph in Chinese, made of counts and typed facts alone."""
