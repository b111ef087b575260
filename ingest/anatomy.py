"""Blocks → header, components, attachments, imprint: the document taken apart.

Reads from the outside in: index block and imprint off the ends, masthead, number, title and
recipients off the top, contents and attachment note out of the middle, attachments off the end,
then the cover from the text that it issues, at the signature between them.
Source: DOMAIN.md §2, §10 (Structure, Forwarding); GB/T 9704-2012 7.2–7.4.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise, takewhile

from archive.notice.dates import find_dates
from archive.notice.match import squeeze
from archive.notice.model import Field, Problem, Role
from ingest.attachments import (
    Attached,
    Noted,
    Sought,
    ends_title,
    matched_title,
    take_contents,
    take_notes,
    take_pieces,
)
from ingest.fields import MAX_TITLE_LINE, blank_repairs, date_field, named_apart, text_field
from ingest.head import index_fields, take_head, take_index, title_field
from ingest.outline import outline
from ingest.stages import (
    EMPTY,
    SENTENCE_END,
    STRUCTURE,
    Block,
    BlockKind,
    Blocks,
    Draft,
    Part,
    Ranged,
    Tally,
)
from ingest.titles import (
    alike,
    heads_contents,
    is_document,
    is_title,
    issued_names,
    issued_title,
    joined_title,
    organ_names,
)

_TRAILING = (BlockKind.IMPRINT, BlockKind.COPIES, BlockKind.PROVENANCE, BlockKind.NOTE)
_OF_ATTACHMENTS = (BlockKind.ATTACHMENT_HEADING, BlockKind.ATTACHMENT_NOTE)
_BEGINNINGS = (BlockKind.CHAPTER, BlockKind.ARTICLE)
# （江西省发展改革委代章）
_ON_BEHALF = re.compile(r"[（(].{2,30}代章[)）]")
# 现将《…》转发给你们: said by notices whose titles speak of something else
# 关于印发加快“新基建”十条的通知 carries a text whatever it is called; 关于公布应用场景的通知 none
_SENDS = re.compile(r"印发|下发|转发|批转|颁布")
_HANDED_ON = re.compile(r"(?:转发|印发)(?:给)?你们")
_ORDER = re.compile(r"(?:令|公告)(?:[0-9]{4}年)?第")
# 联系人名单（略）, squeezed
_OMITTED = re.compile(r"\(?(?:此?略|从略)\)?$")
_INFO_END = "<!-- INFO END -->"


def assemble(blocks: Blocks) -> Draft:
    """The document's fields, components and what belongs to no text."""
    source = blocks.lines.source.source_text
    tally = Tally()
    body = list(blocks.blocks)
    index = [*blocks.lines.source.index, *take_index(body, tally)]
    trailing = _take_trailing(body)
    head = take_head(body, _info_end(blocks), source, tally)
    fields = [*head.fields, *_trailing_fields(trailing, source)]
    title = title_field(head.title, source, tally)
    if title:
        fields.append(title)
    if any(heads_contents(block.text) for block in body):
        take_contents(body, tally)
    notes = take_notes(body, source, tally) if _has_any(body, _OF_ATTACHMENTS) else []
    order = next((f for f in fields if f.name == "number" and _ORDER.search(f.value)), None)
    named = title.value if title else None
    # Paragraphs tell; the cells of a large table would outvote them.
    indents = [x.indent for x in blocks.lines.lines if len(x.text.text) > MAX_TITLE_LINE]
    indented = sum(indents) * 3 > len(indents)
    parts, closing = _components(body, named, notes, source, tally, order=order, indented=indented)
    fields = named_apart([*fields, *closing])
    fields += index_fields(index, fields)
    return Draft(
        blocks.lines,
        tuple(sorted(fields, key=lambda found: (found.start, found.name))),
        tuple(parts),
        (*blocks.lines.furniture, *tally.furniture),
        tuple(sorted((*blocks.lines.repairs, *tally.repairs), key=lambda repair: repair.start)),
        (*blocks.lines.problems, *tally.problems),
    )


def _has_any(body: Sequence[Block], kinds: tuple[BlockKind, ...]) -> bool:
    return not {block.kind for block in body}.isdisjoint(kinds)


def _begins_anew(body: Sequence[Block]) -> bool:
    """Whether text stands over 第一章 or 第一条, as the title of a second text would."""
    return any(
        below.number == (1,) and below.kind in _BEGINNINGS and above.kind is BlockKind.PROSE
        for above, below in pairwise(body)
    )


