"""Status on a day, case by case. Source: DOMAIN.md §5.3, §9 and §10."""

from datetime import date
from pathlib import Path

import pytest

from archive.law.graph import ComponentFacts, WorkFacts, effect_of, facts_of
from archive.law.policy import parse_packs
from archive.law.status import legal_force
from archive.law.validity import differing, doubts, status_on, timeline
from archive.notice.model import ClaimType, DocumentType, Normativity, Role
from ingest import pipeline, source
from tests.archive.law.worlds import (
    COVER,
    MAIN,
    day,
    edge,
    effective,
    expires,
    on,
    status,
    work,
)

REPEALS = ClaimType.REPEALS
DECLARES = ClaimType.DECLARES_EXPIRED
AMENDS = ClaimType.AMENDS
EXTENDS = ClaimType.EXTENDS_VALIDITY
CONFIRMS = ClaimType.CONFIRMS_VALID
SUSPENDS = ClaimType.SUSPENDS


@pytest.fixture(scope="module")
def shipped(root: Path) -> dict[str, WorkFacts]:
    """The shipped texts' facts, by the beginning of their file names."""
    found = {}
    for path in sorted((root / "corpus").rglob("*.txt")):
        notice = pipeline.read(source.load(path)).notice
        found[path.name[:4]] = found[path.stem] = facts_of(notice, path.stem)
    return found


def shipped_as(shipped: dict[str, WorkFacts], word: str) -> WorkFacts:
    return next(facts for name, facts in shipped.items() if word in name)


# --- the five samples ------------------------------------------------------------------------


def test_case_3_a_term_with_a_last_day(shipped: dict[str, WorkFacts]) -> None:
    notice = shipped_as(shipped, "焦政办〔2021〕65号")
    assert [(i.status, i.first, i.last) for i in timeline(notice, ())] == [
        ("NOT_YET_EFFECTIVE", None, date(2021, 11, 8)),
        ("EFFECTIVE", date(2021, 11, 9), date(2026, 11, 9)),
        ("EXPIRED", date(2026, 11, 10), None),
    ]
    lapsed = on(notice, "2026-11-10")
    assert (lapsed.reason, lapsed.in_force) == ("term", False)
    assert lapsed.evidence[0].section == "main-1/art-10"


def test_case_10_an_effect_that_hangs_on_an_unknown_day(shipped: dict[str, WorkFacts]) -> None:
    notice = shipped_as(shipped, "实施细则")
    found = on(notice, "2022-01-01")
    assert (found.status, found.reason, found.in_force) == ("UNKNOWN", "effective_date", None)
    bound = work(effective("发布之日"), not_before="2021-11-09")
    assert on(bound, "2021-11-08").status == "NOT_YET_EFFECTIVE"
    assert on(bound, "2021-11-08").evidence[0].quote == "按照《管理办法》"
    after = on(bound, "2021-11-09")
    assert (after.status, after.reason) == ("UNKNOWN", "effective_date")
    assert after.bounds == "不早于2021年11月9日：它引用了焦政办〔2021〕65号。"


@pytest.mark.parametrize("when", ["1990-01-01", "2021-06-01", "2040-01-01"])
def test_case_13_a_draft_is_one_on_every_day(shipped: dict[str, WorkFacts], when: str) -> None:
    draft = shipped_as(shipped, "征求意见稿")
    assert {status(draft, when, key=c.key) for c in draft.components} == {"DRAFT"}
    assert status(draft, when) == "DRAFT"


def test_case_14_what_a_draft_would_repeal_is_not_repealed() -> None:
    stub = work(is_stub=True, components=())
    assert status(stub, "2030-01-01", edge(REPEALS, None, assertion="PROPOSED")) == "UNKNOWN"
    assert on(stub, "2030-01-01").reason == "not_held"
    assert status(stub, "2030-01-01", edge(REPEALS, "2020-01-01")) == "REPEALED"


def test_case_19_a_text_without_an_effect_clause(shipped: dict[str, WorkFacts]) -> None:
    notice = shipped_as(shipped, "焦政办〔2017〕63号")
    found = on(notice, "2017-05-31")
    assert (found.status, found.in_force) == ("PRESUMED_EFFECTIVE", "presumed")
    assert on(notice, "2017-05-30").reason == "not_yet_made"
    assert on(notice, "2040-01-01").status == "PRESUMED_EFFECTIVE"


