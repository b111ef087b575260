"""click in Chinese: help pages, wrong usage and the types of options.

click translates itself only through the locale's message catalogues, so a server's ``LC_ALL=C``
would turn half of a help page back into English; here the words are fixed.
"""

import datetime
import inspect
import re
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any

import click

from web.terminal import pad, width, wrap

_HEADINGS = {"Options": "选项", "Commands": "命令", "Positional arguments": "参数"}

_MESSAGES = (
    # Got unexpected extra arguments (a b)
    (re.compile(r"Got unexpected extra arguments? \((.*)\)", re.DOTALL), r"多出了参数：\1"),
    # Option '--on' requires an argument.
    (re.compile(r"Option '(.+)' requires an argument\."), r"选项 \1 后面缺少值"),
    # Option '--json' does not take a value.
    (re.compile(r"Option '(.+)' does not take a value\."), r"选项 \1 不带值"),
    # No such command 'lits'. Did you mean 'list'?
    (re.compile(r"No such command '(.+?)'\..*", re.DOTALL), r"没有命令 \1"),
    (re.compile(r"Missing command\."), "没有写命令"),
)
"""What click says without a class of its own to know it by."""


class Formatter(click.HelpFormatter):
    """A help page with Chinese headings, wrapped and aligned by columns."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The usage line; ``prefix`` is kept if given."""
        self.write(f"{prefix or '用法：'}{prog} {args}".rstrip() + "\n")

    def write_heading(self, heading: str) -> None:
        """``选项：`` for ``Options``; others as they are."""
        self.write(f"{'':>{self.current_indent}}{_HEADINGS.get(heading, heading)}：\n")

    def write_text(self, text: str) -> None:
        """Paragraphs, line by line: a line break in the source is a line break here."""
        indent = " " * self.current_indent
        for line in text.splitlines():
            for piece in wrap(line, self.width - self.current_indent):
                self.write(f"{indent}{piece}".rstrip() + "\n")

    def write_dl(self, rows: Any, col_max: int = 30, col_spacing: int = 2) -> None:
        """Terms and what they mean, in two columns."""
        rows = [(term, meaning.replace("[required]", "（必填）")) for term, meaning in rows]
        indent = " " * self.current_indent
        first = min(max((width(term) for term, _ in rows), default=0), col_max) + col_spacing
        for term, meaning in rows:
            lines = wrap(meaning, self.width - self.current_indent - first) if meaning else [""]
            if width(term) + col_spacing > first:
                self.write(f"{indent}{term}\n")
                lines = [pad("", first) + line for line in lines]
            else:
                lines = [pad(term, first) + lines[0], *(pad("", first) + x for x in lines[1:])]
            self.write("".join(f"{indent}{line}".rstrip() + "\n" for line in lines))


class Context(click.Context):
    """A context that formats in Chinese."""

    formatter_class = Formatter


class Command(click.Command):
    """A command whose help page is Chinese; its docstring is the page."""

    context_class = Context

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[选项]")
        super().__init__(*args, **kwargs)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``--help``, described in Chinese."""
        return _in_chinese(super().get_help_option(ctx))

    def get_short_help_str(self, limit: int = 45) -> str:
        """The first line of the docstring, whole: cutting by words would keep all or nothing."""
        del limit
        return inspect.cleandoc(self.help or "").partition("\n")[0]


class Rooms(Mapping[str, click.Command]):
    """Commands by name, each imported when it is asked for."""

    def __init__(self, places: Mapping[str, str]) -> None:
        """``places``: name → ``module:attribute``."""
        self._places = places

    def __getitem__(self, name: str) -> click.Command:
        module, _, attribute = self._places[name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class Group(click.Group):
    """A group of such commands, in the order in which they were added."""

    context_class = Context
    command_class = Command

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[选项]")
        kwargs.setdefault("subcommand_metavar", "命令 …")
        super().__init__(*args, **kwargs)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """As added, which is the order in which people need them."""
        del ctx
        return list(self.commands)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``--help``, described in Chinese."""
        return _in_chinese(super().get_help_option(ctx))


def _in_chinese(option: click.Option | None) -> click.Option | None:
    if option:
        option.help = "显示这份帮助。"
    return option


class Day(click.ParamType[datetime.date]):
    """A day as ``2021-11-09``."""

    name = "日期"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime.date:
        """Raises: click.BadParameter."""
        if isinstance(value, datetime.date):
            return value
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}”不是日期，写成 2021-11-09 这样", param, ctx)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:
        """What stands behind the option on a help page."""
        del param, ctx
        return self.name


class Count(click.ParamType[int]):
    """A whole number within bounds."""

    name = "数"

    def __init__(self, low: int, high: int) -> None:
        self.low = low
        self.high = high

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Raises: click.BadParameter."""
        if isinstance(value, int):
            return value
        if not (value.isascii() and value.isdigit() and self.low <= int(value[:12]) <= self.high):
            self.fail(f"“{value}”不在 {self.low} 至 {self.high} 之间", param, ctx)
        return int(value)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:
        """What stands behind the option on a help page."""
        del param, ctx
        return self.name


class Choice(click.Choice[str]):
    """One of a few words."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Raises: click.BadParameter."""
        if value not in self.choices:
            self.fail(f"没有“{value}”，可选：{'、'.join(self.choices)}", param, ctx)
        return str(value)


def describe(error: click.ClickException) -> str:
    """What was wrong with the usage, in one Chinese sentence without its full stop."""
    if isinstance(error, click.NoSuchOption):
        return f"没有选项 {error.option_name}{_meant(error.possibilities)}"
    if isinstance(error, click.MissingParameter):
        return f"缺少{_name(error.param)}"
    if isinstance(error, click.BadParameter):
        return f"{_name(error.param)}：{error.message}"
    message = error.format_message()
    for pattern, chinese in _MESSAGES:
        if pattern.fullmatch(message):
            return pattern.sub(chinese, message) + _meant(getattr(error, "possibilities", None))
    return message


def _meant(possibilities: Sequence[str] | None) -> str:
    return f"，是不是 {'、'.join(possibilities)}" if possibilities else ""


def _name(param: click.Parameter | None) -> str:
    if param is None:
        return "参数"
    if isinstance(param, click.Argument):
        return f"参数 {param.human_readable_name.removesuffix(' …')}"
    return f"选项 {max(param.opts, key=len)}"
