"""Sections → claims: what a text says of its own force, what it cites and what it does to that.

A passage at a time; ``citations`` finds what is named, ``relations`` what is done to it, ``force``
when the text itself begins and ends.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from archive.notice.model import Claim, ClaimType, Field, Problem, Role, Within
from ingest.citations import MAY_CITE, Cited, Names, find_cited
from ingest.force import field_of, force_claims, history_claim, may_tell_force
from ingest.references import MAY_REFER, references
from ingest.relations.claims import MAY_RELATE, relation_claims
from ingest.relations.surroundings import Surroundings
from ingest.stages import Draft, Part, Passage, PrintedTable


@dataclass(frozen=True, slots=True)
class Found:
    """The claims of a document and the fields that they fill."""

    claims: tuple[Claim, ...]
    fields: tuple[Field, ...]
    problems: tuple[Problem, ...] = ()


def find_claims(draft: Draft, *, drafts: frozenset[str]) -> Found:
    """All claims in reading order; those of the components in ``drafts`` are only proposed."""
    claims: list[Claim] = []
    fields: dict[str, Field] = {}
    by_notice: dict[str, Field] = {}
    """What the issued text says of its dates goes before what the notice says of them."""
    source = draft.lines.source.source_text
    names = Names.of(draft)
    around = Surroundings()
    told: Claim | None = None
    for part in draft.parts:
        proposed = part.key in drafts
        for passage in passages(part, draft, lambda text: bool(around.acts) or _may_claim(text)):
            cited = find_cited(passage.text, names)
            if passage.within is Within.HISTORY:
                claims += _changed_by(passage, cited)
                told = history_claim(passage)
                continue
            claims += relation_claims(passage, cited, around, proposed=proposed)
            claims += references(passage, cited, names)
            for claim in force_claims(passage, cited, names.keys, proposed=proposed):
                claims.append(claim)
                found = field_of(claim, passage, source) if not proposed else None
                if found is not None:
                    (by_notice if part.role is Role.COVER else fields).setdefault(found.name, found)
    # Where the text itself does not say when it begins, its history note may.
    if told and not any(c.type is ClaimType.EFFECTIVE and c.scope == "WHOLE" for c in claims):
        claims.insert(0, told)
    return Found(tuple(claims), tuple((by_notice | fields).values()), around.conclude())


_WORDS = re.compile("|".join((MAY_CITE, MAY_REFER, *MAY_RELATE)))


def _may_claim(text: str) -> bool:
    """One search for what every claim needs: five passages of six have none of it."""
    return bool(_WORDS.search(text)) or may_tell_force(text)


# 第378号公布, but not 第666号公布的《…决定》
_MADE = re.compile(r"(?:公布|发布|颁布)(?!的)")


def _changed_by(passage: Passage, cited: Sequence[Cited]) -> Iterator[Claim]:
    """What a history note names besides the order that made the text: decisions that changed it.

    They did something to this text, not this text to them: no more than a citation.
    """
    for one in cited:
        if not one.is_own and not _MADE.match(passage.text, one.stop):
            yield Claim(
                ClaimType.CITES,
                passage.key,
                one.start,
                one.stop,
                passage.text[one.start : one.stop],
                "WHOLE",
                "ASSERTED",
                "R45",
                citation=one.citation(),
                within=passage.within,
            )


_EXPLAINING = (ClaimType.EXPLAINS, ClaimType.INTERPRETS)


def as_mentions(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims of a text that no organ speaks in: it mentions others, at most explains them.

    It has no force of its own, and its report that something was repealed repeals nothing.
    """
    found: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        one = claim.citation
        if claim.type in _EXPLAINING:
            found[claim.type, claim.section, claim.within, claim.start, claim.stop] = claim
        elif one and one.stop:
            text = claim.quote[one.start - claim.start : one.stop - claim.start]
            found.setdefault(
                (ClaimType.MENTIONS, claim.section, claim.within, one.start),
                replace(
                    claim,
                    type=ClaimType.MENTIONS,
                    start=one.start,
                    stop=one.stop,
                    quote=text,
                    scope="WHOLE",
                    assertion="ASSERTED",
                    pattern="R45",
                    date=None,
                    term=None,
                    target_keys=(),
                ),
            )
    return tuple(found.values())


def passages(part: Part, draft: Draft, may_claim: Callable[[str], bool]) -> Iterator[Passage]:
    """A component's title and history, then of each section heading, text and rows of its table.

    Headings and texts that ``may_claim`` nothing are left out.
    """
    notice_title = draft.value("title")
    title = part.title_text or notice_title
    if title and (part.title.text or part.role is not Role.ATTACHMENT):
        yield Passage(part.key, Within.TITLE, title, part, None)
    history = draft.value("history_note") if part is _told_of(draft) else None
    if history:
        yield Passage(part.key, Within.HISTORY, history, part, None)
    for node in part.walk():
        if node.heading.text and may_claim(node.heading.text):
            yield Passage(node.key, Within.HEADING, node.heading.text, part, node, node.heading)
        if node.text.text and may_claim(node.text.text):
            yield Passage(node.key, Within.TEXT, node.text.text, part, node, node.text)
        if node.table:
            for row, text in _rows(node.table):
                yield Passage(f"{node.key}/r-{row + 1}", Within.ROW, text, part, node)


def _told_of(draft: Draft) -> Part | None:
    """The component whose making the history note tells."""
    return next((part for part in draft.parts if part.role is Role.MAIN), None)


def _rows(table: PrintedTable) -> Iterator[tuple[int, str]]:
    """The table's rows as lines, tabs between cells; inherited cells are filled in."""
    grid: dict[int, dict[int, str]] = {}
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.rowspan):
            for col in range(cell.col, cell.col + cell.colspan):
                grid.setdefault(row, {})[col] = cell.text.text
    for row in sorted(grid):
        yield row, "\t".join(grid[row].get(col, "") for col in range(max(grid[row]) + 1))
