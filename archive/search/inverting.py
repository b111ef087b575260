"""Documents → postings, sorted as arrays: no segment, no file and no call a posting.

A posting is a document's number within its segment (16 bits) and how often the piece occurs in it
(8 bits, ``MOST`` at most). Pieces and documents are packed into one number each, so that one sort
of numbers puts a whole segment in order.
"""

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

MOST = 255
LARGEST = 1 << 16
"""Documents in a segment at most: their numbers have 16 bits."""
_POINT_BITS = 21
"""A code point has so many."""

Numbers = NDArray[np.uint16]
Counts = NDArray[np.uint8]
_Keys = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Inverted:
    """One field of one segment: pieces in the order of their UTF-8, postings side by side."""

    pieces: list[bytes]
    counts: NDArray[np.int64]
    """How many postings each piece has."""
    documents: Numbers
    """Of all pieces one behind the other; ascending within each."""
    frequencies: Counts


def pairs(texts: Sequence[str]) -> Inverted:
    """Every two neighbouring letters, digits or Han of each text; punctuation divides.

    The last character of a run stands for itself too: so all texts with one character are those
    of the pieces that begin with it.
    """
    points = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    if not len(points):
        return _nothing()
    sizes = np.fromiter(map(len, texts), np.int64, len(texts))
    documents = np.repeat(np.arange(len(texts), dtype=np.uint64), sizes)
    counts = _is_letter(points)
    follows = np.zeros(len(points), np.bool_)
    follows[:-1] = counts[:-1] & counts[1:] & (documents[:-1] == documents[1:])
    second = np.zeros(len(points), np.uint64)
    second[:-1][follows[:-1]] = points[1:][follows[:-1]]
    keys = (points[counts].astype(np.uint64) << np.uint64(_POINT_BITS)) | second[counts]
    # 42 bits of characters and 16 of the document in one number.
    packed = (keys << np.uint64(16)) | documents[counts]
    del documents, second, keys
    if not len(packed):
        return _nothing()
    packed.sort()
    keys = packed >> np.uint64(16)
    distinct = keys[np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))]
    del keys
    return _counted(packed, distinct, [_pair(key) for key in distinct.tolist()])


def _pair(key: int) -> bytes:
    first, second = key >> _POINT_BITS, key & ((1 << _POINT_BITS) - 1)
    return (chr(first) + (chr(second) if second else "")).encode("utf-8", "surrogatepass")


def _is_letter(points: NDArray[np.uint32]) -> NDArray[np.bool_]:
    known = np.zeros(0x110000, np.bool_)
    distinct = np.unique(points)
    known[distinct] = [chr(point).isalnum() for point in distinct.tolist()]
    return known[points]


class Gathered:
    """Words of documents that come one after the other, numbered as they are first seen."""

    def __init__(self, inside: Callable[[str], Iterable[str]]) -> None:
        self._numbers: dict[str, int] = {}
        self._inside = _Inside(self._numbers, inside)
        self._said = array("I")
        self._sizes = array("I")

    def numbers(self, pieces: Iterable[str]) -> "array[int]":
        """The numbers of all words inside these."""
        return array("I", chain.from_iterable(map(self._inside.__getitem__, pieces)))

    def add(self, numbers: "array[int]") -> None:
        """The words of the next document."""
        self._said.extend(numbers)
        self._sizes.append(len(numbers))

    def inverted(self) -> Inverted:
        """All of them in order."""
        pieces = [word.encode("utf-8", "surrogatepass") for word in self._numbers]
        order = sorted(range(len(pieces)), key=pieces.__getitem__)
        ranks = np.zeros(len(pieces), np.uint64)
        ranks[order] = np.arange(len(pieces), dtype=np.uint64)
        documents = np.repeat(
            np.arange(len(self._sizes), dtype=np.uint64), np.frombuffer(self._sizes, np.uint32)
        )
        packed = (ranks[np.frombuffer(self._said, np.uint32)] << np.uint64(16)) | documents
        packed.sort()
        distinct = np.arange(len(pieces), dtype=np.uint64)
        return _counted(packed, distinct, [pieces[at] for at in order])


class _Inside(dict[str, tuple[int, ...]]):
    """Piece → the numbers of the words inside it; each piece is looked into once."""

    def __init__(self, numbers: dict[str, int], inside: Callable[[str], Iterable[str]]) -> None:
        super().__init__()
        self._known, self._look = numbers, inside

    def __missing__(self, piece: str) -> tuple[int, ...]:
        known = self._known
        self[piece] = found = tuple(
            [known.setdefault(word, len(known)) for word in self._look(piece)]
        )
        return found


def _counted(packed: _Keys, distinct: _Keys, pieces: list[bytes]) -> Inverted:
    """Equal numbers side by side → one posting each, with their count."""
    if not len(packed):
        return _nothing()
    starts = np.flatnonzero(np.concatenate(([True], packed[1:] != packed[:-1])))
    often = np.diff(np.append(starts, len(packed)))
    kept = packed[starts]
    counts = np.diff(np.append(np.searchsorted(kept >> np.uint64(16), distinct), len(kept)))
    return Inverted(
        pieces,
        counts.astype(np.int64),
        (kept & np.uint64(0xFFFF)).astype(np.uint16),
        np.minimum(often, MOST).astype(np.uint8),
    )


def _nothing() -> Inverted:
    return Inverted([], np.zeros(0, np.int64), np.zeros(0, np.uint16), np.zeros(0, np.uint8))


def merged(parts: Iterable[tuple[Inverted, NDArray[np.int64]]]) -> Inverted:
    """Several segments' postings as one's; with each the new number of its documents, -1 for none.

    Pieces that no document has any more are left out.
    """
    numbers: dict[bytes, int] = {}
    packed: list[_Keys] = []
    for part, renumbered in parts:
        own = [numbers.setdefault(piece, len(numbers)) for piece in part.pieces]
        documents = renumbered[part.documents]
        kept = documents >= 0
        of = np.repeat(np.asarray(own, np.uint64), part.counts)[kept]
        # Piece, document and frequency: 24, 16 and 8 bits.
        keys = of << np.uint64(24)
        keys |= documents[kept].astype(np.uint64) << np.uint64(8)
        keys |= part.frequencies[kept]
        packed.append(keys)
    known = list(numbers)
    order = sorted(range(len(known)), key=known.__getitem__)
    ranks = np.zeros(len(known), np.uint64)
    ranks[order] = np.arange(len(known), dtype=np.uint64)
    whole = np.concatenate([np.zeros(0, np.uint64), *packed])
    whole = (ranks[whole >> np.uint64(24)] << np.uint64(24)) | (whole & np.uint64(0xFFFFFF))
    whole.sort()
    counts = np.bincount((whole >> np.uint64(24)).astype(np.int64), minlength=len(known))
    left = np.flatnonzero(counts)
    return Inverted(
        [known[order[at]] for at in left.tolist()],
        counts[left],
        ((whole >> np.uint64(8)) & np.uint64(0xFFFF)).astype(np.uint16),
        (whole & np.uint64(0xFF)).astype(np.uint8),
    )
