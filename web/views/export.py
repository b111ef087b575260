"""Bulk export: everything public as JSON Lines, made while it is sent."""

from collections.abc import Iterator
from threading import BoundedSemaphore

from flask import Blueprint, Response

from archive.saying import say
from web.asking import TooMany, asked_day, site
from web.export import lines

blueprint = Blueprint("export", __name__)

AT_ONCE = 2
"""Exports of one server at the same time: each takes one of its threads for as long as it lasts."""
_turns = BoundedSemaphore(AT_ONCE)


@blueprint.get("/export.jsonl")
def everything() -> Response:
    """A line a text of every public notice.

    Raises: TooMany while as many exports as may be are under way.
    """
    day = asked_day()
    library = site().library
    count = library.count(public=True)
    if not _turns.acquire(blocking=False):
        raise TooMany(say("同时导出的人太多"), say("请过一分钟再试，或下载一份以后重复使用"))
    response = Response(_encoded(lines(library, on=day.value)), mimetype="application/jsonl")
    response.call_on_close(_turns.release)
    response.headers["X-Total-Count"] = str(count)
    name = f"fawen-{day.value.isoformat()}.jsonl"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _encoded(found: Iterator[str]) -> Iterator[bytes]:
    for line in found:
        yield line.encode("utf-8", "backslashreplace")
