"""Who took over the duties of whom: the table that comes with the program, and what people entered.

People enter what the table lacks, a city's bureaus above all, each with its evidence.
"""

from datetime import date
from functools import cache
from importlib.resources import files

from sqlalchemy import Connection

from archive.law.succession import Succession, order, organ_key, parse_successions
from archive.store import judgements

SUCCEEDED = "succeeded_by"
"""The name of such a fact among what people decided."""


@cache
def known_successions() -> tuple[Succession, ...]:
    """The table, ``law/organ_succession.tsv``."""
    text = files("archive").joinpath("law", "organ_succession.tsv").read_text(encoding="utf-8")
    return parse_successions(text)


def successions(connection: Connection) -> tuple[Succession, ...]:
    """The table and what people entered and did not take back; of the same step the later entry."""
    more = judgements.about_organs(connection, SUCCEEDED)
    if not more:
        return known_successions()
    found = {_step(row): row for row in known_successions()}
    for entered in more:
        row = Succession(
            entered.subject,
            entered.target or "",
            date.fromisoformat(entered.value or ""),
            entered.quote or "",
            entered.why,
            entered.who,
        )
        found[_step(row)] = row
    return tuple(sorted(found.values(), key=order))


def _step(row: Succession) -> tuple[str, str]:
    return (organ_key(row.former), organ_key(row.successor))
