"""Pages of the site through its WSGI interface, each asked for once."""

import random
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from archive.archive import Archive
from archive.search.query import parse_query
from benchmarks.corpus import SEED
from benchmarks.finding import DAY
from benchmarks.measure import Stopwatch, Times, peak_mb, timed
from web import create_app
from web.config import Config

_PAGES = 200


@dataclass(frozen=True, slots=True)
class Addresses:
    """What will be asked for."""

    notices: list[str]
    clauses: list[str]
    searches: list[str]
    longest: str
    """The notice with the most clauses."""
    longest_clauses: int


@dataclass(frozen=True, slots=True)
class Served:
    """Times of each kind of page, and what the process held before the first."""

    notices: Times
    clauses: Times
    searches: Times
    browsing: Times
    longest: Stopwatch
    idle_mb: float


def choose(folder: Path, typed: list[str]) -> Addresses:
    """Some notices at random, the best clause of each query, and every query."""
    with Archive.open(folder, create=False, writable=False) as archive:
        listed = archive.listing(on=DAY, public=True, order="number")
        hits = [
            hit
            for query in typed
            for hit in archive.search(parse_query(query), on=DAY, public=True, limit=1).hits
        ]
    chosen = random.Random(SEED).sample(listed, min(_PAGES, len(listed)))  # noqa: S311
    connection = sqlite3.connect(folder / "catalogue.sqlite")
    longest, clauses = connection.execute(
        "SELECT slug, max(clause_count) FROM works"
        " JOIN expressions ON expressions.work_id = works.id"
        " JOIN manifestations ON manifestations.expression_id = expressions.id"
        " JOIN readings ON readings.manifestation_id = manifestations.id"
        " WHERE works.state = 'published' AND is_current"
    ).fetchone()
    connection.close()
    return Addresses(
        notices=[f"/notices/{quote(line.id)}" for line in chosen],
        clauses=[f"/notices/{quote(hit.id)}/{quote(hit.section)}" for hit in hits],
        searches=["/search?q=" + quote(query) for query in typed],
        longest=f"/notices/{quote(longest)}",
        longest_clauses=clauses,
    )


def serve(folder: Path, addresses: Addresses) -> Served:
    """Ask for all of them."""
    client = create_app(Config(archive=folder)).test_client()

    def get(address: str) -> None:
        response = client.get(address)
        assert response.status_code in {200, 302}, f"{address}: {response.status_code}"
        response.get_data()

    get("/")
    idle_mb = peak_mb()
    get(addresses.searches[0])
    return Served(
        notices=Times.of(get, addresses.notices),
        clauses=Times.of(get, addresses.clauses),
        searches=Times.of(get, addresses.searches),
        browsing=Times.of(
            get, ["/browse", "/browse?order=number", "/browse?order=added", "/", "/feed.atom"]
        ),
        longest=timed(get, addresses.longest),
        idle_mb=idle_mb,
    )
