"""Bytes → pages, a module per format."""

from archive.errors import UnsupportedFormat
from archive.notice.model import Source
from archive.saying import say
from ingest.source import HTML, MARKDOWN, MHTML, PDF, TEXT
from ingest.stages import Pages


def read_pages(source: Source) -> Pages:
    """The reader for the source's media type, applied.

    Raises: UnsupportedFormat, UnreadableSource.
    """
    if source.media_type == PDF:
        from ingest.readers.pdf import read_pdf  # noqa: PLC0415  0.4 s that text never needs

        return read_pdf(source)
    if source.media_type in (HTML, MHTML):
        from ingest.readers.html import read_html  # noqa: PLC0415  the same, for its parser

        return read_html(source)
    if source.media_type in (TEXT, MARKDOWN):
        from ingest.readers.text import read_text  # noqa: PLC0415  beside its sibling

        return read_text(source)
    raise UnsupportedFormat(
        say("没有能读 %(media_type)s 的读取器", media_type=source.media_type),
        say("请转换为 PDF 或纯文本"),
    )
