"""Lists of works: narrowed, sorted, counted; whose status turns, and what is cited but not held.

Never writes.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, date
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, Select, and_, extract, func, or_, select

from archive.record import Arrival, FacetValue, Listed, Missing, Named, State, Turn
from archive.store.database import Database
from archive.store.lookup import Wanted
from archive.store.tables import (
    citations,
    expressions,
    holdings,
    manifestations,
    readings,
    standings,
    work_issuers,
    works,
)

Order = Literal["added", "signed", "number"]
_ORDERS: dict[str, tuple[ColumnElement[Any], ...]] = {
    "added": (works.c.added_at.desc(), works.c.id.desc()),
    "signed": (works.c.date_signed.is_(None), works.c.date_signed.desc(), works.c.slug),
    "number": (
        works.c.number_code.is_(None),
        works.c.number_code,
        works.c.number_year,
        works.c.number_serial,
        works.c.slug,
    ),
}
_MONTH = extract("month", works.c.date_signed)


@dataclass(frozen=True, slots=True)
class Sought:
    """Which works a list shows; ``None`` leaves a thing open."""

    wanted: Wanted
    month: int | None = None
    """Of the day of signature, 1 to 12; 0 wants those that are not dated."""
    genre: str | None = None
    topic: str | None = None
    """As ``Wanted`` has it: empty wants those that state none."""
    statuses: Collection[str] | None = None
    """Any of these on the day ``on``; needs it."""
    on: date | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """For a WHERE clause over ``works``."""
        found = self.wanted.conditions()
        if self.month is not None:
            found.append(_MONTH.in_([self.month]) if self.month else works.c.date_signed.is_(None))
        for column, value in ((works.c.genre, self.genre), (works.c.topic, self.topic)):
            if value is not None:
                found.append(column == value if value else column.is_(None))
        if self.statuses is not None and self.on is not None:
            theirs = select(standings.c.work_id).where(
                _whole_on(self.on), standings.c.status.in_(list(self.statuses))
            )
            found.append(works.c.id.in_(theirs))
        return found


@dataclass(frozen=True, slots=True)
class Turning:
    """Which turns of status a list shows: those on a day from ``first`` to ``last``."""

    public: bool
    first: date
    last: date
    statuses: Collection[str] | None = None
    """What it turns to; one that already was any of these does not turn. ``None``: whatever."""
    issuer: str | None = None


class Lists:
    """The lists of the catalogue."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def listing(
        self, sought: Sought, order: Order, limit: int | None, offset: int
    ) -> tuple[Listed, ...]:
        """One page of a list."""
        query = select(works).where(*sought.conditions()).order_by(*_ORDERS[order])
        with self.database.reading() as connection:
            return tuple(map(_listed, connection.execute(_page(query, limit, offset))))

    def count(self, sought: Sought) -> int:
        """How many works ``listing`` would give in all."""
        query = select(func.count()).select_from(works).where(*sought.conditions())
        with self.database.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def browse(self, sought: Sought) -> dict[str, tuple[FacetValue, ...]]:
        """``issuer``, ``year``, ``kind``, ``genre``, ``topic`` → how many works each.

        With a year or month wanted also ``month``, with a day given ``status``. Each counts what
        the others leave. Those that state none are counted last of all, under an empty value.
        """
        wanted = sought.wanted
        issuers = replace(sought, wanted=replace(wanted, issuer=None))
        theirs = select(works.c.id).where(*issuers.conditions())
        nobody = self.count(replace(issuers, wanted=replace(wanted, issuer="")))
        found = {
            "issuer": (
                *self._counted(
                    # As a subquery: joined, SQLite goes through the issuers and looks up each work.
                    select(work_issuers.c.issuer, func.count())
                    .where(work_issuers.c.work_id.in_(theirs))
                    .group_by(work_issuers.c.issuer)
                    .order_by(func.count().desc(), work_issuers.c.issuer)
                ),
                *([FacetValue("", nobody)] if nobody else []),
            ),
            **self._folded(sought),
        }
        if sought.on is not None:
            every = replace(sought, statuses=None)
            found["status"] = self._counted(
                select(standings.c.status, func.count())
                .join(works, works.c.id == standings.c.work_id)
                .where(_whole_on(sought.on), *every.conditions())
                .group_by(standings.c.status)
                .order_by(func.count().desc(), standings.c.status)
            )
        return found

    def _counted(self, query: Select[Any]) -> tuple[FacetValue, ...]:
        with self.database.reading() as connection:
            rows = connection.execute(query).all()
        return tuple(FacetValue(str(value), int(count)) for value, count in rows)

    def _folded(self, sought: Sought) -> dict[str, tuple[FacetValue, ...]]:
        """The facets that are columns, from one pass over the works: each is a fold of it."""
        wanted = sought.wanted
        columns: dict[str, ColumnElement[Any]] = {
            "year": works.c.year,
            "kind": works.c.kind,
            "genre": works.c.genre,
            "topic": works.c.topic,
        }
        if wanted.year or sought.month is not None:
            columns["month"] = _MONTH
        chosen = {
            "year": wanted.year,
            "kind": wanted.kind,
            "genre": sought.genre,
            "topic": sought.topic,
            "month": sought.month,
        }
        others = replace(wanted, year=None, kind=None)
        every = replace(sought, wanted=others, month=None, genre=None, topic=None)
        query = (
            select(*columns.values(), func.count())
            .where(*every.conditions())
            .group_by(*columns.values())
        )
        counts: dict[str, Counter[str]] = {name: Counter() for name in columns}
        with self.database.reading() as connection:
            for *values, count in connection.execute(query):
                stated = dict(zip(columns, values, strict=True))
                strays = [name for name in columns if not _is_so(chosen[name], stated[name])]
                for name in columns:
                    if strays in ([], [name]):
                        counts[name][str(stated[name] or "")] += count
        return {name: _in_order(name, values) for name, values in counts.items()}

    # --- what came -------------------------------------------------------------------------------

    def arrivals(
        self, *, public: bool, limit: int | None, offset: int, renewed: bool
    ) -> tuple[Arrival, ...]:
        """When the files of each work came, in the order in which the works came.

        ``renewed``: only works to which a file came later than their first, the latest first.
        """
        last = func.max(manifestations.c.added_at)
        query = (
            select(works.c.slug, works.c.added_at, last.label("last"))
            .join(expressions, expressions.c.work_id == works.c.id)
            .join(manifestations, manifestations.c.expression_id == expressions.c.id)
            .where(*Wanted(public).conditions())
            .group_by(works.c.id, works.c.slug, works.c.added_at)
        )
        if renewed:
            query = query.having(last > works.c.added_at).order_by(last.desc(), works.c.slug)
        else:
            query = query.order_by(works.c.id)
        with self.database.reading() as connection:
            rows = connection.execute(_page(query, limit, offset)).all()
        return tuple(
            Arrival(row.slug, row.added_at.replace(tzinfo=UTC), row.last.replace(tzinfo=UTC))
            for row in rows
        )

    def named(self, ids: Collection[str], *, public: bool) -> tuple[Listed, ...]:
        """The works of these ids, in no order; ``ids`` at most some hundreds."""
        query = select(works).where(*Wanted(public).conditions(), works.c.slug.in_(list(ids)))
        with self.database.reading() as connection:
            return tuple(map(_listed, connection.execute(query)))

    def near(
        self, code: str, year: int | None, serial: int, *, public: bool, limit: int
    ) -> tuple[Listed, ...]:
        """Works whose numbers are the nearest of the same series: first by year, then by serial."""
        years = func.abs(func.coalesce(works.c.number_year, 0) - (year or 0))
        query = (
            select(works)
            .where(*Wanted(public).conditions(), works.c.number_code == code)
            .order_by(years, func.abs(works.c.number_serial - serial), works.c.slug)
            .limit(limit)
        )
        with self.database.reading() as connection:
            return tuple(map(_listed, connection.execute(query)))

    # --- turns of status -------------------------------------------------------------------------

    def turns(
        self, turning: Turning, limit: int | None, offset: int, *, newest_first: bool
    ) -> tuple[Turn, ...]:
        """One page of the turns, by day."""
        now, before = standings.alias("now"), standings.alias("before")
        day = now.c.first_day.desc() if newest_first else now.c.first_day
        query = (
            select(works, now.c.first_day, now.c.status, before.c.status.label("before"))
            .select_from(_turned(now, before))
            .where(*_turning(turning, now, before))
            .order_by(day, works.c.slug)
        )
        with self.database.reading() as connection:
            rows = connection.execute(_page(query, limit, offset)).all()
        return tuple(Turn(_listed(row), row.first_day, row.status, row.before) for row in rows)

    def count_turns(self, turning: Turning) -> int:
        """How many ``turns`` would give in all."""
        now, before = standings.alias("now"), standings.alias("before")
        query = (
            select(func.count())
            .select_from(_turned(now, before))
            .where(*_turning(turning, now, before))
        )
        with self.database.reading() as connection:
            return int(connection.execute(query).scalar_one())

    # --- what is cited but not held --------------------------------------------------------------

    def missing(self, *, public: bool, limit: int, offset: int) -> tuple[Missing, ...]:
        """Works that are only cited, those that most works cite first."""
        citing = func.count(holdings.c.work_id.distinct())
        query = (
            _citing_stubs(public=public)
            .with_only_columns(
                works.c.id,
                works.c.slug,
                works.c.number,
                works.c.title,
                citing.label("works"),
                func.count().label("times"),
            )
            .group_by(works.c.id, works.c.slug, works.c.number, works.c.title)
            .order_by(citing.desc(), func.count().desc(), works.c.slug)
        )
        with self.database.reading() as connection:
            rows = connection.execute(_page(query, limit, offset)).all()
            # As those texts call it that the asker may see.
            called = connection.execute(
                _citing_stubs(public=public)
                .with_only_columns(citations.c.target_id, citations.c.title)
                .where(
                    citations.c.target_id.in_([row.id for row in rows]),
                    citations.c.title.is_not(None),
                )
                .group_by(citations.c.target_id, citations.c.title)
                .order_by(func.count(), citations.c.title.desc())
            ).all()
        titles = {row.target_id: row.title for row in called}  # the commonest comes last
        return tuple(
            Missing(
                Named(
                    row.slug,
                    row.number,
                    titles.get(row.id) or row.number or row.title,
                    is_stub=True,
                ),
                row.works,
                row.times,
            )
            for row in rows
        )

    def count_missing(self, *, public: bool) -> int:
        """How many ``missing`` would give in all."""
        query = _citing_stubs(public=public).with_only_columns(func.count(works.c.id.distinct()))
        with self.database.reading() as connection:
            return int(connection.execute(query).scalar_one())


