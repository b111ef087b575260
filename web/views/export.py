"""Bulk export: everything public as JSON Lines, made while it is sent."""

from collections.abc import Iterator
from weakref import finalize

from flask import Blueprint, Response

from archive.saying import say
from web.asking import TooMany, asked_day, site
from web.export import lines

blueprint = Blueprint("export", __name__)


@blueprint.get("/export.jsonl")
def everything() -> Response:
    """A line a text of every public notice.

    Raises: TooMany while as many exports as may be are under way.
    """
    day = asked_day()
    library = site().library
    count = library.count(public=True)
    turns = site().exports
    if not turns.acquire(blocking=False):
        raise TooMany(say("同时导出的人太多"), say("请过一分钟再试，或下载一份以后重复使用"))
    response = Response(_encoded(lines(library, on=day.value)), mimetype="application/jsonl")
    # When it is closed, or when nobody has it any more without having closed it; once.
    response.call_on_close(finalize(response, turns.release))
    response.headers["X-Total-Count"] = str(count)
    name = f"fawen-{day.value.isoformat()}.jsonl"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _encoded(found: Iterator[str]) -> Iterator[bytes]:
    for line in found:
        yield line.encode("utf-8", "backslashreplace")
