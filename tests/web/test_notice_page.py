"""The notice page: its head like the document's own, its text by clause, its honest status."""

import csv
from io import StringIO
from urllib.parse import quote

from flask.testing import FlaskClient

from archive.notice.model import Cell, Section, SectionKind, Table
from tests.web.conftest import N63, N65, page_at
from web.tables import table_csv


def test_the_head_is_the_documents_own(client: FlaskClient) -> None:
    page = page_at(client, f"/notices/{N65}")
    assert "焦作市人民政府办公室文件" in page.text
    assert page.all("p", cls="masthead")
    assert page.all("hr", cls="rule")
    title = "焦作市人民政府办公室关于印发焦作国家高新技术产业开发区“一区多园”管理办法的通知"
    assert title in page.text


def test_a_document_without_red_head_gets_none(client: FlaskClient) -> None:
    assert "焦作市人民政府办公室文件" not in page_at(client, f"/notices/{N63}").text


def test_the_facts_are_there_if_known_and_only_then(client: FlaskClient, article_id: str) -> None:
    text = page_at(client, f"/notices/{N65}").text
    for name in ("发文机关", "文号", "文种", "成文日期", "印发日期", "施行日期", "主送", "附件"):
        assert name in text
    assert "2021年11月9日" in text
    assert "解释机关" not in text
    assert "成文日期" not in page_at(client, f"/notices/{article_id}").text


def test_status_has_its_proof_and_quotes_what_the_text_says(client: FlaskClient) -> None:
    page = page_at(client, f"/notices/{N65}")
    assert page.all("section", cls="status")[0].attributes["class"] == "status tone-ended"
    assert "有效期已满，未见延长" in page.text
    assert "2021年11月9日至2026年11月9日" in page.text
    assert "档案库没有收录焦作市人民政府办公室的清理文件" in page.text
    assert "本办法自 2021 年 11 月 9 日起施行，有效期至 2026 年 11 月 9 日。" in page.text
    assert "已过13天" in page.text
    assert f"/notices/{quote(N65)}/main-1/art-10" in page.addresses


def test_days_are_counted_from_the_day_asked_for(client: FlaskClient) -> None:
    first = page_at(client, f"/notices/{N65}?on=2021-11-09").text
    assert "还有1826天" in first
    assert "已过" not in first
    assert "还有1天" in page_at(client, f"/notices/{N65}?on=2026-11-08").text
    assert "就是这一天" in page_at(client, f"/notices/{N65}?on=2026-11-09").text


def test_a_text_without_dates_says_so(client: FlaskClient) -> None:
    page = page_at(client, f"/notices/{N63}")
    assert "未见失效依据" in page.text
    assert "没有发现终止它的文件，不等于没有这样的文件" in page.text


def test_a_draft_says_that_it_is_one(client: FlaskClient, draft_id: str) -> None:
    page = page_at(client, f"/notices/{draft_id}")
    assert page.all("section", cls="status")[0].attributes["class"] == "status tone-draft"
    assert "不是生效的文件" in page.text
    assert "待核" not in page.text


def test_a_newspaper_article_says_that_it_is_no_document(
    client: FlaskClient, article_id: str
) -> None:
    page = page_at(client, f"/notices/{article_id}")
    assert "非公文" in page.text
    assert "不是公文" in page.text
    assert not page.all("p", cls="masthead")


def test_an_inferred_title_says_so(client: FlaskClient, untitled_id: str) -> None:
    assert "原文没有标题" in page_at(client, f"/notices/{untitled_id}").text


def test_every_clause_has_its_key_as_id_and_a_permalink(client: FlaskClient) -> None:
    page = page_at(client, f"/notices/{N65}")
    for key in ("cover", "main-1", "main-1/art-1", "main-1/art-8/p-2", "main-1/art-9/p-1/i-3"):
        assert key in page.ids
    pins = [e.attributes["href"] for e in page.all("a", cls="pin")]
    assert f"/notices/{quote(N65)}/main-1/art-8/p-2" in pins
    for pin in pins:
        assert client.get(pin).status_code == 200, pin


def test_a_clause_is_cited_by_title_number_and_place(client: FlaskClient) -> None:
    page = page_at(client, f"/notices/{N65}")
    places = {e.attributes["data-place"] for e in page.all("a", cls="pin")}
    assert {"第七条", "第八条第二款", "第九条第三项"} <= places
    title = "《焦作国家高新技术产业开发区“一区多园”管理办法》（焦政办〔2021〕65号）"
    assert page.all("section", id="main-1", **{"data-cited": title})
    clause = page_at(client, f"/notices/{N65}/main-1/art-8/p-2")
    assert f"{title}第八条第二款" in clause.text


