"""The documents that are measured on: real laws, and documents of any length made of them."""

import os
import random
import re
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from archive.notice.model import Source
from archive.notice.numerals import format_numeral
from ingest.source import load, source_from_bytes

_ROOT = Path(__file__).resolve().parents[1]
_SHIPPED = _ROOT / "corpus"
SEED = 7
_COPIES = 128
_END_OF_HEAD = "<!-- INFO END -->"
# 焦政办〔2021〕65号
_PRINTED_NUMBER = re.compile(r"〔20[0-9]{2}〕[0-9]+号")
# 第一百二十条之一 at the beginning of a line, and what stands behind it
_ARTICLE = re.compile(r"(?m)^[ \u3000]*第[零〇一二三四五六七八九十百千]+条(?:之[一二三四五])?")


@dataclass(frozen=True, slots=True)
class Corpus:
    """What there is to read; ``texts`` in a shuffled order that is always the same."""

    description: str
    texts: tuple[Path, ...]
    pdfs: tuple[Path, ...]


def find(scratch: Path, *, quick: bool) -> Corpus:
    """The laws of the shared corpus, else the shipped texts over and over, made in ``scratch``."""
    shared = Path(os.environ.get("FAWEN_SHARED_CORPUS") or _ROOT.parent / "shared" / "corpus")
    laws = sorted((shared / "laws").rglob("*.md"))
    pdfs = sorted(_SHIPPED.glob("*.pdf"))
    if laws:
        random.Random(SEED).shuffle(laws)  # noqa: S311  the same order every time
        pdfs += [] if quick else sorted((shared / "pdf").rglob("*.pdf"))
        return Corpus("laws of the shared corpus", tuple(laws), tuple(pdfs))
    made = tuple(_copies(scratch))
    return Corpus("the shared corpus is absent: shipped texts, renumbered", made, tuple(pdfs))


def _copies(scratch: Path) -> list[Path]:
    """Each shipped text many times, each time another document: its number and name differ."""
    scratch.mkdir(exist_ok=True)
    written = []
    for copy in range(_COPIES):
        for at, path in enumerate(sorted(_SHIPPED.glob("*.txt")), 1):
            number = f"〔2021〕{copy * 10 + at}号"
            text = _PRINTED_NUMBER.sub(number, path.read_text(encoding="utf-8"), count=1)
            text = text.replace("一区多园", f"一区{format_numeral(copy + 2)}园")
            written.append(scratch / f"{copy:04}-{at}.txt")
            written[-1].write_text(text, encoding="utf-8")
    return written


def bodies(paths: tuple[Path, ...]) -> list[str]:
    """What the articles in some files say, without their numbers; lines where there are none."""
    found: list[str] = []
    for path in paths:
        text = path.read_text(encoding="utf-8").split(_END_OF_HEAD)[-1]
        pieces = _ARTICLE.split(text)[1:] or text.splitlines()
        found += (" ".join(piece.split("\n\n#")[0].split()) for piece in pieces)
    return [body for body in found if len(body) > 20]


def statute(articles: int, bodies: list[str], name: str) -> Source:
    """A statute of that many articles, in chapters of 25."""
    chance = random.Random(name)  # noqa: S311  the same statute for the same name
    lines = [f"{name}市容管理条例", ""]
    for number in range(1, articles + 1):
        if number % 25 == 1:
            lines.append(
                f"第{format_numeral(number // 25 + 1)}章 关于{chance.choice('甲乙丙丁')}类"
            )
        lines.append(f"第{format_numeral(number)}条 {chance.choice(bodies)}")
    return source_from_bytes(f"{name}.txt", "\n\n".join(lines).encode())


def opinion(points: int, bodies: list[str], *, width: int | None = None) -> Source:
    """A notice of that many numbered points on three levels; ``width`` wraps its lines."""
    chance = random.Random(SEED)  # noqa: S311  the same notice every time
    lines = [
        "焦作市人民政府办公室文件",
        "焦政办〔2021〕65号",
        "焦作市人民政府办公室关于加快发展的实施意见",
        "各县（市、区）人民政府，市人民政府有关部门：",
    ]
    for number in range(points):
        if number % 12 == 0:
            lines.append(f"{format_numeral(number // 12 + 1)}、主要任务")
        if number % 4 == 0:
            lines.append(f"（{format_numeral(number % 12 // 4 + 1)}）重点工作")
        lines.append(f"{number % 4 + 1}.{chance.choice(bodies)}")
    lines.append("2021年11月9日")
    if width:
        lines = [line[at : at + width] for line in lines for at in range(0, len(line), width)]
    return source_from_bytes("意见.txt", "\n".join(lines).encode())


def table(rows: int, bodies: list[str]) -> Source:
    """A notice with one Markdown table of that many rows."""
    chance = random.Random(SEED)  # noqa: S311  the same notice every time
    lines = ["# 焦作市人民政府关于公布权力清单的通知", "", "现予公布。", ""]
    lines += ["| 序号 | 事项 | 依据 | 单位 |", "|---|---|---|---|"]
    for number in range(1, rows + 1):
        lines.append(
            f"| {number} | {chance.choice(bodies)[:12]} | {chance.choice(bodies)[:40]} | 局 |"
        )
    return source_from_bytes("清单.md", "\n".join(lines).encode())


def pages(count: int, among: int, pdfs: tuple[Path, ...], file: Path) -> Source:
    """So many pages as one PDF: the first ``among`` of these files, over and over.

    A longer one of pages that it alone has would be denser or thinner, not only longer.
    """
    joined = pypdfium2.PdfDocument.new()
    found = 0
    for path in pdfs:
        part = pypdfium2.PdfDocument(path)
        own = min(len(part), among - found)
        if own > 0:
            joined.import_pages(part, [at for _ in range(count // among) for at in range(own)])
            found += own
        part.close()
    joined.save(file)
    joined.close()
    return load(file)
