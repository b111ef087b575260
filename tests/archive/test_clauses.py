"""Notice → clauses."""

from hypothesis import given
from hypothesis import strategies as st

from archive.clauses import ClauseKind, clauses_of
from archive.notice.match import squeeze
from archive.notice.model import Cell, Role, Section, SectionKind, Table
from tests.archive.hand_made import article, component, reading, section

K = SectionKind


def found(*sections: Section, **about: object) -> dict[str, tuple[tuple[str, ...], str]]:
    """Key → path and text, without the entries of the notice itself and of a component's title."""
    made = reading(components=(component(*sections, **about),), title="管理办法")  # type: ignore[arg-type]
    return {c.key: (c.path, c.text) for c in clauses_of(made.notice) if c.kind != "notice"}


def test_an_article_is_one_clause_with_its_paragraphs_and_items() -> None:
    items = (
        section("main-1/art-1/p-2/i-1", K.ITEM, "高新区；", label="（一）"),
        section("main-1/art-1/p-2/i-2", K.ITEM, "各分园。", label="（二）"),
    )
    one = article(
        1,
        "",
        section("main-1/art-1/p-1", K.PARAGRAPH, "为规范管理，制定本办法。"),
        section("main-1/art-1/p-2", K.PARAGRAPH, "适用于：", *items),
    )
    assert found(one) == {
        "main-1/art-1": (
            ("管理办法", "第一条"),
            "为规范管理，制定本办法。\n适用于：\n（一）高新区；\n（二）各分园。",
        )
    }


def test_a_heading_that_ends_in_a_mark_runs_into_its_text_without_a_blank() -> None:
    one = section("main-1/art-1", K.ARTICLE, "设立专项。", label="第一条", heading="加大支持。")
    two = section("main-1/art-2", K.ARTICLE, "本办法适用。", label="第二条", heading="适用范围")
    texts = {key: text for key, (_, text) in found(one, two).items()}
    assert texts == {
        "main-1/art-1": "加大支持。设立专项。",
        "main-1/art-2": "适用范围 本办法适用。",
    }


def test_a_chapter_stands_in_the_path_of_its_articles() -> None:
    chapter = section(
        "main-1/ch-2",
        K.CHAPTER,
        "",
        article(3, "资金专款专用。"),
        label="第二章",
        heading="资金管理",
        number=(2,),
    )
    assert found(chapter) == {
        "main-1/ch-2": (("管理办法", "第二章"), "资金管理"),
        "main-1/art-3": (("管理办法", "第二章 资金管理", "第三条"), "资金专款专用。"),
    }


def test_in_opinions_the_deepest_level_that_holds_prose_is_the_clause() -> None:
    deep = section("main-1/l1-1/l2-1", K.LEVEL, "加大投入。", label="（一）", heading="强化保障。")
    top = section("main-1/l1-1", K.LEVEL, "", deep, label="一、", heading="总体要求")
    assert found(top) == {
        "main-1/l1-1": (("管理办法", "一、"), "总体要求"),
        "main-1/l1-1/l2-1": (("管理办法", "一、总体要求", "（一）"), "强化保障。加大投入。"),
    }


def test_a_level_with_prose_and_deeper_levels_gives_a_clause_for_each() -> None:
    deep = section("main-1/l1-1/l2-1", K.LEVEL, "加大投入。", label="（一）")
    text = section("main-1/l1-1/t-1", K.TEXT, "各地要做到：")
    entry = section("main-1/l1-1/li-1", K.LIST_ITEM, "沁阳园区", label="1.")
    top = section("main-1/l1-1", K.LEVEL, "", text, entry, deep, label="一、", heading="总体要求")
    assert found(top) == {
        "main-1/l1-1": (("管理办法", "一、"), "总体要求\n各地要做到：\n1.沁阳园区"),
        "main-1/l1-1/l2-1": (("管理办法", "一、总体要求", "（一）"), "加大投入。"),
    }


def test_unlabelled_text_of_a_component_is_one_clause_under_the_components_key() -> None:
    texts = [section(f"main-1/t-{n}", K.TEXT, text) for n, text in enumerate(("甲。", "乙。"), 1)]
    assert found(texts[0], article(1, "丙。"), texts[1], title="办法") == {
        "main-1": (("办法",), "办法\n甲。\n乙。"),
        "main-1/art-1": (("办法", "第一条"), "丙。"),
    }


def test_the_title_of_a_component_is_found_there_unless_it_is_the_notices_own() -> None:
    assert found(article(1, "丙。"), title="分园名单")["main-1"] == (("分园名单",), "分园名单")
    assert "main-1" not in found(article(1, "丙。"), title="管理办法")


