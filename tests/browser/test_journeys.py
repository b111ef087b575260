"""Three people on their way through the site: on a desk, on a phone, and without scripts."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reader import PHONE, PLAIN, WIDE, Open, Reader, Way, bottom, overflow

pytestmark = pytest.mark.browser

every_way = pytest.mark.parametrize("way", [WIDE, PHONE, PLAIN], ids=str)

NOTICE_65 = "焦作市人民政府办公室关于印发焦作国家高新技术产业开发区“一区多园”管理办法的通知"
NOTICE_63 = "焦作市人民政府办公室关于加快焦作国家高新技术产业开展区发展的实施意见"
DRAFT = "平顶山国家高新技术产业开发区“一区多园”联动发展管理办法（征求意见稿）"
TABLE = "平顶山国家高新区“一区多园”空间范围一览表"


def search(page: Page, words: str) -> None:
    """Type into the search box, whichever page has it, and press Enter."""
    box = page.get_by_label("检索条文、标题、文号")
    box.fill(words)
    box.press("Enter")


def heading(page: Page, name: str | re.Pattern[str]) -> None:
    """The page has arrived: its main heading says so."""
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


@every_way
def test_staff_find_a_clause_and_keep_its_address(open_window: Open, way: Way) -> None:
    reader = open_window(way)
    page = reader.visit("/")
    heading(page, "查得到，说得清")
    search(page, "管理办法")

    heading(page, "检索“管理办法”的结果")
    expect(page.locator(".tally")).to_contain_text(re.compile("[0-9]+ 条，来自 [0-9]+ 件"))
    expect(page.get_by_label("检索条文、标题、文号")).to_have_value("管理办法")
    group = page.get_by_role("region", name=re.compile("实施细则"))
    assert set(page.get_by_role("main").locator("mark").all_inner_texts()) == {"管理办法"}
    expect(group.locator("mark")).not_to_have_count(0)

    group.get_by_role("link", name=re.compile("第十三条$")).click()
    heading(page, re.compile("实施细则"))
    assert reader.place.endswith("#main-1/art-13")
    clause = page.locator('[id="main-1/art-13"]')
    expect(clause).to_be_in_viewport()
    permalink = clause.get_by_role("link", name="第十三条的固定链接", exact=True)
    if way.is_phone:
        clause.locator(".label").first.tap()  # the words may lead elsewhere
    else:
        clause.hover()
    expect(permalink.locator("..")).to_have_css("opacity", "1")
    permalink.click()

    heading(page, "第十三条")
    kept = reader.place
    assert re.fullmatch("/notices/[^/#]+/main-1/art-13", kept)
    page.reload()
    assert reader.place == kept
    heading(page, "第十三条")
    expect(page.get_by_role("article")).to_contain_text("要素资源重点倾斜")
    expect(page.locator(".body").get_by_text("要素资源重点倾斜")).to_be_in_viewport()
    assert overflow(page) == []


@every_way
def test_a_reader_browses_to_the_draft_and_its_table(open_window: Open, way: Way) -> None:
    reader = open_window(way)
    page = reader.visit("/")
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="浏览").click()
    heading(page, "全部文件")
    listing = page.get_by_role("main").get_by_role("heading").get_by_role("link")
    expect(listing).to_have_count(5)

    _narrow(reader, "发文机关", "焦作市人民政府办公室")
    expect(listing).to_have_count(2)
    _narrow(reader, "年份", "2021年")
    heading(page, "焦作市人民政府办公室 · 2021年")
    expect(listing).to_have_count(1)
    _narrow(reader, "文种", "通知")
    expect(listing).to_have_text([NOTICE_65])
    page.get_by_role("main").locator(".tally").get_by_role("link", name="全部文件").click()
    heading(page, "全部文件")

    listing.get_by_text(DRAFT).click()
    heading(page, DRAFT)
    expect(page.get_by_role("region", name="效力")).to_contain_text("征求意见稿")
    expect(page.get_by_role("heading", level=2, name=TABLE)).to_be_visible()
    box = page.get_by_role("region", name=f"{TABLE}（可左右滚动）", exact=True)
    table = box.get_by_role("table", name=TABLE, exact=True)
    rows = table.get_by_role("row")
    expect(rows).to_have_count(9)
    for name, number, count, last in (("原空间范围", "1", 4, 4), ("新增空间范围", "2", 3, 7)):
        for merged in (
            table.get_by_role("rowheader", name=name, exact=True),
            table.get_by_role("rowheader", name=number, exact=True),
        ):
            expect(merged).to_have_attribute("rowspan", str(count))
            assert bottom(merged) == pytest.approx(bottom(rows.nth(last)), abs=1)

    assert overflow(page) == []
    if way is PHONE:
        header = table.get_by_role("columnheader", name="主导产业")
        header.scroll_into_view_if_needed()
        box.evaluate("it => { it.scrollLeft = 0 }")
        expect(header).not_to_be_in_viewport()
        box.focus()
        for _ in range(20):
            page.keyboard.press("ArrowRight")
        expect(header).to_be_in_viewport()
        assert page.evaluate("scrollX") == 0


@every_way
def test_a_table_is_taken_to_a_spreadsheet(
    open_window: Open, notices: dict[str, str], way: Way
) -> None:
    page = open_window(way).visit(notices["draft"])
    with page.expect_download() as started:
        page.get_by_role("link", name=f"{TABLE}存为 CSV").click()
    assert started.value.suggested_filename.endswith("附件1.csv")
    rows = started.value.path().read_text("utf-8-sig").splitlines()
    assert rows[0].startswith("序号,")
    assert sum("原空间范围" in row for row in rows) == 4


def test_the_header_of_a_long_table_stays(open_window: Open, notices: dict[str, str]) -> None:
    page = open_window(PHONE).visit(notices["draft"])
    box = page.get_by_role("region", name=f"{TABLE}（可左右滚动）", exact=True)
    header = box.get_by_role("columnheader", name="序号")
    box.evaluate("it => { it.style.maxHeight = '20rem'; it.scrollTop = 300 }")
    assert box.evaluate("it => it.scrollTop") == 300  # it was long enough to move
    above, head = box.bounding_box(), header.bounding_box()
    assert above is not None
    assert head is not None
    assert head["y"] == pytest.approx(above["y"], abs=1)


def _narrow(reader: Reader, facet: str, value: str) -> None:
    """Choose a value of a facet."""
    reader.unfold("筛选")
    region = reader.page.get_by_role("region", name=facet)
    region.get_by_role("link", name=re.compile(f"^{value} *[0-9]")).click()
    expect(reader.page).to_have_url(re.compile(quote(value.removesuffix("年"))))
    reader.unfold("筛选")
    expect(region.get_by_role("link", name=re.compile(f"^{value}（取消）"))).to_have_attribute(
        "aria-current", "true"
    )


@every_way
def test_a_reviewer_goes_from_a_number_to_the_originals(
    open_window: Open, way: Way, corpus: Path
) -> None:
    reader = open_window(way)
    page = reader.visit("/")
    search(page, "焦政办(2021)65号")
    heading(page, NOTICE_65)
    assert reader.place == "/notices/焦政办-2021-65"
    status = page.get_by_role("region", name="效力")
    expect(status.get_by_role("strong")).to_have_text("失效")
    expect(status.locator("blockquote")).to_contain_text(
        "本办法自 2021 年 11 月 9 日起施行，有效期至 2026 年 11 月 9 日。"
    )
    assert status.locator("mark").all_inner_texts() == [
        "自 2021 年 11 月 9 日起施行",
        "有效期至 2026 年 11 月 9 日",
    ]
    status.get_by_role("link", name="第十条").click()
    heading(page, "第十条")

    search(page, "焦政办〔2017〕63号")
    heading(page, NOTICE_63)
    expect(status.get_by_role("strong")).to_have_text("未见失效依据")
    expect(status).to_contain_text("没有发现终止它的文件，不等于没有这样的文件。")

    doubt = page.locator("#doubts").get_by_text(
        "标题作“焦作市人民政府办公室”，署名作“焦作市人民政府”，两者并存"
    )
    expect(doubt).to_be_hidden()
    reader.unfold("存疑与修补")
    expect(doubt).to_be_visible()

    versions = page.get_by_role("region", name="版本与原件")
    pdf = corpus / "焦政办〔2017〕63号 加快高新区发展实施意见.pdf"
    with page.expect_download() as started:
        versions.get_by_role("link", name=pdf.name, exact=True).click()
    assert started.value.suggested_filename == pdf.name
    assert started.value.path().read_bytes() == pdf.read_bytes()
    text = pdf.with_suffix(".txt")
    with page.expect_response(re.compile("/originals/")) as answered:
        versions.get_by_role("link", name=text.name, exact=True).click()
    assert answered.value.body() == text.read_bytes()
    expect(page.get_by_text("焦作高新区建区十八年来")).to_be_visible()
