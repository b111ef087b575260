"""What a decision orders, what became of each order, and the text that comes of all.

A *proposal* is the old text with the orders of one decision carried out. It is never the official
text: that is what the issuer publishes. Each order is linked to its words; what was not understood,
or names a place or words that the old text does not have, is listed and changes nothing.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from archive.notice.model import Within
from archive.notice.numerals import format_numeral

Number = tuple[int, ...]
"""第一百二十条之一 is ``(120, 1)``."""


class Action(StrEnum):
    """What is ordered. Source: DOMAIN.md §6.2, R22–R30."""

    REPLACE = "REPLACE"
    """将第七条修改为：“…”; a whole 条, 款, 项 or 目."""
    DELETE = "DELETE"
    """删去第十条."""
    INSERT = "INSERT"
    """增加一条，作为第八条：“…”; ``becomes`` is the new number, ``place`` where it goes."""
    RENUMBER = "RENUMBER"
    """第三条改为第四条."""
    RENUMBER_ALL = "RENUMBER_ALL"
    """条文顺序作相应调整."""
    REPLACE_WORDS = "REPLACE_WORDS"
    """将第五条中的“甲”修改为“乙”."""
    DELETE_WORDS = "DELETE_WORDS"
    """删去第五条中的“甲”."""
    INSERT_WORDS = "INSERT_WORDS"
    """在第五条中的“甲”后增加“乙”."""
    MERGE = "MERGE"
    """将第六条和第七条合并修改为：“…”; ``place`` is the first, ``others`` the rest."""
    RENAME = "RENAME"
    """将名称修改为“…”, 将第三章章名修改为“…”."""


class Spot(StrEnum):
    """Places that are no numbered unit of an article."""

    TITLE = "名称"
    PREFACE = "引言"
    PASSAGE = "段"
    """A paragraph before the first article; ``Place.paragraph`` counts it."""
    HEADING = "标题"
    """Of the division in ``Place.division``."""
    LEAD = "条首部分"
    """What stands in a 款 before its items."""
    DIVISION = "章"
    """A whole 章, 节 or 部分."""
    WHOLE = "全文"


class Place(NamedTuple):
    """A place in the text that is amended; what is not named is ``None``."""

    article: Number | None = None
    paragraph: int | None = None
    item: int | None = None
    point: int | None = None
    spot: Spot | None = None
    division: tuple[str, int] | None = None
    """``("章", 3)``; of ``HEADING`` and ``DIVISION``."""

    @property
    def written(self) -> str:
        """As a reader would write it: 第三条第二款第（一）项."""
        parts: list[str] = []
        if self.division:
            unit, count = self.division
            parts.append(f"第{format_numeral(count)}{unit}")
        if self.article:
            parts.append(format_label(self.article))
        if self.spot is Spot.PASSAGE and self.paragraph:
            return f"正文第{format_numeral(self.paragraph)}段"
        if self.paragraph:
            parts.append(f"第{format_numeral(self.paragraph)}款")
        if self.item:
            parts.append(f"第（{format_numeral(self.item)}）项")
        if self.point:
            parts.append(f"第{self.point}目")
        if self.spot is not None and self.spot is not Spot.DIVISION:
            parts.append(self.spot.value)
        return "".join(parts) or Spot.WHOLE.value


WHOLE = Place(spot=Spot.WHOLE)


def format_label(number: Number) -> str:
    """(120, 1) → 第一百二十条之一."""
    return f"第{format_numeral(number[0])}条" + "".join(
        f"之{format_numeral(part)}" for part in number[1:]
    )


class Passage(NamedTuple):
    """Words of the decision."""

    section: str
    """Key of the section in which they stand."""
    within: Within
    start: int
    """With ``stop``: offsets in that section's text or heading."""
    stop: int
    quote: str


