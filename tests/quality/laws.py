"""The sequence of articles in laws, read a second time by a checker that shares no code with ours.

``python -m tests.quality.laws FOLDER`` prints the share of files in which both agree, and every
disagreement. A line is an article here if it begins, its Markdown marks aside, with 第…条 and what
follows is no reference (第三条第二款规定…) and no quoted wording of an amendment.
"""

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.notice.model import SectionKind
from ingest import pipeline, source

_HEADER_END = "<!-- INFO END -->"
_ARTICLE = re.compile(
    r"[ \t\u3000\u00a0*_]*第([ \u3000]*[〇○零一二三四五六七八九十百千万0-9 \u3000]+?)[ \u3000]*条"
    r"((?:之[一二三四五六七八九十]+)?)(?![第至和或及、，,的所中规款项])"
)
_OPEN, _CLOSE = "“", "”"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One file: what the checker and the reader see, where they differ."""

    file: str
    wanted: tuple[str, ...]
    got: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        return self.wanted == self.got


def articles_of(text: str) -> Iterator[str]:
    """The labels of all articles, blanks dropped, in the order of the lines."""
    body = text.split(_HEADER_END, 1)[-1]
    depth = 0
    for line in body.splitlines():
        match = _ARTICLE.match(line)
        if match and depth <= 0:
            yield re.sub(r"[ \u3000]", "", f"第{match[1]}条{match[2]}")
        # New wording is quoted over several lines; a stray mark must not hide the rest.
        depth = (
            max(0, depth + line.count(_OPEN) - line.count(_CLOSE)) if _amends(line, depth) else 0
        )


def _amends(line: str, depth: int) -> bool:
    return depth > 0 or bool(
        re.search(r"(?:修改为|改为|作为第.{1,10}[条款项]|增加.{0,24})[：:，,]?\s*“", line)
    )


def checked(file: Path) -> Verdict:
    """Both readings of one file."""
    reading = pipeline.read(source.load(file))
    got = tuple(
        re.sub(r"\s", "", section.label or "").rstrip("：:、.．")
        for section in reading.notice.walk()
        if section.kind is SectionKind.ARTICLE
    )
    return Verdict(file.name, tuple(articles_of(file.read_text(encoding="utf-8"))), got)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the share of files that agree, then the others."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.laws", description=__doc__)
    parser.add_argument("folder", type=Path)
    verdicts = [checked(file) for file in sorted(parser.parse_args(arguments).folder.rglob("*.md"))]
    wrong = [verdict for verdict in verdicts if not verdict.agrees]
    share = 100 * (1 - len(wrong) / max(len(verdicts), 1))
    articles = sum(len(verdict.wanted) for verdict in verdicts)
    sys.stdout.write(
        f"{len(verdicts)} files, {articles} articles; the same sequence in {share:.2f} %\n"
    )
    for verdict in wrong:
        pairs = zip((*verdict.wanted, "∎"), (*verdict.got, "∎"), strict=False)
        at = next((n for n, (one, other) in enumerate(pairs) if one != other), 0)
        sys.stdout.write(
            f"{verdict.file}: {len(verdict.wanted)} checked, {len(verdict.got)} read, from place "
            f"{at + 1}: {verdict.wanted[at : at + 3]} / {verdict.got[at : at + 3]}\n"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
