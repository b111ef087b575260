"""Measure everything and print it as Markdown tables; ``--quick`` on a sixteenth of the documents.

Every stage runs in a process of its own, one after the other, so that none inherits another's
memory. Ends with 1 if anything grows nearer to quadratically than to linearly.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import corpus, finding, keeping, queries, reading, serving
from benchmarks.measure import (
    STEEPEST,
    Growth,
    Ran,
    Ratio,
    Report,
    Stopwatch,
    apart,
    machine,
    percentile,
    run,
)

_QUICK = 128
_STEPS = (16, 4, 1)
_STARTS = 7


def main() -> int:
    """Run it all; answers with the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{_QUICK} documents, two minutes")
    quick = parser.parse_args().quick
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="fawen-bench-") as folder:
        scratch = Path(folder)
        documents = corpus.find(scratch / "made", quick=quick)
        paths = documents.texts[:_QUICK] if quick else documents.texts
        print(f"{machine()}\n{documents.description}: {len(paths)} documents\n", flush=True)
        report = Report()
        _say("reading")
        report.extend(apart(reading.measure, documents, scratch, quick=quick)[0])
        _say("queries")
        typed, _ = apart(queries.draw, documents.texts)
        report.extend(_archive(scratch, paths, typed))
    print(report.markdown())
    _say(f"{time.monotonic() - begun:.0f} s in all")
    for growth in report.steep:
        _say(f"{growth.name}: exponent {growth.exponent:.2f}, above {STEEPEST}")
    return 1 if report.steep else 0


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _archive(scratch: Path, paths: tuple[Path, ...], typed: list[str]) -> Report:
    """One archive, filled to a sixteenth, a quarter and the whole, and asked at each size."""
    report, folder = Report(), scratch / "archive"
    filled, sizes = keeping.Filled(), [len(paths) // step for step in _STEPS]
    fills, searches, singles, colds, peaks = [], [], [], [], []
    for at, size in enumerate(sizes):
        _say(f"an archive of {size} documents: adding")
        part, peak = apart(keeping.fill, folder, paths[filled.documents : size])
        filled = filled + part
        fills.append(filled)
        peaks.append(peak)
        if not at:
            report.ratios.append(_against_cutting(folder, filled))
        _say("searching")
        searches.append(apart(finding.search, folder, typed)[0])
        colds.append(finding.start_cold(folder, _STARTS))
        if at == len(sizes) - 1:
            _say("pages")
            report.extend(_pages(folder, typed, searches[-1]))
        _say("adding one more")
        singles.append(apart(keeping.add_singly, folder, paths, size)[0])
    report.extend(_command(scratch, paths[: sizes[0]]))
    report.figures += _filled_figures(filled, peaks[-1], singles[-1])
    report.figures += _cold_figures(colds[-1])
    counts = tuple(sizes)
    clauses = tuple(step.clauses for step in fills)
    for name, costs in (
        ("reading and adding (documents)", tuple(f.cpu_s for f in fills)),
        ("of that, the catalogue", tuple(f.keeping.cpu_s for f in fills)),
        ("of that, the index", tuple(f.indexing.cpu_s for f in fills)),
        ("`fawen search` from a cold start", tuple(_median(c.search) for c in colds)),
    ):
        report.growths.append(Growth(name, "s", counts, costs))
    for name, times in (
        ("adding one more, 40 articles (documents)", [s.adding.cpu_ms(0.5) for s in singles]),
        ("the first search after that", [s.searching.cpu_ms(0.5) for s in singles]),
    ):
        report.growths.append(Growth(name, "ms", counts, tuple(times)))
    for name, times in (
        ("a search, mean (clauses)", [s.times.mean_cpu_ms for s in searches]),
        ("a search, p95 (clauses)", [s.times.cpu_ms(0.95) for s in searches]),
    ):
        report.growths.append(Growth(name, "ms", clauses, tuple(times)))
    return report


def _rate(count: int, watch: Stopwatch, what: str) -> str:
    return (
        f"{count / watch.cpu_s:.1f} {what} per CPU second ({count / watch.wall_s:.1f} by the wall)"
    )


def _median(runs: list[Ran]) -> float:
    return percentile((ran.watch.cpu_s for ran in runs), 0.5)


def _against_cutting(folder: Path, filled: keeping.Filled) -> Ratio:
    floor, _ = apart(keeping.cut_again, folder)
    return Ratio("indexing", filled.indexing.cpu_s, "cutting words alone", floor.cpu_s)


def _filled_figures(
    filled: keeping.Filled, peak_mb: float, single: keeping.Single
) -> list[tuple[str, str]]:
    adding = filled.keeping + filled.indexing
    share = f"{filled.keeping.cpu_s / adding.cpu_s:.0%} of the time for the catalogue"
    indexing = _rate(filled.clauses, filled.indexing, "clauses")
    return [
        ("adding what was read", f"{_rate(filled.documents, adding, 'documents')}; {share}"),
        ("indexing", f"{indexing}; {filled.clauses:,} in all"),
        ("adding one more, known and indexed", str(single.adding)),
        ("the first search after that", str(single.searching)),
        ("peak memory of adding", f"{peak_mb:.0f} MB"),
    ]


def _cold_figures(cold: finding.Cold) -> list[tuple[str, str]]:
    wall = percentile((ran.watch.wall_s for ran in cold.search), 0.5)
    bare = percentile((ran.watch.wall_s for ran in cold.python), 0.5)
    took = f"{wall:.2f} s (CPU {_median(cold.search):.2f} s), of which Python itself {bare:.2f} s"
    name = f"`fawen search` from a cold start, median of {_STARTS}"
    return [(name, f"{took}; {cold.search[0].peak_mb:.0f} MB")]


def _pages(folder: Path, typed: list[str], searched: finding.Searched) -> Report:
    """What a reader of the site waits for, and the search against a scan."""
    scanned, _ = apart(finding.scan, folder, typed)
    addresses, _ = apart(serving.choose, folder, typed)
    served, peak_mb = apart(serving.serve, folder, addresses)
    longest = f"{served.longest.wall_s:.2f} s (CPU {served.longest.cpu_s:.2f} s)"
    return Report(
        figures=[
            ("searching", str(searched.times)),
            (
                "slowest of the queries",
                f"{searched.slowest}, {searched.times.cpu_ms(1):.0f} ms CPU",
            ),
            ("page of results", str(served.searches)),
            ("page of a notice", str(served.notices)),
            (f"page of the longest notice, {addresses.longest_clauses} clauses", longest),
            ("page of a clause", str(served.clauses)),
            ("home, browse and feed", str(served.browsing)),
            ("peak memory of serving", f"{peak_mb:.0f} MB, {served.idle_mb:.0f} MB when idle"),
        ],
        ratios=[
            Ratio(
                "searching, mean",
                searched.times.mean_cpu_ms / 1000,
                "looking through all texts in memory",
                scanned.mean_cpu_ms / 1000,
            )
        ],
    )


def _command(scratch: Path, paths: tuple[Path, ...]) -> Report:
    """``fawen add`` as a person runs it."""
    _say("fawen add")
    ran = run((finding.FAWEN, "--archive", scratch / "second", "add", *paths))
    speed = f"{_rate(len(paths), ran.watch, 'documents')}; largest process {ran.peak_mb:.0f} MB"
    return Report(figures=[(f"`fawen add`, {len(paths)} files", speed)])


if __name__ == "__main__":
    sys.exit(main())
