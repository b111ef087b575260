"""Browse: all notices by issuer, year and kind."""

from flask import Blueprint, render_template

from web.asking import (
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
    day, number, filters = asked_day(), asked_page(), asked_filters()
    order = asked_text("order") or "signed"
    if order not in ORDERS:
        raise RequestError(f"没有“{order[:40]}”这种排法", "排法有 signed、added、number 三种")
    library, size = site().library, site().config.page_size
    shown = paging(number, library.count(public=True, **filters.arguments), size)
    if number > shown.pages:
        raise PageNotFound(f"没有第 {number} 页，只有 {shown.pages} 页", "请回到第 1 页。")
    listing = library.listing(
        on=day.value,
        public=True,
        order=ORDERS[order][0],
        limit=size,
        offset=(number - 1) * size,
        **filters.arguments,
    )
    return render_template(
        "browse.html",
        listing=[(line, listed_badge(line)) for line in listing],
        facets=facets(library.browse(public=True, **filters.arguments), filters.chosen),
        chosen=filters.chosen,
        narrowed=narrowed(filters.chosen),
        order=order,
        orders={name: title for name, (_, title) in ORDERS.items()},
        paging=shown,
    )
