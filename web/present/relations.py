"""What a notice says of others and others of it → lists, links in the text, a chain, a drawing."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from archive.notice.model import Claim, ClaimType, Notice, Within
from archive.notice.numerals import format_numeral
from archive.record import Basis, Named, Relation, Relations, Standing
from web.present.language import N_, day_text, is_chinese
from web.present.language import gettext as _
from web.present.marks import Run, excerpt
from web.present.text import Link, Links, Note, Places, headed
from web.present.wording import INCOMING, OUTGOING, Badge, basis_text, doing, status_badge

_WEIGHT = {name: at for at, name in enumerate(OUTGOING)}
_DOUBTS = {
    "PROPOSED": N_("拟议，未生效"),
    "INFERRED": N_("推定，待人核实"),
    "NEEDS_REVIEW": N_("存疑，待人核实"),
    "CONFIRMED": N_("经人核实"),
}
_ENDED = ("REPEALED", "EXPIRED", "SUSPENDED")
_SHORT = 15
"""So many characters of a name are drawn."""
_NODES = 14
"""So many neighbours are drawn on each side; the lists have them all."""
_ROW_PX = 34
_LEFT_PX, _CENTRE_PX, _RIGHT_PX, _WIDTH_PX = 212, 320, 428, 640
_LONGEST_QUOTE = 160
# main-1/art-13, main-1/art-120-1/p-1
_ARTICLE = re.compile(r"/art-([0-9]{1,4})(?:-([0-9]{1,2}))?(?=/|$)")


@dataclass(frozen=True, slots=True)
class RelationLine:
    """One relation, from the page's side."""

    other: Named
    badge: Badge | None
    quote: tuple[Run, ...]
    """The words that say it, the citation marked; around it where they are long."""
    key: str
    """Of the clause that says it."""
    place: str | None
    """Where that is, in words, as far as the key or the notice tells."""
    target_key: str | None
    doubt: str | None
    effect: str | None
    changed: str | None = None
    """That the target reads otherwise since it was cited."""
    is_bare: bool = False
    """A bare mention: to quote the title once more tells nothing."""


@dataclass(frozen=True, slots=True)
class RelationGroup:
    """All relations of one kind, one way."""

    title: str
    lines: tuple[RelationLine, ...]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One line of the drawing."""

    verb: str
    name: str
    id: str | None
    tone: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """A notice between what it rests on and what rests on it; sizes in pixels."""

    left_edge: int
    width: int
    """Of a side on which nothing stands nothing is drawn."""
    height: int
    middle: int
    left: tuple[Neighbour, ...]
    right: tuple[Neighbour, ...]
    more: int
    """How many neighbours are in the lists only."""


@dataclass(frozen=True, slots=True)
class RelationsView:
    """Everything that a page prints of relations."""

    outgoing: tuple[RelationGroup, ...]
    incoming: tuple[RelationGroup, ...]
    dependents: tuple[RelationLine, ...]
    drawing: Drawing | None

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(len(group.lines) for group in (*self.outgoing, *self.incoming))


def relations_view(
    own: str, notice: Notice | None, found: Relations, standings: Mapping[str, Standing]
) -> RelationsView:
    """The lists and the drawing of the work ``own``; ``notice`` is ``None`` for one that is only
    cited. What it does to itself (it issues its own 办法) is no relation to others."""
    outgoing = [
        r
        for r in found.outgoing
        if r.other.id != own and (r.other.title or (r.scope == "CLASS" and r.within != _TITLE))
    ]
    resting = [r for r in found.incoming if r.type in RESTING]
    return RelationsView(
        _groups(outgoing, OUTGOING, standings, Places(notice) if notice and outgoing else None),
        _groups(found.incoming, INCOMING, standings, None),
        _once(_line(r, standings, None) for r in resting),
        _drawing(outgoing, found.incoming, standings),
    )


_TITLE = Within.TITLE.value
"""关于废止部分文件的决定: of which it says no more."""
RESTING = ("BASED_ON", "IMPLEMENTS", "COMPLIES_WITH", "APPLIES_BY_REFERENCE")


def _once(lines: Iterable[RelationLine]) -> tuple[RelationLine, ...]:
    """A line a clause, the surest of each."""
    found: dict[tuple[str | None, str], RelationLine] = {}
    for line in lines:
        place = (line.other.id, line.key)
        if place not in found or (found[place].doubt and not line.doubt):
            found[place] = line
    return tuple(found.values())


def _groups(
    found: Iterable[Relation],
    verbs: Mapping[str, str],
    standings: Mapping[str, Standing],
    places: Places | None,
) -> tuple[RelationGroup, ...]:
    by_type: dict[str, list[RelationLine]] = {}
    for relation in sorted(found, key=lambda r: _WEIGHT.get(r.type, 99)):
        line = _line(relation, standings, places)
        by_type.setdefault(relation.type, []).append(line)
    return tuple(RelationGroup(doing(name, verbs), tuple(lines)) for name, lines in by_type.items())


def _line(
    relation: Relation, standings: Mapping[str, Standing], places: Places | None
) -> RelationLine:
    standing = standings.get(relation.other.id or "")
    if relation.other.is_stub and standing and standing.status == "UNKNOWN":
        standing = None  # 未收录原文 says it already
    effect = None
    if relation.effect_date and relation.type in ("REPEALS", "DECLARES_EXPIRED", "REPLACES"):
        effect = _("自%(day)s起", day=day_text(relation.effect_date))
    return RelationLine(
        other=relation.other,
        badge=status_badge(standing.status, standing.label) if standing else None,
        quote=excerpt(
            relation.quote,
            [(relation.cited_start - relation.start, relation.cited_stop - relation.start)],
            limit=_LONGEST_QUOTE,
            around=_LONGEST_QUOTE // 4,
        ),
        key=relation.section,
        place=places.of(relation.section) if places else _article(relation.section),
        target_key=relation.target_key,
        doubt=_doubt(relation.assertion),
        effect=effect,
        changed=(
            _("引用之后，%(day)s起已有修改", day=day_text(relation.changed_on))
            if relation.changed_on
            else None
        ),
        is_bare=relation.type in ("CITES", "MENTIONS")
        and (relation.cited_start, relation.cited_stop) == (relation.start, relation.stop)
        and (places is None or relation.quote.strip("《》") == relation.other.title),
    )


def _doubt(assertion: str) -> str | None:
    found = _DOUBTS.get(assertion)
    return _(found) if found else None


def _article(key: str) -> str | None:
    """第十三条, where the key of another notice's clause tells as much."""
    found = _ARTICLE.search(key)
    if found is None:
        return None
    inserted = f"之{format_numeral(int(found[2]))}" if found[2] else ""
    return f"第{format_numeral(int(found[1]))}条{inserted}"


