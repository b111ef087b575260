"""Browse: all notices by issuer, year, month, kind and status of the day; what is cited only."""

from flask import Blueprint, render_template

from archive.record import FacetValue
from archive.saying import say
from archive.shelf import IN_FORCE
from web.asking import (
    BrowseFilters,
    Day,
    PageNotFound,
    asked_browse_filters,
    asked_day,
    asked_order,
    asked_page,
    site,
)
from web.library import Order
from web.present.calendar import by_month
from web.present.language import N_
from web.present.results import Facet, Paging, facets, narrowed, paging
from web.present.wording import listed_badge

blueprint = Blueprint("browse", __name__)

ORDERS: dict[Order, str] = {
    "signed": N_("按成文日期"),
    "added": N_("按入库先后"),
    "number": N_("按文号"),
}


@blueprint.get("/browse")
def page() -> str:
    """One page of the list; a year falls into its months."""
    day, number, filters = asked_day(), asked_page(), asked_browse_filters()
    order = asked_order("signed")
    library, size = site().library, site().config.page_size
    shown = asked_paging(library.count(public=True, on=day.value, **filters.arguments), number)
    listing = library.listing(
        on=day.value,
        public=True,
        order=order,
        limit=size,
        offset=(number - 1) * size,
        **filters.arguments,
    )
    lines = [(line, listed_badge(line)) for line in listing]
    is_dated = order == "signed" and bool(filters.year)
    return render_template(
        "browse.html",
        months=by_month(lines) if is_dated else [("", lines)] if lines else [],
        facets=browse_facets(day, filters),
        chosen=filters.chosen,
        narrowed=narrowed(filters.chosen),
        order=order,
        orders=ORDERS,
        paging=shown,
    )


def browse_facets(day: Day, filters: BrowseFilters) -> tuple[Facet, ...]:
    """The archive's own, with all that are in force as the first of the statuses."""
    library = site().library
    found = dict(library.browse(public=True, on=day.value, **filters.arguments))
    in_force = sum(each.count for each in found["status"] if each.value in IN_FORCE)
    first = (FacetValue("in_force", in_force),) if in_force else ()
    found["status"] = (*first, *found["status"])
    return facets(found, filters.chosen)


@blueprint.get("/browse/missing")
def missing() -> str:
    """Works that are cited but not held, those that most notices cite first."""
    asked_day()
    library, number, size = site().library, asked_page(), site().config.page_size
    shown = asked_paging(library.count_missing(public=True), number)
    return render_template(
        "missing.html",
        missing=library.missing(public=True, limit=size, offset=(number - 1) * size),
        first=(number - 1) * size + 1,
        paging=shown,
    )


def asked_paging(total: int, number: int) -> Paging:
    """Where the page asked for stands among the pages of a list.

    Raises: PageNotFound when there are not so many.
    """
    shown = paging(number, total, site().config.page_size)
    if number > shown.pages:
        raise PageNotFound(
            say("没有第 %(number)s 页，只有 %(pages)s 页", number=number, pages=shown.pages),
            say("请回到第 1 页。"),
        )
    return shown
