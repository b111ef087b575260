"""Comparison of two texts: choosing them, the table of what differs, and the same as files."""

from urllib.parse import unquote

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from archive.saying import say
from web import standalone
from web.asking import Day, PageNotFound, asked_day, asked_page, asked_text, link, root, site
from web.choosing import Chosen, choose, offers
from web.comparing import (
    Manner,
    Pair,
    asked_manner,
    asked_only,
    asked_pair,
    asked_rows,
    row_arguments,
)
from web.desk import side_views
from web.present.comparison import ROWS_A_PAGE, ComparisonView, comparison_view
from web.present.counterparts import NAMES, SORTS, CounterpartsView, counterparts_view
from web.present.language import gettext as _
from web.present.results import Paging
from web.present.sides import SideView, common_title
from web.uploads import MOST_BYTES
from web.views.originals import disposition
from web.word.contrast import contrast_docx
from web.word.counterparts import counterparts_docx
from web.word.sheet import MEDIA_TYPE

blueprint = Blueprint("compare", __name__)

_LONGEST_NAME = 80
Sides = tuple[SideView, SideView]


@blueprint.get("/compare")
def page() -> str | BaseResponse | tuple[str, int]:
    """``?old=`` and ``?new=`` side by side; where one is missing or unknown, the way to choose."""
    if dated := _with_days():
        return redirect(link("compare.page", **dated))
    day, manner = asked_day(), asked_manner()
    old, new = choose("old", day), choose("new", day)
    if old.side is None or new.side is None:
        return _choice(old, new, day, manner)
    pair = Pair(old.side, new.side)
    if manner is Manner.COUNTERPARTS:
        return _counterparts_page(pair.rules, day)
    return _versions_page(pair, day)


def _with_days() -> dict[str, str] | None:
    """The form has a field for each day: ``焦政办-2021-65`` and a day are one name."""
    days = {name: asked_text(f"{name}_on") for name in ("old", "new")}
    if not any(days.values()) and not any(f"{name}_on" in request.args for name in days):
        return None
    found = {name: asked_text(name) for name in ("old", "new", "as") if asked_text(name)}
    for name, day in days.items():
        if day and name in found:
            bare, hash_, key = found[name].partition("#")
            found[name] = f"{bare.partition('@')[0]}@{day}{hash_}{key}"
    return found


def _choice(old: Chosen, new: Chosen, day: Day, manner: Manner) -> tuple[str, int]:
    """What is known of either side, and what the missing one may be."""
    is_lost = any(one.typed and one.side is None for one in (old, new))
    page = render_template(
        "compare_choose.html",
        asked=(old, new),
        offers=offers(old, new, day),
        manner=manner,
        most_mb=MOST_BYTES // 1_000_000,
    )
    return page, 404 if is_lost else 200


def _versions_page(pair: Pair, day: Day) -> str:
    number = asked_page()
    view = comparison_view(
        site().desk.compared(pair.old, pair.new),
        asked_rows(),
        page=number,
        page_size=ROWS_A_PAGE,
        anchor=asked_text("row") or None,
    )
    _require_page(number, view.paging)
    sides = side_views(site().library, pair.old, pair.new, day.value)
    common = common_title(side.title for side in sides)
    return render_template(
        "compare.html",
        heading=_("新旧条文对照") if common else _("条文对照"),
        common=common,
        view=view,
        sides=sides,
        chosen={**_asked_names(), **row_arguments(view.wanted)},
        pinned=pair.pinned(day),
        lasting=_lasting(pair, day),
        is_one_text=pair.old.pin == pair.new.pin,
    )


def _counterparts_page(pair: Pair, day: Day) -> str:
    only, number = asked_only(), asked_page()
    view = counterparts_view(
        site().desk.counterparts(pair.old, pair.new),
        only=only,
        page=number,
        page_size=ROWS_A_PAGE,
        anchor=asked_text("row") or None,
    )
    _require_page(number, view.paging)
    return render_template(
        "counterparts.html",
        view=view,
        sides=side_views(site().library, pair.old, pair.new, day.value, NAMES),
        chosen={**_asked_names(), "as": Manner.COUNTERPARTS.value, "only": only},
        pinned=pair.pinned(day),
        lasting=_lasting(pair, day, manner=Manner.COUNTERPARTS),
        names=NAMES,
        sorts=SORTS,
    )


def _require_page(number: int, shown: Paging) -> None:
    if number > shown.pages:
        raise PageNotFound(
            say("没有第 %(number)s 页，对照表只有 %(pages)s 页", number=number, pages=shown.pages),
            say("回到第 1 页。"),
        )


def _lasting(pair: Pair, day: Day, *, manner: Manner | None = None) -> str:
    """The page's lasting address as paper shows it."""
    return root() + unquote(link("compare.page", **pair.pinned(day), **{"as": manner}))


def _asked_names() -> dict[str, str]:
    return {"old": asked_text("old"), "new": asked_text("new")}


@blueprint.get("/compare.docx")
def word() -> Response:
    """The same rows as a Word document; ``?show=all`` for the whole text."""
    view, sides, day = _asked_table()
    return as_word(view, sides, day)


@blueprint.get("/compare.html")
def single() -> Response:
    """The same rows as one HTML file that needs nothing else."""
    view, sides, day = _asked_table()
    return as_single_page(view, sides, day)


def _asked_table() -> tuple[ComparisonView | CounterpartsView, Sides, Day]:
    pair, day, library = asked_pair(), asked_day(), site().library
    if asked_manner() is Manner.COUNTERPARTS:
        found = site().desk.counterparts(pair.old, pair.new)
        sides = side_views(library, pair.old, pair.new, day.value, NAMES)
        return counterparts_view(found, only=asked_only()), sides, day
    view = comparison_view(site().desk.compared(pair.old, pair.new), asked_rows())
    return view, side_views(library, pair.old, pair.new, day.value), day


def as_word(view: ComparisonView | CounterpartsView, sides: Sides, day: Day) -> Response:
    """A table as a Word document to be saved."""
    on, made_on = day.value, site().clock()
    if isinstance(view, ComparisonView):
        content = contrast_docx(view, sides, on=on, made_on=made_on)
    else:
        content = counterparts_docx(view, sides, on=on, made_on=made_on)
    return _download(content, MEDIA_TYPE, f"{file_name(view, sides)}.docx")


def as_single_page(view: ComparisonView | CounterpartsView, sides: Sides, day: Day) -> Response:
    """A table as one HTML file to be saved."""
    page = standalone.contrast_html(view, sides, on=day.value, made_on=site().clock())
    return _download(page.encode(), standalone.MEDIA_TYPE, f"{file_name(view, sides)}.html")


def _download(content: bytes, media_type: str, name: str) -> Response:
    response = Response(content, content_type=media_type)
    response.headers["Content-Disposition"] = disposition(name, inline=False)
    return response


def file_name(view: ComparisonView | CounterpartsView, sides: Sides) -> str:
    """``停车管理办法 新旧条文对照表``."""
    if isinstance(view, CounterpartsView):
        return "同类规定对照表"
    common = common_title(side.title for side in sides)
    named = f"{common} 新旧条文对照表" if common else f"{sides[1].title} 条文对照表"
    return named[-_LONGEST_NAME:]
