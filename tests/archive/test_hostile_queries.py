"""Whatever is typed is answered or refused with a sentence; ``benchmarks/hostile.py`` asks more."""

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.archive import Archive
from archive.errors import QueryError
from archive.search.query import parse_query
from benchmarks.hostile import query
from tests.archive.hand_made import reading, source

DAY = date(2026, 11, 9)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder: Path = tmp_path_factory.mktemp("hostile")
    with Archive.open(folder / "archive") as archive:
        for serial in range(1, 30):
            text = (
                f"第一条 园区应当有{serial}万元资金。(a1)“和服”的规定，市人民政府不得或者GDP１２é"
            )
            one = reading(text, number=f"焦政办〔2021〕{serial}号", issuers=["焦作市人民政府"])
            archive.add(source(one), one)
        yield archive


def answered(archive: Archive, typed: str) -> bool:
    try:
        results = archive.search(parse_query(typed), on=DAY, public=True)
    except QueryError:
        return False
    for hit in results.hits:
        for start, stop in hit.highlights:
            assert 0 <= start < stop <= len(hit.text)
    assert len(results.hits) == min(results.total, 20)
    return True


def test_five_hundred_hostile_queries_are_answered_or_refused(archive: Archive) -> None:
    chance = random.Random(11)  # noqa: S311  the same queries every time
    seen = [answered(archive, query(chance)) for _ in range(500)]
    assert any(seen)
    assert not all(seen)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60) | st.text('()（）"“”-*?:：《》 \u3000的园区aA1OR', max_size=60))
def test_any_text_is_answered_or_refused(archive: Archive, typed: str) -> None:
    answered(archive, typed)


@settings(max_examples=100, deadline=None)
@given(st.randoms(use_true_random=False))
def test_any_hostile_query_is_answered_or_refused(archive: Archive, chance: random.Random) -> None:
    answered(archive, query(chance))
