"""Texts → citations of other documents: titles in 《》, numbers, the short names they are given.

::

    citation := issuer? 《title》 (（number, 以下简称《alias》）)?  |  number (、serial号)*
    title    := anything, with 《》 or 〈〉 nested

A number that is damaged is none. Source: DOMAIN.md §4, §6.3.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from archive.notice.match import squeeze
from archive.notice.model import Citation
from archive.notice.number import PrintedNumber, find_numbers, parse_number
from ingest.stages import Draft
from ingest.titles import ORGAN_ENDS

_LONGEST_TITLE = 300
"""Characters; what is open for longer was never meant to be closed."""
_MARK = re.compile("[《》]")
_OPENING, _CLOSING = "（([〔【［", "）)]〕】］"
_LONGEST_BRACKET = 120
# 以下简称《决定》, 以下称“规划”, 简称《条例》, 以下统称“三项制度”
_ALIAS = re.compile(r"(?:以下|下)?(?:简|统|通)?称(?:为)?\s{0,2}[《“\"]([^《》“”\"]{1,30})[》”\"]")
_CALLS = re.compile(r"[（(](?:以下|下)(?:简|统|通)?称")
# 1号、2号: the second shares the first one's code
_MORE = re.compile(r"\s?[、，,和及与]\s?第?([0-9]{1,5})\s?号(?!令)")
# A number has its year in brackets, or says whose order or announcement it is.
_MAY_BE_NUMBER = re.compile(
    r"[〔\[（(【［﹝「][\s]{0,2}[12１２][0-9０-９]|令|公告|通告|[0-9]年\s?第|〕|次"
)
_BEFORE = 36
_ORGAN = re.compile(
    rf"[\u4e00-\u9fff、]{{2,34}}(?:{'|'.join(ORGAN_ENDS)}|国务院|中央|市委|省委|县委|区委)$"
)
# …印发的《, …发布《
_VERB = re.compile(r"(?:联合)?(?:印发|发布|下发|制定|颁布|公布|出台|制发|发)(?:实施)?的?$")
_CUTS = (
    *("根据", "按照", "依据", "依照", "落实", "贯彻", "执行", "符合", "违反", "参照", "结合"),
    *("遵照", "关于", "印发", "转发", "学习", "废止", "修改", "以及", "并且", "通过", "对照"),
    *("现将", "原", "经", "和", "与", "及", "由", "以", "等", "对", "将", "了", "按", "据"),
    *("的", "、", "，"),
)


class Cited(NamedTuple):
    """One citation in a passage; half-open offsets in the passage's text."""

    start: int
    stop: int
    title: str | None
    number: str | None
    issuer: str | None
    alias: str | None = None
    """The short name that it is given here, or by which it goes here."""
    own: str | None = None
    """Key of the component of this very document that bears the title."""

    def citation(self) -> Citation:
        """For a claim."""
        return Citation(self.title, self.number, self.issuer, self.start, self.stop, self.alias)


@dataclass(slots=True)
class Names:
    """What a document's own words mean: its keys, titles and number, and its short names so far."""

    keys: frozenset[str]
    articles: Mapping[str, tuple[str, ...]]
    """Component → its articles' keys in reading order."""
    own_titles: Mapping[str, str]
    """Squeezed title → key of the component that bears it."""
    own_number: str | None
    title: str
    is_amending: bool
    """It changes other texts: 第三条 is theirs."""
    aliases: dict[str, Cited] = field(default_factory=dict)

    @classmethod
    def of(cls, draft: Draft) -> "Names":
        """Before the first passage: no short name yet."""
        keys, articles = [], {}
        own: dict[str, str] = {}
        title = draft.value("title") or ""
        for part in draft.parts:
            mine = [node.key for node in part.walk()]
            keys += mine
            articles[part.key] = tuple(
                key for key in mine if key.rpartition("/")[2].startswith("art-")
            )
            name = squeeze(part.title_text or "").strip("《》")
            if name:
                own.setdefault(name, part.key)
        if title and draft.parts:
            own.setdefault(squeeze(title), draft.parts[0].key)
        number = parse_number(draft.value("number") or "")
        return cls(
            frozenset(keys),
            articles,
            own,
            number.canonical if number else None,
            title,
            is_amending(title),
        )


def is_amending(title: str) -> bool:
    """It changes other texts clause by clause: 关于修改〈…〉的决定, 修正案."""
    return bool(re.search(r"(?:修改|修正|废止|清理).{0,80}(?:决定|公告|通知|令)$|修正案", title))


