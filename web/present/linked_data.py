"""A notice as schema.org's Legislation, for search engines and catalogues; pure.

Source: schema.org Legislation, after ELI; DOMAIN.md §1 and §5.3.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from archive.law.status import legal_force
from archive.notice.model import DocumentType, Notice
from archive.record import Conclusion, Record, Relation

_PROPERTIES = {
    "REPEALS": "legislationRepeals",
    "DECLARES_EXPIRED": "legislationRepeals",
    "REPLACES": "legislationRepeals",
    "AMENDS": "legislationAmends",
    "REVISES": "legislationAmends",
    "SUPPLEMENTS": "legislationAmends",
    "CORRECTS": "legislationCorrects",
    "IMPLEMENTS": "legislationEnsuresImplementationOf",
    "BASED_ON": "isBasedOn",
    "CITES": "citation",
}
"""Type of a relation → the property that says it; the others have none."""
_SURE = ("ASSERTED", "CONFIRMED")
_ENDS = frozenset({"legislationRepeals"})
"""What holds of the whole of the other text or is not said."""
_FORMATS = {"txt": "text/plain", "md": "text/markdown", "json": "application/json"}

Linked = dict[str, Any]
"""One JSON-LD node; it goes from here straight into the page."""


def linked_data(
    record: Record,
    conclusion: Conclusion,
    outgoing: Iterable[Relation],
    address: Callable[[str], str],
) -> Linked:
    """The notice, its force on the day asked for, and what it does to others.

    ``address``: an id, perhaps with a suffix, → the absolute address of its page. What is not known
    is left out; what is only proposed or in doubt is not said.
    """
    notice = record.reading.notice
    is_law = notice.document_type is not DocumentType.NON_OFFICIAL
    node = {
        "@context": "https://schema.org",
        "@type": "Legislation" if is_law else "CreativeWork",
        "@id": address(record.id),
        "url": address(record.id),
        "name": notice.display_title,
        "inLanguage": "zh-Hans",
        **(_law(record, conclusion) if is_law else {}),
        "datePublished": _iso(notice.date_published),
        "publisher": _organs(notice.issuers),
        "encoding": [
            {
                "@type": "LegislationObject" if is_law else "MediaObject",
                "encodingFormat": media_type,
                "contentUrl": address(f"{record.id}.{suffix}"),
            }
            for suffix, media_type in _FORMATS.items()
        ],
        **_related(outgoing, address),
    }
    return {name: value for name, value in node.items() if value not in (None, [])}


def _law(record: Record, conclusion: Conclusion) -> Linked:
    notice = record.reading.notice
    force = legal_force(conclusion.in_force) if conclusion.status != "DRAFT" else None
    return {
        "legislationIdentifier": notice.number,
        "legislationType": notice.genre or notice.kind,
        "legislationDate": _iso(notice.date_signed),
        "legislationDateVersion": _iso(record.expression.valid_from),
        "legislationPassedBy": _organs(notice.issuers),
        "legislationLegalForce": f"https://schema.org/{force}" if force else None,
        "temporalCoverage": _coverage(notice),
        "creativeWorkStatus": conclusion.label,
    }


def _coverage(notice: Notice) -> str | None:
    """``2021-11-09/2026-11-09``; two dots where no end is stated. Source: ISO 8601-2."""
    if notice.date_effective is None:
        return None
    return f"{notice.date_effective.isoformat()}/{_iso(notice.date_expires) or '..'}"


def _organs(names: Iterable[str]) -> list[Linked]:
    return [{"@type": "GovernmentOrganization", "name": name} for name in names]


def _related(outgoing: Iterable[Relation], address: Callable[[str], str]) -> Linked:
    """Property → the other works, each once, in the order of the text."""
    found: dict[str, dict[tuple[str | None, str], Linked]] = {}
    for relation in outgoing:
        name, other = _PROPERTIES.get(relation.type), relation.other
        if name is None or relation.assertion not in _SURE or not other.title:
            continue
        if name in _ENDS and relation.scope != "WHOLE":
            name = "legislationAmends"  # a part of a text that ends changes the text
        node = {
            "@type": "Legislation",
            "@id": address(other.id) if other.id else None,
            "name": other.title,
            "legislationIdentifier": other.number,
        }
        said = {key: value for key, value in node.items() if value is not None}
        found.setdefault(name, {}).setdefault((other.id, other.title), said)
    return {name: list(nodes.values()) for name, nodes in found.items()}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
