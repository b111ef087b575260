"""What stands in quotation marks finds exactly the clauses in which a full scan finds it."""

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.search.query import Query, Term, every, parse_query
from archive.search_form import search_form
from archive.spellings import spellings

TODAY = date(2026, 11, 22)
QUICK = 600
ALL = 5000
_LENGTHS = (2, 2, 3, 3, 4, 5, 7, 12, 30)


def clauses(archive: Archive) -> dict[tuple[str, str, str], str]:
    """Id, key and text of every clause that is shown of a day, with the form that is searched."""
    shelf = archive._searching._current_shelf()
    shown = shelf.permitted(_everything(), TODAY)
    found: dict[tuple[str, str, str], str] = {}
    at = 0
    while rows := archive._catalogue.clauses_after(at, 1000):
        at = rows[-1].ordinal
        for row in rows:
            if row.ordinal < len(shown) and shown[row.ordinal]:
                name = (shelf.works[row.work].slug, row.key, row.text)
                found[name] = search_form(f"{row.label or ''}{row.text}")
    return found


def _everything() -> object:
    from archive.store.lookup import Wanted

    return Wanted(public=False)


def stretches(texts: list[str], count: int, seed: int) -> Iterator[str]:
    """Of real clauses: their beginnings and ends, those of their sentences, and any others."""
    chance = random.Random(seed)  # noqa: S311  a test wants the same numbers every time
    for _ in range(count):
        text = chance.choice(texts)
        length = min(len(text), chance.choice(_LENGTHS))
        borders = [at + 1 for at, c in enumerate(text) if c in "，。；：" and at + 1 < len(text)]
        border = chance.choice(borders or [0])
        start = chance.choice(
            (0, len(text) - length, border, border - length, chance.randint(0, len(text) - length))
        )
        yield text[max(start, 0) : max(start, 0) + length]


def query_of(stretch: str, *, typed: bool) -> Query:
    """As a person types it, or as a program asks what holds a quotation mark itself."""
    if typed and '"' not in search_form(stretch):
        return parse_query(f"“{stretch}”")
    return every(Term(stretch, phrase=True))


def check(archive: Archive, count: int, seed: int) -> None:
    kept = clauses(archive)
    texts = [text for text in (text for _, _, text in kept) if len(search_form(text)) > 1]
    asked = 0
    for number, stretch in enumerate(stretches(texts, count, seed)):
        needle = search_form(stretch)
        if len(needle) < 2:
            continue
        ways = spellings(needle)
        expected = {name for name, text in kept.items() if any(way in text for way in ways)}
        query = query_of(stretch, typed=bool(number % 4))
        results = archive.search(query, on=TODAY, public=False, limit=len(kept))
        assert {(hit.id, hit.section, hit.text) for hit in results.hits} == expected, stretch
        asked += 1
        for hit in results.hits[:20]:
            marked = [search_form(hit.text[start:stop]) for start, stop in hit.highlights]
            stands = any(way in search_form(hit.text) for way in ways)
            assert stands == any(way in mark for way in ways for mark in marked), stretch
    assert asked > 0.9 * count  # some are nothing but blanks


def test_any_stretch_of_a_shipped_text_finds_just_the_clauses_that_have_it(
    archive: Archive,
) -> None:
    check(archive, QUICK, seed=1)


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.timeout(900)
def test_any_stretch_of_a_real_notice_finds_just_the_clauses_that_have_it(
    shared_corpus: Path, tmp_path: Path
) -> None:
    from web.cli import main

    folder = tmp_path / "archive"
    chosen = sorted((shared_corpus / "notices").glob("*.txt"))[::8]
    main(["--archive", str(folder), "add", *map(str, chosen)])
    with Archive.open(folder, create=False, writable=False) as archive:
        check(archive, ALL, seed=2)
