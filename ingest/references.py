"""References to parts of the same document: 本办法第八条第二款第三项, 前款, 第五条至第七条, 附件1.

::

    reference := whose? (relative unit* | unit+) (前 count (款|项))?
    whose     := 本办法 | 本实施细则 | 《own title》
    relative  := 前 count? (条|款|项|章|节) | 本 (条|款|项|章|节|编)
    unit      := 第 numeral (条 (之 numeral)?|款|项|目|章|节|编|部分)      第（三）项, 第三、四项
    range     := reference (至|到|—) unit+
    list      := reference ((、|和|或者|，) unit+)*       each is one reference and takes over
                                                         what the one before it says above it
    annex     := (附件|附表|附) numeral

What stands behind another document's name (《行政许可法》第三条, 刑法第三条), in quotation marks
or in a decision that amends another act speaks of that. Source: DOMAIN.md §6.3.
"""

import re
from bisect import bisect_right
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from archive.notice.model import Citation, Claim, ClaimType, Role, SectionKind, Within
from archive.notice.numerals import parse_numeral
from ingest.stages import Node, Part, Passage

if TYPE_CHECKING:
    from ingest.citations import Cited, Names

_B = r"[ \u3000]{0,2}"
_NUM = r"(?:[〇○零一二三四五六七八九十百千]{1,9}|[0-9０-９]{1,4})"
_ONE = rf"[（(]?{_B}{_NUM}{_B}[）)]?"
_TO = r"(?:至|到|[-－—–~～]{1,2})"
_AND = r"(?:、|和|或者|或|以及|及|与|,|，(?:和|以及|或者)?)"
_LEVEL = (
    r"(?:条(?!件|例|目|约|线|款)|款(?!项|式|物|待|产|车)|项(?!目)|目(?!标|录|的|前)|章(?!程)|节(?!能|点|约|目|课|日)"
    r"|编(?!制|号|码|写|辑|排)|部分)"
)
_UNIT = (
    rf"第{_B}{_ONE}(?:{_B}(?:{_AND}|{_TO})第?{_B}{_ONE}){{0,6}}{_B}{_LEVEL}"
    rf"(?:(?<=条){_B}之{_B}{_NUM})?"
)
# （三）项 behind 第二款
_ITEM = rf"(?<=[条款]){_B}[（(]{_NUM}[）)]{_B}项"
_COUNT = r"[一二两三四五六七八九十2-9]"
_RELATIVE = (
    rf"前{_COUNT}?(?:条(?!件|例|目|约|线|款)|款(?!项|式|物|待|产|车)|项(?!目)|章(?!程)|节(?!能|点|约|目|课))"
    r"|(?<![资成基文样版根])本(?:条(?!件|例|目|约|线)|款(?!项|式|物)|项(?!目|工作|活动|任务|改革|业务)|章(?!程)|节(?!能|点|约|目|课)|编(?!制|号|码|写|辑))"
)
_TAIL = rf"(?:{_UNIT}|{_ITEM}){{0,5}}(?:前{_COUNT}(?:款|项(?!目)))?"
# 附件1, 附表2, （附1）
_ANNEX = rf"附(?:件|表|(?=[1-9][）)])){_B}({_NUM}(?:[-－—]{_NUM})?)(?![0-9.．年月日%％件])"
# 见附件, （附件）: without a number only where this document's are plainly meant
_ANNEXES = r"(?<=[见（(])(附件)(?=[）)。，；、的]|$)"
_REFERENCE = re.compile(
    rf"(?:{_RELATIVE})(?:前{_COUNT}?款(?!项|式|物|待|产|车))?{_TAIL}|{_UNIT}{_TAIL}|{_ANNEX}"
    rf"|{_ANNEXES}"
)
_PARTS = re.compile(f"{_UNIT}{_TAIL}")
# What every reference has, found five times as fast.
MAY_REFER = (
    r"第[〇○零一二三四五六七八九十百千0-9０-９ \u3000（(]|前[一二两三四五六七八九十2-9条款项章节]"
    r"|本[条款项章节编](?!例)|附[件表1-9]"
)
_MAY_REFER = re.compile(MAY_REFER)
# 、第九条; 、九条 and 、2 are written too
_NEXT = re.compile(
    rf"{_B}(?:({_TO})|{_AND}){_B}((?:{_UNIT}|({_NUM}){_B}[条项](?!件|例|目|约|线)){_TAIL})"
)
_NEXT_ANNEX = re.compile(
    rf"{_B}(?:(至|到|[~～])|、|和|及){_B}((?:附(?:件|表))?{_B}({_NUM}(?:[-－—]{_NUM})?))(?![0-9.．年月日%％项个家份张人条类次种式]"
    rf"|{_B}[、.．]{_B}[\u4e00-\u9fff])"
)
_STEP = re.compile(rf"第?((?:{_ONE}|{_AND}|{_TO}|第|[ \u3000])+?)({_LEVEL})(?:{_B}之{_B}({_NUM}))?")
_NUMERAL = re.compile(_NUM)
_STEP_BACK = re.compile(rf"前({_COUNT}?)([条款项章节])|本([条款项章节编])")

