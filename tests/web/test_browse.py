"""Browse answers real questions: what is in force, what ended, what will, what is missing."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from archive.archive import Archive
from tests.archive.listed import ON, fill
from tests.laws.linked import BUREAU, GOV
from tests.web.conftest import page_at
from tests.web.page import Page
from tests.web.test_protection import assert_self_contained
from web import create_app
from web.config import Config

TERM, OLD, NEW, ALIKE = (f"临财-{name}" for name in ("2018-1", "2018-2", "2020-6", "2020-7"))
ENDED = "/browse/ended?from=2020-01-01&to=2021-12-31"


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder: Path = tmp_path_factory.mktemp("browse") / "archive"
    with Archive.open(folder) as archive:
        fill(archive)
    return create_app(Config(archive=folder, page_size=2), clock=lambda: ON)


@pytest.fixture
def site(listed: Flask) -> Iterator[FlaskClient]:
    with listed.test_client() as client:
        yield client


def works(page: Page) -> list[str]:
    """Ids of the notices that headings lead to, in their order."""
    found = [unquote(a) for a in page.addresses if a.startswith("/notices/")]
    return list(dict.fromkeys(a.split("/")[2].partition("?")[0] for a in found))


def test_all_in_force_of_an_issuer_are_one_list(site: FlaskClient) -> None:
    address = f"/browse?issuer={BUREAU}&status=in_force&order=number"
    first, second = page_at(site, address), page_at(site, f"{address}&page=2")
    assert "3 件" in first.text
    assert works(first) + works(second) == [TERM, NEW, ALIKE]
    past = page_at(site, f"/browse?issuer={BUREAU}&status=in_force&on=2019-01-01&order=number")
    assert works(past) == [TERM, OLD]


def test_every_status_is_offered_with_its_count(site: FlaskClient) -> None:
    page = page_at(site, "/browse")
    offered = {unquote(a) for a in page.addresses if "status=" in a}
    assert {a.partition("status=")[2].partition("&")[0] for a in offered} == {
        "in_force",
        "EFFECTIVE",
        "REPEALED",
    }
    assert "当日时效" in page.text


def test_a_year_is_shown_month_by_month(site: FlaskClient) -> None:
    page = page_at(site, "/browse?year=2018")
    text = page.text
    assert text.index("2018年5月") < text.index("2018年2月")
    assert len(page.all("h2", cls="month")) == 2
    assert [a for a in page.addresses if "month=5" in a]
    assert works(page_at(site, "/browse?year=2018&month=5")) == [OLD]
    assert not page_at(site, "/browse").all("h2", cls="month")


@pytest.mark.parametrize("query", ["month=13", "month=x", "status=GOOD", "from=2020-02-30"])
def test_a_filter_that_is_none_of_its_values_is_refused(site: FlaskClient, query: str) -> None:
    page_at(site, f"/browse{'/ended' if 'from' in query else ''}?{query}", 400)


def test_an_empty_list_says_which_condition_can_go(site: FlaskClient) -> None:
    page = page_at(site, f"/browse?issuer={BUREAU}&year=1999")
    assert "没有这样的公开文件" in page.text
    assert f"去掉“{BUREAU}”" in page.text
    assert "去掉“1999年”" in page.text


def test_what_ended_in_a_period_comes_with_the_words_that_ended_it(site: FlaskClient) -> None:
    page = page_at(site, ENDED)
    assert [work for work in works(page) if work != NEW] == [TERM, OLD]
    assert "同时废止" in page.text
    assert "2020年7月1日" in page.text
    assert "有效期至2021年6月30日" in page.text
    narrow = page_at(site, f"{ENDED}&issuer=没有这个机关")
    assert "没有废止或失效的公开文件" in narrow.text


def test_a_period_that_runs_backwards_is_refused(site: FlaskClient) -> None:
    page = page_at(site, "/browse/ended?from=2021-01-01&to=2020-01-01", 400)
    assert "晚于" in page.text


def test_what_expires_within_half_a_year_is_listed(site: FlaskClient) -> None:
    page = page_at(site, "/browse/expiring")
    assert works(page) == [TERM]
    assert "2021年7月1日" in page.text
    assert works(page_at(site, "/browse/expiring?on=2020-12-31")) == []  # a day too far off
    assert "没有写明期限的文件不在此列" in page_at(site, "/browse/expiring?on=2021-07-01").text


def test_the_day_asked_for_is_kept(site: FlaskClient) -> None:
    for address in ("/browse/expiring?on=2021-01-15", "/browse/missing?on=2021-01-15"):
        page = page_at(site, address)
        within = [a for a in page.addresses if a.startswith(("/notices/", "/browse"))]
        kept = [a for a in within if not a.startswith(("/browse/expiring.ics", address[:14]))]
        assert kept
        assert all("on=2021-01-15" in a for a in kept), kept


def test_a_calendar_has_the_last_day_of_each_as_an_event(site: FlaskClient) -> None:
    response = site.get("/browse/expiring.ics")
    assert response.content_type == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in response.data.split(b"\r\n"))
    calendar = Calendar.from_ical(response.data)
    [event] = calendar.walk("VEVENT")
    assert event.decoded("dtstart").isoformat() == "2021-06-30"
    assert event.decoded("dtend").isoformat() == "2021-07-01"
    assert "临财〔2018〕1号" in str(event["summary"])
    assert unquote(str(event["url"])) == f"http://localhost/notices/{TERM}"
    assert site.get("/browse/expiring.ics").data == response.data
    assert not Calendar.from_ical(site.get("/browse/expiring.ics?issuer=无").data).walk("VEVENT")


def test_what_is_missing_is_listed_by_who_cites_it(site: FlaskClient) -> None:
    page = page_at(site, "/browse/missing")
    assert "2 件文件引用" in page.text
    assert page.text.index(f"{GOV}关于科技的意见") < page.text.index(f"{GOV}关于公园的意见")
    assert "保密" not in page.text
    for work in works(page):
        assert page_at(site, f"/notices/{work}").all("h1")


@pytest.mark.parametrize("address", ["/browse/missing", ENDED, "/browse/expiring", "/browse"])
def test_a_list_has_no_page_beyond_its_last(site: FlaskClient, address: str) -> None:
    more = f"{address}{'&' if '?' in address else '?'}page=99"
    assert "没有第 99 页" in page_at(site, more, 404).text


@pytest.mark.parametrize("address", ["/browse/missing", ENDED, "/browse/expiring", "/browse"])
def test_every_list_is_well_formed_and_self_contained(site: FlaskClient, address: str) -> None:
    page = page_at(site, address)
    assert page.faults == []
    assert len(page.all("h1")) == 1
    assert_self_contained(page)
    [nav] = page.all("nav", cls="browse-ways")
    assert nav.attributes["aria-label"]
