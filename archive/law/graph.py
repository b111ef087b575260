"""What the law is told of works and of what they say of each other; no database in it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from archive.law.terms import event_day
from archive.notice.json import claim_from_json, claim_to_json
from archive.notice.model import (
    Claim,
    ClaimType,
    DocumentType,
    Normativity,
    Notice,
    Role,
)

OF_FORCE = frozenset({ClaimType.EFFECTIVE, ClaimType.EXPIRES})
"""What a text says of its own beginning and end."""
ON_FORCE = frozenset(
    {
        ClaimType.REPEALS,
        ClaimType.DECLARES_EXPIRED,
        ClaimType.REPLACES,
        ClaimType.AMENDS,
        ClaimType.REVISES,
        ClaimType.SUSPENDS,
        ClaimType.EXTENDS_VALIDITY,
        ClaimType.CONFIRMS_VALID,
    }
)
"""What a text can do to another's status."""


# 国务院令第707号, 公告2021年第3号
_PROMULGATED = re.compile(r"(?:令|公告|通告)(?:[0-9]{4}年)?第")


@dataclass(frozen=True, slots=True)
class Words:
    """The sentence that a conclusion rests on, and whose it is."""

    id: str
    """Of the work whose words they are; ``""`` for a person's entry."""
    number: str | None
    title: str
    section: str
    quote: str


@dataclass(frozen=True, slots=True)
class ComponentFacts:
    """A component, as far as force attaches to it."""

    key: str
    role: Role
    title: str | None
    is_draft: bool


@dataclass(frozen=True, slots=True)
class WorkFacts:
    """What is known of a work from its own texts and from what people entered."""

    id: str
    number: str | None
    title: str
    issuers: tuple[str, ...]
    document_type: DocumentType
    normativity: Normativity
    is_stub: bool
    date_signed: date | None
    date_printed: date | None
    date_published: date | None
    components: tuple[ComponentFacts, ...]
    claims: tuple[Claim, ...]
    """``OF_FORCE``: of beginnings those of the oldest text held, of ends those of the newest."""
    texts: tuple[date | None, ...] = ()
    """Days from which the texts that are held begin, oldest first."""
    not_before: date | None = None
    """It cites what was made that day: it cannot be older."""
    not_before_because: Words | None = None
    """The words that cite it."""
    not_before_cited: str = ""
    """Its number or title."""
    published_because: Words | None = None
    """A person entered ``date_published``, with this evidence."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One relation between works, in the active voice."""

    type: ClaimType
    source: str
    """Id of the work that says so."""
    source_issuers: tuple[str, ...]
    words: Words
    target: str | None
    """Id; ``None`` for a class of documents."""
    component: str
    """Key of the target's component that is meant; ``""`` for the whole work."""
    target_keys: tuple[str, ...]
    """Parts of the target, below its main component: ``art-75``."""
    scope: str
    assertion: str
    """``ASSERTED``, ``CONFIRMED`` (by a person), ``PROPOSED``, ``INFERRED``, ``NEEDS_REVIEW`` or
    ``REJECTED``."""
    pattern: str
    effect: date | None
    """First day of the relation's effect; of an extension the new last day stands in ``until``."""
    effect_rule: str
    """``stated``, ``source_effective``, ``source_printed``, ``source_signed`` or ``""``."""
    until: date | None = None


def facts_of(notice: Notice, id: str) -> WorkFacts:  # noqa: A002  what the contract calls it
    """What one text says of its own force."""
    return WorkFacts(
        id=id,
        number=notice.number,
        title=notice.display_title,
        issuers=notice.issuers or notice.signature,
        document_type=notice.document_type,
        normativity=notice.normativity,
        is_stub=False,
        date_signed=notice.date_signed,
        date_printed=notice.date_printed,
        date_published=notice.date_published,
        components=tuple(
            ComponentFacts(c.key, c.role, c.title, c.is_draft) for c in notice.components
        ),
        claims=tuple(claim for claim in notice.claims if claim.type in OF_FORCE),
    )


