"""The embedded default engine (the only Whoosh import).

**What is found.** A term is found in an entry exactly if its characters stand there one behind the
other, whatever a dictionary thinks of word borders. Both sides are squeezed (folded, blanks
dropped); pairs of neighbouring characters narrow the entries down; then the text itself decides.
Words, jieba's, only take part in ranking: 和服 puts the clause on clothes above 产品和服务.

**Where the text is.** In a column of its segment, memory-mapped, as squeezed UTF-8, so that a
needle is looked for in the bytes. Column and postings are written together and cannot disagree;
rows out of the catalogue would be a second source of truth, and ten times slower.

**What Whoosh does.** It gathers documents into segments, keeps terms and columns, and merges. Three
seams that it offers are used to replace what is slow or unsafe: a codec whose postings are plain
arrays (stock postings cost a Python call each, a pickle a block), a writer that hands over its list
of segments (stock pickles it and flushes nothing; here see ``manifest``), and a storage that maps
files and shares no cursor between threads. What Whoosh still pickles, the names of fields in its
term files, is read only after the checksums agree: never put files of unknown origin there.
"""

# mypy: allow-subclassing-any
# Whoosh ships no types.

import contextlib
import mmap
import os
import struct
import threading
import time
import unicodedata
import zlib
from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3Segment, W3TermsReader
from whoosh.columns import NumericColumn, VarBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.formats import Frequency
from whoosh.index import TOC, FileIndex
from whoosh.reading import SegmentReader
from whoosh.util.filelock import try_for
from whoosh.writing import SegmentWriter

from archive import words
from archive.errors import ArchiveBusy, ArchiveError, StaleIndex
from archive.notice.match import fold, squeeze
from archive.search import answering, manifest, ranking
from archive.search.answering import Texts
from archive.search.engine import Entry, Match
from archive.search.manifest import Manifest, SegmentRecord
from archive.search.query import Query
from archive.search.ranking import Documents, Mask, Weights

LOCK_TIMEOUT_S = 30.0
_LOCK = "write.lock"
_NAME = "MAIN"

Ordinals = NDArray[np.int64]
Postings = tuple[Documents, Documents]
"""Document numbers, ascending, and how often each has the piece (``_MOST`` at most)."""
_MOST = 255


@cache
def fingerprint() -> str:
    """Equal for two processes exactly if they index and look up every text alike."""
    plane = "".join(map(chr, range(0x20, 0xD800)))
    return ", ".join(
        (
            "index 3",
            words.FINGERPRINT,
            f"fold {zlib.crc32(fold(plane).encode()):08x}",
            # What counts as a letter is for Python to say, and newer ones know more of them.
            f"unicode {unicodedata.unidata_version}",
        )
    )


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _decode(encoded: bytes) -> str:
    return encoded.decode("utf-8", "surrogatepass")


# --- the form of an entry --------------------------------------------------------------------


class _Pieces(FieldType):
    """A field whose pieces the writer gets already cut and counted; no positions, no lengths."""

    def __init__(self) -> None:
        super().__init__(Frequency(), analyzer=None)


_NUMBER = NumericColumn("q")
_PARTS = ("text", "heading")
_SCHEMA = Schema(
    ordinal=COLUMN(_NUMBER),
    work=COLUMN(_NUMBER),
    text=COLUMN(VarBytesColumn()),
    heading=COLUMN(VarBytesColumn()),
    text_size=COLUMN(_NUMBER),
    heading_size=COLUMN(_NUMBER),
    text_pairs=_Pieces(),
    heading_pairs=_Pieces(),
    text_words=_Pieces(),
    heading_words=_Pieces(),
)


@dataclass(frozen=True, slots=True)
class _Part:
    """An entry's text or heading, as the index keeps it."""

    columns: Mapping[str, object]
    pieces: Mapping[str, Mapping[str, int]]
    """Field → how often each of its pieces occurs."""


def _part(name: str, text: str) -> _Part:
    text = squeeze(text)
    encoded = _encode(text)
    return _Part(
        {name: encoded, f"{name}_size": len(encoded)},
        {
            f"{name}_pairs": ranking.frequencies(ranking.pairs(text)),
            f"{name}_words": ranking.frequencies(words.terms(text)),
        },
    )


@lru_cache(maxsize=256)
def _heading(text: str) -> _Part:
    # The clauses of a notice come one after the other and share most of their headings.
    return _part("heading", text)


