"""Health: whether index and catalogue agree, and which versions answer."""

import platform
from importlib.metadata import PackageNotFoundError, version

from flask import Blueprint, Response, jsonify, make_response

from archive.errors import FawenError
from ingest.pipeline import READER
from web.answers import Json
from web.asking import site

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def page() -> Response:
    """200 where the index has applied every change of the catalogue, else 503."""
    try:
        figures = site().library.figures()
        is_well = figures.sequence == figures.index_sequence
        found: Json = {
            "status": "ok" if is_well else "behind",
            "catalogue_sequence": figures.sequence,
            "index_sequence": figures.index_sequence,
            "notices": site().library.count(public=True),
        }
    except FawenError:
        is_well = False
        found = {"status": "unreadable"}
    response = make_response(jsonify({**found, "versions": versions()}))
    response.status_code = 200 if is_well else 503
    response.headers["Cache-Control"] = "no-store"
    return response


def versions() -> Json:
    """The program, its reader and its Python."""
    try:
        fawen = version("fawen")
    except PackageNotFoundError:
        fawen = "uninstalled"
    return {"fawen": fawen, "reader": READER, "python": platform.python_version()}
