"""One document, many files."""

import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from archive.archive import Archive
from archive.errors import AmbiguousNotice
from archive.identity.facts import facts_of, normalise_title
from archive.identity.placement import assign
from archive.notice.model import Reading
from archive.record import Outcome
from archive.search.query import parse_query
from tests.archive.fake_engine import FakeEngine
from tests.archive.hand_made import reading, source

OFFICE = "焦作市人民政府办公室"
NUMBER = "焦政办〔2021〕65号"
TODAY = date(2026, 11, 22)
LONG = (
    "为规范“一区多园”建设，提升园区发展水平，根据国家和省有关规定，结合我市实际，制定本办法。" * 4
)


def add(archive: Archive, *made: Reading) -> list[str]:
    """Adds readings; the ids they came under."""
    return [archive.add(source(one), one).id for one in made]


def ids(archive: Archive) -> list[str]:
    return sorted(listed.id for listed in archive.listing(on=TODAY, public=False))


# --- the key: number and organ ---------------------------------------------------------------


def test_the_same_bytes_twice_change_nothing(fresh: Archive) -> None:
    made = reading("甲。", number=NUMBER, issuers=[OFFICE])
    assert fresh.add(source(made), made).outcome is Outcome.ADDED
    before = fresh.figures()
    again = fresh.add(source(made), made)
    assert (again.outcome, again.id, again.rule) == (
        Outcome.UNCHANGED,
        "焦政办-2021-65",
        "字节相同，已收录",
    )
    assert fresh.figures() == before


def test_a_second_citys_notice_with_the_same_code_and_serial_is_another_work(
    fresh: Archive,
) -> None:
    number = "市政函〔2021〕5号"
    add(
        fresh,
        reading("同意甲。", number=number, issuers=["焦作市人民政府"]),
        reading("同意乙。", number=number, issuers=["平顶山市人民政府"]),
    )
    assert ids(fresh) == ["市政函-2021-5-平顶山市人民政府", "市政函-2021-5-焦作市人民政府"]
    with pytest.raises(AmbiguousNotice) as choice:
        fresh.find("市政函[2021]5号")
    assert choice.value.choices == tuple(ids(fresh))
    assert {code for _, code, _ in fresh.reviews()} == {"NUMBER_SHARED"}


def test_a_code_without_a_place_carries_its_organ_from_the_first_day(fresh: Archive) -> None:
    add(fresh, reading("同意。", number="市政函〔2021〕5号", issuers=["焦作市人民政府"]))
    assert ids(fresh) == ["市政函-2021-5-焦作市人民政府"]
    assert fresh.resolve_alias("市政函-2021-5") == "市政函-2021-5-焦作市人民政府"
    assert fresh.find("市政函〔2021〕5号").id == "市政函-2021-5-焦作市人民政府"


def test_a_known_code_used_by_another_organ_leaves_the_short_id_to_its_owner(
    fresh: Archive,
) -> None:
    add(fresh, reading("甲。", number="平政〔2020〕23号", issuers=["平原县人民政府"]))
    assert ids(fresh) == ["平政-2020-23-平原县人民政府"]
    add(fresh, reading("乙。", number="平政〔2020〕23号", issuers=["平顶山市人民政府"]))
    assert "平政-2020-23-平原县人民政府" in ids(fresh)


def test_the_same_text_under_one_number_of_two_cities_stays_two_works(fresh: Archive) -> None:
    number = "汴政〔2021〕5号"
    add(
        fresh,
        reading(LONG, number=number, issuers=["开封市人民政府"]),
        reading(LONG, file="b", number=number, issuers=["汴京县人民政府"]),
    )
    assert len(ids(fresh)) == 2


def test_an_unknown_organ_never_merges_by_number_alone(fresh: Archive) -> None:
    number = "汴政〔2021〕5号"
    add(
        fresh,
        reading("甲。", number=number, issuers=["开封市人民政府"]),
        reading("乙。", number=number),
    )
    assert len(ids(fresh)) == 2
    assert {code for _, code, _ in fresh.reviews()} == {"NUMBER_SHARED", "ORGAN_UNKNOWN"}


