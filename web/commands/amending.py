"""``amend``: an amending decision's orders carried out on the text it amends, as a proposal."""

from pathlib import Path

import click

from archive.errors import naming
from archive.law.amending.consolidation import consolidate
from archive.record import Compared
from web.clock import today
from web.commands.common import argument, as_json, json_text, open_archive
from web.commands.comparing import as_path, write
from web.dialect import Command
from web.present.amending import proposal_json, proposal_lines, proposal_text


@click.command(cls=Command)
@argument("old", "原文")
@argument("decision", "修改决定")
@as_json
@click.option("--plain", "is_plain", is_flag=True, help="只输出整合后的文本，可再读入或比对。")
@click.option("-o", "output", type=click.Path(path_type=Path), metavar="文件", help="写入文件。")
def amend(old: str, decision: str, output: Path | None, *, as_json: bool, is_plain: bool) -> None:
    """按修改决定整合原文，得出非官方整合稿：公文（可带 @日期）或文件（./路径）。

    每处改动都指回决定的原句；读不懂或在原文中找不到的指令逐条列出，不猜。
    """
    if as_json and is_plain:
        raise click.UsageError("--json 和 --plain 只写一个", click.get_current_context())
    one, other = _text(old), _text(decision)
    proposal = consolidate(one.notice, other.notice)
    if as_json:
        written = json_text(proposal_json(one, other, proposal))
    elif is_plain:
        written = proposal_text(proposal)
    else:
        written = "\n".join((*proposal_lines(one, other, proposal), ""))
    write(written, output)


def _text(name: str) -> Compared:
    """A text that a person named, from a file or the archive.

    Raises: ArchiveError, SourceError.
    """
    path, key = as_path(name)
    if path is None:
        with open_archive(writable=False) as archive:
            return archive.compared(name, today())
    from ingest.pipeline import read
    from web.guard import Guard
    from web.intake import load

    with naming(str(path)), Guard() as guard:
        return Compared(str(path), guard.run(read, load(path)).notice, key)
