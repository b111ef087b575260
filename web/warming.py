"""Makes ready, behind the first requests, what they would else wait for."""

import gc
from contextlib import suppress
from threading import Thread
from typing import cast

from flask import Flask

from archive.errors import FawenError
from archive.search.query import parse_query
from web.asking import Site


def warm_up(app: Flask) -> Thread:
    """Start to load templates, suggestions, index and words; the thread that does it."""
    thread = Thread(target=_make_ready, args=(app,), daemon=True, name="fawen-warming")
    thread.start()
    return thread


def _make_ready(app: Flask) -> None:
    site = cast("Site", app.extensions["fawen"])
    for name in app.jinja_env.list_templates(extensions=["html"]):
        app.jinja_env.get_template(name)
    today = site.clock()
    with suppress(FawenError):  # who asks will meet it again, and is told
        site.library.suggest("", on=today)
        site.library.search(parse_query("的"), on=today, public=True, limit=1)
    # What is loaded by now stays for the life of the process: the readings of every character
    # alone are 300,000 lists, which a full collection walks in a quarter of a second.
    gc.collect()
    gc.freeze()
