"""``list``, ``show``, ``status``, ``relations``, ``search`` and their like: ask the archive."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import click

from archive.codes import proposals
from archive.errors import ArchiveError, NoticeNotFound
from archive.record import (
    Advice,
    Basis,
    Conclusion,
    Listed,
    Record,
    Relation,
    Results,
    Sorting,
    State,
    Target,
    Tier,
)
from web.answers import (
    dependents_json,
    listing_json,
    record_json,
    relations_json,
    search_json,
    similar_json,
    status_json,
)
from web.clock import today
from web.commands.common import (
    argument,
    as_json,
    day_of,
    on_day,
    open_archive,
    print_json,
    say,
)
from web.dialect import Choice, Command, Count
from web.present.marks import Run
from web.present.results import groups
from web.present.wording import (
    INCOMING,
    OUTGOING,
    UNSTATED,
    VALUES,
    basis_text,
    organ_text,
    reason_text,
    stated,
)
from web.terminal import pad, width, wrap

if TYPE_CHECKING:
    from archive.archive import Archive

MOST_HITS = 1000
OUTPUT = click.Path(dir_okay=False, path_type=Path)
STATES = {State.HELD: "［未公开］", State.WITHDRAWN: "［已撤下］", State.PUBLISHED: ""}
TEXT_COLUMNS = 80


class Year(Count):
    """A year, or 未注明 for 0."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Raises: click.BadParameter."""
        return 0 if value == UNSTATED else super().convert(value, param, ctx)


@click.command("codes", cls=Command)
@as_json
def codes(*, as_json: bool) -> None:
    """列出从收录公文学到、代字表里还没有的机关代字，供人审定后收入。"""
    with open_archive(writable=False) as archive:
        listing = archive.listing(on=today(), public=False, order="number")
    found = proposals((line.number, line.issuers) for line in listing if line.number)
    if as_json:
        print_json({"proposals": [asdict(proposal) for proposal in found]})
        return
    for one in found:
        known = f"（表中是{one.known_as}）" if one.known_as else ""
        organs = "、".join(one.organs)
        click.echo(f"{pad(one.code, 16)}{organs}{known}  {one.count} 件，如 {one.evidence[0]}")
    say(f"共 {len(found)} 个待审定的代字；审定后写入 archive/notice/agency_codes.tsv")


@click.command("list", cls=Command)
@on_day
@as_json
def list_(on: date | None, *, as_json: bool) -> None:
    """列出全部公文：文号、成文日期、时效、标题。"""
    on = on or today()
    with open_archive(writable=False) as archive:
        listing = archive.listing(on=on, public=False, order="number")
    if as_json:
        print_json(listing_json(listing, on=on))
        return
    for line in _table(listing):
        click.echo(line)
    say(f"共 {len(listing)} 件，时效以 {on} 为准")


def _table(listing: tuple[Listed, ...]) -> Iterator[str]:
    """A line a notice; one without a number is called by its id, behind the title."""
    numbers = [line.number or "（无文号）" for line in listing]
    first = max((width(number) for number in numbers), default=0)
    second = max((width(line.label) for line in listing), default=0)
    for number, line in zip(numbers, listing, strict=True):
        signed = line.date_signed.isoformat() if line.date_signed else "—"
        inferred = "（拟题）" if line.title_is_inferred else ""
        title = f"{STATES[line.state]}{inferred}{line.title}"
        called = "" if line.number else f"  {line.id}"
        yield f"{pad(number, first)}  {pad(signed, 10)}  {pad(line.label, second)}  {title}{called}"


@click.command(cls=Command)
@argument("notice", "公文")
@on_day
@click.option(
    "--format",
    "form",
    type=Choice(["text", "json", "markdown"]),
    default="text",
    help="text 规范文本（默认）；json；markdown。",
)
def show(notice: str, on: date | None, form: str) -> None:
    """显示一件公文，或其中的部分和条款（公文#键）。"""
    with open_archive(writable=False) as archive:
        target = archive.find(notice)
        day = day_of(target, on)
        record = archive.record(target.id, on=day, expression=target.expression)
        conclusion = archive.status(record.id, target.key, day)
        bases = _bases(archive, target, day)
    _must_be_made(record, target, day)
    if form == "json":
        print_json(_document(record, target, day))
        return
    say(_headline(record, conclusion))
    for line in _basis_lines(bases):
        say(line)
    click.echo(_text(record, target, form).rstrip("\n"))


