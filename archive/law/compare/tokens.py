"""A unit's text → tokens that a difference never splits.

Dates, quantities, document numbers, titles in 《》, references to parts, labels of items and names
of organs are one token each; between them the words of ``cut``. Blanks belong to no token.
Source: DOMAIN.md §8.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from archive.law.compare.layout import same
from archive.law.compare.measures import find_quantities
from archive.law.compare.model import ChangeType, Cut, Span
from archive.law.compare.units import Reference
from archive.law.compare.vocabulary import words
from archive.notice.dates import find_dates
from archive.notice.number import find_numbers
from archive.notice.numerals import parse_numeral, parse_ordinal


class Sort(Enum):
    """What a token is, as far as its own characters tell."""

    WORD = auto()
    MARK = auto()
    """Punctuation."""
    LABEL = auto()
    """Of an item inside the unit: （三）."""
    DATE = auto()
    QUANTITY = auto()
    NAME = auto()
    """A title or a number of another document."""
    REFERENCE = auto()
    """A part of this document."""
    ELSEWHERE = auto()
    """A part of another: the 第三十条 of 《行政处罚法》第三十条."""
    ORGAN = auto()
    MODAL = auto()
    BOUND = auto()
    """以上, 超过: whether the number itself is meant."""


class Token(NamedTuple):
    """One indivisible piece of a text; half-open offsets in code points."""

    same: str
    """Equal for two tokens that differ in layout only."""
    start: int
    stop: int
    sort: Sort
    quantity: ChangeType | None = None
    value: tuple[Decimal | None, str] | None = None
    targets: tuple[str, ...] = ()
    """Of a reference, keys of what it names; of a label, its number."""


# 《关于印发〈办法〉的通知》; nested brackets of the same kind too
_TITLE = re.compile(r"《(?:[^《》\n]|《[^《》\n]*》){1,120}》")
_ONE = r"(?:[〇零一二三四五六七八九十百千]{1,9}|[0-9０-９]{1,4})"
# 第三十条第二款第（一）项
_PART = re.compile(
    rf"第{_ONE}条(?!例)(?:之{_ONE})?(?:第{_ONE}款)?(?:第?[（(]?{_ONE}[）)]?项)?"
    rf"|第{_ONE}款(?:第?[（(]?{_ONE}[）)]?项)?|第[（(]?{_ONE}[）)]?项(?!目)|第{_ONE}[章节编](?!程)"
)
_MODALS = words("modals")
_BOUNDS = words("bounds")
_NOT_ORGANS = tuple(sorted(words("not_organs")))
# 市场监督管理局, 财政部
_ORGAN_END = re.compile(
    rf"[\u4e00-\u9fff]*(?:{'|'.join(sorted(words('organ_ends')))})|[\u4e00-\u9fff]{{2,}}[部委]"
)
# 市场监督管理, 焦作市
_STEMS = re.compile(
    rf"(?:{'|'.join(sorted(words('organ_stems'), key=lambda word: (-len(word), word)))})+"
    r"|[\u4e00-\u9fff]{1,5}[省市县区州盟旗]"
)
# 收养法, 民法典, 宪法: laws called by their short names
_LAW = re.compile(r"[\u4e00-\u9fff]{2,}法典?|民法典?|刑法|宪法")
_NOT_FIRST = frozenset(("和", "以上", "以下"))
# 《行政处罚法》第三十条, 刑法第三条
_EXTERNAL = re.compile(r"(?:》(?:[（(][^（()）]*[）)])?|(?<![本该])(?:法|条例))(?:的|中)?$")
# 10月1日, 10月1日、2日、3日, 10月1日至3日: days of every year
_DAYS = re.compile(
    rf"(?P<month>{_ONE})月(?P<first>{_ONE})日(?:(?:、|至|-|和)(?:{_ONE}月)?{_ONE}日)*"
)
_EACH_DAY = re.compile(rf"(月|、|至|-|和)({_ONE})日")
_IN_FRONT = frozenset("以由经向对与在为及从")
"""Said in front of an organ and cut together with its first word: 以市|人民政府."""
_MOST_STEMS = 8


def tokens_of(
    text: str,
    cut: Cut,
    references: Sequence[Reference] = (),
    labels: Sequence[Span] = (),
) -> list[Token]:
    """The tokens of a unit's text, in order.

    Guarantees: they do not overlap, every character that is not blank is in one, and texts that
    differ in layout only have the same tokens.
    """
    bare = _Bare(text)
    found: list[Token] = []
    position = 0
    for atom in _atoms(bare, references, labels):
        found += _words(bare, position, atom.start, cut)
        found.append(atom)
        position = atom.stop
    found += _words(bare, position, len(bare.text), cut)
    return [bare.printed(token) for token in _with_organs(found)]


_same = lru_cache(8192)(same)
"""For single characters, of which a text has some thousand different ones."""


class _Bare:
    """A text without its layout, and where its characters stand in it."""

    def __init__(self, text: str) -> None:
        kept = [(key, at) for at, char in enumerate(text) if (key := _same(char))]
        self.text = "".join(key for key, _ in kept)
        self._places = [at for _, at in kept]

    def span(self, printed: Span) -> Span:
        """Of the bare text, for one of the printed."""
        return bisect_left(self._places, printed[0]), bisect_left(self._places, printed[1])

    def printed(self, token: Token) -> Token:
        """With the offsets of the printed text."""
        # Every token of every text passes here; ``_replace`` takes three times as long.
        return Token(
            token.same,
            self._places[token.start],
            self._places[token.stop - 1] + 1,
            token.sort,
            token.quantity,
            token.value,
            token.targets,
        )


def _atoms(bare: _Bare, references: Sequence[Reference], labels: Sequence[Span]) -> list[Token]:
    """In order; of those that overlap the sort named first."""
    text = bare.text
    atoms: list[Token] = []
    taken = bytearray(len(text))

    def take(token: Token) -> None:
        if token.start < token.stop and not any(taken[token.start : token.stop]):
            taken[token.start : token.stop] = b"\1" * (token.stop - token.start)
            atoms.append(token._replace(same=token.same or text[token.start : token.stop]))

    for span in labels:
        start, stop = bare.span(span)
        number = parse_ordinal(text[start:stop])
        take(Token("#", start, stop, Sort.LABEL, targets=tuple(map(str, number or ()))))
    for match in _TITLE.finditer(text) if "《" in text else ():
        take(Token("", *match.span(), Sort.NAME))
    for printed in find_numbers(text) if "号" in text else ():
        take(Token("", printed.start, printed.stop, Sort.NAME))
    # What is a reference its own words say, so that texts with and without claims are cut alike.
    claimed = [(bare.span(reference.span), reference.targets) for reference in references]
    for match in _PART.finditer(text) if "第" in text else ():
        is_elsewhere = bool(_EXTERNAL.search(text, max(0, match.start() - 40), match.start()))
        sort = Sort.ELSEWHERE if is_elsewhere else Sort.REFERENCE
        start, stop = match.span()
        targets = (
            key for (first, last), keys in claimed if first < stop and start < last for key in keys
        )
        take(Token("", start, stop, sort, targets=tuple(dict.fromkeys(targets))))
    for date in find_dates(text):
        take(Token("", date.start, date.stop, Sort.DATE))
    for match in _DAYS.finditer(text) if "月" in text else ():
        take(Token("", *match.span(), Sort.DATE))
    for found in find_quantities(text):
        value = (found.value, found.unit)
        take(Token("", found.start, found.stop, Sort.QUANTITY, found.type, value))
    return sorted(atoms, key=lambda atom: atom.start)


@lru_cache(1024)
def days_of(words: str) -> frozenset[tuple[int, int]]:
    """(month, day) of all days that 10月1日、2日 or 10月1日至3日 means; none across months."""
    match = _DAYS.fullmatch(words)
    if not match or words.count("月") > 1:
        return frozenset()
    month = parse_numeral(match["month"]) or 0
    found: list[int] = []
    for joiner, printed in _EACH_DAY.findall(words):
        day = parse_numeral(printed) or 0
        if joiner in ("至", "-") and found:
            found += range(found[-1] + 1, day)
        found.append(day)
    return frozenset((month, day) for day in found)


def _words(bare: _Bare, start: int, stop: int, cut: Cut) -> Iterator[Token]:
    if start == stop:
        return
    for word, sort in _cut(cut, bare.text[start:stop]):
        stop = start + len(word)
        yield Token(word, start, stop, sort)
        start = stop


# Two versions of an article share most stretches, and are cut one after the other.
@lru_cache(256)
def _cut(cut: Cut, stretch: str) -> tuple[tuple[str, Sort], ...]:
    return tuple((piece.text, _sort(piece.text)) for piece in cut(stretch))


# A text uses the same words again and again.
@lru_cache(16384)
def _sort(key: str) -> Sort:
    if key in _MODALS:
        return Sort.MODAL
    if key in _BOUNDS:
        return Sort.BOUND
    if _LAW.fullmatch(key):
        return Sort.NAME
    return Sort.WORD if any(char.isalnum() for char in key) else Sort.MARK


def _with_organs(tokens: Sequence[Token]) -> list[Token]:
    """Words that make up an organ's name become one token: 县级以上|人民政府|市场|监督管理|部门."""
    joined: list[Token] = []
    for token in tokens:
        if not _ends_an_organ(token):
            joined.append(token)
            continue
        start = len(joined)
        while start and len(joined) - start < _MOST_STEMS and _belongs(joined[start - 1]):
            start -= 1
        while start < len(joined) and joined[start].same in _NOT_FIRST:
            start += 1
        name = [*joined[start:], token]
        del joined[start:]
        first = name[0]
        if first.sort is not Sort.ORGAN and first.same[0] in _IN_FRONT and is_stem(first.same[1:]):
            joined.append(Token(first.same[0], first.start, first.start + 1, Sort.WORD))
            name[0] = first._replace(same=first.same[1:], start=first.start + 1)
        words = "".join(one.same for one in name)
        joined.append(Token(words, name[0].start, token.stop, Sort.ORGAN))
    return joined


def _ends_an_organ(token: Token) -> bool:
    return token.sort is Sort.WORD and _is_organ_end(token.same)


@lru_cache(16384)
def _is_organ_end(word: str) -> bool:
    return not word.endswith(_NOT_ORGANS) and _ORGAN_END.fullmatch(word) is not None


def _belongs(token: Token) -> bool:
    return token.sort is Sort.ORGAN or (
        token.sort in (Sort.WORD, Sort.BOUND) and is_stem(token.same)
    )


@lru_cache(16384)
def is_stem(word: str) -> bool:
    """Whether a word may stand in an organ's name: 市场, 监督管理, 焦作市."""
    return _STEMS.fullmatch(word) is not None
