"""What waits for a person: links in doubt. Read only; deciding is the command line's part."""

from flask import Blueprint, render_template

from web.asking import asked_day, site
from web.present.wording import OUTGOING, doing

blueprint = Blueprint("review", __name__)

_MOST = 200


@blueprint.get("/review")
def page() -> str:
    """The queue, what bears on force first."""
    asked_day()
    verbs = {name: doing(name, OUTGOING) for name in OUTGOING}
    doubts = site().library.doubts(public=True)
    return render_template("review.html", doubts=doubts[:_MOST], count=len(doubts), verbs=verbs)
