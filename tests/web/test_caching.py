"""How long an answer may be kept: never past midnight, never once it is withdrawn."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive.archive import Archive
from ingest.pipeline import read
from tests.web.conftest import N65, TODAY, Filled, small_notice, text_source
from web import create_app, headers
from web.clock import SHANGHAI, seconds_left
from web.config import Config

KEPT = [
    "/",
    "/browse",
    "/browse/ended",
    "/browse/expiring.ics",
    "/search?q=资金",
    f"/notices/{N65}",
    f"/notices/{N65}?on=2022-03-01",
    f"/notices/{N65}.json",
    f"/notices/{N65}/main-1/art-3",
    "/feed.atom",
    "/changes.atom",
    "/search.atom?q=资金",
    "/sitemap-1.xml",
    "/api/v1/notices",
    f"/api/v1/status/{N65}?on=2022-03-01",
    "/api/v1/openapi.json",
]


@pytest.mark.parametrize("address", KEPT)
def test_what_has_not_changed_is_not_sent_again(client: FlaskClient, address: str) -> None:
    first = client.get(address)
    assert first.headers["Cache-Control"] == "no-cache"
    tag = {"If-None-Match": first.headers["ETag"]}
    again = client.get(address, headers=tag)
    assert again.status_code == 304
    assert again.data == b""
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == "no-cache"
    head = client.head(address)
    assert head.headers["ETag"] == first.headers["ETag"]


@pytest.mark.parametrize("address", KEPT)
def test_no_answer_depends_on_a_request_s_headers(client: FlaskClient, address: str) -> None:
    plain = client.get(address)
    assert "Vary" not in plain.headers
    assert "Last-Modified" not in plain.headers
    other = client.get(
        address,
        headers={
            "Accept": "application/json",
            "Accept-Language": "en",
            "Accept-Encoding": "gzip",
            "Cookie": "a=b",
            "User-Agent": "x",
            "Referer": "http://elsewhere/",
        },
    )
    assert other.data == plain.data
    assert other.headers["ETag"] == plain.headers["ETag"]


def test_a_page_of_today_is_another_tomorrow_and_a_dated_one_is_not(filled: Filled) -> None:
    def tags(today: date) -> tuple[str, str]:
        client = create_app(Config(archive=filled.folder), clock=lambda: today).test_client()
        api = f"/api/v1/status/{N65}"
        return client.get(api).headers["ETag"], client.get(f"{api}?on=2022-03-01").headers["ETag"]

    last, over = tags(date(2026, 11, 9)), tags(date(2026, 11, 10))
    assert last[0] != over[0]  # its term ends between them
    assert last[1] == over[1]


def test_a_dated_page_changes_with_what_arrives(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    with Archive.open(folder) as archive:
        source = text_source("a.txt", small_notice("焦政办〔2022〕7号", "停车"))
        archive.add(source, read(source))
        client = create_app(Config(archive=folder), clock=lambda: TODAY).test_client()
        address = "/notices/焦政办-2022-7?on=2023-01-01"
        tag = client.get(address).headers["ETag"]
        text = small_notice("焦政办〔2022〕8号", "绿化").replace(
            "起施行。", "起施行。《停车管理办法》（焦政办〔2022〕7号）同时废止。"
        )
        source = text_source("b.txt", text)
        archive.add(source, read(source))
        after = client.get(address, headers={"If-None-Match": tag})
        assert after.status_code == 200
        assert "废止" in after.get_data(as_text=True)


@pytest.fixture
def shortly_before_midnight(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = datetime(2026, 11, 22, 15, 59, 30, tzinfo=UTC)  # 23:59:30 in Shanghai
    monkeypatch.setattr(headers, "now", lambda: moment.astimezone(SHANGHAI))


def test_nothing_is_kept_past_midnight_in_shanghai(
    filled: Filled, shortly_before_midnight: None
) -> None:
    app = create_app(Config(archive=filled.folder, cache_seconds=600), clock=lambda: TODAY)
    client = app.test_client()
    for address in KEPT:
        control = client.get(address).headers["Cache-Control"]
        assert control == "public, max-age=30, must-revalidate", address
    short = create_app(Config(archive=filled.folder, cache_seconds=10), clock=lambda: TODAY)
    assert "max-age=10," in short.test_client().get("/").headers["Cache-Control"]


def test_what_is_not_public_is_never_kept_whatever_is_set(filled: Filled) -> None:
    app = create_app(Config(archive=filled.folder, cache_seconds=600), clock=lambda: TODAY)
    client = app.test_client()
    for work in (filled.held, filled.withdrawn):
        for suffix in ("", ".json", ".txt", ".md", "/main-1"):
            response = client.get(f"/notices/{work}{suffix}")
            assert response.status_code in (404, 410)
            assert response.headers["Cache-Control"] == "no-store"
            assert "ETag" not in response.headers
    for sha256 in (filled.held_sha256, filled.withdrawn_sha256):
        assert client.get(f"/originals/{sha256}").headers["Cache-Control"] == "no-store"
    redirect = client.get("/notices/jiao-zheng-ban-2021-65")
    assert redirect.status_code == 301
    assert redirect.headers["Cache-Control"] == "no-cache"
    assert client.post("/search").headers["Cache-Control"] == "no-store"


def test_only_the_very_asset_is_kept_for_ever(client: FlaskClient) -> None:
    for address in ("/static/nothing.css?v=1", "/static/site.css?v=outdated", "/static/site.css"):
        assert "immutable" not in client.get(address).headers.get("Cache-Control", ""), address
    missing = client.get("/static/nothing.css?v=1")
    assert (missing.status_code, missing.headers["Cache-Control"]) == (404, "no-store")


def test_the_day_ends_at_midnight_in_shanghai() -> None:
    assert seconds_left(datetime(2026, 11, 22, 16, 0, tzinfo=UTC)) == 24 * 60 * 60
    assert seconds_left(datetime(2026, 11, 22, 15, 59, 59, tzinfo=UTC)) == 1
    assert seconds_left(datetime(2026, 11, 22, 0, 0, tzinfo=SHANGHAI)) == 24 * 60 * 60
