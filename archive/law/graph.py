"""What the law is told of works and of what they say of each other: frozen, free of any database."""

from dataclasses import dataclass
from datetime import date

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
