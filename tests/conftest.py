"""What every test may ask for: the two corpora, a filled archive, Chromium."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from archive.archive import Archive

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM_TIMEOUT_S = 60


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's own folder."""
    return ROOT


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The documents that the project ships."""
    return ROOT / "corpus"


@pytest.fixture(scope="session")
def shared_corpus() -> Path:
    """The large corpus beside the project, or a loud skip; ``make quality`` fails instead."""
    folder = Path(os.environ.get("FAWEN_SHARED_CORPUS") or ROOT.parent / "shared" / "corpus")
    if folder.is_dir():
        return folder
    missing = f"no shared corpus at {folder}: set FAWEN_SHARED_CORPUS"
    if os.environ.get("FAWEN_REQUIRE_CORPUS"):
        pytest.fail(missing)
    pytest.skip(missing)


@pytest.fixture(scope="session")
def archive_folder(tmp_path_factory: pytest.TempPathFactory, corpus: Path) -> Path:
    """An archive filled from ``corpus/`` by the command line, once a session; never write to it."""
    from web.cli import main

    folder = tmp_path_factory.mktemp("shipped") / "archive"
    assert main(["--archive", str(folder), "add", str(corpus)]) == 0
    return folder


@pytest.fixture(scope="session")
def archive(archive_folder: Path) -> Iterator["Archive"]:
    """The shipped documents, read and indexed; for reading only."""
    from archive.archive import Archive

    with Archive.open(archive_folder, create=False, writable=False) as opened:
        yield opened


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser of the distribution, or a loud skip; with ``CI=true`` a failure."""
    found = shutil.which("chromium")
    if found and _answers(found):
        return Path(found)
    missing = "no usable chromium: apt-get install chromium fonts-noto-cjk"
    if os.environ.get("CI") == "true":
        pytest.fail(missing)
    pytest.skip(missing)


def _answers(chromium: str) -> bool:
    """Whether it runs at all: on some systems the name is only a pointer to another package."""
    try:
        asked = subprocess.run(  # noqa: S603 - the path comes from the PATH, the argument is ours
            [chromium, "--version"],
            capture_output=True,
            timeout=CHROMIUM_TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser test asks for Chromium, a test of the shared corpus for the corpus, unasked."""
    for item in items:
        if isinstance(item, pytest.Function):
            if item.get_closest_marker("browser"):
                item.fixturenames.insert(0, "chromium")
            if item.get_closest_marker("shared"):
                item.fixturenames.insert(0, "shared_corpus")
