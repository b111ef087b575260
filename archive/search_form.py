"""Text in the form in which it is searched (the only OpenCC import); never kept, never shown.

What ``notice.match`` makes equal, and traditional characters as simplified ones: 徵求意見 is found
by 征求意见. Each character by itself, by OpenCC's table of characters: its table of phrases knows
more (著 is 着 in 隨著 and 著 in 著作), but what a piece of a text is made into would then depend on
what stands beside it, and a part of a sentence would not find the sentence.
"""

import zlib
from functools import cache
from unicodedata import normalize

from archive.notice.match import SQUEEZED, fold, squeeze

_HAN = (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))
_COMPATIBLE = range(0xF900, 0xFB00)
"""Twins of other characters, which some fonts and exports write."""


def simplified(text: str) -> str:
    """Traditional characters as simplified ones, and variants of one character made equal.

    Guarantees: the result has as many code points as ``text``; doing it twice changes nothing.
    """
    return text.translate(_table())


def search_form(text: str) -> str:
    """Folded, without blanks and invisible characters, simplified.

    Guarantees: character by character, so that the form of a part is a part of the form; what is
    dropped is ``notice.match.DROPPED``.
    """
    return text.translate(_whole_table())


def same_length_form(text: str) -> str:
    """Folded and simplified with the blanks still there, one code point for one."""
    return fold(text.translate(_table()))


@cache
def fingerprint() -> str:
    """Equal for two processes exactly if their forms are of every text."""
    plane = "".join(map(chr, range(0x20, 0xD800)))
    return f"form {zlib.crc32(same_length_form(plane).encode()):08x}"


@cache
def _whole_table() -> dict[int, str | None]:
    """Both steps at once, so that a text is walked through once."""
    simple = _table()
    return {point: squeeze(simple.get(point, chr(point))) or None for point in {*simple, *SQUEEZED}}


@cache
def _table() -> dict[int, str]:
    from opencc import OpenCC  # noqa: PLC0415  20 ms that most commands never need

    table: dict[int, str] = {}
    for point in _COMPATIBLE:
        twin = normalize("NFKC", chr(point))
        if len(twin) == 1 and twin != chr(point):
            table[point] = twin
    # A line each, so that no two of them are taken for a phrase.
    written = [chr(point) for point in _HAN]
    converted = OpenCC("t2s").convert("\n".join(written)).split("\n")
    for before, after in zip(written, converted, strict=True):
        if len(after) == 1 and after != before:
            table[ord(before)] = after
    # 薴 is 苧, and that is 苎.
    return {point: _last(to, table) for point, to in table.items()}


def _last(character: str, table: dict[int, str]) -> str:
    """Where going from one to the next ends; no two can lead to each other for ever."""
    seen = {character}
    while (following := table.get(ord(character))) is not None and following not in seen:
        seen.add(following)
        character = following
    return character
