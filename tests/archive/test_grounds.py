"""What a status rests on beyond the texts: rules about default terms, and who succeeded whom."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.errors import ArchiveError
from ingest.pipeline import read
from tests.archive.fake_engine import FakeEngine
from tests.laws.linked import document, source

PACK = "shanghai-former"
DAY = date(2020, 1, 1)
SHANGHAI = source(
    "shanghai",
    document(
        "徐府发〔2012〕3号",
        "上海市徐汇区人民政府关于印发徐汇区停车管理办法的通知",
        "上海市徐汇区人民政府",
        "现将《徐汇区停车管理办法》印发给你们，请遵照执行。\n\n第一条 停车位由区政府管理。\n\n"
        "第二条 本办法自2012年3月1日起施行。",
        "2012年2月5日",
    ),
)
TRADE = "甲市工商行政管理局"
MARKET = "甲市市场监督管理局"
OLD = source(
    "old",
    document(
        "甲工商〔2010〕3号",
        f"{TRADE}关于规范户外广告登记的通知",
        TRADE,
        "各分局应当规范户外广告登记。本通知自2010年5月1日起施行。",
        "2010年4月2日",
    ),
)
ENDING = source(
    "ending",
    document(
        "甲市监〔2019〕8号",
        f"{MARKET}关于废止部分规范性文件的通知",
        MARKET,
        f"《{TRADE}关于规范户外广告登记的通知》（甲工商〔2010〕3号）自2019年6月1日起废止。",
        "2019年5月20日",
    ),
)


def opened(folder: Path, packs: tuple[str, ...] | None = None) -> Archive:
    return Archive.open(folder, engine_type=FakeEngine, policy_packs=packs)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with opened(tmp_path) as archive:
        for made in (SHANGHAI, OLD, ENDING):
            archive.add(made, read(made))
    return tmp_path


@pytest.fixture
def archive(folder: Path) -> Iterator[Archive]:
    with opened(folder) as archive:
        yield archive


def listed(archive: Archive) -> dict[str | None, str]:
    return {line.number: line.status for line in archive.listing(on=DAY, public=True)}


def test_no_default_term_counts_unless_it_is_turned_on(archive: Archive) -> None:
    work = archive.find("徐府发〔2012〕3号").id
    assert archive.status(work, None, DAY).status == "EFFECTIVE"
    assert listed(archive)["徐府发〔2012〕3号"] == "EFFECTIVE"


def test_turned_on_it_counts_everywhere_and_is_named_in_the_proof(folder: Path) -> None:
    with opened(folder, (PACK,)) as archive:
        work = archive.find("徐府发〔2012〕3号").id
        found = archive.status(work, None, DAY)
        assert (found.status, found.reason) == ("UNKNOWN", "presumed_expired")
        [proof] = [e for e in found.evidence if not e.id]
        assert proof.title == "上海市曾经的默认有效期"
        assert "行政规范性文件制定和备案规定" in proof.quote
        assert listed(archive)["徐府发〔2012〕3号"] == "UNKNOWN"
        assert listed(archive)["甲工商〔2010〕3号"] == "REPEALED"
        assert archive.check(deep=True) == ()


def test_it_stays_as_it_was_set_until_somebody_sets_it_otherwise(folder: Path) -> None:
    for packs, status in (((PACK,), "UNKNOWN"), (None, "UNKNOWN"), ((), "EFFECTIVE")):
        with opened(folder, packs):
            pass
        with Archive.open(folder, create=False, writable=False, engine_type=FakeEngine) as archive:
            assert listed(archive)["徐府发〔2012〕3号"] == status
            work = archive.find("徐府发〔2012〕3号").id
            assert archive.status(work, None, DAY).status == status


def test_what_is_added_later_is_judged_by_it_as_well(tmp_path: Path) -> None:
    with opened(tmp_path, (PACK,)) as archive:
        archive.add(SHANGHAI, read(SHANGHAI))
        assert listed(archive)["徐府发〔2012〕3号"] == "UNKNOWN"
        assert archive.check(deep=True) == ()


def test_a_rule_of_an_unknown_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="没有名为“nowhere”的默认有效期规则"):
        opened(tmp_path, ("nowhere",))


def test_an_entered_succession_is_cited_where_the_successor_ends_a_text(archive: Archive) -> None:
    work = archive.find("甲工商〔2010〕3号").id
    before = archive.status(work, None, DAY)
    assert (before.status, before.organs) == ("REPEALED", ())
    number = archive.succeed(
        TRADE, MARKET, date(2019, 1, 15), kind="职责划入", who="王", why="甲市机构改革方案"
    )
    [step] = archive.status(work, None, DAY).organs
    assert (step.former, step.successor, step.since) == (TRADE, MARKET, date(2019, 1, 15))
    assert (step.evidence, step.who, step.is_ground) == ("甲市机构改革方案", "王", True)
    assert archive.status(work, None, date(2018, 1, 1)).organs == ()
    archive.undo(number, who="王", why="录错")
    assert archive.status(work, None, DAY).organs == ()


def test_clean_ups_of_a_successor_count_as_held(archive: Archive) -> None:
    work = archive.find("甲工商〔2010〕3号").id
    assert "没有收录" in (archive.status(work, None, DAY).coverage or "")
    archive.succeed(TRADE, MARKET, date(2019, 1, 15), kind="更名", who="王", why="方案")
    covered = archive.status(work, None, DAY).coverage or ""
    assert f"{TRADE}及承接其职责的{MARKET}的清理文件1件" in covered


def test_an_organ_cannot_succeed_itself(archive: Archive) -> None:
    with pytest.raises(ArchiveError, match="两个机关是同一个"):
        archive.succeed(TRADE, f"原{TRADE}", DAY, kind="更名", who="王", why="方案")
