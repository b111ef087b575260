"""Text and Markdown, line by line: encoding, markup set aside, tabbed and piped tables.

A Markdown renderer renumbers lists and loses positions, so its syntax is furniture here. Plain
texts get the same treatment, since exports leave ``# `` and ``- `` behind (DOMAIN.md §7 D10).
"""

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.errors import UnreadableSource
from archive.notice.model import Furniture, Origin, Source
from archive.saying import say
from ingest.source import MARKDOWN
from ingest.stages import EMPTY, Page, Pages, PrintedCell, PrintedLine, PrintedTable, Ranged

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LINE_ENDS = "\r\f\v\x85\u2028\u2029"
"""What ends a line beside a line feed."""
# "# 第一章", "- 1.", "* 附件", "> 引用"
_HEADING = re.compile(r"\s*(#{1,6})[ \t\u3000]+")
_BULLET = re.compile(r"\s*[-*+•●][ \t]+(?=\S)")
_QUOTE = re.compile(r"\s*(?:>[ \t]?)+")
_RULE = re.compile(r"\s*(?:<!--.*-->|[-*_=]{3,}|`{3,}.*)\s*")
# **第一条**, __附件__: where it may begin, and what may end each
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)")
_EMPHASIS_END = {mark: re.compile(rf"(?<=\S){re.escape(mark)}") for mark in ("**", "__")}
_MARKS = frozenset(">#-*+•●<_=`")
"""What a rule and each of the three begins with."""
_INDENT = (" ", "\u3000", "\t", "\u00a0")
_PIPED = re.compile(r"\s*\|.*\|\s*")
# |---|:--|, with a bar that is not its first character
_PIPED_RULE = re.compile(r"(?=.+\|)[\s:|-]++")
# **第二十五条** …: an article that an export has spaced out with tabs is no row of a table
_ARTICLE = re.compile(r"[ \t\u3000*]*第[一二三四五六七八九十百千零〇0-9]+条")
_TOTAL = re.compile(r"(?:合|总|小)\s*计|共\s*计")
# What no text has: control characters that are no blanks, and what could not be decoded.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")
_CONTROL_SHARE = 0.02
_MOST_CELLS = 100_000
"""Of a table of which more than three quarters are blank."""


