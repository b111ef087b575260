"""What a comparison says of small revisions. Source: DOMAIN.md §8 and its test case 30."""

import pytest

from archive.law.compare.comparison import compare
from archive.law.compare.measures import find_quantities
from archive.law.compare.model import Change, ChangeType, Comparison, Outcome, Row
from archive.law.compare.summary import statistics_line
from archive.words import cut
from tests.archive.hand_made import section
from tests.laws.compared import noticed

BASE = (
    "第一条 为了加强专项资金管理，提高资金使用效益，制定本办法。",
    "第二条 本办法适用于本市行政区域内专项资金的申报、审批和使用。",
    "第三条 市财政局应当自收到申请之日起20日内作出审批决定。",
    "第四条 单个项目的补助不超过1亿元，不高于总投资的30%。",
    "第五条 申报单位可以委托第三方机构编制申报材料。",
    "第六条 专项资金实行专款专用，任何单位和个人不得截留、挪用。",
    "第七条 受补助单位应当建立台账，保存期限为5年。",
    "第八条 违反规定使用资金的，由市财政局责令改正，追回资金。",
    "第九条 工作人员滥用职权的，依法给予处分。",
    "第十条 依照第八条追回的资金，全部上缴市级国库。",
    "第十一条 本办法自2021年1月1日起施行。",
)
INSERTED = "第八条 审计机关对专项资金的分配和绩效进行跟踪审计，结果向社会公开。"
CASE_30 = (
    *BASE[:2],
    BASE[2].replace("20日", "15个工作日"),
    *BASE[3:7],
    INSERTED,
    BASE[7].replace("第八条", "第九条"),
    BASE[8].replace("第九条", "第十条"),
    BASE[9].replace("第十条", "第十一条").replace("第八条", "第九条"),
    BASE[10].replace("第十一条", "第十二条"),
)


def compared(old, new) -> Comparison:
    return compare(noticed(list(old)), noticed(list(new)), cut=cut)


def row_of(comparison: Comparison, label: str) -> Row:
    """The row whose new text has that label."""
    return next(row for row in comparison.rows if row.new and row.new[0].label == label)


def outcomes(comparison: Comparison) -> list[Outcome]:
    return [row.outcome for row in comparison.rows]


def reworded(old: str, new: str, article: int = 3) -> tuple[Change, ...]:
    """What is seen where one article of the base text is put otherwise."""
    assert old in BASE[article - 1]
    changed = [
        line.replace(old, new) if at == article - 1 else line for at, line in enumerate(BASE)
    ]
    rows = compared(BASE, changed).rows
    assert sum(bool(row.visible) for row in rows) == 1
    return rows[article - 1].visible


def test_case_30_an_article_put_in_renumbers_what_follows() -> None:
    comparison = compared(BASE, CASE_30)
    assert dict(comparison.statistics.outcomes) == {
        Outcome.UNCHANGED: 6,
        Outcome.RENUMBERED: 3,
        Outcome.MODIFIED: 2,
        Outcome.ADDED: 1,
    }
    assert [row.new[0].label for row in comparison.rows if row.outcome is Outcome.ADDED] == [
        "第八条"
    ]
    (duration,) = row_of(comparison, "第三条").visible
    assert (duration.type, duration.old, duration.new) == (
        ChangeType.DURATION,
        "20日",
        "15个工作日",
    )
    (shift,) = row_of(comparison, "第十一条").visible
    assert (shift.type, shift.old, shift.new) == (ChangeType.REFERENCE_SHIFT, "第八条", "第九条")


def test_spans_count_code_points_of_the_unit_s_text() -> None:
    row = row_of(compared(BASE, CASE_30), "第三条")
    (change,) = row.visible
    assert row.old[0].text[slice(*change.old_span)] == "20日"
    assert row.new[0].text[slice(*change.new_span)] == "15个工作日"
    assert (change.key, change.old_key) == ("main-1/art-3", "main-1/art-3")


