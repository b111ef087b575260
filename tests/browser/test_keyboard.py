"""The site without a mouse: everything can be reached, and one sees where one is."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.reader import PHONE, WIDE, Open, Way

pytestmark = pytest.mark.browser

OUTLINE = "it => [getComputedStyle(it).outlineStyle, getComputedStyle(it).outlineWidth]"

both_widths = pytest.mark.parametrize("way", [WIDE, PHONE], ids=str)


def tab_to(page: Page, wanted: Locator, *, within: int = 40) -> int:
    """Press Tab until ``wanted`` has the focus, seen at every stop; the number of stops."""
    for stops in range(1, within + 1):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        expect(focused).to_be_in_viewport()
        markup = focused.evaluate("it => it.outerHTML.slice(0, 200)")
        style, width = focused.evaluate(OUTLINE)
        assert style != "none", markup
        assert float(width.removesuffix("px")) >= 1, markup
        if wanted.evaluate("it => it === document.activeElement"):
            return stops
    pytest.fail(f"{within} times Tab and not there: {wanted}")


@both_widths
def test_tab_reaches_the_skip_link_the_box_and_the_results(open_window: Open, way: Way) -> None:
    page = open_window(way).visit("/search?q=管理办法")
    assert tab_to(page, page.get_by_role("link", name="跳到正文")) == 1
    tab_to(page, page.get_by_label("检索条文、标题、文号"))
    hit = page.get_by_role("main").get_by_role("listitem").filter(has=page.locator("mark"))
    tab_to(page, hit.first.get_by_role("link"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="效力")).to_be_visible()


@both_widths
def test_the_skip_link_skips(open_window: Open, notices: dict[str, str], way: Way) -> None:
    page = open_window(way).visit(notices["n65"])
    tab_to(page, page.get_by_role("link", name="跳到正文"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.locator(":focus").evaluate("it => it.closest('main') !== null")


@both_widths
def test_a_permalink_appears_when_it_has_the_focus(
    open_window: Open, notices: dict[str, str], way: Way
) -> None:
    page = open_window(way).visit(notices["n65"])
    permalink = page.get_by_role("link", name="第一条的固定链接", exact=True)
    expect(permalink.locator("..")).to_have_css("opacity", "0")
    permalink.focus()
    expect(permalink.locator("..")).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("第一条")


@both_widths
def test_another_day_can_be_chosen(open_window: Open, notices: dict[str, str], way: Way) -> None:
    reader = open_window(way)
    page = reader.visit(notices["n65"])
    page.locator("summary", has_text="看").focus()
    page.keyboard.press("Enter")
    page.get_by_label("我办事的那天").fill("2022-03-01")
    button = page.get_by_role("button", name="看这一天")
    expect(button).to_be_in_viewport(ratio=1)
    button.press("Enter")
    expect(page.get_by_role("banner")).to_contain_text("按 2022年3月1日 看")
    assert reader.place == f"{notices['n65']}?on=2022-03-01"
