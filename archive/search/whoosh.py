"""The embedded default engine (the only Whoosh import).

**What is found.** A term is found in an entry exactly if its characters stand there one behind the
other, whatever a dictionary thinks of word borders. Both sides are in ``search_form`` (folded,
simplified, blanks dropped); pairs of neighbouring characters narrow the entries down; then the text
itself decides. Words, jieba's, only take part in ranking: 和服 puts the clause on clothes above
产品和服务.

**Where the text is.** In a column of its segment, memory-mapped, as UTF-8 of that form, so
that a needle is looked for in the bytes. Column and postings are written together and cannot
disagree; rows out of the catalogue would be a second source of truth, and ten times slower.

**What Whoosh does.** It gathers documents into segments and keeps columns. Three seams that it
offers are used to replace what is slow or unsafe: a codec that writes terms and postings as plain
arrays (``terms``; stock postings cost a Python call each, a pickle a block), a writer that hands
over its list of segments (stock pickles it and flushes nothing; here see ``manifest``), and a
storage that maps files and shares no cursor between threads. No pickle is left in what is read.
"""

# mypy: allow-subclassing-any
# Whoosh ships no types.

import contextlib
import mmap
import os
import secrets
import shutil
import struct
import threading
import time
import unicodedata
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cache, partial
from io import BytesIO
from itertools import islice
from multiprocessing import current_process, get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.columns import FixedBytesColumn, VarBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.formats import Frequency
from whoosh.index import TOC, FileIndex
from whoosh.util.filelock import try_for
from whoosh.writing import SegmentWriter

from archive import search_form, words
from archive.errors import ArchiveBusy, ArchiveError, QueryError, SlowQuery, StaleIndex
from archive.saying import say
from archive.search import (
    answering,
    best_match,
    inverting,
    manifest,
    ranking,
    terms,
    vocabulary,
)
from archive.search.engine import KINDS, Entry, Flags, Matches, Question
from archive.search.inverting import Gathered, Inverted
from archive.search.manifest import FileRecord, Manifest, SegmentRecord
from archive.search.ranking import Documents, Mask, Weights
from archive.search.reading import PARTS, Postings, Texts, View, Views, Whole
from archive.search.terms import Terms

LOCK_TIMEOUT_S = 30.0
LONGEST_SEARCH_S = 2.0
_LOCK = "write.lock"
_MERGE_LOCK = "merge.lock"
_ASIDE = "merging"
"""Where a segment lies that is being merged; who holds the lock for it sweeps it."""
_NOT_SWEPT = (_LOCK, _MERGE_LOCK, _ASIDE)
_NAME = "MAIN"
_SPAWN = get_context("spawn")  # a fork would copy locks and threads

Ordinals = NDArray[np.int64]


@cache
def fingerprint() -> str:
    """Equal for two processes exactly if they index and look up every text alike."""
    return ", ".join(
        (
            "index 7",
            words.FINGERPRINT,
            search_form.fingerprint(),
            # What counts as a letter is for Python to say, and newer ones know more of them.
            f"unicode {unicodedata.unidata_version}",
        )
    )


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


# --- the form of an entry --------------------------------------------------------------------


class _Pieces(FieldType):
    """A field whose postings are inverted by us; no positions, no lengths."""

    def __init__(self) -> None:
        super().__init__(Frequency(), analyzer=None)


_ROW = struct.Struct("<qqqqq")
"""Of each entry: ordinal, work, kind, bytes of its text and of its heading."""
_COLUMNS = {
    "numbers": FixedBytesColumn(_ROW.size),
    "text": VarBytesColumn(),
    "heading": VarBytesColumn(),
}
_FIELDS = tuple(f"{part}_{kind}" for part in PARTS for kind in ("pairs", "words"))
_SCHEMA = Schema(
    **{name: COLUMN(column) for name, column in _COLUMNS.items()},
    **{name: _Pieces() for name in _FIELDS},
)


