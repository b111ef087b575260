"""Texts → references to parts of the same document: 本办法第八条第二款第三项, 前款, 附件1.

::

    reference := (本办法)? place ((、|和|或者) place)*  |  place 至 place
    place     := 第n条(之m)? (第n款)? (第n项)? (第n目)?  |  第n款 …  |  第n项 …  |  第n[章节编]
               | 前n?[条款项]  |  本[条款章节]  |  附件n

A place behind 《…》, behind the bare name of a law or behind 该法 is another document's; in a text
that amends others every place is. Source: DOMAIN.md §6.3.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.notice.model import Claim, ClaimType, Within
from archive.notice.numerals import parse_numeral
from ingest.citations import Cited, Names
from ingest.stages import Passage

_N = r"[0-9〇零一二两三四五六七八九十百千]{1,8}"
_ITEM = rf"第[（(]?({_N})[)）]?项"
_PLACE = re.compile(
    rf"第({_N})条(?:之({_N}))?(?:第({_N})款)?(?:{_ITEM})?(?:第({_N})目)?"
    rf"|第({_N})款(?:{_ITEM})?"
    rf"|{_ITEM}"
    rf"|第({_N})([章节编])(?!程)"
    rf"|前({_N})?([条款项])(?:{_ITEM})?"
    rf"|本([条款章节])(?!例|件|款项)(?:第({_N})款)?(?:{_ITEM})?"
    rf"|附(?:件|表)\s?([0-9一二三四五六七八九十]{{1,3}})(?![0-9年月日.．])"
)
_HINT = re.compile(
    r"第[^第]{1,12}[条款项章节编]|前[一二两三四五0-9]?[条款项]|本[条款章节]"
    r"|附[件表]\s?[0-9一二三四五六七八九十]"
)
_JOINED = re.compile(r"\s?(?:、|，|和|及|或者|或|以及|与)\s?$")
_TO = re.compile(r"\s?(?:至|到|—|－|-|~)\s?$")
_GENRES = (
    "条例|规定|办法|细则|规则|解释|决定|章程|通知|意见|方案|规范|标准|准则|协定|公约|宪法"
    "|规章|法规|合同|令"
)
# 行政许可法第三条, 刑法第三条, 该条例第五条
_ELSEWHERE = re.compile(rf"(?<!本)(?:[^本，。；、]法典?|{_GENRES})(?:的|中|中的|之)?\s?$")
# 本办法第三条, 本实施细则第三条
_OWN = re.compile(rf"本[\u4e00-\u9fff]{{0,8}}?(?:法|制度|措施|{_GENRES})(?:的|中|中的)?\s?$")
# 《…》第三条, 《…》（国务院令第5号）第三条
_CLOSED = re.compile(r"》(?:[^》]{0,40}[)）])?\s?(?:的|中)?$")


@dataclass(frozen=True, slots=True)
class _Place:
    """One place as it is printed."""

    start: int
    stop: int
    article: tuple[int, ...] | None
    paragraph: int | None
    item: int | None
    point: int | None
    chapter: tuple[str, int] | None
    back: tuple[int, str] | None
    """前两条: (2, 条)."""
    here: str | None
    """本条, 本款, 本章."""
    attachment: int | None


def references(passage: Passage, cited: Sequence[Cited], names: Names) -> Iterator[Claim]:
    """``REFERS`` claims with the keys that are meant; where none is, a person should look."""
    text = passage.text
    if (
        passage.within is Within.TITLE
        or ("第" not in text and "前" not in text and "本" not in text and "附" not in text)
        or names.is_amending
        or not _HINT.search(text)
    ):
        return
    spans = [(one.start, one.stop) for one in cited]
    is_elsewhere = False
    article: tuple[int, ...] | None = None
    stop = -1
    held: _Place | None = None
    for place in _places(text):
        if any(start < place.start < end for start, end in spans):
            continue
        between = text[stop : place.start] if 0 <= stop <= place.start else ""
        goes_on = stop >= 0 and len(between) <= 4 and bool(_JOINED.fullmatch(between))
        is_range = stop >= 0 and len(between) <= 3 and bool(_TO.fullmatch(between))
        if not goes_on and not is_range:
            is_elsewhere = _is_elsewhere(text, place)
            article = None
        stop = place.stop
        if place.article:
            article = place.article
        if is_elsewhere:
            continue
        if is_range and held is not None:
            yield _claim(passage, held, place, _range(passage, names, held, place))
            held = None
            continue
        if held is not None:
            yield _claim(passage, held, held, _keys(passage, names, held))
        held = _complete(place, article if goes_on else None)
    if held is not None:
        yield _claim(passage, held, held, _keys(passage, names, held))


def _places(text: str) -> Iterator[_Place]:
    for m in _PLACE.finditer(text):
        art, sub, par, it, pt, par2, it2, it3, ch, ch_kind, back, back_kind, back_it = m.groups()[
            :13
        ]
        here, here_par, here_it, att = m.groups()[13:]
        article: tuple[int, ...] | None = None
        if art:
            number = parse_numeral(art)
            if number is None:
                continue
            more = parse_numeral(sub) if sub else None
            article = (number, more) if more else (number,)
        chapter = None
        if ch:
            number = parse_numeral(ch)
            chapter = ({"章": "ch", "节": "sec", "编": "part"}[ch_kind], number) if number else None
        count = (parse_numeral("二" if back == "两" else back) if back else 1) or 1
        yield _Place(
            m.start(),
            m.end(),
            article,
            _number(par or par2 or here_par),
            _number(it or it2 or it3 or back_it or here_it),
            _number(pt),
            chapter,
            (count, back_kind) if back_kind else None,
            here,
            _number(att),
        )


def _number(text: str | None) -> int | None:
    return parse_numeral(text) if text else None


def _is_elsewhere(text: str, place: _Place) -> bool:
    """It is a part of another document that is named in front of it."""
    if place.back or place.here or place.attachment:
        return False
    before = text[max(0, place.start - 60) : place.start]
    if _OWN.search(before):
        return False
    if _CLOSED.search(before):
        return True
    near = _ELSEWHERE.search(before[-14:])
    return (bool(near) and not before.endswith((")", "）"))) or before.endswith(("该法", "其"))


def _complete(place: _Place, article: tuple[int, ...] | None) -> _Place:
    """第八条第二款、第三款: the second is the same article's."""
    if article is None or place.article or place.chapter or place.back or place.here:
        return place
    if place.attachment:
        return place
    return _Place(
        place.start,
        place.stop,
        article,
        place.paragraph,
        place.item,
        place.point,
        None,
        None,
        None,
        None,
    )


