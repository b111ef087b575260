"""A comparison as one HTML file that needs nothing else: no script, no other file, no host."""

from datetime import date
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from web.present.comparison import DISCLAIMER, ComparisonView
from web.present.counterparts import NAMES, SORTS, CounterpartsView
from web.present.language import (
    counted_markup,
    day_text,
    is_chinese,
    listed,
    mark_chinese,
    mark_spoken,
    verbatim,
)
from web.present.sides import SideView, common_title

MEDIA_TYPE = "text/html; charset=utf-8"
_STYLES = ("site.css", "contrast.css")


def contrast_html(
    view: ComparisonView | CounterpartsView,
    sides: tuple[SideView, SideView],
    *,
    on: date,
    made_on: date,
) -> str:
    """The page; ``on`` is the day of the statuses, ``made_on`` that on which it was made."""
    common = common_title(side.title for side in sides)
    is_versions = isinstance(view, ComparisonView)
    heading = ("新旧条文对照" if common else "条文对照") if is_versions else "同类规定对照"
    return (
        _environment()
        .get_template("contrast_file.html")
        .render(
            view=view,
            is_versions=is_versions,
            sides=sides,
            heading=heading,
            common=common,
            names=NAMES,
            sorts=SORTS,
            on=on,
            made_on=made_on,
            disclaimer=DISCLAIMER,
            style=_style(),
        )
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.add_extension("jinja2.ext.i18n")
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]  # its own
    environment.globals.update(
        listed=listed,
        verbatim=verbatim,
        is_chinese=is_chinese,
        counted=counted_markup,
        zh=mark_chinese,
        en=mark_spoken,
    )
    environment.filters["day"] = day_text
    return environment


@cache
def _style() -> Markup:
    """The site's own style, trusted as it stands."""
    folder = files("web").joinpath("static")
    texts = [folder.joinpath(name).read_text(encoding="utf-8") for name in _STYLES]
    return Markup("\n".join(texts))  # noqa: S704
