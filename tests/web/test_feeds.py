"""Feeds, sitemaps and the search description: what other programs follow."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlencode, urlsplit
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient

from archive.archive import Archive
from ingest.pipeline import read
from tests.archive.listed import NEW, ON, fill
from tests.laws.linked import BUREAU, source
from tests.web.conftest import HELD_WORD, WITHDRAWN_WORD, Filled, page_at
from web import create_app
from web.clock import SHANGHAI
from web.config import Config
from web.present.feed import changed
from web.views import discovery

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
OPEN = "{http://a9.com/-/spec/opensearch/1.1/}"


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Notices that end each other, and another file of one of them."""
    folder: Path = tmp_path_factory.mktemp("feeds") / "archive"
    with Archive.open(folder) as archive:
        fill(archive)
        again = source("again", NEW + "\n\n")
        archive.add(again, read(again))
    return create_app(Config(archive=folder), clock=lambda: ON.replace(year=2020, month=8))


@pytest.fixture
def site(followed: Flask) -> Iterator[FlaskClient]:
    with followed.test_client() as client:
        yield client


def tree(client: FlaskClient, address: str) -> ElementTree.Element:
    response = client.get(address)
    assert response.status_code == 200, address
    assert "xml" in response.mimetype
    return ElementTree.fromstring(response.data)  # noqa: S314 - our own


def entries(feed: ElementTree.Element) -> dict[str, str]:
    """Entries' titles and summaries by the id of their notice."""
    return {
        unquote(entry.findtext(f"{ATOM}id") or "").partition("/notices/")[2]: "".join(
            (entry.findtext(f"{ATOM}title") or "", entry.findtext(f"{ATOM}summary") or "")
        )
        for entry in feed.findall(f"{ATOM}entry")
    }


def test_changes_tell_new_files_and_statuses_that_turned(site: FlaskClient) -> None:
    found = entries(tree(site, "/changes.atom"))
    assert "废止" in found["临财-2018-2#status-2020-07-01"]
    assert "2020年7月1日起" in found["临财-2018-2#status-2020-07-01"]
    assert [words for mark, words in found.items() if mark.startswith("临财-2020-6#file-")]
    assert not [mark for mark in found if mark.startswith("临财-2018-1")]  # nothing new there


def test_what_is_still_to_come_is_no_change(site: FlaskClient, followed: Flask) -> None:
    days = [
        entry.findtext(f"{ATOM}updated") or ""
        for entry in tree(site, "/changes.atom").findall(f"{ATOM}entry")
        if "status-" in (entry.findtext(f"{ATOM}id") or "")
    ]
    assert days
    assert all("2020-05" < day < "2020-08-02" for day in days)


@pytest.mark.parametrize(
    ("before", "status", "is_told"),
    [
        ("NOT_YET_EFFECTIVE", "PRESUMED_EFFECTIVE", False),  # it was signed, no more
        ("NOT_YET_EFFECTIVE", "UNKNOWN", False),
        ("NOT_YET_EFFECTIVE", "EFFECTIVE", True),
        ("PRESUMED_EFFECTIVE", "REPEALED", True),
        ("EFFECTIVE", "UNKNOWN", True),
    ],
)
def test_that_a_document_was_made_is_no_change(
    followed: Flask, before: str, status: str, *, is_told: bool
) -> None:
    library = followed.extensions["fawen"].library
    [turn] = library.turns(public=True, first=ON.replace(year=2020), last=ON, status="ended")
    turned = replace(turn, before=before, status=status)
    assert bool(changed([], [turned], zone=SHANGHAI, limit=9)) is is_told


def test_a_feed_can_be_narrowed_like_the_list(site: FlaskClient) -> None:
    assert len(entries(tree(site, f"/feed.atom?issuer={BUREAU}"))) == 4
    assert entries(tree(site, "/feed.atom?issuer=没有这个机关")) == {}
    assert set(entries(tree(site, "/feed.atom?year=2018&month=5"))) == {"临财-2018-2"}
    page = page_at(site, f"/browse?issuer={BUREAU}")
    [offered] = [
        e.attributes["href"]
        for e in page.all("link", rel="alternate")
        if "issuer=" in e.attributes["href"]
    ]
    assert len(entries(tree(site, offered))) == 4


def test_any_search_has_a_feed_that_its_page_names(site: FlaskClient) -> None:
    page = page_at(site, "/search?" + urlencode({"q": "科技", "status": "REPEALED"}))
    [offered] = [
        e.attributes["href"]
        for e in page.all("link", rel="alternate")
        if "search.atom" in e.attributes["href"]
    ]
    feed = tree(site, offered)
    assert set(entries(feed)) == {"临财-2018-2"}
    assert "科技" in (feed.findtext(f"{ATOM}title") or "")
    assert len(entries(tree(site, "/search.atom?q=科技"))) == 3
    assert site.get("/search.atom").status_code == 400
    assert site.get("/search.atom?q=科技&status=GOOD").status_code == 400