# --- files -----------------------------------------------------------------------------------


class _MappedFile(StructFile):
    """A file in memory; ``get`` moves no cursor, so that threads can share it."""

    def get(self, position: int, length: int) -> bytes:
        return bytes(self.file[position : position + length])


class _Storage(FileStorage):
    """A folder whose files are read through mmap, with no descriptor left open."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._aside = f"{secrets.token_hex(16)}.tmp"

    def temp_storage(self, name: str | None = None) -> FileStorage:  # noqa: ARG002
        """Where a writer keeps its leavings, and destroys them: no other process's are there."""
        return FileStorage(str(Path(self.folder, self._aside))).create()

    def open_file(self, name: str, **_: object) -> StructFile:
        with Path(self.folder, name).open("rb") as file:
            if os.fstat(file.fileno()).st_size == 0:
                return StructFile(BytesIO(b""), name=name)
            return _MappedFile(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), name=name)


class _Pool:
    """Where Whoosh's writer would collect postings; ours are inverted by ``inverting``."""

    def __init__(self) -> None:
        self.fields: dict[str, Inverted] = {}

    def add(self, posting: tuple[object, ...]) -> None:
        """Whoosh's way in, a call a posting; our fields have none for it to add."""
        raise NotImplementedError(posting)

    def iter_postings(self) -> Iterator[tuple[str, Inverted]]:
        """Field by field in order."""
        yield from sorted(self.fields.items())

    def cleanup(self) -> None:
        self.fields.clear()


class _PostingsWriter:
    """What Whoosh's writer hands the pool to, once it is full."""

    def __init__(self, file: StructFile) -> None:
        self._file = file
        self.is_closed = False

    def add_postings(self, schema: Schema, lengths: None, items: Any) -> None:  # noqa: ARG002
        terms.write(self._file.raw_file(), items)

    def close(self) -> None:
        self._file.close()
        self.is_closed = True


class _Codec(W3Codec):
    """Whoosh's own files but for the postings, and without statistics on lengths."""

    length_stats = False

    def new_segment(self, storage: _Storage, name: str) -> W3Segment:  # noqa: ARG002
        """Whoosh draws names from ``random``, which two processes or a seed may make the same."""
        return W3Segment(self, name, segid=secrets.token_hex(16))

    def field_writer(self, storage: _Storage, segment: W3Segment) -> _PostingsWriter:
        return _PostingsWriter(segment.create_file(storage, self.POSTS_EXT))


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

    def fill(self, entries: Iterable[Entry]) -> None:
        """All documents of the segment, ``manifest.LARGEST_SEGMENT`` at most."""
        texts: dict[str, list[str]] = {part: [] for part in PARTS}
        said = {part: Gathered(words.inside) for part in PARTS}
        headings: dict[str, tuple[str, array[int]]] = {}
        for entry in entries:
            text = search_form.search_form(entry.text)
            said["text"].add(said["text"].numbers(words.pieces(text)))
            # The clauses of a notice share most of their headings.
            if entry.heading not in headings:
                squeezed = search_form.search_form(entry.heading)
                headings[entry.heading] = (
                    squeezed,
                    said["heading"].numbers(words.pieces(squeezed)),
                )
            heading, numbers = headings[entry.heading]
            said["heading"].add(numbers)
            texts["text"].append(text)
            texts["heading"].append(heading)
            self._document(
                entry.ordinal,
                entry.work,
                KINDS.index(entry.kind),
                _encode(text),
                _encode(heading),
            )
        for part in PARTS:
            self.pool.fields[f"{part}_pairs"] = inverting.pairs(texts[part])
            self.pool.fields[f"{part}_words"] = said[part].inverted()

    def _document(self, ordinal: int, work: int, kind: int, text: bytes, heading: bytes) -> None:
        """The columns of one more. Whoosh's own way there asks a dozen questions a document."""
        rows = self.perdocwriter
        rows.start_doc(self.docnum)
        values = (_ROW.pack(ordinal, work, kind, len(text), len(heading)), text, heading)
        for (name, column), value in zip(_COLUMNS.items(), values, strict=True):
            rows.add_column_value(name, column, value)
        rows.finish_doc()
        self.docnum += 1
        self._added = True

    def absorb(self, segments: Iterable["_Segment"]) -> None:
        """What is left of other segments, one behind the other."""
        parts: dict[str, list[tuple[Inverted, NDArray[np.int64]]]] = {f: [] for f in _FIELDS}
        for segment in segments:
            numbers = np.where(segment.live, np.cumsum(segment.live) - 1 + self.docnum, -1)
            for field in _FIELDS:
                parts[field].append((segment.inverted(field), numbers))
            for document in np.flatnonzero(segment.live).tolist():
                self._document(
                    int(segment.ordinals[document]),
                    int(segment.works[document]),
                    int(segment.kinds[document]),
                    *(segment.texts[part].bytes_of(document) for part in PARTS),
                )
        for field, sources in parts.items():
            self.pool.fields[field] = inverting.merged(sources)

    def _commit_toc(self, segments: list[W3Segment]) -> None:
        (written,) = segments
        self.record = SegmentRecord(written.segid, written.doc_count_all(), ())


