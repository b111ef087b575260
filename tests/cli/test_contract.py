"""What scripts rely on: the JSON of each command, NOTICE arguments, exit codes."""

import json
from datetime import date

import jsonschema
import pytest

from archive.notice.json import notice_schema
from web.clock import today

NUMBER = "焦政办〔2021〕65号"
ID = "焦政办-2021-65"


def test_parse_gives_the_notice_as_the_schema_says(fawen, corpus) -> None:
    for suffix in ("txt", "pdf"):
        ran = fawen("parse", corpus / f"{NUMBER} 一区多园管理办法.{suffix}")
        assert (ran.code, ran.err) == (0, "")
        jsonschema.validate(ran.json, notice_schema())
        assert ran.json["number"] == NUMBER


def test_parse_draws_the_tree_and_the_text(fawen, corpus) -> None:
    file = corpus / f"{NUMBER} 一区多园管理办法.txt"
    tree = fawen("parse", file, "--format", "tree").out
    assert "\n  main-1/art-7 第七条 " in tree.replace("  第", " 第")
    assert "第七条" in fawen("parse", file, "--format", "text").out


def test_explain_tells_every_stage(fawen, corpus) -> None:
    ran = fawen("explain", corpus / "焦作一区多园实施细则.txt")
    assert ran.code == 0
    assert "第一条" in ran.out


def test_add_counts_what_it_did_and_reads_nothing_twice(kept, corpus, monkeypatch) -> None:
    files = [corpus / "焦作一区多园实施细则.txt", corpus / "焦作一区多园实施细则.pdf"]
    first = kept("add", *files, "--json")
    assert first.code == 0
    assert first.json == {"added": 1, "unchanged": 0, "updated": 1, "failed": [], "skipped": 0}

    monkeypatch.setattr("web.guard._Worker.run", lambda *_: pytest.fail("read again"))
    again = kept("add", *files, "--json")
    assert again.json == {"added": 0, "unchanged": 2, "updated": 0, "failed": [], "skipped": 0}


@pytest.mark.slow
def test_add_with_several_workers_gives_the_same_archive(kept, fawen, corpus, tmp_path) -> None:
    texts = sorted(corpus.glob("*.txt"))
    kept("add", *texts)
    fawen("--archive", tmp_path / "other", "add", *texts, "--workers", 3)
    one = kept("list", "--json").json
    other = fawen("--archive", tmp_path / "other", "list", "--json").json
    for line in one + other:
        line.pop("added_at")
    assert one == other


def test_list_has_a_line_a_notice(asked) -> None:
    ran = asked("list", "--json")
    assert ran.code == 0
    assert len(ran.json) == 5
    promised = {"id", "number", "title", "issuer", "date_signed", "status"}
    assert all(promised <= set(line) for line in ran.json)
    [line] = [line for line in ran.json if line["id"] == ID]
    assert line["number"] == NUMBER
    assert line["date_signed"] == "2021-11-09"
    assert line["on"] == today().isoformat()
    assert NUMBER in asked("list").out


@pytest.mark.parametrize(
    "name",
    [
        NUMBER,
        "焦政办[2021]65号",
        "焦政办（2021）65号",
        "焦政办【2021】65号",
        ID,
        f"{ID}@2021-11-09",
    ],
)
def test_a_notice_goes_by_its_number_in_any_brackets_and_by_its_id(asked, name) -> None:
    ran = asked("show", name, "--format", "json")
    assert ran.code == 0, ran.err
    assert ran.json["number"] == NUMBER
    assert ran.json["record"]["id"] == ID
    assert ran.json["record"]["on"] == ("2021-11-09" if "@" in name else today().isoformat())


def test_show_gives_the_schema_the_text_and_markdown(asked) -> None:
    jsonschema.validate(asked("show", NUMBER, "--format", "json").json, notice_schema())
    for form in ("text", "markdown"):
        ran = asked("show", NUMBER, "--format", form)
        assert ran.code == 0
        assert "第七条" in ran.out
        assert ID in ran.err


def test_show_gives_one_section_alone(asked) -> None:
    text = asked("show", f"{NUMBER}#main-1/art-8")
    assert text.out.startswith("第八条")
    assert "第九条" not in text.out
    section = asked("show", f"{NUMBER}#main-1/art-8", "--format", "json").json["section"]
    assert section["label"] == "第八条"
    assert asked("show", f"{NUMBER}#att-1").code == 0


