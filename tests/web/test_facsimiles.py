"""Pictures of pages are drawn apart and once; what is kept of them is bounded and never trusted."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.errors import ArchiveBusy, SourceError, UnreadableSource
from archive.notice.model import Source
from ingest.source import source_from_bytes
from tests.cli.pdfs import bomb, truncated, write_pdf
from web import facsimiles
from web.facsimiles import Facsimiles

PDF = source_from_bytes("x.pdf", write_pdf(b"BT /F1 14 Tf 72 700 Td (Words of the text.) Tj ET"))


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Facsimiles]:
    found = Facsimiles(tmp_path)
    yield found
    found.close()


def stored(folder: Path, source: Source = PDF) -> Path:
    path = folder / "original"
    path.write_bytes(source.content)
    return path


def asked(kept: Facsimiles, folder: Path) -> bytes:
    return kept.picture(PDF.sha256, stored(folder), 1, 800)


def files(folder: Path) -> list[Path]:
    return sorted((folder / "facsimiles").rglob("*.webp"))


def test_a_page_is_drawn_once(
    kept: Facsimiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, sizes = asked(kept, tmp_path), kept.leaves(PDF.sha256, stored(tmp_path))
    monkeypatch.setattr(kept, "_run", None)  # nothing is drawn again
    assert asked(kept, tmp_path) == first
    assert kept.leaves(PDF.sha256, stored(tmp_path)) == sizes
    assert len(files(tmp_path)) == 1


def test_a_damaged_picture_is_drawn_anew(kept: Facsimiles, tmp_path: Path) -> None:
    first = asked(kept, tmp_path)
    (path,) = files(tmp_path)
    for damaged in (first[:-7], b"", b"anything else"):
        path.write_bytes(damaged)
        assert asked(kept, tmp_path) == first
    (sizes,) = [kept.leaves(PDF.sha256, stored(tmp_path)) for _ in "1"]
    next((tmp_path / "facsimiles").rglob("*.json")).write_text("[[1")
    assert kept.leaves(PDF.sha256, stored(tmp_path)) == sizes


def test_where_nothing_can_be_kept_every_picture_is_drawn(kept: Facsimiles, tmp_path: Path) -> None:
    (tmp_path / "facsimiles").write_text("no folder can be made here")
    assert asked(kept, tmp_path) == asked(kept, tmp_path)


def test_what_cannot_be_drawn_is_not_tried_again(
    kept: Facsimiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = source_from_bytes("x.pdf", truncated())
    for _ in range(2):
        with pytest.raises(UnreadableSource, match="打不开"):
            kept.picture(broken.sha256, stored(tmp_path, broken), 1, 800)
        monkeypatch.setattr(kept, "_run", None)
    monkeypatch.setattr(facsimiles, "_FORGOTTEN_S", 0.0)
    monkeypatch.undo()
    assert asked(kept, tmp_path)  # another one is


def test_a_failure_is_forgotten_after_a_while(
    kept: Facsimiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> bytes:
        raise SourceError("too slow", "later")

    with monkeypatch.context() as patch:
        patch.setattr(kept, "_run", busy)
        with pytest.raises(SourceError):
            asked(kept, tmp_path)
    with pytest.raises(SourceError):
        asked(kept, tmp_path)
    monkeypatch.setattr(facsimiles, "_FORGOTTEN_S", 0.0)
    assert asked(kept, tmp_path)


def test_the_longest_unused_goes_first(
    kept: Facsimiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = asked(kept, tmp_path)
    (path,) = files(tmp_path)
    old = path.with_name(f"{'0' * 64}-1-800.webp")
    old.write_bytes(whole)

    os.utime(old, (1, 1))
    strange = path.with_name("notes.txt")
    strange.write_text("somebody's own")
    monkeypatch.setattr(facsimiles, "MOST_BYTES", len(whole) * 2)
    monkeypatch.setattr(facsimiles, "_TRIM_EVERY", 1)
    assert kept.picture(PDF.sha256, stored(tmp_path), 1, 1600)
    assert not old.exists()
    assert strange.exists()


def test_a_file_that_would_fill_the_memory_costs_only_its_own_process(
    kept: Facsimiles, tmp_path: Path
) -> None:
    hostile = source_from_bytes("x.pdf", bomb())
    with pytest.raises(SourceError):
        kept.picture(hostile.sha256, stored(tmp_path, hostile), 1, 800)
    assert asked(kept, tmp_path)


def test_more_than_a_few_do_not_wait_for_a_page(
    kept: Facsimiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facsimiles, "_PATIENCE_S", 0.0)
    for _ in range(facsimiles._AT_ONCE):
        assert kept._room.acquire(blocking=False)
    with pytest.raises(ArchiveBusy):
        asked(kept, tmp_path)
