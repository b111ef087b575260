"""Every kind of page in English: Chinese is marked as such everywhere, and links stay English."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive.archive import Archive
from archive.law.compare import summary as chinese_summary
from ingest.pipeline import read
from tests.web.conftest import (
    N63,
    N65,
    TODAY,
    Filled,
    page_at,
    small_notice,
    text_source,
)
from tests.web.page import Page
from tests.web.revised import NEW
from tests.web.test_pages import ADDRESSES
from web import create_app, failures
from web.config import Config
from web.failures import fail
from web.messages import catalogue
from web.present import summary

# 条, 々
_HAN = re.compile(r"[\u3005\u3400-\u9fff\uf900-\ufaff]")
_READ_OUT = ("title", "aria-label", "aria-description", "alt", "placeholder", "label")
_SILENT = ("script", "style", "template")
# What is handed on or read by programs: /notices/焦政办-2021-65.json, /originals/3f…, /healthz
_NO_PAGE = re.compile(
    r"/(?:static|api|originals|facsimiles?)/|\.(?:jsonl?|txt|md|docx|html|csv|xlsx|ics|xml|png|webp)$"
    r"|/healthz$|/table|/tables"
)

# Search, Text of
_WORDS = re.compile("[A-Za-z]{4}")

MORE = [
    "/search?q=焦政办〔1999〕1号",
    "/search?q=“一区多园",
    "/search?q=园区考核由谁负责？",
    "/search?q=标题:管理办法 年份:2021 -平顶山",
    "/search?q=年份:甲 园区",
    "/search?q=高新去",
    f"/search?q=高新区&within={N65}",
    f"/search/similar?id={N65}&key=main-1/art-8",
    "/browse/ended?from=2017-01-01&to=2026-01-01",
    f"/notices/{N65}?on=2010-01-01",
    f"/notices/{N65}/original",
    "/review",
    "/help/search",
    "/help/operator",
    "/help/reader",
    "/help/api/try/notices",
    "/help/api/try/search?go=1",
    f"/compare?old={N65}&new={N63}",
    f"/compare?old={N65}&new={N63}&as=counterparts",
    f"/compare?old={N65}",
    f"/compare?old=没有&new={N63}",
]
REFUSED = [
    "/nirgends",
    "/browse?page=99",
    "/browse?order=甲",
    "/?on=2022-13-41",
    f"/search?q={'长' * 300}",
    "/browse/ended?from=2027-01-01&to=2026-01-01",
    "/compare?old=甲&new=乙&as=丙",
    f"/search/similar?id={N65}",
    "/notices/焦政办-2021-999",
]


def unmarked(html: str) -> list[str]:
    """Every word or attribute with a Chinese character that no element around it marks so."""
    return [*_unmarked(LexborHTMLParser(html).root, "")]


def _unmarked(node: LexborNode | None, language: str) -> Iterator[str]:
    if node is None or node.tag in _SILENT:
        return
    language = node.attributes.get("lang") or language
    if not language.startswith("zh"):
        for name in _READ_OUT:
            words = node.attributes.get(name) or ""
            if _HAN.search(words):
                yield f"<{node.tag} {name}>: {words}"
    for child in node.iter(include_text=True):
        if child.tag != "-text":
            yield from _unmarked(child, language)
        elif not language.startswith("zh") and _HAN.search(child.text(deep=False)):
            yield f"<{node.tag}>: {child.text(deep=False).strip()}"


def english(address: str) -> str:
    path, hash_, anchor = address.partition("#")
    return f"{path}{'&' if '?' in path else '?'}lang=en{hash_}{anchor}"


def test_the_search_for_chinese_finds_it() -> None:
    assert unmarked('<html lang="en"><p>甲</p>')
    assert unmarked('<html lang="en"><div lang="zh-Hans"><p lang="en">甲</p></div>')
    for name in _READ_OUT:
        assert unmarked(f'<html lang="en"><input {name}="甲">'), name
    assert unmarked("<html lang='en'><title>甲</title>")
    assert not unmarked(
        '<html lang="en"><p lang="zh-Hans">甲<b title="乙">丙</b></p><script>丁</script>'
    )


@pytest.mark.parametrize("address", [*ADDRESSES, *MORE])
def test_an_english_page_marks_whatever_is_chinese(client: FlaskClient, address: str) -> None:
    response = client.get(english(address))
    html = response.get_data(as_text=True)
    assert response.status_code in (200, 404)
    assert unmarked(html) == []
    page = Page(html)
    assert page.faults == []
    assert page.all("html")[0].attributes["lang"] == "en"
    assert "<span lang" not in page.text  # markup that was escaped


NOT_PAGES = {
    "static", "health.page", "home.favicon", "originals.file", "facsimile.picture",
    "search.csv_file", "search.workbook", "compare.word", "compare.single",
    "endings.expiring_calendar", "feeds.newest", "feeds.changes", "feeds.search",
}  # fmt: skip
"""What answers with a file or a feed, or leads on; besides what programs ask for."""
FOR_PROGRAMS = ("api.", "api_lists.", "discovery.", "export.")


def test_every_kind_of_page_is_among_these(app: Flask) -> None:
    there = app.url_map.bind("localhost")
    visited = {there.match(urlsplit(address).path)[0] for address in [*ADDRESSES, *MORE]}
    pages = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.endpoint.startswith(FOR_PROGRAMS)
    }
    assert pages - NOT_PAGES - visited == set()
    assert NOT_PAGES - pages == set()


def test_every_shipped_notice_marks_whatever_is_chinese(
    client: FlaskClient, filled: Filled
) -> None:
    for notice in (*filled.shipped.values(), filled.hostile):
        html = page_at(client, f"/notices/{notice}?lang=en").html
        assert unmarked(html) == [], notice
        assert "<script>alert" not in html


def test_what_is_only_cited_has_an_english_page(client: FlaskClient) -> None:
    listed = page_at(client, "/browse/missing?lang=en")
    cited = [a for a in listed.addresses if a.startswith("/notices/")]
    assert cited
    assert unmarked(page_at(client, cited[0]).html) == []


@pytest.mark.parametrize("address", REFUSED)
def test_a_refusal_is_english_too(client: FlaskClient, address: str) -> None:
    response = client.get(english(address))
    assert response.status_code in (400, 404)
    assert unmarked(response.get_data(as_text=True)) == []


@pytest.mark.parametrize(
    "failure", [value for value in vars(failures).values() if isinstance(value, failures.Failure)]
)
def test_every_sort_of_failure_has_an_english_page(app: Flask, failure: failures.Failure) -> None:
    with app.test_request_context("/?lang=en"):
        app.preprocess_request()
        html = fail(failure).get_data(as_text=True)
    assert unmarked(html) == []


def test_what_is_withdrawn_says_so_in_english(client: FlaskClient, filled: Filled) -> None:
    page = page_at(client, f"/notices/{filled.withdrawn}?lang=en", 410)
    assert unmarked(page.html) == []
    assert "withdrawn" in page.text


def test_an_empty_archive_and_a_choice_are_described_in_english(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    with Archive.open(folder) as writer:
        client = create_app(Config(archive=folder), clock=lambda: TODAY).test_client()
        for address in ("/", "/browse", "/browse/missing", "/search?q=停车", "/review"):
            assert unmarked(page_at(client, english(address)).html) == []
        for organ in ("焦作市人民政府办公室", "修武县人民政府办公室"):
            text = small_notice("市政函〔2022〕7号", "停车").replace("焦作市人民政府办公室", organ)
            source = text_source(f"{organ}.txt", text)
            reading = read(source)
            writer.add(source, replace(reading, notice=replace(reading.notice, issuers=(organ,))))
        page = page_at(client, "/search?q=市政函〔2022〕7号&lang=en", 300)
        assert unmarked(page.html) == []
        assert "Several documents" in page.text


COMPARED = ("", "&show=all&layout=1", "&as=counterparts", "&outcome=MODIFIED", "&type=AMOUNT")


@pytest.mark.parametrize("more", COMPARED)
def test_texts_compared_are_described_in_english(reader: FlaskClient, more: str) -> None:
    work = _versions(reader)
    page = page_at(reader, f"/compare?old={work}@2018-04-01&new={work}@2020-05-01{more}&lang=en")
    assert unmarked(page.html) == []
    assert "compared" in page.text


def test_a_file_handed_in_is_compared_in_english(reader: FlaskClient) -> None:
    form = {
        "name": f"{_versions(reader)}@2018-04-01",
        "side": "new",
        "output": "",
        "file": (BytesIO(NEW.encode()), "新.txt"),
    }
    sent = reader.post("/compare?lang=en", data=form, content_type="multipart/form-data")
    assert sent.status_code == 200
    assert unmarked(sent.get_data(as_text=True)) == []


HANDED_IN = {
    "nothing": (b"", "a.txt"),
    "no PDF": (b"%PDF-1.4", "a.pdf"),
    "a picture": (b"\x89PNG", "a.png"),
    "an unknown sort": (b"a", "a.xyz"),
    "an unknown name": (NEW.encode(), "a.txt"),
}


@pytest.mark.parametrize("sort", HANDED_IN)
def test_a_file_is_refused_in_english(reader: FlaskClient, sort: str) -> None:
    content, file_name = HANDED_IN[sort]
    work = "没有" if sort == "an unknown name" else _versions(reader)
    form = {"name": work, "side": "new", "output": "", "file": (BytesIO(content), file_name)}
    sent = reader.post("/compare?lang=en", data=form, content_type="multipart/form-data")
    assert sent.status_code == 400
    html = sent.get_data(as_text=True)
    assert unmarked(html) == []
    assert "<span lang" not in Page(html).text


def _versions(reader: FlaskClient) -> str:
    listed = [a for a in page_at(reader, "/browse").addresses if a.startswith("/notices/")]
    return unquote(urlsplit(listed[0]).path).removeprefix("/notices/")


@pytest.mark.parametrize("address", [*ADDRESSES, *MORE])
def test_links_and_forms_of_an_english_page_stay_english(client: FlaskClient, address: str) -> None:
    page = Page(client.get(english(address)).get_data(as_text=True))
    switch = {a.attributes["href"] for a in page.all("a", hreflang="zh-Hans")}
    assert len(switch) == 1
    led = [e.attributes["href"] for e in page.elements if "href" in e.attributes]
    pages = [a for a in led if a.startswith("/") and not _NO_PAGE.search(urlsplit(a).path)]
    astray = [a for a in pages if a not in switch and _asked(a) != "en"]
    assert astray == []
    tree = LexborHTMLParser(page.html)
    for form in tree.css("form"):
        if form.attributes.get("method") == "post":
            assert _asked(form.attributes["action"] or "") == "en"
        else:
            assert form.css_first('input[name="lang"][value="en"]') is not None, form.html


def _asked(address: str) -> str | None:
    return parse_qs(urlsplit(address).query).get("lang", [None])[0]


@pytest.mark.parametrize("address", [*ADDRESSES, *MORE])
def test_the_switch_keeps_the_page_and_what_was_asked(client: FlaskClient, address: str) -> None:
    plain = client.get(address)
    [there] = Page(plain.get_data(as_text=True)).all("a", hreflang="en")
    translated = client.get(there.attributes["href"])
    assert translated.status_code == plain.status_code
    [back] = Page(translated.get_data(as_text=True)).all("a", hreflang="zh-Hans")
    assert client.get(back.attributes["href"]).data == plain.data


@pytest.mark.parametrize("address", [*ADDRESSES, *MORE, *REFUSED])
def test_a_chinese_page_has_no_word_of_the_catalogue_s(client: FlaskClient, address: str) -> None:
    client.get(english(address))  # what was asked before does not matter
    html = client.get(address).get_data(as_text=True)
    tree = LexborHTMLParser(html)
    shown = {node.text(deep=False).strip() for node in tree.root.traverse(include_text=True)}
    for node in tree.css("*"):
        shown |= {node.attributes.get(name) or "" for name in _READ_OUT}
    words = {str(one.string).strip() for one in catalogue("en") if one.id and one.string}
    # status, number: words of the API, as they are in either language; Word: the program
    words = {one for one in words if _WORDS.search(one) and not one.islower()} - {"Word"}
    assert shown & words == set()
    assert [e.name for e in Page(html).elements if e.attributes.get("lang") == "en"] == ["a"]


CHINESE_ANYWAY = [
    f"/api/v1/status/{N65}?on=2022-03-01",
    f"/api/v1/relations/{N65}",
    "/api/v1/search?q=园区",
    "/api/v1/search?q=“园区",
    f"/notices/{N65}.json?on=2010-01-01",
    f"/notices/{N65}.txt?on=2010-01-01",
    f"/notices/{N65}.md?on=2010-01-01",
    "/search.csv?q=园区",
    f"/compare.html?old={N65}&new={N63}",
    f"/compare.html?old={N65}&new={N63}&as=counterparts",
    "/browse/expiring.ics?on=2026-06-01",
    "/export.jsonl",
]


@pytest.mark.parametrize("address", CHINESE_ANYWAY)
def test_what_is_handed_on_is_chinese_in_any_language(client: FlaskClient, address: str) -> None:
    assert client.get(english(address)).data == client.get(address).data


def test_the_answer_tried_on_an_english_page_is_the_api_s_own(client: FlaskClient) -> None:
    page = page_at(client, f"/help/api/try/status?go=1&id={N65}&on=2022-03-01&lang=en")
    assert "未见失效依据" in page.text or "有效" in page.text


@pytest.mark.parametrize("address", ["/", f"/notices/{N65}", "/search?q=园区"])
def test_a_browser_s_languages_change_nothing(client: FlaskClient, address: str) -> None:
    for asked in (address, english(address)):
        plain = client.get(asked)
        heard = client.get(asked, headers={"Accept-Language": "en-GB,en;q=0.9"})
        assert heard.data == plain.data
        assert "Vary" not in plain.headers
        assert "Set-Cookie" not in plain.headers
    assert client.get(address).headers["ETag"] != client.get(english(address)).headers["ETag"]


@pytest.mark.parametrize("language", ["", "zh", "fr", "EN", "en-GB", "<b>"])
def test_any_other_language_is_chinese(client: FlaskClient, language: str) -> None:
    response = client.get("/", query_string={"lang": language})
    page = Page(response.get_data(as_text=True))
    assert page.all("html")[0].attributes["lang"] == "zh-Hans"
    assert not [a for a in page.addresses if "lang=" in a and "lang=en" not in a]


def test_dates_and_plurals_are_english(client: FlaskClient) -> None:
    day = f"{TODAY.day} {date(TODAY.year, TODAY.month, 1):%B} {TODAY.year}"
    text = page_at(client, f"/notices/{N65}?lang=en").text
    assert day in text
    assert "1 original" in text
    assert "1 originals" not in text
    assert "10 November 2021" in text or "9 November 2021" in text


@pytest.mark.parametrize("address", ["/feed.atom", "/changes.atom", "/search.atom?q=园区"])
def test_a_feed_has_an_english_title_and_chinese_entries(client: FlaskClient, address: str) -> None:
    text = client.get(english(address)).get_data(as_text=True)
    head, _, entries = text.partition("<entry")
    assert 'xml:lang="en"' in head
    assert "<title>Fawen: " in head
    assert entries.count("lang=en") == text.count("<entry")
    assert text.count('<entry xml:lang="zh-Hans">') == text.count("<entry")


def test_the_english_summary_of_a_comparison_follows_the_archive_s() -> None:
    for name in ("_FACTS", "_EXAMPLES", "_LABELS", "_LONGEST"):
        assert getattr(summary, name) == getattr(chinese_summary, name)
