"""The attachment note, the pieces that follow the text, and tables of contents.

An attachment begins at its heading or, where that is missing, at the title that the note gives; a
further text that the notice issues at the title that the notice gives.
Source: DOMAIN.md §2.2, §9 case 7; GB/T 9704-2012 7.3.4, 7.3.8.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from archive.notice.match import squeeze
from archive.notice.model import Repair
from ingest.fields import MAX_TITLE_LINE, furniture
from ingest.stages import EMPTY, SENTENCE_END, Block, BlockKind, MarkerKind, Ranged, Tally
from ingest.titles import heads_contents, is_title

# （2019-2022年）, （试行）: the end of a title on a line of its own
_SUFFIX_LINE = re.compile(r"[ \u3000]*[（(][^（）()。]{1,20}[）)][ \u3000]*")
_DOTS = ".·…．"
"""Of which three lead from an entry of the contents to its page; a single … is three."""
_FAR = 400
"""Lines below a note within which an attachment's own title is looked for."""
_MOST_CONTENTS = 12
"""Tables of contents in one file; each is looked for in all that follows its heading."""


_TITLE_KINDS = (BlockKind.PROSE, BlockKind.ORGAN)
"""What a line of a title looks like by itself."""


@dataclass(frozen=True, slots=True)
class Noted:
    """One entry of the attachment note."""

    number: int | None
    texts: tuple[Ranged, ...]
    repair: Repair | None = None
    is_inner: bool = False
    """Listed inside a numbered attachment: what it names stays there unless it has a heading."""

    @property
    def title(self) -> str:
        """Squeezed, for matching."""
        return squeeze("".join(text.text for text in self.texts))


@dataclass(slots=True)
class Attached:
    """A piece of the file with a heading or title of its own: an attachment, or a text issued."""

    label: Ranged
    title: list[Ranged]
    blocks: list[Block]
    is_main: bool = False


class Sought:
    """Titles that are looked for, squeezed. A question takes as long as the number has digits."""

    def __init__(self, titles: Iterable[str]) -> None:
        self._titles = sorted(titles)

    def begins(self, text: str) -> bool:
        """Whether one of them begins so."""
        at = bisect_left(self._titles, text)
        return at < len(self._titles) and self._titles[at].startswith(text)

    def __contains__(self, title: str) -> bool:
        at = bisect_left(self._titles, title)
        return at < len(self._titles) and self._titles[at] == title

    def __bool__(self) -> bool:
        return bool(self._titles)

    def discard(self, title: str) -> None:
        """It has been found."""
        del self._titles[bisect_left(self._titles, title) : bisect_right(self._titles, title)]


def take_contents(body: list[Block], tally: Tally) -> None:
    """Tables of contents out of the body: short lines under 目录 that come again further down."""
    entries: list[str] = []
    at = tried = 0
    while at < len(body) and tried < _MOST_CONTENTS:
        count = 0
        if heads_contents(body[at].text):
            tried += 1
            entries = entries or [_entry(block) for block in body]
            count = _contents(body[at + 1 :], entries[at + 1 :])
        if count:
            for block in body[at : at + count]:
                tally.furniture.append(furniture("toc", block.line.text))
            del body[at : at + count], entries[at : at + count]
        else:
            at += 1


def _contents(blocks: Sequence[Block], entries: Sequence[str]) -> int:
    """How many blocks a table of contents takes, its heading before these too; 0 if it is none.

    It ends before its first entry's second coming, else behind the last that comes again: wrapped
    or reworded entries stand between. Half of all must come again or lead to a page.
    """
    listed = [block for block, _ in takewhile(_may_be_listed, zip(blocks, entries, strict=True))]
    again = Counter(entries)
    begun = next((n for n in range(1, len(listed)) if _same_entry(listed, entries, n)), None)
    stop = len(listed) if begun is None else begun
    kept = [n for n in range(stop) if again[entries[n]] > 1 or _has_leader(listed[n].text)]
    if begun is None:
        stop = kept[-1] + 1 if kept else 0
    return 1 + stop if stop and len(kept) * 2 >= stop else 0


def _may_be_listed(line: tuple[Block, str]) -> bool:
    block, entry = line
    return (
        block.kind not in (BlockKind.TABLE, BlockKind.DATE)
        and len(block.text) <= MAX_TITLE_LINE
        and not SENTENCE_END.search(entry)
    )


