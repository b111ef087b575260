"""``fawen amend``: a proposal that says what it is, for people and for programs."""

OLD = (
    "# 某市数据管理办法\n\n第一条 单位应当在二十日内备案。\n\n第二条 本办法自2020年1月1日起施行。\n"
)
DECISION = (
    "# 某市人民政府关于修改《某市数据管理办法》的决定\n\n"
    "一、将第一条中的“二十日”修改为“三十日”。\n\n二、将第九条酌情修改。\n"
)


def files(tmp_path):
    old, decision = tmp_path / "原文.md", tmp_path / "决定.md"
    old.write_text(OLD, encoding="utf-8")
    decision.write_text(DECISION, encoding="utf-8")
    return old, decision


def test_a_proposal_says_that_it_is_not_official_and_what_was_left(fawen, tmp_path) -> None:
    ran = fawen("amend", *files(tmp_path))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("【非官方整合稿")
    assert "第一条 单位应当在三十日内备案。" in ran.out
    assert "〔依决定：将第一条中的“二十日”修改为“三十日”。〕" in ran.out
    assert "未执行的指令" in ran.out
    assert "将第九条酌情修改。" in ran.out


def test_as_json_every_change_names_its_order_and_every_order_its_words(fawen, tmp_path) -> None:
    found = fawen("amend", *files(tmp_path), "--json").json
    assert found["unofficial"].startswith("非官方整合稿")
    assert found["is_complete"] is False
    (changed,) = [clause for clause in found["clauses"] if clause["orders"]]
    order = found["instructions"][changed["orders"][0]]
    assert (order["action"], order["place"]) == ("REPLACE_WORDS", "第一条")
    assert order["evidence"][0]["quote"] == "将第一条中的“二十日”修改为“三十日”。"
    assert [left["cause"] for left in found["left"]] == ["NOT_UNDERSTOOD"]


def test_the_plain_text_is_a_text_that_differs_from_the_old_one_where_it_was_changed(
    fawen, tmp_path
) -> None:
    old, decision = files(tmp_path)
    new = tmp_path / "整合稿.md"
    assert fawen("amend", old, decision, "--plain", "-o", new).code == 0
    rows = fawen("compare", old, new).json["rows"]
    assert [row["outcome"] for row in rows] == ["ADDED", "MODIFIED", "UNCHANGED"]
    assert "非官方整合稿" in rows[0]["new"][0]["text"]


def test_what_is_no_decision_about_the_text_is_refused_with_what_to_do(fawen, tmp_path) -> None:
    old, _ = files(tmp_path)
    ran = fawen("amend", old, old)
    assert ran.code == 1
    assert "没有读出修改指令" in ran.err
    assert "办法：" in ran.err
