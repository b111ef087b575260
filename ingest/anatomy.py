"""Blocks → header, components, attachments, imprint: the document taken apart.

Reads from the outside in: imprint and provenance off the end, masthead, number, title and
recipients off the top, attachments by their headings or by the titles that the attachment note
lists, then the cover from the text that it issues, at the signature between them.
Source: DOMAIN.md §2, §10 (Structure, Forwarding); GB/T 9704-2012 7.2–7.4.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from archive.notice.dates import PrintedDate, find_dates
from archive.notice.match import squeeze
from archive.notice.model import Field, Furniture, Origin, Precision, Problem, Repair, Role
from ingest.blocks import line_number
from ingest.index_block import TELLING, index_field, index_line, label_of
from ingest.outline import outline
from ingest.stages import (
    EMPTY,
    Block,
    BlockKind,
    Blocks,
    Draft,
    MarkerKind,
    Part,
    Ranged,
    Tally,
)
from ingest.titles import is_title, issued_title, joined_title, masthead_organs

_TRAILING = (BlockKind.IMPRINT, BlockKind.COPIES, BlockKind.PROVENANCE, BlockKind.NOTE)
_STRUCTURE = (
    BlockKind.PART,
    BlockKind.CHAPTER,
    BlockKind.SECTION,
    BlockKind.ARTICLE,
    BlockKind.MARKER,
    BlockKind.TABLE,
)
# （2016年9月29日浙江省第十二届人民代表大会常务委员会第三十三次会议通过）
_HISTORY = re.compile(r"会议|通知|通过|公布|发布|修正|修订|修改|批准|施行|颁布|废止")
_CONTENTS = ("目录", "目次")
# 一、发展态势......3
_LEADER = re.compile(r"[ \u3000]*(?:[.·…．]{3,}|…+)[ \u3000]*[0-9]*$")
# （第33号）
_ORDER_SERIAL = re.compile(r"[（(]?第[ \u3000]*[0-9〇零一二三四五六七八九十百]+[ \u3000]*号[)）]?")
_SENTENCE_END = re.compile(r"[。；！？]")
_MAX_TITLE_LINES = 6
_MAX_TITLE_LINE = 60
_INFO_END = "<!-- INFO END -->"


@dataclass(slots=True)
class _Head:
    """What stands above the text."""

    fields: list[Field] = field(default_factory=list)
    title: list[Block] = field(default_factory=list)


def assemble(blocks: Blocks) -> Draft:
    """The document's fields, components and what belongs to no text."""
    source = blocks.lines.source.source_text
    tally = Tally()
    body = list(blocks.blocks)
    index = [*blocks.lines.source.index, *_take_index(body, tally)]
    trailing = _take_trailing(body)
    head = _take_head(body, _info_end(blocks), source, tally)
    fields = [*head.fields, *_trailing_fields(trailing, source)]
    title = _title_field(head.title, source, tally)
    if title:
        fields.append(title)
    _take_contents(body, tally)
    notes = _take_notes(body, source, tally)
    parts, closing = _components(body, title.value if title else None, notes, source, tally)
    fields += [f for f in closing if f.name not in {known.name for known in fields}]
    fields += _index_fields(index, fields)
    return Draft(
        blocks.lines,
        tuple(sorted(fields, key=lambda found: (found.start, found.name))),
        tuple(parts),
        (*blocks.lines.furniture, *tally.furniture),
        tuple(sorted((*blocks.lines.repairs, *tally.repairs), key=lambda repair: repair.start)),
        (*blocks.lines.problems, *tally.problems),
    )


def _take_index(body: list[Block], tally: Tally) -> list[Field]:
    """The lines of an index block off the top of an exported text."""
    found: list[Field] = []
    stop = 0
    for block in body[:24]:
        match = index_line(block.text)
        if not match:
            break
        value = block.line.text.cut(match.start(2)).strip()
        if value:
            found += index_field(label_of(match[1]), value)
        stop += 1
    labels = {label_of(block.text.split("：")[0].split(":")[0]) for block in body[:stop]}
    if not labels & TELLING:
        return []
    for block in body[:stop]:
        tally.furniture.append(_furniture("index_block", block.line.text))
    del body[:stop]
    return found


