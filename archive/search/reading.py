"""All segments of an index as one row of documents, and what a query asks of them."""

import mmap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from archive.search import ranking
from archive.search.answering import taken
from archive.search.engine import Flags
from archive.search.inverting import Inverted
from archive.search.postings import IN_HEADING, IN_TEXT, Codes, Held, Kept
from archive.search.ranking import Documents, Mask, Weights

PARTS = ("text", "heading")
_OF_PART = {"text": IN_TEXT, "heading": IN_HEADING}
_SHIFTS = (("text", 8), ("heading", 0))
"""Where in a code each part is counted."""
_FEW = 32
"""What was asked of one set of documents is remembered for so many sets."""

Postings = tuple[NDArray[np.uint16], NDArray[np.uint8]]
"""Document numbers within the segment, and how often each has the piece."""


class Texts:
    """One part of all documents of a segment, squeezed, one behind the other in a mapped file."""

    def __init__(self, file: mmap.mmap, sizes: NDArray[np.int64]) -> None:
        self._bytes = file
        self._stops = np.cumsum(sizes)
        self.sizes = sizes

    def holding(self, sought: bytes, documents: Documents) -> Mask:
        """For each of those documents whether it is there."""
        stops = self._stops[documents]
        starts = stops - self.sizes[documents]
        find = self._bytes.find
        return np.array(
            [
                find(sought, start, stop) >= 0
                for start, stop in zip(starts.tolist(), stops.tolist(), strict=True)
            ],
            np.bool_,
        )

    def bytes_of(self, document: int) -> bytes:
        """All of one document's."""
        stop = int(self._stops[document])
        return bytes(self._bytes[stop - int(self.sizes[document]) : stop])


class Segment(Protocol):
    """One segment, open; its documents count from 0."""

    live: Mask
    ordinals: NDArray[np.int64]
    works: NDArray[np.int64]
    kinds: NDArray[np.int64]
    texts: dict[str, Texts]
    """Of each part."""

    def inverted(self, field: str) -> Inverted:
        """One field whole."""

    def postings(self, field: str, piece: bytes) -> Postings:
        """Documents with a piece, ascending."""

    def beginning(self, field: str, piece: bytes) -> Postings:
        """Those with any piece that begins so, as often as they have one."""


@dataclass(frozen=True, slots=True)
class Whole:
    """The index at one moment; its documents count on from segment to segment."""

    segments: tuple[Segment, ...]
    live: Mask
    ordinals: NDArray[np.int64]
    works: NDArray[np.int64]
    kinds: NDArray[np.int8]
    lengths: Weights
    """How much there is to read in each."""
    kept: Kept

    @classmethod
    def of(cls, segments: Sequence[Segment]) -> "Whole":
        """These segments together, in this order."""
        none = np.zeros(0, np.int64)
        lengths = [
            (s.texts["text"].sizes + ranking.HEADING_WEIGHT * s.texts["heading"].sizes).astype("f4")
            for s in segments
        ]
        return cls(
            tuple(segments),
            np.concatenate([np.zeros(0, np.bool_), *(s.live for s in segments)]),
            np.concatenate([none, *(s.ordinals for s in segments)]),
            np.concatenate([none, *(s.works for s in segments)]),
            np.concatenate([none, *(s.kinds for s in segments)]).astype(np.int8),
            np.concatenate([np.zeros(0, np.float32), *lengths]),
            Kept(),
        )

    def held(self, kind: str, piece: str) -> Held:
        """Where a piece of a kind, ``pairs``, ``words`` or ``typed``, stands and how often."""
        if kind == "typed":
            return self.standing(piece)
        return self.kept.get((kind, piece), lambda: self._read(kind, piece))

    def standing(self, needle: str) -> Held:
        """Where a needle stands, in texts and in headings; how often only where pieces say it."""
        if len(needle) <= 2 and needle.isalnum():
            return self.held("pairs", needle)
        return self.kept.get(("needle", needle), lambda: self._found(needle))

    def _read(self, kind: str, piece: str) -> Held:
        encoded = piece.encode("utf-8", "surrogatepass")
        if kind == "pairs" and len(piece) == 1:
            return Held.of(self._beginning(encoded))
        documents: list[Documents] = []
        codes: list[Codes] = []
        start = 0
        for segment in self.segments:
            for part, shift in _SHIFTS:
                those, often = segment.postings(f"{part}_{kind}", encoded)
                if len(those):
                    documents.append(those.astype(np.int64) + start)
                    codes.append(often.astype(np.uint16) << np.uint16(shift))
            start += len(segment.live)
        return Held.together(len(self.live), documents, codes)

    def _beginning(self, character: bytes) -> Codes:
        """One character: a document stands there once for each of its pieces that begin so."""
        dense = np.zeros(len(self.live), np.uint16)
        start = 0
        for segment in self.segments:
            own = dense[start : start + len(segment.live)]
            start += len(segment.live)
            for part, shift in _SHIFTS:
                those, often = segment.beginning(f"{part}_pairs", character)
                sums = np.bincount(those, often, len(own)) if len(those) else 0
                own |= (np.minimum(sums, 255).astype(np.uint16) << shift).astype(np.uint16)
        return dense

    def _found(self, needle: str) -> Held:
        dense = np.zeros(len(self.live), np.uint16)
        dense[self._holding("text", needle)] = 256
        dense[self._holding("heading", needle)] += np.uint16(1)
        return Held.of(dense)

    def _holding(self, part: str, needle: str) -> Documents:
        """The documents in whose part the needle stands, ascending."""
        of = _OF_PART[part]
        helds = [self.held("pairs", pair) for pair in dict.fromkeys(ranking.pairs(needle))]
        helds.sort(key=lambda held: len(held.codes) if held.documents is not None else held.size)
        open_cases = helds[0].having(of) if helds else np.arange(len(self.live))
        for held in helds[1:]:
            open_cases = open_cases[(held.at(open_cases) & of) != 0]
        known = (self.held("words", needle).at(open_cases) & of) != 0
        known[~known] = self._look(part, needle, open_cases[~known])
        holding: Documents = open_cases[known]
        return holding

    def _look(self, part: str, needle: str, documents: Documents) -> Mask:
        """For each document, given ascending, whether the needle stands in its part's text."""
        sought = needle.encode("utf-8", "surrogatepass")
        found: list[Mask] = [np.zeros(0, np.bool_)]
        start = 0
        for segment in self.segments:
            stop = start + len(segment.live)
            first, last = np.searchsorted(documents, (start, stop))
            found.append(segment.texts[part].holding(sought, documents[first:last] - start))
            start = stop
        return np.concatenate(found)