_SELF = re.compile(
    r"本(?:[^市省县区国州院会部局届次级地案人年，。；、“”《》（）()\s]{0,4}?)"
    r"(法|法典|宪法|条例|办法|规定|细则|规则|意见|通知|方案|决定|解释|规划|通告|公告|规程|规范|准则|章程|标准|"
    r"指南|指引|公约|制度|措施|纲要|令|函|批复|目录|预案|计划|要点|政策|导则|文件|合同|协议|安排)"
    r"(?:的|中|之)?(?:总则|分则|正文)?$"
)
_OTHER = re.compile(
    r"(?:(?:法|法典|宪法|条例|办法|规定|细则|规则|决定|解释|通则|章程|公约|规程|准则|协定|议定书|决议|通知|意见|宪章|"
    r"草案|修正案|方案|批复|公告|令|纪要|规范|标准|总则|分则|合同|协议|该条|同条|该款)"
    r"|[》》](?:附件|修正前)?)(?:[（(][^（）()]{0,60}[)）])?[ \u3000]?$"
)
_OTHER_OF = re.compile(r"[法例》](?:的|中|之|中的)$|(?:原|修订前|修正前|修改前)的?$")
_GAP = re.compile(r"[)）]?[ \u3000]?(?:文件|文)?(?:的|中|之|中的)?")
# A sentence that changes wording speaks of what it changes.
_CHANGES = re.compile(r"修改为|删去|删除第|增加一|作为第|改为第|修正为")
_AMENDING = re.compile(
    r"修正案|(?:修改|修正|修订|废止|暂时调整|停止执行).*(?:决定|通知|命令|令|公告|议案)$"
)
# 规定 behind 第九条 that begins a sentence: no label
_GOES_ON = re.compile(r"[ \u3000]?(?:第|规定|的|所|中|、|，|,|和|至|或|以及|及|与|（|\()")
_SENTENCE = re.compile("[。；;\n]")
_QUOTE = re.compile("“[^“”]*”")
_COUNTS = {"两": 2, "": 1}
_MOST = 500
"""Sections that one range is spelt out into."""
_CONTAINERS = {
    "编": SectionKind.PART,
    "章": SectionKind.CHAPTER,
    "节": SectionKind.SECTION,
}
_RANK = {"编": 0, "章": 1, "节": 2, "部": 3, "条": 3, "款": 4, "项": 5, "目": 6}


class Step(NamedTuple):
    """One level of a reference: 第三、四项; a range holds both ends."""

    level: str
    """``编章节条款项目部``; 部 is 第二部分."""
    numbers: tuple[tuple[int, ...], ...]
    is_bracketed: bool = False
    """第（二）款, which may mean 第（二）项."""


