"""One sentence → what it orders, or nothing if any word of it is not understood.

The sentence becomes a row of letters, one for each thing that it names, and patterns are matched
on the row (``tokens`` tells the letters); what is not in a pattern leaves the sentence unread, so
that nothing is guessed.

Source: DOMAIN.md §6.2 R22–R30.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from archive.law.amending.model import WHOLE, Action, Instruction, Passage, Place, Spot
from archive.law.amending.places import parse_places
from archive.law.amending.script import Quotation
from archive.law.amending.tokens import Token
from archive.law.amending.wording import divide


@dataclass(frozen=True, slots=True)
class Said:
    """A stretch of tokens that one pattern took, and what there is to read it with."""

    tokens: tuple[Token, ...]
    act: str | None
    context: Place
    quotation: Callable[[Token], Quotation]
    passages: tuple[Passage, ...] = ()

    def of(self, letter: str) -> tuple[Token, ...]:
        """Its tokens of one sort."""
        return tuple(token for token in self.tokens if token.letter == letter)

    def places(self, count: int) -> tuple[Place, ...]:
        """Of its ``count``-th list of places."""
        return parse_places(self.of("P")[count].text, self.context)

    def wording(self, count: int) -> tuple[str, ...]:
        """The lines of its ``count``-th quotation."""
        return self.quotation(self.of("Q")[count]).lines

    def words(self, count: int) -> str:
        """The same as one stretch of words."""
        return "\n".join(self.wording(count))

    @property
    def here(self) -> Place:
        """The place that 该条 or 本款 means, or nothing but a verb: the last that was named."""
        named = self.of("h")
        unit = named[0].text[-1] if named else ""
        place = self.context._replace(spot=None) if self.context.article else self.context
        if unit == "条":
            return place._replace(paragraph=None, item=None, point=None)
        return place._replace(item=None, point=None) if unit == "款" else place

    def order(self, action: Action, place: Place) -> Instruction:
        """An order about a place."""
        return Instruction(action, self.act, place, self.passages)


Reader = Callable[[Said], Iterator[Instruction] | None]


def _replace(said: Said) -> Iterator[Instruction] | None:
    """将第七条修改为：“…”; 将引言修改为：“…”; 将名称修改为“…”."""
    places = said.places(0)
    units = {_unit(place) for place in places}
    if len(units) != 1 or (len(places) > 1 and "" in units):
        return None
    # 第一款、第二款修改为：“…”“…”: as many new 款 as old ones, or it is not said which is which.
    wordings = divide(said.wording(0), units.pop(), len(places))
    if wordings is None:
        return None
    return (_replacement(said, *pair) for pair in zip(places, wordings, strict=True))


def _unit(place: Place) -> str:
    """Which unit a place is: 条, 款, 项; nothing for the rest."""
    if place.spot is not None or not place.article or place.point:
        return ""
    return "项" if place.item else "款" if place.paragraph else "条"


def _replacement(said: Said, place: Place, wording: tuple[str, ...]) -> Instruction:
    rename = place.spot in (Spot.TITLE, Spot.HEADING)
    action = Action.RENAME if rename else Action.REPLACE
    return replace(said.order(action, place), wording=wording)


def _replace_here(said: Said) -> Iterator[Instruction] | None:
    """Behind what named the place: ，修改为：“…”."""
    if said.context == WHOLE:
        return None
    return iter([_replacement(said, said.here, said.wording(0))])


def _delete(said: Said) -> Iterator[Instruction]:
    """删去第十条、第十二条第二款."""
    return (said.order(Action.DELETE, place) for place in said.places(0))


def _replace_words(said: Said) -> Iterator[Instruction]:
    """将第五条、第六条中的“甲”修改为“乙”; “甲”“乙”修改为“丙”."""
    *olds, _ = said.of("Q")
    new = said.wording(len(olds))
    words = tuple(said.words(count) for count in range(len(olds)))
    places = said.places(0) if said.of("P") else (said.here,)
    return (
        replace(
            said.order(Action.REPLACE_WORDS, place),
            words=words,
            wording=new,
            is_at_end=bool(said.of("t")),
        )
        for place in places
    )


def _delete_words(said: Said) -> Iterator[Instruction]:
    """删去第五条中的“甲”."""
    words = tuple(said.words(count) for count in range(len(said.of("Q"))))
    places = said.places(0) if said.of("P") else (said.here,)
    return (
        replace(said.order(Action.DELETE_WORDS, place), words=words, is_at_end=bool(said.of("t")))
        for place in places
    )


def _delete_words_at_each(said: Said) -> Iterator[Instruction]:
    """删去第八条第一款末尾的“甲”和第二款末尾的“乙”."""
    context = said.context
    for count, (token, behind) in enumerate(_followed(said.tokens, "P")):
        places = parse_places(token.text, context)
        context = places[-1]
        for place in places:
            yield replace(
                said.order(Action.DELETE_WORDS, place),
                words=(said.words(count),),
                is_at_end=behind.letter == "t",
            )


def _followed(tokens: Sequence[Token], letter: str) -> Iterator[tuple[Token, Token]]:
    """Each token of one sort and the one behind it."""
    return (pair for pair in pairwise(tokens) if pair[0].letter == letter)


def _insert_words(said: Said) -> Iterator[Instruction]:
    """在第五条中的“甲”后增加“乙”."""
    places = said.places(0) if said.of("P") else (said.here,)
    return (
        replace(
            said.order(Action.INSERT_WORDS, place),
            words=(said.words(0),),
            wording=said.wording(1),
            is_behind=bool(said.of("b")),
        )
        for place in places
    )


def _renumber(said: Said) -> Iterator[Instruction] | None:
    """第三条改为第四条; 第三条至第五条改为第四条至第六条; …，修改为：“…”."""
    olds = said.places(0)
    news = parse_places(said.of("P")[1].text, olds[-1])
    if len(olds) != len(news):
        return None
    if said.of("Q"):
        wordings = divide(said.wording(0), _unit(olds[0]), len(olds))
        if wordings is None:
            return None
        return (
            replace(_replacement(said, old, wording), becomes=new)
            for old, new, wording in zip(olds, news, wordings, strict=True)
        )
    return (
        replace(said.order(Action.RENUMBER, old), becomes=new)
        for old, new in zip(olds, news, strict=True)
    )


def _insert(said: Said) -> Iterator[Instruction] | None:
    """在第五条后增加一条，作为第六条：“…”; 第六条增加一款，作为第二款：“…”."""
    behind, before = said.of("b"), said.of("f")
    unit = said.of("n")[0].text[-1]
    lists = said.of("P")
    named_after = [token for token in lists if token.start > said.of("n")[0].start]
    named_before = [token for token in lists if token.start < said.of("n")[0].start]
    if len(named_after) > 1 or len(named_before) > 1:
        return None
    place = said.context
    if named_before:
        places = parse_places(named_before[0].text, said.context)
        if len(places) != 1:
            return None
        place = places[0]
    elif unit == "条" or not place.article:
        place = WHOLE
    becomes: tuple[Place, ...] = ()
    if named_after:
        becomes = parse_places(named_after[0].text, place)
    return _insertions(said, place, becomes, unit, is_near=bool(behind or before))


def _insertions(
    said: Said, place: Place, becomes: tuple[Place, ...], unit: str, *, is_near: bool
) -> Iterator[Instruction] | None:
    count = max(len(becomes), 1)
    wordings = divide(said.wording(0), unit, count)
    if wordings is None or (unit in "款项目" and place == WHOLE):
        return None
    order = replace(
        said.order(Action.INSERT, place),
        is_inside=not is_near,
        is_behind=not said.of("f"),
    )
    targets: Sequence[Place | None] = becomes or (None,)
    return (
        replace(order, becomes=target, wording=wording)
        for target, wording in zip(targets, wordings, strict=True)
    )


def _insert_and_replace(said: Said) -> Iterator[Instruction] | None:
    """第三百六十九条中增加一款作为第二款，将该条修改为：“…”: the wording is the whole article's."""
    places = said.places(0)
    becomes = said.places(1)
    if len(places) != 1 or not places[0].article:
        return None
    whole = Place(article=places[0].article)
    return iter([_replacement(said, whole, said.wording(0)), *_counted(said, whole, becomes)])


