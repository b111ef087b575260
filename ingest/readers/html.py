"""A web page → lines and tables in reading order, its index block as fields, the rest set aside.

The source text is the page's visible text, element by element; blanks collapse as a browser shows
them. State Council pages and most government sites carry the text in one element that
``_CONTENT`` names. Elsewhere trafilatura says which words are the text, and the smallest element
that holds nearly all of them is read: by itself it would drop tables and positions. What stands
outside that element is furniture. A page that a browser saved as one MHTML file is unpacked first.
Source: DOMAIN.md §2.1.
"""

import email
import email.policy
import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive.errors import UnreadableSource
from archive.notice.match import squeeze
from archive.notice.model import Field, Furniture, Origin, Source
from archive.saying import say
from ingest.index_block import LABELS, TELLING, index_field, label_of
from ingest.readers.text import decode
from ingest.source import MHTML
from ingest.stages import EMPTY, Page, Pages, PrintedCell, PrintedLine, PrintedTable, Ranged

_HIDDEN = frozenset(
    (
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "iframe",
        "canvas",
        "svg",
        "object",
        "select",
        "button",
        "title",
    )
)
_BLOCKS = frozenset(
    (
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    )
)
_CONTENT = (
    "#UCAP-CONTENT",
    ".TRS_Editor",
    "#zoom",
    ".pages_content",
    "#js_content",
    ".article-content",
    ".wzcon",
    "article",
    "main",
)
_MAIN_SHARE = 0.6
_TELLING_LINE = 8
"""Characters of a line that stands nowhere by chance."""
_TOLD_SHARE = 0.8
"""The extractor takes a line of the page's foot along now and then."""
_STEPS_OUT = 4
_MAX_DEPTH = 400
# display: none; visibility:hidden
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLANK_RUN = re.compile(r"[ \t\n\r\f]+")