def _info_end(blocks: Blocks) -> int:
    """Where a collection's own header ends, or -1."""
    return blocks.lines.source.source_text.find(_INFO_END)


def _take_trailing(body: list[Block]) -> list[Block]:
    """Imprint, copies, notes and provenance off the end, in reading order."""
    taken: list[Block] = []
    while len(body) > 1:
        last = body[-1]
        organ_of_imprint = (
            last.kind is BlockKind.ORGAN and taken and taken[0].kind is BlockKind.IMPRINT
        )
        if last.kind not in _TRAILING and not organ_of_imprint:
            break
        taken.insert(0, body.pop())
    return taken


def _trailing_fields(trailing: Sequence[Block], source: str) -> list[Field]:
    found: list[Field] = []
    for block in trailing:
        text = block.line.text
        if block.kind is BlockKind.IMPRINT:
            printed = next(iter(find_dates(text.text)), None)
            if printed:
                whole = text.cut(printed.start)
                at_start = next(iter(find_dates(whole.text)))
                found.append(date_field("date_printed", whole, at_start, source, whole=True))
                organ = text.cut(0, printed.start).strip()
                if organ:
                    found.append(text_field("printer", organ, source, squeeze(organ.text)))
            else:  # 1月9日印发: what a broken line has left of it
                found.append(text_field("imprint", text, source))
        elif block.kind is BlockKind.ORGAN:
            found.append(text_field("printer", text, source, squeeze(text.text)))
        elif block.kind is BlockKind.COPIES:
            label = re.match(r"[^:：]*[:：]", text.text)
            names = text.cut(label.end()).strip() if label else text
            found.append(text_field("cc", text, source, names.text))
        elif block.kind is BlockKind.NOTE:
            found.append(text_field("note", text, source))
        else:
            found.append(text_field("source_line", text, source))
    return named_apart(found)


def _components(
    body: list[Block],
    title: str | None,
    noted: Sequence[Noted],
    source: str,
    tally: Tally,
    *,
    order: Field | None,
    indented: bool,
) -> tuple[list[Part], list[Field]]:
    issued = _issued(title, body, is_order=order is not None)
    follows = bool(noted or issued) or _has_any(body, _OF_ATTACHMENTS) or _begins_anew(body)
    pieces = take_pieces(body, noted, issued) if follows else []
    cover, main_title, main, closing = _split_cover(body, title, issued, source)
    fields = [*closing, *_take_links(pieces, source)]
    if not any(piece.is_main for piece in pieces) and not main and not main_title and cover:
        _find_issued(pieces, issued)
    has_main = any(piece.is_main for piece in pieces)
    first: Attached | None = None
    if cover is None:
        appended = _take_appended(main, source) if title and not issued else None
        if appended:
            fields += appended[0]
            pieces.insert(0, appended[1])
        else:
            fields += _take_closing(main, source)
        if issued and has_main and main:
            cover = main
        else:
            first = Attached(EMPTY, [], main)
    elif main or main_title:
        first = Attached(EMPTY, main_title, main)
    elif not has_main:
        # What it announces is not here: then the notice itself is the text.
        first, cover = Attached(EMPTY, [], cover), None
    if not any(field.name == "signature" for field in fields):
        fields += _take_undated(
            cover if cover is not None else first.blocks if first else [], title, source
        )
    parts: list[Part] = []
    if cover is not None:
        name = _order_name(order) if order else title
        parts.append(_part("cover", Role.COVER, EMPTY, [], name, cover, tally, indented=indented))
    counts = {Role.MAIN: 0, Role.ATTACHMENT: 0}
    for piece in [first, *pieces] if first else pieces:
        role = Role.MAIN if piece is first or piece.is_main else Role.ATTACHMENT
        counts[role] += 1
        key = f"{'main' if role is Role.MAIN else 'att'}-{counts[role]}"
        own = title if piece is first and cover is None else None
        parts.append(
            _part(key, role, piece.label, piece.title, own, piece.blocks, tally, indented=indented)
        )
    attached = [piece for piece in pieces if piece.label or not piece.is_main]
    mains = [piece for piece in pieces if piece.is_main]
    tally.problems += _absences(noted, attached, expected=bool(attached or not mains))
    return parts, fields


