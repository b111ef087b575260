"""The embedded engine on the articles of real laws: building, adding one notice, 300 queries.

``FAWEN_SHARED_CORPUS`` names the folder with the laws; ``ARTICLES=20000`` takes fewer.
"""

import os
import random
import re
import resource
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from archive import words
from archive.notice.match import squeeze
from archive.search.engine import Entry, EntryKind
from archive.search.query import Query, Term
from archive.search.whoosh import WhooshEngine

CORPUS = Path(os.environ.get("FAWEN_SHARED_CORPUS") or Path(__file__).parents[2] / "shared/corpus")
MOST = int(os.environ.get("ARTICLES", "1000000"))
QUERIES_OF_A_KIND = 50
ROUNDS = 3
# 第一百二十条之一 at the beginning of a line
ARTICLE = re.compile(r"(?m)^(?=[ \u3000]*第[零〇一二三四五六七八九十百千]+条)")


def articles() -> Iterator[Entry]:
    """The articles of all laws, each law a work."""
    ordinal = 0
    for work, path in enumerate(sorted((CORPUS / "laws").rglob("*.md"))):
        text = path.read_text(encoding="utf-8").split("<!-- INFO END -->")[-1]
        for article in ARTICLE.split(text)[1:]:
            ordinal += 1
            yield Entry(ordinal, work, 1, EntryKind.CLAUSE, path.stem, article.strip())


def queries(entries: list[Entry]) -> dict[str, list[Query]]:
    """Words as frequent as they stand in the laws, so the commonest are among them."""
    chance = random.Random(7)  # noqa: S311  the same queries every time
    sample = chance.sample(entries, min(3000, len(entries)))
    common = Counter(w for entry in sample for w in words.terms(entry.text) if len(w) > 1)
    known, weights = zip(*common.items(), strict=True)

    def word() -> str:
        return str(chance.choices(known, weights)[0])

    def stretch(length: int) -> str:
        text = squeeze(chance.choice(sample).text)
        start = chance.randrange(max(1, len(text) - length))
        return text[start : start + length]

    def asked(make: Callable[[], tuple[Term, ...]]) -> list[Query]:
        return [Query("", make()) for _ in range(QUERIES_OF_A_KIND)]

    return {
        "one word": asked(lambda: (Term(word()),)),
        "two words": asked(lambda: (Term(word()), Term(word()))),
        "a word without another": asked(lambda: (Term(word()), Term(word(), negated=True))),
        "four characters": asked(lambda: (Term(stretch(4)),)),
        "twelve characters": asked(lambda: (Term(stretch(12)),)),
        "one of the 20 commonest": [Query("", (Term(w),)) for w, _ in common.most_common(20)],
        "one character": [Query("", (Term(c),)) for c in "的、法人市税田曰"],
        "thirty-two characters": [
            Query(
                "",
                tuple(
                    map(
                        Term,
                        "第一条为了规范市政府工作人员行为，根据中华民共和国公务法制定本办适用全",
                    )
                ),
            )
        ],
    }


def milliseconds(call: Callable[[], object]) -> float:
    """How long it takes on the processor, whoever else is using the machine."""
    start = time.process_time()
    call()
    return (time.process_time() - start) * 1000


def main() -> None:
    """Print the figures."""
    entries = [entry for entry, _ in zip(articles(), range(MOST), strict=False)]
    characters = statistics.mean(len(entry.text) for entry in entries)
    print(f"{len(entries)} articles, {characters:.0f} characters each")
    words.cut("词典先读入")
    before_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with tempfile.TemporaryDirectory() as folder:
        engine = WhooshEngine.create(Path(folder))
        clock, cpu = time.perf_counter(), time.process_time()
        engine.apply(1, (), entries)
        clock, cpu = time.perf_counter() - clock, time.process_time() - cpu
        size = sum(path.stat().st_size for path in Path(folder).iterdir()) / 2**20
        peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"build     {len(entries) / clock:.0f}/s, {len(entries) / cpu:.0f} per CPU second")
        print(
            f"size      {size:.0f} MB on disk, {peak_mb - before_mb:.0f} MB more in memory at most"
        )
        print(f"open      {milliseconds(lambda: WhooshEngine(Path(folder))):.0f} ms, files checked")
        adding = [
            milliseconds(
                lambda n=n: engine.apply(n, (), [_moved(e, 10**6 * n) for e in entries[:30]])
            )
            for n in range(2, 42)
        ]
        print(
            f"add one   {statistics.median(adding):.0f} ms for 30 clauses, worst {max(adding):.0f}"
        )
        print(f"{'CPU milliseconds, all matches':30}{'p50':>7}{'p95':>7}{'p99':>7}{'worst':>7}")
        everything: list[float] = []
        for kind, asked in queries(entries).items():
            times = [
                milliseconds(lambda query=query: engine.search(query))
                for _ in range(ROUNDS)
                for query in asked
            ]
            everything += times
            _row(kind, times)
        _row("all", everything)


def _row(kind: str, times: list[float]) -> None:
    cuts = statistics.quantiles(times, n=100) if len(times) > 1 else [times[0]] * 99
    print(f"{kind:30}{cuts[49]:7.1f}{cuts[94]:7.1f}{cuts[98]:7.1f}{max(times):7.1f}")


def _moved(entry: Entry, by: int) -> Entry:
    return Entry(entry.ordinal + by, entry.work, 1, entry.kind, entry.heading, entry.text)


if __name__ == "__main__":
    main()