def _same_entry(listed: Sequence[Block], entries: Sequence[str], n: int) -> bool:
    """Whether the ``n``-th line is the first entry's own heading in the text."""
    return entries[n] == entries[0] and not _has_leader(listed[n].text)


def _entry(block: Block) -> str:
    """A line of the contents without its dots and page number, or a heading without its 。."""
    return squeeze(_without_leader(block.text)).rstrip("。")


def _has_leader(text: str) -> bool:
    return _without_leader(text) is not text


def _without_leader(text: str) -> str:
    """一、发展态势......3 → 一、发展态势; the very same text where nothing leads to a page.

    By hand: a regular expression would look at a row of dots once from every dot.
    """
    bare = text.rstrip("0123456789").rstrip(" \u3000")
    stem = bare.rstrip(_DOTS)
    if len(bare) - len(stem) < len("..."):
        stem = bare.rstrip("…")
    return text if stem == bare else stem.rstrip(" \u3000")


def take_notes(body: list[Block], source: str, tally: Tally) -> list[Noted]:
    """The attachment note out of the body: what the attachments are called, in order."""
    noted: list[Noted] = []
    titles: set[str] = set()
    at, closed, inside = 0, False, False
    while at < len(body):
        closed = closed or body[at].kind is BlockKind.DATE
        kind = body[at].kind
        inside = inside or (kind is BlockKind.ATTACHMENT_HEADING and body[at].number is not None)
        if kind is not BlockKind.ATTACHMENT_NOTE and not (
            kind is BlockKind.ATTACHMENT_HEADING and _opens_note(body, at)
        ):
            at += 1
            continue
        if closed and _heads_attachment(body, at, titles):
            at += 1
            continue
        stop, entries = _read_note(body, at)
        for entry, blocks in entries:
            mended = replace(_mend_entry(entry, body[stop : stop + _FAR]), is_inner=inside)
            labels = [block.label for block in blocks if block.label]
            tally.furniture.append(furniture("attachment_note", *labels[:1], *mended.texts))
            tally.repairs += _joins(mended, source)
            noted.append(mended)
            titles.add(mended.title)
        del body[at:stop]
    return noted


def _heads_attachment(body: Sequence[Block], at: int, noted: AbstractSet[str]) -> bool:
    """附件：申报表, behind the signature with the form itself below: no list but a heading."""
    block = body[at]
    below = body[at + 1] if at + 1 < len(body) else None
    if block.kind is not BlockKind.ATTACHMENT_NOTE or below is None:
        return False
    if below.kind in (BlockKind.ATTACHMENT_HEADING, BlockKind.ATTACHMENT_NOTE, BlockKind.ORGAN):
        return False
    known = squeeze(block.rest.text) in noted
    lists_on = below.marker is MarkerKind.ARABIC and block.number is None
    return known or (ends_title(block.rest.text) and not lists_on)


def _opens_note(body: Sequence[Block], at: int) -> bool:
    """A heading 附件： with a numbered list right under it."""
    block = body[at]
    if block.text[-1] not in "：:":
        return False
    below = body[at + 1] if at + 1 < len(body) else None
    return below is not None and below.marker is MarkerKind.ARABIC and below.number == (1,)


def _joins(entry: Noted, source: str) -> list[Repair]:
    """The records of mending one entry: text doubled at its line break, and the break itself."""
    repairs = [entry.repair] if entry.repair else []
    for above, below in pairwise(filter(None, entry.texts)):
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
    ahead = squeeze("".join(block.text for block in after))
    for size in range(8, 0, -1):
        if above.text[-size:] != below.text[:size] or len(below.text) < size:
            continue
        if squeeze(above.text + below.text[size:]) in ahead:
            dropped = above.cut(len(above.text) - size)
            why = f"附件标题作《{above.text}{below.text[size:]}》"
            repair = Repair("D2", dropped.start, dropped.stop, dropped.text, "", why)
            return Noted(entry.number, (above.cut(0, len(above.text) - size), below), repair)
    return entry


