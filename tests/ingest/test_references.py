"""References to parts of the same document, on a short by-law in the wording of real ones."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.notice.model import Claim, ClaimType, Notice
from ingest.pipeline import read
from ingest.source import source_from_bytes

HEAD = "某市绿化条例\n"
LAW = (
    "第一条 为了保护环境，制定本条例。\n"
    "第二条 单位有下列行为之一的：\n（一）砍伐；\n（二）移植；\n（三）占用。\n个人参照办理。\n"
    "第三条 市政府负责。\n县政府协助。\n镇政府配合。\n"
    "第三条之一 村可以自治。\n"
)


def notice(text: str) -> Notice:
    return read(source_from_bytes("x.txt", text.encode())).notice


def references(it: Notice, section: str = "") -> list[Claim]:
    found = [c for c in it.claims if c.type is ClaimType.REFERS and not c.citation]
    return [c for c in found if c.section.startswith(section)]


def said(last: str, head: str = HEAD) -> list[tuple[str, str]]:
    """What the words of a last article refer to: the words and the keys, without the component."""
    it = notice(f"{head}{LAW}第四条 {last}\n")
    return [
        (c.quote, " ".join(key.removeprefix("main-1/") for key in c.target_keys))
        for c in references(it, "main-1/art-4")
    ]


def test_article_paragraph_and_item_in_one() -> None:
    assert said("违反本条例第二条第一款第三项规定的，罚款。") == [
        ("本条例第二条第一款第三项", "art-2/p-1/i-3")
    ]
    assert said("违反第二条第（三）项规定的，罚款。") == [("第二条第（三）项", "art-2/p-1/i-3")]
    assert said("符合第三条之一的，减免。") == [("第三条之一", "art-3_1")]


def test_every_entry_of_a_list_is_a_reference_of_its_own() -> None:
    assert said("违反本条例第一条、第三条第二款、第三款规定的，罚款。") == [
        ("本条例第一条", "art-1"),
        ("第三条第二款", "art-3/p-2"),
        ("第三款", "art-3/p-3"),
    ]
    assert said("违反第二条第一项、第二项和本条例第三条的，罚款。") == [
        ("第二条第一项", "art-2/p-1/i-1"),
        ("第二项", "art-2/p-1/i-2"),
        ("本条例第三条", "art-3"),
    ]


def test_a_range_is_one_reference_to_all_in_it() -> None:
    assert said("第二条至第三条之一的规定适用于个人。") == [
        ("第二条至第三条之一", "art-2 art-3 art-3_1")
    ]
    assert said("有第二条第一项至第三项行为的") == [
        ("第二条第一项至第三项", "art-2/p-1/i-1 art-2/p-1/i-2 art-2/p-1/i-3")
    ]
    assert said("违反第二条第（一）、（二）项规定") == [
        ("第二条第（一）、（二）项", "art-2/p-1/i-1 art-2/p-1/i-2")
    ]


def test_the_first_paragraph_of_an_article_of_one_is_the_article() -> None:
    assert said("依照第一条第一款办理。") == [("第一条第一款", "art-1")]


def test_references_backwards() -> None:
    assert said("甲应当登记。\n违反前款规定的，罚款。\n前两款规定的罚款由市政府决定。") == [
        ("前款", "art-4/p-1"),
        ("前两款", "art-4/p-1 art-4/p-2"),
    ]
    assert said("前条规定的罚款。") == [("前条", "art-3_1")]
    assert said("有下列行为的：\n（一）砍伐；\n（二）移植。\n有前款第二项行为的，加重。") == [
        ("前款第二项", "art-4/p-1/i-2")
    ]
    assert said("甲。\n乙。\n实施本条前款规定行为之一的，罚款。") == [("本条前款", "art-4/p-2")]
    assert said("甲。\n违反本条第一款、第二款的，罚款。") == [
        ("本条第一款", "art-4/p-1"),
        ("第二款", "art-4/p-2"),
    ]


def test_words_that_only_look_like_references() -> None:
    assert (
        said("本条例自公布之日起施行，资本项下、前项目和本项目、第一款产品、第三条线除外。") == []
    )


def test_chapters_and_what_is_in_them() -> None:
    it = notice(
        "某市绿化条例\n第一章 总则\n第一条 为了绿化，制定本条例。\n第二章 附则\n"
        "第二条 本章规定适用于个人，第一章的规定适用于单位。\n"
    )
    assert [(c.quote, c.target_keys) for c in references(it)] == [
        ("本章", ("main-1/ch-2",)),
        ("第一章", ("main-1/ch-1",)),
    ]


def test_parts_of_another_document_are_no_references() -> None:
    assert said("依照《中华人民共和国行政许可法》第三条、第一条的规定") == []
    assert said("依照刑法第三条第一款和第二条的规定") == []
    assert said("依照公司法第一条、第三条的规定") == []
    assert said("依照《条例》（国发〔2015〕6号）第三条") == []
    assert said("《中华人民共和国民法典》（以下简称民法典）第三条") == []
    assert said("依照该法第三条处罚。违反第三条的，罚款。") == [("第三条", "art-3")]
    assert said("《治安管理处罚法》第三条，第二条") == []


def test_quoted_wording_is_no_reference() -> None:
    assert said("将《甲办法》第七条修改为：“依照第三条和前款办理。”") == []


def test_a_decision_that_amends_speaks_of_what_it_amends() -> None:
    it = notice(
        "关于修改《某市绿化条例》的决定\n一、将第三条修改为：“第三条 市政府负责。”\n"
        "二、第四条第二款中的“市政府”修改为“县政府”。\n三、删去第十条、第十一条。\n"
    )
    assert references(it) == []


def test_a_reference_that_leads_nowhere_is_kept_for_review() -> None:
    reading = read(source_from_bytes("x.txt", f"{HEAD}{LAW}第四条 违反第九条规定的".encode()))
    (claim,) = references(reading.notice, "main-1/art-4")
    assert (claim.quote, claim.target_keys, claim.assertion) == ("第九条", (), "NEEDS_REVIEW")
    assert ("DANGLING_INTERNAL", "main-1/art-4") in [(p.code, p.section) for p in reading.problems]


def test_parts_of_an_opinion() -> None:
    it = notice(
        "关于加快绿化的意见\n各县人民政府：\n一、总体要求\n（一）指导思想。坚持绿化。\n"
        "（二）基本原则。坚持市场。\n二、重点任务\n（一）植树。按照第一部分要求植树，落实第（二）项。\n"
        "（二）管护。落实管护。\n"
    )
    assert [(c.quote, c.target_keys) for c in references(it)] == [
        ("第一部分", ("main-1/l1-1",)),
        ("第（二）项", ("main-1/l1-2/l2-2",)),
    ]


def test_attachments_by_their_labels() -> None:
    it = notice(
        "关于绿化的通知\n各县人民政府：\n名单见附件2，表格见附件1。《甲办法》附件1不适用。\n"
        "附件：1.绿化表\n2.绿化名单\n某市人民政府\n2021年3月1日\n附件1\n绿化表\n一、甲\n附件2\n绿化名单\n一、乙\n"
    )
    assert [(c.quote, c.target_keys) for c in references(it)] == [
        ("附件2", ("att-2",)),
        ("附件1", ("att-1",)),
    ]


def test_an_item_that_names_an_item_means_those_its_lead_speaks_of() -> None:
    assert said(
        "违反本条例第二条规定的，按下列规定处罚：\n（一）违反第一项规定的，罚款；\n（二）违反第二项规定的，警告。"
    ) == [
        ("本条例第二条", "art-2"),
        ("第一项", "art-2/p-1/i-1"),
        ("第二项", "art-2/p-1/i-2"),
    ]


PIECES = st.sampled_from(
    [
        *"《》“”（）第条款项目章节编前本两三至、和或附件一二十12，。；：\n",
        "本法",
        "第三条",
        "前款",
        "第（二）项",
        "附件1",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=60))
def test_references_lie_in_their_text_and_lead_to_sections_that_exist(pieces: list[str]) -> None:
    it = notice(HEAD + LAW + "第四条 " + "".join(pieces))
    keys = {s.key for s in it.walk()} | {c.key for c in it.components}
    sections = {s.key: s for s in it.walk()}
    last = ("", "", 0)
    for claim in references(it):
        assert set(claim.target_keys) <= keys
        section = sections[claim.section]
        text = section.text if claim.within == "text" else section.heading or ""
        assert text[claim.start : claim.stop] == claim.quote
        assert claim.start >= last[2] or last[:2] != (claim.section, claim.within)
        last = (claim.section, claim.within, claim.stop)


def test_no_text_takes_long() -> None:
    for text in (
        "第三条、" * 15_000,
        "第一至" * 15_000,
        "第一、" * 15_000,
        "本法第三条第二款" * 8_000,
        "前款第三项至第五项和" * 8_000,
        "附件1、" * 15_000,
        "“第三条" * 15_000,
        "本" * 100_000 + "第三条",
        "刑法（" * 15_000 + "第三条",
    ):
        whole = f"{HEAD}{LAW}第四条 "
        began = time.process_time()
        notice(whole + "甲" * len(text))
        base = time.process_time() - began
        notice(whole + text)
        assert time.process_time() - began - 2 * base < 4, text[:20]
