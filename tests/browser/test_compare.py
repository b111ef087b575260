"""Comparing in a browser: by keyboard, by finger, on paper, by a file of one's own."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reader import (
    DARK,
    DARK_PHONE,
    PHONE,
    PLAIN,
    PLAIN_PHONE,
    WIDE,
    Open,
    Way,
    overflow,
    too_faint,
)
from tests.browser.test_print import printed_text

pytestmark = pytest.mark.browser


def pair(notices: dict[str, str], *more: str) -> str:
    """The seeds' rules of two cities, one against the other."""
    old, new = (notices[name].removeprefix("/notices/") for name in ("n65", "draft"))
    return "&".join((f"/compare?old={old}%23main-1&new={new}%23main-1", *more))


def current(page: Page) -> str | None:
    """The row at which the reader stands."""
    found = page.evaluate("document.activeElement.closest('.contrast-row')?.id ?? null")
    return str(found) if found else None


@pytest.mark.parametrize("way", [WIDE, PHONE, DARK, DARK_PHONE], ids=str)
def test_comparisons_fit_and_can_be_read(
    open_window: Open, notices: dict[str, str], way: Way, shots: Path | None
) -> None:
    reader = open_window(way)
    faults = []
    for name, path in {
        "changes": pair(notices),
        "whole": pair(notices, "show=all", "layout=1"),
        "counterparts": pair(notices, "as=counterparts"),
        "choose": f"/compare?new={notices['n65'].removeprefix('/notices/')}",
    }.items():
        page = reader.visit(path)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        if shots:
            page.screenshot(path=shots / f"compare-{name}-{way}.png", full_page=True)
        faults += [f"{name}: {fault}" for fault in (*overflow(page), *too_faint(page))]
    assert not faults, "\n".join(faults)


def test_keys_lead_from_row_to_row(open_window: Open, notices: dict[str, str]) -> None:
    page = open_window(WIDE).visit(pair(notices))
    rows = [str(row.get_attribute("id")) for row in page.locator(".contrast-row").all()]
    rows = rows[page.locator("[aria-label='标题和章节的变动'] .contrast-row").count() :]
    assert len(rows) > 3
    first = page.locator(".contrast-row").first
    page.keyboard.press("j")
    assert current(page) == first.get_attribute("id")
    page.locator(f'[id="{rows[0]}"]').focus()
    page.keyboard.press("n")
    assert current(page) == rows[1]
    page.keyboard.press("j")
    assert current(page) == rows[2]
    page.keyboard.press("k")
    page.keyboard.press("p")
    assert current(page) == rows[0]
    expect(page.locator(f'[id="{rows[0]}"]')).to_be_in_viewport()
    page.get_by_role("link", name="下一处", exact=True).last.click()
    assert current(page) == rows[1]
    box = page.get_by_label("检索条文、标题、文号")
    box.focus()
    page.keyboard.type("jk")
    expect(box).to_have_value("jk")


@pytest.mark.parametrize("way", [PLAIN, PLAIN_PHONE], ids=str)
def test_arrows_and_filters_work_without_a_script(
    open_window: Open, notices: dict[str, str], way: Way
) -> None:
    reader = open_window(way)
    page = reader.visit(pair(notices))
    row = page.locator("[aria-label='条文对照'] .contrast-row").first
    row.get_by_role("link", name="下一处").click()
    assert "#" in reader.place
    page.get_by_role("link", name="新增").first.click()
    expect(page.get_by_role("status")).to_contain_text("符合的有")
    page.get_by_role("link", name="取消筛选").click()
    page.get_by_role("link", name="全部条文").click()
    assert "show=all" in reader.place


def test_on_a_phone_both_sides_are_labelled(open_window: Open, notices: dict[str, str]) -> None:
    page = open_window(PHONE).visit(pair(notices))
    for row in page.locator(".contrast-row").all()[:4]:
        expect(row.get_by_text("旧", exact=True)).to_be_visible()
        expect(row.get_by_text("新", exact=True)).to_be_visible()


def test_paper_keeps_both_texts_and_where_they_are_from(
    open_window: Open, notices: dict[str, str], shots: Path | None
) -> None:
    page = open_window(WIDE).visit(pair(notices))
    page.emulate_media(media="print")
    for hidden in (".chips", ".stepper", ".contrast-ways", ".bar", ".foot", ".steps"):
        expect(page.locator(hidden).first).to_be_hidden()
    content = page.pdf(prefer_css_page_size=True)
    if shots:
        (shots / "compare-print.pdf").write_bytes(content)
    text = printed_text(content)
    for kept in ("非官方比对,以公布文本为准", "来源", "固定链接", "@2021-11-09~1#main-1"):
        assert kept in text
    struck = page.locator("del").first.evaluate("it => getComputedStyle(it).textDecorationLine")
    added = page.locator("ins").first.evaluate("it => getComputedStyle(it).textDecorationLine")
    assert (struck, added) == ("line-through", "underline")


def test_a_file_of_one_s_own_is_compared(
    open_window: Open, notices: dict[str, str], corpus: Path, tmp_path: Path
) -> None:
    text = next(corpus.glob("焦政办*65*.txt")).read_text(encoding="utf-8")
    mine = tmp_path / "修订稿.txt"
    mine.write_text(text.replace("负责协调推进", "负责组织推进"), encoding="utf-8")
    page = open_window(WIDE).visit("/compare")
    page.get_by_label("文件（").set_input_files(mine)
    page.get_by_label("与本库的哪件文件比").fill("焦政办(2021)65号")
    page.get_by_role("button", name="看对照").click()
    expect(page.locator("del")).to_have_text("协调")
    expect(page.locator("ins")).to_have_text("组织")
    page.go_back()
    with page.expect_download() as download:
        page.get_by_role("button", name="存为 Word").click()
    assert download.value.suggested_filename.endswith("新旧条文对照表.docx")
