"""``export``: everything public, for other programs."""

from contextlib import ExitStack
from datetime import date
from pathlib import Path

import click

from archive.errors import ArchiveError
from web.clock import today
from web.commands.common import on_day, open_archive, print_utf8, say
from web.dialect import Command


@click.command(cls=Command)
@on_day
@click.option("-o", "output", type=click.Path(path_type=Path), metavar="文件", help="写入文件。")
def export(on: date | None, output: Path | None) -> None:
    """输出全部公开公文：JSON Lines，一行一个文本；未公开和已撤下的不在内。"""
    from web.export import lines

    with ExitStack() as stack:
        archive = stack.enter_context(open_archive(writable=False))
        count = 0
        partial = output.with_name(f"{output.name}.part") if output else None
        if partial:
            stack.callback(partial.unlink, missing_ok=True)
        try:
            file = stack.enter_context(partial.open("wb")) if partial else None
            for line in lines(archive, on=on or today()):
                if file:
                    file.write(line.encode("utf-8", "backslashreplace"))
                else:
                    print_utf8(line)
                count += 1
            if file and partial and output:
                file.close()
                partial.replace(output)  # whoever reads it sees all of it or none
        except OSError as error:
            if isinstance(error, BrokenPipeError):
                raise
            raise ArchiveError(
                f"写不了 {output}（{error.strerror}）", "请换一个位置，或腾出空间后再试"
            ) from error
    say(f"共输出 {count} 个文本，时效以 {on or today()} 为准")
