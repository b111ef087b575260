"""NOTICE arguments."""

from datetime import date

import pytest

from archive.archive import Archive
from archive.errors import NoticeNotFound
from archive.names import parse_name
from archive.notice.model import SectionKind
from archive.record import Target
from tests.archive.hand_made import article, component, reading, section, source

TABLE = section("main-1/tbl-1", SectionKind.TABLE, rows=(("序号", "园区"), ("1", "沁阳")))
MADE = reading(
    number="焦政办〔2021〕65号",
    issuers=["焦作市人民政府办公室"],
    signed="2021-11-09",
    components=(component(article(7, "甲。"), TABLE),),
)
ID = "焦政办-2021-65"


@pytest.fixture
def filled(fresh: Archive) -> Archive:
    fresh.add(source(MADE), MADE)
    return fresh


@pytest.mark.parametrize(
    "typed",
    [
        "焦政办〔2021〕65号",
        "焦政办[2021]65号",
        "焦政办（2021）65号",
        "焦政办【2021】 65 号",
        "焦政办-2021-65",
        "jiao-zheng-ban-2021-65",
        " 焦政办(2021)第65号 ",
    ],
)
def test_a_number_in_any_style_an_id_and_an_alias_mean_the_same(
    filled: Archive, typed: str
) -> None:
    assert filled.find(typed) == Target(ID, "焦政办〔2021〕65号")


def test_behind_the_name_stand_a_day_and_a_key(filled: Archive) -> None:
    target = filled.find("焦政办(2021)65号@2022-01-01#main-1/art-7")
    assert target == Target(ID, "焦政办〔2021〕65号", date(2022, 1, 1), None, "main-1/art-7")


def test_a_pinned_text_is_named_as_it_is_called(filled: Archive) -> None:
    target = filled.find(f"{ID}@2021-11-09~1")
    assert (target.on, target.expression) == (date(2021, 11, 9), "2021-11-09~1")
    assert parse_name("甲@undated").expression == "undated"
    with pytest.raises(NoticeNotFound, match="没有名为"):
        filled.find(f"{ID}@2021-11-09~2")


@pytest.mark.parametrize("key", ["main-1", "main-1/art-7", "main-1/tbl-1/r-1", "main-1/tbl-1/r-2"])
def test_keys_of_components_sections_and_rows_are_known(filled: Archive, key: str) -> None:
    assert filled.status(ID, key, date(2022, 1, 1)).key == key


@pytest.mark.parametrize("key", ["main-2", "main-1/art-8", "main-1/tbl-1/r-3", "main-1/tbl-1/r-0"])
def test_a_key_that_the_text_has_not_is_refused(filled: Archive, key: str) -> None:
    with pytest.raises(NoticeNotFound, match=key):
        filled.find(f"{ID}#{key}")


@pytest.mark.parametrize("typed", ["甲@昨天", "甲@2021-13-01", "甲@~2", "甲@2021-11-09~0"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(NoticeNotFound, match="不是日期"):
        parse_name(typed)


def test_a_section_s_status_is_told_for_a_day(filled: Archive) -> None:
    conclusion = filled.status(ID, "main-1/art-7", date(2022, 1, 1))
    assert (conclusion.status, conclusion.label, conclusion.reason, conclusion.in_force) == (
        "PRESUMED_EFFECTIVE",
        "未见失效依据",
        "implied",
        "presumed",
    )
    assert (conclusion.number, conclusion.on) == ("焦政办〔2021〕65号", date(2022, 1, 1))
    assert conclusion.coverage == (
        "档案库没有收录焦作市人民政府办公室的清理文件；未见废止不等于没有废止。"
    )
    assert [(i.status, i.start, i.stop) for i in conclusion.timeline] == [
        ("NOT_YET_EFFECTIVE", None, date(2021, 11, 8)),
        ("PRESUMED_EFFECTIVE", date(2021, 11, 9), None),
    ]
