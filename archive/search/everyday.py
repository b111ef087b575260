"""Laypeople's words → the words of laws and notices, from ``everyday_words.tsv``.

They only rank: where a question says 员工 a best match looks for 劳动者 too, and counts it less
than what was typed. Whether a term is *found* they do not touch.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from archive import words
from archive.search_form import search_form


@dataclass(frozen=True, slots=True)
class EverydayWord:
    """One row: what people say, what the texts say, and where that is so."""

    everyday: tuple[str, ...]
    """All of these stand in the question; one character alone must be a word of it."""
    legal: tuple[str, ...]
    reason: str


@cache
def everyday_words() -> tuple[EverydayWord, ...]:
    """Every row, in the order of the file."""
    text = files("archive.search").joinpath("everyday_words.tsv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return tuple(
        EverydayWord(tuple(row["everyday"].split()), tuple(row["legal"].split()), row["reason"])
        for row in rows
    )


def legal_words(question: str) -> tuple[str, ...]:
    """What the texts call that of which the question speaks; each once."""
    squeezed = search_form(question)
    of_one = frozenset(word.text for word in words.cut(question) if len(word.text) == 1)
    return tuple(
        dict.fromkeys(
            legal
            for row in everyday_words()
            if all(word in (of_one if len(word) == 1 else squeezed) for word in row.everyday)
            for legal in row.legal
        )
    )