def _whoosh_segment(record: SegmentRecord) -> W3Segment:
    return W3Segment(_CODEC, _NAME, record.count, record.id, set(record.deleted))


def _file_names(record: SegmentRecord) -> list[str]:
    """The files that are read; Whoosh writes one more, for fields stored as objects: of none."""
    segment = _whoosh_segment(record)
    columns = [_CODEC.column_filename(segment, name) for name in _COLUMNS]
    return [segment.make_filename(_CODEC.POSTS_EXT), *columns]


def _files_of(record: SegmentRecord, listed: Manifest) -> dict[str, FileRecord]:
    """Its files, as they were when it was written."""
    prefix = f"{_NAME}_{record.id}"
    return {name: file for name, file in listed.files.items() if name.startswith(prefix)}


def _live(record: SegmentRecord) -> Mask:
    live = np.ones(record.count, np.bool_)
    live[list(record.deleted)] = False
    return live


# --- reading ---------------------------------------------------------------------------------


class _Segment:
    """One segment, open for reading; its documents count from 0."""

    def __init__(
        self, storage: _Storage, record: SegmentRecord, files: Mapping[str, FileRecord]
    ) -> None:
        self.record = record
        self.files = files
        self.live = _live(record)
        segment = _whoosh_segment(record)
        self._terms = Terms(segment.open_file(storage, _CODEC.POSTS_EXT).raw_file())

        def column(name: str) -> StructFile:
            return storage.open_file(_CODEC.column_filename(segment, name))

        stored = column("numbers").get(0, record.count * _ROW.size)
        # Whoosh leaves out rows of noughts at the end.
        rows = np.frombuffer(stored.ljust(record.count * _ROW.size, b"\0"), "<i8").reshape(-1, 5)
        self.ordinals, self.works, self.kinds, *sizes = rows.T.astype(np.int64)
        self.texts = {
            part: Texts(column(part).raw_file(), size)
            for part, size in zip(PARTS, sizes, strict=True)
        }

    def changed(self, record: SegmentRecord) -> "_Segment":
        """The same files, of which other documents are deleted by now."""
        if record == self.record:
            return self
        other = copy(self)
        other.record, other.live = record, _live(record)
        return other

    def postings(self, field: str, piece: bytes) -> Postings:
        """Documents with a piece, ascending."""
        return self._terms.postings(field, piece)

    def beginning(self, field: str, piece: bytes) -> Postings:
        """Those with any piece that begins so, as often as they have one."""
        return self._terms.beginning(field, piece)

    def inverted(self, field: str) -> Inverted:
        """One field whole."""
        return self._terms.inverted(field)


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """The index as one manifest describes it: no search sees half a commit."""

    written: bytes
    """The manifest as it stood on the disk."""
    manifest: Manifest
    segments: tuple[_Segment, ...]
    views: Views


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
        self._merging: threading.Thread | None = None
        self._current()

    @classmethod
    def create(cls, folder: Path) -> "WhooshEngine":
        """An empty index in ``folder``; one that is there already is emptied.

        Raises: ArchiveBusy.
        """
        folder.mkdir(parents=True, exist_ok=True)
        with _writing(_Storage(str(folder))):
            manifest.publish(folder, Manifest(fingerprint()))
            manifest.sweep(folder, _NOT_SWEPT)
        return cls(folder)

    def apply(self, sequence: int, remove: Collection[int], add: Iterable[Entry]) -> None:
        """Remove ordinals, add entries and store ``sequence``, all in one commit.

        Raises: ArchiveBusy when another process goes on writing for half a minute; StaleIndex;
        ArchiveError if the disk is full or may not be written.
        """
        with self._guard, _writing(self._storage):
            snapshot = self._current()
            manifest.sweep(self._folder, (*_NOT_SWEPT, *snapshot.manifest.files))
            segments = [(segment.record, segment.ordinals) for segment in snapshot.segments]
            segments = _without(segments, np.fromiter(remove, np.int64))
            for written, ordinals in self._written_of(iter(add)):
                segments = [*_without(segments, ordinals), (written, ordinals)]
            self._publish(sequence, (record for record, _ in segments))
        self._merge_beside()

    def settle(self) -> None:
        """Wait until merging is done, if any is under way."""
        merging = self._merging
        if merging is not None:
            merging.join()

    def sequence(self) -> int:
        """The last ``sequence`` applied; 0 for a new index. Raises: StaleIndex."""
        return self._current().manifest.sequence

    def ordinals(self) -> frozenset[int]:
        """Every ordinal in the index. Raises: StaleIndex."""
        segments = self._current().segments
        return frozenset(o for s in segments for o in s.ordinals[s.live].tolist())

    def search(self, question: Question, allowed: Flags | None = None) -> Matches:
        """Every entry of which the question is true; ``None`` allows all.

        Raises: StaleIndex when the index cannot be read; SlowQuery when it takes too long.
        """
        views = self._current().views
        with _readable():
            view = views.permitted(allowed)
            needles = [term.needle for term in answering.wanted(question)]
            words.expect(needles)
            documents = answering.matching(view, question, tick=_timer())
            return _matches(view, documents, needles)

    def rank(
        self, text: str, allowed: Flags | None = None, authority: Weights | None = None
    ) -> Matches:
        """The likeliest answers to a question in plain words. Raises: StaleIndex."""
        views = self._current().views
        with _readable():
            view = views.permitted(allowed)
            scores = best_match.scores(view, text)
            if authority is not None:
                scores = scores * authority[view.ordinals]
            those = ranking.likeliest(scores)
            return Matches(
                view.ordinals[those], view.works[those], view.kinds[those], scores[those]
            )

    def vocabulary(self, allowed: Flags | None = None) -> Mapping[str, int]:
        """Words and how many of the entries allowed have each. Raises: StaleIndex."""
        views = self._current().views
        with _readable():
            return vocabulary.vocabulary(views.whole, views.permitted(allowed).live)

    def verify(self) -> None:
        """Read every file in full. Raises: StaleIndex if one is not as it was written."""
        try:
            manifest.check(self._folder, self._current().manifest.files, deep=True)
        except OSError as error:
            raise _unreadable(error) from error

    def close(self) -> None:
        """Let go of the files; what is asked later opens them again."""
        self.settle()
        self._snapshot = None

    # --- files -------------------------------------------------------------------------------

    def _current(self) -> _Snapshot:
        """The index as it is on the disk now, opened anew if the manifest is another."""
        for attempts_left in (4, 3, 2, 1, 0):
            try:
                written = manifest.written(self._folder)
                snapshot = self._snapshot
                if snapshot is None or snapshot.written != written:
                    with self._guard:
                        snapshot = self._snapshot = self._opened(written)
                return snapshot
            except OSError as error:
                # A writer may have swept the files between two looks.
                if not attempts_left:
                    raise _unreadable(error) from error
                time.sleep(0.02)
        raise AssertionError

    def _opened(self, written: bytes) -> _Snapshot:
        """Raises: OSError; StaleIndex."""
        now = manifest.parse(written, fingerprint())
        before = self._snapshot
        known = before.manifest.files if before else {}
        manifest.check(
            self._folder, {n: file for n, file in now.files.items() if known.get(n) != file}
        )
        opened = {segment.record.id: segment for segment in before.segments} if before else {}
        with _readable():
            segments = []
            for record in now.segments:
                files = _files_of(record, now)
                segment = opened.get(record.id)
                if segment is None or segment.files != files:
                    segment = _Segment(self._storage, record, files)
                segments.append(segment.changed(record))
        return _Snapshot(written, now, tuple(segments), Views(Whole.of(segments)))

    # --- writing -----------------------------------------------------------------------------

    def _written_of(self, entries: Iterator[Entry]) -> Iterator[tuple[SegmentRecord, Ordinals]]:
        """New segments of all entries, with their ordinals; many are written by two processes."""
        while chunk := _chunk(entries):
            following = _chunk(entries) if len(chunk) == manifest.SEGMENT_AT_ONCE else {}
            child = _Child(self._folder, following) if following else None
            try:
                yield _written(self._storage, chunk), np.fromiter(chunk, np.int64)
                if child is not None:
                    record = child.record() or _written(self._storage, following)
                    yield record, np.fromiter(following, np.int64)
            finally:
                if child is not None:
                    child.end()

    def _publish(self, sequence: int, records: Iterable[SegmentRecord]) -> None:
        left = (record for record in records if record.count > len(record.deleted))
        listed = tuple(sorted(left, key=lambda record: record.id))
        known = self._current().manifest
        files: dict[str, FileRecord] = {}
        for record in listed:
            files |= _files_of(record, known) or {
                name: manifest.record(self._folder / name) for name in _file_names(record)
            }
        manifest.publish(self._folder, Manifest(fingerprint(), sequence, listed, files))
        manifest.sweep(self._folder, (*_NOT_SWEPT, *files))

    # --- merging -----------------------------------------------------------------------------

    def _merge_beside(self) -> None:
        """Let a thread make few segments of many, unless one does; nobody waits for it."""
        merging = self._merging
        if (merging is None or not merging.is_alive()) and self._due():
            self._merging = threading.Thread(target=self._merge_all, name="fawen-merge")
            self._merging.start()

    def _due(self) -> tuple[_Segment, ...]:
        snapshot = self._current()
        ids = {record.id for record in next(manifest.due(snapshot.manifest.segments), ())}
        return tuple(segment for segment in snapshot.segments if segment.record.id in ids)

    def _merge_all(self) -> None:
        # Whatever stands in the way now, the next commit tries again.
        with contextlib.suppress(ArchiveError, OSError):
            lock = self._storage.lock(_MERGE_LOCK)
            if not lock.acquire():
                return
            try:
                while alike := self._due():
                    self._merge(alike)
            finally:
                lock.release()

    def _merge(self, alike: tuple[_Segment, ...]) -> None:
        """Write these segments as one, aside; only to put it in their place needs the lock."""
        aside = self._folder / _ASIDE
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir()
        storage = _Storage(str(aside))
        merged = _written_by(storage, partial(_Writer.absorb, segments=alike))
        ordinals = np.concatenate([segment.ordinals[segment.live] for segment in alike])
        with self._guard, _writing(self._storage):
            now = {segment.record.id: segment for segment in self._current().segments}
            if _are_there(alike, now):
                present = [now.pop(segment.record.id) for segment in alike]
                gone = manifest.deleted_since(
                    [segment.record for segment in alike], [segment.record for segment in present]
                )
                merged = replace(merged, deleted=gone)
                left = np.concatenate([segment.ordinals[segment.live] for segment in present])
                # Nobody may notice a merge: what there was before it is what there is after it.
                if np.array_equal(ordinals[_live(merged)], left):
                    for file in aside.iterdir():
                        file.rename(self._folder / file.name)
                    others = (segment.record for segment in now.values())
                    self._publish(self.sequence(), [*others, merged])
        shutil.rmtree(aside, ignore_errors=True)