def _must_be_made(record: Record, target: Target, day: date) -> None:
    """A text asked for as of a day was made by then, unless its very name was typed.

    Raises: NoticeNotFound.
    """
    notice = record.reading.notice
    names = (record.expression.name, record.expression.name.partition("~")[0])
    is_named = target.expression is not None or (target.on and target.on.isoformat() in names)
    if record.not_made(day) and not is_named:
        raise NoticeNotFound(
            f"“{notice.number or record.id}”成文于 {notice.date_signed}，"
            f"本库没有它在 {day} 当天或以前制发的文本",
            f"用 fawen show {record.id} 看现有的文本，或换成 {notice.date_signed} 或以后的日期",
        )


def _document(record: Record, target: Target, day: date) -> dict[str, Any]:
    """The notice's JSON with the record beside it; with a key, that section in place of the whole.

    Raises: NoticeNotFound.
    """
    from archive.notice.json import notice_to_json

    document = notice_to_json(record.reading)
    beside = {"record": record_json(record, on=day)}
    if target.key is None:
        return {**document, **beside}
    for component in document["components"]:
        if found := _section(component, target.key):
            return {"number": document["number"], "key": target.key, "section": found, **beside}
    raise _no_section(record, target.key)


def _section(node: dict[str, Any], key: str) -> dict[str, Any] | None:
    if node["key"] == key:
        return node
    below = (_section(child, key) for child in node.get("sections", node.get("children", [])))
    return next(filter(None, below), None)


def _no_section(record: Record, key: str) -> NoticeNotFound:
    name = record.reading.notice.number or record.id
    return NoticeNotFound(
        f"{name} 里没有 {key}", f"用 fawen show {record.id} --format json 查看各条款的键"
    )


def _headline(record: Record, conclusion: Conclusion) -> str:
    state = STATES[record.state]
    return (
        f"{record.id} {state}· 文本 {record.expression.name} · {conclusion.on} {conclusion.label}"
    )


def _text(record: Record, target: Target, form: str) -> str:
    """The notice, component or section as text.

    Raises: NoticeNotFound.
    """
    from archive.notice.model import Section
    from archive.notice.text import render, render_markdown

    notice = record.reading.notice
    if target.key is None:
        return render_markdown(notice) if form == "markdown" else render(notice)
    found = notice.find(target.key)
    if found is None:
        raise _no_section(record, target.key)
    if isinstance(found, Section):
        return found.full_text
    head = [found.title] if found.title else []
    return "\n".join([*head, *(section.full_text for section in found.sections)])


@click.command(cls=Command)
@argument("notice", "公文")
@on_day
@as_json
def status(notice: str, on: date | None, *, as_json: bool) -> None:
    """某一天的时效，连同依据和原文。"""
    with open_archive(writable=False) as archive:
        target = archive.find(notice)
        day = day_of(target, on)
        conclusion = archive.status(target.id, target.key, day)
        bases = _bases(archive, target, day)
    if as_json:
        print_json(status_json(conclusion))
        return
    click.echo("\n".join([*_status_lines(conclusion, target), *_basis_lines(bases)]))


def _bases(archive: "Archive", target: Target, day: date) -> tuple[Basis, ...]:
    """What is over on that day and clauses of the target rest on: of all, or of that section's."""
    said = archive.relations(target.id, public=False).outgoing
    standings = archive.standings({one.other.id for one in said if one.other.id}, day)
    bases = archive.bases(said, standings, day)
    if target.key is None:
        return bases
    return tuple(basis for basis in bases if _is_within(basis.relation.section, target.key))


