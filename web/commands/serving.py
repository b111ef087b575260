"""``serve``: the production server."""

from dataclasses import replace

import click

from web.commands.common import say
from web.config import Config
from web.dialect import Command, Count


@click.command(cls=Command)
@click.option("--host", metavar="地址", help="监听的地址；默认 127.0.0.1，只有本机能访问。")
@click.option("--port", type=Count(1, 65535), help="监听的端口；默认 8000。")
def serve(host: str | None, port: int | None) -> None:
    """启动网站。"""
    from web.server import make_server

    config = Config.from_environment()
    config = replace(
        config,
        archive=click.get_current_context().find_root().obj,
        host=host or config.host,
        port=port or config.port,
    )
    server = make_server(config)
    shown = f"[{config.host}]" if ":" in config.host else config.host
    say(f"发文已启动：http://{shown}:{config.port}/ （按 Ctrl-C 停止）")
    server.run()
