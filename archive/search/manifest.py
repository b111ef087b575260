"""What an index consists of at this moment: one small file whose rename is the commit.

Segment files never change once they are written. ``manifest.json`` names them with size and
checksum, beside the sequence and the fingerprint of whoever cut the words; it is written last, when
everything else has reached the disk. So a crash at any point leaves the index as it was, and some
files that no manifest names, which the next writer sweeps.
"""

import json
import os
import shutil
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from archive.errors import OutdatedIndex, StaleIndex

NAME = "manifest.json"
REMEDY = "请运行 fawen reindex 重建索引"

SEGMENT_AT_ONCE = 25_000
"""Documents written into one new segment: bounds the memory that building takes."""
LARGEST_SEGMENT = 50_000
"""Documents: nothing that would be larger is merged."""
_MERGE_AT = 8

_CHECKSUM_LIMIT_BYTES = 32 * 2**20
"""Read in full on opening up to here, 0.05 s; beyond it only sizes are compared then."""


@dataclass(frozen=True, slots=True)
class SegmentRecord:
    """One segment: its documents count from 0, those in ``deleted`` are gone."""

    id: str
    count: int
    deleted: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What a file was like when it was written."""

    size: int
    crc32: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """One state of the index: nothing else in the folder counts."""

    fingerprint: str
    sequence: int = 0
    segments: tuple[SegmentRecord, ...] = ()
    files: Mapping[str, FileRecord] = field(default_factory=dict)


def due(records: Iterable[SegmentRecord]) -> Iterator[tuple[SegmentRecord, ...]]:
    """Segments to be made one: eight of about a size, or one that is half deleted.

    An entry is so rewritten once for each power of eight of the index at most; adding a notice
    mostly rewrites nothing, and no segment grows beyond ``LARGEST_SEGMENT``.
    """
    classes: dict[int, list[SegmentRecord]] = {}
    for record in records:
        left = record.count - len(record.deleted)
        if 2 * left < record.count:
            yield (record,)
        elif left < LARGEST_SEGMENT // _MERGE_AT:
            classes.setdefault(left.bit_length() // 3, []).append(record)
    yield from (tuple(alike) for alike in classes.values() if len(alike) >= _MERGE_AT)


def deleted_since(before: Sequence[SegmentRecord], now: Sequence[SegmentRecord]) -> tuple[int, ...]:
    """What was deleted meanwhile in segments that were merged, by its number in the merged one."""
    deleted: list[int] = []
    base = 0
    for then, at_present in zip(before, now, strict=True):
        gone = set(then.deleted)
        for document in set(at_present.deleted) - gone:
            deleted.append(base + document - sum(other < document for other in gone))
        base += then.count - len(gone)
    return tuple(sorted(deleted))


def written(folder: Path) -> bytes:
    """The manifest as it stands on the disk: it differs after every commit, and nothing else does.

    Inode, size and time do not tell two commits apart: an inode is used again, and a clock that
    ticks every few milliseconds gives both the same time.
    Raises: FileNotFoundError.
    """
    return (folder / NAME).read_bytes()


def read(folder: Path, fingerprint: str) -> Manifest:
    """The manifest of the index in ``folder``.

    Raises: FileNotFoundError; StaleIndex if it is damaged or its fingerprint is another.
    """
    return parse(written(folder), fingerprint)


def parse(text: bytes, fingerprint: str) -> Manifest:
    """What was written.

    Raises: StaleIndex if it is damaged; OutdatedIndex if its fingerprint is another.
    """
    try:
        document = json.loads(text)
        if document["fingerprint"] == fingerprint:
            return Manifest(
                fingerprint,
                int(document["sequence"]),
                tuple(
                    SegmentRecord(str(s["id"]), int(s["count"]), tuple(map(int, s["deleted"])))
                    for s in document["segments"]
                ),
                {
                    str(name): FileRecord(int(f["size"]), int(f["crc32"]))
                    for name, f in document["files"].items()
                },
            )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StaleIndex(f"索引的清单 {NAME} 已损坏", REMEDY) from error
    raise OutdatedIndex("索引是用另一版词典或程序建立的", REMEDY)


def publish(folder: Path, manifest: Manifest) -> None:
    """The commit: everything before it is on the disk, and from the rename on it is the index."""
    _flush_folder(folder)
    draft = folder / f"{NAME}.new"
    with draft.open("w", encoding="utf-8") as file:
        file.write(_json(manifest))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / NAME)
    _flush_folder(folder)


def _json(manifest: Manifest) -> str:
    """What ``parse`` reads."""
    document = {
        "fingerprint": manifest.fingerprint,
        "sequence": manifest.sequence,
        "segments": [
            {"id": segment.id, "count": segment.count, "deleted": segment.deleted}
            for segment in manifest.segments
        ],
        "files": {
            name: {"size": file.size, "crc32": file.crc32} for name, file in manifest.files.items()
        },
    }
    return json.dumps(document, separators=(",", ":"))


def record(path: Path) -> FileRecord:
    """Size and checksum of a file that is, from now on, safe on the disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
    return FileRecord(path.stat().st_size, _checksum(path))


def check(folder: Path, files: Mapping[str, FileRecord], *, deep: bool = False) -> None:
    """That every file is as it was written; ``deep`` reads them all, however many.

    Raises: StaleIndex if one is not; FileNotFoundError if it is gone.
    """
    deep = deep or sum(file.size for file in files.values()) <= _CHECKSUM_LIMIT_BYTES
    for name, file in files.items():
        path = folder / name
        if path.stat().st_size != file.size or (deep and _checksum(path) != file.crc32):
            raise StaleIndex(f"索引文件 {name} 已损坏", REMEDY)


def sweep(folder: Path, kept: Iterable[str]) -> None:
    """Delete whatever else there is: segments merged away, the leavings of a crash."""
    for path in {*folder.iterdir()} - {folder / name for name in (NAME, *kept)}:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _checksum(path: Path) -> int:
    crc = 0
    with path.open("rb") as file:
        while block := file.read(2**20):
            crc = zlib.crc32(block, crc)
    return crc


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
