"""What a person typed → Query, a tree of words, phrases and fields; wrong syntax is read as words.

::

    query   := number | 《title》 | any
    any     := all ((OR | 或) all)*                高新区 OR 经开区
    all     := part (AND? part)*                   一区多园 资金
    part    := (- | NOT)? (term | field | ( any ))  -征求意见稿
    field   := name ":" (term | ( any ))           标题:管理办法  年份:2019-2021
    term    := "phrase" | 《title》 | word | prefix*  "一区 多园"  《公司法》  GB38*
"""

import calendar
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Generic, TypeAlias, TypeVar

from archive.errors import QueryError
from archive.notice.match import fold
from archive.notice.number import find_numbers, parse_number
from archive.saying import say
from archive.search_form import same_length_form, search_form, simplified
from archive.spellings import in_figures

LONGEST = 200
"""Code points in a query."""
MOST_TERMS = 32
DEEPEST = 8
"""Brackets within brackets."""
SHORTEST_PREFIX = 2


class Name(StrEnum):
    """What a field looks at."""

    TITLE = "title"
    NUMBER = "number"
    ISSUER = "issuer"
    YEAR = "year"
    DATE = "date"
    KIND = "kind"
    STATUS = "status"
    BODY = "body"
    ATTACHMENT = "attachment"
    TABLE = "table"


NAMES: Mapping[str, Name] = {
    **{name.value: name for name in Name},
    "标题": Name.TITLE,
    "题名": Name.TITLE,
    "文号": Name.NUMBER,
    "字号": Name.NUMBER,
    "机关": Name.ISSUER,
    "发文机关": Name.ISSUER,
    "年份": Name.YEAR,
    "日期": Name.DATE,
    "文种": Name.KIND,
    "状态": Name.STATUS,
    "效力": Name.STATUS,
    "正文": Name.BODY,
    "附件": Name.ATTACHMENT,
    "表格": Name.TABLE,
}
"""As people write them, before a colon."""
PARTS = (Name.BODY, Name.ATTACHMENT, Name.TABLE)
"""Fields that say where in a notice a term must stand."""
_RANGES = (Name.YEAR, Name.DATE)


@dataclass(frozen=True, slots=True)
class Term:
    """One run of characters to be found; ``phrase`` if it was in quotation marks."""

    text: str
    phrase: bool = False

    @property
    def needle(self) -> str:
        """What is looked for in the ``search_form`` of a text; never empty."""
        return search_form(self.text)


@dataclass(frozen=True, slots=True)
class Field:
    """What must be true of the notice, or of the part of it that a clause belongs to."""

    name: Name
    term: Term
    span: tuple[date, date] | None = None
    """First and last day, of a year or a date."""


Inner = TypeVar("Inner")


@dataclass(frozen=True, slots=True)
class Not(Generic[Inner]):
    """What must not be so."""

    of: Inner


@dataclass(frozen=True, slots=True)
class All(Generic[Inner]):
    """All of these, in one entry."""

    of: tuple[Inner, ...]


@dataclass(frozen=True, slots=True)
class AnyOf(Generic[Inner]):
    """One of these at least."""

    of: tuple[Inner, ...]