@dataclass(slots=True)
class Outline:
    """A component's sections by key, with the way up; made once, when first asked."""

    part: Part
    nodes: dict[str, Node] = field(default_factory=dict)
    above: dict[str, Node] = field(default_factory=dict)
    articles: dict[tuple[int, ...], Node] = field(default_factory=dict)
    order: list[Node] = field(default_factory=list)
    place: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        nodes, above = self.nodes, self.above
        for node in self.part.walk():
            nodes[node.key] = node
            for child in node.children:
                above[child.key] = node
            if node.kind is SectionKind.ARTICLE and node.number:
                self.articles.setdefault(node.number, node)
                self.place.setdefault(node.key, len(self.order))
                self.order.append(node)

    def up(self, node: Node | None, *kinds: SectionKind) -> Node | None:
        """The node itself or the nearest above it of one of the kinds."""
        while node is not None and node.kind not in kinds:
            node = self.above.get(node.key)
        return node

    def siblings(self, node: Node) -> tuple[Node, ...]:
        """Those under the same parent, itself among them, of its kind."""
        parent = self.above.get(node.key)
        beside = parent.children if parent else self.part.nodes
        return tuple([one for one in beside if one.kind is node.kind])

    def between(self, first: Node, last: Node) -> list[Node]:
        """Both and what stands between them, where they are of one sort."""
        is_article = first.kind is SectionKind.ARTICLE
        row = self.order if is_article else self.siblings(first)
        keys = [node.key for node in row]
        if first.key in keys and last.key in keys:
            return list(row[keys.index(first.key) : keys.index(last.key) + 1])[:_MOST]
        return [first, last]

    def relative(self, own: Node | None, words: tuple[str, ...]) -> list[Node]:
        """What 前款, 前两项, 本章, 前条 mean where ``own`` stands; empty if nothing."""
        nodes: list[Node] = []
        for place, word in enumerate(words):
            count = _COUNTS.get(word[1:-1]) or parse_numeral(word[1:-1]) or 1
            level = word[-1]
            if own is None:
                return []
            if word[0] == "本":
                found = self.this(own, level)
                nodes = [found] if found else []
            elif place and words[0] != "本条" and level in "款项":
                step = Step(level, tuple([(n,) for n in range(1, count + 1)]))
                nodes = self.down_from(nodes, step, own)
            else:
                nodes = self._before(own, level, count)
        return nodes

    def this(self, own: Node, level: str) -> Node | None:
        """本条, 本款, 本项, 本章 …"""
        if level in _CONTAINERS:
            return self.up(own, _CONTAINERS[level])
        if level == "条":
            return self.up(own, SectionKind.ARTICLE) or self._top(own)
        if level == "款":
            return self.up(own, SectionKind.PARAGRAPH, SectionKind.ARTICLE) or own
        return self.up(own, SectionKind.ITEM, SectionKind.LEVEL, SectionKind.LIST_ITEM)

    def _top(self, own: Node) -> Node | None:
        """The highest level of an opinion around a node."""
        top = None
        level = self.up(own, SectionKind.LEVEL)
        while level:
            top = level
            level = self.up(self.above.get(level.key), SectionKind.LEVEL)
        return top

    def _before(self, own: Node, level: str, count: int) -> list[Node]:
        """The last ``count`` 条, 款, 项 … before the one around ``own``."""
        this = self.this(own, level)
        if level == "项" and (this is None or this.kind is SectionKind.LEVEL):
            here = self.this(own, "款")
            items = self._items(here) if here else []
            if not items and here:
                items = self._items(next(iter(self._row_before(here, 1)), here))
            return items[-count:] if len(items) >= count else []
        return self._row_before(this, count) if this else []

    def _row_before(self, this: Node, count: int) -> list[Node]:
        if this.kind is SectionKind.ARTICLE:
            if this.key not in self.place:
                return []
            at = self.place[this.key]
            row: Sequence[Node] = self.order
        else:
            row = self.siblings(this)
            at = next((i for i, node in enumerate(row) if node.key == this.key), 0)
        return list(row[at - count : at]) if count <= at else []

    def _items(self, at: Node) -> list[Node]:
        return [child for child in at.children if child.kind is SectionKind.ITEM]

    def around(self, own: Node, level: str) -> list[Node]:
        """Where 第一款 or 第二项 without more is counted: in this 条, in this 款."""
        article = self.up(own, SectionKind.ARTICLE)
        if article is None:
            level_above = self.up(self.above.get(own.key), SectionKind.LEVEL)
            return [node for node in (self.this(own, "项"), level_above) if node][-1:]
        if level == "款":
            return [article]
        if level == "目":
            item = self.up(own, SectionKind.ITEM)
            return [item] if item else []
        paragraph = self.up(own, SectionKind.PARAGRAPH)
        return [paragraph if paragraph and self._items(paragraph) else article]

    def down_from(self, at: Sequence[Node | None], step: Step, own: Node | None) -> list[Node]:
        """What a step leads to from each of ``at`` (``None``: the component); empty if nowhere."""
        level = step.level
        if level == "款" and step.is_bracketed and at and at[0]:
            level = "项" if self._item(at[0], step.numbers[0]) else level
        found = [self._down(one, level, n, own) for one in at for n in step.numbers]
        return [node for node in found if node] if all(found) else []

    def _down(
        self, at: Node | None, level: str, number: tuple[int, ...], own: Node | None
    ) -> Node | None:
        if level in _CONTAINERS:
            return self._container(at, _CONTAINERS[level], number, own)
        if level in ("条", "部"):
            article = self.articles.get(number) if level == "条" else None
            return article or self._level(None, number) or self._only_level(number)
        if at is None:
            return None
        (first, *_) = number
        if level == "款":
            return self._paragraph(at, first)
        if level == "项":
            return self._item(at, number)
        return self.nodes.get(f"{at.key}/pt-{first}") or self._level(at, number)

    def _container(
        self, at: Node | None, kind: SectionKind, number: tuple[int, ...], own: Node | None
    ) -> Node | None:
        """A 章 or 节 of that number: under ``at``, else where the reference stands, else first."""
        numbered = [n for n in self.nodes.values() if n.kind is kind and n.number == number]
        if at is not None:
            return next((n for n in numbered if self._is_below(n, at)), None)
        wider = (SectionKind.CHAPTER,) if kind is SectionKind.SECTION else (SectionKind.PART,)
        around = self.up(own, *wider)
        near = [n for n in numbered if around and self._is_below(n, around)]
        return next(iter(near or numbered), None)

    def _is_below(self, node: Node | None, top: Node) -> bool:
        while node is not None and node.key != top.key:
            node = self.above.get(node.key)
        return node is not None

    def _level(self, at: Node | None, number: tuple[int, ...]) -> Node | None:
        beside = at.children if at else self.part.nodes
        numbered = (SectionKind.LEVEL, SectionKind.LIST_ITEM)
        return next((n for n in beside if n.kind in numbered and n.number == number), None)

    def _only_level(self, number: tuple[int, ...]) -> Node | None:
        """41. of a numbering that runs on through all chapters."""
        row = [n for n in self.nodes.values() if n.kind is SectionKind.LEVEL and n.number == number]
        return row[0] if len(row) == 1 else None

    def _paragraph(self, at: Node, first: int) -> Node | None:
        found = self.nodes.get(f"{at.key}/p-{first}")
        if found or at.kind is SectionKind.ARTICLE:
            alone = first == 1 and f"{at.key}/p-2" not in self.nodes
            return found or (at if alone else None)
        texts = [at] if at.text else []
        texts += [child for child in at.children if child.kind is SectionKind.TEXT]
        return texts[first - 1] if 0 < first <= len(texts) else None

    def _item(self, at: Node, number: tuple[int, ...]) -> Node | None:
        (first, *_) = number
        if at.kind is SectionKind.ARTICLE:
            heads = [at.key + "/p-1", *(n.key for n in at.children)]
            keys = (f"{head}/i-{first}" for head in heads)
            return next((self.nodes[key] for key in keys if key in self.nodes), None)
        return self.nodes.get(f"{at.key}/i-{first}") or self._level(at, number)


