"""Notices that state no issuer, year or kind: a list narrowed to a value passes them all by."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from archive.record import Listed
from web.library import Library, Order


def unstated_of(line: Listed) -> frozenset[str]:
    """Which of ``issuer``, ``year`` and ``kind`` the notice does not state."""
    stated = {"issuer": line.issuers, "year": line.year, "kind": line.kind}
    return frozenset(name for name, value in stated.items() if not value)


class Unstated:
    """Those among the public notices, found anew only when the archive has changed."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._kept: dict[Order, tuple[tuple[int, date], tuple[Listed, ...]]] = {}

    def listing(self, *, on: date, order: Order) -> tuple[Listed, ...]:
        """Every notice that lacks at least one of the three."""
        asked = (self._library.figures().sequence, on)
        kept = self._kept.get(order)
        if kept is None or kept[0] != asked:
            every = self._library.listing(on=on, public=True, order=order)
            kept = (asked, tuple(line for line in every if unstated_of(line)))
            self._kept[order] = kept
        return kept[1]

    def counts(self, *, on: date, order: Order) -> Mapping[str, int]:
        """How many notices lack each."""
        return Counter(
            name for line in self.listing(on=on, order=order) for name in unstated_of(line)
        )