def test_a_former_short_id_opens_a_choice_once_two_works_share_the_number(
    fresh: Archive,
) -> None:
    number = "汴政〔2021〕5号"
    add(fresh, reading("甲。", number=number, issuers=["开封市人民政府"]))
    assert ids(fresh) == ["汴政-2021-5"]
    add(fresh, reading("乙。", number=number, issuers=["汴京县人民政府"]))
    assert ids(fresh) == ["汴政-2021-5-开封市人民政府", "汴政-2021-5-汴京县人民政府"]
    assert fresh.resolve_alias("汴政-2021-5") is None
    with pytest.raises(AmbiguousNotice):
        fresh.find("汴政-2021-5")


def test_the_ascii_alias_leads_to_the_id(fresh: Archive) -> None:
    add(fresh, reading("甲。", number=NUMBER, issuers=[OFFICE]))
    assert fresh.resolve_alias("jiao-zheng-ban-2021-65") == "焦政办-2021-65"
    assert fresh.resolve_alias("焦政办-2021-65") is None
    assert fresh.resolve_alias("nowhere") is None


# --- the text proves more than front matter -------------------------------------------------------


def test_a_twin_without_number_and_signature_lands_on_the_same_work(fresh: Archive) -> None:
    add(
        fresh,
        reading(LONG, number=NUMBER, issuers=[OFFICE], signed="2021-11-09"),
        reading(LONG, file="twin.pdf", media_type="application/pdf"),
    )
    assert ids(fresh) == ["焦政办-2021-65"]
    record = fresh.record("焦政办-2021-65")
    assert [e.name for e in record.expressions] == ["2021-11-09"]
    assert len(record.expression.manifestations) == 2
    assert "逐字相同" in record.expression.manifestations[1].rule


def test_a_twin_that_came_first_gives_its_id_up_but_keeps_leading_there(fresh: Archive) -> None:
    (first,) = add(fresh, reading(LONG, file="twin", title="关于印发办法的通知"))
    add(fresh, reading(LONG, number=NUMBER, issuers=[OFFICE], title="关于印发办法的通知"))
    assert ids(fresh) == ["焦政办-2021-65"]
    assert fresh.resolve_alias(first) == "焦政办-2021-65"
    assert fresh.find(first).id == "焦政办-2021-65"


def test_a_text_that_fits_two_numbers_joins_neither(fresh: Archive) -> None:
    add(
        fresh,
        reading(LONG, number=NUMBER, issuers=[OFFICE]),
        reading(LONG, number="焦政办〔2021〕66号", issuers=[OFFICE]),
        reading(LONG, file="twin"),
    )
    assert len(ids(fresh)) == 3
    assert "TEXT_SHARED" in {code for _, code, _ in fresh.reviews()}


def test_a_twin_joins_again_when_the_other_number_with_its_text_goes(fresh: Archive) -> None:
    other = reading(LONG, file="66", number="焦政办〔2021〕66号", issuers=[OFFICE])
    add(fresh, reading(LONG, file="twin"), other, reading(LONG, number=NUMBER, issuers=[OFFICE]))
    assert len(ids(fresh)) == 3
    unlike = reading("另一份文件。", file="66", number="焦政办〔2021〕66号", issuers=[OFFICE])
    fresh.add(source(other), replace(unlike, reader="hand 2", source_sha256=other.source_sha256))
    assert len(ids(fresh)) == 2
    assert len(fresh.record("焦政办-2021-65").expression.manifestations) == 2


def test_the_fortieth_form_letter_asks_no_more_of_the_database_than_the_tenth(
    fresh: Archive,
) -> None:
    statements: list[str] = []
    event.listen(
        fresh._catalogue.database.engine,
        "before_cursor_execute",
        lambda _connection, _cursor, statement, *_: statements.append(statement),
    )
    counts = []
    for serial in range(1, 41):
        statements.clear()
        add(fresh, reading(LONG, number=f"焦政办〔2021〕{serial}号", issuers=[OFFICE]))
        counts.append(len(statements))
    assert len(ids(fresh)) == 40
    assert counts[-1] == counts[9]


