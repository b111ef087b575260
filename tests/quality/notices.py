"""Scores the reader against gold labels made by reading alone: ``python -m tests.quality.notices``.

A gold folder holds one TOML file a document (its README says what a label means); a source folder
holds the documents, anywhere below. Each field is scored as a whole (right or not) and twice more:
whether it is there where it should be (presence), and what it says where both have it (value).
The outline is scored by its labels in reading order. Nothing here shares code with the reader.
"""

import argparse
import difflib
import hashlib
import re
import sys
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.errors import FawenError
from archive.notice.json import notice_to_json
from ingest import pipeline, source

Json = dict[str, Any]
Labels = tuple[tuple[str, int, str], ...]
"""Component key, level below it, label: in reading order."""

_ORDERS = {"命令", "命令（令）", "命令(令)"}
_RANGE = re.compile(r"(.+?)\.\.(.+)")
_HAN_DIGITS = "〇一二三四五六七八九"


# --- what a label and a reading say, made comparable -----------------------------------------


def plain(text: str | None) -> str:
    """Blanks dropped; widths, dashes and brackets alike."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", text or ""))
    text = re.sub("[‐‑‒–—―─]", "-", text)
    return (
        text.translate(str.maketrans("〔〕［］【】﹝﹞", "[][][][]"))
        .replace("(", "[")
        .replace(")", "]")
    )


def label_of(text: str) -> str:
    """第 七 条 → 第七条; 1． → 1; what stands behind a number is a matter of style."""
    return re.sub(r"[、.:,]+$", "", plain(text))


_STATE = "中华人民共和国"


def _names(values: Sequence[str] | None) -> tuple[str, ...]:
    return tuple(plain(value).rstrip(":").removeprefix(_STATE) for value in values or ())


def _number(value: str | None) -> str:
    """中华人民共和国国务院令第706号 and its form in indexes, 国令第706号, are one number."""
    return re.sub("^国令", "国务院令", plain(value).removeprefix(_STATE))


def _kind(value: str | None) -> str:
    return "令" if value in _ORDERS else value or ""


FIELDS: dict[str, Callable[[Any], object]] = {
    "document_type": str,
    "normativity": str,
    "number": _number,
    "kind": _kind,
    "genre": plain,
    "title": plain,
    "issuers": _names,
    "recipients": _names,
    "cc": _names,
    "signature": _names,
    "date_signed": lambda value: value or "",
    "date_printed": lambda value: value or "",
    "tables": int,
    "is_draft": bool,
}
"""Field → how both sides are made comparable."""


def read_labels(outline: str) -> Labels:
    """The outline of a label file: ``== key`` lines, then a label a line, two blanks a level."""
    found: list[tuple[str, int, str]] = []
    component = "main-1"
    for line in outline.splitlines():
        if not line.strip():
            continue
        if line.startswith("=="):
            component = line.strip("= ").strip()
            continue
        level = (len(line) - len(line.lstrip(" "))) // 2
        span = _RANGE.fullmatch(line.strip())
        for one in _spread(*span.groups()) if span else [line]:
            found.append((component, level, label_of(one)))
    return tuple(found)


def _spread(first: str, last: str) -> Iterator[str]:
    """第三条..第九条 → each label between, written as the first is."""
    a, b = (
        re.search(r"[0-9]+|[〇零一二三四五六七八九十百千]+", plain(end)) for end in (first, last)
    )
    if not a or not b:
        raise ValueError(f"not a range of labels: {first}..{last}")
    as_written = str if a[0].isdecimal() else _han
    for number in range(_value(a[0]), _value(b[0]) + 1):
        yield plain(first).replace(a[0], as_written(number), 1)


def _value(written: str) -> int:
    if written.isdecimal():
        return int(written)
    total = digit = 0
    for c in written:
        if c in "千百十":
            total += (digit or 1) * {"千": 1000, "百": 100, "十": 10}[c]
            digit = 0
        else:
            digit = 0 if c in "零〇" else _HAN_DIGITS.index(c)
    return total + digit


def _han(number: int) -> str:
    """17 → 十七, 105 → 一百零五."""
    written = ""
    for size, mark in ((1000, "千"), (100, "百"), (10, "十")):
        digit, number = divmod(number, size)
        if digit:
            written += _HAN_DIGITS[digit] + mark
        elif written and number and not written.endswith("零"):
            written += "零"
    written += _HAN_DIGITS[number] if number else ""
    return written[1:] if written.startswith("一十") else written


def as_labelled(gold: Json) -> Json:
    """The fields that one label decided; what it left open is absent and not scored."""
    values = {name: same(gold[name]) for name, same in FIELDS.items() if name in gold}
    if "components" in gold:
        values["components"] = tuple((role, plain(title)) for role, title in gold["components"])
    if "outline" in gold:
        values["outline"] = read_labels(gold["outline"])
    return values


def as_read(notice: Json) -> Json:
    """The same fields as the reader sees them, from its JSON."""
    components = notice["components"]
    mains = [part for part in components if part["role"] == "main"]
    values = {
        **notice,
        "tables": sum(s["kind"] == "table" for part in components for s, _ in _walk(part)),
        "is_draft": bool(mains) and all(part["is_draft"] for part in mains),
    }
    alone = [part["role"] for part in components].count("cover") == 0 and len(mains) == 1
    return {
        **{name: same(values[name]) for name, same in FIELDS.items()},
        "components": tuple(
            (part["role"], plain(_title(part, notice, alone=alone))) for part in components
        ),
        "outline": tuple(
            (part["key"], level, label_of(section["label"]))
            for part in components
            for section, level in _walk(part)
            if section["label"] and section["kind"] != "table"
        ),
    }


def _title(part: Json, notice: Json, *, alone: bool) -> str | None:
    speaks = part["role"] == "cover" or (part["role"] == "main" and alone)
    return part["title"] or (notice["title"] if speaks else None)


def _walk(part: Json, level: int = 0) -> Iterator[tuple[Json, int]]:
    """Every section below with the number of labelled ones above it."""
    for section in part.get("sections", part.get("children", [])):
        yield section, level
        yield from _walk(section, level + bool(section["label"]))


# --- scores ----------------------------------------------------------------------------------


@dataclass(slots=True)
class Tally:
    """How one field did."""

    right: int = 0
    of: int = 0
    present_right: int = 0
    both: int = 0
    value_right: int = 0

    def add(self, wanted: object, got: object) -> None:
        """One document."""
        self.of += 1
        self.right += wanted == got
        self.present_right += bool(wanted) == bool(got)
        if wanted and got:
            self.both += 1
            self.value_right += wanted == got


@dataclass(slots=True)
class Document:
    """One document, its misses and its outline's score."""

    name: str
    misses: list[tuple[str, object, object]] = field(default_factory=list)
    matched: int = 0
    wanted: int = 0
    got: int = 0
    nested: bool = True
    outline: tuple[Labels, Labels] = ((), ())
    unread: str = ""

    @property
    def exact(self) -> bool:
        return self.matched == self.wanted == self.got

    @property
    def badness(self) -> float:
        """For sorting: fields missed, and the share of the outline that is wrong."""
        labels = max(self.wanted, self.got)
        wrong = 3 * (labels - self.matched) / labels if labels else 0
        return len(self.misses) + wrong + 20 * bool(self.unread)