def test_the_same_summary_of_counts_and_facts() -> None:
    comparison = compared(BASE, CASE_30)
    assert statistics_line(comparison.statistics) == (
        "对照共12条：修改2条、新增1条、仅序号变动3条、未变6条"
    )
    assert "新增第八条" in comparison.summary
    assert "期限变动1处：第三条“20日”改为“15个工作日”" in comparison.summary


def test_a_summary_of_equal_texts_says_so() -> None:
    assert compared(BASE, BASE).summary == "对照共11条：未变11条。两个文本的内容相同。"


@pytest.mark.parametrize(
    ("old", "new", "article", "type_"),
    [
        ("20日", "20个工作日", 3, ChangeType.DURATION),
        ("1亿元", "5000万元", 4, ChangeType.AMOUNT),
        ("1亿元", "10000万元", 4, ChangeType.EDITORIAL),
        ("30%", "百分之三十", 4, ChangeType.EDITORIAL),
        ("30%", "50%", 4, ChangeType.PERCENT),
        ("5年", "五年", 7, ChangeType.EDITORIAL),
        ("5年", "三年", 7, ChangeType.DURATION),
        ("可以", "应当", 5, ChangeType.MODALITY),
        ("不得", "禁止", 6, ChangeType.MODALITY),
        ("市财政局", "市审计局", 8, ChangeType.RESPONSIBLE_BODY),
        ("市财政局", "市人民政府财政部门", 3, ChangeType.RESPONSIBLE_BODY),
        ("本市", "全省", 2, ChangeType.SCOPE),
        ("2021年1月1日", "2022年7月1日", 11, ChangeType.EFFECTIVE_DATE),
        ("2021年1月1日", "公布之日", 11, ChangeType.EFFECTIVE_DATE),
        ("第八条", "第七条", 10, ChangeType.CITATION),
        ("申报材料", "申请材料", 5, ChangeType.WORDING),
        ("责令改正，", "责令改正；", 8, ChangeType.EDITORIAL),
    ],
)
def test_a_single_change_has_its_type(old, new, article, type_) -> None:
    changes = reworded(old, new, article)
    assert [change.type for change in changes] == [type_]


def test_numbers_titles_and_dates_are_never_split() -> None:
    lines = [
        "第一条 根据《河南省开发区条例》（豫政〔2020〕21号）制定本办法。",
        "第二条 各部门应当于2025年6月30日前将1500万元拨付到位，共计120家企业。",
    ]
    new = [
        lines[0].replace("开发区", "高新区").replace("2020〕21", "2021〕21"),
        "第二条 各部门应当于2025年9月30日前将1800万元拨付到位，共计125家企业。",
    ]
    changes = [change for row in compared(lines, new).rows for change in row.visible]
    assert [(change.type, change.old, change.new) for change in changes] == [
        (ChangeType.CITATION, "《河南省开发区条例》", "《河南省高新区条例》"),
        (ChangeType.CITATION, "豫政〔2020〕21号", "豫政〔2021〕21号"),
        (ChangeType.DEADLINE, "2025年6月30日", "2025年9月30日"),
        (ChangeType.AMOUNT, "1500万元", "1800万元"),
        (ChangeType.COUNT, "120家", "125家"),
    ]


def test_articles_that_change_places_are_moved_and_nothing_is_lost() -> None:
    new = [*BASE[:2], BASE[8], *BASE[2:8], *BASE[9:]]
    new = [
        f"第{'一二三四五六七八九十'[at]}条 {line.split(' ', 1)[1]}"
        for at, line in enumerate(new[:10])
    ]
    comparison = compared(BASE[:10], new)
    moved = [row for row in comparison.rows if row.outcome is Outcome.MOVED]
    assert [(row.old[0].label, row.new[0].label) for row in moved] == [("第九条", "第三条")]
    assert not {Outcome.ADDED, Outcome.DELETED} & set(outcomes(comparison))


