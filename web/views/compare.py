"""Comparison of two texts: the page says plainly that it is still to come."""

from flask import Blueprint, render_template

blueprint = Blueprint("compare", __name__)


@blueprint.get("/compare")
def page() -> str:
    """The address is kept from the first day on; the comparison itself is not made yet."""
    return render_template("compare.html")
