"""Held records do not exist for the public; withdrawn ones say so and nothing more."""

from urllib.parse import quote

from flask import Flask
from flask.testing import FlaskClient

from tests.web.conftest import HELD_WORD, WITHDRAWN_WORD, Filled


def everywhere(app: Flask, filled: Filled) -> list[tuple[str, int, str]]:
    """Every address that might betray a hidden record, with what it answers."""
    client = app.test_client()
    addresses = [
        "/",
        "/browse",
        "/browse?year=2022",
        "/browse?year=2022&status=in_force",
        "/browse/ended?from=2000-01-01&to=2100-01-01",
        "/browse/expiring?to=2100-01-01",
        "/browse/expiring.ics?to=2100-01-01",
        "/browse/missing",
        "/feed.atom",
        "/changes.atom",
        "/sitemap-1.xml",
        "/api/v1/notices",
        "/api/v1/browse",
    ]
    for word, number in (
        (HELD_WORD, "焦政办〔2022〕901号"),
        (WITHDRAWN_WORD, "焦政办〔2022〕902号"),
    ):
        addresses += [
            f"/search?q={word}",
            f"/search.atom?q={word}",
            f"/api/v1/search?q={word}",
            f"/search?q={number}",
        ]
    for work, sha256 in (
        (filled.held, filled.held_sha256),
        (filled.withdrawn, filled.withdrawn_sha256),
    ):
        addresses += [f"/notices/{work}{suffix}" for suffix in ("", ".json", ".txt", ".md")]
        addresses += [f"/notices/{work}/main-1/art-1", f"/notices/{work}@2022-04-01"]
        addresses += [f"/api/v1/notices/{work}", f"/api/v1/status/{work}", f"/originals/{sha256}"]
    answers = []
    for address in addresses:
        response = client.get(address)
        # what a reader typed is echoed; everything else must not say it
        typed = quote(address.partition("q=")[2])
        text = response.get_data(as_text=True).replace(typed, "")
        answers.append((address, response.status_code, text))
    return answers


def test_a_held_or_withdrawn_record_is_nowhere(app: Flask, filled: Filled) -> None:
    for address, _, text in everywhere(app, filled):
        for word in (HELD_WORD, WITHDRAWN_WORD, filled.held, filled.withdrawn):
            if "q=" in address:
                assert f"为管理{word}" not in text, address
                assert f"{word}管理办法" not in text, address
                assert f"/notices/{quote(word)}" not in text, address
            else:
                assert word not in text, (address, word)


def test_a_held_notice_answers_as_if_it_were_not_there(client: FlaskClient, filled: Filled) -> None:
    held = client.get(f"/notices/{filled.held}")
    unknown = client.get("/notices/焦政办-2022-900")
    assert held.status_code == unknown.status_code == 404
    # The number that was typed is written into the search box; nothing else may differ.
    assert held.get_data(as_text=True).replace("901", "900") == unknown.get_data(as_text=True)
    assert client.get(f"/originals/{filled.held_sha256}").status_code == 404
    assert client.get(f"/notices/{filled.held}.json").status_code == 404


def test_a_withdrawn_notice_is_gone(client: FlaskClient, filled: Filled) -> None:
    for address in (
        f"/notices/{filled.withdrawn}",
        f"/notices/{filled.withdrawn}.txt",
        f"/notices/{filled.withdrawn}/main-1/art-1",
        f"/originals/{filled.withdrawn_sha256}",
        f"/api/v1/notices/{filled.withdrawn}",
    ):
        assert client.get(address).status_code == 410, address
    page = client.get(f"/notices/{filled.withdrawn}").get_data(as_text=True)
    assert "撤下" in page
    assert "发文机关要求" not in page


def test_a_held_number_does_not_lead_anywhere(client: FlaskClient) -> None:
    response = client.get("/search?q=焦政办〔2022〕901号")
    assert response.status_code == 200
    assert "没有收录" in response.get_data(as_text=True)


def test_counts_leave_hidden_records_out(client: FlaskClient, filled: Filled) -> None:
    listed = client.get("/api/v1/notices").get_json()
    assert len(listed) == len(filled.shipped) + 1
    assert {line["state"] for line in listed} == {"published"}
