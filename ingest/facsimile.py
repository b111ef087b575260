"""A PDF's pages as pictures: how large each is, and one of them drawn.

pdfium draws, as browsers do. A page is drawn within its crop box and turned as a reader sees it, so
that the boxes of ``readers.pdf`` lie on the picture. Both functions meet hostile files: call them
behind a guard.
"""

from dataclasses import dataclass
from io import BytesIO
from math import sqrt

import pypdfium2

from archive.errors import SourceTooLarge, UnreadableSource
from archive.notice.model import Source
from ingest.readers.pdf import MAX_PAGES

MEDIA_TYPE = "image/webp"
MOST_PIXELS = 6_000_000
"""Of one picture; a page far longer than wide is drawn smaller."""
LONGEST_PX = 8_000
"""Of either side."""
LEAST_PT, MOST_PT = 1.0, 14_400.0
"""Of either side of a page. Source: ISO 32000-2, annex C (the most that a page may measure)."""
_HAIR_PX = 0.1
"""pdfium rounds up, and a size in points is itself rounded."""
_QUALITY = 80
_EFFORT = 1
"""Of WebP's seven: twice as fast as its usual four, a tenth larger."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """How large a page is, in points, as it is seen."""

    width_pt: float
    height_pt: float


def measure(source: Source) -> tuple[Leaf, ...]:
    """Every page's size, in order.

    Raises: UnreadableSource; SourceTooLarge.
    """
    with _opened(source) as document:
        if len(document) > MAX_PAGES:
            raise SourceTooLarge(f"PDF 超过 {MAX_PAGES} 页", "请下载原件查看")
        return tuple(_leaf(*document.get_page_size(at)) for at in range(len(document)))


def draw(source: Source, page: int, width_px: int) -> bytes:
    """Page ``page``, from 1, as a WebP picture of ``width_px`` columns, fewer if it is very long.

    Raises: UnreadableSource, also where there is no such page.
    """
    with _opened(source) as document:
        if not 1 <= page <= len(document):
            raise UnreadableSource(f"PDF 没有第 {page} 页", "请核对页码")
        leaf = _leaf(*document.get_page_size(page - 1))
        try:
            drawn = document[page - 1].render(scale=_scale(leaf, width_px))
        except pypdfium2.PdfiumError as error:
            raise UnreadableSource(f"PDF 第 {page} 页画不出来", "请下载原件查看") from error
        written = BytesIO()
        drawn.to_pil().convert("RGB").save(written, "WEBP", quality=_QUALITY, method=_EFFORT)
        return written.getvalue()


def _opened(source: Source) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(source.content)
    except pypdfium2.PdfiumError as error:
        raise UnreadableSource("PDF 打不开，画不出页面", "请下载原件查看") from error


def _leaf(width: float, height: float) -> Leaf:
    if not (LEAST_PT <= width <= MOST_PT and LEAST_PT <= height <= MOST_PT):
        raise UnreadableSource("PDF 的页面大小不合规范", "请下载原件查看")
    return Leaf(round(width, 2), round(height, 2))


def _scale(leaf: Leaf, width_px: int) -> float:
    """Pixels a point: as wide as asked, within what one picture may hold."""
    return min(
        (width_px - _HAIR_PX) / leaf.width_pt,
        LONGEST_PX / leaf.height_pt,
        LONGEST_PX / leaf.width_pt,
        sqrt(MOST_PIXELS / (leaf.width_pt * leaf.height_pt)),
    )
