"""``parse`` and ``explain``: read one file, keep nothing."""

from pathlib import Path

import click

from archive.errors import naming
from archive.notice.model import Notice, Section
from web.commands.common import argument, print_utf8
from web.dialect import Choice, Command
from web.guard import Guard

EXCERPT = 24
"""Characters of a section's text in the tree."""


@click.command(cls=Command)
@argument("file", "文件", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=Choice(["json", "text", "tree"]),
    default="json",
    help="json 完整结构（默认）；text 规范文本；tree 章节树。",
)
def parse(file: Path, form: str) -> None:
    """读一个文件，显示读出的内容；不收录。"""
    from archive.notice.json import dumps
    from ingest.pipeline import read
    from web.intake import load

    with naming(str(file)), Guard() as guard:
        reading = guard.run(read, load(file))
    if form == "json":
        print_utf8(dumps(reading) + "\n")
    elif form == "text":
        from archive.notice.text import render

        click.echo(render(reading.notice).rstrip("\n"))
    else:
        click.echo("\n".join(tree(reading.notice)))


@click.command(cls=Command)
@argument("file", "文件", type=click.Path(path_type=Path))
def explain(file: Path) -> None:
    """逐步说明一个文件是怎样读出来的。"""
    from ingest.explain import explain as explain_source
    from web.intake import load

    with naming(str(file)), Guard() as guard:
        click.echo(guard.run(explain_source, load(file)).rstrip("\n"))


def tree(notice: Notice) -> list[str]:
    """The notice's components and sections, a line each: key, label, heading, how it begins."""
    lines = [notice.display_title]
    for component in notice.components:
        draft = "（征求意见稿）" if component.is_draft else None
        lines.append(_words(component.key, "", component.label, component.title, draft))
        lines += [_branch(section) for section in component.walk()]
    return lines


def _branch(section: Section) -> str:
    begins = section.text.replace("\n", " ") or None
    if begins and len(begins) > EXCERPT:
        begins = begins[:EXCERPT] + "…"
    if section.table:
        begins = f"［表 {len(section.table.rows)} 行］"
    return "  " * section.depth + _words(section.key, "", section.label, section.heading, begins)


def _words(*words: str | None) -> str:
    return " ".join(word for word in words if word is not None).rstrip()
