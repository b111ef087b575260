"""Notice ⇄ versioned JSON, with its JSON Schema (``notice.schema.json`` beside this module).

The shape is fixed by the schema ``fawen/notice/1``; fields may be added, none changed or removed
without a new number.
"""

import datetime
import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from archive.notice.model import (
    Cell,
    Citation,
    Claim,
    ClaimType,
    Component,
    DocumentType,
    Field,
    Furniture,
    Normativity,
    Notice,
    Origin,
    Precision,
    Problem,
    Publication,
    Reading,
    Repair,
    Role,
    Section,
    SectionKind,
    Table,
    Within,
)
from archive.notice.numbering import scopes

SCHEMA = "fawen/notice/1"
Json = dict[str, Any]
"""One JSON object; the only place where a notice is not typed is on its way in or out."""

_DATES = ("date_signed", "date_printed", "date_published", "date_effective", "date_expires")
_LISTS = ("issuers", "recipients", "cc", "signature")
_TEXTS = (
    "number",
    "kind",
    "genre",
    "title",
    "title_inferred",
    "printer",
    "interpreter",
    "index_no",
    "registry_number",
    "publication_mark",
)


@cache
def notice_schema() -> Json:
    """The JSON Schema (2020-12) that every document made here validates against."""
    text = files("archive.notice").joinpath("notice.schema.json").read_text(encoding="utf-8")
    schema: Json = json.loads(text)
    return schema


def dumps(reading: Reading) -> str:
    """The reading as one line-broken UTF-8 document; the same reading gives the same characters."""
    return json.dumps(notice_to_json(reading), ensure_ascii=False, indent=1)


