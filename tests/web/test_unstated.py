"""Documents that state no issuer, year or kind can be reached as well."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from archive.archive import Archive
from ingest.pipeline import read
from tests.web.conftest import N65, TODAY, Filled, page_at, small_notice, text_source
from web import create_app
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
    assert f"{len(found.all('h2')) - 3} 件" in found.text  # three are the facets' own


def test_it_narrows_with_others(client: FlaskClient, filled: Filled) -> None:
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
