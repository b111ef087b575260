"""The attachment note, the attachments that it announces, and tables of contents.

An attachment begins at its heading or, where that is missing, at the title that the note gives.
Source: DOMAIN.md §2.2, §9 case 7; GB/T 9704-2012 7.3.4, 7.3.8.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.notice.match import squeeze
from archive.notice.model import Repair
from ingest.fields import MAX_TITLE_LINE, furniture
from ingest.stages import EMPTY, SENTENCE_END, Block, BlockKind, MarkerKind, Ranged, Tally
from ingest.titles import CONTENTS, is_title

# 一、发展态势......3
_LEADER = re.compile(r"[ \u3000]*(?:[.·…．]{3,}|…+)[ \u3000]*[0-9]*$")


@dataclass(frozen=True, slots=True)
class Noted:
    """One entry of the attachment note."""

    number: int | None
    texts: tuple[Ranged, ...]
    repair: Repair | None = None

    @property
    def title(self) -> str:
        """Squeezed, for matching."""
        return squeeze("".join(text.text for text in self.texts))


@dataclass(slots=True)
class Attached:
    label: Ranged
    title: list[Ranged]
    blocks: list[Block]


def take_contents(body: list[Block], tally: Tally) -> None:
    """Tables of contents out of the body: lines under 目录 that come again further down."""
    at = 0
    while at < len(body):
        if squeeze(body[at].text) not in CONTENTS:
            at += 1
            continue
        entries = [_entry(block) for block in body[at + 1 :]]
        again = Counter(entries)
        stop = at + 1
        for index, entry in enumerate(entries):
            begins_again = index > 0 and entry == entries[0] and not _LEADER.search(body[stop].text)
            listed = again[entry] > 1 or bool(_LEADER.search(body[stop].text))
            if begins_again or not listed or SENTENCE_END.search(entry):
                break
            again[entry] -= 1
            stop += 1
        if stop > at + 1:
            for block in body[at:stop]:
                tally.furniture.append(furniture("toc", block.line.text))
            del body[at:stop]
        else:
            at += 1


def _entry(block: Block) -> str:
    """A line of the contents without its dots and page number, squeezed."""
    return squeeze(_LEADER.sub("", block.text))


def take_notes(body: list[Block], source: str, tally: Tally) -> list[Noted]:
    """The attachment note out of the body: what the attachments are called, in order."""
    noted: list[Noted] = []
    at = 0
    while at < len(body):
        if body[at].kind is not BlockKind.ATTACHMENT_NOTE and not _opens_note(body, at):
            at += 1
            continue
        stop, entries = _read_note(body, at)
        for entry, blocks in entries:
            mended = _mend_entry(entry, body[stop:])
            labels = [block.label for block in blocks if block.label]
            tally.furniture.append(furniture("attachment_note", *labels[:1], *mended.texts))
            tally.repairs += _joins(mended, source)
            noted.append(mended)
        del body[at:stop]
    return noted


def _opens_note(body: Sequence[Block], at: int) -> bool:
    """附件： alone on its line, a numbered list right under it."""
    block = body[at]
    if block.kind is not BlockKind.ATTACHMENT_HEADING or block.text[-1] not in "：:":
        return False
    below = body[at + 1] if at + 1 < len(body) else None
    return below is not None and below.marker is MarkerKind.ARABIC and below.number == (1,)


def _joins(entry: Noted, source: str) -> list[Repair]:
    """The records of mending one entry: text doubled at its line break, and the break itself."""
    repairs = [entry.repair] if entry.repair else []
    for above, below in pairwise(entry.texts):
        start = max([above.stop, *(repair.stop for repair in repairs)])
        gap = source[start : below.start]
        if gap and not gap.strip():
            repairs.append(Repair("D1", start, below.start, gap, "", "附件名称折行"))
    return repairs


def _read_note(body: Sequence[Block], at: int) -> tuple[int, list[tuple[Noted, list[Block]]]]:
    """The note that begins at ``at``: where it ends, and its entries with their blocks."""
    first = body[at]
    if first.kind is BlockKind.ATTACHMENT_HEADING:
        # The list begins on the next line; 附件： is the label of its first entry.
        listed = body[at + 1]
        label = Ranged.join((first.line.text, listed.label))
        first = Block(BlockKind.ATTACHMENT_NOTE, listed.line, label, listed.rest, listed.number)
        at += 1
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
    return stop, [(Noted(number, tuple(texts)), blocks) for number, texts, blocks in entries]


def _wraps(above: str, block: Block, after: Sequence[Block]) -> bool:
    """A short line that an entry of the note goes on with."""
    if squeeze(block.text) == squeeze(above) or is_title(above) or SENTENCE_END.search(block.text):
        return False
    if after and after[0].kind is BlockKind.DATE:
        return False
    return len(block.text) <= 24 and (block.kind is BlockKind.PROSE or not after)


def _mend_entry(entry: Noted, after: Sequence[Block]) -> Noted:
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
            return Noted(entry.number, (above.cut(0, len(above.text) - size), below), repair)
    return entry


def take_attachments(body: list[Block], noted: Sequence[Noted]) -> list[Attached]:
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
            title = matched_title(body, at, wanted)
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
        result.append(Attached(label, title, body[stop:end]))
    if starts:
        del body[starts[0][0] :]
    return result


def matched_title(body: Sequence[Block], at: int, wanted: Sequence[str]) -> list[Ranged]:
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
    noted = matched_title(body, at, wanted)
    if noted:
        return noted
    lines: list[Ranged] = []
    for block in body[at : at + 4]:
        plain = block.kind in (BlockKind.PROSE, BlockKind.ORGAN)
        short = len(block.text) <= MAX_TITLE_LINE and not SENTENCE_END.search(block.text)
        if not plain or not short or re.search(r"[，：:、,]", block.text[-1]):
            break
        if lines and not (block.line.centred or ends_title(block.text)):
            break
        if (
            not lines
            and ("，" in block.text or re.search(r"\S[ \u3000]+\S", block.text))
            and not (is_title(block.text) or block.line.centred)
        ):
            break
        lines.append(block.line.text)
        if ends_title(block.text) and not block.line.centred:
            break
    return (
        lines
        if len(lines) <= 1 or body[at].line.centred or ends_title(lines[-1].text)
        else lines[:1]
    )


def ends_title(text: str) -> bool:
    """As titles end, those of forms and lists too: 示范应用项目申报表, 任务分工."""
    return is_title(text) or bool(re.search(r"(?:表|书|图|册|单|样式|格式|分工|汇总|框架)$", text))
