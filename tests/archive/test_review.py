"""Doubtful links and facts: decided by a person, kept, heeded, taken back."""

from datetime import date
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.errors import NoticeNotFound
from ingest.pipeline import read
from tests.archive.fake_engine import FakeEngine
from tests.laws.linked import BUREAU, GOV, document, source

OLD = source(
    "old",
    document(
        "临财〔2015〕1号",
        f"{BUREAU}关于进一步加强市级科技项目经费使用管理工作的通知",
        BUREAU,
        "请遵照执行。",
        "2015年1月5日",
    ),
)
NEW = source(
    "new",
    document(
        "临财〔2020〕6号",
        f"{BUREAU}关于科技项目经费的通知",
        BUREAU,
        f"《{BUREAU}关于进一步加强市科技项目经费使用管理工作的通知》自2020年7月1日起停止执行。",
        "2020年6月2日",
    ),
)
OTHER = source(
    "other", document("临政〔2016〕2号", f"{GOV}关于公园的通知", GOV, "请执行。", "2016年1月5日")
)
WAITING = source(
    "waiting",
    "临海市园区办法\n\n第一条 为了园区，制定本办法。\n\n第二条 本办法自公布之日起施行。\n",
)
DAY = date(2021, 1, 1)


@pytest.fixture
def archive(tmp_path: Path):
    with Archive.open(tmp_path, engine_type=FakeEngine) as opened:
        for made in (OLD, NEW, OTHER):
            opened.add(made, read(made))
        yield opened


def status(archive: Archive, number: str = "临财〔2015〕1号") -> tuple[str, str | None]:
    found = archive.status(archive.find(number).id, None, DAY)
    return found.status, found.reason


def test_an_inferred_ending_waits_and_ends_nothing(archive: Archive) -> None:
    (doubt,) = archive.doubts(public=True)
    assert (doubt.type, doubt.state) == ("REPEALS", "INFERRED")
    assert doubt.target is not None
    assert doubt.target.number == "临财〔2015〕1号"
    assert status(archive) == ("UNKNOWN", "candidate")


def test_confirmed_it_ends_and_undone_it_waits_again(archive: Archive) -> None:
    (doubt,) = archive.doubts(public=True)
    number = archive.judge("confirm", doubt.reference, who="王", why="核对了原文")
    assert status(archive) == ("REPEALED", None)
    assert archive.doubts(public=True) == ()
    archive.undo(number, who="李", why="看错了")
    assert status(archive) == ("UNKNOWN", "candidate")
    kept = archive.judgements()
    assert [(one.action, one.who, one.is_undone) for one in kept] == [
        ("confirm", "王", True),
        ("undo", "李", False),
    ]
    with pytest.raises(NoticeNotFound):
        archive.undo(number, who="李", why="再来")


def test_rejected_it_has_no_effect(archive: Archive) -> None:
    (doubt,) = archive.doubts(public=True)
    archive.judge("reject", doubt.reference, who="王", why="不是这一件")
    assert status(archive) == ("PRESUMED_EFFECTIVE", "implied")


def test_redirected_it_ends_the_other(archive: Archive) -> None:
    (doubt,) = archive.doubts(public=True)
    other = archive.find("临政〔2016〕2号").id
    archive.judge("redirect", doubt.reference, who="王", why="指的是这件", target=other)
    assert status(archive, "临政〔2016〕2号") == ("REPEALED", None)
    assert status(archive) == ("PRESUMED_EFFECTIVE", "implied")


def test_a_decision_outlives_a_rereading(archive: Archive) -> None:
    (doubt,) = archive.doubts(public=True)
    archive.judge("confirm", doubt.reference, who="王", why="核对了原文")

    def again(made):
        found = read(made)
        return type(found)(
            **{name: getattr(found, name) for name in found.__slots__ if name != "reader"},
            reader="another",
        )

    archive.reread(again)
    assert status(archive) == ("REPEALED", None)


def test_an_entered_day_settles_what_the_text_leaves_open(archive: Archive) -> None:
    work = archive.add(WAITING, read(WAITING)).id
    assert archive.status(work, None, DAY).reason == "effective_date"
    number = archive.enter(
        work, "date_published", date(2019, 3, 1), who="王", why="市政府网站2019年3月1日发布"
    )
    found = archive.status(work, None, DAY)
    assert (found.status, found.in_force) == ("EFFECTIVE", True)
    assert "市政府网站2019年3月1日发布" in [one.quote for one in found.evidence]
    assert archive.status(work, None, date(2019, 2, 28)).status == "NOT_YET_EFFECTIVE"
    archive.undo(number, who="王", why="录错了")
    assert archive.status(work, None, DAY).reason == "effective_date"


def test_what_is_unknown_is_said(archive: Archive) -> None:
    with pytest.raises(NoticeNotFound):
        archive.judge("confirm", "0123456789", who="王", why="无")
    with pytest.raises(NoticeNotFound):
        archive.enter("没有这一件", "date_published", DAY, who="王", why="无")


def test_a_deep_check_derives_everything_again(archive: Archive) -> None:
    (doubt,) = archive.doubts(public=True)
    archive.judge("confirm", doubt.reference, who="王", why="核对了原文")
    assert archive.check(deep=True) == ()
    with archive._database.writing() as connection:
        connection.exec_driver_sql("UPDATE standings SET status = 'EFFECTIVE' WHERE key = ''")
        connection.exec_driver_sql("UPDATE citations SET state = 'ASSERTED', how = 'number'")
    codes = {fault.code for fault in archive.check(deep=True)}
    assert codes == {"LINK_STALE", "STANDING_STALE"}
    assert archive.check() == ()
    archive.relink()
    assert archive.check(deep=True) == ()
    assert status(archive) == ("REPEALED", None)
