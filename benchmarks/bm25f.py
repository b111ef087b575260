"""The baseline that searches are measured against: Whoosh's own scorer over jieba's words.

BM25F with B = 0.75 and K1 = 1.2, words joined by OR, no stop words, jieba with its own dictionary.
Scored with arrays instead of a Python call a posting; ``tests/quality/test_search.py`` compares the
scores with those of a Whoosh searcher. Ties go by the order of the texts.
"""

import logging
import tempfile
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from math import log
from typing import Any

import jieba
import numpy as np
from numpy.typing import NDArray
from whoosh.util.numeric import byte_to_length, length_to_byte

B, K1 = 0.75, 1.2


@cache
def _tokenizer() -> Any:
    jieba.setLogLevel(logging.CRITICAL)
    tokenizer = jieba.Tokenizer()
    with tempfile.TemporaryDirectory() as folder:
        tokenizer.tmp_dir = folder
        tokenizer.initialize()
    return tokenizer


def words(text: str) -> Iterator[str]:
    """jieba's words; punctuation and blanks are none."""
    return (word for word in _tokenizer().cut(text) if any(map(str.isalnum, word)))


class Baseline:
    """Texts, ready to be asked."""

    def __init__(self, texts: Iterable[str]) -> None:
        postings: defaultdict[str, tuple[array[int], array[int]]]
        postings = defaultdict(lambda: (array("l"), array("l")))
        lengths: list[int] = []
        for number, text in enumerate(texts):
            counts = Counter(words(text))
            lengths.append(sum(counts.values()))
            for word, count in counts.items():
                postings[word][0].append(number)
                postings[word][1].append(count)
        self.size = len(lengths)
        self._postings = {
            word: (np.array(documents), np.array(counts, np.float64))
            for word, (documents, counts) in postings.items()
        }
        # Whoosh keeps each length in one byte, and averages the exact ones.
        kept = np.array([byte_to_length(length_to_byte(n)) for n in lengths], np.float64)
        mean = sum(lengths) / max(self.size, 1) or 1.0
        self._norms = K1 * ((1 - B) + B * kept / mean)

    def scores(self, question: str) -> NDArray[np.float64]:
        """One for each text; 0 where it has no word of the question."""
        sums = np.zeros(self.size)
        for word in sorted(set(words(question))):
            if word in self._postings:
                documents, counts = self._postings[word]
                weight = log(self.size / (len(documents) + 1)) + 1
                sums[documents] += weight * (counts * (K1 + 1) / (counts + self._norms[documents]))
        return sums

    def best(self, question: str, most: int) -> Sequence[int]:
        """The numbers of the texts with the highest scores above 0, best first."""
        scores = self.scores(question)
        order = np.lexsort((np.arange(self.size), -scores))[:most]
        return [int(number) for number in order if scores[number] > 0]
