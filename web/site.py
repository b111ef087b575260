"""The site put together: settings, archive, pages, headers, error pages."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlencode
from weakref import finalize

from flask import Flask, request, url_for
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from archive.archive import Archive
from web.answers import instant
from web.asking import (
    ENGLISH,
    LANGUAGE,
    Day,
    RequestError,
    Site,
    asked_day,
    asked_text,
    clause_link,
    link,
    links_by,
    root,
    site,
)
from web.clock import china_day, today
from web.config import Config
from web.desk import Desk
from web.facsimiles import Facsimiles
from web.failures import add_error_pages
from web.headers import add_headers
from web.keeping import keep_pages
from web.library import Library
from web.present.language import is_chinese, spoken
from web.present.text import flow
from web.speaking import add_languages
from web.views import BLUEPRINTS


def build(
    config: Config | None = None,
    *,
    library: Library | None = None,
    clock: Callable[[], date] | None = None,
) -> Flask:
    """The application; opens the archive for reading unless it is given.

    Raises: ArchiveError when there is no readable archive in ``config.archive``.
    """
    config = config or Config.from_environment()
    app = Flask("web")
    if library is None:
        library = archive = Archive.open(
            config.archive, create=False, writable=False, database_url=config.database_url
        )
        finalize(app, archive.close)  # an application has no end of its own
    app.config.update(MAX_CONTENT_LENGTH=64 * 1024, SEND_FILE_MAX_AGE_DEFAULT=None)
    app.url_map.strict_slashes = False
    facsimiles = Facsimiles(config.archive)
    finalize(app, facsimiles.close)
    app.extensions["fawen"] = Site(
        config, library, clock or today, _fingerprints(app), Desk(), facsimiles
    )
    add_languages(app)
    _set_up_templates(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    add_error_pages(app)
    add_headers(app)
    keep_pages(app)
    if config.proxies:
        hops = config.proxies
        proxied = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops, x_prefix=hops)
        app.wsgi_app = proxied  # type: ignore[method-assign]  # as Flask's manual does it
    return app


def _set_up_templates(app: Flask) -> None:
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # Flask's default provider has it
    app.json.sort_keys = False  # type: ignore[attr-defined]
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = True
    environment.lstrip_blocks = True
    environment.filters.update(instant=instant, china_day=china_day)
    environment.globals.update(
        link=link, clause_link=clause_link, links_by=links_by, asset=asset, flow=flow
    )
    app.context_processor(_around)


def _around() -> dict[str, Any]:
    """What the frame of every page needs; never fails, since error pages have a frame too."""
    try:
        day = asked_day()
        typed = asked_text("q")
    except RequestError:
        day, typed = Day(site().clock(), is_given=False), ""
    endpoint, arguments = request.endpoint, request.view_args or {}
    here = url_for(endpoint, **arguments) if endpoint else url_for("home.page")
    kept = {"on": day.value.isoformat()} if day.is_given else {}
    if not is_chinese():
        kept[LANGUAGE] = spoken()
    own_address = f"{root()}{unquote(here)}{_query(kept)}"  # as people read and type it
    without_day = {name: value for name, value in kept.items() if name != "on"}
    return {
        "day": day,
        "is_ahead": day.value > site().clock(),
        "typed": typed,
        "here": here,
        "own_address": own_address,
        "kept": kept,
        "today": here + _query(({"q": typed} if typed else {}) | without_day),
        "other_language": _other_language(),
    }


def _other_language() -> str | None:
    """The address of this very page in the other language; ``None`` for what was sent here."""
    if request.method not in ("GET", "HEAD"):
        return None
    asked = [(name, value) for name, value in request.args.items(multi=True) if name != LANGUAGE]
    if is_chinese():
        asked.append((LANGUAGE, ENGLISH))
    return quote(request.script_root + request.path, safe="/@~") + _query(asked)


def _query(asked: Mapping[str, str] | Sequence[tuple[str, str]]) -> str:
    return f"?{urlencode(asked)}" if asked else ""


def asset(name: str) -> str:
    """The address of a static file, with its fingerprint, so that it can be kept for ever."""
    return url_for("static", filename=name, v=site().assets.get(name))


def _fingerprints(app: Flask) -> dict[str, str]:
    folder = Path(app.static_folder or "")
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()[:12]
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
