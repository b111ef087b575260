"""How many hits have which value of a facet: pure, in arrays."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from archive.record import FacetValue

Codes = NDArray[np.int32]
_MOST_STATUSES = 256
"""More than there are: makes one number of a row and a status."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Ordinals of one work and one status together: to count both takes one look at each match."""

    of: NDArray[np.int64]
    """Ordinal → its cell."""
    rows: NDArray[np.int64]
    """Cell → its work's place in the rows; after the last for ordinals of no work."""
    statuses: NDArray[np.int64]
    """Cell → a place in ``Status``."""

    @classmethod
    def by(cls, row_of: Codes, rows: int, statuses: Codes) -> "Cells":
        """The cells of all ordinals, each of one of so many rows or -1."""
        both = np.where(row_of < 0, rows, row_of).astype(np.int64) * _MOST_STATUSES + statuses
        cells, of = np.unique(both, return_inverse=True)
        return cls(of.astype(np.int64), cells // _MOST_STATUSES, cells % _MOST_STATUSES)


@dataclass(frozen=True, slots=True)
class Counted:
    """One facet: its values in the order of equals, and which rows have which."""

    values: tuple[str, ...]
    rows: NDArray[np.int64] | None
    """``None`` where each has one value: these are all rows in their order."""
    codes: NDArray[np.int64]
    """Beside ``rows``: the place of a value that the row has."""

    @classmethod
    def by(cls, of_rows: Iterable[tuple[str, ...]]) -> "Counted":
        """The values of each row."""
        having = [(row, value) for row, values in enumerate(of_rows) for value in values]
        values = sorted({value for _, value in having}, key=lambda value: (not value, value))
        places = {value: place for place, value in enumerate(values)}
        rows = np.array([row for row, _ in having], np.int64)
        return cls(
            tuple(values),
            None if np.array_equal(rows, np.arange(len(rows))) else rows,
            np.array([places[value] for _, value in having], np.int64),
        )

    def of(self, per_row: NDArray[np.int64]) -> tuple[FacetValue, ...]:
        """The values that rows with so many matches have; the commonest first, none last."""
        if not self.values:
            return ()
        those = per_row if self.rows is None else per_row[self.rows]
        counts = np.bincount(self.codes, those, len(self.values)).astype(np.int64)
        found = np.flatnonzero(counts)
        keys = -counts[found]
        if not self.values[-1] and len(found) and found[-1] == len(self.values) - 1:
            keys[-1] = 1
        found = found[np.argsort(keys, kind="stable")]
        named = map(self.values.__getitem__, found.tolist())
        return tuple(map(FacetValue, named, counts[found].tolist()))


def values(counts: Mapping[str, int]) -> tuple[FacetValue, ...]:
    """The commonest first, none last."""
    ordered = sorted(counts.items(), key=lambda item: (not item[0], -item[1], item[0]))
    return tuple(FacetValue(value, count) for value, count in ordered)
