"""What search keeps in memory beside the index: whose each ordinal is, and what may be seen.

An entry in the index holds ordinals and words, nothing that time or a decision changes. Which works
exist for the public, which text of a work is the one of a day and what facets a work counts for
stand here, small enough to be read anew after every change.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from archive.record import FacetValue, valid_index
from archive.search.engine import Match
from archive.store.lookup import Shelved, Span, Wanted

_ANSWERS_KEPT = 16


@dataclass(slots=True)
class Shelf:
    """The works and their texts at one point of the change log."""

    sequence: int
    works: dict[int, Shelved]
    spans: tuple[Span, ...]
    standings: dict[tuple[int, str], list[tuple[date | None, date | None, str]]] = field(
        default_factory=dict
    )
    """(work, key of a part or "") → its timeline: first day, last day, status."""
    _span_of: "array[int]" = field(init=False)
    """Ordinal → position in ``spans``; -1 for an ordinal that is no more."""
    _by_work: dict[int, list[int]] = field(init=False)
    """Work → positions in ``spans``, oldest text first."""
    _by_number: dict[str, list[int]] = field(init=False)
    _days: dict[date, bytearray] = field(init=False, default_factory=dict)
    _visible: dict[Wanted, frozenset[int] | None] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._span_of = array("i")
        self._by_work = {}
        for position, span in enumerate(self.spans):
            self._span_of.extend([-1] * (span.first - len(self._span_of)))
            self._span_of.extend([position] * span.count)
            self._by_work.setdefault(span.work, []).append(position)
        for positions in self._by_work.values():
            positions.sort(key=lambda position: self.spans[position].valid_from or date.min)
        self._by_number = {}
        for work in self.works.values():
            if work.number:
                self._by_number.setdefault(work.number, []).append(work.id)

    def visible(self, wanted: Wanted) -> frozenset[int] | None:
        """The works that may be found; ``None`` for all."""
        try:
            return self._visible[wanted]
        except KeyError:  # another thread may clear it at any time
            fitting = frozenset(work.id for work in self.works.values() if wanted.fit(work))
            found = None if len(fitting) == len(self.works) else fitting
            if len(self._visible) >= _ANSWERS_KEPT:
                self._visible.clear()
            self._visible[wanted] = found
            return found

    def of_day(self, matches: Iterable[Match], on: date) -> list[Match]:
        """Those in the one text of each work that is the one of that day."""
        current, span_of, last = self._current(on), self._span_of, len(self._span_of)
        return [
            match
            for match in matches
            if match.ordinal < last
            and (position := span_of[match.ordinal]) >= 0
            and current[position]
        ]

    def _current(self, on: date) -> bytearray:
        """For each span, whether it is its work's text of that day."""
        flags = self._days.get(on)
        if flags is None:
            flags = bytearray(len(self.spans))
            for positions in self._by_work.values():
                days = [self.spans[position].valid_from for position in positions]
                flags[positions[valid_index(days, on)]] = 1
            if len(self._days) >= _ANSWERS_KEPT:
                self._days.clear()
            self._days[on] = flags
        return flags

    def bearing(self, number: str, on: date, allowed: frozenset[int] | None) -> list[Match]:
        """The entries of the notices themselves that bear a number."""
        current = self._current(on)
        return [
            Match(self.spans[position].first, work, 0.0)
            for work in self._by_number.get(number, ())
            if allowed is None or work in allowed
            for position in self._by_work.get(work, ())
            if current[position]
        ]

    def status(self, work: int, key: str, on: date) -> str:
        """How a clause stands on a day: by its own timeline, else that of what it is in."""
        while True:
            for first, last, status in self.standings.get((work, key), ()):
                if (first is None or first <= on) and (last is None or on <= last):
                    return status
            if not key:
                return "UNKNOWN"
            key = key.rpartition("/")[0]

    def facets(self, matches: Sequence[Match], on: date) -> dict[str, tuple[FacetValue, ...]]:
        """``issuer``, ``year``, ``kind``, ``status`` → how many matches each value has.

        Matches in works that state none stand last, under an empty value.
        """
        by_work = Counter(match.work for match in matches)
        issuers: Counter[str] = Counter()
        years: Counter[str] = Counter()
        kinds: Counter[str] = Counter()
        statuses: Counter[str] = Counter()
        for work_id, count in by_work.items():
            work = self.works[work_id]
            for issuer in dict.fromkeys(work.issuers or ("",)):
                issuers[issuer] += count
            years[str(work.year or "")] += count
            kinds[work.kind or ""] += count
            statuses[self.status(work_id, "", on)] += count
        found = {"issuer": issuers, "year": years, "kind": kinds, "status": statuses}
        return {
            name: tuple(
                FacetValue(value, count)
                for value, count in sorted(
                    counts.items(), key=lambda item: (not item[0], -item[1], item[0])
                )
            )
            for name, counts in found.items()
        }
