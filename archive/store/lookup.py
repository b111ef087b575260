"""What the catalogue answers: lists, counts, one record, names. Never writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, func, select

from archive.errors import AmbiguousNotice, NoticeNotFound
from archive.notice.model import Reading
from archive.notice.number import parse_number
from archive.record import Expression, FacetValue, Listed, Manifestation, Record, State
from archive.store.database import Database
from archive.store.placing import unpack_reading
from archive.store.tables import (
    aliases,
    clauses,
    expressions,
    manifestations,
    readings,
    reviews,
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


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which works a list is about; ``None`` leaves a thing open."""

    public: bool
    issuer: str | None = None
    year: int | None = None
    kind: str | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """For a WHERE clause over ``works``."""
        found: list[ColumnElement[bool]] = [works.c.is_stub.is_(False)]
        if self.public:
            found.append(works.c.state == State.PUBLISHED.value)
        if self.issuer is not None:
            theirs = select(work_issuers.c.work_id).where(work_issuers.c.issuer == self.issuer)
            found.append(works.c.id.in_(theirs))
        if self.year is not None:
            found.append(works.c.year == self.year)
        if self.kind is not None:
            found.append(works.c.kind == self.kind)
        return found


@dataclass(frozen=True, slots=True)
class Shelved:
    """What search keeps in memory of one work."""

    id: int
    slug: str
    number: str | None
    title: str
    state: State
    issuers: tuple[str, ...]
    year: int | None
    kind: str | None


@dataclass(frozen=True, slots=True)
class Span:
    """One shown reading's run of ordinals; its first is the entry of the notice itself."""

    first: int
    count: int
    work: int
    valid_from: date | None


