"""What a page shows of relations: lists, links in text, headings and tables, what would fall."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from archive.archive import Archive
from ingest.pipeline import read
from tests.laws.linked import BUREAU, GOV, document, readings, source
from tests.web.conftest import TODAY, page_at, text_source
from web import create_app
from web.config import Config

TABLED = document(
    "临财〔2024〕3号",
    f"{BUREAU}关于公布失效文件的通知",
    BUREAU,
    "现将宣布失效的规范性文件目录公布如下：\n\n"
    "序号\t文件名称\t文号\n1\t关于做好园区资金工作的通知\t临财〔2019〕1号\n"
    "2\t关于公园资金的通知\t临财〔2003〕8号",
    "2024年4月2日",
)
OF_OLD = document(
    "临财〔2016〕5号",
    f"{BUREAU}关于公园的通知",
    BUREAU,
    f"根据《{GOV}关于印发临海市科技项目管理办法的通知》（临政〔2018〕22号）和临政〔2018〕22号"
    "文件，制定本通知。",
    "2019年4月2日",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("relations") / "archive"
    with Archive.open(folder) as archive, archive.adding():
        for made, reading in readings().values():
            archive.add(made, reading)
        for name, text in (("tabled", TABLED), ("old", OF_OLD)):
            archive.add(source(name, text), read(source(name, text)))
    return folder


@pytest.fixture(scope="module")
def site(folder: Path) -> Flask:
    return create_app(Config(archive=folder), clock=lambda: TODAY)


@pytest.fixture
def client(site: Flask) -> Iterator[FlaskClient]:
    with site.test_client() as client:
        yield client


def links(client: FlaskClient, address: str) -> dict[str, str]:
    """address → its hint, of the links in the text."""
    page = page_at(client, address)
    found = page.all("a", cls="cited")
    return {unquote(a.attributes["href"]): a.attributes.get("title", "") for a in found}


def test_lines_of_a_clean_up_lead_to_what_they_end(client: FlaskClient) -> None:
    found = links(client, "/notices/临政-2022-9")
    assert found["/notices/临政-2018-24/main-1"] == "废止"
    assert found["/notices/临政-2001-12"] == "未收录原文"


def test_rows_of_a_clean_up_table_lead_to_what_they_end(client: FlaskClient) -> None:
    found = links(client, "/notices/临财-2024-3")
    assert "/notices/临财-2003-8" in found


def test_a_clean_up_is_no_step_of_a_subjects_succession(folder: Path) -> None:
    with Archive.open(folder, create=False, writable=False) as archive:
        line = [named.id for named in archive.succession("临政-2018-24", public=True)]
        assert line == ["临政-2010-4", "临政-2018-24"]
        assert [one.id for one in archive.succession("临政-2022-9", public=True)] == ["临政-2022-9"]


def test_what_would_lose_its_basis_is_asked_on_the_page_a_clause_a_line(
    client: FlaskClient, folder: Path
) -> None:
    page = page_at(client, "/notices/临政-2018-22")
    assert "若废止本件，会失去依据的条款" in page.text
    with Archive.open(folder, create=False, writable=False) as archive:
        said = archive.dependents("临政-2018-22", public=True)
    clauses = {(one.other.id, one.section) for one in said}
    assert len(clauses) < len(said)  # one names it twice
    assert f"会失去依据的条款（{len(clauses)}）" in page.text


def test_a_quotation_shows_the_very_citation(client: FlaskClient) -> None:
    html = client.get("/notices/临政-2018-22").get_data(as_text=True)
    assert "和<mark>临政〔2018〕22号</mark>文件" in html


def test_neighbouring_stretches_of_one_status_are_one_line(client: FlaskClient) -> None:
    page = page_at(client, "/notices/临政-2018-22?on=2025-01-01")
    assert "2018年4月1日至2028年3月31日" in page.text
    assert "2018年3月31日以前" in page.text
    timeline = client.get("/api/v1/status/临政-2018-22").get_json()["timeline"]
    assert len([one for one in timeline if one["status"] == "EFFECTIVE"]) > 1


def test_whoever_ends_a_text_is_quoted_before_the_text_itself(client: FlaskClient) -> None:
    text = page_at(client, "/notices/临政-2010-4").text
    assert text.index("同时废止") < text.index("自2010年4月1日起施行")


def test_nobody_waits_for_what_a_text_does_to_itself(tmp_path: Path) -> None:
    draft = text_source(
        "draft.txt",
        "临海市公园管理办法（征求意见稿）\n\n第一条 为了公园，制定本办法。\n\n"
        "第二条 本办法自2020年1月1日起施行。\n",
    )
    with Archive.open(tmp_path / "archive") as archive:
        archive.add(draft, read(draft))
        [line] = archive.listing(on=date(2026, 1, 1), public=True)
        own = archive.relations(line.id, public=True).outgoing
        assert [one.other.id for one in own] == [line.id]
        assert archive.doubts(public=False) == ()


def test_a_page_of_what_is_only_cited_says_who_cites_it(client: FlaskClient) -> None:
    page = page_at(client, "/notices/临政-2001-12")
    assert "另一文件已将其废止" in page.text
    assert "。。" not in page.text
    assert "/browse/missing" in page.addresses
    assert any(unquote(a).startswith("/notices/临政-2022-9/") for a in page.addresses)
