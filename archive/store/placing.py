"""Puts into the tables what identity decided: works, expressions, shown readings, change rows.

Everything here happens inside one transaction of a writer.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, delete, insert, select, update

from archive.accession import Accession, Header
from archive.identity.facts import Facts
from archive.identity.placement import Assignment, PlacedWork, assign
from archive.identity.texts import PlacedExpression
from archive.record import State
from archive.store.kin import kin
from archive.store.links import owe
from archive.store.rows import current_accession, inserted, key_hash, log_change, next_value
from archive.store.summary import add_alias, summarise
from archive.store.tables import (
    aliases,
    clauses,
    expressions,
    manifestations,
    readings,
    reviews,
    works,
)

UNDATED = "undated"

T = TypeVar("T")


@dataclass(slots=True)
class _File:
    """A manifestation's row, as far as placing needs it."""

    id: int
    sha256: str
    expression_id: int | None
    work_id: int | None
    place: tuple[str, bool, str] | None
    """Name of its expression, whether it is shown, and the rule that decided so."""
    revision: int
    added_at: datetime
    facts: Facts


@dataclass(slots=True)
class Placing:
    """One writer's rearrangement of the works that some files belong to."""

    connection: Connection
    fresh: dict[str, Accession] = field(default_factory=dict)
    """Those at hand, by checksum, whose readings need not be unpacked again."""
    _files: dict[str, _File] = field(default_factory=dict)

    def place(self, seeds: Iterable[Facts]) -> None:
        """Assign the seeds and all their kin anew, and write what that changes."""
        seeds = tuple(seeds)
        known = kin(self.connection, seeds)
        self._files = self._load(known)
        assignment = assign(known.values())
        claimed = self._claim(assignment)
        changed = self._changed(claimed, {facts.sha256 for facts in seeds})
        self._set_names(changed)
        for work, work_id in changed:
            for expression in work.expressions:
                self._place_expression(expression, work_id)
        self._bury_empty(claimed, {work_id for _, work_id in claimed})
        self._write_reviews(assignment)
        owe(self.connection, {work_id for _, work_id in changed})
        logged = self._update_entries()
        for _, work_id in changed:
            summarise(self.connection, work_id, self._header)
        if not logged:
            log_change(self.connection)

    def _load(self, known: dict[str, Facts]) -> dict[str, _File]:
        files: dict[str, _File] = {}
        query = select(
            manifestations, expressions.c.work_id, expressions.c.name.label("expression")
        ).outerjoin(expressions, expressions.c.id == manifestations.c.expression_id)
        for shas in _chunks(sorted(known)):
            for row in self.connection.execute(query.where(manifestations.c.sha256.in_(shas))):
                files[row.sha256] = _File(
                    row.id,
                    row.sha256,
                    row.expression_id,
                    row.work_id,
                    (row.expression, row.is_shown, row.rule) if row.work_id else None,
                    row.revision,
                    row.added_at,
                    known[row.sha256],
                )
        return files

    # --- works -----------------------------------------------------------------------------------

    def _claim(self, assignment: Assignment) -> list[tuple[PlacedWork, int]]:
        """A row for every work: that of its key, else the oldest that holds its files, else new."""
        hashes = {key_hash(work.key): work for work in assignment.works}
        rows = self.connection.execute(
            select(works.c.id, works.c.key_hash).where(works.c.key_hash.in_(list(hashes)))
        )
        mine = {hashes[row.key_hash].key: int(row.id) for row in rows}
        taken = set(mine.values())
        claimed = []
        for work in assignment.works:
            if work.key not in mine:
                holding = {
                    owner
                    for expression in work.expressions
                    for file in expression.files
                    if (owner := self._files[file.sha256].work_id) is not None
                } - taken
                mine[work.key] = min(holding) if holding else self._new_work(work)
                taken.add(mine[work.key])
            claimed.append((work, mine[work.key]))
        return claimed

    def _new_work(self, work: PlacedWork) -> int:
        result = self.connection.execute(
            insert(works).values(
                slug=f"~{key_hash(work.key)}",
                key=work.key,
                key_hash=key_hash(work.key),
                is_stub=False,
                state=State.HELD.value,
                added_at=datetime.min,  # noqa: DTZ901  UTC without a zone; set by refresh
                title="",
                title_is_inferred=False,
                issuers=[],
                document_type="notice",
                is_draft=False,
            )
        )
        return inserted(result)

    def _changed(
        self, claimed: Sequence[tuple[PlacedWork, int]], seeds: Set[str]
    ) -> list[tuple[PlacedWork, int]]:
        """Without the works that stay just as they are: a form letter has hundreds of kin."""
        before: dict[int, dict[str, tuple[str, bool, str] | None]] = defaultdict(dict)
        for file in self._files.values():
            if file.work_id is not None:
                before[file.work_id][file.sha256] = file.place
        named = self._names(claimed)
        return [
            (work, work_id)
            for work, work_id in claimed
            if named[work_id] != (work.slug, key_hash(work.key))
            or before[work_id] != _places(work)
            or not seeds.isdisjoint(before[work_id])
        ]

    def _names(self, claimed: Sequence[tuple[PlacedWork, int]]) -> dict[int, tuple[str, str]]:
        """Id and hash of the key of each of these works as they stand."""
        ids = [work_id for _, work_id in claimed]
        query = select(works.c.id, works.c.slug, works.c.key_hash)
        rows = (
            row
            for some in _chunks(ids)
            for row in self.connection.execute(query.where(works.c.id.in_(some)))
        )
        return {row.id: (row.slug, row.key_hash) for row in rows}

    def _set_names(self, claimed: Sequence[tuple[PlacedWork, int]]) -> None:
        """Ids and keys; a name that was once used still leads where it led."""
        now = self._names(claimed)
        renamed = [
            (work, work_id)
            for work, work_id in claimed
            if now[work_id] != (work.slug, key_hash(work.key))
        ]
        for _, work_id in renamed:  # two works may trade names: first let go of all
            vacant = f"~{work_id}"
            change = update(works).where(works.c.id == work_id)
            self.connection.execute(change.values(slug=vacant, key_hash=vacant))
        # A stub made room for this very document; whoever cited it is linked anew.
        taken = [work.slug for work, _ in renamed]
        for slugs in _chunks(taken):
            self.connection.execute(delete(works).where(works.c.slug.in_(slugs), works.c.is_stub))
        for work, work_id in renamed:
            change = update(works).where(works.c.id == work_id)
            self.connection.execute(
                change.values(slug=work.slug, key=work.key, key_hash=key_hash(work.key))
            )
            former, _ = now[work_id]
            if not former.startswith("~") and former != work.slug:
                add_alias(self.connection, former, work_id)
        for work, work_id in claimed:
            if work.bare_slug != work.slug:
                add_alias(self.connection, work.bare_slug, work_id)

    def _bury_empty(self, claimed: Sequence[tuple[PlacedWork, int]], touched: set[int]) -> None:
        """Expressions and works that lost all their files go; their names lead on for ever."""
        before = {file.work_id for file in self._files.values() if file.work_id} | touched
        empty = (
            select(expressions.c.id)
            .outerjoin(manifestations, manifestations.c.expression_id == expressions.c.id)
            .where(expressions.c.work_id.in_(before), manifestations.c.id.is_(None))
        )
        ids = [row.id for row in self.connection.execute(empty)]
        self.connection.execute(delete(expressions).where(expressions.c.id.in_(ids)))
        heirs: dict[int, Counter[int]] = {}
        for work, work_id in claimed:
            for expression in work.expressions:
                for placed in expression.files:
                    former = self._files[placed.sha256].work_id
                    if former and former not in touched:
                        heirs.setdefault(former, Counter())[work_id] += 1
        for former, counts in heirs.items():
            heir = min(counts, key=lambda work_id: (-counts[work_id], work_id))
            slug = self.connection.execute(
                select(works.c.slug).where(works.c.id == former)
            ).scalar_one()
            names = [
                row.name
                for row in self.connection.execute(
                    select(aliases.c.name).where(aliases.c.work_id == former)
                )
            ]
            self.connection.execute(delete(works).where(works.c.id == former))
            for name in (slug, *names):
                add_alias(self.connection, name, heir)

    # --- expressions -----------------------------------------------------------------------------

    def _place_expression(self, expression: PlacedExpression, work_id: int) -> None:
        name = _name(expression)
        mine = (expressions.c.work_id == work_id) & (expressions.c.name == name)
        expression_id = self.connection.execute(select(expressions.c.id).where(mine)).scalar()
        if expression_id is None:
            result = self.connection.execute(
                insert(expressions).values(
                    work_id=work_id, name=name, valid_from=expression.valid_from
                )
            )
            expression_id = inserted(result)
        revisions = self._revisions(expression, expression_id)
        for placed in expression.files:
            self.connection.execute(
                update(manifestations)
                .where(manifestations.c.sha256 == placed.sha256)
                .values(
                    expression_id=expression_id,
                    is_shown=placed.is_shown,
                    rule=placed.rule,
                    revision=revisions[placed.sha256],
                )
            )

    def _revisions(self, expression: PlacedExpression, expression_id: int) -> dict[str, int]:
        """Record time: a file keeps its number; a new text gets the next, in order of arrival."""
        by_text: dict[str, int] = {}
        given: dict[str, int] = {}
        arrived = sorted(
            (self._files[placed.sha256] for placed in expression.files),
            key=lambda file: (file.expression_id != expression_id, file.added_at, file.id),
        )
        for file in arrived:
            text = file.facts.text_hash
            if file.expression_id == expression_id and file.revision:
                given[file.sha256] = file.revision
                by_text[text] = min(file.revision, by_text.get(text, file.revision))
            else:
                last = max(given.values(), default=0)
                given[file.sha256] = by_text.setdefault(text, last + 1)
        return given

    # --- entries ---------------------------------------------------------------------------------

    def _update_entries(self) -> bool:
        """Give the shown readings clauses, take them from the others; log both. Did any change?"""
        logged = False
        query = (
            select(
                readings.c.id,
                readings.c.is_current,
                readings.c.first_ordinal,
                readings.c.clause_count,
                manifestations.c.sha256,
                manifestations.c.is_shown,
                manifestations.c.expression_id,
                expressions.c.work_id,
            )
            .join(manifestations, manifestations.c.id == readings.c.manifestation_id)
            .join(expressions, expressions.c.id == manifestations.c.expression_id)
            .order_by(readings.c.id)
        )
        rows: list[Row[Any]] = []
        for shas in _chunks(sorted(self._files)):
            rows += self.connection.execute(query.where(manifestations.c.sha256.in_(shas)))
        for row in rows:
            live = row.first_ordinal is not None
            wanted = row.is_current and row.is_shown
            file = self._files[row.sha256]
            if live and not wanted:
                self._remove_entries(row)
            elif wanted and not live:
                self._add_entries(row)
            elif wanted and (row.expression_id, row.work_id) != (file.expression_id, file.work_id):
                log_change(self.connection, added=(row.first_ordinal, row.clause_count))
            else:
                continue
            logged = True
        return logged

    def _remove_entries(self, row: Row[Any]) -> None:
        self.connection.execute(delete(clauses).where(clauses.c.reading_id == row.id))
        self.connection.execute(
            update(readings).where(readings.c.id == row.id).values(first_ordinal=None)
        )
        log_change(self.connection, removed=(row.first_ordinal, row.clause_count))

    def _add_entries(self, row: Row[Any]) -> None:
        found = self._accession(row.sha256).clauses
        first = next_value(self.connection, "ordinal", len(found))
        self.connection.execute(
            insert(clauses),
            [
                {
                    "ordinal": first + position,
                    "reading_id": row.id,
                    "key": clause.key,
                    "kind": clause.kind.value,
                    "label": clause.label,
                    "path": list(clause.path),
                    "heading": clause.heading,
                    "text": clause.text,
                }
                for position, clause in enumerate(found)
            ],
        )
        self.connection.execute(
            update(readings)
            .where(readings.c.id == row.id)
            .values(first_ordinal=first, clause_count=len(found))
        )
        log_change(self.connection, added=(first, len(found)))

    def _header(self, sha256: str) -> Header:
        return self._accession(sha256).header

    def _accession(self, sha256: str) -> Accession:
        if sha256 not in self.fresh:
            self.fresh[sha256] = current_accession(self.connection, sha256)
        return self.fresh[sha256]

    def _write_reviews(self, assignment: Assignment) -> None:
        shas = sorted(self._files)
        for chunk in _chunks(shas):
            self.connection.execute(delete(reviews).where(reviews.c.sha256.in_(chunk)))
        rows = [
            {"sha256": review.sha256, "code": review.code, "message": review.message}
            for review in assignment.reviews
        ]
        if rows:
            self.connection.execute(insert(reviews), rows)


def _name(expression: PlacedExpression) -> str:
    return expression.valid_from.isoformat() if expression.valid_from else UNDATED


def _places(work: PlacedWork) -> dict[str, tuple[str, bool, str]]:
    """Where each file of a work is to stand, as ``_File.place`` says where it stands."""
    return {
        placed.sha256: (_name(expression), placed.is_shown, placed.rule)
        for expression in work.expressions
        for placed in expression.files
    }


def _chunks(values: Sequence[T], size: int = 500) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]
