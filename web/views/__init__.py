"""A blueprint for each family of pages."""

from web.views import (
    api,
    api_lists,
    browse,
    compare,
    discovery,
    endings,
    export,
    feeds,
    guide,
    health,
    home,
    notice,
    originals,
    review,
    search,
    trying,
)

BLUEPRINTS = (
    home.blueprint,
    search.blueprint,
    browse.blueprint,
    endings.blueprint,
    notice.blueprint,
    originals.blueprint,
    compare.blueprint,
    guide.blueprint,
    trying.blueprint,
    feeds.blueprint,
    discovery.blueprint,
    review.blueprint,
    api.blueprint,
    api_lists.blueprint,
    export.blueprint,
    health.blueprint,
)