class Lookup:
    """The reading half of the catalogue."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._reading = lru_cache(maxsize=32)(self._load_reading)

    # --- lists -----------------------------------------------------------------------------------

    def listing(
        self, wanted: Wanted, order: Order, limit: int | None, offset: int
    ) -> tuple[Listed, ...]:
        """One page of a list."""
        query = select(works).where(*wanted.conditions()).order_by(*_ORDERS[order])
        if limit is not None or offset:
            query = query.limit(limit if limit is not None else 1 << 31).offset(offset)
        with self.database.reading() as connection:
            return tuple(_listed(row) for row in connection.execute(query))

    def count(self, wanted: Wanted) -> int:
        """How many works ``listing`` would give in all."""
        query = select(func.count()).select_from(works).where(*wanted.conditions())
        with self.database.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def browse(self, *, public: bool) -> dict[str, tuple[FacetValue, ...]]:
        """``issuer``, ``year``, ``kind`` → how many works each; years latest first."""
        conditions = Wanted(public).conditions()
        number = func.count().label("number")
        with self.database.reading() as connection:
            issuers = connection.execute(
                select(work_issuers.c.issuer, number)
                .join(works, works.c.id == work_issuers.c.work_id)
                .where(*conditions)
                .group_by(work_issuers.c.issuer)
                .order_by(number.desc(), work_issuers.c.issuer)
            ).all()
            years = connection.execute(
                select(works.c.year, number)
                .where(*conditions, works.c.year.is_not(None))
                .group_by(works.c.year)
                .order_by(works.c.year.desc())
            ).all()
            kinds = connection.execute(
                select(works.c.kind, number)
                .where(*conditions, works.c.kind.is_not(None))
                .group_by(works.c.kind)
                .order_by(number.desc(), works.c.kind)
            ).all()
        found = {"issuer": issuers, "year": years, "kind": kinds}
        return {
            name: tuple(FacetValue(str(value), int(count)) for value, count in rows)
            for name, rows in found.items()
        }

    def figures(self) -> tuple[int, int, int]:
        """Works, clauses and works held back."""
        with self.database.reading() as connection:
            every = connection.execute(
                select(func.count()).select_from(works).where(works.c.is_stub.is_(False))
            ).scalar_one()
            lines = connection.execute(select(func.count()).select_from(clauses)).scalar_one()
            held = connection.execute(
                select(func.count()).select_from(works).where(works.c.state == State.HELD.value)
            ).scalar_one()
        return int(every), int(lines), int(held)

    # --- names -----------------------------------------------------------------------------------

    def find(self, name: str) -> tuple[str, str | None]:
        """The one work that goes by a number or an id: its id and number.

        Raises: NoticeNotFound, AmbiguousNotice.
        """
        with self.database.reading() as connection:
            found = _by_slug(connection, [name])
            found = found or _by_alias(connection, name)
            number = parse_number(name)
            if not found and number:
                found = _by_number(connection, number.canonical)
                found = found or _by_slug(connection, [number.slug])
                found = found or _by_alias(connection, number.slug)
        if not found:
            raise NoticeNotFound(
                f"档案库里没有“{name}”",
                f"请核对文号，或用 fawen search {name} 查找，用 fawen add 文件 收录",
            )
        if len(found) > 1:
            lines = "；".join(f"{row.slug}（{row.title}）" for row in found)
            raise AmbiguousNotice(
                f"“{name}”对应 {len(found)} 份文件：{lines}",
                "请用其中一个标识代替文号",
                tuple(row.slug for row in found),
            )
        return found[0].slug, found[0].number

    def alias(self, name: str) -> str | None:
        """Where a name that is no id leads; ``None`` for nowhere or to several."""
        with self.database.reading() as connection:
            if _by_slug(connection, [name]):
                return None
            found = _by_alias(connection, name)
        return str(found[0].slug) if len(found) == 1 else None

    # --- one record ------------------------------------------------------------------------------

    def record(self, slug: str, *, on: date | None, expression: str | None) -> Record:
        """One text of one work, by the expression's name, else the one of that day, else the last.

        Raises: NoticeNotFound.
        """
        with self.database.reading() as connection:
            work = connection.execute(select(works).where(works.c.slug == slug)).first()
            if work is None:
                raise NoticeNotFound(f"档案库里没有“{slug}”", "请用 fawen list 查看已收录的文件")
            files = connection.execute(
                select(
                    manifestations,
                    expressions.c.name.label("expression"),
                    expressions.c.valid_from,
                    readings.c.id.label("reading_id"),
                    readings.c.clause_count,
                )
                .join(expressions, expressions.c.id == manifestations.c.expression_id)
                .join(readings, readings.c.manifestation_id == manifestations.c.id)
                .where(expressions.c.work_id == work.id, readings.c.is_current)
                .order_by(manifestations.c.revision, manifestations.c.added_at, manifestations.c.id)
            ).all()
        every = _expressions(files)
        chosen, shown = _choose(slug, every, files, on, expression)
        return Record(
            id=work.slug,
            state=State(work.state),
            reading=self._reading(shown.reading_id),
            expression=chosen,
            expressions=every,
            added_at=work.added_at.replace(tzinfo=UTC),
            clause_count=shown.clause_count,
        )

    def rivals(self, expression: Expression) -> tuple[Reading, ...]:
        """Readings of the same day's other texts, one a revision, in the order they came."""
        shown = next(m for m in expression.manifestations if m.is_shown)
        others: dict[int, str] = {}
        for manifestation in expression.manifestations:
            if manifestation.revision != shown.revision:
                others.setdefault(manifestation.revision, manifestation.sha256)
        if not others:
            return ()
        with self.database.reading() as connection:
            rows = connection.execute(
                select(readings.c.id, manifestations.c.revision)
                .join(manifestations, manifestations.c.id == readings.c.manifestation_id)
                .where(manifestations.c.sha256.in_(list(others.values())), readings.c.is_current)
                .order_by(manifestations.c.revision)
            ).all()
        return tuple(self._reading(row.id) for row in rows)

    def _load_reading(self, reading_id: int) -> Reading:
        with self.database.reading() as connection:
            row = connection.execute(
                select(readings.c.document, readings.c.source_text).where(
                    readings.c.id == reading_id
                )
            ).one()
        return unpack_reading(row.document, row.source_text)

    def manifestation(self, sha256: str) -> tuple[Manifestation, State]:
        """One kept file and the state of its work.

        Raises: NoticeNotFound.
        """
        query = (
            select(manifestations, works.c.state)
            .join(expressions, expressions.c.id == manifestations.c.expression_id)
            .join(works, works.c.id == expressions.c.work_id)
            .where(manifestations.c.sha256 == sha256)
        )
        with self.database.reading() as connection:
            row = connection.execute(query).first()
        if row is None:
            raise NoticeNotFound(f"没有校验和为 {sha256} 的原件", "请从文件页面进入原件")
        return _manifestation(row), State(row.state)

    # --- for search, rereading and the self-audit ------------------------------------------------

    def shelf(self) -> tuple[tuple[Shelved, ...], tuple[Span, ...]]:
        """Every work and every shown reading's run of ordinals."""
        with self.database.reading() as connection:
            rows = connection.execute(select(works)).all()
            spans = connection.execute(
                select(
                    readings.c.first_ordinal,
                    readings.c.clause_count,
                    expressions.c.work_id,
                    expressions.c.valid_from,
                )
                .join(manifestations, manifestations.c.id == readings.c.manifestation_id)
                .join(expressions, expressions.c.id == manifestations.c.expression_id)
                .where(readings.c.first_ordinal.is_not(None))
                .order_by(readings.c.first_ordinal)
            ).all()
        shelved = tuple(
            Shelved(
                row.id,
                row.slug,
                row.number,
                row.title,
                State(row.state),
                tuple(row.issuers),
                row.year,
                row.kind,
            )
            for row in rows
        )
        return shelved, tuple(Span(*row) for row in spans)

    def files(
        self, slugs: Sequence[str] | None = None, *, not_read_by: str | None = None
    ) -> tuple[Manifestation, ...]:
        """Kept files, of some works or all, oldest first; those another reader read last."""
        query = (
            select(manifestations)
            .join(expressions, expressions.c.id == manifestations.c.expression_id)
            .join(works, works.c.id == expressions.c.work_id)
            .join(readings, readings.c.manifestation_id == manifestations.c.id)
            .where(readings.c.is_current)
            .order_by(manifestations.c.id)
        )
        if slugs is not None:
            query = query.where(works.c.slug.in_(slugs))
        if not_read_by is not None:
            query = query.where(readings.c.reader != not_read_by)
        with self.database.reading() as connection:
            return tuple(_manifestation(row) for row in connection.execute(query))

    def reviews(self) -> tuple[tuple[str, str, str], ...]:
        """What identity left to a person: id of the work, code, message."""
        query = (
            select(works.c.slug, reviews.c.code, reviews.c.message)
            .join(manifestations, manifestations.c.sha256 == reviews.c.sha256)
            .join(expressions, expressions.c.id == manifestations.c.expression_id)
            .join(works, works.c.id == expressions.c.work_id)
            .order_by(works.c.slug, reviews.c.code, reviews.c.sha256)
        )
        with self.database.reading() as connection:
            return tuple((row.slug, row.code, row.message) for row in connection.execute(query))

    def works_without_text(self) -> tuple[str, ...]:
        """Ids of works (but stubs) for which no reading is shown."""
        shown = (
            select(expressions.c.work_id)
            .join(manifestations, manifestations.c.expression_id == expressions.c.id)
            .join(readings, readings.c.manifestation_id == manifestations.c.id)
            .where(manifestations.c.is_shown, readings.c.is_current)
        )
        query = select(works.c.slug).where(works.c.is_stub.is_(False), works.c.id.not_in(shown))
        with self.database.reading() as connection:
            return tuple(connection.execute(query.order_by(works.c.slug)).scalars())


