"""What search keeps in memory beside the index: whose each ordinal is, and how it stands on a day.

An entry in the index holds ordinals and words, nothing that time or a decision changes. Which works
exist for the public, which text of a work is the one of a day, how each clause stands then and what
facets a work counts for stand here as arrays, small enough to be read anew after every change.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from threading import Lock
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from archive.facets import Cells, Counted, values
from archive.law.authority import level_of
from archive.law.status import Status
from archive.notice.number import parse_number
from archive.record import FacetValue, valid_index
from archive.search.engine import KINDS, Flags, Matches
from archive.search.query import Field, Name
from archive.search.ranking import authority
from archive.search_form import same_length_form, search_form
from archive.spellings import in_figures, spellings
from archive.store.lookup import Shelved, Span, Wanted

Timeline = Sequence[tuple[date | None, date | None, str]]
"""First day, last day, status; ``None`` is for ever."""
Keys = Callable[[Sequence[int]], Iterable[tuple[int, str]]]
"""Works → (ordinal, section key) of all their clauses."""
Codes = NDArray[np.int32]

_ANSWERS_KEPT = 16
_STATUSES = (*Status,)
_UNKNOWN = _STATUSES.index(Status.UNKNOWN)
IN_FORCE = (Status.EFFECTIVE, Status.AMENDED, Status.PRESUMED_EFFECTIVE)
"""What 现行 means in a filter: an express 有效 and one that nothing speaks against."""
LEVELS = ("national", "ministry", "province", "city", "county", "township")
"""By the highest of a notice's organs."""
PARTS = ("body", "attachment", "table", "notice")
_PART_OF = {"clause": "body", "attachment": "attachment", "row": "table", "notice": "notice"}
# 现行, 失效 as people say them, besides the labels themselves
_STATUS_WORDS: Mapping[str, tuple[Status, ...]] = {
    "现行": IN_FORCE,
    "现行有效": IN_FORCE,
    "有效": (Status.EFFECTIVE, Status.AMENDED),
    "未见失效依据": (Status.PRESUMED_EFFECTIVE,),
    "失效": (Status.EXPIRED,),
    "废止": (Status.REPEALED,),
    "已废止": (Status.REPEALED,),
    "暂停": (Status.SUSPENDED,),
    "暂停施行": (Status.SUSPENDED,),
    "尚未施行": (Status.NOT_YET_EFFECTIVE,),
    "未施行": (Status.NOT_YET_EFFECTIVE,),
    "待核": (Status.UNKNOWN,),
    "征求意见稿": (Status.DRAFT,),
    "草案": (Status.DRAFT,),
    "不适用": (Status.NOT_APPLICABLE,),
    "经修改": (Status.AMENDED,),
    "in_force": IN_FORCE,
}


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a search is narrowed to besides the works; ``None`` leaves a thing open."""

    status: str | None = None
    """A status, or ``in_force``."""
    part: str | None = None
    """One of ``PARTS``."""
    level: str | None = None
    """One of ``LEVELS``; empty for works of organs whose level is not known."""
    within: str | None = None
    """The id of one notice."""


Key = TypeVar("Key")
Kept = TypeVar("Kept")


class Shelf:
    """The works and their texts at one point of the change log; threads may share it."""

    def __init__(
        self,
        sequence: int,
        works: Sequence[Shelved],
        spans: Sequence[Span],
        standings: Mapping[tuple[int, str], Timeline],
        keys: Keys,
    ) -> None:
        self.sequence = sequence
        self.works = {work.id: work for work in works}
        self._rows = tuple(works)
        self._spans = spans
        self._standings = standings
        self._keys = keys
        self._guard = Lock()
        self._permitted: dict[tuple[Wanted, date], Flags] = {}
        self._of_any_day: dict[Wanted, Flags] = {}
        self._notices: dict[Wanted, int] = {}
        self._statuses: dict[date, Codes] = {}
        self._forces: dict[date, Flags] = {}
        self._cells: dict[date, Cells] = {}
        row_of = {work.id: row for row, work in enumerate(works)}
        end = max((span.first + span.count for span in spans), default=0)
        self._span_of = np.full(end, -1, np.int32)
        self._row_of = np.full(end, -1, np.int32)
        """Ordinal → its work's place in the rows."""
        self._by_work: dict[int, list[int]] = {}
        for position, span in enumerate(spans):
            stretch = slice(span.first, span.first + span.count)
            self._span_of[stretch] = position
            self._row_of[stretch] = row_of.get(span.work, -1)
            self._by_work.setdefault(span.work, []).append(position)
        for positions in self._by_work.values():
            positions.sort(key=lambda position: spans[position].valid_from or date.min)

    # --- what may be found -----------------------------------------------------------------------

    def permitted(self, wanted: Wanted, on: date) -> Flags:
        """The entries of works that may be seen, each work's text of that day alone."""

        def find() -> Flags:
            return self._fitting(wanted.fit) & self._current(on)

        return self._kept(self._permitted, (wanted, on), find)

    def _kept(self, kept: dict[Key, Kept], key: Key, find: Callable[[], Kept]) -> Kept:
        found = kept.get(key)
        if found is None:
            found = find()
            with self._guard:
                if len(kept) >= _ANSWERS_KEPT:
                    kept.clear()
                kept[key] = found
        return found

    def of_any_day(self, wanted: Wanted) -> Flags:
        """The entries of works that may be seen, whatever day their text is of."""
        return self._kept(self._of_any_day, wanted, lambda: self._fitting(wanted.fit))

    def notices(self, wanted: Wanted) -> int:
        """How many works that may be seen have a text."""
        return self._kept(self._notices, wanted, lambda: sum(map(wanted.fit, self.held())))

    def of_work(self, work: int) -> Flags:
        """The entries of one work."""
        return self._fitting(lambda one: one.id == work)

    def held(self) -> Iterator[Shelved]:
        """The works of which there is a text, public or not: no stubs."""
        return (self.works[work] for work in self._by_work if work in self.works)

    def _fitting(self, fits: Callable[[Shelved], bool]) -> Flags:
        """The entries of the works for which it holds."""
        rows = np.fromiter((fits(work) for work in self._rows), np.bool_, len(self._rows))
        return self._by_row(rows)

    def _by_row(self, rows: Flags) -> Flags:
        known = self._row_of >= 0
        if not len(rows):
            return known
        return known & rows[np.maximum(self._row_of, 0)]

    def _current(self, on: date) -> Flags:
        """Whether an entry is of its work's text of that day."""
        flags = np.zeros(len(self._spans) + 1, np.bool_)  # the last for ordinals that are no more
        for positions in self._by_work.values():
            days = [self._spans[position].valid_from for position in positions]
            flags[positions[valid_index(days, on)]] = True
        found: Flags = flags[self._span_of]
        return found

    def narrow(self, narrowed: Narrowed, on: date) -> Flags | None:
        """The entries that a search is narrowed to; ``None`` for all."""
        flags: list[Flags] = []
        if narrowed.status is not None:
            flags.append(self._standing_so(statuses_of(narrowed.status), on))
        if narrowed.level is not None:
            level = LEVELS.index(narrowed.level) if narrowed.level else -1
            flags.append(self._by_row(self._levels == level))
        if narrowed.within is not None:
            flags.append(self._fitting(lambda work: work.slug == narrowed.within))
        return np.logical_and.reduce(flags) if flags else None

    def holding(self, field: Field, on: date) -> Flags:
        """The entries of which a field is true; for all fields but those that name a part."""
        needle = field.term.needle
        if field.name is Name.STATUS:
            return self._standing_so(statuses_of(field.term.text), on)
        if field.name is Name.TITLE:
            return self._fitting(_titled(needle))
        if field.name is Name.NUMBER:
            return self._fitting(_numbered(field.term.text))
        if field.name is Name.ISSUER:
            return self._fitting(lambda work: any(needle in search_form(i) for i in work.issuers))
        if field.name is Name.KIND:
            return self._fitting(lambda work: needle in (work.kind or "", work.genre or ""))
        if field.span is None:
            raise ValueError(f"{field.name} is no field of a notice")
        first, last = field.span
        if field.name is Name.YEAR:
            return self._fitting(lambda w: w.year is not None and first.year <= w.year <= last.year)
        return self._fitting(lambda w: w.date_signed is not None and first <= w.date_signed <= last)

    def bearing(self, number: str | None, title: str | None) -> Flags:
        """The entries of the notices themselves that bear a number, or exactly a title."""
        works = {
            *self._numbered.get(number or "", ()),
            *self._titled.get(search_form(title or ""), ()),
        }
        flags = np.zeros(len(self._row_of), np.bool_)
        for work in works:
            for position in self._by_work.get(work, ()):
                flags[self._spans[position].first] = True
        return flags

    @cached_property
    def _numbered(self) -> dict[str, list[int]]:
        """The works that bear each number."""
        return _by((work.number or "", work.id) for work in self._rows)

    @cached_property
    def _titled(self) -> dict[str, list[int]]:
        """Those that bear each title, in ``search_form``."""
        return _by((search_form(work.title), work.id) for work in self._rows)

    # --- how it stands ---------------------------------------------------------------------------

    @cached_property
    def _timelines(self) -> tuple[tuple[Timeline, ...], Codes]:
        """All timelines, and for each ordinal the place of the one that it stands under."""
        lines: list[Timeline] = [()]
        place_of: dict[tuple[int, str], int] = {}
        for owner, line in self._standings.items():
            place_of[owner] = len(lines)
            lines.append(line)
        rows = np.array([place_of.get((work.id, ""), 0) for work in self._rows], np.int32)
        places = np.zeros(len(self._row_of), np.int32)
        if len(rows):
            places = np.where(self._row_of >= 0, rows[np.maximum(self._row_of, 0)], 0)
        apart = sorted({work for work, key in place_of if key})
        for ordinal, key in self._keys(apart) if apart else ():
            if ordinal >= len(places) or self._row_of[ordinal] < 0:
                continue
            work = self._rows[self._row_of[ordinal]].id
            above = key
            while above and (work, above) not in place_of:
                above = above.rpartition("/")[0]
            if above:
                places[ordinal] = place_of[work, above]
        return tuple(lines), places.astype(np.int32)

    def statuses(self, on: date) -> Codes:
        """For each ordinal how it stands on a day, as a place in ``Status``."""

        def find() -> Codes:
            lines, places = self._timelines
            codes = np.fromiter((_code(line, on) for line in lines), np.int32, len(lines))
            found: Codes = codes[places]
            return found

        return self._kept(self._statuses, on, find)

    def status(self, ordinal: int, on: date) -> str:
        """How one clause stands: by its own timeline, else that of what it is in."""
        return str(_STATUSES[self.statuses(on)[ordinal]])

    def not_over(self, ordinals: NDArray[np.int64], on: date) -> Flags:
        """Which of these are in force, presumed so, or of a kind that never is or was."""
        statuses = (*IN_FORCE, Status.NOT_APPLICABLE)
        found: Flags = self._kept(self._forces, on, lambda: self._standing_so(statuses, on))
        return found[ordinals]

    def _standing_so(self, statuses: Sequence[Status], on: date) -> Flags:
        found: Flags = np.isin(self.statuses(on), [_STATUSES.index(one) for one in statuses])
        return found

    # --- what there is ---------------------------------------------------------------------------

    @cached_property
    def _levels(self) -> Codes:
        """For each work the level of its highest organ; -1 where no name tells."""
        return np.array([_level(work.issuers) for work in self._rows], np.int32)

    @cached_property
    def authority(self) -> NDArray[np.float64]:
        """For each ordinal how much its source counts by what it is."""
        of_rows = np.array([authority(work.title) for work in self._rows])
        if not len(of_rows):
            return np.ones(len(self._row_of))
        return np.where(self._row_of >= 0, of_rows[np.maximum(self._row_of, 0)], 1.0)

    @cached_property
    def days(self) -> NDArray[np.int64]:
        """For each ordinal the day when its notice was signed, as a number; 0 where unknown."""
        of_rows = np.array(
            [work.date_signed.toordinal() if work.date_signed else 0 for work in self._rows],
            np.int64,
        )
        if not len(of_rows):
            return np.zeros(len(self._row_of), np.int64)
        return np.where(self._row_of >= 0, of_rows[np.maximum(self._row_of, 0)], 0)

    @cached_property
    def _counted(self) -> dict[str, Counted]:
        levels = [LEVELS[level] if level >= 0 else "" for level in self._levels.tolist()]
        return {
            "issuer": Counted.by(tuple(dict.fromkeys(w.issuers)) or ("",) for w in self._rows),
            "level": Counted.by((level,) for level in levels),
            "year": Counted.by((str(work.year or ""),) for work in self._rows),
            "kind": Counted.by((work.kind or "",) for work in self._rows),
        }

    def facets(self, matches: Matches, on: date) -> dict[str, tuple[FacetValue, ...]]:
        """``issuer``, ``level``, ``year``, ``kind``, ``status``, ``part`` → how many matches each.

        Matches in works that state none stand last, under an empty value.
        """
        cells = self._kept(
            self._cells, on, lambda: Cells.by(self._row_of, len(self._rows), self.statuses(on))
        )
        per_cell = np.bincount(cells.of[matches.ordinals], minlength=len(cells.rows))
        per_row = np.bincount(cells.rows, per_cell, len(self._rows) + 1)[:-1]
        by_status = np.bincount(cells.statuses, per_cell, len(_STATUSES))
        by_kind = [np.count_nonzero(matches.kinds == place) for place in range(len(KINDS))]
        statuses = {
            status.value: int(found)
            for status, found in zip(_STATUSES, by_status, strict=True)
            if found
        }
        parts = {
            _PART_OF[kind]: int(found) for kind, found in zip(KINDS, by_kind, strict=True) if found
        }
        return {
            **{name: counted.of(per_row) for name, counted in self._counted.items()},
            "status": values(statuses),
            "part": values(parts),
        }


def statuses_of(said: str) -> tuple[Status, ...]:
    """What a person or an address means by a status; nothing where it is none."""
    words = search_form(said)
    if words.upper() in Status.__members__:
        return (Status[words.upper()],)
    return _STATUS_WORDS.get(words, ())


def _code(line: Timeline, on: date) -> int:
    for first, last, status in line:
        if (first is None or first <= on) and (last is None or on <= last):
            return _STATUSES.index(Status(status))
    return _UNKNOWN


def _level(issuers: Sequence[str]) -> int:
    known = [level for level in map(level_of, issuers) if level is not None]
    return int(min(known)) if known else -1


def _numbered(text: str) -> Callable[[Shelved], bool]:
    number = parse_number(in_figures(same_length_form(text)))
    if number is not None:
        return lambda work: work.number == number.canonical
    needle = search_form(text)
    return lambda work: needle in search_form(work.number or "")


def _titled(needle: str) -> Callable[[Shelved], bool]:
    needles = spellings(needle)
    return lambda work: any(one in search_form(work.title) for one in needles)


def _by(named: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    """The works of each name; what has none is nowhere."""
    works: dict[str, list[int]] = {}
    for name, work in named:
        if name:
            works.setdefault(name, []).append(work)
    return works