# --- files -----------------------------------------------------------------------------------


class _MappedFile(StructFile):
    """A file in memory; ``get`` moves no cursor, so that threads can share it."""

    def get(self, position: int, length: int) -> bytes:
        return bytes(self.file[position : position + length])


class _Storage(FileStorage):
    """A folder whose files are read through mmap, with no descriptor left open."""

    def open_file(self, name: str, **_: object) -> StructFile:
        with Path(self.folder, name).open("rb") as file:
            if os.fstat(file.fileno()).st_size == 0:
                return StructFile(BytesIO(b""), name=name)
            return _MappedFile(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), name=name)


class _Pool:
    """Postings on their way into a segment: two arrays a term instead of a tuple a posting."""

    def __init__(self) -> None:
        self._terms: defaultdict[str, defaultdict[str, tuple[array[int], array[int]]]]
        self._terms = defaultdict(lambda: defaultdict(lambda: (array("I"), array("B"))))

    def add(self, posting: tuple[object, ...]) -> None:
        """Whoosh's way in, a call a posting; our fields have none for it to add."""
        raise NotImplementedError(posting)

    def count(self, name: str, document: int, pieces: Mapping[str, int]) -> None:
        """All postings of one field of the next document."""
        terms = self._terms[name]
        for piece, frequency in pieces.items():
            documents, frequencies = terms[piece]
            documents.append(document)
            frequencies.append(frequency if frequency < _MOST else _MOST)

    def extend(self, name: str, term: bytes, documents: bytes, frequencies: bytes) -> None:
        """Postings of a merged segment, their documents numbered anew and behind all others."""
        known = self._terms[name][_decode(term)]
        known[0].frombytes(documents)
        known[1].frombytes(frequencies)

    def iter_postings(self) -> Iterator[tuple[str, Iterator[tuple[bytes, bytes, bytes]]]]:
        """Field by field and term by term in order: documents and frequencies as bytes."""
        for name in sorted(self._terms):
            terms = sorted((_encode(piece), held) for piece, held in self._terms[name].items())
            yield name, ((t, held[0].tobytes(), held[1].tobytes()) for t, held in terms)

    def cleanup(self) -> None:
        self._terms.clear()


class _TermsWriter(W3FieldWriter):
    """Writes each term's documents and frequencies as they lie in memory."""

    _EXTENT = struct.Struct("<QI")

    def add_postings(self, schema: Schema, lengths: None, items: Any) -> None:  # noqa: ARG002
        for name, terms in items:
            self.start_field(name, schema[name])
            field = struct.pack("!H", self._fieldid)
            for term, documents, frequencies in terms:
                count = len(frequencies)
                extent = self._EXTENT.pack(self._postfile.tell(), count)
                self._postfile.write(documents)
                self._postfile.write(frequencies + bytes(-count % 4))
                self._tindex.add(field + term, extent)


class _TermsReader(W3TermsReader):
    """Reads them back as arrays over the mapped file."""

    _EXTENT = struct.Struct("<QI")

    def arrays(self, name: str, term: bytes) -> Postings:
        """The postings of one term; empty if there are none."""
        extent = self._tindex.get(self._keycoder(name, term))
        return _NOTHING if extent is None else self._read(extent)

    def everything(self) -> Iterator[tuple[str, bytes, Documents, Documents]]:
        """Field, term and postings of every term, in order."""
        for key, extent in self._tindex.items():
            yield (*self._keydecoder(key), *self._read(extent))

    def _read(self, extent: bytes) -> Postings:
        offset, count = self._EXTENT.unpack(extent)
        stored = self._postfile.get(offset, count * 5)
        documents = np.frombuffer(stored, np.uint32, count)
        return documents, np.frombuffer(stored, np.uint8, count, count * 4)


_NOTHING: Postings = (np.zeros(0, np.uint32), np.zeros(0, np.uint8))


class _Codec(W3Codec):
    """Whoosh's own files but for the postings, and without statistics on lengths."""

    length_stats = False

    def field_writer(self, storage: _Storage, segment: W3Segment) -> _TermsWriter:
        return _TermsWriter(self, storage, segment)

    def terms_reader(self, storage: _Storage, segment: W3Segment) -> _TermsReader:
        terms = segment.make_filename(self.TERMS_EXT)
        return _TermsReader(
            self,
            storage.open_file(terms),
            storage.file_length(terms),
            segment.open_file(storage, self.POSTS_EXT),
        )


