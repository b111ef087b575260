"""What a text names: other documents, with the words that it calls them by.

::

    citation := issuer? 《 title 》 bracket*   《关于…》（国发〔2004〕20号，以下简称《决定》）
              | number                         国发〔2018〕124号, 国务院令第588号, 、2号
    bracket  := （ number … ） | （ alias ）   a number's bracket belongs to the citation
    alias    := 以下简称 《X》 | “X” | X        of the citation before it, from here on
              | 以下统称 《X》                  of all the citations listed before it

Nested quotation marks, of whatever width, are one title. Source: DOMAIN.md §6.3.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

from archive.notice.match import squeeze
from archive.notice.model import Citation, Role
from archive.notice.number import DocumentNumber, PrintedNumber, find_numbers, parse_number
from ingest.references import Outline
from ingest.stages import Draft, Part
from ingest.titles import ORGAN_ENDS, issued_title


class Cited(NamedTuple):
    """One citation in a passage; half-open offsets in the passage's text."""

    start: int
    stop: int
    title: str | None
    number: str | None
    issuer: str | None
    alias: str | None = None
    """The short word it is given here, or by which it is called here."""
    numbers: tuple[str, ...] = ()
    """All that the bracket holds, where there are several."""
    is_own: bool = False
    """This document itself or a component of it."""
    key: str | None = None
    """Of the component that an own citation means; ``None`` for the document as a whole."""
    members: tuple[Citation, ...] = ()
    """What a group's name stands for: 以下统称《规定》."""

    def citation(self) -> Citation:
        """For a claim."""
        return Citation(self.title, self.number, self.issuer, self.start, self.stop, self.alias)


class Keys(Collection[str]):
    """The keys of all sections of a document, gathered when first asked: few documents ask."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts
        self._found: frozenset[str] | None = None

    def _all(self) -> frozenset[str]:
        if self._found is None:
            self._found = frozenset([node.key for part in self._parts for node in part.walk()])
        return self._found

    def __contains__(self, key: object) -> bool:
        return key in self._all()

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


@dataclass(slots=True)
class Names:
    """What a document's own words mean: its aliases so far, its keys, its number and titles."""

    keys: Collection[str]
    """Of all sections."""
    aliases: dict[str, Citation]
    groups: dict[str, tuple[Citation, ...]] = field(default_factory=dict)
    number: DocumentNumber | None = None
    titles: dict[str, str | None] = field(default_factory=dict)
    """Squeezed title → key of the component; ``None``: the document as a whole."""
    title: str | None = None
    parts: tuple[Part, ...] = ()
    outlines: dict[str, Outline] = field(default_factory=dict)
    """By component, once a reference has been looked up in it."""

    @classmethod
    def of(cls, draft: Draft) -> "Names":
        """Before the first passage: no alias yet."""
        number = draft.value("number")
        return cls(
            Keys(draft.parts),
            {},
            number=parse_number(number) if number else None,
            titles=_own_titles(draft),
            title=draft.value("title"),
            parts=draft.parts,
        )

    def own_key(self, title: str) -> str | None:
        """The key of the component of that title; raises ``KeyError`` if it is no own title."""
        squeezed = squeeze(title)
        return self.titles[squeezed if squeezed in self.titles else _bare(squeezed)]


def _own_titles(draft: Draft) -> dict[str, str | None]:
    """The titles of the document and of its parts, squeezed, with and without （试行）."""
    found: dict[str, str | None] = {}
    whole = draft.value("title")
    main = next((part.key for part in draft.parts if part.role is Role.MAIN), None)
    if whole:
        issued = issued_title(whole)
        if issued and main and draft.parts[0].role is Role.COVER:
            found[issued] = main
        squeezed = squeeze(whole)
        found[squeezed] = None
        about = squeezed.find("关于")
        if 0 < about < _LONGEST_ISSUER:
            found[squeezed[about:]] = None
    for part in draft.parts:
        if part.title_text and part.title_text != whole:
            found.setdefault(squeeze(part.title_text), part.key)
    for title in list(found):
        found.setdefault(_bare(title), found[title])
    found.pop("", None)
    return found


# （试行）, （征求意见稿）, (2021年修订), once squeezed
_SUFFIX = re.compile(r"(?:\([^()]{1,20}\))+$")
_LONGEST_ISSUER = 40


def _bare(squeezed: str) -> str:
    return _SUFFIX.sub("", squeezed)


# --- quotation marks -------------------------------------------------------------------------

