"""Comparisons made for the site: a few at a time, and the last ones kept for the next page.

Filters, pages and downloads of one comparison are requests of their own; only the first pays.
"""

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from datetime import date
from threading import Lock, Semaphore
from typing import Generic, TypeVar

from archive.comparing import compare_texts, counterparts_of
from archive.errors import ArchiveBusy, NoticeNotFound
from archive.law.compare.counterparts import Counterpart
from archive.law.compare.model import Comparison
from archive.record import Compared
from archive.saying import say
from web.library import Library
from web.present.language import N_
from web.present.sides import SideView, side_view

T = TypeVar("T")
OLD_AND_NEW = (N_("旧"), N_("新"))
"""What the two texts of a comparison are called where one is older."""

_KEPT = 8
_AT_ONCE = 2
"""Comparing two codes takes seconds of the processor; searches must go on beside it."""
_PATIENCE_S = 20.0

_Key = tuple[str, ...]


class Desk:
    """Threads may share it."""

    def __init__(self) -> None:
        self._room = Semaphore(_AT_ONCE)
        self._comparisons: _Shelf[Comparison] = _Shelf()
        self._counterparts: _Shelf[tuple[Counterpart, ...]] = _Shelf()

    def compared(self, old: Compared, new: Compared) -> Comparison:
        """Raises: ArchiveBusy when too much is being compared already."""
        key = (*_identity(old), *_identity(new))
        return self._comparisons.get(key, lambda: self._make(lambda: compare_texts(old, new)))

    def counterparts(self, old: Compared, new: Compared) -> tuple[Counterpart, ...]:
        """Raises: ArchiveBusy."""
        key = (*_identity(old), *_identity(new))
        return self._counterparts.get(key, lambda: self._make(lambda: counterparts_of(old, new)))

    def _make(self, make: Callable[[], T]) -> T:
        if not self._room.acquire(timeout=_PATIENCE_S):
            raise ArchiveBusy(say("正在进行的比对太多"), say("请过一分钟再试"))
        try:
            return make()
        finally:
            self._room.release()


class _Shelf(Generic[T]):
    """The last things made; who asks for what is being made waits for it."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._kept: OrderedDict[_Key, Future[T]] = OrderedDict()

    def get(self, key: _Key, make: Callable[[], T]) -> T:
        with self._guard:
            found = self._kept.get(key)
            is_mine = found is None
            if found is None:
                found = self._kept[key] = Future()
            self._kept.move_to_end(key)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        if is_mine:
            try:
                found.set_result(make())
            except BaseException as error:
                with self._guard:
                    self._kept.pop(key, None)  # the next one tries again
                found.set_exception(error)
        return found.result()


def side_views(
    library: Library | None,
    old: Compared,
    new: Compared,
    on: date,
    words: tuple[str, str] = OLD_AND_NEW,
) -> tuple[SideView, SideView]:
    """What is said of two texts on a day; ``library`` is needed for those that are kept."""
    one, other = words
    return described_side(library, one, old, on), described_side(library, other, new, on)


def described_side(library: Library | None, word: str, side: Compared, on: date) -> SideView:
    """One text with its status on a day."""
    conclusion = None
    if library and side.id:
        try:
            conclusion = library.status(side.id, side.key, on)
        except NoticeNotFound:  # that day's text has no such part
            conclusion = library.status(side.id, None, on)
    return side_view(word, side, conclusion, on)


def _identity(side: Compared) -> tuple[str, str, str]:
    """The very text: what it is called, the bytes, and who read them."""
    if side.record is None:
        raise ValueError("a text outside the archive is compared in a process of its own")
    reading = side.record.reading
    return (side.pin or "", reading.source_sha256, reading.reader)
