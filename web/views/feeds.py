"""Feeds: what is new, also of an issuer; what changed; what answers a search. Source: RFC 4287."""

from collections.abc import Iterable
from datetime import timedelta

from flask import Blueprint, Response, render_template, request
from markupsafe import Markup

from archive.record import Sorting
from archive.saying import say
from archive.search.query import parse_query
from web.asking import (
    LANGUAGE,
    RequestError,
    asked_browse_filters,
    asked_search_filters,
    asked_text,
    root,
    site,
)
from web.clock import SHANGHAI
from web.present.feed import Entry, arrived, changed, found, updated
from web.present.language import gettext as _
from web.present.language import in_chinese, is_chinese, spoken
from web.present.results import narrowed

blueprint = Blueprint("feeds", __name__)

LENGTH = 50
"""Entries in one feed."""
LOOKED_THROUGH = 200
"""Hits, or turns of status, among which the entries of a feed are sought."""
BACK = timedelta(days=60)
"""So long a change of status stays in the feed of changes."""


@blueprint.get("/feed.atom")
def newest() -> Response:
    """The newest notices, the latest first; narrowed as the list of all notices is."""
    filters = asked_browse_filters()
    listing = site().library.listing(
        on=site().clock(), public=True, order="added", limit=LENGTH, **filters.arguments
    )
    with in_chinese():
        entries = arrived(listing)
    titles = (_("新近入库"), *narrowed(filters.chosen))
    return _feed(titles, entries, "browse.page", filters.chosen)


@blueprint.get("/changes.atom")
def changes() -> Response:
    """Other files of known notices, and statuses that turned lately."""
    library, today = site().library, site().clock()
    renewed = library.renewed(on=today, public=True, limit=LENGTH)
    turns = library.turns(public=True, first=today - BACK, last=today, limit=LOOKED_THROUGH)
    with in_chinese():
        entries = changed(renewed, turns, zone=SHANGHAI, limit=LENGTH)
    return _feed((_("新版本与时效变化"),), entries, "browse.page", {})


@blueprint.get("/search.atom")
def search() -> Response:
    """The notices that answer ``?q=``, the last that came first; filters as on the search page.

    Raises: RequestError without a question; StaleIndex.
    """
    typed, filters = asked_text("q"), asked_search_filters()
    if not typed:
        raise RequestError(say("没有说要检索什么"), say("在地址里写上 ?q=要找的词"))
    library, today = site().library, site().clock()
    results = library.search(
        parse_query(typed),
        on=today,
        public=True,
        limit=LOOKED_THROUGH,
        **{**filters.arguments, "order": Sorting.NEWEST},
    )
    lines = library.lines({hit.id for hit in results.hits}, on=today, public=True)
    entries = found(results.hits, lines, limit=LENGTH)
    titles = (_("检索“%(typed)s”", typed=typed), *narrowed(filters.narrowing))
    return _feed(titles, entries, "search.page", {"q": typed, **filters.chosen})


def _feed(
    titles: Iterable[str], entries: list[Entry], page: str, arguments: dict[str, str]
) -> Response:
    """The feed; ``page`` with ``arguments`` is what people read instead.

    It speaks the language that is asked for; its entries are words of documents, and Chinese.
    """
    plain = (title.striptags() if isinstance(title, Markup) else title for title in titles)
    if not is_chinese():
        arguments = {**arguments, LANGUAGE: spoken()}
    text = render_template(
        "feed.xml",
        root=root(),
        title=("，" if is_chinese() else ", ").join(plain),
        language={LANGUAGE: arguments.get(LANGUAGE)},
        own=request.endpoint,
        page=page,
        arguments=arguments,
        updated=updated(entries),
        entries=entries,
    )
    return Response(text, mimetype="application/atom+xml")
