"""Relations against the gold: every score at or above its floor.

``pytest -s`` shows the shares and what is wrong; ``gold-relations/README.md`` says what a label
means.
"""

import sys
import tomllib
from pathlib import Path

import pytest

from tests.quality.relations import report, score

HERE = Path(__file__).parent
GOLD = HERE / "gold-relations"


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_every_score_reaches_its_floor(shared_corpus: Path) -> None:
    result = score(GOLD, shared_corpus)
    sys.stdout.write(f"\n{report(result)}\n")
    assert not result.missing, "the corpus lacks labelled documents"
    floors = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))["relations"]
    shares = result.shares()
    low = {name: shares[name] for name, floor in floors.items() if shares[name] < floor}
    assert not low, f"below the floors: {low}"


def test_every_label_can_be_read() -> None:
    sentences = [
        label
        for path in sorted(GOLD.glob("sentences-*.toml"))
        for label in tomllib.loads(path.read_text(encoding="utf-8"))["sentence"]
    ]
    assert sum(bool(label["relations"]) for label in sentences) >= 250
    assert sum(not label["relations"] for label in sentences) >= 150
