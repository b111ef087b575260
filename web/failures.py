"""What went wrong, as a page in Chinese that says what to do and nothing about the inside."""

from dataclasses import dataclass

from flask import (
    Flask,
    Response,
    current_app,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
)
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from archive.errors import (
    AmbiguousNotice,
    ArchiveBusy,
    DamagedOriginal,
    FawenError,
    NoticeNotFound,
    QueryError,
    StaleIndex,
)
from archive.notice.number import DocumentNumber, parse_number, parse_slug
from archive.record import Listed, Record, State
from web.answers import Json
from web.asking import PageNotFound, RequestError, TooMany, Withdrawn, link, site
from web.present.language import N_, said

NEAR = 5
"""Numbers that are offered where one is not there."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One sort of error page."""

    status: int
    title: str
    problem: str
    remedy: str


BAD_REQUEST = Failure(
    400,
    N_("看不懂这个请求"),
    N_("地址或表单里有无法识别的内容。"),
    N_("请检查地址，或从首页重新开始。"),
)
FORBIDDEN = Failure(
    403, N_("不接受这个请求"), N_("表单不是从本站的网页提交的。"), N_("请在本站的网页上重新提交。")
)
NOT_FOUND = Failure(
    404,
    N_("没有这一页"),
    N_("这个地址下没有公开的文件或页面。"),
    N_("请核对地址和文号，或用检索框查找。"),
)
NOT_ALLOWED = Failure(
    405,
    N_("不能这样访问"),
    N_("本站只供查阅，不接受这种请求。"),
    N_("请用浏览器直接打开这个地址。"),
)
TOO_LONG = Failure(
    431,
    N_("请求头太长"),
    N_("浏览器或程序发来的请求头超过了本站的上限。"),
    N_("请清除本站的数据后再试。"),
)
GONE = Failure(
    410, N_("文件已撤下"), N_("这件文件曾在本站公开，现已撤下。"), N_("如需查阅，请联系发文机关。")
)
TOO_LARGE = Failure(413, N_("内容太大"), N_("提交的内容超过了本站的上限。"), N_("请缩短后再试。"))
TOO_MANY = Failure(
    429, N_("请求太多"), N_("同时进行的这类请求已经到了上限。"), N_("请过一分钟再试。")
)
BROKEN = Failure(
    500,
    N_("出错了"),
    N_("本站在处理这个请求时出错，已经记录。"),
    N_("请稍后再试；若反复出现，请告知管理员。"),
)
NOT_YET = Failure(501, N_("尚未提供"), N_("这项功能还没有做好。"), N_("请从首页查看已有的功能。"))
UNAVAILABLE = Failure(
    503,
    N_("暂时不能应答"),
    N_("档案的索引或目录正在更新，或需要管理员检查；这不表示没有结果。"),
    N_("请过一分钟再试。"),
)

_BY_STATUS = {
    failure.status: failure
    for failure in (
        BAD_REQUEST,
        FORBIDDEN,
        NOT_FOUND,
        NOT_ALLOWED,
        GONE,
        TOO_LARGE,
        TOO_MANY,
        TOO_LONG,
        BROKEN,
        NOT_YET,
    )
} | {503: UNAVAILABLE}


