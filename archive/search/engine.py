"""The Engine protocol: what the archive asks of a search engine, and what it gets back.

An engine knows entries, words and ordinals. It knows nothing of status, dates of force or
publication: the archive decides which ordinals may be seen, passes that in, and turns the ordinals
that come back into clauses with text and highlights.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

from archive.search.query import Query


class EntryKind(StrEnum):
    """What an entry stands for."""

    CLAUSE = "clause"
    ROW = "row"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found; holds nothing that time or a person's decision changes."""

    ordinal: int
    """The catalogue's number of this entry, used once and never again."""
    work: int
    expression: int
    kind: EntryKind
    heading: str
    """Searched beside the text but counting less: labels, headings and titles above it."""
    text: str


@dataclass(frozen=True, slots=True)
class Match:
    """One entry that answers a query; the higher the score the better."""

    ordinal: int
    work: int
    score: float


@runtime_checkable
class Engine(Protocol):
    """Full-text search over entries. One writer at a time; any number of readers.

    An entry answers if every term wanted stands in its text or its heading, at least one of them
    in its text, and none of the terms barred in either.
    """

    def apply(self, sequence: int, remove: Collection[int], add: Iterable[Entry]) -> None:
        """Remove ordinals, add entries and store ``sequence``, all in one commit.

        Idempotent: an entry whose ordinal is there already is replaced.
        Raises: ArchiveBusy when another process is writing.
        """

    def sequence(self) -> int:
        """The last ``sequence`` applied; 0 for a new index."""

    def search(self, query: Query, allowed: Collection[int] | None = None) -> tuple[Match, ...]:
        """Every match, best first, ties by ordinal; ``allowed`` limits the works.

        Raises: StaleIndex when the index cannot be read (never an empty answer instead).
        """

    def ordinals(self) -> frozenset[int]:
        """Every ordinal in the index, for the self-audit."""

    def close(self) -> None:
        """Let go of files and locks."""
