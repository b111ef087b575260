"""A place that a decision names → the unit, 款 or 项 of the old text."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from archive.errors import FawenError
from archive.law.amending.draft import Item, Paragraph, Unit
from archive.law.amending.model import Cause, ClauseKind, Place, Spot

T = TypeVar("T")


class Unplaced(FawenError):
    """An order's place or words are missing or not the only ones; it is listed, not raised on."""

    def __init__(self, cause: Cause, problem: str) -> None:
        super().__init__(problem, "请对照原文和决定人工处理")
        self.cause = cause


def article(units: Sequence[Unit], place: Place) -> Unit:
    """The article with that old number.

    Raises: Unplaced.
    """
    found = [one for one in units if one.kind is ClauseKind.ARTICLE and one.old == place.article]
    if place.article is None:
        raise Unplaced(Cause.AMBIGUOUS, "没有说明是哪一条")
    return _only(found, place._replace(paragraph=None, item=None, point=None, spot=None))


def paragraph(unit: Unit, place: Place) -> Paragraph:
    """The 款 that is named; without one, the only one.

    Raises: Unplaced.
    """
    alive = [one for one in unit.paragraphs if not one.is_gone]
    if place.paragraph is None:
        if len(alive) == 1:
            return alive[0]
        with_items = [one for one in alive if one.items]
        if place.spot is Spot.LEAD and len(with_items) == 1:
            return with_items[0]
        raise Unplaced(Cause.AMBIGUOUS, f"{place.written}有几款，没有说明是哪一款")
    return _only([one for one in alive if one.old == place.paragraph], place)


def item(unit: Unit, place: Place) -> tuple[Paragraph, Item]:
    """The 项 that is named, and its 款.

    Raises: Unplaced.
    """
    within = [paragraph(unit, place)] if place.paragraph else list(_alive(unit))
    found = [
        (one, entry)
        for one in within
        for entry in one.items
        if entry.old == place.item and not entry.is_gone
    ]
    return _only(found, place)


def holder_of_items(unit: Unit, place: Place) -> Paragraph:
    """The 款 into which a 项 goes.

    Raises: Unplaced.
    """
    if place.paragraph:
        return paragraph(unit, place)
    return _only([one for one in _alive(unit) if one.items], place)


def heading(units: Sequence[Unit], place: Place) -> Unit:
    """The heading of a division.

    Raises: Unplaced.
    """
    named = [one for one in units if one.division == place.division and not one.is_gone]
    return _only(named, place)


def preface(units: Sequence[Unit]) -> list[Unit]:
    """The paragraphs before the first article or heading."""
    found: list[Unit] = []
    for one in units:
        if one.kind in (ClauseKind.ARTICLE, ClauseKind.HEADING):
            break
        if one.kind is ClauseKind.PREFACE:
            found.append(one)
    return found


def _alive(unit: Unit) -> Iterator[Paragraph]:
    return (one for one in unit.paragraphs if not one.is_gone)


def _only(found: Sequence[T], place: Place) -> T:
    if not found:
        raise Unplaced(Cause.NO_SUCH_PLACE, f"原文中没有{place.written}")
    if len(found) > 1:
        raise Unplaced(Cause.AMBIGUOUS, f"原文中有{len(found)}处{place.written}")
    return found[0]