_MARK = re.compile("[《》〈〉<>＜＞。\n]")
_LONGEST = 300
"""Characters between two marks that belong together."""
_DEEPEST = 4
_OPENING = "《〈<＜"


def _quotations(text: str) -> Iterator[tuple[int, int]]:
    """Where the outermost 《…》 begin and end; a mark without its partner is none."""
    marks = [(match.start(), match[0]) for match in _MARK.finditer(text)]
    at = 0
    while at < len(marks):
        last = _partner(marks, at) if marks[at][1] == "《" else None
        if last is not None:
            yield marks[at][0], marks[last][0] + 1
            at = last
        at += 1


def _partner(marks: Sequence[tuple[int, str]], first: int) -> int | None:
    """Which mark closes the 《 at ``first``: in reach, in its sentence, else ``None``."""
    begun = marks[first][0]
    opened = ["《"]
    for at in range(first + 1, len(marks)):
        where, mark = marks[at]
        if mark in "。\n" or where - begun > _LONGEST or len(opened) > _DEEPEST:
            return None
        if mark in _OPENING:
            opened.append(mark)
        elif mark != "》":
            if opened[-1] != "《":
                opened.pop()
        elif opened[-1] != "《" and marks[at + 1 : at + 2] and marks[at + 1][1] == "》":
            opened.pop()  # 《关于印发〈办法》的通知》
        else:
            while opened.pop() != "《":
                pass
            if not opened:
                return at
    return None


# --- numbers ---------------------------------------------------------------------------------

_DIGIT = "0-9０-９〇零一二三四五六七八九十百"
# what every number has: 65号, 第七号令; 〔2021〕12次
_MAY_NUMBER = re.compile(
    rf"[{_DIGIT}][ \u3000\u00a0]*号|[)）〕\]］】][ \u3000第]*[0-9０-９]{{1,5}}[ \u3000]*次"
)
MAY_CITE = "《|号|次"
"""One of these stands in every text that names another (a pattern)."""
_SHORT = 2000
_REACH = 120
"""Characters in front of its last that a number may need to be read."""
# 、2号 and 和第3号 behind 焦政〔2015〕1号
_SHARED = re.compile(
    r"[ \u3000]*(?:、|和|及|以及|与|，)[ \u3000]*"
    r"(?:([〔［\[（(](?:19|20)[0-9]{2}[〕］\])）])[ \u3000]*)?"
    r"(第?[ \u3000]*([0-9]{1,5})[ \u3000]*号)"
    r"(?![楼院线路门区机文站井码])"
)


class _Number(NamedTuple):
    start: int
    stop: int
    number: DocumentNumber


def _numbers(text: str) -> list[_Number]:
    """All numbers of a text, those that share another's code among them, in order."""
    if "号" not in text and "次" not in text:
        return []
    ends = [match.end() for match in _MAY_NUMBER.finditer(text)]
    if not ends:
        return []
    found: list[_Number] = []
    for printed in _printed(text, ends):
        if found and printed.start < found[-1].stop:
            continue
        found.append(_Number(printed.start, printed.stop, printed.number))
        if not printed.raw.endswith("次"):
            found += _shared(text, found[-1])
    return found


def _printed(text: str, ends: Sequence[int]) -> Iterator[PrintedNumber]:
    """Numbers, looked for only near where one may end."""
    if len(text) <= _SHORT:
        yield from find_numbers(text)
        return
    windows: list[list[int]] = []
    for end in ends:
        first, last = max(0, end - _REACH), min(len(text), end + 10)
        if windows and first <= windows[-1][1]:
            windows[-1][1] = last
        else:
            windows.append([first, last])
    for first, last in windows:
        for printed in find_numbers(text[first:last]):
            yield PrintedNumber(
                printed.number,
                printed.raw,
                printed.start + first,
                printed.stop + first,
                printed.code_known,
            )


def _shared(text: str, before: _Number) -> Iterator[_Number]:
    """焦政〔2015〕1号、2号: the second has the first's code and year."""
    at, number = before.stop, before.number
    while match := _SHARED.match(text, at):
        year = int(match[1][1:5]) if match[1] else number.year
        number = DocumentNumber(number.code, year, int(match[3]), number.is_order)
        yield _Number(match.start(1 if match[1] else 2), match.end(), number)
        at = match.end()


# --- what stands around a title --------------------------------------------------------------

