"""Pages → logical lines: furniture set aside, wraps and broken sentences joined, nothing lost.

Printed sources are joined by geometry (indents, full lines, leading), texts by what the lines say.
Every join over a paragraph mark of a text is recorded. Source: DOMAIN.md §7 D1–D4, D12.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from archive.notice.match import squeeze
from archive.notice.model import Furniture, Origin, Problem, Repair
from ingest.stages import (
    Doubt,
    Line,
    Lines,
    Page,
    Pages,
    PrintedCell,
    PrintedLine,
    PrintedTable,
    Ranged,
    Tally,
)
from ingest.titles import is_title

Known = Callable[[str], bool]
"""Whether a string is a word of the language."""

# — 3 —, -3-, 第3页 共9页, 3 / 9
_PAGE_NUMBER = re.compile(
    r"\s*(?:[—–－\-─━·•]+\s*[0-9０-９]{1,4}\s*[—–－\-─━·•]+|第\s*\d+\s*页[\s,，/]*+(?:共\s*\d+\s*页)?|\d{1,4}\s*/\s*\d{1,4})\s*"
)
_NO_PAGE_NUMBER = "。；：！？”）"
"""No page number ends so, and nearly every line does."""
_BARE_PAGE_NUMBER = re.compile(r"\s*\d{1,4}\s*")
_TERMINAL = '。！？；：”’）》】〉」』!?;:")〕]…'
_STRUCTURE = re.compile(
    r"\s*(?:第\s*[〇○零一二三四五六七八九十百千0-9０-９]+\s*[编章节条]|[一二三四五六七八九十]+\s*[、．.]|[（(]\s*[一二三四五六七八九十0-9]+\s*[)）]"
    r"|[0-9０-９]+\s*[、．.)）](?![0-9])|[①-⑳]|附\s*件|附\s*[:：]|抄送|主送|来源[:：]|（此件)"
)
# 毛克祥 沁阳市副市长; 组 长：李亦博 市委副书记、市长; 郭 鹏 市委常委
_ROSTER = re.compile(
    r"(?:[^：:。，；]{1,8}[：:]\s*)?[\u4e00-\u9fff·]{1,4}(?:\s[\u4e00-\u9fff])?\s+[\u4e00-\u9fff][^。；，]{2,}"
)
_PROSE_MARKS = re.compile(r"[，。；,;]")
_MAX_OVERLAP = 8
# A title with a comma in it looks like the beginning of a sentence; it stands at the top.
_TITLE_LINES = 6


def join_lines(pages: Pages, known: Known) -> Lines:
    """All logical lines of a source.

    Guarantees: every character of every printed line is in exactly one line, piece of furniture
    or repair of the result; joining neither adds nor changes a character.
    """
    tally = Tally(list(pages.furniture), [], list(pages.problems))
    if pages.are_printed:
        kept = _without_furniture(pages, tally)
        lines = list(_join_printed(_with_whole_tables(kept, tally)))
    else:
        rows = _without_page_numbers(pages.pages[0], tally) if pages.pages else []
        lines = list(_join_text(rows, pages.source_text, tally, known))
    return Lines(
        pages,
        tuple(lines),
        tuple(tally.furniture),
        tuple(sorted(tally.repairs, key=lambda repair: repair.start)),
        tuple(tally.problems),
        tuple(tally.doubts),
    )


Rows = list[PrintedLine | PrintedTable]


def _without_furniture(pages: Pages, tally: Tally) -> list[tuple[Page, Rows]]:
    """Page numbers and running heads out: the first by form, the others by repetition."""
    edges: Counter[str] = Counter()
    for page in pages.pages:
        for row in {id(r): r for r in (*page.rows[:2], *page.rows[-2:])}.values():
            if isinstance(row, PrintedLine):
                edges[_without_digits(row.text.text)] += 1
    result = []
    for page in pages.pages:
        rows: Rows = []
        for index, row in enumerate(page.rows):
            kind = None
            if isinstance(row, PrintedLine):
                at_edge = index < 2 or index >= len(page.rows) - 2
                kind = _furniture_kind(row, page, edges if at_edge else {}, len(pages.pages))
            if kind and isinstance(row, PrintedLine):
                tally.furniture.append(_furniture(kind, row, page))
            else:
                rows.append(row)
        result.append((page, rows))
    return result


def _without_page_numbers(page: Page, tally: Tally) -> Rows:
    """The rows of a source without pages, in which only a page number's form tells it."""
    rows: Rows = []
    for row in page.rows:
        if (
            isinstance(row, PrintedLine)
            and row.text.text[-1:] not in _NO_PAGE_NUMBER
            and _PAGE_NUMBER.fullmatch(row.text.text)
        ):
            tally.furniture.append(_furniture("page_number", row, page))
        else:
            rows.append(row)
    return rows


