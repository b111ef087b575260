"""What a question asks of any store of entries: who answers, and how well."""

from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from archive import words
from archive.search import ranking
from archive.search.engine import KINDS, Flags, InWork, OfKind, Question, Where
from archive.search.query import All, AnyOf, Not, Term
from archive.search.ranking import Documents, Mask, Scores, Weights

_MANY_SHARE = 6
"""More than one of so many documents are many."""


class Searched(Protocol):
    """The documents that may be found, numbered from 0."""

    live: Mask
    """Those that may; the others are neither found nor counted."""
    entries: int
    """How many these are."""
    norms: Weights
    """How long each is beside the others, as BM25 lets it count."""
    ordinals: NDArray[np.int64]
    works: NDArray[np.int64]
    kinds: NDArray[np.int8]
    """The ordinal, work and kind (its place in ``KINDS``) of each."""

    def narrow(self, among: Mask, needle: str) -> Mask:
        """Those that have the needle, in the text or in the heading."""

    def in_text(self, among: Mask, needle: str) -> Mask:
        """Those that have it in the text itself, not only in the heading."""

    def having(self, kind: str, piece: str) -> int:
        """How many have a piece of that kind, ``pairs`` or ``words``."""

    def frequency(self, kind: str, piece: str, documents: Documents) -> Weights:
        """How often each of them has it."""

    def occurrences(self, kind: str, piece: str) -> tuple[Documents | None, Weights]:
        """The documents that have it, ascending, and how often; ``None`` stands for all."""


def matching(
    searched: Searched, question: Question, *, tick: Callable[[], None] = lambda: None
) -> Documents:
    """The documents of which the question is true, ascending.

    Of the terms wanted at least one stands in the text itself: a notice's title alone must not
    make every clause of it an answer. ``tick`` is called again and again and may raise.
    """
    found = _Asked(searched, tick).among(question, searched.live)
    needles = [term.needle for term in wanted(question)]
    if needles:
        found = reduce(np.logical_or, [searched.in_text(found, needle) for needle in needles])
    return np.flatnonzero(found)


def wanted(question: Question) -> tuple[Term, ...]:
    """The terms that make an entry an answer, each once."""
    return tuple(dict.fromkeys(_wanted(question)))


def _wanted(question: Question) -> Iterator[Term]:
    if isinstance(question, Term):
        yield question
    elif isinstance(question, All | AnyOf):
        for inner in question.of:
            yield from _wanted(inner)


def taken(flags: Flags, ordinals: NDArray[np.int64]) -> Mask:
    """The flags of these ordinals; ordinals beyond their end have none."""
    known = ordinals < len(flags)
    return known & flags[np.where(known, ordinals, 0)] if len(flags) else known & False


class _Asked:
    """One question on its way through the documents."""

    def __init__(self, searched: Searched, tick: Callable[[], None]) -> None:
        self._searched = searched
        self._tick = tick

    def among(self, question: Question, among: Mask) -> Mask:
        """Those of ``among`` of which it is true."""
        self._tick()
        searched = self._searched
        if isinstance(question, Term):
            return searched.narrow(among, question.needle)
        if isinstance(question, All):
            # What costs no look into the texts goes first.
            for part in sorted(question.of, key=_cost):
                among = self.among(part, among)
            return among
        if isinstance(question, AnyOf):
            found = np.zeros_like(among)
            for part in question.of:
                found |= self.among(part, among)
            return found
        if isinstance(question, Not):
            return among & ~self.among(question.of, among)
        if isinstance(question, InWork):
            works = np.unique(searched.works[self.among(question.of, searched.live)])
            return among & np.isin(searched.works, works)
        if isinstance(question, Where):
            return among & taken(question.flags, searched.ordinals)
        return among & np.isin(searched.kinds, [KINDS.index(kind) for kind in question.kinds])


def _cost(question: Question) -> int:
    return 0 if isinstance(question, Where | OfKind) else 1 if isinstance(question, Term) else 2


def scores(searched: Searched, needles: Sequence[str], documents: Documents) -> Scores:
    """BM25F over the pairs and words of what is wanted, for each of these.

    Each needle counts alike, whatever it is rare: all of them were asked for, and what is common
    in the archive (资金) says as much of a clause as what is rare (一区多园).
    """
    if len(documents) * _MANY_SHARE > len(searched.live):
        # Where many answer, to go through all that has a piece takes less than to look each up.
        every = np.zeros(len(searched.live), np.float32)
        for kind, piece, share in _shares(searched, needles):
            those, often = searched.occurrences(kind, piece)
            at = slice(None) if those is None else those
            every[at] += ranking.saturated(often, searched.norms[at]) * share
        some: Scores = every[documents]
        return some
    norms = searched.norms[documents]
    sums = np.zeros(len(documents), np.float32)
    for kind, piece, share in _shares(searched, needles):
        often = searched.frequency(kind, piece, documents)
        sums += ranking.saturated(often, norms) * share
    return sums


def _shares(searched: Searched, needles: Sequence[str]) -> Iterator[tuple[str, str, np.float32]]:
    """What is counted, each with its share of its needle's weight."""
    for needle in needles:
        pieces = _pieces(needle)
        rarities = [
            ranking.inverse_frequency(searched.having(*piece), searched.entries) for piece in pieces
        ]
        whole = sum(rarities) or 1.0
        for (kind, piece), rarity in zip(pieces, rarities, strict=True):
            yield kind, piece, np.float32(rarity / whole)


def _pieces(needle: str) -> list[tuple[str, str]]:
    """In a fixed order: sums of fractions depend on it."""
    pieces = {("pairs", pair) for pair in ranking.pairs(needle)}
    return sorted(pieces | {("words", word) for word in words.terms(needle)})
