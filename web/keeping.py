"""Answers with pages that were made before, where they would be made alike again."""

from flask import Flask, Response, g, request

from web.asking import site
from web.kept_pages import Page

FAMILIES = frozenset({"home", "notice", "browse", "endings", "feeds"})
"""Blueprints whose answers rest on the address, the archive and the day alone. Searches do not:
one that ran out of time may find more when it is repeated."""


def keep_pages(app: Flask) -> None:
    """Have ``app`` answer with what it has at hand."""
    app.before_request(_give)
    app.after_request(_keep)


def _give() -> Response | None:
    if request.method not in ("GET", "HEAD") or request.blueprint not in FAMILIES:
        return None
    # The day and the state as they are before the page is made: what changes meanwhile shows.
    key = request.url_root, request.full_path
    state = site().library.state(), site().clock()
    page = site().kept.get(key, state)
    if page is None:
        g.to_keep = key, state
        return None
    return Response(page.body, headers=list(page.headers))


def _keep(response: Response) -> Response:
    if "to_keep" in g and response.status_code == 200 and not response.is_streamed:
        key, state = g.to_keep
        if request.method == "GET" and not response.direct_passthrough:
            page = Page(state, response.get_data(), tuple(response.headers.items()))
            site().kept.put(key, page)
    return response
