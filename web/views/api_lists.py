"""The API's lists: notices, facets, endings, what is missing; each with its total and next page."""

from datetime import timedelta
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, request, url_for

from archive.law.terms import months_later
from web.answers import Json, facet_json, listing_json, missing_json, turns_json
from web.asking import (
    Period,
    asked_browse_filters,
    asked_day,
    asked_number,
    asked_order,
    asked_period,
    asked_text,
    site,
)
from web.views.endings import AHEAD_MONTHS, BACK_MONTHS

blueprint = Blueprint("api_lists", __name__, url_prefix="/api/v1")

MOST = 500
"""Lines of one answer."""


@blueprint.get("/notices")
def notices() -> Response:
    """``fawen list --json``; at most 500 at once."""
    day, filters, order = asked_day(), asked_browse_filters(), asked_order("added")
    limit, offset = _asked_piece()
    library = site().library
    listing = library.listing(
        on=day.value, public=True, order=order, limit=limit, offset=offset, **filters.arguments
    )
    total = library.count(public=True, on=day.value, **filters.arguments)
    return _piece(listing_json(listing, on=day.value), limit, offset, total)


@blueprint.get("/browse")
def browse() -> Response:
    """Each filter's values with the number of notices of each, as the others leave them."""
    day, filters = asked_day(), asked_browse_filters()
    found = site().library.browse(public=True, on=day.value, **filters.arguments)
    return jsonify({name: facet_json(values) for name, values in found.items()})


@blueprint.get("/ended")
def ended() -> Response:
    """What was repealed or expired from ``?from=`` to ``?to=``, the latest first."""
    day = asked_day().value
    first = months_later(day, BACK_MONTHS) + timedelta(days=1)
    return _turns(asked_period(first, day), newest_first=True)


@blueprint.get("/expiring")
def expiring() -> Response:
    """What ends within half a year, or from ``?from=`` to ``?to=``, the nearest first."""
    day = asked_day().value
    period = asked_period(day + timedelta(days=1), months_later(day, AHEAD_MONTHS))
    return _turns(period, newest_first=False)


def _turns(period: Period, *, newest_first: bool) -> Response:
    issuer = asked_text("issuer") or None
    limit, offset = _asked_piece()
    library = site().library
    turns = library.turns(
        public=True,
        first=period.first,
        last=period.last,
        status="ended",
        issuer=issuer,
        newest_first=newest_first,
        limit=limit,
        offset=offset,
    )
    total = library.count_turns(
        public=True, first=period.first, last=period.last, status="ended", issuer=issuer
    )
    return _piece(turns_json(turns), limit, offset, total)


@blueprint.get("/missing")
def missing() -> Response:
    """What is cited but not held, what most notices cite first."""
    asked_day()  # the same on every day, but not on one that is none
    limit, offset = _asked_piece()
    library = site().library
    found = library.missing(public=True, limit=limit, offset=offset)
    return _piece(missing_json(found), limit, offset, library.count_missing(public=True))


def _asked_piece() -> tuple[int, int]:
    """Limit and offset. Raises: RequestError."""
    return asked_number("limit", MOST, most=MOST), asked_number("offset", 0, most=10**7)


def _piece(lines: list[Json], limit: int, offset: int, total: int) -> Response:
    """The lines, how many there are in ``X-Total-Count``, and in ``Link`` where the next are."""
    response = jsonify(lines)
    response.headers["X-Total-Count"] = str(total)
    if limit and offset + limit < total:
        following = {**request.args.to_dict(), "limit": limit, "offset": offset + limit}
        address = f"{url_for(str(request.endpoint))}?{urlencode(following)}"
        response.headers["Link"] = f'<{address}>; rel="next"'
    return response
