"""Held, published, withdrawn."""

from datetime import date

import pytest

from archive.archive import Archive
from archive.errors import NoticeNotFound
from archive.notice.model import Reading
from archive.record import State
from archive.search.query import parse_query
from tests.archive.hand_made import reading, source

TODAY = date(2026, 11, 22)
OFFICE = "焦作市人民政府办公室"
LONG = "园区管理机构应当按照规定履行职责，不得擅自扩大范围，并接受社会各界监督。" * 4
OPEN = reading("公开的园区。", number="焦政办〔2021〕1号", issuers=[OFFICE], kind="通知")
MARKED = reading(
    LONG, number="焦政办〔2021〕2号", issuers=[OFFICE], held=True, kind="批复", signed="2021-01-01"
)
ID = "焦政办-2021-2"


@pytest.fixture
def filled(fresh: Archive) -> Archive:
    for made in (OPEN, MARKED):
        fresh.add(source(made), made)
    return fresh


def seen(archive: Archive) -> set[str]:
    """The ids that the public meets anywhere."""
    listed = archive.listing(on=TODAY, public=True)
    results = archive.search(parse_query("园区"), on=TODAY, public=True)
    counted = sum(value.count for value in archive.browse(public=True)["kind"])
    assert archive.count(public=True) == len(listed) == counted == results.notices
    assert sum(value.count for value in results.facets["kind"]) == results.total
    assert {hit.id for hit in results.hits} == {line.id for line in listed}
    numbered = archive.search(parse_query("焦政办〔2021〕2号"), on=TODAY, public=True)
    assert (numbered.total == 0) == (ID not in {line.id for line in listed})
    return {line.id for line in listed}


def test_a_marked_document_is_held_and_in_nothing_public(filled: Archive) -> None:
    assert seen(filled) == {"焦政办-2021-1"}
    assert filled.figures().held == 1
    assert filled.record(ID).state is State.HELD
    assert filled.original(MARKED.source_sha256)[1] is State.HELD


def test_the_operator_sees_it(filled: Archive) -> None:
    assert filled.count(public=False) == 2
    results = filled.search(parse_query("园区"), on=TODAY, public=False)
    assert results.notices == 2


def test_incomplete_coverage_holds_a_document(fresh: Archive) -> None:
    made = reading("甲。", number="焦政办〔2021〕3号", issuers=[OFFICE], problems=["COVERAGE"])
    fresh.add(source(made), made)
    assert fresh.record("焦政办-2021-3").state is State.HELD


def test_publishing_shows_it_and_withdrawing_takes_it_back(filled: Archive) -> None:
    filled.publish(ID)
    assert seen(filled) == {"焦政办-2021-1", ID}
    filled.withdraw(ID, "隐私")
    assert seen(filled) == {"焦政办-2021-1"}
    assert filled.record(ID).state is State.WITHDRAWN
    assert [(d.action, d.reason) for d in filled.decisions(ID)] == [
        ("publish", None),
        ("withdraw", "隐私"),
    ]


def test_a_decision_outlives_rereading(filled: Archive) -> None:
    filled.publish(ID)

    def read(_: object) -> Reading:
        return reading(
            LONG,
            number="焦政办〔2021〕2号",
            issuers=[OFFICE, "焦作市科技局"],
            held=True,
            reader="hand 2",
        )

    filled.reread(lambda made: _as(made.sha256, read(made)), [ID], outdated="hand 2")
    assert filled.record(ID).reading.reader == "hand 2"
    assert filled.record(ID).state is State.PUBLISHED


def _as(sha256: str, made: Reading) -> Reading:
    from dataclasses import replace

    return replace(made, source_sha256=sha256)


def test_a_decision_covers_a_file_that_joins_later(filled: Archive) -> None:
    filled.withdraw("焦政办-2021-1", "失实")
    twin = reading("公开的园区。", number="焦政办〔2021〕1号", issuers=[OFFICE], file="twin")
    assert filled.add(source(twin), twin).id == "焦政办-2021-1"
    assert filled.record("焦政办-2021-1").state is State.WITHDRAWN


def test_a_decision_follows_a_file_into_another_work(fresh: Archive) -> None:
    first = reading(LONG, file="first")
    id_ = fresh.add(source(first), first).id
    fresh.withdraw(id_, "失实")
    known = reading(LONG, number="焦政办〔2021〕9号", issuers=[OFFICE])
    assert fresh.add(source(known), known).id == "焦政办-2021-9"
    assert fresh.record("焦政办-2021-9").state is State.WITHDRAWN


def test_a_marked_file_that_joins_holds_the_work_back(filled: Archive) -> None:
    twin = reading(
        "公开的园区。", number="焦政办〔2021〕1号", issuers=[OFFICE], held=True, file="t"
    )
    filled.add(source(twin), twin)
    assert seen(filled) == set()


def test_deciding_about_nothing_says_so(filled: Archive) -> None:
    with pytest.raises(NoticeNotFound):
        filled.publish("焦政办-2021-99")
    with pytest.raises(NoticeNotFound):
        filled.withdraw("焦政办-2021-99", "无")