def _absences(
    noted: Sequence[Noted], attached: Sequence[Attached], *, expected: bool
) -> Iterator[Problem]:
    """Attachments that are listed but not here: left out on purpose (略), or missing."""
    found = {squeeze("".join(line.text for line in piece.title)) for piece in attached}
    omitted = [n for n in noted if _OMITTED.search(n.title) and n.title not in found]
    for entry in omitted:
        name = _OMITTED.sub("", entry.title)
        if not any(name in title for title in found):
            yield Problem("ATTACHMENT_OMITTED", f"附件“{name}”原件注明“略”，没有收入")
    wanted = len(noted) - len(omitted)
    if expected and len(attached) < wanted:
        message = f"附件说明列有 {len(noted)} 个附件，正文后找到 {len(attached)} 个"
        yield Problem("ATTACHMENT_MISSING", message)


def _part(
    key: str,
    role: Role,
    label: Ranged,
    lines: Sequence[Ranged],
    title: str | None,
    blocks: Sequence[Block],
    tally: Tally,
    *,
    indented: bool,
) -> Part:
    nodes = outline(key, blocks, lists_of_lines=role is Role.ATTACHMENT, indented=indented)
    own = title
    if lines:
        own = joined_title([line.text for line in lines])
        tally.repairs += blank_repairs(lines, own)
    if role is Role.ATTACHMENT and not label and lines:
        message = f"《{own}》前没有“附件”标题行，按附件说明认定"
        tally.problems.append(Problem("ATTACHMENT_HEADING_MISSING", message, key))
    return Part(key, role, label, Ranged.join(lines), own, nodes)


def _take_links(pieces: list[Attached], source: str) -> list[Field]:
    """附：国家金融监督管理总局发布《…》 https://…: where it was published, no attachment."""
    found = []
    for piece in [one for one in pieces if _is_link(one)]:
        pieces.remove(piece)
        lines = [piece.label, *piece.title, *(block.line.text for block in piece.blocks)]
        found += [text_field("source_line", line, source) for line in lines if line]
    return found


def _is_link(piece: Attached) -> bool:
    texts = [block.text for block in piece.blocks]
    plain = all(block.kind not in STRUCTURE for block in piece.blocks)
    words = sum(len(re.findall(r"[\u4e00-\u9fff]", text)) for text in texts)
    return plain and words < MAX_TITLE_LINE and any("://" in text for text in texts)


def _order_name(order: Field) -> str:
    """国务院令 第706号 → 国务院令: the act, not the text that it makes law."""
    return re.split(r"(?<=令)|(?<=公告)", re.sub(r"\s", "", order.raw), maxsplit=1)[0]


def _issued(title: str | None, body: Sequence[Block], *, is_order: bool) -> list[str]:
    """The titles of what the notice issues, squeezed: as its cover names them, then its title.

    An order promulgates the text after which the file is named. A published list is attached, not
    issued.
    """
    own = issued_title(title) if title else None
    above = takewhile(lambda block: block.kind is not BlockKind.DATE, body[:12])
    said = "。".join(block.text for block in above if block.kind is BlockKind.PROSE)
    if own is None and not is_order and not _HANDED_ON.search(said):
        return []
    named = issued_names(said)
    inner = [issued_title(name) for name in named]
    names = [name for name in (*named, *inner) if name and is_document(name)]
    if own and (is_document(own) or _SENDS.search(title or "")):
        names.append(own)
    return list(dict.fromkeys(names))


def _find_issued(pieces: Sequence[Attached], issued: Sequence[str]) -> None:
    """Ministries put the issued text itself under 附件, its title not always to the letter."""
    if pieces and pieces[0].title:
        name = squeeze("".join(line.text for line in pieces[0].title))
        pieces[0].is_main = any(alike(name, title) for title in issued)


def _split_cover(
    body: list[Block], title: str | None, issued: Sequence[str], source: str
) -> tuple[list[Block] | None, list[Ranged], list[Block], list[Field]]:
    """Cover, title and text of what it issues, the fields between; no cover: ``None`` first."""
    closing = _find_closing(body)
    if closing is not None:
        start, stop = closing
        after = [block for block in body[stop:] if block.kind is not BlockKind.NOTE]
        if after and (issued or (not title and _looks_issued(after))):
            notes = [block for block in body[stop:] if block.kind is BlockKind.NOTE]
            fields = _closing_fields(body[start:stop], source)
            fields += [text_field("note", block.line.text, source) for block in notes[:1]]
            extra = notes[1:]
            lines, rest = _main_title(after, issued)
            return body[:start], lines, [*extra, *rest], fields
        if issued and not after:
            fields = _closing_fields(body[start:stop], source)
            fields += named_apart(
                [text_field("note", block.line.text, source) for block in body[stop:]]
            )
            return body[:start], [], [], fields
    if issued:
        sought = Sought(issued)
        for at in range(1, len(body)):
            lines = matched_title(body, at, sought)
            if lines:
                return body[:at], lines, body[at + len(lines) :], []
        if not body or all(block.kind in (BlockKind.PROSE, BlockKind.NOTE) for block in body):
            return body, [], [], []
    return None, [], body, []


