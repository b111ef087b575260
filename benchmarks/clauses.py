"""Clauses to build indexes of, and the same queries for every engine."""

import json
import lzma
import os
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path

from archive import words
from archive.notice.match import squeeze
from benchmarks.corpus import SEED

SHARED = Path(
    os.environ.get("FAWEN_SHARED_CORPUS") or Path(__file__).resolve().parents[2] / "shared/corpus"
)
_END_OF_HEAD = "<!-- INFO END -->"
# 第一百二十条之一 at the beginning of a line
_ARTICLE = re.compile(r"(?m)^(?=[ \u3000]*第[零〇一二三四五六七八九十百千]+条)")
# 中华人民共和国刑法第一条: what stands before the article's number
_LAW = re.compile(r"^(.+?)第[零〇一二三四五六七八九十百千]+条")
# 城市绿化条例(2017-03-01)
_YEAR = re.compile(r"\(((?:19|20)[0-9]{2})-")
# 2021年11月9日
_SIGNED = re.compile(r"(20[0-9]{2})年[0-9]{1,2}月[0-9]{1,2}日")
_SHORTEST_LINE = 30
_GENRES = ("实施细则", "条例", "办法", "规定", "解释", "细则", "决定", "规则", "法")
# 高新技术产业开发区: Han only
_WORD = re.compile(r"[\u4e00-\u9fff]{2,8}")


@dataclass(frozen=True, slots=True)
class Clause:
    """One article of a law, and what the facets count it for."""

    ordinal: int
    work: int
    heading: str
    text: str
    genre: str
    year: str

    @property
    def issuer(self) -> str:
        """Near enough: the place that begins a title, 北京市, or 中华人."""
        return self.heading[:3]


def stard() -> Iterator[Clause]:
    """The 58,661 articles of STARD."""
    works: dict[str, int] = {}
    with lzma.open(SHARED / "stard/articles.jsonl.xz", "rt", encoding="utf-8") as file:
        for ordinal, line in enumerate(file, 1):
            article = json.loads(line)
            named = _LAW.match(article["name"])
            law = named[1] if named else article["name"]
            work = works.setdefault(law, 10_000 + len(works))
            yield Clause(ordinal, work, law, article["text"], _genre(law), "")


def laws() -> Iterator[Clause]:
    """The articles of all laws, each file a work."""
    ordinal = 1_000_000
    for work, path in enumerate(sorted((SHARED / "laws").rglob("*.md"))):
        text = path.read_text(encoding="utf-8").split(_END_OF_HEAD)[-1]
        year = _YEAR.search(path.stem)
        title = path.stem.partition("(")[0]
        for article in _ARTICLE.split(text)[1:]:
            ordinal += 1
            yield Clause(
                ordinal, work, title, article.strip(), _genre(title), year[1] if year else ""
            )


def notices() -> Iterator[Clause]:
    """The longer lines of real notices, each file a work."""
    ordinal = 2_000_000
    for work, path in enumerate(sorted((SHARED / "notices").glob("*.txt")), 20_000):
        year = _SIGNED.search(path.read_text(encoding="utf-8"))
        for line in path.read_text(encoding="utf-8").splitlines():
            if len(line.strip()) > _SHORTEST_LINE:
                ordinal += 1
                text = line.strip()
                yield Clause(ordinal, work, path.stem, text, "", year[1] if year else "")


def both(most: int) -> list[Clause]:
    """STARD, the laws, and as much of the notices as there is room for; work by work."""
    found = sorted(islice(chain(stard(), laws(), notices()), most), key=lambda c: c.work)
    return [replace(clause, ordinal=at) for at, clause in enumerate(found, 1)]


def _genre(title: str) -> str:
    return next((genre for genre in _GENRES if title.endswith(genre)), "")


@dataclass(frozen=True, slots=True)
class Asked:
    """One query, said without any engine's syntax."""

    kind: str
    every: tuple[str, ...] = ()
    """All of them must be found."""
    some: tuple[str, ...] = ()
    """One of them must."""
    none: tuple[str, ...] = ()
    """None of them may."""

    @property
    def wanted(self) -> tuple[str, ...]:
        """What is marked in the hits."""
        return (*self.every, *self.some)


COUNTS = {
    "one word": 40,
    "two words": 50,
    "three words": 30,
    "phrase": 50,
    "either of two": 40,
    "one without another": 30,
}
_FREQUENT = 150
_SAMPLE = 4000


def draw(clauses: list[Clause]) -> list[Asked]:
    """240 queries; every second word is one of the 150 commonest, the others as they occur."""
    chance = random.Random(SEED)  # noqa: S311  the same queries every time
    sample = chance.sample(clauses, min(_SAMPLE, len(clauses)))
    counted = Counter(
        word for c in sample for word in words.terms(squeeze(c.text)) if _WORD.fullmatch(word)
    )
    ordered = sorted(counted, key=lambda word: (-counted[word], word))
    weights = [counted[word] for word in ordered]
    frequent = ordered[:_FREQUENT]

    def word() -> str:
        if chance.random() < 0.5:
            return chance.choice(frequent)
        return chance.choices(ordered, weights)[0]

    def distinct(count: int) -> tuple[str, ...]:
        found: list[str] = []
        while len(found) < count:
            if (another := word()) not in found:
                found.append(another)
        return tuple(found)

    def phrase() -> str:
        while True:
            cut = [w.text for w in words.cut(squeeze(chance.choice(sample).text))]
            at = chance.randrange(len(cut))
            stretch = cut[at : at + chance.randint(2, 4)]
            if len(stretch) > 1 and all(map(_WORD.fullmatch, stretch)):
                return "".join(stretch)

    def two() -> Asked:
        wanted, barred = distinct(2)
        return Asked("one without another", every=(wanted,), none=(barred,))

    return [
        *(Asked("one word", every=distinct(1)) for _ in range(COUNTS["one word"])),
        *(Asked("two words", every=distinct(2)) for _ in range(COUNTS["two words"])),
        *(Asked("three words", every=distinct(3)) for _ in range(COUNTS["three words"])),
        *(Asked("phrase", every=(phrase(),)) for _ in range(COUNTS["phrase"])),
        *(Asked("either of two", some=distinct(2)) for _ in range(COUNTS["either of two"])),
        *(two() for _ in range(COUNTS["one without another"])),
    ]
