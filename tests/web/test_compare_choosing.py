"""How a reader comes to two texts: by number, title, day, part; what is offered and refused."""

from urllib.parse import parse_qs, quote, urlsplit

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import HELD_WORD, N65, Filled, page_at
from tests.web.page import Page
from tests.web.revised import NEW_NAME, OLD_NAME


def queries(page: Page) -> list[dict[str, list[str]]]:
    """The arguments of everything the page points at."""
    return [parse_qs(urlsplit(address).query) for address in page.addresses]


def test_the_empty_form_asks_for_two_texts(client: FlaskClient) -> None:
    page = page_at(client, "/compare")
    for name in ("old", "new", "old_on", "new_on", "file", "name"):
        assert [e for e in page.all("input") if e.attributes["name"] == name], name
    (form,) = page.all("form", method="post")
    assert form.attributes["enctype"] == "multipart/form-data"


def test_a_text_without_another_version_is_offered_the_likest_of_other_issuers(
    client: FlaskClient, draft_id: str
) -> None:
    page = page_at(client, f"/compare?new={N65}")
    assert "题目相近" in page.text
    assert {"old": [draft_id], "new": [N65], "as": ["counterparts"]} in queries(page)


def test_another_text_of_the_same_work_is_offered_with_the_older_left(reader: FlaskClient) -> None:
    for asked in (f"?old={quote(NEW_NAME)}", f"?new={quote(NEW_NAME)}", f"?new={quote(OLD_NAME)}"):
        page = page_at(reader, f"/compare{asked}")
        assert {"old": [OLD_NAME], "new": [NEW_NAME]} in queries(page), asked


def test_a_day_typed_in_its_field_names_that_day_s_text(reader: FlaskClient) -> None:
    old, new = (
        "old=焦政〔2018〕9号&old_on=2019-01-01",
        "new=焦政〔2018〕9号%23main-1&new_on=2021-01-01",
    )
    response = reader.get(f"/compare?{old}&{new}")
    assert response.status_code == 302
    found = parse_qs(urlsplit(response.location).query)
    assert found == {
        "old": ["焦政〔2018〕9号@2019-01-01"],
        "new": ["焦政〔2018〕9号@2021-01-01#main-1"],
    }
    assert "15个工作日" in page_at(reader, response.location).text


def test_words_of_a_title_lead_to_suggestions(client: FlaskClient, draft_id: str) -> None:
    page = page_at(client, f"/compare?old={N65}&new=一区多园 联动", 404)
    assert "没有找到“一区多园 联动”" in page.text
    assert {"old": [N65], "new": [draft_id]} in queries(page)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("焦政办〔1999〕1号", "没有找到“焦政办〔1999〕1号”"),
        (f"{N65}#main-1/art-99", "里没有“#main-1/art-99”这个文本或部分"),
        (f"{N65}@昨天", "“@昨天”不是日期"),
        (f"{N65}@2021-11-09~7", "里没有“@2021-11-09~7”这个文本或部分"),
        ("'\"<b>", "没有找到"),
        ('《》()-"', "没有找到"),
        ("标题:(", "没有找到"),
        ("@", "没有找到"),
    ],
)
def test_what_cannot_be_found_is_said_kindly(client: FlaskClient, typed: str, told: str) -> None:
    for asked in (f"?old={quote(typed)}&new={N65}", f"?new={quote(typed)}"):
        page = page_at(client, f"/compare{asked}", 404)
        assert page.faults == []
        assert told in page.text
        assert "fawen " not in page.text
        assert page.all("form", cls="choose")


def test_what_the_public_may_not_see_cannot_be_compared(
    client: FlaskClient, filled: Filled
) -> None:
    for suffix in ("", "#main-1", "#main-1/art-99", "@2022-04-01"):
        asked = f"?old={N65}&new={quote(filled.held + suffix)}"
        page = page_at(client, f"/compare{asked}", 404)
        assert HELD_WORD not in page.text.replace(filled.held, "").replace(suffix, "")
        for other in ("/api/v1/compare", "/compare.docx", "/compare.html"):
            assert client.get(other + asked).status_code == 404
    gone = f"?old={N65}&new={filled.withdrawn}"
    for path in ("/compare", "/api/v1/compare", "/compare.docx", "/compare.html"):
        assert client.get(path + gone).status_code == 410
    offered = client.get(f"/api/v1/candidates/{N65}").get_json()["candidates"]
    assert not {filled.held, filled.withdrawn} & {one["id"] for one in offered}


def test_a_notice_leads_to_its_comparison(client: FlaskClient) -> None:
    assert {"new": [N65]} in queries(page_at(client, f"/notices/{N65}"))


def test_each_text_of_a_notice_leads_to_its_comparison(reader: FlaskClient) -> None:
    newest = queries(page_at(reader, "/notices/焦政-2018-9"))
    assert {"old": [OLD_NAME], "new": ["焦政-2018-9"]} in newest
    oldest = queries(page_at(reader, f"/notices/{quote(OLD_NAME)}"))
    assert {"old": [OLD_NAME], "new": [NEW_NAME]} in oldest


def test_two_cities_rules_are_set_clause_by_clause(client: FlaskClient, draft_id: str) -> None:
    asked = f"/compare?old={N65}&new={draft_id}&as=counterparts"
    page = page_at(client, asked)
    assert page.faults == []
    assert len(page.all("tr", cls="contrast-row")) == 17
    assert "两个文本有 6 组条款相对应" in page.text
    assert "34个" in page.text
    assert "市应急管理局" not in page.text  # covers and lists of members are no rules
    for only, rows in (("both", 6), ("old", 4), ("new", 7)):
        assert len(page_at(client, f"{asked}&only={only}").all("tr", cls="contrast-row")) == rows
    page_at(client, f"{asked}&only=some", 400)
    page_at(client, f"/compare?old={N65}&new={draft_id}&as=twins", 400)


def test_two_unlike_texts_are_said_to_be_no_versions(client: FlaskClient, draft_id: str) -> None:
    page = page_at(client, f"/compare?old={N65}%23main-1&new=焦政办-2017-63")
    assert "可能不是同一规定的两个版本" in page.text
