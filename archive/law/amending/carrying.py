"""One order, carried out on the draft; what cannot be is raised and listed."""

from collections.abc import Callable
from dataclasses import replace

from archive.law.amending import finding
from archive.law.amending.draft import Draft, Paragraph, Unit, entered, written
from archive.law.amending.finding import Unplaced
from archive.law.amending.model import (
    Action,
    Cause,
    ClauseKind,
    Instruction,
    Place,
    Spot,
)
from archive.law.amending.rewording import reword
from archive.law.amending.wording import item_of, paragraphs_of, without_division
from archive.law.amending.words import with_end_mark


def carry_out(draft: Draft, order: Instruction, count: int) -> None:
    """Do what is ordered; ``count`` is the order's place among those carried out.

    Raises: Unplaced, and nothing is changed.
    """
    draft.order = count
    _DOING[order.action](draft, order)


def _replace(draft: Draft, order: Instruction) -> None:
    place = order.place
    if place.spot in (Spot.PREFACE, Spot.PASSAGE):
        _replace_preface(draft, order)
        return
    unit = finding.article(draft.units, place)
    becomes = order.becomes
    if place.spot is Spot.LEAD:
        paragraph = finding.paragraph(unit, place)
        paragraph.lead = with_end_mark("\n".join(order.wording), paragraph.lead)
    elif place.point:
        raise Unplaced(Cause.NOT_UNDERSTOOD, f"不会替换目：{place.written}")
    elif place.item:
        _replace_item(unit, order)
    elif place.paragraph and becomes and becomes.article and not becomes.paragraph:
        _promote(draft, unit, order)
    elif place.paragraph:
        paragraph = finding.paragraph(unit, place)
        at = unit.paragraphs.index(paragraph)
        news = [written(one) for one in paragraphs_of(order.wording)]
        news[0].old = paragraph.old
        news[0].claims = becomes.paragraph if becomes else paragraph.claims
        unit.paragraphs[at : at + 1] = news
    else:
        number = unit.write(order.wording)
        claims = becomes.article if becomes else number
        if claims and claims != unit.old:
            unit.claims = claims
        if becomes and becomes.paragraph:
            _only_paragraph(unit, place).claims = becomes.paragraph
    draft.touch(unit)


def _promote(draft: Draft, unit: Unit, order: Instruction) -> None:
    """将第二款改为第十九条: a 款 leaves its article and is one of its own."""
    paragraph = finding.paragraph(unit, order.place)
    alone = Unit(ClauseKind.ARTICLE, None, None, None, paragraphs=[paragraph])
    if order.wording:
        alone.write(order.wording)
    else:
        paragraph.old = 1
    alone.claims = order.becomes.article if order.becomes else None
    unit.paragraphs = [one for one in unit.paragraphs if one is not paragraph]
    draft.insert_near(alone, unit, is_behind=True)
    draft.touch(unit)
    draft.touch(alone)


def _only_paragraph(unit: Unit, place: Place) -> Paragraph:
    """The only 款 of an article that becomes a 款 of a larger one.

    Raises: Unplaced.
    """
    alive = [one for one in unit.paragraphs if not one.is_gone and one.old is not None]
    if len(alive) != 1:
        raise Unplaced(Cause.AMBIGUOUS, f"{place.written}有几款，不能整条改为一款")
    return alive[0]


def _replace_item(unit: Unit, order: Instruction) -> None:
    _, old = finding.item(unit, order.place)
    new = item_of(order.wording)
    if new is None:
        raise Unplaced(Cause.AMBIGUOUS, f"新的文字不止一项：{order.place.written}")
    first, *below = new.text.split("\n")
    old.text = with_end_mark(first, old.text)
    old.below = below
    if order.becomes:
        old.claims = order.becomes.item


def _replace_preface(draft: Draft, order: Instruction) -> None:
    units = finding.preface(draft.units)
    if order.place.spot is Spot.PASSAGE:
        count = order.place.paragraph or 0
        if not 0 < count <= len(units):
            raise Unplaced(Cause.NO_SUCH_PLACE, f"原文中没有{order.place.written}")
        units = units[count - 1 : count]
    if not units:
        raise Unplaced(Cause.NO_SUCH_PLACE, f"原文中没有{order.place.written}")
    first, *rest = units
    first.paragraphs = [Paragraph(None, line) for line in order.wording]
    draft.touch(first)
    for unit in rest:
        unit.is_gone = True
        draft.touch(unit)


def _delete(draft: Draft, order: Instruction) -> None:
    place = order.place
    if place.spot is not None:
        raise Unplaced(Cause.NOT_UNDERSTOOD, f"不会整体删去{place.written}")
    unit = finding.article(draft.units, place)
    if place.point:
        raise Unplaced(Cause.NOT_UNDERSTOOD, f"不会删去目：{place.written}")
    if place.item:
        finding.item(unit, place)[1].is_gone = True
    elif place.paragraph:
        finding.paragraph(unit, place).is_gone = True
    else:
        unit.is_gone = True
    draft.touch(unit)