def _is_within(section: str, key: str) -> bool:
    return section == key or section.startswith(f"{key}/")


def _basis_lines(bases: Iterable[Basis]) -> Iterator[str]:
    lines = (f"提醒：{basis.relation.section}：{basis_text(basis)}" for basis in bases)
    yield from dict.fromkeys(lines)


def _status_lines(conclusion: Conclusion, target: Target) -> Iterator[str]:
    name = conclusion.number or target.id
    key = f" {conclusion.key}" if conclusion.key else ""
    yield f"{name}{key}  {conclusion.on}  {conclusion.label}"
    if reason := reason_text(conclusion.reason):
        yield f"说明：{reason}"
    if conclusion.bounds:
        yield f"　　　{conclusion.bounds}"
    if conclusion.rule:
        yield f"规则：{conclusion.rule}"
    for evidence in conclusion.evidence:
        source = evidence.number or evidence.title
        yield f"依据：{source} {evidence.section}：“{evidence.quote}”"
    for step in conclusion.organs:
        yield f"机关：{organ_text(step)}"
    for part in conclusion.differing:
        yield f"部分：{part.key}{f' 《{part.title}》' if part.title else ''}  {part.label}"
    for doubt in conclusion.doubts:
        yield f"存疑：{doubt.message}"
    if conclusion.coverage:
        yield f"范围：{conclusion.coverage}"
    for interval in conclusion.timeline if len(conclusion.timeline) > 1 else ():
        label = interval.label or interval.status
        yield f"时段：{interval.start or '…'} 至 {interval.stop or '…'}  {label}"


@click.command(cls=Command)
@argument("notice", "公文")
@as_json
def relations(notice: str, *, as_json: bool) -> None:
    """引用、修改、废止了谁，又被谁引用、修改、废止。"""
    with open_archive(writable=False) as archive:
        target = archive.find(notice)
        found = archive.relations(target.id, public=False)
    if as_json:
        print_json(relations_json(found))
        return
    for heading, verbs, related in (
        ("它提到别的文件：", OUTGOING, found.outgoing),
        ("别的文件提到它：", INCOMING, found.incoming),
    ):
        if related:
            click.echo(heading)
        for line in _relation_lines(related, verbs):
            click.echo(line)
    say(f"共提到 {len(found.outgoing)} 处，被提到 {len(found.incoming)} 处")


@click.command(cls=Command)
@argument("notice", "公文")
@as_json
def dependents(notice: str, *, as_json: bool) -> None:
    """它若废止，哪些文件的哪些条款会失去依据。"""
    with open_archive(writable=False) as archive:
        target = archive.find(notice)
        found = archive.dependents(target.id, public=False)
    if as_json:
        print_json(dependents_json(found))
        return
    for line in _relation_lines(found, INCOMING):
        click.echo(line)
    say(f"共 {len(found)} 处以它为依据")


@click.command(cls=Command)
@argument("notice", "公文#条款")
@on_day
@click.option("--limit", type=Count(1, 100), default=10, help="最多几条；默认 10。")
@as_json
def similar(notice: str, on: date | None, limit: int, *, as_json: bool) -> None:
    """列出别的公文里与某一条相似的条款。"""
    with open_archive(writable=False) as archive:
        target = archive.find(notice)
        if not target.key:
            raise click.UsageError("要写明哪一条，如 焦政办〔2021〕65号#main-1/art-7")
        day = day_of(target, on)
        found = archive.similar(target.id, target.key, on=day, public=False, limit=limit)
    if as_json:
        print_json(similar_json(found))
        return
    for one in found:
        hit = one.hit
        click.echo(click.style(f"{hit.number or hit.title}  {one.likeness:.0%}", bold=True))
        click.echo(f"  {' › '.join(hit.path)}  #{hit.section}")
        for line in wrap(hit.text.replace("\n", " "), TEXT_COLUMNS - 4)[:4]:
            click.echo(f"    {line}")
    say(f"共 {len(found)} 条相似；以 {day} 为准")