@pytest.mark.parametrize("address", ["/feed.atom", "/changes.atom", "/search.atom?q=资金"])
def test_every_feed_is_whole(site: FlaskClient, address: str) -> None:
    feed = tree(site, address)
    assert feed.tag == f"{ATOM}feed"
    own = unquote(urlsplit(feed.findtext(f"{ATOM}id") or "").path)
    assert own == address.partition("?")[0]
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
    assert ids
    assert len(set(ids)) == len(ids)
    moments = [entry.findtext(f"{ATOM}updated") or "" for entry in feed.findall(f"{ATOM}entry")]
    assert max(moments) == feed.findtext(f"{ATOM}updated") or address == "/changes.atom"
    for entry in feed.findall(f"{ATOM}entry"):
        [link] = [each.attrib["href"] for each in entry.findall(f"{ATOM}link")]
        assert site.get(urlsplit(link).path).status_code == 200


def test_a_feed_of_hidden_things_is_empty(client: FlaskClient, filled: Filled) -> None:
    for word in (HELD_WORD, WITHDRAWN_WORD):
        assert entries(tree(client, f"/search.atom?q={word}")) == {}
    told = unquote(client.get("/changes.atom").get_data(as_text=True))
    assert "焦政办-2021-65" in told
    assert filled.held not in told
    assert filled.withdrawn not in told


def test_the_sitemap_has_every_public_notice_once(client: FlaskClient, filled: Filled) -> None:
    index = tree(client, "/sitemap.xml")
    parts = [part.text or "" for part in index.iter(f"{MAP}loc")]
    assert parts == ["http://localhost/sitemap-1.xml"]
    addresses = [loc.text or "" for loc in tree(client, parts[0]).iter(f"{MAP}loc")]
    ids = [unquote(address).partition("/notices/")[2] for address in addresses]
    assert sorted(ids) == sorted([*filled.shipped.values(), filled.hostile])
    assert all(each.text for each in tree(client, parts[0]).iter(f"{MAP}lastmod"))


def test_a_large_sitemap_is_divided(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert discovery.PER_SITEMAP <= 50_000
    monkeypatch.setattr(discovery, "PER_SITEMAP", 4)
    parts = [part.text or "" for part in tree(client, "/sitemap.xml").iter(f"{MAP}loc")]
    assert len(parts) == 2
    every = [loc.text for part in parts for loc in tree(client, part).iter(f"{MAP}loc")]
    assert len(every) == len(set(every)) == 6
    for none in ("/sitemap-0.xml", "/sitemap-3.xml", "/sitemap-x.xml", "/sitemap--1.xml"):
        assert client.get(none).status_code == 404, none


def test_robots_are_led_to_the_sitemap_and_kept_from_what_has_no_end(client: FlaskClient) -> None:
    rules = client.get("/robots.txt").get_data(as_text=True).splitlines()
    assert "Sitemap: http://localhost/sitemap.xml" in rules
    assert {"Disallow: /search", "Disallow: /*?on=", "Disallow: /export.jsonl"} <= set(rules)
    assert not [rule for rule in rules if rule.startswith("Disallow: /notices")]


def test_a_browser_can_search_here_from_its_own_box(client: FlaskClient) -> None:
    page = page_at(client, "/")
    [link] = page.all("link", rel="search")
    assert link.attributes["type"] == "application/opensearchdescription+xml"
    description = tree(client, link.attributes["href"])
    assert len(description.findtext(f"{OPEN}ShortName") or "") <= 16
    templates = {
        url.attrib["type"]: url.attrib["template"] for url in description.iter(f"{OPEN}Url")
    }
    asked = templates["text/html"].replace("{searchTerms}", "园区").partition("localhost")[2]
    assert "检索" in page_at(client, asked).text
    assert templates["application/atom+xml"].startswith("http://localhost/search.atom?q=")


def test_a_browser_s_box_offers_what_can_be_found(client: FlaskClient) -> None:
    description = tree(client, "/opensearch.xml")
    templates = {
        url.attrib["type"]: url.attrib["template"] for url in description.iter(f"{OPEN}Url")
    }
    address = templates["application/x-suggestions+json"].partition("localhost")[2]
    response = client.get(address.replace("{searchTerms}", "焦政办"))
    assert response.mimetype == "application/x-suggestions+json"
    typed, offered = response.get_json(force=True)
    assert typed == "焦政办"
    assert "焦政办〔2021〕65号" in offered
    assert not [words for words in offered if "90" in words and "903" not in words]
    assert client.get(address.replace("{searchTerms}", "")).get_json(force=True) == ["", []]