def test_case_21_a_press_article_has_no_force(shipped: dict[str, WorkFacts]) -> None:
    article = shipped_as(shipped, "报纸文章")
    assert on(article, "2022-01-01").status == "NOT_APPLICABLE"
    assert on(article, "2022-01-01", edge(REPEALS, "2020-01-01")).reason == "non_official"


def test_case_28_an_ending_on_the_day_of_the_notice_that_says_so() -> None:
    notice = work(signed="2016-11-30")
    found = on(notice, "2018-12-06", edge(REPEALS, "2018-12-06"))
    assert (found.status, found.evidence[0].number) == ("REPEALED", "焦政〔2030〕1号")
    assert status(notice, "2018-12-05", edge(REPEALS, "2018-12-06")) == "PRESUMED_EFFECTIVE"


# --- when a relation takes effect ------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (work(effective("2021-05-01"), signed="2021-04-01"), ("2021-05-01", "source_effective")),
        (work(effective("印发之日"), signed="2018-12-06"), ("2018-12-06", "source_effective")),
        (work(effective("发布之日"), signed="2018-12-06"), ("2018-12-06", "source_signed")),
        (work(signed="2021-04-01", printed="2021-04-02"), ("2021-04-02", "source_printed")),
        (work(signed="2021-04-01"), ("2021-04-01", "source_signed")),
        (work(), (None, "")),
    ],
)
def test_a_relation_without_a_day_has_its_texts(
    facts: WorkFacts, expected: tuple[str | None, str]
) -> None:
    claim = expires("5年")
    found, rule = effect_of(claim, facts)
    assert (found.isoformat() if found else None, rule) == expected


# --- terms -----------------------------------------------------------------------------------


def test_a_counted_term_leaves_its_corresponding_day_in_doubt() -> None:
    notice = work(effective("2021-11-19"), expires("2年"), signed="2021-11-19")
    assert status(notice, "2023-11-18") == "EFFECTIVE"
    boundary = on(notice, "2023-11-19")
    assert (boundary.status, boundary.reason) == ("UNKNOWN", "term_boundary")
    assert status(notice, "2023-11-20") == "EXPIRED"


def test_a_last_day_goes_before_a_counted_term() -> None:
    notice = work(effective("2021-11-09"), expires("5年"), expires("2026-11-09"))
    assert status(notice, "2026-11-09") == "EFFECTIVE"
    assert status(notice, "2026-11-10") == "EXPIRED"


def test_a_term_from_the_last_of_a_month_ends_with_a_month() -> None:
    notice = work(effective("2020-02-29"), expires("1年"))
    assert on(notice, "2021-02-28").reason == "term_boundary"
    assert status(notice, "2021-03-01") == "EXPIRED"


def test_a_term_without_a_beginning_counts_from_the_signature() -> None:
    notice = work(effective("发布之日"), expires("三年"), signed="2018-08-20")
    assert on(notice, "2020-01-01").reason == "effective_date"
    assert on(notice, "2020-01-01").bounds == "成文于2018年8月20日，公布日期不明。"
    assert status(notice, "2021-08-21") == "EXPIRED"


def test_a_term_until_a_task_is_done_is_open_behind_its_year() -> None:
    open_ended = expires("2025年脱贫任务完成时", pattern="有效期至任务完成")
    notice = work(effective("2021-01-01"), open_ended)
    assert status(notice, "2025-12-31") == "EFFECTIVE"
    assert on(notice, "2026-01-01").reason == "term_open"


def test_two_last_days_leave_doubt_between_them() -> None:
    notice = work(effective("2021-01-01"), expires("2023-12-31"), expires("2024-12-31"))
    assert on(notice, "2024-06-01").reason == "date_conflict"
    assert status(notice, "2025-01-01") == "EXPIRED"
    assert [p.code for p in doubts(notice, ())] == ["DATE_CONFLICT"]


def test_an_extension_in_time_leaves_no_gap() -> None:
    notice = work(effective("2021-01-01"), expires("2023-12-31"))
    longer = edge(EXTENDS, "2023-11-01", until="2025-12-31")
    assert status(notice, "2024-01-01", longer) == "EFFECTIVE"
    assert longer.words in on(notice, "2024-01-01", longer).evidence
    assert status(notice, "2026-01-01", longer) == "EXPIRED"


