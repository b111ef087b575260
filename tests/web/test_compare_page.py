"""The comparison page: what is marked, what is folded, what filters and links do."""

from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from flask.testing import FlaskClient

from archive.archive import Archive
from ingest.pipeline import read
from tests.web.conftest import TODAY, Filled, page_at, text_source
from tests.web.page import Page
from tests.web.revised import NEW, NEW_NAME, OLD, OLD_NAME
from tests.web.test_protection import assert_self_contained
from web import create_app
from web.config import Config


def address(**arguments: str) -> str:
    """The comparison of the two texts, with more arguments."""
    given = {"old": OLD_NAME, "new": NEW_NAME, **arguments}
    return "/compare?" + "&".join(f"{name}={quote(value)}" for name, value in given.items())


def anchors(page: Page) -> list[str]:
    """The rows that are shown, by their anchors."""
    return [row.attributes["id"] for row in page.all("tr", cls="contrast-row")]


CHANGED = [
    "new-main-1/art-3",
    "new-main-1/art-4",
    "new-main-1/art-5",
    "old-main-1/art-5",
    "new-main-1/art-6",
]


def test_only_what_changed_is_shown_and_the_rest_is_folded(reader: FlaskClient) -> None:
    page = page_at(reader, address())
    assert page.faults == []
    assert_self_contained(page)
    assert anchors(page) == CHANGED
    assert "第一条至第二条　未变（3条）" in page.text
    assert "非官方比对，以公布文本为准" in page.text
    assert "2018年4月1日起的文本" in page.text
    assert "2026年11月22日适用的是2020年5月1日起的文本" in page.text


def test_what_went_is_struck_and_what_came_is_underlined(reader: FlaskClient) -> None:
    html = reader.get(address()).get_data(as_text=True)
    for struck in ('<del title="期限">20日</del>', '<del title="金额">1亿元</del>'):
        assert struck in html
    assert '<ins title="期限">15个工作日</ins>' in html
    assert "<ins>停车场应当安装监控设备，并与公安机关联网。</ins>" in html
    assert "<del>各县可以设立停车服务中心，负责日常巡查和投诉受理。</del>" in html
    assert "期限：20日 → 15个工作日" in html
    assert "第三条改为第四条" in html


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        ({"outcome": "ADDED"}, ["new-main-1/art-3"]),
        ({"outcome": "DELETED"}, ["old-main-1/art-5"]),
        ({"outcome": "MODIFIED"}, ["new-main-1/art-4", "new-main-1/art-5", "new-main-1/art-6"]),
        ({"type": "AMOUNT"}, ["new-main-1/art-4"]),
        ({"type": "REFERENCE_SHIFT"}, ["new-main-1/art-5"]),
        ({"type": "EFFECTIVE_DATE"}, ["new-main-1/art-6"]),
        ({"outcome": "ADDED", "type": "AMOUNT"}, []),
        ({"type": "FORMAT"}, ["new-main-1/art-1"]),
    ],
    ids=str,
)
def test_a_filter_lets_its_rows_through(
    reader: FlaskClient, arguments: dict[str, str], shown: list[str]
) -> None:
    page = page_at(reader, address(**arguments))
    assert page.faults == []
    assert anchors(page) == shown
    assert f"符合的有 {len(shown)} 条" in page.text


def test_filters_of_one_kind_add_up(reader: FlaskClient) -> None:
    page = page_at(reader, address(outcome="ADDED") + "&outcome=DELETED")
    assert anchors(page) == ["new-main-1/art-3", "old-main-1/art-5"]


def test_every_chip_leads_to_as_many_rows_as_it_says(reader: FlaskClient) -> None:
    page = page_at(reader, address())
    chips = [a.attributes["href"] for a in page.all("a", cls="chip")]
    narrowing = [href for href in chips if "outcome=" in href or "type=" in href]
    assert len(narrowing) >= 8
    for href in narrowing:
        found = page_at(reader, href)
        assert anchors(found), href
        (here,) = found.all("a", **{"aria-current": "true"}, cls="chip")
        assert "outcome=" not in here.attributes["href"]  # it undoes itself
        assert "type=" not in here.attributes["href"]


def test_layout_is_marked_only_when_asked_for(reader: FlaskClient) -> None:
    assert "new-main-1/art-1" not in anchors(page_at(reader, address()))
    page = page_at(reader, address(layout="1"))
    assert "new-main-1/art-1" in anchors(page)
    assert page.all("ins", cls="layout")


def test_the_whole_shows_every_unit_once(reader: FlaskClient) -> None:
    page = page_at(reader, address(show="all"))
    found = anchors(page)
    assert len(found) == len(set(found)) == 8
    assert not page.all("tr", cls="fold")


def test_a_row_s_link_names_both_texts_and_the_day(reader: FlaskClient) -> None:
    page = page_at(reader, address())
    (link,) = [
        a.attributes["href"]
        for a in page.all("a", title="本行的固定链接")
        if a.attributes["href"].endswith("#new-main-1/art-4")
    ]
    asked = parse_qs(urlsplit(link).query)
    assert asked["old"] == ["焦政-2018-9@2018-04-01~1"]
    assert asked["new"] == ["焦政-2018-9@2020-05-01~1"]
    assert asked["on"] == ["2026-11-22"]
    assert "new-main-1/art-4" in anchors(page_at(reader, link))