def _furniture(kind: str, row: PrintedLine, page: Page) -> Furniture:
    origin = tuple(
        Origin(run.start, run.start + len(run.text), page.number, row.box) for run in row.text.runs
    )
    return Furniture(kind, row.text.text, origin)


def _without_digits(text: str) -> str:
    return re.sub(r"[0-9０-９]+", "#", squeeze(text))


def _furniture_kind(
    row: PrintedLine, page: Page, edges: Mapping[str, int], page_count: int
) -> str | None:
    """``page_number`` by form, ``running_head`` by repetition, or ``None``.

    ``edges``: how often each line stands at a page's edge; empty for a line that does not.
    """
    text = row.text.text
    if _PAGE_NUMBER.fullmatch(text):
        return "page_number"
    if page.number is None or not edges:
        return None
    if _BARE_PAGE_NUMBER.fullmatch(text) and row.box and _in_margin(row, page):
        return "page_number"
    repeats = edges[_without_digits(text)]
    if repeats >= 3 and (_in_margin(row, page) or repeats * 2 > page_count):
        return "running_head"
    return None


def _in_margin(row: PrintedLine, page: Page) -> bool:
    """In the top or bottom twelfth of the page, where running heads and page numbers stand."""
    assert row.box is not None  # noqa: S101  printed pages only
    return row.box[3] < page.height_pt / 10 or row.box[1] > page.height_pt * 0.9


# ── printed pages ────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Measure:
    """The type area of a document, in points."""

    left: float
    right: float
    size: float


def _join_printed(pages: Sequence[tuple[Page, Rows]]) -> Iterator[Line]:
    measure = _measure([row for _, rows in pages for row in rows if isinstance(row, PrintedLine)])
    open_rows: list[PrintedLine] = []
    opened_page = False
    for _, rows in pages:
        first = True
        before: PrintedLine | None = None
        for row in rows:
            if isinstance(row, PrintedTable):
                if open_rows:
                    yield _closed(open_rows, measure, new_page=opened_page)
                    open_rows = []
                yield Line(Ranged.join(cell.text for cell in row.cells), row, new_page=first)
            elif open_rows and _continues(open_rows, row, before, measure):
                open_rows.append(row)
            else:
                if open_rows:
                    yield _closed(open_rows, measure, new_page=opened_page)
                open_rows, opened_page = [row], first
            before = row if isinstance(row, PrintedLine) else None
            first = False
    if open_rows:
        yield _closed(open_rows, measure, new_page=opened_page)


def _with_whole_tables(pages: Sequence[tuple[Page, Rows]], tally: Tally) -> list[tuple[Page, Rows]]:
    """A table that goes on at the top of the next page becomes one with its beginning."""
    result: list[tuple[Page, Rows]] = []
    for page, rows in pages:
        above = result[-1][1][-1] if result and result[-1][1] else None
        if rows and isinstance(rows[0], PrintedTable) and isinstance(above, PrintedTable):
            joined = _joined_table(above, rows[0], page, tally)
            if joined:
                # The joined table may itself go on: it stays the last row of its first page, and
                # pages that held nothing else are left without rows.
                owner = next(r for _, r in reversed(result) if r)
                owner[-1] = joined
                rest = rows[1:]
                if rest:
                    result.append((page, rest))
                continue
        result.append((page, list(rows)))
    return result


