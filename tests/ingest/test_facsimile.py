"""Pages as pictures: as large as they are seen, within bounds, boxes on their words."""

from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from archive.errors import UnreadableSource
from archive.notice.model import Source
from ingest import facsimile
from ingest.facsimile import Leaf, draw, measure
from ingest.pipeline import read
from ingest.source import load, source_from_bytes
from tests.cli.pdfs import truncated, write_pdf

WORDS = b"BT /F1 14 Tf 1 0 0 1 72 700 Tm (Upright words of the text itself.) Tj ET\n"


def pdf(content: bytes = WORDS) -> Source:
    return source_from_bytes("x.pdf", write_pdf(content))


def changed(source: Source, *, turned: int, crop: tuple[float, float, float, float]) -> Source:
    """The same PDF, its first page turned and cropped."""
    written = BytesIO()
    with pypdfium2.PdfDocument(source.content) as document:
        page = document[0]
        page.set_cropbox(*crop)
        page.set_rotation(turned)
        document.save(written)
    return source_from_bytes("x.pdf", written.getvalue())


def picture(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content)).convert("L")


def test_a_page_is_as_large_as_it_is_seen() -> None:
    assert measure(pdf()) == (Leaf(595, 842),)
    assert measure(changed(pdf(), turned=90, crop=(0, 400, 500, 800))) == (Leaf(400, 500),)


def test_a_picture_is_as_wide_as_asked() -> None:
    found = picture(draw(pdf(), 1, 800))
    assert found.size == (800, 1132)
    assert found.getextrema()[0] < 100  # there is ink on it


@pytest.mark.parametrize(
    ("turned", "crop"), [(0, (0, 0, 595, 842)), (0, (30, 400, 530, 800)), (180, (0, 0, 595, 842))]
)
def test_the_boxes_of_a_reading_lie_on_their_words(
    turned: int, crop: tuple[float, float, float, float]
) -> None:
    source = changed(pdf(), turned=turned, crop=crop)
    (leaf,) = measure(source)
    section = next(section for section in read(source).notice.walk() if section.text)
    box = section.origin[0].box
    assert box is not None
    whole = picture(draw(source, 1, int(leaf.width_pt)))
    around = tuple(round(side + grown) for side, grown in zip(box, (-3, -4, 3, 4), strict=True))
    inside = whole.crop(around)  # type: ignore[arg-type]  # four numbers, as it asks
    outside = whole.copy()
    outside.paste(255, around)
    assert inside.getextrema()[0] < 100
    assert outside.getextrema()[0] > 200  # all ink was in the box


def test_a_page_that_is_far_too_long_is_drawn_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facsimile, "MOST_PIXELS", 10_000)
    found = picture(draw(pdf(), 1, 1600))
    assert found.width * found.height <= 10_300  # sides are whole pixels


def test_what_cannot_be_drawn_is_said() -> None:
    with pytest.raises(UnreadableSource, match="没有第 2 页"):
        draw(pdf(), 2, 800)
    broken = source_from_bytes("x.pdf", truncated())
    for work in (measure, lambda source: draw(source, 1, 800)):
        with pytest.raises(UnreadableSource):
            work(broken)


def test_a_page_of_no_size_is_refused() -> None:
    content = write_pdf(WORDS).replace(b"[0 0 595 842]", b"[0 0 20000 2]")
    with pytest.raises(UnreadableSource, match="大小"):
        measure(source_from_bytes("x.pdf", content))


def test_the_shipped_pdfs_have_as_many_pages_as_they_were_read_with(corpus: Path) -> None:
    source = load(next(iter(sorted(corpus.glob("*实施细则.pdf")))))
    assert len(measure(source)) == read(source).page_count