def _claim(passage: Passage, first: _Place, last: _Place, keys: tuple[str, ...]) -> Claim:
    start = first.start
    own = _OWN.search(passage.text[max(0, start - 16) : start])
    if own:
        start -= len(own[0])
    return Claim(
        ClaimType.REFERS,
        passage.key,
        start,
        last.stop,
        passage.text[start : last.stop],
        "ARTICLES",
        "ASSERTED" if keys else "NEEDS_REVIEW",
        _pattern(first),
        target_keys=keys,
        within=passage.within,
    )


def _pattern(place: _Place) -> str:
    if place.back:
        return f"前{place.back[1]}"
    if place.here:
        return f"本{place.here}"
    if place.attachment:
        return "附件N"
    if place.chapter:
        return "第N章"
    return "第N条" if place.article else "第N款" if place.paragraph else "第N项"


def _here(passage: Passage) -> tuple[str | None, int | None]:
    """Key of the article that the passage stands in, and which of its 款."""
    parts = passage.key.split("/")
    at = next((at for at, part in enumerate(parts) if part.startswith("art-")), None)
    if at is None:
        return None, None
    paragraph = parts[at + 1] if at + 1 < len(parts) else ""
    is_paragraph = paragraph.startswith("p-") and paragraph[2:].isdecimal()
    return "/".join(parts[: at + 1]), int(paragraph[2:]) if is_paragraph else None