def _joined_table(
    above: PrintedTable, below: PrintedTable, page: Page, tally: Tally
) -> PrintedTable | None:
    """One table of two halves with the same columns; a repeated header is furniture."""
    same_columns = {cell.col for cell in above.cells} == {cell.col for cell in below.cells}
    if not (same_columns and above.box and below.box and abs(above.box[0] - below.box[0]) < 3):
        return None
    header = [squeeze(cell.text.text) for cell in above.cells if cell.row == 0]
    repeated = [cell for cell in below.cells if cell.row == 0]
    skip = 0
    if header == [squeeze(cell.text.text) for cell in repeated]:
        skip = 1
        for cell in repeated:
            origin = tuple(
                Origin(run.start, run.start + len(run.text), page.number, cell.box)
                for run in cell.text.runs
            )
            tally.furniture.append(Furniture("repeated_header", cell.text.text, origin))
    height = max(cell.row + cell.rowspan for cell in above.cells)
    last = {cell.col: cell for cell in above.cells if cell.row + cell.rowspan == height}
    row = [cell for cell in below.cells if cell.row == skip]
    if _goes_on(row, last):
        # The page end has cut a row in two.
        rest = {cell.col: cell.text for cell in row}
        kept = [
            replace(cell, text=Ranged.join((cell.text, rest[cell.col])))
            if last.get(cell.col) is cell and cell.col in rest
            else cell
            for cell in above.cells
        ]
        skip += 1
    else:
        kept = list(above.cells)
    moved = [
        replace(cell, row=cell.row - skip + height) for cell in below.cells if cell.row >= skip
    ]
    return PrintedTable((*kept, *moved), above.box)


def _goes_on(row: Sequence[PrintedCell], last: Mapping[int, PrintedCell]) -> bool:
    """Whether a table's first row on a page is the rest of the last on the page before.

    It fills only cells that were left in the middle of a sentence, and not the first: a new row
    has its number or name there.
    """
    filled = [cell for cell in row if cell.text]
    if not filled or any(cell.col == 0 for cell in filled) or any(c.rowspan > 1 for c in row):
        return False
    above = [last.get(cell.col) for cell in filled]
    return all(
        cell is not None and cell.text and cell.text.text[-1] not in _TERMINAL for cell in above
    )