# （国发〔2004〕20号，以下简称《决定》）, with brackets inside
_BEHIND = re.compile(r"[ \u3000\u00a0]*[（(]([^（()）]*(?:[（(][^（()）]*[)）][^（()）]*)*)[)）]")
# （工企业函）〔2020〕69号）, a clerk's slip
_SLIPPED = re.compile(
    r"[（(]([\u4e00-\u9fff]{2,12})[）)][〔［\[]((?:19|20)[0-9]{2})[〕］\]]([0-9]{1,5})号[）)]?"
)
# （〔2020〕64号）, （省政府令354号）: numbers too, if not of the form that identifies
_NUMBERED = re.compile(
    r"(?:19|20)[0-9]{2}[〕\]］)）】年]?第?[0-9]{1,5}号|令第?[0-9]{1,5}号|第[0-9]{1,5}号(?:令|公告|通告)"
)
# 以下简称《决定》, 以下称“双千计划”, 以下统称本规定
_ALIAS = re.compile(
    r"(?:以下|下文|下)(?:均|并)?(统?)(?:一)?(?:简称|称)(?:为)?[：:]?[ \u3000]*"
    r"(?:《([^《》]{1,40})》|[“\"‘「『]([^“”\"’」』]{1,40})[”\"’」』]|([\u4e00-\u9fff]{2,20}))"
)
_JOINED = re.compile(r"[ \u3000、，,和及与以]*")
_LEAD = re.compile(
    r".*(?:根据|按照|依据|依照|参照|对照|遵照|落实|贯彻|执行|违反|印发|转发|批转|下发|发布|公布|颁布|"
    r"废止|修订|修改|关于|符合|结合|现将|要求|规定|精神|文件|认真|学习|以及|包括|其中|"
    r"遵守|具有|适用|从事|收到|签署|通过|举办|载明|完成|运用|属于|违反|收悉|"
    r"[的了将由在为以即原照据按]|经(?![信贸济发])|对(?!外))"
)
# 国务院 behind any word at all: 职工有国务院《…》
_NATIONAL = re.compile(
    r"(?:国务院(?:办公厅)?|最高人民(?:法院|检察院)|全国人民代表大会(?:常务委员会)?|全国人大常委会"
    r"|中共中央(?:办公厅)?|中央军委)$"
)
_HAN_BEFORE = re.compile(r"[\u4e00-\u9fff \u3000、]{2,40}$")
_NO_ORGAN = re.compile(
    r"(?:[全内外一]部|会议|大会|机会|社会|[举试承主开筹督查经申交协创兴代领]办)$|^[你我本该各其贵]"
)
# 原《…》, 2010年发布的《…》, 修改《…》: the older text of the same name
_OLDER = re.compile(r"(?:原|修改|修订|废止|原有|旧|(?:发布|印发|公布|颁布|制定|施行|实施|下发)的)$")
_ENDED = re.compile(r"[^。；《]{0,12}(?:废止|失效|停止执行)")


def _issuer(text: str, start: int, stop: int) -> str | None:
    """The organ or organs whose names end at ``stop``; nothing before ``start`` is looked at."""
    before = text[max(start, stop - 40) : stop].rstrip(" \u3000")
    if not before.endswith(ORGAN_ENDS) and not before.endswith(("国务院", "中央")):
        return None
    match = _HAN_BEFORE.search(before)
    if not match:
        return None
    run = _LEAD.sub("", match[0])
    organs: list[str] = []
    for piece in reversed(re.split("、", run)):
        bare = piece.strip(" \u3000")
        bare = re.split(r"(?<=[委部局厅府院室会])[和与及]", bare)[-1] if not organs else bare
        bare = bare.lstrip("和与及")
        if national := _NATIONAL.search(bare):
            bare = national[0]
        if len(bare) < 2 or not bare.endswith((*ORGAN_ENDS, "中央")) or _NO_ORGAN.search(bare):
            break
        organs.insert(0, bare)
        if bare != piece.strip(" \u3000"):
            break
    return "、".join(organs) or None


def find_cited(text: str, names: Names) -> tuple[Cited, ...]:
    """Every 《…》 with the number behind it and every bare number, in reading order.

    Spans are disjoint. Aliases that the text defines are kept in ``names`` for what follows.
    """
    numbers = _numbers(text)
    places: list[tuple[int, int, _Number | None]] = [(n.start, n.stop, n) for n in numbers]
    if "《" in text:
        places += [(start, stop, None) for start, stop in _quotations(text)]
        places.sort(key=itemgetter(0))
    starts = [number.start for number in numbers]
    found: list[Cited] = []
    taken = 0
    for start, stop, number in places:
        if start < taken:
            continue  # in a title, or in the bracket behind it
        if number:
            found.append(_bare_number(number, names))
        else:
            one = _quoted(text, start, stop, taken, numbers, starts, names)
            if one is None:
                continue
            found.append(one)
        taken = _define(text, found, names)
    return tuple(found)


