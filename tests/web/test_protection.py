"""What every answer promises a browser, and that no text of a notice can break it."""

import re

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import HOSTILE, N63, N65, Filled, page_at
from tests.web.page import Page
from tests.web.test_pages import ADDRESSES

OTHERS = [
    *("/nope", "/healthz", "/feed.atom", "/changes.atom", "/search.atom?q=资金"),
    *("/robots.txt", "/sitemap.xml", "/sitemap-1.xml", "/opensearch.xml", "/browse/expiring.ics"),
    *("/api/v1/", "/api/v1/notices"),
]


@pytest.mark.parametrize("address", [*ADDRESSES, *OTHERS, "/search?q=a&page=-1"])
def test_every_answer_carries_the_headers(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]
    for rule in (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ):
        assert rule in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Permissions-Policy" in headers
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_is_inline_and_nothing_comes_from_another_host(
    client: FlaskClient, address: str
) -> None:
    assert_self_contained(page_at(client, address))


def assert_self_contained(page: Page) -> None:
    for element in page.elements:
        assert "style" not in element.attributes, element
        assert not [name for name in element.attributes if name.startswith("on")], element
        assert element.name not in ("style", "iframe", "object", "embed", "base"), element
        if element.name == "script" and element.attributes.get("type") != "application/ld+json":
            assert element.attributes["src"].startswith("/static/")
    for address in page.addresses:
        assert address.startswith(("/", "#")), address
        assert not address.startswith("//"), address


def test_the_stylesheet_and_the_script_load_nothing(client: FlaskClient) -> None:
    for name in ("site.css", "reading.js", "suggest.js", "favicon.svg"):
        text = client.get(f"/static/{name}").get_data(as_text=True)
        text = text.replace('xmlns="http://www.w3.org/2000/svg"', "")
        assert not re.search(r"https?:|url\(|@import|innerHTML|eval\(", text), name


def test_markup_in_a_notice_stays_text(client: FlaskClient, filled: Filled) -> None:
    for address in (
        f"/notices/{filled.hostile}",
        f"/notices/{filled.hostile}/main-1/art-1",
        f"/notices/{filled.hostile}/main-1",
        "/",
        "/browse",
        "/search?q=恶意",
        f"/search?q={HOSTILE}",
        f"/search?q=恶意&kind={HOSTILE}",
        f"/browse?issuer={HOSTILE}",
    ):
        html = client.get(address).get_data(as_text=True)
        assert "<script>alert" not in html, address
        assert "<img" not in html, address
        page = Page(html)
        assert page.faults == [], address
        assert_self_contained(page)


def test_markup_in_a_notice_is_shown_as_it_is_written(client: FlaskClient, filled: Filled) -> None:
    page = page_at(client, f"/notices/{filled.hostile}")
    assert HOSTILE in page.text


def test_the_feed_stays_well_formed_with_markup_in_titles(client: FlaskClient) -> None:
    feed = client.get("/feed.atom").get_data(as_text=True)
    assert "<script" not in feed
    assert "&lt;script&gt;" in feed


def test_errors_tell_nothing_of_the_inside(client: FlaskClient) -> None:
    for address in ("/nope", "/notices/没有", "/originals/abc", "/search?q=a&on=abc", "/help/no"):
        html = client.get(address).get_data(as_text=True)
        for word in ("Traceback", "fawen ", "sqlite", "/home", "archive/", "werkzeug", "flask"):
            assert word not in html.lower(), (address, word)


def test_a_page_is_not_sent_again_when_nothing_changed(client: FlaskClient) -> None:
    first = client.get(f"/notices/{N65}")
    tag = first.headers["ETag"]
    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get(f"/notices/{N65}", headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert not again.data
    other = client.get(f"/notices/{N65}?on=2022-03-01", headers={"If-None-Match": tag})
    assert other.status_code == 200


def test_a_page_that_depends_on_today_names_no_day_of_change(client: FlaskClient) -> None:
    assert "Last-Modified" not in client.get(f"/notices/{N63}").headers


def test_errors_are_not_kept(client: FlaskClient) -> None:
    assert client.get("/nope").headers["Cache-Control"] == "no-store"
