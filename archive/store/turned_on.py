"""Which policy packs are turned on: a counter each, whose value tells how the rule read then."""

from collections.abc import Mapping

from sqlalchemy import Connection, delete, insert, select

from archive.store.tables import counters

_PREFIX = "pack:"


def packs(connection: Connection) -> dict[str, int]:
    """Name → checksum of the rule as it was turned on."""
    query = select(counters).where(counters.c.name.startswith(_PREFIX))
    return {row.name.removeprefix(_PREFIX): row.value for row in connection.execute(query)}


def set_packs(connection: Connection, wanted: Mapping[str, int]) -> None:
    """These and no others."""
    connection.execute(delete(counters).where(counters.c.name.startswith(_PREFIX)))
    for name, value in wanted.items():
        connection.execute(insert(counters).values(name=f"{_PREFIX}{name}", value=value))
