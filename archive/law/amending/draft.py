"""The old text as units that can be changed, each remembering what it was.

A unit keeps its old number for as long as orders are carried out, since decisions speak in old
numbers; the new ones are given last. What was put in has only the number that it claims.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from archive.law.amending.model import ClauseKind, Doubt, Number
from archive.law.amending.wording import Entry, Lines, Written, own_label, paragraphs_of
from archive.notice.model import Component, Section, SectionKind, run_in

_DIVISIONS = (SectionKind.PART, SectionKind.CHAPTER, SectionKind.SECTION)
_UNITS = {SectionKind.PART: "编", SectionKind.CHAPTER: "章", SectionKind.SECTION: "节"}


@dataclass(slots=True)
class Item:
    """A 项, with the points below it as further lines."""

    old: int | None
    label: str
    text: str
    below: list[str] = field(default_factory=list)
    claims: int | None = None
    is_gone: bool = False

    @property
    def lines(self) -> list[str]:
        """As printed."""
        return [self.label + self.text, *self.below]


@dataclass(slots=True)
class Paragraph:
    """A 款: what stands before its items, the items, and what follows them."""

    old: int | None
    lead: str
    items: list[Item] = field(default_factory=list)
    claims: int | None = None
    is_gone: bool = False

    @property
    def lines(self) -> list[str]:
        """As printed."""
        lead = [self.lead] if self.lead else []
        return [*lead, *(line for item in self.items if not item.is_gone for line in item.lines)]


@dataclass(slots=True)
class Unit:
    """An article, a heading, a paragraph of the preface, or the title."""

    kind: ClauseKind
    old: Number | None
    old_label: str | None
    key: str | None
    heading: str = ""
    paragraphs: list[Paragraph] = field(default_factory=list)
    division: tuple[str, int] | None = None
    claims: Number | None = None
    number: Number | None = None
    orders: list[int] = field(default_factory=list)
    is_gone: bool = False
    is_whole_new: bool = False
    """Its words are the decision's: references in them are in new numbers."""

    @property
    def lines(self) -> list[str]:
        """As printed, without the label."""
        lines = [line for one in self.paragraphs if not one.is_gone for line in one.lines]
        if not self.heading:
            return lines
        return [run_in(self.heading, lines[0]), *lines[1:]] if lines else [self.heading]

    def write(self, lines: Lines) -> Number | None:
        """New wording for the whole; the number that the wording itself prints."""
        number, body = own_label(lines)
        self.heading = ""
        self.paragraphs = [written(one) for one in paragraphs_of(body)]
        for count, paragraph in enumerate(self.paragraphs, start=1):
            paragraph.old = count
        self.is_whole_new = True
        return number


class Draft:
    """The old text while it is changed: what stands in it, what was put in, what is in doubt."""

    def __init__(self, units: list[Unit]) -> None:
        self.units = units
        self.doubts: list[Doubt] = []
        self.says_renumber = False
        self.order = 0
        """Which order is carried out just now."""

    def touch(self, unit: Unit) -> None:
        """Remember by which order a unit was changed."""
        if self.order not in unit.orders:
            unit.orders.append(self.order)

    def doubt(self, code: str, message: str, unit: Unit | None = None) -> None:
        """Carried out, but not all of it was said."""
        self.doubts.append(Doubt(code, message, unit.old_label if unit else None))

    def insert_near(self, unit: Unit, near: Unit, *, is_behind: bool) -> None:
        """Put a new unit beside another, behind what already went there."""
        at = self.units.index(near) + is_behind
        while (
            is_behind
            and at < len(self.units)
            and self.units[at].old is None
            and (self.units[at].kind is ClauseKind.ARTICLE)
        ):
            at += 1
        self.units.insert(at, unit)


def written(one: Written) -> Paragraph:
    """A new 款; its items keep the numbers that the wording prints."""
    return Paragraph(None, one.lead, [entered(entry) for entry in one.items])


def entered(entry: Entry) -> Item:
    """A new 项."""
    first, *rest = entry.text.split("\n")
    return Item(entry.number, entry.label or "", first, rest)


def units_of(component: Component, title: str) -> list[Unit]:
    """The text that a decision amends, in reading order, its title first."""
    units = [Unit(ClauseKind.TITLE, None, None, component.key, title)]
    has_articles = any(section.kind is SectionKind.ARTICLE for section in component.walk())
    units += _units(component.sections, has_articles=has_articles)
    return units


def _units(sections: Sequence[Section], *, has_articles: bool) -> Iterator[Unit]:
    for section in sections:
        is_level = section.kind is SectionKind.LEVEL
        if section.kind in _DIVISIONS or (is_level and has_articles and _holds_articles(section)):
            yield _heading(section)
            yield from _units(section.children, has_articles=has_articles)
        elif section.kind is SectionKind.ARTICLE or (
            is_level and not has_articles and section.depth == 1
        ):
            # 将第一条修改为 is also said of texts whose articles are printed 一、二、.
            yield _article(section)
        else:
            yield Unit(
                ClauseKind.PREFACE,
                None,
                section.label,
                section.key,
                paragraphs=[Paragraph(None, line) for line in _lines(section)],
            )


def _holds_articles(section: Section) -> bool:
    return any(one.kind is SectionKind.ARTICLE for one in section.walk())


def _heading(section: Section) -> Unit:
    unit = _UNITS.get(section.kind, "部分")
    division = (unit, section.number[0]) if section.number else None
    lead = [Paragraph(None, section.text.strip())] if section.text.strip() else []
    return Unit(
        ClauseKind.HEADING, None, section.label, section.key, section.heading or "", lead, division
    )


def _article(section: Section) -> Unit:
    paragraphs: list[Paragraph] = []
    if section.text.strip():
        paragraphs.append(Paragraph(1, section.text.strip()))
    for child in section.children:
        if child.kind is SectionKind.ITEM and child.label:
            if not paragraphs:
                paragraphs.append(Paragraph(1, ""))
            paragraphs[-1].items.append(_item(child))
        elif child.kind is SectionKind.PARAGRAPH:
            paragraph = Paragraph(len(paragraphs) + 1, child.own_text)
            for below in child.children:
                if below.kind is SectionKind.ITEM and below.label:
                    paragraph.items.append(_item(below))
                else:
                    _append(paragraph, _lines(below))
            paragraphs.append(paragraph)
        elif child.kind is SectionKind.LEVEL and child.label:
            # In 一、 as article, （一） are its items.
            if not paragraphs:
                paragraphs.append(Paragraph(1, ""))
            paragraphs[-1].items.append(_item(child))
        elif child.kind is SectionKind.TEXT:
            paragraphs += [
                Paragraph(len(paragraphs) + 1 + at, line) for at, line in enumerate(_lines(child))
            ]
        else:
            paragraphs = paragraphs or [Paragraph(1, "")]
            _append(paragraphs[-1], _lines(child))
    heading = section.heading or ""
    return Unit(ClauseKind.ARTICLE, section.number, section.label, section.key, heading, paragraphs)


def _item(section: Section) -> Item:
    below = [line for child in section.children for line in _lines(child)]
    number = section.number[-1] if section.number else None
    return Item(number, section.label or "", section.own_text, below)


def _append(paragraph: Paragraph, lines: Sequence[str]) -> None:
    """Lines that are no unit of their own, behind all that stands in the 款."""
    if paragraph.items:
        paragraph.items[-1].below += lines
    else:
        paragraph.lead = "\n".join(filter(None, (paragraph.lead, *lines)))


def _lines(section: Section) -> list[str]:
    return section.full_text.split("\n")