def _counted(said: Said, place: Place, becomes: Sequence[Place]) -> Iterator[Instruction]:
    """A 款 that is new within a wording given whole: nothing is left to put in."""
    for target in becomes:
        yield replace(
            said.order(Action.INSERT, place), becomes=target._replace(article=place.article)
        )


def _merge(said: Said) -> Iterator[Instruction] | None:
    """将第六条和第七条合并修改为：“…”; 第六条、第七条合并，作为第六条，修改为：“…”."""
    places = said.places(0)
    if len(places) < 2:
        return None
    first, *others = places
    order = replace(said.order(Action.MERGE, first), others=tuple(others), wording=said.wording(0))
    if len(said.of("P")) > 1:
        becomes = parse_places(said.of("P")[1].text, first)
        if len(becomes) != 1:
            return None
        order = replace(order, becomes=becomes[0])
    return iter([order])


def _renumber_all(said: Said) -> Iterator[Instruction]:
    """条文顺序作相应调整."""
    return iter([said.order(Action.RENUMBER_ALL, WHOLE)])


def _renumber_listed(said: Said) -> Iterator[Instruction] | None:
    """条文顺序作相应调整：“第八条”调整为“第七条”，“第九条”调整为“第八条”."""
    labels = [parse_places(said.words(at), WHOLE) for at in range(len(said.of("Q")))]
    if any(len(places) != 1 or not places[0].article for places in labels):
        return None
    pairs = list(zip(labels[::2], labels[1::2], strict=True))
    orders = [said.order(Action.RENUMBER_ALL, WHOLE)] if said.of("z") else []
    orders += [replace(said.order(Action.RENUMBER, old), becomes=new) for (old,), (new,) in pairs]
    return iter(orders)


