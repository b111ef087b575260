"""A component's blocks → its tree of sections.

Statute family: 编 章 节 条 款 项 目, numbers running on. Opinion family: levels in the order in
which *this* text opens its markers. A 款 has no number: it is the ordinal of the natural paragraph,
a lead-in and its items being one. Numbers are read from labels, never counted; what has no printed
number (a paragraph, a table) is keyed by its place. Source: DOMAIN.md §3.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from archive.notice.model import SectionKind
from ingest.stages import EMPTY, Block, BlockKind, MarkerKind, Node, PrintedTable, Ranged

# What is asked of every block or section is bound here: Python 3.11 looks the member of an
# enumeration up five times as slowly as a name.
_IS_ARTICLE, _IS_MARKER, _IS_TABLE, _IS_PROSE = (
    *(BlockKind.ARTICLE, BlockKind.MARKER, BlockKind.TABLE, BlockKind.PROSE),
)
_ARTICLE, _PARAGRAPH, _TEXT = SectionKind.ARTICLE, SectionKind.PARAGRAPH, SectionKind.TEXT
_ITEM, _POINT = (SectionKind.ITEM, "i"), (SectionKind.POINT, "pt")
_STATUTE = {
    BlockKind.PART: (0, SectionKind.PART, "part"),
    BlockKind.CHAPTER: (1, SectionKind.CHAPTER, "ch"),
    BlockKind.SECTION: (2, SectionKind.SECTION, "sec"),
    BlockKind.ARTICLE: (3, SectionKind.ARTICLE, "art"),
}
_LISTING = (MarkerKind.ARABIC, MarkerKind.ARABIC_BRACKET)
"""Markers of the entries of a plain list."""
_LISTED = (BlockKind.PROSE, BlockKind.ORGAN)
"""What an entry without one looks like by itself."""
_ARTICLE_RANK = 3
_NOMINAL = (
    MarkerKind.HAN,
    MarkerKind.HAN_BRACKET,
    MarkerKind.ARABIC,
    MarkerKind.ARABIC_BRACKET,
    MarkerKind.CIRCLED,
)
"""The order that the standard layout gives; a text's own markers go before it."""
_LIST_RANK = 89
# 组织领导。市政府牵总…: a short first sentence that stands as a heading
_HEAD_SENTENCE = re.compile(r"[^。，,；;：:！？]{2,20}。(?=.)")
# 市级统筹，园区主导。焦作…
_RUN_IN = re.compile(r"[^。；;：:！？]{2,30}。(?=.)")
# 统筹建设监管工作平台。 alone on its line
_LONE_SENTENCE = re.compile(r"[^。；;：:！？]{2,30}。$")
# 本细则自发布之日起施行。由…负责解释。: a rule, however short
_RULE_SENTENCE = re.compile(r"本(?!市|省|县|区|地|级)|自.{2,}起|同时废止|施行|有效期")
# 将第三条修改为：“…, 增加一条，作为第五条：“…
_AMENDS = re.compile(r"(?:修改为|修改成|改为|作为第.{1,8}[条款项]|增加.{0,20})[：:，,]?[ \u3000]*“")
# （目的和依据）
_OPENS_BRACKET = frozenset("（([【")
_HEAD_BRACKET = re.compile(r"[（(\[【][^（）()]{1,20}[)）\]】][ \u3000]*")
_SENTENCE_MARKS = re.compile(r"[。；：:！？;]")
_MAX_HEADING = 40
_MIN_CELLS = 5
_CELL = 24
"""No line of a table cut into its cells is longer, as a rule."""


@dataclass(slots=True)
class _Open:
    """A node being filled."""

    rank: int
    kind: SectionKind
    piece: str
    """Its own part of the key."""
    label: Ranged = EMPTY
    number: tuple[int, ...] | None = None
    heading: Ranged = EMPTY
    text: Ranged = EMPTY
    table: PrintedTable | None = None
    children: list["_Open"] | tuple[()] = ()

    def add(self, child: "_Open") -> None:
        """Behind the children so far; most nodes have none, and no list for them."""
        if self.children:
            self.children.append(child)
        else:
            self.children = [child]


