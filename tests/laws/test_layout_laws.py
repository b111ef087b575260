"""Texts that differ in layout alone differ in nothing else. Source: DOMAIN.md §7, D5–D8.

Each pair is a text and what a typist, a printer or an export may make of it, by a generator that
always makes the same.
"""

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.law.compare.comparison import compare
from archive.law.compare.model import ChangeType, Comparison, Outcome
from archive.notice.model import Component, Notice, Section
from archive.words import cut
from ingest.pipeline import read
from ingest.source import load
from tests.laws.documents import SHIPPED, shipped

Layout = Callable[[str, random.Random], str]
TEXTS = [path for path in SHIPPED if path.suffix == ".txt"]
_WIDE = str.maketrans("0123456789%().,:;", "０１２３４５６７８９％（）．，：；")
_NARROW = str.maketrans("０１２３４５６７８９％（），：；！？", "0123456789%(),:;!?")
_BRACKETS = str.maketrans("〔〕［］【】", "（）()〔〕")
_QUOTES = str.maketrans("“”「」", "「」“”")
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")
_DASHES = str.maketrans("—－-～", "－—－~")
_VARIANTS = str.maketrans("〇○·〉〈", "○〇•>﹤".replace("﹤", "<"))
_RADICALS = str.maketrans(
    "一人大小工支方日月水火生用田石立行走金食高见车长门民户",
    "⼀⼈⼤⼩⼯⽀⽅⽇⽉⽔⽕⽣⽤⽥⽯⽴⾏⾛⾦⾷⾼⻅⻋⻓⻔⺠⼾",
)


def wide(text: str, _: random.Random) -> str:
    """Digits and marks in full width."""
    return text.translate(_WIDE)


def narrow(text: str, _: random.Random) -> str:
    """Digits and marks in half width."""
    return text.translate(_NARROW)


def brackets(text: str, _: random.Random) -> str:
    """Other brackets."""
    return text.translate(_BRACKETS)


def quotes(text: str, _: random.Random) -> str:
    """Corner brackets for quotation marks, and back."""
    return text.translate(_QUOTES)


def straight(text: str, _: random.Random) -> str:
    """A typewriter's quotation marks."""
    return text.translate(_STRAIGHT)


def dashes(text: str, _: random.Random) -> str:
    """Other dashes and tildes."""
    return text.translate(_DASHES)


def variants(text: str, _: random.Random) -> str:
    """Other characters for the same: ○ and 〇, dots, angle brackets."""
    return text.translate(_VARIANTS)


def radicals(text: str, _: random.Random) -> str:
    """What some exports of PDF leave: ⼀ for 一."""
    return text.translate(_RADICALS)


def spaced(text: str, chance: random.Random) -> str:
    """Blanks of all kinds between characters."""
    blanks = (" ", "\u3000", "\u00a0", "\u200b")
    return "".join(c + (chance.choice(blanks) if chance.random() < 0.1 else "") for c in text)


def squeezed(text: str, _: random.Random) -> str:
    """No blanks at all."""
    return re.sub(r"[ \u3000\u00a0]", "", text)


def broken(text: str, chance: random.Random) -> str:
    """Lines broken anywhere."""
    return "".join(c + ("\n" if chance.random() < 0.03 else "") for c in text)


def mixed(text: str, chance: random.Random) -> str:
    """Several of these at once."""
    for layout in (wide, quotes, dashes, radicals, spaced, broken):
        text = layout(text, chance) if chance.random() < 0.7 else text
    return text


LAYOUTS = (
    *(wide, narrow, brackets, quotes, straight, dashes, variants, radicals),
    *(spaced, squeezed, broken, mixed),
)


def relaid(notice: Notice, layout: Layout, seed: int) -> Notice:
    """The same notice with every heading, text and cell laid out otherwise."""
    chance = random.Random(seed)  # noqa: S311  the same every time, and no secret

    def section_of(section: Section) -> Section:
        return section._replace(
            label=section.label and layout(section.label, chance).replace("\n", ""),
            heading=section.heading and layout(section.heading, chance),
            text=layout(section.text, chance),
            children=tuple(map(section_of, section.children)),
        )

    components = [
        Component(
            component.key,
            component.role,
            component.label,
            component.title and layout(component.title, chance),
            component.is_draft,
            tuple(map(section_of, component.sections)),
        )
        for component in notice.components
    ]
    from dataclasses import replace

    # Claims count in the former texts; without them references are read from the words.
    return replace(notice, components=tuple(components), claims=())


def check_nothing_but_layout(comparison: Comparison) -> None:
    rows = (*comparison.rows, *comparison.structure)
    seen = [
        (row.outcome, [unit.label for unit in row.old], row.visible)
        for row in rows
        if row.outcome is not Outcome.UNCHANGED or row.visible
    ]
    assert seen == []
    assert {change.type for row in rows for change in row.changes} <= {ChangeType.FORMAT}


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name[:8])
def test_a_shipped_text_laid_out_otherwise_is_unchanged(path, layout) -> None:
    notice = shipped(path).notice
    check_nothing_but_layout(compare(notice, relaid(notice, layout, 1), cut=cut))
    check_nothing_but_layout(compare(relaid(notice, layout, 2), notice, cut=cut))


def test_every_layout_changes_something_and_there_are_fifty_pairs() -> None:
    changed = [
        layout
        for path in TEXTS
        for layout in LAYOUTS
        if relaid(shipped(path).notice, layout, 1).components != shipped(path).notice.components
    ]
    assert set(changed) == set(LAYOUTS)
    assert len(changed) >= 50


@pytest.mark.shared
@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_real_articles_laid_out_otherwise_are_unchanged(shared_corpus: Path, layout) -> None:
    paths = sorted((shared_corpus / "laws").rglob("*.md"))[7::333]
    assert len(paths) >= 5
    for path in paths:
        notice = read(load(path)).notice
        check_nothing_but_layout(compare(notice, relaid(notice, layout, 3), cut=cut))
