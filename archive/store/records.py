"""One record whole: a work's texts, their files and what was read in them. Never writes."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, select

from archive.accession import unpack_reading
from archive.errors import NoticeNotFound
from archive.notice.model import Reading
from archive.record import Expression, Manifestation, Record, State, valid_index
from archive.store.database import Database
from archive.store.tables import expressions, manifestations, readings, works

_READINGS_KEPT = 32


class Records:
    """Records and files of the catalogue."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._reading = lru_cache(maxsize=_READINGS_KEPT)(self._load_reading)

    def record(self, slug: str, *, on: date | None, expression: str | None) -> Record:
        """One text of one work, by the expression's name, else the one of that day, else the last.

        Raises: NoticeNotFound.
        """
        with self.database.reading() as connection:
            work = connection.execute(select(works).where(works.c.slug == slug)).first()
            if work is None:
                raise NoticeNotFound(f"档案库里没有“{slug}”", "请用 fawen list 查看已收录的文件")
            if work.is_stub:
                raise NoticeNotFound(
                    f"档案库没有收录《{work.title}》原文，只有别的文件引用它",
                    f"用 fawen relations {slug} 查看谁引用它，用 fawen add 文件 收录",
                )
            files = connection.execute(
                select(
                    manifestations,
                    expressions.c.name.label("expression"),
                    expressions.c.valid_from,
                    readings.c.id.label("reading_id"),
                    readings.c.reader,
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
            reading=self._reading(shown.reading_id, shown.reader),
            expression=chosen,
            expressions=every,
            added_at=work.added_at.replace(tzinfo=UTC),
            clause_count=shown.clause_count,
        )

    def rivals(self, record: Record) -> tuple[Reading, ...]:
        """Readings of the same day's other texts, one a revision, in the order they came."""
        name = record.expression.name.partition("~")[0]
        whole = next(e for e in record.expressions if e.name == name)
        revisions = {m.sha256: m.revision for m in whole.manifestations}
        own = revisions[record.reading.source_sha256]
        others: dict[int, str] = {}
        for sha256, revision in revisions.items():
            if revision != own:
                others.setdefault(revision, sha256)
        if not others:
            return ()
        with self.database.reading() as connection:
            rows = connection.execute(
                select(readings.c.id, readings.c.reader, manifestations.c.revision)
                .join(manifestations, manifestations.c.id == readings.c.manifestation_id)
                .where(manifestations.c.sha256.in_(list(others.values())), readings.c.is_current)
                .order_by(manifestations.c.revision)
            ).all()
        return tuple(self._reading(row.id, row.reader) for row in rows)

    def history(self, sha256: str) -> tuple[Reading, ...]:
        """Every reading of one file, the current one last.

        Raises: NoticeNotFound.
        """
        query = (
            select(readings.c.id, readings.c.reader)
            .join(manifestations, manifestations.c.id == readings.c.manifestation_id)
            .where(manifestations.c.sha256 == sha256)
            .order_by(readings.c.is_current, readings.c.id)
        )
        with self.database.reading() as connection:
            rows = connection.execute(query).all()
        if not rows:
            raise _no_original(sha256)
        return tuple(self._reading(row.id, row.reader) for row in rows)

    def _load_reading(self, reading_id: int, reader: str) -> Reading:  # noqa: ARG002
        # A row changes only when another reader reads the very same: the reader is in the key.
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
            raise _no_original(sha256)
        return _manifestation(row), State(row.state)

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


def _no_original(sha256: str) -> NoticeNotFound:
    return NoticeNotFound(f"没有校验和为 {sha256} 的原件", "请从文件页面进入原件")


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
