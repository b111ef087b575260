"""Bytes to notices: how fast, how that grows with a document's length, and against bare parsing."""

from io import BytesIO
from pathlib import Path

import pdfplumber

from archive import words
from archive.notice.model import Source
from benchmarks.corpus import Corpus, bodies, opinion, pages, statute, table
from benchmarks.measure import Growth, Ratio, Report, Stopwatch, timed
from ingest.pipeline import read
from ingest.source import load


def measure(corpus: Corpus, scratch: Path, *, quick: bool) -> Report:
    """The reading room's part of the report."""
    words.is_word("词典先读入")
    report = Report()
    _texts(report, [load(path) for path in corpus.texts[: 40 if quick else 400]])
    _pdfs(report, [load(path) for path in corpus.pdfs])
    _lengths(report, corpus, scratch, quick=quick)
    return report


def _texts(report: Report, sources: list[Source]) -> None:
    with Stopwatch() as ours:
        for source in sources:
            read(source)
    with Stopwatch() as bare:
        for source in sources:
            source.content.decode().splitlines()
    report.figures.append(("reading text", _rate(ours, sources)))
    report.ratios.append(
        Ratio("reading text", ours.cpu_s, "decode().splitlines()", bare.cpu_s),
    )


def _pdfs(report: Report, sources: list[Source]) -> None:
    read(sources[0])
    with Stopwatch() as ours:
        page_count = sum(read(source).page_count or 0 for source in sources)
    with Stopwatch() as bare:
        for source in sources:
            _bare_characters(source)
    pages_s = f", {page_count / ours.cpu_s:.1f} pages per CPU second"
    report.figures.append(("reading PDF", _rate(ours, sources) + pages_s))
    report.ratios.append(Ratio("reading PDF", ours.cpu_s, "pdfplumber's characters", bare.cpu_s))


def _bare_characters(source: Source) -> None:
    with pdfplumber.open(BytesIO(source.content)) as pdf:
        for page in pdf.pages:
            assert page.chars is not None
            page.close()


def _rate(watch: Stopwatch, sources: list[Source]) -> str:
    megabytes = sum(len(source.content) for source in sources) / 1e6
    return (
        f"{len(sources) / watch.cpu_s:.1f} documents and {megabytes / watch.cpu_s:.2f} MB per CPU "
        f"second ({len(sources) / watch.wall_s:.1f} and {megabytes / watch.wall_s:.2f} by the wall)"
    )


def _lengths(report: Report, corpus: Corpus, scratch: Path, *, quick: bool) -> None:
    known = bodies(corpus.texts[:60])
    unit = 20 if quick else 80
    sizes = (unit, 4 * unit, 16 * unit)
    sheets = (2, 8, 32) if quick else (6, 24, 96)
    for name, counts, documents in (
        ("reading one statute (articles)", sizes, [statute(n, known, "甲") for n in sizes]),
        ("reading one notice (points)", sizes, [opinion(n, known) for n in sizes]),
        (
            "the same, lines broken at 36 characters",
            sizes,
            [opinion(n, known, width=36) for n in sizes],
        ),
        ("reading one table (rows)", sizes, [table(n, known) for n in sizes]),
        (
            "reading one PDF (pages)",
            sheets,
            [pages(n, corpus.pdfs, scratch / "joined.pdf") for n in sheets],
        ),
    ):
        watches = [timed(read, source) for source in documents]
        report.growths.append(Growth(name, "s", counts, tuple(watch.cpu_s for watch in watches)))
