"""Amending against the gold: every score at or above its floor.

``pytest -s`` shows what is wrong; ``gold-compare/README.md`` says what a label means.
"""

import sys
import tomllib
from pathlib import Path

import pytest

from tests.quality.amending import report, score

HERE = Path(__file__).parent
GOLD = HERE / "gold-compare"


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.timeout(300)
def test_every_score_reaches_its_floor(shared_corpus: Path) -> None:
    result = score(GOLD, shared_corpus)
    sys.stdout.write(f"\n{report(result)}\n")
    assert not result.missing, "the corpus lacks labelled decisions"
    floors = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))["amending"]
    shares = {name: result.share(name).percent for name in floors}
    low = {name: shares[name] for name, floor in floors.items() if shares[name] < floor}
    assert not low, f"below the floors: {low}"
