"""Lists: narrowed by month and status of a day, turns of status, what is cited but not held."""

import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from archive.archive import ENDED, Archive
from archive.record import Turn
from ingest.pipeline import read
from tests.archive.fake_engine import FakeEngine
from tests.archive.listed import OLD, ON, TERM, fill
from tests.laws.linked import BUREAU, GOV, document, source


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """Filled."""
    folder: Path = tmp_path_factory.mktemp("lists") / "archive"
    with Archive.open(folder, engine_type=FakeEngine) as archive:
        fill(archive)
        yield archive


def numbers(found: tuple[Turn, ...]) -> list[str | None]:
    return [turn.listed.number for turn in found]


def test_a_list_is_narrowed_by_the_status_of_its_day(archive: Archive) -> None:
    def in_force(on: date) -> set[str | None]:
        listed = archive.listing(on=on, public=True, status="in_force")
        assert archive.count(on=on, public=True, status="in_force") == len(listed)
        return {line.number for line in listed}

    assert in_force(date(2020, 6, 30)) >= {"临财〔2018〕1号", "临财〔2018〕2号"}
    assert "临财〔2018〕2号" not in in_force(ON)
    assert "临财〔2018〕1号" not in in_force(date(2022, 1, 1))
    repealed = archive.listing(on=ON, public=True, status="REPEALED")
    assert [line.number for line in repealed] == ["临财〔2018〕2号"]


def test_the_statuses_of_a_day_add_up_to_all(archive: Archive) -> None:
    found = archive.browse(public=True, on=ON, status="REPEALED")["status"]
    assert sum(value.count for value in found) == archive.count(public=True) == 4


def test_a_year_falls_into_its_months(archive: Archive) -> None:
    found = archive.browse(public=True, year=2018)["month"]
    assert [(value.value, value.count) for value in found] == [("2", 1), ("5", 1)]
    listed = archive.listing(on=ON, public=True, year=2018, month=5)
    assert [line.number for line in listed] == ["临财〔2018〕2号"]
    assert archive.count(public=True, month=0) == 0
    assert "month" not in archive.browse(public=True)


def test_endings_of_a_period_are_listed_by_day(archive: Archive) -> None:
    every = archive.turns(
        public=True, first=date(2020, 1, 1), last=date(2021, 12, 31), status="ended"
    )
    assert numbers(every) == ["临财〔2018〕1号", "临财〔2018〕2号"]
    assert [turn.day for turn in every] == [date(2021, 7, 1), date(2020, 7, 1)]
    assert [turn.status for turn in every] == ["EXPIRED", "REPEALED"]
    assert {turn.before for turn in every}.isdisjoint(ENDED)
    assert [turn.listed.status for turn in every] == ["EXPIRED", "REPEALED"]
    soon = archive.turns(
        public=True,
        first=date(2021, 1, 2),
        last=date(2021, 7, 1),
        status="ended",
        newest_first=False,
    )
    assert numbers(soon) == ["临财〔2018〕1号"]


def test_turns_are_counted_and_paged_alike(archive: Archive) -> None:
    first, last = date(2018, 1, 1), date(2030, 1, 1)
    every = archive.turns(public=True, first=first, last=last)
    assert archive.count_turns(public=True, first=first, last=last) == len(every)
    paged = [
        turn
        for offset in range(len(every))
        for turn in archive.turns(public=True, first=first, last=last, limit=1, offset=offset)
    ]
    assert paged == list(every)
    assert archive.count_turns(public=True, first=first, last=last, issuer="没有这个机关") == 0


def test_what_is_missing_is_counted_by_who_cites_it(archive: Archive) -> None:
    found = archive.missing(public=True, limit=10)
    assert archive.count_missing(public=True) == len(found)
    counts = {each.named.title: each.works for each in found}
    assert counts[f"{GOV}关于科技的意见"] == 2
    assert found[0].named.title == f"{GOV}关于科技的意见"
    assert all(each.named.is_stub for each in found)


def test_what_only_a_held_notice_cites_is_missing_for_nobody_outside(archive: Archive) -> None:
    public = {each.named.title: each.works for each in archive.missing(public=True, limit=10)}
    every = {each.named.title: each.works for each in archive.missing(public=False, limit=10)}
    assert f"{GOV}关于保密的意见" in every
    assert f"{GOV}关于保密的意见" not in public
    assert (public[f"{GOV}关于公园的意见"], every[f"{GOV}关于公园的意见"]) == (1, 2)


def test_arrivals_are_in_the_order_in_which_notices_came(archive: Archive) -> None:
    public = archive.arrivals(public=True)
    assert len(public) == archive.count(public=True) == 4
    assert [one.first for one in public] == sorted(one.first for one in public)
    assert archive.arrivals(public=True, limit=2, offset=2) == public[2:]
    assert len(archive.arrivals(public=False)) == 5
    assert archive.renewed(on=ON, public=True, limit=5) == ()


def test_a_notice_of_which_another_file_came_is_renewed(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "archive", engine_type=FakeEngine) as archive:
        for text in (TERM, OLD, TERM + "\n\n"):
            given = source("again", text)
            archive.add(given, read(given))
        assert archive.count(public=True) == 2
        renewed = archive.renewed(on=ON, public=True, limit=5)
        assert [line.number for line, _ in renewed] == ["临财〔2018〕1号"]
        assert renewed[0][1] > renewed[0][0].added_at


def test_lines_are_asked_for_by_id(archive: Archive) -> None:
    every = archive.arrivals(public=False)
    lines = archive.lines([one.id for one in every], on=ON, public=True)
    assert set(lines) == {one.id for one in archive.arrivals(public=True)}
    assert lines["临财-2018-2"].status == "REPEALED"


def topical(serial: int, topic: str | None) -> str:
    """A notice as a web page's export prints it, with its class."""
    block = f"索引号：00001-{serial}\n主题分类：{topic}\n发文字号：临财〔2022〕{serial}号\n\n"
    text = document(
        f"临财〔2022〕{serial}号",
        f"{BUREAU}关于第{serial}件事的通知",
        BUREAU,
        "办。",
        "2022年1月5日",
    )
    return (block if topic else "") + text


@pytest.fixture
def topics(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    with Archive.open(folder, engine_type=FakeEngine) as archive:
        for serial, topic in enumerate(("科技、教育\\科技", "科技、教育\\教育", None), 1):
            given = source(f"topic{serial}", topical(serial, topic))
            reading = read(given)
            fields = reading.notice.fields
            assert topic is None or [f.value for f in fields if f.name == "topic_class"] == [topic]
            archive.add(given, reading)
    return folder


def by_topic(folder: Path) -> list[tuple[str, int]]:
    with Archive.open(folder, engine_type=FakeEngine) as archive:
        found = archive.browse(public=True)["topic"]
        for value in found:
            assert archive.count(public=True, topic=value.value) == value.count
        return [(value.value, value.count) for value in found]


def test_what_a_notice_is_about_is_its_class_s_first_step(topics: Path) -> None:
    assert by_topic(topics) == [("科技、教育", 2), ("", 1)]


def test_an_older_catalogue_learns_what_its_notices_are_about(topics: Path) -> None:
    with sqlite3.connect(topics / "catalogue.sqlite") as database:
        database.execute("DROP INDEX ix_works_topic")
        database.execute("ALTER TABLE works DROP COLUMN topic")
        database.execute("UPDATE alembic_version SET version_num = '0002'")
    database.close()
    assert by_topic(topics) == [("科技、教育", 2), ("", 1)]


def test_lists_without_any_topic_offer_none(archive: Archive) -> None:
    found = archive.browse(public=True)
    assert found["topic"] == ()