def find_cited(text: str, names: Names) -> tuple[Cited, ...]:
    """Every 《…》 with the number behind it and every bare number, in reading order."""
    has_title = "《" in text
    has_number = "号" in text and bool(_MAY_BE_NUMBER.search(text))
    if not has_title and not has_number:
        return ()
    numbers = list(find_numbers(text)) if has_number else []
    found = list(_titled(text, names, numbers)) if has_title else []
    if numbers:
        spans = [(one.start, one.stop) for one in found]
        found += _bare(text, numbers, spans, names)
        found.sort()
    return tuple(found)


def _titled(text: str, names: Names, numbers: list[PrintedNumber]) -> Iterator[Cited]:
    last = 0
    for start, stop in _outermost(text):
        if start < last:  # 以下简称《决定》, inside the bracket of what it is short for
            continue
        title = text[start + 1 : stop - 1]
        end, number, alias = stop, None, None
        shut = _bracket(text, stop)
        inside = next((n for n in numbers if stop < n.start and n.stop <= shut), None)
        if inside:
            end, number = shut, inside.number.canonical
        if _CALLS.match(text, stop) or (number and "称" in text[stop : end + 40]):
            called = _ALIAS.search(text, stop, stop + 120)
            if called and "。" not in text[stop : called.start()]:
                alias, last = called[1], called.end()
        known = names.aliases.get(title)
        if known and number is None:
            yield Cited(start, end, known.title, known.number, known.issuer, title, known.own)
            continue
        one = Cited(
            start,
            end,
            title,
            number,
            _issuer(text, start),
            alias,
            names.own_titles.get(squeeze(title)),
        )
        if alias:
            names.aliases.setdefault(alias, one)
        yield one


def _bracket(text: str, at: int) -> int:
    """Where the bracket behind a title ends; ``at`` itself if there is none."""
    begun = at
    while begun < len(text) and begun < at + 3 and text[begun] in " \u3000\n\t":
        begun += 1
    if begun >= len(text) or text[begun] not in _OPENING:
        return at
    depth = 0
    for here in range(begun, min(len(text), begun + _LONGEST_BRACKET)):
        depth += (text[here] in _OPENING) - (text[here] in _CLOSING)
        if depth == 0:
            return here + 1
    return at


def _outermost(text: str) -> Iterator[tuple[int, int]]:
    """Half-open spans of the outermost 《…》; a mark that nothing answers is passed over."""
    opened: list[int] = []
    inner: list[tuple[int, int]] = []
    for mark in _MARK.finditer(text):
        at = mark.start()
        if opened and at - opened[0] > _LONGEST_TITLE:
            # Never closed: what was whole inside stands for itself.
            yield from inner
            inner, opened = [], []
        if mark[0] == "《":
            opened.append(at)
        elif opened:
            begun = opened.pop()
            if opened:
                inner = [span for span in inner if span[0] < begun] + [(begun, at + 1)]
            else:
                inner = []
                if at > begun + 1:
                    yield begun, at + 1
    yield from inner


def _bare(
    text: str, numbers: list[PrintedNumber], spans: list[tuple[int, int]], names: Names
) -> Iterator[Cited]:
    at = 0
    for printed in numbers:
        while at < len(spans) and spans[at][1] <= printed.start:
            at += 1
        if at < len(spans) and spans[at][0] <= printed.start:
            continue
        number = printed.number
        stop = printed.stop
        if text[stop - 1] in _CLOSING and text[printed.start - 1 : printed.start] in tuple(
            _OPENING
        ):
            stop -= 1  # the bracket around an order's number
        own = "" if number.canonical == names.own_number else None
        yield Cited(printed.start, stop, None, number.canonical, None, None, own)
        more = _MORE.match(text, printed.stop)
        while more and not number.is_order:
            another = parse_number(f"{number.code}〔{number.year}〕{more[1]}号")
            if another is None:
                break
            start = more.end() - len(more[0].lstrip(" 、，,和及与"))
            yield Cited(start, more.end(), None, another.canonical, None)
            more = _MORE.match(text, more.end())


def _issuer(text: str, start: int) -> str | None:
    """The organ named right in front of a title: 国务院办公厅《…, 原国家工商总局发布的《…."""
    before = text[max(0, start - _BEFORE) : start]
    before = _VERB.sub("", before)
    for cut in re.split(r"[^\u4e00-\u9fff、]", before)[-1:]:
        run = cut
        for word in _CUTS:
            run = run.rpartition(word)[2] if word in run[:-1] else run
        if _ORGAN.fullmatch(run) and len(run) <= 30:
            return run
    return None
