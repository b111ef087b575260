"""The embedded default engine (the only Whoosh import).

**What is found.** A term is found in an entry exactly if its characters stand there one behind the
other, whatever a dictionary thinks of word borders: both sides are squeezed (folded, blanks
dropped), pairs of neighbouring characters narrow the entries down, and the text itself decides.
Words (jieba's) only take part in ranking: 和服 ranks the clause about clothes above 产品和服务.

**Where the text is.** In a column of each segment, memory-mapped, as squeezed UTF-8: a needle is
looked for in the bytes, without decoding. A column lives and dies with its segment, so text and
postings cannot disagree, and 30,000 candidates are checked in 20 ms; rows out of the catalogue
would take ten times that and a second source of truth.

**What is stored.** Whoosh writes and merges segments and never changes their files afterwards; it
keeps the list of segments as a pickle and does not flush. Here the list is ``manifest.json`` with
the sequence, the fingerprint and each file's size and checksum. It is written, after every other
file has reached the disk, in one rename: that rename is the commit. A crash leaves files that no
manifest names; the next writer sweeps them. The manifest is checked before anything is opened:
Whoosh's files hold pickles, so never put files of unknown origin into the folder.

**How it is scored.** Postings are decoded into numpy arrays once per segment and kept up to a
limit in bytes; stock Whoosh makes a Python call a posting.
"""

# mypy: allow-subclassing-any
# Whoosh ships no types.

import contextlib
import json
import mmap
import os
import shutil
import threading
import time
import zlib
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec.whoosh3 import W3Codec, W3LeafMatcher, W3Segment
from whoosh.columns import NumericColumn, VarBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.formats import Frequency
from whoosh.index import TOC, FileIndex
from whoosh.reading import SegmentReader, TermNotFound
from whoosh.util.filelock import try_for
from whoosh.writing import SegmentWriter

from archive import words
from archive.errors import ArchiveBusy, StaleIndex
from archive.notice.match import fold, squeeze
from archive.search import ranking
from archive.search.engine import Entry, Match
from archive.search.query import Query
from archive.search.ranking import Documents, Mask, Scores, Weights

_SCHEMA_VERSION = "fawen/index/1"
_MANIFEST = "manifest.json"
_LOCK = "write.lock"
_NAME = "MAIN"
_LOCK_TIMEOUT_S = 30.0
_POOL_MB = 64
_CACHE_BYTES = 96 * 2**20
_CHECKSUM_LIMIT = 256 * 2**20
_REMEDY = "请运行 fawen reindex 重建索引"
_BIG_ENDIAN_INT64 = ">i8"


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


@cache
def fingerprint() -> str:
    """Equal for two processes exactly if they would index and look up every text alike."""
    plane = "".join(map(chr, range(0x20, 0xD800)))
    return f"{_SCHEMA_VERSION} {words.FINGERPRINT} fold {zlib.crc32(fold(plane).encode()):08x}"


def _index_words(squeezed: str) -> Iterator[str]:
    """Words and the words inside them, punctuation left out."""
    for word in words.cut(squeezed):
        if word.text[0].isalnum():
            yield word.text
            yield from words.subwords(word.text)


class _Pieces(FieldType):
    """A Whoosh field whose value comes already cut and counted; no positions, no lengths."""

    def __init__(self) -> None:
        super().__init__(Frequency(), analyzer=None)

    def index(
        self, value: Mapping[str, int], **_: object
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        return ((_encode(piece), n, float(n), b"") for piece, n in value.items())


_TEXT = VarBytesColumn()
_NUMBER = NumericColumn("q")
_SCHEMA = Schema(
    ordinal=COLUMN(_NUMBER),
    work=COLUMN(_NUMBER),
    text=COLUMN(_TEXT),
    heading=COLUMN(_TEXT),
    text_pairs=_Pieces(),
    text_words=_Pieces(),
    heading_pairs=_Pieces(),
    heading_words=_Pieces(),
)
_PARTS = ("text", "heading")
_KINDS = ("pairs", "words")
Postings = tuple[Documents, Weights]


class _MappedFile(StructFile):
    """A file in memory; ``get`` moves no cursor, so that threads can share it."""

    def get(self, position: int, length: int) -> bytes:
        return bytes(self.file[position : position + length])


class _Storage(FileStorage):
    """A folder whose files are read through mmap, with no file descriptor left open."""

    def open_file(self, name: str, **_: object) -> StructFile:
        with Path(self.folder, name).open("rb") as file:
            if os.fstat(file.fileno()).st_size == 0:
                return StructFile(BytesIO(b""), name=name)
            return _MappedFile(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), name=name)


