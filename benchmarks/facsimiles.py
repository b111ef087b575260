"""Pages of PDFs as pictures, and a long notice as a Word document: time and weight.

::

    python -m benchmarks.facsimiles FOLDER      of PDFs: CPU milliseconds and kilobytes
"""

import argparse
import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import median

from archive.archive import Archive
from archive.notice.numerals import format_numeral
from archive.words import cut
from benchmarks.comparing import law
from benchmarks.measure import machine, percentile
from ingest.facsimile import draw, measure
from ingest.pipeline import read
from ingest.source import load, source_from_bytes
from web.facsimiles import WIDTHS_PX
from web.word.notice import notice_docx

_PAGES = 100
"""About so many of each width, spread over all files."""
_ARTICLES = 1300
_DAY = date(2026, 11, 23)


def main() -> None:
    """Print one line for each width, and one for Word."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.facsimiles", description=__doc__)
    parser.add_argument("folder", type=Path)
    paths = sorted(parser.parse_args().folder.glob("*.pdf"))
    print(machine())
    sources = [load(path) for path in paths]
    pages = [(one, page) for one in sources for page in range(1, len(measure(one)) + 1)]
    for width in WIDTHS_PX:
        spent, weights = [], []
        for source, page in pages[:: max(len(pages) // _PAGES, 1)]:
            begun = time.process_time()
            weights.append(len(draw(source, page, width)))
            spent.append((time.process_time() - begun) * 1000)
        p50, p95 = percentile(spent, 0.5), percentile(spent, 0.95)
        weight = median(weights) / 1000
        print(
            f"{width} px: p50 {p50:.0f} ms, p95 {p95:.0f} ms, {weight:.0f} KB, {len(spent)} pages"
        )
    _word()


def _word() -> None:
    body = "\n\n".join(
        f"第{format_numeral(at)}条 {line}" for at, line in enumerate(law(_ARTICLES), 1)
    )
    source = source_from_bytes("long.txt", f"临海市综合条例\n\n{body}\n".encode())
    with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder)) as archive:
        work = archive.add(source, read(source)).id
        record, conclusion = archive.record(work), archive.status(work, None, _DAY)
        begun = time.process_time()
        content = notice_docx(record, conclusion, on=_DAY, made_on=_DAY, address="", cut=cut)
        spent = time.process_time() - begun
    print(f"Word, {_ARTICLES} articles: {spent:.2f} s, {len(content) / 1000:.0f} KB")


if __name__ == "__main__":
    main()
