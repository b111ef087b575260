"""Who took over whose duties: the table itself, and what is followed in it."""

from datetime import date

from archive.law.succession import Succession, acting, following, organ_key
from archive.organs import known_successions


def step(former: str, successor: str, since: str) -> Succession:
    return Succession(former, successor, date.fromisoformat(since), "职责划入", "方案")


TABLE = (
    step("甲局", "丙局", "2010-05-01"),
    step("乙局", "丙局", "2010-05-01"),
    step("丙局", "丁委", "2018-03-17"),
)


def test_every_row_of_the_table_is_whole_and_says_why() -> None:
    rows = known_successions()
    assert len(rows) >= 40
    for row in rows:
        assert row.kind in ("职责划入", "更名", "合并")
        assert row.who is None
        assert organ_key(row.former) != organ_key(row.successor)
        day = f"{row.since.year}年{row.since.month}月{row.since.day}日"
        assert day in row.evidence, row
    assert len({(row.former, row.successor) for row in rows}) == len(rows)


def test_the_table_leads_forward_in_time_and_never_round() -> None:
    rows = known_successions()
    for row in rows:
        after = [one for one in rows if one.former == row.successor]
        assert all(row.since < one.since for one in after), row


def test_a_line_of_organs_is_followed_until_the_day() -> None:
    assert following(["甲局"], TABLE, date(2010, 4, 30)) == ()
    assert following(["甲局"], TABLE, date(2010, 5, 1)) == TABLE[:1]
    assert following(["甲局"], TABLE, date(2020, 1, 1)) == (TABLE[0], TABLE[2])
    assert following(["原乙局"], TABLE, date(2020, 1, 1)) == (TABLE[1], TABLE[2])
    assert following(["戊局"], TABLE, date(2020, 1, 1)) == ()


def test_an_organ_does_not_inherit_what_its_predecessor_gave_away_before() -> None:
    # 乙 became 甲 only after 甲 of that name had gone into 丙.
    table = (step("甲局", "丙局", "2010-05-01"), step("乙局", "甲局", "2015-05-01"))
    assert following(["乙局"], table, date(2020, 1, 1)) == table[1:]


def test_a_successor_speaks_for_who_was_before() -> None:
    day = date(2020, 1, 1)
    assert acting(["丁委"], ["甲局"], TABLE, day) == (TABLE[0], TABLE[2])
    assert acting(["丙局"], ["甲局"], TABLE, date(2011, 1, 1)) == TABLE[:1]
    assert acting(["丁委"], ["甲局"], TABLE, date(2011, 1, 1)) == ()
    assert acting(["甲局"], ["甲局"], TABLE, day) == ()
    assert acting(["戊局"], ["甲局"], TABLE, day) == ()


def test_a_real_line_runs_through_three_reforms() -> None:
    names = [row.successor for row in following(["卫生部"], known_successions(), date(2020, 1, 1))]
    assert names == ["国家卫生和计划生育委员会", "国家卫生健康委员会"]
    assert following(["中华人民共和国卫生部"], known_successions(), date(2013, 3, 13)) == ()
