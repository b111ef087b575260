"""A text as sentences with a mark ◆ in the place of every citation, and what one says."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from archive.notice.dates import find_dates
from archive.notice.model import Citation, ClaimType, Precision
from archive.notice.numerals import parse_numeral
from ingest.citations import Cited, Names

MARK = "◆"


_SENTENCE = re.compile(r"[^。；;！？]+[。；;！？]?")


_LONGEST = 4000
"""Characters; what is longer is no sentence, and not looked at."""
_AMENDING = re.compile(r"(?:修改|修正|废止|清理).{0,80}(?:决定|公告|通知|令)$|修正案")


@dataclass(slots=True)
class Lead:
    """Words that govern what is listed below them: 下列文件予以废止：."""

    type: ClaimType
    pattern: str
    below: str
    """Key under which they hold."""
    assertion: str = "ASSERTED"
    day: date | None = None
    term: str | None = None


@dataclass(slots=True)
class Context:
    """What a document has said so far that bears on its later sentences."""

    names: Names
    leads: list[Lead] = field(default_factory=list)
    amended: Citation | None = None
    """The act that is being changed clause by clause."""

    is_amending: bool = field(init=False)
    """It changes other texts clause by clause, and says so in its title or, later, in its text:
    关于修改〈…〉的决定, 修正案, 对《…》作如下修改."""

    @property
    def title(self) -> str:
        """The document's own."""
        return self.names.title or ""

    def __post_init__(self) -> None:
        self.is_amending = bool(_AMENDING.search(self.title))

    def lead(self, key: str) -> Lead | None:
        """The nearest words that govern a key."""
        for lead in reversed(self.leads):
            if key == lead.below or key.startswith(f"{lead.below}/"):
                return lead
        return None


@dataclass(slots=True)
class Said:
    """One thing that a sentence says; offsets in the passage."""

    type: ClaimType
    pattern: str
    targets: list[Cited]
    start: int
    stop: int
    scope: str = "WHOLE"
    assertion: str = "ASSERTED"
    day: date | None = None
    term: str | None = None
    keys: tuple[str, ...] = ()


@dataclass(slots=True)
class Masked:
    """A sentence with marks for citations, and the way back."""

    text: str
    offsets: Sequence[int]
    """Position in ``text`` → offset in the passage; one more for the end."""
    cited: list[Cited]
    places: list[int]
    """Of each citation, the position of its mark."""

    def between(self, start: int, stop: int) -> list[Cited]:
        return [one for one, at in zip(self.cited, self.places, strict=True) if start <= at < stop]


def sentences(text: str, cited: Sequence[Cited], *, is_amending: bool) -> Iterator[Masked]:
    """The sentences of a text, full stops inside titles and quotations aside."""
    if not cited and not (is_amending and "“" in text):
        for piece in _SENTENCE.finditer(text):
            if piece.end() - piece.start() < _LONGEST:
                yield Masked(piece[0], range(piece.start(), piece.end() + 1), [], [])
        return
    masked: list[str] = []
    offsets: list[int] = []
    places: list[int] = []
    marks: list[Cited] = []
    at = 0
    quoted = _quotations(text) if is_amending else []
    spans = sorted(
        [*((one.start, one.stop, one) for one in cited), *((a, b, None) for a, b in quoted)],
        key=lambda span: (span[0], -span[1]),
    )
    for start, stop, one in spans:
        if start < at:
            continue
        masked.extend(text[at:start])
        offsets.extend(range(at, start))
        if one is not None:
            places.append(len(masked))
            marks.append(one)
        masked.append(MARK if one is not None else "“")
        offsets.append(start)
        at = stop
    masked.extend(text[at:])
    offsets.extend(range(at, len(text) + 1))
    whole = "".join(masked)
    for piece in _SENTENCE.finditer(whole):
        first, last = piece.span()
        if last - first < _LONGEST:
            low, high = bisect_left(places, first), bisect_left(places, last)
            yield Masked(
                piece[0],
                offsets[first : last + 1],
                marks[low:high],
                [place - first for place in places[low:high]],
            )


