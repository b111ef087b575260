"""Query → one page of hits: fields and names resolved, the engine asked, ordinals made clauses."""

from dataclasses import dataclass
from datetime import date
from threading import Lock

import numpy as np

from archive.advising import Advising
from archive.asking import Asked, hit_of, words_of
from archive.indexing import Index
from archive.likening import Likening
from archive.record import Advice, Alike, Results, Sorting
from archive.saying import say
from archive.search.engine import (
    Flags,
    Match,
    Matches,
)
from archive.search.query import Query, format_query
from archive.search.suggesting import Suggestion
from archive.shelf import Narrowed, Shelf
from archive.store.catalogue import Catalogue
from archive.store.lookup import Lookup, Wanted
from archive.suggesting import Suggesting

_BEHIND = say("索引正在更新，最近收录的文件稍后才能搜到。")
_NOT_OVER_BOOST = 1.15
"""How much more a clause counts that is in force, or of a kind that never is (a reply, a call for
papers): of two that answer alike it stands before what has lapsed, is doubtful or a draft."""


@dataclass(frozen=True, slots=True)
class Page:
    """Which stretch of the hits is asked for, and how they are sorted."""

    limit: int = 20
    offset: int = 0
    order: Sorting = Sorting.RELEVANCE


class Searching:
    """Search over one archive; safe to share between threads."""

    def __init__(self, catalogue: Catalogue, lookup: Lookup, index: Index) -> None:
        self._catalogue = catalogue
        self._lookup = lookup
        self._index = index
        self._shelf: Shelf | None = None
        self._guard = Lock()
        self._suggesting = Suggesting(self._current_shelf, index)
        self._advising = Advising(self._current_shelf, index)
        self._likening = Likening(catalogue, lookup, self._current_shelf, index)

    def suggest(self, typed: str, on: date) -> tuple[Suggestion, ...]:
        """What the public may be about to type. Raises: StaleIndex."""
        return self._suggesting.suggest(typed, on)

    def advise(self, query: Query, wanted: Wanted, narrowed: Narrowed, on: date) -> Advice:
        """Why a query found so little, and what to try. Raises: StaleIndex; QueryError."""
        return self._advising.advise(query, wanted, narrowed, on)

    def similar(
        self, slug: str, key: str, *, on: date, public: bool, limit: int, is_part: bool
    ) -> tuple[Alike, ...]:
        """Clauses of other notices that say much the same. Raises: NoticeNotFound; StaleIndex."""
        return self._likening.similar(slug, key, on=on, public=public, limit=limit, is_part=is_part)

    def search(
        self, query: Query, wanted: Wanted, narrowed: Narrowed, page: Page, *, on: date
    ) -> Results:
        """One page, what there is in all, and the facets of all of it.

        Raises: StaleIndex; QueryError.
        """
        shelf = self._current_shelf()
        engine = self._index.engine()
        applied = engine.sequence()
        asked = Asked(engine, shelf, query, on, wanted, narrowed)
        tier, matches = asked.answer()
        ordered = _ordered(matches, shelf, page, on, asked.pinned())
        rows = self._catalogue.clause_rows([match.ordinal for match in ordered])
        needles = asked.needles(tier)
        hints = (*query.hints, *((_BEHIND,) if applied < shelf.sequence else ()))
        return Results(
            query=query.typed,
            on=on,
            total=len(matches),
            notices=len(np.unique(matches.works)),
            hits=tuple(
                hit_of(shelf, match, rows[match.ordinal], needles, on)
                for match in ordered
                if match.ordinal in rows
            ),
            facets=shelf.facets(matches, on),
            words=words_of(query),
            number=query.number,
            hints=hints,
            tier=tier,
            read_as=format_query(query.node),
            widened=asked.widened(),
        )

    def _current_shelf(self) -> Shelf:
        with self._guard:
            sequence = self._catalogue.sequence()
            if self._shelf is None or self._shelf.sequence != sequence:
                works, spans = self._lookup.shelf()
                standings = self._lookup.standings()
                self._shelf = Shelf(
                    sequence, works, spans, standings, lambda ids: [*self._lookup.clause_keys(ids)]
                )
            return self._shelf


def _ordered(
    matches: Matches, shelf: Shelf, page: Page, on: date, pinned: Flags
) -> tuple[Match, ...]:
    """The page's stretch of the matches, in the order that was asked for."""
    ordinals, scores = matches.ordinals, matches.scores
    if not len(ordinals):
        return ()
    scores = np.where(shelf.not_over(ordinals, on), scores * _NOT_OVER_BOOST, scores)
    top = pinned[ordinals]
    if top.any():
        scores = np.where(top, scores.max() + 1.0, scores)
    if page.order is not Sorting.RELEVANCE:
        days = shelf.days[ordinals]
        sign = -1 if page.order is Sorting.NEWEST else 1
        late = np.where(days == 0, np.iinfo(np.int64).max, sign * days)
        order = np.lexsort((ordinals, -scores, late))[page.offset : page.offset + page.limit]
        return tuple(
            map(
                Match,
                ordinals[order].tolist(),
                matches.works[order].tolist(),
                scores[order].tolist(),
            )
        )
    boosted = Matches(ordinals, matches.works, matches.kinds, scores)
    return boosted.best(page.offset, page.offset + page.limit)
