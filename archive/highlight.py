"""Where a query's words stand in a text: pure."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from archive.notice.match import squeeze

Spans = tuple[tuple[int, int], ...]


def highlights(text: str, needles: Iterable[str]) -> Spans:
    """Every occurrence of the needles, as half-open code-point offsets into ``text``.

    Guarantees: ordered, not overlapping, touching ones joined; each covers the very characters
    that fold to a needle, blanks inside them included, none around them. ``needles`` are squeezed.
    """
    kept = [at for at, character in enumerate(text) if not _is_dropped(character)]
    squeezed = squeeze(text)
    found: list[tuple[int, int]] = []
    for needle in filter(None, needles):
        at = squeezed.find(needle)
        while at >= 0:
            found.append((kept[at], kept[at + len(needle) - 1] + 1))
            at = squeezed.find(needle, at + 1)
    return _joined(sorted(found))


@lru_cache(maxsize=4096)
def _is_dropped(character: str) -> bool:
    return not squeeze(character)


def _joined(spans: Sequence[tuple[int, int]]) -> Spans:
    joined: list[tuple[int, int]] = []
    for start, stop in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((start, stop))
    return tuple(joined)