def test_a_form_letter_of_one_sentence_is_no_proof_under_another_title(fresh: Archive) -> None:
    add(
        fresh,
        reading("请遵照执行。", number=NUMBER, issuers=[OFFICE], title="关于防汛的通知"),
        reading("请遵照执行。", title="关于抗旱的通知", issuers=[OFFICE]),
    )
    assert len(ids(fresh)) == 2


def test_documents_without_number_go_by_title_and_issuer(fresh: Archive) -> None:
    title = "关于公开征求意见的通告"
    add(
        fresh,
        reading("甲。", title=title, issuers=["平顶山市科技局"], signed="2022-01-01"),
        reading("甲！", title=f"《{title}》", issuers=["平顶山市科技局"], signed="2022-01-01"),
        reading("甲。", title=title, issuers=["焦作市科技局"], signed="2022-01-01"),
    )
    assert len(ids(fresh)) == 2
    assert all(id_.startswith("关于公开征求意见的通告-") for id_ in ids(fresh))


def test_two_announcements_called_just_announcement_are_two_works(fresh: Archive) -> None:
    add(
        fresh,
        reading("停水。", title="公告", issuers=["焦作市水利局"], signed="2022-01-01"),
        reading("停电。", title="公告", issuers=["焦作市水利局"], signed="2022-02-01"),
    )
    assert len(ids(fresh)) == 2


def test_neither_number_nor_title_goes_by_its_text(fresh: Archive) -> None:
    add(fresh, reading(LONG), reading(LONG, file="again"), reading(LONG + "又及。"))
    assert len(ids(fresh)) == 2
    assert all(id_.startswith("无标题-") for id_ in ids(fresh))


# --- one name, several documents ------------------------------------------------------------------


def long_text(seed: int, length: int = 600) -> str:
    """Made-up prose that shares little with that of another seed."""
    chosen = random.Random(seed)  # noqa: S311  nothing secret
    return "".join(chr(0x4E00 + chosen.randrange(3000)) for _ in range(length))


def test_two_texts_that_share_a_number_but_hardly_a_word_stay_apart(fresh: Archive) -> None:
    add(
        fresh,
        reading(long_text(1), number=NUMBER, issuers=[OFFICE], signed="2021-11-09"),
        reading(long_text(2), number=NUMBER, issuers=[OFFICE], signed="2021-11-09"),
    )
    assert len(ids(fresh)) == 2
    assert all(id_.startswith("焦政办-2021-65-") for id_ in ids(fresh))
    assert {code for _, code, _ in fresh.reviews()} == {"TEXT_UNLIKE"}
    with pytest.raises(AmbiguousNotice):
        fresh.find(NUMBER)


def test_a_bad_scan_is_still_the_same_document(fresh: Archive) -> None:
    good = long_text(1)
    wrong = random.Random(3)  # noqa: S311  nothing secret
    bad = "".join("口" if wrong.random() < 0.15 else c for c in good)
    add(
        fresh,
        reading(good, number=NUMBER, issuers=[OFFICE], signed="2021-11-09"),
        reading(bad, number=NUMBER, issuers=[OFFICE], signed="2021-11-09"),
    )
    assert ids(fresh) == ["焦政办-2021-65"]


def test_half_a_text_gives_way_to_the_whole(fresh: Archive) -> None:
    whole = long_text(1)
    half = reading(whole[:250], number=NUMBER, issuers=[OFFICE], signed="2021-11-09")
    full = reading(whole, number=NUMBER, issuers=[OFFICE], signed="2021-11-09", problems=["DOUBT"])
    add(fresh, half, full)
    assert fresh.record("焦政办-2021-65").reading.source_sha256 == full.source_sha256


def test_parts_of_a_code_are_apart_until_the_whole_code_joins_them(fresh: Archive) -> None:
    title = "中华人民共和国民法典"
    parts = [long_text(seed) for seed in range(3)]
    about: dict[str, object] = {"title": title, "statute": True, "version": "2020-05-28"}
    add(fresh, *(reading(part, **about) for part in parts))  # type: ignore[arg-type]
    assert len(ids(fresh)) == 3
    (first, *_) = ids(fresh)
    add(fresh, reading(*parts, **about))  # type: ignore[arg-type]
    (only,) = ids(fresh)
    assert fresh.resolve_alias(first) == only
    assert len(fresh.record(only).reading.notice.components[0].sections) == 3


