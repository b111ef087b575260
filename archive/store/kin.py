"""Which files identity must look at together."""

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, or_, select

from archive.identity.facts import Facts
from archive.store.rows import facts_columns
from archive.store.tables import manifestations


def kin(connection: Connection, seeds: Iterable[Facts]) -> dict[str, Facts]:
    """All files that share a number, a text or a key with the seeds or with each other."""
    found: dict[str, Facts] = {}
    asked: set[tuple[str, str]] = set()
    frontier = list(seeds)
    while frontier:
        marks = {mark for facts in frontier for mark in _marks(facts)} - asked
        asked |= marks
        frontier = []
        if not marks:
            break
        by_column = {
            column: [value for name, value in marks if name == column.name]
            for column in (
                manifestations.c.key_hash,
                manifestations.c.number_slug,
                manifestations.c.text_hash,
            )
        }
        wanted = or_(*(column.in_(values) for column, values in by_column.items() if values))
        for row in connection.execute(select(manifestations.c.facts).where(wanted)):
            facts = Facts.from_json(row.facts)
            if facts.sha256 not in found:
                found[facts.sha256] = facts
                frontier.append(facts)
    return found


def _marks(facts: Facts) -> Iterator[tuple[str, str]]:
    columns = facts_columns(facts)
    for name in ("key_hash", "number_slug", "text_hash"):
        if columns[name]:
            yield name, columns[name]
