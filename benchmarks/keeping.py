"""Notices into the archive: catalogue, index, and one more notice when there are many."""

import sqlite3
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from archive import words
from archive.archive import Archive
from archive.search.query import parse_query
from benchmarks.corpus import bodies, statute
from benchmarks.finding import DAY
from benchmarks.measure import Stopwatch, Times, timed
from ingest.pipeline import read
from ingest.source import load

_TOLD_AFTER = 150
"""Documents; below the number at which the archive tells the index of its own accord."""
_ARTICLES = 40
_ADDED_SINGLY = 10


@dataclass
class Filled:
    """What it took to add some documents to an archive."""

    documents: int = 0
    clauses: int = 0
    bytes: int = 0
    reading: Stopwatch = field(default_factory=Stopwatch)
    keeping: Stopwatch = field(default_factory=Stopwatch)
    indexing: Stopwatch = field(default_factory=Stopwatch)

    def __add__(self, other: "Filled") -> "Filled":
        return Filled(
            self.documents + other.documents,
            other.clauses,
            self.bytes + other.bytes,
            self.reading + other.reading,
            self.keeping + other.keeping,
            self.indexing + other.indexing,
        )

    @property
    def cpu_s(self) -> float:
        """All of it."""
        return self.reading.cpu_s + self.keeping.cpu_s + self.indexing.cpu_s


def fill(folder: Path, paths: tuple[Path, ...]) -> Filled:
    """Read these files and add them, one process, each stage timed."""
    words.is_word("词典先读入")
    filled = Filled(documents=len(paths))
    with Archive.open(folder) as archive:
        with archive.adding():
            for at, path in enumerate(paths, 1):
                source = load(path)
                filled.bytes += len(source.content)
                with filled.reading:
                    reading = read(source)
                with filled.keeping:
                    archive.add(source, reading)
                if at % _TOLD_AFTER == 0 or at == len(paths):
                    with filled.indexing:
                        archive.sync()
        filled.clauses = archive.figures().clauses
    return filled


@dataclass(frozen=True, slots=True)
class Single:
    """One more notice, kept and indexed, several times over."""

    adding: Times
    searching: Times
    """The first search after each."""


def add_singly(folder: Path, paths: tuple[Path, ...], size: int) -> Single:
    """Add new statutes of one length, each on its own."""
    known = bodies(paths[:60])
    query = parse_query("管理 规定")
    adding, searching = [], []
    with Archive.open(folder) as archive:
        ask = partial(archive.search, query, on=DAY, public=True)
        ask()
        for number in range(_ADDED_SINGLY):
            source = statute(_ARTICLES, known, f"{size}-{number}")
            reading = read(source)
            adding.append(timed(archive.add, source, reading))
            searching.append(timed(ask))
    return Single(Times(tuple(adding)), Times(tuple(searching)))


def cut_again(folder: Path) -> Stopwatch:
    """The words of every clause and nothing else: the floor of indexing."""
    words.is_word("词典先读入")
    connection = sqlite3.connect(folder / "catalogue.sqlite")
    texts = [text for (text,) in connection.execute("SELECT text FROM clauses")]
    connection.close()
    with Stopwatch() as watch:
        for text in texts:
            for _ in words.terms(text):
                pass
    return watch
