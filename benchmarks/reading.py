"""Bytes to notices: how fast, in which stage, how that grows with length, against bare parsing."""

from io import BytesIO
from pathlib import Path

import pdfplumber

from archive import words
from archive.notice.model import Source
from benchmarks.corpus import Corpus, bodies, opinion, pages, statute, table
from benchmarks.measure import Growth, Profile, Ratio, Report, Stopwatch, timed
from ingest.anatomy import assemble
from ingest.blocks import name_blocks
from ingest.lines import join_lines
from ingest.notice import conclude
from ingest.pipeline import READER, read
from ingest.readers import read_pages
from ingest.source import load


def measure(corpus: Corpus, scratch: Path, *, quick: bool) -> Report:
    """The reading room's part of the report."""
    words.is_word("词典先读入")
    report = Report()
    texts = [load(path) for path in corpus.texts[: 40 if quick else 400]]
    pdfs = [load(path) for path in corpus.pdfs]
    _texts(report, texts)
    _pdfs(report, pdfs)
    report.profiles += [_profile("reading text", texts), _profile("reading PDF", pdfs)]
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
            _words_and_tables(source)
    pages_s = f", {page_count / ours.cpu_s:.1f} pages per CPU second"
    report.figures.append(("reading PDF", _rate(ours, sources) + pages_s))
    report.ratios.append(
        Ratio("reading PDF", ours.cpu_s, "pdfplumber's words and tables", bare.cpu_s)
    )


def _words_and_tables(source: Source) -> None:
    """What pdfplumber by itself makes of the same pages."""
    with pdfplumber.open(BytesIO(source.content)) as pdf:
        for page in pdf.pages:
            page.extract_words()
            page.find_tables()
            page.close()


def _profile(name: str, sources: list[Source]) -> Profile:
    """The route of ``ingest.pipeline``, every stage timed."""
    watches = {stage: Stopwatch() for stage in ("pages", "lines", "blocks", "assemble", "conclude")}
    for source in sources:
        with watches["pages"]:
            printed = read_pages(source)
        with watches["lines"]:
            lines = join_lines(printed, words.is_word)
        with watches["blocks"]:
            blocks = name_blocks(lines)
        with watches["assemble"]:
            draft = assemble(blocks)
        with watches["conclude"]:
            conclude(draft, source, READER)
    return Profile(name, tuple((stage, watch.cpu_s) for stage, watch in watches.items()))


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
            [pages(n, sheets[0], corpus.pdfs, scratch / "joined.pdf") for n in sheets],
        ),
    ):
        watches = [timed(read, source) for source in documents]
        report.growths.append(Growth(name, "s", counts, tuple(watch.cpu_s for watch in watches)))
