"""Where things stand: tools beside the text, tables in their boxes, paths between their steps."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.reader import PHONE, WIDE, Open, Way, overflow

pytestmark = pytest.mark.browser

TABLET = Way("tablet", 800, 1000, is_phone=True)
NARROW = Way("narrow", 1000, 800)
TARGET_PX = 24
TWO_LINES_PX = 30
CLEAR_PX = 1

Box = tuple[float, float, float, float]

# The boxes of the very characters of a clause, line by line, its tools left out.
LINES = """it => {
  const found = [];
  for (const line of it.querySelectorAll("p, h2, h3, h4")) {
    const range = document.createRange();
    range.selectNodeContents(line);
    for (const box of range.getClientRects()) {
      // A line box is taller than its characters.
      const blank = Math.max(0, (box.height - parseFloat(getComputedStyle(line).fontSize)) / 2);
      found.push([box.left, box.top + blank, box.right, box.bottom - blank]);
    }
  }
  return found;
}"""


def box_of(locator: Locator) -> Box:
    """Left, top, right, bottom in the window."""
    found = locator.bounding_box()
    assert found is not None
    left, top = found["x"], found["y"]
    return left, top, left + found["width"], top + found["height"]


def meet(one: Box, other: Box) -> bool:
    """The boxes share more than a hair's breadth."""
    return (
        min(one[2], other[2]) - max(one[0], other[0]) > CLEAR_PX
        and min(one[3], other[3]) - max(one[1], other[1]) > CLEAR_PX
    )


def tools_of(page: Page, key: str) -> list[Locator]:
    """Those that this window has room for."""
    return page.locator(f'[id="{key}"] > .margin > *:visible').all()


@pytest.mark.parametrize("way", [PHONE, TABLET], ids=str)
@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("n65", "main-1/art-7"),
        ("n65", "main-1/art-8/p-2"),
        ("n65", "main-1/art-9/p-1/i-3"),
        ("n65", "att-2/l1-1/li-2"),
        ("n65", "att-2/l1-2"),
        ("n63", "main-1/l1-2/l2-7"),
        ("rules", "main-1/ch-2"),
    ],
)
def test_a_finger_meets_the_tools_and_not_the_text(
    open_window: Open, notices: dict[str, str], way: Way, name: str, key: str
) -> None:
    page = open_window(way).visit(notices[name])
    clause = page.locator(f'[id="{key}"]')
    tools = tools_of(page, key)
    assert tools
    expect(tools[-1].locator("..")).to_have_css("pointer-events", "none")  # not there yet
    clause.scroll_into_view_if_needed()
    clause.locator(":scope > p, :scope > h2, :scope > h3, :scope > h4").first.tap(
        position={"x": 60, "y": 12}
    )
    expect(tools[-1].locator("..")).to_have_css("pointer-events", "auto")
    lines = [tuple(line) for line in clause.evaluate(LINES)]
    assert lines
    for tool in tools:
        left, top, right, bottom = box = box_of(tool)
        assert right - left >= TARGET_PX
        assert bottom - top >= TARGET_PX
        assert left >= 0
        assert right <= way.width
        sign = tool.evaluate(
            "it => { const all = document.createRange(); all.selectNodeContents(it);"
            " const box = all.getBoundingClientRect();"
            " return [box.left, box.top, box.right, box.bottom]; }"
        )
        assert not [line for line in lines if meet(tuple(sign), line)], (key, box)


def test_the_tools_of_a_clause_never_reach_the_contents(
    open_window: Open, notices: dict[str, str]
) -> None:
    page = open_window(WIDE).visit(notices["n65"])
    contents = box_of(page.locator(".toc"))
    page.locator('[id="main-1/art-7"]').hover()
    tools = tools_of(page, "main-1/art-7")
    assert len(tools) == 3
    for tool in tools:
        left, top, right, bottom = box_of(tool)
        assert left >= contents[2]
        assert min(right - left, bottom - top) >= TARGET_PX


@pytest.mark.parametrize("width", [992, 1199, 1200, 1240])
def test_the_margin_fits_beside_the_text(
    open_window: Open, notices: dict[str, str], width: int
) -> None:
    page = open_window(Way(str(width), width, 800)).visit(notices["n65"])
    assert overflow(page) == []
    head, facts = box_of(page.locator(".head")), box_of(page.locator(".facts"))
    assert facts[1] < head[3] if width >= 1200 else facts[1] >= head[3]


@pytest.mark.parametrize("way", [NARROW, PHONE, WIDE], ids=str)
def test_the_status_stands_clear_of_what_is_above_it(
    open_window: Open, notices: dict[str, str], way: Way
) -> None:
    page = open_window(way).visit(f"{notices['n65']}/main-1/art-9")
    above, status = page.locator(".beside"), page.get_by_role("region", name="效力")
    assert box_of(status)[1] - box_of(above)[3] >= 16


def test_a_phone_shows_no_empty_contents(open_window: Open, notices: dict[str, str]) -> None:
    page = open_window(PHONE).visit(notices["article"])
    expect(page.locator(".toc")).to_be_hidden()
    expect(page.get_by_role("navigation", name="目录")).to_have_count(0)


@pytest.mark.parametrize("way", [PHONE, TABLET, NARROW], ids=str)
def test_a_wide_table_scrolls_in_its_box_on_its_own_page(
    open_window: Open, notices: dict[str, str], way: Way
) -> None:
    page = open_window(way).visit(f"{notices['draft']}/att-1")
    box = page.get_by_role("region", name="可左右滚动")
    inside, whole = box.evaluate("it => [it.clientWidth, it.scrollWidth]")
    left, _, right, _ = box_of(box)
    assert left >= 0
    assert right <= way.width
    assert page.evaluate("document.documentElement.scrollWidth") <= way.width
    if whole > inside:
        last = box.get_by_role("columnheader").last
        last.scroll_into_view_if_needed()
        expect(last).to_be_in_viewport(ratio=1)


def test_a_wide_window_shows_the_whole_table_on_its_own_page(
    open_window: Open, notices: dict[str, str]
) -> None:
    page = open_window(WIDE).visit(f"{notices['draft']}/att-1")
    box = page.get_by_role("region", name="可左右滚动")
    inside, whole = box.evaluate("it => [it.clientWidth, it.scrollWidth]")
    assert whole <= inside


def test_a_path_breaks_between_its_steps(open_window: Open, notices: dict[str, str]) -> None:
    reader = open_window(PHONE)
    for address in (f"{notices['rules']}/main-1/art-9", "/search?q=要素资源重点倾斜"):
        steps = reader.visit(address).locator(".step")
        expect(steps).not_to_have_count(0)
        for step in steps.all():
            _, top, right, bottom = box_of(step)
            assert bottom - top < TWO_LINES_PX, step.inner_text()
            assert right <= PHONE.width


def test_what_stood_on_two_printed_lines_is_one(open_window: Open, notices: dict[str, str]) -> None:
    page = open_window(WIDE).visit(notices["n65"])
    for place in (page.locator(".opening"), page.locator(".facts")):
        assert "市人民政府有关部门，有关单位" in place.inner_text()
