"""The Engine protocol: what the archive asks of a search engine, and what it gets back.

An engine knows entries, words and ordinals. It knows nothing of status, dates of force or
publication: the archive decides which ordinals may be seen, passes that in, and turns the ordinals
that come back into clauses with text and highlights.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeAlias, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from archive.search.query import All, AnyOf, Not, Term

Flags = NDArray[np.bool_]
"""By ordinal: whether it may be found. Ordinals beyond its end may not."""
Numbers = NDArray[np.int64]


class EntryKind(StrEnum):
    """What an entry stands for, and where in the notice it stands."""

    CLAUSE = "clause"
    """Of the notice or of what it issues."""
    ATTACHMENT = "attachment"
    """A clause of an attachment."""
    ROW = "row"
    """Of a table, wherever that is."""
    NOTICE = "notice"
    """Number, title and organs."""


KINDS = tuple(EntryKind)
"""An engine may keep a kind as its place in this row."""


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
class Where:
    """What the archive knows and the engine does not, as a leaf of a question."""

    flags: Flags

    def __hash__(self) -> int:
        return id(self.flags)


@dataclass(frozen=True, slots=True)
class OfKind:
    """Entries of these kinds."""

    kinds: tuple[EntryKind, ...]


@dataclass(frozen=True, slots=True)
class InWork:
    """Entries of the works that have an entry, among those allowed, of which this is true."""

    of: "Question"


Question: TypeAlias = (
    "Term | Where | OfKind | InWork | Not[Question] | All[Question] | AnyOf[Question]"
)
"""A query without fields: ``All``, ``AnyOf`` and ``Not`` over these leaves."""


@dataclass(frozen=True, slots=True)
class Match:
    """One entry that answers a query; the higher the score the better."""

    ordinal: int
    work: int
    score: float


@dataclass(frozen=True, slots=True, eq=False)
class Matches:
    """All entries that answer, in no order, as arrays side by side."""

    ordinals: Numbers
    works: Numbers
    kinds: NDArray[np.int8]
    """Places in ``KINDS``."""
    scores: NDArray[np.floating]

    def __len__(self) -> int:
        return len(self.ordinals)

    def __iter__(self) -> Iterator[Match]:
        return iter(self.best(0, len(self)))

    def only(self, those: "Flags | Numbers") -> "Matches":
        """Those of them for which the flag beside them is set, or at these places."""
        return Matches(
            self.ordinals[those], self.works[those], self.kinds[those], self.scores[those]
        )

    def and_also(self, other: "Matches") -> "Matches":
        """These and those others that are not among them."""
        new = other.only(~np.isin(other.ordinals, self.ordinals))
        return Matches(
            np.concatenate([self.ordinals, new.ordinals]),
            np.concatenate([self.works, new.works]),
            np.concatenate([self.kinds, new.kinds]),
            np.concatenate([self.scores, new.scores]),
        )

    @classmethod
    def none(cls) -> "Matches":
        """No entry at all."""
        nothing = np.zeros(0, np.int64)
        return cls(nothing, nothing, np.zeros(0, np.int8), np.zeros(0))

    def best(self, start: int, stop: int) -> tuple[Match, ...]:
        """A stretch of them, the highest score first, ties by ordinal."""
        ordinals, works, scores, stop = self.ordinals, self.works, self.scores, min(stop, len(self))
        if stop <= start:
            return ()
        if 4 * stop < len(scores):
            least = np.partition(scores, len(scores) - stop)[len(scores) - stop]
            those = np.flatnonzero(scores >= least)
            ordinals, works, scores = ordinals[those], works[those], scores[those]
        order = np.lexsort((ordinals, -scores))[start:stop]
        return tuple(
            map(Match, ordinals[order].tolist(), works[order].tolist(), scores[order].tolist())
        )


@runtime_checkable
class Engine(Protocol):
    """Full-text search over entries. One writer at a time; any number of readers.

    A term is true of an entry in whose text or heading it stands. An entry answers a question that
    is true of it, if one of the terms wanted stands in its text: a notice's title alone must not
    make every clause of it an answer. Only what is allowed is looked at, counted and found.
    """

    def apply(self, sequence: int, remove: Collection[int], add: Iterable[Entry]) -> None:
        """Remove ordinals, add entries and store ``sequence``, all in one commit.

        Idempotent: an entry whose ordinal is there already is replaced.
        Raises: ArchiveBusy when another process is writing.
        """

    def sequence(self) -> int:
        """The last ``sequence`` applied; 0 for a new index."""

    def search(self, question: Question, allowed: Flags | None = None) -> Matches:
        """Every entry of which the question is true; ``None`` allows all.

        Raises: StaleIndex when the index cannot be read (never an empty answer instead).
        """

    def rank(
        self,
        text: str,
        allowed: Flags | None = None,
        authority: NDArray[np.float64] | None = None,
    ) -> Matches:
        """The likeliest answers to a question in plain words, some hundred, for a person to judge.

        ``authority`` has for each ordinal what its score is multiplied by.
        Raises: StaleIndex.
        """

    def vocabulary(self, allowed: Flags | None = None) -> Mapping[str, int]:
        """Han words of the texts and how many of the entries allowed have each, two at least.

        Raises: StaleIndex.
        """

    def ordinals(self) -> frozenset[int]:
        """Every ordinal in the index, for the self-audit."""

    def close(self) -> None:
        """Let go of files and locks."""
