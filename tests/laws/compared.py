"""Pairs of texts for the laws of comparison: one, and what a legislator may have made of it."""

from hypothesis import strategies as st

from archive.notice.model import Notice
from archive.notice.numerals import format_numeral
from ingest.pipeline import read
from ingest.source import source_from_bytes
from tests.laws.documents import opinions, sentences, statutes

Lines = list[str]


def noticed(lines: Lines) -> Notice:
    """The lines as a file that has been read."""
    text = "临海市园区管理办法\n\n" + "\n\n".join(lines) + "\n"
    return read(source_from_bytes("x.txt", text.encode())).notice


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Lines, Lines]:
    """A text and the same with lines put in, taken out, moved, reworded and articles renumbered."""
    old = draw(st.one_of(statutes(), opinions()))
    new = list(old)
    for _ in range(draw(st.integers(0, 5))):
        at = draw(st.integers(0, max(len(new) - 1, 0)))
        action = draw(st.sampled_from(("add", "drop", "move", "reword", "renumber")))
        if action == "add":
            new.insert(at, draw(sentences()))
        elif action == "drop" and len(new) > 1:
            del new[at]
        elif action == "move":
            new.insert(draw(st.integers(0, len(new) - 1)), new.pop(at))
        elif action == "reword":
            new[at] += draw(sentences())
        else:
            new = renumbered(new)
    return old, new


def renumbered(lines: Lines) -> Lines:
    """Articles counted from one again, as they stand."""
    found: Lines = []
    serial = 0
    for line in lines:
        label, blank, rest = line.partition(" ")
        if label.startswith("第") and label.endswith("条"):
            serial += 1
            label = f"第{format_numeral(serial)}条"
        found.append(label + blank + rest)
    return found
