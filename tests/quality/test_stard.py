"""Laypeople's questions: best match above the baseline by the factors in ``floors.toml``."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_best_match_is_above_the_baseline_by_its_floors(shared_corpus: Path, root: Path) -> None:
    ran = subprocess.run(  # noqa: S603  our own program
        (sys.executable, "-m", "benchmarks.stard", shared_corpus / "stard"),
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    sys.stdout.write(f"\n{ran.stdout}")
    ratio = json.loads(ran.stdout)["all"]["ratio"]
    floors = tomllib.loads((Path(__file__).parent / "floors.toml").read_text(encoding="utf-8"))
    low = {n: ratio[n] for n, floor in floors["stard"].items() if 100 * ratio[n] < floor}
    assert not low, f"below the floors: {low}"