def test_an_extension_after_the_lapse_shows_the_gap() -> None:
    notice = work(effective("2021-01-01"), expires("2023-12-31"))
    late = edge(EXTENDS, "2024-03-01", until="2025-12-31")
    assert status(notice, "2024-02-29", late) == "EXPIRED"
    assert status(notice, "2024-03-01", late) == "EFFECTIVE"


def test_an_unconfirmed_extension_is_a_doubt_not_an_end() -> None:
    notice = work(effective("2021-01-01"), expires("2023-12-31"))
    maybe = edge(EXTENDS, "2023-11-01", until="2025-12-31", assertion="INFERRED")
    assert on(notice, "2024-06-01", maybe).reason == "candidate"
    assert status(notice, "2026-01-01", maybe) == "EXPIRED"


def test_confirmed_after_its_end_is_a_conflict() -> None:
    notice = work(effective("2021-01-01"), expires("2023-12-31"))
    said = edge(CONFIRMS, "2025-06-01")
    assert status(notice, "2025-05-31", said) == "EXPIRED"
    assert on(notice, "2025-06-01", said).reason == "conflict"
    assert [p.code for p in doubts(notice, [said])] == ["CONFIRMED_AFTER_END"]


# --- endings ---------------------------------------------------------------------------------


def test_the_last_day_in_force_is_the_one_before_the_repeal() -> None:
    notice = work(effective("2018-01-01"))
    assert status(notice, "2020-06-30", edge(REPEALS, "2020-07-01")) == "EFFECTIVE"
    assert status(notice, "2020-07-01", edge(REPEALS, "2020-07-01")) == "REPEALED"


def test_of_two_endings_the_earlier_counts() -> None:
    notice = work(effective("2018-01-01"), expires("2020-12-31"))
    assert on(notice, "2023-01-01", edge(REPEALS, "2022-03-01")).reason == "term"
    declared = on(notice, "2023-01-01", edge(DECLARES, "2019-01-01"), edge(REPEALS, "2022-03-01"))
    assert (declared.status, declared.reason) == ("EXPIRED", "declared")


def test_an_ending_that_waits_for_a_person_is_a_doubt_from_its_day() -> None:
    notice = work(effective("2018-01-01"))
    for assertion in ("INFERRED", "NEEDS_REVIEW"):
        said = edge(REPEALS, "2020-07-01", assertion=assertion)
        assert status(notice, "2020-06-30", said) == "EFFECTIVE"
        assert on(notice, "2020-07-01", said).reason == "candidate"


def test_a_conditional_lapse_is_settled_by_a_later_confirmation() -> None:
    notice = work(effective("2018-01-01"))
    lapse = edge(DECLARES, "2020-12-31", assertion="NEEDS_REVIEW")
    kept = edge(CONFIRMS, "2021-06-01")
    assert on(notice, "2021-05-31", lapse, kept).reason == "candidate"
    assert status(notice, "2021-06-01", lapse, kept) == "EFFECTIVE"


def test_an_ending_before_the_text_was_made_is_of_an_older_one() -> None:
    notice = work(effective("2018-01-01"), signed="2017-12-01")
    said = edge(REPEALS, "2015-01-01")
    assert status(notice, "2019-01-01", said) == "EFFECTIVE"
    assert [p.code for p in doubts(notice, [said])] == ["ENDING_BEFORE_MADE"]


def test_a_part_ended_leaves_the_rest_in_force() -> None:
    notice = work(effective("2018-01-01"))
    said = edge(REPEALS, "2020-07-01", scope="ARTICLES", keys=("art-7",))
    whole = on(notice, "2021-01-01", said)
    assert (whole.status, whole.in_force) == ("AMENDED", "partial")
    assert legal_force(whole.in_force) == "PartiallyInForce"
    assert status(notice, "2021-01-01", said, key="main-1/art-7") == "REPEALED"
    assert status(notice, "2021-01-01", said, key="main-1/art-7/p-2") == "REPEALED"
    assert status(notice, "2021-01-01", said, key="main-1/art-8") == "EFFECTIVE"
    assert status(notice, "2021-01-01", said, key="main-1/art-70") == "EFFECTIVE"