def test_an_article_in_another_chapter_is_moved_though_the_order_stays() -> None:
    old = ["第一章 总则", *BASE[:4], "第二章 管理", *BASE[4:9]]
    new = ["第一章 总则", *BASE[:3], "第二章 管理", *BASE[3:9]]
    comparison = compared(old, new)
    moved = [row.new[0].label for row in comparison.rows if row.outcome is Outcome.MOVED]
    assert moved == ["第四条"]


def test_a_new_chapter_heading_moves_no_article() -> None:
    old = ["第一章 总则", *BASE[:8]]
    new = ["第一章 总则", *BASE[:4], "第二章 管理", *BASE[4:8]]
    comparison = compared(old, new)
    assert set(outcomes(comparison)) == {Outcome.UNCHANGED}
    assert Outcome.ADDED in [row.outcome for row in comparison.structure]


def test_one_article_made_into_two_is_split_and_back_again_merged() -> None:
    whole = BASE[6] + "受补助单位每季度向市财政局报送资金使用情况和项目进展报告。"
    parts = [BASE[6], "第八条 受补助单位每季度向市财政局报送资金使用情况和项目进展报告。"]
    old, new = [*BASE[:6], whole], [*BASE[:6], *parts]
    split = compared(old, new)
    assert outcomes(split)[6:] == [Outcome.SPLIT]
    assert [unit.label for unit in split.rows[6].new] == ["第七条", "第八条"]
    assert split.rows[6].visible == ()
    merged = compared(new, old)
    assert outcomes(merged)[6:] == [Outcome.MERGED]


def test_an_item_put_in_renumbers_the_others_without_rewriting_them() -> None:
    head = "第一条 有下列情形之一的，不予补助："
    items = ["隐瞒有关情况的；", "提供虚假材料的；", "被列入失信名单的。"]
    more = [*items[:1], "项目已经停止建设的；", *items[1:]]
    old = [head, *(f"（{'一二三四'[at]}）{text}" for at, text in enumerate(items))]
    new = [head, *(f"（{'一二三四'[at]}）{text}" for at, text in enumerate(more))]
    (row,) = compared(old, new).rows
    assert [(change.type, change.old, change.new) for change in row.visible] == [
        (ChangeType.SCOPE, "", "（二）项目已经停止建设的；"),
        (ChangeType.EDITORIAL, "（二）", "（三）"),
        (ChangeType.EDITORIAL, "（三）", "（四）"),
    ]
    assert row.visible[0].key == "main-1/art-1/p-1/i-2"


def test_an_opinion_s_levels_are_units_and_its_bare_headings_structure() -> None:
    old = [
        "一、总体要求",
        "（一）坚持统筹推进，完善体制机制。",
        "（二）坚持创新驱动，培育企业主体。",
    ]
    new = [
        "一、总体思路",
        "（一）坚持创新驱动，培育企业主体。",
        "（二）坚持统筹推进，完善体制机制。",
    ]
    comparison = compared(old, new)
    assert sorted(outcomes(comparison)) == [Outcome.MOVED, Outcome.RENUMBERED]
    changed = [row for row in comparison.structure if row.visible]
    assert [change.new for row in changed for change in row.visible] == ["总体思路"]


def test_articles_and_levels_that_say_the_same_find_each_other() -> None:
    words = [line.split(" ", 1)[1] for line in BASE]
    levels = [f"{'一二三四五六七八九'[at]}、{text}" for at, text in enumerate(words[:9])]
    comparison = compared(BASE[:9], levels)
    assert set(outcomes(comparison)) == {Outcome.RENUMBERED}


