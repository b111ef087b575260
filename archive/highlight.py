"""Where a query's words stand in a text: pure."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from archive.notice.match import DROPPED
from archive.search_form import search_form

Spans = tuple[tuple[int, int], ...]


def ranges(characters: str) -> list[tuple[str, str]]:
    """The first and last of each run of code points, escaped: in ranges a class is fast."""
    runs: list[list[int]] = []
    for point in sorted(map(ord, characters)):
        if runs and point == runs[-1][1] + 1:
            runs[-1][1] = point
        else:
            runs.append([point, point])
    return [(f"\\U{first:08x}", f"\\U{last:08x}") for first, last in runs]


# the blanks of 王　明 and whatever else nobody sees
_DROPPED = re.compile("[" + "".join(f"{a}-{b}" for a, b in ranges(DROPPED)) + "]")


def highlights(text: str, needles: Iterable[str]) -> Spans:
    """Every occurrence of the needles, as half-open code-point offsets into ``text``.

    Guarantees: ordered, not overlapping, touching ones joined; each covers the very characters
    whose form is a needle, blanks inside them included, none around them. ``needles`` are in
    ``search_form``.
    """
    squeezed = search_form(text)
    gaps: list[int] = []
    if len(squeezed) < len(text):
        gaps = [match.start() - before for before, match in enumerate(_DROPPED.finditer(text))]
    found: list[tuple[int, int]] = []
    for needle in filter(None, needles):
        at = squeezed.find(needle)
        while at >= 0:
            last = at + len(needle) - 1
            found.append((at + bisect_right(gaps, at), last + bisect_right(gaps, last) + 1))
            at = squeezed.find(needle, at + 1)
    return _joined(sorted(found))


def _joined(spans: Sequence[tuple[int, int]]) -> Spans:
    joined: list[tuple[int, int]] = []
    for start, stop in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((start, stop))
    return tuple(joined)
