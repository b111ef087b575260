"""Which files identity must look at together."""

from collections.abc import Collection, Iterable, Iterator

from sqlalchemy import ColumnElement, Connection, or_, select

from archive.identity.facts import Facts
from archive.store.rows import kin_columns
from archive.store.tables import manifestations

_FILE = manifestations.c
_UNNUMBERED_TEXT = "text_hash of files without number"
_NAMES = ("key_hash", "number_slug", "text_hash", _UNNUMBERED_TEXT)


def kin(connection: Connection, seeds: Iterable[Facts]) -> dict[str, Facts]:
    """All files that share a number, a text or a key with the seeds or with each other.

    By their text alone two files that both bear a number are no kin: identity never joins two
    numbers, and a form letter goes out under hundreds of them.
    """
    found: dict[str, Facts] = {}
    asked: set[tuple[str, str]] = set()
    frontier = list(seeds)
    while marks := {mark for facts in frontier for mark in _marks(facts)} - asked:
        asked |= marks
        frontier = []
        wanted = or_(*(_bears(name, {mark for n, mark in marks if n == name}) for name in _NAMES))
        for row in connection.execute(select(_FILE.facts).where(wanted)):
            facts = Facts.from_json(row.facts)
            if facts.sha256 not in found:
                found[facts.sha256] = facts
                frontier.append(facts)
    return found


def _marks(facts: Facts) -> Iterator[tuple[str, str]]:
    columns = kin_columns(facts)
    if columns["number_slug"]:
        columns[_UNNUMBERED_TEXT] = columns.pop("text_hash")
    return ((name, mark) for name, mark in columns.items() if mark)


def _bears(name: str, marks: Collection[str]) -> ColumnElement[bool]:
    if name == _UNNUMBERED_TEXT:
        return _FILE.text_hash.in_(marks) & _FILE.number_slug.is_(None)
    return _FILE[name].in_(marks)
