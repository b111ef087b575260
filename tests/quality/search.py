"""Scores search on the gold queries: ``python -m tests.quality.search GOLD CORPUS``.

GOLD has ``queries.tsv`` and ``grades.tsv`` (its README says what a grade means), CORPUS the folders
of documents. Every query is asked three times: of the archive, as a reader of the site would ask;
of the best match alone; and of the baseline (``benchmarks.bm25f``), over label, text and headings
of the same clauses. Each answer earns nDCG@10, its gain 2^grade − 1.
"""

import argparse
import math
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from archive.archive import Archive
from archive.clauses import Clause, clauses_of
from archive.errors import FawenError
from archive.notice.match import squeeze
from archive.notice.model import Reading, Source
from archive.search import ranking
from archive.search.engine import Entry, EntryKind
from archive.search.query import parse_query
from archive.search.whoosh import WhooshEngine
from benchmarks.bm25f import Baseline
from ingest import pipeline, source

FOLDERS = ("seeds", "notices", "html")
DEPTH = 10
DAY = date(2026, 11, 9)
WHOLE = "*"

Place = tuple[str, str]
"""File below the corpus, key of the clause; ``*`` for the notice as a whole."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One query with what answers it."""

    id: str
    kind: str
    typed: str
    grades: Mapping[Place, int]


@dataclass(frozen=True, slots=True)
class Document:
    """One file as read."""

    file: str
    source: Source
    reading: Reading
    clauses: tuple[Clause, ...]


def rows(path: Path) -> Iterator[list[str]]:
    """The lines below the header, cut at tabs."""
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        yield line.split("\t")


def read_documents(corpus: Path, *, workers: int = 2) -> list[Document]:
    """All documents of the corpus that can be read, in the order of folders and names."""
    files = [p for name in FOLDERS for p in sorted((corpus / name).iterdir()) if p.is_file()]
    with ProcessPoolExecutor(workers) as pool:
        read = list(pool.map(_read, files, chunksize=8))
    return [
        Document(path.relative_to(corpus).as_posix(), *both, clauses_of(both[1].notice))
        for path, both in zip(files, read, strict=True)
        if both
    ]


def _read(path: Path) -> tuple[Source, Reading] | None:
    try:
        loaded = source.load(path)
        return loaded, pipeline.read(loaded)
    except FawenError:
        return None


def read_gold(gold: Path, documents: Sequence[Document]) -> tuple[list[Asked], list[str]]:
    """The queries, and the grades that nothing in the corpus bears out."""
    grades: defaultdict[str, dict[Place, int]] = defaultdict(dict)
    unmet = []
    for query, pattern, anchor, grade in rows(gold / "grades.tsv"):
        place = _place(documents, pattern, anchor)
        if place is None:
            unmet.append(f"{query} {pattern} {anchor}")
        else:
            grades[query][place] = max(int(grade), grades[query].get(place, 0))
    return [Asked(*row, grades[row[0]]) for row in rows(gold / "queries.tsv")], unmet


def _place(documents: Sequence[Document], pattern: str, anchor: str) -> Place | None:
    for document in documents:
        if not document.file.startswith(pattern.removesuffix("*")):
            continue
        if anchor == WHOLE:
            return document.file, WHOLE
        needle = squeeze(anchor)
        for clause in document.clauses[1:]:
            if needle in squeeze(f"{clause.label or ''}{clause.text}"):
                return document.file, clause.key
    return None


def ndcg(asked: Asked, answers: Sequence[Place]) -> float:
    """Gains of the first ten, discounted by their rank, over those of the best possible ten."""
    left = dict(asked.grades)
    gains = [2.0 ** _earned(left, place) - 1 for place in answers[:DEPTH]]
    ideal = sorted((2.0**grade - 1 for grade in asked.grades.values()), reverse=True)[:DEPTH]
    return _discounted(gains) / _discounted(ideal)


def _earned(left: dict[Place, int], place: Place) -> int:
    """The grade of a place or of the notice that it is in; each earned once."""
    return left.pop(place, 0) or left.pop((place[0], WHOLE), 0)


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))


@dataclass(frozen=True, slots=True)
class Scored:
    """One query, and the nDCG@10 of each way to answer it."""

    asked: Asked
    searched: float
    best_match: float
    baseline: float