def test_a_table_s_rows_are_compared_cell_by_cell() -> None:
    def with_rows(*rows: tuple[str, ...]):
        notice = noticed(["第一条 补助标准见附表。"])
        table = section("main-1/tbl-1", "table", rows=rows)  # type: ignore[arg-type]  # its value
        component = notice.components[0]
        sections = (*component.sections, table)
        return _with(notice, component, sections)

    head = ("项目", "标准")
    old = with_rows(head, ("重点园区道路", "500万元"), ("孵化器建设", "200万元"))
    new = with_rows(
        head, ("中试基地", "300万元"), ("重点园区道路", "800万元"), ("孵化器建设", "200万元")
    )
    comparison = compare(old, new, cut=cut)
    assert outcomes(comparison)[1:] == [
        Outcome.UNCHANGED,
        Outcome.ADDED,
        Outcome.MODIFIED,
        Outcome.UNCHANGED,
    ]
    (change,) = comparison.rows[3].visible
    assert (change.type, change.old, change.new) == (ChangeType.AMOUNT, "500万元", "800万元")


def _with(notice, component, sections):
    from dataclasses import replace

    return replace(notice, components=(replace(component, sections=sections),))


def test_a_part_may_be_compared_with_a_part() -> None:
    notice = noticed(list(BASE))
    comparison = compare(notice, notice, cut=cut, old_key="main-1/art-3", new_key="main-1/art-7")
    assert {unit.key for row in comparison.rows for unit in (*row.old, *row.new)} == {
        "main-1/art-3",
        "main-1/art-7",
    }


@pytest.mark.parametrize(
    ("text", "type_", "value", "unit"),
    [
        ("1.5亿元", ChangeType.AMOUNT, 150_000_000, "元"),
        ("五千万元", ChangeType.AMOUNT, 50_000_000, "元"),
        ("1,500元", ChangeType.AMOUNT, 1500, "元"),
        ("百分之五", ChangeType.PERCENT, 5, "%"),
        ("5‰", ChangeType.PERCENT, 0.5, "%"),
        ("15个工作日", ChangeType.DURATION, 15, "工作日"),
        ("三个月", ChangeType.DURATION, 3, "月"),
        ("二十四小时", ChangeType.DURATION, 24, "小时"),
        ("120家", ChangeType.COUNT, 120, "家"),
        ("三倍", ChangeType.COUNT, 3, "倍"),
    ],
)
def test_quantities_are_read_as_values(text, type_, value, unit) -> None:
    (found,) = find_quantities(text)
    assert (found.type, float(found.value or -1), found.unit) == (type_, value, unit)


@pytest.mark.parametrize("text", ["第三条", "2021年", "统一部署", "三中全会"])
def test_ordinals_and_years_are_no_quantities(text) -> None:
    assert list(find_quantities(text)) == []


def test_articles_that_hardly_differ_from_each_other_keep_their_order() -> None:
    old = [f"第{at}条 市财政局负责资金管理工作。" for at in range(1, 200)]
    new = [line.replace("。", "，并向社会公开。") for line in old]
    assert outcomes(compared(old, new)) == [Outcome.MODIFIED] * 199


def visible(old: str, new: str) -> list[tuple[str, str, ChangeType]]:
    """The changes of one article: old words, new words, type."""
    (row,) = compared([f"第一条 {old}"], [f"第一条 {new}"]).rows
    return [(change.old, change.new, change.type) for change in row.visible]


def test_an_organ_called_in_full_is_the_same_organ() -> None:
    (change,) = visible("报市人大常委会备案。", "报市人民代表大会常务委员会备案。")
    assert change[2] is ChangeType.EDITORIAL


def test_who_holds_an_office_in_an_organ_is_not_who_acts() -> None:
    (change,) = visible("大会选举主席、副主席。", "大会选举主席、副主席、国家监察委员会主任。")
    assert change[2] is ChangeType.SCOPE


def test_a_preposition_is_no_part_of_an_organ_s_name() -> None:
    (change,) = visible("以市人民政府名义发布。", "以省人民政府名义发布。")
    assert change == ("市人民政府", "省人民政府", ChangeType.RESPONSIBLE_BODY)


