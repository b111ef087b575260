"""A notice: its page, one of its clauses, and the same as JSON, text, Markdown and Word."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from flask import Blueprint, Response, jsonify, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from archive.errors import NoticeNotFound
from archive.notice.json import notice_to_json
from archive.notice.model import Notice, Section
from archive.notice.text import render, render_markdown
from archive.record import SUCCEEDING, Conclusion, Named, Record
from archive.words import cut
from web.answers import record_json
from web.asking import Day, asked_day, link, root, site
from web.failures import NOT_FOUND, public_record
from web.present.clause import clause_page
from web.present.facsimile import pages_of, pdfs
from web.present.language import in_chinese
from web.present.linked_data import linked_data
from web.present.notice import Around, notice_page, proofs
from web.present.relations import relations_view
from web.present.text import place
from web.present.wording import made_later, status_badge
from web.tables import table_csv
from web.views.originals import disposition, printed_notice

blueprint = Blueprint("notice", __name__)

# 焦政办-2021-65@2021-11-09~2.json
_NAME = re.compile(
    r"(?P<work>[^@\x00-\x1f]{1,200}?)"
    r"(?:@(?P<expression>[0-9a-z-]{1,20}(?:~[1-9][0-9]{0,3})?))?"
    r"(?:\.(?P<suffix>json|txt|md|docx))?"
)


@dataclass(frozen=True, slots=True)
class Name:
    """What the last step of a notice's address says."""

    work: str
    expression: str | None
    suffix: str | None

    def written(self, work: str) -> str:
        """The same name for another id of the work."""
        pin = f"@{self.expression}" if self.expression else ""
        return f"{work}{pin}{f'.{self.suffix}' if self.suffix else ''}"


@blueprint.get("/notices/<name>")
def page(name: str) -> str | Response | BaseResponse:
    """The whole notice, in the form that the suffix asks for."""
    asked, day = parse_name(name), asked_day()
    try:
        found = look_up(asked, day)
    except NoticeNotFound:
        if (stub := site().library.stub(asked.work)) and asked.suffix is None:
            return _stub_page(stub, day)
        raise
    if not isinstance(found, Record):
        return redirect(link("notice.page", name=asked.written(found.work)), 301)
    not_made = found.not_made(day.value)
    match asked.suffix:
        case "json":
            document = notice_to_json(found.reading)
            return jsonify({**document, "record": record_json(found, on=day.value)})
        case "txt":
            warning = f"［{made_later(not_made)}］\n\n" if not_made else ""
            return Response(warning + render(found.reading.notice), mimetype="text/plain")
        case "md":
            warning = f"> {made_later(not_made)}\n\n" if not_made else ""
            text = warning + render_markdown(found.reading.notice)
            return Response(text, mimetype="text/markdown")
    conclusion = site().library.status(found.id, None, day.value)
    if asked.suffix == "docx":
        return _as_word(found, conclusion, day, _address(asked.written(found.id)))
    around = _around(found.id, day, whole=True)
    shown = notice_page(found, conclusion, around, on=day.value, cut=cut)
    linked = linked_data(found, conclusion, around.relations.outgoing, _address)
    return render_template(
        "notice.html",
        notice=shown,
        pin=asked.expression,
        linked=linked,
        boxed=boxed(found),
        facing=link("facsimile.page", name=asked.written(found.id)),
    )


def _as_word(record: Record, conclusion: Conclusion, day: Day, address: str) -> Response:
    from web.word.notice import notice_docx  # noqa: PLC0415  200 ms that most requests never need
    from web.word.sheet import MEDIA_TYPE  # noqa: PLC0415  the same

    with in_chinese():
        content = notice_docx(
            record,
            conclusion,
            on=day.value,
            made_on=site().clock(),
            address=unquote(address).removesuffix(".docx"),  # as people read and type it
            cut=cut,
        )
    response = Response(content, mimetype=MEDIA_TYPE)
    notice = record.reading.notice
    name = " ".join(filter(None, (notice.number, notice.display_title[:60])))
    response.headers["Content-Disposition"] = disposition(f"{name}.docx", inline=False)
    return response


def boxed(record: Record) -> dict[str, int]:
    """Key → the page of the PDF original on which it begins; empty where there is no PDF."""
    return next((pages_of(printed_notice(record, file)) for file in pdfs(record)), {})


