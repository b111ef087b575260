"""The original beside the text: pages of a PDF as pictures, each clause linked with its place."""

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from archive.errors import NoticeNotFound, SourceError
from archive.record import Record, State
from archive.words import cut
from ingest.facsimile import MEDIA_TYPE
from web.asking import (
    PageNotFound,
    RequestError,
    Withdrawn,
    asked_day,
    asked_number,
    asked_text,
    link,
    site,
)
from web.facsimiles import VERSION, WIDTHS_PX
from web.failures import GONE, NOT_FOUND
from web.headers import FILE_POLICY
from web.present.facsimile import PDF, leaf_views, pages_of, pdfs, places_of
from web.present.notice import masthead, notice_badge
from web.present.text import component_name, parts
from web.present.titles import phrases
from web.views.notice import look_up, parse_name
from web.views.originals import is_sha256, printed_notice

blueprint = Blueprint("facsimile", __name__)

_UNDRAWN = "请下载原件查看"


@blueprint.get("/notices/<name>/original")
def page(name: str) -> str | BaseResponse:
    """The text and, beside it, the pages of its PDF; ``?file=`` chooses one of several.

    Raises: NoticeNotFound; Withdrawn; PageNotFound where there is no PDF, or it cannot be drawn.
    """
    asked, day = parse_name(name), asked_day()
    found = look_up(asked, day)
    if not isinstance(found, Record):
        return redirect(link("facsimile.page", name=asked.written(found.work)), 301)
    files = pdfs(found)
    typed = asked_text("file")
    file = next((one for one in files if not typed or one.sha256 == typed), None)
    if file is None or asked.suffix:
        raise PageNotFound("这件文件没有可以对照的 PDF 原件", "请回到文件页，下载原件查看")
    _, _, path = site().library.original(file.sha256)
    try:
        leaves = site().facsimiles.leaves(file.sha256, path)
    except SourceError as error:
        raise PageNotFound(error.problem, _UNDRAWN) from error
    notice = found.reading.notice
    shown = parts(notice, cut)
    names = {component.key: component_name(notice, component) for component in notice.components}
    printed = printed_notice(found, file)
    return render_template(
        "facsimile.html",
        id=found.id,
        title=notice.display_title,
        title_phrases=phrases(notice.display_title, cut),
        masthead=masthead(notice),
        number=notice.number,
        standing=notice_badge(notice, site().library.status(found.id, None, day.value)),
        parts=shown,
        leaves=leaf_views(leaves, printed, places_of(shown, names)),
        boxed=pages_of(printed),
        facing="",
        is_facing=True,
        file=file,
        files=files,
        widths=WIDTHS_PX,
        pin=asked.expression,
    )


@blueprint.get("/originals/<sha256>/pages/<int:number>")
def picture(sha256: str, number: int) -> Response:
    """One page of a public PDF as a picture; ``?width=`` is one of ``WIDTHS_PX``.

    Like the original it may be kept but is asked about again, so a withdrawal is seen at once.
    Raises: NoticeNotFound; Withdrawn; RequestError; PageNotFound where it cannot be drawn.
    """
    if not is_sha256(sha256):
        raise NoticeNotFound(NOT_FOUND.problem, NOT_FOUND.remedy)
    width = asked_number("width", WIDTHS_PX[0], most=WIDTHS_PX[-1])
    if width not in WIDTHS_PX:
        widths = "、".join(map(str, WIDTHS_PX))
        raise RequestError(f"没有宽 {width} 像素的图", f"宽度可以是 {widths}")
    manifestation, state, path = site().library.original(sha256)
    if state is State.WITHDRAWN:
        raise Withdrawn(GONE.problem, GONE.remedy)
    if state is not State.PUBLISHED or manifestation.media_type != PDF:
        raise NoticeNotFound(NOT_FOUND.problem, NOT_FOUND.remedy)
    tag = f"{sha256}-{number}-{width}-{VERSION}"
    if request.if_none_match.contains_weak(tag):
        response = Response(status=304)
    else:
        try:
            content = site().facsimiles.picture(sha256, path, number, width)
        except SourceError as error:
            raise PageNotFound(error.problem, _UNDRAWN) from error
        response = Response(content, mimetype=MEDIA_TYPE)
    response.set_etag(tag)
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["Cache-Control"] = "no-cache"
    return response
