"""Scores relations against sentences labelled by reading: ``python -m tests.quality.relations``.

A gold folder holds ``sentences-*.toml`` (its README says what a label means); a source folder holds
the documents, by the folders that the labels name. Of each labelled sentence the reader's claims
whose citation, or whose evidence where it has none, stands in it are compared with the label: type
and target together, a target being its number, else its title, else a class. Scope, assertion and
day are scored where those agree. A sentence labelled with nothing must give nothing but citations.
"""

import argparse
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.errors import FawenError
from archive.notice.match import squeeze
from archive.notice.model import Claim, ClaimType, Reading, Within
from archive.notice.number import parse_number
from ingest import pipeline, source

Json = dict[str, Any]

_NOTHING = {"CITES", "MENTIONS", "REFERS", "EFFECTIVE", "EXPIRES", "INTERPRETER"}
"""What no label is about, or what does not count as doing anything."""
_FACETS = ("scope", "assertion", "effect")
_END = 24
"""Characters at either end by which a sentence is found, where its text was cut or joined."""
_NEARLY = 0.8
_LEAST_TITLE = 6
# 第三条, 二、, （二十七）, 8.: in a label's quote, not in a section's own text
_LABEL = re.compile(
    r"^(?:第[一二三四五六七八九十百零0-9]+条|\([一二三四五六七八九十0-9]+\)|[一二三四五六七八九十0-9]+[、.])"
)


# --- where a sentence stands -------------------------------------------------------------------


class Texts:
    """The passages of a notice, blanks dropped, and the claims in each."""

    def __init__(self, reading: Reading) -> None:
        self._notice = reading.notice
        self._sections = {section.key: section for section in reading.notice.walk()}
        self._components = {part.key: part for part in reading.notice.components}
        by_place: dict[tuple[str, Within], list[Claim]] = {}
        for claim in reading.notice.claims:
            if claim.type.value not in _NOTHING - {"CITES", "MENTIONS"}:
                by_place.setdefault((claim.section, claim.within), []).append(claim)
        self._passages = [
            (self._text(key, within), claims) for (key, within), claims in by_place.items()
        ]

    def _text(self, key: str, within: Within) -> str:
        if within is Within.TITLE:
            return self._components[key].title or self._notice.title or ""
        if within is Within.ROW:
            table, _, row = key.rpartition("/r-")
            section = self._sections[table]
            return "\t".join(section.table.rows[int(row) - 1]) if section.table else ""
        section = self._sections.get(key)
        if section is None:
            return ""
        return (section.heading or "") if within is Within.HEADING else section.text

    def claims_in(self, quote: str) -> list[Claim]:
        """The claims that stand in a sentence, wherever it is printed; each only once."""
        wanted = squeeze(quote)
        found: dict[tuple[object, ...], Claim] = {}
        for text, claims in self._passages:
            squeezed = squeeze(text)
            region = _region(wanted, squeezed)
            if region is None:
                continue
            seen: Counter[object] = Counter()
            for claim in claims:
                if _stands_in(claim, text, region):
                    one = claim.citation
                    what = (claim.type, one and one.title, one and one.number, claim.scope)
                    seen[what] += 1
                    found.setdefault((what, seen[what]), claim)
        return list(found.values())


def _region(wanted: str, text: str) -> tuple[int, int] | None:
    """Where in a passage the sentence stands; either may be the longer."""
    if not text:
        return None
    if text in wanted:
        return (0, len(text)) if len(text) >= _LEAST_TITLE else None
    for whole in (wanted, _LABEL.sub("", wanted)):
        at = text.find(whole)
        if at >= 0:
            return at, at + len(whole)
    # A passage that ends or begins within the sentence, or one that was mended.
    at = text.find(wanted[:_END])
    if at >= 0:
        alike = _alike(wanted, text[at:])
        if at + alike == len(text) or alike > _NEARLY * len(wanted):
            return at, min(at + len(wanted), len(text))
    at = text.rfind(wanted[-_END:])
    if at >= 0:
        stop = at + len(wanted[-_END:])
        alike = _alike(wanted[::-1], text[:stop][::-1])
        if alike == stop or alike > _NEARLY * len(wanted):
            return max(0, stop - len(wanted)), stop
    return None


