"""Suggestions for what the public may see, kept level with the archive beside whoever asks."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from threading import Lock, Thread

from archive import pinyin
from archive.indexing import Index
from archive.record import State
from archive.search.suggesting import Sort, Suggestion, Suggestions
from archive.shelf import Shelf
from archive.store.lookup import Shelved, Wanted


class Suggesting:
    """Suggestions out of one archive; threads may share it.

    They are gathered anew when the archive has changed, beside whoever asks, who is answered from
    the last ones meanwhile; but if a notice is no longer public, nobody is answered from those.
    """

    def __init__(self, shelf: Callable[[], Shelf], index: Index) -> None:
        self._shelf = shelf
        self._index = index
        self._guard = Lock()
        self._gathering = Lock()
        self._level: tuple[int, frozenset[int]] | None = None
        self._suggestions = Suggestions((), pinyin.syllables)

    def suggest(self, typed: str, on: date) -> tuple[Suggestion, ...]:
        """The likeliest of what somebody may be about to type.

        Raises: StaleIndex.
        """
        shelf = self._shelf()
        with self._guard:
            level, suggestions = self._level, self._suggestions
        if level is None or not level[1] <= _public(shelf):
            with self._gathering:
                suggestions = self._gathered(shelf, on)
        elif level[0] != shelf.sequence and self._gathering.acquire(blocking=False):
            Thread(target=self._gather_beside, args=(shelf, on), daemon=True).start()
        return suggestions.of(typed)

    def _gather_beside(self, shelf: Shelf, on: date) -> None:
        try:
            self._gathered(shelf, on)
        finally:
            self._gathering.release()

    def _gathered(self, shelf: Shelf, on: date) -> Suggestions:
        with self._guard:
            if self._level is not None and self._level[0] == shelf.sequence:
                return self._suggestions  # another was faster
        counts = self._index.engine().vocabulary(shelf.permitted(Wanted(public=True), on))
        terms = (Suggestion(Sort.TERM, word, count) for word, count in counts.items())
        found = Suggestions((*terms, *_of_works(shelf)), pinyin.syllables)
        with self._guard:
            self._level, self._suggestions = (shelf.sequence, _public(shelf)), found
        return found


def _shown(shelf: Shelf) -> Iterator[Shelved]:
    return (work for work in shelf.held() if work.state is State.PUBLISHED)


def _public(shelf: Shelf) -> frozenset[int]:
    return frozenset(work.id for work in _shown(shelf))


def _of_works(shelf: Shelf) -> Iterator[Suggestion]:
    organs: Counter[str] = Counter()
    for work in _shown(shelf):
        organs.update(dict.fromkeys(work.issuers, 1))
        yield Suggestion(Sort.TITLE, work.title, work=work.slug)
        if work.number:
            yield Suggestion(Sort.NUMBER, work.number, work=work.slug)
    for organ, count in organs.items():
        yield Suggestion(Sort.ISSUER, organ, count)