def score(queries: Sequence[Asked], documents: Sequence[Document], folder: Path) -> list[Scored]:
    """Ask everything; archive and index are made in the folder."""
    searched = _searched(queries, documents, folder / "archive")
    ranked = _ranked(queries, documents, folder / "index")
    based = _based(queries, documents)
    return [
        Scored(asked, *(ndcg(asked, answers) for answers in found))
        for asked, *found in zip(queries, searched, ranked, based, strict=True)
    ]


def _searched(
    queries: Sequence[Asked], documents: Sequence[Document], folder: Path
) -> list[list[Place]]:
    files = {}
    with Archive.open(folder) as archive:
        with archive.adding():
            for document in documents:
                added = archive.add(document.source, document.reading)
                files[added.id] = document.file
        return [
            [
                (files[hit.id], hit.section)
                for hit in archive.search(
                    parse_query(asked.typed), on=DAY, public=False, limit=DEPTH
                ).hits
            ]
            for asked in queries
        ]


def _ranked(
    queries: Sequence[Asked], documents: Sequence[Document], folder: Path
) -> list[list[Place]]:
    places = [(d.file, clause.key) for d in documents for clause in d.clauses]
    authority = [ranking.authority(d.reading.notice.display_title) for d in documents]
    each = np.repeat(authority, [len(d.clauses) for d in documents])
    engine = WhooshEngine.create(folder)
    engine.apply(1, (), _entries(documents))
    found = [engine.rank(asked.typed, authority=each).best(0, DEPTH) for asked in queries]
    engine.close()
    return [[places[match.ordinal] for match in matches] for matches in found]


def _entries(documents: Sequence[Document]) -> Iterator[Entry]:
    ordinal = 0
    for work, document in enumerate(documents):
        for clause in document.clauses:
            kind, text = EntryKind(clause.kind), _text(clause)
            yield Entry(ordinal, work, 1, kind, clause.heading, text)
            ordinal += 1


def _text(clause: Clause) -> str:
    return f"{clause.label}\n{clause.text}" if clause.label else clause.text


def _based(queries: Sequence[Asked], documents: Sequence[Document]) -> list[list[Place]]:
    clauses = [(d.file, clause) for d in documents for clause in d.clauses]
    baseline = Baseline(f"{clause.heading}\n{_text(clause)}" for _, clause in clauses)
    return [
        [(clauses[at][0], clauses[at][1].key) for at in baseline.best(asked.typed, DEPTH)]
        for asked in queries
    ]


def means(scored: Sequence[Scored]) -> dict[str, float]:
    """The mean of each way over the queries."""
    count = max(len(scored), 1)
    return {
        name: sum(getattr(one, name) for one in scored) / count
        for name in ("searched", "best_match", "baseline")
    }


def report(scored: Sequence[Scored], *, every: bool = False) -> str:
    """The means, for all and for each kind of query; with ``every``, each query's too."""
    lines = [f"{'nDCG@10':14}{'queries':>8}{'searched':>10}{'best match':>12}{'baseline':>10}"]
    for kind in ("all", *dict.fromkeys(one.asked.kind for one in scored)):
        some = [one for one in scored if kind in ("all", one.asked.kind)]
        mean = means(some)
        lines.append(
            f"{kind:14}{len(some):8}{mean['searched']:10.3f}{mean['best_match']:12.3f}"
            f"{mean['baseline']:10.3f}"
        )
    if every:
        for one in scored:
            lines.append(
                f"{one.asked.id} {one.searched:.2f} {one.best_match:.2f} {one.baseline:.2f} "
                f"{one.asked.typed}"
            )
    return "\n".join(lines)


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.search", description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--every", action="store_true", help="print each query's score")
    options = parser.parse_args()
    documents = read_documents(options.corpus)
    queries, unmet = read_gold(options.gold, documents)
    with tempfile.TemporaryDirectory(prefix="fawen-search-") as folder:
        scored = score(queries, documents, Path(folder))
    sys.stdout.write(f"{report(scored, every=options.every)}\n")
    if unmet:
        sys.exit("not in the corpus: " + "; ".join(unmet))


if __name__ == "__main__":
    main()
