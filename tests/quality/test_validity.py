"""Statuses against the gold, and the scorer itself on the shipped documents."""

import sys
import tomllib
from pathlib import Path

import pytest

from archive.archive import Archive
from tests.quality.validity import NotIndexed, fill, read_cases, report, score, shares

HERE = Path(__file__).parent

_GOLD = """
[[case]]
folder = "seeds"
file = "notice.txt"
on = "2021-11-09"
status = "EFFECTIVE"
[[case]]
folder = "seeds"
file = "notice.txt"
on = "2026-11-10"
status = "EXPIRED"
because = "有效期至2026年11月9日"
[[case]]
folder = "seeds"
file = "notice.txt"
on = "2021-11-10"
status = "EXPIRED"
[[case]]
folder = "seeds"
file = "absent.txt"
on = "2021-11-10"
status = "EXPIRED"
"""


def test_right_wrong_and_falsely_in_force_are_told_apart(tmp_path: Path, corpus: Path) -> None:
    seeds = tmp_path / "corpus" / "seeds"
    seeds.mkdir(parents=True)
    notice = next(path for path in corpus.rglob("*.txt") if "65号" in path.name)
    (seeds / "notice.txt").write_bytes(notice.read_bytes())
    gold = tmp_path / "validity.toml"
    gold.write_text(_GOLD, encoding="utf-8")
    with Archive.open(tmp_path / "archive") as archive:
        ids = fill(archive, tmp_path / "corpus", workers=1)
        verdicts = score(archive, ids, read_cases(gold))
    assert [verdict.is_right for verdict in verdicts] == [True, True, False, False]
    assert [verdict.is_falsely_in_force for verdict in verdicts] == [False, False, True, False]
    assert "!! seeds/notice.txt  on 2021-11-10" in report(verdicts)


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_every_share_reaches_its_floor(tmp_path: Path, shared_corpus: Path) -> None:
    with Archive.open(tmp_path / "archive", engine_type=NotIndexed) as archive:
        ids = fill(archive, shared_corpus, workers=2)
        verdicts = score(archive, ids, read_cases(HERE / "gold-validity"))
    sys.stdout.write(f"\n{report(verdicts)}\n")
    assert all(verdict.found for verdict in verdicts), "the corpus lacks labelled documents"
    floors = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))["validity"]
    found = shares(verdicts)
    low = {name: found[name] for name, floor in floors.items() if found[name] < floor}
    assert not low, f"below the floors: {low}"