def test_the_contents_lead_to_every_part(client: FlaskClient) -> None:
    page = page_at(client, f"/notices/{N65}")
    assert {"cover", "main-1", "main-1/art-10", "att-1", "att-2"} <= set(page.inner_anchors)
    opinion = page_at(client, f"/notices/{N63}")
    assert {"main-1/l1-1", "main-1/l1-2/l2-7"} <= set(opinion.inner_anchors)


def test_a_table_is_a_table(client: FlaskClient, draft_id: str) -> None:
    page = page_at(client, f"/notices/{draft_id}")
    assert len(page.all("table")) == 1
    assert page.all("caption")
    assert len(page.all("th", scope="col")) == 6
    groups = page.all("th", scope="rowgroup")
    assert [cell.attributes["rowspan"] for cell in groups] == ["4", "4", "3", "3"]
    assert page.text.count("原空间范围") == 1
    assert len(page.all("tr")) == 9
    assert "att-1/tbl-1/r-2" in page.ids


def test_a_table_is_handed_out_as_csv(client: FlaskClient, draft_id: str) -> None:
    address = f"/notices/{quote(draft_id)}/att-1/tbl-1.csv"
    assert page_at(client, f"/notices/{draft_id}").all("a", href=address)
    answer = client.get(address)
    assert answer.mimetype == "text/csv"
    assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]
    rows = list(csv.reader(StringIO(answer.data.decode("utf-8-sig"))))
    assert len(rows) == 9
    assert {len(row) for row in rows} == {6}
    assert [row[1] for row in rows[1:5]] == ["原空间范围"] * 4  # what is merged is in every row


def test_only_tables_are_handed_out_as_csv(client: FlaskClient, draft_id: str) -> None:
    for key in ("main-1/art-1", "main-1", "att-1", "att-1/tbl-1/r-3", "att-9/tbl-9"):
        assert client.get(f"/notices/{draft_id}/{key}.csv").status_code == 404, key
    alias = client.get("/notices/jiao-zheng-ban-2021-65/att-1/tbl-1.csv")
    assert alias.headers["Location"] == f"/notices/{quote(N65)}/att-1/tbl-1.csv"


def test_a_cell_of_a_table_is_no_formula() -> None:
    cells = tuple(
        Cell(row, 0, 1, 1, text, inherited=False)
        for row, text in enumerate(("项目", "=1+1", "@cmd", "第\x07一行"))
    )
    section = Section("tbl-1", SectionKind.TABLE, 1, None, None, None, "", (), (), Table(cells))
    written = (table_csv(section) or b"").decode("utf-8-sig")
    assert list(csv.reader(StringIO(written))) == [["项目"], ["'=1+1"], ["'@cmd"], ["第\ufffd一行"]]


def test_an_attachments_own_page_says_its_title_once(client: FlaskClient, draft_id: str) -> None:
    page = page_at(client, f"/notices/{draft_id}/att-2")
    assert page.text.count("辐射点名单") == 2  # in the window's title and the heading
    assert not page.all("p", cls="part-label")


def test_a_row_is_counted_below_the_header_and_says_so(client: FlaskClient, draft_id: str) -> None:
    table = f"/notices/{quote(draft_id)}/att-1/tbl-1"
    page = page_at(client, f"{table}/r-3")
    assert "附件1 表格第2行" in page.text
    assert "附件1表格第2行（不计表头）" in page.text
    assert "r-3 连表头计" in page.text
    assert page.all("a", rel="prev", href=f"{table}/r-2")
    assert page.all("a", rel="next", href=f"{table}/r-4")
    first, last = page_at(client, f"{table}/r-2"), page_at(client, f"{table}/r-9")
    assert not first.all("a", rel="prev")
    assert not last.all("a", rel="next")
    header = page_at(client, f"{table}/r-1")
    assert "附件1 表格表头" in header.text
    assert header.all("a", rel="next", href=f"{table}/r-2")


def test_one_row_of_a_table_shows_what_it_inherits(client: FlaskClient, draft_id: str) -> None:
    page = page_at(client, f"/notices/{draft_id}/att-1/tbl-1/r-3")
    assert "原空间范围" in page.text
    assert "平顶山尼龙新材料开发区" in page.text
    assert "叶县先进制造业" not in page.text
    assert len(page.all("th", scope="row")) == 6


