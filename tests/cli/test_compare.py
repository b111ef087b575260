"""``fawen compare``: what scripts and people at a terminal rely on."""

import json
from datetime import date

from docx import Document

NUMBER = "焦政办〔2021〕65号"
DRAFT = "平顶山一区多园联动发展管理办法（征求意见稿）.txt"
DAY = date(2026, 1, 1)


def revised(corpus, tmp_path):
    """The shipped notice with one word of its fourth article exchanged, as a file."""
    text = (corpus / f"{NUMBER} 一区多园管理办法.txt").read_text(encoding="utf-8")
    path = tmp_path / "修订稿.txt"
    path.write_text(text.replace("负责协调推进", "负责组织推进"), encoding="utf-8")
    return path


def test_a_kept_notice_and_a_file_are_compared_row_by_row(asked, corpus, tmp_path) -> None:
    ran = asked("compare", NUMBER, revised(corpus, tmp_path))
    assert (ran.code, ran.err) == (0, "")
    assert list(ran.json)[:4] == ["old", "new", "rows", "statistics"]
    assert (ran.json["old"]["id"], ran.json["new"]["id"]) == ("焦政办-2021-65", None)
    (changed,) = [row for row in ran.json["rows"] if row["outcome"] == "MODIFIED"]
    (change,) = [one for one in changed["changes"] if one["type"] != "FORMAT"]
    old, new = changed["old"][change["old_at"]], changed["new"][change["new_at"]]
    assert (old["key"], change["key"]) == ("main-1/art-4", "main-1/art-4")
    assert old["text"][slice(*change["old_span"])] == change["old"] == "协调"
    assert new["text"][slice(*change["new_span"])] == change["new"] == "组织"
    assert set(old) >= {"key", "label", "heading", "text"}


def test_a_component_a_section_and_a_row_can_be_compared(asked, corpus) -> None:
    whole = asked("compare", f"{NUMBER}#main-1", f"{NUMBER}@2021-11-09#main-1").json
    assert whole["statistics"]["outcomes"] == {"UNCHANGED": 10}
    one = asked("compare", f"{NUMBER}#main-1/art-4", corpus / DRAFT).json
    assert {unit["key"] for row in one["rows"] for unit in row["old"]} == {"main-1/art-4"}
    part = asked("compare", f"{corpus / DRAFT}#att-1/tbl-1/r-3", f"{corpus / DRAFT}#att-1").json
    assert [unit["key"] for row in part["rows"] for unit in row["old"]] == ["att-1/tbl-1/r-3"]


def test_the_text_form_says_what_changed(asked, corpus, tmp_path) -> None:
    ran = asked("compare", NUMBER, revised(corpus, tmp_path), "--format", "text")
    assert "［修改］第四条 → 第四条" in ran.out
    assert "措辞：“协调”改为“组织”" in ran.out
    assert "第七条" not in ran.out


def test_an_answer_may_go_to_a_file(asked, corpus, tmp_path) -> None:
    written = tmp_path / "out.json"
    ran = asked("compare", NUMBER, NUMBER, "-o", written)
    assert (ran.code, ran.out) == (0, "")
    assert json.loads(written.read_text(encoding="utf-8"))["statistics"]["rows"] > 10
    refused = asked("compare", NUMBER, NUMBER, "-o", tmp_path / "none" / "out.json")
    assert refused.code == 1
    assert "不能写入" in refused.err


def test_what_cannot_be_compared_is_said(asked, corpus) -> None:
    for old, new, told in (
        (NUMBER, "./没有.txt", "没有.txt"),
        (f"{NUMBER}#main-1/art-99", NUMBER, "main-1/art-99"),
        (NUMBER, f"{corpus / DRAFT}#main-1/art-99", "main-1/art-99"),
        ("焦政办〔1999〕1号", NUMBER, "焦政办〔1999〕1号"),
    ):
        ran = asked("compare", old, new)
        assert (ran.code, ran.out) == (1, "")
        assert told in ran.err
        assert "办法：" in ran.err


def test_two_cities_rules_are_set_clause_against_clause(asked, corpus) -> None:
    ran = asked("compare", "--counterparts", f"{NUMBER}#main-1", f"{corpus / DRAFT}#main-1")
    found = {
        (row["old"]["label"], row["new"]["label"])
        for row in ran.json["rows"]
        if row["old"] and row["new"]
    }
    # Who it applies to, who leads it, what the parks share.
    assert {("第二条", "第二条"), ("第四条", "第三条")} <= found
    figures = ran.json["statistics"]
    assert figures["both"] + figures["only_new"] == 13
    assert figures["both"] + figures["only_old"] == 10
    money = [row["new_facts"]["amounts"] for row in ran.json["rows"] if row["new"]]
    assert ["1亿元"] in money
    text = asked("compare", "--counterparts", NUMBER, corpus / DRAFT, "--format", "text").out
    assert "↔ 第六条 建立统计制度。" in text


def test_texts_to_compare_with_are_offered(archive) -> None:
    offered = archive.candidates("焦政办-2021-65", DAY, public=False)
    assert {candidate.reason for candidate in offered} == {"similar"}
    assert any("平顶山" in candidate.title for candidate in offered)
    assert all(candidate.id != "焦政办-2021-65" for candidate in offered)


def test_a_word_table_and_a_single_page_are_written(asked, corpus, tmp_path) -> None:
    word, page = tmp_path / "对照表.docx", tmp_path / "对照表.html"
    for written in (word, page):
        ran = asked("compare", NUMBER, revised(corpus, tmp_path), "-o", written)
        assert (ran.code, ran.out, ran.err) == (0, "", "")
    table = Document(str(word)).tables[-1]
    changed = next(row for row in table.rows if "协调" in row.cells[1].text)
    assert "组织" in changed.cells[2].text
    footer = Document(str(word)).sections[0].footer
    assert "修订稿.txt" in "".join(paragraph.text for paragraph in footer.paragraphs)
    html = page.read_text(encoding="utf-8")
    assert ">协调</del>" in html
    assert 'id="new-main-1/art-7"' not in html
    asked("compare", NUMBER, NUMBER, "--all", "--format", "html", "-o", page)
    assert 'id="new-main-1/art-7"' in page.read_text(encoding="utf-8")


def test_two_cities_rules_are_written_as_tables(asked, corpus, tmp_path) -> None:
    for name in ("同类.docx", "同类.html"):
        written = tmp_path / name
        ran = asked("compare", NUMBER, corpus / DRAFT, "--counterparts", "-o", written)
        assert (ran.code, ran.err) == (0, "")
        assert written.stat().st_size > 10_000
    assert len(Document(str(tmp_path / "同类.docx")).tables) == 2


def test_what_to_compare_with_is_listed(asked) -> None:
    ran = asked("compare", NUMBER, "--candidates")
    assert ran.code == 0
    found = ran.json["candidates"]
    assert {one["reason"] for one in found} == {"similar"}
    text = asked("compare", NUMBER, "--candidates", "--format", "text").out
    assert text.startswith("题目相近　")
    for one in found:
        assert one["name"] in text
        assert asked("compare", NUMBER, one["name"]).code == 0


def test_a_second_text_is_asked_for(asked) -> None:
    ran = asked("compare", NUMBER)
    assert ran.code == 2
    assert "--candidates" in ran.err