def _measure(rows: Sequence[PrintedLine]) -> _Measure:
    """Margins and body size: the commonest left edge of long lines, the commonest size."""
    sizes: Counter[float] = Counter()
    lefts: Counter[int] = Counter()
    rights: Counter[int] = Counter()
    for row in rows:
        sizes[round(row.size_pt, 1)] += len(row.text.text)
    size = sizes.most_common(1)[0][0] if sizes else 12.0
    for row in rows:
        if row.box and abs(row.size_pt - size) < 0.6:
            lefts[round(row.box[0])] += 1
            rights[round(row.box[2])] += 1
    # A wrapped paragraph has one indented line and many at the margin; brackets hang into it. Of
    # the edges that a tenth of the lines share, the outermost is the margin.
    shared_left = [x for x, n in lefts.items() if n >= max(2, sum(lefts.values()) // 10)]
    shared_right = [x for x, n in rights.items() if n >= max(2, sum(rights.values()) // 10)]
    left = min(shared_left or lefts or [0])
    return _Measure(float(left), float(max(shared_right or rights or [0])), size)


def _continues(
    open_rows: Sequence[PrintedLine], row: PrintedLine, before: PrintedLine | None, m: _Measure
) -> bool:
    """Whether a printed row goes on with the paragraph above it."""
    last, first = open_rows[-1], open_rows[0]
    if not (last.box and row.box and first.box):
        return False
    if _is_centred(last, m) or abs(last.size_pt - row.size_pt) > 0.6 or last.red != row.red:
        return False
    em = m.size
    full = last.box[2] > m.right - 1.6 * em
    if not full or _STRUCTURE.match(row.text.text):
        return False
    if before is not None and before.box and row.box[1] - before.box[1] > 2.6 * row.size_pt:
        return False
    at_margin = row.box[0] < m.left + 0.6 * em
    hanging = row.box[0] > first.box[0] + 0.6 * em or abs(row.box[0] - first.box[0]) < 0.3 * em
    starts_paragraph = abs(row.box[0] - (m.left + 2 * em)) < 0.6 * em
    return at_margin or (hanging and not starts_paragraph)


def _is_centred(row: PrintedLine, m: _Measure) -> bool:
    """Equal room of more than an em at both sides; a full line has none."""
    assert row.box is not None  # noqa: S101  printed rows have boxes
    left, right = row.box[0] - m.left, m.right - row.box[2]
    return left > 1.2 * m.size and right > 1.2 * m.size and abs(left - right) < 1.5 * m.size


def _closed(rows: Sequence[PrintedLine], measure: _Measure, *, new_page: bool) -> Line:
    first = rows[0]
    assert first.box is not None  # noqa: S101  printed rows have boxes
    return Line(
        Ranged.join(_with_spaces(rows)),
        centred=len(rows) == 1 and _is_centred(first, measure),
        indent=first.box[0] > measure.left + 1.2 * measure.size,
        red=first.red,
        new_page=new_page,
    )


def _with_spaces(rows: Sequence[PrintedLine]) -> Iterator[Ranged]:
    """The rows' texts; between two Latin words at a row's end the line break is their blank."""
    for above, below in pairwise(rows):
        yield above.text
        end, start = above.text.text[-1:], below.text.text[:1]
        if end.isascii() and start.isascii() and end.isalnum() and start.isalnum():
            yield Ranged.of(above.text.stop, " ")
    yield rows[-1].text


# ── texts ────────────────────────────────────────────────────────────────────


def _join_text(rows: Rows, source_text: str, tally: Tally, known: Known) -> Iterator[Line]:
    """Joins what a page break or a narrow window broke; leaves every doubtful break alone."""
    indents = sum(row.indent for row in rows if isinstance(row, PrintedLine))
    indented = indents > len(rows) // 3
    at = 0
    while at < len(rows):
        row = rows[at]
        if isinstance(row, PrintedTable):
            yield Line(Ranged.join(cell.text for cell in row.cells), row)
            at += 1
            continue
        text = row.text
        if text.text[-1] in _TERMINAL:
            yield Line(text, indent=row.indent, heading=row.heading)
            at += 1
            continue
        while at + 1 < len(rows) and text.text[-1] not in _TERMINAL:
            after = rows[at + 1]
            if isinstance(after, PrintedTable):
                break
            rule = _break_rule(text.text, rows, at + 1, indented=indented)
            if rule is None:
                break
            text, repairs = _mended(text, after.text, rule, source_text, known)
            tally.repairs += repairs
            if rule == "D12":
                message = f"名单条目折行，已接成“{text.text}”，请核对"
                tally.doubts.append(Doubt(text.start, Problem("REFLOW_REVIEW", message)))
            at += 1
        if not indented:
            _report_broken(text, rows, at + 1, tally)
        yield Line(text, indent=row.indent, heading=row.heading)
        at += 1


def _break_rule(text: str, rows: Rows, at: int, *, indented: bool) -> str | None:
    """``D1`` if ``rows[at]`` goes on with the sentence, ``D12`` with the roster's entry.

    ``text`` is what stands above it, and ends in no mark that ends a sentence.
    """
    after = rows[at]
    assert isinstance(after, PrintedLine)  # noqa: S101  the caller has looked
    following = after.text.text
    if _STRUCTURE.match(following) or after.heading:
        return None
    if indented and after.indent:
        return None
    if at <= _TITLE_LINES and is_title(text):
        return None
    if _is_roster(text) and not _is_roster(following):
        near = [row for row in rows[max(0, at - 4) : at + 4] if row is not after]
        others = sum(isinstance(r, PrintedLine) and _is_roster(r.text.text) for r in near)
        entry = re.sub(r"\s", "", following) == following and following[-1] not in _TERMINAL
        return "D12" if others >= 3 and entry and len(following) < len(text) + 4 else None
    if not _is_prose(text) or _is_roster(following):
        return None
    return "D1" if _ends_prose(following, rows, at) else None


def _is_roster(text: str) -> bool:
    return len(text) < 60 and bool(_ROSTER.fullmatch(text))


def _is_prose(text: str) -> bool:
    """Running text: it has the marks of a sentence, beyond a heading's."""
    return bool(_PROSE_MARKS.search(text)) or text[-1] in "，、,"


def _ends_prose(following: str, rows: Rows, at: int) -> bool:
    """The line ends a sentence, or the one behind it would."""
    if following[-1] in "。；：！？;" or (following[-1] in "”）" and _is_prose(following)):
        return True
    if not _is_prose(following) or at + 1 >= len(rows):
        return False
    after = rows[at + 1]
    return (
        isinstance(after, PrintedLine)
        and not _STRUCTURE.match(after.text.text)
        and after.text.text[-1] in "。；：！？;"
    )


def _mended(
    above: Ranged, below: Ranged, rule: str, source_text: str, known: Known
) -> tuple[Ranged, list[Repair]]:
    """Two pieces of one sentence, the text doubled at the break once, and the records of it."""
    repairs = []
    size, evidence = _doubled(above.text, below.text, known)
    if size:
        dropped = above.cut(len(above.text) - size)
        above = above.cut(0, len(above.text) - size)
        repairs.append(Repair("D2", dropped.start, dropped.stop, dropped.text, "", evidence))
    start = repairs[-1].stop if repairs else above.stop
    gap = source_text[start : below.start]
    gap = gap[: len(gap) - len(gap.lstrip())]
    evidence = "上行无句末标点，下行接续成句" if rule == "D1" else "下行没有姓名，是上一条目的折行"
    repairs.append(Repair(rule, start, start + len(gap), gap, "", evidence))
    return Ranged.join((above, below)), repairs


def _doubled(above: str, below: str, known: Known) -> tuple[int, str]:
    """How many characters at the end of ``above`` are printed again in ``below``, and how we know.

    The overlap alone proves nothing (人⏎人负责): the joined form must be a word that reaches
    beyond the overlap, and the doubled form must not.
    """
    for size in range(min(_MAX_OVERLAP, len(above), len(below)), 0, -1):
        if above[-size:] != below[:size] or not _is_han(above[-size:]):
            continue
        joined = next((below[:n] for n in range(8, size, -1) if known(below[:n])), None)
        doubled = above[-size:] + below[:size]
        if joined and not known(doubled):
            return size, f"“{joined}”成词，“{doubled}”不成词"
    return 0, ""


def _is_han(text: str) -> bool:
    return all("\u4e00" <= c <= "\u9fff" for c in text)


def _report_broken(text: Ranged, rows: Rows, at: int, tally: Tally) -> None:
    """A sentence that stops short, with nothing that would go on with it. Source: D11."""
    words = text.text
    if len(words) > 60 and words[-1] not in _TERMINAL and _is_prose(words) and _is_han(words[-1]):
        after = rows[at] if at < len(rows) else None
        if isinstance(after, PrintedLine) and not _STRUCTURE.match(after.text.text):
            message = f"句子在“…{words[-12:]}”处中断，下文未能接续，请对照原件"
            tally.doubts.append(Doubt(text.start, Problem("BROKEN_SENTENCE", message)))
