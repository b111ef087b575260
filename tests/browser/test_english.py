"""Pages in English: as whole, as readable and as accessible as in Chinese, and one click away."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.reader import PHONE, WIDE, Open, Way, overflow, too_faint
from tests.browser.test_accessibility import OPTIONS
from tests.browser.test_pages import PAGES

pytestmark = pytest.mark.browser

KINDS = (
    "home",
    "search-two-words",
    "search-nothing",
    "browse",
    "notice-65",
    "notice-draft",
    "clause",
    "facing",
    "compare",
    "expiring",
    "help",
    "try-answered",
)
MORE = {
    "compared": "/compare?old=焦政办-2021-65&new=焦政办-2017-63",
    "counterparts": "/compare?old=焦政办-2021-65&new=焦政办-2017-63&as=counterparts",
    "review": "/review",
}
REFUSED = {"404": "/notices/焦政办-1999-1", "400": "/search?q=园&on=2022-02-30"}


def english(path: str) -> str:
    """The same page in English."""
    page, hash_, place = path.partition("#")
    return f"{page}{'&' if '?' in page else '?'}lang=en{hash_}{place}"


@pytest.mark.parametrize("way", [WIDE, PHONE], ids=str)
def test_an_english_page_fits_and_axe_finds_nothing(
    open_window: Open, notices: dict[str, str], way: Way, shots: Path | None
) -> None:
    reader, axe = open_window(way), Axe()
    pages = {name: PAGES[name].format(**notices) for name in KINDS} | MORE | REFUSED
    faults: list[str] = []
    with reader.expecting(404, 400):
        for name, path in pages.items():
            page = reader.visit(english(path))
            expect(page.locator("html")).to_have_attribute("lang", "en")
            expect(page).to_have_title(re.compile("Fawen"))
            if shots:
                page.screenshot(path=shots / f"english-{name}-{way}.png", full_page=True)
            faults += [f"{name}: {fault}" for fault in (*overflow(page), *too_faint(page))]
            found = axe.run(page, options=OPTIONS).response["violations"]
            faults += [
                f"{name}: {one['id']}: {node['target']}" for one in found for node in one["nodes"]
            ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("way", [WIDE, PHONE], ids=str)
def test_a_reader_switches_to_english_and_back(open_window: Open, way: Way) -> None:
    reader = open_window(way)
    page = reader.visit("/?on=2022-03-01")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Found, and accounted for")
    page.get_by_label("Search clauses, titles and numbers").fill("一区多园 资金")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".tally")).to_contain_text("clauses of")
    page.locator("a.hit").first.click()
    expect(page.get_by_text("Basic facts").first).to_be_attached()
    expect(page.locator(".as-of-day")).to_have_text("1 March 2022")
    page.get_by_role("link", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    assert "on=2022-03-01" in reader.place
    assert "lang=" not in reader.place


def test_suggestions_speak_english(open_window: Open) -> None:
    page = open_window(WIDE).visit("/?lang=en")
    box = page.get_by_role("combobox")
    box.press_sequentially("焦政办", delay=20)
    options = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    expect(options.first).to_be_visible()
    expect(options.first.locator("small")).to_have_text(re.compile("^(Word|Title|Number|Organ)$"))
    expect(page.get_by_text(re.compile(r"^\d+ suggestions"))).to_be_attached()
