"""Everything public as JSON Lines, a line a text: for the command line and the site alike."""

import json
from collections.abc import Iterator
from datetime import date

from archive.errors import NoticeNotFound
from archive.notice.json import notice_to_json
from archive.record import Record, State
from web.answers import iso, record_json
from web.library import Library


def lines(library: Library, *, on: date) -> Iterator[str]:
    """A line for each text of each public notice, notices as they came, texts oldest first.

    Each is ``fawen/notice/1`` with ``record``, and ``standing``: how the work stands on the day.
    What is withdrawn while the lines are being made is left out from then on.
    """
    for arrival in library.arrivals(public=True):
        try:
            newest = library.record(arrival.id)
            for expression in newest.expressions:
                is_newest = expression.name == newest.expression.name
                record = (
                    newest if is_newest else library.record(arrival.id, expression=expression.name)
                )
                if record.state is State.PUBLISHED:
                    yield _line(library, record, on)
        except NoticeNotFound:  # it became one with another meanwhile, under whose id it follows
            continue


def _line(library: Library, record: Record, on: date) -> str:
    standing = library.standings([record.id], on).get(record.id)
    document = {
        **notice_to_json(record.reading),
        "record": record_json(record, on=on),
        "standing": {
            "on": iso(on),
            "status": standing.status if standing else "UNKNOWN",
            "label": standing.label if standing else "待核",
            "in_force": standing.in_force if standing else None,
        },
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"
