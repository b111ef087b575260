"""Draft → Notice: values from fields, claims, classification, and the account of every character.

Source: DOMAIN.md §2.3 (classification), §5.2 (which sentence sets what), §10 (normativity,
publication).
"""

import datetime
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from operator import itemgetter

from archive.notice.match import squeeze
from archive.notice.model import (
    Cell,
    ClaimType,
    Component,
    DocumentType,
    Field,
    Notice,
    Origin,
    Problem,
    Publication,
    Reading,
    Role,
    Section,
    Source,
    Table,
)
from archive.notice.number import organ_of, parse_number
from archive.notice.numbering import anomalies
from ingest.claims import as_mentions, find_claims
from ingest.classification import document_type, normativity
from ingest.coverage import unaccounted
from ingest.force import SELF
from ingest.places import Places
from ingest.stages import Doubt, Draft, Node, Part, PrintedTable
from ingest.titles import (
    genre_of,
    is_draft,
    issued_title,
    kind_of,
    masthead_organs,
    title_organs,
)

_HELD = re.compile(r"依申请公开|不予公开|删减后公开|此件不公开|内部资料|内部文件|绝密|机密|秘密")
_OPEN = re.compile(r"公开发布|主动公开|此件公开")
# 国家统计局令第33号
_ORDER_CODE = re.compile(r"(.+?)(令|公告|通告)(?:[0-9]{4}年)?第")
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#[0-9]{2,6})$")
# 焦作国家高新技术产业开发区(以下简称国家高新区)
_ALIAS = re.compile(r"([\u4e00-\u9fff]{4,40})[（(]以下简称")
_VERBS = re.compile(r".*(?:发挥|促进|加强|规范|推进|推动|加快|提高|保障|维护|为|对|在|将|的|据)")
_QUOTED = re.compile(r"[“”]([^“”]{2,12})[“”]")
_QUOTE_MARK = re.compile(r"[“”]")


def conclude(draft: Draft, source: Source, reader: str) -> Reading:
    """The notice that a draft is, with claims, and what is doubtful about it."""
    places = Places(draft.lines.source)
    title = draft.value("title")
    whole = partial(_whole_text, draft)
    drafts = _drafts(draft.parts)
    found = find_claims(draft, drafts=drafts)
    fields = _merged(draft.fields, found.fields)
    values = {field.name: field.value for field in fields}
    problems = [*draft.problems, *found.problems]
    inferred = None if title else _inferred_title(whole())
    if not title:
        message = f"原件没有标题，暂称《{inferred}》" if inferred else "原件没有标题"
        problems.append(Problem("TITLE_MISSING", message))
    issuers = _issuers(values, title)
    signature = tuple(values["signature"].split("\n")) if "signature" in values else ()
    problems += _issuer_problems(issuers, signature)
    kind = kind_of(title) if title else None
    order = _ORDER_CODE.match(values.get("number", ""))
    if order and not issued_title(title or "") and kind is None and "history_note" not in values:
        kind = order[2]
    issued = issued_title(title) if title else None
    carried = next((part.title_text for part in draft.parts if part.role is Role.MAIN), None)
    if draft.parts and draft.parts[0].role is Role.COVER and carried:
        genre = genre_of(carried)
    else:
        genre = genre_of(issued) if issued else genre_of(title or inferred or "")
    of_type = document_type(draft, values, title, genre, whole)
    mark = _publication_mark(values)
    notice = Notice(
        document_type=of_type,
        normativity=normativity(
            of_type,
            kind,
            title,
            genre,
            values.get("number"),
            issuers,
            whole,
            has_effect_clause=any(claim.type is ClaimType.EFFECTIVE for claim in found.claims),
        ),
        number=values.get("number"),
        kind=kind,
        genre=genre,
        title=title,
        title_inferred=inferred,
        issuers=issuers,
        recipients=_names(values.get("recipients")),
        cc=_names(values.get("cc")),
        signature=signature,
        printer=values.get("printer"),
        interpreter=values.get("interpreter"),
        index_no=values.get("index_no"),
        registry_number=None,
        publication=Publication.HELD if _is_held(mark, values) else Publication.OPEN,
        publication_mark=mark,
        date_signed=_date(values.get("date_signed")),
        date_printed=_date(values.get("date_printed")),
        date_published=_date(values.get("date_published")),
        date_effective=_date(values.get("date_effective")),
        date_expires=_date(values.get("date_expires")),
        fields=fields,
        components=tuple(_component(part, drafts, places) for part in draft.parts),
        claims=as_mentions(found.claims) if of_type is DocumentType.NON_OFFICIAL else found.claims,
        furniture=tuple(
            places.furniture(item) for item in sorted(draft.furniture, key=_first_offset)
        ),
        repairs=draft.repairs,
    )
    problems += _placed(draft.lines.doubts, notice)
    problems += [
        Problem("NUMBERING_ANOMALY", found.message, found.key)
        for component in notice.components
        for found in anomalies(component)
    ]
    problems += _reversed_quotes(notice)
    problems += [
        Problem("DANGLING_INTERNAL", f"“{claim.quote}”在本文件里找不到", claim.section)
        for claim in notice.claims
        if claim.type is ClaimType.REFERS and claim.assertion == "NEEDS_REVIEW"
    ]
    lost = unaccounted(notice, draft.lines.source.source_text)
    if lost:
        sample = "".join(draft.lines.source.source_text[at] for at in lost[:20])
        problems.append(Problem("COVERAGE", f"有 {len(lost)} 个字没有归处，如“{sample}”"))
    pages = draft.lines.source.pages
    return Reading(
        source_name=source.name,
        media_type=source.media_type,
        source_sha256=source.sha256,
        source_text=draft.lines.source.source_text,
        notice=notice,
        problems=tuple(problems),
        reader=reader,
        page_count=len(pages) if draft.lines.source.are_printed else None,
    )


