"""One query put to the engine: fields and names resolved, tier by tier."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from archive.highlight import highlights
from archive.law.validity import LABELS
from archive.other_names import other_names
from archive.record import Hit, Tier
from archive.search.engine import (
    KINDS,
    Engine,
    EntryKind,
    Flags,
    InWork,
    Match,
    Matches,
    OfKind,
    Question,
    Where,
)
from archive.search.query import All, AnyOf, Name, Node, Not, Query, Term
from archive.search_form import same_length_form, search_form
from archive.shelf import Narrowed, Shelf
from archive.spellings import spellings
from archive.store.catalogue import ClauseRow
from archive.store.lookup import Wanted
from archive.words import cut

_KINDS = {
    Name.BODY: (EntryKind.CLAUSE,),
    Name.ATTACHMENT: (EntryKind.ATTACHMENT, EntryKind.ROW),
    Name.TABLE: (EntryKind.ROW,),
}
_PART_KINDS = {
    "body": (EntryKind.CLAUSE,),
    "attachment": (EntryKind.ATTACHMENT,),
    "table": (EntryKind.ROW,),
    "notice": (EntryKind.NOTICE,),
}


class Asked:
    """One query put to the engine, tier by tier."""

    def __init__(
        self,
        engine: Engine,
        shelf: Shelf,
        query: Query,
        on: date,
        wanted: Wanted,
        narrowed: Narrowed,
        *,
        any_day: bool = False,
    ) -> None:
        """``any_day``: whatever text of a work, not that of the day alone."""
        self._engine = engine
        self._shelf = shelf
        self._query = query
        self._on = on
        self._allowed: Flags = shelf.of_any_day(wanted) if any_day else shelf.permitted(wanted, on)
        flags = shelf.narrow(narrowed, on)
        if flags is not None:
            self._allowed = self._allowed & flags
        self._of_part = OfKind(_PART_KINDS[narrowed.part]) if narrowed.part else None

    def answer(self) -> tuple[Tier, Matches]:
        """The first tier that has an answer, with all of it; the first if none has."""
        query = self._query
        if query.node is None:
            return Tier.CLAUSE, Matches.none()
        if query.is_question:
            return Tier.BEST, self._best()
        found = self._ask(self._question(query.node))
        if query.number or query.title:
            return Tier.CLAUSE, self._with_bearers(found)
        if len(found):
            return Tier.CLAUSE, found
        spread = self._spread()
        if spread is not None and len(among := self._ask(spread)):
            return Tier.NOTICE, among
        if self._is_plain() and len(nearest := self._nearest()):
            return Tier.BEST, nearest
        return Tier.CLAUSE, found

    def exactly(self) -> Matches:
        """What has all of it, in one clause or else in one notice; nothing that is only near."""
        tier, found = self.answer()
        return Matches.none() if tier is Tier.BEST else found

    def _ask(self, question: Question) -> Matches:
        if self._of_part:
            question = All((question, self._of_part))
        return self._engine.search(question, self._allowed)

    def _best(self) -> Matches:
        ranked = self._engine.rank(self._query.typed, self._allowed, self._shelf.authority)
        if self._of_part:
            places = [KINDS.index(kind) for kind in self._of_part.kinds]
            ranked = ranked.only(np.isin(ranked.kinds, places))
        return ranked

    def _nearest(self) -> Matches:
        """The best of those that have one whole word of it at least: 火 and 星 are not 火星."""
        some = tuple(Term(word) for word in words_of(self._query) if len(word) > 1)
        if not some:
            return Matches.none()
        best = self._best()
        return best.only(np.isin(best.ordinals, self._ask(AnyOf(some)).ordinals))

    def _is_plain(self) -> bool:
        """Words alone, whose order of likelihood a person can judge: no phrase, no field."""
        return all(isinstance(part, Term) and not part.phrase for part in self._query.parts)

    def _spread(self) -> "Question | None":
        """All that is wanted somewhere in one notice, something of it in each clause."""
        plain = [p for p in self._query.parts if isinstance(p, Term | AnyOf)]
        if len(plain) < 2:
            return None
        wanted = [self._question(part) for part in plain]
        others = [self._question(p) for p in self._query.parts if p not in plain]
        return All(
            (AnyOf(tuple(wanted)), *(InWork(All((one, *others))) for one in wanted), *others)
        )

    def _question(self, node: Node) -> Question:
        """The node for the engine: fields as what the archive knows, words with other names."""
        if isinstance(node, Term):
            needles = [n for said in _said(node) for n in spellings(search_form(said))]
            return AnyOf(tuple(map(Term, needles))) if len(needles) > 1 else node
        if isinstance(node, Not):
            return Not(self._question(node.of))
        if isinstance(node, All):
            return All(tuple(map(self._question, node.of)))
        if isinstance(node, AnyOf):
            return AnyOf(tuple(map(self._question, node.of)))
        if node.name in _KINDS:
            return All((self._question(node.term), OfKind(_KINDS[node.name])))
        return Where(self._shelf.holding(node, self._on))

    def pinned(self) -> Flags:
        """The entries of the notices that bear the number or the title that was typed."""
        return self._shelf.bearing(self._query.number, self._query.title or self._query.typed)

    def _with_bearers(self, found: Matches) -> Matches:
        """A number in another form of brackets or spacing still brings its own notice."""
        flags = self._shelf.bearing(self._query.number, self._query.title)
        bearers = self._engine.search(Where(flags), self._allowed)
        return found.and_also(bearers)

    def widened(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The words that were looked for under other names too."""
        found = ((t.text, other_names(t.text)) for t in self._query.wanted if not t.phrase)
        return tuple((text, names) for text, names in found if names)

    def needles(self, tier: Tier) -> list[str]:
        """What to mark in the texts."""
        if tier is Tier.BEST:
            return [search_form(word) for word in words_of(self._query) if len(word) > 1]
        names = [name for _, names in self.widened() for name in names]
        said = (*(term.needle for term in self._query.wanted), *map(search_form, names))
        return [needle for one in said for needle in spellings(one)]


def _said(term: Term) -> tuple[str, ...]:
    """A word with its other names; a phrase alone."""
    return (term.text,) if term.phrase else (term.text, *other_names(term.text))


def words_of(query: Query) -> tuple[str, ...]:
    """The words of what is wanted as they were typed, cut as the simplified text is."""
    return tuple(
        term.text[word.start : word.stop]
        for term in query.wanted
        for word in cut(same_length_form(term.text))
        if word.text[0].isalnum()
    )


def hit_of(shelf: Shelf, match: Match, row: ClauseRow, needles: Sequence[str], on: date) -> Hit:
    """One clause as it is shown; ``needles`` in ``search_form``."""
    work = shelf.works[match.work]
    status = shelf.status(match.ordinal, on)
    return Hit(
        id=work.slug,
        number=work.number,
        title=work.title,
        section=row.key,
        label=row.label,
        path=row.path,
        text=row.text,
        highlights=highlights(row.text, needles),
        status=status,
        status_label=LABELS[status],
        score=match.score,
        is_draft=work.is_draft,
        document_type=work.document_type,
        issuers=work.issuers,
    )
