"""焦政办〔2021〕65号 ⇄ DocumentNumber; the agency-code table.

::

    number  := code OPEN year CLOSE 第? serial 号        焦政办〔2021〕65号
             | OPEN year CLOSE code 第 serial 号         〔1996〕武司字第82号
    minutes := name? OPEN year CLOSE 第? serial 次       市政府会议纪要〔2021〕12次, 〔2021〕12次
    order   := issuer 令 OPEN? (year 年)? 第 numeral 号 CLOSE?
                                国务院令第707号, 国令第707号, 交通运输部令2021年第3号
             | issuer 第 numeral 号令                    国家发展改革委第45号令
    notice  := issuer 公告|通告 (year 年)? 第 numeral 号  国家税务总局公告2021年第3号
    code    := han+ | han{1,2} ( han ) han{1,2}          焦政办, 法（研）发
    OPEN    := 〔 ［ [ 【 （ ( 「 ﹝       year := 19dd | 20dd       serial := 1–5 digits

Blanks inside are dropped and fullwidth digits folded before matching; the canonical form has the
six-corner bracket, the full year behind the code, no 第 and no leading nought. Both brackets must
hold a year: ``县〔市、区〕`` is not a number. Court case numbers, (2004)民一终字第46号, are none
either. Minutes that print no name are numbered 纪要. Source: DOMAIN.md §4, §10; GB/T 9704-2012
7.2.5.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from archive.notice.match import fold
from archive.notice.numerals import NUMERAL, parse_numeral

_B = r" *"
_HAN = r"\u4e00-\u9fff\u3400-\u4dbf"
_YEAR = rf"\({_B}((?:19|20)[0-9]{{2}}){_B}年?{_B}\)"
# 法(研)发, as old numbers divide an organ's series
_DIVIDED = rf"(?<![{_HAN}])[{_HAN}]{{1,2}}\((?![一二三四五六七八九十])[{_HAN}]\)[{_HAN}]{{1,2}}"
# 焦政办(2021)65号 and 科工法字(2000) 851号, after folding
_NUMBER = re.compile(
    rf"({_DIVIDED}|[{_HAN}a-z][{_HAN}a-z ]{{0,24}}?)"
    rf"{_B}{_YEAR}{_B}第?{_B}([0-9][0-9 ]{{0,6}}?){_B}号"
)
# 鄂发改办发2017(167)号: a slip of the clerk's, read only where it is the whole of a line
_SLIPPED = re.compile(rf"([{_HAN}]{{2,12}})((?:19|20)[0-9]{{2}})\(([0-9]{{1,5}})\)号")
# (1996)武司字第82号
_YEAR_FIRST = re.compile(
    rf"{_YEAR}{_B}([{_HAN}]{{1,8}}?[字发函办文]){_B}第{_B}([0-9]{{1,5}}){_B}号"
)
# 民一终字 in (2004)民一终字第46号
_CASE = re.compile("[民刑行知执赔商海经破仲][一二三四五六提]?[初终再申监抗复他辖核更督]?字")
# 焦作市人民政府常务会议纪要(2021)12次, or the bracket alone under such a heading
_MINUTES = re.compile(
    rf"(?:([{_HAN}]{{0,24}}?(?:纪要?|会议)字?){_B}|(?<![{_HAN}])){_YEAR}{_B}"
    rf"第?{_B}([0-9]{{1,5}}){_B}次(?![{_HAN}])"
)
# 中华人民共和国国务院令第707号, 广东省人民政府令(第137号), 交通运输部令2021年第3号
_ORDER = re.compile(
    rf"([{_HAN}]{{1,24}}?)令{_B}\(?{_B}(?:((?:19|20)[0-9]{{2}}){_B}年{_B})?"
    rf"第{_B}({NUMERAL}){_B}号{_B}\)?"
)
# 国家发展改革委第45号令; the empty group stands for the year
_ORDER_BEHIND = re.compile(
    rf"([{_HAN}]{{1,24}}?[府院部局委会署行厅])()第{_B}({NUMERAL}){_B}号令(?!牌)"
)
# 国家税务总局公告2021年第3号, 浙江省第十三届人民代表大会常务委员会公告(第44号)
_OPTIONAL_YEAR = rf"\(?{_B}(?:((?:19|20)[0-9]{{2}}){_B}年?)?{_B}\)?"
_ANNOUNCEMENT = re.compile(
    rf"([{_HAN}]{{2,24}}?)(公告|通告){_B}{_OPTIONAL_YEAR}{_B}第{_B}({NUMERAL}){_B}号{_B}\)?"
)
_LEADS = (
    "根据",
    "按照",
    "依据",
    "依照",
    "参照",
    "对照",
    "遵照",
    "落实",
    "贯彻",
    "执行",
    "违反",
    "以下简称",
    "印发",
    "转发",
    "下发",
    "发布",
    "废止",
    "修订",
    "修改",
    "作出",
    "关于",
)
"""Words in front of a number that are in no agency code and in no issuer's name."""
_NAMES = (
    *("人民政府", "人民法院", "委员会", "办公室", "办公厅", "文件"),
    *("通知", "意见", "决定", "通报", "批复", "复函", "答复", "的函", "办法", "方案"),
)
"""Ends of an issuer's name or a title: in front of a number without a mark between."""
_PARTICLES = ("按", "以", "等", "和", "与", "及", "原", "对", "将", "由", "照", "号")
"""Words of one character, which may also begin a code: 和政 is a county's."""
_LAST_OF_A_WORD = frozenset(
    "".join(_PARTICLES) + "省市县区州局厅部委院会办室府司署行的为见经据是即并"
)
"""What may stand right before a known code; 湘 before 发改高技 makes another code of it."""
_SERIES = frozenset("政府办发委令函字规")
"""Characters that say which series, never whose: no code begins so where a particle was cut."""
# 日 in 1994年1月1日国务院令, 号 in 国发〔2020〕7号和国务院令
_BEHIND_DIGIT = re.compile("[年月日号]")
# 原 in 原国家工商行政管理总局令
_LEADING_PARTICLE = re.compile("[按以等和与及原由经据将为]")
# 焦政办-2021-65, 国务院令-707, 市政函-2022-7-修武县人民政府办公室
_SLUG = re.compile(
    r"(?P<code>[^\W\d_]{1,30})(?:-(?P<year>[12]\d{3}))?-(?P<serial>\d{1,6})(?:-[^\W\d_]+)?"
)
_ENDS = ("号", "号)", "号令", "次")
"""Of a number, blanks aside, in every form that it has."""
_STATE = "中华人民共和国"
_ORDER_ISSUERS = {"国": "国务院"}


