"""Pages stand still, and the first words are there before any script is."""

import pytest
from playwright.sync_api import Browser, Route

from tests.browser.reader import PHONE, WIDE, Way

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/search?q=园区",
    "/browse",
    "/notices/焦政办-2021-65",
    "/notices/焦政办-2021-65/main-1/art-7",
    "/compare?old=焦政办-2017-63&new=焦政办-2021-65",
    "/help",
)
MOST_SHIFT = 0.01
"""A tenth of what Web Vitals calls good."""

WATCH = """
window.shifted = 0;
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) window.shifted += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""


PAINTED = "performance.getEntriesByName('first-contentful-paint').length > 0"


@pytest.mark.parametrize("way", [WIDE, PHONE], ids=str)
def test_nothing_moves_while_a_page_arrives(browser: Browser, address: str, way: Way) -> None:
    size = {"width": way.width, "height": way.height}
    context = browser.new_context(viewport=size, is_mobile=way.is_phone)  # type: ignore[arg-type]
    # The content policy bars inline scripts; this one comes from the browser itself.
    context.add_init_script(WATCH)
    page = context.new_page()
    moved = {}
    for path in PAGES:
        page.goto(address + path, wait_until="networkidle")
        page.wait_for_timeout(200)
        moved[path] = page.evaluate("window.shifted")
    context.close()
    assert {path: shift for path, shift in moved.items() if shift > MOST_SHIFT} == {}


@pytest.mark.parametrize("path", PAGES)
def test_the_first_paint_waits_for_no_script(browser: Browser, address: str, path: str) -> None:
    context = browser.new_context()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)  # it never arrives while the page is looked at

    context.route("**/*.js*", hold)
    page = context.new_page()
    page.goto(address + path, wait_until="commit")
    for _ in range(150):
        if page.evaluate(PAINTED):
            break
        page.wait_for_timeout(100)
    else:
        pytest.fail("nothing was painted")
    assert page.locator("main").inner_text().strip()
    assert held, "a script was asked for"
    for route in held:
        route.abort()
    context.close()