def take_pieces(body: list[Block], noted: Sequence[Noted], issued: Sequence[str]) -> list[Attached]:
    """What follows the text that the body begins with, each piece from its heading or title.

    A piece with the title of something that the notice issues is a text of its own (``is_main``),
    even under 附件; so is one that begins to number its articles anew under a title.
    """
    wanted = Sought(entry.title for entry in noted if entry.title)
    # What has a heading of its own number begins there, whatever stands below it is called.
    headed = {b.number[0] for b in body if b.kind is BlockKind.ATTACHMENT_HEADING and b.number}
    bare = Sought(
        entry.title
        for entry in noted
        if entry.title and not entry.is_inner and entry.number not in headed
    )
    open_issued = Sought(issued)
    starts: list[tuple[int, int, Ranged, list[Ranged], bool]] = []
    at, articles = 0, False
    while at < len(body):
        block = body[at]
        articles = articles or block.kind is BlockKind.ARTICLE
        found: tuple[Ranged, list[Ranged], bool] | None = None
        stop = at
        if block.kind is BlockKind.ATTACHMENT_HEADING:
            title = _attachment_title(body, at + 1, open_issued, wanted)
            found, stop = (block.line.text, title, False), at + 1 + len(title)
        elif block.kind is BlockKind.ATTACHMENT_NOTE:
            found, stop = (block.label, [block.rest], False), at + 1
        elif (at > 0 or starts) and block.kind in _TITLE_KINDS:
            title = matched_title(body, at, open_issued) or matched_title(body, at, bare)
            anew = [] if title or not articles or starts else _numbered_anew(body, at)
            if title or anew:
                found = (EMPTY, title or anew, bool(anew))
                stop = at + len(found[1])
        if found is None:
            at += 1
            continue
        label, title, is_main = found
        name = squeeze("".join(text.text for text in title))
        is_main = is_main or name in open_issued
        starts.append((at, stop, label, title, is_main))
        wanted.discard(name)
        bare.discard(name)
        open_issued.discard(name)
        at, articles = stop, False
    result = []
    for n, (_, stop, label, title, is_main) in enumerate(starts):
        end = starts[n + 1][0] if n + 1 < len(starts) else len(body)
        result.append(Attached(label, title, body[stop:end], is_main))
    if starts:
        del body[starts[0][0] :]
    return result


def _numbered_anew(body: Sequence[Block], at: int) -> list[Ranged]:
    """A title over 第一章 or 第一条, articles having gone before: a second text in one file."""
    lines: list[Ranged] = []
    for block in body[at : at + 3] if body[at].kind is BlockKind.PROSE else ():
        if block.kind in (BlockKind.CHAPTER, BlockKind.ARTICLE):
            whole = "".join(line.text for line in lines)
            return lines if block.number == (1,) and is_title(whole) else []
        if block.kind is not BlockKind.PROSE or len(block.text) > MAX_TITLE_LINE:
            break
        lines.append(block.line.text)
    return []


def matched_title(body: Sequence[Block], at: int, *sought: Sought) -> list[Ranged]:
    """The lines from ``at`` that together are one of the titles, or none."""
    gathered = ""
    lines: list[Ranged] = []
    for block in body[at : at + 4] if any(sought) else ():
        if block.kind not in _TITLE_KINDS:
            break
        # Most lines begin as no title does, and are not worth folding as a whole.
        begun = gathered + squeeze(block.text[:4])
        if not any(titles.begins(begun) for titles in sought):
            break
        gathered += squeeze(block.text)
        lines.append(block.line.text)
        if any(gathered in titles for titles in sought):
            return lines
        if not any(titles.begins(gathered) for titles in sought):
            break
    return []


def _attachment_title(body: Sequence[Block], at: int, *sought: Sought) -> list[Ranged]:
    """The title under an attachment's heading: as noted, else the lines that look like one."""
    noted = matched_title(body, at, *sought)
    if noted:
        return noted
    lines: list[Ranged] = []
    for block in body[at : at + 4]:
        plain = block.kind in (BlockKind.PROSE, BlockKind.ORGAN)
        short = len(block.text) <= MAX_TITLE_LINE and not SENTENCE_END.search(block.text)
        if not plain or not short or re.search(r"[，：:、,]", block.text[-1]):
            break
        if lines and _SUFFIX_LINE.fullmatch(block.text):
            return [*lines, block.line.text]
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