def test_a_law_written_anew_is_another_text_of_it(fresh: Archive) -> None:
    title = "中华人民共和国档案法"
    add(
        fresh,
        reading(long_text(1), title=title, statute=True, version="1987-09-05"),
        reading(long_text(2), title=title, statute=True, version="2020-06-20"),
    )
    (only,) = ids(fresh)
    assert len(fresh.record(only).expressions) == 2


def test_notices_that_recur_under_one_title_are_works_of_their_own(fresh: Archive) -> None:
    about: dict[str, object] = {"title": "焦作市人民政府任免通知", "issuers": ["焦作市人民政府"]}
    add(
        fresh,
        reading(long_text(1), signed="2021-03-01", **about),  # type: ignore[arg-type]
        reading(long_text(2), signed="2021-05-01", **about),  # type: ignore[arg-type]
    )
    assert len(ids(fresh)) == 2


# --- legal time and record time -------------------------------------------------------------------


def test_another_text_of_the_same_day_corrects_the_record(fresh: Archive) -> None:
    good = reading("甲一。", "乙二。", number=NUMBER, issuers=[OFFICE], signed="2021-11-09")
    bad = reading(
        "甲一。",
        "乙三。",
        number=NUMBER,
        issuers=[OFFICE],
        signed="2021-11-09",
        problems=["NUMBERING_ANOMALY"],
        file="scan.pdf",
    )
    add(fresh, bad, good)
    record = fresh.record("焦政办-2021-65")
    assert [e.name for e in record.expressions] == ["2021-11-09"]
    assert record.reading.source_sha256 == good.source_sha256
    shown = {m.sha256: (m.is_shown, m.revision) for m in record.expression.manifestations}
    assert shown == {bad.source_sha256: (False, 1), good.source_sha256: (True, 2)}
    differing = [p for p in record.reading.problems if p.code == "CORRECTION_DIFFERS"]
    assert [p.section for p in differing] == ["main-1/art-2"]
    assert "乙二" in differing[0].message
    assert "乙三" in differing[0].message
    older = fresh.record("焦政办-2021-65", expression="2021-11-09~1")
    assert older.reading.source_sha256 == bad.source_sha256
    assert older.expression.name == "2021-11-09~1"
    assert fresh.find(f"{NUMBER}@2021-11-09~1#main-1/art-2").expression == "2021-11-09~1"


def test_another_day_of_effect_is_another_text(fresh: Archive) -> None:
    title, organ = "园区管理办法", "焦作市人民政府"
    add(
        fresh,
        reading("新。", title=title, issuers=[organ], effective="2023-01-01"),
        reading("旧。", title=title, issuers=[organ], effective="2021-01-01"),
    )
    (only,) = ids(fresh)
    assert [e.name for e in fresh.record(only).expressions] == ["2021-01-01", "2023-01-01"]
    assert fresh.record(only, on=date(2022, 5, 1)).reading.source_text == "旧。"
    assert fresh.record(only, on=date(2023, 1, 1)).reading.source_text == "新。"
    assert fresh.record(only, on=date(2019, 1, 1)).reading.source_text == "旧。"
    assert fresh.record(only).reading.source_text == "新。"


def test_a_reading_that_missed_the_day_of_effect_makes_no_new_text(fresh: Archive) -> None:
    add(
        fresh,
        reading(
            "甲。", number=NUMBER, issuers=[OFFICE], signed="2021-11-09", effective="2022-01-01"
        ),
        reading("甲！", number=NUMBER, issuers=[OFFICE], signed="2021-11-09"),
        reading("甲？", number=NUMBER, issuers=[OFFICE]),
    )
    assert [e.name for e in fresh.record("焦政办-2021-65").expressions] == ["2022-01-01"]


