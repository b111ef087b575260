"""Feeds: what has newly come into the archive. Source: RFC 4287."""

from datetime import UTC, datetime

from flask import Blueprint, Response, render_template

from web.answers import instant
from web.asking import root, site
from web.present.wording import listed_badge

blueprint = Blueprint("feeds", __name__)

LENGTH = 50
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""When an empty archive was last changed: RFC 4287 4.2.15 asks for a moment."""


@blueprint.get("/feed.atom")
def newest() -> Response:
    """The newest notices, the latest first."""
    listing = site().library.listing(on=site().clock(), public=True, order="added", limit=LENGTH)
    updated = max((line.added_at for line in listing), default=EPOCH)
    feed = render_template(
        "feed.xml",
        root=root(),
        updated=instant(updated),
        entries=[(line, listed_badge(line)) for line in listing],
    )
    return Response(feed, mimetype="application/atom+xml")