def _keys(passage: Passage, names: Names, place: _Place) -> tuple[str, ...]:
    component = passage.part.key
    if place.attachment is not None:
        return _existing(names, f"att-{place.attachment}")
    if place.chapter:
        kind, number = place.chapter
        return _existing(names, f"{component}/{kind}-{number}")
    if place.article:
        key = f"{component}/art-{'_'.join(map(str, place.article))}"
        return _below(names, key, place.paragraph, place.item, place.point)
    article, paragraph = _here(passage)
    if article is None:
        return _level(passage, names, place)
    if place.back:
        return _back(names, component, article, paragraph, place)
    if place.here == "条" or place.paragraph is not None:
        return _below(names, article, place.paragraph, place.item, None)
    if place.here == "款":
        return _below(names, article, paragraph, place.item, None)
    if place.here:
        return ()
    return _below(names, article, paragraph, place.item, None)


def _level(passage: Passage, names: Names, place: _Place) -> tuple[str, ...]:
    """第（三）项 in a text without articles: a sibling of that number."""
    if place.item is None:
        return ()
    parent = passage.key.rpartition("/")[0]
    depth = parent.count("/") + 1
    return _existing(names, f"{parent}/l{depth}-{place.item}", f"{parent}/i-{place.item}")


def _existing(names: Names, *keys: str) -> tuple[str, ...]:
    for key in keys:
        if key in names.keys or (key.startswith("att-") and key in names.articles):
            return (key,)
    return ()


def _below(
    names: Names, article: str, paragraph: int | None, item: int | None, point: int | None
) -> tuple[str, ...]:
    if article not in names.keys:
        return ()
    bases = [article]
    if paragraph is not None:
        exact = f"{article}/p-{paragraph}"
        # The only 款 of an article is the article itself.
        bases = [exact] if exact in names.keys else [article] if paragraph == 1 else []
    if item is None:
        return tuple(bases[:1])
    if paragraph is None:
        bases += [f"{article}/p-{n}" for n in range(1, 13) if f"{article}/p-{n}" in names.keys]
    for base in bases:
        key = f"{base}/i-{item}"
        if key in names.keys:
            deep = f"{key}/pt-{point}"
            return (deep,) if point is not None and deep in names.keys else (key,)
    return ()


def _back(
    names: Names, component: str, article: str, paragraph: int | None, place: _Place
) -> tuple[str, ...]:
    count, kind = place.back or (1, "")
    if kind == "条":
        order = names.articles.get(component, ())
        at = order.index(article) if article in order else 0
        return tuple(order[at - count : at]) if at >= count else ()
    if kind == "款":
        here = paragraph or 1
        if here <= count and paragraph is None:
            return ()
        first = here - count
        keys = [
            key
            for number in range(first, here)
            for key in _below(names, article, number, place.item, None)
        ]
        return tuple(keys) if len(keys) == count else ()
    base = f"{article}/p-{paragraph}" if paragraph else article
    found = sorted(
        int(key.rpartition("-")[2])
        for key in (f"{base}/i-{n}" for n in range(1, 60))
        if key in names.keys
    )
    return tuple(f"{base}/i-{n}" for n in found[:count]) if len(found) >= count else ()


def _range(passage: Passage, names: Names, first: _Place, last: _Place) -> tuple[str, ...]:
    component = passage.part.key
    if first.article and last.article:
        order = names.articles.get(component, ())
        numbers = [_number_of(key) for key in order]
        low = bisect_left(numbers, first.article)
        keys = [
            key
            for key, number in zip(order[low:], numbers[low:], strict=True)
            if first.article <= number <= (*last.article, *([] if len(last.article) > 1 else [99]))
        ]
        return tuple(keys)
    start = _keys(passage, names, first)
    stop = _keys(passage, names, last)
    if not start or not stop:
        return ()
    base, _, low_text = start[0].rpartition("-")
    base_stop, _, high_text = stop[0].rpartition("-")
    if base != base_stop or not low_text.isdecimal() or not high_text.isdecimal():
        return (*start, *stop)
    span = range(int(low_text), min(int(high_text), int(low_text) + 100) + 1)
    return tuple(key for key in (f"{base}-{n}" for n in span) if key in names.keys)


def _number_of(key: str) -> tuple[int, ...]:
    tail = key.rpartition("art-")[2].partition("~")[0]
    return tuple(int(part) for part in tail.split("_") if part.isdecimal())
