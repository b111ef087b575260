"""What a query asks of any store of entries: who answers, and how well."""

import mmap
from collections.abc import Collection
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from archive import words
from archive.search import ranking
from archive.search.query import Query
from archive.search.ranking import Documents, Mask, Scores, Weights


class Searched(Protocol):
    """A part of an index; its documents count from 0."""

    @property
    def live(self) -> Mask:
        """Those that are not deleted."""

    @property
    def works(self) -> Documents:
        """The work of each."""

    @property
    def lengths(self) -> Weights:
        """How much there is to read in each."""

    def narrow(self, among: Mask, needle: str) -> Mask:
        """Those that may have the needle, and all that have."""

    def verify(self, among: Mask, needle: str) -> Mask:
        """Those of the narrowed ones that really have it."""

    def in_text(self, among: Mask, needle: str) -> Mask:
        """Those of any that have it in the text itself, not only in the heading."""

    def frequency(self, kind: str, piece: str) -> Weights:
        """How often each has a piece of that kind, ``pairs`` or ``words``."""


class Texts:
    """One part of all documents, squeezed, one behind the other in a mapped file."""

    def __init__(self, file: mmap.mmap, sizes: NDArray[np.int64]) -> None:
        self._bytes = file
        self._stops = np.cumsum(sizes)
        self.sizes = sizes

    def holding(self, sought: bytes, documents: Documents) -> list[bool]:
        """For each of those documents whether it is there."""
        stops = self._stops[documents]
        starts = stops - self.sizes[documents]
        find = self._bytes.find
        return [
            find(sought, start, stop) >= 0
            for start, stop in zip(starts.tolist(), stops.tolist(), strict=True)
        ]


def matching(segment: Searched, query: Query, works: Documents | None) -> Documents:
    """The documents that answer, of those works alone if any are named; no terms, no answer.

    Of the terms wanted at least one stands in the text itself: a notice's title alone must not
    make every clause of it an answer.
    """
    found = segment.live if query.terms else np.zeros_like(segment.live)
    if works is not None:
        found = found & np.isin(segment.works, works)
    wanted = [term.needle for term in query.terms if not term.negated]
    for needle in wanted:
        found = segment.narrow(found, needle)
    for needle in wanted:
        found = segment.verify(found, needle)
    if wanted:
        found = np.logical_or.reduce([segment.in_text(found, needle) for needle in wanted])
    for term in query.terms:
        if term.negated:
            found = found & ~segment.verify(segment.narrow(found, term.needle), term.needle)
    return np.flatnonzero(found)


def scores(query: Query, found: Collection[tuple[Searched, Documents]]) -> Scores:
    """BM25F over the pairs and words of the terms that are wanted, for all that was found."""
    needles = [term.needle for term in query.terms if not term.negated]
    pieces = {("pairs", pair) for needle in needles for pair in ranking.pairs(needle)}
    pieces |= {("words", word) for needle in needles for word in words.terms(needle)}
    entries = sum(int(np.count_nonzero(segment.live)) for segment, _ in found)
    length = sum(float(segment.lengths.sum(where=segment.live)) for segment, _ in found)
    norms = [
        ranking.norm(segment.lengths[documents], length / max(entries, 1))
        for segment, documents in found
    ]
    sums = [np.zeros(len(documents)) for _, documents in found]
    # In a fixed order: sums of fractions depend on it.
    for kind, piece in sorted(pieces):
        frequencies = [segment.frequency(kind, piece) for segment, _ in found]
        having = sum(
            int(np.count_nonzero(frequency * segment.live))
            for (segment, _), frequency in zip(found, frequencies, strict=True)
        )
        weight = ranking.inverse_frequency(having, entries)
        for at, (_, documents) in enumerate(found):
            sums[at] += weight * ranking.saturated(frequencies[at][documents], norms[at])
    return np.concatenate([np.zeros(0), *sums])