_CODEC = _Codec()


class _Unlisted(FileIndex):
    """What Whoosh's writer asks of an index: none of the segments are its business."""

    def __init__(self, storage: _Storage) -> None:
        self.storage = storage
        self.indexname = _NAME

    def _read_toc(self) -> TOC:
        return TOC(_SCHEMA, [], 0)


class _Writer(SegmentWriter):
    """Writes one new segment, which nothing lists yet."""

    def __init__(self, storage: _Storage) -> None:
        super().__init__(_Unlisted(storage), _lk=False, codec=_CODEC, compound=False)
        self.pool = _Pool()

    def add(self, entry: Entry) -> None:
        """One more document. Whoosh gets its columns only: it would take each piece by itself."""
        text, heading = _part("text", entry.text), _heading(entry.heading)
        for part in (text, heading):
            for name, pieces in part.pieces.items():
                self.pool.count(name, self.docnum, pieces)
        numbers = {"ordinal": entry.ordinal, "work": entry.work}
        self.add_document(**numbers, **text.columns, **heading.columns)

    def absorb(self, record: SegmentRecord) -> None:
        """Copy what is left of another segment behind the documents that are here already."""
        segment = _whoosh_segment(record)
        live = _live(record)
        numbers = (np.cumsum(live) - 1 + self.docnum).astype(np.uint32)
        with contextlib.closing(SegmentReader(self.storage, self.schema, segment)) as reader:
            self.write_per_doc(set(self.schema.names()), reader)
        terms = _CODEC.terms_reader(self.storage, segment)
        for name, term, documents, frequencies in terms.everything():
            kept = live[documents] if record.deleted else slice(None)
            if len(left := documents[kept]):
                self.pool.extend(name, term, numbers[left].tobytes(), frequencies[kept].tobytes())
        self._added = True

    def _commit_toc(self, segments: list[W3Segment]) -> None:
        (written,) = segments
        self.record = SegmentRecord(written.segid, written.doc_count_all(), ())


def _whoosh_segment(record: SegmentRecord) -> W3Segment:
    return W3Segment(_CODEC, _NAME, record.count, record.id, set(record.deleted))


def _live(record: SegmentRecord) -> Mask:
    live = np.ones(record.count, np.bool_)
    live[list(record.deleted)] = False
    return live


# --- reading ---------------------------------------------------------------------------------


class _Segment:
    """One segment, open for reading; its documents count from 0."""

    def __init__(self, storage: _Storage, record: SegmentRecord) -> None:
        self.record = record
        self.live = _live(record)
        segment = _whoosh_segment(record)
        self._terms = _CODEC.terms_reader(storage, segment)

        def column(name: str) -> StructFile:
            return storage.open_file(_CODEC.column_filename(segment, name))

        def numbers(name: str) -> Ordinals:
            # Whoosh leaves out the noughts at the end.
            stored = np.frombuffer(column(name).get(0, record.count * 8), ">i8")
            return np.pad(stored, (0, record.count - len(stored))).astype(np.int64)

        self.ordinals, self.works = numbers("ordinal"), numbers("work")
        self._texts = {
            part: Texts(column(part).raw_file(), numbers(f"{part}_size")) for part in _PARTS
        }
        text, heading = (self._texts[part].sizes for part in _PARTS)
        self.lengths = text + ranking.HEADING_WEIGHT * heading

    def changed(self, record: SegmentRecord) -> "_Segment":
        """The same files, of which other documents are deleted by now."""
        if record == self.record:
            return self
        other = copy(self)
        other.record, other.live = record, _live(record)
        return other

    def narrow(self, among: Mask, needle: str) -> Mask:
        """Those that have all the needle's pairs, in the text or in the heading."""
        found = np.zeros_like(among)
        for part in _PARTS:
            found |= self._narrow(part, among, needle)
        return found

    def verify(self, among: Mask, needle: str) -> Mask:
        """Those in whose text or heading the needle really stands."""
        if ranking.is_pair(needle):
            return among
        found = np.zeros_like(among)
        for part in _PARTS:
            found |= self._verify(part, among & ~found, needle)
        return found

    def in_text(self, among: Mask, needle: str) -> Mask:
        """Those in whose text the needle really stands."""
        found = self._narrow("text", among, needle)
        return found if ranking.is_pair(needle) else self._verify("text", found, needle)

    def _narrow(self, part: str, among: Mask, needle: str) -> Mask:
        for pair in frozenset(ranking.pairs(needle)):
            among = among & self._having(f"{part}_pairs", pair)
        return among

    def _verify(self, part: str, among: Mask, needle: str) -> Mask:
        found = among & self._having(f"{part}_words", needle)
        open_cases = np.flatnonzero(among & ~found)
        found[open_cases] = self._texts[part].holding(_encode(needle), open_cases)
        return found

    def frequency(self, kind: str, piece: str) -> Weights:
        """How often each document has it, an occurrence in the heading counting less."""
        dense = np.zeros(len(self.live))
        for part, weight in zip(_PARTS, (1.0, ranking.HEADING_WEIGHT), strict=True):
            documents, frequencies = self._terms.arrays(f"{part}_{kind}", _encode(piece))
            dense[documents] += frequencies * weight
        return dense

    def _having(self, name: str, piece: str) -> Mask:
        mask = np.zeros(len(self.live), np.bool_)
        mask[self._terms.arrays(name, _encode(piece))[0]] = True
        return mask


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """The index as one manifest describes it: no search sees half a commit."""

    stamp: tuple[int, int, int]
    manifest: Manifest
    segments: tuple[_Segment, ...]


