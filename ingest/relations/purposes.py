"""What a document is for, by its title: 关于印发《X》的通知, 关于废止X的决定.

Source: DOMAIN.md R19, R20, R32, R33, R46–R52, R55 and §10.
"""

import re
from collections.abc import Iterator, Sequence

from archive.notice.model import ClaimType, Role
from ingest.citations import Cited
from ingest.relations.lists import lead_of
from ingest.relations.sentences import Context, Said
from ingest.stages import Passage

_CARRIED = re.compile(
    r"(?:关于)?(?P<verb>印发|发布|公布|颁布|颁发|下发|转发|批转|废止|修改)(?:实施|执行|试行)?(?P<name>[^《》]{4,}?)(?:的?(?P<kind>通知|公告|通告|决定|函|令))$"
)


# 国务院办公厅对全国政协十届三次会议第2741号提案的答复
_ANSWERED = re.compile(r"对(?P<name>[^，。]{4,50}?(?:提案|建议|议案))的?(?:答复|复函|办理情况)")
# 废止部分地方性法规, 修改9件规章
_SEVERAL = re.compile(
    r"^(?:部分|有关|若干|一批|一些|[0-9一二三四五六七八九十百]+(?:件|部|项))|[件部]$"
)


def title_claims(passage: Passage, cited: Sequence[Cited], context: Context) -> Iterator[Said]:
    """What the document itself is for: 关于印发《X》的通知, 关于废止X的决定."""
    text = passage.text
    if passage.part.role is Role.ATTACHMENT:
        context_lead = lead_of(text, passage.key)
        if context_lead:
            context.leads.append(context_lead)
        return
    lead = lead_of(text, passage.key)
    if lead and not cited:
        context.leads.append(lead)
    if cited:
        for match in re.finditer(
            r"(印发|发布|公布|颁布|颁发|下发|转发|批转|废止|停止执行|宣布失效|修改|修订|修正|延长|暂停)",
            text,
        ):
            targets = [
                one for one in cited if one.start >= match.end() and one.start - match.end() <= 40
            ]
            outer = [one for one in cited if one.start <= match.start() < one.stop]
            if not targets or outer:
                continue
            yield from _title_verb(passage, match[1], targets, match.start(), len(text), context)
            return
        for pattern, type_, rule in (
            (r"解读|图解|政策问答|起草说明", ClaimType.EXPLAINS, "X-解读"),
            (r"解释|批复|答复|复函", ClaimType.INTERPRETS, "R52"),
            (r"补充(?:通知|规定|意见)", ClaimType.SUPPLEMENTS, "R32"),
            (r"更正|勘误", ClaimType.CORRECTS, "R33"),
            (r"修正案", ClaimType.AMENDS, "X-修正案"),
            (r"实施|贯彻|落实|^》?(?:若干规定|办法|细则)$", ClaimType.IMPLEMENTS, "R41"),
        ):
            last = cited[-1].stop
            found = re.search(pattern, text[last:]) or (
                type_ is ClaimType.IMPLEMENTS and re.search(pattern, text[: cited[0].start])
            )
            if found:
                own = [one for one in cited if not one.is_own]
                if own:
                    yield Said(type_, rule, own, cited[0].start, len(text))
                return
        return
    answered = _ANSWERED.search(text)
    if answered:
        first, last = answered.span("name")
        one = Cited(first, last, answered["name"], None, None)
        yield Said(ClaimType.RESPONDS_TO, "R54", [one], first, len(text))
        return
    found_ = _CARRIED.search(text)
    if found_:
        first, last = found_.start("name"), found_.end("name")
        name = text[first:last]
        if found_["verb"] in ("废止", "修改") and _SEVERAL.search(name):
            if found_["verb"] == "废止":
                first, last = found_.start(), len(text)
                yield Said(ClaimType.REPEALS, "X-废止《X》", [], first, last, "CLASS")
            return
        one = Cited(first, last, name.strip(), None, None)
        yield from _title_verb(passage, found_["verb"], [one], found_.start(), len(text), context)


def _title_verb(
    passage: Passage, verb: str, targets: Sequence[Cited], start: int, stop: int, context: Context
) -> Iterator[Said]:
    table = {
        "转发": (ClaimType.FORWARDS, "R49", "WHOLE"),
        "批转": (ClaimType.APPROVES_FORWARDS, "R50", "WHOLE"),
        "废止": (ClaimType.REPEALS, "X-废止《X》", "WHOLE"),
        "停止执行": (ClaimType.REPEALS, "R05", "WHOLE"),
        "宣布失效": (ClaimType.DECLARES_EXPIRED, "R12", "WHOLE"),
        "修改": (ClaimType.AMENDS, "R22", "ARTICLES"),
        "修正": (ClaimType.AMENDS, "R22", "ARTICLES"),
        "修订": (ClaimType.REVISES, "R19", "WHOLE"),
        "延长": (ClaimType.EXTENDS_VALIDITY, "R36", "WHOLE"),
        "暂停": (ClaimType.SUSPENDS, "R34", "WHOLE"),
    }
    type_, pattern, scope = table.get(verb, (ClaimType.ISSUES, "R46", "WHOLE"))
    targets = [one for one in targets if one.number or one.title]
    if type_ is ClaimType.AMENDS:
        context.amended = targets[-1].citation()
        if "部分" in passage.text or "等" in passage.text[targets[-1].stop : targets[-1].stop + 2]:
            context.amended = None
    yield Said(type_, pattern, list(targets), start, stop, scope)
