"""Web pages: index block, content, tables, what stands around it, pages saved from a browser."""

from email.message import EmailMessage
from pathlib import Path

import pytest

from archive.errors import UnreadableSource
from archive.notice.model import Notice, SectionKind
from ingest.coverage import unaccounted
from ingest.pipeline import read
from ingest.source import load, source_from_bytes

PAGE = """<!DOCTYPE html><html><head><title>政府网</title><style>p{color:red}</style></head><body>
<div class="nav"><a href="/">首页</a> <a href="/zc">政策</a></div>
<table><tr><td><b>索 引 号：</b></td><td>000014349/2019-00007</td>
<td><b>发布日期：</b></td><td>2019年02月15日</td></tr>
<tr><td>标　　题：</td><td colspan="3">国务院关于某事的意见</td></tr></table>
<table width="930"><tr><td id="UCAP-CONTENT">
<p align="center"><span>国务院关于</span><br><span>某事的意见</span></p>
<p align="center">国发〔2019〕5号</p>
<p>各省、自治区、直辖市人民政府，国务院各部委、各直属机构：</p>
<p>　　为推进某事，现提出以下意见。</p>
<p>　　一、总体要求</p><p>　　（一）全面覆盖。</p><p>　　将某事作为基本手段<b>和方式</b>。</p>
<table border="1"><tr><th>序号</th><th>事项</th></tr><tr><td rowspan="2">1</td><td>甲</td></tr>
<tr><td>乙</td></tr></table>
<p style="display:none">看不见的字</p><script>var x = "脚本";</script>
<p>国务院&nbsp;&nbsp;</p><p>2019年1月27日</p><p>（此件公开发布）</p>
</td></tr></table><div>扫一扫在手机打开当前页</div></body></html>"""


def notice(page: str = PAGE) -> Notice:
    return read(source_from_bytes("x.html", page.encode())).notice


def test_the_index_block_fills_fields_and_is_no_table() -> None:
    it = notice()
    assert it.index_no == "000014349/2019-00007"
    assert str(it.date_published) == "2019-02-15"
    assert it.number == "国发〔2019〕5号"
    assert it.title == "国务院关于某事的意见"


def test_a_page_reads_as_the_document_it_carries() -> None:
    it = notice()
    assert it.recipients == ("各省、自治区、直辖市人民政府", "国务院各部委、各直属机构")
    assert it.signature == ("国务院",)
    assert str(it.date_signed) == "2019-01-27"
    assert it.publication_mark == "(此件公开发布)"
    level = it.find("main-1/l1-1/l2-1")
    assert level is not None
    assert level.heading == "全面覆盖。"  # type: ignore[union-attr]


def test_a_table_of_the_page_keeps_its_merged_cells() -> None:
    table = next(s for s in notice().walk() if s.kind is SectionKind.TABLE).table
    assert table is not None
    assert table.rows == (("序号", "事项"), ("1", "甲"), ("1", "乙"))


def test_what_stands_around_the_text_is_set_aside_and_nothing_visible_is_lost() -> None:
    reading = read(source_from_bytes("x.html", PAGE.encode()))
    chrome = "".join(f.text for f in reading.notice.furniture if f.kind == "page_chrome")
    assert "首页" in chrome
    assert "扫一扫" in chrome
    assert "看不见" not in reading.source_text
    assert "脚本" not in reading.source_text
    assert not unaccounted(reading.notice, reading.source_text)


def test_a_page_is_known_by_its_bytes_and_in_the_encoding_it_has() -> None:
    it = read(source_from_bytes("公文", PAGE.encode("gb18030"))).notice
    assert it.number == "国发〔2019〕5号"


GENERIC = """<!DOCTYPE html><html lang="zh"><head>
<title>某局关于做好某事的通知 - 某网</title></head><body>
<div class="top"><a href="/">首页</a> <a href="/a">政务公开</a> <a href="/b">办事服务</a></div>
<div class="wrap"><div class="left"><ul>
<li><a>某局召开年度工作会议部署重点任务</a></li>
<li><a>某市出台若干措施支持企业发展壮大</a></li></ul></div>
<div class="c9x"><h1>某局关于做好某事的通知</h1><p class="m">发布时间：2021-03-04　浏览次数：12</p>
<div class="k2"><p>某发〔2021〕3号</p><p>各区县局：</p><p>　　为做好某事，现将有关要求通知如下。</p>
<p>　　一、提高认识。各区县局要高度重视，加强组织领导，确保按时完成各项任务，并及时报告情况。</p>
<p>　　二、落实责任。各单位主要负责同志为第一责任人，对本单位的工作负总责，不得推诿。</p>
<table><tr><td>序号</td><td>任务</td></tr><tr><td>1</td><td>调查摸底</td></tr></table>
<p>某局</p><p>2021年3月4日</p></div></div></div>
<div class="foot">版权所有 某局 备案号 京ICP备00000000号</div></body></html>"""


def test_a_page_of_unknown_build_gives_the_notice_and_no_more() -> None:
    reading = read(source_from_bytes("x.html", GENERIC.encode()))
    it = reading.notice
    assert (it.title, it.number) == ("某局关于做好某事的通知", "某发〔2021〕3号")
    assert it.recipients == ("各区县局",)
    assert str(it.date_signed) == "2021-03-04"
    assert [s.label for s in it.walk() if s.label] == ["一、", "二、"]
    assert sum(s.kind is SectionKind.TABLE for s in it.walk()) == 1
    chrome = "".join(f.text for f in it.furniture if f.kind == "page_chrome")
    assert "版权所有" in chrome
    assert "年度工作会议" in chrome
    assert not unaccounted(it, reading.source_text)


def test_a_page_that_a_browser_saved_as_one_file_reads_like_the_page() -> None:
    message = EmailMessage()
    message["Subject"] = "某局关于做好某事的通知"
    message.set_content(GENERIC, subtype="html", charset="utf-8", cte="quoted-printable")
    message.add_related(b"body{}", "text", "css")
    saved = read(source_from_bytes("page.mhtml", message.as_bytes())).notice
    page = read(source_from_bytes("x.html", GENERIC.encode())).notice
    assert saved.components == page.components
    assert saved.fields == page.fields


def test_an_mhtml_file_without_a_page_says_so() -> None:
    message = EmailMessage()
    message.set_content("x")
    message.add_related(b"body{}", "text", "css")
    with pytest.raises(UnreadableSource):
        read(source_from_bytes("page.mht", message.as_bytes()))


@pytest.mark.parametrize("page", ["<html></html>", "<html><body><p> </p></body></html>"])
def test_a_page_without_text_says_so(page: str) -> None:
    with pytest.raises(UnreadableSource):
        notice(page)


def test_a_page_nested_a_thousand_deep_is_refused_or_read() -> None:
    deep = (
        "<html><body>" + "<div>" * 5000 + "焦政办〔2021〕65号，各单位应当落实。" + "</div>" * 5000
    )
    try:
        assert notice(deep) is not None
    except UnreadableSource as error:
        assert error.remedy  # noqa: PT017  either outcome is right


@pytest.mark.shared
def test_every_state_council_page_gives_its_number_date_and_index(shared_corpus: Path) -> None:
    for path in sorted((shared_corpus / "html").glob("*.html")):
        reading = read(load(path))
        it = reading.notice
        assert it.number, path.name
        assert it.date_signed, path.name
        assert it.index_no, path.name
        assert not unaccounted(it, reading.source_text), path.name