def _quotations(text: str) -> list[tuple[int, int]]:
    """Quoted wording in an amending text: it states nothing of its own."""
    found = []
    depth, begun = 0, 0
    for mark in re.finditer("[“”\n]", text):
        if mark[0] == "\n":
            # A quotation of several paragraphs opens each of them anew.
            if depth:
                found.append((begun, mark.start()))
            depth = 0
        elif mark[0] == "“":
            begun = mark.start() if not depth else begun
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                found.append((begun, mark.end()))
    if depth:
        found.append((begun, len(text)))
    return found


NOT = re.compile(r"(?:未|没有|尚未|不得|不|非|已经?被|被|是否|可以|申请|要求|建议)$")


OPEN = re.compile(r"拟(?:于|予|定)?|逾期|建议|可能|如果|若|考虑|研究|待[^，]{1,30}后|应当及时|适时")


PART = re.compile(
    r"中(?:的)?|第[一二三四五六七八九十百零0-9]+[条款项]|有关|关于[^，]{1,40}(?:规定|内容|条款)|部分"
)


SELF_NAMED = re.compile(
    r"本[\u4e00-\u9fff]{0,8}?(?:法|办法|规定|条例|细则|意见|通知|决定|解释|规则|方案|章程|制度|标准|规程)"
)


_ARTICLE = re.compile(
    r"第([〇零一二三四五六七八九十百千0-9]+)条(?:之([一二三四五六七八九十]))?(?:第([一二三四五六七八九十0-9]+)款)?(?:第[（(]?([一二三四五六七八九十0-9]+)[)）]?项)?"
)


def said(
    sentence: Masked,
    type_: ClaimType,
    pattern: str,
    targets: Sequence[Cited],
    first: int,
    last: int,
    **more: object,
) -> Said:
    start, stop = sentence.offsets[first], sentence.offsets[last]
    said = Said(type_, pattern, list(targets), start, stop)
    for name, value in more.items():
        setattr(said, name, value)
    return said


def day_of(text: str) -> tuple[date | None, str | None]:
    """The day, or the event, from which a sentence says that something holds."""
    at = text.find("起")
    if at < 0 and "于" not in text:
        return None, None
    for printed in find_dates(text):
        # 自1997年2月5日起施行的◆: the day is the target's own
        behind = text[printed.stop : printed.stop + 8]
        is_targets = re.match(r"(?:之日)?起(?:正式)?(?:施行|实施|执行|试行)的", behind)
        if printed.precision is Precision.DAY and "起" in behind[:4] and not is_targets:
            return printed.value, None
    for printed in find_dates(text):
        before = text[max(0, printed.start - 1) : printed.start]
        ends = re.match("起?(?:废止|失效|停止|作废|同时)", text[printed.stop : printed.stop + 5])
        if printed.precision is Precision.DAY and before == "于" and ends:
            return printed.value, None
    event = re.search(r"((?:发布|公布|印发|颁布|下发|发文|签发|施行|实施)之日)起", text)
    return None, event[1] if event else None


def list_from(sentence: Masked, at: int) -> int:
    """Where the run of marks that begins at ``at`` ends: ◆、◆和原◆."""
    text = sentence.text
    match = re.compile(r"◆(?:[、，,和及与以等]{0,3}[^◆，。；：]{0,16}◆)*").match(text, at)
    return match.end() if match else at


def keys_of(text: str) -> tuple[str, ...]:
    """第三条、第五条第二款 → art-3, art-5/p-2."""
    found = []
    for article, sub, paragraph, item in _ARTICLE.findall(text):
        number = parse_numeral(article)
        if number is None:
            continue
        key = f"art-{number}" + (f"_{parse_numeral(sub)}" if sub else "")
        if paragraph:
            key += f"/p-{parse_numeral(paragraph)}"
        if item:
            key += f"/i-{parse_numeral(item)}"
        found.append(key)
    return tuple(dict.fromkeys(found))


def is_ground(sentence: Masked, one: Cited) -> bool:
    """根据◆: why something is done, not what it is done to."""
    at = sentence.places[sentence.cited.index(one)]
    head = sentence.text[:at]
    cut = max(head.rfind("，"), head.rfind("："), head.rfind("。"))
    return bool(re.search(r"(?:根据|依据|按照|依照|遵照|为贯彻|为落实|贯彻落实)", head[cut + 1 :]))
