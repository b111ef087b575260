"""Texts with stretches to be marked → runs for the template, which escapes each one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Span = tuple[int, int]
"""Half-open offsets in code points."""

ELLIPSIS = "……"


@dataclass(frozen=True, slots=True)
class Run:
    """An unbroken stretch of text, marked or not."""

    text: str
    marked: bool = False


def split_runs(text: str, spans: Iterable[Span]) -> tuple[Run, ...]:
    """The text cut at the spans, in order; joined, the runs are the text again.

    Spans may touch or overlap and may reach beyond the text: they are clipped and joined.
    """
    runs: list[Run] = []
    at = 0
    for start, stop in _merged(text, spans):
        if start > at:
            runs.append(Run(text[at:start]))
        runs.append(Run(text[start:stop], marked=True))
        at = stop
    if at < len(text):
        runs.append(Run(text[at:]))
    return tuple(runs)


def excerpt(
    text: str, spans: Sequence[Span], *, limit: int = 260, around: int = 60
) -> tuple[Run, ...]:
    """The text itself if it is short, else its marked places with ``around`` characters each side.

    Left out text shows as an ellipsis; at most ``limit`` characters, the first places first.
    """
    merged = _merged(text, spans)
    if len(text) <= limit:
        return split_runs(text, merged)
    if not merged:
        return (Run(text[:limit] + ELLIPSIS),)
    windows: list[Span] = []
    room = limit
    for start, stop in merged:
        low, high = max(0, start - around), min(len(text), stop + around)
        if windows and low <= windows[-1][1] + around // 4:
            low = windows[-1][1]
        if high <= low:
            continue
        if high - low > room:
            break
        room -= high - low
        if windows and low == windows[-1][1]:
            windows[-1] = (windows[-1][0], high)
        else:
            windows.append((low, high))
    if not windows:
        start = merged[0][0]
        windows = [(start, min(len(text), start + limit))]
    runs: list[Run] = []
    for number, (low, high) in enumerate(windows):
        if number or low:
            runs.append(Run(ELLIPSIS))
        inside = [(a - low, b - low) for a, b in merged if a < high and b > low]
        runs.extend(split_runs(text[low:high], inside))
    if windows[-1][1] < len(text):
        runs.append(Run(ELLIPSIS))
    return tuple(runs)


def _merged(text: str, spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, stop in sorted((max(0, a), min(len(text), b)) for a, b in spans):
        if start >= stop:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged
