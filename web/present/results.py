"""Search results and lists → what their pages print: groups, facets, paging, the explanation."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.record import FacetValue, Hit, Results
from archive.search.query import All, AnyOf, Field, Name, Node, Not, Query, Term
from web.present.language import N_, is_chinese, joined, verbatim
from web.present.language import gettext as _
from web.present.marks import Run, Span, excerpt, split_runs
from web.present.wording import FACETS, UNSTATED, VALUES, Badge, hit_badge


@dataclass(frozen=True, slots=True)
class RowCell:
    """One cell of a table's row with the header of its column; empty where it has none."""

    header: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One clause that answers, ready to print."""

    key: str
    path: tuple[str, ...]
    runs: tuple[Run, ...]
    badge: Badge | None
    """Where the clause stands otherwise than the first of its notice."""
    cells: tuple[RowCell, ...] = ()
    """Of a table's row, in the place of the runs."""


@dataclass(frozen=True, slots=True)
class Group:
    """The clauses of one notice that answer."""

    id: str
    number: str | None
    title: str
    badge: Badge
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet; ``value`` is ``None`` where choosing it again takes it away."""

    label: str
    count: int | None
    value: str | None
    is_chosen: bool
    is_verbatim: bool = False
    """As documents have it, not in words of ours."""


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet; values beyond the first dozen are folded."""

    name: str
    title: str
    choices: tuple[Choice, ...]
    folded: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """How a query was taken: each of ``wanted`` must stand in a clause just so."""

    wanted: tuple[str, ...]
    barred: tuple[str, ...]
    words: tuple[str, ...]
    """By which hits are ranked; empty where they are the same."""


@dataclass(frozen=True, slots=True)
class Paging:
    """Where a page stands among the pages; all count from 1."""

    page: int
    pages: int
    total: int
    numbers: tuple[int | None, ...]
    """Pages to offer; ``None`` for a gap."""


def groups(results: Results) -> tuple[Group, ...]:
    """Hits by notice, in the order of each notice's best hit."""
    together: dict[str, list[Hit]] = {}
    for hit in results.hits:
        together.setdefault(hit.id, []).append(hit)
    return tuple(
        Group(
            id=hits[0].id,
            number=hits[0].number,
            title=hits[0].title,
            badge=hit_badge(hits[0]),
            found=tuple(
                Found(
                    hit.section,
                    _path(hit),
                    excerpt(hit.text, hit.highlights),
                    hit_badge(hit) if hit.status != hits[0].status else None,
                    row_cells(hit.text, hit.highlights) if _ROW.search(hit.section) else (),
                )
                for hit in hits
            ),
        )
        for hits in together.values()
    )


def group_of(hit: Hit) -> Group:
    """One clause with its notice."""
    found = Found(hit.section, _path(hit), excerpt(hit.text, hit.highlights), None)
    return Group(hit.id, hit.number, hit.title, hit_badge(hit), (found,))


# att-1/tbl-1/r-3
_ROW = re.compile(r"/tbl-[^/]+/r-[0-9]+$")
# 园区：沁阳园区 in 序号：1；园区：沁阳园区, as archive.clauses writes a row
_CELL = re.compile(r"(?:^|；)([^：；\n]{1,40})：")
_LONGEST_ROW = 600


def row_cells(text: str, spans: Sequence[Span]) -> tuple[RowCell, ...]:
    """A row's text cut at the names of its columns; nothing for one that is too long or has none.

    Guarantees: headers and cells hold every character but the ： and ； between them.
    """
    names = [*_CELL.finditer(text)]
    if not names or len(text) > _LONGEST_ROW:
        return ()
    before = (RowCell("", split_runs(text[: names[0].start()], spans)),) if names[0].start() else ()
    stops = [*(name.start() for name in names[1:]), len(text)]
    return before + tuple(
        RowCell(
            name[1],
            split_runs(
                text[name.end() : stop], [(a - name.end(), b - name.end()) for a, b in spans]
            ),
        )
        for name, stop in zip(names, stops, strict=True)
    )


