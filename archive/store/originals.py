"""The bytes, content-addressed, never overwritten.

``originals/ab/cd/abcd…`` holds the bytes whose sha256 is ``abcd…``, read-only. A file appears
there whole and flushed to disk, or not at all.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from archive.errors import ArchiveError, DamagedOriginal

_CHUNK = 1 << 20
_AT_ONCE = 8
"""Files written side by side."""


class Originals:
    """Every file that was ever handed in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        """Where those bytes are kept, or would be."""
        return self.folder / sha256[:2] / sha256[2:4] / sha256

    def keep(self, sha256: str, content: bytes) -> Path:
        """Store ``content`` unless it is there; on return it is on the disk.

        Bytes found damaged in its place are set aside beside it, as ``….damaged``.
        Raises: ArchiveError when the folder cannot be written.
        """
        path = self.path(sha256)
        try:
            if path.exists():
                if _sha256_of(path) == sha256:
                    return path
                path.rename(path.with_suffix(".damaged"))
            _make_folders(path.parent)
            _write(path, content)
        except OSError as error:
            raise ArchiveError(
                f"原件目录不可写：{self.folder}（{error.strerror}）", "请检查磁盘空间和目录的写权限"
            ) from error
        return path

    def keep_all(self, contents: Mapping[str, bytes]) -> None:
        """``keep`` for several at once: most of what one takes is to wait for the disk.

        Raises: ArchiveError when the folder cannot be written.
        """
        with ThreadPoolExecutor(min(len(contents), _AT_ONCE) or 1) as threads:
            list(threads.map(self.keep, contents, contents.values()))

    def verify(self, sha256: str) -> Path:
        """The file, once its bytes have proved to be those that were handed in.

        Raises: DamagedOriginal when they are missing, unreadable or changed.
        """
        path = self.path(sha256)
        remedy = "请从备份恢复该文件，或用 fawen add 重新收录同一原件"
        try:
            found = _sha256_of(path)
        except FileNotFoundError as error:
            raise DamagedOriginal(f"原件丢失：{path}", remedy) from error
        except OSError as error:
            raise DamagedOriginal(f"原件读不出：{path}（{error.strerror}）", remedy) from error
        if found != sha256:
            raise DamagedOriginal(f"原件内容已被改动：{path}", remedy)
        return path

    def every(self) -> Iterator[str]:
        """The checksum in the name of every file kept, in order."""
        for path in sorted(self.folder.glob("??/??/*")):
            if not path.suffix and not path.name.startswith("."):
                yield path.name


def _sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _make_folders(folder: Path) -> None:
    """Like ``mkdir -p``, with every new entry flushed to disk."""
    if folder.is_dir():
        return
    _make_folders(folder.parent)
    folder.mkdir(exist_ok=True)
    flush_folder(folder.parent)


def _write(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=".", dir=path.parent)
    incoming = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        incoming.chmod(0o444)
        incoming.rename(path)
    except BaseException:
        incoming.unlink(missing_ok=True)
        raise
    flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Make a new name in ``folder`` outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
