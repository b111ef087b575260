"""Odd, wrong and hostile requests: a page in Chinese that says what to do, never a 500."""

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import N65, page_at

WRONG_DAYS = ["abc", "2022-13-01", "2022-02-30", "20220301", "2022-W09-2", "2022-3-1", "0000-00-00"]


@pytest.mark.parametrize("day", WRONG_DAYS)
def test_a_wrong_day_is_a_bad_request_on_every_page(client: FlaskClient, day: str) -> None:
    for path in ("/", "/browse", "/search?q=资金", f"/notices/{N65}", f"/notices/{N65}/main-1"):
        joint = "&" if "?" in path else "?"
        page = page_at(client, f"{path}{joint}on={day}", 400)
        assert "日期" in page.text
        assert "2022-03-01" in page.text


@pytest.mark.parametrize("page", ["-1", "0", "abc", "1.5", "１", "99999999999999999999", "1e3"])
def test_a_wrong_page_is_a_bad_request(client: FlaskClient, page: str) -> None:
    assert "页码" in page_at(client, f"/browse?page={page}", 400).text
    assert "页码" in page_at(client, f"/search?q=资金&page={page}", 400).text


def test_a_page_beyond_the_last_is_not_found(client: FlaskClient) -> None:
    assert "只有 1 页" in page_at(client, "/browse?page=99999", 404).text
    assert "没有第 99999 页" in page_at(client, "/search?q=资金&page=99999", 404).text


@pytest.mark.parametrize("year", ["abc", "21", "20211", "-2021", "２０２１", "0000"])
def test_a_wrong_year_is_a_bad_request(client: FlaskClient, year: str) -> None:
    page_at(client, f"/browse?year={year}", 400)


def test_an_unknown_order_is_a_bad_request(client: FlaskClient) -> None:
    page_at(client, "/browse?order=evil", 400)


ODD_QUERIES = [
    "*",
    "?*?*?*",
    '"',
    "“",
    "-",
    "--",
    "- -",
    "a AND (b OR",
    "(" * 150,
    "%00",
    "%F0%9F%92%A9",
    "%ff%fe",
    "%00%01%02资金",
    "../../etc/passwd",
    "' OR 1=1 --",
    "<b>",
    "资金~9",
    "title:x",
    "〔〕",
    "焦政办〔2021",
    "焦政办〔9999〕1号",
    "第号",
    "\u202e资金",
    "%0a%0d",
    "　",
    " ".join("词" * 20),
]


@pytest.mark.parametrize("query", ODD_QUERIES)
def test_an_odd_query_is_answered(client: FlaskClient, query: str) -> None:
    for path in ("/search", "/api/v1/search"):
        assert client.get(f"{path}?q={query}").status_code in (200, 302, 400)


def test_a_very_long_query_is_a_bad_request(client: FlaskClient) -> None:
    for length in (300, 3000):
        page = page_at(client, "/search?q=" + "资" * length, 400)
        assert "太长" in page.text


ODD_NAMES = [
    "%00",
    "..",
    "%2e%2e%2fetc",
    "a%2Fb",
    "@",
    "@2021-11-09",
    f"{N65}@",
    f"{N65}@abc",
    f"{N65}@2021-11-09~0",
    f"{N65}@2021-11-09~99",
    f"{N65}@1999-01-01",
    f"{N65}.xml",
    f"{N65}.json.txt",
    f"{N65}#x".replace("#", "%23"),
    "%F0%9F%92%A9",
    "a" * 500,
    "%ff",
    " ",
    ".json",
    "焦政办",
]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_an_odd_name_is_not_found(client: FlaskClient, name: str) -> None:
    assert client.get(f"/notices/{name}").status_code in (301, 404)
    assert client.get(f"/notices/{name}/main-1").status_code in (301, 404)
    assert client.get(f"/api/v1/notices/{name}").status_code in (301, 404)


ODD_KEYS = [
    "nope",
    "main-1/art-999",
    "main-1//art-1",
    "main-1/art-1/",
    "%00",
    "../x",
    "main-1/art-1/r-1",
    "att-1/tbl-1/r-99999999999999",
    "a/" * 300,
]


@pytest.mark.parametrize("key", ODD_KEYS)
def test_an_odd_key_is_not_found(client: FlaskClient, key: str) -> None:
    response = client.get(f"/notices/{N65}/{key}", follow_redirects=True)
    assert response.status_code == 404


@pytest.mark.parametrize("sha256", ["abc", "0" * 64, "0" * 63, "G" * 64, "%00", "..%2f..%2fetc"])
def test_an_unknown_original_is_not_found(client: FlaskClient, sha256: str) -> None:
    assert client.get(f"/originals/{sha256}").status_code == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_sent(client: FlaskClient, method: str) -> None:
    for path in ("/", "/search", f"/notices/{N65}", "/api/v1/notices"):
        response = client.open(path, method=method)
        assert response.status_code == 405
        assert "GET" in response.headers["Allow"]
        assert "查阅" in response.get_data(as_text=True)


def test_an_unknown_address_offers_a_way_on(client: FlaskClient) -> None:
    page = page_at(client, "/nope", 404)
    assert page.all("h1")
    assert {"/", "/browse", "/help"} <= set(page.addresses)


def test_programs_get_errors_as_json(client: FlaskClient) -> None:
    for path in ("/api/v1/nope", "/api/v1/notices/没有", f"/notices/{N65}x.json"):
        error = client.get(path).get_json()["error"]
        assert error["status"] == 404
        assert error["problem"]
        assert error["remedy"]


def test_head_answers_like_get(client: FlaskClient) -> None:
    get, head = client.get(f"/notices/{N65}"), client.head(f"/notices/{N65}")
    assert head.status_code == 200
    assert head.data == b""
    assert head.headers["ETag"] == get.headers["ETag"]
