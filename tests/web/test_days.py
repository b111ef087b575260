"""Every page takes a day, and every way onward from it keeps the day."""

from urllib.parse import parse_qs, quote, unquote, urlsplit

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

from tests.web.conftest import N63, N65, Filled
from tests.web.page import Page

DAY = "2022-03-01"
OLD, PRINTED = quote(N65), quote(N63)
TIMELESS = frozenset(
    {
        *(
            "static",
            "originals.file",
            "facsimile.picture",
            "guide.page",
            "trying.page",
            "health.page",
        ),
        *("feeds.newest", "feeds.changes", "feeds.search", "discovery.opensearch"),
        *("discovery.robots", "discovery.sitemaps", "discovery.sitemap", "export.jsonl"),
        *("api.described", "api.index", "home.favicon", "endings.expiring_calendar"),
    }
)
"""What says the same on every day: bytes, guides, what programs come back for."""


def addresses(site: Flask) -> list[str]:
    """Every GET route that has a day, filled in, with the day."""
    queries = {"search": "q=%E5%9B%AD%E5%8C%BA&", "compare": f"old={OLD}&new={quote(N63)}&"}
    clause = {"search.similar": f"id={OLD}&key=main-1/art-7&", "api.similar": "key=main-1/art-7&"}
    found = []
    for rule in site.url_map.iter_rules():
        if rule.endpoint in TIMELESS:
            continue
        work = PRINTED if rule.endpoint == "facsimile.page" else OLD
        path = rule.rule.replace("<name>", work).replace("<path:key>", "main-1/art-7")
        assert "<" not in path, f"{rule.endpoint} is new: does it have a day?"
        last = path.rsplit("/", 1)[-1].partition(".")[0]
        asked = clause.get(rule.endpoint) or queries.get(last, "")
        found.append(f"{path}?{asked}on={DAY}")
    return found


def onward(page: Page) -> list[str]:
    """Where the links of the page lead within the site."""
    links = [a.attributes.get("href", "") for a in page.all("a")]
    return [link for link in links if link.startswith("/") and not link.startswith("//")]


@pytest.fixture(scope="module")
def walked(app: Flask, filled: Filled) -> dict[str, Page]:
    """address → page, from every route on along all that carries the day."""
    client = app.test_client()
    waiting, seen, found = addresses(app), set[str](), dict[str, Page]()
    while waiting and len(seen) < 150:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        answer = client.get(address)
        assert answer.status_code < 500, address
        if answer.mimetype == "text/html" and answer.status_code in (200, 300):
            found[address] = Page(answer.get_data(as_text=True))
            waiting += [a.partition("#")[0] for a in onward(found[address]) if f"on={DAY}" in a]
    return found


def test_every_route_that_has_a_day_takes_it(app: Flask, filled: Filled) -> None:
    client = app.test_client()
    for address in addresses(app):
        assert client.get(address).status_code == 200, address
        wrong = client.get(address.replace(DAY, "2022-02-30"))
        assert wrong.status_code == 400, address


def test_every_way_onward_keeps_the_day(app: Flask, walked: dict[str, Page]) -> None:
    routes = app.url_map.bind("localhost")
    assert len(walked) > 80
    lost = set()
    for address, page in walked.items():
        for link in onward(page):
            parts = urlsplit(link)
            try:
                endpoint, _ = routes.match(unquote(parts.path))
            except HTTPException:
                continue
            if endpoint in TIMELESS or parse_qs(parts.query).get("on") == [DAY]:
                continue
            if link.partition("?")[0] == urlsplit(address).path:  # back to today
                continue
            lost.add((urlsplit(address).path, link))
    assert not lost, sorted(lost)


def test_every_form_keeps_the_day(walked: dict[str, Page]) -> None:
    for address, page in walked.items():
        forms = [f for f in page.all("form") if f"on={DAY}" not in f.attributes["action"]]
        inputs = [e.attributes for e in page.all("input")]
        days = [one for one in inputs if one.get("name") == "on" and one["value"] == DAY]
        assert len(days) == len(forms), address
