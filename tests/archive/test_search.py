"""Query → hits, through the archive; on the small engine and on Whoosh alike."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.archive import Archive
from archive.errors import StaleIndex
from archive.highlight import highlights
from archive.indexing import EngineType
from archive.notice.match import fold
from archive.notice.model import Role, SectionKind
from archive.record import FacetValue, Results, Sorting, Tier
from archive.search.query import parse_query
from archive.search.whoosh import WhooshEngine
from archive.search_form import search_form
from tests.archive.fake_engine import FakeEngine
from tests.archive.hand_made import article, component, reading, section, source

TODAY = date(2026, 11, 22)
OFFICE = "焦作市人民政府办公室"
COVER = reading(
    number="焦政办〔2021〕65号",
    title="关于印发管理办法的通知",
    issuers=[OFFICE],
    signed="2021-11-09",
    components=(
        component(
            section("cover/t-1", SectionKind.TEXT, "现将《管理办法》印发给你们。"),
            key="cover",
            role=Role.COVER,
        ),
        component(
            section(
                "main-1/ch-1",
                SectionKind.CHAPTER,
                "",
                article(1, "为规范“一区多园”建设，制定本办法。"),
                article(2, "高新区由ＡＢＣ公司（园区）管理；高新区负责。"),
                label="第一章",
                heading="总 则",
                number=(1,),
            ),
            title="管理办法",
        ),
        component(
            section(
                "att-1/tbl-1",
                SectionKind.TABLE,
                rows=(("序号", "园区"), ("1", "沁阳园区"), ("2", "孟州园区")),
            ),
            key="att-1",
            role=Role.ATTACHMENT,
            label="附件1",
        ),
    ),
)
CITING = reading(
    "按照焦政办[2021] 65号执行，高新区落实。",
    number="豫政〔2022〕3号",
    title="关于高新区的意见",
    issuers=["河南省人民政府"],
    signed="2022-03-01",
    kind="意见",
)
OLD_LAW = reading(
    "旧的高新区条款。", title="中华人民共和国园区法", statute=True, kind=None, version="2001-01-01"
)
NEW_LAW = reading(
    "新的高新区条款。", title="中华人民共和国园区法", statute=True, kind=None, version="2020-01-01"
)
UNLOCATED = reading("高新区甲。", title="高新区简讯", kind=None)


@pytest.fixture(scope="module", params=[FakeEngine, WhooshEngine])
def archive(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Archive]:
    engine_type: EngineType = request.param
    folder = tmp_path_factory.mktemp("search") / "archive"
    with Archive.open(folder, engine_type=engine_type) as opened:
        with opened.adding():
            for made in (COVER, CITING, OLD_LAW, NEW_LAW, UNLOCATED):
                opened.add(source(made), made)
        yield opened


def ask(archive: Archive, typed: str, on: date = TODAY, **about: object) -> Results:
    return archive.search(parse_query(typed), on=on, public=True, **about)  # type: ignore[arg-type]


def keys(results: Results) -> set[tuple[str, str]]:
    return {(hit.id, hit.section) for hit in results.hits}


def test_a_hit_shows_its_clause_with_path_and_highlights(archive: Archive) -> None:
    (hit,) = ask(archive, "规范 一区多园").hits
    assert (hit.id, hit.number, hit.section) == (
        "焦政办-2021-65",
        "焦政办〔2021〕65号",
        "main-1/art-1",
    )
    assert (hit.label, hit.path) == ("第一条", ("管理办法", "第一章 总 则", "第一条"))
    assert hit.text == "为规范“一区多园”建设，制定本办法。"
    assert [hit.text[start:stop] for start, stop in hit.highlights] == ["规范", "一区多园"]
    assert (hit.status, hit.status_label) == ("PRESUMED_EFFECTIVE", "未见失效依据")


def test_a_phrase_and_other_widths_are_highlighted_in_the_original_characters(
    archive: Archive,
) -> None:
    (hit,) = ask(archive, '"abc公司(园区)"').hits
    assert [hit.text[start:stop] for start, stop in hit.highlights] == ["ＡＢＣ公司（园区）"]


def test_totals_notices_and_facets_are_over_all_matches(archive: Archive) -> None:
    results = ask(archive, "高新区", limit=1)
    everything = ask(archive, "高新区", limit=100)
    assert len(results.hits) == 1
    assert results.total == everything.total == len(everything.hits)
    assert results.notices == len({hit.id for hit in everything.hits}) == 4
    assert results.facets == everything.facets
    by_id = {hit.id for hit in everything.hits}
    assert len(by_id) == 4
    kinds = {value.value: value.count for value in results.facets["kind"]}
    assert set(kinds) == {"通知", "意见", ""}
    assert {value.value for value in results.facets["issuer"]} == {OFFICE, "河南省人民政府", ""}
    assert {value.value for value in results.facets["year"]} == {"2022", "2021", "2020", ""}
    statuses = {v.value: v.count for v in results.facets["status"]}
    assert statuses == {"UNKNOWN": 2, "AMENDED": 1, "PRESUMED_EFFECTIVE": 3}
    assert sum(statuses.values()) == results.total


def test_pages_follow_on_each_other(archive: Archive) -> None:
    every = ask(archive, "高新区", limit=100).hits
    paged = tuple(ask(archive, "高新区", limit=1, offset=at).hits[0] for at in range(len(every)))
    assert paged == every
    assert ask(archive, "高新区", offset=1000).hits == ()


def test_filters_limit_what_is_counted(archive: Archive) -> None:
    assert {hit.id for hit in ask(archive, "高新区", kind="意见").hits} == {"豫政-2022-3"}
    assert {hit.id for hit in ask(archive, "高新区", year=2021).hits} == {"焦政办-2021-65"}
    assert {hit.id for hit in ask(archive, "高新区", issuer=OFFICE).hits} == {"焦政办-2021-65"}
    assert ask(archive, "高新区", kind="决定").total == 0


def test_what_states_no_issuer_year_or_kind_is_a_value_of_its_own(archive: Archive) -> None:
    results = ask(archive, "高新区", limit=100)
    for name, empty in (("issuer", ""), ("year", 0), ("kind", "")):
        silent = ask(archive, "高新区", **{name: empty}, limit=100)
        assert results.facets[name][-1] == FacetValue("", silent.total)
        browsed = archive.browse(public=True)[name][-1]
        about = {"public": True, name: empty}
        assert browsed == FacetValue("", archive.count(**about))  # type: ignore[arg-type]
        listed = archive.listing(on=TODAY, **about)  # type: ignore[arg-type]
        assert {line.id for line in listed} == {hit.id for hit in silent.hits}
    assert {hit.title for hit in ask(archive, "高新区", year=0).hits} == {"高新区简讯"}
    nowhere = ask(archive, "高新区", issuer="", kind="意见")
    assert (nowhere.total, nowhere.facets["kind"]) == (0, ())


def test_where_all_is_stated_no_empty_value_is_counted(archive: Archive) -> None:
    facets = ask(archive, "规范").facets
    assert all(value.value for values in facets.values() for value in values)


def test_of_each_work_only_the_text_of_the_day_is_found(archive: Archive) -> None:
    assert [hit.text for hit in ask(archive, "的高新区条款").hits] == ["新的高新区条款。"]
    day = date(2010, 1, 1)
    assert [hit.text for hit in ask(archive, "的高新区条款", day).hits] == ["旧的高新区条款。"]
    assert ask(archive, "“新的高新区”", day).total == 0


def test_a_number_brings_its_own_notice_first_then_who_cites_it(archive: Archive) -> None:
    results = ask(archive, "焦政办(2021)65号")
    assert results.number == "焦政办〔2021〕65号"
    assert [(hit.id, hit.section) for hit in results.hits] == [
        ("焦政办-2021-65", "cover"),
        ("豫政-2022-3", "main-1/art-1"),
    ]
    assert results.hits[0].score > results.hits[1].score
    citing = results.hits[1]
    assert [citing.text[a:b] for a, b in citing.highlights] == ["焦政办[2021] 65号"]
    assert results.total == 2


def test_a_row_is_found_by_its_cell_and_its_header(archive: Archive) -> None:
    (hit,) = ask(archive, "园区 孟州").hits
    assert (hit.section, hit.text, hit.path) == (
        "att-1/tbl-1/r-3",
        "序号：2；园区：孟州园区",
        ("附件1",),
    )


def test_the_notice_itself_is_found_by_title_and_issuer(archive: Archive) -> None:
    assert ("焦政办-2021-65", "cover") in keys(ask(archive, "关于印发管理办法的通知"))


def test_unlabelled_text_is_found_under_its_component(archive: Archive) -> None:
    (hit,) = ask(archive, "印发给你们").hits
    assert (hit.section, hit.label) == ("cover", None)


def test_a_negated_word_leaves_clauses_out(archive: Archive) -> None:
    assert {hit.id for hit in ask(archive, "高新区 -条款 -公司").hits} == {
        "豫政-2022-3",
        next(hit.id for hit in ask(archive, "简讯").hits),
    }


def test_all_in_one_clause_goes_before_all_in_one_notice(archive: Archive) -> None:
    together = ask(archive, "高新区 公司")
    assert together.tier is Tier.CLAUSE
    assert keys(together) == {("焦政办-2021-65", "main-1/art-2")}
    apart = ask(archive, "公司 孟州")
    assert apart.tier is Tier.NOTICE
    assert keys(apart) == {
        ("焦政办-2021-65", "main-1/art-2"),
        ("焦政办-2021-65", "att-1/tbl-1/r-3"),
    }
    assert ask(archive, "公司 孟州 -沁阳").tier is Tier.NOTICE
    assert ask(archive, "公司 孟州 -孟州园区").hits == ()


def test_what_no_notice_holds_gives_the_likeliest_clauses_and_says_so(archive: Archive) -> None:
    best = ask(archive, "公司 沁阳 落实 天文台")
    assert best.tier is Tier.BEST
    assert ("焦政办-2021-65", "main-1/art-2") in keys(best)
    assert ask(archive, "“天文台”").total == 0
    assert ask(archive, "标题:天文台 公司").total == 0


def test_a_question_is_answered_by_the_likeliest_clause_at_once(archive: Archive) -> None:
    asked = ask(archive, "高新区由什么公司管理？")
    assert asked.tier is Tier.BEST
    assert (asked.hits[0].id, asked.hits[0].section) == ("焦政办-2021-65", "main-1/art-2")


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("标题:意见 高新区", {"豫政-2022-3"}),
        ("title:意见 高新区", {"豫政-2022-3"}),
        ("文号:豫政 高新区", {"豫政-2022-3"}),
        ("文号:焦政办(2021)65号 高新区", {"焦政办-2021-65"}),
        ("机关:河南省 高新区", {"豫政-2022-3"}),
        ("文种:通知 高新区", {"焦政办-2021-65"}),
        ("年份:2021 高新区", {"焦政办-2021-65"}),
        ("年份:2021-2022 高新区", {"焦政办-2021-65", "豫政-2022-3"}),
        ("日期:2021-11-09 高新区", {"焦政办-2021-65"}),
        ("日期:2021-11-10.. 焦政办(2021)65号 高新区", {"豫政-2022-3"}),
        ("-年份:2021-2022 -标题:园区法 高新区", {"高新区简讯"}),
        ("(标题:意见 OR 文种:通知) 高新区", {"焦政办-2021-65", "豫政-2022-3"}),
    ],
)
def test_fields(archive: Archive, typed: str, ids: set[str]) -> None:
    found = {hit.id for hit in ask(archive, typed, limit=100).hits}
    assert {"高新区简讯" if one.startswith("高新区") else one for one in found} == ids


@pytest.mark.parametrize(
    ("typed", "sections"),
    [
        ("正文:园区", {"main-1/art-2"}),
        ("附件:园区", {"att-1/tbl-1/r-2", "att-1/tbl-1/r-3"}),
        ("表格:园区 孟州", {"att-1/tbl-1/r-3"}),
        ("园区 -表格:园区 -标题:园区法", {"main-1/art-2"}),
    ],
)
def test_fields_of_parts(archive: Archive, typed: str, sections: set[str]) -> None:
    found = ask(archive, typed, limit=100).hits
    assert {hit.section for hit in found if hit.id == "焦政办-2021-65"} == sections


def test_a_field_alone_lists_all_that_fits(archive: Archive) -> None:
    results = ask(archive, "文种:意见")
    assert {hit.id for hit in results.hits} == {"豫政-2022-3"}
    assert results.read_as == "文种：意见"


def test_a_status_is_that_of_the_day_and_of_the_clause(archive: Archive) -> None:
    now = ask(archive, "高新区 状态:现行", limit=100)
    assert {hit.status for hit in now.hits} <= {"EFFECTIVE", "AMENDED", "PRESUMED_EFFECTIVE"}
    assert now.total == 4
    assert ask(archive, "高新区 状态:待核").total == 2
    assert ask(archive, "高新区 状态:没有这种状态").total == 0
    before = ask(archive, "高新区 状态:尚未施行", date(2020, 1, 1), limit=100)
    assert {hit.id for hit in before.hits} == {"焦政办-2021-65", "豫政-2022-3"}


def test_filters_of_status_level_part_and_notice(archive: Archive) -> None:
    assert ask(archive, "高新区", status="in_force").total == 4
    assert ask(archive, "高新区", status="UNKNOWN").total == 2
    assert {hit.id for hit in ask(archive, "高新区", level="province").hits} == {"豫政-2022-3"}
    assert {hit.id for hit in ask(archive, "高新区", level="city").hits} == {"焦政办-2021-65"}
    assert keys(ask(archive, "园区", part="table")) == {
        ("焦政办-2021-65", "att-1/tbl-1/r-2"),
        ("焦政办-2021-65", "att-1/tbl-1/r-3"),
    }
    within = ask(archive, "高新区", within="焦政办-2021-65")
    assert {hit.id for hit in within.hits} == {"焦政办-2021-65"}
    assert ask(archive, "高新区", within="没有").total == 0


def test_every_facet_value_is_a_filter_that_gives_its_count(archive: Archive) -> None:
    results = ask(archive, "园区", limit=100)
    for name in ("status", "level", "part"):
        assert results.facets[name]
        for value in results.facets[name]:
            assert ask(archive, "园区", **{name: value.value}).total == value.count, (name, value)


def test_other_names_of_a_thing_are_found_and_told_and_quotes_turn_them_off(
    archive: Archive,
) -> None:
    results = ask(archive, "高新技术产业开发区 公司")
    assert results.widened == (("高新技术产业开发区", ("高新区",)),)
    assert keys(results) == {("焦政办-2021-65", "main-1/art-2")}
    (hit,) = results.hits
    assert [hit.text[start:stop] for start, stop in hit.highlights] == ["高新区", "公司", "高新区"]
    assert ask(archive, "“高新技术产业开发区”").total == 0


def test_a_title_in_its_marks_brings_its_work_first(archive: Archive) -> None:
    results = ask(archive, "《关于高新区的意见》")
    assert results.hits[0].id == "豫政-2022-3"
    assert ask(archive, "关于高新区的意见").hits[0].section == results.hits[0].section


def test_hits_by_day(archive: Archive) -> None:
    newest = ask(archive, "高新区", order=Sorting.NEWEST, limit=100).hits
    assert newest[0].id == "豫政-2022-3"
    oldest = ask(archive, "高新区", order=Sorting.OLDEST, limit=100).hits
    assert oldest[0].id == "焦政办-2021-65"
    assert {hit.section for hit in newest} == {hit.section for hit in oldest}
    assert newest[-1].id == oldest[-1].id  # undated ones stand last in both


def test_nothing_typed_finds_nothing(archive: Archive) -> None:
    assert ask(archive, " ").total == 0


def test_the_words_are_said(archive: Archive) -> None:
    assert "".join(ask(archive, "高新区管理 -条款").words) == "高新区管理"


def test_a_damaged_index_never_looks_like_no_results(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "archive") as archive:
        archive.add(source(CITING), CITING)
        for path in (tmp_path / "archive" / "index").glob("g*/*"):
            if path.is_file():
                path.write_bytes(b"\x00")
        with (
            Archive.open(tmp_path / "archive", writable=False) as reader,
            pytest.raises(StaleIndex, match="索引"),
        ):
            ask(reader, "高新区")


# --- highlights -----------------------------------------------------------------------------------

_TEXT = st.text("高新区 　ＡＢＣabc（(〔园\u200b\n", max_size=30)


@given(_TEXT, st.lists(st.text("高新区AbＣ（〔园", min_size=1, max_size=3), max_size=4))
def test_highlights_cover_exactly_what_folds_to_the_needles(text: str, typed: list[str]) -> None:
    needles = [search_form(word) for word in typed]
    spans = highlights(text, needles)
    assert all(0 <= start < stop <= len(text) for start, stop in spans)
    assert all(a[1] < b[0] for a, b in pairwise(spans))
    marked = [search_form(text[start:stop]) for start, stop in spans]
    for piece in marked:
        assert any(piece.startswith(needle) for needle in needles)
        assert any(piece.endswith(needle) for needle in needles)
    for needle in needles:
        assert (needle in search_form(text)) == any(needle in piece for piece in marked)
    for start, stop in spans:
        assert not fold(text[start]).isspace()
        assert not fold(text[stop - 1]).isspace()


def test_a_needle_is_found_across_a_line_break() -> None:
    assert highlights("管理\n办法", ["管理办法"]) == ((0, 5),)
