"""What every engine is measured by: real clauses, and a full scan that says who answers a query."""

import random
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from pathlib import Path

from archive.notice.match import squeeze
from archive.search.engine import Engine, Entry, EntryKind
from archive.search.query import Query, Term


def entry(ordinal: int, text: str, *, heading: str = "", work: int = 1) -> Entry:
    return Entry(ordinal, work, 1, EntryKind.CLAUSE, heading, text)


def shipped_entries(corpus: Path) -> tuple[Entry, ...]:
    """Every paragraph of the shipped texts, under the title of its document."""
    entries: list[Entry] = []
    for work, path in enumerate(sorted(corpus.glob("*.txt")), start=1):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                entries.append(entry(len(entries) + 1, line, heading=path.stem, work=work))
    return tuple(entries)


def words_of(*texts: str) -> Query:
    """Everything wanted, exactly as it stands: no syntax is read."""
    return Query(" ".join(texts), tuple(Term(text, phrase=True) for text in texts))


def scan(
    entries: Iterable[Entry], query: Query, allowed: Collection[int] | None = None
) -> set[int]:
    """The ordinals that answer, found without any index."""
    wanted = [term.needle for term in query.terms if not term.negated]
    return {
        entry.ordinal
        for entry in entries
        if query.terms
        and (not wanted or any(needle in _squeezed(entry.text) for needle in wanted))
        and (allowed is None or entry.work in allowed)
        and all(
            (term.needle in _squeezed(entry.text) or term.needle in _squeezed(entry.heading))
            is not term.negated
            for term in query.terms
        )
    }


_squeezed = cache(squeeze)


def found(engine: Engine, query: Query, allowed: Collection[int] | None = None) -> set[int]:
    """The ordinals that the engine answers with; each once, and in the order it promises."""
    matches = engine.search(query, allowed)
    ordinals = [match.ordinal for match in matches]
    assert len(set(ordinals)) == len(ordinals)
    assert sorted(matches, key=lambda m: (-m.score, m.ordinal)) == list(matches)
    return set(ordinals)


def substrings(entries: Iterable[Entry], count: int, seed: int) -> Iterator[str]:
    """Stretches of real clauses: beginnings, ends, and whatever lies across the words."""
    chance = random.Random(seed)  # noqa: S311  a test wants the same numbers every time
    texts = [squeeze(entry.text) for entry in entries if len(squeeze(entry.text)) > 1]
    for _ in range(count):
        text = chance.choice(texts)
        length = min(len(text), chance.choice((2, 2, 3, 3, 4, 5, 7, 12, 30)))
        start = chance.choice((0, len(text) - length, chance.randint(0, len(text) - length)))
        yield text[start : start + length]