def test_status_has_the_contract_s_keys_and_echoes_the_day(asked) -> None:
    ran = asked("status", f"{NUMBER}#main-1/art-7", "--on", "2022-03-01", "--json")
    assert ran.code == 0
    assert list(ran.json) == [
        *("number", "key", "on", "status", "label", "in_force", "rule", "reason", "bounds"),
        *("coverage", "evidence", "timeline", "rule_code"),
        *("legal_force", "differing", "doubts", "organs"),  # added since
    ]
    assert ran.json["on"] == "2022-03-01"
    assert ran.json["key"] == "main-1/art-7"
    assert (ran.json["status"], ran.json["in_force"]) == ("EFFECTIVE", True)
    assert ran.json["evidence"][0]["section"] == "main-1/art-10"
    assert [(i["status"], i["from"], i["to"]) for i in ran.json["timeline"]] == [
        ("NOT_YET_EFFECTIVE", None, "2021-11-08"),
        ("EFFECTIVE", "2021-11-09", "2026-11-09"),
        ("EXPIRED", "2026-11-10", None),
    ]
    assert date.fromisoformat(asked("status", NUMBER, "--json").json["on"])
    assert "失效" in asked("status", NUMBER, "--on", "2026-11-10").out


def test_search_has_the_contract_s_keys_and_offsets_that_fit(asked) -> None:
    ran = asked("search", "资金", "--limit", 5, "--json")
    assert ran.code == 0
    found = ran.json
    assert {"query", "total", "notices", "hits", "facets", "explanation"} <= set(found)
    assert len(found["hits"]) == 5 <= found["total"]
    promised = {"id", "number", "title", "section", "label", "path", "text", "highlights"}
    for hit in found["hits"]:
        assert promised | {"status", "score"} <= set(hit)
        assert {hit["text"][start:stop] for start, stop in hit["highlights"]} == {"资金"}
    assert set(found["facets"]["kind"][0]) == {"value", "count"}


def test_search_turns_pages_and_leaves_words_out(asked) -> None:
    hits = asked("search", "资金", "--limit", 4, "--json").json["hits"]
    later = asked("search", "资金", "--limit", 2, "--offset", 2, "--json").json["hits"]
    assert later == hits[2:]
    total = asked("search", "资金", "--json").json["total"]
    assert 0 < asked("search", "资金", "-专项", "--json").json["total"] < total
    assert asked("search", "资金", "--lmit", "3").code == 2


def test_search_prints_clauses_by_notice_with_their_keys(asked) -> None:
    ran = asked("search", "火炬统计")
    assert "#main-1/art-" in ran.out
    assert "\x1b" not in ran.out
    assert "件公文" in ran.err


def test_nothing_found_is_an_answer(asked) -> None:
    ran = asked("search", "绝无此词", "--json")
    assert ran.code == 0
    assert (ran.json["total"], ran.json["hits"]) == (0, [])


@pytest.mark.parametrize("line", [f"compare {NUMBER} ./new.txt"])
def test_what_is_not_there_yet_says_so(asked, line) -> None:
    ran = asked(*line.split())
    assert (ran.code, ran.out) == (1, "")
    assert "错误：" in ran.err
    assert "办法：" in ran.err


@pytest.mark.parametrize("command", ["show", "status", "publish"])
def test_an_unknown_notice_is_said_with_what_to_do(asked, command) -> None:
    ran = asked(command, "焦政办〔1999〕1号")
    assert (ran.code, ran.out) == (1, "")
    assert "焦政办〔1999〕1号" in ran.err
    assert "办法：" in ran.err


def test_an_unknown_section_is_said(asked) -> None:
    for command in ("show", "status"):
        ran = asked(command, f"{NUMBER}#main-1/art-99")
        assert ran.code == 1
        assert "main-1/art-99" in ran.err


def test_a_number_that_fits_two_works_lists_them(kept, tmp_path) -> None:
    for city in ("平顶山", "平凉"):
        (tmp_path / f"{city}.txt").write_text(
            f"平政〔2020〕23号\n{city}市人民政府关于表彰{city}先进单位的通知\n各单位：\n"
            f"现予表彰{city}市先进单位。\n{city}市人民政府\n2020年6月1日\n",
            encoding="utf-8",
        )
    assert kept("add", tmp_path / "平顶山.txt", tmp_path / "平凉.txt", "--json").json["added"] == 2
    ran = kept("show", "平政〔2020〕23号")
    assert ran.code == 1
    choices = [line["id"] for line in kept("list", "--json").json]
    assert len(choices) == 2
    assert all(choice in ran.err for choice in choices)


