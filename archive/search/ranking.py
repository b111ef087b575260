"""How well an entry answers: pairs of characters, counts, BM25F; no files and no segments."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Documents = NDArray[np.integer]
Weights = NDArray[np.floating]
Mask = NDArray[np.bool_]
Scores = NDArray[np.floating]

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
    norms: Weights = length * np.float32(_SATURATION * _LENGTH_SHARE / max(mean_length, 1.0))
    norms += np.float32(_SATURATION * (1 - _LENGTH_SHARE))
    return norms


def saturated(frequency: Weights, norm: Weights) -> Scores:
    """BM25's share of one piece in each entry: rises with its frequency, but ever less."""
    return frequency * (_SATURATION + 1) / (frequency + norm)


# --- best match ------------------------------------------------------------------------------
#
# Weights in round steps, chosen on the odd-numbered questions of STARD and on the gold queries of
# tests/quality; docs/search.md says what each adds and what was tried beside it.

EVERYDAY_WEIGHT = 0.6
"""A piece that only a word out of ``everyday_words.tsv`` has; one that was typed counts 1."""
_FROM_NOTICE = 0.3
_FROM_NEIGHBOUR = 0.1
_COMMON_SHARE = 8
_COMMON_FROM = 1000
MOST_LIKELY = 200
"""Best matches that are given at all: a person judges them from the first on."""


def is_common(found: int, of: int) -> bool:
    """Whether a single character stands in so many entries that it tells nothing: 的, 第, 条.

    Half of a question's characters are, and cost most of the time; figures are the same without.
    """
    return found > _COMMON_FROM and found * _COMMON_SHARE > of


def lent(scores: Scores, works: NDArray[np.int64]) -> Scores:
    """Each score with a share of its notice's best one, and of its better neighbour's.

    Documents of a notice stand side by side in reading order; one with no score of its own is
    lent nothing.
    """
    if not len(scores):
        return scores
    same = works[1:] == works[:-1]
    begins = np.flatnonzero(np.concatenate([[True], ~same]))
    best = np.repeat(np.maximum.reduceat(scores, begins), np.diff(np.append(begins, len(scores))))
    beside = np.zeros(len(scores))
    beside[1:] = np.where(same, scores[:-1], 0.0)
    beside[:-1] = np.maximum(beside[:-1], np.where(same, scores[1:], 0.0))
    return np.where(scores > 0, scores + _FROM_NOTICE * best + _FROM_NEIGHBOUR * beside, 0.0)


def likeliest(scores: Scores, most: int = MOST_LIKELY) -> Documents:
    """The documents with the highest scores above 0, at most so many, in the order of documents.

    Of equal ones at the end all are given or, where they are too many, those that come first.
    """
    positive = np.flatnonzero(scores > 0)
    if len(positive) <= most:
        return positive
    among = scores[positive]
    least = np.partition(among, len(among) - most)[len(among) - most]
    above = positive[among > least]
    level = positive[among == least]
    return np.sort(np.concatenate([above, level[: most - len(above)]]))


# 中华人民共和国民法典, 个人信息保护法, 中华人民共和国立法法; not 政府投资项目管理办法
_STATUTE = re.compile(r"(?!.*(?:办|作|方|做)法)(?!关于)[^《》]*(?:法|法典|宪法)(?:[（(].*[）)])?")
# 最高人民法院关于审理民间借贷案件适用法律若干问题的规定
_INTERPRETATION = re.compile(r"最高人民(?:法院|检察院)")


def authority(title: str) -> float:
    """How much a source counts by what it is: of two that answer alike, the higher stands first.

    Statutes 1, judicial interpretations 0.9, all others 0.8, by the title alone. No less: an office
    asks mostly for what a notice says, and a statute that shares a word or two must not hide it.
    Source of the order: 立法法, 第九十九条 on (statutes above all others), and that courts apply
    interpretations as they apply the statutes they interpret.
    """
    if _STATUTE.fullmatch(title):
        return 1.0
    return 0.9 if _INTERPRETATION.match(title) else 0.8
