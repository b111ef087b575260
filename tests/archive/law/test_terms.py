"""Terms and events counted; organs ranked."""

from datetime import date

import pytest

from archive.law.authority import level_of, oversteps
from archive.law.terms import event_day, term_end

DAY = date(2021, 1, 31)


@pytest.mark.parametrize(
    ("term", "ends"),
    [
        ("5年", date(2026, 1, 31)),
        ("两年", date(2023, 1, 31)),
        ("1个月", date(2021, 2, 28)),
        ("一年半", date(2022, 7, 31)),
        ("18个月", date(2022, 7, 31)),
        ("长期", None),
    ],
)
def test_a_term_ends_on_the_corresponding_day(term: str, ends: date | None) -> None:
    assert term_end(term, DAY) == ends


@pytest.mark.parametrize(
    ("event", "begins"),
    [
        ("发布之日", date(2021, 3, 1)),
        ("公布之日起30日后", date(2021, 4, 1)),
        ("印发之日", date(2021, 2, 1)),
        ("印发之日起三十日后", date(2021, 3, 4)),
        ("印发之日起1个月后", date(2021, 3, 2)),
        ("即日", date(2021, 2, 1)),
        ("公布之日起30个工作日后", None),
        ("1995年8月l日", None),
    ],
)
def test_an_event_has_its_day(event: str, begins: date | None) -> None:
    days = {"signed": DAY, "printed": date(2021, 2, 1), "published": date(2021, 3, 1)}
    assert event_day(event, **days) == begins


def test_what_is_made_public_on_an_unknown_day_has_none() -> None:
    assert event_day("发布之日", signed=DAY, printed=DAY, published=None) is None
    assert event_day("印发之日", signed=DAY, printed=None, published=None) == DAY


@pytest.mark.parametrize(
    ("organ", "level"),
    [
        ("国务院", 0),
        ("国务院办公厅", 0),
        ("财政部", 1),
        ("国家发展改革委", 1),
        ("河南省人民政府办公厅", 2),
        ("上海市人民政府", 2),
        ("河南省财政厅", 2.5),
        ("焦作市人民政府办公室", 3),
        ("广东省广州市人民政府", 3),
        ("焦作市科学技术局", 3.5),
        ("上海市徐汇区人民政府", 4),
        ("修武县人民政府", 4),
        ("领导小组", None),
    ],
)
def test_an_organ_has_its_level(organ: str, level: float | None) -> None:
    assert level_of(organ) == level


def test_only_a_lower_organ_oversteps() -> None:
    assert oversteps(["修武县人民政府"], ["焦作市人民政府"])
    assert not oversteps(["焦作市人民政府办公室"], ["焦作市人民政府"])
    assert not oversteps(["国务院"], ["焦作市人民政府"])
    assert not oversteps(["领导小组"], ["焦作市人民政府"])
