"""Citations and references against the gold: every score at or above its floor.

``pytest -s`` shows the shares and the worst documents; ``gold-citations/README.md`` says what a
label means.
"""

import sys
import tomllib
from pathlib import Path

import pytest

from tests.quality.citations import Referred, as_labelled, number_of, report, score

HERE = Path(__file__).parent
GOLD = HERE / "gold-citations"
FOLDERS = ("seeds", "notices", "html", "pdf", "markdown", "laws")


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_every_score_reaches_its_floor(shared_corpus: Path) -> None:
    result = score(GOLD, *(shared_corpus / folder for folder in FOLDERS))
    sys.stdout.write(f"\n{report(result)}\n")
    assert not result.missing, "the corpus lacks labelled documents"
    floors = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))["citations"]
    shares = result.shares()
    low = {name: shares[name] for name, floor in floors.items() if shares[name] < floor}
    assert not low, f"below the floors: {low}"


def test_every_label_file_can_be_read() -> None:
    for path in sorted(GOLD.glob("*.toml")):
        as_labelled(tomllib.loads(path.read_text(encoding="utf-8")))


def test_ways_of_writing_a_number_are_one() -> None:
    assert number_of("中华人民共和国国务院令第707号") == number_of("国令第707号")
    assert number_of("省政府第325号令") == number_of("省政府令第325号")
    assert number_of("财企[2011]318号") == number_of("财企〔2011〕 318号")


def test_a_label_may_name_several_articles() -> None:
    label = {"external": [], "internal": [["第五条至第七条", "5-7", "", ""]]}
    assert as_labelled(label).internal == (Referred("第五条至第七条", frozenset({"5", "6", "7"})),)
