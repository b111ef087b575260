"""A section as people copy it."""

import pytest

from archive.notice.model import Section, SectionKind
from tests.archive.hand_made import section

K = SectionKind


@pytest.mark.parametrize(
    ("one", "copied"),
    [
        (section("a", K.ARTICLE, "各园区。", label="第七条"), "第七条 各园区。"),
        (
            section("a", K.ARTICLE, "设立专项。", label="第七条", heading="加大支持。"),
            "第七条 加大支持。设立专项。",
        ),
        (
            section("a", K.ARTICLE, "本办法适用。", label="第七条", heading="适用范围"),
            "第七条 适用范围 本办法适用。",
        ),
        (section("c", K.CHAPTER, label="第二章", heading="资金管理"), "第二章 资金管理"),
        (section("s", K.SECTION, label="第一节", heading="总则"), "第一节 总则"),
        (section("l", K.LEVEL, label="二、", heading="主要任务"), "二、主要任务"),
        (
            section("l", K.LEVEL, "健全制度。", label="20.", heading="建立体系。"),
            "20.建立体系。健全制度。",
        ),
        (section("l", K.LEVEL, label="1", heading="总则"), "1 总则"),
        (section("i", K.ITEM, "孟州园区。", label="（二）"), "（二）孟州园区。"),
        (section("i", K.POINT, "资金。", label="①"), "①资金。"),
        (section("t", K.TEXT, "特此通知。"), "特此通知。"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_blank_stands_only_behind_a_head_that_ends_in_no_mark(one: Section, copied: str) -> None:
    assert one.full_text == copied


def test_what_is_below_stands_a_line_each() -> None:
    one = section(
        "main-1/art-7",
        K.ARTICLE,
        "园区包括：",
        section("main-1/art-7/i-1", K.ITEM, "沁阳；", label="（一）"),
        section("main-1/art-7/tbl-1", K.TABLE, rows=(("序号", "园区"), ("1", "孟州"))),
        label="第七条",
    )
    assert one.full_text == "第七条 园区包括：\n（一）沁阳；\n序号\t园区\n1\t孟州"
    assert one.own_text == "园区包括："


def test_the_first_paragraph_stands_behind_the_label() -> None:
    kinds = [
        section(f"main-1/art-8/p-{n}", K.PARAGRAPH, text) for n, text in ((1, "甲。"), (2, "乙。"))
    ]
    one = section("main-1/art-8", K.ARTICLE, "", *kinds, label="第八条")
    assert one.full_text == "第八条 甲。\n乙。"
