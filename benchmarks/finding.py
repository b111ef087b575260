"""Search: queries on an open archive, against a scan of all texts, and from a cold start."""

import sqlite3
import sys
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from archive.archive import Archive
from archive.notice.match import squeeze
from archive.search.query import Query, parse_query
from benchmarks.measure import Ran, Stopwatch, Times, run, timed

DAY = date(2026, 11, 9)
FAWEN = Path(sys.executable).with_name("fawen")


@dataclass(frozen=True, slots=True)
class Searched:
    """All queries on one archive."""

    first: Stopwatch
    """The first of all, which loads the dictionary and the list of works."""
    times: Times
    slowest: str


def search(folder: Path, typed: list[str]) -> Searched:
    """Every query once, after one that warms up."""
    queries = [parse_query(query) for query in typed]
    with Archive.open(folder, create=False, writable=False) as archive:
        ask = partial(archive.search, on=DAY, public=True)
        first = timed(ask, queries[0])
        times = Times.of(ask, queries)
    slowest = max(range(len(typed)), key=lambda at: times.watches[at].cpu_s)
    return Searched(first, times, typed[slowest])


def scan(folder: Path, typed: list[str]) -> Times:
    """The same queries by looking through the folded text of every clause, held in memory."""
    connection = sqlite3.connect(folder / "catalogue.sqlite")
    rows = connection.execute("SELECT heading, text FROM clauses")
    texts = [f"{squeeze(heading)}\x00{squeeze(text)}" for heading, text in rows]
    connection.close()
    return Times.of(partial(_scanned, texts), map(parse_query, typed))


def _scanned(texts: list[str], query: Query) -> int:
    needles = [term.needle for term in query.terms]
    return sum(all(needle in text for needle in needles) for text in texts)


@dataclass(frozen=True, slots=True)
class Cold:
    """Programs started from nothing."""

    search: list[Ran]
    python: list[Ran]


def start_cold(folder: Path, runs: int) -> Cold:
    """``fawen search`` as a person runs it, and Python doing nothing."""
    command = (FAWEN, "--archive", folder, "search", "管理 规定", "--json")
    run(command)  # the files into the system's cache
    return Cold(
        [run(command) for _ in range(runs)],
        [run((sys.executable, "-c", "pass")) for _ in range(runs)],
    )
