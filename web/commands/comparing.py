"""``compare``: two texts side by side, kept or in files."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.errors import ArchiveError, NoticeNotFound, naming
from archive.law.compare.counterparts import Counterpart
from archive.law.compare.model import Change, Comparison, Outcome, Row, Unit
from archive.law.compare.summary import CHANGE_WORDS, OUTCOME_WORDS, statistics_line
from archive.notice.model import Notice
from archive.record import Compared
from web.answers import candidates_json, comparison_json, counterparts_json
from web.clock import today
from web.commands.common import argument, json_text, on_day, open_archive, print_utf8
from web.dialect import Choice, Command
from web.present.wording import CANDIDATE_WORDS

if TYPE_CHECKING:
    from archive.archive import Archive
    from web.present.comparison import Wanted

_BEGINS = 16
"""Characters of a clause without a heading by which it is known."""
_FORMS = {".docx": "docx", ".html": "html", ".htm": "html"}
"""What a file's name asks for."""
_PATH_STARTS = ("./", "../", "/", "~/")


@click.command(cls=Command)
@argument("old", "旧文本")
@argument("new", "[新文本]", required=False)
@click.option(
    "--format",
    "form",
    type=Choice(["json", "text", "html", "docx"]),
    help="json（默认）；text 供终端阅读；html 单个网页；docx 新旧条文对照表。",
)
@click.option(
    "-o",
    "output",
    type=click.Path(path_type=Path),
    metavar="文件",
    help="写入文件；名为 .docx 或 .html 的，不写 --format 也知道。",
)
@click.option(
    "--counterparts",
    "as_counterparts",
    is_flag=True,
    help="比较两地的同类规定：逐条列出对应条款、数额、期限和机构。",
)
@click.option("--candidates", "lists_candidates", is_flag=True, help="只列出可以与它比对的文本。")
@click.option("--all", "is_whole", is_flag=True, help="html、docx：未变的条文也列出。")
@click.option("--layout", "has_layout", is_flag=True, help="html、docx：格式差异也标出。")
@on_day
def compare(
    old: str,
    new: str | None,
    form: str | None,
    output: Path | None,
    on: date | None,
    *,
    as_counterparts: bool,
    lists_candidates: bool,
    is_whole: bool,
    has_layout: bool,
) -> None:
    """逐条比对两个文本：公文（可带 @日期、#键）或文件（./路径）。"""
    form = form or _FORMS.get(output.suffix.lower() if output else "", "json")
    day = on or today()
    if lists_candidates:
        write(_candidates(old, day, form), output)
        return
    if new is None:
        raise click.UsageError(
            "缺少参数：新文本（要看可以和谁比，用 --candidates）", click.get_current_context()
        )
    if form == "docx" and output is None and sys.stdout.isatty():
        raise click.UsageError("Word 文档要写入文件：-o 对照表.docx", click.get_current_context())
    with _texts(old, new, day) as (one, other, archive):
        if as_counterparts:
            write(_counterparts(one, other, archive, form, day), output)
        else:
            from web.present.comparison import Wanted

            wanted = Wanted(is_whole=is_whole, has_layout=has_layout)
            write(_comparison(one, other, archive, form, day, wanted), output)


def _comparison(
    one: Compared,
    other: Compared,
    archive: "Archive | None",
    form: str,
    day: date,
    wanted: "Wanted",
) -> str | bytes:
    from archive.comparing import compare_texts
    from web.desk import side_views
    from web.present.comparison import comparison_view

    comparison = compare_texts(one, other)
    if form == "json":
        return json_text(comparison_json(one, other, comparison))
    if form == "text":
        return "\n".join((*_heading(one, other), *_lines(comparison), ""))
    view, sides = comparison_view(comparison, wanted), side_views(archive, one, other, day)
    if form == "html":
        from web.standalone import contrast_html

        return contrast_html(view, sides, on=day, made_on=today())
    from web.word.contrast import contrast_docx

    return contrast_docx(view, sides, on=day, made_on=today())


def _counterparts(
    one: Compared, other: Compared, archive: "Archive | None", form: str, day: date
) -> str | bytes:
    from archive.comparing import counterparts_of, rule_of
    from web.desk import side_views
    from web.present.counterparts import NAMES, counterparts_view

    one, other = rule_of(one), rule_of(other)
    rows = counterparts_of(one, other)
    if form == "json":
        return json_text(counterparts_json(one, other, rows))
    if form == "text":
        return "\n".join((*_heading(one, other), *_table(rows), ""))
    view, sides = counterparts_view(rows), side_views(archive, one, other, day, NAMES)
    if form == "html":
        from web.standalone import contrast_html

        return contrast_html(view, sides, on=day, made_on=today())
    from web.word.counterparts import counterparts_docx

    return counterparts_docx(view, sides, on=day, made_on=today())


