"""Old text + decision → the consolidated text as a proposal, each change linked to its order.

::

    decision ─ orders_of ─▶ orders ─ carry_out ─▶ draft ─ settle ─▶ units ─▶ Proposal

Orders about other texts of a package decision are left out. An order that cannot be carried out
changes nothing and is listed with its reason.
"""

from archive.errors import FawenError
from archive.law.amending.carrying import carry_out
from archive.law.amending.draft import Draft, Unit, units_of
from archive.law.amending.finding import Unplaced
from archive.law.amending.model import (
    Clause,
    ClauseKind,
    Instruction,
    Left,
    Orders,
    Proposal,
)
from archive.law.amending.numbering import settle
from archive.law.amending.orders import orders_of
from archive.law.amending.references import shifted_in, written_label
from archive.law.titles import core_key, title_key
from archive.notice.model import Component, Notice, Role


class NotAmended(FawenError):
    """The decision orders nothing about that text."""


def consolidate(old: Notice, decision: Notice) -> Proposal:
    """The old text with the decision's orders carried out.

    Raises: NotAmended where the decision amends other texts only, or none.
    """
    component, orders = _about(orders_of(decision), old)
    draft = Draft(units_of(component, _title(old, component)))
    carried: list[Instruction] = []
    left: list[Left] = list(orders.left)
    for order in orders.instructions:
        try:
            carry_out(draft, order, len(carried))
        except Unplaced as unplaced:
            left.append(Left(unplaced.cause, unplaced.problem, order.passages, order.act, order))
        else:
            carried.append(order)
    everything = list(draft.units)
    remaining = settle(draft)
    return Proposal(
        draft.units[0].heading,
        tuple(_clause(unit) for unit in remaining),
        tuple(_clause(unit) for unit in everything if unit.is_gone),
        tuple(carried),
        tuple(left),
        tuple(shifted_in(old, everything)),
        tuple(draft.doubts),
        draft.says_renumber,
    )


def _about(orders: Orders, old: Notice) -> tuple[Component, Orders]:
    """The component that the decision amends, and the orders about it.

    Raises: NotAmended.
    """
    if not orders.instructions and not orders.left:
        raise NotAmended(
            "没有读出修改指令", "确认第二个参数是修改决定；用 fawen explain 查看它怎样被读"
        )
    # 办法 first: a decision names the rule, not the notice that carries it.
    ruled = sorted(old.components, key=lambda one: one.role is not Role.MAIN)
    for component in ruled:
        names = {_title(old, component), old.display_title}
        mine: set[str | None] = {
            act for act in orders.acts if any(is_named(act, name) for name in names if name)
        }
        if mine or not orders.acts:
            mine.add(None)  # What names no act is about the one that all others name.
            return component, Orders(
                tuple(one for one in orders.instructions if one.act in mine),
                tuple(one for one in orders.left if one.act in mine),
                orders.acts,
            )
    named = "、".join(f"《{act}》" for act in orders.acts[:5])
    raise NotAmended(
        f"该决定修改的是{named}{'等' if len(orders.acts) > 5 else ''}，不是《{old.display_title}》",
        "核对原文的标题，或换成对应的决定",
    )


def _title(old: Notice, component: Component) -> str:
    return component.title or old.title or old.title_inferred or ""


def is_named(act: str, title: str) -> bool:
    """Whether a decision's name for a text means the text of that title.

    刑法 is 中华人民共和国刑法; an issuer in front may be left out.
    """
    named, full = title_key(act), title_key(title)
    return named == full or core_key(named) == core_key(full)


def _clause(unit: Unit) -> Clause:
    label = unit.old_label if unit.is_gone else written_label(unit)
    return Clause(
        unit.kind,
        label or None,
        "\n".join(unit.lines),
        unit.old_label,
        unit.key,
        tuple(unit.orders),
        unit.is_gone,
    )


def text_of_proposal(proposal: Proposal) -> str:
    """The consolidated text alone, a unit a paragraph, as it may be read again."""
    lines: list[str] = []
    for clause in proposal.clauses:
        if clause.kind is ClauseKind.TITLE:
            lines.append(f"# {clause.text}")
            continue
        divider = "　" if clause.label and not clause.label.endswith(("、", "）")) else ""
        lines += ((clause.label or "") + divider + clause.text).split("\n")
    return "\n".join(line for line in lines if line.strip()) + "\n"
