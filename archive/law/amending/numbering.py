"""The draft with all orders carried out → its units in their new order, under their new numbers.

The 条 get new numbers only where the decision says so: one by one, or 条文顺序作相应调整. A 款 has
no printed number and the 项 of a 款 follow each other, so these always take their place.
"""

import re
from collections.abc import Iterator, Sequence

from archive.law.amending.draft import Draft, Item, Paragraph, Unit
from archive.law.amending.model import ClauseKind, Number, format_label
from archive.law.amending.sequence import sequence
from archive.notice.numerals import format_numeral

# 一、, （一）, 1.
_COUNTED = re.compile(r"^(?P<before>[（(]?)(?P<number>[^（()）、.．]+)(?P<after>[)）、.．]?)")


def settle(draft: Draft) -> list[Unit]:
    """All units that remain, in their new order; doubts are noted on the draft."""
    for unit in draft.units:
        if unit.kind is ClauseKind.ARTICLE and not unit.is_gone:
            _settle_paragraphs(draft, unit)
    articles = [unit for unit in draft.units if unit.kind is ClauseKind.ARTICLE]
    alive = [unit for unit in articles if not unit.is_gone]
    ordered = _in_sequence(alive) if draft.says_renumber else _as_told(draft, alive)
    return _with_headings(draft, ordered)


# --- 条 -----------------------------------------------------------------------------------------


def _in_sequence(alive: Sequence[Unit]) -> list[Unit]:
    """Numbered anew from the first to the last, claims kept; 之一 stays with its base."""
    below = [unit for unit in alive if unit.claims and len(unit.claims) > 1]
    plain = [unit for unit in alive if unit not in below]
    claims = {unit.claims[0]: at for at, unit in enumerate(plain) if unit.claims}
    ordered = [plain[at] for at in sequence(range(len(plain)), claims)]
    for count, unit in enumerate(ordered, start=1):
        unit.number = (count,)
    for unit in below:
        unit.number = unit.claims
        at = (
            max(
                (at for at, one in enumerate(ordered) if one.number and one.number <= unit.claims),
                default=-1,
            )
            if unit.claims
            else -1
        )
        ordered.insert(at + 1, unit)
    return ordered


def _as_told(draft: Draft, alive: Sequence[Unit]) -> list[Unit]:
    """Each under the number that it claims or had."""
    for unit in alive:
        unit.number = unit.claims or unit.old
    numbered = [unit.number for unit in alive if unit.number]
    if len(set(numbered)) < len(numbered):
        twice = sorted({one for one in numbered if numbered.count(one) > 1})
        draft.doubt(
            "NUMBERS_NOT_ADJUSTED",
            "决定没有说条文顺序作相应调整，下列条号重复："
            + "、".join(format_label(one) for one in twice),
        )
    gone = [unit for unit in draft.units if unit.is_gone and unit.kind is ClauseKind.ARTICLE]
    free = [unit.old_label or "" for unit in gone if unit.old not in numbered]
    if free:
        draft.doubt(
            "NUMBERS_NOT_ADJUSTED", "决定没有说条文顺序作相应调整，下列条号空缺：" + "、".join(free)
        )
    if any(unit.claims for unit in alive):
        order = {id(unit): at for at, unit in enumerate(alive)}
        last: Number = ()
        keys: dict[int, tuple[Number, bool, int]] = {}
        for unit in alive:
            last = unit.number or last
            keys[id(unit)] = (last, unit.old is None, order[id(unit)])
        return sorted(alive, key=lambda unit: keys[id(unit)])
    return list(alive)


def _with_headings(draft: Draft, ordered: Sequence[Unit]) -> list[Unit]:
    """Titles, headings and prefaces before the articles that they stood before."""
    ahead: dict[int, list[Unit]] = {}
    waiting: list[Unit] = []
    for unit in draft.units:
        if unit.kind is not ClauseKind.ARTICLE:
            if not unit.is_gone:
                waiting.append(unit)
        elif not unit.is_gone and unit.old is not None and waiting:
            ahead[id(unit)] = waiting
            waiting = []
    placed: list[Unit] = []
    for unit in ordered:
        headings = ahead.get(id(unit), [])
        if placed and placed[-1].old is None and any(one.division for one in headings):
            draft.doubt(
                "PLACE_UNCERTAIN",
                f"新增的{format_label(placed[-1].number or (0,))}在两章之间，暂放在前一章末尾",
            )
        placed += (*headings, unit)
    return [*placed, *waiting]


# --- 款 and 项 ----------------------------------------------------------------------------------


def _settle_paragraphs(draft: Draft, unit: Unit) -> None:
    alive = [one for one in unit.paragraphs if not one.is_gone]
    claims = {one.claims: at for at, one in enumerate(alive) if one.claims}
    unit.paragraphs = [alive[at] for at in sequence(range(len(alive)), claims)]
    for count, paragraph in enumerate(unit.paragraphs, start=1):
        if paragraph.claims and paragraph.claims != count:
            draft.doubt(
                "PLACE_UNCERTAIN",
                f"决定说是第{format_numeral(paragraph.claims)}款，整合后是第{format_numeral(count)}款",
                unit,
            )
        _settle_items(draft, unit, paragraph)


def _settle_items(draft: Draft, unit: Unit, paragraph: Paragraph) -> None:
    if not any(item.claims or item.is_gone for item in paragraph.items):
        return
    alive = [item for item in paragraph.items if not item.is_gone]
    claims = {item.claims: at for at, item in enumerate(alive) if item.claims}
    style = next((item.label for item in paragraph.items if item.old and item.label), "（一）")
    was_last = next((item for item in reversed(paragraph.items) if item.old), None)
    paragraph.items = [alive[at] for at in sequence(range(len(alive)), claims)]
    relabelled = False
    for count, item in enumerate(paragraph.items, start=1):
        label = _label_like(style, count)
        relabelled |= bool(item.label) and item.claims is None and item.old != count
        item.label = label
    if relabelled:
        draft.doubt("ITEMS_RELABELLED", "其后各项的序号随之顺延，决定没有明说", unit)
    if _mark_ends(paragraph.items, was_last):
        draft.doubt("ITEM_MARKS", "项末的分号、句号随新的次序补上或调整", unit)


def _label_like(style: str, count: int) -> str:
    match = _COUNTED.match(style)
    if not match:
        return f"（{format_numeral(count)}）"
    number = str(count) if match["number"].isdecimal() else format_numeral(count)
    return match["before"] + number + match["after"]


def _mark_ends(items: Sequence[Item], was_last: Item | None) -> bool:
    """The last 项 ends with a full stop, those before it do not."""
    changed = False
    for item, is_last in _marked(items):
        end = item.text[-1:]
        if is_last and end in tuple("；;"):
            item.text = item.text[:-1] + "。"
            changed = True
        elif not is_last and end == "。" and item is was_last:
            item.text = item.text[:-1] + "；"
            changed = True
        elif item.old is None and end not in tuple("。；;：:，,"):
            # 作为第二项：“（二）…标准”。 — quoted items often leave their mark out.
            item.text += "。" if is_last else "；"
            changed = True
    return changed


def _marked(items: Sequence[Item]) -> Iterator[tuple[Item, bool]]:
    return ((item, at == len(items) - 1) for at, item in enumerate(items) if not item.below)
