"""Originals, the API, the feed and the health page: what programs rely on."""

import json
from xml.etree import ElementTree

from flask import Flask
from flask.testing import FlaskClient

from archive.errors import StaleIndex
from archive.record import Figures
from tests.web.conftest import N65, TODAY, Filled
from web import create_app
from web.config import Config

ATOM = "{http://www.w3.org/2005/Atom}"


def original_address(client: FlaskClient, notice: str) -> str:
    record = client.get(f"/notices/{notice}.json").get_json()["record"]
    sha256 = record["expressions"][0]["manifestations"][0]["sha256"]
    return f"/originals/{sha256}"


def test_an_original_is_the_very_bytes(client: FlaskClient, filled: Filled, corpus) -> None:  # type: ignore[no-untyped-def]
    name = next(n for n in filled.shipped if "65号" in n)
    response = client.get(original_address(client, N65))
    assert response.data == (corpus / name).read_bytes()


def test_an_original_is_a_file_and_never_a_page(client: FlaskClient) -> None:
    headers = client.get(original_address(client, N65)).headers
    assert headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "sandbox" in headers["Content-Security-Policy"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Disposition"].startswith("inline; filename=")
    assert "filename*=UTF-8''" in headers["Content-Disposition"]
    assert "%E7%84%A6" in headers["Content-Disposition"]


def test_an_originals_name_cannot_break_its_header(client: FlaskClient, filled: Filled) -> None:
    disposition = client.get(f"/originals/{filled.hostile_sha256}").headers["Content-Disposition"]
    assert disposition.count('"') == 2
    assert "<" not in disposition
    assert "\n" not in disposition


def test_an_original_is_asked_about_again(client: FlaskClient) -> None:
    address = original_address(client, N65)
    first = client.get(address)
    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_the_api_lists_what_the_command_lists(client: FlaskClient, filled: Filled) -> None:
    response = client.get("/api/v1/notices?on=2022-03-01")
    listed = response.get_json()
    assert {line["id"] for line in listed} >= set(filled.shipped.values())
    line = next(line for line in listed if line["id"] == N65)
    assert line["number"] == "焦政办〔2021〕65号"
    assert line["issuer"] == "焦作市人民政府办公室"
    assert line["date_signed"] == "2021-11-09"
    assert line["status"] == "EFFECTIVE"
    assert line["on"] == "2022-03-01"
    assert response.headers["X-Total-Count"] == str(len(listed))


def test_the_api_pages_with_links(client: FlaskClient) -> None:
    first = client.get("/api/v1/notices?limit=2")
    assert len(first.get_json()) == 2
    address = first.headers["Link"].partition("<")[2].partition(">")[0]
    second = client.get(address).get_json()
    assert {line["id"] for line in second}.isdisjoint(line["id"] for line in first.get_json())


def test_the_api_refuses_wrong_numbers(client: FlaskClient) -> None:
    for query in ("limit=-1", "limit=abc", "limit=9999999", "offset=x"):
        assert client.get(f"/api/v1/notices?{query}").status_code == 400


def test_the_api_searches(client: FlaskClient) -> None:
    found = client.get("/api/v1/search?q=一区多园 资金&limit=5").get_json()
    assert found["query"] == "一区多园 资金"
    assert found["total"] >= len(found["hits"]) == 5
    assert found["on"] == TODAY.isoformat()
    for hit in found["hits"]:
        for start, stop in hit["highlights"]:
            assert hit["text"][start:stop] in ("一区多园", "资金")
    assert client.get("/api/v1/search").status_code == 400


def test_the_api_tells_the_status(client: FlaskClient) -> None:
    status = client.get(f"/api/v1/status/{N65}?key=main-1/art-7&on=2022-03-01").get_json()
    assert status["status"] == "EFFECTIVE"
    assert status["reason"] is None
    assert status["on"] == "2022-03-01"
    assert status["key"] == "main-1/art-7"
    assert client.get(f"/api/v1/status/{N65}?key=nope").status_code == 404


def test_the_api_says_what_it_offers(client: FlaskClient) -> None:
    assert "search" in client.get("/api/v1/").get_json()
    assert client.get("/api/v1/browse").get_json()["year"]


def test_json_is_readable_chinese(client: FlaskClient) -> None:
    assert "焦政办" in client.get(f"/api/v1/notices/{N65}").get_data(as_text=True)


def test_the_feed_is_an_atom_feed(client: FlaskClient, filled: Filled) -> None:
    response = client.get("/feed.atom")
    assert response.mimetype == "application/atom+xml"
    feed = ElementTree.fromstring(response.data)  # noqa: S314 - our own
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == len(filled.shipped) + 1
    for entry in entries:
        identity = entry.findtext(f"{ATOM}id") or ""
        assert identity.startswith("http://localhost/notices/")
        assert (entry.findtext(f"{ATOM}updated") or "").endswith("+00:00")
        assert entry.findtext(f"{ATOM}title")


def test_the_feed_can_name_the_sites_own_address(filled: Filled) -> None:
    app = create_app(Config(archive=filled.folder, site_url="https://fawen.example"))
    text = app.test_client().get("/feed.atom").get_data(as_text=True)
    assert "https://fawen.example/notices/" in text
    assert "localhost" not in text


def test_the_feed_names_a_path_before_the_site_once(client: FlaskClient) -> None:
    text = client.get("/feed.atom", base_url="http://localhost/docs").get_data(as_text=True)
    assert "http://localhost/docs/notices/" in text
    assert "/docs/docs/" not in text


def test_health_is_well_when_index_and_catalogue_agree(client: FlaskClient) -> None:
    response = client.get("/healthz")
    health = response.get_json()
    assert response.status_code == 200
    assert health["status"] == "ok"
    assert health["catalogue_sequence"] == health["index_sequence"]
    assert set(health["versions"]) == {"fawen", "reader", "python"}


class Behind:
    """An archive whose index is behind, or cannot be read at all."""

    def __init__(self, app: Flask) -> None:
        self.within = app.extensions["fawen"].library

    def __getattr__(self, name: str) -> object:
        return getattr(self.within, name)

    def figures(self) -> Figures:
        return Figures(5, 9, 8, held=0, sequence=9, index_sequence=-1, checked=None)

    def search(self, *_: object, **__: object) -> None:
        raise StaleIndex("索引读不出：/secret/path/index", "请运行 fawen reindex")


def test_an_unreadable_index_is_never_no_results(app: Flask) -> None:
    broken = create_app(Config(), library=Behind(app), clock=lambda: TODAY)  # type: ignore[arg-type]
    client = broken.test_client()
    health = client.get("/healthz")
    assert health.status_code == 503
    assert json.loads(health.data)["status"] == "behind"
    search = client.get("/search?q=资金")
    assert search.status_code == 503
    assert search.headers["Retry-After"]
    text = search.get_data(as_text=True)
    assert "不表示没有结果" in text
    assert "/secret/path" not in text
    home = client.get("/")
    assert home.status_code == 200
    assert "索引正在追上目录" in home.get_data(as_text=True)
    assert client.get(f"/notices/{N65}").status_code == 200
    assert client.get("/api/v1/search?q=资金").get_json()["error"]["status"] == 503


def test_a_mistake_in_the_program_shows_nothing_of_itself(app: Flask) -> None:
    class Mistaken(Behind):
        def figures(self) -> Figures:
            raise RuntimeError("secret detail")

    broken = create_app(Config(), library=Mistaken(app), clock=lambda: TODAY)  # type: ignore[arg-type]
    response = broken.test_client().get("/")
    assert response.status_code == 500
    assert "secret detail" not in response.get_data(as_text=True)
    assert "出错了" in response.get_data(as_text=True)
