"""Why a query found so little, and what may have been meant."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from threading import Lock

from archive import pinyin
from archive.asking import Asked, words_of
from archive.errors import QueryError, SlowQuery
from archive.indexing import Index
from archive.record import Advice, Correction, WordCount
from archive.search.correcting import Guesses
from archive.search.query import Field, Node, Query, format_query, parse_query
from archive.search_form import search_form
from archive.shelf import Narrowed, Shelf
from archive.store.lookup import Wanted

_WORDS_COUNTED = 8
_GUESSES_TRIED = 12
"""Of each word that is nowhere."""
_CORRECTIONS = 3
_EVERYTHING = Narrowed()


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where a query was looked for."""

    on: date
    wanted: Wanted
    narrowed: Narrowed

    @property
    def widest(self) -> "_Scope":
        """The same day without any filter."""
        return _Scope(self.on, Wanted(self.wanted.public), _EVERYTHING)


class Advising:
    """Advice over one archive; threads may share it."""

    def __init__(self, shelf: Callable[[], Shelf], index: Index) -> None:
        self._shelf = shelf
        self._index = index
        self._guard = Lock()
        self._guesses: dict[bool, tuple[int, Guesses]] = {}

    def advise(self, query: Query, wanted: Wanted, narrowed: Narrowed, on: date) -> Advice:
        """What a reader must know to trust that nothing was found, and what to try instead.

        Raises: StaleIndex; SlowQuery.
        """
        scope = _Scope(on, wanted, narrowed)
        is_narrowed = scope != scope.widest
        counts = tuple(self._word_counts(query, scope)) if not query.number else ()
        return Advice(
            words=counts,
            apart=self._apart(query, scope),
            unfiltered=self._count(query, scope.widest) if is_narrowed else None,
            other_days=self._count(query, scope, any_day=True),
            corrections=self._corrections(query, counts, scope),
            near=(),
            notices=self._shelf().notices(Wanted(wanted.public)),
        )

    def _count(self, query: Query, scope: _Scope, *, any_day: bool = False) -> int:
        asked = Asked(
            self._index.engine(),
            self._shelf(),
            query,
            scope.on,
            scope.wanted,
            scope.narrowed,
            any_day=any_day,
        )
        return len(asked.exactly())

    def _word_counts(self, query: Query, scope: _Scope) -> list[WordCount]:
        found = []
        fields = tuple(part for part in query.parts if isinstance(part, Field))
        parts: tuple[Node, ...] = (*query.wanted, *fields)
        for part in parts[:_WORDS_COUNTED]:
            said = format_query(part)
            alone = parse_query(said)
            count = self._count(alone, scope)
            everywhere = count if scope == scope.widest else self._count(alone, scope.widest)
            found.append(WordCount(said, count, everywhere))
        return found

    def _apart(self, query: Query, scope: _Scope) -> tuple[str, int] | None:
        words = words_of(query)
        if query.number or len(words) <= len(query.wanted):
            return None
        apart = " ".join(dict.fromkeys(words))
        return apart, self._count(parse_query(apart), scope)

    def _corrections(
        self, query: Query, counts: tuple[WordCount, ...], scope: _Scope
    ) -> tuple[Correction, ...]:
        guesses = self._current_guesses(scope)
        found: dict[str, Correction] = {}
        for term, count in zip(query.wanted, counts, strict=False):
            if count.everywhere:
                continue
            for guess in guesses.of(search_form(term.text))[:_GUESSES_TRIED]:
                typed = query.typed.replace(term.text, guess.term)
                if typed in found or typed == query.typed:
                    continue
                try:
                    hits = self._count(parse_query(typed), scope)
                except SlowQuery:
                    raise
                except QueryError:  # it has become too long
                    continue
                if hits:
                    found[typed] = Correction(
                        typed, guess.wrong, guess.right, hits, guess.sounds_alike
                    )
        likeliest = sorted(found.values(), key=lambda one: (not one.sounds_alike, -one.count))
        return tuple(likeliest[:_CORRECTIONS])

    def _current_guesses(self, scope: _Scope) -> Guesses:
        """Those of the words that the asker may see; made anew when the archive has changed."""
        shelf, public = self._shelf(), scope.wanted.public
        with self._guard:
            kept = self._guesses.get(public)
            if kept is None or kept[0] != shelf.sequence:
                allowed = shelf.permitted(Wanted(public), scope.on)
                words = self._index.engine().vocabulary(allowed)
                kept = self._guesses[public] = shelf.sequence, Guesses(words, pinyin.syllables)
            return kept[1]
