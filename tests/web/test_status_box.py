"""The box above a text: what is doubtful, what stands apart, and grounds that are no document."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from archive.archive import Archive
from ingest.pipeline import read
from tests.archive.test_grounds import ENDING, MARKET, OLD, SHANGHAI, TRADE
from tests.laws.linked import BUREAU, document, source
from tests.web.conftest import TODAY, page_at
from web import create_app
from web.config import Config

TWO_ENDS = document(
    "临财〔2018〕1号",
    f"{BUREAU}关于园区资金的通知",
    BUREAU,
    "一、本通知自2018年3月1日起施行，有效期至2021年6月30日。\n\n二、本通知有效期至2022年6月30日。",
    "2018年2月5日",
)
MISCOUNTED = document(
    "临财〔2020〕9号",
    f"{BUREAU}关于废止部分文件的决定",
    BUREAU,
    "经清理，决定废止下列文件3件：\n\n1.《临海市园林资金办法》（临财〔2001〕4号）\n\n"
    "2.《临海市公园资金办法》（临财〔2002〕5号）\n\n本决定自2020年5月1日起施行。",
    "2020年4月2日",
)
TWO_TEXTS = document(
    "临财〔2019〕7号",
    f"{BUREAU}关于印发两个办法的通知",
    BUREAU,
    "现将《临海市园区资金办法》《临海市园区项目办法》印发给你们，请遵照执行。\n\n"
    f"{BUREAU}\n\n2019年4月2日\n\n"
    "临海市园区资金办法\n\n第一条 为管理园区资金，制定本办法。\n\n第二条 本办法适用于本市。\n\n"
    "第三条 本办法自2019年5月1日起施行，有效期至2021年4月30日。\n\n"
    "临海市园区项目办法\n\n第一条 为管理园区项目，制定本办法。\n\n第二条 本办法适用于本市。\n\n"
    "第三条 本办法自2019年5月1日起施行，有效期至2030年4月30日。",
    "2019年4月2日",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder: Path = tmp_path_factory.mktemp("box") / "archive"
    texts = (("two", TWO_ENDS), ("list", MISCOUNTED), ("texts", TWO_TEXTS))
    with Archive.open(folder, policy_packs=("shanghai-former",)) as archive, archive.adding():
        for made in (SHANGHAI, OLD, ENDING, *(source(*text) for text in texts)):
            archive.add(made, read(made))
    with Archive.open(folder) as archive:
        archive.succeed(
            TRADE, MARKET, date(2019, 1, 15), kind="职责划入", who="王五", why="甲市机构改革方案"
        )
    return create_app(Config(archive=folder), clock=lambda: TODAY)


@pytest.fixture
def client(site: Flask) -> Iterator[FlaskClient]:
    with site.test_client() as client:
        yield client


def test_ends_that_do_not_agree_are_told_where_the_status_stands(client: FlaskClient) -> None:
    page = page_at(client, "/notices/临财-2018-1")
    assert "文中写明的有效期截止日不止一个" in page.text
    told = client.get("/api/v1/status/临财-2018-1").get_json()["doubts"]
    assert [one["code"] for one in told] == ["DATE_CONFLICT"]


def test_parts_that_stand_apart_are_named_with_their_status(client: FlaskClient) -> None:
    page = page_at(client, "/notices/临财-2019-7?on=2022-01-01")
    assert "各部分时效不一" in page.text
    assert any("/notices/" in a and "main-1?on=2022-01-01" in a for a in page.addresses)
    answer = client.get("/api/v1/status/临财-2019-7?on=2022-01-01").get_json()
    assert {one["key"]: one["status"] for one in answer["differing"]}["main-1"] == "EXPIRED"
    assert answer["legal_force"] == "PartiallyInForce"
    part = client.get("/api/v1/status/临财-2019-7?on=2022-01-01&key=main-1").get_json()
    assert (part["differing"], part["legal_force"]) == ([], "NotInForce")


def test_an_ending_by_a_successor_says_how_it_came_to_speak(client: FlaskClient) -> None:
    page = page_at(client, "/notices/甲工商-2010-3")
    assert f"{TRADE}自2019年1月15日起职责划入{MARKET}" in page.text
    assert "依据出自承接职责的机关（甲市机构改革方案，王五录入）" in page.text
    early = page_at(client, "/notices/甲工商-2010-3?on=2018-01-01")
    assert "机关沿革" not in early.text


def test_a_default_term_is_a_ground_without_a_link(client: FlaskClient) -> None:
    page = page_at(client, "/notices/徐府发-2012-3")
    assert "按当地关于默认有效期的规定可能已经失效" in page.text
    assert "上海市曾经的默认有效期" in page.text
    assert all("/notices//" not in address for address in page.addresses)


def test_a_list_that_counts_itself_otherwise_says_so(client: FlaskClient) -> None:
    page = page_at(client, "/notices/临财-2020-9")
    assert "称共 3 件，列出 2 件" in page.text
    problems = client.get("/api/v1/notices/临财-2020-9").get_json()["problems"]
    assert "COUNT_MISMATCH" in {one["code"] for one in problems}