def facets(
    found: Mapping[str, Sequence[FacetValue]],
    chosen: Mapping[str, str],
    *,
    open_values: int = 12,
) -> tuple[Facet, ...]:
    """The facets to print, chosen values first of all, even where nothing is left under them.

    Those that state nothing of a facet are offered last, unfolded.
    """
    shown = []
    for name, title in FACETS.items():
        values = [v for v in found.get(name, ()) if v.value]
        silent = sum(v.count for v in found.get(name, ()) if not v.value)
        if name == "year":
            values.sort(key=lambda v: v.value, reverse=True)
        elif name in VALUES:
            values.sort(key=lambda v: [*VALUES[name]].index(v.value))
        choices = [
            Choice(
                _label(name, v.value),
                v.count,
                v.value,
                is_chosen=False,
                is_verbatim=_is_verbatim(name, v.value),
            )
            for v in values
            if v.value != chosen.get(name)
        ]
        if name in chosen:
            counts = {v.value: v.count for v in values} | ({UNSTATED: silent} if silent else {})
            label, count = _label(name, chosen[name]), counts.get(chosen[name])
            is_verbatim = _is_verbatim(name, chosen[name])
            choices.insert(0, Choice(label, count, None, is_chosen=True, is_verbatim=is_verbatim))
        first, rest = choices[:open_values], choices[open_values:]
        if silent and chosen.get(name) != UNSTATED:
            first.append(Choice(_(UNSTATED), silent, UNSTATED, is_chosen=False))
        if first:
            shown.append(Facet(name, _(title), tuple(first), tuple(rest)))
    return tuple(shown)


def narrowed(chosen: Mapping[str, str]) -> tuple[str, ...]:
    """What a list is narrowed to, in words: ``2021年``, ``未注明文种``."""
    return tuple(_narrowed(name, value) for name, value in chosen.items() if name in FACETS)


def _narrowed(name: str, value: str) -> str:
    if value == UNSTATED:
        return _("未注明%(facet)s", facet=_(FACETS[name]))
    label = _label(name, value)
    return verbatim(label) if _is_verbatim(name, value) else label


def _is_verbatim(name: str, value: str) -> bool:
    return name not in VALUES and name != "year" and value != UNSTATED


def paging(page: int, total: int, size: int) -> Paging:
    """The pages around ``page``, with the first and the last."""
    pages = max(1, -(-total // size))
    near = {1, pages, *range(page - 2, page + 3)}
    numbers: list[int | None] = []
    for number in sorted(n for n in near if 1 <= n <= pages):
        if numbers and numbers[-1] is not None and number > numbers[-1] + 1:
            numbers.append(None)
        numbers.append(number)
    return Paging(page, pages, total, tuple(numbers))


def query_cut(query: Query, results: Results) -> Cut:
    """How the query was taken."""
    wanted = tuple(term.text for term in query.wanted)
    barred = tuple(term.text for term in query.barred)
    words = () if query.number or set(results.words) == set(wanted) else results.words
    return Cut(wanted, barred, words)


_FIELDS: Mapping[Name, str] = {
    Name.TITLE: N_("标题"),
    Name.NUMBER: N_("文号"),
    Name.ISSUER: N_("机关"),
    Name.YEAR: N_("年份"),
    Name.DATE: N_("日期"),
    Name.KIND: N_("文种"),
    Name.STATUS: N_("状态"),
    Name.BODY: N_("正文"),
    Name.ATTACHMENT: N_("附件"),
    Name.TABLE: N_("表格"),
}


def query_words(query: Query, results: Results) -> str:
    """The query as it was read, for people; empty where that tells nothing."""
    if is_chinese() or not results.read_as or query.node is None:
        return results.read_as
    return _read_as(query.node)


def _read_as(node: Node) -> str:
    """What ``format_query`` says in Chinese."""
    match node:
        case Term():
            return (
                _("“%(words)s”", words=verbatim(node.text)) if node.phrase else verbatim(node.text)
            )
        case Field():
            return _("%(field)s：%(words)s", field=_(_FIELDS[node.name]), words=_read_as(node.term))
        case Not():
            return _("不含%(words)s", words=_grouped(node.of))
        case All():
            return joined(map(_grouped, node.of), _(" 且 "))
        case _:
            return joined(map(_grouped, node.of), _(" 或 "))


def _grouped(node: Node) -> str:
    words = _read_as(node)
    return _("（%(words)s）", words=words) if isinstance(node, All | AnyOf) else words


def _path(hit: Hit) -> tuple[str, ...]:
    """The path above a clause without what the group's own title already says."""
    if not hit.path:
        return (_("标题、文号和机关"),)
    steps = (verbatim(step) for step in hit.path if step and step != hit.title)
    return tuple(steps) or (_("正文"),)


def _label(name: str, value: str) -> str:
    if name in VALUES:
        return _(VALUES[name].get(value, value))
    if value == UNSTATED:
        return _(UNSTATED)
    return _("%(year)s年", year=value) if name == "year" and value.isdigit() else value