def _alike(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _stands_in(claim: Claim, text: str, region: tuple[int, int]) -> bool:
    """Whether the citation begins in the region; of a change, whether any of its words do."""
    start, stop = region
    if claim.type is ClaimType.AMENDS:
        first, last = len(squeeze(text[: claim.start])), len(squeeze(text[: claim.stop]))
        return min(last, stop) - max(first, start) >= min(_LEAST_TITLE, stop - start)
    at = (claim.start + claim.stop) // 2
    if claim.citation and claim.citation.stop:
        at = claim.citation.start
    return start <= len(squeeze(text[:at])) < stop


# --- what agrees -------------------------------------------------------------------------------


def _number(value: str | None) -> str | None:
    parsed = parse_number(value) if value else None
    return parsed.canonical if parsed else squeeze(value) if value else None


def _title(value: str) -> str:
    return squeeze(value).strip("《》<>\"'").removeprefix("中华人民共和国")


def same_target(label: Json, claim: Claim) -> bool:
    """By number, else title (an issuer in front of it may be missing), else both are classes.

    A label of a part or whole without either means a document that its sentence does not name.
    """
    one = claim.citation
    if "number" not in label and "title" not in label:
        is_class = label.get("scope") in ("CLASS", "INCONSISTENT_PART")
        return one is None if is_class else True
    if one is None:
        return False
    if one.number and parse_number(label.get("number") or ""):
        return _number(label["number"]) == _number(one.number)
    if not label.get("title") or not one.title:
        return False
    wanted, got = sorted((_title(label["title"]), _title(one.title)), key=len)
    return wanted == got or (len(wanted) >= _LEAST_TITLE and got.endswith(wanted))


def _facets(label: Json, claim: Claim) -> Iterator[tuple[str, bool]]:
    yield "scope", label.get("scope", "WHOLE") == claim.scope
    yield "assertion", label.get("assertion", "ASSERTED") == claim.assertion
    effect = str(label["effect"]) if label.get("effect") else None
    yield "effect", effect == (claim.date.isoformat() if claim.date else None)


# --- scores ------------------------------------------------------------------------------------


@dataclass(slots=True)
class Score:
    """All sentences of a gold folder."""

    right: Counter[str] = field(default_factory=Counter)
    wanted: Counter[str] = field(default_factory=Counter)
    got: Counter[str] = field(default_factory=Counter)
    facets: dict[str, list[int]] = field(default_factory=lambda: {name: [0, 0] for name in _FACETS})
    sentences: int = 0
    negatives: int = 0
    clean: int = 0
    """Negatives that gave nothing."""
    misses: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def of(self, kinds: Sequence[str]) -> tuple[float, float, float]:
        """Precision, recall and F1 of some types together."""
        right, wanted, got = (sum(c[k] for k in kinds) for c in (self.right, self.wanted, self.got))
        precision, recall = right / got if got else 1.0, right / wanted if wanted else 1.0
        both = precision + recall
        return precision, recall, 2 * precision * recall / both if both else 0.0

    @property
    def kinds(self) -> list[str]:
        """Types that say something is done, the commonest first."""
        return sorted({*self.wanted, *self.got} - _NOTHING, key=lambda k: -self.wanted[k])

    def shares(self) -> dict[str, float]:
        """Everything that has a floor, in percent."""
        precision, recall, f1 = self.of(self.kinds)
        return {
            "relations_f1": 100 * f1,
            "relations_precision": 100 * precision,
            "relations_recall": 100 * recall,
            "repeals_precision": 100 * self.of(["REPEALS"])[0],
            "negatives_clean": 100 * self.clean / max(self.negatives, 1),
            **{name: 100 * right / max(of, 1) for name, (right, of) in self.facets.items()},
        }


def score(gold: Path, sources: Path) -> Score:
    """Every labelled sentence; a document is read once."""
    result = Score()
    by_file: dict[tuple[str, str], list[Json]] = {}
    for path in sorted(gold.glob("sentences-*.toml")):
        for label in tomllib.loads(path.read_text(encoding="utf-8"))["sentence"]:
            by_file.setdefault((label["folder"], label["file"]), []).append(label)
    for (folder, file), labels in sorted(by_file.items()):
        path = _find(sources / folder, file)
        if path is None:
            result.missing.append(f"{folder}/{file}")
            continue
        try:
            texts = Texts(pipeline.read(source.load(path)))
        except FawenError as error:
            result.unread.append(f"{folder}/{file}: {error}")
            continue
        for label in labels:
            _score(result, label, texts.claims_in(label["quote"]), f"{folder}/{file}")
    return result


def _find(folder: Path, file: str) -> Path | None:
    direct = folder / file
    return direct if direct.is_file() else next(folder.rglob(Path(file).name), None)


def _score(result: Score, label: Json, claims: Sequence[Claim], name: str) -> None:
    result.sentences += 1
    wanted = list(label.get("relations", ()))
    free = list(claims)
    lost: list[str] = []
    for one in wanted:
        result.wanted[one["type"]] += 1
        match = next((c for c in free if c.type.value == one["type"] and same_target(one, c)), None)
        if match is None:
            lost.append(f"    - {_shown(one)}")
            continue
        free.remove(match)
        result.right[one["type"]] += 1
        result.got[one["type"]] += 1
        for facet, is_right in _facets(one, match):
            result.facets[facet][0] += is_right
            result.facets[facet][1] += 1
            if not is_right:
                lost.append(f"    ~ {facet}: {_shown(one)} ≠ {_said(match)}")
    # The same order stands below several acts: 条文顺序作相应调整。
    unnamed = {one["type"] for one in wanted if not {"number", "title"} & one.keys()}
    free = [c for c in free if not (c.type.value in unnamed and c.citation and not c.citation.stop)]
    extra = [c for c in free if c.type.value not in _NOTHING]
    if not wanted:
        extra = [c for c in extra if not (c.type is ClaimType.YIELDS_TO and c.scope == "CLASS")]
        result.negatives += 1
        result.clean += not extra
    for claim in extra:
        result.got[claim.type.value] += 1
        lost.append(f"    + {_said(claim)}")
    if lost:
        result.misses.append("\n".join([f"── {name}\n   {label['quote'][:400]}", *lost]))


def _shown(label: Json) -> str:
    return " ".join(
        f"{v}" for k, v in label.items() if v not in ("WHOLE", "ASSERTED") or k == "type"
    )


def _said(claim: Claim) -> str:
    one = claim.citation
    target = f"{one.title or ''} {one.number or ''}" if one else "—"
    return (
        f"{claim.type.value} {target.strip()} {claim.scope} {claim.assertion} {claim.pattern}"
        f" {claim.date or ''} {claim.term or ''}"
    )


# --- printing ----------------------------------------------------------------------------------


def report(result: Score, *, worst: int = 10_000) -> str:
    """Tables, then every sentence with something wrong."""
    lines = [
        f"{'type':<20}{'right':>6}{'wanted':>8}{'got':>6}{'precision':>11}{'recall':>8}{'F1':>8}"
    ]
    for kind in [*result.kinds, "CITES"]:
        precision, recall, f1 = result.of([kind])
        lines.append(
            f"{kind:<20}{result.right[kind]:6}{result.wanted[kind]:8}{result.got[kind]:6}"
            f"{precision:11.3f}{recall:8.3f}{f1:8.3f}"
        )
    precision, recall, f1 = result.of(result.kinds)
    lines.append(f"{'all but CITES':<34}{'':6}{precision:11.4f}{recall:8.4f}{f1:8.4f}")
    for name, (right, of) in result.facets.items():
        lines.append(f"{name:<20}{right:6} of {of}")
    lines += [
        f"sentences {result.sentences}, without relation {result.negatives}, clean {result.clean}",
        f"not found: {result.missing}; unread: {result.unread}",
        *result.misses[:worst],
    ]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scores of one gold folder over one source folder."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.relations", description=__doc__)
    parser.add_argument("gold", type=Path, help="folder with sentences-*.toml")
    parser.add_argument("source", type=Path, help="folder that holds notices/, laws/ …")
    parser.add_argument("--worst", type=int, default=10_000, help="how many sentences to show")
    chosen = parser.parse_args(arguments)
    result = score(chosen.gold, chosen.source)
    sys.stdout.write(report(result, worst=chosen.worst) + "\n")
    return 1 if result.missing or result.unread or not result.sentences else 0


if __name__ == "__main__":
    sys.exit(main())
