"""Kept bytes."""

import hashlib
import os
import stat
from pathlib import Path

import pytest

from archive.errors import ArchiveError, DamagedOriginal
from archive.store.originals import Originals

BYTES = "焦政办〔2021〕65号".encode()
SHA = hashlib.sha256(BYTES).hexdigest()


@pytest.fixture
def originals(tmp_path: Path) -> Originals:
    return Originals(tmp_path / "originals")


def test_bytes_are_kept_read_only_under_their_checksum(originals: Originals) -> None:
    path = originals.keep(SHA, BYTES)
    assert path == originals.folder / SHA[:2] / SHA[2:4] / SHA
    assert path.read_bytes() == BYTES
    assert not path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
    assert originals.verify(SHA) == path
    assert list(originals.every()) == [SHA]


def test_keeping_twice_touches_nothing(originals: Originals) -> None:
    before = originals.keep(SHA, BYTES).stat()
    after = originals.keep(SHA, BYTES).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_every_byte_and_name_is_flushed_before_keep_returns(
    originals: Originals, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    real_fsync = os.fsync

    def fsync(handle: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(handle).st_mode)
        calls.append("folder" if is_folder else "file")
        real_fsync(handle)

    real_rename = Path.rename

    def rename(self: Path, target: Path) -> Path:
        calls.append("rename")
        return real_rename(self, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "rename", rename)
    originals.keep(SHA, BYTES)
    assert calls[-3:] == ["file", "rename", "folder"]


def test_a_failed_write_leaves_nothing_behind(
    originals: Originals, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    originals.folder.mkdir()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ArchiveError, match="原件目录不可写"):
        originals.keep(SHA, BYTES)
    assert [path for path in originals.folder.rglob("*") if path.is_file()] == []


def test_missing_and_changed_bytes_are_told_apart(originals: Originals) -> None:
    with pytest.raises(DamagedOriginal, match="丢失"):
        originals.verify(SHA)
    path = originals.keep(SHA, BYTES)
    path.chmod(0o644)
    path.write_bytes(b"other")
    with pytest.raises(DamagedOriginal, match="改动"):
        originals.verify(SHA)


def test_keeping_the_true_bytes_mends_damage_and_overwrites_nothing(originals: Originals) -> None:
    path = originals.keep(SHA, BYTES)
    path.chmod(0o644)
    path.write_bytes(b"other")
    originals.keep(SHA, BYTES)
    assert originals.verify(SHA).read_bytes() == BYTES
    assert path.with_suffix(".damaged").read_bytes() == b"other"
    assert list(originals.every()) == [SHA]
