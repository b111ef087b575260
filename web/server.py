"""The production server: waitress, pure Python, threads; a reverse proxy may stand before it."""

import json
import re

from waitress import create_server
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer
from waitress.task import ErrorTask

from web import create_app
from web.config import Config
from web.failures import BAD_REQUEST, BROKEN, TOO_LARGE, TOO_LONG, error_json, wants_json
from web.uploads import MOST_BYTES

# /notices/焦政办-2021-65 as it comes from a shell or a script: bare UTF-8
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")


class _Parser(HTTPRequestParser):  # type: ignore[misc]  # waitress ships no types
    """Takes an address in Chinese as it is written."""

    def parse_header(self, header_plus: bytes) -> None:
        # An address has to be percent-encoded (RFC 3986 2.5), but whoever pastes a Chinese one
        # into curl or a script sends its bytes bare, and waitress refuses them with a bare English
        # line before the site is asked. So they are encoded here, as every browser does it. Where
        # the request ends has been decided by then, and no byte beyond ASCII divides a request
        # line, so it means the same to a proxy. What is no UTF-8 then meets the site's own 404.
        line, end, fields = header_plus.partition(b"\r\n")
        encoded = _BEYOND_ASCII.sub(lambda byte: b"%%%02X" % ord(byte[0]), line)
        super().parse_header(encoded + end + fields)


class _Refusal(ErrorTask):  # type: ignore[misc]  # the same
    """What never reaches the site (too large, no request at all) is refused in Chinese as well."""

    def execute(self) -> None:
        code = self.request.error.code
        unknown = BROKEN if code >= 500 else BAD_REQUEST
        failure = next((each for each in (TOO_LARGE, TOO_LONG) if each.status == code), unknown)
        if wants_json(getattr(self.request, "path", "")):
            answer = error_json(failure, failure.problem, failure.remedy)
            body, media_type = json.dumps(answer, ensure_ascii=False), "application/json"
        else:
            body = f"{failure.title}\n\n{failure.problem}{failure.remedy}\n"
            media_type = "text/plain; charset=utf-8"
        self.status = f"{code} {self.request.error.reason}"
        self.response_headers += [
            ("Content-Type", media_type),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        self.set_close_on_finish()
        content = body.encode()
        self.content_length = len(content)
        self.write(content)


class _Channel(HTTPChannel):  # type: ignore[misc]  # the same
    parser_class = _Parser
    error_task_class = _Refusal


def make_server(config: Config) -> BaseWSGIServer:
    """A server that listens already; ``run`` serves until it is interrupted.

    Raises: ArchiveError when there is no readable archive; OSError when the port is taken.
    """
    listening: dict[int, object] = {}
    server = create_server(
        create_app(config, warm=True),
        listening,
        host=config.host,
        port=config.port,
        threads=config.threads,
        ident=None,
        # Of a file to be compared; every other form is held to less by the site itself.
        max_request_body_size=MOST_BYTES + 64 * 1024,
        max_request_header_size=32 * 1024,
        channel_timeout=60,
        cleanup_interval=15,
        clear_untrusted_proxy_headers=not config.proxies,
    )
    for socket in listening.values():  # a host name may stand for several addresses
        if isinstance(socket, BaseWSGIServer):
            socket.channel_class = _Channel
    return server
