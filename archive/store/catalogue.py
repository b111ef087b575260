"""The database of what is known: every change in one transaction, numbered for the index.

Keeping and deciding are here; ``placing`` arranges works and expressions, ``lookup`` answers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from archive.accession import Accession, unpack_reading
from archive.errors import NoticeNotFound
from archive.identity.facts import Facts
from archive.notice.model import Reading
from archive.record import Added, Outcome
from archive.store.database import Database
from archive.store.links import owe
from archive.store.placing import Placing
from archive.store.rows import (
    current_accession,
    facts_columns,
    inserted,
    log_change,
)
from archive.store.summary import summarise
from archive.store.tables import (
    changes,
    clauses,
    counters,
    decision_anchors,
    decisions,
    expressions,
    manifestations,
    readings,
    works,
)

SAME_BYTES = "字节相同，已收录"
SAME_READING = "字节相同，重新读取后结果不变"
REREAD = "字节相同，重新读取后结果有变，更新记录"


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the log: runs of ordinals to be removed from the index and to be added."""

    sequence: int
    removed: range
    added: range


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One clause as it is kept, with the ordinals that an index entry holds."""

    ordinal: int
    work: int
    expression: int
    kind: str
    key: str
    label: str | None
    path: tuple[str, ...]
    heading: str
    text: str


class Catalogue:
    """The writing half, and what the index and the self-audit ask."""

    def __init__(self, database: Database) -> None:
        self.database = database

    # --- keeping ---------------------------------------------------------------------------------

    def has(self, sha256: str, reader: str) -> bool:
        """These bytes are known and were last read by this very reader."""
        query = (
            select(readings.c.id)
            .join(manifestations, manifestations.c.id == readings.c.manifestation_id)
            .where(
                manifestations.c.sha256 == sha256,
                readings.c.is_current,
                readings.c.reader == reader,
            )
        )
        with self.database.reading() as connection:
            return connection.execute(query).first() is not None

    def keep(self, accession: Accession, *, size: int, now: datetime) -> Added:
        """Record one file and what was read in it; one transaction.

        Raises: ArchiveBusy.
        """
        (added,) = self.keep_all([(accession, size)], now=now)
        return added

    def keep_all(
        self, accessions: Iterable[tuple[Accession, int]], *, now: datetime
    ) -> tuple[Added, ...]:
        """``keep`` for each with its size in bytes; one transaction for all.

        Raises: ArchiveBusy.
        """
        with self.database.writing() as connection:
            return tuple(_keep(connection, *each, now) for each in accessions)

    # --- deciding --------------------------------------------------------------------------------

    def decide(self, slug: str, action: str, reason: str | None, now: datetime) -> None:
        """Log a person's ``publish`` or ``withdraw`` and let the work's state follow.

        Raises: NoticeNotFound.
        """
        with self.database.writing() as connection:
            work_id = connection.execute(select(works.c.id).where(works.c.slug == slug)).scalar()
            if work_id is None:
                raise NoticeNotFound(f"档案库里没有“{slug}”", "请用 fawen list 查看已收录的文件")
            result = connection.execute(
                insert(decisions).values(action=action, slug=slug, reason=reason, decided_at=now)
            )
            shas = connection.execute(
                select(manifestations.c.sha256)
                .join(expressions, expressions.c.id == manifestations.c.expression_id)
                .where(expressions.c.work_id == work_id)
            ).scalars()
            decision_id = inserted(result)
            connection.execute(
                insert(decision_anchors),
                [{"decision_id": decision_id, "sha256": sha256} for sha256 in shas],
            )
            summarise(
                connection, work_id, lambda sha256: current_accession(connection, sha256).header
            )
            owe(connection, [work_id])
            log_change(connection)

    # --- the change log --------------------------------------------------------------------------

    def sequence(self) -> int:
        """The last change."""
        return self._counter("sequence")

    def floor(self) -> int:
        """The last change that the log no longer holds: an index behind it must be rebuilt."""
        return self._counter("floor")

    def _counter(self, name: str) -> int:
        query = select(counters.c.value).where(counters.c.name == name)
        with self.database.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def changes_after(self, sequence: int, limit: int) -> tuple[Change, ...]:
        """The next lines of the log, in order."""
        query = (
            select(changes)
            .where(changes.c.sequence > sequence)
            .order_by(changes.c.sequence)
            .limit(limit)
        )
        with self.database.reading() as connection:
            return tuple(
                Change(
                    row.sequence,
                    _run(row.removed_first, row.removed_count),
                    _run(row.added_first, row.added_count),
                )
                for row in connection.execute(query)
            )

    def forget_changes(self, sequence: int) -> None:
        """Drop the log up to ``sequence``, once the index has it on disk."""
        with self.database.writing() as connection:
            connection.execute(delete(changes).where(changes.c.sequence <= sequence))
            connection.execute(
                update(counters)
                .where(counters.c.name == "floor", counters.c.value < sequence)
                .values(value=sequence)
            )

    # --- clauses ---------------------------------------------------------------------------------

    def clause_rows(self, ordinals: Sequence[int]) -> dict[int, ClauseRow]:
        """The clauses of these ordinals that are still there."""
        found: dict[int, ClauseRow] = {}
        with self.database.reading() as connection:
            for start in range(0, len(ordinals), 500):
                wanted = clauses.c.ordinal.in_(ordinals[start : start + 500])
                for row in connection.execute(_CLAUSES.where(wanted)):
                    found[row.ordinal] = _clause_row(row)
        return found

    def clauses_after(self, ordinal: int, limit: int, last: int | None = None) -> list[ClauseRow]:
        """The next clauses by ordinal, up to and with ``last``: for building an index in steps."""
        query = _CLAUSES.where(clauses.c.ordinal > ordinal)
        if last is not None:
            query = query.where(clauses.c.ordinal <= last)
        with self.database.reading() as connection:
            rows = connection.execute(query.order_by(clauses.c.ordinal).limit(limit))
            return [_clause_row(row) for row in rows]

    def ordinals(self) -> frozenset[int]:
        """Every ordinal that the index should hold."""
        with self.database.reading() as connection:
            return frozenset(connection.execute(select(clauses.c.ordinal)).scalars())

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()


_CLAUSES = (
    select(clauses, expressions.c.id.label("expression"), expressions.c.work_id.label("work"))
    .join(readings, readings.c.id == clauses.c.reading_id)
    .join(manifestations, manifestations.c.id == readings.c.manifestation_id)
    .join(expressions, expressions.c.id == manifestations.c.expression_id)
)


def _clause_row(row: Any) -> ClauseRow:
    return ClauseRow(
        ordinal=row.ordinal,
        work=row.work,
        expression=row.expression,
        kind=row.kind,
        key=row.key,
        label=row.label,
        path=tuple(row.path),
        heading=row.heading,
        text=row.text,
    )


def _run(first: int | None, count: int) -> range:
    return range(first, first + count) if first is not None else range(0)


def _keep(connection: Connection, accession: Accession, size: int, now: datetime) -> Added:
    row = connection.execute(
        select(manifestations.c.id, manifestations.c.facts).where(
            manifestations.c.sha256 == accession.sha256
        )
    ).first()
    if row is None:
        return _keep_new(connection, accession, size, now)
    return _keep_again(connection, row.id, Facts.from_json(row.facts), accession, now)


def _keep_new(connection: Connection, accession: Accession, size: int, now: datetime) -> Added:
    facts = accession.facts
    result = connection.execute(
        insert(manifestations).values(
            sha256=accession.sha256,
            expression_id=None,
            name=accession.name,
            media_type=accession.media_type,
            size=size,
            page_count=accession.page_count,
            added_at=now,
            revision=0,
            is_shown=False,
            rule="",
            **facts_columns(facts),
        )
    )
    _insert_reading(connection, inserted(result), accession, now)
    works_before = _work_count(connection)
    Placing(connection, {accession.sha256: accession}).place([facts])
    slug, rule = _placed(connection, accession.sha256)
    is_new = _work_count(connection) > works_before
    return Added(Outcome.ADDED if is_new else Outcome.UPDATED, slug, rule)


def _keep_again(
    connection: Connection,
    manifestation_id: int,
    before: Facts,
    accession: Accession,
    now: datetime,
) -> Added:
    mine = (readings.c.manifestation_id == manifestation_id) & readings.c.is_current
    kept = connection.execute(select(readings).where(mine)).one()
    slug, _ = _placed(connection, accession.sha256)
    if kept.reader == accession.reader:
        return Added(Outcome.UNCHANGED, slug, SAME_BYTES)
    former = unpack_reading(kept.document, kept.source_text)
    is_same = _same_but_for_the_reader(former, accession.reading())
    if is_same:
        connection.execute(
            update(readings)
            .where(readings.c.id == kept.id)
            .values(reader=accession.reader, read_at=now, **_packed(accession))
        )
    else:
        connection.execute(update(readings).where(mine).values(is_current=False))
        _insert_reading(connection, manifestation_id, accession, now)
    # Placed anew even if it reads the same: another reader may know other agency codes.
    facts = accession.facts
    connection.execute(
        update(manifestations)
        .where(manifestations.c.id == manifestation_id)
        .values(page_count=accession.page_count, **facts_columns(facts))
    )
    Placing(connection, {accession.sha256: accession}).place([before, facts])
    slug, rule = _placed(connection, accession.sha256)
    if is_same:
        return Added(Outcome.UNCHANGED, slug, SAME_READING)
    return Added(Outcome.UPDATED, slug, f"{REREAD}；{rule}")


def _same_but_for_the_reader(kept: Reading, reading: Reading) -> bool:
    return (kept.notice, kept.problems, kept.source_text, kept.page_count) == (
        reading.notice,
        reading.problems,
        reading.source_text,
        reading.page_count,
    )


def _insert_reading(
    connection: Connection, manifestation_id: int, accession: Accession, now: datetime
) -> None:
    connection.execute(
        insert(readings).values(
            manifestation_id=manifestation_id,
            reader=accession.reader,
            read_at=now,
            is_current=True,
            first_ordinal=None,
            clause_count=0,
            **_packed(accession),
        )
    )


def _packed(accession: Accession) -> dict[str, bytes]:
    return {"document": accession.document, "source_text": accession.source_text}


def _work_count(connection: Connection) -> int:
    """The highest work id: a new work is one more, whatever was merged meanwhile."""
    return connection.execute(select(works.c.id).order_by(works.c.id.desc()).limit(1)).scalar() or 0


def _placed(connection: Connection, sha256: str) -> tuple[str, str]:
    """The id of the work that a file belongs to, and the rule."""
    row = connection.execute(
        select(works.c.slug, manifestations.c.rule)
        .join(expressions, expressions.c.work_id == works.c.id)
        .join(manifestations, manifestations.c.expression_id == expressions.c.id)
        .where(manifestations.c.sha256 == sha256)
    ).one()
    return row.slug, row.rule
