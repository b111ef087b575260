"""Documents that state no issuer, year or kind can be reached as well."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from archive.archive import Archive
from ingest.pipeline import read
from tests.web.conftest import N65, TODAY, Filled, page_at, small_notice, text_source
from web import create_app
from web.cli import main
from web.config import Config


@pytest.mark.parametrize(
    ("name", "words"),
    [("issuer", "未注明发文机关"), ("year", "未注明年份"), ("kind", "未注明文种")],
)
def test_what_a_document_does_not_state_can_be_asked_for(
    client: FlaskClient, article_id: str, name: str, words: str
) -> None:
    page = page_at(client, f"/browse?{name}=未注明")
    assert words in page.text
    assert f"/notices/{article_id}" in [unquote(a) for a in page.addresses]
    assert f"/notices/{N65}" not in [unquote(a) for a in page.addresses]
    assert "取消" in page.text


def test_browse_offers_it_with_a_true_count(client: FlaskClient) -> None:
    page = page_at(client, "/browse")
    for name in ("issuer", "year", "kind"):
        assert [a for a in page.addresses if f"{name}=未注明" in unquote(a)], name
    found = page_at(client, "/browse?kind=未注明")
    assert f"{len(found.all('h2', cls='listed'))} 件" in found.text


def test_browse_counts_what_the_other_filters_leave(client: FlaskClient) -> None:
    every = page_at(client, "/browse").addresses
    assert [a for a in every if "year=2021" in a]
    narrowed = page_at(client, "/browse?kind=未注明").addresses
    assert not [a for a in narrowed if "year=2021" in a]
    assert [a for a in narrowed if "kind=通知" in unquote(a)]


def test_search_offers_it_and_narrows_to_it(client: FlaskClient, article_id: str) -> None:
    page = page_at(client, "/search?q=高新区")
    [address] = [a for a in page.addresses if "issuer=未注明" in unquote(a)]
    narrowed = page_at(client, address)
    assert "只在“未注明发文机关”里找" in narrowed.text
    pages = [narrowed, *(page_at(client, f"{address}&page={n}") for n in (2,))]
    addresses = [unquote(a) for page in pages for a in page.addresses]
    notices = {a.partition("#")[0] for a in addresses if "/notices/" in a}
    assert f"/notices/{article_id}" in notices
    assert f"/notices/{N65}" not in notices


@pytest.mark.parametrize("name", ["issuer", "year", "kind"])
def test_programs_meet_the_same_word_and_can_ask_with_it(client: FlaskClient, name: str) -> None:
    found = client.get("/api/v1/search?q=高新区").get_json()["facets"][name]
    assert all(value["value"] for value in found)
    [silent] = [value["count"] for value in found if value["value"] == "未注明"]
    narrowed = client.get(f"/api/v1/search?q=高新区&{name}=未注明").get_json()
    assert narrowed["total"] == silent > 0
    [count] = [
        value["count"]
        for value in client.get("/api/v1/browse").get_json()[name]
        if value["value"] == "未注明"
    ]
    listed = client.get(f"/api/v1/notices?{name}=未注明")
    assert len(listed.get_json()) == int(listed.headers["X-Total-Count"]) == count


def test_the_command_line_takes_it_too(filled: Filled, capfd: pytest.CaptureFixture[str]) -> None:
    def total(*narrowing: str) -> int:
        arguments = ["--archive", str(filled.folder), "search", "高新区", "--json", *narrowing]
        assert main(arguments) == 0
        return int(json.loads(capfd.readouterr().out)["total"])

    every = total()
    for name in ("--issuer", "--year", "--kind"):
        assert 0 < total(name, "未注明") < every
    assert main(["--archive", str(filled.folder), "search", "高新区", "--year", "0"]) == 2


def test_it_narrows_with_others(client: FlaskClient) -> None:
    page = page_at(client, "/browse?kind=未注明&issuer=未注明&order=number")
    assert "未注明发文机关 · 未注明文种" in page.text
    assert "没有这样的公开文件" in page_at(client, "/browse?kind=未注明&year=2021").text
    assert client.get("/browse?kind=未注明&page=2").status_code == 404


@pytest.fixture
def growing(tmp_path: Path) -> Iterator[tuple[Archive, FlaskClient]]:
    folder = tmp_path / "archive"
    with Archive.open(folder) as writer:
        app = create_app(Config(archive=folder), clock=lambda: TODAY)
        yield writer, app.test_client()


def test_it_is_not_offered_where_everything_is_stated_and_is_never_stale(
    growing: tuple[Archive, FlaskClient], corpus: Path
) -> None:
    writer, client = growing
    notice = text_source("a.txt", small_notice("焦政办〔2022〕7号", "停车"))
    writer.add(notice, read(notice))
    assert "未注明" not in client.get("/browse").get_data(as_text=True)
    article = text_source("b.txt", next(corpus.glob("*报纸*.txt")).read_text(encoding="utf-8"))
    added = writer.add(article, read(article))
    assert "未注明" in client.get("/browse").get_data(as_text=True)
    writer.withdraw(added.id, "试验")
    assert "未注明" not in client.get("/browse").get_data(as_text=True)
    assert "最强音" not in client.get("/browse?kind=未注明").get_data(as_text=True)