@dataclass(frozen=True, slots=True)
class AgencyCode:
    """One row of the table: which organ numbers its documents so. ``evidence`` says how we know.

    ``organ_level`` is one of ``ORGAN_LEVELS``. ``valid_from`` and ``valid_to`` are ISO years or
    days, empty where no text tells them. ``ambiguous``: other organs use the code too.
    """

    code: str
    organ: str
    organ_level: str
    region: str
    pinyin: str
    valid_from: str
    valid_to: str
    ambiguous: bool
    evidence: str


ORGAN_LEVELS = ("national", "ministry", "province", "department", "city", "county", "other")
"""In the table's order. A department is a province's, a city's organs are all of them city."""


def agency_code_rows() -> tuple[AgencyCode, ...]:
    """The table as it stands: an ambiguous code has a row for each organ known to use it.

    There are no rows for Hong Kong, Macau and Taiwan: no government there numbers documents so.
    """
    text = files("archive.notice").joinpath("agency_codes.tsv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return tuple(_row(**row) for row in rows)


def _row(*, ambiguous: str, **columns: str) -> AgencyCode:
    return AgencyCode(**columns, ambiguous=ambiguous == "yes")


@cache
def agency_codes() -> dict[str, AgencyCode]:
    """The table, by code; of an ambiguous code the first row."""
    table: dict[str, AgencyCode] = {}
    for row in agency_code_rows():
        table.setdefault(row.code, row)
    return table


def organ_of(code: str) -> str | None:
    """The organ that the code alone proves; ``None`` if it is unknown or several use it."""
    row = agency_codes().get(code)
    return row.organ if row and not row.ambiguous else None


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A 发文字号, taken apart.

    ``code`` is the agency code; for orders and announcements the issuer with 令 or 公告. ``year``
    is ``None`` where the series runs across years. ``is_order``: an order or announcement;
    ``is_minutes``: counted in 次.
    """

    code: str
    year: int | None
    serial: int
    is_order: bool = False
    is_minutes: bool = False

    @property
    def canonical(self) -> str:
        """``焦政办〔2021〕65号``, ``国务院令第707号``, ``国家税务总局公告2021年第3号``."""
        if self.is_order:
            year = f"{self.year}年" if self.year else ""
            return f"{self.code}{year}第{self.serial}号"
        unit = "次" if self.is_minutes else "号"
        return f"{self.code}〔{self.year}〕{self.serial}{unit}"

    @property
    def key(self) -> tuple[str, int | None, int]:
        """Equal for every way of writing the same number."""
        return (self.code, self.year, self.serial)

    @property
    def slug(self) -> str:
        """``焦政办-2021-65``: the id in URLs."""
        return "-".join(str(part) for part in self.key if part is not None)

    @property
    def ascii_alias(self) -> str:
        """``jiao-zheng-ban-2021-65``: from the table, else syllable by syllable."""
        row = agency_codes().get(self.code)
        syllables = row.pinyin if row else romanise(self.code)
        return "-".join([syllables, *(str(part) for part in self.key[1:] if part is not None)])


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A 发文字号 as it stands in a text; ``code_known`` if the table has its agency code."""

    number: DocumentNumber
    raw: str
    start: int
    stop: int
    code_known: bool


def romanise(text: str) -> str:
    """``焦政办`` → ``jiao-zheng-ban``."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415  40 ms that most commands never need

    return "-".join("".join(c for c in syllable if c.isalnum()) for syllable in lazy_pinyin(text))


def parse_slug(slug: str) -> DocumentNumber | None:
    """The number of an id in an address; ``None`` if it is none.

    ``slug := code ["-" year] "-" serial ["-" organ]``: the inverse of ``DocumentNumber.slug``; an
    organ behind it, which some ids have, is passed over.
    """
    match = _SLUG.fullmatch(slug)
    if match is None:
        return None
    code, year = match["code"], match["year"]
    return DocumentNumber(
        code, int(year) if year else None, int(match["serial"]), is_order=not year
    )


def slugify(text: str) -> str:
    """A title as a URL's piece: letters, digits and Han only, other runs as one hyphen."""
    return re.sub(r"[\W_]+", "-", fold(text)).strip("-")


def _left_boundary(run: str) -> tuple[str, bool]:
    """The agency code at the end of a run of characters, and whether the table knows it.

    A greedy run swallows words (要根据中发): the longest known code that ends the run and has a
    word or a blank before it, else what stands behind the last word that no code has.
    Source: DOMAIN.md §4.1.
    """
    blanks = {len(run[:at].replace(" ", "")) for at, c in enumerate(run) if c == " "}
    compact = run.replace(" ", "")
    known = agency_codes()
    for start in range(len(compact)):
        if compact[start:] in known and (start in blanks or _ends_a_word(compact[:start])):
            return compact[start:], True
    cut = max(_cuts(compact), default=0)
    return compact[cut:], False


def _ends_a_word(before: str) -> bool:
    return not before or before[-1] in _LAST_OF_A_WORD or before.endswith(_LEADS + _NAMES)


def _cuts(run: str) -> Iterator[int]:
    """Where a code may begin behind a word; 和政办 is not the code 政办 behind 和."""
    for word in (*_LEADS, *_NAMES, *_PARTICLES):
        cut = run.rfind(word) + len(word)
        if word in run[:-1] and (len(word) > 1 or run[cut] not in _SERIES):
            yield cut


def find_numbers(text: str) -> Iterator[PrintedNumber]:
    """Every 发文字号 in ``text``, in reading order, damaged ones left out."""
    folded = fold(text)
    found = [*_coded(folded), *_year_first(folded), *_named(folded)]
    stop = 0
    # Of two readings of one place (公告〔2021〕第3号) the one that begins first, then the longer.
    for number, start, end, known in sorted(found, key=lambda place: (place[1], -place[2])):
        if start >= stop:
            yield PrintedNumber(number, text[start:end], start, end, known)
            stop = end


_Place = tuple[DocumentNumber, int, int, bool]
"""A number, where it begins and ends, and whether the table knows its code."""


def _coded(folded: str) -> Iterator[_Place]:
    for match in _NUMBER.finditer(folded):
        run = re.split(r"\s{2,}", match[1])[-1]
        code, known = _left_boundary(_undivided(run))
        if code in _SERIES:
            continue
        start = _backwards(folded, match.end(1), code)
        yield _number(code, match[2], match[3]), start, match.end(), known


def _undivided(code: str) -> str:
    """法(研)发 → 法研发: a code is compared and kept without its brackets."""
    return code.replace("(", "").replace(")", "")


def _year_first(folded: str) -> Iterator[_Place]:
    for match in _YEAR_FIRST.finditer(folded):
        if not _CASE.search(match[2]):
            known = match[2] in agency_codes()
            yield _number(match[2], match[1], match[3]), match.start(), match.end(), known


def _number(code: str, year: str, serial: str) -> DocumentNumber:
    is_order = code.endswith(("公告", "通告"))
    return DocumentNumber(code.upper(), int(year), int(serial.replace(" ", "")), is_order)


def _named(folded: str) -> Iterator[_Place]:
    """Numbers that carry their issuer's name in full: orders, announcements and minutes."""
    for pattern in (_ORDER, _ORDER_BEHIND):
        for match in pattern.finditer(folded):
            serial = parse_numeral(match[3])
            if serial is not None:
                start = _name_start(folded, match.start(), match[1])
                issuer = folded[start : match.end(1)].removeprefix(_STATE)
                code = _ORDER_ISSUERS.get(issuer, issuer) + "令"
                year = int(match[2]) if match[2] else None
                yield DocumentNumber(code, year, serial, is_order=True), start, match.end(), False
    for match in _ANNOUNCEMENT.finditer(folded):
        serial = parse_numeral(match[4])
        if serial is not None:
            start = _name_start(folded, match.start(), match[1])
            issuer = folded[start : match.end(1)] + match[2]
            year = int(match[3]) if match[3] else None
            yield DocumentNumber(issuer, year, serial, is_order=True), start, match.end(), False
    for match in _MINUTES.finditer(folded):
        start = _name_start(folded, match.start(), match[1]) if match[1] else match.start()
        code = folded[start : match.end(1)] if match[1] else "纪要"
        number = DocumentNumber(code, int(match[2]), int(match[3]), is_minutes=True)
        yield number, start, match.end(), False


def _name_start(folded: str, start: int, run: str) -> int:
    """Where the issuer's name begins in a run from ``start``: behind 1994年1月1日, 根据, 原."""
    cuts = [run.rfind(word) + len(word) for word in _LEADS if word in run[:-1]]
    if folded[start - 1 : start].isdigit() and _BEHIND_DIGIT.match(run):
        cuts.append(1)
    cut = max(cuts, default=0)
    if _LEADING_PARTICLE.match(run, cut) and len(run) > cut + 1:
        cut += 1
    return start + cut


def _backwards(folded: str, stop: int, code: str) -> int:
    """Where ``code``, blanks allowed inside, begins if it ends at ``stop``."""
    at = stop
    for wanted in reversed(code):
        at -= 1
        while folded[at] != wanted:
            at -= 1
    return at


def parse_number(text: str) -> DocumentNumber | None:
    """The one number that ``text`` is, in any bracket style; ``None`` if it is anything else."""
    compact = fold(text).replace(" ", "").strip("《》")
    if compact.startswith("(") and compact.endswith(")"):
        compact = compact[1:-1]
    if not compact.endswith(_ENDS):
        return None
    match = _NUMBER.fullmatch(compact)
    if match:
        run = _undivided(match[1])
        code, known = _left_boundary(run)
        return None if known and code != run else _number(run, match[2], match[3])
    slipped = _SLIPPED.fullmatch(compact)
    if slipped:
        return _number(slipped[1], slipped[2], slipped[3])
    printed = next(find_numbers(compact), None)
    if printed and printed.start == 0 and printed.stop == len(compact):
        return printed.number
    return None
