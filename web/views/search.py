"""Search: clauses that answer, by notice, with the reason wherever there are none."""

from flask import Blueprint, Response, redirect, render_template
from werkzeug.wrappers import Response as BaseResponse

from archive.errors import AmbiguousNotice, NoticeNotFound, SlowQuery
from archive.record import Advice, Alike, Record, Results, Sorting, State
from archive.saying import say
from archive.search.query import Query, parse_query
from web.asking import (
    Day,
    PageNotFound,
    RequestError,
    SearchFilters,
    asked_day,
    asked_page,
    asked_search_filters,
    asked_text,
    link,
    root,
    site,
)
from web.keeping import make_anew
from web.present.language import N_
from web.present.language import gettext as _
from web.present.results import facets, group_of, groups, narrowed, paging, query_cut, query_words
from web.result_lists import MOST_ROWS, ResultList, as_csv, as_workbook, result_list
from web.views.notice import look_up, parse_name, public_work

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
def page() -> str | BaseResponse:
    """Results of ``?q=``; a document number leads straight to its notice."""
    typed, day, number, filters = asked_text("q"), asked_day(), asked_page(), asked_search_filters()
    if not typed:
        return render_template("search.html", results=None, facets=(), chosen=filters.chosen)
    query = parse_query(typed)
    if number == 1 and not filters.chosen:
        named = named_work(query)
        if named:
            return redirect(link("notice.page", name=named[0], _anchor=named[1] or None))
    results = run_search(query, day, filters, page=number)
    shown = paging(number, results.total, site().config.page_size)
    if number > shown.pages:
        raise PageNotFound(
            say(
                "没有第 %(number)s 页，检索“%(typed)s”的结果只有 %(pages)s 页",
                number=number,
                typed=typed[:40],
                pages=shown.pages,
            ),
            say("回到第 1 页，或换一个词检索。"),
        )
    return render_template(
        "search.html",
        results=results,
        is_question=query.is_question,
        cut=query_cut(query, results),
        read_as=query_words(query, results),
        groups=groups(results),
        facets=facets(results.facets, filters.chosen),
        chosen=filters.chosen,
        narrowed=narrowed(filters.chosen),
        paging=shown,
        why=advice(query, day, filters) if results.is_wanting else None,
        orders=ORDERS,
        order=filters.order.value,
        within=_within(filters),
        most_rows=MOST_ROWS,
    )


@blueprint.get("/search/similar")
def similar() -> str | BaseResponse:
    """Clauses of other notices that say much the same as ``?key=`` of the notice ``?id=``."""
    asked, day, key = parse_name(asked_text("id")), asked_day(), asked_text("key")
    found = look_up(asked, day)
    if not isinstance(found, Record):
        return redirect(link("search.similar", id=asked.written(found.work), key=key), 301)
    alike = similar_clauses(found.id, key, day)
    part = found.reading.notice.find(key)
    return render_template(
        "similar.html",
        id=found.id,
        key=key,
        title=found.reading.notice.display_title,
        label=(part.label if part else None) or _("这一处"),
        alike=[(group_of(one.hit), round(100 * one.likeness)) for one in alike],
    )


def similar_clauses(work: str, key: str, day: Day) -> tuple[Alike, ...]:
    """Those that the public may see.

    Raises: RequestError without a key; NoticeNotFound for one that is none.
    """
    if not key:
        raise RequestError(say("没有说是哪一条"), say("在地址里写上 key=条款的键，如 main-1/art-7"))
    return site().library.similar(work, key, on=day.value, public=True)


@blueprint.get("/search.csv")
def csv_file() -> Response:
    """The first hits of ``?q=`` as CSV."""
    return _file(as_csv(_list()), "text/csv", "csv")


@blueprint.get("/search.xlsx")
def workbook() -> Response:
    """The same as a workbook."""
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(as_workbook(_list()), sheet, "xlsx")


def _list() -> ResultList:
    typed, day, filters = asked_text("q"), asked_day(), asked_search_filters()
    if not typed:
        raise RequestError(say("没有说要检索什么"), say("在地址里写上 ?q=要找的词"))
    results = site().library.search(
        parse_query(typed), on=day.value, public=True, limit=MOST_ROWS, **filters.arguments
    )
    return result_list(results, _address)


def _address(work: str, key: str) -> str:
    return f"{root()}{link('notice.page', name=work, _anchor=key, lang=None)}"


def _file(content: bytes, media_type: str, ending: str) -> Response:
    response = Response(content, mimetype=media_type)
    name = f"fawen-{asked_day().value.isoformat()}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def run_search(query: Query, day: Day, filters: SearchFilters, *, page: int = 1) -> Results:
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
    """The id of the one notice of that number, if the public may see it; one only cited too.

    Raises: AmbiguousNotice when several go by it.
    """
    try:
        work = site().library.find(number).id
        if site().library.stub(work):
            return public_work(work)
        return work if site().library.record(work).state is State.PUBLISHED else None
    except AmbiguousNotice:
        raise
    except NoticeNotFound:
        return None


ORDERS = {
    Sorting.RELEVANCE.value: N_("最相关的在前"),
    Sorting.NEWEST.value: N_("成文晚的在前"),
    Sorting.OLDEST.value: N_("成文早的在前"),
}


def named_work(query: Query) -> tuple[str, str] | None:
    """The one notice that the whole query names, by number or title in 《》; and which part of it.

    Raises: AmbiguousNotice when several bear the number.
    """
    if query.number:
        work = published_work(query.number)
        return (work, "") if work else None
    if not query.title:
        return None
    found = site().library.titled(query.title, public=True)
    return found[0] if len({work for work, _ in found}) == 1 else None


def _within(filters: SearchFilters) -> tuple[str, str] | None:
    """Id and title of the one notice that is searched, if the public may see it."""
    if filters.within is None:
        return None
    try:
        record = site().library.record(filters.within)
    except NoticeNotFound:
        return None
    if record.state is not State.PUBLISHED:
        return None
    return record.id, record.reading.notice.display_title


def advice(query: Query, day: Day, filters: SearchFilters) -> Advice | None:
    """What a reader must know to trust that nothing holds it all; ``None`` if it takes too long."""
    asked = {name: value for name, value in filters.arguments.items() if name != "order"}
    try:
        return site().library.advise(query, on=day.value, public=True, **asked)
    except SlowQuery:
        make_anew()
        return None
