"""Search: clauses that answer, by notice, with the reason wherever there are none."""

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response

from archive.errors import AmbiguousNotice, NoticeNotFound
from archive.record import Results, State
from archive.search.query import Query, parse_query
from web.asking import (
    Day,
    Filters,
    PageNotFound,
    asked_day,
    asked_filters,
    asked_page,
    asked_text,
    link,
    site,
)
from web.present.results import facets, groups, narrowed, paging, query_cut, word_counts

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
def page() -> str | Response:
    """Results of ``?q=``; a document number leads straight to its notice."""
    typed, day, number, filters = asked_text("q"), asked_day(), asked_page(), asked_filters()
    if not typed:
        return render_template("search.html", results=None, facets=(), chosen=filters.chosen)
    query = parse_query(typed)
    if query.number and number == 1 and not filters.chosen:
        work = published_work(query.number)
        if work:
            return redirect(link("notice.page", name=work))
    results = run_search(query, day, filters, page=number)
    shown = paging(number, results.total, site().config.page_size)
    if number > shown.pages:
        raise PageNotFound(
            f"没有第 {number} 页，检索“{typed[:40]}”的结果只有 {shown.pages} 页",
            "回到第 1 页，或换一个词检索。",
        )
    return render_template(
        "search.html",
        results=results,
        cut=query_cut(query, results),
        groups=groups(results),
        facets=facets(results.facets, filters.chosen),
        chosen=filters.chosen,
        narrowed=narrowed(filters.chosen),
        paging=shown,
        why=_why_nothing(query, results, day, filters) if not results.total else None,
    )


def run_search(query: Query, day: Day, filters: Filters, *, page: int = 1) -> Results:
    """One page of results that the public may see."""
    size = site().config.page_size
    return site().library.search(
        query,
        on=day.value,
        public=True,
        limit=size,
        offset=(page - 1) * size,
        **filters.arguments,
    )


def published_work(number: str) -> str | None:
    """The id of the one notice of that number, if the public may see it.

    Raises: AmbiguousNotice when several go by it.
    """
    try:
        work = site().library.find(number).id
        return work if site().library.record(work).state is State.PUBLISHED else None
    except AmbiguousNotice:
        raise
    except NoticeNotFound:
        return None


def _why_nothing(query: Query, results: Results, day: Day, filters: Filters) -> dict[str, object]:
    """What a reader must know to trust that nothing was found."""

    def count(words: str) -> int:
        return run_search(parse_query(words), day, filters).total

    wanted = [term.text for term in query.wanted]
    apart = " ".join(results.words) if len(results.words) > len(wanted) else None
    return {
        "words": word_counts(wanted, count) if len(wanted) > 1 else (),
        "apart": (apart, count(apart)) if apart and not query.number else None,
        "without_filters": run_search(query, day, Filters()).total if filters.chosen else None,
        "notices": site().library.count(public=True),
    }
