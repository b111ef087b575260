"""An amending decision's orders, and what the old text becomes by them. DOMAIN.md §6.2 R22–R30."""

import pytest

from archive.law.amending.consolidation import NotAmended, consolidate, is_named, text_of_proposal
from archive.law.amending.model import Action, Cause, ClauseKind, Proposal
from archive.law.amending.orders import orders_of
from archive.notice.model import Notice, Source, Within
from ingest import pipeline

OLD = """\
# 某市数据管理办法

第一章 总则

第一条 为了规范数据管理，根据有关法律，制定本办法。

第二条 本办法适用于本市数据的收集、存储和使用。

第三条 市数据主管部门有下列职责：

（一）制定规划；

（二）监督检查；

（三）其他职责。

县（市、区）人民政府应当加强领导。

第二章 管理

第四条 单位应当在二十日内备案。

第五条 违反本办法第四条规定的，责令改正。

第六条 依照本办法第三条第二款执行。

第七条 法律、法规另有规定的，从其规定。

第八条 本办法自2020年1月1日起施行。
"""


def read(text: str) -> Notice:
    content = text.encode()
    return pipeline.read(Source("文件.md", "text/markdown", content, "0" * 64)).notice


def decided(*items: str, end: str = "") -> Notice:
    """A decision on the old text with these items."""
    numbered = [f"{'一二三四五六七八九十'[at]}、{item}" for at, item in enumerate(items)]
    head = "# 某市人民政府关于修改《某市数据管理办法》的决定"
    lead = "某市人民政府决定对《某市数据管理办法》作如下修改："
    return read("\n\n".join((head, lead, *numbered, end, "本决定自2024年1月1日起施行。")))


def amended(*items: str, end: str = "") -> Proposal:
    return consolidate(read(OLD), decided(*items, end=end))


def article(proposal: Proposal, label: str) -> str:
    (found,) = [one.text for one in proposal.clauses if one.label == label]
    return found


RENUMBER = "此外，对条文顺序作相应调整。"


def test_an_article_is_replaced_by_the_quoted_words() -> None:
    proposal = amended("将第四条修改为：“单位应当在十五个工作日内备案。\n\n“备案不收费。”")
    assert article(proposal, "第四条") == "单位应当在十五个工作日内备案。\n备案不收费。"
    assert proposal.is_complete
    (order,) = proposal.instructions
    assert order.action is Action.REPLACE
    (changed,) = [one for one in proposal.clauses if one.orders]
    assert (changed.label, changed.orders) == ("第四条", (0,))


def test_every_change_is_linked_to_its_words_in_the_decision() -> None:
    decision = decided("将第四条修改为：“单位应当备案。”", "删去第七条。")
    for order in consolidate(read(OLD), decision).instructions:
        for passage in order.passages:
            section = decision.find(passage.section)
            assert section is not None
            text = section.heading if passage.within is Within.HEADING else section.text
            assert (text or "")[passage.start : passage.stop] == passage.quote


def test_words_are_exchanged_where_the_decision_says_and_nowhere_else() -> None:
    proposal = amended("将第五条中的“本办法”修改为“本规定”。")
    assert article(proposal, "第五条") == "违反本规定第四条规定的，责令改正。"
    assert "本办法" in article(proposal, "第六条")


def test_words_are_exchanged_in_several_articles_and_in_all() -> None:
    proposal = amended("将第五条、第六条中的“本办法”修改为“本规定”。")
    assert "本规定" in article(proposal, "第五条")
    assert "本规定" in article(proposal, "第六条")
    everywhere = amended("将本办法中的“数据”统一修改为“信息”。")
    assert "数据" not in text_of_proposal(everywhere)


def test_words_are_deleted_and_put_in() -> None:
    proposal = amended("删去第二条中的“和使用”。", "在第四条中的“单位”后增加“和个人”。")
    assert article(proposal, "第二条") == "本办法适用于本市数据的收集、存储。"
    assert article(proposal, "第四条") == "单位和个人应当在二十日内备案。"


def test_a_comma_that_divides_nothing_any_more_goes_and_is_told() -> None:
    proposal = amended("删去第二条中的“存储和使用”。")
    assert article(proposal, "第二条") == "本办法适用于本市数据的收集。"
    assert [doubt.code for doubt in proposal.doubts] == ["MARK_DROPPED"]


def test_paragraphs_and_items_take_the_numbers_that_the_decision_gives_them() -> None:
    proposal = amended(
        "第三条第一款增加一项，作为第三项：“（三）组织应急处置；”\n\n"
        "增加一款，作为第二款：“有关部门应当配合。”"
    )
    assert article(proposal, "第三条").split("\n") == [
        "市数据主管部门有下列职责：",
        "（一）制定规划；",
        "（二）监督检查；",
        "（三）组织应急处置；",
        "（四）其他职责。",
        "有关部门应当配合。",
        "县（市、区）人民政府应当加强领导。",
    ]
    assert [doubt.code for doubt in proposal.doubts] == ["ITEMS_RELABELLED"]


