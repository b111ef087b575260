"""What a query asks of any store of entries: who answers, and how well."""

from typing import Protocol

import numpy as np

from archive import words
from archive.search import ranking
from archive.search.query import Query
from archive.search.ranking import Documents, Mask, Scores, Weights


class Searched(Protocol):
    """The documents that may be found, numbered from 0."""

    live: Mask
    """Those that may; the others are neither found nor counted."""
    entries: int
    """How many these are."""
    norms: Weights
    """How long each is beside the others, as BM25 lets it count."""

    def narrow(self, among: Mask, needle: str) -> Mask:
        """Those that have the needle, in the text or in the heading."""

    def in_text(self, among: Mask, needle: str) -> Mask:
        """Those that have it in the text itself, not only in the heading."""

    def having(self, kind: str, piece: str) -> int:
        """How many have a piece of that kind, ``pairs`` or ``words``."""

    def frequency(self, kind: str, piece: str, documents: Documents) -> Weights:
        """How often each of them has it."""


def matching(searched: Searched, query: Query) -> Documents:
    """The documents that answer, ascending; no terms, no answer.

    Of the terms wanted at least one stands in the text itself: a notice's title alone must not
    make every clause of it an answer.
    """
    found = searched.live if query.terms else np.zeros_like(searched.live)
    wanted = [term.needle for term in query.terms if not term.negated]
    for needle in wanted:
        found = searched.narrow(found, needle)
    if wanted:
        found = np.logical_or.reduce([searched.in_text(found, needle) for needle in wanted])
    for term in query.terms:
        if term.negated:
            found = found & ~searched.narrow(found, term.needle)
    return np.flatnonzero(found)


def scores(searched: Searched, query: Query, documents: Documents) -> Scores:
    """BM25F over the pairs and words of the terms that are wanted, for each of these."""
    needles = [term.needle for term in query.terms if not term.negated]
    pieces = {("pairs", pair) for needle in needles for pair in ranking.pairs(needle)}
    pieces |= {("words", word) for needle in needles for word in words.terms(needle)}
    norms = searched.norms[documents]
    sums = np.zeros(len(documents))
    # In a fixed order: sums of fractions depend on it.
    for kind, piece in sorted(pieces):
        weight = ranking.inverse_frequency(searched.having(kind, piece), searched.entries)
        sums += weight * ranking.saturated(searched.frequency(kind, piece, documents), norms)
    return sums