def test_a_law_goes_by_its_title_whatever_the_order_that_promulgated_it(fresh: Archive) -> None:
    title = "中华人民共和国道路运输条例"
    add(
        fresh,
        reading("甲。", title=title, number="国务院令第406号", statute=True, version="2004-04-30"),
        reading("乙。", title=f"{title}（2012年修正）", statute=True, version="2012-11-09"),
        reading("丙。", title=title, number="国务院令第709号", statute=True, version="2019-03-02"),
    )
    (only,) = ids(fresh)
    assert [e.name for e in fresh.record(only).expressions] == [
        "2004-04-30",
        "2012-11-09",
        "2019-03-02",
    ]
    assert fresh.find("国务院令第406号").id == only
    assert fresh.find("国务院令第709号").id == only


def test_a_copy_without_the_line_of_revisions_joins_by_its_day_of_effect(fresh: Archive) -> None:
    title = "中华人民共和国政府采购法实施条例"
    add(
        fresh,
        reading("甲。", title=title, statute=True, version="2015-01-30", effective="2015-03-01"),
        reading("甲！", title=title, statute=True, effective="2015-03-01"),
    )
    (only,) = ids(fresh)
    assert [e.name for e in fresh.record(only).expressions] == ["2015-01-30"]


def test_an_amendment_that_keeps_the_day_of_effect_is_another_text(fresh: Archive) -> None:
    title = "上海市优化营商环境条例"
    one, other = long_text(1), long_text(2)
    about: dict[str, object] = {"title": title, "statute": True, "effective": "2020-04-10"}
    add(
        fresh,
        reading(one, version="2020-04-10", **about),  # type: ignore[arg-type]
        reading(other, version="2024-09-27", **about),  # type: ignore[arg-type]
        reading(other + "又及", **about),  # type: ignore[arg-type]
    )
    (only,) = ids(fresh)
    texts = fresh.record(only).expressions
    assert [(e.name, len(e.manifestations)) for e in texts] == [
        ("2020-04-10", 1),
        ("2024-09-27", 2),
    ]
    assert {code for _, code, _ in fresh.reviews()} == {"DATE_UNKNOWN"}


def test_a_local_statute_belongs_to_the_place_in_its_title(fresh: Archive) -> None:
    title = "湖州市市容和环境卫生管理条例"
    add(
        fresh,
        reading("甲。", title=title, statute=True, version="2016-09-29", issuers=["湖州市人大"]),
        reading("乙。", title=title, statute=True, version="2019-08-10"),
    )
    assert len(ids(fresh)) == 1


@pytest.mark.parametrize(
    ("printed", "normal"),
    [
        ("《中华人民共和国公司法》", "中华人民共和国公司法"),
        ("道路运输条例（2019年修正文本）", "道路运输条例"),
        ("道路运输条例(2012修订)", "道路运输条例"),
        ("实施方案（2020）", "实施方案(2020)"),
        ("管理办法（试行）", "管理办法(试行)"),
        ("条例（修订草案征求意见稿）", "条例(修订草案征求意见稿)"),
        ("中共河南省委　河南省人民政府关于…的意见", "中共河南省委河南省人民政府关于…的意见"),
    ],
)
def test_a_title_is_folded_and_loses_only_the_mark_of_a_version(printed: str, normal: str) -> None:
    assert normalise_title(printed) == normal


def test_facts_survive_being_kept() -> None:
    facts = facts_of(reading("甲。", number=NUMBER, issuers=[OFFICE], signed="2021-11-09"))
    assert type(facts).from_json(facts.to_json()) == facts


# --- the order of arrival ---------------------------------------------------------------------