@dataclass(slots=True)
class Score:
    """All documents of one gold folder."""

    fields: dict[str, Tally] = field(default_factory=dict)
    documents: list[Document] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """Of the outline's labels over all documents."""
        matched = sum(d.matched for d in self.documents)
        both = sum(d.wanted + d.got for d in self.documents)
        return 2 * matched / both if both else 1.0

    def shares(self) -> dict[str, float]:
        """Everything that has a floor, in percent."""
        outlined = [d for d in self.documents if d.wanted or d.got]
        exact = sum(d.exact for d in outlined)
        return {
            **{name: 100 * tally.right / tally.of for name, tally in self.fields.items()},
            "outline_f1": 100 * self.f1,
            "outline_exact": 100 * exact / max(len(outlined), 1),
        }


def score(gold: Path, *sources: Path) -> Score:
    """Every labelled document, found anywhere below the source folders, read and compared."""
    result = Score()
    files = {digest: path for folder in sources for digest, path in by_digest(folder).items()}
    for path in sorted(gold.glob("*.toml")):
        label = tomllib.loads(path.read_text(encoding="utf-8"))
        name = f"{label['folder']}/{label['file']}"
        file = files.get(label["sha256"][:16])
        if file is None:
            result.missing.append(name)
            continue
        result.documents.append(_scored(name, file, as_labelled(label), result.fields))
    return result