def _first_offset(item: object) -> int:
    origin: Sequence[Origin] = getattr(item, "origin", ())
    return origin[0].start if origin else 0


def _whole_text(draft: Draft) -> str:
    return "\n".join(
        f"{node.heading.text}{node.text.text}" for part in draft.parts for node in part.walk()
    )


def _drafts(parts: Sequence[Part]) -> frozenset[str]:
    """Components that are drafts; the attachments of a draft are part of it, a cover never is."""
    by_title = {p.key for p in parts if p.role is not Role.COVER and is_draft(p.title_text or "")}
    if any(key.startswith("main") for key in by_title):
        by_title |= {part.key for part in parts if part.role is Role.ATTACHMENT}
    return frozenset(by_title)


def _merged(fields: Sequence[Field], found: Sequence[Field]) -> tuple[Field, ...]:
    names = {field.name for field in fields}
    merged = (*fields, *(field for field in found if field.name not in names))
    return tuple(sorted(merged, key=lambda field: (field.start, field.name)))


def _date(value: str | None) -> datetime.date | None:
    """A day; a month or a year alone is a field, not a date."""
    try:
        return datetime.date.fromisoformat(value) if value and len(value) == 10 else None
    except ValueError:
        return None


def _names(value: str | None) -> tuple[str, ...]:
    """各县（市、区）人民政府，高新区管委会： → a name each; brackets and 、 stay inside.

    A 、 stands inside one party (各部委、各直属机构) as often as between two.
    """
    return tuple(_divided(value.rstrip("：:。 "), "，,；;。")) if value else ()


def _divided(text: str, marks: str) -> list[str]:
    """Cut at the marks that stand outside brackets; blanks and empty pieces go."""
    pieces, depth = [""], 0
    for c in text:
        depth += (c in "（(") - (c in "）)")
        # ; also ends what an export has left of a quotation mark: &quot;
        if c in marks and depth <= 0 and not (c == ";" and _ENTITY.search(pieces[-1])):
            pieces.append("")
        else:
            pieces[-1] += c
    return [piece.strip() for piece in pieces if piece.strip()]


def _issuers(values: dict[str, str], title: str | None) -> tuple[str, ...]:
    if "masthead" in values:
        organs = masthead_organs(values["masthead"]) or tuple(values["masthead"].split("\n"))
        if organs:
            return organs
    if title:
        organs = title_organs(title)
        if organs:
            return organs
    order = _ORDER_CODE.match(values.get("number", ""))
    if order:
        return (order[1],)
    if "made_by" in values:
        return (values["made_by"],)
    number = parse_number(values["number"]) if "number" in values else None
    organ = organ_of(number.code) if number else None
    if organ:
        return (organ,)
    return tuple(values["signature"].split("\n")) if "signature" in values else ()


