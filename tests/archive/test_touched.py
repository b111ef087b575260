"""One more document touches what it concerns, whatever else the archive holds."""

from pathlib import Path

import pytest
from sqlalchemy import event

from archive.archive import Archive
from archive.notice.model import Source
from archive.store import links
from ingest.pipeline import read
from tests.archive.fake_engine import FakeEngine
from tests.laws.linked import BUREAU, document, source

# Words of one character each, so that no two titles are alike.
SUBJECTS = "园林水利交通卫生教育文化体育民政司法财税审计统计农牧渔业粮食盐务烟草邮电矿产"


def rule(serial: int) -> Source:
    """A rule on a subject of its own, which cites the one before."""
    word = SUBJECTS[serial % len(SUBJECTS)] + SUBJECTS[serial // len(SUBJECTS)] + f"{serial}号"
    before = f"根据临财〔2010〕{serial - 1}号文件制定。" if serial > 1 else ""
    text = document(
        f"临财〔2010〕{serial}号",
        f"{BUREAU}关于{word}的通知",
        BUREAU,
        f"{before}本通知自2010年6月1日起施行。",
        "2010年5月5日",
    )
    return source(f"rule-{serial}", text)


def ending(*serials: int) -> Source:
    """A decision that ends these."""
    lines = "\n\n".join(f"{at}.临财〔2010〕{one}号" for at, one in enumerate(serials, 1))
    text = document(
        "临财〔2020〕1号",
        f"{BUREAU}关于废止部分文件的决定",
        BUREAU,
        f"决定废止下列文件：\n\n{lines}",
        "2020年4月2日",
    )
    return source("ending", text)


def concluded(
    folder: Path, count: int, last: Source, monkeypatch: pytest.MonkeyPatch
) -> tuple[int, int]:
    """(works whose timelines were written, statements) when one comes to so many."""
    written: list[int] = []
    statements: list[str] = []
    with Archive.open(folder, engine_type=FakeEngine) as archive:
        with archive.adding():
            for serial in range(1, count + 1):
                archive.add(rule(serial), read(rule(serial)))
        keep = links.write_standings
        monkeypatch.setattr(
            "archive.timelines.links.write_standings",
            lambda connection, rows: (written.extend(rows), keep(connection, rows)),
        )
        event.listen(
            archive._database.engine,
            "before_cursor_execute",
            lambda _connection, _cursor, statement, *_: statements.append(statement),
        )
        archive.add(last, read(last))
        asked = len(statements)
        assert archive.check(deep=True) == ()
    monkeypatch.undo()
    return len(set(written)), asked


def test_one_more_concerns_itself_and_what_it_cites(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = concluded(tmp_path / "few", 5, rule(6), monkeypatch)
    many = concluded(tmp_path / "many", 25, rule(26), monkeypatch)
    assert few[0] == many[0] == 1
    assert few[1] == many[1]


def test_a_decision_concerns_what_it_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few = concluded(tmp_path / "few", 5, ending(1, 2, 3), monkeypatch)
    many = concluded(tmp_path / "many", 25, ending(1, 2, 3), monkeypatch)
    assert few[0] == many[0] == 4
    assert few[1] == many[1]