def by_digest(sources: Path) -> dict[str, Path]:
    """The documents below a folder, by the first 16 hex digits of their digests."""
    return {
        hashlib.sha256(path.read_bytes()).hexdigest()[:16]: path
        for path in sorted(sources.rglob("*"))
        if path.is_file() and path.suffix.lower() in source.SUFFIXES
    }


def _scored(name: str, file: Path, wanted: Json, tallies: dict[str, Tally]) -> Document:
    document = Document(name)
    try:
        got = as_read(notice_to_json(pipeline.read(source.load(file))))
    except FawenError as error:
        document.unread, got = str(error), {}
    for key, value in wanted.items():
        if key == "outline":
            continue
        tallies.setdefault(key, Tally()).add(value, got.get(key))
        if got.get(key) != value:
            document.misses.append((key, value, got.get(key)))
    if "outline" in wanted:
        ours, theirs = got.get("outline", ()), wanted["outline"]
        document.outline = (theirs, ours)
        document.wanted, document.got = len(theirs), len(ours)
        document.matched = matched(_flat(theirs), _flat(ours))
        document.nested = ours == theirs
    return document


def _flat(labels: Labels) -> list[tuple[str, str]]:
    return [(component, label) for component, _, label in labels]


def matched(one: Sequence[object], other: Sequence[object]) -> int:
    """How many stand in both, in the same order."""
    blocks = difflib.SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks)


# --- printing --------------------------------------------------------------------------------


def report(result: Score, *, worst: int = 12) -> str:
    """Tables and the worst documents, each with a diff."""
    lines = [f"{'field':<16}{'right':>7}{'of':>6}{'share':>9}   presence      value"]
    for name, tally in result.fields.items():
        lines.append(
            f"{name:<16}{tally.right:7}{tally.of:6}{100 * tally.right / tally.of:8.1f}%"
            f"   {tally.present_right}/{tally.of}".ljust(52)
            + f"{tally.value_right}/{tally.both}"
        )
    outlined = [d for d in result.documents if d.wanted or d.got]
    matched, wanted, got = (
        sum(getattr(d, n) for d in outlined) for n in ("matched", "wanted", "got")
    )
    exact, nested = sum(d.exact for d in outlined), sum(d.exact and d.nested for d in outlined)
    lines += [
        f"\noutline labels  F1 {result.f1:.4f}: {matched} of {wanted} labelled, {got} read",
        f"outline exact   {exact} of {len(outlined)} documents; nested alike too: {nested}",
        f"documents       {len(result.documents)}, not found: {len(result.missing)}",
    ]
    for document in sorted(result.documents, key=lambda d: (-d.badness, d.name))[:worst]:
        if document.badness:
            lines += ["", *_diff(document)]
    return "\n".join(lines)


def _diff(document: Document) -> Iterator[str]:
    yield f"── {document.name} {document.unread}"
    for name, wanted, got in document.misses:
        yield f"  {name}:\n    - {wanted}\n    + {got}"
    old, new = (
        [f"{component} {'  ' * level}{label}" for component, level, label in side]
        for side in document.outline
    )
    if not document.exact:
        rows = [
            r
            for r in difflib.unified_diff(old, new, n=1, lineterm="")
            if r[:3] not in ("---", "+++")
        ]
        yield from (f"    {row}" for row in rows[:40])


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scores of one gold folder over one source folder."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.notices", description=__doc__)
    parser.add_argument("gold", type=Path, help="folder of label files")
    parser.add_argument("source", type=Path, help="folder of documents, searched with all below")
    parser.add_argument("--worst", type=int, default=12, help="how many documents to show in full")
    chosen = parser.parse_args(arguments)
    result = score(chosen.gold, chosen.source)
    sys.stdout.write(report(result, worst=chosen.worst) + "\n")
    return 1 if result.missing or not result.documents else 0


if __name__ == "__main__":
    sys.exit(main())