def _page(query: Select[Any], limit: int | None, offset: int) -> Select[Any]:
    if limit is None and not offset:
        return query
    return query.limit(limit if limit is not None else 1 << 31).offset(offset)


def _is_so(chosen: str | int | None, stated: Any) -> bool:
    """Whether a work that states this is among those; empty or 0 wants what states nothing."""
    return chosen is None or chosen == (stated or type(chosen)())


def _in_order(name: str, counts: Counter[str]) -> tuple[FacetValue, ...]:
    """Years latest first, months as they come, the others by their number; the unstated last."""
    values = [value for value in counts if value]
    if name == "year":
        values.sort(key=int, reverse=True)
    elif name == "month":
        values.sort(key=int)
    else:
        values.sort(key=lambda value: (-counts[value], value))
    if not values and name in ("genre", "topic"):
        return ()  # nothing that could be chosen
    silent = [""] if counts[""] else []
    return tuple(FacetValue(value, counts[value]) for value in (*values, *silent))


def _whole_on(on: date) -> ColumnElement[bool]:
    """The stretch of a whole work's timeline that a day lies in."""
    return and_(
        standings.c.key == "",
        or_(standings.c.first_day.is_(None), standings.c.first_day <= on),
        or_(standings.c.last_day.is_(None), standings.c.last_day >= on),
    )


