"""Query → one page of hits: the engine's ordinals turned into clauses with text and highlights."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from threading import Lock

from archive.highlight import highlights
from archive.indexing import Index
from archive.law.validity import LABELS
from archive.record import Hit, Results
from archive.search.engine import Match
from archive.search.query import Query
from archive.shelf import Shelf
from archive.store.catalogue import Catalogue, ClauseRow
from archive.store.lookup import Lookup, Wanted
from archive.words import cut

_BEHIND = "索引正在更新，最近收录的文件稍后才能搜到。"


class Searching:
    """Search over one archive; safe to share between threads."""

    def __init__(self, catalogue: Catalogue, lookup: Lookup, index: Index) -> None:
        self._catalogue = catalogue
        self._lookup = lookup
        self._index = index
        self._shelf: Shelf | None = None
        self._guard = Lock()

    def search(self, query: Query, wanted: Wanted, *, on: date, limit: int, offset: int) -> Results:
        """One page, what there is in all, and the facets of all of it.

        Raises: StaleIndex.
        """
        shelf = self._current_shelf()
        engine = self._index.engine()
        applied = engine.sequence()
        allowed = shelf.visible(wanted)
        matches = shelf.of_day(engine.search(query, allowed), on)
        if query.number:
            matches = _first(shelf.bearing(query.number, on, allowed), matches)
        page = matches[offset : offset + limit]
        rows = self._catalogue.clause_rows([match.ordinal for match in page])
        needles = [term.needle for term in query.terms if not term.negated]
        return Results(
            query=query.typed,
            on=on,
            total=len(matches),
            notices=len({match.work for match in matches}),
            hits=tuple(
                _hit(shelf, match, rows[match.ordinal], needles, on)
                for match in page
                if match.ordinal in rows
            ),
            facets=shelf.facets(matches, on),
            words=_words(query),
            number=query.number,
            hint=_BEHIND if applied < shelf.sequence else None,
        )

    def _current_shelf(self) -> Shelf:
        with self._guard:
            sequence = self._catalogue.sequence()
            if self._shelf is None or self._shelf.sequence != sequence:
                works, spans = self._lookup.shelf()
                by_id = {work.id: work for work in works}
                self._shelf = Shelf(sequence, by_id, spans, self._lookup.standings())
            return self._shelf


def _first(bearing: list[Match], matches: list[Match]) -> list[Match]:
    """The notices that bear the number, above everything else and only once."""
    top = matches[0].score + 1.0 if matches else 1.0
    pinned = {match.ordinal for match in bearing}
    return [
        *(replace(match, score=top) for match in bearing),
        *(match for match in matches if match.ordinal not in pinned),
    ]


def _words(query: Query) -> tuple[str, ...]:
    return tuple(
        word.text
        for term in query.terms
        if not term.negated
        for word in cut(term.text)
        if word.text[0].isalnum()
    )


def _hit(shelf: Shelf, match: Match, row: ClauseRow, needles: Sequence[str], on: date) -> Hit:
    work = shelf.works[match.work]
    status = shelf.status(match.work, row.key, on)
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
