"""A notice as a Word document, read again as Word reads it."""

from datetime import date
from io import BytesIO
from urllib.parse import quote

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from flask.testing import FlaskClient

from tests.web.conftest import N63, N65, Filled, page_at
from tests.web.test_compare_word import document_at
from web.present.text import GridCell, GridRow, Piece
from web.word.notice import paper_rows
from web.word.paper import Footing, Paper, PaperCell

TITLE = "焦作市人民政府办公室关于印发焦作国家高新技术产业开发区“一区多园”管理办法的通知"


@pytest.fixture
def document(client: FlaskClient) -> WordDocument:
    return document_at(client, f"/notices/{N65}.docx")


def styled(document: WordDocument, name: str) -> list[str]:
    return [one.text for one in document.paragraphs if one.style and one.style.name == name]


def all_of(paragraphs: list[Paragraph]) -> str:
    return "\n".join(one.text for one in paragraphs)


def test_the_head_is_the_documents_own(document: WordDocument) -> None:
    first, second, third = document.paragraphs[:3]
    assert first.text == "焦作市人民政府办公室文件"
    assert second.text == "焦政办〔2021〕65号"
    assert second._element.find(f".//{qn('w:pBdr')}/{qn('w:bottom')}") is not None  # the red rule
    assert (third.text, third.style.name if third.style else "") == (TITLE, "Title")
    assert styled(document, "公文主送")[0].startswith("各县（市、区）人民政府")
    assert "2021年11月9日" in styled(document, "公文落款")


def test_levels_are_an_outline(client: FlaskClient, document: WordDocument) -> None:
    assert "分步纳入“一区多园”园区名单" in styled(document, "Heading 1")
    assert any("首批纳入" in text for text in styled(document, "Heading 2"))
    opinion = document_at(client, f"/notices/{N63}.docx")
    assert styled(opinion, "Heading 2")


def test_the_text_is_whole_and_in_order(client: FlaskClient, document: WordDocument) -> None:
    said = "".join(all_of(document.paragraphs).split())
    places = [said.index(f"第{number}条") for number in "一二三四五六七八九十"]
    assert places == sorted(places)
    assert "第七条列入“一区多园”管理的各省级高新区、产业集聚区、产业（科技）园区四至边界" in said
    sections = [
        one
        for component in client.get(f"/notices/{N65}.json").get_json()["components"]
        for one in component["sections"]
    ]
    for section in sections:
        sections += section["children"]
        for words in (section["label"], section["heading"], section["text"]):
            assert "".join((words or "").split()) in said, section["key"]
    assert len(sections) == 73


def test_every_part_begins_a_page(document: WordDocument) -> None:
    begin = [one.text for one in document.paragraphs if one.paragraph_format.page_break_before]
    assert len(begin) == 3
    assert begin[0].startswith("焦作国家高新技术产业开发区")
    assert "".join(begin[1].split()) == "附件1"


def test_tables_are_real_cells(client: FlaskClient, draft_id: str) -> None:
    document = document_at(client, f"/notices/{draft_id}.docx")
    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells][:2] == ["序号", "层次"]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table.rows[1]._tr.trPr.find(qn("w:tblHeader")) is None
    merged = [table.cell(row, 1)._tc for row in range(1, 5)]
    assert len(set(map(id, merged))) == 1  # one cell over four rows
    assert table.cell(1, 1).text == "原空间范围"
    assert len(table.rows) == 9


def test_every_page_says_where_it_is_from_and_how_it_stands(client: FlaskClient) -> None:
    document = document_at(client, f"/notices/{N65}.docx?on=2022-03-01")
    (section,) = document.sections
    for footer in (section.footer, section.even_page_footer):
        said = all_of(footer.paragraphs)
        assert "SHA-256" in said
        assert "入库" in said
        assert "按2022年3月1日看：有效" in said
        assert "以发文机关公布的文本为准" in said
        assert f"http://localhost/notices/{N65}" in said
        assert " PAGE " in footer._element.xml or ">PAGE<" in footer._element.xml
    assert all_of(section.header.paragraphs) == ""


def test_what_is_not_in_force_says_so_above_every_page(
    client: FlaskClient, document: WordDocument, draft_id: str
) -> None:
    draft = document_at(client, f"/notices/{draft_id}.docx")
    for found, label in ((document, "失效"), (draft, "征求意见稿")):
        (section,) = found.sections
        for header in (section.header, section.even_page_header):
            assert all_of(header.paragraphs) == f"{label}（按2026年11月22日看）"
    assert not styled(draft, "公文标志")


def test_a_day_before_the_document_was_made_is_told_first(client: FlaskClient) -> None:
    document = document_at(client, f"/notices/{N65}.docx?on=2019-01-01")
    assert document.paragraphs[0].text.startswith("该日尚未制发")


def test_every_shipped_notice_opens(client: FlaskClient, filled: Filled) -> None:
    for notice in [*filled.shipped.values(), filled.hostile]:
        assert document_at(client, f"/notices/{quote(notice)}.docx").paragraphs


def test_it_is_offered_and_only_where_it_is_public(client: FlaskClient, filled: Filled) -> None:
    page = page_at(client, f"/notices/{N65}")
    assert len(page.all("a", href=f"/notices/{quote(N65)}.docx")) == 2
    assert client.get(f"/notices/{filled.held}.docx").status_code == 404
    assert client.get(f"/notices/{filled.withdrawn}.docx").status_code == 410
    english = document_at(client, f"/notices/{N65}.docx?lang=en")
    assert "以发文机关公布的文本为准" in all_of(english.sections[0].footer.paragraphs)


def cell(text: str, rowspan: int = 1, colspan: int = 1) -> GridCell:
    return GridCell((Piece(text),), rowspan, colspan, None, is_figure=False)


def test_what_a_merged_cell_covers_is_there() -> None:
    rows = (
        GridRow("r-1", (cell("甲", rowspan=3), cell("乙", colspan=2))),
        GridRow("r-2", (cell("丙"), cell("丁", rowspan=2))),
        GridRow("r-3", (cell("戊"),)),
    )
    found = [[(one.text, one.colspan, one.goes_on) for one in row] for row in paper_rows(rows)]
    assert found == [
        [("甲", 1, True), ("乙", 2, False)],
        [(None, 1, True), ("丙", 1, False), ("丁", 1, True)],
        [(None, 1, False), ("戊", 1, False), (None, 1, False)],
    ]


def test_a_row_that_lacks_cells_is_filled() -> None:
    rows = (GridRow("r-1", (cell("甲"), cell("乙"))), GridRow("r-2", (cell("丙"),)))
    assert [len(row) for row in paper_rows(rows)] == [2, 2]


def test_what_xml_cannot_hold_is_left_out() -> None:

    paper = Paper("标\x0b题", Footing("失\x00效", ("来\x07源",)), date(2026, 11, 22))
    paper.title("标\x0b题", is_whole=True)
    paper.table([[PaperCell("第\x0c一格", 1, goes_on=False)]], 0)
    document = Document(BytesIO(paper.content()))
    assert document.paragraphs[0].text == "标题"
    assert document.tables[0].cell(0, 0).text == "第一格"
