"""A citation → the work that is meant: by number, then title, then likeness with a review.

A function of what is cited, who cites it and the works that may be meant: the order in which they
came plays no part. Source: DOMAIN.md §6.3; ARCHITECTURE.md, Identity.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from archive.law.titles import AGREE, NEAR, SURE, core_key, ending, likeness, similarity
from archive.notice.match import squeeze

_RIVALS = 5
_NATIONAL = re.compile(
    r"^(?:中共中央|国务院|国家|全国|中华人民共和国|中央|最高人民|财政部|[^省市县区州盟旗]{2,8}(?:部|总局|委员会)$)"
)
# 焦作市人民政府办公室, 河南省财政厅
_PLACE = re.compile(r"^(?:中共)?([\u4e00-\u9fff]{2,9}?(?:省|自治区|自治州|自治县|市|县|区|盟|旗))")


class How(StrEnum):
    """What led from a citation to its target."""

    NUMBER = "number"
    TITLE = "title"
    CORE = "core"
    LIKENESS = "likeness"
    CHOICE = "choice"
    STUB = "stub"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Cited:
    """What a text calls another; keys as ``titles`` makes them, ``""`` where nothing is printed."""

    number: str
    title: str
    issuer: str

    @property
    def stub_key(self) -> tuple[str, str]:
        """What the work is known by as long as nobody has brought it."""
        return ("number", self.number) if self.number else ("title", self.title)


@dataclass(frozen=True, slots=True)
class Citing:
    """Who cites, as far as it bears on whom is meant."""

    work: int
    issuers: tuple[str, ...]
    date_signed: date | None


@dataclass(frozen=True, slots=True)
class Name:
    """One of a work's names: its own title, or that of the component ``component``."""

    key: str
    component: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A held work that may be meant."""

    work: int
    id: str
    numbers: frozenset[str]
    names: tuple[Name, ...]
    issuers: tuple[str, ...]
    date_signed: date | None
    is_statute: bool


@dataclass(frozen=True, slots=True)
class Resolution:
    """Which work is meant, and how sure that is."""

    work: int | None
    """``None``: none that is held; a stub stands in for it, or a choice is open."""
    component: str
    how: How
    state: str
    """``ASSERTED``, ``INFERRED`` (a person should look) or ``NEEDS_REVIEW`` (a person must)."""
    rivals: tuple[str, ...] = ()
    """Ids of what else it may be, the likest first."""


STUB = Resolution(None, "", How.STUB, "ASSERTED")


def resolve(
    cited: Cited, citing: Citing, candidates: Sequence[Candidate], *, may_be_itself: bool
) -> Resolution:
    """The work that is meant, of those that share a number or something of the title.

    ``may_be_itself``: a text issues itself, but repeals only others.
    """
    held = [c for c in candidates if may_be_itself or c.work != citing.work]
    if cited.number:
        found = _by_number(cited, citing, [c for c in held if cited.number in c.numbers])
        if found:
            return found
        # A statute bears no number of its own: the order that is cited made one of its texts.
        held = [c for c in held if c.is_statute or not c.numbers]
    if not cited.title:
        return STUB
    return _by_title(cited, citing, held) or _by_likeness(cited, citing, held) or STUB


def _by_number(cited: Cited, citing: Citing, candidates: Sequence[Candidate]) -> Resolution | None:
    if not candidates:
        return None
    like = {c.work: likeness(cited.title, _keys(c)) if cited.title else 1.0 for c in candidates}
    agreeing = [c for c in candidates if like[c.work] >= AGREE]
    if len(agreeing) > 1:
        related = [c for c in agreeing if _related(cited, citing, c) == _SAME]
        agreeing = related if len(related) == 1 else agreeing
    if len(agreeing) == 1:
        return _to(agreeing[0], cited, How.NUMBER, "ASSERTED")
    if len(candidates) == 1:
        return _to(candidates[0], cited, How.NUMBER, "NEEDS_REVIEW")
    return _choice(agreeing or candidates, like)


_SAME, _ABOVE, _UNKNOWN, _ELSEWHERE = range(4)


def _related(cited: Cited, citing: Citing, candidate: Candidate) -> int:
    """How near its makers stand to who is cited, or to who cites."""
    theirs = [squeeze(name) for name in candidate.issuers]
    if cited.issuer:
        issuer = squeeze(cited.issuer)
        agree = any(issuer in name or name in issuer for name in theirs)
        return _SAME if agree else _ELSEWHERE
    if any(name in cited.title for name in theirs):
        return _SAME
    if candidate.is_statute and not theirs:
        return _ABOVE
    mine = [squeeze(name) for name in citing.issuers]
    if set(mine) & set(theirs) or _places(mine) & _places(theirs):
        return _SAME
    if any(_NATIONAL.match(name) for name in theirs):
        return _ABOVE
    return _ELSEWHERE if mine and theirs else _UNKNOWN


def _places(names: Iterable[str]) -> set[str]:
    return {place[1] for name in names if (place := _PLACE.match(name))}


def _by_title(cited: Cited, citing: Citing, held: Sequence[Candidate]) -> Resolution | None:
    exact = [c for c in held if cited.title in _keys(c)]
    if exact:
        return _chosen(exact, cited, citing, How.TITLE)
    core = core_key(cited.title)
    near = [c for c in held if any(core_key(key) == core for key in _keys(c))]
    return _chosen(near, cited, citing, How.CORE) if near else None


def _chosen(
    found: Sequence[Candidate], cited: Cited, citing: Citing, how: How
) -> Resolution | None:
    """The one that stands nearest; what was made only later cannot have been cited."""
    known = [c for c in found if not _is_later(c, citing)]
    if not known:
        return None
    nearness = {c.work: _related(cited, citing, c) for c in known}
    if cited.issuer:
        known = [c for c in known if nearness[c.work] != _ELSEWHERE or c.is_statute]
        if not known:
            return None
    best = min(nearness[c.work] for c in known)
    nearest = [c for c in known if nearness[c.work] == best]
    if len(nearest) > 1:
        # Of several texts under one name the last before the citing one is meant.
        dated = sorted((c for c in nearest if c.date_signed), key=lambda c: (c.date_signed, c.id))
        if len(dated) == len(nearest) and citing.date_signed and best == _SAME:
            return _to(dated[-1], cited, how, "INFERRED", rivals=dated[-2::-1])
        return _choice(nearest, dict.fromkeys((c.work for c in nearest), 1.0))
    is_proper = nearest[0].is_statute or best in (_SAME, _ABOVE) or _has_owner(cited.title)
    is_sure = is_proper and (how is How.TITLE or best == _SAME or nearest[0].is_statute)
    return _to(nearest[0], cited, how, "ASSERTED" if is_sure else "INFERRED")


def _is_later(candidate: Candidate, citing: Citing) -> bool:
    """Statutes keep their names through their revisions, and are dated by the one that is held."""
    return bool(
        not candidate.is_statute
        and candidate.work != citing.work
        and candidate.date_signed
        and citing.date_signed
        and candidate.date_signed > citing.date_signed
    )


def _has_owner(title: str) -> bool:
    """The title itself says whose it is: 河南省…, 国务院关于…."""
    return bool(_PLACE.match(title) or _NATIONAL.match(title))


def _by_likeness(cited: Cited, citing: Citing, held: Sequence[Candidate]) -> Resolution | None:
    like = {
        c.work: max((similarity(cited.title, key) for key in _keys(c)), default=0.0) for c in held
    }
    near = [
        c
        for c in held
        if like[c.work] >= NEAR
        and not c.is_statute
        and any(ending(key) == ending(cited.title) for key in _keys(c))
        and not _is_later(c, citing)
        and _related(cited, citing, c) != _ELSEWHERE
    ]
    if not near:
        return None
    near.sort(key=lambda c: (-like[c.work], c.id))
    first = near[0]
    is_alone = len(near) == 1 or like[near[1].work] < like[first.work]
    if like[first.work] >= SURE and is_alone:
        return _to(first, cited, How.LIKENESS, "INFERRED", rivals=near[1:])
    return Resolution(None, "", How.STUB, "NEEDS_REVIEW", tuple(c.id for c in near[:_RIVALS]))


def _choice(found: Sequence[Candidate], like: dict[int, float]) -> Resolution:
    ranked = sorted(found, key=lambda c: (-like[c.work], c.id))
    return Resolution(None, "", How.CHOICE, "NEEDS_REVIEW", tuple(c.id for c in ranked[:_RIVALS]))


def _to(
    candidate: Candidate, cited: Cited, how: How, state: str, rivals: Sequence[Candidate] = ()
) -> Resolution:
    return Resolution(
        candidate.work,
        _component(candidate, cited.title),
        how,
        state,
        tuple(c.id for c in rivals[:_RIVALS]),
    )


def _component(candidate: Candidate, title: str) -> str:
    """The component that bears the cited title, where the notice itself does not."""
    if not title or any(name.key == title and not name.component for name in candidate.names):
        return ""
    by_key: dict[str, list[str]] = defaultdict(list)
    core = core_key(title)
    for name in candidate.names:
        if name.component:
            by_key[name.key].append(name.component)
            by_key.setdefault(core_key(name.key), []).append(name.component)
    found = by_key.get(title) or by_key.get(core) or [""]
    return sorted(found)[0]


def _keys(candidate: Candidate) -> tuple[str, ...]:
    return tuple(name.key for name in candidate.names)
