"""For crawlers and browsers: robots.txt, sitemaps, the site as a search engine of a browser."""

from flask import Blueprint, Response, abort, jsonify, render_template, url_for

from web.answers import suggestions_json
from web.asking import asked_day, asked_text, root, site

blueprint = Blueprint("discovery", __name__)

PER_SITEMAP = 25_000
"""Sitemaps have at most 50,000 addresses and 50 MB: of the longest addresses half as many.

Source: sitemaps.org, protocol 0.9.
"""
CLOSED = ("/search", "/api/", "/compare", "/export.jsonl", "/*?on=", "/*&on=")
"""Lists without end, and every page as of every day. Source: RFC 9309 2.2.3."""


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Notices may be indexed; what has no end need not be."""
    rules = "".join(f"Disallow: {url_for('home.page').rstrip('/')}{path}\n" for path in CLOSED)
    sitemap = f"{root()}{url_for('discovery.sitemaps')}"
    return Response(f"User-agent: *\n{rules}\nSitemap: {sitemap}\n", mimetype="text/plain")


@blueprint.get("/sitemap.xml")
def sitemaps() -> Response:
    """All public notices, divided into parts."""
    count = site().library.count(public=True)
    parts = range(1, max(1, -(-count // PER_SITEMAP)) + 1)
    text = render_template("sitemaps.xml", root=root(), parts=parts)
    return Response(text, mimetype="application/xml")


@blueprint.get("/sitemap-<int:part>.xml")
def sitemap(part: int) -> Response:
    """One part, with the day on which the last file of each came."""
    arrivals = site().library.arrivals(
        public=True, limit=PER_SITEMAP, offset=max(part - 1, 0) * PER_SITEMAP
    )
    if part < 1 or (part > 1 and not arrivals):
        abort(404)
    text = render_template("sitemap.xml", root=root(), arrivals=arrivals)
    return Response(text, mimetype="application/xml")


@blueprint.get("/opensearch-suggest.json")
def suggest() -> Response:
    """What a browser's search box offers while typing. Source: OpenSearch Suggestions 1.0."""
    typed, day = asked_text("q"), asked_day()
    found = site().library.suggest(typed, on=day.value) if typed else ()
    offered = [one["query"] for one in suggestions_json(typed, found)["suggestions"]]
    response = jsonify([typed, offered])
    response.mimetype = "application/x-suggestions+json"
    return response


@blueprint.get("/opensearch.xml")
def opensearch() -> Response:
    """So that a browser can search here from its own box. Source: OpenSearch 1.1 draft 6."""
    text = render_template("opensearch.xml", root=root())
    return Response(text, mimetype="application/opensearchdescription+xml")
