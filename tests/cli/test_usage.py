"""Help pages and wrong usage: Chinese throughout, exit 2."""

import re
import subprocess
import sys

import pytest

from web.cli import cli

COMMANDS = tuple(cli.commands)
ENGLISH = re.compile(
    r"\b(?:usage|options?|commands?|arguments?|show|error|missing|invalid|such|try|help for|default"
    r"|required|exit)\b(?!:)",
    re.IGNORECASE,
)
HEAVY = ("flask", "jieba", "whoosh", "sqlalchemy", "pdfplumber", "pypdfium2", "waitress", "numpy")


def prose(text: str) -> str:
    """The text without names of commands and options, which are Latin by nature."""
    text = re.sub(r"--?[a-z-]+", "", text)
    for name in COMMANDS:
        text = re.sub(rf"\b{name}\b", "", text)
    return text


def test_every_command_of_the_contract_is_there() -> None:
    promised = (
        "parse explain add list show status relations search compare serve check publish withdraw "
        "reread reindex"
    )
    assert set(COMMANDS) >= set(promised.split())


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_help_page_is_chinese(fawen, command) -> None:
    ran = fawen(*filter(None, [command]), "--help")
    assert ran.code == 0
    assert ran.out.startswith("用法：fawen")
    assert not ENGLISH.search(prose(ran.out)), prose(ran.out)
    assert not ran.err


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_no_help_page_is_wider_than_a_terminal(fawen, command) -> None:
    from web.terminal import width

    lines = fawen(*filter(None, [command]), "--help").out.splitlines()
    assert max(map(width, lines)) <= 80


@pytest.mark.parametrize(
    "line",
    [
        "",
        "stat 焦政办〔2021〕65号",
        "status",
        "status 焦政办〔2021〕65号 多余",
        "status 焦政办〔2021〕65号 --on 2021-13-01",
        "status 焦政办〔2021〕65号 --on 昨天",
        "status 焦政办〔2021〕65号@2021-11-09 --on 2022-01-01",
        "list --json=yes",
        "list --colour",
        "list --archive somewhere",
        "search",
        "search 资金 --limit",
        "search 资金 --limit many",
        "search 资金 --limit -1",
        "serve --port 99999",
        "parse",
        "parse --format xml a.txt",
        "withdraw 焦政办〔2021〕65号",
        "reread",
        "add",
        "add --workers 0 corpus",
    ],
)
def test_wrong_usage_says_what_is_wrong_and_exits_2(asked, line) -> None:
    ran = asked(*line.split())
    assert ran.code == 2
    assert ran.out == ""
    assert "用法：fawen" in ran.err or "错误：" in ran.err
    assert not ENGLISH.search(prose(ran.err)), prose(ran.err)


def test_a_misspelt_command_is_recognised(fawen) -> None:
    assert "是不是 search" in fawen("serch", "资金").err


def test_archive_behind_the_command_is_told_where_it_belongs(fawen) -> None:
    assert "写在命令之前" in fawen("list", "--archive", "x").err


def test_help_loads_nothing_that_only_one_command_needs() -> None:
    check = (
        "import sys; from web.cli import main; main(['--help']);"
        f"sys.exit(sorted(set({HEAVY!r}) & set(sys.modules)) or None)"
    )
    ran = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", check], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr


def test_the_version_is_told(fawen) -> None:
    assert re.fullmatch(r"发文 fawen \d+\.\d+\.\d+\S*\n", fawen("--version").out)
