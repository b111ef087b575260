"""What one reading says that bears on identity: pure, small enough to keep beside each file."""

import hashlib
import re
import zlib
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from archive.notice.match import squeeze
from archive.notice.model import DocumentType, Notice, Reading
from archive.notice.number import organ_of, parse_number, slugify

# 中华人民共和国档案法(2020年修订), 道路运输条例(2019修正文本): another text of one law
_VERSION_MARK = re.compile(r"\((?:(?:19|20)[0-9]{2}年?)?(?:修正|修订|修改)(?:文?本|版)?\)$")
# 湖州市市容…条例, 河南省…条例, 深圳经济特区…条例; not 城市供水条例
_PLACE = re.compile(
    r"(?!城市|都市|集市|上市|本市|各省)[\u4e00-\u9fff]{2,9}?"
    r"(?:省|自治区|特别行政区|自治州|自治县|经济特区|市|县|盟|旗)"
)
_NATIONAL = re.compile(
    r"国务院|全国人民代表大会|全国人大|中央军事委员会|中华人民共和国|最高人民(?:法院|检察院)"
)
_STATE = "中华人民共和国"
# 北京市第十五届人民代表大会常务委员会
_SESSION = re.compile(r"第[一二三四五六七八九十百]+届|常务委员会$|常委会$")
_BARE_KINDS = re.compile(
    r"(?:决议|决定|命令|令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要)"
)
# Text typed or published as text is surer than the characters of a printed page.
_MEDIA = {"text/markdown": 0, "text/html": 0, "text/plain": 0, "application/pdf": 1}


_DATES = ("date_version", "date_effective", "date_signed")
_SKETCH = 128
_SHORT_TEXT = 200
_ALIKE = 0.4
"""Two scans share 0.5 of their triples at one wrong character in five; parts of one code 0.33."""


@dataclass(frozen=True, slots=True)
class Facts:
    """A file's number, organ, title, text and dates, folded for comparison; ``""`` is unknown."""

    sha256: str
    number: str
    """Canonical."""
    number_slug: str
    code: str
    organ: str
    """The lead organ; supplied by the agency-code table where the text names none."""
    organs: tuple[str, ...]
    """Every organ it names as issuer or signatory, sorted."""
    title: str
    title_is_inferred: bool
    is_statute: bool
    jurisdiction: str
    """Of a statute: its title names it; 中华人民共和国, 湖州市."""
    text_hash: str
    text_length: int
    sketch: tuple[int, ...]
    """The smallest hashes of its character triples: enough to tell likeness from chance."""
    triples: int
    """How many different ones there are."""
    date_version: date | None
    """Of the last adoption, revision or amendment, where the text says so."""
    date_effective: date | None
    date_signed: date | None
    is_complete: bool
    """Nothing of the source was left out (no problem ``COVERAGE``)."""
    missing: int
    """How many of number, title, issuers and day of signature are unknown."""
    problems: int
    repairs: int
    media_type: str
    is_held: bool
    """It bears a mark that keeps it from the public."""

    @property
    def identifying_number(self) -> str:
        """The number, where it identifies: a statute's belongs to the act that made one text."""
        return "" if self.is_statute else self.number_slug

    def rank(self, longest: int) -> tuple[int | str, ...]:
        """For sorting, better readings first; ``longest`` is the length of the longest rival.

        Complete, not half a text, fewer problems, fewer unknown fields, a source that is text, not
        shorter by a tenth, fewer repairs; then by checksum, so that the order of arrival plays no
        part.
        """
        return (
            not self.is_complete,
            self.text_length * 2 < longest,
            self.problems,
            self.missing,
            _MEDIA.get(self.media_type, 2),
            self.text_length * 10 < longest * 9,
            self.repairs,
            self.sha256,
        )

    def to_json(self) -> dict[str, Any]:
        """For keeping; dates as ISO text."""
        kept = asdict(self)
        for name in _DATES:
            kept[name] = kept[name].isoformat() if kept[name] else None
        return kept

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Facts":
        """What ``to_json`` wrote."""
        dates = {name: date.fromisoformat(kept[name]) if kept[name] else None for name in _DATES}
        lists = {name: tuple(kept[name]) for name in ("organs", "sketch")}
        return cls(**{**kept, **dates, **lists})


def normalise_title(title: str | None) -> str:
    """Guarantees: folded, without blanks, 书名号 around the whole and the mark of a version."""
    folded = squeeze(title or "").strip("《》")
    return _VERSION_MARK.sub("", folded) or folded


