"""What a search has looked up and may need again, in arrays over all documents of the index.

A *piece*, a pair of characters or a word, has for each document how often it stands in the text and
in the heading: one 16-bit number, 0 for most. Frequent pieces are kept as an array over all
documents, which is read at any of them at once; rare ones as the documents that have them.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Documents = NDArray[np.integer]
Codes = NDArray[np.uint16]
Mask = NDArray[np.bool_]

IN_TEXT = np.uint16(0xFF00)
IN_HEADING = np.uint16(0x00FF)
_SPARSE_SHARE = 8
"""Rarer than in one of so many documents: kept as a list."""

CACHE_BYTES = 64 * 2**20
"""What a process keeps decoded at most, for all of its threads together."""


@dataclass(frozen=True, slots=True)
class Held:
    """Which documents have something, and how: 256 × in the text + in the heading."""

    size: int
    """Documents in all."""
    documents: Documents | None
    """Ascending; ``None`` where ``codes`` stands for all documents."""
    codes: Codes

    @classmethod
    def of(cls, dense: Codes) -> "Held":
        """As small as it can be kept."""
        # Counting is twenty times as fast as listing.
        if np.count_nonzero(dense) * _SPARSE_SHARE < len(dense):
            documents = np.flatnonzero(dense != 0)  # five times as fast on flags
            return cls(len(dense), documents, dense[documents])
        return cls(len(dense), None, dense)

    @classmethod
    def together(cls, size: int, documents: list[Documents], codes: list[Codes]) -> "Held":
        """Stretches in any order, of which several may name one document: its codes are added."""
        if sum(map(len, documents)) * _SPARSE_SHARE >= size:
            dense = np.zeros(size, np.uint16)
            for those, code in zip(documents, codes, strict=True):
                dense[those] |= code
            return cls.of(dense)
        if not documents:
            return cls(size, np.zeros(0, np.int64), np.zeros(0, np.uint16))
        those, code = np.concatenate(documents), np.concatenate(codes)
        order = np.argsort(those, kind="stable")
        those, code = those[order], code[order]
        firsts = np.flatnonzero(np.concatenate([[True], those[1:] != those[:-1]]))
        return cls(size, those[firsts], np.bitwise_or.reduceat(code, firsts))

    @property
    def bytes(self) -> int:
        """What it takes in memory."""
        return self.codes.nbytes + (0 if self.documents is None else self.documents.nbytes)

    def dense(self) -> Codes:
        """The code of every document. Read-only."""
        if self.documents is None:
            return self.codes
        dense = np.zeros(self.size, np.uint16)
        dense[self.documents] = self.codes
        return dense

    def having(self, part: np.uint16 = IN_TEXT | IN_HEADING) -> Documents:
        """The documents that have it in a part, ascending."""
        if self.documents is None:
            return np.flatnonzero((self.codes & part) != 0)
        having: Documents = self.documents[(self.codes & part) != 0]
        return having

    def mask(self, part: np.uint16 = IN_TEXT | IN_HEADING) -> Mask:
        """For each document whether it has it in a part."""
        mask: Mask
        if self.documents is None:
            mask = (self.codes & part) != 0
            return mask
        mask = np.zeros(self.size, np.bool_)
        mask[self.having(part)] = True
        return mask

    def at(self, documents: Documents) -> Codes:
        """The codes of some documents, given ascending."""
        if self.documents is None:
            return self.codes[documents]
        if len(documents) * _SPARSE_SHARE > len(self.documents) or not len(self.documents):
            return self.dense()[documents]
        places = np.searchsorted(self.documents, documents)
        places[places == len(self.documents)] = 0
        return np.where(self.documents[places] == documents, self.codes[places], np.uint16(0))

    def count(self, among: Mask) -> int:
        """How many of those have it."""
        if self.documents is None:
            return int(np.count_nonzero((self.codes != 0) & among))
        return int(np.count_nonzero(among[self.documents]))


class Kept:
    """The last things asked for, up to a number of bytes; threads may share it."""

    def __init__(self, most_bytes: int = CACHE_BYTES) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._held: OrderedDict[Hashable, Held] = OrderedDict()
        self._guard = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Held]) -> Held:
        """What is kept under that name, else made now."""
        with self._guard:
            held = self._held.get(key)
            if held is not None:
                self._held.move_to_end(key)
                return held
        held = make()
        with self._guard:
            if key not in self._held:
                self._held[key] = held
                self.bytes += held.bytes
            while self.bytes > self.most_bytes and len(self._held) > 1:
                self.bytes -= self._held.popitem(last=False)[1].bytes
        return held
