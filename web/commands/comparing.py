"""``compare``: two texts side by side, kept or in files."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.errors import ArchiveError, FawenError, NoticeNotFound, naming
from archive.law.compare.counterparts import Counterpart
from archive.law.compare.model import Change, Comparison, Outcome, Row, Unit
from archive.law.compare.summary import CHANGE_WORDS, OUTCOME_WORDS, statistics_line
from archive.notice.model import Notice
from archive.record import Compared
from web.answers import comparison_json, counterparts_json
from web.clock import today
from web.commands.common import argument, json_text, open_archive, print_utf8
from web.dialect import Choice, Command

if TYPE_CHECKING:
    from archive.archive import Archive

_BEGINS = 16
"""Characters of a clause without a heading by which it is known."""
_PATH_STARTS = ("./", "../", "/", "~/")


class NotThereYet(FawenError):
    """A form of output whose work is not done yet; it says so instead of guessing."""


@click.command(cls=Command)
@argument("old", "旧文本")
@argument("new", "新文本")
@click.option(
    "--format",
    "form",
    type=Choice(["json", "text", "html", "docx"]),
    default="json",
    help="json（默认）；text 供终端阅读；html；docx。",
)
@click.option("-o", "output", type=click.Path(path_type=Path), metavar="文件", help="写入文件。")
@click.option(
    "--counterparts",
    "as_counterparts",
    is_flag=True,
    help="比较两地的同类规定：逐条列出对应条款、数额、期限和机构。",
)
def compare(old: str, new: str, form: str, output: Path | None, *, as_counterparts: bool) -> None:
    """逐条比对两个文本：公文（可带 @日期、#键）或文件（./路径）。"""
    if form in ("html", "docx"):
        raise NotThereYet(f"还不能输出 {form}", "请用 --format json 或 --format text")
    one, other = both(old, new)
    from archive.comparing import compare_texts, counterparts_of, rule_of

    if as_counterparts:
        one, other = rule_of(one), rule_of(other)
        rows = counterparts_of(one, other)
        table = (*_heading(one, other), *_table(rows), "")
        as_json = form == "json"
        write(
            json_text(counterparts_json(one, other, rows)) if as_json else "\n".join(table), output
        )
        return
    comparison = compare_texts(one, other)
    if form == "json":
        written = json_text(comparison_json(one, other, comparison))
    else:
        written = "\n".join((*_heading(one, other), *_lines(comparison), ""))
    write(written, output)


def both(old: str, new: str) -> tuple[Compared, Compared]:
    """The two texts that a person named.

    Raises: ArchiveError, SourceError.
    """
    with ExitStack() as stack:
        archive: Archive | None = None
        found: list[Compared] = []
        for name in (old, new):
            path, key = as_path(name)
            if path:
                found.append(Compared(name, _read(path, key), key))
                continue
            archive = archive or stack.enter_context(open_archive(writable=False))
            found.append(archive.compared(name, today()))
    one, other = found
    return one, other


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


def write(written: str, output: Path | None) -> None:
    """To the file that was named, else to standard output.

    Raises: ArchiveError where the file cannot be written.
    """
    if output is None:
        print_utf8(written)
        return
    try:
        output.write_text(written, encoding="utf-8")
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