def _read_steps(text: str) -> list[Step]:
    """第八条第二款第（三）项 → its steps; a range holds all its numbers."""
    steps: list[Step] = []
    for match in _STEP.finditer(text):
        level = match[2][0]
        numbers: list[tuple[int, ...]] = []
        before = 0
        for one in _NUMERAL.finditer(match[1]):
            value = parse_numeral(one[0])
            if value is None:
                return []
            between = match[1][before : one.start()]
            if numbers and re.search(_TO, between):
                first = numbers[-1][0]
                numbers += [(n,) for n in range(first + 1, min(value, first + 200))]
            numbers.append((value,))
            before = one.end()
        if match[3] and numbers:
            suffix = parse_numeral(match[3])
            numbers[-1] = (*numbers[-1], suffix or 0)
        steps.append(Step(level, tuple(numbers), "（" in match[1] or "(" in match[1]))
    return steps


class _Found(NamedTuple):
    """A reference as it stands: 前款第三项 is relative ``前款`` and one step."""

    start: int
    stop: int
    relative: tuple[str, ...]
    steps: tuple[Step, ...]
    is_end: bool = False
    """The last of a range, whose first is the one before it."""


def _taken_apart(text: str, start: int, stop: int) -> _Found:
    relative, steps = _read_words(text[start:stop])
    return _Found(start, stop, relative, steps)


