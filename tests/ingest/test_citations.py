"""What a text names. Sentences are from real texts, but for those marked [X]."""

import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from archive.notice.model import Notice
from ingest.citations import Cited, Names, find_cited
from tests.laws.documents import CORPUS, shipped


def names() -> Names:
    return Names(frozenset(), {})


def cited(text: str) -> list[tuple[str, str | None]]:
    """Each citation as it stands, and its number."""
    return [(text[one.start : one.stop], one.number) for one in find_cited(text, names())]


def only(text: str, known: Names | None = None) -> Cited:
    (one,) = find_cited(text, known or names())
    return one


# --- titles and the brackets behind them -----------------------------------------------------


def test_a_title_takes_the_number_in_the_bracket_behind_it() -> None:
    text = "《关于促进高新技术产业开发区发展的意见》（豫政〔2014〕43号）精神"
    assert cited(text) == [(text[:-2], "豫政〔2014〕43号")]
    assert only(text).title == "关于促进高新技术产业开发区发展的意见"


def test_titles_in_angle_brackets_are_part_of_the_title_around_them() -> None:
    text = (
        "《中共河南省委办公厅 河南省人民政府办公厅关于印发<关于促进高新技术产业开发区"
        "高质量发展的实施意见>》(豫办〔2021〕8号)精神,制定本实施细则。"
    )
    one = only(text)
    assert one.number == "豫办〔2021〕8号"
    assert one.title is not None
    assert one.title.endswith("实施意见>")


def test_a_nested_title_closed_by_the_wrong_mark_still_ends_with_the_outer_one() -> None:
    text = "《关于印发〈管理办法》的通知》（财企[2011]318号）"  # [X]
    assert cited(text) == [(text, "财企〔2011〕318号")]


def test_a_lone_mark_swallows_nothing() -> None:
    assert cited("《关于甲。《关于乙的通知》印发") == [("《关于乙的通知》", None)]  # [X]
    assert cited("关于甲》和《关于乙的通知》") == [("《关于乙的通知》", None)]  # [X]
    assert cited("《" + "甲" * 400 + "》") == []


def test_a_bracket_without_number_is_not_part_of_the_citation() -> None:
    assert cited("填写《数字经济领域问题征集表》（附件1）") == [
        ("《数字经济领域问题征集表》", None)
    ]


def test_an_order_in_the_bracket_is_the_number() -> None:
    text = "依照《政府投资条例》（中华人民共和国国务院令第712号）"
    assert only(text).number == "国务院令第712号"
    assert only(text).issuer == "国务院"


def test_the_organ_in_front_is_the_issuer() -> None:
    assert only("国务院办公厅《关于甲的通知》").issuer == "国务院办公厅"  # [X]
    assert only("按照原国家工商总局《企业登记办法》").issuer == "国家工商总局"  # [X]
    assert only("转发财政部、国家税务总局《关于甲的通知》").issuer == "财政部、国家税务总局"  # [X]
    assert only("的全部《甲办法》").issuer is None  # [X]
    assert only("五级至十级工伤职工按国务院《工伤保险条例》执行").issuer == "国务院"
    assert only("按照省经信委《甲方案》要求").issuer == "省经信委"  # [X]
    assert only("联合举办《甲讲座》").issuer is None  # [X]
    assert only("按照有关规定和《甲办法》").issuer is None  # [X]


# --- numbers without a title -----------------------------------------------------------------


def test_a_number_alone_is_a_citation() -> None:
    assert cited("要按照国办发〔1996〕2号文件办理") == [("国办发〔1996〕2号", "国办发〔1996〕2号")]
    assert cited("科工法字[2000] 851号同时废止") == [
        ("科工法字[2000] 851号", "科工法字〔2000〕851号")
    ]
    assert cited("县〔市、区〕人民政府") == []


def test_a_code_is_shared_by_the_numbers_behind_it() -> None:
    assert cited("焦政〔2015〕1号、2号、〔2016〕3号同时废止") == [  # [X]
        ("焦政〔2015〕1号", "焦政〔2015〕1号"),
        ("2号", "焦政〔2015〕2号"),
        ("〔2016〕3号", "焦政〔2016〕3号"),
    ]


def test_a_damaged_number_is_none() -> None:
    assert cited("广安区府办发〔202026号") == []


def test_the_windows_of_a_long_text_find_what_a_short_one_does() -> None:
    text = "甲" * 3000 + "，国办发〔2016〕82号，" + "乙" * 3000 + "，国务院令第588号"
    assert [number for _, number in cited(text)] == ["国办发〔2016〕82号", "国务院令第588号"]


# --- aliases ---------------------------------------------------------------------------------