def _are_there(segments: Iterable[_Segment], now: Mapping[str, _Segment]) -> bool:
    """Whether all of these are still in the index: the very files, not only their names."""
    return all(
        (present := now.get(segment.record.id)) is not None and present.files == segment.files
        for segment in segments
    )


def _chunk(entries: Iterator[Entry]) -> dict[int, Entry]:
    """The next entries that make a segment; of two with one ordinal the later."""
    return {entry.ordinal: entry for entry in islice(entries, manifest.SEGMENT_AT_ONCE)}


def _written(storage: _Storage, entries: Mapping[int, Entry]) -> SegmentRecord:
    return _written_by(storage, partial(_Writer.fill, entries=entries.values()))


def _written_by(storage: _Storage, fill: Callable[[_Writer], None]) -> SegmentRecord:
    """A new segment, which nothing lists yet."""
    writer = _Writer(storage)
    try:
        fill(writer)
        writer.commit(merge=False)
    except BaseException:
        with contextlib.suppress(Exception):
            writer.cancel()
        raise
    return writer.record


class _Child:
    """A process that writes one segment, so that a second core has something to do."""

    def __init__(self, folder: Path, entries: Mapping[int, Entry]) -> None:
        self._process: BaseProcess | None = None
        if current_process().daemon:
            return  # which may have no children
        self._ours, theirs = _SPAWN.Pipe(duplex=False)
        self._process = _SPAWN.Process(
            target=_write_for,
            args=(theirs, str(folder), entries),
            name="fawen-segment",
            daemon=True,
        )
        self._process.start()
        theirs.close()

    def record(self) -> SegmentRecord | None:
        """What it has written; ``None`` if it could not."""
        try:
            return cast("SegmentRecord", self._ours.recv()) if self._process else None
        except (EOFError, OSError):
            return None

    def end(self) -> None:
        """Done or not, it ends."""
        if self._process is not None:
            self._process.kill()
            self._process.join()


