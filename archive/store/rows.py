"""How things stand in the tables: readings packed, facts in columns, numbers given out once."""

import hashlib
import json
from typing import Any

from sqlalchemy import Connection, CursorResult, insert, select, update

from archive.accession import Accession, unpack, unpack_reading
from archive.identity.clusters import key_of
from archive.identity.facts import Facts
from archive.store.tables import changes, counters, manifestations, readings


def key_hash(key: str) -> str:
    """A work's key, short enough for an index."""
    return hashlib.sha256(key.encode()).hexdigest()


def facts_columns(facts: Facts) -> dict[str, Any]:
    """A manifestation's columns that hold its facts."""
    return {"facts": facts.to_json(), "number": facts.number or None, **kin_columns(facts)}


def kin_columns(facts: Facts) -> dict[str, str | None]:
    """Those by which a file's kin are looked up: kin share one of them."""
    return {
        "key_hash": key_hash("\n".join(key_of(facts))),
        "number_slug": facts.identifying_number or None,
        "text_hash": facts.text_hash,
    }


def inserted(result: CursorResult[Any]) -> int:
    """The id that an INSERT of one row was given."""
    key = result.inserted_primary_key
    assert key is not None  # noqa: S101  every table with such an id has one
    return int(key[0])


def next_value(connection: Connection, counter: str, count: int = 1) -> int:
    """Take ``count`` numbers that nobody gets again; the first of them."""
    mine = counters.c.name == counter
    connection.execute(update(counters).where(mine).values(value=counters.c.value + count))
    last = connection.execute(select(counters.c.value).where(mine)).scalar_one()
    return int(last) - count + 1


def log_change(
    connection: Connection,
    *,
    removed: tuple[int, int] | None = None,
    added: tuple[int, int] | None = None,
) -> int:
    """Number a change and tell the index what to unlearn and learn: (first ordinal, count)."""
    sequence = next_value(connection, "sequence")
    connection.execute(
        insert(changes).values(
            sequence=sequence,
            removed_first=removed[0] if removed else None,
            removed_count=removed[1] if removed else 0,
            added_first=added[0] if added else None,
            added_count=added[1] if added else 0,
        )
    )
    return sequence


def current_document(connection: Connection, sha256: str) -> dict[str, Any]:
    """The JSON of what was read in a file last, as it is kept."""
    packed = connection.execute(
        select(readings.c.document)
        .join(manifestations, manifestations.c.id == readings.c.manifestation_id)
        .where(manifestations.c.sha256 == sha256, readings.c.is_current)
    ).scalar_one()
    document: dict[str, Any] = json.loads(unpack(packed))
    return document


def current_accession(connection: Connection, sha256: str) -> Accession:
    """What was read in a file last."""
    row = connection.execute(
        select(readings.c.document, readings.c.source_text)
        .join(manifestations, manifestations.c.id == readings.c.manifestation_id)
        .where(manifestations.c.sha256 == sha256, readings.c.is_current)
    ).one()
    return Accession.of(unpack_reading(row.document, row.source_text))
