"""The scorer of statuses itself, on the shipped documents."""

from pathlib import Path

from archive.archive import Archive
from tests.quality.validity import fill, read_cases, report, score

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
