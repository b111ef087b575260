"""Texts → citations of other documents, and references to parts of this one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from archive.notice.model import Citation, Claim
from ingest.stages import Draft, Passage


class Cited(NamedTuple):
    """One citation in a passage; half-open offsets in the passage's text."""

    start: int
    stop: int
    title: str | None
    number: str | None
    issuer: str | None
    alias: str | None = None

    def citation(self) -> Citation:
        """For a claim."""
        return Citation(self.title, self.number, self.issuer, self.start, self.stop, self.alias)


@dataclass(slots=True)
class Names:
    """What a document's own words mean: its aliases so far, its keys, its number and title."""

    keys: frozenset[str]
    aliases: dict[str, Citation]

    @classmethod
    def of(cls, draft: Draft) -> "Names":
        """Before the first passage: no alias yet."""
        return cls(frozenset(n.key for part in draft.parts for n in part.walk()), {})


def find_cited(text: str, names: Names) -> tuple[Cited, ...]:  # noqa: ARG001
    """Every 《…》 with the number behind it and every bare number, in reading order."""
    return ()


def references(
    passage: Passage,  # noqa: ARG001
    cited: tuple[Cited, ...],  # noqa: ARG001
    names: Names,  # noqa: ARG001
) -> Iterator[Claim]:
    """``REFERS`` claims: 本办法第八条第二款第（三）项, 前款, 第五条至第七条, 附件1."""
    return iter(())