Node: TypeAlias = "Term | Field | Not[Node] | All[Node] | AnyOf[Node]"


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for."""

    typed: str
    node: "Node | None"
    """``None`` where nothing is left to look for."""
    number: str | None = None
    """The canonical 发文字号 if the whole query is one."""
    title: str | None = None
    """What stands in 《》 if that is the whole query."""
    is_question: bool = False
    """Asked in plain words: 园区怎么收费？"""
    hints: tuple[str, ...] = ()
    """Sentences for the person: what was read otherwise than written."""

    @property
    def wanted(self) -> tuple[Term, ...]:
        """The terms to be found and shown, each once, in the order typed."""
        return tuple(dict.fromkeys(_terms(self.node, barred=False)))

    @property
    def barred(self) -> tuple[Term, ...]:
        """The terms that must not stand there."""
        return tuple(dict.fromkeys(_terms(self.node, barred=True)))

    @property
    def parts(self) -> "tuple[Node, ...]":
        """What is joined by AND, outermost."""
        if self.node is None:
            return ()
        return self.node.of if isinstance(self.node, All) else (self.node,)


def every(*terms: Term) -> Query:
    """All of these in one entry, exactly as they stand: no syntax is read."""
    typed = " ".join(term.text for term in terms)
    return Query(typed, _all([*terms]))


def _terms(node: "Node | None", *, barred: bool, under: bool = False) -> Iterator[Term]:
    """Terms under an even (wanted) or odd (barred) number of ``Not``."""
    if isinstance(node, Term):
        if under is barred:
            yield node
    elif isinstance(node, Field):
        if node.name in PARTS and under is barred:
            yield node.term
    elif isinstance(node, Not):
        yield from _terms(node.of, barred=barred, under=not under)
    elif node is not None:
        for inner in node.of:
            yield from _terms(inner, barred=barred, under=under)


# 怎么收费, 是否需要, …吗？
_ASKS = re.compile(
    r"[?？]\s*$|吗|呢|怎么|怎样|如何|什么|多少|多久|多长|哪些|哪个|哪里|是否|能不能|可不可以|要不要|"
    r"有没有|算不算|该不该|可否|能否|为何|谁|几[年天日个月次]"
)
_SHORTEST_QUESTION = 6
# 《焦作市园区管理办法》
_TITLE = re.compile(r"\s*《([^《》]+(?:《[^《》]*》[^《》]*)*)》\s*")
# 《数据安全法》 in 《数据安全法》第二十一条
_TITLE_FIRST = re.compile(r"《([^《》]+(?:《[^《》]*》[^《》]*)*)》")


def parse_query(typed: str) -> Query:
    """What ``typed`` asks for; see the grammar above.

    A 发文字号 in any bracket style is one term in its canonical form. Brackets group only where
    they stand apart and hold more than one word, so 管理办法（试行） is a word. What cannot be
    read as syntax is read as words, and a hint says so.

    Raises: QueryError for more than 200 characters, 32 terms or 8 brackets within each other.
    """
    if len(typed) > LONGEST:
        raise QueryError(
            say("查询太长：共 %(count)s 个字，上限 %(most)s 个", count=len(typed), most=LONGEST),
            say("请只保留关键的词句，再试一次"),
        )
    number = parse_number(in_figures(same_length_form(typed)))
    if number is not None:
        term = Term(number.canonical, phrase=True)
        return Query(typed, term, number=number.canonical)
    if match := _TITLE.fullmatch(typed):
        return Query(typed, Term(match[1].strip(), phrase=True), title=match[1].strip())
    tokens = _Tokens(typed)
    node = _Parser(tokens).parse()
    terms = sum(1 for token in tokens.found if token.kind is _Kind.TERM)
    if terms > MOST_TERMS and len({t for t in tokens.found if t.kind is _Kind.TERM}) > MOST_TERMS:
        raise QueryError(
            say("查询的词太多：共 %(count)s 个，上限 %(most)s 个", count=terms, most=MOST_TERMS),
            say("请减少用空格分开的词，再试一次"),
        )
    plain = all(token.kind is _Kind.TERM and not token.phrase for token in tokens.found)
    asks = (
        plain
        and len(search_form(typed)) >= _SHORTEST_QUESTION
        and bool(_ASKS.search(simplified(typed)))
    )
    return Query(typed, node, is_question=asks, hints=tuple(dict.fromkeys(tokens.hints)))


# --- tokens ----------------------------------------------------------------------------------


class _Kind(StrEnum):
    TERM = "term"
    NAME = "name"
    NOT = "not"
    AND = "and"
    OR = "or"
    OPEN = "("
    CLOSE = ")"


_OPERATORS = {"AND": _Kind.AND, "OR": _Kind.OR, "NOT": _Kind.NOT, "或": _Kind.OR, "|": _Kind.OR}
# A dash of these two kinds negates; the long ones (——坚持) are punctuation.
_NEGATING = "-－"
# 标题: at the beginning of a word; after folding
_NAMED = re.compile(rf"({'|'.join(sorted(NAMES, key=len, reverse=True))}):")
_WORD = re.compile(r'[^ "]+')
# 劳动合同法第三十九条, 数据安全法第21条: no text says so of itself, its title and label do
_ARTICLE_OF = re.compile(r"(.{2,}?)(第[0-9０-９〇零一二三四五六七八九十百千]{1,9}[条條])")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: _Kind
    text: str = ""
    phrase: bool = False
    name: Name | None = None


@dataclass(slots=True)
class _Tokens:
    """A query cut at blanks, quotation marks, brackets that group, and fields."""

    typed: str
    found: list[_Token] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    _folded: str = ""

    def __post_init__(self) -> None:
        self._folded = same_length_form(self.typed)
        numbers = {p.start: (p.stop, p.number.canonical) for p in find_numbers(self._folded)}
        opens, closes, odd = self._groups()
        if odd and any(map(str.isalnum, self._folded)):
            self.hints.append(say("括号没有成对，已当作空格。"))
            kept = [" " if at in odd else one for at, one in enumerate(self._folded)]
            self._folded = "".join(kept)
        folded, at = self._folded, 0
        while at < len(folded):
            at = self._next(at, opens, closes, numbers)
        self.found = self._settled()

    def _next(
        self,
        at: int,
        opens: Mapping[int, int],
        closes: Mapping[int, int],
        numbers: Mapping[int, tuple[int, str]],
    ) -> int:
        """Take one token that begins at ``at``; where the next may begin."""
        folded = self._folded
        if folded[at] == " ":
            return at + 1
        if at in opens or at in closes:
            self.found.append(_Token(_Kind.OPEN if at in opens else _Kind.CLOSE))
            return at + 1
        if folded[at] == '"':
            stop = folded.find('"', at + 1)
            if stop < 0:
                self.hints.append(say("引号没有成对，已当作空格。"))
                return at + 1
            self._term(at + 1, stop, phrase=True)
            return stop + 1
        begins = at == 0 or folded[at - 1] in ' "' or at - 1 in opens or self._is_prefix(at - 1)
        if begins and at in numbers and self._ends(numbers[at][0], closes):
            self.found.append(_Token(_Kind.TERM, numbers[at][1], phrase=True))
            return numbers[at][0]
        if begins and self.typed[at] in _NEGATING and self._has_operand(at + 1):
            self.found.append(_Token(_Kind.NOT))
            return at + 1
        if begins and (named := _NAMED.match(folded, at)):
            self.found.append(
                _Token(_Kind.NAME, self.typed[at : named.end()], name=NAMES[named[1]])
            )
            return named.end()
        titled = _TITLE_FIRST.match(self.typed, at) if begins else None
        if titled:
            self._term(titled.start(1), titled.end(1), phrase=False)
            return titled.end()
        word = _WORD.match(folded, at)
        stop = word.end() if word else at + 1
        stop = min((bound for bound in (*opens, *closes) if at < bound < stop), default=stop)
        operator = _OPERATORS.get(self.typed[at:stop])
        if operator:
            self.found.append(_Token(operator, self.typed[at:stop]))
        else:
            self._term(at, stop, phrase=False)
        return stop

    def _is_prefix(self, at: int) -> bool:
        """Whether a dash that negates or the colon of a field ends here, just taken."""
        last = self.found[-1].kind if self.found else None
        return last in (_Kind.NOT, _Kind.NAME) and self._folded[at] in "-:"

    def _has_operand(self, at: int) -> bool:
        return at < len(self._folded) and self._folded[at] not in " -)"

    def _ends(self, at: int, closes: Mapping[int, int]) -> bool:
        return at >= len(self._folded) or self._folded[at] in ' "' or at in closes

    def _term(self, start: int, stop: int, *, phrase: bool) -> None:
        text = self.typed[start:stop].strip()
        if not phrase and fold(text).endswith("*") and len(text) > 1:
            bare = text.rstrip("*＊")
            if len(search_form(bare)) < SHORTEST_PREFIX:
                self.hints.append(
                    say(
                        "“%(word)s”太短：* 前面至少写 %(most)s 个字。",
                        word=text,
                        most=SHORTEST_PREFIX,
                    )
                )
            text = bare
        if not phrase and (parts := _ARTICLE_OF.fullmatch(text)):
            self.found += (_Token(_Kind.TERM, parts[1]), _Token(_Kind.TERM, parts[2]))
            return
        needle = search_form(text)
        if needle and (phrase or needle.strip("-")):
            self.found.append(_Token(_Kind.TERM, text, phrase))

    def _groups(self) -> tuple[dict[int, int], dict[int, int], set[int]]:
        """Brackets that group, since they stand apart and hold more than one word; odd ones."""
        folded, opens, closes = self._folded, {}, {}
        stack: list[int] = []
        odd: set[int] = set()
        quoted = False
        for at, character in enumerate(folded):
            quoted ^= character == '"'
            if self.typed[at] not in "()（）" or quoted:
                continue
            if character == "(":
                stack.append(at)
            elif stack:
                start = stack.pop()
                before, behind = folded[start - 1 : start], folded[at + 1 : at + 2]
                apart = before in ("", " ", "(", "-", ":", '"') and behind in ("", " ", ")", '"')
                inside = folded[start + 1 : at].strip()
                if apart and (" " in inside or '"' in inside):
                    opens[start], closes[at] = at, start
            else:
                odd.add(at)
        depth = deepest = 0
        for at in sorted((*opens, *closes)):
            depth += 1 if at in opens else -1
            deepest = max(deepest, depth)
        if deepest > DEEPEST:
            raise QueryError(
                say(
                    "查询的括号套得太深：%(count)s 层，上限 %(most)s 层",
                    count=deepest,
                    most=DEEPEST,
                ),
                say("请去掉几层括号，再试一次"),
            )
        return opens, closes, odd.union(stack)

    def _settled(self) -> list[_Token]:
        """Operators with nothing to join, and fields with nothing behind, are words."""
        tokens = self.found
        while True:
            settled = [self._word_if_idle(tokens, at) for at in range(len(tokens))]
            settled = _without_empty_groups(settled)
            if settled == tokens:
                return tokens
            tokens = settled

    def _word_if_idle(self, tokens: Sequence[_Token], at: int) -> _Token:
        token = tokens[at]
        left = tokens[at - 1].kind if at else None
        right = tokens[at + 1].kind if at + 1 < len(tokens) else None
        starts = (_Kind.TERM, _Kind.OPEN, _Kind.NOT, _Kind.NAME)
        if token.kind in (_Kind.AND, _Kind.OR):
            idle = left not in (_Kind.TERM, _Kind.CLOSE) or right not in starts
        elif token.kind is _Kind.NOT:
            idle = right not in (_Kind.TERM, _Kind.OPEN, _Kind.NAME)
        elif token.kind is _Kind.NAME:
            idle = right not in (_Kind.TERM, _Kind.OPEN)
        else:
            return token
        if not idle:
            return token
        text = token.text or "-"
        self.hints.append(say("“%(word)s”前后没有可连的词，已当作普通的词。", word=text))
        return _Token(_Kind.TERM, text.rstrip(":："))


def _without_empty_groups(tokens: Sequence[_Token]) -> list[_Token]:
    kept: list[_Token] = []
    for token in tokens:
        if token.kind is _Kind.CLOSE and kept and kept[-1].kind is _Kind.OPEN:
            kept.pop()
        else:
            kept.append(token)
    return kept


# --- the tree --------------------------------------------------------------------------------


@dataclass(slots=True)
class _Parser:
    """Reads the tokens from left to right; every list of settled tokens has a tree."""

    tokens: _Tokens
    _at: int = 0

    def parse(self) -> "Node | None":
        return self._any() if self.tokens.found else None

    def _kind(self) -> _Kind | None:
        found = self.tokens.found
        return found[self._at].kind if self._at < len(found) else None

    def _any(self) -> "Node | None":
        choices = [self._every()]
        while self._kind() is _Kind.OR:
            self._at += 1
            choices.append(self._every())
        found = tuple(dict.fromkeys(one for one in choices if one is not None))
        return AnyOf(found) if len(found) > 1 else next(iter(found), None)

    def _every(self) -> "Node | None":
        found: list[Node] = []
        while self._kind() not in (None, _Kind.OR, _Kind.CLOSE):
            if self._kind() is _Kind.AND:
                self._at += 1
                continue
            one = self._part()
            if one is not None:
                found.append(one)
        return _all(found)

    def _part(self) -> "Node | None":
        token = self.tokens.found[self._at]
        self._at += 1
        if token.kind is _Kind.NOT:
            inner = self._part()
            return Not(inner) if inner is not None else None
        if token.kind is _Kind.NAME and token.name is not None:
            return self._named(token.name, self._part())
        if token.kind is _Kind.OPEN:
            inner = self._any()
            self._at += self._kind() is _Kind.CLOSE
            return inner
        return Term(token.text, token.phrase)

    def _named(self, name: Name, node: "Node | None") -> "Node | None":
        """The field's name said of every term behind it."""
        if isinstance(node, Term):
            if name not in _RANGES:
                return Field(name, node)
            span = parse_span(node.text)
            if span is None:
                self.tokens.hints.append(
                    say(
                        "“%(word)s”不是年份或日期，已当作普通的词；"
                        "可以写 2021、2019-2021 或 2021-06-01..2021-12-31。",
                        word=node.text,
                    )
                )
                return node
            return Field(name, node, span)
        if isinstance(node, Not):
            inner = self._named(name, node.of)
            return Not(inner) if inner is not None else None
        if isinstance(node, All | AnyOf):
            named = (self._named(name, inner) for inner in node.of)
            return replace(node, of=tuple(one for one in named if one is not None))
        return node