class _Postings(W3LeafMatcher):
    """Whoosh's reader of one posting list, by the block instead of by the posting."""

    def arrays(self) -> Postings:
        documents, weights = [], []
        while self.is_active():
            self._read_ids()
            self._read_weights()
            documents.append(np.array(self._ids, dtype=np.int64))
            weights.append(np.array(self._weights, dtype=np.float32))
            self._next_block()
        return np.concatenate(documents), np.concatenate(weights)


class _Codec(W3Codec):
    """Whoosh's own file format, without statistics on lengths, read by ``_Postings``."""

    length_stats = False

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, **options: Any
    ) -> _Postings:
        return _Postings(dbfile, *terminfo.extent(), format_, **options)


_CODEC = _Codec(blocklimit=1024, compression=1)


@dataclass(frozen=True)
class _Manifest:
    """What the index is at this moment: nothing else in the folder counts."""

    sequence: int
    generation: int
    segments: tuple[tuple[str, int, tuple[int, ...]], ...]
    """Id, number of documents, those of them that are deleted."""
    files: Mapping[str, tuple[int, int]]
    """Name → size and CRC-32."""

    def whoosh_segments(self) -> list[W3Segment]:
        return [
            W3Segment(_CODEC, _NAME, count, id_, set(deleted) or None)
            for id_, count, deleted in self.segments
        ]

    def dumps(self) -> str:
        return json.dumps(
            {
                "fingerprint": fingerprint(),
                "sequence": self.sequence,
                "generation": self.generation,
                "segments": self.segments,
                "files": self.files,
            }
        )

    @classmethod
    def loads(cls, text: str) -> "_Manifest":
        """Raises: StaleIndex if it was written with other words, or is no manifest at all."""
        try:
            document = json.loads(text)
            found = document["fingerprint"]
            if found == fingerprint():
                return cls(
                    int(document["sequence"]),
                    int(document["generation"]),
                    tuple((i, int(n), tuple(map(int, d))) for i, n, d in document["segments"]),
                    {
                        name: (int(size), int(crc))
                        for name, (size, crc) in document["files"].items()
                    },
                )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise StaleIndex(f"索引的清单 {_MANIFEST} 已损坏：{error}", _REMEDY) from error
        raise StaleIndex(f"索引是用另一版词典或程序建立的（{found}）", _REMEDY)


class _Index(FileIndex):
    """What Whoosh's writer asks of an index, answered from the manifest."""

    def __init__(self, storage: _Storage, manifest: _Manifest) -> None:
        self.storage = storage
        self.indexname = _NAME
        self._manifest = manifest

    def _read_toc(self) -> TOC:
        manifest = self._manifest
        return TOC(_SCHEMA, manifest.whoosh_segments(), manifest.generation)


class _Writer(SegmentWriter):
    """Whoosh's writer, which hands over the list of segments instead of pickling it."""

    committed: tuple[W3Segment, ...] = ()

    def _commit_toc(self, segments: list[W3Segment]) -> None:
        self.committed = tuple(segments)


def _merge(writer: SegmentWriter, segments: list[W3Segment]) -> list[W3Segment]:
    """Rewrites a class of segments once it has ten members, and what is half deleted.

    So that an entry is rewritten once for each power of ten of the index at most, and adding one
    notice mostly rewrites nothing.
    """
    classes: dict[int, list[W3Segment]] = {}
    for segment in segments:
        classes.setdefault(len(str(segment.doc_count())), []).append(segment)
    merged = {s for members in classes.values() if len(members) >= 10 for s in members}
    merged |= {s for s in segments if s.deleted_count() * 2 > s.doc_count_all()}
    for segment in segments:
        if segment in merged and segment.doc_count():
            reader = SegmentReader(writer.storage, writer.schema, segment)
            writer.add_reader(reader)
            reader.close()
    return [segment for segment in segments if segment not in merged]


