"""Scores what is read of citations and references: ``python -m tests.quality.citations``.

A gold folder holds one TOML file a document (its README says what a label means). Citations of
other documents and references to parts of the same one are compared by their words, blanks aside,
in reading order; numbers by what they are. Nothing here shares code with the reader.
"""

import argparse
import difflib
import re
import sys
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from archive.errors import FawenError
from archive.notice.json import notice_to_json
from ingest import pipeline, source
from tests.quality.notices import Json, by_digest

Place = tuple[str, str]
"""Section key and which of its texts."""


def plain(text: str) -> str:
    """Blanks dropped, widths alike."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def number_of(text: str) -> str:
    """A number's every way of writing as one: brackets, 第, the state in front of its organs."""
    bare = re.sub(r"[\[\]()【】〔〕「」﹝﹞]", "|", plain(text)).replace("第", "").upper()
    bare = re.sub("^国令", "国务院令", bare.removeprefix("中华人民共和国"))
    return re.sub(r"([0-9]+)号(令|公告|通告)$", r"\2\1号", bare)


class Named(NamedTuple):
    """A citation: its words, and the number printed in them."""

    words: str
    number: str


class Referred(NamedTuple):
    """A reference: its words, and what it leads to; an empty article is not scored."""

    words: str
    articles: frozenset[str]
    paragraph: str = ""
    item: str = ""


class Said(NamedTuple):
    """All that one text names."""

    external: tuple[Named, ...]
    internal: tuple[Referred, ...]


def as_labelled(label: Json) -> Said:
    """What a label file says."""
    return Said(
        tuple(Named(plain(quote), number_of(number)) for quote, _, number in label["external"]),
        tuple(
            Referred(plain(quote), _articles(article), paragraph, item)
            for quote, article, paragraph, item in label["internal"]
        ),
    )


def _articles(written: str) -> frozenset[str]:
    """``5-7`` → 5, 6, 7; ``8,9`` → 8, 9."""
    found: set[str] = set()
    for piece in filter(None, re.split(r"[,，、]", written)):
        first, _, last = piece.partition("-")
        if first.isdecimal() and last.isdecimal():
            found |= {str(n) for n in range(int(first), int(last) + 1)}
        else:
            found.add(piece.strip())
    return frozenset(found)


def as_read(notice: Json) -> Said:
    """What the reader's JSON says, in reading order."""
    texts = dict(_texts(notice))
    order = {place: at for at, place in enumerate(texts)}
    external: dict[tuple[int, int, int], Named] = {}
    internal: dict[tuple[int, int, int], Referred] = {}
    for claim in notice["claims"]:
        place = (claim["section"], claim.get("within", "text"))
        text, repeated = texts[place]
        cited = claim.get("citation")
        first, last = (cited or claim)["start"], (cited or claim)["stop"]
        if any(start <= first < stop for start, stop in repeated):
            continue
        at, words = (order[place], first, last), text[first:last]
        if cited and (first == last or not (cited["number"] or text[first] == "《")):
            continue  # named elsewhere and meant here, or a title without marks
        if cited:
            printed = not cited.get("alias") or re.search("号|次", words)
            number = number_of(cited["number"] or "") if printed else ""
            external[at] = Named(plain(words), number)
        elif claim["type"] == "REFERS":
            internal[at] = _referred(words, claim.get("target_keys", []))
    return Said(
        tuple(external[at] for at in sorted(external)),
        tuple(internal[at] for at in sorted(internal)),
    )


def _referred(words: str, keys: Sequence[str]) -> Referred:
    below = [re.findall(r"/(art|p|i|l1|l2)-([0-9_]+)", key) for key in keys]
    articles = frozenset(n for key in below for kind, n in key if kind in ("art", "l1"))
    last = dict(below[-1]) if below else {}
    return Referred(plain(words), articles, last.get("p", ""), last.get("i", last.get("l2", "")))


def _aside(notice: Json) -> str:
    """Furniture, and the fields of lines that say where a text was taken from."""
    lines = [item["text"] for item in notice["furniture"]]
    lines += [f["raw"] for name, f in notice["fields"].items() if name.startswith("source_line")]
    return plain("\n".join(lines))