def test_a_paragraph_that_changes_its_place_is_meant_by_its_old_number() -> None:
    proposal = amended("删去第三条第一款，第二款改为第一款，修改为：“各级政府应当加强领导。”")
    assert article(proposal, "第三条") == "各级政府应当加强领导。"


def test_an_inserted_article_pushes_the_others_on_only_if_the_decision_says_so() -> None:
    new = "增加一条，作为第四条：“第四条 数据分级管理。”"
    told = amended(new, end=RENUMBER)
    labels = [one.label for one in told.clauses if one.kind is ClauseKind.ARTICLE]
    assert labels == [f"第{count}条" for count in "一二三四五六七八九"]
    assert article(told, "第四条") == "数据分级管理。"
    untold = amended(new)
    assert not any(one.is_renumbered for one in untold.clauses)
    assert "NUMBERS_NOT_ADJUSTED" in [doubt.code for doubt in untold.doubts]


def test_articles_are_renumbered_one_by_one() -> None:
    proposal = amended(
        "增加一条，作为第八条：“罚款上缴国库。”", "第八条改为第九条，修改为：“自公布之日起施行。”"
    )
    assert article(proposal, "第八条") == "罚款上缴国库。"
    assert article(proposal, "第九条") == "自公布之日起施行。"
    (moved,) = [one for one in proposal.clauses if one.is_renumbered]
    assert moved.old_label == "第八条"


def test_an_article_behind_another_keeps_the_numbers_after_it() -> None:
    proposal = amended("在第四条后增加一条，作为第四条之一：“备案不收费。”")
    labels = [one.label for one in proposal.clauses if one.kind is ClauseKind.ARTICLE]
    assert labels[3:6] == ["第四条", "第四条之一", "第五条"]
    assert proposal.doubts == ()


def test_several_articles_in_one_wording_are_told_apart_by_their_labels() -> None:
    proposal = amended(
        "在第四条后增加二条，作为第四条之一、第四条之二："
        "“第四条之一 备案不收费。\n\n“第四条之二 备案公开。”"
    )
    assert article(proposal, "第四条之一") == "备案不收费。"
    assert article(proposal, "第四条之二") == "备案公开。"


def test_a_paragraph_becomes_an_article_and_an_article_a_paragraph() -> None:
    proposal = amended(
        "将第三条第二款改为第四条，修改为：“各级政府应当加强领导。”",
        "将第四条改为第五条第一款，其中的“二十日”修改为“三十日”，“单位”修改为“单位和个人”。\n\n"
        "增加一款，作为第二款：“备案不收费。”",
        end=RENUMBER,
    )
    assert article(proposal, "第三条").endswith("（三）其他职责。")
    assert article(proposal, "第四条") == "各级政府应当加强领导。"
    assert article(proposal, "第五条") == "单位和个人应当在三十日内备案。\n备案不收费。"
    assert proposal.is_complete


def test_several_paragraphs_are_renumbered_and_replaced_in_one_sentence() -> None:
    proposal = amended(
        "将第三条第一款、第二款改为第二款、第三款，修改为：“第二款的文字。\n\n“第三款的文字。”\n\n"
        "增加一款，作为第一款：“第一款的文字。”",
    )
    assert article(proposal, "第三条").split("\n") == [
        "第一款的文字。",
        "第二款的文字。",
        "第三款的文字。",
    ]


def test_an_item_quoted_without_its_mark_gets_the_one_of_its_place() -> None:
    proposal = amended("第三条第一款增加一项，作为第二项：“（二）参与制定标准”。")
    assert article(proposal, "第三条").split("\n")[1:4] == [
        "（一）制定规划；",
        "（二）参与制定标准；",
        "（三）监督检查；",
    ]
    assert [one.code for one in proposal.doubts] == ["ITEMS_RELABELLED", "ITEM_MARKS"]


def test_a_wording_whose_end_is_not_marked_is_left_to_a_person() -> None:
    proposal = amended("将第四条修改为：“单位应当备案。", "将第五条修改为：“责令限期改正。”")
    assert article(proposal, "第五条") == "责令限期改正。"
    assert article(proposal, "第四条") == "单位应当在二十日内备案。"
    assert [one.cause for one in proposal.left] == [Cause.NOT_UNDERSTOOD]


def test_single_marks_inside_a_wording_stand_for_double_ones() -> None:
    proposal = amended("将第四条修改为：“所称‘备案’，是指报告。”")
    assert article(proposal, "第四条") == "所称“备案”，是指报告。"


def test_articles_are_deleted_and_merged() -> None:
    proposal = amended(
        "将第四条和第五条合并修改为：“单位应当备案；违反的，责令改正。”",
        "删去第七条。",
        end=RENUMBER,
    )
    assert article(proposal, "第四条") == "单位应当备案；违反的，责令改正。"
    assert article(proposal, "第五条") == "依照本办法第三条第二款执行。"
    assert [one.old_label for one in proposal.deleted] == ["第五条", "第七条"]


