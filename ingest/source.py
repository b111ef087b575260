"""A file on disk → Source: what it is by its bytes, within limits, never by its name alone."""

import hashlib
import re
from pathlib import Path

from archive.errors import SourceTooLarge, UnreadableSource, UnsupportedFormat
from archive.notice.model import Source
from archive.saying import say

PDF = "application/pdf"
TEXT = "text/plain"
MARKDOWN = "text/markdown"
HTML = "text/html"
MHTML = "multipart/related"
"""A page with all that belongs to it, as browsers save it in one file."""
SUFFIXES = {
    ".txt": TEXT,
    ".text": TEXT,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".pdf": PDF,
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".mht": MHTML,
    ".mhtml": MHTML,
}
"""The file names that a folder is searched for."""

MAX_BYTES = {
    TEXT: 20_000_000,
    MARKDOWN: 20_000_000,
    HTML: 20_000_000,
    MHTML: 50_000_000,
    PDF: 200_000_000,
}
"""The Civil Code is 0.4 MB of text; twenty megabytes of it are no notice."""

# <!DOCTYPE html>, <html lang="zh">, an XML line or a saved-from comment before it
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html)", re.I | re.S
)
# MIME-Version: 1.0, Content-Type: multipart/related;
_MHTML = re.compile(
    rb"\A(?=.*^MIME-Version:)(?=.*^Content-Type:\s*multipart/related)", re.I | re.M | re.S
)
_FOREIGN = {
    b"PK\x03\x04": say("压缩包或 Office 文档"),
    b"\xd0\xcf\x11\xe0": say("旧版 Office 文档"),
    b"\x89PNG": say("图片"),
    b"\xff\xd8\xff": say("图片"),
    b"GIF8": say("图片"),
    b"Rar!": say("压缩包"),
    b"7z\xbc\xaf": say("压缩包"),
    b"\x1f\x8b": say("压缩包"),
    b"\x7fELF": say("程序"),
    b"MZ": say("程序"),
}


def load(path: Path) -> Source:
    """The bytes of one file and what they are.

    Raises:
        UnsupportedFormat: no reader for these bytes.
        UnreadableSource: missing, empty, not to be opened, or not what its name says.
        SourceTooLarge: over ``MAX_BYTES``.
    """
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise UnreadableSource(
                say("这是一个文件夹，不是文件"), say("用 fawen add 添加整个文件夹")
            )
        limit = MAX_BYTES.get(SUFFIXES.get(path.suffix.lower(), TEXT), MAX_BYTES[TEXT])
        if size > limit:
            raise SourceTooLarge(
                say(
                    "文件有 %(size)s MB，超过上限 %(most)s MB",
                    size=f"{size / 1000000.0:.0f}",
                    most=f"{limit / 1000000.0:.0f}",
                ),
                say("请拆分后再添加，一个文件只放一份公文"),
            )
        content = path.read_bytes()
    except FileNotFoundError:
        problem = "链接指向的文件不存在" if path.is_symlink() else "文件不存在"
        raise UnreadableSource(problem, say("检查路径后重试")) from None
    except PermissionError:
        raise UnreadableSource(say("没有读取权限"), say("用 chmod 放开读权限后重试")) from None
    except OSError as error:
        raise UnreadableSource(
            say("无法打开（%(cause)s）", cause=error.strerror), say("检查路径和磁盘后重试")
        ) from error
    return source_from_bytes(path.name, content)


def source_from_bytes(name: str, content: bytes) -> Source:
    """Bytes under a name → Source.

    Raises: UnsupportedFormat, UnreadableSource.
    """
    if not content.strip(b"\x00\t\r\n\x0c "):
        raise UnreadableSource(say("文件是空的"), say("换一份有内容的文件"))
    return Source(name, _media_type(name, content), content, hashlib.sha256(content).hexdigest())


def _media_type(name: str, content: bytes) -> str:
    suffix = Path(name).suffix.lower()
    named = SUFFIXES.get(suffix)
    if b"%PDF-" in content[:1024]:
        return PDF
    if named == PDF:
        raise UnreadableSource(
            say("名为 .pdf，内容却不是 PDF"), say("重新下载或导出这份 PDF 后再添加")
        )
    for magic, what in _FOREIGN.items():
        if content.startswith(magic):
            raise UnsupportedFormat(
                say("这是%(what)s，目前不能读", what=what),
                say("请导出为带文字层的 PDF 或纯文本后再添加"),
            )
    if named is None and suffix:
        raise UnsupportedFormat(
            say("不认识 %(suffix)s 文件", suffix=suffix),
            say("目前能读 .txt、.md、.html、.mhtml 和 .pdf；请转换后再添加"),
        )
    if _HTML.match(content[:2048]):
        return HTML
    if _MHTML.search(content[:2048]):
        return MHTML
    return named or TEXT
