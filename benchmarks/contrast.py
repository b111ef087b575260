"""A law of 1,300 articles and its revision as a page, a Word table and a single file: time, weight.

::

    python -m benchmarks.contrast           CPU seconds and kilobytes
"""

import tempfile
import time
from datetime import date
from pathlib import Path

from flask.testing import FlaskClient

from archive.archive import Archive
from archive.notice.numerals import format_numeral
from benchmarks.comparing import law, revised
from benchmarks.measure import machine
from ingest.pipeline import read
from ingest.source import source_from_bytes
from web import create_app
from web.config import Config

_ARTICLES = 1300
_SHARES = (0.05, 0.5, 1.0)
_DAYS = (date(2018, 1, 1), date(2024, 1, 1))
_FORMS = {
    "page": "/compare?old={old}&new={new}",
    "second page": "/compare?old={old}&new={new}&page=2",
    "all articles": "/compare?old={old}&new={new}&show=all",
    "filtered": "/compare?old={old}&new={new}&type=MODALITY",
    "Word": "/compare.docx?old={old}&new={new}",
    "single file": "/compare.html?old={old}&new={new}&show=all",
}


def main() -> None:
    """Print a table for each share of articles that changed."""
    print(machine())
    for share in _SHARES:
        print(f"\n{_ARTICLES} articles, {share:.0%} changed\n{'':14}{'s':>7}{'KB':>8}{'rows':>7}")
        with tempfile.TemporaryDirectory() as folder:
            works = _fill(Path(folder) / "archive", share)
            client = create_app(Config(archive=Path(folder) / "archive")).test_client()
            for form, address in _FORMS.items():
                _measure(client, form, address.format(**works))


def _fill(folder: Path, share: float) -> dict[str, str]:
    """An archive of both texts; the names of each."""
    lines = law(_ARTICLES)
    with Archive.open(folder) as archive, archive.adding():
        for day, text in zip(_DAYS, (lines, revised(lines, share)), strict=True):
            ending = f"本条例自{day.year}年{day.month}月{day.day}日起施行。"
            body = "\n\n".join(
                f"第{format_numeral(at)}条 {line}" for at, line in enumerate((*text, ending), 1)
            )
            source = source_from_bytes(f"{day}.txt", f"临海市综合条例\n\n{body}\n".encode())
            work = archive.add(source, read(source)).id
    old, new = (f"{work}@{day}" for day in _DAYS)
    return {"old": old, "new": new}


def _measure(client: FlaskClient, form: str, address: str) -> None:
    begun = time.process_time()
    answer = client.get(address)
    spent = time.process_time() - begun
    if answer.status_code == 404:
        print(f"{form:14}{'—':>7}")
        return
    assert answer.status_code == 200, (address, answer.status_code)
    rows = answer.data.count(b'class="contrast-row"')
    print(f"{form:14}{spent:7.2f}{len(answer.data) / 1000:8.0f}{rows or '—':>7}", flush=True)


if __name__ == "__main__":
    main()