def test_publishing_and_withdrawing_move_the_record(kept, corpus) -> None:
    kept("add", corpus / f"{NUMBER} 一区多园管理办法.txt")

    def state() -> str:
        return str(kept("show", NUMBER, "--format", "json").json["record"]["state"])

    assert kept("withdraw", NUMBER, "--reason", "内容有误").code == 0
    assert state() == "withdrawn"
    assert "已撤下" in kept("list").out
    assert kept("publish", NUMBER).code == 0
    assert state() == "published"


def test_check_is_silent_about_a_sound_archive_and_names_a_damaged_original(
    kept, corpus, tmp_path
) -> None:
    kept("add", corpus / "焦作一区多园实施细则.txt")
    assert kept("check", "--json").json == {"ok": True, "faults": []}

    [original] = [p for p in (tmp_path / "kept" / "originals").rglob("*") if p.is_file()]
    original.chmod(0o600)
    original.write_bytes(b"else")
    ran = kept("check", "--json")
    assert ran.code == 1
    assert not ran.json["ok"]
    assert {"code", "subject", "problem", "remedy"} <= set(ran.json["faults"][0])
    assert original.name[:8] in kept("check").err


def test_reread_and_reindex_leave_everything_findable(kept, corpus) -> None:
    kept("add", corpus / f"{NUMBER} 一区多园管理办法.txt")
    before = kept("search", "火炬统计", "--json").json
    assert kept("reread", NUMBER, "--json").json == {"added": 0, "unchanged": 1, "updated": 0}
    assert kept("reread", "--outdated").code == 0
    assert kept("reindex").code == 0
    assert kept("search", "火炬统计", "--json").json == before


def test_an_archive_that_is_not_there_is_not_an_empty_one(fawen, tmp_path) -> None:
    for line in ("list", f"show {NUMBER}", "search 资金", "check", "serve"):
        ran = fawen("--archive", tmp_path / "nowhere", *line.split())
        assert (ran.code, ran.out) == (1, "")
        assert "办法：" in ran.err
    assert not (tmp_path / "nowhere").exists()


def test_json_is_not_escaped_chinese(asked) -> None:
    assert NUMBER in asked("list", "--json").out
    assert json.dumps(NUMBER) not in asked("list", "--json").out


def test_relations_have_the_contract_s_keys_both_ways(asked) -> None:
    found = asked("relations", NUMBER, "--json").json
    assert list(found) == ["outgoing", "incoming"]
    promised = {"type", "assertion", "section", "quote", "effect_date"}
    heard = found["incoming"][0]
    assert promised | {"source"} <= set(heard)
    assert set(heard["source"]) == {"id", "number", "title", "is_stub"}
    assert (heard["type"], heard["section"]) == ("COMPLIES_WITH", "main-1/art-13")
    said = {(one["type"], one["target"]["title"]) for one in found["outgoing"]}
    assert ("COMPLIES_WITH", "火炬统计调查制度") in said
    text = asked("relations", NUMBER).out
    assert "被遵照" in text
    assert "火炬统计调查制度（未收录）" in text


def test_what_rests_on_a_notice_is_told(asked) -> None:
    found = asked("dependents", NUMBER, "--json").json["dependents"]
    assert [one["section"] for one in found] == ["main-1/art-13"]
    assert "焦作国家高新技术产业开发区“一区多园”实施细则" in asked("dependents", NUMBER).out


def test_a_clause_whose_ground_has_lapsed_is_told(asked) -> None:
    details = next(
        line["id"] for line in asked("list", "--json").json if "实施细则" in line["title"]
    )
    warning = "提醒：main-1/art-13：本条所依据的焦政办〔2021〕65号自2026年11月10日起已失效。"
    for notice in (details, f"{details}#main-1/art-13"):
        assert warning in asked("status", notice, "--on", "2026-11-10").out
        assert warning in asked("show", notice, "--on", "2026-11-10").err
        assert "提醒" not in asked("status", notice, "--on", "2026-11-09").out
    assert "提醒" not in asked("status", f"{details}#main-1/art-1", "--on", "2026-11-10").out