def _turned(now: Any, before: Any) -> Any:
    follows = and_(
        before.c.work_id == now.c.work_id,
        before.c.key == now.c.key,
        before.c.position == now.c.position - 1,
    )
    return now.join(before, follows).join(works, works.c.id == now.c.work_id)


def _turning(turning: Turning, now: Any, before: Any) -> list[ColumnElement[bool]]:
    wanted = Wanted(turning.public, turning.issuer)
    found = [
        *wanted.conditions(),
        now.c.key == "",
        now.c.first_day >= turning.first,
        now.c.first_day <= turning.last,
        now.c.status != before.c.status,
    ]
    if turning.statuses is not None:
        statuses = list(turning.statuses)
        found += [now.c.status.in_(statuses), before.c.status.not_in(statuses)]
    return found


def _citing_stubs(*, public: bool) -> Select[Any]:
    """A row for each citation of a stub by the newest text of a work."""
    source, other = works.alias("source"), expressions.alias("other")
    shown = manifestations.alias("shown")
    later = (
        select(other.c.id)
        .join(shown, and_(shown.c.expression_id == other.c.id, shown.c.is_shown))
        .where(
            other.c.work_id == expressions.c.work_id,
            func.coalesce(other.c.valid_from, date.min)
            > func.coalesce(expressions.c.valid_from, date.min),
        )
    )
    found = (
        select(citations.c.id)
        .join(works, works.c.id == citations.c.target_id)
        .join(holdings, holdings.c.reading_id == citations.c.reading_id)
        .join(source, source.c.id == holdings.c.work_id)
        .join(readings, readings.c.id == citations.c.reading_id)
        .join(manifestations, manifestations.c.id == readings.c.manifestation_id)
        .join(expressions, expressions.c.id == manifestations.c.expression_id)
        .where(works.c.is_stub, ~later.exists())
    )
    return found.where(source.c.state == State.PUBLISHED.value) if public else found


def _listed(row: Row[Any]) -> Listed:
    return Listed(
        id=row.slug,
        number=row.number,
        title=row.title,
        title_is_inferred=row.title_is_inferred,
        issuers=tuple(row.issuers),
        kind=row.kind,
        genre=row.genre,
        document_type=row.document_type,
        year=row.year,
        date_signed=row.date_signed,
        date_effective=row.date_effective,
        date_expires=row.date_expires,
        is_draft=row.is_draft,
        state=State(row.state),
        status="UNKNOWN",
        label="待核",
        added_at=row.added_at.replace(tzinfo=UTC),
    )
