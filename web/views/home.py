"""The front page: one search box, what is new, where to begin; and what stands beside it."""

from datetime import timedelta

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from archive.errors import StaleIndex
from archive.law.terms import months_later
from archive.record import Listed
from archive.search.query import parse_query
from web.asking import BrowseFilters, asked_day, site
from web.present.language import gettext as _
from web.present.wording import BY, listed_badge
from web.views.browse import browse_facets
from web.views.endings import AHEAD_MONTHS

blueprint = Blueprint("home", __name__)

NEWEST = 6
ENDING = 4
EXAMPLES = ("一区多园 资金", "“同时废止”", "主导产业", "有效期")


@blueprint.get("/")
def page() -> str:
    """Home."""
    library, day = site().library, asked_day()
    newest = library.listing(on=day.value, public=True, order="added", limit=NEWEST)
    first, last = day.value + timedelta(days=1), months_later(day.value, AHEAD_MONTHS)
    ending = library.turns(
        public=True, first=first, last=last, status="ended", newest_first=False, limit=ENDING
    )
    return render_template(
        "home.html",
        newest=[(line, listed_badge(line)) for line in newest],
        examples=_examples(newest),
        ending=[(turn, listed_badge(turn.listed)) for turn in ending],
        ending_count=library.count_turns(public=True, first=first, last=last, status="ended"),
        facets=browse_facets(day, BrowseFilters()),
        by={name: _(title) for name, title in BY.items()},
        count=library.count(public=True),
        figures=library.figures(),
    )


@blueprint.get("/favicon.ico")
def favicon() -> BaseResponse:
    """For browsers that ask without having read the page."""
    return redirect(url_for("static", filename="favicon.svg"), 301)


def _examples(newest: tuple[Listed, ...]) -> tuple[str, ...]:
    """Queries that find something here and now, a number among them."""
    numbers = [line.number for line in newest if line.number][:1]
    return (*[words for words in EXAMPLES if _finds(words)][:3], *numbers)


def _finds(words: str) -> bool:
    site_ = site()
    try:
        query = parse_query(words)
        return site_.library.search(query, on=site_.clock(), public=True, limit=1).total > 0
    except StaleIndex:
        return False