def outline(
    key: str,
    blocks: Sequence[Block],
    *,
    lists_of_lines: bool = False,
    indented: bool = False,
) -> tuple[Node, ...]:
    """The sections of the component ``key``.

    ``lists_of_lines``: runs of short unlabelled lines are entries of a list (an attachment's).
    ``indented``: the document indents its paragraphs, so that lines that are not may be cells.
    """
    root = _Open(-1, SectionKind.TEXT, "")
    blocks = _without_quoted_structure(blocks)
    if indented:
        blocks = _without_residue(blocks)
    has_articles = any(block.kind is _IS_ARTICLE for block in blocks)
    head_sentences = _uses_head_sentences(blocks)
    entries = _list_entries(blocks, lists_of_lines=lists_of_lines)
    restarts = _restarts(blocks)
    stack = [root]
    order: list[MarkerKind] = []
    for index, block in enumerate(blocks):
        statute = _STATUTE.get(block.kind)
        if statute:
            rank, kind, piece = statute
            node = _statute_node(block, rank, kind, piece, head_sentences=head_sentences)
            order.clear()
        elif index in entries:
            rank, node = _LIST_RANK, _list_node(block)
        elif block.marker and block.kind is _IS_MARKER:
            if block.marker not in order:
                del order[_rank(block.marker, order, index, restarts) :]
                order.append(block.marker)
            else:
                del order[order.index(block.marker) + 1 :]
            inside = _open_article(stack) is not None
            rank = 10 + order.index(block.marker)
            if inside:
                node = _item_node(block, rank, len(order))
            else:
                leads = index + 1 < len(blocks) and blocks[index + 1].kind is _IS_PROSE
                node = _level_node(block, rank, len(order), leads=leads)
        elif block.kind is _IS_TABLE:
            rank = _LIST_RANK
            node = _Open(90, SectionKind.TABLE, "tbl", table=block.line.table)
        else:
            _prose(stack, order, block, has_articles=has_articles)
            continue
        while stack[-1].rank >= rank:
            stack.pop()
        stack[-1].add(node)
        stack.append(node)
    tree = _Tree(key)
    nodes = tuple(tree.frozen(root.children, key, 1, {}))
    return nodes if len(set(tree.keys)) == len(tree.keys) else _unique(nodes)


def _without_residue(blocks: Sequence[Block]) -> list[Block]:
    """Labels in what an export has left of a table, a cell or a row a line, are no structure.

    Such lines stand at the margin where paragraphs are indented, many together and most of them
    short, or under 序号.
    """
    result = list(blocks)
    at = 0
    while at < len(result):
        stop = at
        while stop < len(result) and _may_be_cell(result[stop]):
            stop += 1
        run = result[at:stop]
        if len(run) >= _MIN_CELLS and _is_residue(run):
            for n in range(at, stop):
                if result[n].marker:
                    line = result[n].line
                    result[n] = Block(BlockKind.PROSE, line, rest=line.text)
        at = max(stop, at + 1)
    return result


def _may_be_cell(block: Block) -> bool:
    return not block.line.indent and block.kind not in (*_STATUTE, BlockKind.TABLE)


def _is_residue(run: Sequence[Block]) -> bool:
    if any(block.text.replace(" ", "").startswith("序号") for block in run[:8]):
        return True
    cells = sum(
        len(block.text) <= _CELL and not _SENTENCE_MARKS.search(block.text) for block in run
    )
    return cells * 3 >= len(run) * 2


Restarts = dict[MarkerKind, tuple[list[int], list[bool]]]
"""Where each kind of marker stands, and whether it says one there."""