def _all(found: "Sequence[Node]") -> "Node | None":
    flat = [inner for one in found for inner in (one.of if isinstance(one, All) else (one,))]
    once = tuple(dict.fromkeys(flat))
    return All(once) if len(once) > 1 else next(iter(once), None)


# 2021, 2021-06, 2021年6月1日, 2021/6/1
_DAY = re.compile(r"((?:19|20)[0-9]{2})(?:[-/.年]([0-9]{1,2})(?:[-/.月]([0-9]{1,2})日?|月)?|年)?")
# 2019-2021, 2019年至2021年
_YEARS = re.compile(r"((?:19|20)[0-9]{2})年?[-~至到]((?:19|20)[0-9]{2})年?")


def parse_span(text: str) -> tuple[date, date] | None:
    """First and last day of ``2021``, ``2021-06``, ``2019-2021``, ``2021-06-01..`` or ``>=2020``.

    ``None`` for anything else, and for days that no calendar has.
    """
    folded = search_form(text)
    years = _YEARS.fullmatch(folded)
    if years:
        parts = [years[1], years[2]]
    elif folded.startswith(">="):
        parts = [folded[2:], ""]
    elif folded.startswith("<="):
        parts = ["", folded[2:]]
    else:
        parts = folded.split("..", 1)
    spans = [_stretch(part) if part else (date.min, date.max) for part in parts]
    first, last = spans[0], spans[-1]
    if first is None or last is None or not any(parts) or first[0] > last[1]:
        return None
    return first[0], last[1]


