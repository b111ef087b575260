"""A title → the phrases between which its lines may break: a title is broken by sense.

Source: GB/T 9704-2012 7.3.1 (回行时，要做到词意完整，排列对称).
"""

from collections.abc import Callable, Iterable
from typing import Protocol

_OPENING = "“‘（〔【《〈「『([<"
_CLOSING = "”’）〕】》〉」』)]>、，。；：！？,.;:!?"


class Piece(Protocol):
    """A word of a text."""

    @property
    def text(self) -> str: ...


Cut = Callable[[str], Iterable[Piece]]
"""Text → its words in order; joined, they are the text again."""


def phrases(title: str, cut: Cut) -> tuple[str, ...]:
    """The title's words, with marks and single characters joined to what they belong to.

    Guarantees: joined, the phrases are the title again.
    """
    joined: list[str] = []
    is_open = False
    for piece in cut(title):
        word = piece.text
        loose = len(word.strip()) < 2 and word not in _OPENING
        if joined and (is_open or loose or word[0] in _CLOSING):
            joined[-1] += word
        else:
            joined.append(word)
        is_open = word[-1] in _OPENING
    return tuple(joined)
