"""Comparison of two texts: choosing them, and the table of what differs."""

from dataclasses import dataclass
from enum import StrEnum

from flask import Blueprint, Response, render_template, request

from archive.errors import NoticeNotFound
from archive.law.compare.model import ChangeType, Outcome
from archive.record import Compared
from web.asking import Day, PageNotFound, RequestError, asked_day, asked_page, asked_text, site
from web.desk import side_views
from web.failures import NOT_FOUND, public_record
from web.present.comparison import ROWS_A_PAGE, Wanted, comparison_view
from web.present.counterparts import NAMES, ONLY, SORTS, counterparts_view
from web.present.sides import SideView, common_title
from web.views.originals import disposition
from web.word.contrast import contrast_docx
from web.word.counterparts import counterparts_docx
from web.word.sheet import MEDIA_TYPE

blueprint = Blueprint("compare", __name__)

_SWITCH = ("", "1")
_LONGEST_NAME = 80


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
    pair = asked_pair()
    if asked_manner() is Manner.COUNTERPARTS:
        return _counterparts_page(pair, day)
    return _versions_page(pair, day)


def _versions_page(pair: Pair, day: Day) -> str:
    number = asked_page()
    view = comparison_view(
        site().desk.compared(pair.old, pair.new),
        asked_rows(),
        page=number,
        page_size=ROWS_A_PAGE,
        anchor=asked_text("row") or None,
    )
    if number > view.paging.pages:
        pages = view.paging.pages
        raise PageNotFound(f"没有第 {number} 页，对照表只有 {pages} 页", "回到第 1 页。")
    sides = side_views(site().library, pair.old, pair.new, day.value)
    common = common_title(side.title for side in sides)
    return render_template(
        "compare.html",
        heading="新旧条文对照" if common else "条文对照",
        common=common,
        view=view,
        sides=sides,
        chosen={"old": asked_text("old"), "new": asked_text("new"), **_chosen(view.wanted)},
        pinned=_pinned(pair, day),
    )


def _counterparts_page(pair: Pair, day: Day) -> str:
    only = asked_only()
    return render_template(
        "counterparts.html",
        view=counterparts_view(site().desk.counterparts(pair.old, pair.new), only=only),
        sides=side_views(site().library, pair.old, pair.new, day.value, NAMES),
        chosen={
            "old": asked_text("old"),
            "new": asked_text("new"),
            "as": Manner.COUNTERPARTS.value,
            "only": only,
        },
        pinned=_pinned(pair, day),
        names=NAMES,
        sorts=SORTS,
    )


def _pinned(pair: Pair, day: Day) -> dict[str, str | None]:
    """What a lasting link says: the very texts, and the day of the statuses."""
    return {"old": pair.old.pin, "new": pair.new.pin, "on": day.value.isoformat()}


@blueprint.get("/compare.docx")
def word() -> Response:
    """The same rows as a Word document; ``?show=all`` for the whole text."""
    pair, day, made_on = asked_pair(), asked_day(), site().clock()
    if asked_manner() is Manner.COUNTERPARTS:
        table = counterparts_view(site().desk.counterparts(pair.old, pair.new), only=asked_only())
        sides = side_views(site().library, pair.old, pair.new, day.value, NAMES)
        content = counterparts_docx(table, sides, on=day.value, made_on=made_on)
        return download(content, MEDIA_TYPE, "同类规定对照表.docx")
    view = comparison_view(site().desk.compared(pair.old, pair.new), asked_rows())
    sides = side_views(site().library, pair.old, pair.new, day.value)
    content = contrast_docx(view, sides, on=day.value, made_on=made_on)
    return download(content, MEDIA_TYPE, f"{file_name(sides)}.docx")


def download(content: bytes, media_type: str, name: str) -> Response:
    """A file that the browser saves under that name."""
    response = Response(content, mimetype=media_type)
    response.headers["Content-Disposition"] = disposition(name, inline=False)
    return response


def file_name(sides: tuple[SideView, SideView]) -> str:
    """``停车管理办法 新旧条文对照表``."""
    common = common_title(side.title for side in sides)
    named = f"{common} 新旧条文对照表" if common else f"{sides[1].title} 条文对照表"
    return named[:_LONGEST_NAME]


def asked_pair() -> Pair:
    """Both texts of the address.

    Raises: RequestError where one is missing; NoticeNotFound; AmbiguousNotice; Withdrawn.
    """
    old, new, day = asked_text("old"), asked_text("new"), asked_day()
    if not old or not new:
        raise RequestError("没有说要比对哪两个文本", "在地址里写上 ?old=旧文本&new=新文本")
    return Pair(public_text(old, day), public_text(new, day))


def public_text(name: str, day: Day) -> Compared:
    """The text of that name, as far as the public may see it.

    Raises: NoticeNotFound; AmbiguousNotice; Withdrawn.
    """
    side = site().library.compared(name, day.value)
    if side.record is None:
        raise NoticeNotFound(NOT_FOUND.problem, NOT_FOUND.remedy)
    public_record(side.record)
    return side


def asked_manner() -> Manner:
    """``?as=``; versions of a text where nothing is said.

    Raises: RequestError.
    """
    typed = asked_text("as")
    if typed and typed not in list(Manner):
        raise RequestError(f"as 不能是“{typed[:40]}”", f"可以写的有：{'、'.join(Manner)}")
    return Manner(typed) if typed else Manner.VERSIONS


def asked_only() -> str | None:
    """``?only=``: clauses that both texts have, or one alone.

    Raises: RequestError.
    """
    typed = asked_text("only")
    if typed and typed not in ONLY:
        raise RequestError(f"only 不能是“{typed[:40]}”", f"可以写的有：{'、'.join(ONLY)}")
    return typed or None


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