def test_days_told_one_by_one_or_from_to_are_the_same_days() -> None:
    (change,) = visible("国庆节放假3天（10月1日、2日、3日）。", "国庆节放假3天（10月1日至3日）。")
    assert change[2] is ChangeType.EDITORIAL


def test_a_new_duty_is_wording_and_another_duty_is_modality() -> None:
    (added,) = visible("为了保护竞争，制定本法。", "为了保护竞争，鼓励创新，制定本法。")
    assert added[2] is ChangeType.WORDING
    (changed,) = visible("代表可以参加会议。", "代表应当参加会议。")
    assert changed[2] is ChangeType.MODALITY


def test_a_duty_that_goes_with_an_organ_is_told_beside_it() -> None:
    old, new = "市和区人民政府应当采取措施。", "本市采取措施。"
    (row,) = compared([f"第一条 {old}"], [f"第一条 {new}"]).rows
    (change,) = row.visible
    assert change.type is ChangeType.RESPONSIBLE_BODY
    assert change.also == (ChangeType.MODALITY,)


@pytest.mark.parametrize(
    ("old", "new"),
    [("会计帐簿", "会计账簿"), ("非经批准", "未经批准"), ("还应当报告", "应当报告")],
)
def test_a_word_in_another_writing_is_editorial(old, new) -> None:
    base = (*BASE[:2], f"第三条 {old}，应当妥善保管。", *BASE[3:])
    changed = (*BASE[:2], f"第三条 {new}，应当妥善保管。", *BASE[3:])
    seen = [one for row in compared(base, changed).rows for one in row.visible]
    assert [one.type for one in seen] == [ChangeType.EDITORIAL]


def ordered(old: str, new: str) -> list[ChangeType]:
    """The types of what is seen where a line is put for another."""
    sides = [(*BASE[:2], f"第三条 {words}。", *BASE[3:]) for words in (old, new)]
    return [one.type for row in compared(*sides).rows for one in row.visible]


def test_a_list_in_another_order_is_editorial() -> None:
    old = "国务院根据宪法和法律制定的决定、命令和行政法规，适用本办法"
    new = "国务院根据宪法和法律制定的行政法规、决定、命令，适用本办法"
    assert set(ordered(old, new)) == {ChangeType.EDITORIAL}
    assert set(ordered(new, old)) == {ChangeType.EDITORIAL}
    # Another member, or one that went to another sentence, is more than that.
    assert ChangeType.SCOPE in ordered(old, new.replace("行政法规", "地方性法规"))
    apart = "决定、命令，适用本办法。行政法规、监察法规、规章也适用"
    assert ChangeType.SCOPE in ordered(
        "决定、命令和行政法规，适用本办法。监察法规、规章也适用", apart
    )


def test_members_strung_to_a_list_and_whole_items_widen_the_scope() -> None:
    found = ordered("应当保守国家秘密和商业秘密", "应当保守国家秘密、工作秘密、商业秘密")
    assert found == [ChangeType.SCOPE]
    items = ("第三条 下列活动，适用本办法：", "（一）勘查；", "（二）开采。")
    more = (*items[:2], "（二）选矿和冶炼；", "（三）开采。")
    rows = compared([*BASE[:2], *items, *BASE[3:]], [*BASE[:2], *more, *BASE[3:]]).rows
    assert ChangeType.SCOPE in {one.type for row in rows for one in row.visible}


def test_a_term_that_comes_with_a_member_of_a_list_is_told_beside_it() -> None:
    old, new = "应当向直辖市主管部门报告", "应当自开业之日起15日内向省、自治区、直辖市主管部门报告"
    sides = [(*BASE[:2], f"第三条 {words}。", *BASE[3:]) for words in (old, new)]
    told = {
        kind
        for row in compared(*sides).rows
        for one in row.visible
        for kind in (one.type, *one.also)
    }
    assert ChangeType.DEADLINE in told or ChangeType.DURATION in told