def _address(name: str) -> str:
    return f"{root()}{url_for('notice.page', name=name)}"


def _stub_page(stub: Named, day: Day) -> str:
    """A work that is only cited: who cites it, and what that says of its force."""
    work = public_work(stub.id or "")
    around = _around(work, day, whole=False)
    conclusion = site().library.status(work, None, day.value)
    return render_template(
        "stub.html",
        stub=stub,
        badge=status_badge(conclusion.status, conclusion.label),
        conclusion=conclusion,
        proofs=proofs(conclusion),
        relations=relations_view(work, None, around.relations, around.standings),
    )


def _around(work: str, day: Day, *, whole: bool) -> Around:
    """What stands around a work on a day; the succession only for the ``whole`` page."""
    library = site().library
    found = library.relations(work, public=True)
    relations = (*found.outgoing, *found.incoming)
    succeeds = whole and any(relation.type in SUCCEEDING for relation in relations)
    chain = library.succession(work, public=True) if succeeds else ()
    ids = {one.id for one in (*(r.other for r in relations), *chain) if one.id}
    standings = library.standings(ids, day.value)
    bases = library.bases(found.outgoing, standings, day.value)
    return Around(found, standings, bases, chain)


@blueprint.get("/notices/<name>/<path:key>")
def clause(name: str, key: str) -> str | BaseResponse:
    """One clause with what stands around it; a table as CSV where the key ends in ``.csv``."""
    asked, day = parse_name(name), asked_day()
    found = look_up(asked, day)
    if not isinstance(found, Record):
        return redirect(link("notice.clause", name=asked.written(found.work), key=key), 301)
    notice = found.reading.notice
    if key.endswith(".csv"):
        return _table(notice, key.removesuffix(".csv"))
    is_part = notice.find(key) is not None
    conclusion = site().library.status(found.id, key if is_part else None, day.value)
    around = _around(found.id, day, whole=False)
    shown = clause_page(found, conclusion, around, key, on=day.value, cut=cut)
    if shown is None:
        raise NoticeNotFound(NOT_FOUND.problem, NOT_FOUND.remedy)
    return render_template(
        "clause.html",
        shown=shown,
        pin=asked.expression,
        boxed=boxed(found),
        facing=link("facsimile.page", name=asked.written(found.id)),
    )


def _table(notice: Notice, key: str) -> Response:
    found = notice.find(key)
    content = table_csv(found) if isinstance(found, Section) else None
    if content is None:
        raise NoticeNotFound(NOT_FOUND.problem, NOT_FOUND.remedy)
    response = Response(content, mimetype="text/csv")
    name = f"{notice.number or notice.display_title} {place(notice, key)}.csv"
    response.headers["Content-Disposition"] = disposition(name, inline=False)
    return response


@dataclass(frozen=True, slots=True)
class Moved:
    """The work goes by another id."""

    work: str


def parse_name(name: str) -> Name:
    """The parts of the name.

    Raises: NoticeNotFound when no notice can be called so.
    """
    match = _NAME.fullmatch(name)
    if match is None:
        raise NoticeNotFound(NOT_FOUND.problem, NOT_FOUND.remedy)
    return Name(match["work"], match["expression"], match["suffix"])


def look_up(asked: Name, day: Day) -> Record | Moved:
    """The public record of that name, or where it has moved to.

    Raises: NoticeNotFound; AmbiguousNotice; Withdrawn.
    """
    library = site().library
    try:
        record = library.record(asked.work, on=day.value, expression=asked.expression)
    except NoticeNotFound:
        work = library.resolve_alias(asked.work) or library.find(asked.work).id
        if work == asked.work:  # the work is there, but not the text that was asked for
            raise
        return Moved(public_work(work))  # no name leads to what may not be seen
    if record.id != asked.work:
        return Moved(public_record(record).id)
    return public_record(record)


def public_work(name: str) -> str:
    """The id of the public work, or stub, of that name.

    Raises: NoticeNotFound; AmbiguousNotice; Withdrawn.
    """
    library = site().library
    work = library.resolve_alias(name) or library.find(name).id
    if library.stub(work) is None:
        public_record(library.record(work))
    elif not library.relations(work, public=True).incoming:  # only what is hidden cites it
        raise NoticeNotFound(NOT_FOUND.problem, NOT_FOUND.remedy)
    return work
