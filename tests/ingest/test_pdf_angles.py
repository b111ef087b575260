"""What stands at an angle on a page: watermarks and turned text are noticed, and lost nowhere."""

from archive.notice.model import Reading
from ingest.coverage import unaccounted
from ingest.pipeline import read
from ingest.source import source_from_bytes
from tests.cli.pdfs import write_pdf

BODY = b"BT /F1 14 Tf 1 0 0 1 72 700 Tm (Upright words of the text itself.) Tj ET\n"
LEANING = b"BT /F1 40 Tf 0.7 0.7 -0.7 0.7 150 300 Tm (COPY) Tj ET\n"
TURNED = b"BT /F1 14 Tf 0 1 -1 0 560 300 Tm (MARGIN) Tj ET\n"
BOLD = (
    b"BT /F1 14 Tf 1 0 0 1 72 660 Tm (Heading) Tj ET\n"
    b"BT /F1 14 Tf 1 0 0 1 72.3 660 Tm (Heading) Tj ET\n"
)


def reading(*parts: bytes) -> Reading:
    return read(source_from_bytes("x.pdf", write_pdf(b"".join(parts))))


def set_aside(found: Reading) -> dict[str, str]:
    return {item.kind: item.text for item in found.notice.furniture}


def test_a_watermark_is_no_text_but_kept() -> None:
    found = reading(BODY, LEANING)
    assert set_aside(found) == {"watermark": "COPY"}
    (mark,) = found.notice.furniture
    assert mark.origin[0].page == 1
    assert mark.origin[0].box is not None
    assert not unaccounted(found.notice, found.source_text)


def test_turned_text_is_kept_apart_and_reported() -> None:
    found = reading(BODY, TURNED)
    assert set_aside(found) == {"vertical_text": "MARGIN"}
    assert [problem.code for problem in found.problems].count("VERTICAL_TEXT") == 1
    assert not unaccounted(found.notice, found.source_text)


def test_bold_made_by_printing_twice_is_read_once() -> None:
    assert reading(BODY, BOLD).source_text.count("Heading") == 1