def _relation_lines(found: Iterable[Relation], verbs: Mapping[str, str]) -> Iterator[str]:
    for relation in found:
        other = relation.other.number or relation.other.title or "（一类文件）"
        title = f"《{relation.other.title}》" if relation.other.number else ""
        doubt = {"NEEDS_REVIEW": "［待核］", "INFERRED": "［推定］", "PROPOSED": "［拟议］"}
        held = "（未收录）" if relation.other.is_stub and relation.other.title else ""
        mark = doubt.get(relation.assertion, "")
        yield f"  {pad(verbs[relation.type], 10)}{mark}{other}{title}{held}"
        yield f"      {relation.section}：“{relation.quote}”"


@click.command(cls=Command, context_settings={"ignore_unknown_options": True})
@argument("query", "检索词 …", nargs=-1, required=True)
@on_day
@click.option("--limit", type=Count(0, MOST_HITS), default=20, help="最多几条；默认 20。")
@click.option("--offset", type=Count(0, 10**9), default=0, help="从第几条之后开始；默认 0。")
@click.option("--issuer", metavar="机关", help="只看这个发文机关；没有写明的写 未注明。")
@click.option("--year", type=Year(1, 9999), metavar="年", help="只看这一年；没有写明的写 未注明。")
@click.option("--kind", metavar="文种", help="只看这个文种，如 通知；没有写明的写 未注明。")
@click.option(
    "--status",
    type=Choice([*VALUES["status"]]),
    metavar="时效",
    help="当日的时效，如 in_force（现行）、REPEALED（废止）、UNKNOWN（待核）。",
)
@click.option(
    "--level",
    type=Choice([*VALUES["level"]]),
    metavar="层级",
    help="发文机关的层级：national、ministry、province、city、county、township。",
)
@click.option(
    "--part",
    type=Choice([*VALUES["part"]]),
    metavar="部分",
    help="正文 body、附件 attachment、表格 table 或标题 notice。",
)
@click.option("--in", "within", metavar="NOTICE", help="只在这一件里找：文号或编号。")
@click.option(
    "--sort",
    type=Choice([one.value for one in Sorting]),
    default="relevance",
    metavar="排法",
    help="relevance、newest 或 oldest；默认最相关的在前。",
)
@click.option("--csv", "csv_path", type=OUTPUT, metavar="文件", help="把结果写成 CSV。")
@click.option("--xlsx", "xlsx_path", type=OUTPUT, metavar="文件", help="把结果写成 Excel 表格。")
@as_json
def search(
    *,
    query: tuple[str, ...],
    on: date | None,
    limit: int,
    offset: int,
    issuer: str | None,
    year: int | None,
    kind: str | None,
    status: str | None,
    level: str | None,
    part: str | None,
    within: str | None,
    sort: str,
    csv_path: Path | None,
    xlsx_path: Path | None,
    as_json: bool,
) -> None:
    """检索条款：词、"词组"、-排除的词、标题:词，或发文字号。"""
    from archive.search.query import parse_query
    from web.result_lists import MOST_ROWS

    # A word behind a hyphen is left out of the search, so only a double hyphen is an option.
    for word in query:
        if word.startswith("--"):
            raise click.NoSuchOption(word, ctx=click.get_current_context())
    on = on or today()
    with open_archive(writable=False) as archive:
        asked = parse_query(" ".join(query))
        filters: dict[str, Any] = {
            "issuer": stated(issuer),
            "year": year,
            "kind": stated(kind),
            "status": status,
            "level": level,
            "part": part,
            "within": archive.find(within).id if within else None,
        }
        results = archive.search(
            asked,
            on=on,
            public=False,
            limit=MOST_ROWS if csv_path or xlsx_path else limit,
            offset=offset,
            order=Sorting(sort),
            **filters,
        )
        wanting = results.is_wanting
        advice = archive.advise(asked, on=on, public=False, **filters) if wanting else None
    if csv_path or xlsx_path:
        _write_lists(results, offset, csv_path, xlsx_path)
        return
    if as_json:
        print_json(search_json(results, advice))
        return
    for line in _found(results):
        click.echo(line)
    say(f"{_TIERS[results.tier]}{results.total} 处，{results.notices} 件公文；以 {on} 为准")
    for word, names in results.widened:
        say(f"“{word}”连同{'、'.join(names)}一起找；加引号则只找“{word}”")
    for hint in results.hints:
        say(hint)
    for line in _advised(advice) if advice else ():
        say(line)
    if results.cited:
        say(f"没有收录 {results.number} 的原文，只有文件引用它：fawen relations {results.cited.id}")


