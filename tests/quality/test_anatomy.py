"""Heads and components of 100 documents against labels made by reading alone.

``gold/anatomy.toml`` holds the labels and says by which conventions they were made; a document is
found by the sha256 of its bytes, so that no corpus text stands here. Every field scores the share
of exact matches. The floors in ``floors.toml`` only rise. ``pytest -s`` shows the table, and
``FAWEN_SHOW_MISSES=1`` every disagreement below it.
"""

import functools
import hashlib
import os
import re
import sys
import tomllib
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from archive.errors import SourceError
from archive.notice.model import Component, Notice, Role, Section, SectionKind
from ingest import pipeline, source

HERE = Path(__file__).parent
DOCUMENTS = 100
ORDERS = {"令", "命令", "命令（令）"}
WITHOUT_FORCE = {"specific", "internal"}

Values = dict[str, Any]
Miss = tuple[str, str, object, object]


def squeezed(text: str | None) -> str:
    """Blanks dropped, widths and dashes alike: how titles and names are compared."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text or ""))
    return re.sub("[‐‑‒–—―─]", "-", plain)


def names(texts: Iterable[str | None]) -> list[str]:
    return [squeezed(text) for text in texts]


def top_units(component: Component) -> list[Section]:
    """Its articles, else its outermost levels."""
    sections = list(component.walk())
    articles = [section for section in sections if section.kind is SectionKind.ARTICLE]
    levels = [section for section in sections if section.kind is SectionKind.LEVEL]
    outermost = min((level.depth for level in levels), default=0)
    return articles or [level for level in levels if level.depth == outermost]


def as_read(notice: Notice) -> Values:
    """What the reader made of a document, field by field, as the labels are laid out."""
    components = notice.components
    mains = [component for component in components if component.role is Role.MAIN]
    units = top_units(mains[0]) if mains else []
    kind = notice.kind or ""
    return {
        "document_type": notice.document_type.value,
        "normativity": notice.normativity.value,
        "has_force": notice.normativity.value not in WITHOUT_FORCE,
        "number": notice.number or "",
        "kind": "令" if kind in ORDERS else kind,
        "issuers": names(notice.issuers),
        "signature": names(notice.signature),
        "date_signed": notice.date_signed.isoformat() if notice.date_signed else "",
        "roles": [component.role.value for component in components],
        "main_titles": names(component.title for component in mains),
        "attachment_titles": names(
            component.title for component in components if component.role is Role.ATTACHMENT
        ),
        "units": len(units),
        "first_unit": squeezed(units[0].label) if units else "",
        "last_unit": squeezed(units[-1].label) if units else "",
        "is_draft": bool(mains) and any(component.is_draft for component in mains),
    }


def as_labelled(label: Values) -> Values:
    """The fields of one label that can be scored; what the labeller left open is absent."""
    by_role: dict[str, list[str]] = {"main": [], "attachment": []}
    roles = [role for role in label["roles"] if role != "cover"]
    for role, title in zip(roles, names(label["titles"]), strict=True):
        by_role[role].append(title)
    wanted = {name: label[name] for name in ("document_type", "normativity", "number", "roles")}
    wanted["has_force"] = label["normativity"] not in WITHOUT_FORCE
    wanted |= {name: label[name] for name in ("kind", "date_signed", "units") if name in label}
    wanted |= {name: names(label[name]) for name in ("issuers", "signature")}
    wanted |= {name: squeezed(label[name]) for name in ("first_unit", "last_unit") if name in label}
    if all(by_role["main"]):  # a document issued directly has no title of its main to compare
        wanted["main_titles"] = by_role["main"]
    if by_role["attachment"]:
        wanted["attachment_titles"] = by_role["attachment"]
    return wanted | {"is_draft": label["is_draft"]}


@functools.cache
def labels() -> tuple[Values, ...]:
    return tuple(
        tomllib.loads((HERE / "gold/anatomy.toml").read_text(encoding="utf-8"))["document"]
    )


@functools.cache
def floors() -> Values:
    scored: Values = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))["anatomy"]
    return scored


def found(corpus: Path) -> dict[str, Path]:
    """The labelled documents: the first 16 digits of the sha256 of the bytes → the file."""
    wanted = {(label["folder"], label["sha256"]) for label in labels()}
    files: dict[str, Path] = {}
    for folder in sorted({folder for folder, _ in wanted}):
        for path in sorted((corpus / folder).iterdir()):
            digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
            if (folder, digest) in wanted:
                files[digest] = path
    return files


def compared(
    files: dict[str, Path], read: Callable[[Path], Values]
) -> tuple[dict[str, list[int]], list[Miss]]:
    """Field → [right, labelled], and each miss with the file's name, the label and the reading."""
    tally: dict[str, list[int]] = {}
    misses: list[Miss] = []
    for label in labels():
        path = files[label["sha256"]]
        try:
            values = read(path)
        except SourceError as error:  # a format that cannot be read misses every field
            values = {}
            misses.append((path.name, "unread", "", str(error)))
        for name, wanted in as_labelled(label).items():
            counts = tally.setdefault(name, [0, 0])
            counts[1] += 1
            if name in values and values[name] == wanted:
                counts[0] += 1
            elif values:
                misses.append((path.name, name, wanted, values[name]))
    return tally, misses


def read_notice(path: Path) -> Values:
    return as_read(pipeline.read(source.load(path)).notice)


@pytest.mark.shared
def test_heads_and_components_as_labelled(shared_corpus: Path) -> None:
    files = found(shared_corpus)
    assert len(files) == DOCUMENTS, "the corpus lacks labelled documents"
    tally, misses = compared(files, read_notice)
    shares = {name: 100 * right // total for name, (right, total) in tally.items()}
    lines = [f"{'field':<18} right   of  share  floor"]
    lines += [
        f"{name:<18} {right:5} {total:4} {shares[name]:5}% {floors().get(name, 0):5}%"
        for name, (right, total) in tally.items()
    ]
    if os.environ.get("FAWEN_SHOW_MISSES"):
        lines += [f"{name}\t{field}\t{wanted}\t{got}" for name, field, wanted, got in misses]
    sys.stdout.write("\n" + "\n".join(lines) + "\n")
    assert floors().keys() == shares.keys(), "every scored field needs a floor"
    low = {name: share for name, share in shares.items() if share < floors()[name]}
    assert not low, f"below the floors: {low}"