def text_of(notice: Notice) -> str:
    """The whole text with its structure, folded, without blanks, furniture and front matter."""
    parts: list[str] = []
    for section in notice.walk():
        parts += (section.key, section.label or "", section.heading or "", section.text)
        if section.table:
            parts += (text for row in section.table.rows for text in row)
    return squeeze("\x1f".join(parts))


def facts_of(reading: Reading) -> Facts:
    """What this reading says that bears on identity."""
    notice = reading.notice
    number = parse_number(notice.number) if notice.number else None
    code = number.code if number else ""
    title = normalise_title(notice.title or notice.title_inferred)
    if _BARE_KINDS.fullmatch(title):
        title = ""  # 公告 alone is the name of every 公告
    organs = {squeeze(organ) for organ in (*notice.issuers, *notice.signature)}
    organ = _lead_organ(notice, code, organs)
    text = text_of(notice)
    sketch, triples = _sketch(text)
    is_statute = notice.document_type is DocumentType.STATUTE or (
        not notice.number and not organs and title.endswith("条例")
    )
    named = squeeze(notice.issuers[0]) if notice.issuers else ""
    return Facts(
        sha256=reading.source_sha256,
        number=notice.number or "",
        number_slug=number.slug if number else slugify(notice.number or ""),
        code=code,
        organ=organ,
        organs=tuple(sorted(organs)),
        title=title,
        title_is_inferred=notice.title is None,
        is_statute=is_statute,
        jurisdiction=_jurisdiction(title, named) if is_statute else "",
        text_hash=hashlib.sha256((text or reading.source_sha256).encode()).hexdigest(),
        text_length=len(text),
        sketch=sketch,
        triples=triples,
        date_version=_date_version(notice),
        date_effective=notice.date_effective,
        date_signed=notice.date_signed,
        is_complete=all(problem.code != "COVERAGE" for problem in reading.problems),
        missing=sum(
            not known for known in (notice.number, notice.title, organs, notice.date_signed)
        ),
        problems=len(reading.problems),
        repairs=len(notice.repairs),
        media_type=reading.media_type,
        is_held=notice.publication.value == "held",
    )


def _sketch(text: str) -> tuple[tuple[int, ...], int]:
    triples = {text[at : at + 3] for at in range(len(text) - 2)}
    hashes = {zlib.crc32(triple.encode()) for triple in triples}
    return tuple(sorted(hashes)[:_SKETCH]), len(hashes)


def likeness(one: Facts, other: Facts) -> float:
    """How much of the shorter text's triples the other one has too, from 0 to 1: an estimate."""
    mine, its = set(one.sketch), set(other.sketch)
    smallest = sorted(mine | its)[:_SKETCH]
    if not smallest:
        return 1.0
    jaccard = sum(found in mine and found in its for found in smallest) / len(smallest)
    shared = jaccard / (1 + jaccard) * (one.triples + other.triples)
    return min(1.0, shared / max(1, min(one.triples, other.triples)))


def alike(one: Facts, other: Facts) -> bool:
    """They may be two scans of one document, or a part and its whole, and not two documents that
    share a name. Short texts count as alike.
    """
    is_short = min(one.text_length, other.text_length) < _SHORT_TEXT
    return is_short or likeness(one, other) >= _ALIKE


def _date_version(notice: Notice) -> date | None:
    for found in notice.fields:
        if found.name == "date_version":
            year, month, day = (*map(int, found.value.split("-")), 1, 1)[:3]
            return date(year, month, day)
    return None


def _lead_organ(notice: Notice, code: str, organs: set[str]) -> str:
    """The organ that numbered it: by the table if the text bears that out or names none."""
    proven = organ_of(code)
    if proven and (not organs or proven in organs):
        return proven
    if notice.issuers:
        return squeeze(notice.issuers[0])
    # 国务院令第707号, 国家税务总局公告2021年第3号 name their organ themselves
    for series in ("公告", "通告", "令"):
        if code.endswith(series) and len(code) - len(series) > 2:
            return code.removesuffix(series)
    return squeeze(notice.signature[0]) if notice.signature else ""


def _jurisdiction(title: str, organ: str) -> str:
    """Where a statute is law: its title says so, or its maker; where neither does, in the state.

    The titles of local statutes begin with their place; those of the state's often do not.
    """
    if title.startswith(_STATE):
        return _STATE
    is_national = bool(_NATIONAL.search(organ))
    place = _PLACE.match(title)
    if place and not is_national:
        return place[0]
    return _STATE if is_national or not organ else _SESSION.sub("", organ)
