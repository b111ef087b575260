"""Headers of every answer: what a browser may do with it, and how long it may be kept."""

from flask import Flask, Response, request

from web.asking import site
from web.clock import now, seconds_left

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Nothing from another host, nothing inline, no frame."""

FILE_POLICY = "default-src 'none'; sandbox; base-uri 'none'; frame-ancestors 'none'"
"""An original is shown as a file, whatever it contains."""

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def add_headers(app: Flask) -> None:
    """Have every answer of ``app`` carry them; a view's own choice stands."""
    app.after_request(_protect)
    app.after_request(_allow_caching)


def _protect(response: Response) -> Response:
    for name, value in _ALWAYS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", PAGE_POLICY)
    return response


def _allow_caching(response: Response) -> Response:
    """Every answer may be kept but is asked about again, so a withdrawal is seen at once.

    Only an ETag of the whole answer decides whether it is still the same: what a page says depends
    on today's date and on documents that arrived since, which no date of change would show. So
    there is no Last-Modified; and no Vary, since no answer depends on a request's headers:
    the language too stands in the address.
    """
    if request.endpoint == "static" and response.status_code < 400:
        if request.args.get("v") == site().assets.get(str((request.view_args or {})["filename"])):
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = _keeping(response.status_code)
    readable = request.method in ("GET", "HEAD") and response.status_code == 200
    if readable and not response.is_streamed and not response.direct_passthrough:
        response.add_etag()
        response.make_conditional(request)
    return response


def _keeping(status: int) -> str:
    """How long an answer may be kept unasked: as the operator allows, never past midnight.

    A status is one of its day, and the day is Shanghai's. Failures, and what was sent here, are not
    kept at all: what is withdrawn today may be published tomorrow.
    """
    if status >= 400 or request.method not in ("GET", "HEAD"):
        return "no-store"
    allowed = min(site().config.cache_seconds, seconds_left(now()))
    if status != 200 or allowed <= 0:
        return "no-cache"
    return f"public, max-age={allowed}, must-revalidate"
