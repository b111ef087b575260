"""An index of 150,000 clauses kept up: one work more, a thousand corrections, what they leave.

``python -m benchmarks.upkeep`` prints a table. A correction takes a work's clauses away and adds
them under other ordinals; after it a search has to find one of them. The clock on the wall counts,
since the disk is a part of it.
"""

import argparse
import random
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from archive import words
from archive.notice.match import squeeze
from archive.search.query import Term
from archive.search.whoosh import WhooshEngine
from benchmarks import clauses
from benchmarks.clauses import Clause
from benchmarks.corpus import SEED
from benchmarks.measure import Stopwatch, Times, apart, machine, timed
from benchmarks.ours import entry

_LONGEST = 200
"""Clauses: longer works are left alone, since notices are shorter."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What keeping an index up takes."""

    both: Times
    """From the correction's beginning until it was found."""
    searching: Times
    """Of that, the search."""
    settling: Stopwatch
    """Waiting for merges after the last."""
    after_mb: float
    live: int
    """Clauses, at the end as at the beginning."""


def build(folder: Path, most: int) -> float:
    """A new index; how large it is, in MB."""
    words.load()
    engine = WhooshEngine.create(folder)
    engine.apply(1, (), map(entry, clauses.both(most)))
    engine.close()
    return _mb(folder)


def correct(folder: Path, most: int, updates: int) -> Kept:
    """So many corrections, one after the other.

    Raises: RuntimeError if one is not found at once.
    """
    words.load()
    works: dict[int, list[Clause]] = {}
    for clause in clauses.both(most):
        works.setdefault(clause.work, []).append(clause)
    chance = random.Random(SEED)  # noqa: S311  the same works every time
    some = [work for work, own in works.items() if len(own) <= _LONGEST]
    engine = WhooshEngine(folder)
    following = most + 1
    both, searching = [], []
    for sequence in range(2, updates + 2):
        old = works[chance.choice(some)]
        new = [replace(clause, ordinal=following + at) for at, clause in enumerate(old)]
        following += len(new)
        works[old[0].work] = new
        sought = Term(squeeze(new[-1].text)[:40], phrase=True)
        with Stopwatch() as whole:
            engine.apply(sequence, [clause.ordinal for clause in old], map(entry, new))
            with Stopwatch() as search:
                ordinals = engine.search(sought).ordinals
        if new[-1].ordinal not in ordinals or old[-1].ordinal in ordinals:
            raise RuntimeError(f"correction {sequence} is not found")
        both.append(whole)
        searching.append(search)
    settling = timed(engine.settle)
    engine.apply(engine.sequence() + 1, (), ())  # sweeps what the last merge has left
    engine.settle()
    live = len(engine.ordinals())
    engine.close()
    return Kept(Times(tuple(both)), Times(tuple(searching)), settling, _mb(folder), live)


def _mb(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.upkeep", description=__doc__)
    parser.add_argument("--clauses", type=int, default=150_000)
    parser.add_argument("--updates", type=int, default=1_000)
    given = parser.parse_args()
    if not clauses.SHARED.is_dir():
        print(f"the shared corpus is absent: {clauses.SHARED}", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="fawen-upkeep-") as scratch:
        folder = Path(scratch) / "index"
        before_mb, _ = apart(build, folder, given.clauses)
        kept, peak_mb = apart(correct, folder, given.clauses, given.updates)
    print(f"{machine()}; {given.updates:,} corrections of {kept.live:,} clauses\n")
    print("| figure | value |\n|---|---|")
    print(f"| corrected and found | {kept.both}, slowest {kept.both.wall_ms(1):.0f} ms |")
    print(f"| of that, the first search after it | {kept.searching} |")
    print(f"| merges still under way at the end | {kept.settling.wall_s:.1f} s |")
    print(
        f"| index, new and afterwards | {before_mb:.0f} and {kept.after_mb:.0f} MB: "
        f"{kept.after_mb / before_mb:.2f} times |"
    )
    print(f"| peak memory, the {given.clauses:,} clauses themselves included | {peak_mb:.0f} MB |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
