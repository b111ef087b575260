"""Answers with pages that were made before, where they would be made alike again."""

from flask import Flask, Response, g, request

from web.asking import site
from web.kept_pages import KeptPages, Page

FAMILIES = frozenset({"home", "notice", "browse", "endings", "feeds"})
"""Blueprints whose answers rest on the address, the archive and the day alone."""
_SEARCH = "search.page"
"""So does a search that did not run out of time. Everybody may type what nobody will type again,
so that searches have their own room and drive no notice out of the other."""


def keep_pages(app: Flask) -> None:
    """Have ``app`` answer with what it has at hand."""
    app.before_request(_give)
    app.after_request(_keep)


def _give() -> Response | None:
    kept = _pages()
    if kept is None or request.method not in ("GET", "HEAD"):
        return None
    # The day and the state as they are before the page is made: what changes meanwhile shows.
    key = request.url_root, request.full_path
    state = site().library.state(), site().clock()
    page = kept.get(key, state)
    if page is None:
        g.to_keep = key, state
        return None
    return Response(page.body, headers=list(page.headers))


def make_anew() -> None:
    """Do not keep the page that is being made: it lacks what there was no time for."""
    g.pop("to_keep", None)


def _pages() -> KeptPages | None:
    if request.endpoint == _SEARCH:
        return site().kept_searches
    return site().kept if request.blueprint in FAMILIES else None


def _keep(response: Response) -> Response:
    kept = _pages()
    if kept and "to_keep" in g and response.status_code == 200 and not response.is_streamed:
        key, state = g.to_keep
        if request.method == "GET" and not response.direct_passthrough:
            page = Page(state, response.get_data(), tuple(response.headers.items()))
            kept.put(key, page)
    return response
