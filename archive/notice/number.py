"""焦政办〔2021〕65号 ⇄ DocumentNumber; the agency-code table.

::

    number  := code OPEN year CLOSE 第? serial 号        焦政办〔2021〕65号
    order   := issuer 令 OPEN? 第 numeral 号 CLOSE?      国务院令第707号, 国令第707号
    notice  := issuer 公告|通告 (year 年)? 第 numeral 号  国家税务总局公告2021年第3号
    OPEN    := 〔 ［ [ 【 （ ( 「 ﹝       year := 19dd | 20dd       serial := 1–5 digits

Blanks inside are dropped and fullwidth digits folded before matching; the canonical form has the
six-corner bracket, the full year, no 第 and no leading nought. Both brackets must hold a year:
``县〔市、区〕`` is not a number. Source: DOMAIN.md §4; GB/T 9704-2012 7.2.5.
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
# 焦政办(2021)65号 and 科工法字(2000) 851号, after folding
_YEAR = rf"\({_B}((?:19|20)[0-9]{{2}}){_B}年?{_B}\)"
_NUMBER = re.compile(
    rf"([{_HAN}a-z][{_HAN}a-z ]{{0,24}}?){_B}{_YEAR}{_B}第?{_B}([0-9][0-9 ]{{0,6}}?){_B}号"
)
# 中华人民共和国国务院令第707号, 广东省人民政府令(第137号)
_ORDER = re.compile(rf"([{_HAN}]{{1,24}}?)令{_B}\(?{_B}第{_B}({NUMERAL}){_B}号{_B}\)?")
# 国家税务总局公告2021年第3号, 浙江省第十三届人民代表大会常务委员会公告(第44号)
_OPTIONAL_YEAR = rf"\(?{_B}(?:((?:19|20)[0-9]{{2}}){_B}年?)?{_B}\)?"
_ANNOUNCEMENT = re.compile(
    rf"([{_HAN}]{{2,24}}?)(公告|通告){_B}{_OPTIONAL_YEAR}{_B}第{_B}({NUMERAL}){_B}号{_B}\)?"
)
_TRIGGERS = (
    "根据",
    "按照",
    "依据",
    "依照",
    "落实",
    "贯彻",
    "以下简称",
    "印发",
    "参照",
    "执行",
    "按",
    "以",
    "等",
    "和",
    "与",
    "及",
    "原",
    "对",
    "将",
    "由",
    "关于",
)
_ORDER_ISSUERS = {"国": "国务院", "中华人民共和国国务院": "国务院", "主席": "主席"}


@dataclass(frozen=True, slots=True)
class AgencyCode:
    """One row of the table: which organ numbers its documents so. ``evidence`` says how we know."""

    code: str
    organ: str
    organ_level: str
    region: str
    pinyin: str
    evidence: str


@cache
def agency_codes() -> dict[str, AgencyCode]:
    """The table, by code."""
    text = files("archive.notice").joinpath("agency_codes.tsv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return {row["code"]: AgencyCode(**row) for row in rows}


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A 发文字号, taken apart.

    ``code`` is the agency code; for orders and announcements the issuer with 令 or 公告. ``year``
    is ``None`` where the series runs across years.
    """

    code: str
    year: int | None
    serial: int
    is_order: bool = False

    @property
    def canonical(self) -> str:
        """``焦政办〔2021〕65号``, ``国务院令第707号``, ``国家税务总局公告2021年第3号``."""
        if self.is_order:
            year = f"{self.year}年" if self.year else ""
            return f"{self.code}{year}第{self.serial}号"
        return f"{self.code}〔{self.year}〕{self.serial}号"

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


def slugify(text: str) -> str:
    """A title as a URL's piece: letters, digits and Han only, other runs as one hyphen."""
    return re.sub(r"[\W_]+", "-", fold(text)).strip("-")


def _left_boundary(run: str) -> tuple[str, bool]:
    """The agency code at the end of a run of characters, and whether the table knows it.

    A greedy run swallows words (要根据中发): the longest known code that ends the run, else what
    stands behind the last trigger word. Source: DOMAIN.md §4.1.
    """
    compact = run.replace(" ", "")
    known = agency_codes()
    for start in range(len(compact)):
        if compact[start:] in known:
            return compact[start:], True
    cut = max(
        (compact.rfind(word) + len(word) for word in _TRIGGERS if word in compact[:-1]), default=0
    )
    return (compact[cut:] or compact, False)


def find_numbers(text: str) -> Iterator[PrintedNumber]:
    """Every 发文字号 in ``text``, in reading order, damaged ones left out."""
    folded = fold(text)
    found: list[PrintedNumber] = []
    for match in _NUMBER.finditer(folded):
        run = re.split(r"\s{2,}", match[1])[-1]
        code, known = _left_boundary(run)
        start = _backwards(folded, match.end(1), code)
        serial = int(match[3].replace(" ", ""))
        number = DocumentNumber(code.upper(), int(match[2]), serial)
        found.append(PrintedNumber(number, text[start : match.end()], start, match.end(), known))
    for number, match in (*_orders(folded), *_announcements(folded)):
        raw = text[match.start() : match.end()]
        printed = PrintedNumber(number, raw, match.start(), match.end(), code_known=False)
        found.append(printed)
    yield from sorted(found, key=lambda printed: printed.start)


def _orders(folded: str) -> Iterator[tuple[DocumentNumber, re.Match[str]]]:
    for match in _ORDER.finditer(folded):
        serial = parse_numeral(match[2])
        if serial is not None:
            issuer = _ORDER_ISSUERS.get(match[1], match[1])
            yield DocumentNumber(f"{issuer}令", None, serial, is_order=True), match


def _announcements(folded: str) -> Iterator[tuple[DocumentNumber, re.Match[str]]]:
    for match in _ANNOUNCEMENT.finditer(folded):
        serial = parse_numeral(match[4])
        if serial is not None:
            year = int(match[3]) if match[3] else None
            yield DocumentNumber(match[1] + match[2], year, serial, is_order=True), match


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
    match = _NUMBER.fullmatch(compact)
    if match:
        return DocumentNumber(match[1].upper(), int(match[2]), int(match[3]))
    printed = next(find_numbers(compact), None)
    if printed and printed.start == 0 and printed.stop == len(compact):
        return printed.number
    return None