@lru_cache(maxsize=4096)
def _read_words(words: str) -> tuple[tuple[str, ...], tuple[Step, ...]]:
    """前款第三项 → (前款) and its steps; the same few words come again and again."""
    relative: list[str] = []
    at = 0
    while match := _STEP_BACK.match(words, at):
        relative.append(match[0])
        at = match.end()
    rest = words[at:]
    tail = re.search(rf"前{_COUNT}[款项]$", rest)
    steps = _read_steps(rest[: tail.start()] if tail else rest)
    if tail:
        count = 2 if tail[0][1] == "两" else parse_numeral(tail[0][1]) or 1
        steps.append(Step(tail[0][2], tuple([(n,) for n in range(1, count + 1)])))
    return tuple(relative), tuple(steps)


def _pattern(found: _Found) -> str:
    """第N条, 前款, 第N部分."""
    if found.relative:
        return found.relative[0]
    level = found.steps[0].level if found.steps else "条"
    return "第N部分" if level == "部" else f"第N{level}"


def references(passage: Passage, cited: Sequence["Cited"], names: "Names") -> Iterable[Claim]:
    """``REFERS`` claims: own titles in 《》, then parts of this document, in reading order.

    One that leads nowhere has no ``target_keys`` and needs review.
    """
    may_refer = _MAY_REFER.search(passage.text)
    if not may_refer and not cited:
        return ()
    found = [
        _claim(
            passage, one.start, one.stop, (one.key or names.parts[0].key,), "《》", one.citation()
        )
        for one in cited
        if one.is_own and one.title and names.parts
    ]
    match = _REFERENCE.search(passage.text) if may_refer else None
    if match and passage.within is not Within.TITLE:
        found += _Reader(passage, cited, names).claims(match)
    return found


def _claim(
    passage: Passage,
    start: int,
    stop: int,
    keys: tuple[str, ...],
    pattern: str,
    citation: Citation | None = None,
) -> Claim:
    return Claim(
        ClaimType.REFERS,
        passage.key,
        start,
        stop,
        passage.text[start:stop],
        "WHOLE" if keys and "/" not in keys[0] else "ARTICLES",
        "ASSERTED" if keys else "NEEDS_REVIEW",
        pattern,
        citation=citation,
        target_keys=keys,
        within=passage.within,
    )


