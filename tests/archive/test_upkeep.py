"""Catalogue and index kept level, through crashes, swaps and rereading."""

import multiprocessing
import os
import signal
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from archive import indexing
from archive.archive import Archive
from archive.errors import ArchiveBusy, ArchiveError, NoticeNotFound, OutdatedIndex, StaleIndex
from archive.notice.model import Reading, Source
from archive.record import Outcome
from archive.search.query import parse_query
from tests.archive.conftest import Opener
from tests.archive.fake_engine import FakeEngine
from tests.archive.hand_made import reading, source

TODAY = date(2026, 11, 22)
OFFICE = "焦作市人民政府办公室"


def numbered(serial: int, *texts: str, reader: str = "hand 1") -> Reading:
    return reading(
        *(texts or (f"园区第{serial}号。",)),
        number=f"焦政办〔2021〕{serial}号",
        issuers=[OFFICE],
        reader=reader,
    )


def found(archive: Archive, typed: str) -> set[str]:
    return {hit.id for hit in archive.search(parse_query(typed), on=TODAY, public=True).hits}


def add(archive: Archive, *made: Reading) -> None:
    for one in made:
        archive.add(source(one), one)


# --- the change log -------------------------------------------------------------------------------


def test_the_log_is_empty_once_the_index_has_everything(fresh: Archive) -> None:
    add(fresh, numbered(1), numbered(2))
    figures = fresh.figures()
    assert figures.sequence == figures.index_sequence > 0
    assert fresh._catalogue.changes_after(0, 10) == ()
    assert fresh._catalogue.floor() == figures.sequence


def test_in_a_batch_the_index_is_told_now_and_then_and_at_the_end(
    fresh: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    applied: list[int] = []
    real = FakeEngine.apply

    def apply(self: FakeEngine, sequence: int, *rest: object) -> None:
        applied.append(sequence)
        real(self, sequence, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(FakeEngine, "apply", apply)
    monkeypatch.setattr("archive.archive._UNTOLD_LIMIT", 3)
    with fresh.adding():
        add(fresh, *(numbered(serial) for serial in range(1, 8)))
    assert len(applied) == 3
    assert len(found(fresh, "园区")) == 7


def test_what_failed_in_a_batch_does_not_keep_the_rest_from_the_index(fresh: Archive) -> None:
    def interrupted() -> None:
        with fresh.adding():
            add(fresh, numbered(1))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        interrupted()
    assert found(fresh, "园区") == {"焦政办-2021-1"}


def test_who_interrupts_a_batch_does_not_wait_for_the_index(open_archive: Opener) -> None:
    archive = open_archive()

    def interrupted() -> None:
        with archive.adding():
            add(archive, numbered(1))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert [fault.code for fault in archive.check()] == ["INDEX_BEHIND"]
    assert found(open_archive(), "园区") == {"焦政办-2021-1"}


def _die_before_the_index_learns(folder: Path, how: str) -> None:
    """Runs in a child: commits a notice to the catalogue, then is gone."""

    def die(*_: object) -> None:
        if how == "exit":
            os._exit(9)
        os.kill(os.getpid(), signal.SIGKILL)

    archive = Archive.open(folder, engine_type=FakeEngine)
    FakeEngine.apply = die  # type: ignore[method-assign,assignment]
    add(archive, numbered(2))


@pytest.mark.parametrize("how", ["exit", "kill"])
def test_a_notice_committed_before_a_crash_is_found_after_the_next_open(
    folder: Path, open_archive: Opener, how: str
) -> None:
    with open_archive() as archive:
        add(archive, numbered(1))
    child = multiprocessing.get_context("spawn").Process(
        target=_die_before_the_index_learns, args=(folder, how)
    )
    child.start()
    child.join(60)
    assert child.exitcode in (9, -signal.SIGKILL)
    reader = open_archive(writable=False)
    assert reader.count(public=True) == 2
    assert found(reader, "园区") == {"焦政办-2021-1"}
    assert [fault.code for fault in reader.check()] == ["INDEX_BEHIND"]
    results = reader.search(parse_query("园区"), on=TODAY, public=True)
    assert results.hints
    healed = open_archive()
    assert found(healed, "园区") == {"焦政办-2021-1", "焦政办-2021-2"}
    assert found(reader, "园区") == {"焦政办-2021-1", "焦政办-2021-2"}
    assert healed.check(deep=True) == ()


def test_replaying_twice_changes_nothing(fresh: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    add(fresh, numbered(1))
    before = fresh._index.engine().ordinals()
    monkeypatch.setattr(fresh._catalogue, "forget_changes", lambda _: None)
    add(fresh, numbered(2))
    engine = fresh._index.engine()
    engine.apply(1, (), ())  # as if the second change had not been applied
    fresh.sync()
    fresh.sync()
    assert engine.ordinals() > before
    assert fresh.check() == ()


def test_a_second_indexer_is_told_that_another_is_at_work(
    fresh: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "LOCK_TIMEOUT_S", 0.05)
    with fresh._index._locked("lock"), pytest.raises(ArchiveBusy, match="正在更新索引"):
        fresh.sync()


# --- readers never write --------------------------------------------------------------------------


def _state_of(folder: Path) -> dict[str, tuple[int, int]]:
    return {str(path): (path.stat().st_mtime_ns, path.stat().st_size) for path in folder.rglob("*")}


def test_a_reader_creates_nothing(folder: Path, open_archive: Opener) -> None:
    with pytest.raises(ArchiveError, match="没有档案库"):
        open_archive(writable=False)
    assert not folder.exists()


def test_a_reader_changes_nothing(folder: Path, open_archive: Opener) -> None:
    with open_archive() as archive:
        add(archive, numbered(1))
    before = _state_of(folder)
    with open_archive(writable=False) as reader:
        assert found(reader, "园区") == {"焦政办-2021-1"}
        reader.check(deep=True)
        reader.record("焦政办-2021-1")
        for change in (
            lambda: add(reader, numbered(2)),
            lambda: reader.publish("焦政办-2021-1"),
            lambda: reader.withdraw("焦政办-2021-1", "无"),
            reader.sync,
            reader.reindex,
        ):
            with pytest.raises(ArchiveError, match="只读"):
                change()
        with pytest.raises(ArchiveError, match="只读"):
            reader.reread(lambda _: numbered(1))
    assert _state_of(folder) == before


# --- rebuilding -----------------------------------------------------------------------------------


def test_reindexing_swaps_and_a_long_lived_reader_follows(
    folder: Path, open_archive: Opener
) -> None:
    archive = open_archive()
    add(archive, numbered(1), numbered(2))
    reader = open_archive(writable=False)
    assert len(found(reader, "园区")) == 2
    before = (folder / "index" / "current").read_text()
    assert archive.reindex() == archive.figures().clauses
    assert (folder / "index" / "current").read_text() != before
    assert len(found(reader, "园区")) == 2
    add(archive, numbered(3))
    assert len(found(reader, "园区")) == 3
    archive.reindex()
    archive.reindex()
    assert len(list((folder / "index").glob("g*"))) == 2
    assert archive.check() == ()


def test_search_and_adding_go_on_while_the_index_is_rebuilt(
    open_archive: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, other = open_archive(), open_archive()
    add(archive, numbered(1), numbered(2))
    reader = open_archive(writable=False)
    seen: list[object] = []
    real = indexing.Index._entries_after

    def interrupted(self: indexing.Index, at: int) -> object:
        yield from real(self, at)
        if not seen:
            add(other, numbered(3))
            other.withdraw("焦政办-2021-1", "无")
            add(other, numbered(2, "全新的园区。", reader="hand 2"))
            seen.append(found(reader, "园区"))

    monkeypatch.setattr(indexing.Index, "_entries_after", interrupted)
    archive.reindex()
    assert seen == [{"焦政办-2021-2", "焦政办-2021-3"}]
    assert found(reader, "园区") == {"焦政办-2021-2", "焦政办-2021-3"}
    assert archive.check() == ()


def test_a_writer_that_waits_for_another_says_so_once(
    folder: Path, open_archive: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = open_archive()
    monkeypatch.setattr(indexing, "_PATIENT_S", 0.0)
    holding, ended = threading.Event(), threading.Event()
    said: list[str] = []

    def hold() -> None:
        with first._index._locked("lock"):
            holding.set()
            ended.wait(60)

    def hear(sentence: str) -> None:
        said.append(sentence)
        ended.set()

    holder = threading.Thread(target=hold)
    holder.start()
    holding.wait(60)
    with Archive.open(folder, engine_type=FakeEngine, waiting=hear) as second:
        add(second, numbered(1))
    holder.join()
    assert len(said) == 1
    assert "等" in said[0]


def test_two_rebuilds_at_once_are_one_too_many(fresh: Archive) -> None:
    with fresh._index._locked("rebuilding"), pytest.raises(ArchiveBusy):
        fresh.reindex()


def test_a_lost_index_is_said_and_mended_by_reindex_alone(
    folder: Path, open_archive: Opener
) -> None:
    import shutil

    with open_archive() as archive:
        add(archive, numbered(1), numbered(2))
    shutil.rmtree(folder / "index")
    reader = open_archive(writable=False)
    with pytest.raises(StaleIndex, match="fawen reindex"):
        found(reader, "园区")
    assert reader.figures().index_sequence == -1
    assert reader.count(public=True) == 2
    writer = open_archive()
    add(writer, numbered(3))
    assert "索引丢失" in str(writer.index_fault)
    with pytest.raises(StaleIndex):
        found(reader, "园区")
    assert writer.reindex() == writer.figures().clauses
    assert writer.index_fault is None
    assert len(found(reader, "园区")) == 3


def test_an_index_that_cannot_be_opened_is_left_as_it_is(
    folder: Path, open_archive: Opener
) -> None:
    with open_archive() as archive:
        add(archive, numbered(1))
    damaged = next((folder / "index").glob("g*/entries.json"))
    damaged.write_text("{", encoding="utf-8")
    writer = open_archive()
    add(writer, numbered(2))
    assert writer.index_fault is not None
    assert damaged.read_text(encoding="utf-8") == "{"
    assert writer.count(public=True) == 2
    writer.reindex()
    assert len(found(writer, "园区")) == 2
    assert writer.check() == ()


def test_an_index_of_another_version_is_built_anew_by_the_next_writer(
    open_archive: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_archive() as archive:
        add(archive, numbered(1))
    opened: list[Path] = []
    load = FakeEngine._load

    def outdated_at_first(self: FakeEngine) -> object:
        if not opened:
            opened.append(self._file)
            raise OutdatedIndex("索引是用另一版词典或程序建立的", "请运行 fawen reindex")
        return load(self)

    monkeypatch.setattr(FakeEngine, "_load", outdated_at_first)
    writer = open_archive()
    assert writer.index_fault is None
    assert found(writer, "园区") == {"焦政办-2021-1"}


def test_a_rebuild_that_was_broken_off_goes_on_where_it_stopped(
    folder: Path, open_archive: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = open_archive()
    add(archive, *(numbered(serial) for serial in range(1, 6)))
    monkeypatch.setattr(indexing, "_ENTRIES_AT_ONCE", 3)
    real, asked = indexing.Index._entries_after, []

    def dying(self: indexing.Index, at: int) -> object:
        asked.append(at)
        for read, one in enumerate(real(self, at)):
            if read == 7 and len(asked) == 1:
                raise KeyboardInterrupt
            yield one

    monkeypatch.setattr(indexing.Index, "_entries_after", dying)
    with pytest.raises(KeyboardInterrupt):
        archive.reindex()
    assert len(found(archive, "园区")) == 5
    archive.withdraw("焦政办-2021-1", "无")
    add(archive, numbered(6))
    assert len(found(archive, "园区")) == 5
    reader = open_archive(writable=False)
    assert archive.reindex() == archive.figures().clauses
    assert asked[0] == 0 < asked[1]
    assert len(found(reader, "园区")) == 5
    assert archive.check() == ()
    assert not (folder / "index" / "building").exists()
    archive.reindex()
    assert asked[2] == 0


def test_a_rebuild_whose_log_is_gone_begins_anew(folder: Path, open_archive: Opener) -> None:
    archive = open_archive()
    add(archive, numbered(1))
    (folder / "index" / "building").write_text("g7 0", encoding="ascii")
    archive.reindex()
    assert found(archive, "园区") == {"焦政办-2021-1"}
    assert archive.check() == ()


def test_an_index_older_than_the_log_is_built_anew(folder: Path, open_archive: Opener) -> None:
    import shutil

    archive = open_archive()
    add(archive, numbered(1))
    shutil.copytree(folder / "index", folder / "old")
    add(archive, numbered(2))
    archive.close()
    shutil.rmtree(folder / "index")
    (folder / "old").rename(folder / "index")
    assert len(found(open_archive(), "园区")) == 2


# --- rereading ------------------------------------------------------------------------------------


def test_rereading_replaces_what_is_shown_and_keeps_the_former_reading(fresh: Archive) -> None:
    old = numbered(1, "旧读法的园区。")
    add(fresh, old, numbered(2))
    assert fresh.has(old.source_sha256, "hand 1")
    better = replace(
        numbered(1, "新读法的园区。", reader="hand 2"), source_sha256=old.source_sha256
    )
    asked: list[str] = []

    def read(again: Source) -> Reading:
        asked.append(again.sha256)
        assert again.content == source(old).content
        return better

    done = fresh.reread(read, ["焦政办-2021-1"])
    assert [(one.outcome, one.id) for one in done] == [(Outcome.UPDATED, "焦政办-2021-1")]
    assert asked == [old.source_sha256]
    assert found(fresh, "新读法") == {"焦政办-2021-1"}
    assert found(fresh, "“旧读法”") == set()
    assert fresh.record("焦政办-2021-1").reading.reader == "hand 2"
    assert fresh.has(old.source_sha256, "hand 2")
    assert not fresh.has(old.source_sha256, "hand 1")
    history = fresh.readings(old.source_sha256)
    assert [(kept.reader, kept.notice == old.notice) for kept in history] == [
        ("hand 1", True),
        ("hand 2", False),
    ]
    assert fresh.check(deep=True) == ()


def test_only_outdated_readings_are_read_again(fresh: Archive) -> None:
    current, outdated = numbered(1, reader="hand 2"), numbered(2)
    add(fresh, current, outdated)
    done = fresh.reread(lambda _: replace(outdated, reader="hand 2"), outdated="hand 2")
    assert [(one.outcome, one.id) for one in done] == [(Outcome.UNCHANGED, "焦政办-2021-2")]
    assert fresh.has(outdated.source_sha256, "hand 2")
    assert fresh.reread(lambda _: outdated, outdated="hand 2") == ()


def test_a_rereading_that_changes_the_number_moves_the_work_and_the_old_id_leads_on(
    fresh: Archive,
) -> None:
    misread = numbered(1)
    add(fresh, misread)
    mended = replace(numbered(7), source_sha256=misread.source_sha256, reader="hand 2")
    assert fresh.reread(lambda _: mended)[0].id == "焦政办-2021-7"
    assert fresh.resolve_alias("焦政办-2021-1") == "焦政办-2021-7"
    assert [line.id for line in fresh.listing(on=TODAY, public=True)] == ["焦政办-2021-7"]


def test_one_unreadable_original_stops_only_itself_when_the_caller_listens(
    folder: Path, fresh: Archive
) -> None:
    lost, kept = numbered(1), numbered(2)
    add(fresh, lost, kept)
    path = fresh.original(lost.source_sha256)[2]
    path.unlink()
    again = replace(numbered(2, "改。"), source_sha256=kept.source_sha256, reader="hand 2")
    failed: list[str] = []
    done = fresh.reread(lambda _: again, failed=lambda name, _: failed.append(name))
    assert [one.id for one in done] == ["焦政办-2021-2"]
    assert failed == ["a.txt"]


# --- several at once ------------------------------------------------------------------------------


def test_writers_in_several_threads_lose_nothing(open_archive: Opener) -> None:
    archives = [open_archive() for _ in range(3)]

    def work(at: int) -> None:
        add(archives[at], *(numbered(10 * at + serial) for serial in range(1, 6)))

    threads = [threading.Thread(target=work, args=(at,)) for at in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    archive = archives[0]
    assert archive.count(public=True) == 15
    assert archive.search(parse_query("园区"), on=TODAY, public=True).notices == 15
    assert archive.check(deep=True) == ()


def test_one_reader_serves_many_threads(open_archive: Opener) -> None:
    archive = open_archive()
    add(archive, *(numbered(serial) for serial in range(1, 6)))
    reader = open_archive(writable=False)
    failures: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(5):
                assert len(found(reader, "园区")) == 5
                assert reader.record("焦政办-2021-3").reading.notice.number
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    archive.reindex()
    for thread in threads:
        thread.join()
    assert failures == []


def test_nothing_goes_by_an_unknown_name(fresh: Archive) -> None:
    for ask in (
        lambda: fresh.find("焦政办〔2021〕65号"),
        lambda: fresh.record("焦政办-2021-65"),
        lambda: fresh.status("焦政办-2021-65", None, TODAY),
        lambda: fresh.original("0" * 64),
    ):
        with pytest.raises(NoticeNotFound):
            ask()