def links_in(
    own: str, notice: Notice, outgoing: Sequence[Relation], standings: Mapping[str, Standing]
) -> Links:
    """Section → the stretches of its text that lead elsewhere, in order, none over another."""
    found: dict[str, list[Link]] = {}
    texts, places = _Texts(notice), Places(notice)
    for relation in outgoing:
        text = texts.of(relation.section, relation.within)
        start, stop = relation.cited_start, relation.cited_stop
        # The relations are those of the newest text; an older one may not have the words.
        if text is None or text[relation.start : relation.stop] != relation.quote:
            continue
        if relation.other.id is None or start >= stop:
            continue
        standing = standings.get(relation.other.id)
        if relation.other.id == own:  # what it carries stands as it does
            standing = None
        hints = [
            _("未收录原文") if relation.other.is_stub else _(standing.label) if standing else ""
        ]
        if relation.changed_on:
            day = day_text(relation.changed_on)
            hints.append(_("引用时的文本自%(day)s起已有修改", day=day))
        is_over = standing is not None and standing.status in _ENDED
        link = Link(
            start,
            stop,
            relation.other.id,
            relation.target_key,
            ("；" if is_chinese() else "; ").join(filter(None, hints)),
            _(standing.label) if standing and is_over else None,
        )
        home = headed(relation.section) if relation.within == "heading" else relation.section
        found.setdefault(home, []).append(link)
    for claim in notice.claims:
        if claim.type is ClaimType.REFERS and claim.target_keys and claim.within is Within.TEXT:
            link = Link(
                claim.start, claim.stop, None, claim.target_keys[0], _meant(places, claim), None
            )
            found.setdefault(claim.section, []).append(link)
    return {key: _disjoint(links) for key, links in found.items()}


def _meant(places: Places, claim: Claim) -> str:
    first, last = claim.target_keys[0], claim.target_keys[-1]
    return places.of(first) if first == last else f"{places.of(first)}至{places.of(last)}"


