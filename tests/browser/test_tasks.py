"""What people come for, one journey each, found by role and label, on a desk and on a phone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Download, Page, expect

from tests.browser.reader import PHONE, WIDE, Open, Way, overflow

pytestmark = pytest.mark.browser

both_widths = pytest.mark.parametrize("way", [WIDE, PHONE], ids=str)

BOX = "检索条文、标题、文号"
OTHER_DAY = "2022-03-01"


def heading(page: Page, name: str | re.Pattern[str]) -> None:
    """The page has arrived: its main heading says so."""
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def seek(page: Page, words: str) -> None:
    """Type into the search box and press Enter."""
    page.get_by_label(BOX).fill(words)
    page.get_by_label(BOX).press("Enter")


def choose_day(page: Page, day: str) -> None:
    """Through the control at the top of every page."""
    control = page.get_by_role("banner").locator(".as-of")
    control.locator("summary").click()
    control.locator("input[type=date]").fill(day)
    control.get_by_role("button").click()


def kept(download: Download, folder: Path) -> bytes:
    """What was downloaded."""
    file = folder / download.suggested_filename
    download.save_as(file)
    return file.read_bytes()


@both_widths
def test_a_suggestion_leads_to_the_notice(open_window: Open, way: Way) -> None:
    page = open_window(way).visit("/")
    box = page.get_by_role("combobox", name=BOX)
    box.press_sequentially("jzb", delay=30)
    options = page.get_by_role("listbox").get_by_role("option")
    expect(options.filter(has_text="焦政办").first).to_be_visible()
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    expect(page).not_to_have_url(re.compile("/$"))
    assert overflow(page) == []


@both_widths
def test_a_number_in_any_brackets_opens_its_notice(open_window: Open, way: Way) -> None:
    page = open_window(way).visit("/")
    seek(page, "焦政办(2021)65号")
    heading(page, re.compile("一区多园”管理办法的通知"))
    expect(page.get_by_role("region", name="效力")).to_contain_text("失效")


@both_widths
def test_nothing_found_says_why_and_leads_on(open_window: Open, way: Way) -> None:
    page = open_window(way).visit("/")
    seek(page, "一区多园 火星移民")
    why = page.locator(".nothing")
    expect(why).to_contain_text("火星移民")
    expect(why).to_contain_text("已查遍")
    why.get_by_role("link", name=re.compile("[0-9]+ 条")).first.click()
    expect(page.get_by_role("main").locator("mark").first).to_be_visible()
    assert overflow(page) == []


@both_widths
def test_results_are_narrowed_and_taken_away(open_window: Open, way: Way, tmp_path: Path) -> None:
    reader = open_window(way)
    page = reader.visit("/search?q=园区")
    reader.unfold("筛选")
    region = page.get_by_role("region", name="发文机关")
    region.get_by_role("link", name=re.compile("^焦作市人民政府办公室")).click()
    expect(page.get_by_text("只在“焦作市人民政府办公室”里找。")).to_be_visible()
    with page.expect_download() as download:
        page.locator(".take").get_by_role("link", name="CSV").click()
    table = kept(download.value, tmp_path).decode("utf-8-sig")
    assert "焦政办〔2021〕65号" in table
    page.get_by_role("link", name="在全部文件里找").click()
    expect(page.get_by_text("只在“焦作市人民政府办公室”里找。")).to_have_count(0)


@both_widths
def test_a_question_is_answered_by_its_clause(open_window: Open, way: Way) -> None:
    page = open_window(way).visit("/")
    seek(page, "一区多园的考核由谁负责？")
    expect(page.locator(".tally")).to_contain_text("最可能回答这个问题")
    page.get_by_role("main").locator("a.hit").first.click()
    expect(page.get_by_role("region", name="效力")).to_be_visible()


@both_widths
def test_another_day_changes_the_status_and_stays(open_window: Open, way: Way) -> None:
    reader = open_window(way)
    page = reader.visit("/notices/焦政办-2021-65")
    status = page.get_by_role("region", name="效力")
    expect(status).to_contain_text("失效")
    choose_day(page, OTHER_DAY)
    expect(status).to_contain_text("有效")
    expect(page.get_by_role("banner")).to_contain_text("2022年3月1日")
    seek(page, "一区多园 资金")
    expect(page.get_by_role("banner")).to_contain_text("2022年3月1日")
    assert f"on={OTHER_DAY}" in reader.place


@both_widths
def test_one_notice_is_searched(open_window: Open, way: Way) -> None:
    page = open_window(way).visit("/notices/焦政办-2021-65")
    box = page.get_by_label("在本文件里找")
    box.fill("资金")
    box.press("Enter")
    expect(page.get_by_text(re.compile("^只在《"))).to_be_visible()
    groups = page.get_by_role("main").locator("section.group")
    expect(groups).to_have_count(1)


@both_widths
def test_a_clause_leads_to_those_like_it(open_window: Open, way: Way) -> None:
    page = open_window(way).visit("/notices/焦政办-2021-65/main-1/art-6")
    heading(page, "第六条")
    page.get_by_role("link", name=re.compile("相似")).first.click()
    heading(page, "与第六条相似的条文")
    expect(page.get_by_text(re.compile("相似度 [0-9]+%")).first).to_be_visible()


@both_widths
def test_what_has_ended_is_listed_with_its_proof(open_window: Open, way: Way) -> None:
    page = open_window(way).visit("/browse/ended")
    page.get_by_label("从").fill("2026-11-01")
    page.get_by_label("到").fill("2026-11-20")
    page.get_by_role("button", name="查看").click()
    first = page.get_by_role("main").locator(".listing > li").first
    expect(first).to_contain_text("2026年11月10日起")
    first.get_by_role("link", name="本文").click()
    expect(page.get_by_role("article")).to_contain_text("有效期至 2026 年 11 月 9 日")


@both_widths
def test_what_is_cited_but_missing_has_a_page(open_window: Open, way: Way) -> None:
    page = open_window(way).visit("/browse/missing")
    first = page.get_by_role("main").locator(".listing h2 a").first
    name = first.inner_text()
    first.click()
    heading(page, name)
    expect(page.get_by_role("heading", name="引用它的文件")).to_be_visible()
    page.get_by_role("main").locator("a.step").first.click()
    expect(page.get_by_role("region", name="效力")).to_be_visible()


@both_widths
def test_two_notices_are_chosen_and_compared(open_window: Open, way: Way, tmp_path: Path) -> None:
    page = open_window(way).visit("/compare")
    for side, number in (("old", "焦政办〔2017〕63号"), ("new", "焦政办〔2021〕65号")):
        page.locator(f"#{side}").fill(number)
    page.get_by_role("button", name="比对").click()
    expect(page.get_by_role("main")).to_contain_text("非官方比对")
    with page.expect_download() as download:
        page.get_by_role("link", name="只列变动").click()
    assert kept(download.value, tmp_path).startswith(b"PK")
    assert overflow(page) == []


@both_widths
def test_a_lost_visitor_finds_the_way(open_window: Open, way: Way) -> None:
    reader = open_window(way)
    with reader.expecting(404):
        page = reader.visit("/notices/焦政办-2021-66")
        heading(page, re.compile("没有"))
    near = page.get_by_role("region", name="相近的文号")
    near.get_by_role("link", name="焦政办〔2021〕65号").click()
    heading(page, re.compile("一区多园”管理办法的通知"))


@both_widths
def test_the_site_is_read_in_english_and_in_chinese_again(open_window: Open, way: Way) -> None:
    reader = open_window(way)
    page = reader.visit(f"/notices/焦政办-2021-65?on={OTHER_DAY}")
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert f"on={OTHER_DAY}" in reader.place
    expect(page.get_by_role("banner")).to_contain_text("1 March 2022")
    assert overflow(page) == []
    page.get_by_role("link", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    assert f"on={OTHER_DAY}" in reader.place


@both_widths
def test_a_guide_shows_and_leads(open_window: Open, way: Way) -> None:
    page = open_window(way).visit("/")
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="帮助").click()
    page.get_by_role("link", name=re.compile("机关工作人员")).first.click()
    picture = page.get_by_role("main").get_by_role("img").first
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", value=True)
    assert picture.evaluate("it => it.naturalWidth") > 0
    assert overflow(page) == []
