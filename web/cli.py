"""The ``fawen`` command: the group, and the border where errors become sentences and exit codes.

Exit 0 done, 1 could not (the message says what and what to do), 2 wrong usage. Standard output
holds the answer and nothing else; progress, warnings and errors go to standard error.
"""

import contextlib
import errno
import gc
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from archive.errors import AmbiguousNotice, FawenError
from web.config import Config, default_archive
from web.dialect import Group, Rooms, describe
from web.terminal import prepare_streams

DONE, COULD_NOT, WRONG_USAGE = 0, 1, 2

_COLLECTED_AFTER = (50_000, 20, 20)
"""What a command reads mostly lives until it ends: as Python comes, looking through it over and
over for what does not took a fifth of a search."""

NAMES = """\
公文写作发文字号（括号样式不限）或编号；后面可加 @日期（该日的文本）和 #键（部分或条款）：
焦政办〔2021〕65号@2021-11-09#main-1/art-7"""
COMPLETION = 'eval "$(_FAWEN_COMPLETE=bash_source fawen)"；zsh、fish 写 zsh_source、fish_source'

_COMMANDS = {
    "parse": "web.commands.reading:parse",
    "explain": "web.commands.reading:explain",
    "add": "web.commands.keeping:add",
    "list": "web.commands.asking:list_",
    **{
        name: f"web.commands.asking:{name}"
        for name in ("show", "status", "relations", "dependents", "similar", "search")
    },
    "compare": "web.commands.comparing:compare",
    "amend": "web.commands.amending:amend",
    "export": "web.commands.exporting:export",
    "codes": "web.commands.asking:codes",
    "serve": "web.commands.serving:serve",
    "review": "web.commands.reviewing:review",
    "fact": "web.commands.reviewing:fact",
    "organ": "web.commands.reviewing:organ",
    **{
        name: f"web.commands.keeping:{name}"
        for name in ("check", "publish", "withdraw", "reread", "reindex")
    },
}
"""In the order in which people need them."""


class Fawen(Group):
    """The whole program; every error ends here."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """How notices are named, what can be set, how to complete."""
        del ctx
        with formatter.section("公文的写法"):
            formatter.write_text(NAMES)
        with formatter.section("设置（环境变量）"):
            formatter.write_dl(Config.described())
        with formatter.section("命令补全"):
            formatter.write_text(COMPLETION)

    def main(self, args: Sequence[str] | None = None, *_: Any, **__: Any) -> int:  # type: ignore[override]
        """Run one command line; the exit code is returned, never raised."""
        try:
            code = self._run(args)
        except BrokenPipeError:
            # Whoever reads has seen enough (`| head -1`): not a failure.
            code = DONE
        # What could not be written must not be tried again when the interpreter ends.
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except OSError:
                _abandon(stream)
        return code

    def _run(self, args: Sequence[str] | None) -> int:
        try:
            answer = super().main(args, prog_name="fawen", standalone_mode=False)
            sys.stdout.flush()
        except click.UsageError as error:
            return _refuse(error)
        except click.ClickException as error:
            return _report(describe(error), "运行 fawen --help 查看用法")
        except (click.Abort, KeyboardInterrupt):
            _say("已中断。")
            return COULD_NOT
        except FawenError as error:
            return report(error)
        except BrokenPipeError:
            raise
        except OSError as error:
            return _report(*_explain(error))
        except Exception as error:  # the last border: a traceback helps no one at a keyboard
            return _mistake(error)
        # Click answers --help with its exit code; a command answers None, or COULD_NOT.
        return answer if isinstance(answer, int) else DONE


@click.group(
    cls=Fawen,
    commands=Rooms(_COMMANDS),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--archive",
    "folder",
    type=click.Path(path_type=Path, file_okay=True),
    envvar="FAWEN_ARCHIVE",
    metavar="文件夹",
    help="档案所在的文件夹；默认为用户数据目录。",
)
@click.version_option(package_name="fawen", message="发文 fawen %(version)s", help="显示版本。")
@click.pass_context
def cli(ctx: click.Context, folder: Path | None) -> None:
    """发文 fawen：政府公文档案 —— 读入、检索、比对，说得清依据。"""
    ctx.obj = folder.expanduser() if folder else default_archive()


def main(args: Sequence[str] | None = None) -> int:
    """The entry point: prepares the streams, runs, and answers with the exit code."""
    prepare_streams()
    gc.set_threshold(*_COLLECTED_AFTER)
    return cli.main(args)


def report(error: FawenError) -> int:
    """Say what could not be done and what to do; answers with the exit code."""
    where = f"{error.origin}：" if error.origin else ""
    code = _report(f"{where}{error.problem}", error.remedy)
    if isinstance(error, AmbiguousNotice):
        for choice in error.choices:
            _say(f"      {choice}")
    return code


def _report(problem: str, remedy: str) -> int:
    _say(f"错误：{problem}")
    _say(f"办法：{remedy}")
    return COULD_NOT


def _refuse(error: click.UsageError) -> int:
    """Wrong usage: how it is used, what was wrong, where the help is."""
    path = error.ctx.command_path if error.ctx else "fawen"
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        _say(error.format_message())
        return WRONG_USAGE
    if error.ctx:
        _say(error.ctx.get_usage())
    remedy = f"运行 {path} --help 查看用法"
    if isinstance(error, click.NoSuchOption) and error.option_name == "--archive":
        remedy = "--archive 写在命令之前：fawen --archive 文件夹 命令 …"
    _report(describe(error), remedy)
    return WRONG_USAGE


_REMEDIES = {
    errno.ENOSPC: ("磁盘已满", "腾出空间后重试；已经收录的内容不受影响"),
    errno.EDQUOT: ("磁盘配额已用完", "腾出空间后重试；已经收录的内容不受影响"),
    errno.EACCES: ("没有权限", "检查文件夹的权限，或用 --archive 换一个可写的文件夹"),
    errno.EPERM: ("没有权限", "检查文件夹的权限，或用 --archive 换一个可写的文件夹"),
    errno.EROFS: ("磁盘只读", "用 --archive 换一个可写的文件夹"),
    errno.ENOTDIR: ("路径中有一段不是文件夹", "检查路径后重试"),
    errno.EADDRINUSE: ("端口已被占用", "用 --port（make serve 用 PORT=…）换一个端口"),
    errno.EMFILE: ("打开的文件太多", "用 ulimit -n 4096 放宽限制后重试"),
}


def _explain(error: OSError) -> tuple[str, str]:
    problem, remedy = _REMEDIES.get(
        error.errno or 0, (error.strerror or str(error), "检查磁盘和路径后重试")
    )
    return (f"{error.filename}：{problem}" if error.filename else problem), remedy


def _mistake(error: Exception) -> int:
    if os.environ.get("FAWEN_DEBUG"):
        traceback.print_exc()
    return _report(
        f"程序内部出错：{type(error).__name__}: {error}",
        "设 FAWEN_DEBUG=1 再运行一次，把输出报告给维护者；档案内容不受影响",
    )


def _say(line: str) -> None:
    with contextlib.suppress(OSError):  # nobody is left to hear it
        click.echo(line, err=True)


def _abandon(stream: Any) -> None:
    """Point the stream at nothing, so that the interpreter's last flush does not fail again."""
    try:
        descriptor = stream.fileno()
    except (OSError, ValueError):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
