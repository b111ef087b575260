"""Browse: all notices by issuer, year and kind."""

from datetime import date

from flask import Blueprint, render_template

from archive.record import Listed
from web.asking import (
    Filters,
    PageNotFound,
    RequestError,
    asked_day,
    asked_filters,
    asked_page,
    asked_text,
    site,
)
from web.library import Order
from web.present.results import facets, narrowed, paging
from web.present.wording import listed_badge

blueprint = Blueprint("browse", __name__)

ORDERS: dict[str, tuple[Order, str]] = {
    "signed": ("signed", "按成文日期"),
    "added": ("added", "按入库先后"),
    "number": ("number", "按文号"),
}


@blueprint.get("/browse")
def page() -> str:
    """One page of the list."""
    day, number, filters = asked_day(), asked_page(), asked_filters(may_be_unstated=True)
    order = asked_text("order") or "signed"
    if order not in ORDERS:
        raise RequestError(f"没有“{order[:40]}”这种排法", "排法有 signed、added、number 三种")
    size, sorting = site().config.page_size, ORDERS[order][0]
    total, listing = _listed(filters, on=day.value, order=sorting, limit=size, page=number)
    shown = paging(number, total, size)
    if number > shown.pages:
        raise PageNotFound(f"没有第 {number} 页，只有 {shown.pages} 页", "请回到第 1 页。")
    return render_template(
        "browse.html",
        listing=[(line, listed_badge(line)) for line in listing],
        facets=facets(
            site().library.browse(public=True),
            filters.chosen,
            unstated=site().unstated.counts(on=day.value, order=sorting),
        ),
        chosen=filters.chosen,
        narrowed=narrowed(filters.chosen),
        order=order,
        orders={name: title for name, (_, title) in ORDERS.items()},
        paging=shown,
    )


def _listed(
    filters: Filters, *, on: date, order: Order, limit: int, page: int
) -> tuple[int, tuple[Listed, ...]]:
    """How many notices there are in all, and those of one page."""
    first = (page - 1) * limit
    if filters.unstated:
        found = [line for line in site().unstated.listing(on=on, order=order) if filters.fit(line)]
        return len(found), tuple(found[first : first + limit])
    library, narrowed_to = site().library, filters.arguments
    total = library.count(public=True, **narrowed_to)
    return total, library.listing(
        on=on, public=True, order=order, limit=limit, offset=first, **narrowed_to
    )
