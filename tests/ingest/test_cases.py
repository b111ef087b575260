"""The specification's own test cases (DOMAIN.md §9) on the five seeds; twins in text and PDF."""

import datetime

import pytest

from archive.notice.model import (
    ClaimType,
    Component,
    DocumentType,
    Notice,
    Reading,
    Role,
    Section,
    SectionKind,
)
from tests.laws.documents import CORPUS, shipped

NOTICE_65 = "焦政办〔2021〕65号 一区多园管理办法"
RULES = "焦作一区多园实施细则"
DRAFT = "平顶山一区多园联动发展管理办法（征求意见稿）"
OPINION_63 = "焦政办〔2017〕63号 加快高新区发展实施意见"
ARTICLE = "焦作高新区奏响高质量发展的最强音（报纸文章）"
BOTH = pytest.mark.parametrize("suffix", [".txt", ".pdf"])


def reading(name: str, suffix: str = ".txt") -> Reading:
    return shipped(CORPUS / f"{name}{suffix}")


def notice(name: str, suffix: str = ".txt") -> Notice:
    return reading(name, suffix).notice


def section(of: Notice, key: str) -> Section:
    found = of.find(key)
    assert isinstance(found, Section), key
    return found


def component(of: Notice, key: str) -> Component:
    found = of.find(key)
    assert isinstance(found, Component), key
    return found


def articles(of: Notice) -> list[Section]:
    return [s for s in of.walk() if s.kind is SectionKind.ARTICLE]


def codes(of: Reading) -> set[str]:
    return {problem.code for problem in of.problems}


@BOTH
def test_case_1_the_head_of_notice_65(suffix: str) -> None:
    it = notice(NOTICE_65, suffix)
    assert it.number == "焦政办〔2021〕65号"
    assert it.issuers == ("焦作市人民政府办公室",)
    assert (it.kind, it.genre) == ("通知", "办法")
    assert [c.role for c in it.components] == [
        Role.COVER,
        Role.MAIN,
        Role.ATTACHMENT,
        Role.ATTACHMENT,
    ]
    assert it.recipients == (
        "各县（市、区）人民政府",
        "高新区管委会",
        "市人民政府有关部门",
        "有关单位",
    )


@BOTH
def test_case_2_a_title_in_three_runs_is_one(suffix: str) -> None:
    assert notice(NOTICE_65, suffix).title == (
        "焦作市人民政府办公室关于印发焦作国家高新技术产业开发区“一区多园”管理办法的通知"
    )


@BOTH
def test_case_3_article_10_dates_the_notice(suffix: str) -> None:
    it = notice(NOTICE_65, suffix)
    assert it.date_effective == datetime.date(2021, 11, 9)
    assert it.date_expires == datetime.date(2026, 11, 9)
    said = {claim.type: claim for claim in it.claims}
    assert said[ClaimType.EFFECTIVE].section == "main-1/art-10"
    assert said[ClaimType.EXPIRES].quote == "有效期至 2026 年 11 月 9 日"
    text = section(it, "main-1/art-10").text
    for claim in (claim for claim in it.claims if claim.section == "main-1/art-10"):
        assert text[claim.start : claim.stop] == claim.quote


def test_case_4_a_character_doubled_at_a_page_break_is_mended_and_recorded() -> None:
    it = reading(NOTICE_65)
    article = section(it.notice, "main-1/art-7")
    assert not article.children
    assert "干部、人事、编制、国民经济统计、税收等事项" in article.text
    doubled = [r for r in it.notice.repairs if r.rule == "D2" and r.before == "国"]
    assert len(doubled) == 1
    around = it.source_text[doubled[0].start - 3 : doubled[0].stop + 6]
    assert around == "编制、国\n\n国民经济"


@BOTH
def test_case_5_article_8_has_two_paragraphs(suffix: str) -> None:
    article = section(notice(NOTICE_65, suffix), "main-1/art-8")
    assert article.text == ""
    assert [p.kind for p in article.children] == [SectionKind.PARAGRAPH] * 2
    assert article.children[1].text.startswith("市有关部门")
    assert article.children[1].key == "main-1/art-8/p-2"


