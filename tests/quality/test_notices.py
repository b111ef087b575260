"""The reader against the gold: every score at or above its floor.

``pytest -s`` shows the tables and the worst documents; ``gold/README.md`` says what a label means.
"""

import sys
import tomllib
from pathlib import Path

import pytest

from tests.quality.notices import as_labelled, read_labels, report, score

HERE = Path(__file__).parent
GOLD = HERE / "gold"
FOLDERS = ("notices", "html", "pdf", "markdown")


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_every_score_reaches_its_floor(shared_corpus: Path) -> None:
    result = score(GOLD, *(shared_corpus / folder for folder in FOLDERS))
    sys.stdout.write(f"\n{report(result)}\n")
    assert not result.missing, "the corpus lacks labelled documents"
    floors = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))["notices"]
    shares = result.shares()
    low = {name: shares[name] for name, floor in floors.items() if shares[name] < floor}
    assert not low, f"below the floors: {low}"


def test_every_label_file_can_be_read() -> None:
    for path in sorted(GOLD.glob("*.toml")):
        values = as_labelled(tomllib.loads(path.read_text(encoding="utf-8")))
        keys = {key for key, _, _ in values["outline"]}
        assert keys <= {"cover"} | {f"{n}-{i}" for n in ("main", "att") for i in range(1, 40)}, path


def test_a_range_of_labels_stands_for_each() -> None:
    outline = "== main-1\n第一章\n  第九条..第十一条\n== att-1\n1...3.\n（一）"
    assert read_labels(outline) == (
        ("main-1", 0, "第一章"),
        ("main-1", 1, "第九条"),
        ("main-1", 1, "第十条"),
        ("main-1", 1, "第十一条"),
        ("att-1", 0, "1"),
        ("att-1", 0, "2"),
        ("att-1", 0, "3"),
        ("att-1", 0, "[一]"),
    )
