"""What a person typed → Query, a small tree of words and phrases; wrong syntax is read as words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """One run of characters to be found; ``phrase`` if it was in quotation marks."""

    text: str
    phrase: bool = False
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """All terms must be found in one entry, negated ones must not."""

    typed: str
    terms: tuple[Term, ...]
    number: str | None = None
    """The canonical 发文字号 if the whole query is one."""
