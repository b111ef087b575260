"""What the page's own script adds, and that nothing is missing without it."""

import pytest
from playwright.sync_api import expect

from tests.browser.reader import PHONE, PLAIN, PLAIN_PHONE, WIDE, Open

pytestmark = pytest.mark.browser


def test_the_contents_follow_the_reader(open_window: Open, notices: dict[str, str]) -> None:
    page = open_window(WIDE).visit(notices["n65"])
    contents = page.get_by_role("navigation", name="目录")
    here = contents.locator("[aria-current]")
    expect(here).to_have_count(1)
    contents.get_by_role("link", name="第七条").click()
    expect(here).to_have_text(["第七条"])
    expect(page.locator('[id="main-1/art-7"]')).to_be_in_viewport()


def test_only_places_in_the_text_are_followed(open_window: Open, notices: dict[str, str]) -> None:
    reader = open_window(WIDE)
    for name in ("n65", "article"):
        page = reader.visit(notices[name])
        page.locator("#versions").scroll_into_view_if_needed()
        expect(page.locator("#versions")).to_be_in_viewport()
        page.wait_for_timeout(100)  # the script marks the place in the next frame
        expect(page.locator(".toc-more [aria-current]")).to_have_count(0)
    expect(page.locator(".toc [aria-current]")).to_have_count(0)


def test_a_citation_can_be_copied(open_window: Open, notices: dict[str, str]) -> None:
    page = open_window(WIDE).visit(notices["n65"])
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    clause = page.locator('[id="main-1/art-7"]')
    clause.hover()
    citation = "《焦作国家高新技术产业开发区“一区多园”管理办法》（焦政办〔2021〕65号）第七条"
    copy = clause.get_by_role("button", name=f"复制条文和引文：{citation}", exact=True)
    copy.click()
    expect(copy).to_have_text("✓")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("第七条 列入“一区多园”管理的各省级高新区")
    assert copied.endswith(f"各分园仍由所在地政府（管委会）管理。\n——{citation}")


def test_what_is_copied_is_what_the_clauses_own_page_says(
    open_window: Open, notices: dict[str, str]
) -> None:
    reader = open_window(WIDE)
    page = reader.visit(notices["n65"])
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    copied = {}
    for key in ("main-1/art-8", "main-1/art-9", "main-1/art-9/p-1/i-2"):
        clause = page.locator(f'[id="{key}"]')
        clause.hover(position={"x": 200, "y": 15})
        clause.get_by_role("button", name="复制条文和引文").first.click()
        copied[key] = page.evaluate("navigator.clipboard.readText()")
    for key, words in copied.items():
        own = reader.visit(f"{notices['n65']}/{key}")
        assert own.locator(".cite-whole").text_content() == words
        own.get_by_role("button", name="复制条文和引文", exact=True).click()
        assert own.evaluate("navigator.clipboard.readText()") == words


def test_without_scripts_a_citation_is_there_to_be_selected(
    open_window: Open, notices: dict[str, str]
) -> None:
    page = open_window(PLAIN).visit(f"{notices['n65']}/main-1/art-9")
    page.get_by_text("连同条文").click()
    chosen = page.locator(".cite-whole")
    expect(chosen).to_contain_text("——《焦作国家高新技术产业开发区")
    expect(chosen).to_have_css("user-select", "all")  # one click takes all of it


def test_long_lists_fold_on_a_phone(open_window: Open, notices: dict[str, str]) -> None:
    reader = open_window(PHONE)
    page = reader.visit(notices["n65"])
    entry = page.get_by_role("navigation", name="目录").get_by_role("link", name="第七条")
    expect(entry).to_be_hidden()
    reader.unfold("目录")
    entry.click()
    expect(page.locator('[id="main-1/art-7"]')).to_be_in_viewport()


def test_nothing_is_folded_away_without_scripts(open_window: Open, notices: dict[str, str]) -> None:
    page = open_window(PLAIN_PHONE).visit(notices["n65"])
    contents = page.get_by_role("navigation", name="目录")
    expect(contents.get_by_role("link", name="第七条")).to_be_visible()
    expect(page.get_by_role("complementary", name="基本信息")).to_contain_text("成文日期")
    page.get_by_label("检索条文、标题、文号").fill("资金")
    page.get_by_role("button", name="检索").click()
    expect(page.get_by_role("status")).to_contain_text("条，来自")
    expect(page.get_by_role("region", name="发文机关")).to_be_visible()
