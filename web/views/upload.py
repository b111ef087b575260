"""A file that is not in the archive, compared with a text that is; nothing of it is kept."""

from flask import Blueprint, Response, render_template, request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from archive.errors import NoticeNotFound, SourceError
from archive.notice.model import Source
from archive.record import Compared
from archive.saying import say
from ingest.source import source_from_bytes
from web.asking import Day, RequestError, asked_day, site
from web.comparing import Manner, asked_manner, asked_rows, public_text
from web.desk import side_views
from web.failures import FORBIDDEN, TOO_LARGE, fail, site_log
from web.guard import ReaderMistake
from web.intake import readable_name
from web.present.comparison import ComparisonView, comparison_view
from web.present.counterparts import NAMES, SORTS, CounterpartsView, counterparts_view
from web.present.language import in_chinese
from web.present.sides import common_title
from web.uploads import MOST_BYTES, Answer, compare_upload
from web.views.compare import as_single_page, as_word

blueprint = Blueprint("upload", __name__)

_MOST_ROWS = 400
"""On the page; the files have them all."""
_MOST_FIELDS = 20
_OUTPUTS = ("", "docx", "html")
_SIDES = ("old", "new")
_LONGEST_NAME = 120


@blueprint.post("/compare")
def page() -> str | Response | BaseResponse:
    """The form's ``file`` against the text called ``name``; ``side`` says which one the file is."""
    if _is_foreign():
        return fail(FORBIDDEN)
    request.max_content_length = MOST_BYTES + 64 * 1024
    request.max_form_parts = _MOST_FIELDS
    try:
        source = _handed_in(request.files.get("file"))
    except RequestEntityTooLarge:
        size = say("上传的文件超过了 %(most)s MB。", most=MOST_BYTES // 1_000_000)
        return fail(TOO_LARGE, problem=size, remedy=say("请只上传一份公文，或先转换成纯文本。"))
    day, manner = asked_day(), asked_manner()
    is_old = _one_of("side", _SIDES) == "old"
    output = _one_of("output", _OUTPUTS)
    try:
        other = public_text(request.form.get("name", "").strip()[:200], day)
    except NoticeNotFound as error:
        raise RequestError(
            say("没有找到要与上传文件比对的公开文件"), say("填写文号或编号，如 焦政办〔2021〕65号")
        ) from error
    answer = _compare(source, other=other, is_old=is_old, manner=manner)
    return _answered(answer, output, day)


def _compare(source: Source, *, other: Compared, is_old: bool, manner: Manner) -> Answer:
    as_counterparts = manner is Manner.COUNTERPARTS
    try:
        return compare_upload(source, other, is_old=is_old, as_counterparts=as_counterparts)
    except ReaderMistake as error:
        site_log("%s", error)
        raise RequestError(say("这份文件读不了"), say("请转换成纯文本后再试")) from error
    except SourceError as error:
        raise RequestError(
            say("这份文件读不了：%(problem)s", problem=error.problem), error.remedy
        ) from error


def _answered(answer: Answer, output: str, day: Day) -> str | Response:
    if not output:
        return _table(answer, output, day)
    with in_chinese():  # files are handed on
        return _table(answer, output, day)


def _table(answer: Answer, output: str, day: Day) -> str | Response:
    old, new, library = answer.old, answer.new, site().library
    table: ComparisonView | CounterpartsView
    if answer.comparison is None:
        table = counterparts_view(answer.counterparts, page_size=None if output else _MOST_ROWS)
        sides = side_views(library, old, new, day.value, NAMES)
    else:
        rows = asked_rows()
        size = None if output else _MOST_ROWS
        table = comparison_view(answer.comparison, rows, page_size=size)
        sides = side_views(library, old, new, day.value)
    if output == "docx":
        return as_word(table, sides, day)
    if output == "html":
        return as_single_page(table, sides, day)
    page = render_template(
        "compare_upload.html",
        view=table,
        sides=sides,
        is_versions=answer.comparison is not None,
        common=common_title(side.title for side in sides),
        names=NAMES,
        sorts=SORTS,
    )
    response = Response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


def _is_foreign() -> bool:
    """Another site's page has sent the form: the file's owner knows nothing of it.

    There is no session to be misused, but a stranger's page could have visitors pay for its work.
    Source: Fetch Metadata (W3C); an older browser sends its ``Origin``.
    """
    site_of_page = request.headers.get("Sec-Fetch-Site")
    if site_of_page is not None:
        return site_of_page not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is not None and origin != request.host_url.rstrip("/")


def _handed_in(file: FileStorage | None) -> Source:
    """Raises: RequestError where there is none, or one that is not read."""
    if file is None or not file.filename:
        raise RequestError(say("没有选择文件"), say("请选择一份 .txt、.md、.html 或 .pdf 文件"))
    name = readable_name(file.filename.replace("\\", "/").rpartition("/")[2])[-_LONGEST_NAME:]
    try:
        return source_from_bytes(name, file.read(MOST_BYTES + 1))
    except SourceError as error:
        raise RequestError(
            say("这份文件读不了：%(problem)s", problem=error.problem), error.remedy
        ) from error


def _one_of(name: str, allowed: tuple[str, ...]) -> str:
    typed = request.form.get(name, "")
    if typed not in allowed:
        raise RequestError(
            say("%(name)s 不能是“%(typed)s”", name=name, typed=typed[:40]),
            say("请从本站的网页提交"),
        )
    return typed
