"""What the commands share: options, the archive at hand, NOTICE arguments, printing an answer."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from archive.record import Target
from web.clock import today
from web.config import Config
from web.dialect import Day

if TYPE_CHECKING:
    from archive.archive import Archive

F = TypeVar("F", bound=Callable[..., Any])

as_json = click.option("--json", "as_json", is_flag=True, help="输出一份 JSON。")
on_day = click.option(
    "--on", type=Day(), help="以哪一天为准，如 2021-11-09；默认今天（北京时间）。"
)


def argument(name: str, chinese: str, **options: Any) -> Callable[[F], F]:
    """A positional argument under its Chinese name on help pages."""
    return click.argument(name, metavar=chinese, **options)


def open_archive(*, writable: bool) -> "Archive":
    """The archive that ``--archive`` means; only writing may create it.

    Raises: ArchiveError.
    """
    from archive.archive import Archive

    context = click.get_current_context()
    folder: Path = context.find_root().obj
    config = Config.from_environment()
    archive = Archive.open(
        folder,
        create=writable,
        writable=writable,
        database_url=config.database_url,
        policy_packs=config.policy_packs if writable else None,
        waiting=say,
    )
    if writable:
        context.call_on_close(lambda: _tell_of_index(archive))
    return archive


def _tell_of_index(archive: "Archive") -> None:
    """What was kept is kept, but it cannot be found yet: nobody should have to notice by chance."""
    fault = archive.index_fault
    if fault is not None:
        say(f"注意：已经入库，但暂时搜不到：{fault.problem}")
        say(f"办法：{fault.remedy}")


def day_of(target: Target, on: date | None) -> date:
    """The day an answer is for: ``--on``, else the one behind ``@``, else today in China.

    Raises: click.UsageError where both are given and differ.
    """
    if on and target.on and on != target.on:
        raise click.UsageError(
            f"--on {on} 与 @{target.on} 是两个日期，只写一个", click.get_current_context()
        )
    return on or target.on or today()


def print_json(document: Any) -> None:
    """One JSON document on standard output, in UTF-8 whatever the terminal speaks."""
    print_utf8(json_text(document))


def json_text(document: Any) -> str:
    """One JSON document as it is printed and written."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def print_utf8(text: str) -> None:
    """Text for programs: UTF-8 always. Half characters from file names become JSON escapes."""
    click.echo(text.encode("utf-8", "backslashreplace"), nl=False)


def say(line: str) -> None:
    """A remark on standard error."""
    click.echo(line, err=True)
