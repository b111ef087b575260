"""New wording → what it consists of: several articles, the 款 of one, items, a label of its own."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from archive.notice.numerals import HAN, parse_ordinal

# 第八条　…, 第一百二十条之二 …
_LABEL = re.compile(rf"第[ ]?(?:[{HAN}]+|[0-9]+)[ ]?条(?:之(?:[{HAN}]+|[0-9]+))?[ \u3000]*")
# （一）…, 1. …, (1)…
_ITEM = re.compile(rf"(?P<label>[（(](?:[{HAN}]+)[）)]|[0-9]{{1,2}}[.．、](?![0-9]))[ \u3000]*")
# ；（四）…
_NEXT_ITEM = re.compile(rf"(?<=[；;：:。])(?=[（(][{HAN}]+[）)])")
# 第三章　监督检查, 一、买卖合同
_DIVISION = re.compile(rf"^(?:第[{HAN}]+(?:编|章|节)|[{HAN}]+、)[ \u3000]*")

Lines = tuple[str, ...]


class Entry(NamedTuple):
    """One 项 of a 款, or the words before them."""

    label: str | None
    number: int | None
    text: str


class Written(NamedTuple):
    """One 款: what stands before its items, and the items."""

    lead: str
    items: tuple[Entry, ...]


def own_label(lines: Lines) -> tuple[tuple[int, ...] | None, Lines]:
    """The number at the head of an article's wording, and the wording without it."""
    match = _LABEL.match(lines[0]) if lines else None
    if not match or (match.end() == len(lines[0]) and len(lines) == 1):
        return None, lines
    number = parse_ordinal(match[0].strip())
    rest = lines[0][match.end() :]
    return number, ((rest, *lines[1:]) if rest else lines[1:])


def paragraphs_of(lines: Lines) -> tuple[Written, ...]:
    """The 款 of an article's wording; items belong to what stands before them."""
    found: list[Written] = []
    for line in (part for whole in lines for part in _NEXT_ITEM.split(whole)):
        item = _ITEM.match(line)
        if item and found:
            entry = Entry(item["label"], _count(item["label"]), line[item.end() :])
            found[-1] = found[-1]._replace(items=(*found[-1].items, entry))
        else:
            found.append(Written(line, ()))
    return tuple(found)


def item_of(lines: Lines) -> Entry | None:
    """One item's wording, whether or not it prints its number; ``None`` if it is more than one."""
    text = "\n".join(lines)
    label = _ITEM.match(text)
    body = text[label.end() :] if label else text
    if any(_ITEM.match(line) for line in lines[1:]) or (label and _NEXT_ITEM.search(body)):
        return None
    return Entry(label["label"], _count(label["label"]), body) if label else Entry(None, None, body)


def divide(lines: Lines, unit: str, count: int) -> tuple[Lines, ...] | None:
    """A wording for several new units, one each; ``None`` if it does not divide into as many."""
    if count == 1:
        return (lines,)
    if unit == "条":
        starts = [at for at, line in enumerate(lines) if _LABEL.match(line)]
        parts = _cut(lines, starts)
    elif unit == "款":
        starts = [at for at, line in enumerate(lines) if not _ITEM.match(line)]
        parts = _cut(lines, starts)
    else:
        pieces = tuple(part for line in lines for part in _NEXT_ITEM.split(line))
        parts = _cut(pieces, [at for at, line in enumerate(pieces) if _ITEM.match(line)])
    return parts if len(parts) == count else None


def without_division(words: str) -> str:
    """A heading without the label that may be printed before it: 第三章 监督检查 → 监督检查."""
    return _DIVISION.sub("", words.strip())


def _cut(lines: Lines, starts: Sequence[int]) -> tuple[Lines, ...]:
    if not starts or starts[0] != 0:
        return ()
    return tuple(
        lines[start:stop] for start, stop in zip(starts, (*starts[1:], len(lines)), strict=True)
    )


def _count(label: str) -> int | None:
    number = parse_ordinal(label)
    return number[0] if number else None
