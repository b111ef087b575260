"""A stretch of changed tokens → differences, each of one type.

Tokens that speak of the same thing (two amounts, two organs, two days …) are set against each other
in order; what stands between such pairs is wording. Source: DOMAIN.md §8.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from archive.law.compare.layout import same
from archive.law.compare.model import ChangeType
from archive.law.compare.tokens import Sort, Token, days_of, is_stem
from archive.law.compare.vocabulary import words
from archive.law.compare.wording import Edit

_LONGEST = 60
"""Characters of a changed stretch in which single quantities are still set against each other; what
is longer was written anew."""
_TELLING = 0.5
"""The share of a stretch that a telling token must be, to stand for all of it."""
_TELLING_NUMBER = 0.4
"""The same of a number."""

# 自2024年1月1日起施行, 有效期至2026年
_FORCE = re.compile("施行|生效|失效|废止|有效期|起执行|起实施|停止执行|日起试行")
# 2025年底前, 6月30日以前
_BY_THEN = re.compile(r"(?:底|末)?(?:之?前|以前|截止|为止|止(?!步))")
# 适用于本市行政区域内的…
_REACH = re.compile("适用于|适用本|适用范围|行政区域内|不适用|参照本|参照适用")
# …；…
SENTENCE_END = re.compile("[。；;\n]")
_CLAUSE_ENDS = frozenset(",。;:")
_PARTICLES = words("particles")
_JOINERS = words("or") | words("and") | {"、"}
# 和行政法规; 行政法规、
_JOINER = "|".join(sorted(_JOINERS, key=lambda word: (-len(word), word)))
_JOINED = re.compile(f"(?:{_JOINER})*(.+?)(?:{_JOINER})*")
_AHEAD = 4
"""Tokens in which an organ's name must follow what may belong to it."""
_OFFICES = words("offices")
_SHORT = tuple(
    pair.split("=") for pair in sorted(words("organ_short"), key=lambda pair: (-len(pair), pair))
)
_QUALIFIER = 3
"""Tokens that may say which organ of its kind is meant."""
_WRITINGS = dict(pair.split("=") for pair in words("same_word"))
_CHARACTERS = str.maketrans(dict(pair.split("=") for pair in words("same_character")))
_STRUNG = 40
"""Characters of an exchange in which the members of a list are still counted."""
_OR = words("or")
_AND = words("and")

_FAMILIES = {
    Sort.DATE: "day",
    Sort.NAME: "document",
    Sort.ELSEWHERE: "document",
    Sort.REFERENCE: "part",
    Sort.ORGAN: "organ",
    Sort.MODAL: "modal",
    Sort.BOUND: "bound",
    Sort.LABEL: "label",
}
_ALONE = {
    Sort.NAME: ChangeType.CITATION,
    Sort.ELSEWHERE: ChangeType.CITATION,
    Sort.REFERENCE: ChangeType.CITATION,
    Sort.ORGAN: ChangeType.RESPONSIBLE_BODY,
    Sort.MODAL: ChangeType.MODALITY,
    Sort.BOUND: ChangeType.SCOPE,
    Sort.LABEL: ChangeType.EDITORIAL,
}
"""What a token's sort tells without anything beside it."""


@dataclass(frozen=True, slots=True)
class Side:
    """One unit's text in tokens."""

    text: str
    tokens: Sequence[Token]

    def sentence(self, start: int, stop: int) -> str:
        """The sentence around tokens ``start`` to ``stop``, or the place before ``start``."""
        if not self.tokens:
            return self.text
        at = self.tokens[min(start, len(self.tokens) - 1)].start
        end = self.tokens[stop - 1].stop if stop > start else at
        before = max((m.end() for m in SENTENCE_END.finditer(self.text, 0, at)), default=0)
        behind = SENTENCE_END.search(self.text, end)
        return self.text[before : behind.start() if behind else len(self.text)]

    def bare(self, token: Token) -> str:
        """What a token says in print, layout aside."""
        return same(self.text[token.start : token.stop])

    def behind(self, stop: int) -> str:
        """A few characters behind the token before ``stop``."""
        end = self.tokens[stop - 1].stop
        return self.text[end : end + 4]