def _write_for(parent: Connection, folder: str, entries: Mapping[int, Entry]) -> None:
    """The life of the child. Whatever goes wrong, the parent does it again and says it."""
    with contextlib.suppress(Exception):
        parent.send(_written(_Storage(folder), entries))


def _matches(view: View, documents: Documents, needles: Sequence[str]) -> Matches:
    return Matches(
        view.ordinals[documents],
        view.works[documents],
        view.kinds[documents],
        answering.scores(view, needles, documents),
    )


def _timer() -> Callable[[], None]:
    """Raises SlowQuery when called later than a search may take."""
    end = time.monotonic() + LONGEST_SEARCH_S

    def tick() -> None:
        if time.monotonic() > end:
            raise SlowQuery(
                say("查询用时超过 %(seconds)s 秒，已停止", seconds=f"{LONGEST_SEARCH_S:g}"),
                say("请少写几个词，或写得更具体些"),
            )

    return tick


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
    except (OSError, MemoryError, QueryError):
        raise
    except Exception as error:
        raise StaleIndex(f"索引无法读取（{error!r}）", manifest.REMEDY) from error


def _unreadable(error: OSError) -> StaleIndex:
    return StaleIndex(f"索引无法读取：{error.strerror}：{error.filename}", manifest.REMEDY)
