"""What a text hands on, makes, answers, mends or explains. R19, R21, R32, R33, R46–R54."""

import re
from collections.abc import Iterator

from archive.notice.model import Citation, ClaimType
from ingest.relations.clauses import Clause
from ingest.relations.lists import listed_after, listed_before
from ingest.relations.said import (
    Said,
)
from ingest.relations.skeleton import Skeleton

_OBJECT = re.compile(r"(?:现?将)[^，。；]{0,30}$")
_SINCE = re.compile(r"[^。]{0,60}$")


def _hands_on(c: Clause, kind: ClaimType, pattern: str) -> Iterator[Said]:
    """现将《X》印发给你们; 《X》已经市政府同意，现予印发."""
    text = c.text
    if text.startswith("的", c.end) or c.s.between(c.end, c.end + 1):
        return
    reach = c.s.between(max(c.start, c.at - 160), c.at)
    if not reach:
        return
    last = reach[-1]
    mark = c.s.marks[last]
    gap = text[mark + 1 : c.at]
    first = last
    while first and c.s.marks[first - 1] >= c.start and joined_here(c.s, first - 1):
        first -= 1
    governed = range(first, last + 1)
    before = text[max(c.start, c.s.marks[first] - 30) : c.s.marks[first]]
    direct = (
        re.search(r"(?<!及时)将[^，。；]{0,28}$", before)
        and not re.search("[请要应须][^，。；]*$", before)
        and re.fullmatch(r"[^，。；]{0,12}", gap)
    )
    passed = re.search(r"现(?:予以?|将其?|公布|印发|发布|转发|批转)?$|予以?$|同意[，,]", gap)
    if direct or (passed and not _GROUND.search(before)):
        yield from c.say(kind, pattern, governed, acts_only=False)
        if re.search("(?:修订|修改|修正)后的$|新修订的$", before):
            yield from c.say(ClaimType.REVISES, "R19", governed)


_GROUND = re.compile(r"(?:根据|按照|依照|依据|贯彻|落实|执行|结合|参照)[^，。；]{0,20}$")


def joined_here(s: Skeleton, one: int) -> bool:
    start, stop = s.marks[one] + 1, s.marks[one + 1]
    return (
        bool(re.fullmatch(r"[、和及与，以 \u3000]*[^，。；]{0,12}", s.text[start:stop]))
        and stop - start < 20
    )


def issues(c: Clause) -> Iterator[Said]:
    if c.text.endswith(("现予", "现予以"), c.start, c.at):
        return _hands_on(c, ClaimType.ISSUES, "R48")
    return _hands_on(c, ClaimType.ISSUES, "R46")


def forwards(c: Clause) -> Iterator[Said]:
    kind = ClaimType.APPROVES_FORWARDS if c.verb == "批转" else ClaimType.FORWARDS
    return _hands_on(c, kind, "R50" if c.verb == "批转" else "R49")


def promulgates(c: Clause) -> Iterator[Said]:
    """已经…会议通过，现予公布，自…起施行: an act is made; 现将《…名单》公布 only tells."""
    made = re.search("通过|施行|批准", c.text[max(c.start, c.at - 200) : c.stop])
    return _hands_on(
        c, ClaimType.PROMULGATES if made else ClaimType.ISSUES, "R51" if made else "R48"
    )


def answers(c: Clause) -> Iterator[Said]:
    """你省《关于…的请示》（no）收悉."""
    if c.verb != "收悉" and "收悉" in c.text[c.start : c.at]:
        return
    governed, _ = listed_before(c.s, c.start, c.at)
    reach = governed or c.s.between(max(c.start, c.at - 12), c.at)
    if reach:
        yield from c.say(ClaimType.RESPONDS_TO, "R54", reach, acts_only=False)
        return
    asked = _ASKED.search(c.text, max(c.start, c.at - 120), c.at)
    if asked:
        start, stop = c.s.at(asked.start(1)), c.s.at(asked.end(1))
        yield Said(
            ClaimType.RESPONDS_TO, "R54", start, c.s.at(c.end),
            named=Citation(asked[1], None, None, start, stop),
        )  # fmt: skip


# 你们提出的关于创立免费查询所有法律、法规的政府网站的建议
_ASKED = re.compile(
    r"(?:提出的?|你[^，。；]{1,12}|贵[^，。；]{1,8})[^。；]{0,6}?(关于[^。；\ue000]{4,100}?(?:提案|建议|议案|请示|来函|函))[^。；]{0,30}$"
)


def replaces(c: Clause) -> Iterator[Said]:
    """本办法取代《X》 (in no real text at hand)."""
    ahead = listed_after(c.s, c.end, c.stop)
    if ahead and ahead[0] in c.s.between(c.end, c.end + 20):
        yield from c.say(ClaimType.REPLACES, "R21", ahead, stop=c.s.marks[ahead[-1]] + 1)


def corrects(c: Clause) -> Iterator[Said]:
    """对《X》作如下更正 (in no real text at hand)."""
    governed, _ = listed_before(c.s, c.start, c.at)
    reach = governed or c.s.between(max(c.start, c.at - 40), c.at)
    yield from c.say(ClaimType.CORRECTS, "R33", reach)


def supplements(c: Clause) -> Iterator[Said]:
    """对《X》作如下补充规定; 现对…补充如下."""
    before = c.s.between(max(c.start, c.at - 90), c.at)
    if (
        before
        and re.search(r"如下$", c.text[max(c.start, c.at - 3) : c.at])
        and re.match("安排|规定|通知|说明", c.text[c.end : c.end + 2])
    ):
        yield from c.say(ClaimType.SUPPLEMENTS, "R32", before[-1:])
    elif (
        before
        and re.search(r"[对就将][^，。；]{0,40}$", c.text[c.start : c.s.marks[before[0]]])
        and re.match(r"(?:规定|说明|通知)?(?:如下|[：:])", c.text[c.end : c.end + 6])
    ):
        yield from c.say(ClaimType.SUPPLEMENTS, "R32", before)


def interprets(c: Clause) -> Iterator[Said]:
    """《安排》所指执行…的程序，应解释为包括认可和执行…的程序."""
    reach = c.s.between(c.start, c.at)
    yield from c.say(ClaimType.INTERPRETS, "R52", reach[:1])