def _index_fields(index: Sequence[Field], found: Sequence[Field]) -> list[Field]:
    """The index block's fields; a number, title or date only it has is the document's own."""
    names = {item.name for item in found}
    result = []
    for item in index:
        own = item.name.removeprefix("index_")
        stands_in = own in ("number", "title", "date_signed") and own not in names
        result.append(replace(item, name=own) if stands_in else item)
    return _named_apart(result)


def _field(name: str, text: Ranged, source: str, value: str | None = None) -> Field:
    raw = source[text.start : text.stop]
    return Field(name, raw, value if value is not None else text.text, text.start, text.stop)


def _date_field(
    name: str, text: Ranged, printed: PrintedDate, source: str, *, whole: bool = False
) -> Field:
    """A date read from ``text``; ``whole``: the rest of the line (印发) is part of the field."""
    cut = text if whole else text.cut(printed.start, printed.stop)
    value = {
        Precision.DAY: printed.value.isoformat(),
        Precision.MONTH: printed.value.isoformat()[:7],
        Precision.YEAR: printed.value.isoformat()[:4],
    }[printed.precision]
    raw = source[cut.start : cut.stop]
    return Field(name, raw, value, cut.start, cut.stop, printed.precision)


def _info_end(blocks: Blocks) -> int:
    """Where a collection's own header ends, or -1."""
    return blocks.lines.source.source_text.find(_INFO_END)


# ── the end ──────────────────────────────────────────────────────────────────


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
                found.append(_date_field("date_printed", whole, at_start, source, whole=True))
                organ = text.cut(0, printed.start).strip()
                if organ:
                    found.append(_field("printer", organ, source, squeeze(organ.text)))
        elif block.kind is BlockKind.ORGAN:
            found.append(_field("printer", text, source, squeeze(text.text)))
        elif block.kind is BlockKind.COPIES:
            label = re.match(r"[^:：]*[:：]", text.text)
            names = text.cut(label.end()).strip() if label else text
            if names:
                found.append(_field("cc", text, source, names.text))
        elif block.kind is BlockKind.NOTE:
            found.append(_field("note", text, source))
        else:
            found.append(_field("source_line", text, source))
    return _named_apart(found)


def _named_apart(fields: Sequence[Field]) -> list[Field]:
    """A second field of a name is called ``name_2``, so that none is lost."""
    seen: dict[str, int] = {}
    result = []
    for found in fields:
        seen[found.name] = seen.get(found.name, 0) + 1
        name = found.name if seen[found.name] == 1 else f"{found.name}_{seen[found.name]}"
        result.append(Field(name, found.raw, found.value, found.start, found.stop, found.precision))
    return result


# ── the top ──────────────────────────────────────────────────────────────────


def _take_head(body: list[Block], info_end: int, source: str, tally: Tally) -> _Head:
    """Masthead, number, title, history note and recipients off the top of the body."""
    head = _Head()
    at = 0
    history: list[Block] = []
    while at < len(body):
        block = body[at]
        in_header = info_end >= 0 and block.line.text.start < info_end
        names = {found.name for found in head.fields}
        if block.kind is BlockKind.ADDRESSEES and (head.title or names) and not in_header:
            head.fields.append(_field("recipients", block.line.text, source))
            at += 1
            break
        order = _order_block(head, block)
        if order and "number" not in names:
            head.title.pop()
            head.fields.append(_order_field(order, source))
        elif block.kind is BlockKind.NUMBER and "number" not in names and not history:
            head.fields += _number_fields(block, source)
        elif masthead_organs(block.text) and "masthead" not in names and not head.title:
            head.fields.append(_field("masthead", block.line.text, source, squeeze(block.text)))
        elif _is_history(block, head, in_header=in_header):
            history.append(block)
        elif _is_title_line(block, head, history):
            head.title.append(block)
        else:
            break
        at += 1
    # What stood where a title stands but is none goes back to the text.
    surplus = _untitled(head, body[at:])
    cut = len(head.title) - surplus
    body[:at] = head.title[cut:]
    head.title = head.title[:cut]
    if history:
        head.fields += _history_fields(history, source)
    _drop_repeated(head, tally)
    return head