_PATTERNS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    # 在第三百六十九条中增加一款作为第二款，将该条修改为：“…”
    (re.compile("PansPh?rQ"), _insert_and_replace),
    # 在第五条后增加一条，作为第六条：“…”; 增加一款，作为第二款：“…”
    (re.compile("P?[bf]?ans?P?Q"), _insert),
    (re.compile("h?an(?:sP)?Q"), _insert),
    # 将第六条和第七条合并修改为：“…”
    (re.compile("Pg(?:[sr]P)?rQ"), _merge),
    # 第八条改为第十三条，修改为：“…”
    (re.compile("P[rs]PrQ"), _renumber),
    # 原第四条作为第五条
    (re.compile("P[rs]P"), _renumber),
    # 在第五条中的“甲”后增加“乙”
    (re.compile("[Ph]?Q[bf]aQ"), _insert_words),
    # 将第五条中的“甲”“丙”修改为“乙”
    (re.compile("[Ph]?t?Q+rQ"), _replace_words),
    (re.compile("PrQ"), _replace),
    (re.compile("h?rQ"), _replace_here),
    # 删去第八条第一款末尾的“甲”和第二款末尾的“乙”
    (re.compile("d(?:Pt?Q){2,}(?![rs])"), _delete_words_at_each),
    (re.compile("d[Ph]?t?Q+(?![rs])"), _delete_words),
    # 将第五条中的“甲”删去
    (re.compile("[Ph]?t?Q+d"), _delete_words),
    (re.compile("dP"), _delete),
    (re.compile("Pd"), _delete),
    # 条文顺序作相应调整：“第八条”调整为“第七条”
    (re.compile("z(?:Q[rs]Q)+"), _renumber_listed),
    (re.compile("z"), _renumber_all),
)


def read_tokens(said: Said) -> tuple[Instruction, ...] | None:
    """All that a row of tokens orders; ``None`` if a part of it fits no pattern."""
    letters = "".join(token.letter for token in said.tokens)
    found: list[Instruction] = []
    at = 0
    context = said.context
    while at < len(letters):
        for pattern, reader in _PATTERNS:
            match = pattern.match(letters, at)
            if not match:
                continue
            part = replace(said, tokens=said.tokens[at : match.end()], context=context)
            orders = reader(part)
            if orders is not None:
                found += orders
                context = found[-1].place if found else context
                at = match.end()
                break
        else:
            return None
    return tuple(found)