def _texts(notice: Json) -> Iterator[tuple[Place, tuple[str, list[tuple[int, int]]]]]:
    """Every text in which claims stand, with the stretches that only repeat a merged cell."""
    for part in notice["components"]:
        yield (part["key"], "title"), (part["title"] or notice["title"] or "", [])
        history = notice["fields"].get("history_note", {"value": ""})
        yield (part["key"], "history"), (history["value"], [])
        ahead = part["sections"][::-1]
        while ahead:
            section = ahead.pop()
            yield (section["key"], "heading"), (section["heading"] or "", [])
            yield (section["key"], "text"), (section["text"], [])
            for row, cells in enumerate(section.get("rows", [])):
                inherited = {
                    cell["col"]
                    for cell in section["cells"]
                    if cell["row"] == row and cell["inherited"]
                }
                repeated, at = [], 0
                for col, cell in enumerate(cells):
                    if col in inherited:
                        repeated.append((at, at + len(cell)))
                    at += len(cell) + 1
                yield (f"{section['key']}/r-{row + 1}", "row"), ("\t".join(cells), repeated)
            ahead += section["children"][::-1]


# --- scores ----------------------------------------------------------------------------------


@dataclass(slots=True)
class Document:
    """One document: what the label says and what was read."""

    name: str
    wanted: Said
    got: Said
    aside: str = ""
    """What the reader keeps apart from the text: a title printed twice, the list of attachments,
    links around a page."""
    unread: str = ""

    @property
    def badness(self) -> int:
        """For sorting: words on one side only, numbers missed, wrong targets."""
        numbers, all_numbers = self.numbers()
        targets, all_targets = self.targets()
        apart = sum(
            len(a) + len(b) - 2 * m for a, b, m in (self.spans("external"), self.spans("internal"))
        )
        return apart + all_numbers - numbers + all_targets - targets

    def spans(self, kind: str, *, everywhere: bool = False) -> tuple[list[str], list[str], int]:
        """Words wanted, words got, how many are the same in order.

        Those that were not found in the text and stand in what is kept apart from it are wanted
        only ``everywhere``.
        """
        wanted, got = ([one.words for one in getattr(s, kind)] for s in (self.wanted, self.got))
        same = _pairs(wanted, got)
        if kind == "external" and not everywhere:
            apart = {at for at, _ in self._apart([(w, w) for w in wanted], {a for a, _ in same})}
            wanted = [words for at, words in enumerate(wanted) if at not in apart]
        return wanted, got, len(same)

    def numbers(self) -> tuple[int, int]:
        """Numbers given, of numbers labelled in the text."""
        labels = [(one.words, one.number) for one in self.wanted.external if one.number]
        got = [one.number for one in self.got.external if one.number]
        same = _pairs([number for _, number in labels], got)
        apart = self._apart(labels, {at for at, _ in same})
        return len(same), len(labels) - len(apart)

    def _apart(self, labels: Sequence[tuple[str, str]], found: set[int]) -> list[tuple[int, str]]:
        """Of the labels not found those that stand apart from the text, each once an occurrence."""
        left: dict[str, int] = {}
        apart = []
        for at, (words, _) in enumerate(labels):
            if at not in found:
                count = left.setdefault(words, self.aside.count(words))
                if count:
                    left[words] = count - 1
                    apart.append((at, words))
        return apart

    def targets(self) -> tuple[int, int]:
        """References found that lead to the right place, of those found whose place is given."""
        wanted, got = self.wanted.internal, self.got.internal
        pairs = [
            (wanted[a], got[b])
            for a, b in _pairs([one.words for one in wanted], [one.words for one in got])
            if wanted[a].articles
        ]
        return sum(_same_target(a, b) for a, b in pairs), len(pairs)


