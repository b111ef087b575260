"""The index beside the catalogue: replayed from its change log, rebuilt and swapped, reopened.

``index/current`` names the generation in use. One indexer at a time, under a file lock, brings it
up to the catalogue; a rebuild fills a new generation beside it and then swaps the name. Readers
look at the name before each search and reopen when it has changed.
"""

import contextlib
import fcntl
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from threading import RLock
from typing import Protocol

from archive.errors import ArchiveBusy, ArchiveError, OutdatedIndex, StaleIndex
from archive.search.engine import Engine, Entry, EntryKind
from archive.store.catalogue import Catalogue, ClauseRow
from archive.store.originals import flush_folder


class EngineType(Protocol):
    """An engine's class: calling it opens the index in a folder, ``create`` makes an empty one."""

    def __call__(self, folder: Path) -> Engine: ...

    def create(self, folder: Path) -> Engine: ...


LOCK_TIMEOUT_S = 60.0
_CHANGES_AT_ONCE = 500
_CLAUSES_AT_ONCE = 2000
_PATIENT_S = 1.0
"""Nobody is told of waiting that is shorter."""
_ENTRIES_AT_ONCE = 50_000
"""A rebuild that is broken off has lost so many at most."""


class Index:
    """The search engine of one archive, kept level with its catalogue."""

    def __init__(self, folder: Path, catalogue: Catalogue, engine_type: EngineType) -> None:
        self.folder = folder
        self._catalogue = catalogue
        self._engine_type = engine_type
        self._guard = RLock()
        self._generation: str | None = None
        self._engine: Engine | None = None
        self._retired: Engine | None = None
        self.waiting: Callable[[str], object] = lambda _: None
        """Told, once, that another writer has to be waited for."""

    # --- for readers -----------------------------------------------------------------------------

    def engine(self) -> Engine:
        """The engine of the current generation, reopened if another process swapped it.

        Raises: StaleIndex when there is no index.
        """
        with self._guard:
            generation = self._current()
            if self._engine is None or generation != self._generation:
                if self._retired is not None:
                    self._retired.close()
                # A search in another thread may still be at work in the old one.
                self._retired = self._engine
                self._engine = self._engine_type(self.folder / generation)
                self._generation = generation
            return self._engine

    def sequence(self) -> int:
        """The last change applied.

        Raises: StaleIndex.
        """
        return self.engine().sequence()

    def _current(self) -> str:
        try:
            name = self._pointer.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            name = ""
        if not name or not (self.folder / name).is_dir():
            raise StaleIndex(f"索引丢失：{self.folder}", "请运行 fawen reindex 重建索引")
        return name

    @property
    def _pointer(self) -> Path:
        return self.folder / "current"

    def close(self) -> None:
        """Let go of the engines."""
        with self._guard:
            for engine in (self._engine, self._retired):
                if engine is not None:
                    engine.close()
            self._engine = self._retired = self._generation = None

    # --- for the one indexer ---------------------------------------------------------------------

    def sync(self) -> None:
        """Replay what the index lacks; safe to repeat, safe to be killed at any point.

        An index of another version of the program, or so old that the log no longer reaches back
        to it, is built anew beside itself. One that is lost or cannot be opened never is: only a
        person knows whether a disk is missing or an index is broken.
        Raises: ArchiveBusy; StaleIndex for an index that ``rebuild`` alone can mend.
        """
        with self._locked("lock"):
            if not self._pointer.exists() and not self._catalogue.floor():
                self._begin()
            with contextlib.suppress(OutdatedIndex):
                engine = self.engine()
                if engine.sequence() >= self._catalogue.floor():
                    self._forget(self._replay(engine))
                    return
        self.rebuild()

    def rebuild(self) -> int:
        """Build a new generation beside the old one and swap; how many entries it has.

        Search, and keeping new documents, go on meanwhile. One that was broken off goes on where
        it stopped.
        Raises: ArchiveBusy when another process is rebuilding.
        """
        with self._locked("rebuilding", timeout_s=0):
            name, begun, engine = self._unfinished() or self._new_generation()
            entries = self._entries_after(max(engine.ordinals(), default=0))
            while some := tuple(islice(entries, _ENTRIES_AT_ONCE)):
                engine.apply(0, (), some)
            engine.apply(begun, (), ())
            with self._locked("lock"):
                self._replay(engine)
                count = len(engine.ordinals())
                sequence = engine.sequence()
                engine.close()
                self._swap(name)
                self._building.unlink(missing_ok=True)
            self._sweep()
        with self._locked("lock"):
            self._forget(sequence)
        self.engine()
        return count

    @property
    def _building(self) -> Path:
        """Names the generation that is being built, and the change that it will be level with."""
        return self.folder / "building"

    def _new_generation(self) -> tuple[str, int, Engine]:
        begun = self._catalogue.sequence()
        name = self._next_generation()
        engine = self._engine_type.create(self.folder / name)
        self._write(self._building, f"{name} {begun}")
        return name, begun, engine

    def _needed(self) -> int:
        """The change from which on a rebuild will ask for the log."""
        try:
            return int(self._building.read_text(encoding="ascii").split()[1])
        except (OSError, ValueError, IndexError):
            return sys.maxsize

    def _unfinished(self) -> tuple[str, int, Engine] | None:
        """The generation that a rebuild left when it was broken off, if it can be gone on with."""
        try:
            name, begun = self._building.read_text(encoding="ascii").split()
            if int(begun) < self._catalogue.floor():
                return None  # the log of what has changed since is gone
            return name, int(begun), self._engine_type(self.folder / name)
        except (OSError, ValueError, StaleIndex):
            return None

    def _replay(self, engine: Engine) -> int:
        applied = engine.sequence()
        while changes := self._catalogue.changes_after(applied, _CHANGES_AT_ONCE):
            removed: set[int] = set()
            added: set[int] = set()
            for change in changes:
                removed.update(change.removed)
                added.difference_update(change.removed)
                added.update(change.added)
            applied = changes[-1].sequence
            engine.apply(applied, removed, self._entries(sorted(added)))
        return applied

    def _forget(self, applied: int) -> None:
        """Shorten the log, but not under a rebuild, which still needs it, broken off or not."""
        applied = min(applied, self._needed())
        if applied <= self._catalogue.floor():
            return
        try:
            with self._locked("rebuilding", timeout_s=0):
                self._catalogue.forget_changes(applied)
        except ArchiveBusy:
            return

    def _entries(self, ordinals: list[int]) -> Iterator[Entry]:
        for start in range(0, len(ordinals), _CLAUSES_AT_ONCE):
            rows = self._catalogue.clause_rows(ordinals[start : start + _CLAUSES_AT_ONCE])
            yield from map(_entry, rows.values())

    def _entries_after(self, at: int) -> Iterator[Entry]:
        """Every entry beyond an ordinal, in their order."""
        while rows := self._catalogue.clauses_after(at, _CLAUSES_AT_ONCE):
            at = rows[-1].ordinal
            yield from map(_entry, rows)

    def _begin(self) -> None:
        """An empty first generation; the change log, or a rebuild, fills it."""
        name = self._next_generation()
        engine = self._engine_type.create(self.folder / name)
        engine.close()
        self._swap(name)

    def _next_generation(self) -> str:
        numbers = [
            int(path.name[1:]) for path in self.folder.glob("g*") if path.name[1:].isdecimal()
        ]
        return f"g{max(numbers, default=0) + 1}"

    def _swap(self, name: str) -> None:
        self._write(self._pointer, name)

    def _write(self, path: Path, text: str) -> None:
        """A small file, whole or not at all."""
        incoming = path.with_name(f".{path.name}")
        with incoming.open("w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        incoming.rename(path)
        flush_folder(self.folder)

    def _sweep(self) -> None:
        """Drop generations but the current and the one before, which readers may still hold."""
        current = int(self._current()[1:])
        kept: list[int] = []
        for path in self.folder.glob("g*"):
            if path.name[1:].isdecimal() and int(path.name[1:]) != current:
                kept.append(int(path.name[1:]))
        for number in sorted(kept)[:-1]:
            shutil.rmtree(self.folder / f"g{number}", ignore_errors=True)

    @contextmanager
    def _locked(self, name: str, timeout_s: float | None = None) -> Iterator[None]:
        """Hold a lock file against other processes and threads.

        Raises: ArchiveBusy.
        """
        limit = time.monotonic() + (LOCK_TIMEOUT_S if timeout_s is None else timeout_s)
        patient_until, said = time.monotonic() + _PATIENT_S, False
        try:
            self.folder.mkdir(exist_ok=True)
            handle = os.open(self.folder / f".{name}", os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise ArchiveError(
                f"索引目录不可写：{self.folder}（{error.strerror}）", "请检查该目录的写权限"
            ) from error
        try:
            while True:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError as error:
                    if not said and time.monotonic() >= patient_until:
                        said = True
                        self.waiting("另一个程序正在更新索引，正在等它结束……")
                    if time.monotonic() >= limit:
                        raise ArchiveBusy(
                            "另一个程序正在更新索引", "请等它结束后再试；已收录的文件不会丢失"
                        ) from error
                    time.sleep(0.02)
            yield
        finally:
            os.close(handle)


def _entry(row: ClauseRow) -> Entry:
    # A reader who types 第七条 means the article so named: its label is as good as its text.
    text = f"{row.label}\n{row.text}" if row.label else row.text
    return Entry(row.ordinal, row.work, row.expression, _kind(row), row.heading, text)


def _kind(row: ClauseRow) -> EntryKind:
    kind = EntryKind(row.kind)
    of_attachment = kind is EntryKind.CLAUSE and row.key.startswith("att-")
    return EntryKind.ATTACHMENT if of_attachment else kind
