"""What an entry is indexed under, and how well it answers: pairs of characters, words, BM25F."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from archive.search.engine import Match

Cut = Callable[[str], Iterable[str]]
"""A squeezed text → its words, words inside words among them."""

Documents = NDArray[np.int64]
Weights = NDArray[np.float32]
Mask = NDArray[np.bool_]
Scores = NDArray[np.float64]

# BM25's own defaults; a heading stands above every clause of a notice, so that it says less of one.
_SATURATION = 1.2
_LENGTH_SHARE = 0.75
HEADING_WEIGHT = 0.3


def pairs(squeezed: str) -> Iterator[str]:
    """Every two neighbouring letters, digits or Han: 高新区 → 高新, 新区. Punctuation divides."""
    return (a + b for a, b in pairwise(squeezed) if a.isalnum() and b.isalnum())


def is_pair(needle: str) -> bool:
    """``pairs`` says exactly where this is: nothing is left to look up in the text."""
    return len(needle) == 2 and needle.isalnum()


def frequencies(pieces: Iterable[str]) -> dict[str, int]:
    """How often each piece occurs."""
    return Counter(pieces)


def inverse_frequency(found: int, of: int) -> float:
    """How much a piece that stands in ``found`` of ``of`` entries tells; never below 0."""
    return float(np.log1p((of - found + 0.5) / (found + 0.5)))


def saturated(frequency: Weights, length: Weights, mean_length: float) -> Scores:
    """BM25's share of one piece in each entry: rises with its frequency, but ever less."""
    norm = 1 - _LENGTH_SHARE + _LENGTH_SHARE * length / max(mean_length, 1.0)
    frequency = frequency.astype(np.float64)
    return frequency * (_SATURATION + 1) / (frequency + _SATURATION * norm)


def best_first(ordinals: Documents, works: Documents, scores: Scores) -> tuple[Match, ...]:
    """All matches, the highest score first, ties by ordinal."""
    order = np.lexsort((ordinals, -scores))
    columns = (ordinals[order].tolist(), works[order].tolist(), scores[order].tolist())
    return tuple(map(Match, *columns))
