"""Lists of hits as CSV and workbooks: complete, readable, harmless."""

import csv
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient
from lxml import etree

from archive.archive import Archive
from archive.record import Results
from archive.search.query import parse_query
from tests.web.conftest import HELD_WORD, N65, TODAY, WITHDRAWN_WORD, Filled
from web.result_lists import as_csv, as_workbook, result_list

_CELL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def table(content: bytes) -> list[list[str]]:
    """The rows of a CSV file that begins with its mark."""
    return [*csv.reader(StringIO(content.decode("utf-8-sig"), newline=""))]


def cells(content: bytes) -> list[str]:
    """All texts of a workbook, and that nothing else stands in its sheets."""
    with ZipFile(BytesIO(content)) as book:
        for name in book.namelist():
            if name.startswith("xl/worksheets/"):
                sheet = etree.fromstring(book.read(name))
                assert not [*sheet.iter(f"{_CELL}f", f"{_CELL}hyperlink")]
                assert {c.get("t") for c in sheet.iter(f"{_CELL}c")} == {"s"}
        shared = etree.fromstring(book.read("xl/sharedStrings.xml"))
    return ["".join(si.itertext()) for si in shared.iter(f"{_CELL}si")]


@pytest.fixture(scope="module")
def results(filled: Filled) -> Results:
    with Archive.open(filled.folder, create=False, writable=False) as archive:
        return archive.search(parse_query("一区多园"), on=TODAY, public=True, limit=5)


def address(work: str, key: str) -> str:
    return f"https://example.org/notices/{work}#{key}"


def test_every_hit_is_a_row_with_its_place_text_and_address(results: Results) -> None:
    header, *rows = table(as_csv(result_list(results, address)))
    assert header[:5] == ["序号", "文号", "标题", "位置", "条文"]
    for count, (row, hit) in enumerate(zip(rows, results.hits, strict=False), start=1):
        assert row[0] == str(count)
        assert row[1:3] == [hit.number or "", hit.title]
        assert row[4].lstrip("'") == hit.text
        assert row[-3:] == [hit.id, hit.section, address(hit.id, hit.section)]


def test_a_list_that_was_cut_says_so(results: Results) -> None:
    assert results.total > 5
    *_, last = table(as_csv(result_list(results, address)))
    assert last == ["本表只有第 1 至 5 条；要其余的，请缩小范围分几次导出"]
    assert last[0] in cells(as_workbook(result_list(results, address)))


def test_a_workbook_holds_the_same_texts(results: Results) -> None:
    found = result_list(results, address)
    assert {text for row in found.rows for text in row} <= set(cells(as_workbook(found)))


@pytest.mark.parametrize(
    "hostile",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1+1", "＠x", "\u200b=1", "\n=1"],
)
def test_no_text_of_a_document_becomes_a_formula(results: Results, hostile: str) -> None:
    from dataclasses import replace

    hit = replace(results.hits[0], text=hostile, title=hostile, path=(hostile,))
    found = result_list(replace(results, hits=(hit,), query=hostile), address)
    rows = table(as_csv(found))
    assert not [c for row in rows for c in row if c.strip().startswith(("=", "+", "-", "@", "＝"))]
    assert "'" + hostile.replace("\r", "\n") in rows[1]
    assert hostile.replace("\r", "\n") in cells(as_workbook(found))


def test_characters_that_no_file_can_hold_are_replaced(results: Results) -> None:
    from dataclasses import replace

    hit = replace(results.hits[0], text="甲\x07乙\ud800丙" + "长" * 40_000)
    found = result_list(replace(results, hits=(hit,)), address)
    assert table(as_csv(found))[1][4].startswith("甲\ufffd乙\ufffd丙长")
    assert max(map(len, cells(as_workbook(found)))) < 32_767


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_page_leads_to_its_own_list(client: FlaskClient, ending: str) -> None:
    page = client.get("/search?q=一区多园&year=2021").get_data(as_text=True)
    assert f"/search.{ending}?" in page
    response = client.get(f"/search.{ending}?q=一区多园&year=2021")
    assert response.headers["Content-Disposition"].endswith(f'.{ending}"')
    texts = table(response.data)[1] if ending == "csv" else cells(response.data)
    assert N65 in texts


@pytest.mark.parametrize("word", [HELD_WORD, WITHDRAWN_WORD])
def test_a_list_holds_nothing_that_may_not_be_seen(client: FlaskClient, word: str) -> None:
    _, *rows = table(client.get(f"/search.csv?q={word}").data)
    assert rows[0] == []  # the notes follow
    assert client.get("/search.xlsx?q=").status_code == 400