def _same_target(wanted: Referred, got: Referred) -> bool:
    """The one 款 of an article is the article itself."""
    return (
        wanted.articles == frozenset(n.replace("_", "-") for n in got.articles)
        and wanted.paragraph in ("", got.paragraph or "1")
        and wanted.item.split("-")[-1] in ("", got.item)
    )


def _pairs(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    blocks = difflib.SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return [(b.a + i, b.b + i) for b in blocks for i in range(b.size)]


@dataclass(slots=True)
class Score:
    """All documents of one gold folder."""

    documents: list[Document] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def counts(self, kind: str, *, everywhere: bool = False) -> tuple[int, int, int]:
        """Labelled, read, the same."""
        rows = [document.spans(kind, everywhere=everywhere) for document in self.documents]
        return (
            sum(len(a) for a, _, _ in rows),
            sum(len(b) for _, b, _ in rows),
            sum(r[2] for r in rows),
        )

    def shares(self) -> dict[str, float]:
        """Everything that has a floor, in percent."""
        numbers = [d.numbers() for d in self.documents]
        targets = [d.targets() for d in self.documents]
        return {
            "external_f1": _f1(*self.counts("external")),
            "everywhere_f1": _f1(*self.counts("external", everywhere=True)),
            "numbers": _share(numbers),
            "internal_f1": _f1(*self.counts("internal")),
            "targets": _share(targets),
        }


def _f1(wanted: int, got: int, same: int) -> float:
    return 200 * same / (wanted + got) if wanted + got else 100.0


def _share(rows: Sequence[tuple[int, int]]) -> float:
    of = sum(all_ for _, all_ in rows)
    return 100 * sum(right for right, _ in rows) / of if of else 100.0


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
        document = Document(name, as_labelled(label), Said((), ()))
        try:
            notice = notice_to_json(pipeline.read(source.load(file)))
            document.got, document.aside = as_read(notice), _aside(notice)
        except FawenError as error:
            document.unread = str(error)
        result.documents.append(document)
    return result


# --- printing --------------------------------------------------------------------------------


def report(result: Score, *, worst: int = 12) -> str:
    """The shares, then the worst documents, each with a diff."""
    lines = []
    for name, share in result.shares().items():
        lines.append(f"{name:<14}{share:7.2f}%")
    for kind in ("external", "internal"):
        wanted, got, same = result.counts(kind)
        lines.append(f"{kind:<14}{same} of {wanted} labelled, {got} read")
    lines.append(f"documents     {len(result.documents)}, not found: {len(result.missing)}")
    for document in sorted(result.documents, key=lambda d: (-d.badness, d.name))[:worst]:
        if document.badness or document.unread:
            lines += ["", f"── {document.name} {document.unread}", *_diff(document)]
    return "\n".join(lines)


def _diff(document: Document) -> Iterator[str]:
    for kind in ("external", "internal"):
        wanted, got, _ = document.spans(kind)
        for row in difflib.unified_diff(wanted, got, n=1, lineterm=""):
            if row[:3] not in ("---", "+++"):
                yield f"    {row}"
    wanted, got = (
        [n.number for n in s.external if n.number] for s in (document.wanted, document.got)
    )
    missed = [n for i, n in enumerate(wanted) if i not in dict(_pairs(wanted, got))]
    if missed:
        yield f"    numbers missed: {'、'.join(missed)}"
    internal, read = document.wanted.internal, document.got.internal
    for a, b in _pairs([one.words for one in internal], [one.words for one in read]):
        if internal[a].articles and not _same_target(internal[a], read[b]):
            yield f"    target: - {internal[a]}\n            + {read[b]}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scores of one gold folder over one source folder."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.citations", description=__doc__)
    parser.add_argument("gold", type=Path, help="folder of label files")
    parser.add_argument("source", type=Path, help="folder of documents, searched with all below")
    parser.add_argument("--worst", type=int, default=12, help="how many documents to show in full")
    chosen = parser.parse_args(arguments)
    result = score(chosen.gold, chosen.source)
    sys.stdout.write(report(result, worst=chosen.worst) + "\n")
    return 1 if result.missing or not result.documents else 0


if __name__ == "__main__":
    sys.exit(main())
