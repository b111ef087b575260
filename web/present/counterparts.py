"""Two places' rules on one subject → the table that pages and Word files print; pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.law.compare.counterparts import Counterpart, Facts
from archive.law.compare.model import Unit
from web.present.language import N_, counted, is_chinese
from web.present.language import gettext as _
from web.present.results import Paging, paging

NAMES = (N_("甲"), N_("乙"))
"""What the two texts are called: neither is older, neither newer."""
ONLY = ("both", "old", "new")
"""Rows that both texts have, or one alone."""
SORTS = (N_("数额"), N_("期限"), N_("机构"))
_NEAR, _FAR = 0.5, 0.25
"""Likeness from which on clauses say nearly the same; below which they share a subject at most."""


@dataclass(frozen=True, slots=True)
class FactPair:
    """One sort of fact, of both sides."""

    name: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    is_same: bool


@dataclass(frozen=True, slots=True)
class Clause:
    """One side of a row."""

    key: str
    label: str | None
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CounterpartView:
    """A clause and its counterpart as they are printed."""

    number: int
    anchor: str
    old: Clause | None
    new: Clause | None
    likeness: str | None
    """``38%``; ``None`` where one side has nothing of the kind."""
    nearness: str
    """``相近``, ``部分相近``, ``主题相关``; ``仅甲有``, ``仅乙有``."""
    tone: str
    facts: tuple[FactPair, ...]
    """数额, 期限 and 机构, as far as either side has any."""

    def fact(self, name: str) -> FactPair | None:
        """The facts of one sort."""
        return next((pair for pair in self.facts if pair.name == name), None)


@dataclass(frozen=True, slots=True)
class CounterpartsView:
    """The whole table and its counts."""

    rows: tuple[CounterpartView, ...]
    paging: Paging
    both: int
    only_old: int
    only_new: int
    summary: str


def counterparts_view(
    rows: Sequence[Counterpart],
    *,
    only: str | None = None,
    page: int = 1,
    page_size: int | None = None,
    anchor: str | None = None,
) -> CounterpartsView:
    """All rows, or those that ``both``, ``old`` alone or ``new`` alone has.

    All on one page without ``page_size``; with an ``anchor`` the page on which that row stands,
    among all rows if the others hide it.
    """
    counts = Counter(map(_has, rows))
    numbered = [(at, row) for at, row in enumerate(rows, 1) if only in (None, _has(row))]
    if anchor is not None:
        if anchor not in (_anchor(row) for _, row in numbered):
            numbered = list(enumerate(rows, 1))
        anchors = [_anchor(row) for _, row in numbered]
        page = (anchors.index(anchor) if anchor in anchors else 0) // (page_size or len(rows)) + 1
    size = page_size or max(1, len(numbered))
    here = numbered[(page - 1) * size : page * size]
    apart = sum(
        any(pair.old and pair.new and not pair.is_same for pair in _facts(row)) for row in rows
    )
    told = [counted("两个文本有 %(count)s 组条款相对应", counts["both"])]
    for name, side in zip(NAMES, ("old", "new"), strict=True):
        if counts[side]:
            told.append(counted("只有%(side)s有的 %(count)s 条", counts[side], side=_(name)))
    if apart:
        told.append(counted("对应条款里数额、期限或机构写得不同的 %(count)s 组", apart))
    return CounterpartsView(
        tuple(_view(at, row) for at, row in here),
        paging(page, len(numbered), size),
        counts["both"],
        counts["old"],
        counts["new"],
        "；".join(told) + "。" if is_chinese() else "; ".join(told) + ".",
    )


def _has(row: Counterpart) -> str:
    if row.old and row.new:
        return "both"
    return "old" if row.old else "new"


def _view(number: int, row: Counterpart) -> CounterpartView:
    nearness, tone = _nearness(row)
    return CounterpartView(
        number=number,
        anchor=_anchor(row),
        old=_clause(row.old),
        new=_clause(row.new),
        likeness=f"{row.likeness:.0%}" if row.old and row.new else None,
        nearness=nearness,
        tone=tone,
        facts=tuple(_facts(row)),
    )


def _anchor(row: Counterpart) -> str:
    """``new-main-1/art-7``; by the old key where only the old text has it."""
    if row.new:
        return f"new-{row.new.key}"
    return f"old-{row.old.key}" if row.old else ""


def _nearness(row: Counterpart) -> tuple[str, str]:
    if not row.new:
        return _("仅甲有"), "ended"
    if not row.old:
        return _("仅乙有"), "good"
    if row.likeness >= _NEAR:
        return _("相近"), "presumed"
    return (_("部分相近"), "doubt") if row.likeness >= _FAR else (_("主题相关"), "apart")


def _clause(unit: Unit | None) -> Clause | None:
    if unit is None:
        return None
    return Clause(unit.key, unit.label, tuple(filter(str.strip, unit.text.split("\n"))))


def _facts(row: Counterpart) -> Iterator[FactPair]:
    none = Facts((), (), ())
    old, new = row.old_facts or none, row.new_facts or none
    told = ((old.amounts, new.amounts), (old.terms, new.terms), (old.bodies, new.bodies))
    for name, (ones, others) in zip(SORTS, told, strict=True):
        if ones or others:
            one, other = _bare(ones), _bare(others)
            yield FactPair(name, one, other, set(one) == set(other))


def _bare(values: Iterable[str]) -> tuple[str, ...]:
    """Without the blanks inside: 2021 年 11 月 9 日."""
    return tuple(dict.fromkeys("".join(value.split()) for value in values))
