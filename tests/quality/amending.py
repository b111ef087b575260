"""Scores amending: what is understood of orders labelled by reading, and what comes of them.

``python -m tests.quality.amending GOLD SOURCE``. ``gold-compare/instructions.tsv`` says what 18
amending texts order. An order is *understood* if action, place and new number are those of a label
of its act, *left* if its sentence is listed as not understood, and *wrong* if it has no label.

No complete triple (old text, decision, new text) is in the corpus. Where the new text is, the old
one is rebuilt from it by the labels alone: inserted articles taken out, deleted ones put back,
replaced ones filled with other words, all under their old numbers. Carrying out the decision on
that must give every article as it stands in the new text. For the 30 labelled pairs of versions it
is the decision that is written, from the labels (``decreed``). Texts of which the decision
exchanges single words cannot be rebuilt so; the tests of ``archive/law`` have them.
"""

import argparse
import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from archive.law.amending.consolidation import consolidate, is_named
from archive.law.amending.model import Action, ClauseKind, Instruction, Place, Proposal, Spot
from archive.law.amending.orders import orders_of
from archive.law.compare.layout import same
from archive.notice.model import Notice, SectionKind, Source
from archive.notice.numerals import format_numeral, parse_ordinal
from ingest import pipeline, source
from tests.quality.compare import Share
from tests.quality.decreed import decision_on

Wanted = tuple[str, str, str]
"""Action, target, becomes, as in the gold."""


@dataclass
class Score:
    """What was right, and what was not, for people."""

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


class Label(NamedTuple):
    """One row of ``instructions.tsv``."""

    act: str
    words: str
    action: str
    target: str
    becomes: str


