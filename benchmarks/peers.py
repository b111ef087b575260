"""fawen's engine beside stock Whoosh, SQLite FTS5 and tantivy: the same clauses, words and queries.

Every engine does the whole job for each query: the number of hits, the best twenty with their
texts, where the words stand in them, and the facets of all hits. What is the same for all is done
by the same code: words are cut by ``archive.words``, ranges to mark found by ``archive.highlight``.
Headings are indexed beside the texts and count 0.3 in all of them.

What differs: fawen finds characters wherever they stand (docs/decisions/0004), the others words;
so the others have fewer hits. Each engine is built and asked in processes of its own. Processor
time is what the wall clock says on an idle machine: each query's best of three warm rounds.

``python -m benchmarks.peers`` prints a table and, as its last line, all figures as JSON.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from archive import words
from benchmarks import clauses
from benchmarks.clauses import Asked
from benchmarks.engines import Answer, Fts5, Peer, StockWhoosh, Tantivy, needles_of
from benchmarks.measure import Times, apart, machine, peak_mb, percentile
from benchmarks.ours import Fawen

SIZES = (58_661, 150_000)
STEPS = (16, 4, 1)
WARM_ROUNDS = 3
STOCK_QUERIES = 24
"""Of all, for stock Whoosh: every tenth."""


@dataclass(frozen=True, slots=True)
class Built:
    """What building took."""

    clauses: int
    wall_s: float
    peak_mb: float
    disk_mb: float


@dataclass(frozen=True, slots=True)
class Figures:
    """One engine at one size."""

    engine: str
    clauses: int
    queries: int
    warm_p50_ms: float
    """Processor time, of each query the best of all warm rounds; so are the next two."""
    warm_p95_ms: float
    warm_p99_ms: float
    warm_wall_p95_ms: float
    """By the clock on the wall, of all rounds."""
    first_p50_ms: float
    first_p95_ms: float
    build_per_s: float
    build_peak_mb: float
    disk_mb: float
    resident_mb: float
    total_hits: int


PEERS: dict[str, Callable[[Path], Peer]] = {
    kind.name: kind for kind in (Fawen, Tantivy, Fts5, StockWhoosh)
}


def build(name: str, folder: Path, most: int) -> Built:
    """In a process of its own: its peak is that of building."""
    given = clauses.both(most)
    words.load()
    words.pieces("词典先读入")
    before_mb = peak_mb()
    folder.mkdir()
    peer = PEERS[name](folder)
    begun = time.perf_counter()
    peer.build(given)
    wall_s = time.perf_counter() - begun
    highest_mb = peak_mb()
    peer.finish(given)
    disk_mb = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    return Built(len(given), wall_s, highest_mb - before_mb, disk_mb)


def ask(name: str, folder: Path, queries: list[Asked], built: Built) -> Figures:
    """Every query once, then all of them again and again."""
    words.load()
    peer = PEERS[name](folder)
    peer.open()
    prepared = [(peer.prepare(asked), needles_of(asked)) for asked in queries]
    answers: list[Answer] = []
    first = Times.of(lambda each: answers.append(peer.ask(*each)), prepared)
    rounds = [Times.of(lambda each: peer.ask(*each), prepared) for _ in range(WARM_ROUNDS)]
    best = [
        min(watch.cpu_s for watch in watches) * 1000
        for watches in zip(*(one.watches for one in rounds), strict=True)
    ]
    warm = Times(tuple(watch for one in rounds for watch in one.watches))
    return Figures(
        f"{peer.name} {peer.version}".strip(),
        built.clauses,
        len(queries),
        *(percentile(best, share) for share in (0.5, 0.95, 0.99)),
        warm.wall_ms(0.95),
        *(first.wall_ms(share) for share in (0.5, 0.95)),
        built.clauses / built.wall_s,
        built.peak_mb,
        built.disk_mb,
        _resident_mb(),
        sum(answer.total for answer in answers),
    )


def _resident_mb() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def measured(name: str, most: int, queries: list[Asked]) -> Figures:
    """Build and ask one engine at one size."""
    print(f"{name}: {most:,} clauses", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory(prefix="fawen-peers-") as scratch:
        folder = Path(scratch) / "index"
        built, _ = apart(build, name, folder, most)
        few = queries[:: len(queries) // STOCK_QUERIES] if name == StockWhoosh.name else queries
        figures, _ = apart(ask, name, folder, few, built)
    return figures


def drawn(most: int) -> list[Asked]:
    """The queries for so many clauses."""
    return clauses.draw(clauses.both(most))


HEAD = (
    "| engine | clauses | queries | warm p50/p95/p99, CPU ms | warm p95, wall | first p50/p95, ms "
    "| built/s | building, MB | disk, MB | resident, MB | hits |\n" + "|---" * 11 + "|"
)


def row(figures: Figures) -> str:
    """One line of the table."""
    f = figures
    return (
        f"| {f.engine} | {f.clauses:,} | {f.queries} "
        f"| {f.warm_p50_ms:.2f} / {f.warm_p95_ms:.2f} / {f.warm_p99_ms:.2f} "
        f"| {f.warm_wall_p95_ms:.2f} "
        f"| {f.first_p50_ms:.2f} / {f.first_p95_ms:.2f} | {f.build_per_s:,.0f} "
        f"| {f.build_peak_mb:.0f} | {f.disk_mb:.0f} | {f.resident_mb:.0f} | {f.total_hits:,} |"
    )


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--engines", nargs="+", help="by name; all if none")
    parser.add_argument("--no-steps", action="store_true", help="without 1×, 4× and 16×")
    given = parser.parse_args()
    if not clauses.SHARED.is_dir():
        print(f"the shared corpus is absent: {clauses.SHARED}", file=sys.stderr)
        return 1
    names = given.engines or list(PEERS)
    queries, _ = apart(drawn, max(given.sizes))
    print(f"{machine()}; {len(queries)} queries: {dict(clauses.COUNTS)}\n\n{HEAD}", flush=True)
    everything: list[Figures] = []
    for size in given.sizes:
        for name in names:
            everything.append(measured(name, size, queries))
            print(row(everything[-1]), flush=True)
    steps: list[Figures] = []
    if not given.no_steps:
        for step in STEPS[:-1]:
            steps.append(measured(names[0], max(given.sizes) // step, queries))
            print(row(steps[-1]), flush=True)
    print(json.dumps([asdict(figures) for figures in (*everything, *steps)]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
