"""Every link of the site leads somewhere, and every page can be reached by links from the first."""

from collections import Counter, deque
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.conftest import Filled
from tests.web.page import Page

_ALIKE = 30
"""So many addresses of one kind are visited."""
_STEPS_OF_A_NOTICE = 3
"""The parts of ``/notices/ID``, the empty one before the first stroke among them."""


@pytest.fixture(scope="module")
def crawled(app: Flask) -> dict[str, int]:
    """Every address that links lead to → the status of its answer."""
    client = app.test_client()
    found: dict[str, int] = {}
    kinds: Counter[str] = Counter()
    seen, waiting = {"/"}, deque(["/"])
    while waiting:
        address = waiting.popleft()
        found[address], links = _visited(client, address)
        new = [link for link in dict.fromkeys(links) if link not in seen]
        seen.update(new)
        waiting.extend(link for link in new if _is_wanted(link, kinds))
    return found


def _is_wanted(address: str, kinds: Counter[str]) -> bool:
    """Addresses that differ in their arguments, and clauses of one notice, are much alike."""
    parts = urlsplit(address)
    steps = parts.path.split("/")
    if not parts.query and len(steps) <= _STEPS_OF_A_NOTICE:
        return True
    kind = f"{parts.path}?" if parts.query else "/".join(steps[:_STEPS_OF_A_NOTICE])
    kinds[kind] += 1
    return kinds[kind] <= _ALIKE


def _visited(client: FlaskClient, address: str) -> tuple[int, list[str]]:
    """The status, and where its links lead on this site; forms are not sent."""
    response = client.get(address)
    status = response.status_code
    if location := response.headers.get("Location"):
        return status, _inside(address, [location])
    if response.mimetype != "text/html":
        return status, []
    page = Page(response.get_data(as_text=True))
    given = [e.attributes.get(name) for e in page.elements for name in ("href", "src")]
    return status, _inside(address, [link for link in given if link])


def _inside(address: str, links: list[str]) -> list[str]:
    full = (urlsplit(urljoin(f"http://localhost{address}", link)) for link in links)
    return [
        f"{parts.path}?{parts.query}" if parts.query else parts.path
        for parts in full
        if parts.scheme == "http" and parts.netloc == "localhost"
    ]


def test_no_link_leads_nowhere(crawled: dict[str, int]) -> None:
    broken = {unquote(address): status for address, status in crawled.items() if status >= 400}
    assert not broken
    assert len(crawled) > 150


def test_every_page_is_reached(crawled: dict[str, int], app: Flask, filled: Filled) -> None:
    reached = {unquote(urlsplit(address).path) for address in crawled}
    for work in (*filled.shipped.values(), filled.hostile):
        assert f"/notices/{work}" in reached
    assert not [path for path in reached if filled.held in path or filled.withdrawn in path]
    # Pages without parts to fill in; what takes a file or answers programs is linked or told.
    plain = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if not rule.arguments and "GET" in (rule.methods or ())
    }
    told = {"/favicon.ico", "/healthz", "/robots.txt", "/sitemap.xml", "/opensearch-suggest.json"}
    assert not {rule for rule in plain - reached - told if not rule.startswith("/api/")}
