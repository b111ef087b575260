"""The agency-code table, and the grammar of the numbers that it serves."""

import re
from collections import Counter
from itertools import pairwise

import pytest

from archive.notice.number import (
    ORGAN_LEVELS,
    AgencyCode,
    agency_code_rows,
    agency_codes,
    find_numbers,
    organ_of,
    parse_number,
)

ROWS = agency_code_rows()
MAINLAND = {
    "北京市", "天津市", "河北省", "山西省", "内蒙古自治区", "辽宁省", "吉林省", "黑龙江省",
    "上海市", "江苏省", "浙江省", "安徽省", "福建省", "江西省", "山东省", "河南省",
    "湖北省", "湖南省", "广东省", "广西壮族自治区", "海南省", "重庆市", "四川省", "贵州省",
    "云南省", "西藏自治区", "陕西省", "甘肃省", "青海省", "宁夏回族自治区", "新疆维吾尔自治区",
}  # fmt: skip


def numbers(text: str) -> list[str]:
    return [printed.number.canonical for printed in find_numbers(text)]


def test_rows_stand_by_level_then_code() -> None:
    places = [(ORGAN_LEVELS.index(row.organ_level), row.code) for row in ROWS]
    assert all(one < next_one for one, next_one in pairwise(places))


def test_a_code_with_two_rows_is_marked_in_both() -> None:
    count = Counter(row.code for row in ROWS)
    assert [row.code for row in ROWS if count[row.code] > 1 and not row.ambiguous] == []


@pytest.mark.parametrize("level", ORGAN_LEVELS)
def test_rows_are_well_formed(level: str) -> None:
    rows = [row for row in ROWS if row.organ_level == level]
    assert rows
    for row in rows:
        check_row(row)


def check_row(row: AgencyCode) -> None:
    assert re.fullmatch(r"[\u4e00-\u9fff]+", row.code)
    assert row.organ
    assert row.evidence.strip()
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", row.pinyin)
    assert len(row.pinyin.split("-")) == len(row.code)
    assert row.valid_from == "" or re.match(r"\d{4}", row.valid_from)
    assert row.valid_to == "" or re.match(r"\d{4}", row.valid_to)
    if row.organ_level != "other":
        assert (row.region == "") == (row.organ_level in {"national", "ministry"})


def test_every_mainland_province_has_its_government_and_its_office() -> None:
    organs = {row.organ for row in ROWS if row.organ_level == "province"}
    for province in MAINLAND:
        assert f"{province}人民政府" in organs
        assert f"{province}人民政府办公厅" in organs
    # The corps stands on the level of a province and numbers its own documents.
    corps = "新疆生产建设兵团"
    assert {row.region for row in ROWS if row.organ_level == "province"} == MAINLAND | {corps}


@pytest.mark.parametrize("words", ["", "根据", "要按照", "以下简称", "市人民政府", "的通知"])
def test_known_codes_are_cut_free_of_swallowed_words(words: str) -> None:
    for code in agency_codes():
        (printed,) = find_numbers(f"{words}{code}〔2020〕7号")
        assert printed.number.key == (code, 2020, 7)
        assert printed.code_known
        assert printed.raw == f"{code}〔2020〕7号"


