"""The terminal: streams that can take Chinese, and text measured in columns."""

import sys
import unicodedata
from collections.abc import Iterator
from io import TextIOWrapper

_NOT_FIRST = "，。、；：？！）》」』】〕”’…—·,.;:?!)]"
"""Marks that must not begin a line."""
_NOT_LAST = "（《「『〔【“‘(["
"""Marks that must not end one."""


def prepare_streams() -> None:
    """Make standard output and error print any character, whatever the locale says.

    A locale that has no Chinese at all (``LC_ALL=C``, latin-1) gets UTF-8; any other keeps its
    encoding, and the odd character that it lacks is escaped.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            if _has_chinese(stream.encoding):
                stream.reconfigure(errors="backslashreplace")
            else:
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _has_chinese(encoding: str) -> bool:
    try:
        "发文".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def width(text: str) -> int:
    """Columns that the text takes; a Chinese character takes two."""
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def pad(text: str, columns: int) -> str:
    """The text with spaces behind it up to that many columns; never cut."""
    return text + " " * (columns - width(text))


def wrap(text: str, columns: int) -> list[str]:
    """One paragraph as lines of at most that many columns, if its longest word fits.

    Breaks between Chinese characters and at spaces; never inside a Latin word, before a closing
    mark or after an opening one.
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line.strip() and width(line + piece.rstrip()) > columns:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _pieces(text: str) -> Iterator[str]:
    """What must stay on one line: a wide character or a narrow word, with the marks around it."""
    piece = ""
    for char in text:
        if piece and _may_part(piece[-1], char):
            yield piece
            piece = ""
        piece += char
    if piece:
        yield piece


def _may_part(before: str, after: str) -> bool:
    if after in _NOT_FIRST or after == " " or before in _NOT_LAST:
        return False
    return before == " " or _columns(before) > 1 or _columns(after) > 1