class _Cache:
    """Decoded postings, the least lately used dropped first."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit = limit_bytes
        self._used = 0
        self._kept: OrderedDict[tuple[str, str, bytes], Postings] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[str, str, bytes], decode: Callable[[], Postings]) -> Postings:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            postings = self._kept[key] = decode()
            self._used += sum(array.nbytes for array in postings)
            while self._used > self._limit:
                _, dropped = self._kept.popitem(last=False)
                self._used -= sum(array.nbytes for array in dropped)
            return postings


_NOTHING: Postings = (np.zeros(0, np.int64), np.zeros(0, np.float32))


class _Segment:
    """One of Whoosh's segments, open for reading; its documents count from 0."""

    def __init__(self, storage: _Storage, segment: W3Segment, kept: _Cache) -> None:
        self.id: str = segment.segid
        self.deleted = frozenset(segment.deleted_docs())
        count = segment.doc_count_all()
        self._kept = kept
        self._terms = _CODEC.terms_reader(storage, segment)
        self._storage, self._segment = storage, segment
        documents = _CODEC.per_document_reader(storage, segment)
        self._texts = tuple(documents.column_reader(part, _TEXT) for part in _PARTS)
        self.ordinals, self.works = self._numbers("ordinal", count), self._numbers("work", count)
        lengths = [
            np.fromiter((len(t) for t in column), np.float32, count) for column in self._texts
        ]
        self.lengths: Weights = lengths[0] + ranking.HEADING_WEIGHT * lengths[1]
        self.live: Mask = np.ones(count, np.bool_)
        self.live[list(self.deleted)] = False

    def _numbers(self, name: str, count: int) -> Documents:
        # Whoosh leaves out the noughts at the end.
        file = self._storage.open_file(_CODEC.column_filename(self._segment, name))
        stored = np.frombuffer(file.get(0, count * 8), _BIG_ENDIAN_INT64)
        return np.concatenate([stored, np.zeros(count - len(stored))]).astype(np.int64)

    def postings(self, name: str, piece: str) -> Postings:
        key = (self.id, name, _encode(piece))

        def decode() -> Postings:
            try:
                return self._terms.matcher(name, key[2], _SCHEMA[name].format).arrays()  # type: ignore[no-any-return]
            except TermNotFound:
                return _NOTHING

        return self._kept.get(key, decode)

    def mask(self, name: str, piece: str) -> Mask:
        mask = np.zeros(len(self.live), np.bool_)
        mask[self.postings(name, piece)[0]] = True
        return mask

    def frequency(self, kind: str, piece: str) -> Weights:
        """How often each document has it, an occurrence in the heading counting less."""
        dense = np.zeros(len(self.live), np.float32)
        for part, weight in zip(_PARTS, (1.0, ranking.HEADING_WEIGHT), strict=True):
            documents, weights = self.postings(f"{part}_{kind}", piece)
            dense[documents] += weights * np.float32(weight)
        return dense

    def narrow(self, among: Mask, needle: str) -> Mask:
        """Those that have all the needle's pairs, in the text or in the heading."""
        pieces = frozenset(ranking.pairs(needle))
        found = np.zeros(len(self.live), np.bool_)
        for part in _PARTS:
            of_part = among.copy()
            for piece in pieces:
                of_part &= self.mask(f"{part}_pairs", piece)
            found |= of_part
        return found

    def verify(self, among: Mask, needle: str) -> Mask:
        """Those in whose text or heading the needle really stands."""
        if ranking.is_pair(needle):
            return among
        sought = _encode(needle)
        found = among & (self.mask("text_words", needle) | self.mask("heading_words", needle))
        texts, headings = self._texts
        for document in np.flatnonzero(among & ~found).tolist():
            found[document] = sought in texts[document] or sought in headings[document]
        return found


@dataclass(frozen=True)
class _Snapshot:
    """The index as one manifest describes it; searches never see half a commit."""

    stamp: tuple[int, int, int]
    """Inode, size and time of the manifest: what a refresh compares."""
    manifest: _Manifest
    segments: tuple[_Segment, ...]
    count: int = field(init=False)
    mean_length: float = field(init=False)

    def __post_init__(self) -> None:
        count = sum(int(s.live.sum()) for s in self.segments)
        total = sum(float(s.lengths[s.live].sum()) for s in self.segments)
        object.__setattr__(self, "count", count)
        object.__setattr__(self, "mean_length", total / max(count, 1))


