"""Real pairs of versions, and a decision written from their labels that makes the one the other.

The corpus has no decision for any of its pairs. So one is written in the standard wording, an order
a row of the pair's article labels; carrying it out on the old text must give the new one, article
by article.
"""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from archive.notice.model import Notice, Source
from ingest import pipeline

Articles = Mapping[str, str]
"""Label → text, a line a 款 or 项."""


def labels_of(path: Path) -> Iterator[tuple[list[str], list[str], str]]:
    """Old labels, new labels, outcome of each row."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            sides = (
                [one for one in (row[side] or "").split("+") if one] for side in ("old", "new")
            )
            old, new = sides
            yield old, new, row["outcome"]


def decision_on(title: str, labels: Path, old: Articles, new: Articles) -> Notice:
    """A decision in the standard wording, by the labels."""
    orders: list[str] = []
    for olds, news, _ in labels_of(labels):
        orders += _orders(olds, news, old, new)
    lines = [f"# 关于修改《{title}》的决定", f"决定对《{title}》作如下修改："]
    lines += [f"{count}. {order}" for count, order in enumerate(orders, start=1)]
    lines += ["此外，对条文顺序作相应调整。", "本决定自公布之日起施行。"]
    content = "\n\n".join(lines).encode()
    return pipeline.read(Source("决定.md", "text/markdown", content, "0" * 64)).notice


def _orders(olds: list[str], news: list[str], old: Articles, new: Articles) -> Iterator[str]:
    if len(olds) == len(news) == 1:
        yield from _changed(olds[0], news[0], old, new)
    elif len(news) == 1 and olds:
        yield f"将{'、'.join(olds)}合并，作为{news[0]}，修改为：{_quoted(new[news[0]])}"
    else:
        if olds:
            yield f"删去{'、'.join(olds)}。"
        yield from (f"增加一条，作为{label}：{_quoted(new[label])}" for label in news)


def _changed(one: str, other: str, old: Articles, new: Articles) -> Iterator[str]:
    is_renumbered, is_reworded = one != other, old[one] != new[other]
    if is_renumbered and is_reworded:
        yield f"将{one}改为{other}，修改为：{_quoted(new[other])}"
    elif is_renumbered:
        yield f"将{one}改为{other}。"
    elif is_reworded:
        yield f"将{one}修改为：{_quoted(new[other])}"


def _quoted(text: str) -> str:
    """Each line opens, the last closes; marks inside are single."""
    inner = text.translate(str.maketrans("“”", "‘’"))
    return "\n\n".join(f"“{line}" for line in inner.split("\n")) + "”"
