"""What the site asks of the archive: reading only, so that no page can ever write."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Literal, Protocol

from archive.notice.model import Reading
from archive.notice.number import DocumentNumber
from archive.record import (
    Advice,
    Alike,
    ArchiveState,
    Arrival,
    Basis,
    Candidate,
    Compared,
    Conclusion,
    Doubt,
    FacetValue,
    Figures,
    Judgement,
    Listed,
    Manifestation,
    Missing,
    Named,
    Record,
    Relation,
    Relations,
    Results,
    Sorting,
    Standing,
    State,
    Target,
    Turn,
)
from archive.search.query import Query
from archive.search.suggesting import Suggestion

Order = Literal["added", "signed", "number"]


class Library(Protocol):
    """The reading half of ``archive.archive.Archive``; see there for what each one does."""

    def listing(
        self,
        *,
        on: date,
        public: bool,
        issuer: str | None = None,
        year: int | None = None,
        kind: str | None = None,
        month: int | None = None,
        genre: str | None = None,
        topic: str | None = None,
        status: str | None = None,
        order: Order = "added",
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[Listed, ...]: ...

    def count(
        self,
        *,
        public: bool,
        issuer: str | None = None,
        year: int | None = None,
        kind: str | None = None,
        month: int | None = None,
        genre: str | None = None,
        topic: str | None = None,
        status: str | None = None,
        on: date | None = None,
    ) -> int: ...

    def browse(
        self,
        *,
        public: bool,
        issuer: str | None = None,
        year: int | None = None,
        kind: str | None = None,
        month: int | None = None,
        genre: str | None = None,
        topic: str | None = None,
        status: str | None = None,
        on: date | None = None,
    ) -> Mapping[str, tuple[FacetValue, ...]]: ...

    def arrivals(
        self, *, public: bool, limit: int | None = None, offset: int = 0
    ) -> tuple[Arrival, ...]: ...

    def lines(self, ids: Collection[str], *, on: date, public: bool) -> Mapping[str, Listed]: ...

    def renewed(
        self, *, on: date, public: bool, limit: int
    ) -> tuple[tuple[Listed, datetime], ...]: ...

    def near(
        self, number: DocumentNumber, *, on: date, public: bool, limit: int
    ) -> tuple[Listed, ...]: ...

    def turns(
        self,
        *,
        public: bool,
        first: date,
        last: date,
        status: str | None = None,
        issuer: str | None = None,
        newest_first: bool = True,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[Turn, ...]: ...

    def count_turns(
        self,
        *,
        public: bool,
        first: date,
        last: date,
        status: str | None = None,
        issuer: str | None = None,
    ) -> int: ...

    def missing(self, *, public: bool, limit: int, offset: int = 0) -> tuple[Missing, ...]: ...

    def count_missing(self, *, public: bool) -> int: ...

    def find(self, name: str, /) -> Target: ...

    def record(
        self, work: str, /, *, on: date | None = None, expression: str | None = None
    ) -> Record: ...

    def status(self, work: str, /, key: str | None, on: date) -> Conclusion: ...

    def standings(self, ids: Iterable[str], on: date) -> Mapping[str, Standing]: ...

    def relations(self, work: str, /, *, public: bool) -> Relations: ...

    def bases(
        self, said: Iterable[Relation], standings: Mapping[str, Standing], on: date
    ) -> tuple[Basis, ...]: ...

    def dependents(self, work: str, /, *, public: bool) -> tuple[Relation, ...]: ...

    def succession(self, work: str, /, *, public: bool) -> tuple[Named, ...]: ...

    def compared(self, name: str, /, on: date) -> Compared: ...

    def candidates(
        self, work: str, /, on: date, *, public: bool, expression: str | None = None
    ) -> tuple[Candidate, ...]: ...

    def doubts(self, *, public: bool) -> tuple[Doubt, ...]: ...

    def judgements(self) -> tuple[Judgement, ...]: ...

    def stub(self, work: str, /) -> Named | None: ...

    def search(
        self,
        query: Query,
        /,
        *,
        on: date,
        public: bool,
        limit: int = 20,
        offset: int = 0,
        issuer: str | None = None,
        year: int | None = None,
        kind: str | None = None,
        status: str | None = None,
        level: str | None = None,
        part: str | None = None,
        within: str | None = None,
        order: Sorting = Sorting.RELEVANCE,
    ) -> Results: ...

    def advise(
        self,
        query: Query,
        /,
        *,
        on: date,
        public: bool,
        issuer: str | None = None,
        year: int | None = None,
        kind: str | None = None,
        status: str | None = None,
        level: str | None = None,
        part: str | None = None,
        within: str | None = None,
    ) -> Advice: ...

    def similar(
        self, work: str, key: str, /, *, on: date, public: bool, limit: int = 10
    ) -> tuple[Alike, ...]: ...

    def suggest(self, typed: str, /, *, on: date) -> tuple[Suggestion, ...]: ...

    def titled(self, title: str, /, *, public: bool) -> tuple[tuple[str, str], ...]: ...

    def original(self, sha256: str, /) -> tuple[Manifestation, State, Path]: ...

    def readings(self, sha256: str, /) -> tuple[Reading, ...]: ...

    def figures(self) -> Figures: ...

    def state(self) -> ArchiveState: ...

    def resolve_alias(self, work: str, /) -> str | None: ...
