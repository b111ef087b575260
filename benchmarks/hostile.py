"""Queries nobody would type, by the hundred thousand: each answered or refused with a sentence.

``python -m benchmarks.hostile ARCHIVE`` asks an archive so many, of the system's own randomness
unless ``--seed`` repeats a run, and ends with 1 if one raised anything but QueryError or took
longer than two seconds.
"""

import argparse
import random
import sys
import time
from pathlib import Path

from archive.archive import Archive
from archive.errors import QueryError
from archive.search.query import LONGEST, parse_query
from benchmarks.finding import DAY
from benchmarks.measure import percentile

_LONGEST_S = 2.0
_SYNTAX = (
    *"()（）[]〔〕{}\"“”'‘’「」《》〈〉-－—~*?？!！:：^\\/|&+=<>.。，、；;@#%$_`",
    *(" ", "  ", "\u3000", "\t", "\n", "\0", "\u200b", "\u200f", "\u202e", "\ufeff", "\u00ad"),
    *("AND", "OR", "NOT", "或", "TO", "and", "&&", "||", "--", "**", "??", "((", "））"),
    *("标题:", "文号：", "机关:", "年份:", "日期：", "状态:", "附件:", "表格:", "title:", "没有:"),
    *("2021", "2021-", "-2021", "2021-2019", "9999", "2021-02-30", "0000-00-00", "99999999999"),
    *("现行", "失效", "status:", "焦政办〔2021〕65号", "〔〕号", "国发〔2020〕", "第七条之一"),
)  # fmt: skip
_WORDS = (
    *("的", "应当", "规定", "人民政府", "第", "条", "园区", "一区多园", "资金", "高新区", "和"),
    *(
        "a",
        "GDP",
        "１２",
        "0",
        "\U00020000",
        "\ud800",
        "é",
        "e\u0301",
        "ﬁ",
        "😀",
        "ا",
        "\U0010ffff",
    ),
)
_OTHERS = "应当的了和是在有为以及或者不得第条款项"


def query(chance: random.Random) -> str:
    """One, of at most a few characters more than may be typed."""
    kind = chance.random()
    if kind < 0.1:
        return chance.choice((*_SYNTAX, *_WORDS)) * chance.randint(1, LONGEST + 5)
    if kind < 0.2:
        return "".join(chr(chance.randrange(0x110000)) for _ in range(chance.randint(0, 40)))
    if kind < 0.35:
        deep = chance.randint(1, 60)
        return "(" * deep + " OR ".join(chance.choices(_WORDS, k=3)) + ")" * chance.randint(0, deep)
    if kind < 0.45:
        between = chance.choice((" ", " OR ", " -", " AND "))
        return between.join(chance.choices(_OTHERS, k=chance.randint(1, 60)))
    pieces = chance.choices((*_SYNTAX, *_WORDS), k=chance.randint(1, 60))
    return chance.choice(("", " ")).join(pieces)[: LONGEST + 5]


def main() -> int:
    """Ask them all; answers with the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hostile", description=__doc__)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--queries", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=time.time_ns())
    given = parser.parse_args()
    chance = random.Random(given.seed)  # noqa: S311  repeatable
    times: list[float] = []
    refused = wrong = 0
    with Archive.open(given.archive, create=False, writable=False) as archive:
        archive.search(parse_query("先读入"), on=DAY, public=True)
        for _ in range(given.queries):
            typed = query(chance)
            begun = time.perf_counter()
            try:
                archive.search(parse_query(typed), on=DAY, public=True)
            except QueryError:
                refused += 1
            except Exception as error:
                wrong += 1
                print(f"{typed!r}: {error!r}", file=sys.stderr, flush=True)
            times.append(time.perf_counter() - begun)
            if times[-1] > _LONGEST_S:
                wrong += 1
                print(f"{typed!r}: {times[-1]:.1f} s", file=sys.stderr, flush=True)
    p50, p95, p99, most = (percentile(times, share) * 1000 for share in (0.5, 0.95, 0.99, 1))
    print(
        f"{given.queries:,} queries, seed {given.seed}: {wrong} wrong, {refused:,} refused; "
        f"p50 {p50:.1f}, p95 {p95:.1f}, p99 {p99:.1f}, slowest {most:.0f} ms"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