def _insert(draft: Draft, order: Instruction) -> None:
    target = order.becomes or Place()
    if not order.wording:
        return
    if target.item or (order.place.article and order.place.item):
        _insert_item(draft, order)
    elif target.paragraph or (order.place.article and order.is_inside):
        _insert_paragraph(draft, order)
    else:
        _insert_article(draft, order)


def _insert_article(draft: Draft, order: Instruction) -> None:
    near = None
    if order.place.article:
        near = finding.article(draft.units, order.place)
    unit = Unit(ClauseKind.ARTICLE, None, None, None)
    number = unit.write(order.wording)
    unit.claims = order.becomes.article if order.becomes else number
    if unit.claims is None and near is None:
        raise Unplaced(Cause.AMBIGUOUS, "没有说明新增的条文是第几条、放在哪一条之后")
    if number and unit.claims != number:
        raise Unplaced(Cause.CONFLICT, "新增条文自带的条号与决定所说的不同")
    if near is None and unit.claims and len(unit.claims) > 1:
        near = finding.article(draft.units, Place(article=unit.claims[:1]))
    if near is not None:
        draft.insert_near(unit, near, is_behind=order.is_behind)
    else:
        draft.units.append(unit)
    draft.touch(unit)


def _insert_paragraph(draft: Draft, order: Instruction) -> None:
    unit = finding.article(draft.units, order.place)
    news = [written(one) for one in paragraphs_of(order.wording)]
    if order.becomes is None or order.becomes.paragraph is None:
        raise Unplaced(Cause.AMBIGUOUS, f"没有说明{order.place.written}增加的是第几款")
    if len(news) > 1:
        raise Unplaced(Cause.AMBIGUOUS, "新增一款，新的文字却不止一款")
    news[0].claims = order.becomes.paragraph
    unit.paragraphs += news
    draft.touch(unit)


def _insert_item(draft: Draft, order: Instruction) -> None:
    unit = finding.article(draft.units, order.place)
    holder = finding.holder_of_items(unit, order.place)
    new = item_of(order.wording)
    claims = order.becomes.item if order.becomes else None
    if new is None or (claims is None and new.number is None):
        raise Unplaced(Cause.AMBIGUOUS, f"没有说明{order.place.written}增加的是第几项")
    added = entered(new)
    added.old, added.claims = None, claims or new.number
    holder.items.append(added)
    draft.touch(unit)


def _renumber(draft: Draft, order: Instruction) -> None:
    becomes = order.becomes or Place()
    unit = finding.article(draft.units, order.place)
    if order.place.item:
        finding.item(unit, order.place)[1].claims = becomes.item
    elif order.place.paragraph and not becomes.paragraph:
        _promote(draft, unit, order)
    elif order.place.paragraph:
        finding.paragraph(unit, order.place).claims = becomes.paragraph
    else:
        if becomes.paragraph:
            _only_paragraph(unit, order.place).claims = becomes.paragraph
        unit.claims = becomes.article
    draft.touch(unit)


def _renumber_all(draft: Draft, order: Instruction) -> None:
    del order
    draft.says_renumber = True


def _merge(draft: Draft, order: Instruction) -> None:
    others = [finding.article(draft.units, place) for place in order.others]
    place = order.place
    if place.item:
        raise Unplaced(Cause.NOT_UNDERSTOOD, f"不会合并项：{place.written}")
    if place.paragraph:
        gone = [finding.paragraph(unit, at) for unit, at in zip(others, order.others, strict=True)]
        _replace(draft, replace(order, action=Action.REPLACE, others=()))
        for paragraph in gone:
            paragraph.is_gone = True
        return
    _replace(draft, replace(order, action=Action.REPLACE, others=()))
    for unit in others:
        unit.is_gone = True
        draft.touch(unit)


def _rename(draft: Draft, order: Instruction) -> None:
    unit = draft.units[0]
    if order.place.spot is Spot.HEADING:
        unit = finding.heading(draft.units, order.place)
    unit.heading = without_division("".join(order.wording))
    draft.touch(unit)


_DOING: dict[Action, Callable[[Draft, Instruction], None]] = {
    Action.REPLACE: _replace,
    Action.DELETE: _delete,
    Action.INSERT: _insert,
    Action.RENUMBER: _renumber,
    Action.RENUMBER_ALL: _renumber_all,
    Action.MERGE: _merge,
    Action.RENAME: _rename,
    Action.REPLACE_WORDS: reword,
    Action.DELETE_WORDS: reword,
    Action.INSERT_WORDS: reword,
}
