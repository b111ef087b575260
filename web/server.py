"""The production server: waitress, pure Python, threads; a reverse proxy may stand before it."""

import re

from waitress import create_server
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer

from web import create_app
from web.config import Config
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


class _Channel(HTTPChannel):  # type: ignore[misc]  # the same
    parser_class = _Parser


def make_server(config: Config) -> BaseWSGIServer:
    """A server that listens already; ``run`` serves until it is interrupted.

    Raises: ArchiveError when there is no readable archive; OSError when the port is taken.
    """
    listening: dict[int, object] = {}
    server = create_server(
        create_app(config),
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
