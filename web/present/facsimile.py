"""The reading of a PDF and the sizes of its pages → pages on which the boxes of clauses lie."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.notice.model import Box, Notice, Origin, Section
from archive.record import Manifestation, Record
from ingest.facsimile import Leaf
from web.present.text import Clause, Part

PDF = "application/pdf"
_AIR_PT = 3.0
"""Around the characters' own boxes, whose tops and feet the glyphs of some fonts overstep."""


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A box on a page, in points from its top left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Patch:
    """What of a section, and of those below it, stands on one page."""

    key: str
    place: str | None
    """In words; ``None`` where the text that is shown has no such section."""
    boxes: tuple[Rectangle, ...]
    below: tuple["Patch", ...]
    is_first: bool
    """The page is the one on which the section begins."""


@dataclass(frozen=True, slots=True)
class LeafView:
    """One page: its size in points, and what stands where."""

    number: int
    width: float
    height: float
    patches: tuple[Patch, ...]


def pdfs(record: Record) -> tuple[Manifestation, ...]:
    """The PDF originals of the text that is shown, the one whose reading that is first."""
    shown = record.reading.source_sha256
    files = [file for file in record.expression.manifestations if file.media_type == PDF]
    return tuple(sorted(files, key=lambda file: file.sha256 != shown))


def leaf_views(
    leaves: Sequence[Leaf], printed: Notice, places: Mapping[str, str]
) -> tuple[LeafView, ...]:
    """Every page of the PDF whose reading is ``printed``; ``places`` are those of the text shown.

    Both texts come from different files sometimes: only keys that both have lead to the text.
    """
    on: dict[int, list[Patch]] = {}
    for component in printed.components:
        found = _patches(component.key, component.origin, component.sections, leaves, places)
        for page, patch in found.items():
            on.setdefault(page, []).append(patch)
    return tuple(
        LeafView(number, leaf.width_pt, leaf.height_pt, tuple(on.get(number, ())))
        for number, leaf in enumerate(leaves, 1)
    )


def _patches(
    key: str,
    origin: Sequence[Origin],
    children: Sequence[Section],
    leaves: Sequence[Leaf],
    places: Mapping[str, str],
) -> dict[int, Patch]:
    """Page → what of the section stands there."""
    boxes: dict[int, list[Rectangle]] = {}
    for stretch in origin:
        if stretch.page and stretch.box and stretch.page <= len(leaves):
            leaf = leaves[stretch.page - 1]
            boxes.setdefault(stretch.page, []).append(_with_air(stretch.box, leaf))
    below: dict[int, list[Patch]] = {}
    for child in children:
        found = _patches(child.key, child.origin, child.children, leaves, places)
        for page, patch in found.items():
            below.setdefault(page, []).append(patch)
    pages = sorted({*boxes, *below})
    return {
        page: Patch(
            key,
            places.get(key),
            tuple(box for box in boxes.get(page, ()) if not _is_covered(box, below.get(page, ()))),
            tuple(below.get(page, ())),
            is_first=page == pages[0],
        )
        for page in pages
    }


def _is_covered(box: Rectangle, below: Sequence[Patch]) -> bool:
    """A label on the first line of what hangs on it, whose box it would cross."""
    x, y = box.x + box.width / 2, box.y + box.height / 2
    return any(
        other.x <= x <= other.x + other.width and other.y <= y <= other.y + other.height
        for patch in below
        for other in patch.boxes
    )


def _with_air(box: Box, leaf: Leaf) -> Rectangle:
    x0, top = max(box[0] - _AIR_PT, 0.0), max(box[1] - _AIR_PT, 0.0)
    x1, bottom = min(box[2] + _AIR_PT, leaf.width_pt), min(box[3] + _AIR_PT, leaf.height_pt)
    return Rectangle(
        round(x0, 1), round(top, 1), round(max(x1 - x0, 1), 1), round(max(bottom - top, 1), 1)
    )


def pages_of(printed: Notice) -> dict[str, int]:
    """Key of a component or section → the page on which it begins."""
    found: dict[str, int] = {}

    def first(key: str, origin: Sequence[Origin], children: Sequence[Section]) -> int | None:
        pages = [stretch.page for stretch in origin if stretch.page]
        for child in children:
            page = first(child.key, child.origin, child.children)
            if page:
                pages.append(page)
        if pages:
            found[key] = min(pages)
        return found.get(key)

    for component in printed.components:
        first(component.key, component.origin, component.sections)
    return found


def places_of(parts: Sequence[Part], names: Mapping[str, str]) -> dict[str, str]:
    """Key → where it stands, in words; ``names`` are those of the components."""
    found: dict[str, str] = {}

    def walk(clauses: Sequence[Clause], above: str) -> None:
        for clause in clauses:
            found[clause.key] = clause.place or above
            walk(clause.children, found[clause.key])

    for part in parts:
        found[part.key] = names.get(part.key, part.key)
        walk(part.clauses, found[part.key])
    return found
