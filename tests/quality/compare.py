"""Scores comparisons against versions labelled by reading: ``python -m tests.quality.compare``.

A gold folder holds ``pairs.tsv``, an article file a pair, ``changes.tsv`` and ``changes-rare.tsv``
(its README says what a label means); a source folder holds ``laws/``. An article of either text is
right if it stands in a row with the very articles that its label names. Of a single change both its
words must be found changed, under its type; ``changes.tsv`` is complete for its articles, so that
there what was found and not labelled counts too.

Two lines are drawn otherwise here than in the gold, and both readings are taken for right: the same
value in other figures is EDITORIAL here, FORMAT there; a span of days by whose end something is due
is DURATION here (DOMAIN.md §9, 30), DEADLINE there.
"""

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from archive.law.compare.comparison import compare
from archive.law.compare.layout import same
from archive.law.compare.model import Change, ChangeType, Comparison, Outcome, Row
from archive.words import cut
from ingest import pipeline, source

Labels = frozenset[str]

SOFT = (ChangeType.WORDING, ChangeType.SCOPE, ChangeType.EDITORIAL, ChangeType.FORMAT)
"""Types between which the line is a matter of reading; the others are facts."""
_ALSO_RIGHT = {
    "FORMAT": {"FORMAT", "EDITORIAL"},
    "DEADLINE": {"DEADLINE", "DURATION"},
}
_ELSEWHERE = {"EDITORIAL": {"FORMAT"}, "DURATION": {"DEADLINE"}}


class Share(NamedTuple):
    """So many of so many."""

    right: int
    of: int

    def __str__(self) -> str:
        percent = 100 * self.right / self.of if self.of else 100.0
        return f"{self.right:5} of {self.of:<5} {percent:6.2f} %"

    @property
    def percent(self) -> float:
        """100 where there is nothing to get wrong."""
        return 100 * self.right / self.of if self.of else 100.0


@dataclass
class Score:
    """What was right, over all pairs."""

    counts: dict[str, Counter[bool]] = field(default_factory=dict)
    misses: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def note(self, name: str, *, is_right: bool) -> None:
        """One more that was right or not."""
        self.counts.setdefault(name, Counter())[is_right] += 1

    def share(self, name: str) -> Share:
        """How many of that name were right."""
        counts = self.counts.get(name, Counter())
        return Share(counts[True], counts.total())

    def shares(self) -> dict[str, float]:
        """Every share in percent."""
        return {name: self.share(name).percent for name in self.counts}


class Label(NamedTuple):
    """One row of a pair's article file."""

    old: Labels
    new: Labels
    outcome: str
    note: str

    @property
    def is_doubtful(self) -> bool:
        return self.note.startswith("doubtful")


def score(gold: Path, folder: Path) -> Score:
    """All pairs, then all single changes."""
    result = Score()
    comparisons: dict[str, Comparison] = {}
    for pair in _table(gold / "pairs.tsv"):
        old, new = (folder / "laws" / pair[side] for side in ("old", "new"))
        if not (old.is_file() and new.is_file()):
            result.missing.append(pair["pair"])
            continue
        ones, others = (pipeline.read(source.load(path)).notice for path in (old, new))
        comparison = compare(ones, others, cut=cut)
        comparisons[pair["pair"]] = comparison
        labels = [
            Label(_labels(row["old"]), _labels(row["new"]), row["outcome"], row["note"] or "")
            for row in _table(gold / pair["labels"])
        ]
        _score_articles(result, pair["pair"], labels, comparison)
    complete = list(_table(gold / "changes.tsv"))
    _score_changes(result, complete, comparisons)
    _score_changes(result, list(_table(gold / "changes-rare.tsv")), comparisons)
    _score_surplus(result, complete, comparisons)
    return result