def test_no_internal_word_stands_for_a_reason(asked) -> None:
    for line in asked("list", "--json").json:
        said = asked("status", line["id"]).out
        reasons = [row for row in said.splitlines() if row.startswith("说明：")]
        assert not any(character.isascii() for reason in reasons for character in reason[3:6])


def test_a_work_that_is_only_cited_answers_too(asked) -> None:
    status = asked("status", "国发〔2020〕7号", "--json").json
    assert (status["status"], status["reason"], status["in_force"]) == ("UNKNOWN", "not_held", None)
    cited = asked("relations", "国发〔2020〕7号", "--json").json
    assert {one["type"] for one in cited["incoming"]} == {"BASED_ON"}
    shown = asked("show", "国发〔2020〕7号")
    assert shown.code == 1
    assert "只有别的文件引用它" in shown.err


def test_a_person_enters_a_day_and_takes_it_back(kept, corpus) -> None:
    kept("add", corpus / "焦作一区多园实施细则.txt")
    details = next(
        line["id"] for line in kept("list", "--json").json if "实施细则" in line["title"]
    )
    assert kept("status", details, "--json").json["reason"] == "effective_date"
    entered = kept(
        *("fact", details, "date_published", "2021-12-01", "--who", "王"),
        *("--why", "市政府网站发布页"),
    )
    assert entered.code == 0
    status = kept("status", details, "--on", "2022-01-01", "--json").json
    assert (status["status"], status["in_force"]) == ("EFFECTIVE", True)
    assert "市政府网站发布页" in {one["quote"] for one in status["evidence"]}
    history = kept("review", "--history", "--json").json["judgements"]
    assert [(one["action"], one["who"]) for one in history] == [("fact", "王")]
    assert kept("review", "--undo", history[0]["id"], "--why", "录错了").code == 0
    assert kept("status", details, "--json").json["reason"] == "effective_date"


def test_the_queue_of_doubts_is_listed(asked) -> None:
    assert "doubts" in asked("review", "--json").json
    assert asked("review", "0123456789", "--confirm", "--why", "无").code == 1
    assert asked("review", "0123456789").code == 2
    assert asked("fact", NUMBER, "date_published", "2021-11-09").code == 2


def test_a_person_enters_who_took_over_an_organs_duties(kept) -> None:
    args = ("organ", "甲局", "乙局", "2019-01-15")
    assert kept(*args).code == 2  # without evidence
    assert kept("organ", "甲局").code == 2
    assert kept(*args, "--why", "甲市机构改革方案", "--who", "王").code == 0
    listed = kept("organ", "--json").json["organs"]
    rows = {(one["former"], one["successor"]): one for one in listed}
    assert rows["甲局", "乙局"]["who"] == "王"
    assert rows["文化部", "文化和旅游部"]["since"] == "2018-03-17"
    assert "甲局 → 乙局" in kept("organ").out
    assert "乙局" in kept("review", "--history").out
    assert kept("review", "--undo", 1, "--why", "录错了").code == 0
    assert "甲局" not in kept("organ").out


def test_a_search_that_finds_nothing_says_why_and_what_to_try(asked) -> None:
    ran = asked("search", "一区多元")
    assert ran.code == 0
    assert "可能要找“一区多园”" in ran.err
    assert "已查遍 5 件公文" in ran.err
    advice = asked("search", "一区多元", "--json").json["explanation"]["advice"]
    assert advice["corrections"][0]["query"] == "一区多园"
    ran = asked("search", "一区多园 火星", "--year", "2021")
    assert "单独找“火星”：没有" in ran.err
    assert "号码相近：焦政办〔2021〕65号" in asked("search", "焦政办〔2021〕64号").err


def test_search_writes_lists(asked, tmp_path) -> None:
    csv_file, workbook = tmp_path / "a.csv", tmp_path / "a.xlsx"
    ran = asked("search", "资金", "--csv", csv_file, "--xlsx", workbook)
    assert (ran.code, ran.out) == (0, "")
    assert csv_file.read_bytes().startswith("\ufeff序号,文号,标题".encode())
    assert workbook.read_bytes().startswith(b"PK")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "a.xlsx"]
    ran = asked("search", "资金", "--csv", tmp_path / "nowhere" / "a.csv")
    assert ran.code == 1
    assert "写不了" in ran.err
