"""Laypeople's questions against articles of laws: ``python -m benchmarks.stard DIR [--only odd]``.

DIR has ``queries.tsv`` (number, question), ``qrels.tsv`` (number, article that answers) and
``articles.jsonl.xz`` (``id``, ``name``, ``text``). The articles are indexed by the project's own
engine in a temporary folder, each law a work, and every question is put to its best match, as a
search does; in the same run the baseline (``benchmarks.bm25f``) answers over the same texts. One
line of JSON: MRR@10, Recall@10 and Recall@50 of both and their ratio, for the odd-numbered
questions (on which weights and word lists may be tuned), the even-numbered ones and all.
"""

import argparse
import json
import lzma
import re
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from archive import words
from archive.search import ranking
from archive.search.engine import Entry, EntryKind
from archive.search.whoosh import WhooshEngine
from benchmarks.bm25f import Baseline
from benchmarks.measure import percentile

DEEPEST = 50
MEASURES = ("mrr@10", "recall@10", "recall@50")

# 中华人民共和国刑法第一百二十条之一: the law, the label
_NUMERAL = "[零〇一二三四五六七八九十百千万]+"
_NAME = re.compile(rf"(?P<law>.*?)(?P<label>第{_NUMERAL}条(?:之{_NUMERAL})?)")

Answer = Callable[[str], Sequence[int]]
"""A question → articles, best first."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a law."""

    id: str
    law: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question and the ids of the articles that answer it."""

    number: int
    text: str
    answers: frozenset[str]


def read_articles(folder: Path) -> list[Article]:
    """All articles, in the order of the file."""
    with lzma.open(folder / "articles.jsonl.xz", "rt", encoding="utf-8") as file:
        return [_article(json.loads(line)) for line in file]


def _article(row: dict[str, object]) -> Article:
    name = str(row["name"])
    named = _NAME.fullmatch(name)
    law, label = (named["law"], named["label"]) if named else (name, "")
    return Article(str(row["id"]), law, label, str(row["text"]))


def read_questions(folder: Path) -> list[Question]:
    """All questions that have an answer."""
    answers: defaultdict[str, set[str]] = defaultdict(set)
    for number, article, *_ in _rows(folder / "qrels.tsv"):
        answers[number].add(article)
    return [
        Question(int(number), text, frozenset(answers[number]))
        for number, text, *_ in _rows(folder / "queries.tsv")
        if number in answers
    ]


def _rows(path: Path) -> Iterator[list[str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield line.split("\t")


def entries(articles: Sequence[Article]) -> Iterator[Entry]:
    """As the archive makes them: the law's title in the heading, the label above the text."""
    laws: dict[str, int] = {}
    for ordinal, article in enumerate(articles):
        work = laws.setdefault(article.law, len(laws))
        text = f"{article.label}\n{article.text}"
        yield Entry(ordinal, work, 1, EntryKind.CLAUSE, article.law, text)


def measured(
    questions: Sequence[Question], articles: Sequence[Article], answer: Answer
) -> dict[str, float]:
    """The mean of each measure over the questions."""
    sums = dict.fromkeys(MEASURES, 0.0)
    for question in questions:
        hits = [articles[at].id in question.answers for at in answer(question.text)[:DEEPEST]]
        first = next((rank for rank, hit in enumerate(hits[:10], start=1) if hit), None)
        sums["mrr@10"] += 1 / first if first else 0.0
        sums["recall@10"] += sum(hits[:10]) / len(question.answers)
        sums["recall@50"] += sum(hits) / len(question.answers)
    return {name: total / max(len(questions), 1) for name, total in sums.items()}


def main() -> None:
    """Print the line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stard", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", choices=("odd", "even"), help="leave the other half unlooked at")
    options = parser.parse_args()
    articles = read_articles(options.folder)
    questions = read_questions(options.folder)
    halves = {
        "odd": [question for question in questions if question.number % 2],
        "even": [question for question in questions if not question.number % 2],
        "all": questions,
    }
    if options.only:
        halves = {options.only: halves[options.only]}
    authority = np.array([ranking.authority(article.law) for article in articles])
    baseline = Baseline(article.text for article in articles)
    line: dict[str, object] = {"set": options.folder.name, "articles": len(articles)}
    words.load()
    with tempfile.TemporaryDirectory(prefix="fawen-stard-") as folder:
        engine = WhooshEngine.create(Path(folder))
        engine.apply(1, (), entries(articles))
        times: list[float] = []

        def ours(question: str) -> Sequence[int]:
            begun = time.process_time()
            found = engine.rank(question, authority=authority)
            times.append((time.process_time() - begun) * 1000)
            return [match.ordinal for match in found]

        def base(question: str) -> Sequence[int]:
            return baseline.best(question, DEEPEST)

        for half, some in halves.items():
            both = {
                "ours": measured(some, articles, ours),
                "baseline": measured(some, articles, base),
            }
            ratio = {
                name: both["ours"][name] / both["baseline"][name]
                for name in MEASURES
                if both["baseline"][name]
            }
            line[half] = {"questions": len(some), **_rounded(both), **_rounded({"ratio": ratio})}
        line["cpu_ms"] = {
            "p50": round(percentile(times, 0.5), 1),
            "p95": round(percentile(times, 0.95), 1),
        }
        engine.close()
    print(json.dumps(line, ensure_ascii=False))


def _rounded(measures: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    return {
        who: {name: round(value, 4) for name, value in values.items()}
        for who, values in measures.items()
    }


if __name__ == "__main__":
    sys.exit(main())