def decode(content: bytes) -> str:
    """BOM, then strict UTF-8, then UTF-16 by its noughts, then GB 18030.

    Raises: UnreadableSource if it is no text in any of them.
    """
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            try:
                return _checked(content.decode(encoding))
            except UnicodeDecodeError:
                break
    candidates = ["utf-8", "gb18030"]
    if b"\x00" in content[:200]:
        even, odd = content[0:200:2].count(0), content[1:200:2].count(0)
        candidates = ["utf-16-be" if even > odd else "utf-16-le"]
    for encoding in candidates:
        try:
            return _checked(content.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise UnreadableSource(
        say("不是能识别的文本编码（试过 UTF-8、UTF-16、GB18030）"), say("另存为 UTF-8 文本后再添加")
    )


def _checked(text: str) -> str:
    controls = len(_CONTROL.findall(text, 0, 20_000))
    if controls > _CONTROL_SHARE * min(len(text), 20_000):
        raise UnreadableSource(
            say("内容是二进制数据，不是文本"), say("确认文件没有损坏，另存为文本后再添加")
        )
    if not any(c.isalnum() for c in text):
        raise UnreadableSource(say("文件里没有文字"), say("换一份有内容的文件"))
    return text


def read_text(source: Source) -> Pages:  # noqa: PLR0915  one pass, its steps side by side for speed
    """A text or Markdown file as one page without boxes.

    Raises: UnreadableSource.
    """
    text = decode(source.content)
    is_markdown = source.media_type == MARKDOWN
    furniture: list[Furniture] = []
    rows: list[PrintedLine | PrintedTable] = []
    grid: list[tuple[Ranged, list[Ranged]]] = []

    def close_grid() -> None:
        # A single line with one tab is a label and its text, not a table.
        lone = len(grid) == 1 and len(grid[0][1]) == 2 and "|" not in grid[0][0].text
        if lone or _is_ragged([len(cells) for _, cells in grid]):
            rows.extend(_line(raw, furniture, is_markdown=is_markdown) for raw, _ in grid)
        elif grid:
            for raw, cells in grid:
                furniture.extend(_markup(bar) for bar in _leftovers(raw, cells))
            rows.append(_table([cells for _, cells in grid]))
        grid.clear()

    may_be_table = "\t" in text or "|" in text
    may_emphasise = is_markdown and ("**" in text or "__" in text)
    lines = text
    for mark in _LINE_ENDS:
        lines = lines.replace(mark, "\n")
    after = 0
    for whole in lines.split("\n"):
        start = after
        after += len(whole) + 1
        bare = whole.strip()
        if not bare:
            continue
        if may_be_table and ("\t" in whole or "|" in whole):
            raw = Ranged(whole, start)
            cells = _cells(raw, is_markdown=is_markdown)
            if cells is not None:
                grid.append((raw, cells))
                continue
            if is_markdown and grid and _PIPED_RULE.fullmatch(raw.text):
                furniture.append(_markup(raw.strip()))
                continue
        if grid:
            close_grid()
        marked = bare[0] in _MARKS
        if not marked and not may_emphasise:
            # Most lines: nothing to set aside but the blanks at both ends.
            lead = whole.find(bare[0])
            indent = lead > 1 and whole[0] in _INDENT and whole[1] in _INDENT
            rows.append(PrintedLine(Ranged(bare, start + lead), indent=indent))
            continue
        raw = Ranged(whole, start)
        if marked and _RULE.fullmatch(whole):
            furniture.append(_markup(raw.strip()))
            continue
        line = _line(raw, furniture, is_markdown=is_markdown, marked=marked)
        if line.text:  # a mark of markup may be all there was
            rows.append(line)
    close_grid()
    if not rows:
        raise UnreadableSource(say("文件里没有文字"), say("换一份有内容的文件"))
    page = Page(None, 0.0, 0.0, tuple(rows))
    return Pages(text, (page,), tuple(furniture))


def _markup(mark: Ranged) -> Furniture:
    return Furniture("markup", mark.text, (Origin(mark.start, mark.stop),))


def _line(
    raw: Ranged, furniture: list[Furniture], *, is_markdown: bool, marked: bool = True
) -> PrintedLine:
    """One line without its Markdown marks; plain texts keep ``**``, which masks numbers there.

    ``marked``: it may begin with such a mark.
    """
    heading = 0
    rest = raw
    for pattern in (_QUOTE, _HEADING, _BULLET) if marked else ():
        match = pattern.match(rest.text)
        if match:
            furniture.append(_markup(rest.cut(0, match.end()).strip()))
            if pattern is _HEADING:
                heading = len(match[1])
            rest = rest.cut(match.end())
    pieces, at = [], 0
    for start, stop in _emphasised(rest.text) if is_markdown else ():
        furniture += [_markup(rest.cut(start - 2, start)), _markup(rest.cut(stop, stop + 2))]
        pieces += [rest.cut(at, start - 2), rest.cut(start, stop)]
        at = stop + 2
    if pieces:
        rest = Ranged.join([*pieces, rest.cut(at)])
    indent = raw.text[0] in _INDENT and raw.text[1:2] in _INDENT
    return PrintedLine(rest.strip(), indent=indent, heading=heading)


def _emphasised(text: str) -> Iterator[tuple[int, int]]:
    """The stretches that stand between two marks of one kind; the marks are two characters each."""
    if "**" not in text and "__" not in text:
        return
    at = 0
    unended: set[str] = set()  # none of its kind ends behind: that is looked for only once
    while begin := _EMPHASIS.search(text, at):
        mark, at = begin[1], begin.start() + 1
        end = None if mark in unended else _EMPHASIS_END[mark].search(text, begin.end() + 1)
        if end:
            yield begin.end(), end.start()
            at = end.end()
        else:
            unended.add(mark)


def _cells(raw: Ranged, *, is_markdown: bool) -> list[Ranged] | None:
    """The cells of a table line, or ``None`` if it is none."""
    text = raw.text
    if _ARTICLE.match(text):
        return None
    if "\t" in text.strip(" \u3000\t") or (text.startswith("\t") and "\t" in text.rstrip()[1:]):
        mark = "\t"
    elif is_markdown and _PIPED.fullmatch(text) and not _PIPED_RULE.fullmatch(text):
        mark = "|"
        lead = text.index("|") + 1
        raw = raw.cut(lead, text.rindex("|"))
        text = raw.text
    else:
        return None
    cells, at = [], 0
    for piece in text.split(mark):
        cells.append(raw.cut(at, at + len(piece)).strip())
        at += len(piece) + 1
    return cells if len(cells) > 1 else None


def _is_ragged(lengths: Sequence[int]) -> bool:
    """So long a line among so many short ones that a table of them would be nearly all blank."""
    area = max(lengths, default=0) * len(lengths)
    return area > _MOST_CELLS and area > 4 * sum(lengths)


def _leftovers(raw: Ranged, cells: list[Ranged]) -> list[Ranged]:
    """What is neither a blank nor in a cell: the bars of a piped table."""
    if "|" not in raw.text:
        return []
    used = {run.start + i for cell in cells for run in cell.runs for i in range(len(run.text))}
    start = raw.start
    return [
        Ranged.of(start + i, c)
        for i, c in enumerate(raw.text)
        if start + i not in used and not c.isspace()
    ]


def _table(grid: list[list[Ranged]]) -> PrintedTable:
    """A grid of printed cells; blank leading cells continue the one above (DOMAIN.md §7 D13).

    In a line of totals they are simply empty.
    """
    width = max(len(row) for row in grid)
    taken: dict[tuple[int, int], PrintedCell] = {}
    last: list[tuple[int, int]] = [(0, 0)] * width
    """Where the cell stands that each column had last."""
    for r, given in enumerate(grid):
        row = [*given, *[EMPTY] * (width - len(given))]
        leading = next((c for c, cell in enumerate(row) if cell), width)
        # A line of totals belongs to no group above it.
        if leading < width and _TOTAL.fullmatch(row[leading].text):
            leading = 0
        for c in range(leading if r else 0):
            above = taken[last[c]]
            taken[last[c]] = replace(above, rowspan=r - above.row + 1)
        for c in range(leading if r else 0, width):
            taken[r, c] = PrintedCell(r, c, 1, 1, row[c])
            last[c] = (r, c)
    return PrintedTable(tuple(taken[at] for at in sorted(taken)))
