"""Order does not matter: documents in any order, alone or together, say the same of each other."""

import random
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from archive.archive import Archive
from archive.notice.model import Reading, Source
from archive.record import Interval
from ingest.pipeline import read
from tests.archive.fake_engine import FakeEngine
from tests.laws.linked import BUREAU, document, readings, source

DAYS = (date(2009, 1, 1), date(2015, 1, 1), date(2022, 11, 30), date(2023, 5, 1), date(2026, 1, 1))
Handed = tuple[Source, Reading]


@pytest.fixture(scope="module")
def handed() -> dict[str, Handed]:
    return readings()


def graph(archive: Archive) -> dict[str, Any]:
    """Everything that the archive concludes, ids instead of row numbers."""
    ids = {line.id for line in archive.listing(on=DAYS[0], public=False)}
    found: dict[str, Any] = {}
    timelines: dict[str, Sequence[Interval]] = {}
    ahead = sorted(ids)
    while ahead:
        work = ahead.pop()
        if work in found:
            continue
        relations = archive.relations(work, public=False)
        said = [
            (r.type, r.assertion, r.other, r.section, r.quote, r.effect_date, r.how, r.component)
            for r in relations.outgoing
        ]
        heard = [(r.type, r.assertion, r.other.id, r.section, r.quote) for r in relations.incoming]
        timeline = archive.status(work, None, DAYS[0]).timeline
        timelines[work] = timeline
        found[work] = (said, heard, timeline)
        ahead += [r.other.id for r in relations.outgoing if r.other.id]
    for day in DAYS:
        standings = archive.standings(list(timelines), day)
        for work, timeline in timelines.items():
            assert standings[work].status == _on(timeline, day), (work, day)
    return found


def _on(timeline: Sequence[Interval], day: date) -> str:
    return next(i.status for i in timeline if (i.start or date.min) <= day <= (i.stop or date.max))


def filled(folder: Path, batches: Sequence[Sequence[Handed]]) -> dict[str, Any]:
    with Archive.open(folder, engine_type=FakeEngine) as archive:
        for batch in batches:
            with archive.adding():
                for made, reading in batch:
                    archive.add(made, reading)
        return graph(archive)


def divided(order: list[Handed], chance: random.Random) -> Iterator[list[Handed]]:
    """In batches of any size, with what came before among them again."""
    at = 0
    while at < len(order):
        size = chance.choice((1, 2, 5, 12, len(order)))
        batch = order[at : at + size]
        if at and chance.random() < 0.4:
            batch.insert(chance.randrange(len(batch) + 1), chance.choice(order[:at]))
        yield batch
        at += size


def prove(folder: Path, handed: dict[str, Handed], orders: int, seed: int) -> None:
    every = list(handed.values())
    assert len(every) >= 30
    expected = filled(folder / "all", [every])
    chance = random.Random(seed)  # noqa: S311  which order is tried is no secret
    for number in range(orders):
        order = every.copy()
        chance.shuffle(order)
        assert filled(folder / str(number), list(divided(order, chance))) == expected, number


def test_any_order_gives_the_same_graph_and_statuses(tmp_path: Path, handed) -> None:
    prove(tmp_path, handed, 8, 20)


@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_two_hundred_orders_give_the_same_graph_and_statuses(tmp_path: Path, handed) -> None:
    prove(tmp_path, handed, 200, 2021)


def test_one_by_one_is_the_same_as_together(tmp_path: Path, handed) -> None:
    every = list(handed.values())
    alone = filled(tmp_path / "alone", [[one] for one in reversed(every)])
    assert alone == filled(tmp_path / "all", [every])


def test_the_documents_are_linked_as_a_reader_would(tmp_path: Path, handed) -> None:
    with Archive.open(tmp_path, engine_type=FakeEngine) as archive:
        with archive.adding():
            for made, reading in handed.values():
                archive.add(made, reading)

        def on(work: str, day: str) -> str:
            return archive.status(archive.find(work).id, None, date.fromisoformat(day)).status

        assert on("临政〔2010〕1号", "2018-03-31") == "EFFECTIVE"
        assert on("临政〔2010〕1号", "2018-04-01") == "REPEALED"
        assert on("临政〔2018〕23号", "2023-03-31") == "EFFECTIVE"
        assert on("临政〔2018〕23号", "2023-04-01") == "UNKNOWN"  # the boundary day
        assert on("临政〔2018〕23号", "2023-04-02") == "EXPIRED"
        assert on("临政〔2018〕22号", "2025-01-01") == "EFFECTIVE"  # extended
        assert on("临政〔2018〕24号", "2022-05-01") == "REPEALED"  # listed
        assert on("临政〔1999〕7号", "2022-04-30") == "PRESUMED_EFFECTIVE"
        assert on("临政〔1999〕7号", "2022-05-01") == "REPEALED"
        assert on("临政〔2001〕12号", "2022-05-01") == "REPEALED"  # never arrived
        assert on("临政〔2018〕25号", "2021-07-01") == "AMENDED"
        assert on("临政〔2018〕21号", "2023-01-01") == "EFFECTIVE"
        assert on("临财〔2008〕77号", "2022-12-01") == "REPEALED"  # by its title alone
        assert on("临政〔2018〕26号", "2023-01-01") == "EFFECTIVE"  # the draft only proposes
        details = archive.find("临海市园区资金实施细则-" + _digest(archive)).id
        assert archive.status(details, None, date(2018, 2, 28)).status == "NOT_YET_EFFECTIVE"
        assert archive.status(details, None, date(2018, 3, 1)).status == "UNKNOWN"


def _digest(archive: Archive) -> str:
    ids = [line.id for line in archive.listing(on=DAYS[0], public=False)]
    return next(i for i in ids if i.startswith("临海市园区资金实施细则-")).rpartition("-")[2]


def test_a_reference_says_when_its_target_has_changed_since(tmp_path: Path, handed) -> None:
    citing = source(
        "citing",
        document(
            "临财〔2019〕40号",
            f"{BUREAU}关于校车补贴的通知",
            BUREAU,
            "根据《临海市校车安全管理办法》（临政〔2018〕25号），现就有关事项通知如下。",
            "2019年9月1日",
        ),
    )
    with Archive.open(tmp_path, engine_type=FakeEngine) as archive:
        with archive.adding():
            for made, reading in (*handed.values(), (citing, read(citing))):
                archive.add(made, reading)
        (cited,) = archive.relations(archive.find("临财〔2019〕40号").id, public=True).outgoing
        assert (cited.as_of, cited.changed_on) == (date(2019, 9, 1), date(2021, 7, 1))
        amending = archive.relations(archive.find("临政〔2021〕3号").id, public=True).outgoing
        assert {relation.changed_on for relation in amending} == {None}