def _stretch(text: str) -> tuple[date, date] | None:
    match = _DAY.fullmatch(text)
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        if year is None or month is None:
            return date(year or 1, 1, 1), date(year or 1, 12, 31)
        if day is None:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except ValueError:
        return None


# --- said again ------------------------------------------------------------------------------

_SAID = {
    Name.TITLE: "标题",
    Name.NUMBER: "文号",
    Name.ISSUER: "机关",
    Name.YEAR: "年份",
    Name.DATE: "日期",
    Name.KIND: "文种",
    Name.STATUS: "状态",
    Name.BODY: "正文",
    Name.ATTACHMENT: "附件",
    Name.TABLE: "表格",
}


def format_query(node: "Node | None") -> str:
    """The query as it was read, for people: ``“一区多园” 且 （资金 或 补贴） 且不含 草案``."""
    if node is None:
        return ""
    if isinstance(node, Term):
        return f"“{node.text}”" if node.phrase else node.text
    if isinstance(node, Field):
        return f"{_SAID[node.name]}：{format_query(node.term)}"
    if isinstance(node, Not):
        return f"不含{_bracketed(node.of)}"
    if isinstance(node, All):
        return " 且 ".join(_bracketed(one) for one in node.of).replace("且 不含", "且不含")
    return " 或 ".join(_bracketed(one) for one in node.of)


def _bracketed(node: "Node") -> str:
    said = format_query(node)
    return f"（{said}）" if isinstance(node, All | AnyOf) else said
