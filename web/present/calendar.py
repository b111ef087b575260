"""Days for people and calendars: a year by its months, endings with their proof; pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

from icalendar import Calendar, Event

from archive.law.status import LABELS
from archive.notice.model import Precision
from archive.record import Evidence, Listed, Turn
from web.present.language import day_text
from web.present.language import gettext as _
from web.present.wording import Badge, listed_badge

Line = tuple[Listed, Badge]

PRODUCT = "-//fawen//expiring//ZH"
NAME = "发文：将要到期的文件"


@dataclass(frozen=True, slots=True)
class Ending:
    """One work that ends, ready to print."""

    listed: Listed
    badge: Badge
    day: date
    """The first on which it is over."""
    before: str
    """How it stood on the day before, in words."""
    proofs: tuple[Evidence, ...]
    """The words that end it."""


def by_month(lines: Iterable[Line]) -> list[tuple[str, list[Line]]]:
    """Lines that are sorted by their day of signature, under ``2021年11月``."""
    return [(title, list(group)) for title, group in groupby(lines, _month)]


def _month(line: Line) -> str:
    day = line[0].date_signed
    return day_text(day, Precision.MONTH) if day else _("未注明成文日期")


def ending(turn: Turn, proofs: Sequence[Evidence]) -> Ending:
    """A turn of status with the words that it rests on, each once."""
    return Ending(
        turn.listed,
        listed_badge(turn.listed),
        turn.day,
        _(LABELS[turn.before]),
        tuple({(proof.id, proof.quote): proof for proof in proofs}.values()),
    )


def calendar(turns: Iterable[Turn], root: str, address_of: dict[str, str], stamp: datetime) -> str:
    """The last day of each as an all-day event. Source: RFC 5545.

    ``address_of``: id → address of its page. ``stamp`` is when the archive last changed: the same
    archive gives the same bytes.
    """
    found = Calendar()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", NAME)
    for turn in turns:
        found.add_component(_event(turn, root + address_of[turn.listed.id], stamp))
    return str(found.to_ical().decode("utf-8"))


def _event(turn: Turn, address: str, stamp: datetime) -> Event:
    line, last = turn.listed, turn.day - timedelta(days=1)
    event = Event()
    event.add("uid", f"{turn.day.isoformat()}-{address}")
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("dtstart", last)
    event.add("dtend", turn.day)
    event.add("transp", "TRANSPARENT")
    event.add("summary", f"到期：{line.number or line.title}")
    about = [
        line.title,
        f"{turn.day.isoformat()} 起{LABELS[turn.status]}，此前{LABELS[turn.before]}",
    ]
    event.add("description", "\n".join((*about, address)))
    event.add("url", address)
    return event