class _Reader:
    """Reads the references of one passage from left to right."""

    def __init__(self, passage: Passage, cited: Sequence["Cited"], names: "Names") -> None:
        self.passage = passage
        self.text = passage.text
        self.names = names
        self.cited = cited
        self.closed = [(one.start, one.stop) for one in cited]
        if "“" in self.text:
            self.closed += [match.span() for match in _QUOTE.finditer(self.text)]
            self.closed.sort()
        title = passage.part.title_text or (
            names.title if passage.part.role is not Role.ATTACHMENT else None
        )
        self.amends = bool(title and _AMENDING.search(title))
        self.stops = [one.stop for one in cited]
        self.aliases = tuple(names.aliases)
        self.changes: list[int] | None = None
        """Where words of change stand, once asked."""
        self.sentence_end = -1
        self.said: tuple[Step, ...] = ()
        self.said_until = -1
        self.outside_until = -1
        """Up to here, plain references continue one to another document."""

    def claims(self, match: re.Match[str] | None) -> Iterator[Claim]:
        """From the first match on."""
        text = self.text
        closed = iter(self.closed)
        bar = next(closed, None)
        while match:
            start, stop = match.span()
            while bar and bar[1] <= start:
                bar = next(closed, None)
            if bar and bar[0] <= start:
                match = _REFERENCE.search(text, bar[1])
                continue
            if match[2]:
                keys = tuple([p.key for p in self.names.parts if p.role is Role.ATTACHMENT])
                if not self._is_other(start):
                    yield _claim(self.passage, start, stop, keys, "附件")
            elif match[1]:
                stop = yield from self._annexes(match)
            else:
                stop = yield from self._parts(start, stop)
            match = _REFERENCE.search(text, stop)

    # --- 附件1 -------------------------------------------------------------------------------

    def _annexes(self, match: re.Match[str]) -> Generator[Claim, None, int]:
        text = self.text
        number, start, stop = match[1], match.start(), match.end()
        own = self._whose(start)
        outside = own is None and self._is_other(start)
        if own:
            start = own[0]
        while True:
            following = _NEXT_ANNEX.match(text, stop)
            numbers = [number]
            if following and following[1]:
                numbers.append(following[3])
                stop = following.end()
                following = _NEXT_ANNEX.match(text, stop)
            if not outside:
                yield _claim(self.passage, start, stop, self._annex_keys(numbers), "附件N")
            if not following:
                return stop
            number, start, stop = following[3], following.start(2), following.end()

    def _annex_keys(self, printed: Sequence[str]) -> tuple[str, ...]:
        """附件5-1 is one that is labelled so, else 5 to 1 would be a range that runs down."""
        labels = self._annex_labels()
        ends: list[int] = []
        for one in printed:
            numbers = tuple([parse_numeral(n) or 0 for n in _NUMERAL.findall(one)])
            if len(printed) == 1 and numbers in labels:
                return (labels[numbers],)
            ends += numbers
        found = [labels.get((n,)) for n in range(ends[0], min(ends[-1], ends[0] + 50) + 1)]
        return tuple([key for key in found if key]) if all(found) else ()

    def _annex_labels(self) -> dict[tuple[int, ...], str]:
        """By the printed label where attachments have numbers, else by their places."""
        attached = [part for part in self.names.parts if part.role is Role.ATTACHMENT]
        numbers = [
            tuple([parse_numeral(n) or 0 for n in _NUMERAL.findall(part.label.text)])
            for part in attached
        ]
        if not any(numbers):
            numbers = [(place,) for place in range(1, len(attached) + 1)]
        return {n: part.key for n, part in zip(numbers, attached, strict=True) if n}

    # --- 第八条第二款 ------------------------------------------------------------------------

    def _parts(self, start: int, stop: int) -> Generator[Claim, None, int]:
        """The claims of one list of references; returns where it ends."""
        chain = [_taken_apart(self.text, start, stop)]
        while following := _NEXT.match(self.text, chain[-1].stop):
            one = _taken_apart(self.text, following.start(2), following.end(2))
            levels = {step.level for step in chain[-1].steps}
            if not one.steps or (following[3] and one.steps[0].level not in levels):
                break
            chain.append(one._replace(is_end=bool(following[1])))
        stop = chain[-1].stop
        outlines, begun, is_named = self._where(chain[0])
        if not outlines:
            return stop
        first = chain[0]
        outline = next(
            (o for o in outlines if self._resolve(o, first.relative, first.steps)), outlines[0]
        )
        relative: tuple[str, ...] = first.relative
        before = self._said_before(outline, first) if not is_named else ()
        at = 0
        while at < len(chain):
            one = chain[at]
            if at and one.steps and relative and _rank(one.steps[0]) <= _RANK[relative[-1][-1]]:
                relative = ()
            before = _completed(one.steps, before)
            nodes = self._resolve(outline, relative, before)
            last_stop = one.stop
            if at + 1 < len(chain) and chain[at + 1].is_end:
                at += 1
                last_stop = chain[at].stop
                before = _completed(chain[at].steps, before)
                ends = self._resolve(outline, relative, before)
                nodes = outline.between(nodes[-1], ends[-1]) if nodes and ends else []
            is_meant = is_named or one.relative or self._dangles(outline, one)
            if nodes or is_meant or (outline.articles and _has_article(before)):
                keys = tuple(dict.fromkeys([node.key for node in nodes]))
                yield _claim(self.passage, begun, last_stop, keys, _pattern(one))
            at += 1
            begun = chain[at].start if at < len(chain) else stop
        self.said = before if not relative else ()
        self.said_until = self._sentence_end(stop)
        return stop

    def _said_before(self, outline: Outline, first: _Found) -> tuple[Step, ...]:
        """What a reference that begins with 款 or 项 goes on from, if not from where it stands."""
        lead = self._of_lead(outline, first)
        nowhere = first.steps and first.steps[0].level in "款项目" and not first.relative
        if not lead and nowhere and first.start < self.said_until and _has_article(self.said):
            return () if self._resolve(outline, (), first.steps) else self.said
        return lead

    def _where(self, found: _Found) -> tuple[list[Outline], int, bool]:
        """The components that may be meant, where the words begin, whether one is named."""
        passage, text, start = self.passage, self.text, found.start
        outside: tuple[list[Outline], int, bool] = ([], start, False)
        own = self._whose(start)
        if own:
            return [self._outline(part) for part in own[1]], own[0], True
        if self.amends or passage.within is Within.ROW:
            return outside
        if not found.relative:
            if self._is_other(start):
                self.outside_until = self._sentence_end(found.stop)
            is_label = (
                start == 0
                and found.steps
                and found.steps[0].level in _CONTAINERS
                and not text[found.stop : found.stop + 1].strip()
            )
            if start < self.outside_until or is_label or self._changes(start):
                return outside
        parts = [passage.part]
        if passage.part.role is Role.ATTACHMENT:
            parts += [part for part in self.names.parts if part.role is Role.MAIN]
        return [self._outline(part) for part in parts], start, False

    def _changes(self, start: int) -> bool:
        """The sentence says how wording is to be changed."""
        if self.changes is None:
            self.changes = [match.start() for match in _CHANGES.finditer(self.text)]
        at = bisect_right(self.changes, start - 40)
        return at < len(self.changes) and self.changes[at] < self._sentence_end(start)

    def _sentence_end(self, start: int) -> int:
        """Where the sentence around ``start`` ends; asked from left to right, it looks once."""
        if start >= self.sentence_end:
            end = _SENTENCE.search(self.text, start)
            self.sentence_end = end.start() if end else len(self.text)
        return self.sentence_end

    def _outline(self, part: Part) -> Outline:
        known = self.names.outlines
        if part.key not in known:
            known[part.key] = Outline(part)
        return known[part.key]

    def _whose(self, start: int) -> tuple[int, list[Part]] | None:
        """What a self term or an own title right before ``start`` means, likeliest first."""
        at = bisect_right(self.stops, start) - 1
        if at >= 0 and start - self.stops[at] <= 4:
            one = self.cited[at]
            if one.is_own and _GAP.fullmatch(self.text, one.stop, start):
                return start, [p for p in self.names.parts if p.key == one.key or one.key is None]
        match = _SELF.search(self.text, max(0, start - 18), start)
        if not match:
            return None
        own = self.passage.part
        parts = [
            own,
            *(p for p in self.names.parts if p is not own and p.role is not Role.ATTACHMENT),
        ]
        if self.amends and not _titled(own, self.names.title).endswith(match[1]):
            return None
        parts.sort(key=lambda p: not _titled(p, self.names.title).endswith(match[1]))
        return match.start(), parts

    def _is_other(self, start: int) -> bool:
        """Another document's name stands right before."""
        text, first = self.text, max(0, start - 70)
        at = bisect_right(self.stops, start) - 1
        if at >= 0 and start - self.stops[at] <= 4 and _GAP.fullmatch(text, self.stops[at], start):
            return True
        return bool(
            _OTHER.search(text, first, start)
            or _OTHER_OF.search(text, first, start)
            or (self.aliases and text.endswith(self.aliases, first, start))
        )

    def _dangles(self, outline: Outline, found: _Found) -> bool:
        """Whether a plain reference that leads nowhere was meant to lead somewhere here."""
        level = found.steps[0].level if found.steps else ""
        kind = _CONTAINERS.get(level)
        if kind:
            return any(node.kind is kind for node in outline.nodes.values())
        # 。第十四条 历史文化名城所在地… is a label that an export has run into the text.
        begins = self.text[: found.start].rstrip(" \u3000")[-1:] in ("", "。")
        is_label = begins and not _GOES_ON.match(self.text, found.stop)
        return level in ("条", "款") and bool(outline.articles) and not is_label

    def _of_lead(self, outline: Outline, first: _Found) -> tuple[Step, ...]:
        """违反第一项规定的 inside 第一项: what the words before the items speak of."""
        own = outline.up(self.passage.node, SectionKind.ITEM)
        if not own or not own.number or first.relative or not first.steps:
            return ()
        step = first.steps[0]
        is_ahead = step.level == "项" and step.numbers[-1] >= own.number
        is_nowhere = step.level == "款" and not self._resolve(outline, (), first.steps)
        if not is_ahead and not is_nowhere:
            return ()
        head = outline.above.get(own.key)
        said = _PARTS.findall(head.text.text) if head else []
        return tuple([s for s in _read_steps(said[-1]) if _rank(s) < _rank(step)]) if said else ()

    def _resolve(
        self, outline: Outline, relative: tuple[str, ...], steps: tuple[Step, ...]
    ) -> list[Node]:
        own = self.passage.node if outline.part is self.passage.part else None
        at: list[Node | None] = [None]
        if relative:
            at = [*outline.relative(own, relative)]
        elif steps and own and steps[0].level in "款项目":
            at = [*outline.around(own, steps[0].level)]
        elif steps and steps[0].level in "款项目":
            return []
        for step in steps:
            at = [*outline.down_from(at, step, own)]
        return [node for node in at if node]


def _titled(part: Part, notice_title: str | None) -> str:
    """The component's title without what stands in brackets behind it."""
    title = part.title_text or (notice_title if part.role is not Role.ATTACHMENT else None) or ""
    return re.sub(r"[（(][^（）()]*[)）]$", "", title)


def _has_article(steps: Sequence[Step]) -> bool:
    return any(step.level == "条" for step in steps)


def _rank(step: Step) -> int:
    return _RANK[step.level]


def _completed(steps: tuple[Step, ...], before: tuple[Step, ...]) -> tuple[Step, ...]:
    """第八条第二款、第三款: the second is of 第八条 too."""
    above = [step for step in before if steps and _rank(step) < _rank(steps[0])]
    return (*[Step(s.level, s.numbers[-1:]) for s in above], *steps)