class View:
    """Some documents of an index: only they are found and counted."""

    def __init__(self, whole: Whole, allowed: Mask) -> None:
        self.allowed = allowed
        self._whole = whole
        self.live = whole.live & allowed
        self.works = whole.works
        self.kinds = whole.kinds
        self.ordinals = whole.ordinals
        self.lengths = whole.lengths
        self.entries = int(np.count_nonzero(self.live))
        length = float(whole.lengths.sum(where=self.live, dtype=np.float64))
        self.norms = ranking.norm(whole.lengths, length / max(self.entries, 1))
        self._having: dict[tuple[str, str], int] = {}

    def narrow(self, among: Mask, needle: str) -> Mask:
        """Those that have the needle, in the text or in the heading."""
        return among & self._whole.standing(needle).mask()

    def in_text(self, among: Mask, needle: str) -> Mask:
        """Those that have it in the text itself, not only in the heading."""
        return among & self._whole.standing(needle).mask(IN_TEXT)

    def having(self, kind: str, piece: str) -> int:
        """How many have a piece of that kind, ``pairs`` or ``words``."""
        count = self._having.get((kind, piece))
        if count is None:
            count = self._having[kind, piece] = self._whole.held(kind, piece).count(self.live)
        return count

    def occurrences(self, kind: str, piece: str) -> tuple[Documents | None, Weights]:
        """The documents that have it, ascending, and how often; ``None`` stands for all."""
        held = self._whole.held(kind, piece)
        return held.documents, _weights(held.codes)

    def frequency(self, kind: str, piece: str, documents: Documents) -> Weights:
        """How often each of them has it, an occurrence in the heading counting less."""
        codes: Codes = self._whole.held(kind, piece).at(documents)
        return _weights(codes)


def _weights(codes: Codes) -> Weights:
    """How much so many occurrences count, one in the heading counting less."""
    # Half as long as a look into a table, whose places numpy would have to make long first.
    weights: Weights = (codes & IN_HEADING).astype(np.float32)
    weights *= np.float32(ranking.HEADING_WEIGHT)
    weights += codes >> np.uint16(8)
    return weights


class Views:
    """The sets of documents that were asked for last, each with its counts."""

    def __init__(self, whole: Whole) -> None:
        self.whole = whole
        self._masks: dict[int, tuple[Flags, Mask]] = {}
        self._views: dict[int, View] = {}

    def permitted(self, flags: Flags | None) -> View:
        """The documents whose ordinals have the flag; ``None`` for all."""
        if flags is None:
            return self.among(self.whole.live)
        known = self._masks.get(id(flags))
        if known is None or known[0] is not flags:
            if len(self._masks) >= _FEW:
                self._masks = {}
            known = self._masks[id(flags)] = flags, taken(flags, self.whole.ordinals)
        return self.among(known[1])

    def among(self, allowed: Mask) -> View:
        """What is alive and allowed; counts and lengths of these alone."""
        view = self._views.get(id(allowed))
        if view is None or view.allowed is not allowed:
            if len(self._views) >= _FEW:
                self._views = {}
            view = self._views[id(allowed)] = View(self.whole, allowed)
        return view
