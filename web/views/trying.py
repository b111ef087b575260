"""The API tried on a page: an operation, its parameters, and the very answer that programs get."""

import json
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from flask import Blueprint, abort, current_app, render_template, request
from werkzeug.test import EnvironBuilder

from web.asking import asked_text, root, site
from web.openapi import OPERATIONS, Operation, Parameter, first_of, operation
from web.present.language import gettext as _
from web.present.language import in_chinese

blueprint = Blueprint("trying", __name__)

SHOWN = 20_000
"""Characters of an answer that stand on the page; the address has all of it."""
_HEADERS = ("Content-Type", "X-Total-Count", "Link", "Location", "Retry-After", "ETag")


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter with what was typed for it."""

    parameter: Parameter
    typed: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the API answered."""

    address: str
    status: int
    headers: tuple[tuple[str, str], ...]
    text: str
    left_out: int
    """Characters that are not shown."""


@blueprint.get("/help/api/try")
@blueprint.get("/help/api/try/<name>")
def page(name: str = "search") -> str:
    """One operation to fill in; once it is sent, its answer below."""
    chosen = operation(name)
    if chosen is None:
        abort(404)
    is_sent = asked_text("go") == "1"
    fields = [Field(each, asked_text(each.name)) for each in chosen.parameters]
    if not is_sent:
        fields = [Field(field.parameter, _suggested(field.parameter)) for field in fields]
    lacking = [f.parameter.name for f in fields if _must_be_given(f.parameter) and not f.typed]
    return render_template(
        "try.html",
        operations=OPERATIONS,
        titles={each.id: first_of(_(each.words)) for each in OPERATIONS},
        chosen=chosen,
        fields=fields,
        lacking=lacking if is_sent else [],
        answer=_ask(_address(chosen, fields)) if is_sent and not lacking else None,
        root=root(),
    )


def _must_be_given(parameter: Parameter) -> bool:
    return parameter.is_required or parameter.in_path


def _suggested(parameter: Parameter) -> str:
    """Something that this archive can answer: for a name its newest notice."""
    if not _must_be_given(parameter):
        return ""
    if parameter.is_id:
        newest = site().library.listing(on=site().clock(), public=True, limit=1)
        return newest[0].id if newest else ""
    return parameter.example or ""


def _address(chosen: Operation, fields: list[Field]) -> str:
    """The path and query that a program would ask for."""
    path = chosen.path
    for field in fields:
        if field.parameter.in_path:
            path = path.replace(f"{{{field.parameter.name}}}", quote(field.typed, safe="@~"))
    query = {f.parameter.name: f.typed for f in fields if f.typed and not f.parameter.in_path}
    return f"{path}?{urlencode(query)}" if query else path


def _ask(address: str) -> Answer:
    """The API's own answer, asked inside: the same views, the same failures."""
    path, _mark, query = address.partition("?")
    environ = EnvironBuilder(
        path=path, query_string=query, base_url=request.host_url, method="GET"
    ).get_environ()
    with in_chinese(), current_app.request_context(environ):
        response = current_app.full_dispatch_request()
    body = response.get_data(as_text=True)
    if response.is_json:
        body = json.dumps(json.loads(body), ensure_ascii=False, indent=2)
    headers = tuple((name, response.headers[name]) for name in _HEADERS if name in response.headers)
    shown = body[:SHOWN]
    prefix = request.script_root
    return Answer(prefix + address, response.status_code, headers, shown, len(body) - len(shown))