@BOTH
def test_case_6_article_9_has_three_items(suffix: str) -> None:
    it = notice(NOTICE_65, suffix)
    article = section(it, "main-1/art-9")
    assert [item.key for item in article.children] == [f"main-1/art-9/p-1/i-{n}" for n in (1, 2, 3)]
    assert article.children[2].text.endswith("焦作国家高新区“一区多园”工作领导小组办公室。")
    fifth = section(it, "main-1/art-5")
    assert fifth.heading == "基本原则"
    assert [item.label for item in fifth.children] == ["(一)", "(二)", "(三)"]


@BOTH
def test_case_7_two_attachments_the_second_without_a_heading(suffix: str) -> None:
    it = notice(NOTICE_65, suffix)
    first, second = component(it, "att-1"), component(it, "att-2")
    assert (first.label, second.label) == ("附件 1", None)
    assert first.title == "焦作国家高新技术产业开发区“一区多园”工作领导小组成员名单"
    assert second.title == "分步纳入“一区多园”园区名单"
    assert "ATTACHMENT_HEADING_MISSING" in codes(reading(NOTICE_65, suffix))
    entries = [s for s in first.sections if s.kind is SectionKind.LIST_ITEM]
    assert len(entries) == 39
    assert "千宝星 武陟县政府党组成员、产业集聚区管委会副主任" in [e.text for e in entries]
    note = [f.text for f in it.furniture if f.kind == "attachment_note"]
    assert note[0].endswith("“一区多园”工作领导小组成员名单")


def test_case_8_brackets_without_a_year_are_no_number() -> None:
    it = notice(NOTICE_65)
    assert "县〔市、区〕" in section(it, "main-1/art-3").text
    assert [field.value for field in it.fields if field.name.startswith("number")] == [it.number]


@BOTH
def test_case_9_a_date_without_an_organ_and_an_imprint(suffix: str) -> None:
    it = notice(NOTICE_65, suffix)
    assert it.signature == ()
    assert it.date_signed == datetime.date(2021, 11, 9)
    assert it.printer == "焦作市人民政府办公室"
    assert it.date_printed == datetime.date(2021, 11, 9)


@BOTH
def test_case_10_the_rules_have_no_title_but_an_inferred_one(suffix: str) -> None:
    it = reading(RULES, suffix)
    assert it.notice.title is None
    assert it.notice.title_inferred == "焦作国家高新技术产业开发区“一区多园”实施细则"
    assert "TITLE_MISSING" in codes(it)
    chapters = [s for s in it.notice.walk() if s.kind is SectionKind.CHAPTER]
    assert len(chapters) == 7
    assert [s.number for s in articles(it.notice)] == [(n,) for n in range(1, 21)]
    assert it.notice.interpreter == "国家高新区“一区多园”工作领导小组办公室"
    assert it.notice.date_effective is None
    waiting = [c for c in it.notice.claims if c.type is ClaimType.EFFECTIVE]
    assert [(c.term, c.date) for c in waiting] == [("发布之日", None)]


@BOTH
def test_case_13_and_14_a_draft_only_proposes(suffix: str) -> None:
    it = notice(DRAFT, suffix)
    assert component(it, "main-1").is_draft
    assert len(articles(it)) == 13
    named = (ClaimType.CITES, ClaimType.REFERS)
    assert {c.assertion for c in it.claims if c.type not in named} == {"PROPOSED"}
    assert it.date_effective is None


