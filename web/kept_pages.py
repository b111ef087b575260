"""Pages made once are given again while nothing that they rest on has changed.

A notice of a thousand articles takes a tenth of a second to write, and is asked for by everybody
in the week in which it comes into force. What is kept is what the view made; the headers of an
answer (how long until midnight) are put on each answer anew.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from threading import Lock

from archive.record import ArchiveState

ROOM = 32 * 2**20
"""Bytes of one process."""
SEARCHES_ROOM = 8 * 2**20
"""The same, of pages of results: some two hundred."""
LARGEST = ROOM // 4
State = tuple[ArchiveState, date]
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Page:
    """What a view answered with 200."""

    state: State
    body: bytes
    headers: tuple[tuple[str, str], ...]


class KeptPages:
    """The pages asked for last; threads may share it."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._taken = 0
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._guard = Lock()

    @property
    def pages(self) -> int:
        """How many there are."""
        return len(self._pages)

    def get(self, key: Key, state: State) -> Page | None:
        """The page, if it would be made alike today."""
        with self._guard:
            page = self._pages.get(key)
            if page is None:
                return None
            if page.state != state:
                self._drop(key)
                return None
            self._pages.move_to_end(key)
            return page

    def put(self, key: Key, page: Page) -> None:
        """Keep it; the ones not asked for longest make room."""
        if len(page.body) > min(LARGEST, self._room):
            return
        with self._guard:
            if key in self._pages:
                self._drop(key)
            self._pages[key] = page
            self._taken += len(page.body)
            while self._taken > self._room:
                self._drop(next(iter(self._pages)))

    def _drop(self, key: Key) -> None:
        self._taken -= len(self._pages.pop(key).body)
