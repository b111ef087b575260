"""Help: the short guides for all who use fawen, kept as Markdown beside the code."""

from functools import cache
from importlib.resources import files

import markdown
from flask import Blueprint, abort, render_template, request
from markupsafe import Markup

blueprint = Blueprint("guide", __name__)

GUIDES = {
    "reader": "给读者",
    "search": "检索语法",
    "staff": "给机关工作人员",
    "reviewer": "给审阅人",
    "api": "给程序",
    "operator": "给管理人",
}


@blueprint.get("/help")
@blueprint.get("/help/<name>")
def page(name: str = "reader") -> str:
    """One guide, with the way to the others."""
    if name not in GUIDES:
        abort(404)
    # "../" is the site's own root, wherever it is mounted; the guides read well as files too.
    text = Markup(str(guide(name)).replace('="../', f'="{request.script_root}/'))  # noqa: S704
    return render_template("help.html", text=text, name=name, guides=GUIDES)


@cache
def guide(name: str) -> Markup:
    """The guide as HTML. It is our own text, so it is trusted as it stands."""
    text = files("web").joinpath("guide", f"{name}.md").read_text(encoding="utf-8")
    html = markdown.markdown(
        text, extensions=["tables", "attr_list", "fenced_code"], output_format="html"
    )
    # Long lines scroll in their box, which a keyboard must be able to reach.
    return Markup(html.replace("<pre>", '<pre tabindex="0">'))  # noqa: S704