def test_an_amendment_changes_what_it_names() -> None:
    notice = work(effective("2018-01-01"))
    said = edge(AMENDS, "2020-07-01", scope="ARTICLES", keys=("art-7",))
    assert (on(notice, "2021-01-01", said).in_force) is True
    assert status(notice, "2021-01-01", said) == "AMENDED"
    assert status(notice, "2021-01-01", said, key="main-1/art-7") == "AMENDED"
    assert status(notice, "2021-01-01", said, key="main-1/art-8") == "EFFECTIVE"


def test_a_later_text_that_is_held_shows_a_change() -> None:
    notice = work(effective("2018-01-01"), texts=(day("2018-01-01"), day("2021-06-01")))
    assert status(notice, "2021-05-31") == "EFFECTIVE"
    assert status(notice, "2021-06-01") == "AMENDED"


def test_a_suspension_has_its_days() -> None:
    notice = work(effective("2018-01-01"))
    said = edge(SUSPENDS, "2020-01-01", until="2020-12-31")
    assert [status(notice, when, said) for when in ("2019-12-31", "2020-12-31", "2021-01-01")] == [
        "EFFECTIVE",
        "SUSPENDED",
        "EFFECTIVE",
    ]


def test_a_lower_organ_that_ends_a_higher_ones_text_is_questioned() -> None:
    notice = work(effective("2018-01-01"), issuers=("河南省人民政府",))
    said = edge(REPEALS, "2020-01-01", issuers=("焦作市人民政府",))
    assert [p.code for p in doubts(notice, [said])] == ["AUTHORITY_CHECK"]
    office = edge(REPEALS, "2020-01-01", issuers=("河南省人民政府办公厅",))
    assert doubts(notice, [office]) == ()


# --- what has no force -----------------------------------------------------------------------


def test_a_reply_has_no_force_but_an_ending_is_an_ending() -> None:
    reply = work(signed="2018-01-01", normativity=Normativity.SPECIFIC)
    assert on(reply, "2019-01-01").reason == "normativity"
    assert status(reply, "2019-01-01", edge(REPEALS, "2020-01-01")) == "NOT_APPLICABLE"
    assert status(reply, "2020-01-01", edge(REPEALS, "2020-01-01")) == "REPEALED"


def test_a_law_has_force_whatever_it_is_like() -> None:
    law = work(effective("公布之日"), signed="1987-09-11", document_type=DocumentType.STATUTE)
    assert status(law, "1987-09-11") == "EFFECTIVE"
    order = work(effective("发布之日"), signed="1984-02-27", title="关于统一实行计量单位的命令")
    assert status(order, "1984-02-27") == "EFFECTIVE"


def test_a_law_that_began_before_its_day_was_made_before_its_revision() -> None:
    begins = effective("1995-01-01")
    law = work(begins, signed="2018-03-20", document_type=DocumentType.STATUTE)
    assert status(law, "1994-12-31") == "NOT_YET_EFFECTIVE"
    assert status(law, "2000-01-01") == "EFFECTIVE"


def test_a_text_without_any_date_is_in_doubt() -> None:
    assert on(work(), "2022-01-01").status == "UNKNOWN"
    assert status(work(published="2019-01-01"), "2020-01-01") == "PRESUMED_EFFECTIVE"


def test_a_text_was_not_made_before_the_year_of_its_number() -> None:
    notice = work(effective("印发之日"))
    assert on(notice, "2020-12-31").reason == "not_yet_made"
    assert on(notice, "2020-12-31").evidence[0].quote == "焦政办〔2021〕65号"
    assert on(notice, "2021-01-01").reason == "effective_date"


# --- parts -----------------------------------------------------------------------------------


def test_a_cover_that_asks_for_opinions_is_no_draft_itself() -> None:
    draft = ComponentFacts("att-1", Role.ATTACHMENT, "条例（征求意见稿）", is_draft=True)
    notice = work(signed="2020-01-01", components=(COVER, draft))
    assert status(notice, "2020-06-01") == "PRESUMED_EFFECTIVE"
    assert status(notice, "2020-06-01", key="cover") == "PRESUMED_EFFECTIVE"
    assert status(notice, "2020-06-01", key="att-1") == "DRAFT"
    assert status(notice, "2020-06-01", key="att-1/art-3") == "DRAFT"
    assert differing(notice, ()) == ("att-1",)


