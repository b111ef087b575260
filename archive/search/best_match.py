"""Best match: a question in plain words against every entry, the likeliest first.

Nothing needs to be found whole. Characters, pairs of them and words are counted together, since
each sees what the others miss: 租房 and 住房租赁 share characters only; and whatever stands there
just as it was typed between two blanks counts once more. Words that merely ask are left out, and
what people call things is looked for under its name in the texts too (``everyday``).
A clause gains from the best one of its notice and from its neighbours: an article that says 前款
has its subject in the one before. Method, measures and what was tried: docs/search.md.
"""

import re
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from archive import words
from archive.search import ranking
from archive.search.everyday import legal_words
from archive.search.ranking import Documents, Mask, Scores, Weights
from archive.search_form import same_length_form, search_form

# 专利代理师可以同时在两家机构上班吗, 租房可以抵多少个人所得税, 什么是政务新媒体
_ASKING = re.compile(
    r"请问|怎么办|怎么样|怎么|怎样|如何|什么时候|什么|哪些|哪里|哪个|哪种|多少|是不是|能不能|"
    r"可不可以|要不要|有没有|算不算|是否|能否|可否|为什么|为何|吗|呢|谁|几(?=[天年个])|我们|我|你"
)
# 顺丰科技 and 资助金额 in 顺丰科技 资助金额; hardly any text says more than twelve characters alike
_TYPED = re.compile(r"\w{2,12}")


class Counted(Protocol):
    """The documents that may be found, numbered from 0."""

    live: Mask
    """Those that may; the others count for nothing."""
    entries: int
    """How many these are."""
    works: NDArray[np.int64]
    norms: Weights
    """How long each is beside the others, as BM25 lets it count."""

    def having(self, kind: str, piece: str) -> int:
        """How many of the live ones have a piece of that kind.

        ``pairs``, single characters among them; ``words``; ``typed``, which stand there whatever a
        dictionary thinks of their borders.
        """

    def occurrences(self, kind: str, piece: str) -> tuple[Documents | None, Weights]:
        """The documents that have it, ascending, and how often; ``None`` stands for all."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Something of the question that an entry may have."""

    kind: str
    text: str
    weight: float


def pieces_of(question: str) -> tuple[Piece, ...]:
    """What is counted for a question, in a fixed order: sums of fractions depend on it."""
    left = _ASKING.sub("，", same_length_form(question))
    asked = _pieces(search_form(left)) or _pieces(search_form(question))
    weights = dict.fromkeys(asked | {("typed", typed) for typed in _TYPED.findall(left)}, 1.0)
    for legal in legal_words(question):
        for piece in _pieces(search_form(legal)):
            weights.setdefault(piece, ranking.EVERYDAY_WEIGHT)
    return tuple(Piece(kind, text, weight) for (kind, text), weight in sorted(weights.items()))


def _pieces(squeezed: str) -> set[tuple[str, str]]:
    return (
        {("words", word) for word in words.terms(squeezed)}
        | {("pairs", pair) for pair in ranking.pairs(squeezed)}
        | {("pairs", character) for character in squeezed if character.isalnum()}
    )


def scores(counted: Counted, question: str) -> Scores:
    """How well each document answers; 0 for one that has nothing of it or may not be found."""
    sums = np.zeros(len(counted.live))
    for piece in pieces_of(question):
        having = counted.having(piece.kind, piece.text)
        if not having or (len(piece.text) == 1 and ranking.is_common(having, counted.entries)):
            continue
        documents, often = counted.occurrences(piece.kind, piece.text)
        weight = piece.weight * ranking.inverse_frequency(having, counted.entries)
        at = slice(None) if documents is None else documents
        sums[at] += weight * ranking.saturated(often, counted.norms[at])
    sums[~counted.live] = 0.0
    return ranking.lent(sums, counted.works)
