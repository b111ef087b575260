"""Two rules on one subject, clause by clause: who has what, and in which amounts, terms and hands.

Not versions of each other: 焦作 and 平顶山 on “一区多园”. Each clause is set against the one of the
other text that is likest, one to one and for the whole of both as well as can be; what is left, one
has and the other lacks.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from archive.law.compare.likeness import Likeness
from archive.law.compare.matching import assign
from archive.law.compare.model import ChangeType, Cut, Unit
from archive.law.compare.tokens import Sort, Token, tokens_of
from archive.law.compare.units import Placed, text_of
from archive.notice.model import Notice

LIKE = 0.14
"""Clauses less alike are no counterparts; versions of one text are held to more."""
_ROW = "row"
_HEADING = 0.15
"""What like headings count in favour of a pair."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a clause sets, as printed, each once and in order."""

    amounts: tuple[str, ...]
    """Money, shares and counts."""
    terms: tuple[str, ...]
    """Days and spans of time."""
    bodies: tuple[str, ...]
    """Organs."""


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A clause of either text or of both; ``None`` where one has none."""

    old: Unit | None
    new: Unit | None
    likeness: float
    old_facts: Facts | None
    new_facts: Facts | None


def counterparts(
    old: Notice, new: Notice, *, cut: Cut, old_key: str | None = None, new_key: str | None = None
) -> tuple[Counterpart, ...]:
    """Every clause of both texts once, in the order of the new; rows of tables are left out.

    What only the old text has stands last.
    """
    ones = _clauses(old, old_key)
    others = _clauses(new, new_key)
    likeness = Likeness([one.words for one in ones], [other.words for other in others])
    heads = Likeness([_head(one) for one in ones], [_head(other) for other in others])
    edges: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for a, one in enumerate(ones):
        for b, other in enumerate(others):
            like = likeness.like(a, b)
            if one.unit.heading and other.unit.heading:
                like += _HEADING * heads.like(a, b)
            if like >= LIKE:
                edges[a].append((b, like))
    found = assign(edges)
    back = {b: a for a, b in found.items()}
    rows = [
        Counterpart(
            ones[back[b]].unit if b in back else None,
            other.unit,
            round(likeness.like(back[b], b), 4) if b in back else 0.0,
            _facts(ones[back[b]], cut) if b in back else None,
            _facts(other, cut),
        )
        for b, other in enumerate(others)
    ]
    rows += [
        Counterpart(one.unit, None, 0.0, _facts(one, cut), None)
        for a, one in enumerate(ones)
        if a not in found
    ]
    return tuple(rows)


def _clauses(notice: Notice, key: str | None) -> list[Placed]:
    units = text_of(notice, (key,) if key else ()).units
    return [placed for placed in units if placed.kind != _ROW and placed.words]


def _head(placed: Placed) -> str:
    return placed.unit.heading or ""


def _facts(placed: Placed, cut: Cut) -> Facts:
    text = placed.unit.text
    tokens = tokens_of(text, cut)
    amounts = (ChangeType.AMOUNT, ChangeType.PERCENT, ChangeType.COUNT)
    return Facts(
        _printed(text, (token for token in tokens if token.quantity in amounts)),
        _printed(
            text,
            (
                token
                for token in tokens
                if token.quantity is ChangeType.DURATION or token.sort is Sort.DATE
            ),
        ),
        _printed(text, (token for token in tokens if token.sort is Sort.ORGAN)),
    )


def _printed(text: str, tokens: Iterable[Token]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text[token.start : token.stop] for token in tokens))
