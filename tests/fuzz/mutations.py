"""Real texts, damaged: ``python -m tests.fuzz.mutations 100000`` reads so many and counts failures.

A mutation cuts, doubles, swaps, shuffles or garbles pieces of a document; whatever comes out must
be read with every character accounted for, or be refused with a reason and a remedy.
"""

import argparse
import hashlib
import os
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from archive.errors import FawenError
from archive.notice.model import Source
from ingest.coverage import unaccounted
from ingest.pipeline import read
from ingest.source import HTML, MARKDOWN, PDF, TEXT

ROOT = Path(__file__).resolve().parents[2]
_PIECES = (
    *(
        "第一条 ",
        "第三章",
        "一、",
        "（一）",
        "1.",
        "①",
        "1.1 ",
        "附件",
        "附件：",
        "附件2-1",
        "目录",
    ),
    *(
        "》",
        "《",
        "〔2021〕",
        "65号",
        "2021年11月9日",
        "抄送：",
        "“",
        "”",
        "：",
        "；",
        "\t",
        "|",
        "\n",
    ),
    *(
        "<table>",
        "<td>",
        "</td>",
        "<br>",
        "<!--",
        "-->",
        "\u3000\u3000",
        "\x0c",
        "\ufeff",
        "\u0000",
    ),
    *("第〇条", "第一百二十条之一", "— 3 —", "（此件公开发布）", "令第5号", "\U000e0100", "&quot;"),
)
_WINDOW = 3000
"""Characters of a document that one input takes: enough for a head and a body."""

Mutation = Callable[[random.Random, str], str]


def _span(chance: random.Random, text: str, longest: int = 400) -> tuple[int, int]:
    start = chance.randrange(len(text) + 1)
    return start, min(len(text), start + chance.randrange(1, longest))


def cut(chance: random.Random, text: str) -> str:
    """A piece is lost."""
    start, stop = _span(chance, text)
    return text[:start] + text[stop:]


def double(chance: random.Random, text: str) -> str:
    """A piece is printed twice, or many times."""
    start, stop = _span(chance, text, 120)
    return text[:stop] + text[start:stop] * chance.choice((1, 1, 2, 20)) + text[stop:]


def swap_lines(chance: random.Random, text: str) -> str:
    """Some lines stand elsewhere."""
    lines = text.split("\n")
    for _ in range(min(8, len(lines))):
        a, b = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[a], lines[b] = lines[b], lines[a]
    return "\n".join(lines)


def join_lines(chance: random.Random, text: str) -> str:
    """Line ends are lost, or stand in the middle of words."""
    mark = chance.choice(("", " ", "\r\n", "\n\n", "\u2028"))
    start, stop = _span(chance, text, 1500)
    return text[:start] + text[start:stop].replace("\n", mark) + text[stop:]


def break_lines(chance: random.Random, text: str) -> str:
    """A narrow window broke the lines."""
    start, stop = _span(chance, text, 1500)
    width = chance.randrange(1, 40)
    piece = text[start:stop]
    return (
        text[:start]
        + "\n".join(piece[n : n + width] for n in range(0, len(piece), width))
        + text[stop:]
    )


def garble(chance: random.Random, text: str) -> str:
    """Characters are others."""
    characters = list(text)
    for _ in range(chance.randrange(1, 30)):
        if characters:
            characters[chance.randrange(len(characters))] = chr(
                chance.choice((chance.randrange(0x20, 0x7F), chance.randrange(0x3000, 0x9FFF)))
            )
    return "".join(characters)


def insert(chance: random.Random, text: str) -> str:
    """Marks of structure stand where none belongs."""
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(_PIECES) * chance.choice((1, 1, 1, 3)) + text[at:]
    return text


MUTATIONS: tuple[Mutation, ...] = (
    *(cut, double, swap_lines, join_lines, break_lines, garble, insert),
)


def sources(folder: Path) -> list[tuple[str, str]]:
    """Media type and text of all documents below ``folder`` that are text."""
    kinds = {".txt": TEXT, ".md": MARKDOWN, ".html": HTML}
    found = []
    for path in sorted(folder.rglob("*")):
        if path.suffix in kinds and path.is_file() and path.stat().st_size < 400_000:
            text = path.read_bytes().decode("utf-8", errors="replace")
            found.append((kinds[path.suffix], text))
    return found


def mutated(seed: int, originals: Sequence[tuple[str, str]]) -> Source:
    """One damaged document; the same seed always gives the same."""
    chance = random.Random(seed)  # noqa: S311  no secret
    media_type, text = chance.choice(originals)
    start = chance.choice((0, 0, chance.randrange(len(text))))
    text = text[start : start + _WINDOW]
    for _ in range(chance.randrange(1, 5)):
        text = chance.choice(MUTATIONS)(chance, text)
    content = text.encode(chance.choice(("utf-8", "utf-8", "utf-8", "gb18030")), errors="replace")
    return Source("x", media_type, content, hashlib.sha256(content).hexdigest())


def mutated_pdf(seed: int, originals: Sequence[bytes]) -> Source:
    """A PDF with some bytes changed, lost or doubled."""
    chance = random.Random(seed)  # noqa: S311  no secret
    content = bytearray(chance.choice(originals))
    for _ in range(chance.randrange(1, 12)):
        at = chance.randrange(len(content))
        match chance.randrange(3):
            case 0:
                content[at] = chance.randrange(256)
            case 1:
                del content[at : at + chance.randrange(1, 200)]
            case _:
                content[at:at] = content[at : at + chance.randrange(1, 200)]
    return Source("x.pdf", PDF, bytes(content), hashlib.sha256(content).hexdigest())


def verdict(source: Source) -> str:
    """``read`` or ``refused``. Raises whatever escapes the reader, and AssertionError."""
    try:
        reading = read(source)
    except FawenError as error:
        return "refused" if error.problem and error.remedy else "refused without a reason"
    lost = unaccounted(reading.notice, reading.source_text)
    assert not lost, f"{len(lost)} characters lost, first at {lost[0]}"
    keys = [section.key for section in reading.notice.walk()]
    assert len(set(keys)) == len(keys), "a key stands twice"
    return "read"


def _many(seeds: range, folders: Sequence[Path]) -> tuple[Counter[str], list[str]]:
    originals = [one for folder in folders for one in sources(folder)]
    counts: Counter[str] = Counter()
    failures = []
    for seed in seeds:
        try:
            counts[verdict(mutated(seed, originals))] += 1
        except Exception:  # every kind is what this looks for
            counts["failed"] += 1
            failures.append(f"seed {seed}\n{traceback.format_exc(limit=-4)}")
    return counts, failures


def _shares(count: int, first: int, size: int = 500) -> Iterator[range]:
    for start in range(first, first + count, size):
        yield range(start, min(start + size, first + count))


def main(arguments: Sequence[str] | None = None) -> int:
    """Read so many damaged documents on all processors; ends with 1 if any failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.mutations", description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--folder", type=Path, action="append", help="texts; repeatable")
    chosen = parser.parse_args(arguments)
    folders = chosen.folder or [ROOT / "corpus"]
    begun, counts, failures = time.monotonic(), Counter[str](), list[str]()
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        shares = list(_shares(chosen.count, chosen.first))
        for some, bad in pool.map(_many, shares, [folders] * len(shares)):
            counts += some
            failures += bad
    sys.stdout.write("\n".join(failures[:20]) + "\n")
    sys.stdout.write(f"{dict(counts)} in {time.monotonic() - begun:.0f} s\n")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
