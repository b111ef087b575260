"""What stands around a passage and still governs it: the act being amended, the list announced.

Kept while the passages of a document are walked in reading order. A unit's lead-in governs what is
below it; that of an unlabelled text, what stands beside it.
"""

import re
from dataclasses import dataclass, field
from typing import TypeVar

from archive.notice.model import Citation, ClaimType, Problem, Within
from ingest.relations.said import NO_DAY, Effect
from ingest.stages import Passage

_T = TypeVar("_T")
_LAST_QUOTE = re.compile("[“”][^“”]*$")


@dataclass(slots=True)
class Listing:
    """A list of documents that one verb, above it, governs."""

    kind: ClaimType
    pattern: str
    key: str
    """Of the section that announces it."""
    is_open: bool = False
    effect: Effect = NO_DAY
    announced: int | None = None
    """How many documents it says there are."""
    found: int = 0


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a clean-up table hold; ``None`` where there is no such column."""

    title: int | None
    number: int | None
    result: int | None


@dataclass(slots=True)
class Surroundings:
    """By the key under which they hold: ``main-1`` for a component, ``main-1/l1-2`` for a unit."""

    acts: dict[str, tuple[Citation, ...]] = field(default_factory=dict)
    """Which documents are being changed there."""
    lists: dict[str, Listing] = field(default_factory=dict)
    tables: dict[str, Columns] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _is_quoting: bool = False

    def acts_of(self, key: str) -> tuple[Citation, ...]:
        """The acts that the nearest lead-in above names; nothing where none is being amended."""
        return _nearest(self.acts, key) or () if self.acts else ()

    def list_of(self, key: str) -> Listing | None:
        """The list that the nearest lead-in above announces."""
        return _nearest(self.lists, key) if self.lists else None

    def announce(self, passage: Passage, listing: Listing) -> None:
        """From here on the section's surroundings are members of a list."""
        scope = scope_of(passage)
        if scope in self.lists:
            self._count(self.lists[scope])
        self.lists[scope] = listing

    def quotes(self, passage: Passage) -> bool:
        """Whether the passage is amendment text that an earlier one began to quote.

        Each paragraph of a quotation opens with a mark of its own; only the last one closes it.
        """
        text = passage.text
        inside = passage.within is Within.TEXT and (self._is_quoting or text.startswith("“"))
        last = _LAST_QUOTE.search(text)
        if last:
            self._is_quoting = last[0][0] == "“"
        return inside

    def unquote(self) -> None:
        """A unit begins that gives orders of its own: a closing mark was left out."""
        self._is_quoting = False

    def conclude(self) -> tuple[Problem, ...]:
        """What was in doubt about the lists, once all passages are read."""
        for listing in self.lists.values():
            self._count(listing)
        self.lists.clear()
        return tuple(self.problems)

    def _count(self, listing: Listing) -> None:
        if listing.announced and listing.found and listing.announced != listing.found:
            message = f"称共 {listing.announced} 件，列出 {listing.found} 件"
            self.problems.append(Problem("COUNT_MISMATCH", message, listing.key))


def scope_of(passage: Passage) -> str:
    """The key below which a lead-in in this passage holds."""
    parent, _, own = passage.key.rpartition("/")
    return parent if own.startswith(("t-", "p-")) else passage.key


def _nearest(found: dict[str, _T], key: str) -> _T | None:
    while key:
        if key in found:
            return found[key]
        key = key.rpartition("/")[0]
    return None
