"""Killed at every single write: nothing half kept, nothing lost, the next open heals."""

import os
import shutil
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.search.query import parse_query
from tests.archive.fake_engine import FakeEngine
from tests.archive.hand_made import reading, source

OFFICE = "焦作市人民政府办公室"
TODAY = date(2026, 11, 22)
FIRST = reading("园区第一号。", number="焦政办〔2021〕1号", issuers=[OFFICE], signed="2021-01-01")
MORE = (
    reading("园区第二号。", number="焦政办〔2021〕2号", issuers=[OFFICE]),
    # the second text of the first notice, which takes its place
    reading(
        "园区第1号。", "二。", number="焦政办〔2021〕1号", issuers=[OFFICE], signed="2021-01-01"
    ),
)
_WRITES = "write,pwrite64,fsync,fdatasync,rename,unlink,ftruncate,mkdir,openat"
_STEP = int(os.environ.get("FAWEN_CRASH_STEP", "13"))
"""Every so manyeth of two to three hundred calls: each takes seconds. 1 for all of them."""


def write_more(folder: Path) -> None:
    """What the child does until it is killed."""
    with Archive.open(folder, engine_type=FakeEngine) as archive:
        for made in MORE:
            archive.add(source(made), made)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("base") / "archive"
    with Archive.open(folder, engine_type=FakeEngine) as archive:
        archive.add(source(FIRST), FIRST)
    return folder


def killed_at(folder: Path, call: int, trace: Path) -> bool:
    """Runs the child, killed at its n-th writing call inside the folder; was it?"""
    code = "import sys; from pathlib import Path\n"
    code += "from tests.archive.test_crashes import write_more\n"
    code += "write_more(Path(sys.argv[1]))"
    paths = [option for path in _inside(folder) for option in ("-P", str(path))]
    command = ["strace", "-f", "-qq", "-o", str(trace), *paths]
    command += ["-e", f"trace={_WRITES}", "-e", f"inject={_WRITES}:signal=KILL:when={call}"]
    command += [sys.executable, "-B", "-c", code, str(folder)]
    done = subprocess.run(command, check=False, capture_output=True)  # noqa: S603
    assert done.returncode in (0, -signal.SIGKILL), done.stderr.decode()
    return done.returncode != 0


def _inside(folder: Path) -> list[Path]:
    """The files and folders whose calls count, those that are yet to come among them."""
    catalogue = folder / "catalogue.sqlite"
    journal = folder / "catalogue.sqlite-journal"
    index = folder / "index"
    engine = next(index.glob("g*/entries.json"))
    kept = {folder / "originals" / m.source_sha256[:2] / m.source_sha256[2:4] for m in MORE}
    return [catalogue, journal, folder, index, engine, engine.with_suffix(".new"), *sorted(kept)]


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
def test_a_writer_killed_at_any_write_leaves_a_sound_archive(base: Path, tmp_path: Path) -> None:
    call, seen = 1, set()
    while True:
        folder = tmp_path / f"{call}"
        shutil.copytree(base, folder)
        was_killed = killed_at(folder, call, tmp_path / "trace")
        with Archive.open(folder, writable=False, engine_type=FakeEngine) as reader:
            before = reader.count(public=True)
        with Archive.open(folder, engine_type=FakeEngine) as healed:
            assert healed.check() == (), call
            results = healed.search(parse_query("园区"), on=TODAY, public=True)
            assert results.notices == healed.count(public=True) == before, call
            seen.add((before, len(healed.record("焦政办-2021-1").expression.manifestations)))
            for made in MORE:
                healed.add(source(made), made)
            assert healed.check(deep=True) == (), call
            assert healed.count(public=True) == 2
        shutil.rmtree(folder)
        if not was_killed:
            break
        call += _STEP
    assert seen == {(1, 1), (2, 1), (2, 2)}