def test_known_codes_are_read_in_any_brackets() -> None:
    for code in agency_codes():
        number = parse_number(f"{code}[2020] 07号")
        assert number is not None
        assert number.canonical == f"{code}〔2020〕7号"


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("要根据中发〔2015〕8号", "中发〔2015〕8号"),
        ("要按照国办发〔1996〕2号", "国办发〔1996〕2号"),
        ("按国办发〔2018〕15号", "国办发〔2018〕15号"),
        ("市人民政府京政发〔2001〕3号", "京政发〔2001〕3号"),
        ("（以下简称京缓堵函〔2017〕3号文）", "京缓堵函〔2017〕3号"),
        ("（以下简称京缓堵办函〔2017〕27号文）", "京缓堵办函〔2017〕27号"),
        ("原温江区国土局作出温国土资发（2018）366号", "温国土资发〔2018〕366号"),
        ("认真对照发改办高技〔2017〕1668号", "发改办高技〔2017〕1668号"),
        ("的通知\n鲁水发[2020]58号", "鲁水发〔2020〕58号"),
        ("科技节水建议的复函 国办函〔2005〕21号", "国办函〔2005〕21号"),
        ("组成人员的名单 国办发〔2018〕109号", "国办发〔2018〕109号"),
        ("我院以法〔1998〕86号通知", "法〔1998〕86号"),
        ("国发〔2020〕7号和豫政〔2014〕43号", "国发〔2020〕7号 豫政〔2014〕43号"),
    ],
)
def test_words_before_a_code_are_no_part_of_it(text: str, canonical: str) -> None:
    assert " ".join(numbers(text)) == canonical


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("湘发改高技〔2020〕1号", "湘发改高技"),
        ("根据湘发改高技〔2020〕1号", "湘发改高技"),
        ("苏建市〔2020〕1号", "苏建市"),
        ("和政发〔2020〕1号", "和政发"),
        ("原政办发〔2020〕1号", "原政办发"),
        ("科技与数字〔2013〕163号", "科技与数字"),
        ("宝鸡市政发〔2020〕1号", "宝鸡市政发"),
    ],
)
def test_a_code_that_ends_like_a_known_one_stays_whole(text: str, code: str) -> None:
    (printed,) = find_numbers(text)
    assert printed.number.code == code


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("科工法字[2000] 851号", "科工法字〔2000〕851号"),
        ("武政〔2005〕32 号", "武政〔2005〕32号"),
        ("沈政令[1997]29号", "沈政令〔1997〕29号"),
        ("国办发明电〔2018〕15号", "国办发明电〔2018〕15号"),
        ("豫政〔２０１４〕第043号", "豫政〔2014〕43号"),
        ("〔1996〕武司字第82号", "武司字〔1996〕82号"),
        ("法（研）发〔1987〕32号", "法研发〔1987〕32号"),
        ("中华人民共和国国务院令第707号", "国务院令第707号"),
        ("国令第707号", "国务院令第707号"),
        ("中华人民共和国主席令第七十三号", "主席令第73号"),
        ("广东省人民政府令〔第137号", "广东省人民政府令第137号"),
        ("交通运输部令2021年第3号", "交通运输部令2021年第3号"),
        ("国家发展改革委第45号令", "国家发展改革委令第45号"),
        ("国家税务总局公告2021年第3号", "国家税务总局公告2021年第3号"),
        ("国家税务总局公告〔2021〕第3号", "国家税务总局公告2021年第3号"),
        ("〔2021〕12次", "纪要〔2021〕12次"),
        ("市政府常务会议纪要〔2021〕12次", "市政府常务会议纪要〔2021〕12次"),
    ],
)
def test_a_number_has_one_canonical_form(text: str, canonical: str) -> None:
    number = parse_number(text)
    assert number is not None
    assert number.canonical == canonical
    assert numbers(f"依照规定（{text}）办理") == [canonical]
    again = parse_number(canonical)
    assert again is not None
    assert again.key == number.key


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("1993年12月17日交通部令第6号发布", "交通部令第6号"),
        ("2014年2月14日原国家工商行政管理总局令第62号公布", "国家工商行政管理总局令第62号"),
        ("（2005年国务院令第427号）", "国务院令第427号"),
        ("根据中华人民共和国国务院令第712号", "国务院令第712号"),
        ("1997年12月31日市政府第十二号令修改", "市政府令第12号"),
        ("国发〔2020〕7号和国务院令第707号", "国发〔2020〕7号 国务院令第707号"),
    ],
)
def test_an_order_is_its_issuer_s_and_no_more(text: str, canonical: str) -> None:
    assert " ".join(numbers(text)) == canonical


@pytest.mark.parametrize(
    "text",
    [
        "县〔市、区〕",
        "按国办发(…)…号",
        "广安区府办发〔202026",
        "（2004）民一终字第46号",
        "检查（2021）12次",
        "（2021）第3号",
        "依照法（研）发〔1987〕32号",
    ],
)
def test_what_is_no_number_is_not_found(text: str) -> None:
    assert numbers(text) == []
    assert parse_number(text) is None


def test_a_line_with_more_than_a_number_is_not_one() -> None:
    assert parse_number("根据国发〔2020〕7号") is None


def test_an_ambiguous_code_proves_no_organ() -> None:
    assert organ_of("焦政办") == "焦作市人民政府办公室"
    assert organ_of("市政函") is None
    assert organ_of("无此代字") is None
    assert {row.organ for row in ROWS if row.code == "大政办发"} == {
        "大连市人民政府办公室",
        "大化瑶族自治县人民政府办公室",
    }


def test_brackets_slipped_to_the_serial_are_read_where_they_are_a_whole_line() -> None:
    number = parse_number("鄂发改办发2017[167]号")
    assert number is not None
    assert number.canonical == "鄂发改办发〔2017〕167号"
    assert not list(find_numbers("投资2017[167]号"))
