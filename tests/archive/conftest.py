"""A fresh archive with the small engine."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.archive import Archive
from tests.archive.fake_engine import FakeEngine

Opener = Callable[..., Archive]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where ``open_archive`` keeps it."""
    return tmp_path / "archive"


@pytest.fixture
def open_archive(folder: Path) -> Iterator[Opener]:
    """Opens the archive in ``folder``, as often as asked; all are closed at the end."""
    opened: list[Archive] = []

    def opener(*, create: bool = True, writable: bool = True) -> Archive:
        archive = Archive.open(folder, create=create, writable=writable, engine_type=FakeEngine)
        opened.append(archive)
        return archive

    yield opener
    for archive in opened:
        archive.close()


@pytest.fixture
def fresh(open_archive: Opener) -> Archive:
    """An empty archive."""
    return open_archive()