def test_a_clause_page_shows_the_clause_with_what_it_hangs_on(client: FlaskClient) -> None:
    page = page_at(client, f"/notices/{N65}/main-1/art-9/p-1/i-2")
    assert "第九条第二项" in page.text
    assert "主园区和各分园区共同建立" in page.text
    assert "第八条" in page.text
    assert page.all("*", cls="target", id="main-1/art-9/p-1/i-2")
    assert f"/notices/{quote(N65)}#main-1/art-9/p-1/i-2" in page.addresses
    assert "列入“一区多园”的各个园区" not in page.text


def test_repairs_and_problems_are_listed(client: FlaskClient) -> None:
    page = page_at(client, f"/notices/{N65}")
    assert page.all("details", id="doubts")
    assert "换页处重字合并" in page.text
    assert "没有“附件”标题行" in page.text
    assert "两者并存" in page_at(client, f"/notices/{N63}").text


def test_paper_carries_the_address_and_the_doubts_of_the_whole(client: FlaskClient) -> None:
    page = page_at(client, f"/notices/{N63}?on=2022-03-01")
    assert f"http://localhost/notices/{N63}?on=2022-03-01" in page.text
    assert page.all("section", cls="paper-only")
    assert page.text.count("两者并存") == 2  # among the doubts, and for paper
    clause = page_at(client, f"/notices/{N63}/main-1/l1-2")
    assert f"http://localhost/notices/{N63}/main-1/l1-2　" in clause.text


def test_a_level_is_called_by_its_labels_apart(client: FlaskClient) -> None:
    page = page_at(client, f"/notices/{N63}/main-1/l1-2/l2-7")
    assert "二、7" in page.text
    assert not page.all("a", href=f"/notices/{quote(N63)}/main-1")  # the head names it already


def test_a_document_without_parts_has_no_contents(client: FlaskClient, article_id: str) -> None:
    page = page_at(client, f"/notices/{article_id}")
    assert not page.all("nav", **{"aria-label": "目录"})
    assert page_at(client, f"/notices/{N65}").all("nav", **{"aria-label": "目录"})


def test_originals_are_offered(client: FlaskClient) -> None:
    page = page_at(client, f"/notices/{N65}")
    originals = [a for a in page.addresses if a.startswith("/originals/")]
    assert originals
    assert client.get(originals[0]).status_code == 200


def test_the_same_notice_as_json_text_and_markdown(client: FlaskClient) -> None:
    document = client.get(f"/notices/{N65}.json").get_json()
    assert document["schema"] == "fawen/notice/1"
    assert document["number"] == "焦政办〔2021〕65号"
    assert document["record"]["id"] == N65
    assert document["record"]["on"] == "2026-11-22"
    text = client.get(f"/notices/{N65}.txt")
    assert text.content_type == "text/plain; charset=utf-8"
    assert "第十条" in text.get_data(as_text=True)
    markdown = client.get(f"/notices/{N65}.md")
    assert markdown.content_type == "text/markdown; charset=utf-8"
    assert "第十条" in markdown.get_data(as_text=True)


def test_an_ascii_alias_leads_to_the_id_for_ever(client: FlaskClient) -> None:
    response = client.get("/notices/jiao-zheng-ban-2021-65?on=2022-03-01")
    assert response.status_code == 301
    assert response.headers["Location"] == f"/notices/{quote(N65)}?on=2022-03-01"
    clause = client.get("/notices/jiao-zheng-ban-2021-65/main-1/art-1")
    assert clause.headers["Location"] == f"/notices/{quote(N65)}/main-1/art-1"
    suffix = client.get("/notices/jiao-zheng-ban-2021-65.json")
    assert suffix.headers["Location"] == f"/notices/{quote(N65)}.json"


def test_a_number_as_it_is_written_leads_to_the_id(client: FlaskClient) -> None:
    response = client.get("/notices/焦政办〔2021〕65号")
    assert response.status_code == 301
    assert response.headers["Location"] == f"/notices/{quote(N65)}"


def test_a_text_can_be_pinned(client: FlaskClient) -> None:
    assert "第十条" in page_at(client, f"/notices/{N65}@2021-11-09").text
    assert client.get(f"/notices/{N65}@2021-11-09.txt").status_code == 200
    assert client.get(f"/notices/{N65}@2019-01-01").status_code == 404
