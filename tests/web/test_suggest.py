"""The suggestions of the site: public ones alone, and gone with what is withdrawn."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive.archive import Archive
from archive.search.suggesting import Sort
from ingest.pipeline import read
from tests.web.conftest import HELD_WORD, N65, TODAY, WITHDRAWN_WORD, small_notice, text_source


def suggested(client: FlaskClient, typed: str) -> list[dict[str, object]]:
    answer = client.get("/api/v1/suggest", query_string={"q": typed})
    assert answer.status_code == 200
    found: list[dict[str, object]] = answer.get_json()["suggestions"]
    return found


def test_a_number_is_suggested_with_the_notice_that_bears_it(client: FlaskClient) -> None:
    first = suggested(client, "焦政办[2021")[0]
    assert first == {
        "sort": "number",
        "text": "焦政办〔2021〕65号",
        "query": "焦政办〔2021〕65号",
        "count": 1,
        "id": N65,
    }


def test_words_of_the_texts_are_suggested_by_their_initials(client: FlaskClient) -> None:
    assert "园区" in [one["text"] for one in suggested(client, "yq")]


def test_the_query_of_a_suggestion_finds_it(client: FlaskClient) -> None:
    for typed in ("焦作", "gaoxin", "2021"):
        for one in suggested(client, typed):
            answer = client.get("/search", query_string={"q": str(one["query"])})
            assert answer.status_code in (200, 302)
            assert "没有找到" not in answer.get_data(as_text=True), one


@pytest.mark.parametrize(
    "typed", [HELD_WORD, WITHDRAWN_WORD, "bmcj", "cxcy", "90", "保密词", "撤下"]
)
def test_nothing_is_suggested_that_may_not_be_seen(client: FlaskClient, typed: str) -> None:
    for one in suggested(client, typed):
        for secret in (HELD_WORD, WITHDRAWN_WORD, "保密词", "撤下词", "901", "902"):
            assert secret not in str(one["text"])


def test_an_empty_box_suggests_nothing(client: FlaskClient) -> None:
    assert suggested(client, "") == []
    assert client.get(f"/api/v1/suggest?q={'长' * 3000}").status_code == 400


def test_what_is_withdrawn_is_gone_from_the_suggestions_at_once(tmp_path: Path) -> None:
    source = text_source("a.txt", small_notice("焦政办〔2022〕31号", "螺旋藻"))
    with Archive.open(tmp_path / "archive") as archive:
        added = archive.add(source, read(source))
        before = archive.suggest("螺旋藻", on=TODAY)
        assert {one.sort for one in before} >= {Sort.TITLE}
        archive.withdraw(added.id, "发文机关要求")
        assert archive.suggest("螺旋藻", on=TODAY) == ()
        assert archive.suggest("2022", on=TODAY) == ()