def test_references_that_renumbering_has_shifted_are_told_and_left_alone() -> None:
    proposal = amended(
        "增加一条，作为第四条：“数据分级管理。”",
        "第三条增加一款，作为第二款：“有关部门应当配合。”",
        end=RENUMBER,
    )
    assert article(proposal, "第六条") == "违反本办法第四条规定的，责令改正。"
    told = [(one.label, one.target, one.becomes) for one in proposal.shifted]
    assert told == [("第六条", "第四条", "第五条"), ("第七条", "第三条第二款", "第三条第三款")]


def test_a_reference_to_what_was_deleted_is_told() -> None:
    (shifted,) = amended("删去第四条。", end=RENUMBER).shifted
    assert (shifted.label, shifted.target, shifted.becomes) == ("第四条", "第四条", None)


def test_title_and_headings_are_renamed() -> None:
    proposal = amended(
        "将名称修改为：“某市公共数据管理办法”。", "将第二章章名修改为：“备案和责任”。"
    )
    assert proposal.title == "某市公共数据管理办法"
    (heading,) = [one for one in proposal.clauses if one.label == "第二章"]
    assert heading.text == "备案和责任"


@pytest.mark.parametrize(
    ("item", "cause"),
    [
        ("将第九条修改为：“本办法自公布之日起施行。”", Cause.NO_SUCH_PLACE),
        ("将第三条第五项修改为：“（五）其他。”", Cause.NO_SUCH_PLACE),
        ("将第四条中的“三十日”修改为“十日”。", Cause.NO_SUCH_WORDS),
        ("第三条增加一款：“有关部门应当配合。”", Cause.AMBIGUOUS),
        ("在第四条末尾加上一句：“备案不收费。”", Cause.NOT_UNDERSTOOD),
        ("附表作相应修改。", Cause.NOT_UNDERSTOOD),
        ("第四条开始部分增加规定：“除另有规定外，”。", Cause.NOT_UNDERSTOOD),
    ],
)
def test_what_cannot_be_carried_out_is_listed_with_its_reason_and_changes_nothing(
    item, cause
) -> None:
    proposal = amended(item)
    assert [one.cause for one in proposal.left] == [cause]
    assert not proposal.is_complete
    assert not any(one.orders for one in proposal.clauses)
    assert proposal.left[0].quote in item.replace("\n", "")


def test_one_word_that_is_not_understood_leaves_the_whole_sentence_to_a_person() -> None:
    proposal = amended("将第四条中的“二十日”修改为“十日”，并酌情改动第五条的相关表述。")
    assert [one.cause for one in proposal.left] == [Cause.NOT_UNDERSTOOD]
    assert article(proposal, "第四条") == "单位应当在二十日内备案。"


def test_a_deletion_and_a_replacement_in_one_sentence_stay_apart() -> None:
    decision = decided("删去第四条中的“甲”和第五条中的“乙”，并将第六条中的“丙”修改为“丁”。")
    found = [(one.action, one.words) for one in orders_of(decision).instructions]
    assert found == [
        (Action.DELETE_WORDS, ("甲",)),
        (Action.DELETE_WORDS, ("乙",)),
        (Action.REPLACE_WORDS, ("丙",)),
    ]


def test_of_a_package_only_the_orders_on_this_text_are_carried_out() -> None:
    decision = read(
        "# 某市人民政府关于修改《某市甲办法》等二件规章的决定\n\n"
        "一、修改《某市甲办法》\n\n1. 将第四条修改为：“甲的新文字。”\n\n"
        "二、修改《某市数据管理办法》\n\n1. 将第四条修改为：“数据的新文字。”\n\n"
        "2. 条文顺序作相应调整。"
    )
    proposal = consolidate(read(OLD), decision)
    assert article(proposal, "第四条") == "数据的新文字。"
    assert len(proposal.instructions) == 2


def test_a_decision_on_another_text_is_refused() -> None:
    decision = read(
        "# 某市人民政府关于修改《某市甲办法》的决定\n\n一、将第四条修改为：“甲的新文字。”"
    )
    with pytest.raises(NotAmended, match="某市甲办法"):
        consolidate(read(OLD), decision)


def test_a_law_is_named_with_or_without_its_state_and_its_issuer() -> None:
    assert is_named("刑法", "中华人民共和国刑法")
    assert is_named("关于审理甲案件的解释", "最高人民法院关于审理甲案件的解释")
    assert not is_named("刑法", "刑事诉讼法")


def test_a_proposal_can_be_read_again() -> None:
    proposal = amended("将第四条修改为：“单位应当备案。”", "删去第七条。", end=RENUMBER)
    again = read(text_of_proposal(proposal))
    labels = [one.label for one in again.walk() if one.kind.value == "article"]
    assert labels == [one.label for one in proposal.clauses if one.kind is ClauseKind.ARTICLE]
    assert again.title == proposal.title