def add_error_pages(app: Flask) -> None:
    """Answer every error with a page, or with JSON where JSON was asked for."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(FawenError, _fawen_error)
    app.register_error_handler(Exception, _mistake)


def public_record(record: Record) -> Record:
    """The record, if the public may see it.

    Raises: NoticeNotFound for a held one, as if it were not there; Withdrawn.
    """
    if record.state is State.WITHDRAWN:
        raise Withdrawn(GONE.problem, GONE.remedy)
    if record.state is not State.PUBLISHED:
        raise NoticeNotFound(NOT_FOUND.problem, NOT_FOUND.remedy)
    return record


def fail(failure: Failure, *, problem: str | None = None, remedy: str | None = None) -> Response:
    """The answer for this failure; ``problem`` and ``remedy`` where they can be said better."""
    problem, remedy = problem or failure.problem, remedy or failure.remedy
    if wants_json(request.path):
        response = make_response(jsonify(error_json(failure, problem, remedy)))
    else:
        number = _asked_number() if failure is NOT_FOUND else None
        page = render_template(
            "error.html",
            failure=failure,
            problem=said(problem),
            remedy=said(remedy),
            number=number.canonical if number else "",
            near=_near(number) if number else (),
        )
        response = make_response(page)
    response.status_code = failure.status
    if failure.status in (429, 503):
        response.headers["Retry-After"] = "60"
    return response


def wants_json(path: str) -> bool:
    """Whether programs ask there."""
    return path.startswith("/api/") or path.endswith((".json", ".jsonl", "/healthz"))


def error_json(failure: Failure, problem: str, remedy: str) -> Json:
    """What programs are told of a failure."""
    return {"error": {"status": failure.status, "problem": problem, "remedy": remedy}}


def _asked_number() -> DocumentNumber | None:
    """The number in the address of a notice that is not there."""
    if request.endpoint not in ("notice.page", "notice.clause"):
        return None
    name = str((request.view_args or {}).get("name", "")).partition("@")[0]
    return parse_number(name) or parse_slug(name)


def _near(number: DocumentNumber) -> tuple[Listed, ...]:
    """Public notices of the same series; none where the catalogue cannot say."""
    try:
        return site().library.near(number, on=site().clock(), public=True, limit=NEAR)
    except FawenError:
        return ()


def _fawen_error(error: FawenError) -> Response | BaseResponse:
    match error:
        case RequestError() | QueryError():
            return fail(BAD_REQUEST, problem=error.problem, remedy=error.remedy)
        case AmbiguousNotice():
            return _choice(error)
        case TooMany():
            return fail(TOO_MANY, problem=error.problem, remedy=error.remedy)
        case PageNotFound():
            return fail(NOT_FOUND, problem=error.problem, remedy=error.remedy)
        case NoticeNotFound():
            return fail(NOT_FOUND)
        case Withdrawn():
            return fail(GONE)
        case StaleIndex() | ArchiveBusy():
            site_log("%s", error)
            return fail(UNAVAILABLE)
        case DamagedOriginal():
            site_log("%s", error)
            return fail(
                BROKEN, problem=N_("原件核对不上，暂不提供。"), remedy=N_("请告知管理员运行核对。")
            )
        case _:
            site_log("%s", error)
            return fail(BROKEN)


def _choice(error: AmbiguousNotice) -> Response | BaseResponse:
    """A page of choices (300); held and withdrawn records are none of them."""
    shown = []
    for work in error.choices:
        try:
            shown.append(public_record(site().library.record(work)))
        except FawenError:
            continue
    if not shown:
        return fail(NOT_FOUND)
    if len(shown) == 1:
        return redirect(link("notice.page", name=shown[0].id))
    if request.path.startswith("/api/") or request.path.endswith(".json"):
        choices = [record.id for record in shown]
        response = make_response(jsonify({"error": {"status": 300, "choices": choices}}))
    else:
        response = make_response(render_template("choice.html", records=shown))
    response.status_code = 300
    return response


def _http_error(error: HTTPException) -> Response | BaseResponse:
    if error.code is None or error.code < 400:
        return error.get_response()  # a redirect, say
    known = _BY_STATUS.get(error.code)
    response = fail(known or Failure(error.code, N_("无法应答"), BROKEN.problem, BROKEN.remedy))
    if error.code == 405:
        response.headers.extend(
            {k: v for k, v in error.get_headers() if k.lower() == "allow"}  # what may be asked
        )
    return response


def _mistake(error: Exception) -> Response:
    """A mistake in the program: its trace goes to the log, nothing of it to the page."""
    site_log("%s", error, trace=error)
    return fail(BROKEN)


def site_log(message: str, *values: object, trace: Exception | None = None) -> None:
    """Note for the operator, with the address that met it."""
    current_app.logger.error(f"%r: {message}", request.path, *values, exc_info=trace)
