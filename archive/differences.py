"""What another text of the same day says otherwise, as problems of the shown reading: pure."""

from collections.abc import Iterator

from archive.notice.match import squeeze
from archive.notice.model import Problem, Reading

_QUOTE = 30
_MOST = 50


def differences(shown: Reading, other: Reading) -> tuple[Problem, ...]:
    """One ``CORRECTION_DIFFERS`` a section that differs, by section key; nothing for layout."""
    ours, theirs = dict(_sections(shown)), dict(_sections(other))
    found: list[Problem] = []
    for key in (*ours, *(key for key in theirs if key not in ours)):
        mine, its = ours.get(key), theirs.get(key)
        if mine is None or its is None or squeeze(mine) != squeeze(its):
            message = _message(mine, its, other.source_name)
            found.append(Problem("CORRECTION_DIFFERS", message, key))
    if len(found) > _MOST:
        message = f"与“{other.source_name}”的文字还有 {len(found) - _MOST} 处不同"
        found = [*found[:_MOST], Problem("CORRECTION_DIFFERS", message)]
    return tuple(found)


def _sections(reading: Reading) -> Iterator[tuple[str, str]]:
    for section in reading.notice.walk():
        rows = section.table.rows if section.table else ()
        own = "".join(filter(None, (section.label, section.heading, section.text)))
        yield section.key, own + "".join(text for row in rows for text in row)


def _message(mine: str | None, its: str | None, name: str) -> str:
    if mine is None:
        return f"本文没有此处，“{name}”有：{(its or '')[:_QUOTE]}"
    if its is None:
        return f"“{name}”没有此处：{mine[:_QUOTE]}"
    at = next((i for i, (a, b) in enumerate(zip(mine, its, strict=False)) if a != b), 0)
    at = max(0, (at or min(len(mine), len(its))) - 5)
    return f"此处为“{mine[at : at + _QUOTE]}”，“{name}”为“{its[at : at + _QUOTE]}”"
