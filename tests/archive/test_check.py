"""The self-audit: an archive damaged by hand is found out, one damage at a time."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.archive import Archive
from archive.record import Fault
from tests.archive.conftest import Opener
from tests.archive.hand_made import reading, source

MADE = reading("园区。", "资金。", number="焦政办〔2021〕65号", issuers=["焦作市人民政府办公室"])


@pytest.fixture
def sound(open_archive: Opener) -> Archive:
    archive = open_archive()
    archive.add(source(MADE), MADE)
    assert archive.check(deep=True) == ()
    return archive


def only(archive: Archive, code: str) -> Fault:
    """The one fault, which must tell what and what to do."""
    (fault,) = archive.check()
    assert fault.code == code
    assert fault.subject
    assert fault.problem
    assert "fawen" in fault.remedy or "备份" in fault.remedy
    return fault


def entries(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Edits the small engine's file."""
    (path,) = folder.glob("index/g*/entries.json")
    kept = json.loads(path.read_text(encoding="utf-8"))
    change(kept)
    path.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")


def test_a_lost_original(sound: Archive) -> None:
    sound.original(MADE.source_sha256)[2].unlink()
    assert only(sound, "ORIGINAL_MISSING").subject == MADE.source_sha256


def test_a_changed_original(sound: Archive) -> None:
    path = sound.original(MADE.source_sha256)[2]
    path.chmod(0o644)
    path.write_bytes(path.read_bytes() + b" ")
    assert only(sound, "ORIGINAL_CHANGED").subject == MADE.source_sha256


def test_a_work_in_the_catalogue_without_any_original(sound: Archive, folder: Path) -> None:
    with sqlite3.connect(folder / "catalogue.sqlite") as database:
        database.execute("DELETE FROM clauses")
        database.execute("DELETE FROM readings")
        database.execute("DELETE FROM manifestations")
    database.close()
    codes = {fault.code: fault for fault in sound.check()}
    assert codes["CATALOGUE_WITHOUT_ORIGINAL"].subject == "焦政办-2021-65"


def test_bytes_that_no_notice_belongs_to_are_found_by_the_deep_check(sound: Archive) -> None:
    sound._originals.keep("ab" * 32, b"")
    assert sound.check() == ()
    assert [fault.code for fault in sound.check(deep=True)] == ["ORIGINAL_UNCATALOGUED"]


def test_a_clause_missing_from_the_index(sound: Archive, folder: Path) -> None:
    entries(folder, lambda kept: kept["entries"].pop(1))
    assert "第一条" in only(sound, "INDEX_MISSING").problem
    sound.reindex()
    assert sound.check() == ()


def test_an_entry_that_the_catalogue_does_not_have(sound: Archive, folder: Path) -> None:
    entries(folder, lambda kept: kept["entries"].append({**kept["entries"][0], "ordinal": 99}))
    assert only(sound, "INDEX_EXTRA").subject == "99"
    sound.reindex()
    assert sound.check() == ()


def test_an_index_behind_the_catalogue(sound: Archive, folder: Path) -> None:
    entries(folder, lambda kept: kept.update(sequence=0))
    only(sound, "INDEX_BEHIND")
    sound.sync()
    assert sound.check() == ()


def test_an_index_that_cannot_be_read(sound: Archive, folder: Path) -> None:
    (path,) = folder.glob("index/g*/entries.json")
    path.write_text("{", encoding="utf-8")
    only(sound, "INDEX_UNREADABLE")
    sound.reindex()
    assert sound.check() == ()


def test_an_index_that_is_gone(sound: Archive, folder: Path, open_archive: Opener) -> None:
    shutil.rmtree(folder / "index")
    only(open_archive(writable=False), "INDEX_UNREADABLE")


def test_many_faults_of_a_kind_are_counted(sound: Archive, folder: Path) -> None:
    entries(
        folder,
        lambda kept: kept["entries"].extend(
            {**kept["entries"][0], "ordinal": ordinal} for ordinal in range(100, 150)
        ),
    )
    faults = sound.check()
    assert len(faults) == 21
    assert "另有 30 条" in faults[-1].problem


def test_when_it_was_checked_last_is_remembered(sound: Archive) -> None:
    assert sound.figures().checked is None
    sound.note_check(sound.check(), deep=False)
    checked = sound.figures().checked
    assert checked is not None
    assert (checked.faults, checked.is_deep) == (0, False)
    (sound.folder / "checked.json").write_text("{", encoding="utf-8")
    assert sound.figures().checked is None
