"""The Word tables, read again as Word reads them; and the single HTML file."""

from io import BytesIO

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.table import Table
from flask.testing import FlaskClient

from tests.web.conftest import HOSTILE, N65, TODAY, Filled
from tests.web.page import Page
from tests.web.test_compare_page import address
from web.present.comparison import Run
from web.word.sheet import Sheet


def document_at(client: FlaskClient, path: str) -> WordDocument:
    """The downloaded document."""
    response = client.get(path)
    assert response.status_code == 200
    assert response.mimetype.endswith("wordprocessingml.document")
    assert response.headers["Content-Disposition"].startswith("attachment; ")
    return Document(BytesIO(response.data))


def rows(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


@pytest.fixture
def document(reader: FlaskClient) -> WordDocument:
    return document_at(reader, address().replace("/compare", "/compare.docx"))


def test_pages_are_a4_landscape(document: WordDocument) -> None:
    (section,) = document.sections
    assert section.orientation == WD_ORIENT.LANDSCAPE
    lengths = (section.page_width, section.page_height)
    assert all(length is not None for length in lengths)
    assert [round(length.cm, 1) for length in lengths if length] == [29.7, 21.0]


def test_the_table_has_real_cells_under_a_header_that_is_repeated(document: WordDocument) -> None:
    (table,) = document.tables
    found = rows(table)
    assert found[0] == ["序号", "修改前（原条款）", "修改后（现条款）", "说明"]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert len(set(found[1])) == 1  # one cell over all columns
    assert "未变（3条）" in found[1][0]
    added = next(row for row in found if row[1] == "新增")
    assert added[2].startswith("第三条　停车场应当安装监控设备")
    assert added[3] == "新增"
    gone = next(row for row in found if row[2] == "删除")
    assert gone[1].startswith("第五条　各县可以设立")
    changed = next(row for row in found if "1亿元" in row[1])
    assert changed[0] == "5"
    assert changed[3].split("\n")[:2] == ["修改", "第三条改为第四条"]
    assert "期限：20日 → 15个工作日" in changed[3]


def test_words_that_went_are_struck_and_words_that_came_underlined(document: WordDocument) -> None:
    (table,) = document.tables
    runs = [
        run for row in table.rows for cell in row.cells for p in cell.paragraphs for run in p.runs
    ]
    fonts = [(run.text, run.style.font) for run in runs]
    struck = {text for text, font in fonts if font.strike}
    underlined = {text for text, font in fonts if font.underline and font.bold}
    assert {"20日", "1亿元", "市规划局"} <= struck
    assert {"15个工作日", "5000万元", "市自然资源局"} <= underlined
    assert not struck & underlined


def test_the_foot_says_where_it_is_from_and_counts_pages(document: WordDocument) -> None:
    footer = document.sections[0].footer
    text = "\n".join(paragraph.text for paragraph in footer.paragraphs)
    assert "旧：焦政〔2018〕9号，2018年4月1日起的文本，来源：旧.txt" in text
    assert "新：焦政〔2018〕9号，2020年5月1日起的文本，来源：新.txt" in text
    assert "非官方比对，以公布文本为准。发文于2026年11月22日生成。" in text
    fields = [e.text for e in footer._element.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_the_head_says_how_both_texts_stand(document: WordDocument) -> None:
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "《焦作市人民政府关于印发停车管理办法的通知》新旧条文对照表" in text
    assert "按2026年11月22日：" in text
    assert "2026年11月22日适用的是2020年5月1日起的文本" in text
    assert "对照共8条" in text


def test_the_whole_or_a_choice_of_rows_can_be_had(reader: FlaskClient) -> None:
    whole = document_at(reader, address(show="all").replace("/compare", "/compare.docx"))
    numbers = [row[0] for row in rows(whole.tables[0]) if row[0].isdigit()]
    assert numbers == [str(number) for number in range(1, 9)]
    some = document_at(reader, address(type="AMOUNT").replace("/compare", "/compare.docx"))
    assert [row[0] for row in rows(some.tables[0]) if row[0].isdigit()] == ["5"]
    none = document_at(
        reader, address(outcome="ADDED", type="AMOUNT").replace("/compare", "/compare.docx")
    )
    assert "没有可以列出的条文" in rows(none.tables[0])[1][0]


def test_columns_keep_their_widths(document: WordDocument) -> None:
    (table,) = document.tables
    widths = [column.width for column in table.columns]
    assert all(width is not None for width in widths)
    assert abs(sum(width for width in widths if width) - Cm(25.7)) < Cm(0.1)


def test_two_places_rules_have_facts_and_clauses_in_tables(
    client: FlaskClient, draft_id: str
) -> None:
    asked = f"/compare.docx?old={N65}&new={draft_id}&as=counterparts"
    facts, clauses = document_at(client, asked).tables
    assert rows(facts)[0] == ["序号", "甲", "乙", "相似度", "数额", "期限", "机构"]
    money = next(row for row in rows(facts) if "1亿元" in row[4])
    assert money[1:3] == ["第九条", "第十二条"]
    assert len(clauses.rows) == 18
    assert sum(row[2] == "（没有对应的条款）" for row in rows(clauses)) == 4


def test_texts_that_xml_cannot_hold_do_no_harm(client: FlaskClient, filled: Filled) -> None:
    for manner in ("versions", "counterparts"):
        asked = f"/compare.docx?old={filled.hostile}&new={N65}&as={manner}&show=all"
        document = document_at(client, asked)
        assert HOSTILE in "".join(p.text for p in document.paragraphs)


def test_control_characters_are_left_out() -> None:
    sheet = Sheet("题\x0b目\ud800", ("脚\x00",), TODAY)
    sheet.table(("甲\x01",), (5,)).row([[[Run("字\x1f符")]]])
    document = Document(BytesIO(sheet.content()))
    assert document.paragraphs[0].text == "题目"
    assert rows(document.tables[0]) == [["甲"], ["字符"]]


def test_the_single_file_needs_nothing_else(reader: FlaskClient) -> None:
    response = reader.get(address(show="all").replace("/compare", "/compare.html"))
    html = response.get_data(as_text=True)
    page = Page(html)
    assert page.faults == []
    assert not page.all("script")
    assert not page.all("link")
    assert not [a for a in page.addresses if not a.startswith("#")]
    assert "<style>" in html
    assert "15个工作日</ins>" in html
    assert "发文于2026年11月22日生成" in page.text