def begins_on(claim: Claim, work: WorkFacts) -> date | None:
    """The day that a claim about the work's own beginning means; ``None`` if it is not known."""
    if claim.date is not None or claim.term is None:
        return claim.date
    # An order or a law is signed and made public by one act.
    one_act = (
        work.document_type is DocumentType.STATUTE
        or work.title.endswith("令")
        or bool(work.number and _PROMULGATED.search(work.number))
    )
    return event_day(
        claim.term,
        signed=work.date_signed,
        printed=work.date_printed,
        published=work.date_published or (work.date_signed if one_act else None),
    )


def effect_of(claim: Claim, source: WorkFacts) -> tuple[date | None, str]:
    """The first day of a relation's effect, and what tells it.

    A stated day, else the day from which the text that says so has effect (同时), else the day it
    was printed, else signed. Of an extension the stated day is the new end, not the first of its
    effect. Source: DOMAIN.md §5.3.
    """
    if claim.date is not None and claim.type is not ClaimType.EXTENDS_VALIDITY:
        return claim.date, "stated"
    begins = [
        begins_on(own, source)
        for own in source.claims
        if own.type is ClaimType.EFFECTIVE and own.scope == "WHOLE"
    ]
    for day, rule in (
        (min((day for day in begins if day), default=None), "source_effective"),
        (source.date_printed, "source_printed"),
        (source.date_signed, "source_signed"),
        (source.date_published, "source_published"),
    ):
        if day is not None:
            return day, rule
    return None, ""


def merge_texts(texts: Sequence[tuple[date | None, WorkFacts]]) -> WorkFacts:
    """A work's facts from those of its texts, oldest first.

    What it is called and consists of is told by the newest text, when it began by the oldest, and
    when it ends by the newest again.
    """
    oldest, newest = texts[0][1], texts[-1][1]
    signed = [facts.date_signed for _, facts in texts if facts.date_signed]
    return replace(
        newest,
        date_signed=min(signed, default=None),
        date_published=oldest.date_published or newest.date_published,
        claims=tuple(
            dict.fromkeys(
                [
                    *(c for c in oldest.claims if c.type is ClaimType.EFFECTIVE),
                    *(c for c in newest.claims if c.type is ClaimType.EXPIRES),
                ]
            )
        ),
        texts=tuple(day for day, _ in texts),
    )


def facts_to_json(facts: WorkFacts) -> dict[str, Any]:
    """One text's facts, for keeping; what only the archive knows is left out."""
    return {
        "number": facts.number,
        "title": facts.title,
        "issuers": list(facts.issuers),
        "document_type": facts.document_type.value,
        "normativity": facts.normativity.value,
        "signed": _iso(facts.date_signed),
        "printed": _iso(facts.date_printed),
        "published": _iso(facts.date_published),
        "components": [[c.key, c.role.value, c.title, c.is_draft] for c in facts.components],
        "claims": [claim_to_json(claim) for claim in facts.claims],
    }


def facts_in(document: Mapping[str, Any]) -> dict[str, Any]:
    """The same, straight from a notice's JSON: what the archive keeps of each text it shows."""
    forces = {claim.value for claim in OF_FORCE}
    return {
        "number": document["number"],
        "title": (
            document["title"] or document["title_inferred"] or document["number"] or "（无标题）"
        ),
        "issuers": document["issuers"] or document["signature"],
        "document_type": document["document_type"],
        "normativity": document["normativity"],
        "signed": document["date_signed"],
        "printed": document["date_printed"],
        "published": document["date_published"],
        "components": [
            [part["key"], part["role"], part["title"], part["is_draft"]]
            for part in document["components"]
        ],
        "claims": [claim for claim in document["claims"] if claim["type"] in forces],
    }


def facts_from_json(kept: Mapping[str, Any], id: str) -> WorkFacts:  # noqa: A002
    """What ``facts_to_json`` made."""
    return WorkFacts(
        id=id,
        number=kept["number"],
        title=kept["title"],
        issuers=tuple(kept["issuers"]),
        document_type=DocumentType(kept["document_type"]),
        normativity=Normativity(kept["normativity"]),
        is_stub=False,
        date_signed=_day(kept["signed"]),
        date_printed=_day(kept["printed"]),
        date_published=_day(kept["published"]),
        components=tuple(
            ComponentFacts(key, Role(role), title, is_draft)
            for key, role, title, is_draft in kept["components"]
        ),
        claims=tuple(claim_from_json(claim) for claim in kept["claims"]),
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None
