"""The places that a sentence names: 第三条第二款第（一）项, 第五条、第六条, 第三条至第五条, 引言.

::

    places    := place (、 和 及 与 以及 place | 至 place)*
    place     := 原? 第N条(之N)? (第N款)? (第N项)? (第N目)? lead?
    lead      := 条首部分 | 开头部分
    shared    := 第（一）、（二）项 | 第一、二款
    spot      := 引言 | 序言 | 名称 | 标题 | 正文第N段 | 第N章 (章名 | 标题)?

Source: DOMAIN.md §6.2 R22–R29, §6.3.
"""

import re
from collections.abc import Iterator

from archive.law.amending.model import Place, Spot
from archive.notice.numerals import HAN, parse_numeral

_N = rf"[（(]?[ ]?(?:[{HAN}]+|[0-9０-９]+)[ ]?[）)]?"
_ARTICLE = rf"第[ ]?(?:[{HAN}]+|[0-9０-９]+)[ ]?条(?:[ ]?之(?:[{HAN}]+|[0-9]+))?"
_BELOW = rf"(?:第{_N}款)?(?:第{_N}项)?(?:第{_N}目)?"
_SHARED = rf"第{_N}(?:[、和]第?{_N})+(?P<unit{{0}}>[条款项目])"
_LEAD = r"(?:的?(?:条首|开头|引导|首)(?:语|部分)|的?导语|的?引导语)"
_ONE = (
    rf"(?:{_ARTICLE}{_BELOW}|第{_N}款(?:第{_N}项)?(?:第{_N}目)?|第{_N}项(?:第{_N}目)?|第{_N}目)"
    rf"{_LEAD}?"
)
_SPOT = (
    rf"(?:正文)?第{_N}(?:自然)?段|引言|序言|前言|题目|名称|标题"
    rf"|第{_N}(?:章|节|编|部分)(?:的?(?:章名|节名|编名|标题|名称))?"
)
_JOIN = r"(?:、|和|及|以及|与|至|到)"
PLACES = (
    rf"(?:原|现|其)?(?:{_SHARED.format(1)}|{_ONE}|{_SPOT})"
    rf"(?:{_JOIN}(?:原)?(?:{_SHARED.format(2)}|{_ONE}|{_SPOT}))*"
)
"""A regular expression's piece for a list of places."""

# 第三条第二款第（一）项
_PARTS = re.compile(rf"第({_N})(条|款|项|目)(?:[ ]?之([{HAN}]+|[0-9]+))?")
# 第三章章名, 第一部分标题
_DIVISION = re.compile(rf"第({_N})(章|节|编|部分)(的?(?:章名|节名|编名|标题|名称))?")
# 第一段, 正文第二段
_PASSAGE = re.compile(rf"第({_N})(?:自然)?段")
_PIECE = re.compile(rf"(?P<join>{_JOIN})?(?:原|现|其)?(?P<one>{_SHARED.format(3)}|{_ONE}|{_SPOT})")
_IS_SHARED = re.compile(rf"^{_SHARED.format(4)}$")
_EACH = re.compile(_N)
_HAS_LEAD = re.compile(rf"{_LEAD}$")


def parse_places(text: str, context: Place) -> tuple[Place, ...]:
    """The places of one list; what only says 第二款 is of the article in ``context``.

    A range is given in full. Later members of a list keep what stands above them: in
    第三条第一款、第二款 both are of 第三条.
    """
    found: list[Place] = []
    above = context
    for match in _PIECE.finditer(text):
        for place in _places(match["one"], above):
            if match["join"] in ("至", "到") and found:
                found += _between(found[-1], place)
            found.append(place)
            above = place if place.spot is None else above
    return tuple(found)


def _places(text: str, above: Place) -> Iterator[Place]:
    if shared := _IS_SHARED.match(text):
        for number in _EACH.findall(text):
            yield _place(f"第{number}{shared['unit4']}", above)
        return
    yield _place(text, above)


def _place(text: str, above: Place) -> Place:
    if passage := _PASSAGE.search(text):
        return Place(paragraph=_count(passage[1]), spot=Spot.PASSAGE)
    division = _DIVISION.fullmatch(text)
    if division:
        spot = Spot.HEADING if division[3] else Spot.DIVISION
        return Place(spot=spot, division=(division[2], _count(division[1]) or 0))
    if text in ("引言", "序言", "前言"):
        return Place(spot=Spot.PREFACE)
    if text in ("名称", "题目", "标题"):
        return Place(spot=Spot.TITLE)
    place = above._replace(spot=None, division=None) if not text.startswith("第") else above
    place = place._replace(spot=None, division=None)
    for match in _PARTS.finditer(text):
        count = _count(match[1])
        if match[2] == "条":
            article = (count or 0,) if not match[3] else (count or 0, _count(match[3]) or 0)
            place = Place(article=article)
        elif match[2] == "款":
            place = place._replace(paragraph=count, item=None, point=None)
        elif match[2] == "项":
            place = place._replace(item=count, point=None)
        else:
            place = place._replace(point=count)
    return place._replace(spot=Spot.LEAD) if _HAS_LEAD.search(text) else place


def _between(first: Place, last: Place) -> Iterator[Place]:
    """What stands between the two ends of a range, of whatever unit they differ in."""
    if first.paragraph is None and first.article and last.article and last.paragraph is None:
        for number in range(first.article[0] + 1, last.article[0]):
            yield Place(article=(number,))
    elif first.item is not None and last.item is not None:
        for number in range(first.item + 1, last.item):
            yield last._replace(item=number)
    elif first.paragraph is not None and last.paragraph is not None:
        for number in range(first.paragraph + 1, last.paragraph):
            yield last._replace(paragraph=number)


def _count(text: str) -> int | None:
    return parse_numeral(text.strip("（() ）"))