def _advised(advice: Advice) -> Iterator[str]:
    """Why there is so little, and what to try."""
    if len(advice.words) > 1 or any(word.everywhere for word in advice.words):
        for word in advice.words:
            rest = f"，不筛选 {word.everywhere} 处" if word.everywhere > word.count else ""
            yield f"单独找“{word.text}”：{word.count or '没有'}{' 处' if word.count else ''}{rest}"
    if advice.apart:
        yield f"分开找“{advice.apart[0]}”：{advice.apart[1]} 处"
    if advice.unfiltered:
        yield f"不筛选有 {advice.unfiltered} 处"
    if advice.other_days:
        yield f"别的日子的文本里有 {advice.other_days} 处；用 --on 换一天"
    for one in advice.corrections:
        alike = "同音" if one.sounds_alike else "形近"
        yield f"可能要找“{one.query}”：{one.count} 处（“{one.wrong}”与“{one.right}”{alike}）"
    for near in advice.near:
        yield f"号码相近：{near.number}《{near.title}》"
    yield f"已查遍 {advice.notices} 件公文"


def _write_lists(
    results: Results, offset: int, csv_path: Path | None, xlsx_path: Path | None
) -> None:
    """The files asked for; whoever reads one sees all of it or none."""
    from web.config import Config
    from web.result_lists import as_csv, as_workbook, result_list

    root = Config.from_environment().site_url

    def address(work: str, key: str) -> str:
        return f"{root}/notices/{quote(work)}#{quote(key)}" if root else ""

    found = result_list(results, address, offset=offset)
    for path, make in ((csv_path, as_csv), (xlsx_path, as_workbook)):
        if path is None:
            continue
        partial = path.with_name(f"{path.name}.part")
        try:
            partial.write_bytes(make(found))
            partial.replace(path)
        except OSError as error:
            raise ArchiveError(
                f"写不了 {path}（{error.strerror}）", "请换一个位置，或腾出空间后再试"
            ) from error
        finally:
            partial.unlink(missing_ok=True)
        say(f"已写入 {path}：{len(found.rows)} 条")
    say(found.notes[-1])


_TIERS = {
    Tier.CLAUSE: "共 ",
    Tier.NOTICE: "没有一条含全部词；含全部词的文件里有关的 ",
    Tier.BEST: "没有完全符合的；最接近的 ",
}


def _found(results: Results) -> Iterator[str]:
    for number, group in enumerate(groups(results)):
        if number:
            yield ""
        name = f"{group.number}  " if group.number else ""
        yield click.style(f"{name}{group.title}", bold=True) + f"  {group.badge.label}"
        for found in group.found:
            place = " › ".join(found.path)
            yield f"  {place}  #{found.key}" if place else f"  #{found.key}"
            text = "".join(run.text for run in found.runs).replace("\n", " ")
            lines = wrap(text, TEXT_COLUMNS - 4)
            yield from (f"    {line}" for line in _marked(lines, found.runs))


def _marked(lines: list[str], runs: tuple[Run, ...]) -> Iterator[str]:
    """The wrapped lines with the marked runs in bold red; wrapping only drops blanks."""
    marks = [run.marked for run in runs for char in run.text if not char.isspace()]
    at = 0
    for line in lines:
        styled = ""
        for char in line:
            is_marked = not char.isspace() and marks[at]
            at += not char.isspace()
            styled += click.style(char, fg="red", bold=True) if is_marked else char
        yield styled