def test_a_lasting_link_shows_the_same_whatever_arrives_later(tmp_path: Path) -> None:
    def answer(path: str) -> tuple[list[str], str]:
        site = create_app(Config(archive=tmp_path / "kept"), clock=lambda: TODAY)
        page = page_at(site.test_client(), path)
        pinned = {
            "old": ["焦政-2018-9@2018-04-01~1"],
            "new": ["焦政-2018-9@2020-05-01~1"],
            "on": ["2026-11-22"],
        }
        (lasting,) = {
            a
            for a in page.addresses
            if a.startswith("/compare?") and parse_qs(urlsplit(a).query) == pinned
        }
        return anchors(page), lasting

    def arrive(name: str, text: str) -> None:
        with Archive.open(tmp_path / "kept") as archive:
            source = text_source(name, text)
            archive.add(source, read(source))

    arrive("旧.txt", OLD)
    arrive("新.txt", NEW)
    rows, lasting = answer("/compare?old=焦政-2018-9@2019-01-01&new=焦政-2018-9")
    assert rows == CHANGED
    corrected = NEW.replace("专用停车场", "社会停车场").replace("500元", "5000元")
    arrive("更正.txt", corrected)
    arrive("更新.txt", NEW.replace("2020年5月1日", "2024年1月1日").replace("15个", "30个"))
    assert answer(lasting) == (rows, lasting)


def test_a_link_to_a_folded_row_unfolds_it(reader: FlaskClient) -> None:
    page = page_at(reader, address(row="new-main-1/art-2"))
    assert "new-main-1/art-2" in anchors(page)


def test_rows_lead_to_each_other_without_a_script(reader: FlaskClient) -> None:
    page = page_at(reader, address())
    steps = [a.attributes["href"] for a in page.all("a", title="下一处")]
    assert steps == [f"#{anchor}" for anchor in CHANGED[1:]]
    assert set(page.inner_anchors) <= {*page.ids}


def test_the_sides_may_be_exchanged(reader: FlaskClient) -> None:
    page = page_at(reader, address())
    asked = [(a, parse_qs(urlsplit(a).query)) for a in page.addresses]
    (swap,) = [a for a, query in asked if query == {"old": [NEW_NAME], "new": [OLD_NAME]}]
    turned = page_at(reader, swap)
    assert "new-main-1/art-5" in anchors(turned)
    assert "old-main-1/art-3" in anchors(turned)


def test_one_text_on_two_days_is_compared(reader: FlaskClient) -> None:
    asked = address(old="焦政-2018-9@2019-01-01", new="焦政〔2018〕9号@2021-01-01")
    assert anchors(page_at(reader, asked)) == CHANGED
    same = address(old="焦政-2018-9@2021-01-01", new="焦政-2018-9@2022-01-01")
    assert "两边是同一个文本" in page_at(reader, same).text


def test_a_part_of_each_is_compared(reader: FlaskClient) -> None:
    asked = address(old=f"{OLD_NAME}#main-1/art-3", new=f"{NEW_NAME}#main-1/art-4")
    page = page_at(reader, asked)
    assert anchors(page) == ["new-main-1/art-4"]
    assert "只比第三条" in page.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"outcome": "GONE"},
        {"type": "MONEY"},
        {"show": "some"},
        {"layout": "yes"},
        {"page": "0"},
        {"on": "2022-02-30"},
    ],
    ids=str,
)
def test_an_argument_that_means_nothing_is_refused(
    reader: FlaskClient, wrong: dict[str, str]
) -> None:
    assert page_at(reader, address(**wrong), 400).all("h1")


def test_there_is_no_page_after_the_last(reader: FlaskClient) -> None:
    assert "只有 1 页" in page_at(reader, address(page="2"), 404).text


def test_markup_in_a_text_stays_text(client: FlaskClient, filled: Filled) -> None:
    for other in ("焦政办-2021-65", filled.hostile):
        asked = f"/compare?old={filled.hostile}&new={other}&show=all"
        html = client.get(asked).get_data(as_text=True)
        assert "<script>alert" not in html
        assert "<img" not in html
        page = Page(html)
        assert page.faults == []
        assert_self_contained(page)


def test_the_api_answers_as_the_command_does(reader: FlaskClient) -> None:
    asked = address().replace("/compare", "/api/v1/compare")
    found = reader.get(asked).get_json()
    assert list(found)[:4] == ["old", "new", "rows", "statistics"]
    assert found["statistics"]["outcomes"]["ADDED"] == 1
    assert reader.get("/api/v1/compare?old=焦政-2018-9").status_code == 400
    assert reader.get("/api/v1/compare?old=a&new=b").get_json()["error"]["status"] == 404
    offered = reader.get(f"/api/v1/candidates/{quote(NEW_NAME)}").get_json()["candidates"]
    assert offered[0]["name"] == OLD_NAME
    assert offered[0]["reason"] == "version"
