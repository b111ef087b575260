"""A clause → the clauses of other notices that say much the same."""

from collections.abc import Callable
from datetime import date

from archive.asking import hit_of
from archive.errors import NoticeNotFound
from archive.indexing import Index
from archive.law.compare.likeness import Likeness
from archive.record import Alike
from archive.search_form import search_form
from archive.shelf import Shelf
from archive.store.catalogue import Catalogue
from archive.store.lookup import Lookup, Wanted

_ASKED_WITH = 240
"""Characters of the clause that others are found by: a question of any length would do no better
and take longer."""
_LOOKED_AT = 120
"""Clauses that are compared word for word."""
_LEAST = 0.25
"""Of their rarer words in common; below that, two clauses merely speak of the same things."""


class Likening:
    """Similar clauses in one archive; threads may share it."""

    def __init__(
        self, catalogue: Catalogue, lookup: Lookup, shelf: Callable[[], Shelf], index: Index
    ) -> None:
        self._catalogue = catalogue
        self._lookup = lookup
        self._shelf = shelf
        self._index = index

    def similar(
        self, slug: str, key: str, *, on: date, public: bool, limit: int, is_part: bool
    ) -> tuple[Alike, ...]:
        """The clauses of other notices most like this one, the most alike first.

        ``key``: of a clause, or (``is_part``) of a part of one, for which its clause stands in.
        Raises: NoticeNotFound; StaleIndex.
        """
        shelf = self._shelf()
        shown = shelf.permitted(Wanted(public), on)
        work = next((work.id for work in shelf.held() if work.slug == slug), None)
        ordinals = (
            {k: o for o, k in self._lookup.clause_keys([work]) if o < len(shown) and shown[o]}
            if work is not None
            else {}
        )
        above = key
        while above and above not in ordinals:
            above = above.rpartition("/")[0] if is_part else ""
        if not above or work is None:
            raise NoticeNotFound(f"“{slug}”里没有条款 {key}", f"请用 fawen show {slug} 查看条款")
        row = self._catalogue.clause_rows([ordinals[above]])[ordinals[above]]
        others = shown & ~shelf.of_work(work)
        ranked = self._index.engine().rank(row.text[:_ASKED_WITH], others)
        nearest = ranked.best(0, _LOOKED_AT)
        rows = self._catalogue.clause_rows([match.ordinal for match in nearest])
        matches = [match for match in nearest if match.ordinal in rows]
        if not matches:
            return ()
        texts = [search_form(rows[match.ordinal].text) for match in matches]
        likeness = Likeness([search_form(row.text)], texts)
        shares = [likeness.like(0, place) for place in range(len(texts))]
        order = sorted(range(len(texts)), key=lambda at: (-shares[at], matches[at].ordinal))
        return tuple(
            Alike(hit_of(shelf, matches[at], rows[matches[at].ordinal], (), on), shares[at])
            for at in order[:limit]
            if shares[at] >= _LEAST
        )