def _issuer_problems(issuers: Sequence[str], signature: Sequence[str]) -> list[Problem]:
    """Title and signature that name different organs: both are kept. Source: DOMAIN.md §2.2."""
    if not issuers or not signature or set(issuers) & set(signature):
        return []
    names = "、".join(issuers), "、".join(signature)
    message = f"标题作“{names[0]}”，署名作“{names[1]}”，两者并存"
    return [Problem("ISSUER_CONFLICT", message)]


def _placed(doubts: Sequence[Doubt], notice: Notice) -> Iterator[Problem]:
    """The problems, each with the section in which it was met."""
    if not doubts:
        return
    places = sorted(
        (o.start, o.stop, section.key) for section in notice.walk() for o in section.origin
    )
    for doubt in doubts:
        near = bisect_right(places, doubt.at, key=itemgetter(0)) - 1
        if near >= 0 and doubt.at < places[near][1]:
            yield replace(doubt.problem, section=places[near][2])
        else:
            yield doubt.problem


def _reversed_quotes(notice: Notice) -> list[Problem]:
    """Quotation marks that do not take turns: reported, never turned. Source: DOMAIN.md §7 D8."""
    found = []
    for section in notice.walk():
        whole = f"{section.heading}{section.text}" if section.heading else section.text
        if "“" not in whole and "”" not in whole:
            continue
        marks = "".join(_QUOTE_MARK.findall(whole))
        if marks != ("“”" * len(marks))[: len(marks)]:
            message = "引号的方向前后不一，按原文保留"
            found.append(Problem("QUOTES_REVERSED", message, section.key))
    return found


def _inferred_title(whole: str) -> str | None:
    """A name for a text without title: whom it is for, its commonest quoted word, what it is."""
    own = Counter(match[0] for match in SELF.finditer(whole))
    if not own:
        return None
    genre = max(own, key=lambda word: (len(word), own[word]))[1:]
    alias = _ALIAS.search(whole)
    subject = _VERBS.sub("", alias[1]) if alias else ""
    quoted = Counter(_QUOTED.findall(whole)).most_common(1)
    theme = f"“{quoted[0][0]}”" if quoted and quoted[0][1] >= 3 else ""
    return f"{subject}{theme}{genre}" if subject or theme else None


def _is_held(mark: str | None, values: dict[str, str]) -> bool:
    """Secrecy marks, copy numbers and 依申请公开 hold a document back. Source: DOMAIN.md §10."""
    marked = any(name in values for name in ("secrecy", "copy_no"))
    return marked or bool(mark and _HELD.search(mark))


def _publication_mark(values: dict[str, str]) -> str | None:
    marks = [
        value
        for name, value in values.items()
        if name in ("secrecy", "copy_no")
        or (name.startswith("note") and (_HELD.search(value) or _OPEN.search(value)))
    ]
    # What holds back goes before what opens.
    marks.sort(key=lambda mark: 0 if _HELD.search(mark) else 1 if mark.isdecimal() else 2)
    return squeeze(marks[0]) if marks else None


def _component(part: Part, drafts: frozenset[str], places: Places) -> Component:
    return Component(
        key=part.key,
        role=part.role,
        label=part.label.text or None,
        title=part.title_text,
        is_draft=part.key in drafts,
        sections=tuple(_section(node, places) for node in part.nodes),
        origin=places.origins((part.label, part.title)),
    )


def _section(node: Node, places: Places) -> Section:
    # By place: a text has thousands of nodes, and taking one apart by name takes twice as long.
    key, kind, depth, label, number, heading, text, children, table = node
    cells = [cell.text for cell in table.cells] if table else ()
    return Section(
        key,
        kind,
        depth,
        label.text or None,
        number,
        heading.text or None,
        text.text,
        tuple([_section(child, places) for child in children]) if children else (),
        places.origins((label, heading, text, *cells)),
        _table(table) if table else None,
    )


def _table(printed: PrintedTable) -> Table:
    cells = [
        Cell(
            cell.row + down,
            cell.col + right,
            cell.rowspan if not down and not right else 1,
            cell.colspan if not down and not right else 1,
            cell.text.text,
            inherited=bool(down or right),
        )
        for cell in printed.cells
        for down in range(cell.rowspan)
        for right in range(cell.colspan)
    ]
    return Table(tuple(sorted(cells, key=lambda cell: (cell.row, cell.col))))