class WhooshEngine:
    """Full-text search in a folder of Whoosh segments; threads may share it."""

    def __init__(self, folder: Path) -> None:
        """Open the index in ``folder``.

        Raises: StaleIndex if there is none, it is damaged, or it was built with other words.
        """
        self._folder = folder
        self._storage = _Storage(str(folder))
        self._guard = threading.RLock()
        self._snapshot: _Snapshot | None = None
        self._current()

    @classmethod
    def create(cls, folder: Path) -> "WhooshEngine":
        """An empty index in ``folder``; one that is there already is emptied.

        Raises: ArchiveBusy.
        """
        folder.mkdir(parents=True, exist_ok=True)
        with _writing(_Storage(str(folder))):
            manifest.publish(folder, Manifest(fingerprint()))
            manifest.sweep(folder, (_LOCK,))
        return cls(folder)

    def apply(self, sequence: int, remove: Collection[int], add: Iterable[Entry]) -> None:
        """Remove ordinals, add entries and store ``sequence``, all in one commit.

        Raises: ArchiveBusy when another process goes on writing for half a minute; StaleIndex;
        ArchiveError if the disk is full or may not be written.
        """
        with self._guard, _writing(self._storage):
            snapshot = self._current()
            manifest.sweep(self._folder, (_LOCK, *snapshot.manifest.files))
            segments = [(segment.record, segment.ordinals) for segment in snapshot.segments]
            segments = _without(segments, np.fromiter(remove, np.int64))
            entries = iter(add)
            while some := {
                entry.ordinal: entry for entry in islice(entries, manifest.LARGEST_SEGMENT)
            }:
                ordinals = np.fromiter(some, np.int64)
                written = self._written(partial(_add, entries=some.values()))
                segments = [*_without(segments, ordinals), (written, ordinals)]
            records = {record for record, _ in segments if record.count > len(record.deleted)}
            for alike in tuple(manifest.due(records)):
                merged = self._written(partial(_absorb, records=alike))
                records = records - {*alike} | {merged}
            self._publish(sequence, sorted(records, key=lambda record: record.id))

    def sequence(self) -> int:
        """The last ``sequence`` applied; 0 for a new index. Raises: StaleIndex."""
        return self._current().manifest.sequence

    def ordinals(self) -> frozenset[int]:
        """Every ordinal in the index. Raises: StaleIndex."""
        segments = self._current().segments
        return frozenset(o for s in segments for o in s.ordinals[s.live].tolist())

    def search(self, query: Query, allowed: Collection[int] | None = None) -> tuple[Match, ...]:
        """Every match, best first, ties by ordinal; ``allowed`` limits the works.

        Raises: StaleIndex when the index cannot be read.
        """
        segments = self._current().segments
        works = None if allowed is None else np.fromiter(allowed, np.int64)
        none = np.zeros(0, np.int64)
        with _readable():
            found = tuple(
                (segment, answering.matching(segment, query, works)) for segment in segments
            )
            return ranking.best_first(
                np.concatenate([none, *(segment.ordinals[those] for segment, those in found)]),
                np.concatenate([none, *(segment.works[those] for segment, those in found)]),
                answering.scores(query, found),
            )

    def verify(self) -> None:
        """Read every file in full. Raises: StaleIndex if one is not as it was written."""
        try:
            manifest.check(self._folder, self._current().manifest.files, deep=True)
        except OSError as error:
            raise _unreadable(error) from error

    def close(self) -> None:
        """Let go of the files; what is asked later opens them again."""
        self._snapshot = None

    # --- files -------------------------------------------------------------------------------

    def _current(self) -> _Snapshot:
        """The index as it is on the disk now, opened anew if the manifest is another."""
        for attempts_left in (4, 3, 2, 1, 0):
            try:
                stamp = manifest.stamp(self._folder)
                snapshot = self._snapshot
                if snapshot is None or snapshot.stamp != stamp:
                    with self._guard:
                        snapshot = self._snapshot = self._opened(stamp)
                return snapshot
            except OSError as error:
                # A writer may have swept the files between two looks.
                if not attempts_left:
                    raise _unreadable(error) from error
                time.sleep(0.02)
        raise AssertionError

    def _opened(self, stamp: tuple[int, int, int]) -> _Snapshot:
        """Raises: OSError; StaleIndex."""
        now = manifest.read(self._folder, fingerprint())
        before = self._snapshot
        known = before.manifest.files if before else {}
        manifest.check(
            self._folder, {n: file for n, file in now.files.items() if known.get(n) != file}
        )
        opened = {segment.record.id: segment for segment in before.segments} if before else {}
        with _readable():
            segments = tuple(
                opened[record.id].changed(record)
                if record.id in opened
                else _Segment(self._storage, record)
                for record in now.segments
            )
        return _Snapshot(stamp, now, segments)

    def _written(self, fill: Callable[[_Writer], None]) -> SegmentRecord:
        writer = _Writer(self._storage)
        try:
            fill(writer)
            writer.commit(merge=False)
        except BaseException:
            with contextlib.suppress(Exception):
                writer.cancel()
            raise
        return writer.record

    def _publish(self, sequence: int, records: Iterable[SegmentRecord]) -> None:
        listed = tuple(records)
        known = self._current().manifest.files
        files = {
            name: known.get(name) or manifest.record(self._folder / name)
            for record in listed
            for name in _whoosh_segment(record).list_files(self._storage)
        }
        manifest.publish(self._folder, Manifest(fingerprint(), sequence, listed, files))
        manifest.sweep(self._folder, (_LOCK, *files))


