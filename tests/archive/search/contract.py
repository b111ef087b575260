"""What every engine is measured by: real clauses, and a full scan that says who answers a query."""

import random
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from pathlib import Path

import numpy as np

from archive.search.engine import Engine, Entry, EntryKind, Flags, InWork, Question, Where
from archive.search.query import All, AnyOf, Field, Node, Not, Term, parse_query
from archive.search_form import search_form


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


def words_of(*texts: str) -> Question:
    """Everything wanted, exactly as it stands: no syntax is read."""
    return All(tuple(Term(text, phrase=True) for text in texts))


def asked(typed: str) -> Question:
    """What is typed, without fields, as the engine is asked it."""
    return _without_fields(parse_query(typed).node)


def _without_fields(node: "Node | None") -> Question:
    if isinstance(node, All):
        return All(tuple(map(_without_fields, node.of)))
    if isinstance(node, AnyOf):
        return AnyOf(tuple(map(_without_fields, node.of)))
    if isinstance(node, Not):
        return Not(_without_fields(node.of))
    assert node is not None
    assert not isinstance(node, Field)
    return node


def scan(
    entries: Iterable[Entry], question: Question, allowed: Collection[int] | None = None
) -> set[int]:
    """The ordinals that answer, found without any index."""
    permitted = [e for e in entries if allowed is None or e.ordinal in allowed]
    needles = [term.needle for term in wanted(question)]
    return {
        entry.ordinal
        for entry in permitted
        if is_true(question, entry, permitted)
        and (not needles or any(needle in _squeezed(entry.text) for needle in needles))
    }


def is_true(question: Question, entry: Entry, permitted: Collection[Entry]) -> bool:
    """Whether a question is true of an entry, word for word as the protocol says."""
    if isinstance(question, Term):
        text, heading = _squeezed(entry.text), _squeezed(entry.heading)
        return question.needle in text or question.needle in heading
    if isinstance(question, All):
        return all(is_true(inner, entry, permitted) for inner in question.of)
    if isinstance(question, AnyOf):
        return any(is_true(inner, entry, permitted) for inner in question.of)
    if isinstance(question, Not):
        return not is_true(question.of, entry, permitted)
    if isinstance(question, InWork):
        together = (other for other in permitted if other.work == entry.work)
        return any(is_true(question.of, other, permitted) for other in together)
    if isinstance(question, Where):
        return entry.ordinal < len(question.flags) and bool(question.flags[entry.ordinal])
    return entry.kind in question.kinds


def wanted(question: Question) -> list[Term]:
    """The terms that make an entry an answer."""
    if isinstance(question, Term):
        return [question]
    if isinstance(question, All | AnyOf):
        return [term for inner in question.of for term in wanted(inner)]
    return []


_squeezed = cache(search_form)


def flags_of(ordinals: Collection[int] | None) -> Flags | None:
    """The same ordinals as an engine takes them."""
    if ordinals is None:
        return None
    flags = np.zeros(max(ordinals, default=0) + 1, np.bool_)
    flags[list(ordinals)] = True
    return flags


def found(engine: Engine, question: Question, allowed: Collection[int] | None = None) -> set[int]:
    """The ordinals that the engine answers with; each once, and in the order it promises."""
    matches = tuple(engine.search(question, flags_of(allowed)))
    ordinals = [match.ordinal for match in matches]
    assert len(set(ordinals)) == len(ordinals)
    assert sorted(matches, key=lambda m: (-m.score, m.ordinal)) == list(matches)
    return set(ordinals)


def substrings(entries: Iterable[Entry], count: int, seed: int) -> Iterator[str]:
    """Stretches of real clauses: beginnings, ends, and whatever lies across the words."""
    chance = random.Random(seed)  # noqa: S311  a test wants the same numbers every time
    texts = [search_form(entry.text) for entry in entries if len(search_form(entry.text)) > 1]
    for _ in range(count):
        text = chance.choice(texts)
        length = min(len(text), chance.choice((2, 2, 3, 3, 4, 5, 7, 12, 30)))
        start = chance.choice((0, len(text) - length, chance.randint(0, len(text) - length)))
        yield text[start : start + length]