def _restarts(blocks: Sequence[Block]) -> Restarts:
    found: Restarts = {}
    for index, block in enumerate(blocks):
        if block.marker:
            places, firsts = found.setdefault(block.marker, ([], []))
            places.append(index)
            firsts.append(block.number == (1,))
    return found


def _rank(marker: MarkerKind, order: Sequence[MarkerKind], index: int, restarts: Restarts) -> int:
    """Where a kind of marker that is new here belongs: below all that are open, as a rule.

    It stands above one that nominally ranks below it and begins anew behind it: a text whose first
    一、 has been lost opens with its （一）.
    """
    for at, known in enumerate(order):
        if marker in _NOMINAL and known in _NOMINAL[_NOMINAL.index(marker) + 1 :]:
            places, firsts = restarts[known]
            following = bisect_right(places, index)
            if following < len(places) and firsts[following]:
                return at
    return len(order)


def _without_quoted_structure(blocks: Sequence[Block]) -> list[Block]:
    """The new wording that an amendment quotes over several lines is text, not structure.

    第三条修改为：“第三条 …⏎第二款…”: from the opening quotation mark to the closing one.
    """
    texts = [block.line.text.text for block in blocks]
    opened = [text.count("“") - text.count("”") for text in texts]
    """How many quotation marks a line opens more than it closes; below 0, closes more."""
    result = list(blocks)
    if not any(opened):
        return result
    # The least that will be open from each block on: what never closes is not looked for.
    least = list(accumulate(reversed(opened), lambda below, own: own + min(below, 0)))[::-1]
    at = 0
    while at < len(result):
        if opened[at] > 0 and least[at] <= 0 and _AMENDS.search(result[at].text):
            depth, stop = opened[at], at + 1
            while depth > 0:
                depth += opened[stop]
                stop += 1
            for inside in range(at + 1, stop):
                if result[inside].kind is not BlockKind.TABLE:
                    line = result[inside].line
                    result[inside] = Block(BlockKind.PROSE, line, rest=line.text)
            at = stop - 1
        at += 1
    return result


def _close_lists(stack: list[_Open]) -> None:
    while stack[-1].rank >= _LIST_RANK:
        stack.pop()


def _open_article(stack: Sequence[_Open]) -> int | None:
    """Where in the stack the article stands that is open."""
    for n, open_ in enumerate(stack):
        if open_.rank >= _ARTICLE_RANK:  # ranks rise from the root on
            return n if open_.rank == _ARTICLE_RANK else None
    return None


def _prose(
    stack: list[_Open], order: list[MarkerKind], block: Block, *, has_articles: bool
) -> None:
    """Unlabelled text: the next 款 of an article, a paragraph of a level, or plain text."""
    _close_lists(stack)
    article = _open_article(stack)
    if article is not None:
        del stack[article + 1 :]
        order.clear()
        if not (stack[-1].text.text or stack[-1].children):
            stack[-1].text = block.line.text
            return
        node = _Open(4, SectionKind.PARAGRAPH, "p", text=block.line.text)
    elif block.line.heading and not has_articles:
        del stack[1:]
        order.clear()
        node = _Open(0, SectionKind.TEXT, "t", heading=block.line.text)
        stack[-1].add(node)
        stack.append(node)
        return
    else:
        node = _Open(91, SectionKind.TEXT, "t", text=block.line.text)
    stack[-1].add(node)


def _statute_node(
    block: Block, rank: int, kind: SectionKind, piece: str, *, head_sentences: bool
) -> _Open:
    node = _Open(rank, kind, f"{piece}-{_written(block.number)}", block.label, block.number)
    if kind is not _ARTICLE:
        node.heading = block.rest
        return node
    rest = block.rest
    bracket = _HEAD_BRACKET.match(rest.text) if rest.text[:1] in _OPENS_BRACKET else None
    sentence = _head(_HEAD_SENTENCE, rest.text) if head_sentences else None
    if bracket:
        node.heading, node.text = rest.cut(0, bracket.end()).strip(), rest.cut(bracket.end())
    elif sentence:
        node.heading, node.text = rest.cut(0, sentence.end()), rest.cut(sentence.end()).strip()
    elif rest and len(rest.text) <= 20 and not _SENTENCE_MARKS.search(rest.text[-1:]):
        node.heading = rest
    else:
        node.text = rest
    return node