def _candidates(name: str, day: date, form: str) -> str:
    """What a text may be compared with; for people a line each, with what to type."""
    with open_archive(writable=False) as archive:
        side = archive.compared(name, day)
        found = archive.candidates(side.id or "", day, public=False, expression=side.expression)
    if form == "json":
        return json_text(candidates_json(found))
    lines = [f"{CANDIDATE_WORDS[one.reason]}　{one.name}　{one.title}" for one in found]
    return "\n".join((*(lines or ["没有可以与它比对的文本"]), ""))


@contextmanager
def _texts(old: str, new: str, day: date) -> "Iterator[tuple[Compared, Compared, Archive | None]]":
    """The two texts that a person named, and the archive if either is kept there.

    Raises: ArchiveError, SourceError.
    """
    with ExitStack() as stack:
        archive: Archive | None = None
        found: list[Compared] = []
        for name in (old, new):
            path, key = as_path(name)
            if path:
                found.append(Compared(str(path), _read(path, key), key))
                continue
            archive = archive or stack.enter_context(open_archive(writable=False))
            found.append(archive.compared(name, day))
        one, other = found
        yield one, other, archive


def as_path(name: str) -> tuple[Path | None, str | None]:
    """A file and the key behind ``#``, if ``name`` is one and not a notice's."""
    bare, _, key = name.partition("#")
    for path, behind in ((name, None), (bare, key or None)):
        if path.startswith(_PATH_STARTS) or Path(path).suffix:
            expanded = Path(path).expanduser()
            if expanded.is_file():
                return expanded, behind
    return (Path(bare), key or None) if name.startswith(_PATH_STARTS) else (None, None)


def _read(path: Path, key: str | None) -> Notice:
    from archive.names import has_key
    from ingest.pipeline import read
    from web.guard import Guard
    from web.intake import load

    with naming(str(path)), Guard() as guard:
        notice = guard.run(read, load(path)).notice
    if key and not has_key(notice, key):
        raise NoticeNotFound(
            f"“{path}”里没有“{key}”", f"用 fawen parse {path} --format tree 查看各条款的键"
        )
    return notice


def write(written: str | bytes, output: Path | None) -> None:
    """To the file that was named, else to standard output.

    Raises: ArchiveError where the file cannot be written.
    """
    if output is None:
        if isinstance(written, bytes):
            click.echo(written, nl=False)
        else:
            print_utf8(written)
        return
    try:
        output.write_bytes(written if isinstance(written, bytes) else written.encode())
    except OSError as error:
        raise ArchiveError(
            f"不能写入 {output}（{error.strerror}）", "检查文件夹是否存在、是否有写权限"
        ) from error


def _heading(one: Compared, other: Compared) -> Iterator[str]:
    yield f"旧：{one.called}"
    yield f"新：{other.called}"


def _table(rows: Iterable[Counterpart]) -> Iterator[str]:
    """A clause and its counterpart; below, what each of them sets."""
    for row in rows:
        old, new = (_headed(unit) if unit else "（无）" for unit in (row.old, row.new))
        like = f"  {row.likeness:.0%}" if row.old and row.new else ""
        yield ""
        yield f"{old} ↔ {new}{like}"
        for side, facts in (("旧", row.old_facts), ("新", row.new_facts)):
            told = (
                [
                    f"{name} {'、'.join(values)}"
                    for name, values in (
                        ("数额", facts.amounts),
                        ("期限", facts.terms),
                        ("机构", facts.bodies),
                    )
                    if values
                ]
                if facts
                else []
            )
            if told:
                yield f"    {side}：{'；'.join(told)}"


def _headed(unit: Unit) -> str:
    begins = unit.heading or unit.text[:_BEGINS]
    return f"{_called(unit)} {' '.join(begins.split())}"


def _lines(comparison: Comparison) -> Iterator[str]:
    yield f"{statistics_line(comparison.statistics)}。"
    for row in (*comparison.structure, *comparison.rows):
        if row.outcome is not Outcome.UNCHANGED:
            yield ""
            yield from _row(row)


def _row(row: Row) -> Iterator[str]:
    old, new = ("、".join(map(_called, side)) for side in (row.old, row.new))
    yield f"［{OUTCOME_WORDS[row.outcome]}］{' → '.join(filter(None, (old, new)))}"
    if not row.old or not row.new:
        yield from (f"    {line}" for line in (*row.old, *row.new)[0].text.splitlines())
    for change in row.visible:
        yield f"    {CHANGE_WORDS[change.type]}：{_said(change)}"


def _called(unit: Unit) -> str:
    return unit.label or f"#{unit.key}"


def _said(change: Change) -> str:
    old, new = (" ".join(text.split()) for text in (change.old, change.new))
    if not old:
        return f"增加“{new}”"
    return f"“{old}”改为“{new}”" if new else f"删去“{old}”"
