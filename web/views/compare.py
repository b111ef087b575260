"""Comparison of two texts: choosing them, and the table of what differs."""

from dataclasses import dataclass
from enum import StrEnum

from flask import Blueprint, render_template, request

from archive.errors import NoticeNotFound
from archive.law.compare.model import ChangeType, Outcome
from archive.record import Compared
from web.asking import Day, PageNotFound, RequestError, asked_day, asked_page, asked_text, site
from web.failures import NOT_FOUND, public_record
from web.present.comparison import ROWS_A_PAGE, Wanted, comparison_view
from web.present.sides import SideView, common_title, side_view

blueprint = Blueprint("compare", __name__)

_SWITCH = ("", "1")


class Manner(StrEnum):
    """How two texts are compared."""

    VERSIONS = "versions"
    COUNTERPARTS = "counterparts"
    """As rules of two places on one subject."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The two texts that a request names."""

    old: Compared
    new: Compared


@blueprint.get("/compare")
def page() -> str:
    """``?old=`` and ``?new=`` side by side; with one of them or none, the way to choose."""
    old, new, day = asked_text("old"), asked_text("new"), asked_day()
    if not old or not new:
        return render_template("compare_choose.html")
    pair = Pair(public_text(old, day), public_text(new, day))
    wanted, number = asked_rows(), asked_page()
    comparison = site().desk.compared(pair.old, pair.new)
    view = comparison_view(
        comparison,
        wanted,
        page=number,
        page_size=ROWS_A_PAGE,
        anchor=asked_text("row") or None,
    )
    if number > view.paging.pages:
        pages = view.paging.pages
        raise PageNotFound(f"没有第 {number} 页，对照表只有 {pages} 页", "回到第 1 页。")
    sides = both_sides(pair, day)
    common = common_title(side.title for side in sides)
    return render_template(
        "compare.html",
        heading="新旧条文对照" if common else "条文对照",
        common=common,
        view=view,
        sides=sides,
        chosen={"old": old, "new": new, **_chosen(view.wanted)},
        pinned={"old": pair.old.pin, "new": pair.new.pin, "on": day.value.isoformat()},
    )


def public_text(name: str, day: Day) -> Compared:
    """The text of that name, as far as the public may see it.

    Raises: NoticeNotFound; AmbiguousNotice; Withdrawn.
    """
    side = site().library.compared(name, day.value)
    if side.record is None:
        raise NoticeNotFound(NOT_FOUND.problem, NOT_FOUND.remedy)
    public_record(side.record)
    return side


def both_sides(pair: Pair, day: Day) -> tuple[SideView, SideView]:
    """What is said of the two texts on that day."""
    return _side("旧", pair.old, day), _side("新", pair.new, day)


def _side(word: str, side: Compared, day: Day) -> SideView:
    conclusion = None
    if side.id:
        try:
            conclusion = site().library.status(side.id, side.key, day.value)
        except NoticeNotFound:  # that day's text has no such part
            conclusion = site().library.status(side.id, None, day.value)
    return side_view(word, side, conclusion, day.value)


def asked_manner() -> Manner:
    """``?as=``; versions of a text where nothing is said.

    Raises: RequestError.
    """
    typed = asked_text("as")
    if typed and typed not in list(Manner):
        raise RequestError(f"as 不能是“{typed[:40]}”", f"可以写的有：{'、'.join(Manner)}")
    return Manner(typed) if typed else Manner.VERSIONS


def asked_rows() -> Wanted:
    """Which rows ``?outcome=``, ``?type=``, ``?show=`` and ``?layout=`` ask for.

    Raises: RequestError when one is none of its values.
    """
    outcomes = _several("outcome", [one.value for one in Outcome])
    types = _several("type", [one.value for one in ChangeType])
    show, layout = asked_text("show"), asked_text("layout")
    if show not in ("", "all"):
        raise RequestError(f"show 不能是“{show[:40]}”", "可以写 show=all，或不写")
    if layout not in _SWITCH:
        raise RequestError(f"layout 不能是“{layout[:40]}”", "可以写 layout=1，或不写")
    return Wanted(
        frozenset(map(Outcome, outcomes)),
        frozenset(map(ChangeType, types)),
        is_whole=show == "all",
        has_layout=layout == "1",
    )


def _several(name: str, allowed: list[str]) -> list[str]:
    """The values of a filter, each written in a parameter of its own."""
    typed = request.args.getlist(name)
    for value in typed:
        if value not in allowed:
            raise RequestError(f"{name} 不能是“{value[:40]}”", f"可以写的有：{'、'.join(allowed)}")
    return typed


def _chosen(wanted: Wanted) -> dict[str, object]:
    """The rows wanted, as the address carries them."""
    return {
        "outcome": sorted(wanted.outcomes) or None,
        "type": sorted(wanted.types) or None,
        "show": "all" if wanted.is_whole else None,
        "layout": "1" if wanted.has_layout else None,
    }
