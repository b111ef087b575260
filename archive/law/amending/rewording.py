"""Words replaced, deleted or put in at a place of the draft, and only there.

An order is carried out as a whole or not at all: words that do not stand at its place are told.
"""

from collections.abc import Callable, Iterator

from archive.law.amending import finding
from archive.law.amending.draft import Draft, Item, Paragraph, Unit
from archive.law.amending.finding import Unplaced
from archive.law.amending.model import Action, Cause, ClauseKind, Instruction, Place, Spot
from archive.law.amending.wording import without_division
from archive.law.amending.words import delete, exchange, insert

Change = Callable[[str], str]


def reword(draft: Draft, order: Instruction) -> None:
    """Replace, delete or put in words wherever the place has them."""
    if order.place.spot is Spot.WHOLE and _rename_heading(draft, order):
        return
    for words in order.words:
        # First only counted: an order is carried out as a whole or not at all.
        if not sum(_count(order, text, words) for _, text in _texts(draft, order.place)):
            raise Unplaced(Cause.NO_SUCH_WORDS, f"{order.place.written}中没有“{words}”")
    if order.action is Action.INSERT_WORDS or order.is_at_end:
        times = sum(_count(order, text, order.words[0]) for _, text in _texts(draft, order.place))
        if times > 1 and order.action is Action.INSERT_WORDS:
            raise Unplaced(Cause.AMBIGUOUS, f"{order.place.written}中有{times}处“{order.words[0]}”")
    for unit in {id(unit): unit for unit, _ in _texts(draft, order.place)}.values():
        before = list(unit.lines)
        _rewrite(unit, order.place, lambda text, at=unit: _changed(draft, order, text, at))  # type: ignore[misc]
        if unit.lines != before:
            draft.touch(unit)


def _count(order: Instruction, text: str, words: str) -> int:
    return exchange(text, words, words, is_last=order.is_at_end)[1]


def _changed(draft: Draft, order: Instruction, text: str, unit: Unit) -> str:
    new = "\n".join(order.wording)
    for words in order.words:
        if order.action is Action.REPLACE_WORDS:
            text, _ = exchange(text, words, new, is_last=order.is_at_end)
        elif order.action is Action.INSERT_WORDS:
            text, _ = insert(text, words, new, is_behind=order.is_behind)
        else:
            text, _, dropped = delete(text, words, is_last=order.is_at_end)
            if dropped:
                draft.doubt("MARK_DROPPED", f"删去“{words}”后，前后相连的标点只留一个", unit)
    return text


def _rename_heading(draft: Draft, order: Instruction) -> bool:
    """将“一、买卖合同的成立”修改为“一、买卖合同”: the words are a heading's, label and all."""
    for unit in draft.units:
        if unit.kind is ClauseKind.HEADING and order.action is Action.REPLACE_WORDS:
            printed = (unit.old_label or "") + unit.heading
            if exchange(printed, order.words[0], "")[0].strip() == "":
                unit.heading = without_division("".join(order.wording))
                draft.touch(unit)
                return True
    return False


def _scope(draft: Draft, place: Place) -> Iterator[tuple[Unit, Paragraph | None, Item | None]]:
    """What a place takes in: whole units, a 款, a 项.

    Raises: Unplaced.
    """
    if place.spot is Spot.TITLE:
        yield draft.units[0], None, None
    elif place.spot is Spot.HEADING:
        yield finding.heading(draft.units, place), None, None
    elif place.spot in (Spot.PREFACE, Spot.PASSAGE):
        units = finding.preface(draft.units)
        if place.spot is Spot.PASSAGE:
            units = units[(place.paragraph or 1) - 1 : place.paragraph]
        yield from ((unit, None, None) for unit in units)
    elif place.article is None:
        yield from ((unit, None, None) for unit in draft.units if not unit.is_gone)
    else:
        unit = finding.article(draft.units, place)
        if place.item:
            yield unit, *finding.item(unit, place)
        elif place.paragraph or place.spot is Spot.LEAD:
            yield unit, finding.paragraph(unit, place), None
        else:
            yield unit, None, None


def _texts(draft: Draft, place: Place) -> Iterator[tuple[Unit, str]]:
    for unit, paragraph, item in _scope(draft, place):
        if item is not None:
            yield unit, "\n".join([item.text, *item.below])
        elif paragraph is not None:
            yield from ((unit, line) for line in paragraph.lines)
        else:
            yield from ((unit, line) for line in unit.lines)


def _rewrite(unit: Unit, place: Place, change: Change) -> None:
    if place.item:
        _, item = finding.item(unit, place)
        _rewrite_item(item, change)
        return
    only = finding.paragraph(unit, place) if place.paragraph and place.article else None
    for paragraph in unit.paragraphs:
        if only is None or paragraph is only:
            paragraph.lead = change(paragraph.lead)
            for item in paragraph.items:
                _rewrite_item(item, change)
    if only is None:
        unit.heading = change(unit.heading)


def _rewrite_item(item: Item, change: Change) -> None:
    item.text = change(item.text)
    item.below = [change(line) for line in item.below]