def _written(number: tuple[int, ...] | None) -> str:
    """A number's piece of a key: (120, 1) → 120_1."""
    if number and len(number) == 1:
        return str(number[0])
    return "_".join(map(str, number)) if number else "0"


def _head(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """A first sentence that names what follows instead of ruling something."""
    match = pattern.match(text)
    return match if match and not _RULE_SENTENCE.search(match[0]) else None


def _uses_head_sentences(blocks: Sequence[Block]) -> bool:
    """A text that opens a third of its articles with a short sentence uses it as a heading.

    Without this, 国家实行社会主义市场经济。… in a law would lose its first sentence.
    """
    articles = [block for block in blocks if block.kind is _IS_ARTICLE]
    heads = sum(bool(_head(_HEAD_SENTENCE, block.rest.text)) for block in articles)
    return heads >= 3 and heads * 3 >= len(articles)


def _item_node(block: Block, rank: int, depth: int) -> _Open:
    """A marker's node inside an article: 项, and 目 below it."""
    kind, name = _ITEM if depth == 1 else _POINT
    piece = f"{name}-{_written(block.number)}"
    return _Open(rank, kind, piece, block.label, block.number, text=block.rest)


def _level_node(block: Block, rank: int, depth: int, *, leads: bool) -> _Open:
    """``leads``: unlabelled text follows, so that one short sentence alone is its heading."""
    piece = f"l{depth}-{_written(block.number)}"
    node = _Open(rank, SectionKind.LEVEL, piece, block.label, block.number)
    rest = block.rest
    run_in = _head(_RUN_IN, rest.text)
    if not run_in and leads and _head(_LONE_SENTENCE, rest.text):
        node.heading = rest
        return node
    if run_in:
        node.heading, node.text = rest.cut(0, run_in.end()), rest.cut(run_in.end()).strip()
    elif len(rest.text) <= _MAX_HEADING and not _SENTENCE_MARKS.search(rest.text):
        node.heading = rest
    else:
        node.text = rest
    return node


def _list_node(block: Block) -> _Open:
    piece = f"li-{block.number[0]}" if block.number else "li"
    return _Open(
        _LIST_RANK,
        SectionKind.LIST_ITEM,
        piece,
        block.label,
        block.number,
        text=block.rest or block.line.text,
    )


def _list_entries(blocks: Sequence[Block], *, lists_of_lines: bool) -> frozenset[int]:
    """Which blocks are entries of a plain list: bare noun phrases, two or more, nothing below them.

    A list with numbers begins at one, and all of it is bare: 3. and 4. that go on from a 2. with
    sentences are points like it. Source: DOMAIN.md §3.3 (park names, company names; against
    ``1.重要意义。…``).
    """
    found: set[int] = set()
    run: list[int] = []

    def close(after: Block | None = None) -> None:
        number, last = blocks[run[0]].number, blocks[run[-1]].number
        goes_on = (
            after is not None
            and last is not None
            and after.marker is blocks[run[-1]].marker
            and after.number == (*last[:-1], last[-1] + 1)
        )
        if len(run) >= 2 and number in (None, (1,)) and not goes_on:
            found.update(run)
        run.clear()

    for index, block in enumerate(blocks):
        if block.marker and block.marker in _LISTING and _is_bare(block.rest.text):
            if run and blocks[run[-1]].marker is not block.marker:
                close()
            run.append(index)
        elif lists_of_lines and block.kind in _LISTED and _is_bare(block.text):
            if run and blocks[run[-1]].marker is not None:
                close()
            run.append(index)
        elif run:
            # Prose right under the last entry is that entry's content: then they are headings.
            if block.kind is _IS_PROSE and blocks[run[-1]].marker is not None:
                run.clear()
            else:
                close(block)
    if run:
        close()
    return frozenset(found)


def _is_bare(text: str) -> bool:
    return 0 < len(text) <= 60 and not re.search(r"[。；！？;]|[，,：:]$", text)


class _Tree:
    """The open nodes of a component with their final keys; unlabelled kinds are keyed by place."""

    def __init__(self, component: str) -> None:
        self._component = component
        self.keys: list[str] = []
        """All that were given, so that it can be told whether one stands twice."""

    def frozen(
        self, opened: Iterable[_Open], parent: str, depth: int, seen: dict[str, int]
    ) -> list[Node]:
        """Nodes of one parent.

        ``seen``: how many of each unlabelled kind have been counted where these are.
        """
        nodes = []
        for open_ in opened:
            kind, piece = open_.kind, open_.piece
            if "-" not in piece:
                seen[piece] = count = seen.get(piece, 0) + 1
                piece = f"{piece}-{count}"
            if kind is _ARTICLE:
                nodes.append(self._article(open_, f"{self._component}/{piece}", depth))
                continue
            runs_on = open_.rank < _ARTICLE_RANK and kind is not _TEXT
            key = f"{self._component if runs_on else parent}/{piece}"
            self.keys.append(key)
            below: tuple[Node, ...] = ()
            if open_.children:
                above, counted = (self._component, seen) if runs_on else (key, {})
                below = tuple(self.frozen(open_.children, above, depth + 1, counted))
            nodes.append(
                Node(
                    key,
                    kind,
                    depth,
                    open_.label,
                    open_.number,
                    open_.heading,
                    open_.text,
                    below,
                    open_.table,
                )
            )
        return nodes

    def _article(self, open_: _Open, key: str, depth: int) -> Node:
        """An article of one 款 carries its text and items itself; of several, each is a child."""
        self.keys.append(key)
        text = open_.text
        below: tuple[Node, ...] = ()
        if open_.children:
            text, below = self._paragraphs(open_, key, depth + 1)
        heading = open_.heading
        return Node(key, _ARTICLE, depth, open_.label, open_.number, heading, text, below)

    def _paragraphs(self, article: _Open, key: str, depth: int) -> tuple[Ranged, tuple[Node, ...]]:
        """An article's own text, and what stands below it at ``depth``."""
        texts: list[Ranged] = [article.text]
        items: list[list[_Open]] = [[]]
        for child in article.children:
            if child.kind is _PARAGRAPH:
                texts.append(child.text)
                items.append([])
            else:
                items[-1].append(child)
        first = 1 if not texts[0].text and not items[0] and len(texts) > 1 else 0
        if len(texts) - first == 1:
            return texts[first], tuple(self.frozen(items[first], f"{key}/p-1", depth, {}))
        nodes = []
        for ordinal, (text, inside) in enumerate(zip(texts[first:], items[first:], strict=True), 1):
            name = f"{key}/p-{ordinal}"
            self.keys.append(name)
            below = tuple(self.frozen(inside, name, depth + 1, {})) if inside else ()
            nodes.append(Node(name, _PARAGRAPH, depth, text=text, children=below))
        return EMPTY, tuple(nodes)


def _unique(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """A second unit with the same key gets ``~2``, and all below it too."""
    seen: Counter[str] = Counter()

    def renamed(node: Node, old: str, new: str) -> Node:
        key = new + node.key[len(old) :] if node.key.startswith(old) else node.key
        seen[key] += 1
        if seen[key] > 1:
            marked = f"{key}~{seen[key]}"
            children = tuple(renamed(child, node.key, marked) for child in node.children)
            return node._replace(key=marked, children=children)
        return node._replace(
            key=key, children=tuple(renamed(child, old, new) for child in node.children)
        )

    return tuple(renamed(node, "", "") for node in nodes)
