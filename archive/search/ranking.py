"""How well an entry answers: pairs of characters, counts, BM25F; no files and no segments."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from archive.search.engine import Match

Documents = NDArray[np.integer]
Weights = NDArray[np.float64]
Mask = NDArray[np.bool_]
Scores = NDArray[np.float64]

# BM25's usual constants. A heading stands above every clause of a notice, so it says less of one.
_SATURATION = 1.2
_LENGTH_SHARE = 0.75
HEADING_WEIGHT = 0.3


def pairs(squeezed: str) -> Iterator[str]:
    """Every two neighbouring letters, digits or Han: 高新区 → 高新, 新区. Punctuation divides."""
    return (a + b for a, b in pairwise(squeezed) if a.isalnum() and b.isalnum())


def is_pair(needle: str) -> bool:
    """Whether ``pairs`` alone says where this stands: nothing is left to look up in the text."""
    return len(needle) == 2 and needle.isalnum()


def frequencies(pieces: Iterable[str]) -> Counter[str]:
    """How often each piece occurs."""
    return Counter(pieces)


def inverse_frequency(found: int, of: int) -> float:
    """How much a piece that stands in ``found`` of ``of`` entries tells; above 0."""
    return float(np.log1p((of - found + 0.5) / (found + 0.5)))


def norm(length: Weights, mean_length: float) -> Weights:
    """How long each entry is beside the others, as BM25 lets it count."""
    return _SATURATION * (1 - _LENGTH_SHARE + _LENGTH_SHARE * length / max(mean_length, 1.0))


def saturated(frequency: Weights, norm: Weights) -> Scores:
    """BM25's share of one piece in each entry: rises with its frequency, but ever less."""
    return frequency * (_SATURATION + 1) / (frequency + norm)


def best_first(ordinals: Documents, works: Documents, scores: Scores) -> tuple[Match, ...]:
    """All matches, the highest score first, ties by ordinal."""
    order = np.lexsort((ordinals, -scores))
    return tuple(
        map(Match, ordinals[order].tolist(), works[order].tolist(), scores[order].tolist())
    )
