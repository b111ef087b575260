"""The index brought up beside a batch: never further behind than if the archive did it alone."""

from pathlib import Path

import pytest

from archive.archive import Archive
from archive.notice.model import Reading, Source
from ingest.pipeline import read
from ingest.source import source_from_bytes
from web.indexer import Indexer


def _made(number: int) -> tuple[Source, Reading]:
    text = (
        f"焦政办〔2021〕{number}号\n焦作市人民政府办公室关于第{number}件事的通知\n各县：\n甲乙。\n"
    )
    source = source_from_bytes(f"{number}.txt", text.encode())
    return source, read(source)


def _lag(archive: Archive) -> int:
    return archive._catalogue.sequence() - archive._index.sequence()


@pytest.mark.slow
def test_it_brings_the_index_up_while_the_batch_goes_on(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        with archive.adding(), Indexer(tmp_path, None) as indexer:
            for number in range(1, 6):
                archive.add(*_made(number))
            indexer.tell()
            indexer._ours.send(None)  # the second it takes up when it is done with the first
        assert not _lag(archive)
        assert not archive.check(deep=True)


def test_the_archive_does_itself_what_a_dead_one_leaves(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        indexer = Indexer(tmp_path, None)
        with archive.adding(indexer.tell), indexer:
            indexer._process.kill()
            indexer._process.join()
            for number in range(1, 60):  # it is told now and then
                archive.add(*_made(number))
            assert _lag(archive)
        assert not _lag(archive)


def test_a_batch_that_is_broken_off_does_not_wait_for_it(tmp_path: Path) -> None:
    indexer = Indexer(tmp_path, None)
    with pytest.raises(KeyboardInterrupt), indexer:
        raise KeyboardInterrupt
    assert not indexer._process.is_alive()


def test_trouble_is_told_by_the_archive_and_not_by_the_process(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "catalogue.sqlite").write_bytes(b"no database" * 200)
    with Indexer(tmp_path, None) as indexer:
        indexer.tell()
        indexer._process.join(60)
        assert indexer._process.exitcode == 0
    assert capfd.readouterr() == ("", "")
