"""The faces of the archive: the site, its API and the command line."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from web.config import Config
    from web.library import Library


def create_app(
    config: "Config | None" = None,
    *,
    library: "Library | None" = None,
    clock: "Callable[[], date] | None" = None,
    warm: bool = False,
) -> "Flask":
    """The site as a WSGI application; settings come from the environment unless given.

    ``library`` and ``clock`` stand in for the archive in ``config.archive`` and for today. With
    ``warm``, a process that serves for long makes ready in the background what first requests would
    wait for.
    Raises: ArchiveError when there is no readable archive in that folder.
    """
    from web.site import build  # noqa: PLC0415 - the command line imports this package, not Flask

    app = build(config, library=library, clock=clock)
    if warm:
        from web.warming import warm_up  # noqa: PLC0415 - the same

        warm_up(app)
    return app
