"""Notice → the units that a comparison aligns, and the structure above them.

A component's tree is walked in reading order. What holds prose of its own is a unit, with all that
is folded into it; what only names its children is structure. Source: DOMAIN.md §8.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from archive.law.compare.layout import same
from archive.law.compare.model import Part, Span, Unit
from archive.notice.model import (
    Claim,
    ClaimType,
    Component,
    Notice,
    Section,
    SectionKind,
    Within,
    run_in,
)

_CONTAINERS = (SectionKind.PART, SectionKind.CHAPTER, SectionKind.SECTION)
_ON_THEIR_OWN = (*_CONTAINERS, SectionKind.ARTICLE, SectionKind.LEVEL)
"""Kinds that are a unit or structure themselves; all others are folded into what holds them."""

_COMPONENT = "component"
_ROW = "row"


class Reference(NamedTuple):
    """Words of a unit that name a part of the same document."""

    span: Span
    targets: tuple[str, ...]
    """Keys of what they name."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A unit or a piece of structure, and where in its text it stands."""

    unit: Unit
    kind: str
    """A ``SectionKind``'s value, ``component`` or ``row``."""
    above: tuple[int, ...]
    """The structure above it, outermost first, as places in ``Text.structure``."""
    words: str
    """Its text for telling it from others: layout and the labels inside left out."""
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """One side of a comparison."""

    units: tuple[Placed, ...]
    structure: tuple[Placed, ...]


def text_of(notice: Notice, keys: Iterable[str] = ()) -> Text:
    """The units of a notice, or of its components, sections and table rows with these keys."""
    builder = _Builder(notice)
    wanted = tuple(keys)
    for key in wanted or (component.key for component in notice.components):
        table, _, row = key.rpartition("/r-")
        found = notice.find(key) or notice.find(table)
        if isinstance(found, Component):
            builder.component(found)
        elif found is not None and found.key == table and found.table:
            builder.rows(found, (), (), only=int(row))
        elif found is not None:
            builder.sections((found,), (), ())
    return Text(tuple(builder.units), tuple(builder.structure))


class _Builder:
    """Walks the tree and collects; one for each text."""

    def __init__(self, notice: Notice) -> None:
        self.units: list[Placed] = []
        self.structure: list[Placed] = []
        self._title = notice.title or notice.title_inferred
        self._references: dict[str, list[Claim]] = {}
        for claim in notice.claims:
            if claim.type is ClaimType.REFERS:
                self._references.setdefault(claim.section, []).append(claim)

    def component(self, component: Component) -> None:
        title = component.title or self._title or ""
        unit = Unit(component.key, component.label, title or None, title)
        self.structure.append(Placed(unit, _COMPONENT, (), same(title)))
        place = (len(self.structure) - 1,)
        name = title or component.label
        self.sections(component.sections, place, (name,) if name else ())

    def sections(
        self, sections: Iterable[Section], above: tuple[int, ...], path: tuple[str, ...]
    ) -> None:
        for section in sections:
            if section.table is not None:
                self.rows(section, above, path)
            elif section.kind in _CONTAINERS or _only_names(section):
                place = self._structure(section, above, path)
                name = run_in(section.label, section.heading)
                below = (*path, name) if name else path
                if section.text.strip():
                    self._unit(section._replace(label=None, heading=None), (*above, place), below)
                else:
                    self.sections(section.children, (*above, place), below)
            else:
                self._unit(section, above, path)

    def rows(
        self,
        section: Section,
        above: tuple[int, ...],
        path: tuple[str, ...],
        only: int | None = None,
    ) -> None:
        caption = run_in(section.label, section.own_text)
        here = (*path, caption) if caption else path
        for count, row in enumerate(section.table.rows if section.table else (), start=1):
            if only is not None and count != only:
                continue
            key = f"{section.key}/r-{count}"
            text = "\t".join(" ".join(cell.split()) for cell in row)
            unit = Unit(key, None, None, text, here, (Part(key, None, (0, len(text))),))
            if words := same(text):
                self.units.append(Placed(unit, _ROW, above, words))

    def _structure(self, section: Section, above: tuple[int, ...], path: tuple[str, ...]) -> int:
        text = section.heading or ""
        part = Part(section.key, section.label, (0, len(text)))
        unit = Unit(section.key, section.label, section.heading, text, path, (part,))
        self.structure.append(Placed(unit, section.kind.value, above, same(text)))
        return len(self.structure) - 1

    def _unit(self, section: Section, above: tuple[int, ...], path: tuple[str, ...]) -> None:
        folds_all = section.kind not in (SectionKind.LEVEL, *_CONTAINERS)
        folded = _Folded(self._references)
        folded.take(section, is_unit=True, folds_all=folds_all)
        unit = Unit(
            section.key, section.label, section.heading, folded.text, path, tuple(folded.parts)
        )
        # A line of blanks that cannot be seen, as some exports leave under a heading, is layout.
        if folded.words or section.label:
            self.units.append(
                Placed(unit, section.kind.value, above, folded.words, tuple(folded.references))
            )
        if not folds_all:
            name = run_in(section.label, section.heading)
            below = (*path, name) if name else path
            for child in section.children:
                if child.table is not None or child.kind in _ON_THEIR_OWN:
                    self.sections((child,), above, below)