def test_an_alias_in_the_bracket_stands_for_the_document_from_there_on() -> None:
    known = names()
    text = "《决定》之前。《关于改革的决定》（国发〔2004〕20号，以下简称《决定》）。落实《决定》。"
    before, full, later = find_cited(text, known)
    assert before.title == "决定"
    assert full.alias == "决定"
    assert text[full.start : full.stop].endswith("以下简称《决定》）")
    assert (later.title, later.number, later.alias) == (
        "关于改革的决定",
        "国发〔2004〕20号",
        "决定",
    )
    assert only("按照《决定》要求", known).number == "国发〔2004〕20号"
    assert only("按照《决定》要求").number is None


def test_an_alias_in_a_bracket_of_its_own_is_no_occurrence() -> None:
    text = "根据《中华人民共和国档案法》（以下简称《档案法》），制定本条例。"
    one = only(text)
    assert text[one.start : one.stop] == "《中华人民共和国档案法》"
    assert one.alias == "档案法"


def test_an_alias_may_stand_without_marks() -> None:
    assert only("《中华人民共和国专利法》（以下简称专利法）").alias == "专利法"


def test_a_group_has_one_name() -> None:
    known = names()
    *_, last = find_cited(
        "《甲办法》、《乙办法》（以下统称《办法》）施行，按《办法》办理", known
    )  # [X]
    assert [one.title for one in last.members] == ["甲办法", "乙办法"]


# --- the document itself ---------------------------------------------------------------------


def test_the_documents_own_names_are_no_citation_of_another() -> None:
    own = Names(frozenset(), {}, titles={"甲办法": "main-1"})
    assert only("现将《甲办法（试行）》印发给你们", own).key == "main-1"
    assert not only("原《甲办法》（国发〔2004〕20号）同时废止", own).is_own
    assert not only("2010年发布的《甲办法》同时废止", own).is_own


# --- any text --------------------------------------------------------------------------------

HOSTILE = st.text(
    alphabet=st.sampled_from(
        "《》〈〉<>（）()〔〕2015号、令第三条款项前本法国发以下简称“”。，附件1 \n"
    ),
    max_size=200,
)


@given(HOSTILE | st.text(max_size=100))
def test_citations_lie_in_the_text_in_order_and_apart(text: str) -> None:
    known = names()
    found = find_cited(text, known)
    assert all(0 <= one.start < one.stop <= len(text) for one in found)
    assert all(one.stop <= other.start for one, other in pairwise(found))


def test_no_text_takes_long() -> None:
    for text in (
        "《" * 10_000,
        "》" * 10_000,
        "《甲〈" * 20_000,
        "《甲》（" * 20_000,
        "国" * 300_000 + "1号",
        "国发〔2015〕6号、" * 20_000,
        "《甲》（以下简称《甲》）" * 10_000,
        "（" * 50_000 + "《甲》" + "（" * 50_000,
        "中央、" * 100_000 + "《甲》",
    ):
        began = time.process_time()
        find_cited(text, names())
        assert time.process_time() - began < 3, text[:20]


# --- the specification's cases on the seeds --------------------------------------------------


def in_claims(it: Notice) -> list[tuple[str, str | None]]:
    """Section and number of every citation of another document."""
    found = {
        (c.section, c.within, c.citation.start): c.citation.number for c in it.claims if c.citation
    }
    return [(section, number) for (section, _, _), number in found.items()]


def test_case_11_three_grounds_one_with_a_title_inside_a_title() -> None:
    it = shipped(CORPUS / "焦作一区多园实施细则.txt").notice
    first = [number for section, number in in_claims(it) if section == "main-1/art-1"]
    assert first == ["国发〔2020〕7号", "豫发〔2021〕21号", "豫办〔2021〕8号"]
    assert "焦政办〔2021〕65号" in [number for _, number in in_claims(it)]


def test_case_14_both_repealed_documents_are_named() -> None:
    it = shipped(CORPUS / "平顶山一区多园联动发展管理办法（征求意见稿）.txt").notice
    numbers = [number for section, number in in_claims(it) if section == "main-1/art-13"]
    assert numbers == ["平政办〔2018〕53号", "平政〔2020〕23号"]


def test_case_20_six_numbers_besides_its_own() -> None:
    it = shipped(CORPUS / "焦政办〔2017〕63号 加快高新区发展实施意见.txt").notice
    numbers = [number for _, number in in_claims(it) if number]
    assert len(set(numbers)) == 6
    assert it.number not in numbers
    assert numbers.count("豫政〔2014〕43号") == 2


def test_case_21_an_article_only_mentions() -> None:
    it = shipped(CORPUS / "焦作高新区奏响高质量发展的最强音（报纸文章）.txt").notice
    assert len(in_claims(it)) == 3
