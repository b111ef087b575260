"""Sections → claims: what a text says of its own force, what it cites and what it does to that.

A passage at a time; ``citations`` finds what is named, ``relations`` what is done to it, ``force``
when the text itself begins and ends.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from archive.notice.model import Claim, Field, Role, Within
from ingest.citations import Names, find_cited
from ingest.force import field_of, force_claims
from ingest.references import references
from ingest.relations.claims import relation_claims
from ingest.relations.sentences import Context
from ingest.stages import Draft, Part, Passage, PrintedTable


@dataclass(frozen=True, slots=True)
class Found:
    """The claims of a document and the fields that they fill."""

    claims: tuple[Claim, ...]
    fields: tuple[Field, ...]


def find_claims(draft: Draft, *, drafts: frozenset[str]) -> Found:
    """All claims in reading order; those of the components in ``drafts`` are only proposed."""
    claims: list[Claim] = []
    fields: dict[str, Field] = {}
    by_notice: dict[str, Field] = {}
    """What the issued text says of its dates goes before what the notice says of them."""
    source = draft.lines.source.source_text
    names = Names.of(draft)
    context = Context(names)
    for part in draft.parts:
        proposed = part.key in drafts
        for passage in passages(part, draft.value("title")):
            cited = find_cited(passage.text, names)
            claims += relation_claims(passage, cited, context, proposed=proposed)
            claims += references(passage, cited, names)
            for claim in force_claims(passage, cited, names.keys, proposed=proposed):
                claims.append(claim)
                found = field_of(claim, passage, source) if not proposed else None
                if found is not None:
                    (by_notice if part.role is Role.COVER else fields).setdefault(found.name, found)
    return Found(tuple(claims), tuple((by_notice | fields).values()))


def passages(part: Part, notice_title: str | None) -> Iterator[Passage]:
    """A component's title, then of each section heading, text and rows of its table."""
    title = part.title_text or notice_title
    if title and (part.title.text or part.role is not Role.ATTACHMENT):
        yield Passage(part.key, Within.TITLE, title, part, None)
    for node in part.walk():
        if node.heading.text:
            yield Passage(node.key, Within.HEADING, node.heading.text, part, node, node.heading)
        if node.text.text:
            yield Passage(node.key, Within.TEXT, node.text.text, part, node, node.text)
        if node.table:
            for row, text in _rows(node.table):
                yield Passage(f"{node.key}/r-{row + 1}", Within.ROW, text, part, node)


def _rows(table: PrintedTable) -> Iterator[tuple[int, str]]:
    """The table's rows as lines, tabs between cells; inherited cells are filled in."""
    grid: dict[int, dict[int, str]] = {}
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.rowspan):
            for col in range(cell.col, cell.col + cell.colspan):
                grid.setdefault(row, {})[col] = cell.text.text
    for row in sorted(grid):
        yield row, "\t".join(grid[row].get(col, "") for col in range(max(grid[row]) + 1))
