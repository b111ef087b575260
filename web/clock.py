"""Today in Asia/Shanghai: the one clock of the site and the command line."""

from datetime import UTC, date, datetime, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China has kept one hour all year since 1991; a fixed offset needs no time zone database."""


def now() -> datetime:
    """The present moment, with Shanghai's offset."""
    return datetime.now(UTC).astimezone(SHANGHAI)


def china_day(moment: datetime) -> date:
    """The day there at a moment in UTC without a zone, as the archive keeps it."""
    return moment.replace(tzinfo=UTC).astimezone(SHANGHAI).date()


def today() -> date:
    """The day that a reader in China would name."""
    return now().date()


def seconds_left(moment: datetime) -> int:
    """Whole seconds until the next day begins in Shanghai."""
    here = moment.astimezone(SHANGHAI)
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return int((midnight - here).total_seconds())
