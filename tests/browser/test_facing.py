"""The original beside the text: from a clause to its place on the page and back, scripts or not."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.reader import PHONE, PLAIN, PLAIN_PHONE, WIDE, Open, Way

pytestmark = pytest.mark.browser

CLAUSE, BOX = '[id="main-1/art-7"]', '[id="box-main-1/art-7"]'


def is_marked(box: Locator) -> None:
    expect(box.locator("rect").first).to_have_css("stroke", "rgb(168, 35, 28)")


@pytest.mark.parametrize("way", [WIDE, PLAIN], ids=str)
def test_from_a_clause_to_its_box_and_back(
    open_window: Open, notices: dict[str, str], way: Way
) -> None:
    reader = open_window(way)
    page = reader.visit(notices["n65"])
    page.locator(CLAUSE).hover()
    page.locator(CLAUSE).get_by_role("link", name="第七条在原件第3页").click()
    assert reader.place == f"{notices['n65']}/original#box-main-1/art-7"
    expect(page.locator(BOX)).to_be_in_viewport()
    is_marked(page.locator(BOX))
    other = '[id="main-1/art-9/p-1/i-2"]'
    page.locator(other).get_by_role("link", name="在原件第4页").click()
    expect(page.locator('[id="box-main-1/art-9/p-1/i-2"]')).to_be_in_viewport()
    page.get_by_role("link", name="第十条，看正文").click()
    assert reader.place.endswith("#main-1/art-10")
    expect(page.locator('[id="main-1/art-10"]')).to_be_in_viewport()


def test_with_a_script_both_sides_are_marked(open_window: Open, notices: dict[str, str]) -> None:
    page = open_window(WIDE).visit(f"{notices['n65']}/original#box-main-1/art-8")
    expect(page.locator('[id="main-1/art-8"]')).to_have_class("clause article depth-1 here")
    expect(page.locator('[data-key="main-1/art-8"].here')).to_have_count(2)  # on two pages
    page.get_by_role("link", name="第十条，看正文").click()
    is_marked(page.locator('[id="box-main-1/art-10"]'))
    expect(page.locator('[id="main-1/art-8"]')).not_to_have_class("here")


def test_scrolling_the_text_turns_the_pages(open_window: Open, notices: dict[str, str]) -> None:
    page = open_window(WIDE).visit(f"{notices['n65']}/original")
    expect(page.locator("#page-1")).to_be_in_viewport()
    page.locator("#text").hover()
    for _ in range(12):
        page.mouse.wheel(0, 250)
        page.wait_for_timeout(60)  # the other side follows in the next frame
    expect(page.locator("#page-1")).not_to_be_in_viewport()


def test_the_links_on_the_page_are_reached_by_keyboard(
    open_window: Open, notices: dict[str, str]
) -> None:
    reader = open_window(WIDE)
    page = reader.visit(f"{notices['n65']}/original#page-2")
    page.locator(f"{BOX} > a").focus()
    page.keyboard.press("Enter")
    assert reader.place.endswith("#main-1/art-7")


@pytest.mark.parametrize("way", [PHONE, PLAIN_PHONE], ids=str)
def test_on_a_phone_one_side_is_shown_at_a_time(
    open_window: Open, notices: dict[str, str], way: Way
) -> None:
    reader = open_window(way)
    page = reader.visit(f"{notices['n65']}/main-1/art-7")
    page.get_by_role("link", name="看原件第3页").click()
    text = page.get_by_role("region", name="正文", exact=True)
    leaves = page.get_by_role("region", name="原件，共7页")
    expect(leaves).to_be_visible()
    expect(text).to_be_hidden()
    expect(page.locator(BOX)).to_be_in_viewport()
    page.get_by_role("link", name="第七条，看正文").tap()
    expect(page.locator(CLAUSE)).to_be_in_viewport()
    expect(leaves).to_be_hidden()
    page.locator(CLAUSE).get_by_role("link", name="第七条在原件第3页").tap()
    expect(page.locator(BOX)).to_be_in_viewport()
    expect(text).to_be_hidden()
    page.get_by_role("navigation", name="看哪一边").get_by_role("link", name="正文").tap()
    expect(text).to_be_visible()


def test_pages_are_fetched_when_they_come_near(open_window: Open, notices: dict[str, str]) -> None:
    reader = open_window(WIDE)
    page = reader.visit(f"{notices['n63']}/original")
    page.locator("#page-1 img").evaluate("it => it.decode()")
    fetched = {url for url in reader.requested if "/pages/" in url}
    assert 0 < len(fetched) < 11
    last = page.locator("#page-11 img")
    last.scroll_into_view_if_needed()
    last.evaluate("it => it.decode()")
    assert any("/pages/11" in url for url in reader.requested)