@contextlib.contextmanager
def _writing(storage: _Storage) -> Iterator[None]:
    """Keep other writers out. The lock ends with the process that holds it.

    Raises: ArchiveBusy; ArchiveError for whatever the file system refuses inside.
    """
    try:
        lock = storage.lock(_LOCK)
        if not try_for(lock.acquire, timeout=LOCK_TIMEOUT_S, delay=0.05):
            raise ArchiveBusy("另一个进程正在写入索引", "请等它结束后再试一次")
        try:
            yield
        finally:
            lock.release()
    except OSError as error:
        raise ArchiveError(
            f"索引无法写入：{error.strerror or error}",
            "请检查磁盘空间和目录权限，再试一次",
            origin=storage.folder,
        ) from error


def _add(writer: _Writer, entries: Iterable[Entry]) -> None:
    for entry in entries:
        writer.add(entry)


def _absorb(writer: _Writer, records: Iterable[SegmentRecord]) -> None:
    for record in records:
        writer.absorb(record)


def _without(
    segments: Iterable[tuple[SegmentRecord, Ordinals]], ordinals: Ordinals
) -> list[tuple[SegmentRecord, Ordinals]]:
    """The same segments with those entries marked as deleted."""
    return [
        (
            replace(
                record,
                deleted=tuple(
                    sorted({*record.deleted, *np.flatnonzero(np.isin(own, ordinals)).tolist()})
                ),
            ),
            own,
        )
        for record, own in segments
    ]


@contextlib.contextmanager
def _readable() -> Iterator[None]:
    """Whatever Whoosh or numpy stumble over in a file is said as what it is."""
    try:
        yield
    except (OSError, MemoryError):
        raise
    except Exception as error:
        raise StaleIndex(f"索引无法读取（{error!r}）", manifest.REMEDY) from error


def _unreadable(error: OSError) -> StaleIndex:
    return StaleIndex(f"索引无法读取：{error.strerror}：{error.filename}", manifest.REMEDY)