def _quoted(
    text: str,
    start: int,
    stop: int,
    floor: int,
    numbers: Sequence[_Number],
    starts: Sequence[int],
    names: Names,
) -> Cited | None:
    """The citation whose title stands from ``start`` to ``stop``."""
    title = text[start + 1 : stop - 1].strip()
    if not title:
        return None
    bracket = _BEHIND.match(text, stop)
    held: list[DocumentNumber] = []
    if bracket:
        nested = text.find("《", bracket.start(1), bracket.end(1))
        last = nested if nested >= 0 else bracket.end(1)
        first = bisect_left(starts, bracket.start(1))
        held = [n.number for n in numbers[first : bisect_left(starts, last)]]
        if held or _NUMBERED.search(bracket[1], 0, last - bracket.start(1)):
            stop = bracket.end()
        elif slip := _SLIPPED.match(text, stop):
            held = [DocumentNumber(slip[1], int(slip[2]), int(slip[3]))]
            stop = slip.end()
    number = held[0] if held else None
    issuer = _issuer(text, floor, start)
    if number is None and (known := _alias_of(title, names)):
        return known._replace(start=start, stop=stop)
    is_own, key = _own(text, start, stop, title, number, names)
    return Cited(
        start,
        stop,
        title,
        number.canonical if number else None,
        issuer or (_organ(number) if number else None),
        numbers=tuple([n.canonical for n in held]) if len(held) > 1 else (),
        is_own=is_own,
        key=key,
    )


def _organ(number: DocumentNumber) -> str | None:
    """国务院 of 国务院令第588号."""
    if not number.is_order:
        return None
    return number.code.removesuffix("令").removesuffix("公告").removesuffix("通告") or None


def _own(
    text: str, start: int, stop: int, title: str, number: DocumentNumber | None, names: Names
) -> tuple[bool, str | None]:
    """Whether this document is meant, and which component; an older text of its name is not."""
    if number is not None and (names.number is None or number.key != names.number.key):
        return False, None
    try:
        key = names.own_key(title)
    except KeyError:
        return number is not None, None
    if number is None and (
        _OLDER.search(text, max(0, start - 4), start) or _ENDED.match(text, stop)
    ):
        return False, None
    return True, key


def _bare_number(one: _Number, names: Names) -> Cited:
    is_own = names.number is not None and one.number.key == names.number.key
    return Cited(one.start, one.stop, None, one.number.canonical, _organ(one.number), is_own=is_own)


# --- aliases ---------------------------------------------------------------------------------


def _alias_of(word: str, names: Names) -> Cited | None:
    """What a word that the document has defined stands for."""
    if not names.aliases and not names.groups:
        return None
    group = names.groups.get(word)
    if group:
        return Cited(0, 0, word, None, None, word, members=group)
    meant = names.aliases.get(word)
    if meant is None:
        return None
    is_own, key = False, None
    if meant.title:
        try:
            is_own, key = True, names.own_key(meant.title)
        except KeyError:
            is_own = False
    return Cited(0, 0, meant.title, meant.number, meant.issuer, word, is_own=is_own, key=key)


def _define(text: str, found: list[Cited], names: Names) -> int:
    """Keep the alias defined in or behind the last citation; returns where reading goes on."""
    one = found[-1]
    stop = one.stop
    match = _ALIAS.search(text, one.start, stop) if "称" in text else None
    if match is None:
        behind = _BEHIND.match(text, stop) if "称" in text[stop : stop + _LONGEST] else None
        match = _ALIAS.search(text, behind.start(), behind.end()) if behind else None
        if match is None or behind is None:
            return stop
        stop = behind.end()
    word = match[2] or match[3] or match[4]
    if match[1]:
        names.groups[word] = tuple([each.citation() for each in _listed(text, found)])
    else:
        found[-1] = one._replace(alias=word)
        names.aliases[word] = found[-1].citation()
    return stop


def _listed(text: str, found: Sequence[Cited]) -> list[Cited]:
    """The last citations, back to the first of their list: 《甲》、《乙》和《丙》."""
    listed = [found[-1]]
    for one in reversed(found[:-1]):
        if not _JOINED.fullmatch(text, one.stop, listed[0].start):
            break
        listed.insert(0, one)
    return listed