@dataclass(frozen=True, slots=True)
class Instruction:
    """One order of the decision, about one place."""

    action: Action
    act: str | None
    """The text that is amended, as the decision names it; ``None`` where it names none."""
    place: Place
    """In the numbers of the old text. Of an ``INSERT`` the unit that it goes into or behind."""
    passages: tuple[Passage, ...]
    """The words that order it, section by section; several orders may share them."""
    becomes: Place | None = None
    """The number that the unit gets: of ``INSERT``, ``RENUMBER`` and of what is renumbered too."""
    wording: tuple[str, ...] = field(default=(), repr=False)
    """The new words, a line each, without the quotation marks around them."""
    words: tuple[str, ...] = ()
    """The old words that are replaced, deleted, or beside which something is put in."""
    is_behind: bool = True
    """Of ``INSERT`` with a neighbour and ``INSERT_WORDS``: behind it, not in front."""
    is_inside: bool = True
    """Of ``INSERT``: ``place`` is what it goes into (在第六条中), not its neighbour."""
    others: tuple[Place, ...] = ()
    """Of ``MERGE``: what goes into the first."""
    is_at_end: bool = False
    """Of ``DELETE_WORDS`` and ``REPLACE_WORDS``: only where the place ends with them, 末尾的."""

    @property
    def quote(self) -> str:
        """The words that order it."""
        return "".join(passage.quote for passage in self.passages)


class Cause(StrEnum):
    """Why an order was not carried out."""

    NOT_UNDERSTOOD = "NOT_UNDERSTOOD"
    """The sentence orders a change in a way that is not read."""
    NO_SUCH_PLACE = "NO_SUCH_PLACE"
    """The old text has no such 条, 款 or 项."""
    NO_SUCH_WORDS = "NO_SUCH_WORDS"
    """They do not stand at that place of the old text."""
    AMBIGUOUS = "AMBIGUOUS"
    """The words or the place can be taken in more than one way."""
    CONFLICT = "CONFLICT"
    """Two orders want different things of one place or number."""


@dataclass(frozen=True, slots=True)
class Left:
    """A sentence or an order that was not carried out: a person must."""

    cause: Cause
    message: str
    """For people, in Chinese."""
    passages: tuple[Passage, ...]
    act: str | None = None
    instruction: Instruction | None = None
    """``None`` for what was not understood."""

    @property
    def quote(self) -> str:
        """The words that were left."""
        return "".join(passage.quote for passage in self.passages)


@dataclass(frozen=True, slots=True)
class Orders:
    """All that a decision orders."""

    instructions: tuple[Instruction, ...]
    left: tuple[Left, ...]
    """What reads like an order and was not understood."""
    acts: tuple[str, ...]
    """The texts that it amends, as it names them, in order."""


class ClauseKind(StrEnum):
    """What a clause of the proposal is."""

    TITLE = "title"
    PREFACE = "preface"
    HEADING = "heading"
    ARTICLE = "article"


@dataclass(frozen=True, slots=True)
class Clause:
    """A unit of the consolidated text, or of the old text that is gone from it."""

    kind: ClauseKind
    label: str | None
    """Its new label, 第八条; the old one of what was deleted."""
    text: str = field(repr=False)
    """Without the label: a 款 or 项 a line."""
    old_label: str | None
    old_key: str | None
    """Of its section in the old text; ``None`` for what is new."""
    orders: tuple[int, ...] = ()
    """Which of the proposal's instructions changed it."""
    is_deleted: bool = False

    @property
    def is_renumbered(self) -> bool:
        """Whether it stands under another label than before."""
        return self.old_label is not None and not self.is_deleted and self.label != self.old_label


@dataclass(frozen=True, slots=True)
class Shifted:
    """An internal reference whose target was renumbered or deleted; it was not rewritten."""

    label: str
    """Of the clause in which it stands, in new numbers."""
    quote: str
    """As it is printed: 第八条第一款."""
    target: str
    """The article it meant in the old text: 第八条."""
    becomes: str | None
    """Its number now; ``None`` where it was deleted."""


class Doubt(NamedTuple):
    """Carried out, but in a way that the decision does not fully say."""

    code: str
    """``PLACE_UNCERTAIN``, ``ITEMS_RELABELLED``, ``NUMBERS_NOT_ADJUSTED`` …"""
    message: str
    """For people, in Chinese."""
    label: str | None = None
    """Of the clause it is about."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """The consolidated text as far as it could be made; not official."""

    title: str
    clauses: tuple[Clause, ...]
    """Title, preface, headings and articles in their new order; what was deleted is left out."""
    deleted: tuple[Clause, ...]
    instructions: tuple[Instruction, ...]
    """Carried out, in the decision's order."""
    left: tuple[Left, ...]
    """Not carried out; never empty without reason, never silently dropped."""
    shifted: tuple[Shifted, ...]
    doubts: tuple[Doubt, ...]
    says_renumber: bool
    """The decision says 条文顺序作相应调整."""

    @property
    def is_complete(self) -> bool:
        """Whether every order was carried out."""
        return not self.left
