"""The API: the commands' own JSON under stable addresses."""

from flask import Blueprint, Response, jsonify, redirect, url_for
from werkzeug.wrappers import Response as BaseResponse

from archive.errors import NoticeNotFound
from archive.notice.json import notice_to_json
from archive.record import Record
from archive.saying import say
from archive.search.query import parse_query
from web.answers import (
    candidates_json,
    comparison_json,
    counterparts_json,
    dependents_json,
    record_json,
    relations_json,
    search_json,
    similar_json,
    status_json,
    suggestions_json,
)
from web.asking import (
    RequestError,
    asked_day,
    asked_number,
    asked_search_filters,
    asked_text,
    link,
    root,
    site,
)
from web.comparing import Manner, asked_manner, asked_pair, public_text
from web.failures import NOT_FOUND
from web.openapi import OPERATIONS, description
from web.present.text import find_row
from web.views.notice import Name, look_up, parse_name, public_work
from web.views.search import advice, similar_clauses

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")


@blueprint.get("/")
def index() -> Response:
    """What can be asked, as URI templates, and where it is described."""
    offered = {each.id: each.template for each in OPERATIONS}
    return jsonify(
        {**offered, "description": url_for("api.described"), "health": url_for("health.page")}
    )


@blueprint.get("/openapi.json")
def described() -> Response:
    """The same as an OpenAPI document."""
    return jsonify(description(root()))


@blueprint.get("/notices/<name>")
def notice(name: str) -> Response | BaseResponse:
    """``fawen show --format json``."""
    asked, day = parse_name(name), asked_day()
    found = look_up(asked, day)
    if not isinstance(found, Record):
        return redirect(link("api.notice", name=asked.written(found.work)), 301)
    document = notice_to_json(found.reading)
    return jsonify({**document, "record": record_json(found, on=day.value)})


@blueprint.get("/status/<name>")
def status(name: str) -> Response | BaseResponse:
    """``fawen status --json``; ``?key=`` for a component or section; what is only cited too."""
    asked, day, key = parse_name(name), asked_day(), asked_text("key") or None
    if key is None and site().library.stub(asked.work):
        return jsonify(status_json(site().library.status(public_work(asked.work), None, day.value)))
    found = look_up(Name(asked.work, asked.expression, None), day)
    if not isinstance(found, Record):
        return redirect(link("api.status", name=found.work, key=key), 301)
    notice = found.reading.notice
    if key and notice.find(key) is None and find_row(notice, key) is None:
        raise NoticeNotFound(NOT_FOUND.problem, NOT_FOUND.remedy)
    return jsonify(status_json(site().library.status(found.id, key, day.value)))


@blueprint.get("/relations/<name>")
def relations(name: str) -> Response | BaseResponse:
    """``fawen relations --json``; a work that is only cited answers too."""
    asked_day()  # says the same on every day, but not of one that is none
    found = public_work(name)
    if found != name:
        return redirect(link("api.relations", name=found), 301)
    return jsonify(relations_json(site().library.relations(found, public=True)))


@blueprint.get("/dependents/<name>")
def dependents(name: str) -> Response | BaseResponse:
    """``fawen dependents --json``: clauses that would lose their basis without it."""
    asked_day()
    found = public_work(name)
    if found != name:
        return redirect(link("api.dependents", name=found), 301)
    return jsonify(dependents_json(site().library.dependents(found, public=True)))


@blueprint.get("/search")
def search() -> Response:
    """``fawen search --json``."""
    typed, day, filters = asked_text("q"), asked_day(), asked_search_filters()
    if not typed:
        raise RequestError(say("没有说要检索什么"), say("在地址里写上 ?q=要找的词"))
    query = parse_query(typed)
    results = site().library.search(
        query,
        on=day.value,
        public=True,
        limit=asked_number("limit", site().config.page_size, most=100),
        offset=asked_number("offset", 0, most=10**7),
        **filters.arguments,
    )
    return jsonify(
        search_json(results, advice(query, day, filters) if results.is_wanting else None)
    )


@blueprint.get("/similar/<name>")
def similar(name: str) -> Response | BaseResponse:
    """``fawen similar --json``: clauses of other notices that say much the same as ``?key=``."""
    asked, day, key = parse_name(name), asked_day(), asked_text("key")
    found = look_up(asked, day)
    if not isinstance(found, Record):
        return redirect(link("api.similar", name=asked.written(found.work), key=key), 301)
    return jsonify(similar_json(similar_clauses(found.id, key, day)))


@blueprint.get("/suggest")
def suggest() -> Response:
    """What somebody who has typed ``?q=`` may be about to type."""
    typed, day = asked_text("q"), asked_day()
    return jsonify(suggestions_json(typed, site().library.suggest(typed, on=day.value)))


@blueprint.get("/compare")
def compare() -> Response:
    """``fawen compare``; with ``?as=counterparts`` as with ``--counterparts``."""
    pair = asked_pair()
    if asked_manner() is Manner.COUNTERPARTS:
        return jsonify(
            counterparts_json(pair.old, pair.new, site().desk.counterparts(pair.old, pair.new))
        )
    return jsonify(comparison_json(pair.old, pair.new, site().desk.compared(pair.old, pair.new)))


@blueprint.get("/candidates/<name>")
def candidates(name: str) -> Response:
    """``fawen compare NOTICE --candidates``: what the text of that day may be compared with."""
    day = asked_day()
    side = public_text(name, day)
    found = site().library.candidates(
        side.id or "", day.value, public=True, expression=side.expression
    )
    return jsonify(candidates_json(found))
