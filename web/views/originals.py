"""Originals: the very bytes that were handed in, as a file and never as a page."""

import re
from pathlib import Path
from urllib.parse import quote

from flask import Blueprint, Response, send_file

from archive.errors import NoticeNotFound
from archive.notice.model import Notice
from archive.record import Manifestation, Record, State
from web.asking import Withdrawn, site
from web.failures import GONE, NOT_FOUND
from web.headers import FILE_POLICY

blueprint = Blueprint("originals", __name__)

_SHA256 = re.compile(r"[0-9a-f]{64}")
_UNSAFE_IN_NAME = re.compile(r'[\x00-\x1f\x7f"\\/:*?<>|]')
SHOWN_AS_TEXT = ("text/plain", "text/markdown", "text/html")


@blueprint.get("/originals/<sha256>")
def file(sha256: str) -> Response:
    """The bytes of that checksum, if their notice is public.

    Raises: NoticeNotFound; Withdrawn; DamagedOriginal.
    """
    if not is_sha256(sha256):
        raise NoticeNotFound(NOT_FOUND.problem, NOT_FOUND.remedy)
    manifestation, state, path = site().library.original(sha256)
    if state is State.WITHDRAWN:
        raise Withdrawn(GONE.problem, GONE.remedy)
    if state is not State.PUBLISHED:
        raise NoticeNotFound(NOT_FOUND.problem, NOT_FOUND.remedy)
    is_text = manifestation.media_type in SHOWN_AS_TEXT
    response = send_file(path, mimetype=manifestation.media_type, etag=sha256)
    charset = known_charset(path) if is_text else None
    response.headers["Content-Type"] = (
        (f"text/plain; charset={charset}" if charset else "text/plain")
        if is_text
        else manifestation.media_type
    )
    response.headers["Content-Disposition"] = disposition(manifestation.name, inline=is_text)
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["Cache-Control"] = "no-cache"
    return response


def printed_notice(record: Record, file: Manifestation) -> Notice:
    """What was read in that very file, every section with its place on the page."""
    if record.reading.source_sha256 == file.sha256:
        return record.reading.notice
    return site().library.readings(file.sha256)[-1].notice


def is_sha256(typed: str) -> bool:
    """Whether that can be the checksum of a file."""
    return _SHA256.fullmatch(typed) is not None


def disposition(name: str, *, inline: bool) -> str:
    """``Content-Disposition`` with a name of any script. Source: RFC 6266 4.3, RFC 5987 3.2."""
    name = _UNSAFE_IN_NAME.sub("_", name) or "original"
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", name)
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def known_charset(path: Path) -> str | None:
    """The encoding of a text, by the reader's own rule: strict UTF-8, else GB 18030, else none."""
    content = path.read_bytes()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    for charset in ("utf-8", "gb18030"):
        try:
            content.decode(charset)
        except UnicodeDecodeError:
            continue
        return charset
    return None
