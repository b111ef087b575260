"""Every kind of page: there, well formed, in its frame, and complete on its own."""

import re
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from archive.archive import Archive
from tests.web.conftest import N63, N65, Filled, page_at
from tests.web.page import Page

ADDRESSES = [
    "/",
    "/?on=2022-03-01",
    "/search",
    "/search?q=一区多园 资金",
    "/search?q=一区多园&year=2021",
    "/search?q=火星",
    "/search?q=一区多园 火星&issuer=焦作市人民政府办公室",
    "/search?q=一区多园&page=2",
    "/browse",
    "/browse?year=2017&order=number",
    "/browse?issuer=没有这个机关",
    "/browse?kind=未注明",
    "/browse?year=2021&status=in_force",
    "/browse/ended",
    "/browse/expiring?on=2026-06-01",
    "/browse/missing",
    f"/notices/{N65}",
    f"/notices/{N65}?on=2022-03-01",
    f"/notices/{N65}@2021-11-09",
    f"/notices/{N63}",
    f"/notices/{N65}/main-1/art-8/p-2",
    f"/notices/{N65}/main-1/art-9/p-1/i-2",
    f"/notices/{N65}/cover",
    f"/notices/{N65}/att-1",
    f"/notices/{N65}/att-1/li-3",
    f"/notices/{N63}/main-1/l1-2",
    f"/notices/{N63}/main-1/l1-2/l2-7",
    "/compare",
    "/help",
    "/help/staff",
    "/help/reviewer",
    "/help/api",
    "/help/api/try",
    "/help/api/try/search?go=1&q=资金",
]


@pytest.fixture(scope="module")
def followed() -> dict[str, int]:
    """Addresses that were followed already, and what they answered."""
    return {}


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_there_and_well_formed(client: FlaskClient, address: str) -> None:
    page = page_at(client, address)
    assert page.faults == []
    assert page.all("html")[0].attributes["lang"] == "zh-Hans"
    assert len(page.all("h1")) == 1
    assert page.all("main", id="main")
    assert page.all("a", cls="skip", href="#main")
    assert page.all("nav")
    assert page.all("footer")


def test_every_shipped_notice_has_a_well_formed_page(client: FlaskClient, filled: Filled) -> None:
    for notice in [*filled.shipped.values(), filled.hostile]:
        page = page_at(client, f"/notices/{notice}")
        assert page.faults == [], notice
        assert set(page.inner_anchors) <= {*page.ids, ""}, notice


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_link_within_the_page_leads_to_a_place(client: FlaskClient, address: str) -> None:
    page = page_at(client, address)
    assert set(page.inner_anchors) <= set(page.ids)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_link_within_the_site_leads_to_a_page(
    client: FlaskClient, address: str, followed: dict[str, int]
) -> None:
    for target in page_at(client, address).addresses:
        path = target.partition("#")[0]
        if path and path not in followed:
            followed[path] = client.get(path).status_code
        assert not path or followed[path] in (200, 302), target


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_navigation_is_empty(client: FlaskClient, address: str) -> None:
    html = client.get(address).get_data(as_text=True)
    for inside in re.findall(r"<(?:nav|aside)\b[^>]*>(.*?)</(?:nav|aside)>", html, re.DOTALL):
        assert "<a " in inside or "<p" in inside


@pytest.mark.parametrize("address", ADDRESSES)
def test_form_fields_have_labels(client: FlaskClient, address: str) -> None:
    page = page_at(client, address)
    labelled = {label.attributes.get("for") for label in page.all("label")}
    for field in page.all("input"):
        if field.attributes.get("type") != "hidden":
            assert field.attributes["id"] in labelled


def test_the_day_in_the_address_stays_in_the_links(client: FlaskClient) -> None:
    page = page_at(client, f"/notices/{N65}?on=2022-03-01")
    within = [a for a in page.addresses if a.startswith(("/notices/", "/browse"))]
    assert within
    without = {a for a in within if "on=2022-03-01" not in a}
    # back to today, and the address that search engines keep
    assert without == {f"/notices/{quote(N65)}"}
    assert "2022年3月1日" in page.text


def test_without_a_day_no_link_carries_one(client: FlaskClient) -> None:
    page = page_at(client, f"/notices/{N65}")
    assert not [a for a in page.addresses if "on=" in a]
    assert "2026年11月22日" in page.text


def test_home_has_search_newest_endings_ways_in_and_figures(client: FlaskClient) -> None:
    page = page_at(client, "/")
    assert page.all("form", role="search", action="/search")
    for words in ("新近入库", "六个月内到期", "浏览", "按机关", "按年份", "按文种"):
        assert words in page.text
    for words in ("件公开文件", "条可检索", "目录与索引一致"):
        assert words in page.text
    assert any(a.startswith(f"/notices/{quote(N65)}") for a in page.addresses)


def test_home_counts_nothing_that_is_held(client: FlaskClient, filled: Filled) -> None:
    text = page_at(client, "/").text
    assert f"{len(filled.shipped) + 1} 件公开文件" in text
    with Archive.open(filled.folder, writable=False) as archive:
        every, public = archive.figures().clauses, archive.figures().public_clauses
    assert 0 < public < every
    assert f"{public} 条可检索" in text


def test_every_example_on_the_home_page_finds_something(client: FlaskClient) -> None:
    page = page_at(client, "/")
    examples = [a for a in page.addresses if a.startswith("/search?q=")]
    assert len(examples) >= 3
    for example in examples:
        response = client.get(example, follow_redirects=True)
        assert "没有找到" not in response.get_data(as_text=True), example


def test_static_files_are_there_under_their_fingerprints(client: FlaskClient) -> None:
    page = page_at(client, f"/notices/{N65}")
    loaded = [a for a in page.addresses if a.startswith("/static/")]
    assert len(loaded) == 4
    for address in loaded:
        response = client.get(address)
        assert response.status_code == 200
        assert "immutable" in response.headers["Cache-Control"]


def test_a_favicon_asked_for_blindly_is_found(client: FlaskClient) -> None:
    response = client.get("/favicon.ico", follow_redirects=True)
    assert response.status_code == 200
    assert response.mimetype == "image/svg+xml"


def test_robots_may_read_notices_but_not_searches(client: FlaskClient) -> None:
    rules = client.get("/robots.txt").get_data(as_text=True)
    assert "Disallow: /search" in rules
    assert "/notices" not in rules


def test_the_checker_of_these_tests_sees_faults() -> None:
    assert Page("<p><b></p>").faults
    assert Page('<i id="a"></i><i id="a"></i>').faults
    assert not Page("<p>a<br>b</p>").faults
