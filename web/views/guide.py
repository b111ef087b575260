"""Help: the short guides for all who use fawen, kept as Markdown beside the code."""

import re
import struct
from functools import cache
from importlib.resources import files

import markdown
from flask import Blueprint, abort, render_template, request
from markupsafe import Markup

from web.asking import LANGUAGE
from web.present.language import N_, is_chinese, spoken

blueprint = Blueprint("guide", __name__)

GUIDES = {
    "reader": N_("给读者"),
    "search": N_("检索语法"),
    "staff": N_("给机关工作人员"),
    "reviewer": N_("给审阅人"),
    "api": N_("给程序"),
    "operator": N_("给管理人"),
}


# href="../help/search#fields": a link of a guide to another page
_INNER = re.compile(r'href="\.\./([^"#?]*)')
# src="../static/guide/search.png"
_PICTURE = re.compile(r'src="\.\./(static/guide/[a-z]+\.png)"')


@blueprint.get("/help")
@blueprint.get("/help/<name>")
def page(name: str = "reader") -> str:
    """One guide, with the way to the others."""
    if name not in GUIDES:
        abort(404)
    translated = f"{name}.{spoken()}"
    is_translated = (
        not is_chinese() and files("web").joinpath("guide", f"{translated}.md").is_file()
    )
    html = str(guide(translated if is_translated else name))
    if not is_chinese():
        html = _INNER.sub(rf'href="../\1?{LANGUAGE}={spoken()}', html)
    # "../" is the site's own root, wherever it is mounted; the guides read well as files too.
    text = Markup(html.replace('="../', f'="{request.script_root}/'))  # noqa: S704
    return render_template(
        "help.html", text=text, name=name, guides=GUIDES, is_translated=is_translated
    )


@cache
def guide(name: str) -> Markup:
    """The guide as HTML. It is our own text, so it is trusted as it stands."""
    text = files("web").joinpath("guide", f"{name}.md").read_text(encoding="utf-8")
    html = markdown.markdown(
        text, extensions=["tables", "attr_list", "fenced_code"], output_format="html"
    )
    html = _PICTURE.sub(_sized, html)
    # Long lines scroll in their box, which a keyboard must be able to reach.
    return Markup(html.replace("<pre>", '<pre tabindex="0">'))  # noqa: S704


def _sized(found: re.Match[str]) -> str:
    """With the picture's own size, so that the page keeps its place. Source: PNG 11.2.1, IHDR."""
    content = files("web").joinpath(found[1]).read_bytes()
    width, height = struct.unpack(">II", content[16:24])
    return f'{found[0]} width="{width}" height="{height}"'
