"""A proposal → JSON, and the lines for a terminal; both say that it is not official."""

from collections.abc import Iterable, Iterator
from typing import Any

from archive.law.amending.consolidation import text_of_proposal
from archive.law.amending.model import (
    Clause,
    ClauseKind,
    Instruction,
    Left,
    Passage,
    Place,
    Proposal,
)
from archive.notice.model import run_in
from archive.record import Compared

Json = dict[str, Any]
"""One JSON object; what leaves the program, so the place for ``Any``."""

UNOFFICIAL = (
    "非官方整合稿：由程序按修改决定在原文上整合，未经制定机关核对，以制定机关公布的文本为准"
)
_SHOWN = 60
"""Characters of an order that are enough to know it."""


def proposal_json(old: Compared, decision: Compared, proposal: Proposal) -> Json:
    """What ``fawen amend --json`` prints.

    ``orders`` of a clause count in ``instructions``; ``evidence`` counts code points of the named
    section of the decision, in its text or its heading.
    """
    return {
        "unofficial": UNOFFICIAL,
        "old": _side(old),
        "decision": _side(decision),
        "is_complete": proposal.is_complete,
        "says_renumber": proposal.says_renumber,
        "title": proposal.title,
        "text": text_of_proposal(proposal),
        "clauses": [_clause(clause) for clause in proposal.clauses],
        "deleted": [_clause(clause) for clause in proposal.deleted],
        "instructions": [_instruction(one) for one in proposal.instructions],
        "left": [_left(one) for one in proposal.left],
        "shifted": [
            {
                "label": one.label,
                "quote": one.quote,
                "target": one.target,
                "becomes": one.becomes,
            }
            for one in proposal.shifted
        ],
        "doubts": [
            {"code": one.code, "message": one.message, "label": one.label}
            for one in proposal.doubts
        ],
    }


def _side(side: Compared) -> Json:
    return {
        "name": side.name,
        "id": side.id,
        "number": side.notice.number,
        "title": side.notice.display_title,
        "expression": side.expression,
    }


def _clause(clause: Clause) -> Json:
    return {
        "kind": clause.kind,
        "label": clause.label,
        "text": clause.text,
        "old_label": clause.old_label,
        "old_key": clause.old_key,
        "orders": list(clause.orders),
    }


def _instruction(one: Instruction) -> Json:
    return {
        "action": one.action,
        "act": one.act,
        "place": one.place.written,
        "becomes": _written(one.becomes),
        "others": [place.written for place in one.others],
        "words": list(one.words),
        "wording": list(one.wording),
        "evidence": _evidence(one.passages),
    }


def _left(one: Left) -> Json:
    return {
        "cause": one.cause,
        "message": one.message,
        "place": _written(one.instruction.place if one.instruction else None),
        "evidence": _evidence(one.passages),
    }


def _evidence(passages: Iterable[Passage]) -> list[Json]:
    return [
        {
            "section": one.section,
            "within": one.within,
            "start": one.start,
            "stop": one.stop,
            "quote": one.quote,
        }
        for one in passages
    ]


def _written(place: Place | None) -> str | None:
    return place.written if place else None


def proposal_text(proposal: Proposal) -> str:
    """The consolidated text alone, with what it is under its title: to be read or compared."""
    title, _, body = text_of_proposal(proposal).partition("\n")
    return f"{title}\n\n（{UNOFFICIAL}）\n\n{body}"


def proposal_lines(old: Compared, decision: Compared, proposal: Proposal) -> Iterator[str]:
    """The proposal for people: what it is, the text with its changes, and what is left to do."""
    yield f"【{UNOFFICIAL}】"
    yield f"原文：{old.called}"
    yield f"决定：{decision.called}"
    yield f"已执行 {len(proposal.instructions)} 条指令；未执行 {len(proposal.left)} 处"
    yield ""
    for clause in proposal.clauses:
        yield from run_in(clause.label, clause.text).split("\n")
        yield from _told(clause, proposal.instructions)
    for clause in proposal.deleted:
        yield f"〔删去〕{clause.old_label or ''}"
        yield from _told(clause, proposal.instructions)
    yield from _listed(
        "未执行的指令（须人工处理）",
        (f"{one.message}：{_short(one.quote)}" for one in proposal.left),
    )
    yield from _listed(
        "条号变动后须核对的内部引用（未改动）",
        (
            f"{one.label}中的“{one.quote}”：原{one.target}，现{one.becomes or '已删去'}"
            for one in proposal.shifted
        ),
    )
    yield from _listed(
        "存疑",
        (f"{one.label}：{one.message}" if one.label else one.message for one in proposal.doubts),
    )


def _told(clause: Clause, orders: tuple[Instruction, ...]) -> Iterator[str]:
    """Below a clause: its old label, and the words of the decision that changed it."""
    if clause.is_renumbered:
        yield f"    〔原{clause.old_label}〕"
    elif clause.kind is ClauseKind.ARTICLE and clause.old_label is None:
        yield "    〔新增〕"
    for quote in dict.fromkeys(_short(orders[at].quote) for at in clause.orders):
        yield f"    〔依决定：{quote}〕"


def _listed(head: str, lines: Iterable[str]) -> Iterator[str]:
    listed = list(lines)
    if listed:
        yield ""
        yield f"{head}："
        yield from (f"  {count}. {line}" for count, line in enumerate(listed, start=1))


def _short(words: str) -> str:
    bare = " ".join(words.split())
    return bare if len(bare) <= _SHOWN else f"{bare[:_SHOWN]}……"