def test_a_table_row_carries_its_header_and_inherits_the_labels_above() -> None:
    table = section(
        "att-1/l1-1/tbl-1",
        K.TABLE,
        rows=(("序号", "园区"), ("1", "沁阳园区"), ("2", "孟州园区")),
    )
    level = section("att-1/l1-1", K.LEVEL, "", table, label="一、", heading="首批名单")
    rows = found(level, key="att-1", role=Role.ATTACHMENT, label="附件1")
    path = ("附件1", "一、首批名单")
    assert rows["att-1/l1-1/tbl-1/r-2"] == (path, "序号：1；园区：沁阳园区")
    assert rows["att-1/l1-1/tbl-1/r-3"] == (path, "序号：2；园区：孟州园区")
    assert "att-1/l1-1/tbl-1/r-1" not in rows


def test_a_header_of_two_rows_names_each_column_by_both() -> None:
    cells = (
        Cell(0, 0, 2, 1, "单位", inherited=False),
        Cell(0, 1, 1, 2, "资金", inherited=False),
        Cell(0, 2, 1, 1, "资金", inherited=True),
        Cell(1, 0, 1, 1, "单位", inherited=True),
        Cell(1, 1, 1, 1, "中央", inherited=False),
        Cell(1, 2, 1, 1, "地方", inherited=False),
        Cell(2, 0, 1, 1, "科技局", inherited=False),
        Cell(2, 1, 1, 1, "10", inherited=False),
        Cell(2, 2, 1, 1, "20", inherited=False),
    )
    table = Section("main-1/tbl-1", K.TABLE, 1, None, None, None, "", (), (), Table(cells))
    assert found(table)["main-1/tbl-1/r-3"][1] == ("单位：科技局；资金中央：10；资金地方：20")


def test_the_notice_itself_is_the_first_clause_under_its_first_component() -> None:
    made = reading(
        number="焦政办〔2021〕65号",
        title="关于印发管理办法的通知",
        issuers=["焦作市人民政府办公室"],
        components=(component(key="cover", role=Role.COVER), component(title="管理办法")),
    )
    first = clauses_of(made.notice)[0]
    assert (first.kind, first.key, first.path) == (ClauseKind.NOTICE, "cover", ())
    assert first.text == "关于印发管理办法的通知\n焦政办〔2021〕65号\n焦作市人民政府办公室"


_WORDS = st.text("园区管理办法资金，。", min_size=0, max_size=6)
_LEAVES = st.builds(
    lambda kind, text, label, heading: (kind, text, label, heading, ()),
    st.sampled_from([K.TEXT, K.LIST_ITEM, K.PARAGRAPH, K.ITEM, K.LEVEL, K.ARTICLE, K.TABLE]),
    _WORDS,
    st.sampled_from([None, "一、", "（一）"]),
    _WORDS,
)
_TREES = st.recursive(
    _LEAVES,
    lambda below: st.builds(
        lambda kind, text, heading, children: (kind, text, "一、", heading, tuple(children)),
        st.sampled_from([K.CHAPTER, K.SECTION, K.LEVEL, K.ARTICLE, K.ITEM]),
        _WORDS,
        _WORDS,
        st.lists(below, max_size=3),
    ),
    max_leaves=12,
)
Tree = tuple[SectionKind, str, str | None, str, tuple["Tree", ...]]


def _grown(tree: Tree, key: str) -> Section:
    kind, text, label, heading, children = tree
    below = tuple(_grown(child, f"{key}/x-{n}") for n, child in enumerate(children, 1))
    if kind is K.TABLE:
        return section(key, kind, rows=(("甲列", "乙列"), (text or "空", heading or "空")))
    return section(key, kind, text, *below, label=label, heading=heading or None)


@given(st.lists(_TREES, min_size=1, max_size=4))
def test_every_word_of_a_notice_can_be_found_in_some_clause(trees: list[Tree]) -> None:
    sections = [_grown(tree, f"main-1/x-{n}") for n, tree in enumerate(trees, 1)]
    made = reading(components=(component(*sections, title="办法"),), title="通知")
    clauses = clauses_of(made.notice)
    searched = squeeze("\n".join(clause.text for clause in clauses))
    for node in made.notice.walk():
        rows = node.table.rows if node.table else ()
        for text in (node.text, node.heading or "", *(cell for row in rows for cell in row)):
            assert squeeze(text) in searched
    keys = [clause.key for clause in clauses if clause.kind is not ClauseKind.NOTICE]
    assert len(set(keys)) == len(keys)
