"""Similar clauses: of other notices, public ones alone, the most alike first."""

from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from archive.archive import Archive
from archive.errors import NoticeNotFound
from ingest.pipeline import read
from tests.web.conftest import (
    HELD_WORD,
    N65,
    TODAY,
    WITHDRAWN_WORD,
    page_at,
    small_notice,
    text_source,
)

LONG = "申请补助的企业应当在每年三月底以前向所在园区的管理机构提交申请书和上一年度的审计报告。"


def with_clause(number: str, word: str, clause: str) -> str:
    text = small_notice(number, word)
    return text.replace(f"第一条 为管理{word}，制定本办法。", f"第一条 {clause}")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory):
    texts = (
        with_clause("焦政办〔2022〕41号", "甲类", LONG),
        with_clause("焦政办〔2022〕42号", "乙类", LONG.replace("三月", "六月")),
        with_clause("焦政办〔2022〕43号", "丙类", LONG[:22] + "书面材料。"),
        with_clause("焦政办〔2022〕44号", "丁类", "道路照明由市政部门维护。"),
        with_clause("焦政办〔2022〕45号", "戊类", LONG),
    )
    with Archive.open(tmp_path_factory.mktemp("similar") / "archive") as opened:
        with opened.adding():
            for number, text in enumerate(texts):
                source = text_source(f"{number}.txt", text)
                opened.add(source, read(source))
        opened.withdraw("焦政办-2022-45", "发文机关要求")
        yield opened


def test_the_most_alike_come_first_and_none_of_the_same_notice(archive: Archive) -> None:
    found = archive.similar("焦政办-2022-41", "main-1/art-1", on=TODAY, public=True)
    assert [one.hit.id for one in found] == ["焦政办-2022-42", "焦政办-2022-43"]
    assert 1 >= found[0].likeness > found[1].likeness > 0.2


def test_what_may_not_be_seen_is_like_nothing(archive: Archive) -> None:
    found = archive.similar("焦政办-2022-41", "main-1/art-1", on=TODAY, public=False)
    assert found[0].hit.id == "焦政办-2022-45"
    assert found[0].likeness == 1


def test_a_part_of_a_clause_stands_for_it(client: FlaskClient) -> None:
    found = client.get(f"/api/v1/notices/{N65}").get_json()
    main = next(part for part in found["components"] if part["key"] == "main-1")
    whole = next(one for one in main["sections"] if one["key"] == "main-1/art-5")
    answers = [
        client.get(f"/api/v1/similar/{N65}?key={key}").get_json()
        for key in (whole["key"], whole["children"][0]["key"])
    ]
    assert answers[0] == answers[1]


@pytest.mark.parametrize(("work", "key"), [("焦政办-2022-41", "att-9"), ("没有", "main-1/art-1")])
def test_what_is_not_there_is_said_to_be_missing(archive: Archive, work: str, key: str) -> None:
    with pytest.raises(NoticeNotFound):
        archive.similar(work, key, on=TODAY, public=True)


def test_a_clause_s_page_leads_to_those_like_it(client: FlaskClient) -> None:
    page = page_at(client, f"/notices/{N65}/main-1/art-4")
    (address,) = [a for a in page.addresses if a.startswith("/search/similar")]
    alike = page_at(client, address)
    assert "与第四条相似的条文" in alike.text
    assert f"/notices/{quote(N65)}/main-1/art-4" in alike.addresses
    found = client.get(f"/api/v1/similar/{N65}?key=main-1/art-4").get_json()["similar"]
    assert all(one["id"] != N65 for one in found)
    for secret in (HELD_WORD, WITHDRAWN_WORD):
        assert secret not in alike.text


def test_without_a_key_nothing_is_alike(client: FlaskClient) -> None:
    assert client.get(f"/api/v1/similar/{N65}").status_code == 400
    assert client.get(f"/api/v1/similar/{N65}?key=main-1/art-999").status_code == 404
    assert client.get("/search/similar").status_code == 404
