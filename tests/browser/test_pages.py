"""Every kind of page at both widths: whole, quiet, readable, and no wider than its window."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.reader import DARK, DARK_PHONE, PHONE, WIDE, Open, Way, overflow, too_faint

pytestmark = pytest.mark.browser

PAGES = {
    "home": "/",
    "home-on-a-day": "/?on=2022-03-01",
    "search": "/search?q=管理办法",
    "search-two-words": "/search?q=一区多园 资金",
    "search-second-page": "/search?q=一区多园&page=2",
    "search-narrowed": "/search?q=一区多园&year=2021",
    "search-nothing": "/search?q=一区多园 火星",
    "search-empty": "/search",
    "browse": "/browse",
    "browse-narrowed": "/browse?issuer=焦作市人民政府办公室&year=2017",
    "notice-65": "{n65}",
    "notice-63": "{n63}",
    "notice-draft": "{draft}",
    "notice-rules": "{rules}",
    "notice-article": "{article}",
    "notice-at-a-clause": "{n65}#main-1/art-10",
    "clause": "{n65}/main-1/art-10",
    "clause-with-items": "{n65}/main-1/art-9",
    "clause-row": "{draft}/att-1/tbl-1/r-3",
    "clause-attachment": "{draft}/att-1",
    "facing": "{n65}/original",
    "facing-at-a-box": "{draft}/original#box-att-1/tbl-1",
    "facing-at-a-clause": "{n65}/original#main-1/art-8",
    "compare": "/compare",
    "help": "/help",
    "help-staff": "/help/staff",
    "help-reviewer": "/help/reviewer",
    "help-api": "/help/api",
    "try": "/help/api/try/notices",
    "try-answered": "/help/api/try/search?go=1&q=资金&limit=2",
    "browse-months": "/browse?year=2021&status=EXPIRED&on=2026-12-01",
    "browse-none": "/browse?issuer=没有这个机关&year=1999",
    "ended": "/browse/ended?on=2026-12-01",
    "expiring": "/browse/expiring?on=2026-10-01",
    "expiring-none": "/browse/expiring?on=2031-01-01",
    "missing": "/browse/missing",
}
REFUSED = {"404": ("/notices/焦政办-1999-1", 404), "400": ("/search?q=园&on=2022-02-30", 400)}


@pytest.mark.parametrize("way", [WIDE, PHONE], ids=str)
def test_every_page_is_whole_and_fits(
    open_window: Open, notices: dict[str, str], way: Way, shots: Path | None
) -> None:
    assert len(notices) == 5
    reader = open_window(way)
    faults: list[str] = []
    for name, path in PAGES.items():
        page = reader.visit(path.format(**notices))
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
        expect(page).to_have_title(re.compile(".发文$|^发文 - "))
        if shots:
            page.screenshot(path=shots / f"{name}-{way}.png", full_page=True)
        faults += [f"{name}: {fault}" for fault in (*overflow(page), *too_faint(page))]
    with reader.expecting(404, 400):
        for name, (path, status) in REFUSED.items():
            page = reader.visit(path)
            expect(page.get_by_role("main")).to_contain_text(str(status))
            expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
            if shots:
                page.screenshot(path=shots / f"{name}-{way}.png", full_page=True)
            faults += [f"{name}: {fault}" for fault in (*overflow(page), *too_faint(page))]
    assert not faults, "\n".join(faults)
    assert reader.requested


@pytest.mark.parametrize("way", [DARK, DARK_PHONE], ids=str)
def test_pages_are_dark_where_that_is_preferred(
    open_window: Open, notices: dict[str, str], way: Way, shots: Path | None
) -> None:
    reader = open_window(way)
    faults: list[str] = []
    for name in (
        "home",
        "search",
        "browse",
        "notice-65",
        "notice-draft",
        "clause",
        "facing",
        "help",
    ):
        page = reader.visit(PAGES[name].format(**notices))
        expect(page.locator("body")).to_have_css("background-color", "rgb(25, 24, 22)")
        expect(page.locator("body")).to_have_css("color", "rgb(233, 229, 220)")
        faults += [f"{name}: {fault}" for fault in too_faint(page)]
        if shots:
            page.screenshot(path=shots / f"{name}-{way}.png", full_page=True)
    assert not faults, "\n".join(faults)
    page.emulate_media(color_scheme="light")
    expect(page.locator("body")).to_have_css("background-color", "rgb(253, 252, 249)")