class Typed(NamedTuple):
    """An edit and its type; ``None`` where the tokens agree after all."""

    edit: Edit
    type: ChangeType | None
    also: tuple[ChangeType, ...] = ()
    """Of the numbers that longer wording brings or takes with it; a duty or organ lost or won."""


def typed(
    old: Side, new: Side, edit: Edit, is_shift: Callable[[Token, Token], bool]
) -> Iterator[Typed]:
    """The edit taken apart; the pieces in order, touching, together the whole.

    ``is_shift`` answers whether two references name the same part under its old and new number.
    """
    judge = _Judge(old, new, is_shift)
    a, c = edit.a, edit.c
    for i, j in _pairs(old.tokens, new.tokens, edit):
        yield from judge.stretch(Edit(a, i, c, j))
        yield from judge.pair(Edit(i, i + 1, j, j + 1))
        a, c = i + 1, j + 1
    yield from judge.stretch(Edit(a, edit.b, c, edit.d))


def _family(token: Token) -> str | None:
    return f"{token.quantity}" if token.quantity else _FAMILIES.get(token.sort)


def _pairs(old: Sequence[Token], new: Sequence[Token], edit: Edit) -> list[tuple[int, int]]:
    """Tokens of one family on both sides, in order, as many as can be."""
    sizes = (_size(old[edit.a : edit.b]), _size(new[edit.c : edit.d]))
    if max(sizes) > _LONGEST:
        return []
    ones = [at for at in range(edit.a, edit.b) if _family(old[at])]
    others = [at for at in range(edit.c, edit.d) if _family(new[at])]
    best = [[0] * (len(others) + 1) for _ in range(len(ones) + 1)]
    for i in range(len(ones) - 1, -1, -1):
        for j in range(len(others) - 1, -1, -1):
            paired = 1 + best[i + 1][j + 1] if _fit(old[ones[i]], new[others[j]]) else 0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
    found: list[tuple[int, int]] = []
    i = j = 0
    while i < len(ones) and j < len(others):
        if _fit(old[ones[i]], new[others[j]]) and best[i][j] == 1 + best[i + 1][j + 1]:
            found.append((ones[i], others[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _fit(one: Token, other: Token) -> bool:
    return _family(one) == _family(other)


def _size(tokens: Sequence[Token]) -> int:
    return sum(len(token.same) for token in tokens)


def _lost_or_won(ones: Sequence[Token], others: Sequence[Token]) -> set[ChangeType]:
    """In a short exchange within a clause: a duty that only one side has, or 由 and who acts."""
    if not ones or not others or max(_size(ones), _size(others)) > _LONGEST:
        return set()
    found: set[ChangeType] = set()
    for side, other in ((ones, others), (others, ones)):
        is_one_clause = not any(token.same in _CLAUSE_ENDS for token in side)
        has_modal = any(token.sort is Sort.MODAL for token in side)
        if is_one_clause and has_modal and all(token.sort is not Sort.MODAL for token in other):
            found.add(ChangeType.MODALITY)
        if _is_by_whom(side) and not _is_by_whom(other):
            found.add(ChangeType.RESPONSIBLE_BODY)
    return found


def _is_by_whom(side: Sequence[Token]) -> bool:
    return len(side) > 1 and side[0].same == "由" and side[1].sort is Sort.ORGAN


def _in_full(organ: str) -> str:
    """市人大常委会 → 市人民代表大会常务委员会."""
    for short, full in _SHORT:
        if short in organ:
            return organ.replace(short, full)
    return organ


class _Judge:
    def __init__(self, old: Side, new: Side, is_shift: Callable[[Token, Token], bool]) -> None:
        self._old, self._new, self._is_shift = old, new, is_shift

    def pair(self, edit: Edit) -> Iterator[Typed]:
        """Two tokens of one family."""
        one, other = self._old.tokens[edit.a], self._new.tokens[edit.c]
        agree = one.same == other.same or self._old.bare(one) == self._new.bare(other)
        yield Typed(edit, None if agree else self._pair_type(one, other, edit))

    def _pair_type(self, one: Token, other: Token, edit: Edit) -> ChangeType:
        if one.sort is Sort.REFERENCE:
            shifted = self._is_shift(one, other)
            return ChangeType.REFERENCE_SHIFT if shifted else ChangeType.CITATION
        if one.sort in (Sort.NAME, Sort.ELSEWHERE):
            return ChangeType.CITATION
        if one.sort is Sort.DATE and days_of(one.same) and days_of(one.same) == days_of(other.same):
            return ChangeType.EDITORIAL
        if one.quantity:
            if one.value and other.value and one.value[0] is not None and one.value == other.value:
                return ChangeType.EDITORIAL
            return one.quantity
        if one.sort is Sort.ORGAN and _in_full(one.same) == _in_full(other.same):
            return ChangeType.EDITORIAL
        return self._alone(one, edit) or ChangeType.WORDING

    def _alone(self, token: Token, edit: Edit) -> ChangeType | None:
        """What a token tells by itself."""
        if token.sort is Sort.DATE:
            return self._day(edit)
        if token.quantity:
            return token.quantity
        return _ALONE.get(token.sort)

    def _day(self, edit: Edit) -> ChangeType:
        if self._speaks_of_force(edit):
            return ChangeType.EFFECTIVE_DATE
        sides = ((self._old, edit.a, edit.b), (self._new, edit.c, edit.d))
        behind = [side.behind(stop) for side, start, stop in sides if stop > start]
        if any(_BY_THEN.match(words) for words in behind):
            return ChangeType.DEADLINE
        return ChangeType.DATE

    def _speaks_of_force(self, edit: Edit) -> bool:
        sentences = (
            self._old.sentence(edit.a, edit.b),
            self._new.sentence(edit.c, edit.d),
        )
        return any(_FORCE.search(sentence) for sentence in sentences)

    def stretch(self, edit: Edit) -> Iterator[Typed]:
        """What stands between two pairs: words, or tokens that only one side has."""
        if edit.a == edit.b and edit.c == edit.d:
            return
        ones = self._old.tokens[edit.a : edit.b]
        others = self._new.tokens[edit.c : edit.d]
        agree = [one.same for one in ones] == [other.same for other in others]
        if agree:
            yield Typed(edit, None)
            return
        type_ = self._stretch_type(edit, ones, others)
        numbers = {token.quantity for token in (*ones, *others) if token.quantity}
        also = numbers if type_ in (ChangeType.WORDING, ChangeType.SCOPE) else set()
        also |= _lost_or_won(ones, others)
        yield Typed(edit, type_, tuple(one for one in ChangeType if one in also - {type_}))

    def _stretch_type(
        self, edit: Edit, ones: Sequence[Token], others: Sequence[Token]
    ) -> ChangeType:
        if _says_the_same(ones, others):
            return ChangeType.EDITORIAL
        both = (*ones, *others)
        size = max(_size(ones), _size(others))
        if size <= _LONGEST:
            force = any("之日" in one.same or one.sort is Sort.DATE for one in both)
            if force and self._speaks_of_force(edit):
                return ChangeType.EFFECTIVE_DATE
        if told := self._told(edit, ones, size) | self._told(edit, others, size):
            return next(type_ for type_ in ChangeType if type_ in told)
        if size <= _LONGEST and (
            self._names_who_acts(edit, ones) or self._names_who_acts(edit, others)
        ):
            return ChangeType.RESPONSIBLE_BODY
        if size <= _LONGEST and (_lists(ones, others) or self._speaks_of_reach(edit)):
            return ChangeType.SCOPE
        return ChangeType.WORDING

    def _told(self, edit: Edit, side: Sequence[Token], size: int) -> set[ChangeType]:
        """What tokens tell that are most of their side, or enough of it."""
        whole = _size([token for token in side if token.sort is not Sort.MARK])
        found: set[ChangeType] = set()
        for at, token in enumerate(side):
            if token.sort in (Sort.NAME, Sort.ELSEWHERE):
                need = _TELLING * whole
            else:
                need = (_TELLING_NUMBER if token.quantity else _TELLING) * max(whole, size / 2)
            type_ = self._alone(token, edit)
            # 鼓励创新 put in is a new duty, not another one: WORDING.
            brings_words = token.sort is Sort.MODAL and 2 * len(token.same) <= whole
            if type_ and len(token.same) >= need and not brings_words:
                holds_office = at + 1 < len(side) and side[at + 1].same in _OFFICES
                found.add(ChangeType.SCOPE if holds_office else type_)
        return found

    def _names_who_acts(self, edit: Edit, side: Sequence[Token]) -> bool:
        """由其所在单位; or what stands in front of an organ's name and belongs to it."""
        if side and side[0].same == "由" and len(side) > 1:
            return True
        ahead = self._new.tokens[edit.d : edit.d + _AHEAD]
        if self._qualifies(edit, ahead):
            return True
        for token in ahead:
            if token.sort is Sort.ORGAN:
                words = [one.same for one in side if one.sort is not Sort.MARK]
                return bool(words) and all(is_stem(word) for word in words)
            if token.same != "、" and not is_stem(token.same):
                return False
        return False

    def _qualifies(self, edit: Edit, ahead: Sequence[Token]) -> bool:
        """相应 → 国家规定, in front of 的文物行政部门: which organ of its kind it is."""
        is_followed = len(ahead) > 1 and ahead[0].same == "的" and ahead[1].sort is Sort.ORGAN
        sides = (self._old.tokens[edit.a : edit.b], self._new.tokens[edit.c : edit.d])
        return is_followed and all(
            0 < len(side) <= _QUALIFIER and all(token.sort is Sort.WORD for token in side)
            for side in sides
        )

    def _speaks_of_reach(self, edit: Edit) -> bool:
        return any(
            _REACH.search(side.sentence(start, stop))
            for side, start, stop in (
                (self._old, edit.a, edit.b),
                (self._new, edit.c, edit.d),
            )
        )


def _lists(ones: Sequence[Token], others: Sequence[Token]) -> bool:
    """A member that an enumeration gains or loses: 、个人信息; or an exception: 但……除外."""
    one_sided = ones if not others else others if not ones else ()
    if not one_sided:
        return _strings(ones, others)
    if one_sided[0].sort is Sort.LABEL:  # a whole item
        return True
    ends = {one_sided[0].same, one_sided[-1].same}
    words = "".join(token.same for token in one_sided)
    return bool(ends & _JOINERS) or "除外" in words or "另有规定" in words


def member(stretch: str) -> str:
    """和行政法规, 行政法规、: what such a stretch adds to a list, without what joins it.

    Empty for a stretch that is too long to be a member.
    """
    found = _JOINED.fullmatch(same(stretch)) if len(stretch) <= _LONGEST else None
    return found[1] if found else ""


def _strings(ones: Sequence[Token], others: Sequence[Token]) -> bool:
    """和 → 、工作秘密、; 船舶 → 客船、散装液体危险品船: a list of more members, or of fewer."""
    if max(_size(ones), _size(others)) > _STRUNG:
        return False
    joined = [[token.same in _JOINERS for token in side] for side in (ones, others)]
    is_one_clause = not any(token.same in _CLAUSE_ENDS for token in (*ones, *others))
    is_strung = any(token.same == "、" for token in (*ones, *others))
    return is_one_clause and is_strung and sum(joined[0]) != sum(joined[1])


def _written_alike(side: Iterable[str]) -> list[str]:
    """Words in one of their writings; 非 and 经 may have been cut apart."""
    found: list[str] = []
    for word in side:
        together = found[-1] + word if found else ""
        if together in _WRITINGS:
            found[-1] = _WRITINGS[together]
        else:
            found.append(_WRITINGS.get(word, word).translate(_CHARACTERS))
    return found


def _says_the_same(ones: Sequence[Token], others: Sequence[Token]) -> bool:
    """Punctuation, labels and particles apart, nothing differs."""
    bare = [
        _written_alike(
            token.same
            for token in side
            if token.sort not in (Sort.MARK, Sort.LABEL) and token.same not in _PARTICLES
        )
        for side in (ones, others)
    ]
    if bare[0] != bare[1]:
        return False
    is_or, is_and = (
        [any(token.same in words for token in side) for side in (ones, others)]
        for words in (_OR, _AND)
    )
    return not any(is_or[side] and is_and[1 - side] for side in (0, 1))