def _find_closing(body: Sequence[Block]) -> tuple[int, int] | None:
    """The first date line with the organ lines above it, as (start, stop)."""
    date = BlockKind.DATE
    for at, block in enumerate(body):
        if block.kind is date and at > 0:
            return _closing_start(body, at), at + 1
    return None


def _closing_start(body: Sequence[Block], date_at: int) -> int:
    """Where the signature above a date begins; （…代章） stands between organ and date."""
    start = date_at
    while start > 1 and (
        body[start - 1].kind is BlockKind.ORGAN or _ON_BEHALF.fullmatch(body[start - 1].text)
    ):
        start -= 1
    return start


def _take_appended(body: list[Block], source: str) -> tuple[list[Field], Attached] | None:
    """A titled text behind the signature of a document that issues nothing: 名词解释."""
    closing = _find_closing(body)
    if closing is None or not _looks_issued(body[closing[1] :], ends_title):
        return None
    start, stop = closing
    fields = _closing_fields(body[start:stop], source)
    lines = [
        block.line.text
        for block in takewhile(lambda block: block.kind not in STRUCTURE, body[stop:])
    ]
    attached = Attached(EMPTY, lines, body[stop + len(lines) :])
    del body[start:]
    return fields, attached


def _looks_issued(after: Sequence[Block], titled: Callable[[str], bool] = is_title) -> bool:
    """A title with structure under it."""
    lines: list[str] = []
    for block in after[:4]:
        if block.kind in STRUCTURE:
            return bool(lines) and titled("".join(lines))
        if block.kind not in (BlockKind.PROSE, BlockKind.ORGAN):
            return False
        lines.append(block.text)
    return False


def _main_title(after: list[Block], issued: Sequence[str]) -> tuple[list[Ranged], list[Block]]:
    exact = matched_title(after, 0, Sought(issued))
    if exact:
        return exact, after[len(exact) :]
    lines: list[Ranged] = []
    for block in after[:4]:
        plain = block.kind in (BlockKind.PROSE, BlockKind.ORGAN)
        long = len(block.text) > MAX_TITLE_LINE or SENTENCE_END.search(block.text)
        if not plain or long or block.text[-1] in "：:，、":
            break
        lines.append(block.line.text)
    for count in range(len(lines), 0, -1):
        if ends_title("".join(line.text for line in lines[:count])):
            return lines[:count], after[count:]
    return [], after


def _closing_fields(blocks: Sequence[Block], source: str) -> list[Field]:
    fields = []
    organs = [block.line.text for block in blocks if block.kind is BlockKind.ORGAN]
    if organs:
        names = "\n".join(name for organ in organs for name in organ_names(organ.text))
        fields.append(text_field("signature", Ranged.join(organs), source, names))
    fields += [
        text_field("sealed_by", block.line.text, source)
        for block in blocks
        if block.kind not in (BlockKind.ORGAN, BlockKind.DATE)
    ]
    for block in blocks:
        if block.kind is BlockKind.DATE:
            printed = next(iter(find_dates(block.text)))
            fields.append(date_field("date_signed", block.line.text, printed, source, whole=True))
    return fields


def _take_undated(body: list[Block], title: str | None, source: str) -> list[Field]:
    """A signature whose date has been lost: organs at the very end, one of them in the title."""
    start = len(body)
    while start > 1 and body[start - 1].kind is BlockKind.ORGAN:
        start -= 1
    organs = body[start:]
    names = [name for block in organs for name in organ_names(block.text)]
    if not any(name in squeeze(title or "") for name in names):
        return []
    del body[start:]
    return _closing_fields(organs, source)


def _take_closing(body: list[Block], source: str) -> list[Field]:
    """Signature and date off the end of a text issued directly; notes behind them too."""
    stop = len(body)
    while stop and body[stop - 1].kind is BlockKind.NOTE:
        stop -= 1
    if not stop or body[stop - 1].kind is not BlockKind.DATE or stop == 1:
        return []
    start = _closing_start(body, stop - 1)
    fields = _closing_fields(body[start:stop], source)
    fields += named_apart([text_field("note", block.line.text, source) for block in body[stop:]])
    del body[start:]
    return fields
