"""A notice on paper: the text, its status and where it came from, without the tools."""

import unicodedata
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import pdfplumber
import pypdfium2
import pytest
from playwright.sync_api import expect

from tests.browser.reader import PHONE, WIDE, Open, Way

pytestmark = pytest.mark.browser


def printed_text(content: bytes) -> str:
    """What stands on the pages, blanks and line ends taken away, glyph variants made one."""
    with pypdfium2.PdfDocument(content) as document:
        pages = []
        for page in document:
            text = page.get_textpage()
            pages.append(text.get_text_bounded())
            text.close()
            page.close()
    return "".join(unicodedata.normalize("NFKC", "".join(pages)).split())


def printed_form(text: str) -> str:
    """As paper shows it: addresses in Chinese, the glyph variants made one."""
    return unicodedata.normalize("NFKC", unquote(text))


@pytest.mark.parametrize(("name", "label"), [("n65", "失效"), ("draft", "征求意见稿")])
def test_what_is_not_in_force_says_so_across_every_sheet(
    open_window: Open, notices: dict[str, str], name: str, label: str
) -> None:
    page = open_window(WIDE).visit(notices[name])
    expect(page.locator(".stamp")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".stamp")).to_have_text(label)
    expect(page.locator(".stamp")).to_be_visible()
    with pdfplumber.open(BytesIO(page.pdf(prefer_css_page_size=True))) as document:
        assert len(document.pages) > 3
        for at, sheet in enumerate(document.pages):
            leaning = [c["text"] for c in sheet.chars if abs(c["matrix"][1]) > 0.1]
            above = [c["text"] for c in sheet.chars if c["top"] < 60]
            # 见 comes out as a radical, so the first characters have to do.
            assert printed_form("".join(leaning))[:2] == label[:2], at
            assert len(leaning) == len(label), at
            assert label[:2] in printed_form("".join(above)), at


def test_what_may_be_in_force_has_nothing_across_it(
    open_window: Open, notices: dict[str, str]
) -> None:
    page = open_window(WIDE).visit(notices["n63"])
    expect(page.locator(".stamp")).to_have_count(0)


@pytest.mark.parametrize(("way", "name"), [(WIDE, "n65"), (WIDE, "n63"), (PHONE, "draft")], ids=str)
def test_paper_keeps_the_status_and_the_provenance(
    open_window: Open, notices: dict[str, str], way: Way, name: str, shots: Path | None
) -> None:
    page = open_window(way).visit(notices[name])
    page.emulate_media(media="print")
    for role in ("banner", "contentinfo", "searchbox", "combobox"):
        expect(page.get_by_role(role)).to_have_count(0)  # hidden is out of the tree
    expect(page.locator(".toc")).to_be_hidden()
    expect(page.get_by_role("region", name="效力")).to_be_visible()
    expect(page.get_by_role("complementary", name="基本信息")).to_be_visible()
    expect(page.locator(".provenance")).to_be_visible()
    for left_out in ("relations", "after", "table-tools"):
        expect(page.locator(f".{left_out}:visible")).to_have_count(0)
    content = page.pdf(prefer_css_page_size=True)
    if shots:
        (shots / f"notice-{name}-print-{way}.pdf").write_bytes(content)
    text = printed_text(content)
    assert "SHA-256" in text
    assert printed_form("以发文机关公布的文本为准") in text
    assert printed_form(page.url) in text
    if name == "n63":
        doubt = "存疑：标题作“焦作市人民政府办公室”"  # about the whole, not a clause
        assert printed_form(doubt) in text
    said = {"draft": "征求意见稿", "n63": "未见失效依据"}.get(name, "失效")
    assert said in text
    for tool in ("跳到正文", "固定链接", "订阅新近入库"):
        assert tool not in text