class _Texts:
    """A notice's texts by key; of a table the rows are made once."""

    def __init__(self, notice: Notice) -> None:
        self._sections = {section.key: section for section in notice.walk()}
        self._rows: dict[str, tuple[tuple[str, ...], ...]] = {}

    def of(self, key: str, within: str) -> str | None:
        """What a relation's offsets count in; ``None`` where the text shows no such words."""
        if within == Within.ROW:
            table, _, number = key.rpartition("/r-")
            rows = self._rows_of(table)
            at = int(number) if number.isdecimal() else 0
            return "\t".join(rows[at - 1]) if 0 < at <= len(rows) else None
        found = self._sections.get(key)
        if found is None:
            return None
        if within == Within.HEADING:
            return found.heading
        return found.text if within == Within.TEXT else None

    def _rows_of(self, key: str) -> tuple[tuple[str, ...], ...]:
        if key not in self._rows:
            found = self._sections.get(key)
            table = found.table if found else None
            self._rows[key] = table.rows if table else ()
        return self._rows[key]


def _disjoint(links: Iterable[Link]) -> tuple[Link, ...]:
    kept: list[Link] = []
    for link in sorted(links, key=lambda link: (link.start, -link.stop)):
        if not kept or link.start >= kept[-1].stop:
            kept.append(link)
    return tuple(kept)


def basis_notes(bases: Iterable[Basis]) -> dict[str, tuple[Note, ...]]:
    """Section → the remark that it rests on what is over. Source: DOMAIN.md §9, case 10."""
    notes: dict[str, tuple[Note, ...]] = {}
    for basis in bases:
        note = Note(_("依据"), basis_text(basis), basis.relation.other.id, "ended")
        key = basis.relation.section
        if note not in notes.get(key, ()):
            notes[key] = (*notes.get(key, ()), note)
    return notes


def _drawing(
    outgoing: Sequence[Relation], incoming: Sequence[Relation], standings: Mapping[str, Standing]
) -> Drawing | None:
    left, left_more = _nodes(incoming, INCOMING, standings, x=_LEFT_PX)
    right, right_more = _nodes(outgoing, OUTGOING, standings, x=_RIGHT_PX)
    rows = max(len(left), len(right))
    if rows == 0:
        return None
    height = rows * _ROW_PX + 20
    edge = 0 if left else _CENTRE_PX - _ROW_PX
    stop = _WIDTH_PX if right else _CENTRE_PX + _ROW_PX
    return Drawing(edge, stop - edge, height, height // 2, left, right, left_more + right_more)


def _nodes(
    relations: Sequence[Relation],
    verbs: Mapping[str, str],
    standings: Mapping[str, Standing],
    *,
    x: int,
) -> tuple[tuple[Neighbour, ...], int]:
    """One node a neighbour, under the weightiest of its relations."""
    seen: dict[str, Relation] = {}
    for relation in sorted(relations, key=lambda r: _WEIGHT.get(r.type, 99)):
        name = relation.other.id or relation.other.title
        if name:
            seen.setdefault(name, relation)
    nodes = []
    for at, relation in enumerate(list(seen.values())[:_NODES]):
        standing = standings.get(relation.other.id or "")
        title = relation.other.number or relation.other.title
        nodes.append(
            Neighbour(
                doing(relation.type, verbs),
                title if len(title) <= _SHORT else f"{title[: _SHORT - 1]}…",
                relation.other.id,
                status_badge(standing.status, standing.label).tone if standing else "doubt",
                x,
                at * _ROW_PX + 27,
            )
        )
    return tuple(nodes), max(0, len(seen) - _NODES)


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of a timeline in words."""

    words: str
    badge: Badge
    is_now: bool


def stretches(timeline: Iterable[object], on: date) -> tuple[Stretch, ...]:
    """A conclusion's timeline, a line a status: neighbours that differ in their ground are one."""
    found: list[Stretch] = []
    begun: date | None = None
    for interval in timeline:
        start: date | None = getattr(interval, "start", None)
        stop: date | None = getattr(interval, "stop", None)
        status: str = getattr(interval, "status", "")
        label: str = getattr(interval, "label", "")
        if found and found[-1].badge == status_badge(status, label):
            start, was_now = begun, found.pop().is_now  # the ground changes, not the status
        else:
            begun, was_now = start, False
        first = day_text(start) if start else None
        last = day_text(stop) if stop else None
        if first and last:
            words = _("%(first)s至%(last)s", first=first, last=last)
        elif first:
            words = _("%(first)s起", first=first)
        elif last:
            words = _("%(last)s以前", last=last)
        else:
            words = _("任何一天")
        is_now = was_now or (start or date.min) <= on <= (stop or date.max)
        found.append(Stretch(words, status_badge(status, label), is_now))
    return tuple(found)
