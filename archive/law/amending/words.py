"""Words found in a text whatever their layout, and exchanged.

「」 for “”, blanks and widths make no other words: a decision and the text that it amends are often
printed differently.
"""

from collections.abc import Callable, Iterator

from archive.law.compare.layout import same

_MARKS = tuple("，、；：,;:")
_ENDS = "。；;，,：:、"
_JOINERS = ("以及", "和", "及", "或者", "或", "与")

Exchange = Callable[[str], tuple[str, int]]
"""Text → the text exchanged, and how often the words stood there."""


def find_words(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Where the words stand, one after the other; spans in ``text``."""
    wanted = same(words)
    kept = [(key, at) for at, char in enumerate(text) if (key := same(char))]
    bare = "".join(key for key, _ in kept)
    at = bare.find(wanted) if wanted else -1
    while at >= 0:
        yield kept[at][1], kept[at + len(wanted) - 1][1] + 1
        at = bare.find(wanted, at + len(wanted))


def exchange(text: str, words: str, new: str, *, is_last: bool = False) -> tuple[str, int]:
    """The words replaced wherever they stand, or only the last time; how often that was."""
    spans = list(find_words(text, words))
    for start, stop in reversed(spans[-1:] if is_last else spans):
        text = text[:start] + new + text[stop:]
    return text, len(spans)


def delete(text: str, words: str, *, is_last: bool = False) -> tuple[str, int, bool]:
    """The words taken out; how often they stood there, and whether a mark went with them.

    A comma that stood before them and now meets another mark, or 以及, divides nothing any more.
    """
    spans = list(find_words(text, words))
    dropped = False
    for start, stop in reversed(spans[-1:] if is_last else spans):
        before, after = text[:start], text[stop:]
        meets_mark = before.endswith(_MARKS) and (not after or after[0] in _ENDS)
        if meets_mark or (before.endswith("、") and after.startswith(_JOINERS)):
            before, dropped = before[:-1], True
        elif not before.strip() and after.startswith(_MARKS):
            after, dropped = after[1:], True
        text = before + after
    return text, len(spans), dropped


def insert(text: str, anchor: str, new: str, *, is_behind: bool) -> tuple[str, int]:
    """New words beside the anchor; only done where it stands once."""
    spans = list(find_words(text, anchor))
    if len(spans) != 1:
        return text, len(spans)
    place = spans[0][1 if is_behind else 0]
    return text[:place] + new + text[place:], 1


def with_end_mark(new: str, old: str) -> str:
    """New words of a 项 or a lead; without an end mark of their own they keep the old one."""
    ends = old.rstrip()[-1:]
    if new and new[-1] not in "。；;：:！？" and ends in tuple("。；;：:，,"):
        return new + ends
    return new