def _order_block(head: _Head, block: Block) -> Ranged | None:
    """国家统计局令 over （第33号）: the two lines that together are the number of an order."""
    if not head.title or head.title[-1].line.heading:
        return None
    above = head.title[-1]
    if not re.search(r"(?:令|公告)$", above.text) or not _ORDER_SERIAL.fullmatch(block.text):
        return None
    return Ranged.join((above.line.text, block.line.text))


def _order_field(text: Ranged, source: str) -> Field:
    """The number of an order printed on two lines."""
    number = line_number(text.text)
    return _field("number", text, source, number.canonical if number else text.text)


def _number_fields(block: Block, source: str) -> list[Field]:
    text = block.line.text
    number = line_number(text.text)
    fields = [_field("number", text, source, number.canonical if number else text.text)]
    printed = next(iter(find_dates(text.text)), None)
    if printed and printed.precision is Precision.DAY:
        fields.append(_date_field("date_signed", text, printed, source))
    signer = re.search(r"签发人[:：]?\s*(\S.*)", text.text)
    if signer:
        fields.append(_field("signer", text.cut(signer.start(1)), source))
    return fields


def _is_history(block: Block, head: _Head, *, in_header: bool) -> bool:
    if block.kind in _STRUCTURE or not head.title:
        return False
    text = block.text
    if in_header:
        return True
    printed = next(iter(find_dates(text)), None)
    leads = printed is not None and printed.start <= 1
    return leads and bool(_HISTORY.search(text)) and len(text) < 600 and text[-1] not in "。：:"


def _is_title_line(block: Block, head: _Head, history: Sequence[Block]) -> bool:
    if history or len(head.title) >= _MAX_TITLE_LINES:
        return False
    if block.line.heading == 1:
        return not head.title
    if head.title and head.title[0].line.heading:
        return False
    wordy = len(block.text) > _MAX_TITLE_LINE and not is_title(block.text)
    return (
        block.kind in (BlockKind.PROSE, BlockKind.ORGAN, BlockKind.ATTACHMENT_HEADING)
        and block.kind is not BlockKind.ATTACHMENT_HEADING
        and not _SENTENCE_END.search(block.text)
        and not wordy
        and squeeze(block.text) not in _CONTENTS
        and block.text[-1] not in "，、：:,"
    )


def _untitled(head: _Head, after: Sequence[Block]) -> int:
    """How many of the title's lines, from the end, are not part of it."""
    lines = head.title
    if not lines or lines[0].line.heading:
        return 0
    anchored = any(found.name in ("number", "recipients", "masthead") for found in head.fields)
    for count in range(len(lines), 0, -1):
        if is_title("".join(block.text for block in lines[:count])):
            return len(lines) - count
    starts_statute = bool(after) and after[0].kind in (BlockKind.CHAPTER, BlockKind.ARTICLE)
    if anchored or (starts_statute and len(lines) <= 3):
        return 0
    return len(lines)