@dataclass(slots=True)
class _Flow:
    """The page as it is walked: the text so far and the rows found."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    open_line: list[Ranged] = field(default_factory=list)
    rows: list[tuple[bool, PrintedLine | PrintedTable]] = field(default_factory=list)
    """Each with whether it stands in the content."""
    furniture: list[Furniture] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)

    def add(self, text: str) -> Ranged:
        """Text at the end of the source text."""
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return Ranged.of(start, text)

    def close(self, *, inside: bool, heading: int = 0) -> None:
        """End the open line; blanks at its ends go, an empty one leaves nothing."""
        if not self.open_line:
            return
        line = Ranged.join(self.open_line).strip()
        self.open_line = []
        self.add("\n")
        if line:
            self.rows.append((inside, PrintedLine(line, indent=True, heading=heading)))


def read_html(source: Source) -> Pages:
    """The page's content as rows; index block and everything around it as furniture.

    Raises: UnreadableSource.
    """
    parser = LexborHTMLParser(_markup(source))
    body = parser.body
    if body is None:
        raise UnreadableSource(say("网页里没有正文"), say("在浏览器里重新保存这个网页后再添加"))
    content = _content(body)
    flow = _Flow()
    _walk(body, content, flow, inside=content is body or _same(body, content), depth=0)
    flow.close(inside=False)
    rows: list[PrintedLine | PrintedTable] = []
    for inside, row in flow.rows:
        if inside:
            rows.append(row)
        else:
            texts = [row.text] if isinstance(row, PrintedLine) else [c.text for c in row.cells]
            flow.furniture += [_furniture("page_chrome", text) for text in texts if text]
    if not rows:
        raise UnreadableSource(say("网页里没有正文"), say("在浏览器里重新保存这个网页后再添加"))
    page = Page(None, 0.0, 0.0, tuple(rows))
    return Pages("".join(flow.parts), (page,), tuple(flow.furniture), index=tuple(flow.fields))


def _markup(source: Source) -> str:
    """The page's HTML; of an MHTML file the first part that is HTML.

    Raises: UnreadableSource.
    """
    if source.media_type != MHTML:
        return decode(source.content)
    message = email.message_from_bytes(source.content, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                return decode(payload)
    raise UnreadableSource(say("MHTML 文件里没有网页"), say("在浏览器里重新保存这个网页后再添加"))


def _furniture(kind: str, text: Ranged) -> Furniture:
    return Furniture(
        kind, text.text, tuple(Origin(run.start, run.start + len(run.text)) for run in text.runs)
    )


def _same(one: LexborNode, other: LexborNode) -> bool:
    return one.mem_id == other.mem_id


def _han(node: LexborNode) -> int:
    return len(re.findall(r"[\u4e00-\u9fff]", node.text(deep=True)))


def _content(body: LexborNode) -> LexborNode:
    """The element that carries the document."""
    total = _han(body)
    for selector in _CONTENT:
        found = body.css_first(selector)
        if found is not None and _han(found) * 3 > total:
            return found
    return _told_by_extractor(body) or _densest(body, total)


def _told_by_extractor(body: LexborNode) -> LexborNode | None:
    """The smallest element with nearly all that trafilatura takes for the text, if it finds any.

    It reads the page's own markup again and never fetches anything.
    """
    import trafilatura  # noqa: PLC0415  0.3 s that pages of known build never need

    # It counts words by blanks, and would take a notice for too short.
    told = trafilatura.extract(
        body.html or "", favor_recall=True, include_comments=False, include_tables=True
    )
    lines = {squeeze(piece) for piece in re.split(r"[\n|]", told or "")}
    lines = {line for line in lines if len(line) >= _TELLING_LINE}
    if not lines:
        return None

    def held(node: LexborNode) -> int:
        text = squeeze(node.text(deep=True))
        return sum(len(line) for line in lines if line in text)

    node, wanted = body, held(body) * _TOLD_SHARE
    if wanted * 2 < sum(map(len, lines)):
        return None
    for _ in range(_MAX_DEPTH):
        child = next(
            (c for c in node.iter() if c.tag not in (*_HIDDEN, "p", "tr") and held(c) >= wanted),
            None,
        )
        if child is None:
            break
        node = child
    return _with_heading(node, body)


def _with_heading(node: LexborNode, body: LexborNode) -> LexborNode:
    """The element, or one a few steps out that also holds the heading that the page is named by."""
    name = squeeze((body.parent.css_first("title") or body).text(deep=True) if body.parent else "")
    outer: LexborNode | None = node
    for _ in range(_STEPS_OUT):
        if outer is None or _same(outer, body):
            return node
        headings = (squeeze(found.text(deep=True)) for found in outer.css("h1, h2, h3"))
        if any(heading and heading in name for heading in headings):
            return outer
        outer = outer.parent
    return node


def _densest(body: LexborNode, total: int) -> LexborNode:
    """The smallest element that holds most of the Chinese text."""
    node = body
    for _ in range(_MAX_DEPTH):
        largest = max(
            (child for child in node.iter() if child.tag not in _HIDDEN), key=_han, default=None
        )
        if largest is None or _han(largest) < total * _MAIN_SHARE or largest.tag in ("p", "tr"):
            return node
        node = largest
    return node


def _walk(node: LexborNode, content: LexborNode, flow: _Flow, *, inside: bool, depth: int) -> None:
    if depth > _MAX_DEPTH:
        raise UnreadableSource(say("网页的结构嵌套过深"), say("在浏览器里另存为纯文本后再添加"))
    for child in node.iter(include_text=True):
        tag = child.tag or ""
        if tag == "-text":
            text = _BLANK_RUN.sub(" ", child.text(deep=False) or "")
            if text.strip() or (text and flow.open_line):
                flow.open_line.append(flow.add(text))
        elif tag in _HIDDEN or tag.startswith("_") or _is_hidden(child):
            continue
        elif tag == "br":
            flow.close(inside=inside)
        elif tag == "table" and _index_rows(child):
            flow.close(inside=inside)
            _index_block(child, flow)
        elif tag == "table" and inside and _is_data(child):
            flow.close(inside=inside)
            flow.rows.append((True, _table(child, flow)))
        elif tag in _BLOCKS:
            flow.close(inside=inside)
            heading = int(tag[1]) if re.fullmatch(r"h[1-6]", tag) else 0
            within = inside or _same(child, content)
            _walk(child, content, flow, inside=within, depth=depth + 1)
            flow.close(inside=within, heading=heading)
        else:
            _walk(child, content, flow, inside=inside, depth=depth + 1)


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    return "hidden" in attributes or bool(_INVISIBLE.search(attributes.get("style") or ""))


# ── the index block ──────────────────────────────────────────────────────────


def _holds_tables(table: LexborNode) -> bool:
    return any(not _same(inner, table) for inner in table.css("table"))


def _index_rows(table: LexborNode) -> bool:
    """A table of labels such as 索 引 号： and 发文字号：, with no table inside."""
    if _holds_tables(table):
        return False
    labels = {label_of(cell.text(deep=True)) for cell in table.css("td, th")}
    return bool(labels & TELLING)


def _index_block(table: LexborNode, flow: _Flow) -> None:
    """Every label and value as furniture, the known ones as fields too."""
    label: str | None = None
    for cell in table.css("td, th"):
        text = _BLANK_RUN.sub(" ", cell.text(deep=True))
        value = flow.add(text).strip()
        flow.add("\n")
        if value:
            flow.furniture.append(_furniture("index_block", value))
        if label_of(text) in LABELS:
            label = label_of(text)
        elif label:
            if value:
                flow.fields += index_field(label, value)
            label = None


# ── tables ───────────────────────────────────────────────────────────────────


def _is_data(table: LexborNode) -> bool:
    """Rows and columns of short cells; what holds tables or many paragraphs is layout."""
    if _holds_tables(table):
        return False
    rows = [row.css("td, th") for row in table.css("tr")]
    cells = [cell for row in rows for cell in row]
    wide = max((len(row) for row in rows), default=0)
    return len(rows) >= 2 and wide >= 2 and all(len(cell.css("p, br")) < 12 for cell in cells)


def _span(cell: LexborNode, name: str) -> int:
    value = (cell.attributes.get(name) or "1").strip()
    return min(max(int(value), 1), 500) if value.isdecimal() else 1


def _table(table: LexborNode, flow: _Flow) -> PrintedTable:
    taken: set[tuple[int, int]] = set()
    cells = []
    rows = table.css("tr")
    for r, row in enumerate(rows):
        c = 0
        for cell in row.css("td, th"):
            while (r, c) in taken:
                c += 1
            rowspan = min(_span(cell, "rowspan"), len(rows) - r)
            colspan = _span(cell, "colspan")
            colspan = next((n for n in range(colspan) if (r, c + n) in taken), colspan)
            taken |= {(r + i, c + j) for i in range(rowspan) for j in range(colspan)}
            cells.append(PrintedCell(r, c, rowspan, colspan, _cell_text(cell, flow)))
            c += colspan
    width = max((c for _, c in taken), default=-1) + 1
    missing = [(r, c) for r in range(len(rows)) for c in range(width) if (r, c) not in taken]
    cells += [PrintedCell(r, c, 1, 1, EMPTY) for r, c in missing]
    return PrintedTable(tuple(sorted(cells, key=lambda cell: (cell.row, cell.col))))


def _cell_text(cell: LexborNode, flow: _Flow) -> Ranged:
    inner = _Flow(length=flow.length)
    _walk(cell, cell, inner, inside=True, depth=0)
    inner.close(inside=True)
    flow.parts += inner.parts
    flow.length = inner.length
    flow.add("\t")
    return Ranged.join(row.text for _, row in inner.rows if isinstance(row, PrintedLine))