def test_two_texts_of_one_notice_have_their_own_terms() -> None:
    second = ComponentFacts("main-2", Role.MAIN, "政策措施", is_draft=False)
    notice = work(
        effective("2020-01-01", "main-1/art-9"),
        effective("2020-01-01", "main-2/art-9"),
        expires("2022-12-31", "main-2/art-9"),
        components=(COVER, MAIN, second),
    )
    assert status(notice, "2023-01-01", key="main-2") == "EXPIRED"
    assert status(notice, "2023-01-01", key="main-1") == "EFFECTIVE"
    assert on(notice, "2023-01-01").in_force == "partial"
    assert differing(notice, ()) == ("main-1", "main-2")


def test_a_notice_ends_with_the_last_of_its_texts() -> None:
    second = ComponentFacts("main-2", Role.MAIN, "政策措施", is_draft=False)
    begins = effective("2020-01-01", "cover/t-1")
    notice = work(begins, components=(COVER, MAIN, second))
    one = edge(REPEALS, "2021-01-01", component="main-1")
    two = edge(REPEALS, "2022-01-01", component="main-2")
    assert on(notice, "2021-06-01", one, two).in_force == "partial"
    assert status(notice, "2021-06-01", one, two, key="main-1") == "REPEALED"
    assert status(notice, "2021-06-01", one, two, key="main-2") == "EFFECTIVE"
    assert status(notice, "2022-01-01", one, two) == "REPEALED"


def test_a_repeal_of_the_text_or_its_notice_is_one_of_both() -> None:
    notice = work(effective("2020-01-01"), components=(COVER, MAIN))
    for component in ("", "cover", "main-1"):
        said = edge(REPEALS, "2021-01-01", component=component)
        for key in (None, "cover", "main-1", "main-1/art-2"):
            assert status(notice, "2021-01-01", said, key=key) == "REPEALED"


def test_an_article_with_a_day_of_its_own_begins_on_it() -> None:
    notice = work(
        effective("2021-01-01"),
        effective("2021-07-01", scope="ARTICLES", keys=("main-1/art-3",)),
        signed="2020-12-01",
    )
    assert status(notice, "2021-03-01") == "EFFECTIVE"
    assert status(notice, "2021-03-01", key="main-1/art-3") == "NOT_YET_EFFECTIVE"
    assert status(notice, "2021-07-01", key="main-1/art-3") == "EFFECTIVE"


def test_what_the_text_says_goes_before_what_the_notice_says() -> None:
    notice = work(
        effective("2021-01-01", "cover/t-1"),
        effective("2021-02-01", "main-1/art-9"),
        components=(COVER, MAIN),
    )
    assert status(notice, "2021-01-15") == "NOT_YET_EFFECTIVE"
    assert status(notice, "2021-01-15", key="cover") == "EFFECTIVE"


# --- default terms ---------------------------------------------------------------------------


def test_a_default_term_makes_a_doubt_where_it_is_turned_on(root: Path) -> None:
    packs = parse_packs((root / "archive/law/policy_packs.toml").read_text(encoding="utf-8"))
    notice = work(signed="2012-03-01", issuers=("上海市徐汇区人民政府",), title="关于办法的通知")
    assert status(notice, "2030-01-01") == "PRESUMED_EFFECTIVE"
    with_pack = timeline(notice, (), None, packs)
    assert status_on(with_pack, day("2017-02-28")).status == "PRESUMED_EFFECTIVE"
    presumed = status_on(with_pack, day("2017-03-01"))
    assert (presumed.status, presumed.reason) == ("UNKNOWN", "presumed_expired")
    assert "启用前须与原文核对" in presumed.evidence[0].quote
    kept = timeline(notice, [edge(CONFIRMS, "2018-01-01")], None, packs)
    assert status_on(kept, day("2018-01-01")).status == "PRESUMED_EFFECTIVE"
    elsewhere = work(signed="2012-03-01", issuers=("焦作市人民政府",))
    assert timeline(elsewhere, (), None, packs) == timeline(elsewhere, ())