def _only_names(section: Section) -> bool:
    """A level that is but the heading of other levels or tables: 一、总体要求."""
    return (
        section.kind is SectionKind.LEVEL
        and not section.text.strip()
        and bool(section.children)
        and all(child.table or child.kind in _ON_THEIR_OWN for child in section.children)
    )


class _Folded:
    """A section and what is folded into it, a line each."""

    def __init__(self, references: dict[str, list[Claim]]) -> None:
        self.text = ""
        self.parts: list[Part] = []
        self.references: list[Reference] = []
        self._labels: list[Span] = []
        self._claims = references

    def take(self, section: Section, *, is_unit: bool, folds_all: bool) -> None:
        self._take_own(section, is_unit=is_unit)
        for child in section.children:
            if folds_all or not (child.table is not None or child.kind in _ON_THEIR_OWN):
                self.take(child, is_unit=False, folds_all=True)

    def _take_own(self, section: Section, *, is_unit: bool) -> None:
        label = None if is_unit else section.label
        own = section.own_text
        line = run_in(label, own)
        if not is_unit and line and self.text:
            self.text += "\n"
        start = len(self.text)
        self.text += line
        self._refer(section, len(self.text) - len(own))
        if label:
            self._labels.append((start, start + len(label)))
        for count, row in enumerate(section.table.rows if section.table else (), start=1):
            self.text += "\n" if self.text else ""
            begin = len(self.text)
            self.text += "\t".join(" ".join(cell.split()) for cell in row)
            self.parts.append(Part(f"{section.key}/r-{count}", None, (begin, len(self.text))))
            start = start if line else begin
        if line or is_unit:
            self.parts.append(Part(section.key, section.label, (start, start + len(line))))

    def _refer(self, section: Section, own_start: int) -> None:
        """Claims count in the section's text or heading; here both stand in one line."""
        heading, text = section.heading or "", section.text
        bare = text.strip()
        text_start = (
            own_start + len(section.own_text) - len(bare) - (len(text) - len(text.lstrip()))
        )
        for claim in self._claims.get(section.key, ()):
            at = {Within.TEXT: text_start, Within.HEADING: own_start}.get(claim.within)
            if at is not None and claim.target_keys:
                span = (at + claim.start, at + claim.stop)
                if (
                    self.text[slice(*span)]
                    == (text if claim.within is Within.TEXT else heading)[claim.start : claim.stop]
                ):
                    self.references.append(Reference(span, claim.target_keys))

    @property
    def words(self) -> str:
        """The text without the labels of what is folded in, and without blanks."""
        cuts = [0, *(at for span in self._labels for at in span), len(self.text)]
        kept = (self.text[start:stop] for start, stop in list(pairwise(cuts))[::2])
        return same("".join(kept))


def units_in(text: Text) -> Iterator[str]:
    """The keys of the units, in reading order."""
    return (placed.unit.key for placed in text.units)