def _drop_repeated(head: _Head, tally: Tally) -> None:
    """Exports print the title two or three times: the copies are furniture."""
    texts = [squeeze(block.text) for block in head.title]
    for size in range(1, len(texts) // 2 + 1):
        copies = len(texts) // size
        same_lines = texts == texts[:size] * copies
        same_words = copies == 2 and "".join(texts[:size]) == "".join(texts[size:])
        if same_lines or same_words:
            for block in head.title[size:]:
                tally.furniture.append(_furniture("repeated_title", block.line.text))
            head.title = head.title[:size]
            return


def _history_fields(history: Sequence[Block], source: str) -> list[Field]:
    text = Ranged.join(block.line.text for block in history)
    fields = [_field("history_note", text, source, "\n".join(block.text for block in history))]
    latest: tuple[Ranged, PrintedDate] | None = None
    for block in history:
        for printed in find_dates(block.text):
            around = block.text[printed.stop : printed.stop + 60]
            if re.search(r"施行|实施", around[:8]):
                continue
            if latest is None or printed.value > latest[1].value:
                latest = (block.line.text, printed)
    if latest:
        fields.append(_date_field("date_version", *latest, source))
    return fields


def _take_contents(body: list[Block], tally: Tally) -> None:
    """Tables of contents out of the body: lines under 目录 that come again further down."""
    at = 0
    while at < len(body):
        if squeeze(body[at].text) not in _CONTENTS:
            at += 1
            continue
        entries = [_entry(block) for block in body[at + 1 :]]
        again = Counter(entries)
        stop = at + 1
        for index, entry in enumerate(entries):
            begins_again = index > 0 and entry == entries[0] and not _LEADER.search(body[stop].text)
            listed = again[entry] > 1 or bool(_LEADER.search(body[stop].text))
            if begins_again or not listed or _SENTENCE_END.search(entry):
                break
            again[entry] -= 1
            stop += 1
        if stop > at + 1:
            for block in body[at:stop]:
                tally.furniture.append(_furniture("toc", block.line.text))
            del body[at:stop]
        else:
            at += 1


def _entry(block: Block) -> str:
    """A line of the contents without its dots and page number, squeezed."""
    return squeeze(_LEADER.sub("", block.text))


def _title_field(lines: Sequence[Block], source: str, tally: Tally) -> Field | None:
    if not lines:
        return None
    value = joined_title([block.text for block in lines])
    text = Ranged.join(block.line.text for block in lines)
    tally.repairs += _blank_repairs([block.line.text for block in lines], value)
    return _field("title", text, source, value)


def _blank_repairs(lines: Sequence[Ranged], value: str) -> list[Repair]:
    """D9: the blanks that a title's line breaks left inside its lines."""
    repairs = []
    at = 0
    for line in lines:
        for n, c in enumerate(line.text):
            if at < len(value) and value[at] == c:
                at += 1
            elif c.isspace():
                where = line.source_offset(n)
                repairs.append(Repair("D9", where, where + 1, c, "", "标题转行处的空格"))
    return repairs


def _furniture(kind: str, *texts: Ranged) -> Furniture:
    joined = Ranged.join(texts)
    origin = tuple(Origin(run.start, run.start + len(run.text)) for run in joined.runs)
    return Furniture(kind, joined.text, origin)


# ── attachments ──────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Noted:
    """One entry of the attachment note."""

    number: int | None
    texts: tuple[Ranged, ...]
    repair: Repair | None = None

    @property
    def title(self) -> str:
        """Squeezed, for matching."""
        return squeeze("".join(text.text for text in self.texts))


def _take_notes(body: list[Block], source: str, tally: Tally) -> list[_Noted]:
    """The attachment note out of the body: what the attachments are called, in order."""
    noted: list[_Noted] = []
    at = 0
    while at < len(body):
        if body[at].kind is not BlockKind.ATTACHMENT_NOTE:
            at += 1
            continue
        stop, entries = _read_note(body, at)
        for entry, blocks in entries:
            mended = _mend_entry(entry, body[stop:])
            labels = [block.label for block in blocks if block.label]
            tally.furniture.append(_furniture("attachment_note", *labels[:1], *mended.texts))
            tally.repairs += _joins(mended, source)
            noted.append(mended)
        del body[at:stop]
    return noted


def _joins(entry: _Noted, source: str) -> list[Repair]:
    """The records of mending one entry: text doubled at its line break, and the break itself."""
    repairs = [entry.repair] if entry.repair else []
    for above, below in pairwise(entry.texts):
        start = max([above.stop, *(repair.stop for repair in repairs)])
        gap = source[start : below.start]
        if gap and not gap.strip():
            repairs.append(Repair("D1", start, below.start, gap, "", "附件名称折行"))
    return repairs


def _read_note(body: Sequence[Block], at: int) -> tuple[int, list[tuple[_Noted, list[Block]]]]:
    """The note that begins at ``at``: where it ends, and its entries with their blocks."""
    first = body[at]
    inner = re.match(r"([0-9０-９]{1,2})[ ]?[.．、][ \u3000]*", first.rest.text)
    entries: list[tuple[int | None, list[Ranged], list[Block]]] = []
    if inner:
        label = Ranged.join((first.label, first.rest.cut(0, inner.end())))
        opener = Block(first.kind, first.line, label.strip())
        entries.append((int(inner[1]), [first.rest.cut(inner.end())], [opener]))
    else:
        printed = re.search(r"[0-9０-９]+", first.label.text)
        entries.append((int(printed[0]) if printed else None, [first.rest], [first]))
    stop = at + 1
    while stop < len(body):
        block, (number, texts, blocks) = body[stop], entries[-1]
        if (
            block.marker is MarkerKind.ARABIC
            and block.number
            and number is not None
            and block.number[0] == number + 1
        ):
            entries.append((block.number[0], [block.rest], [block]))
        elif (
            block.kind in (BlockKind.PROSE, BlockKind.ORGAN)
            and len(texts) == 1
            and _wraps(texts[0].text, block, body[stop + 1 : stop + 2])
        ):
            texts.append(block.line.text)
            blocks.append(block)
        else:
            break
        stop += 1
    return stop, [(_Noted(number, tuple(texts)), blocks) for number, texts, blocks in entries]


def _wraps(above: str, block: Block, after: Sequence[Block]) -> bool:
    """A short line that an entry of the note goes on with."""
    if squeeze(block.text) == squeeze(above) or is_title(above) or _SENTENCE_END.search(block.text):
        return False
    if after and after[0].kind is BlockKind.DATE:
        return False
    return len(block.text) <= 24 and (block.kind is BlockKind.PROSE or not after)


def _mend_entry(entry: _Noted, after: Sequence[Block]) -> _Noted:
    """Text doubled at an entry's line break, once; the attachment's own title is the proof (D2)."""
    if len(entry.texts) != 2:
        return entry
    above, below = entry.texts
    ahead = squeeze("".join(block.text for block in after[:400]))
    for size in range(8, 0, -1):
        if above.text[-size:] != below.text[:size] or len(below.text) < size:
            continue
        if squeeze(above.text + below.text[size:]) in ahead:
            dropped = above.cut(len(above.text) - size)
            why = f"附件标题作《{above.text}{below.text[size:]}》"
            repair = Repair("D2", dropped.start, dropped.stop, dropped.text, "", why)
            return _Noted(entry.number, (above.cut(0, len(above.text) - size), below), repair)
    return entry


@dataclass(slots=True)
class _Attached:
    label: Ranged
    title: list[Ranged]
    blocks: list[Block]


def _attachments(body: list[Block], noted: Sequence[_Noted]) -> list[_Attached]:
    """The attachments off the end of the body, each from its heading or its noted title."""
    wanted = [entry.title for entry in noted if entry.title]
    starts: list[tuple[int, int, Ranged, list[Ranged]]] = []
    at = 0
    while at < len(body):
        block = body[at]
        if block.kind is BlockKind.ATTACHMENT_HEADING:
            title = _attachment_title(body, at + 1, wanted)
            starts.append((at, at + 1 + len(title), block.line.text, title))
            at += 1 + len(title)
        else:
            title = _noted_title(body, at, wanted)
            if title and (starts or at > 0):
                starts.append((at, at + len(title), EMPTY, title))
                at += len(title)
            else:
                at += 1
        if starts and starts[-1][3]:
            found = squeeze("".join(text.text for text in starts[-1][3]))
            wanted = [entry for entry in wanted if entry != found]
    result = []
    for n, (_, stop, label, title) in enumerate(starts):
        end = starts[n + 1][0] if n + 1 < len(starts) else len(body)
        result.append(_Attached(label, title, body[stop:end]))
    if starts:
        del body[starts[0][0] :]
    return result


def _noted_title(body: Sequence[Block], at: int, wanted: Sequence[str]) -> list[Ranged]:
    """The lines from ``at`` that together are a title of the note, or none."""
    gathered = ""
    lines: list[Ranged] = []
    for block in body[at : at + 4]:
        if block.kind not in (BlockKind.PROSE, BlockKind.ORGAN):
            break
        gathered += squeeze(block.text)
        lines.append(block.line.text)
        if gathered in wanted:
            return lines
        if not any(title.startswith(gathered) for title in wanted):
            break
    return []


def _attachment_title(body: Sequence[Block], at: int, wanted: Sequence[str]) -> list[Ranged]:
    """The title under an attachment's heading: as noted, else the lines that look like one."""
    noted = _noted_title(body, at, wanted)
    if noted:
        return noted
    lines: list[Ranged] = []
    for block in body[at : at + 4]:
        plain = block.kind in (BlockKind.PROSE, BlockKind.ORGAN)
        short = len(block.text) <= _MAX_TITLE_LINE and not _SENTENCE_END.search(block.text)
        if not plain or not short or re.search(r"[，：:、,]", block.text[-1]):
            break
        if lines and (block.line.indent or not (block.line.centred or is_title(block.text))):
            break
        if (
            not lines
            and ("，" in block.text or re.search(r"\S[ \u3000]+\S", block.text))
            and not (is_title(block.text) or block.line.centred)
        ):
            break
        lines.append(block.line.text)
        if is_title("".join(line.text for line in lines)) and not block.line.centred:
            break
    return lines


# ── components ───────────────────────────────────────────────────────────────


def _components(
    body: list[Block], title: str | None, noted: Sequence[_Noted], source: str, tally: Tally
) -> tuple[list[Part], list[Field]]:
    attached = _attachments(body, noted)
    issued = issued_title(title) if title else None
    cover, main_title, main, closing = _split_cover(body, issued, source)
    fields = closing
    mains: list[tuple[Ranged, list[Ranged], list[Block]]] = []
    if cover is None:
        fields += _take_closing(main, source)
        mains.append((EMPTY, [], main))
    elif main or main_title:
        mains.append((EMPTY, main_title, main))
    elif attached and issued and _same_title(attached[0].title, issued):
        # Ministries put the issued text itself under 附件.
        first = attached.pop(0)
        mains.append((first.label, first.title, first.blocks))
    parts: list[Part] = []
    if cover is not None:
        parts.append(_part("cover", Role.COVER, EMPTY, [], title, cover, tally))
    for n, (label, lines, blocks) in enumerate(mains, 1):
        own = title if cover is None else None
        parts.append(_part(f"main-{n}", Role.MAIN, label, lines, own, blocks, tally))
    for n, attachment in enumerate(attached, 1):
        parts.append(
            _part(
                f"att-{n}",
                Role.ATTACHMENT,
                attachment.label,
                attachment.title,
                None,
                attachment.blocks,
                tally,
            )
        )
    if noted and len(attached) < len(noted) and (attached or not mains):
        message = f"附件说明列有 {len(noted)} 个附件，正文后找到 {len(attached)} 个"
        tally.problems.append(Problem("ATTACHMENT_MISSING", message))
    return parts, fields


def _part(
    key: str,
    role: Role,
    label: Ranged,
    lines: Sequence[Ranged],
    title: str | None,
    blocks: Sequence[Block],
    tally: Tally,
) -> Part:
    nodes, problems = outline(key, blocks, lists_of_lines=role is Role.ATTACHMENT)
    tally.problems += problems
    own = title
    if lines:
        own = joined_title([line.text for line in lines])
        tally.repairs += _blank_repairs(lines, own)
    if role is Role.ATTACHMENT and not label and lines:
        message = f"《{own}》前没有“附件”标题行，按附件说明认定"
        tally.problems.append(Problem("ATTACHMENT_HEADING_MISSING", message, key))
    return Part(key, role, label, Ranged.join(lines), own, nodes)


def _same_title(lines: Sequence[Ranged], issued: str) -> bool:
    return squeeze("".join(line.text for line in lines)) == issued


def _split_cover(
    body: list[Block], issued: str | None, source: str
) -> tuple[list[Block] | None, list[Ranged], list[Block], list[Field]]:
    """Cover, title and text of what it issues, the fields between; no cover: ``None`` first."""
    closing = _find_closing(body)
    if closing is not None:
        start, stop = closing
        after = [block for block in body[stop:] if block.kind is not BlockKind.NOTE]
        if after and (issued or _looks_issued(after)):
            notes = [block for block in body[stop:] if block.kind is BlockKind.NOTE]
            fields = _closing_fields(body[start:stop], source)
            fields += [_field("note", block.line.text, source) for block in notes[:1]]
            extra = notes[1:]
            title, rest = _main_title(after, issued)
            return body[:start], title, [*extra, *rest], fields
        if issued and not after:
            fields = _closing_fields(body[start:stop], source)
            fields += _named_apart(
                [_field("note", block.line.text, source) for block in body[stop:]]
            )
            return body[:start], [], [], fields
    if issued:
        for at in range(1, len(body)):
            title = _noted_title(body, at, [issued])
            if title:
                return body[:at], title, body[at + len(title) :], []
        if not body or all(block.kind in (BlockKind.PROSE, BlockKind.NOTE) for block in body):
            return body, [], [], []
    return None, [], body, []


def _find_closing(body: Sequence[Block]) -> tuple[int, int] | None:
    """The first date line with the organ lines above it, as (start, stop)."""
    for at, block in enumerate(body):
        if block.kind is BlockKind.DATE and at > 0:
            start = at
            while start > 1 and body[start - 1].kind is BlockKind.ORGAN:
                start -= 1
            return start, at + 1
    return None


def _looks_issued(after: Sequence[Block]) -> bool:
    """A title with structure under it."""
    lines: list[str] = []
    for block in after[:4]:
        if block.kind in _STRUCTURE:
            return bool(lines) and is_title("".join(lines))
        if block.kind not in (BlockKind.PROSE, BlockKind.ORGAN):
            return False
        lines.append(block.text)
    return False


def _main_title(after: list[Block], issued: str | None) -> tuple[list[Ranged], list[Block]]:
    exact = _noted_title(after, 0, [issued]) if issued else []
    if exact:
        return exact, after[len(exact) :]
    lines: list[Ranged] = []
    for block in after[:4]:
        plain = block.kind in (BlockKind.PROSE, BlockKind.ORGAN)
        long = len(block.text) > _MAX_TITLE_LINE or _SENTENCE_END.search(block.text)
        if not plain or long or block.text[-1] in "：:，、":
            break
        lines.append(block.line.text)
    for count in range(len(lines), 0, -1):
        if is_title("".join(line.text for line in lines[:count])):
            return lines[:count], after[count:]
    return [], after


def _closing_fields(blocks: Sequence[Block], source: str) -> list[Field]:
    fields = []
    organs = [block.line.text for block in blocks if block.kind is BlockKind.ORGAN]
    if organs:
        names = "\n".join(squeeze(organ.text) for organ in organs)
        fields.append(_field("signature", Ranged.join(organs), source, names))
    for block in blocks:
        if block.kind is BlockKind.DATE:
            printed = next(iter(find_dates(block.text)))
            fields.append(_date_field("date_signed", block.line.text, printed, source))
    return fields


def _take_closing(body: list[Block], source: str) -> list[Field]:
    """Signature and date off the end of a text issued directly; notes behind them too."""
    stop = len(body)
    while stop and body[stop - 1].kind is BlockKind.NOTE:
        stop -= 1
    if not stop or body[stop - 1].kind is not BlockKind.DATE or stop == 1:
        return []
    start = stop - 1
    while start > 1 and body[start - 1].kind is BlockKind.ORGAN:
        start -= 1
    fields = _closing_fields(body[start:stop], source)
    fields += _named_apart([_field("note", block.line.text, source) for block in body[stop:]])
    del body[start:]
    return fields
