"""Every failure is a page in Chinese, JSON for programs, and says nothing about the inside."""

import re
from collections.abc import Iterator
from urllib.parse import quote, unquote

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient

from archive.errors import ArchiveBusy, ArchiveError, DamagedOriginal, StaleIndex
from tests.web.conftest import N63, N65, TODAY, Filled, page_at
from tests.web.page import Page
from tests.web.test_protection import assert_self_contained
from web import create_app
from web.asking import TooMany
from web.config import Config

INSIDE = "/var/secret/catalogue.sqlite"
RAISED = {
    "stale": StaleIndex(INSIDE, "fawen reindex"),
    "busy": ArchiveBusy(INSIDE, "等一等"),
    "damaged": DamagedOriginal(INSIDE, "fawen check"),
    "archive": ArchiveError(INSIDE, "检查"),
    "many": TooMany("同时导出的人太多", "请过一分钟再试"),
    "mistake": RuntimeError(INSIDE),
}
STATUSES = {"stale": 503, "busy": 503, "damaged": 500, "archive": 500, "many": 429, "mistake": 500}


@pytest.fixture(scope="module")
def failing(filled: Filled) -> Flask:
    """The site with addresses that fail in every way."""
    app = create_app(Config(archive=filled.folder), clock=lambda: TODAY)

    def fail(way: str) -> str:
        if way in RAISED:
            raise RAISED[way]
        abort(int(way))

    app.add_url_rule("/fail/<way>", "fail", fail)
    app.add_url_rule("/api/v1/fail/<way>", "api_fail", fail)
    return app


@pytest.fixture
def site(failing: Flask) -> Iterator[FlaskClient]:
    with failing.test_client() as client:
        yield client


WAYS = {**STATUSES, **{str(s): s for s in (400, 404, 405, 410, 413, 429, 431, 500, 503)}}


@pytest.mark.parametrize(("way", "status"), WAYS.items())
def test_every_failure_is_a_whole_page_in_chinese(site: FlaskClient, way: str, status: int) -> None:
    page = page_at(site, f"/fail/{way}", status)
    assert page.faults == []
    assert_self_contained(page)
    assert len(page.all("h1")) == 1
    assert [e for e in page.all("meta", content="noindex") if e.attributes["name"] == "robots"]
    assert page.all("input", id="q")
    assert str(status) in page.text
    assert re.search("请|用|回到", page.text)
    assert INSIDE not in page.text
    assert "Traceback" not in page.text


@pytest.mark.parametrize(("way", "status"), WAYS.items())
def test_every_failure_is_json_for_programs(site: FlaskClient, way: str, status: int) -> None:
    response = site.get(f"/api/v1/fail/{way}")
    assert response.status_code == status
    error = response.get_json()["error"]
    assert error["status"] == status
    assert re.search("[一-鿿]", error["problem"])
    assert re.search("[一-鿿]", error["remedy"])
    assert INSIDE not in response.get_data(as_text=True)


@pytest.mark.parametrize(("way", "status"), WAYS.items())
def test_no_failure_is_kept(site: FlaskClient, way: str, status: int) -> None:
    response = site.get(f"/fail/{way}")
    assert response.status_code == status
    assert response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in response.headers
    assert ("Retry-After" in response.headers) == (status in (429, 503))


def near(page: Page) -> list[str]:
    """Numbers that are offered; the switch to the other language leads to this very address."""
    led = [unquote(a) for a in page.addresses if "/notices/" in a and "lang=" not in a]
    return [a.removeprefix("/notices/") for a in led]


def test_a_number_that_is_not_there_offers_its_neighbours(client: FlaskClient) -> None:
    page = page_at(client, "/notices/焦政办-2021-64", 404)
    assert near(page)[0] == N65
    assert set(near(page)) >= {N65, N63}
    [box] = page.all("input", id="q")
    assert box.attributes["value"] == "焦政办〔2021〕64号"
    assert near(page_at(client, f"/notices/{quote('焦政办(2017)62号')}", 404))[0] == N63
    assert near(page_at(client, "/notices/焦政办-2021-64/main-1/art-3", 404))[0] == N65


def test_neighbours_are_of_the_same_series_and_public(client: FlaskClient, filled: Filled) -> None:
    assert near(page_at(client, "/notices/焦政-2021-64", 404)) == []
    page = page_at(client, "/notices/焦政办-2022-902x", 404)
    assert near(page) == []
    page = page_at(client, "/notices/焦政办-2022-900", 404)
    assert near(page)[0] == filled.hostile
    assert {filled.held, filled.withdrawn}.isdisjoint(near(page))


def test_what_is_not_there_can_be_searched_for(client: FlaskClient) -> None:
    page = page_at(client, "/nothing/here?q=资金", 404)
    [box] = page.all("input", id="q")
    assert box.attributes["value"] == "资金"


def test_a_catalogue_that_cannot_say_leaves_the_page_whole(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = app.extensions["fawen"].library

    class Silent:
        def __getattr__(self, name: str) -> object:
            return getattr(library, name)

        def near(self, *_: object, **__: object) -> None:
            raise ArchiveBusy(INSIDE, "等一等")

    silent = create_app(Config(), library=Silent(), clock=lambda: TODAY)  # type: ignore[arg-type]
    page = page_at(silent.test_client(), "/notices/焦政办-2021-64", 404)
    assert near(page) == []
    assert INSIDE not in page.text


def test_only_reading_is_allowed(client: FlaskClient) -> None:
    response = client.post("/search", data={"q": "资金"})
    assert response.status_code == 405
    assert "只供查阅" in response.get_data(as_text=True)
    assert "GET" in response.headers["Allow"]