def _by_slug(connection: Connection, slugs: Sequence[str]) -> Sequence[Any]:
    return connection.execute(
        select(works.c.slug, works.c.number, works.c.title).where(works.c.slug.in_(slugs))
    ).all()


def _by_alias(connection: Connection, name: str) -> Sequence[Any]:
    return connection.execute(
        select(works.c.slug, works.c.number, works.c.title)
        .join(aliases, aliases.c.work_id == works.c.id)
        .where(aliases.c.name == name)
        .order_by(works.c.slug)
    ).all()


def _by_number(connection: Connection, number: str) -> Sequence[Any]:
    """Works of which any file bears the number: a 令 belongs to one text of a statute."""
    return connection.execute(
        select(works.c.slug, works.c.number, works.c.title)
        .join(expressions, expressions.c.work_id == works.c.id)
        .join(manifestations, manifestations.c.expression_id == expressions.c.id)
        .where(manifestations.c.number == number)
        .distinct()
        .order_by(works.c.slug)
    ).all()


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


def _manifestation(row: Row[Any]) -> Manifestation:
    added_at: datetime = row.added_at
    return Manifestation(
        sha256=row.sha256,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        page_count=row.page_count,
        added_at=added_at.replace(tzinfo=UTC),
        is_shown=row.is_shown,
        rule=row.rule,
        revision=row.revision,
    )


def _expressions(files: Sequence[Row[Any]]) -> tuple[Expression, ...]:
    grouped: dict[str, list[Row[Any]]] = {}
    for row in files:
        grouped.setdefault(row.expression, []).append(row)
    found = (
        Expression(name, rows[0].valid_from, tuple(_manifestation(row) for row in rows))
        for name, rows in grouped.items()
    )
    return tuple(sorted(found, key=lambda expression: expression.valid_from or date.min))


def _choose(
    slug: str,
    every: Sequence[Expression],
    files: Sequence[Row[Any]],
    on: date | None,
    name: str | None,
) -> tuple[Expression, Row[Any]]:
    """The expression that is asked for and the row of the file whose reading is shown for it."""
    if name is not None:
        wanted, _, revision = name.partition("~")
        chosen = next((e for e in every if e.name == wanted), None)
        if chosen is not None and not revision:
            return chosen, _shown(files, wanted)
        if chosen is not None and revision.isdecimal():
            rows = [r for r in files if r.expression == wanted and r.revision == int(revision)]
            if rows:
                shown = next((row for row in rows if row.is_shown), rows[0])
                manifestations_ = tuple(_manifestation(row) for row in rows)
                return Expression(name, chosen.valid_from, manifestations_), shown
        names = "、".join(e.name for e in every)
        raise NoticeNotFound(f"“{slug}”没有名为“{name}”的文本", f"现有：{names}")
    at = valid_index([expression.valid_from for expression in every], on)
    return every[at], _shown(files, every[at].name)


def _shown(files: Sequence[Row[Any]], expression: str) -> Row[Any]:
    return next(row for row in files if row.expression == expression and row.is_shown)


def valid_index(days: Sequence[date | None], on: date | None) -> int:
    """Which of a work's texts, oldest first, is the one of a day.

    The newest that had begun by then; the first where none had yet; the last where ``on`` is
    ``None``.
    """
    if on is None:
        return len(days) - 1
    begun = [at for at, day in enumerate(days) if day is None or day <= on]
    return begun[-1] if begun else 0
