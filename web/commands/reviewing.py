"""``review`` and ``fact``: what people decide about doubtful links, and enter as facts."""

import getpass
from collections.abc import Iterator
from datetime import date
from typing import Any

import click

from archive.record import Doubt, Judgement
from web.answers import doubt_json, judgement_json, organs_json
from web.commands.common import argument, as_json, open_archive, print_json, say
from web.dialect import Choice, Command, Count, Day
from web.present.wording import OUTGOING

_ACTIONS = {
    "confirm": "确认",
    "reject": "否定",
    "redirect": "改指",
    "fact": "录入",
    "undo": "撤销",
}
_FACTS = {"date_published": "发布日期", "date_signed": "成文日期", "date_printed": "印发日期"}

who = click.option("--who", metavar="姓名", help="谁作的决定；默认是系统登录名。")
why = click.option("--why", metavar="缘由", help="凭什么；记入日志，并在依据里引用。")


@click.command(cls=Command)
@argument("reference", "编号", required=False)
@click.option("--confirm", "action", flag_value="confirm", help="确认这条关系。")
@click.option("--reject", "action", flag_value="reject", help="否定这条关系。")
@click.option("--to", "target", metavar="公文", help="它指的是这一件。")
@click.option("--undo", type=Count(1, 10**9), metavar="号", help="撤销第几号决定。")
@click.option("--history", is_flag=True, help="列出已作的决定。")
@who
@why
@as_json
def review(
    *,
    reference: str | None,
    action: str | None,
    target: str | None,
    undo: int | None,
    history: bool,
    who: str | None,
    why: str | None,
    as_json: bool,
) -> None:
    """待人核实的关系：列出，确认，否定，或改指另一件。"""
    by = who or getpass.getuser()
    if undo is not None:
        with open_archive(writable=True) as archive:
            archive.undo(undo, who=by, why=_reason(why))
        say(f"已撤销第 {undo} 号决定")
    elif history:
        with open_archive(writable=False) as archive:
            _print(archive.judgements(), as_json=as_json)
    elif reference is None:
        with open_archive(writable=False) as archive:
            doubts = archive.doubts(public=False)
        if as_json:
            print_json({"doubts": [doubt_json(doubt) for doubt in doubts]})
            return
        for doubt in doubts:
            click.echo("\n".join(_doubt_lines(doubt)))
        say(f"共 {len(doubts)} 条；用 fawen review 编号 --confirm、--reject 或 --to 公文 决定")
    else:
        if (action is None) == (target is None):
            raise click.UsageError("请在 --confirm、--reject、--to 公文 中选一个")
        with open_archive(writable=True) as archive:
            meant = archive.find(target).id if target else None
            number = archive.judge(
                action or "redirect", reference, who=by, why=_reason(why), target=meant
            )
        say(f"已记为第 {number} 号决定；用 fawen review --undo {number} 可以撤销")


@click.command(cls=Command)
@argument("notice", "公文")
@argument("name", "事项", type=Choice(list(_FACTS)))
@argument("value", "日期", type=Day())
@who
@why
def fact(*, notice: str, name: str, value: date, who: str | None, why: str | None) -> None:
    """录入原文没有写的日子，连同凭据；时效和依据都会引用它。"""
    with open_archive(writable=True) as archive:
        target = archive.find(notice)
        number = archive.enter(
            target.id, name, value, who=who or getpass.getuser(), why=_reason(why)
        )
    say(f"已录入{_FACTS[name]} {value}，是第 {number} 号决定，可用 fawen review --undo 撤销")


@click.command(cls=Command)
@argument("former", "原机关", required=False)
@argument("successor", "承接机关", required=False)
@argument("since", "日期", type=Day(), required=False)
@click.option(
    "--kind",
    type=Choice(["职责划入", "更名", "合并"]),
    default="职责划入",
    help="怎样承接的；默认职责划入。",
)
@who
@why
@as_json
def organ(
    *,
    former: str | None,
    successor: str | None,
    since: date | None,
    kind: str,
    who: str | None,
    why: str | None,
    as_json: bool,
) -> None:
    """哪个机关的职责从哪一天起由谁承接：列出，或录入一条，连同凭据。"""
    if former is None:
        with open_archive(writable=False) as archive:
            rows = archive.organs()
        if as_json:
            print_json(organs_json(rows))
            return
        for row in rows:
            entered = f"，{row.who}录入" if row.who else ""
            step = f"{row.since}  {row.former} → {row.successor}  {row.kind}"
            click.echo(f"{step}（{row.evidence}{entered}）")
        say(f"共 {len(rows)} 条")
        return
    if successor is None or since is None:
        raise click.UsageError("请写明原机关、承接机关和日期三项")
    with open_archive(writable=True) as archive:
        number = archive.succeed(
            former, successor, since, kind=kind, who=who or getpass.getuser(), why=_reason(why)
        )
    say(f"已录入，是第 {number} 号决定，可用 fawen review --undo {number} 撤销")


def _reason(why: str | None) -> str:
    if not why or not why.strip():
        raise click.UsageError("请用 --why 写明凭据，例如 --why '市政府网站发布页'")
    return why.strip()


def _doubt_lines(doubt: Doubt) -> Iterator[str]:
    source = doubt.source.number or doubt.source.title
    cited = doubt.number or (f"《{doubt.title}》" if doubt.title else "")
    yield f"{doubt.reference}  {source} {OUTGOING[doubt.type]} {cited}"
    yield f"    {doubt.section}：“{doubt.quote}”"
    if doubt.target:
        held = "（未收录）" if doubt.target.is_stub else ""
        yield f"    暂作：{doubt.target.number or doubt.target.title}{held}"
    if doubt.rivals:
        yield f"    可能是：{'、'.join(doubt.rivals)}"


def _print(judgements: tuple[Judgement, ...], *, as_json: bool) -> None:
    if as_json:
        print_json({"judgements": [judgement_json(one) for one in judgements]})
        return
    for one in judgements:
        click.echo(_judgement_line(one))
    say(f"共 {len(judgements)} 个决定")


def _judgement_line(one: Judgement) -> str:
    done = "（已撤销）" if one.is_undone else ""
    what: Any = one.quote or ""
    if one.action == "fact":
        what = (
            f"自{one.value}起{one.quote}{one.target}"
            if one.target
            else f"{_FACTS.get(one.name or '', one.name)} {one.value}"
        )
    elif one.action == "undo":
        what = f"第 {one.undoes} 号"
    elif one.target:
        what = f"{one.quote} → {one.target}"
    head = f"{one.id}  {one.decided_at.date()}  {one.who} {_ACTIONS[one.action]}{done}"
    return f"{head} {one.subject}：{what}（{one.why}）"
