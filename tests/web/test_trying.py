"""The page on which the API is tried: forms made of the description, the very answers below."""

import json
from urllib.parse import quote, unquote

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import HOSTILE, N65, Filled, page_at
from tests.web.test_protection import assert_self_contained
from web.openapi import OPERATIONS, Operation
from web.views import trying


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.id)
def test_every_operation_has_a_form_of_its_own(client: FlaskClient, operation: Operation) -> None:
    page = page_at(client, f"/help/api/try/{operation.id}")
    assert page.faults == []
    assert_self_contained(page)
    fields = page.all("input") + page.all("select")
    own = [field for field in fields if field.attributes.get("id", "").startswith("p-")]
    names = {field.attributes["name"] for field in own}
    assert names == {parameter.name for parameter in operation.parameters}
    assert len(own) == len(names)
    for field in own:
        assert page.all("label", **{"for": field.attributes["id"]})


def test_the_answer_is_the_api_s_own(client: FlaskClient) -> None:
    page = page_at(client, f"/help/api/try/status?go=1&id={N65}&on=2022-03-01")
    address = f"/api/v1/status/{N65}?on=2022-03-01"
    assert address in [unquote(a) for a in page.addresses]
    answer = client.get(address).get_json()
    assert json.dumps(answer, ensure_ascii=False, indent=2) in page.text
    assert "回答：200" in page.text
    assert "curl 'http://localhost/api/v1/status/" in page.text


def test_what_must_be_given_is_filled_in_with_something_of_this_archive(
    client: FlaskClient, filled: Filled
) -> None:
    page = page_at(client, "/help/api/try/notice")
    [field] = page.all("input", id="p-id")
    assert client.get(f"/api/v1/notices/{quote(field.attributes['value'])}").status_code == 200
    lacking = page_at(client, "/help/api/try/notice?go=1&id=")
    assert "还没有写" in lacking.text
    assert "回答" not in lacking.text


def test_failures_are_shown_as_programs_meet_them(client: FlaskClient, filled: Filled) -> None:
    for query, status in (
        (f"notice?go=1&id={filled.withdrawn}", 410),
        (f"notice?go=1&id={filled.held}", 404),
        ("search?go=1&q=资金&on=2022-02-30", 400),
        ("notice?go=1&id=jiao-zheng-ban-2021-65", 301),
    ):
        assert f"回答：{status}" in page_at(client, f"/help/api/try/{query}").text


def test_markup_that_is_typed_or_answered_stays_text(client: FlaskClient, filled: Filled) -> None:
    for address in (
        f"/help/api/try/search?go=1&q={quote(HOSTILE)}",
        f"/help/api/try/notice?go=1&id={quote(filled.hostile)}",
        f"/help/api/try/notice?go=1&id={quote('../../healthz?x')}",
    ):
        html = client.get(address).get_data(as_text=True)
        assert "<script>alert" not in html
        assert "<img" not in html


def test_a_long_answer_is_cut_and_says_so(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trying, "SHOWN", 100)
    assert "个字没有列出" in page_at(client, f"/help/api/try/notice?go=1&id={N65}").text


def test_nothing_but_the_api_can_be_tried(client: FlaskClient) -> None:
    assert client.get("/help/api/try/healthz").status_code == 404
    page = page_at(client, "/help/api/try/notice?go=1&id=../../notices")
    assert "回答：404" in page.text