def _table(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def _labels(joined: str) -> Labels:
    return frozenset(label for label in joined.split("+") if label)


# --- articles --------------------------------------------------------------------------------


def _score_articles(
    result: Score, pair: str, labels: Sequence[Label], comparison: Comparison
) -> None:
    rows = [(_of(row, "old"), _of(row, "new"), row.outcome) for row in comparison.rows]
    by_old = {label: row for row in rows for label in row[0]}
    by_new = {label: row for row in rows for label in row[1]}
    ties = {
        article for label in labels if "tie" in label.note for article in (*label.old, *label.new)
    }
    for label in labels:
        found = [
            *(by_old.get(article) for article in sorted(label.old)),
            *(by_new.get(article) for article in sorted(label.new)),
        ]
        wanted = (label.old, label.new)
        sure = "" if label.is_doubtful else " (sure)"
        for row in found:
            is_right = row is not None and row[:2] == wanted
            result.note("articles", is_right=is_right)
            if sure:
                result.note("articles" + sure, is_right=is_right)
        got = found[0]
        is_aligned = got is not None and got[:2] == wanted
        outcome = got[2].value if got else "—"
        if is_aligned:
            may_be = {label.outcome} | (
                {"UNCHANGED", "RENUMBERED", "MODIFIED"} if label.old | label.new <= ties else set()
            )
            result.note("outcomes of aligned", is_right=outcome in may_be)
            if outcome not in may_be:
                result.misses.append(f"{pair} {_shown(wanted)} {label.outcome} ← {outcome}")
        else:
            rows_got = "; ".join(sorted({f"{_shown(row[:2])} {row[2]}" for row in found if row}))
            doubt = " (doubtful)" if label.is_doubtful else ""
            result.misses.append(f"{pair} {_shown(wanted)} {label.outcome}{doubt} ← {rows_got}")
        if label.outcome == "MOVED":
            is_found = is_aligned and outcome == "MOVED"
            result.note("moves found", is_right=is_found)
            if sure:
                result.note("moves found" + sure, is_right=is_found)
        if label.outcome == "RENUMBERED":
            torn = {row[2] for row in found if row}
            result.note(
                "renumbered, not torn apart",
                is_right=not torn & {Outcome.ADDED, Outcome.DELETED},
            )
        if len(label.old) == len(label.new) == 1:
            torn = {row[2] for row in found if row}
            result.note(
                "one to one, not torn apart", is_right=torn != {Outcome.ADDED, Outcome.DELETED}
            )
    tied = ties
    wanted_moves = {(label.old, label.new) for label in labels if label.outcome == "MOVED"}
    for old, new, outcome in rows:
        if outcome is Outcome.MOVED and old and new:
            is_right = (old, new) in wanted_moves or old | new <= tied
            result.note("moves told", is_right=is_right)
            if not is_right:
                result.misses.append(f"{pair} {_shown((old, new))} told as MOVED")


def _of(row: Row, side: str) -> Labels:
    units = row.old if side == "old" else row.new
    return frozenset(same(unit.label) for unit in units if unit.label)


def _shown(wanted: tuple[Labels, Labels]) -> str:
    return " → ".join("+".join(sorted(labels)) or "·" for labels in wanted)


# --- single changes --------------------------------------------------------------------------


class _Place(NamedTuple):
    """Where a gold change may stand in a row: spans of the bare texts."""

    old: list[tuple[int, int]]
    new: list[tuple[int, int]]


def _score_changes(
    result: Score, labels: Sequence[dict[str, str]], comparisons: dict[str, Comparison]
) -> None:
    for label in labels:
        row = _row_of(label, comparisons)
        for type_ in label["type"].split("+"):
            found = [] if row is None else _touching(row, label)
            names = {name.value for change in found for name in (change.type, *change.also)}
            is_right = bool(names & _ALSO_RIGHT.get(type_, {type_}))
            kind = "soft" if ChangeType(type_) in SOFT else "hard"
            result.note(f"found {type_}", is_right=is_right)
            result.note(f"changes found, {kind}", is_right=is_right)
            result.note("changes seen at all", is_right=bool(found))
            if not is_right:
                result.misses.append(
                    f"{label['pair']} {label['old_label']}→{label['new_label']} {type_}"
                    f" [{label['old_words']}]→[{label['new_words']}] ← "
                    + ("; ".join(f"{c.type} [{c.old}]→[{c.new}]" for c in found) or "nothing")
                )


def _score_surplus(
    result: Score, labels: Sequence[dict[str, str]], comparisons: dict[str, Comparison]
) -> None:
    """In articles that are labelled completely, what was found and is not labelled so."""
    by_article: dict[tuple[str, str, str], list[dict[str, str]]] = {}
    for label in labels:
        by_article.setdefault((label["pair"], label["old_label"], label["new_label"]), []).append(
            label
        )
    for article in by_article.values():
        row = _row_of(article[0], comparisons)
        if row is None:
            continue
        told: dict[int, set[str]] = {}
        for label in article:
            types = set(label["type"].split("+"))
            for change in _touching(row, label):
                told.setdefault(id(change), set()).update(types)
        for change in row.visible:
            types = told.get(id(change), set())
            for number in change.also:
                may_be = {number.value} | _ELSEWHERE.get(number.value, set())
                result.note("numbers told in wording", is_right=bool(types & may_be))
                if not types & may_be:
                    where = f"{article[0]['pair']} {article[0]['old_label']}"
                    words = f"[{change.old}]→[{change.new}]"
                    result.misses.append(f"{where} told also {number} {words}")
            wanted = {change.type.value} | _ELSEWHERE.get(change.type.value, set())
            is_right = bool(types & wanted)
            kind = "soft" if change.type in SOFT else "hard"
            result.note(f"changes told, {kind}", is_right=is_right)
            result.note(f"told {change.type}", is_right=is_right)
            if not is_right:
                where = f"{article[0]['pair']} {article[0]['old_label']}"
                result.misses.append(
                    f"{where} told {change.type} [{change.old}]→[{change.new}]"
                    f" gold: {'+'.join(sorted(types)) or 'nothing'}"
                )


def _row_of(label: dict[str, str], comparisons: dict[str, Comparison]) -> Row | None:
    comparison = comparisons.get(label["pair"])
    for row in comparison.rows if comparison else ():
        if _labels(label["old_label"]) <= _of(row, "old") and _labels(label["new_label"]) <= _of(
            row, "new"
        ):
            return row
    return None


def _touching(row: Row, label: dict[str, str]) -> list[Change]:
    """The changes that touch the labelled words, on a side where they stand."""
    found: list[Change] = []
    for change in row.changes:
        sides = (
            (label["old_words"], row.old[change.old_at].text, change.old_span),
            (label["new_words"], row.new[change.new_at].text, change.new_span),
        )
        if any(words and _touches(words, text, span) for words, text, span in sides):
            found.append(change)
    return found


def _touches(words: str, text: str, span: tuple[int, int]) -> bool:
    """A place of the words overlaps the span; of an insertion's place, holds or touches it."""
    bare, wanted = same(text), same(words)
    start, stop = (len(same(text[:place])) for place in span)
    at = bare.find(wanted)
    while at >= 0 and wanted:
        end = at + len(wanted)
        if (start < end and at < stop) or (start == stop and at < start < end):
            return True
        at = bare.find(wanted, at + 1)
    return False


# --- printing --------------------------------------------------------------------------------


def report(result: Score, *, worst: int = 10_000) -> str:
    """Every share, then what is wrong."""
    lines = [f"{name:<32}{result.share(name)}" for name in result.counts]
    if result.missing:
        lines.append(f"not in the source folder: {', '.join(result.missing)}")
    return "\n".join((*lines, *result.misses[:worst]))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scores of one gold folder over one source folder."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.compare", description=__doc__)
    parser.add_argument("gold", type=Path, help="folder with pairs.tsv")
    parser.add_argument("source", type=Path, help="folder that holds laws/")
    parser.add_argument("--worst", type=int, default=10_000, help="how many errors to show")
    chosen = parser.parse_args(arguments)
    result = score(chosen.gold, chosen.source)
    sys.stdout.write(report(result, worst=chosen.worst) + "\n")
    return 1 if result.missing or not result.counts else 0


if __name__ == "__main__":
    sys.exit(main())