class WhooshEngine:
    """Full-text search in a folder of Whoosh segments; safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        """Open the index in ``folder``.

        Raises: StaleIndex if there is none, it is damaged, or it was built with other words.
        """
        self._folder = folder
        self._storage = _Storage(str(folder))
        self._kept = _Cache(_CACHE_BYTES)
        self._lock = threading.RLock()
        self._snapshot: _Snapshot | None = None
        self._current()

    @classmethod
    def create(cls, folder: Path) -> "WhooshEngine":
        """An empty index in ``folder``; one that is there already is emptied."""
        folder.mkdir(parents=True, exist_ok=True)
        storage = _Storage(str(folder))
        with _writing(storage, _LOCK_TIMEOUT_S):
            manifest = _Manifest(0, 0, (), {})
            _publish(folder, manifest)
            _sweep(folder, manifest)
        return cls(folder)

    def apply(self, sequence: int, remove: Collection[int], add: Iterable[Entry]) -> None:
        """Remove ordinals, add entries and store ``sequence``, all in one commit.

        Raises: ArchiveBusy when another process has been writing for half a minute; StaleIndex.
        """
        with self._lock, _writing(self._storage, _LOCK_TIMEOUT_S):
            snapshot = self._current()
            manifest = snapshot.manifest
            _sweep(self._folder, manifest)
            writer = _Writer(
                _Index(self._storage, manifest),
                _lk=False,
                codec=_CODEC,
                compound=False,
                limitmb=_POOL_MB,
            )
            try:
                added: dict[int, int] = {}
                for entry in add:
                    if entry.ordinal in added:
                        writer.newsegment.delete_document(added[entry.ordinal])
                    added[entry.ordinal] = writer.docnum
                    writer.add_document(**_fields(entry))
                gone = np.fromiter({*remove, *added}, np.int64)
                base = 0
                for segment in snapshot.segments:
                    for document in np.flatnonzero(np.isin(segment.ordinals, gone)).tolist():
                        writer.delete_document(base + document)
                    base += len(segment.live)
                writer.commit(mergetype=_merge)
            except BaseException:
                with contextlib.suppress(Exception):
                    writer.cancel()
                raise
            manifest = self._manifest_of(sequence, manifest, writer.committed)
            _publish(self._folder, manifest)
            _sweep(self._folder, manifest)
            self._current()

    def sequence(self) -> int:
        """The last ``sequence`` applied; 0 for a new index."""
        return self._current().manifest.sequence

    def ordinals(self) -> frozenset[int]:
        """Every ordinal in the index."""
        segments = self._current().segments
        return frozenset(o for s in segments for o in s.ordinals[s.live].tolist())

    def search(self, query: Query, allowed: Collection[int] | None = None) -> tuple[Match, ...]:
        """Every match, best first, ties by ordinal; ``allowed`` limits the works.

        Raises: StaleIndex when the index cannot be read.
        """
        snapshot = self._current()
        if not query.terms:
            return ()
        wanted = None if allowed is None else np.fromiter(allowed, np.int64)
        try:
            found = [_matching(segment, query, wanted) for segment in snapshot.segments]
            scores = _scores(snapshot, query, found)
        except Exception as error:
            raise StaleIndex(f"索引无法读取：{error!r}", _REMEDY) from error
        pairs = tuple(zip(snapshot.segments, found, strict=True))
        none = np.zeros(0, np.int64)
        ordinals = np.concatenate([none, *(segment.ordinals[mask] for segment, mask in pairs)])
        works = np.concatenate([none, *(segment.works[mask] for segment, mask in pairs)])
        return ranking.best_first(ordinals, works, scores)

    def close(self) -> None:
        """Let go of the files; a later call opens them again."""
        with self._lock:
            self._snapshot = None
            self._kept = _Cache(_CACHE_BYTES)

    def _manifest_of(
        self, sequence: int, before: _Manifest, segments: Iterable[W3Segment]
    ) -> _Manifest:
        segments = [s for s in segments if s.doc_count()]
        files: dict[str, tuple[int, int]] = {}
        for segment in segments:
            for name in segment.list_files(self._storage):
                files[name] = before.files.get(name) or _flushed(self._folder / name)
        _flush_folder(self._folder)
        listed = tuple(
            (s.segid, s.doc_count_all(), tuple(sorted(s.deleted_docs()))) for s in segments
        )
        return _Manifest(sequence, before.generation + 1, listed, files)

    def _current(self) -> _Snapshot:
        """The index as it is on disk now: opened again when the manifest is another."""
        attempts = 5
        while True:
            try:
                status = (self._folder / _MANIFEST).stat()
                stamp = (status.st_ino, status.st_size, status.st_mtime_ns)
                snapshot = self._snapshot
                if snapshot is not None and snapshot.stamp == stamp:
                    return snapshot
                with self._lock:
                    self._snapshot = self._open(stamp)
                    return self._snapshot
            except FileNotFoundError as error:
                # A writer has swept the files between our two looks, or the folder is just
                # being swapped for a new one.
                attempts -= 1
                if not attempts:
                    raise StaleIndex(f"索引缺少文件 {error.filename}", _REMEDY) from error
                time.sleep(0.05)

    def _open(self, stamp: tuple[int, int, int]) -> _Snapshot:
        try:
            manifest = _Manifest.loads((self._folder / _MANIFEST).read_text(encoding="utf-8"))
            known = self._snapshot.manifest.files if self._snapshot else {}
            fresh = {n: f for n, f in manifest.files.items() if known.get(n) != f}
            _check(self._folder, fresh)
            opened = (
                {(s.id, s.deleted): s for s in self._snapshot.segments} if self._snapshot else {}
            )
            segments = tuple(
                opened.get((s.segid, frozenset(s.deleted_docs())))
                or _Segment(self._storage, s, self._kept)
                for s in manifest.whoosh_segments()
            )
        except (FileNotFoundError, StaleIndex):
            raise
        except Exception as error:
            raise StaleIndex(f"索引无法打开：{error!r}", _REMEDY) from error
        return _Snapshot(stamp, manifest, segments)


def _fields(entry: Entry) -> dict[str, object]:
    fields: dict[str, object] = {"ordinal": entry.ordinal, "work": entry.work}
    for part, text in zip(_PARTS, (squeeze(entry.text), squeeze(entry.heading)), strict=True):
        fields[part] = _encode(text)
        fields[f"{part}_pairs"] = ranking.frequencies(ranking.pairs(text))
        fields[f"{part}_words"] = ranking.frequencies(_index_words(text))
    return fields


def _matching(segment: _Segment, query: Query, works: Documents | None) -> Mask:
    found = segment.live if works is None else segment.live & np.isin(segment.works, works)
    wanted = [term.needle for term in query.terms if not term.negated]
    for needle in wanted:
        found = segment.narrow(found, needle)
    for needle in wanted:
        found = segment.verify(found, needle)
    for term in query.terms:
        if term.negated:
            found = found & ~segment.verify(segment.narrow(found, term.needle), term.needle)
    return found


def _scores(snapshot: _Snapshot, query: Query, found: list[Mask]) -> Scores:
    scores = [np.zeros(int(mask.sum())) for mask in found]
    needles = [term.needle for term in query.terms if not term.negated]
    pieces = {("pairs", pair): None for needle in needles for pair in ranking.pairs(needle)}
    pieces |= {
        ("words", word.text): None
        for needle in needles
        for word in words.cut(needle)
        if word.text[0].isalnum()
    }
    for kind, piece in pieces if any(map(len, scores)) else ():
        frequencies = [segment.frequency(kind, piece) for segment in snapshot.segments]
        having = sum(
            int(np.count_nonzero(f[s.live]))
            for s, f in zip(snapshot.segments, frequencies, strict=True)
        )
        weight = ranking.inverse_frequency(having, snapshot.count)
        for at, (segment, frequency) in enumerate(zip(snapshot.segments, frequencies, strict=True)):
            mask = found[at]
            scores[at] += weight * ranking.saturated(
                frequency[mask], segment.lengths[mask], snapshot.mean_length
            )
    return np.concatenate([np.zeros(0), *scores])


@contextlib.contextmanager
def _writing(storage: _Storage, timeout_s: float) -> Iterator[None]:
    """Hold the lock that keeps a second writer out; it ends with the process that holds it."""
    lock = storage.lock(_LOCK)
    if not try_for(lock.acquire, timeout=timeout_s, delay=0.1):
        raise ArchiveBusy("另一个进程正在写入索引", "请等它结束后再试一次")
    try:
        yield
    finally:
        lock.release()


def _flushed(path: Path) -> tuple[int, int]:
    """Size and checksum of a file that is now safe on the disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
    return path.stat().st_size, _checksum(path)


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _checksum(path: Path) -> int:
    crc = 0
    with path.open("rb") as file:
        while block := file.read(2**20):
            crc = zlib.crc32(block, crc)
    return crc


def _publish(folder: Path, manifest: _Manifest) -> None:
    """The commit: from this rename on the index is another."""
    draft = folder / f"{_MANIFEST}.new"
    with draft.open("w", encoding="utf-8") as file:
        file.write(manifest.dumps())
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / _MANIFEST)
    _flush_folder(folder)


def _sweep(folder: Path, manifest: _Manifest) -> None:
    """Delete what no manifest names: segments merged away, leavings of a crash."""
    for path in folder.iterdir():
        if path.name in manifest.files or path.name in (_MANIFEST, _LOCK):
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _check(folder: Path, files: Mapping[str, tuple[int, int]]) -> None:
    """Raises: StaleIndex if a file is not as it was written; FileNotFoundError if it is gone."""
    thorough = sum(size for size, _ in files.values()) <= _CHECKSUM_LIMIT
    for name, (size, crc) in files.items():
        path = folder / name
        if path.stat().st_size != size or (thorough and _checksum(path) != crc):
            raise StaleIndex(f"索引文件 {name} 已损坏", _REMEDY)
