"""Paths a person names → the files to read, and each file → Source."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from archive.errors import SourceError, UnreadableSource
from archive.notice.model import Source
from ingest import source as ingest_source


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was found under the paths that a person named."""

    files: tuple[Path, ...]
    """In order: as named, a folder's by name; each once."""
    skipped: int
    """Files in folders that are hidden or of a kind that is not read."""
    closed: tuple[tuple[Path, SourceError], ...]
    """Folders that could not be entered."""


def gather(paths: tuple[Path, ...]) -> Gathered:
    """Walk the folders among the paths; a file named outright is always taken.

    Links to folders are not followed: they may lead in circles. Nor is a link in a folder to a file
    outside it: a folder from elsewhere must not bring in what else is on this machine.
    """
    files: dict[Path, None] = {}
    skipped = 0
    closed: list[tuple[Path, SourceError]] = []
    for path in paths:
        if not _is_folder(path):
            files[path] = None
            continue
        for found, is_wanted in _walk(path, closed):
            if is_wanted:
                files[found] = None
            else:
                skipped += 1
    return Gathered(tuple(files), skipped, tuple(closed))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name that is too long, say: reading it says what is wrong
        return False


def _walk(folder: Path, closed: list[tuple[Path, SourceError]]) -> Iterator[tuple[Path, bool]]:
    def refused(error: OSError) -> None:
        problem = f"不能进入这个文件夹（{error.strerror}）"
        closed.append((Path(error.filename), UnreadableSource(problem, "检查文件夹的权限后重试")))

    for top, folders, names in os.walk(folder, onerror=refused):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(top) / name
            if _leads_out(path, folder) and _is_wanted(path):
                problem = "链接指向这个文件夹之外的文件，没有读取"
                closed.append((path, UnreadableSource(problem, "要收录它，请直接写出它的路径")))
            else:
                yield path, _is_wanted(path)


def _leads_out(path: Path, folder: Path) -> bool:
    """A link whose file exists, but not below the folder."""
    try:
        return (
            path.is_symlink()
            and path.exists()
            and not path.resolve().is_relative_to(folder.resolve())
        )
    except (OSError, RuntimeError):  # a circle of links: reading it says what is wrong
        return False


def _is_wanted(path: Path) -> bool:
    """A visible file of a kind that is read; a broken link too, since its file is missed."""
    if path.name.startswith(".") or path.stem.lower() == "readme":
        return False
    if path.suffix.lower() not in ingest_source.SUFFIXES:
        return False
    try:
        return path.is_file() or (path.is_symlink() and not path.exists())
    except OSError:
        return True


def load(path: Path) -> Source:
    """The file's bytes under a name that can be stored and shown.

    Raises: SourceError.
    """
    source = ingest_source.load(path)
    return replace(source, name=readable_name(source.name))


def readable_name(name: str) -> str:
    """A file name as Chinese text: archives unpacked on Linux often leave names in GBK."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", "replace")
    return name
