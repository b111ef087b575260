"""What a person typed → Query, a small tree of words and phrases; wrong syntax is read as words."""

import re
from dataclasses import dataclass

from archive.errors import QueryError
from archive.notice.match import fold, squeeze
from archive.notice.number import parse_number

LONGEST = 200
"""Code points in a query."""
MOST_TERMS = 32

# "一区多园", -草案, 管理办法: a dash before the term, then a phrase that is closed, or a word;
# after folding, and searched from left to right
_TERM = re.compile(r'(?P<dash>(?<![^ ])-)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^ "]+))')
# A dash of these two kinds negates; the long ones (——坚持) are punctuation.
_NEGATING = "-－"


@dataclass(frozen=True, slots=True)
class Term:
    """One run of characters to be found; ``phrase`` if it was in quotation marks."""

    text: str
    phrase: bool = False
    negated: bool = False

    @property
    def needle(self) -> str:
        """What is looked for in squeezed text: folded, without blanks; never empty."""
        return squeeze(self.text)


@dataclass(frozen=True, slots=True)
class Query:
    """All terms must be found in one entry, negated ones must not."""

    typed: str
    terms: tuple[Term, ...]
    number: str | None = None
    """The canonical 发文字号 if the whole query is one."""


def parse_query(typed: str) -> Query:
    """What ``typed`` asks for.

    ::

        query  := number | (term blank*)*
        term   := dash? (quote anything quote | word)      高新区 "一区多园" -征求意见稿
        dash   := "-" | "－", at the beginning or behind a blank
        quote  := " “ ” ＂ „ «

    A 发文字号 in any bracket style is one term in its canonical form. A quotation mark without a
    second one is a blank, a dash alone nothing; a term said twice counts once.

    Raises: QueryError for more than 200 characters or 32 terms.
    """
    if len(typed) > LONGEST:
        raise QueryError(
            f"查询太长：共 {len(typed)} 个字，上限 {LONGEST} 个",
            "请只保留关键的词句，再试一次",
        )
    number = parse_number(typed)
    if number is not None:
        return Query(typed, (Term(number.canonical, phrase=True),), number.canonical)
    terms = tuple(dict.fromkeys(_terms(typed)))
    if len(terms) > MOST_TERMS:
        raise QueryError(
            f"查询的词太多：共 {len(terms)} 个，上限 {MOST_TERMS} 个",
            "请减少用空格分开的词，再试一次",
        )
    return Query(typed, terms)


def _terms(typed: str) -> list[Term]:
    terms: list[Term] = []
    for match in _TERM.finditer(fold(typed)):
        phrase = match["phrase"] is not None
        start, stop = match.span("phrase" if phrase else "word")
        negated = match["dash"] is not None and typed[match.start()] in _NEGATING
        if match["dash"] is not None and not negated and not phrase:
            start = match.start()
        term = Term(typed[start:stop].strip(), phrase, negated)
        if term.needle and not (match["word"] and not term.needle.strip("-")):
            terms.append(term)
    return terms
