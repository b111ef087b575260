"""How a reader comes to two texts: what a typed name may mean, and what it may be compared with."""

import re
from dataclasses import dataclass
from itertools import islice

from archive.errors import AmbiguousNotice, FawenError, NoticeNotFound
from archive.names import parse_name
from archive.record import Candidate, Compared, Tier
from archive.search.query import parse_query
from web.asking import Day, asked_text, site
from web.comparing import Manner, public_text
from web.desk import described_side
from web.failures import public_record
from web.present.language import gettext as _
from web.present.language import said, verbatim
from web.present.sides import SideView
from web.present.wording import CANDIDATE_WORDS

_MOST = 8
_LOOKED_AT = 60
"""Clauses, of which several belong to one notice."""
# what the syntax of queries would read otherwise: 《X》, (a 或 b), -a
_SYNTAX = re.compile(r"[\"'“”‘’《》〈〉()（）:：*\-@#]+")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A notice that a typed name may mean."""

    id: str
    title: str
    number: str | None
    issuers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """One side, as far as it is known."""

    field: str
    """``old`` or ``new``."""
    word: str
    typed: str
    side: Compared | None = None
    view: SideView | None = None
    problem: str | None = None
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """A text that the chosen one may be compared with."""

    old: str
    new: str
    manner: Manner
    title: str
    number: str | None
    reason: str
    text: str | None
    """Which text of it, in words."""


def choose(field: str, day: Day) -> Chosen:
    """What the address says of one side.

    Raises: Withdrawn; StaleIndex.
    """
    typed, word = asked_text(field), {"old": "旧", "new": "新"}[field]
    if not typed:
        return Chosen(field, word, "")
    try:
        side = public_text(typed, day)
    except AmbiguousNotice as error:
        problem = _("“%(name)s”对应多件文件，请选择一件。", name=verbatim(typed[:40]))
        return Chosen(field, word, typed, None, None, problem, tuple(_of(error.choices)))
    except NoticeNotFound:
        return Chosen(field, word, typed, None, None, *_lost(typed, day))
    return Chosen(field, word, typed, side, described_side(site().library, word, side, day.value))


def _lost(typed: str, day: Day) -> tuple[str, tuple[Suggestion, ...]]:
    """Why nothing goes by that name, and what is meant perhaps."""
    try:
        name = parse_name(typed)
    except NoticeNotFound as error:
        return _("%(problem)s。", problem=said(error.problem)), ()
    try:
        if name.notice and name.notice != typed:
            found = public_text(name.notice, day)
            title = found.notice.number or f"《{found.notice.display_title}》"
            words = _(
                "%(title)s里没有“%(part)s”这个文本或部分。",
                title=verbatim(title),
                part=verbatim(typed[len(name.notice) :]),
            )
            return words, (_told(found),)
    except NoticeNotFound:
        pass
    except AmbiguousNotice as error:
        words = _("“%(name)s”对应多件文件，请选择一件。", name=verbatim(name.notice[:40]))
        return words, tuple(_of(error.choices))
    found_by_words = tuple(_searched(name.notice, day))
    more = _("题目或条文相近的有下面几件。") if found_by_words else _("请核对文号，或换一个词。")
    words = _("没有找到“%(name)s”这件公开文件。%(more)s", name=verbatim(typed[:40]), more=more)
    return words, found_by_words


def _told(side: Compared) -> Suggestion:
    notice = side.notice
    return Suggestion(side.id or "", notice.display_title, notice.number, notice.issuers)


def _of(ids: tuple[str, ...]) -> list[Suggestion]:
    """Those that the public may see."""
    found = []
    for work in ids:
        try:
            record = public_record(site().library.record(work))
        except FawenError:
            continue
        notice = record.reading.notice
        found.append(Suggestion(work, notice.display_title, notice.number, notice.issuers))
    return found[:_MOST]


def _searched(typed: str, day: Day) -> list[Suggestion]:
    """Notices with these words in the title, else in the number, else in the text."""
    words = _SYNTAX.sub(" ", typed).split()
    if not words:
        return []
    for fields in ("标题:", "文号:", ""):
        query = parse_query(" ".join(f"{fields}{word}" for word in words))
        results = site().library.search(query, on=day.value, public=True, limit=_LOOKED_AT)
        hits = {hit.id: hit for hit in reversed(results.hits)}
        if hits and results.tier is not Tier.BEST:
            ids = dict.fromkeys(hit.id for hit in results.hits)
            return [
                Suggestion(hits[work].id, hits[work].title, hits[work].number, hits[work].issuers)
                for work in islice(ids, _MOST)
            ]
    return []


def offers(old: Chosen, new: Chosen, day: Day) -> tuple[Offer, ...]:
    """What the one side that is known may be compared with; nothing where none is, or both.

    Raises: StaleIndex.
    """
    known = old if old.side else new
    if known.side is None or known.side.id is None or (old.side and new.side):
        return ()
    found = site().library.candidates(
        known.side.id, day.value, public=True, expression=known.side.expression
    )
    return tuple(_offer(known, known.side, candidate) for candidate in found)


def _offer(known: Chosen, side: Compared, candidate: Candidate) -> Offer:
    """Of two texts of one work the older stands left, whichever was chosen."""
    ours, its = known.typed, candidate.name
    is_left = known.field == "old"
    if candidate.reason == "version" and side.record:
        mine = side.record.expression.name.partition("~")[0]
        order = [expression.name for expression in side.record.expressions]
        ours = f"{side.record.id}@{mine}{f'#{side.key}' if side.key else ''}"
        is_left = order.index(mine) < order.index(candidate.expression or mine)
    manner = Manner.COUNTERPARTS if candidate.reason == "similar" else Manner.VERSIONS
    return Offer(
        old=ours if is_left else its,
        new=its if is_left else ours,
        manner=manner,
        title=candidate.title,
        number=candidate.number,
        reason=_(CANDIDATE_WORDS[candidate.reason]),
        text=candidate.expression,
    )
