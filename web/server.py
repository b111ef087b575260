"""The production server: waitress, pure Python, threads; a reverse proxy may stand before it."""

from typing import TYPE_CHECKING

from waitress import create_server

from web import create_app
from web.config import Config

if TYPE_CHECKING:
    from waitress.server import BaseWSGIServer


def make_server(config: Config) -> "BaseWSGIServer":
    """A server that listens already; ``run`` serves until it is interrupted.

    Raises: ArchiveError when there is no readable archive; OSError when the port is taken.
    """
    return create_server(
        create_app(config),
        host=config.host,
        port=config.port,
        threads=config.threads,
        ident=None,
        max_request_body_size=64 * 1024,
        max_request_header_size=32 * 1024,
        channel_timeout=60,
        cleanup_interval=15,
        clear_untrusted_proxy_headers=not config.proxies,
    )