LAW = "中华人民共和国档案法"
SHUFFLED: tuple[Reading, ...] = (
    reading(LONG, number=NUMBER, issuers=[OFFICE], signed="2021-11-09", title="关于办法的通知"),
    reading(LONG, file="twin.pdf", title="关于办法的通知", media_type="application/pdf"),
    reading(
        LONG + "误。", number=NUMBER, issuers=[OFFICE], signed="2021-11-09", problems=["DOUBT"]
    ),
    reading("同意甲。", number="市政函〔2021〕5号", issuers=["焦作市人民政府"]),
    reading("同意乙。", number="市政函〔2021〕5号", issuers=["平顶山市人民政府"]),
    reading("印发丙。", number="汴政〔2021〕5号", issuers=["开封市人民政府"], held=True),
    reading("印发丁。", number="汴政〔2021〕5号", issuers=["汴京县人民政府"]),
    reading("印发戊。", number="汴政〔2021〕5号"),
    reading("档案一。", title=LAW, statute=True, version="1987-09-05", issuers=["全国人大常委会"]),
    reading("档案二。", title=f"{LAW}（2020年修订）", statute=True, version="2020-06-20"),
    reading("档案贰。", title=LAW, statute=True, version="2020-06-20", problems=["COVERAGE"]),
    reading(LONG + "甲", number="豫政〔2020〕1号", issuers=["河南省人民政府"]),
    reading(LONG + "甲", number="豫政〔2020〕2号", issuers=["河南省人民政府"]),
    reading(LONG + "甲", file="whose"),
    reading(LONG + "乙", file="one", title="简报"),
    reading(LONG + "乙", file="other", title="工作简报"),
    reading(long_text(5), title="任免通知书", issuers=["焦作市人民政府"], signed="2021-03-01"),
    reading(long_text(6), title="任免通知书", issuers=["焦作市人民政府"], signed="2021-05-01"),
    reading(long_text(5) + "又", title="任免通知书", issuers=["焦作市人民政府"]),
)


def every_file(archive: Archive) -> set[str]:
    return {
        manifestation.sha256
        for id_ in ids(archive)
        for expression in archive.record(id_).expressions
        for manifestation in expression.manifestations
    }


def everything(archive: Archive) -> dict[str, object]:
    """All that must not depend on the order; ``~n`` and times of arrival are record time."""
    works = {}
    for listed in archive.listing(on=TODAY, public=False, order="number"):
        record = archive.record(listed.id)
        works[listed.id] = (
            listed.title,
            listed.number,
            listed.state,
            record.reading.source_sha256,
            [
                (
                    expression.name,
                    expression.valid_from,
                    sorted((m.sha256, m.is_shown, m.rule) for m in expression.manifestations),
                )
                for expression in record.expressions
            ],
        )
    query = parse_query("印发")
    hits = archive.search(query, on=TODAY, public=True).hits
    # What was placed file by file is what all files together ask for.
    known = [facts_of(kept) for one in every_file(archive) for kept in archive.readings(one)[-1:]]
    assert sorted(works) == sorted(work.slug for work in assign(known).works)
    return {
        "works": works,
        "reviews": archive.reviews(),
        "browse": archive.browse(public=True),
        "found": sorted((hit.id, hit.section, hit.text) for hit in hits),
        "faults": archive.check(deep=True),
    }


@pytest.fixture(scope="module")
def from_scratch(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Archive]:
    """Opens an empty archive, copied from one that was made once."""
    empty = tmp_path_factory.mktemp("empty") / "archive"
    Archive.open(empty, engine_type=FakeEngine).close()

    def opener() -> Archive:
        folder = tmp_path_factory.mktemp("shuffled") / "archive"
        shutil.copytree(empty, folder)
        return Archive.open(folder, engine_type=FakeEngine)

    return opener


@pytest.fixture(scope="module")
def in_order(from_scratch: Callable[[], Archive]) -> dict[str, object]:
    """What the archive says when they come as they stand above."""
    with from_scratch() as archive:
        with archive.adding():
            add(archive, *SHUFFLED)
        return everything(archive)


def test_the_shuffled_set_holds_each_kind_of_meeting(in_order: dict[str, object]) -> None:
    works = in_order["works"]
    assert isinstance(works, dict)
    assert len(works) == 13
    assert in_order["faults"] == ()


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(order=st.permutations(range(len(SHUFFLED))))
@pytest.mark.slow
def test_any_order_of_arrival_gives_the_same_archive(
    order: list[int], from_scratch: Callable[[], Archive], in_order: dict[str, object]
) -> None:
    with from_scratch() as archive:
        with archive.adding():
            add(archive, *(SHUFFLED[at] for at in order))
        assert everything(archive) == in_order


def test_batches_make_no_difference(
    from_scratch: Callable[[], Archive], in_order: dict[str, object]
) -> None:
    shuffled = list(SHUFFLED)
    random.Random(7).shuffle(shuffled)  # noqa: S311  a fixed order, nothing secret
    with from_scratch() as archive:
        for made in shuffled:
            add(archive, made)
        assert everything(archive) == in_order