@BOTH
def test_case_15_the_table_of_the_draft(suffix: str) -> None:
    it = section(notice(DRAFT, suffix), "att-1/tbl-1")
    assert it.table is not None
    header, *rows = it.table.rows
    assert header == ("序号", "层次", "园区", "面积 (km ²)", "四至范围", "主导产业")
    assert (len(rows), {len(row) for row in rows}) == (8, {6})
    spans = {cell.text: cell.rowspan for cell in it.table.cells if cell.rowspan > 1}
    assert spans == {"1": 4, "原空间范围": 4, "2": 3, "新增空间范围": 3}
    assert [row[1] for row in rows] == ["原空间范围"] * 4 + ["新增空间范围"] * 3 + ["合计"]
    areas = [float(row[3]) for row in rows]
    assert round(sum(areas[:-1]), 2) == areas[-1] == 117.63


@BOTH
def test_case_16_a_list_of_thirty_four(suffix: str) -> None:
    it = component(notice(DRAFT, suffix), "att-2")
    assert [s.key for s in it.sections] == [f"att-2/li-{n}" for n in range(1, 35)]
    assert {s.kind for s in it.sections} == {SectionKind.LIST_ITEM}
    assert not any(s.heading for s in it.sections)


@BOTH
def test_case_17_a_broken_sentence_is_one_paragraph(suffix: str) -> None:
    article = section(notice(DRAFT, suffix), "main-1/art-3")
    assert article.text.endswith("负责日常工作。")
    assert not article.children


@BOTH
def test_case_18_points_run_on_through_four_sections(suffix: str) -> None:
    it = notice(OPINION_63, suffix)
    tops = [s for s in component(it, "main-1").sections if s.kind is SectionKind.LEVEL]
    assert [s.label for s in tops] == ["一、", "二、", "三、", "四、"]
    points = [s for top in tops for s in top.children]
    assert [s.number for s in points] == [(n,) for n in range(1, 21)]
    assert points[4].key == "main-1/l1-2/l2-5"
    assert not articles(it)


@BOTH
def test_case_19_title_and_signature_differ_and_an_error_of_the_source_stays(suffix: str) -> None:
    it = reading(OPINION_63, suffix)
    assert "ISSUER_CONFLICT" in codes(it)
    assert it.notice.signature == ("焦作市人民政府",)
    assert it.notice.title is not None
    assert "产业开展区" in it.notice.title
    assert it.notice.date_signed == datetime.date(2017, 5, 31)


def test_case_21_a_newspaper_article_is_no_notice() -> None:
    it = notice(ARTICLE)
    assert it.document_type is DocumentType.NON_OFFICIAL
    assert it.number is None
    assert {s.kind for s in it.walk()} == {SectionKind.TEXT}
    assert any(s.text.startswith("一是培育创新引领型企业") for s in it.walk())


def skeleton(of: Notice) -> list[object]:
    """Components and sections with all their words: what twins must share."""
    parts: list[object] = []
    for part in of.components:
        parts.append((part.key, part.role, part.label, part.title, part.is_draft))
        parts += [
            (s.key, s.kind, s.depth, s.label, s.number, s.heading, s.text, s.table)
            for s in part.walk()
        ]
    return parts


@pytest.mark.parametrize("name", [NOTICE_65, RULES, DRAFT, OPINION_63])
def test_twins_in_text_and_pdf_have_the_same_words(name: str) -> None:
    assert skeleton(notice(name, ".pdf")) == skeleton(notice(name, ".txt"))


@pytest.mark.parametrize("name", [NOTICE_65, RULES, DRAFT, OPINION_63])
def test_every_section_of_a_pdf_has_its_page_and_boxes(name: str) -> None:
    it = reading(name, ".pdf")
    assert it.page_count
    for s in it.notice.walk():
        own = s.label or s.heading or s.text or s.table
        assert bool(s.origin) == bool(own), s.key
        for origin in s.origin:
            assert origin.page
            assert origin.box
            x0, top, x1, bottom = origin.box
            assert 1 <= origin.page <= it.page_count
            assert 0 <= x0 < x1 <= 596, (s.key, origin)
            assert 0 <= top < bottom <= 842, (s.key, origin)


def test_article_7_of_the_pdf_stands_on_its_page() -> None:
    it = section(notice(NOTICE_65, ".pdf"), "main-1/art-7")
    assert [origin.page for origin in it.origin] == [3]