def _iso(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _origins_to_json(origins: Sequence[Origin]) -> list[Json]:
    return [
        {"start": origin.start, "stop": origin.stop}
        if origin.page is None or origin.box is None
        else {
            "page": origin.page,
            "box": list(origin.box),
            "start": origin.start,
            "stop": origin.stop,
        }
        for origin in origins
    ]


def _origins_from_json(documents: Sequence[Json]) -> tuple[Origin, ...]:
    return tuple(
        Origin(d["start"], d["stop"], d.get("page"), tuple(d["box"]) if "box" in d else None)
        for d in documents
    )


def _section_to_json(section: Section) -> Json:
    document: Json = {
        "key": section.key,
        "kind": section.kind.value,
        "depth": section.depth,
        "label": section.label,
        "number": list(section.number) if section.number else None,
        "heading": section.heading,
        "text": section.text,
    }
    if section.table:
        document["rows"] = [list(row) for row in section.table.rows]
        document["cells"] = [
            {
                "row": cell.row,
                "col": cell.col,
                "rowspan": cell.rowspan,
                "colspan": cell.colspan,
                "text": cell.text,
                "inherited": cell.inherited,
            }
            for cell in section.table.cells
        ]
    document["children"] = [_section_to_json(child) for child in section.children]
    document["origin"] = _origins_to_json(section.origin)
    return document


def _section_from_json(document: Json) -> Section:
    table = (
        Table(tuple(Cell(**cell) for cell in document["cells"])) if "cells" in document else None
    )
    return Section(
        key=document["key"],
        kind=SectionKind(document["kind"]),
        depth=document["depth"],
        label=document["label"],
        number=tuple(document["number"]) if document["number"] else None,
        heading=document["heading"],
        text=document["text"],
        children=tuple(_section_from_json(child) for child in document["children"]),
        origin=_origins_from_json(document["origin"]),
        table=table,
    )


def _component_to_json(component: Component) -> Json:
    return {
        "key": component.key,
        "role": component.role.value,
        "label": component.label,
        "title": component.title,
        "is_draft": component.is_draft,
        "numbering": {name: scope.value for name, scope in scopes(component).items()},
        "sections": [_section_to_json(section) for section in component.sections],
        "origin": _origins_to_json(component.origin),
    }


def _component_from_json(document: Json) -> Component:
    return Component(
        key=document["key"],
        role=Role(document["role"]),
        label=document["label"],
        title=document["title"],
        is_draft=document["is_draft"],
        sections=tuple(_section_from_json(section) for section in document["sections"]),
        origin=_origins_from_json(document["origin"]),
    )


def claim_to_json(claim: Claim) -> Json:
    """One claim as it stands in a notice's JSON."""
    document: Json = {
        "type": claim.type.value,
        "section": claim.section,
        "start": claim.start,
        "stop": claim.stop,
        "quote": claim.quote,
        "scope": claim.scope,
        "assertion": claim.assertion,
        "pattern": claim.pattern,
    }
    if claim.date:
        document["date"] = claim.date.isoformat()
    if claim.term:
        document["term"] = claim.term
    if claim.citation:
        document["citation"] = {
            "title": claim.citation.title,
            "number": claim.citation.number,
            "issuer": claim.citation.issuer,
            "start": claim.citation.start,
            "stop": claim.citation.stop,
            **({"alias": claim.citation.alias} if claim.citation.alias else {}),
        }
    if claim.target_keys:
        document["target_keys"] = list(claim.target_keys)
    if claim.within is not Within.TEXT:
        document["within"] = claim.within.value
    return document


def claim_from_json(document: Mapping[str, Any]) -> Claim:
    """What ``claim_to_json`` made."""
    citation = document.get("citation")
    return Claim(
        type=ClaimType(document["type"]),
        section=document["section"],
        start=document["start"],
        stop=document["stop"],
        quote=document["quote"],
        scope=document["scope"],
        assertion=document["assertion"],
        pattern=document["pattern"],
        date=_day(document.get("date")),
        term=document.get("term"),
        citation=Citation(**citation) if citation else None,
        target_keys=tuple(document.get("target_keys", ())),
        within=Within(document.get("within", "text")),
    )


def notice_to_json(reading: Reading) -> Json:
    """The reading as the schema's object."""
    notice = reading.notice
    return {
        "schema": SCHEMA,
        "document_type": notice.document_type.value,
        "normativity": notice.normativity.value,
        **{name: getattr(notice, name) for name in _TEXTS},
        **{name: list(getattr(notice, name)) for name in _LISTS},
        "publication": notice.publication.value,
        **{name: _iso(getattr(notice, name)) for name in _DATES},
        "fields": {
            found.name: {
                "raw": found.raw,
                "value": found.value,
                "precision": found.precision.value if found.precision else None,
                "start": found.start,
                "stop": found.stop,
            }
            for found in notice.fields
        },
        "components": [_component_to_json(component) for component in notice.components],
        "claims": [claim_to_json(claim) for claim in notice.claims],
        "furniture": [
            {"kind": item.kind, "text": item.text, "origin": _origins_to_json(item.origin)}
            for item in notice.furniture
        ],
        "repairs": [
            {
                "rule": repair.rule,
                "start": repair.start,
                "stop": repair.stop,
                "before": repair.before,
                "after": repair.after,
                "evidence": repair.evidence,
            }
            for repair in notice.repairs
        ],
        "problems": [
            {"code": problem.code, "message": problem.message, "section": problem.section}
            for problem in reading.problems
        ],
        "source": {
            "name": reading.source_name,
            "media_type": reading.media_type,
            "sha256": reading.source_sha256,
            "pages": reading.page_count,
        },
        "reader": reading.reader,
    }


def notice_from_json(document: Json) -> Notice:
    """The notice that ``notice_to_json`` wrote."""
    plain: Json = {
        **{name: document[name] for name in _TEXTS},
        **{name: tuple(document[name]) for name in _LISTS},
        **{name: _day(document[name]) for name in _DATES},
    }
    return Notice(
        **plain,
        document_type=DocumentType(document["document_type"]),
        normativity=Normativity(document["normativity"]),
        publication=Publication(document["publication"]),
        fields=tuple(
            Field(
                name,
                found["raw"],
                found["value"],
                found["start"],
                found["stop"],
                Precision(found["precision"]) if found["precision"] else None,
            )
            for name, found in document["fields"].items()
        ),
        components=tuple(_component_from_json(component) for component in document["components"]),
        claims=tuple(claim_from_json(claim) for claim in document["claims"]),
        furniture=tuple(
            Furniture(item["kind"], item["text"], _origins_from_json(item["origin"]))
            for item in document["furniture"]
        ),
        repairs=tuple(Repair(**repair) for repair in document["repairs"]),
    )


def reading_from_json(document: Json, source_text: str) -> Reading:
    """The reading that ``notice_to_json`` wrote, with the source text kept beside it."""
    return Reading(
        source_name=document["source"]["name"],
        media_type=document["source"]["media_type"],
        source_sha256=document["source"]["sha256"],
        source_text=source_text,
        notice=notice_from_json(document),
        problems=tuple(Problem(**problem) for problem in document["problems"]),
        reader=document["reader"],
        page_count=document["source"]["pages"],
    )
