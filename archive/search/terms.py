"""Which pieces a segment has and who has each: one file, written in a few strokes, read mapped.

Of each field one behind the other::

    documents    u2, of all pieces in the order of their UTF-8; ascending within each
    frequencies  u1, beside them
    stops        u4, 0 and where each piece's postings end
    ends         u4, 0 and where each piece's own bytes end
    pieces       UTF-8

each beginning at a multiple of 8 bytes; at the end of the file, as JSON, where each field begins
and how much it has, then in 8 bytes how long that is. Numbers are in the machine's own byte order:
an index stays where it was built.
"""

import json
import mmap
import struct
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from archive.search.inverting import Inverted
from archive.search.reading import Postings

_LENGTH = struct.Struct("<Q")
_ALIGNED = 8
_NOTHING: Postings = (np.zeros(0, np.uint16), np.zeros(0, np.uint8))


def write(file: BinaryIO, fields: Iterable[tuple[str, Inverted]]) -> None:
    """All fields of a segment."""
    directory: dict[str, tuple[int, int, int, int]] = {}
    for name, field in fields:
        pieces = b"".join(field.pieces)
        sizes = np.fromiter(map(len, field.pieces), np.int64, len(field.pieces))
        directory[name] = file.tell(), len(field.documents), len(sizes), len(pieces)
        for part in (
            field.documents.astype(np.uint16),
            field.frequencies.astype(np.uint8),
            _from_nought(field.counts),
            _from_nought(sizes),
        ):
            _put(file, part.tobytes())
        _put(file, pieces)
    said = json.dumps(directory).encode("ascii")
    file.write(said)
    file.write(_LENGTH.pack(len(said)))


def _from_nought(sizes: NDArray[np.int64]) -> NDArray[np.uint32]:
    """Where each of these begins, one behind the other, and where the last ends."""
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)]).astype(np.uint32)


def _put(file: BinaryIO, part: bytes) -> None:
    file.write(part)
    file.write(bytes(-len(part) % _ALIGNED))


class Terms:
    """One segment's pieces; whatever is taken out holds the mapped file."""

    def __init__(self, mapped: "mmap.mmap | bytes") -> None:
        """Raises: whatever a damaged file leads to."""
        (length,) = _LENGTH.unpack(mapped[-_LENGTH.size :])
        said = mapped[-_LENGTH.size - length : -_LENGTH.size]
        self._fields = {name: _Field.at(mapped, *place) for name, place in json.loads(said).items()}

    def postings(self, name: str, piece: bytes) -> Postings:
        """Those of one piece; empty if there are none."""
        field = self._fields.get(name)
        return field.postings(piece) if field else _NOTHING

    def beginning(self, name: str, piece: bytes) -> Postings:
        """Those of all pieces that begin so: they lie side by side."""
        field = self._fields.get(name)
        return field.beginning(piece) if field else _NOTHING

    def inverted(self, name: str) -> Inverted:
        """One field whole."""
        field = self._fields.get(name)
        return field.inverted() if field else Inverted([], np.zeros(0, np.int64), *_NOTHING)


class _Pieces:
    """The pieces of a field in their order, each read when it is asked for, as ``bisect`` does."""

    def __init__(self, pieces: memoryview, ends: memoryview) -> None:
        self._pieces, self._ends = pieces, ends

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, at: int) -> bytes:
        return bytes(self._pieces[self._ends[at] : self._ends[at + 1]])

    def every(self) -> list[bytes]:
        whole = bytes(self._pieces)
        return [whole[start:end] for start, end in pairwise(self._ends.tolist())]


@dataclass(frozen=True, slots=True)
class _Field:
    documents: NDArray[np.uint16]
    frequencies: NDArray[np.uint8]
    stops: memoryview
    pieces: _Pieces

    @classmethod
    def at(
        cls, mapped: "mmap.mmap | bytes", start: int, postings: int, pieces: int, size: int
    ) -> "_Field":
        whole = memoryview(mapped)

        def take(length: int) -> memoryview:
            nonlocal start
            taken = whole[start : start + length]
            start += length + -length % _ALIGNED
            return taken

        documents = np.frombuffer(take(2 * postings), np.uint16)
        frequencies = np.frombuffer(take(postings), np.uint8)
        stops, ends = (take(4 * (pieces + 1)).cast("I") for _ in range(2))
        return cls(documents, frequencies, stops, _Pieces(take(size), ends))

    def postings(self, piece: bytes) -> Postings:
        at = bisect_left(self.pieces, piece)
        if at == len(self.pieces) or self.pieces[at] != piece:
            return _NOTHING
        return self._between(at, at + 1)

    def beginning(self, piece: bytes) -> Postings:
        first = bisect_left(self.pieces, piece)
        # No UTF-8 has a byte of all ones.
        return self._between(first, bisect_left(self.pieces, piece + b"\xff", first))

    def _between(self, first: int, stop: int) -> Postings:
        """The postings of some pieces that follow each other."""
        those = slice(self.stops[first], self.stops[stop])
        return self.documents[those], self.frequencies[those]

    def inverted(self) -> Inverted:
        stops = np.frombuffer(self.stops, np.uint32).astype(np.int64)
        return Inverted(
            self.pieces.every(), stops[1:] - stops[:-1], self.documents, self.frequencies
        )
