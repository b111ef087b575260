"""Endings: what was repealed or expired in a period, what expires soon, also as iCalendar."""

from datetime import datetime, time, timedelta

from flask import Blueprint, Response, render_template, url_for

from archive.law.terms import months_later
from archive.record import Turn
from web.asking import Day, Period, asked_day, asked_page, asked_period, asked_text, root, site
from web.clock import SHANGHAI
from web.present.calendar import Ending, calendar, ending
from web.present.results import Paging
from web.views.browse import asked_paging

blueprint = Blueprint("endings", __name__)

AHEAD_MONTHS = 6
BACK_MONTHS = -12
MOST_EVENTS = 2_000
"""In one calendar; a reader of calendars fetches it again and again."""


@blueprint.get("/browse/ended")
def ended() -> str:
    """What was repealed or expired from one day to another, the latest first."""
    day = asked_day()
    period = asked_period(months_later(day.value, BACK_MONTHS) + timedelta(days=1), day.value)
    return _page("ended", day, period)


@blueprint.get("/browse/expiring")
def expiring() -> str:
    """What ends after the day asked for and within half a year, the nearest first."""
    day = asked_day()
    return _page("expiring", day, _ahead(day))


@blueprint.get("/browse/expiring.ics")
def expiring_calendar() -> Response:
    """The same as a calendar to subscribe to."""
    day, issuer = asked_day(), asked_text("issuer") or None
    period = _ahead(day)
    turns = _turns(period, issuer, limit=MOST_EVENTS, offset=0, newest_first=False)
    ids = {turn.listed.id for turn in turns}
    addresses = {one: url_for("notice.page", name=one) for one in ids}
    midnight = datetime.combine(day.value, time(), SHANGHAI)
    text = calendar(turns, root(), addresses, midnight)
    response = Response(text, mimetype="text/calendar")
    response.headers["Content-Disposition"] = 'inline; filename="expiring.ics"'
    return response


def _ahead(day: Day) -> Period:
    return asked_period(day.value + timedelta(days=1), months_later(day.value, AHEAD_MONTHS))


def _page(which: str, day: Day, period: Period) -> str:
    number, issuer = asked_page(), asked_text("issuer") or None
    library, size = site().library, site().config.page_size
    count = library.count_turns(
        public=True, first=period.first, last=period.last, status="ended", issuer=issuer
    )
    shown: Paging = asked_paging(count, number)
    turns = _turns(
        period, issuer, limit=size, offset=(number - 1) * size, newest_first=which == "ended"
    )
    return render_template(
        "endings.html",
        which=which,
        endings=[_proved(turn) for turn in turns],
        period=period,
        issuer=issuer,
        ahead=months_later(day.value, AHEAD_MONTHS),
        paging=shown,
    )


def _turns(
    period: Period, issuer: str | None, *, limit: int, offset: int, newest_first: bool
) -> tuple[Turn, ...]:
    return site().library.turns(
        public=True,
        first=period.first,
        last=period.last,
        status="ended",
        issuer=issuer,
        newest_first=newest_first,
        limit=limit,
        offset=offset,
    )


def _proved(turn: Turn) -> Ending:
    """With the words of its own text and of public ones; of others not a word."""
    library, work = site().library, turn.listed.id
    proofs = library.status(work, None, turn.day).evidence
    incoming = library.relations(work, public=True).incoming
    seen = {work, *(relation.other.id for relation in incoming)}
    return ending(turn, [proof for proof in proofs if proof.id in seen])
