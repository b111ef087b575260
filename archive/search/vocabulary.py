"""The words of an index: what they are and how many entries have each."""

from collections import Counter
from collections.abc import Mapping

import numpy as np

from archive.search.ranking import Mask
from archive.search.reading import Whole

SHORTEST = 2
LONGEST = 12
"""Characters of a word that is worth suggesting."""
MOST = 30_000
"""Words kept, the most frequent ones."""


def vocabulary(whole: Whole, allowed: Mask, least: int = 2) -> Mapping[str, int]:
    """Word → how many of the entries allowed have it in their text; ``least`` at least.

    Han words alone: figures and Latin letters are no help to whoever is typing.
    """
    counts: Counter[str] = Counter()
    start = 0
    for segment in whole.segments:
        stop = start + len(segment.live)
        seen = (whole.live & allowed)[start:stop]
        start = stop
        inverted = segment.inverted("text_words")
        if not len(inverted.counts):
            continue
        starts = np.cumsum(inverted.counts) - inverted.counts
        having = np.add.reduceat(seen[inverted.documents].astype(np.int64), starts)
        for at in np.flatnonzero(having).tolist():
            piece = inverted.pieces[at]
            if len(piece) >= 3 * SHORTEST:  # UTF-8
                counts[piece.decode("utf-8", "surrogatepass")] += int(having[at])
    kept = {word: count for word, count in counts.items() if count >= least and _is_han(word)}
    if len(kept) > MOST:
        return dict(Counter(kept).most_common(MOST))
    return kept


def _is_han(word: str) -> bool:
    return SHORTEST <= len(word) <= LONGEST and all("\u3400" <= c <= "\u9fff" for c in word)
