"""Feeds: what is new, what changed, what answers a search, as Atom prints it; pure.

Source: RFC 4287.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, tzinfo

from archive.law.status import LABELS, Status
from archive.notice.dates import format_date
from archive.record import Hit, Listed, Turn
from web.present.wording import listed_badge

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""When an empty feed was last changed: RFC 4287 4.2.15 asks for a moment."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; ``mark`` tells entries about one notice apart."""

    work: str
    mark: str
    title: str
    updated: datetime
    summary: str
    key: str | None = None
    """Of the clause that it leads to."""


def updated(entries: Iterable[Entry]) -> datetime:
    """When the feed last changed."""
    return max((entry.updated for entry in entries), default=EPOCH)


def arrived(listing: Iterable[Listed]) -> list[Entry]:
    """Notices as they came."""
    return [Entry(line.id, "", line.title, line.added_at, _about(line)) for line in listing]


def changed(
    renewed: Iterable[tuple[Listed, datetime]], turns: Iterable[Turn], *, zone: tzinfo, limit: int
) -> list[Entry]:
    """New files of known notices, and statuses that turned; the latest first.

    A status turns at the beginning of its day in ``zone``.
    """
    entries = [
        Entry(
            line.id,
            f"file-{came.astimezone(UTC):%Y%m%dT%H%M%S}",
            f"又收到一件：{line.title}",
            came,
            _about(line),
        )
        for line, came in renewed
    ]
    for turn in filter(_is_news, turns):
        line, label = turn.listed, LABELS[turn.status]
        words = f"{format_date(turn.day)}起{label}，此前{LABELS[turn.before]}"
        midnight = datetime.combine(turn.day, time(), zone)
        mark = f"status-{turn.day.isoformat()}"
        entries.append(Entry(line.id, mark, f"{label}：{line.title}", midnight, words))
    return sorted(entries, key=lambda entry: (entry.updated, entry.work), reverse=True)[:limit]


def _is_news(turn: Turn) -> bool:
    """That a document was made on a day says the feed of what is new; that it took effect, this."""
    is_made = turn.before == Status.NOT_YET_EFFECTIVE
    return not is_made or turn.status in (Status.EFFECTIVE, Status.AMENDED)


def found(hits: Sequence[Hit], lines: Mapping[str, Listed], *, limit: int) -> list[Entry]:
    """Notices that answer a search with their best clause, the last that came first."""
    best: dict[str, Hit] = {}
    for hit in hits:
        best.setdefault(hit.id, hit)
    entries = [
        Entry(work, "", lines[work].title, lines[work].added_at, f"{hit.text[:200]}", hit.section)
        for work, hit in best.items()
        if work in lines
    ]
    return sorted(entries, key=lambda entry: (entry.updated, entry.work), reverse=True)[:limit]


def _about(line: Listed) -> str:
    facts = [
        line.number or "",
        "、".join(line.issuers),
        format_date(line.date_signed) if line.date_signed else "",
        listed_badge(line).label,
    ]
    return "　".join(filter(None, facts))
