"""The law that nothing is lost: every non-blank character of the source has exactly one home.

A home is a section, a component's label and title, a piece of furniture or what a repair took out;
what none of them claims must lie in a field of the front matter. A field that points into a
section (a date of effect) is no home of its own. Source: DOMAIN.md §7 I4.
"""

import re
from collections.abc import Sequence

from archive.notice.model import Component, Furniture, Notice, Section

# Tables for bytes.translate, which counts a whole stretch at once.
_ONE_MORE = bytes(min(count + 1, 255) for count in range(256))
_ONE_AT_LEAST = bytes(max(count, 1) for count in range(256))
# A stretch of characters that have no home, or more than one.
_UNSURE = re.compile(rb"[^\x01]+")


def homes(notice: Notice, length: int) -> bytearray:
    """How many homes each character of the source has; fields fill only what is left."""
    counts = bytearray(length)
    for start, stop in _spans(notice):
        counts[start:stop] = counts[start:stop].translate(_ONE_MORE)
    _fill(counts, notice)
    return counts


def _spans(notice: Notice) -> list[tuple[int, int]]:
    """Where each home begins and ends."""
    found: tuple[Component | Section | Furniture, ...] = (
        *notice.components,
        *notice.walk(),
        *notice.furniture,
    )
    spans = [(place.start, place.stop) for home in found for place in home.origin]
    spans += [(repair.start, repair.stop) for repair in notice.repairs if repair.before.strip()]
    return spans


def _fill(counts: bytearray, notice: Notice) -> None:
    """Fields are a home for what has no other."""
    for field in notice.fields:
        counts[field.start : field.stop] = counts[field.start : field.stop].translate(_ONE_AT_LEAST)


def unaccounted(notice: Notice, source_text: str) -> tuple[int, ...]:
    """Offsets of the characters with no home, or with more than one; blanks aside.

    Counted by stretches; by characters only where two homes overlap.
    """
    spans = sorted(_spans(notice))
    gaps, at = [], 0
    for start, stop in (*spans, (len(source_text), len(source_text))):
        if start < at:
            counts = homes(notice, len(source_text))
            return _unsure(counts, [(0, len(source_text))], source_text)
        if start > at and not source_text[at:start].isspace():
            gaps.append((at, start))
        at = stop
    if not gaps:
        return ()
    counts = bytearray(len(source_text))
    _fill(counts, notice)
    return _unsure(counts, gaps, source_text)


def _unsure(
    counts: bytearray, stretches: Sequence[tuple[int, int]], source_text: str
) -> tuple[int, ...]:
    """What of these stretches has not one home, blanks aside."""
    lost: list[int] = []
    for begin, end in stretches:
        for unsure in _UNSURE.finditer(counts, begin, end):
            start, stop = unsure.span()
            if not source_text[start:stop].isspace():
                lost += [at for at in range(start, stop) if not _is_blank(source_text[at])]
    return tuple(lost)


def _is_blank(c: str) -> bool:
    return c.isspace() or c in "\u200b\ufeff\u200c\u200d\u2060" or c < " "


def covered_share(notice: Notice, source_text: str) -> float:
    """1.0 where nothing is lost."""
    solid = sum(not _is_blank(c) for c in source_text)
    return 1.0 - len(unaccounted(notice, source_text)) / solid if solid else 1.0