def labels_in(gold: Path) -> dict[str, list[Label]]:
    """File → its labels, in order."""
    found: dict[str, list[Label]] = defaultdict(list)
    with (gold / "instructions.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            found[row["file"]].append(Label(*(row[name] or "" for name in Label._fields)))
    return dict(found)


def score(gold: Path, folder: Path) -> Score:
    """All decisions, then all texts that can be rebuilt."""
    result = Score()
    labels = labels_in(gold)
    decisions: dict[str, Notice] = {}
    for name, wanted in labels.items():
        path = folder / "laws" / name
        if path.is_file():
            decisions[name] = pipeline.read(source.load(path)).notice
            _score_orders(result, name, wanted, decisions[name])
        else:
            result.missing.append(name)
    with (gold / "amendments.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            new = folder / "laws" / (row["new"] or "-")
            if row["decision"] in labels and row["decision"] in decisions and new.is_file():
                notice = pipeline.read(source.load(new)).notice
                acts = labels[row["decision"]]
                _score_text(result, acts, decisions[row["decision"]], notice)
    with (gold / "pairs.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            paths = [folder / "laws" / row[side] for side in ("old", "new")]
            if all(path.is_file() for path in paths):
                old, new = (pipeline.read(source.load(path)).notice for path in paths)
                _score_pair(result, row["pair"], gold / row["labels"], old, new)
            else:
                result.missing.append(row["pair"])
    return result


def _given(proposal: Proposal) -> dict[str, str]:
    """Label → text of the articles, layout aside."""
    return {
        same(clause.label or ""): same(_without_heading(clause.text))
        for clause in proposal.clauses
        if clause.kind is ClauseKind.ARTICLE
    }


def _score_pair(result: Score, pair: str, labels: Path, old: Notice, new: Notice) -> None:
    """Old version, decision written from the labels, new version."""
    olds, news = dict(_articles(old)), dict(_articles(new))
    title = old.display_title or ""
    proposal = consolidate(old, decision_on(title, labels, olds, news))
    given = _given(proposal)
    for label, text in news.items():
        is_right = given.get(same(label)) == same(text)
        result.note("articles of real pairs given exactly", is_right=is_right)
        if not is_right:
            told = _first(given.get(same(label)), same(text))
            result.misses.append(f"pair {pair} {label} WRONG: {told}")
    result.note(
        "real pairs given exactly", is_right=given == {same(k): same(v) for k, v in news.items()}
    )
    for left in proposal.left:
        result.misses.append(f"pair {pair} left {left.cause} {left.message}: {left.quote[:40]}")


# --- what is understood ----------------------------------------------------------------------


def _score_orders(result: Score, name: str, wanted: Sequence[Label], decision: Notice) -> None:
    orders = orders_of(decision)
    left = [same(one.quote) for one in orders.left]
    rest = Counter(_wanted(label) for label in wanted)
    for order in orders.instructions:
        names = [one for one in _names(order) if rest[one]]
        for one in names:
            rest[one] -= 1
        is_known = bool(names) or order.action is Action.RENUMBER_ALL
        result.note("orders read, right", is_right=is_known)
        if not is_known:
            result.misses.append(f"{name[:30]} WRONG {_names(order)} {order.quote[:40]}")
    for label in wanted:
        is_found = not rest[_wanted(label)]
        result.note("labels understood", is_right=is_found)
        if not is_found:
            rest[_wanted(label)] -= 1
            # A label's words may mend the decision's slip: 将十一条修改为.
            words = same(label.words[:12]).replace("第", "")
            is_told = any(words in quote.replace("第", "") for quote in left)
            result.note("not understood, but listed", is_right=is_told)
            state = "left" if is_told else "LOST"
            result.misses.append(f"{name[:30]} {state} {_wanted(label)} {label.words}")


_PLAIN = str.maketrans("", "", "（）() 原后")
_ALL = "各条"


def _wanted(label: Label) -> Wanted:
    action = {"REPLACE_ARTICLE": "REPLACE", "DELETE_ARTICLE": "DELETE"}.get(
        label.action, label.action
    )
    if label.action.startswith("INSERT"):
        action = "INSERT"
    target = label.target.translate(_PLAIN)
    if action == "INSERT":
        # Of a new 款 the label names the article, of a new article the place before it.
        return action, "", _full(label)
    if action == "OTHER":
        return action, target.replace("正文", ""), ""
    if action.endswith("WORDS") or "+" in target:
        # Where the same decision renumbers the article, the label says that too.
        return action, target, ""
    return action, target, label.becomes.translate(_PLAIN)


def _full(label: Label) -> str:
    if label.action == "INSERT_ARTICLE":
        return label.becomes
    return (label.target + label.becomes).translate(_PLAIN)


def _names(order: Instruction) -> list[Wanted]:
    """The labels that say what the order says; a change of number and of words may be either."""
    place, becomes = _written(order.place), _written(order.becomes)
    if order.action is Action.INSERT:
        article = Place(article=order.place.article)
        target = order.becomes or Place()
        if target.item:
            target = article._replace(item=target.item)
        return [("INSERT", "", _written(target))]
    below = becomes
    if order.becomes and order.becomes.paragraph:
        below = f"第{format_numeral(order.becomes.paragraph)}款"
    if order.becomes and order.becomes.item:
        below = f"第{format_numeral(order.becomes.item)}项"
    if order.action is Action.RENUMBER:
        return [("RENUMBER", place, below)]
    if order.action is Action.RENUMBER_ALL:
        return [("RENUMBER", _ALL, "")]
    if order.action is Action.MERGE:
        return [("REPLACE", "+".join([place, *map(_written, order.others)]), "")]
    if order.action is Action.RENAME:
        spot = "名称" if order.place.spot is Spot.TITLE else "标题"
        return [("RENAME", spot, "")]
    if order.place.spot in (Spot.PREFACE, Spot.PASSAGE):
        return [("OTHER", place.replace("正文", ""), ""), ("OTHER", "序言", "")]
    if order.action is Action.REPLACE and order.becomes:
        return [("REPLACE", place, below), ("RENUMBER", place, below)]
    if order.action is Action.REPLACE_WORDS and order.place.spot is Spot.WHOLE:
        return [("RENAME", "标题", "")]
    if order.place.spot is Spot.LEAD:
        return [("REPLACE_WORDS", place.replace("条首部分", ""), "")]
    return [(order.action.value, place, "")]


def _written(place: Place | None) -> str:
    return place.written.translate(_PLAIN) if place else ""


# --- what it gives ---------------------------------------------------------------------------

_WORDS = ("REPLACE_WORDS", "DELETE_WORDS", "INSERT_ITEM", "MERGE")
# 第八条第二款
_PARAGRAPH = re.compile(r"^(第.+条(?:之.)?)第(.+)款$")


def _score_text(result: Score, labels: Sequence[Label], decision: Notice, new: Notice) -> None:
    title = new.display_title
    mine = [one for one in labels if is_named(one.act or _only_act(decision), title)]
    if not mine or any(label.action in _WORDS for label in mine):
        return
    old = _rebuilt(mine, new)
    if old is None:
        return
    proposal = consolidate(old, decision)
    given = _given(proposal)
    stands = {same(label): same(text) for label, text in _articles(new)}
    result.note("texts given exactly", is_right=given == stands)
    for label, text in stands.items():
        is_right = given.get(label) == text
        result.note("articles given exactly", is_right=is_right)
        if not is_right:
            result.misses.append(f"{title[:30]} {label} WRONG: {_first(given.get(label), text)}")
    for count, _ in enumerate(proposal.instructions):
        changed = [
            clause
            for clause in proposal.clauses
            if count in clause.orders and clause.kind is ClauseKind.ARTICLE
        ]
        for clause in changed:
            key = same(clause.label or "")
            result.note("orders carried out, right", is_right=given[key] == stands.get(key))
    for left in proposal.left:
        result.misses.append(f"{title[:30]} left {left.cause}: {left.quote[:40]}")


def _first(given: str | None, stands: str) -> str:
    if given is None:
        return "no such article"
    at = next(
        (at for at, pair in enumerate(zip(given, stands, strict=False)) if pair[0] != pair[1]), 0
    )
    at = at or min(len(given), len(stands)) - 1
    return f"{given[max(0, at - 8) : at + 16]} ≠ {stands[max(0, at - 8) : at + 16]}"


def _only_act(decision: Notice) -> str:
    acts = orders_of(decision).acts
    return acts[0] if len(acts) == 1 else ""


def _articles(notice: Notice) -> Iterator[tuple[str, str]]:
    for section in notice.walk():
        if section.kind is SectionKind.ARTICLE and section.label:
            yield section.label, _without_heading(section.full_text[len(section.label) :])


# 二、票据保全, which the reader gives to the article above
_HEADING = re.compile("[一二三四五六七八九十]+、[^。；]{1,16}")


def _without_heading(text: str) -> str:
    lines = text.split("\n")
    while lines and _HEADING.fullmatch(lines[-1].strip()):
        lines.pop()
    return "\n".join(lines)


def _rebuilt(labels: Sequence[Label], new: Notice) -> Notice | None:
    """The old text, by the labels alone; ``None`` where they do not say enough."""
    articles = [(label, text) for label, text in _articles(new)]
    inserted = {one.becomes for one in labels if one.action == "INSERT_ARTICLE"}
    deleted = [one.target for one in labels if one.action == "DELETE_ARTICLE"]
    whole_deleted = {one for one in deleted if one.endswith("条")}
    stays = [(label, text) for label, text in articles if label not in inserted]
    count = len(stays) + len(whole_deleted)
    numbers = [(number,) for number in range(1, count + 1)]
    gone = {parse_ordinal(label) for label in whole_deleted}
    if not all(number in numbers for number in gone):
        return None
    rest = iter(stays)
    olds: dict[str, list[str]] = {}
    for number in numbers:
        label = f"第{format_numeral(number[0])}条"
        if number in gone:
            olds[label] = [f"这是原{label}的文字。"]
        else:
            text = next(rest)[1]
            olds[label] = [line for line in text.split("\n") if line.strip()]
    for label in labels:
        if label.action != "REPLACE_ARTICLE":
            continue
        if label.target in olds:
            olds[label.target] = [f"这是原{label.target}的文字。"]
        else:
            return None
    if any(not one.endswith("条") for one in deleted):
        return None
    preface = [section.text for section in new.walk() if section.kind is SectionKind.TEXT][:1]
    lines = [f"# {new.display_title}", *preface]
    for label, body in olds.items():
        lines += [f"{label}　{body[0]}", *body[1:]]
    content = "\n\n".join(lines).encode()
    return pipeline.read(Source("原文.md", "text/markdown", content, "0" * 64)).notice


# --- told --------------------------------------------------------------------------------------


def report(result: Score) -> str:
    """The figures, and what is behind each that is not full."""
    lines = [*result.misses, ""]
    lines += [f"{name:34}{result.share(name)}" for name in result.counts]
    lines += [f"missing: {name}" for name in result.missing]
    return "\n".join(lines)


def main(arguments: Iterable[str] | None = None) -> int:
    """``GOLD SOURCE``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("source", type=Path)
    given = parser.parse_args(list(arguments) if arguments is not None else None)
    sys.stdout.write(report(score(given.gold, given.source)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
