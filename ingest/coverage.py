"""The law that nothing is lost: every non-blank character of the source has exactly one home.

A home is a section, a component's label and title, a piece of furniture or what a repair took out;
what none of them claims must lie in a field of the front matter. A field that points into a
section (a date of effect) is no home of its own. Source: DOMAIN.md §7 I4.
"""

import re

from archive.notice.model import Component, Furniture, Notice, Section

# Tables for bytes.translate, which counts a whole stretch at once.
_ONE_MORE = bytes(min(count + 1, 255) for count in range(256))
_ONE_AT_LEAST = bytes(max(count, 1) for count in range(256))
# A stretch of characters that have no home, or more than one.
_UNSURE = re.compile(rb"[^\x01]+")


def homes(notice: Notice, length: int) -> bytearray:
    """How many homes each character of the source has; fields fill only what is left."""
    counts = bytearray(length)
    found: tuple[Component | Section | Furniture, ...] = (
        *notice.components,
        *notice.walk(),
        *notice.furniture,
    )
    for home in found:
        for place in home.origin:
            start, stop = place.start, place.stop
            counts[start:stop] = counts[start:stop].translate(_ONE_MORE)
    for repair in notice.repairs:
        if repair.before.strip():
            start, stop = repair.start, repair.stop
            counts[start:stop] = counts[start:stop].translate(_ONE_MORE)
    for field in notice.fields:
        counts[field.start : field.stop] = counts[field.start : field.stop].translate(_ONE_AT_LEAST)
    return counts


def unaccounted(notice: Notice, source_text: str) -> tuple[int, ...]:
    """Offsets of the characters with no home, or with more than one; blanks aside."""
    counts = homes(notice, len(source_text))
    lost: list[int] = []
    for stretch in _UNSURE.finditer(counts):
        start, stop = stretch.span()
        if not source_text[start:stop].isspace():
            lost += [at for at in range(start, stop) if not _is_blank(source_text[at])]
    return tuple(lost)


def _is_blank(c: str) -> bool:
    return c.isspace() or c in "\u200b\ufeff\u200c\u200d\u2060" or c < " "


def covered_share(notice: Notice, source_text: str) -> float:
    """1.0 where nothing is lost."""
    solid = sum(not _is_blank(c) for c in source_text)
    return 1.0 - len(unaccounted(notice, source_text)) / solid if solid else 1.0
