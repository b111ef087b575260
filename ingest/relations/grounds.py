"""What a text rests on, has to keep, carries out or takes as its model. R38–R44."""

import re
from collections.abc import Iterator

from archive.notice.model import Citation, ClaimType
from ingest.relations.clauses import Clause, whose
from ingest.relations.lists import listed_after
from ingest.relations.said import (
    NEGATED,
    Said,
)
from ingest.relations.skeleton import MARK

# 依照《X》制定本规定, 按照《X》…精神，结合实际，制定本办法: no ground is named besides
_MAKES = re.compile(
    r"[^。；]{0,90}?(?:特?制[定订]了?(?:本|以下|如下|《|\ue000)|现(?:就|将|对|予)|(?:通知|公告|规定|解释|决定|意见)如下)[^，。；：]{0,24}"
)
_RESTS = re.compile("根据|依据")
# 根据贵办《…函》: an answer to it
_YOURS = re.compile("[贵你][办厅局委院部省市县区公司校][^，。；]{0,12}\ue000")
# 依据《清洁生产促进法》的有关规定，要求…: somebody's duty, not what this text rests on
_MUST = re.compile(r"(?:应当?|要|须|必须|可以?|[；;，]?严格|并|；)$")
# 根据《…决定》修正的《X》, 依照《条例》领取的居民身份证: how another thing came to be
_ATTRIBUTE = re.compile(
    r"(?!等|第|有关|相关|要求|规定|精神|的|中|所|和|及|、)[^，。；、的\ue000]{2,14}的(?![^，。；]{0,10}(?:规定|要求|精神|标准))|[^，。；\ue000]{0,6}(?:第[一二三]次)?(?:修正|修订|修改)"
)
# 根据《…白皮书》显示
_TELLS = re.compile("(?:的)?(?:数据|统计|结果)?(?:显示|统计|测算|表明|披露|预测)")


# 根据国务院《X》, 根据宪法、《X》, 依据G20杭州峰会提出的《X》: what may stand in front of a ground
_WHOSE = re.compile(
    "[和及与、的院府厅局委部会办室省市县区州组司署团盟校书号于彻实行关议件：:（(《》”]"
)


def rests(c: Clause) -> Iterator[Said]:
    """根据《X》…制定本办法 is its ground; 按照《X》要求 complies with it."""
    ahead = listed_after(c.s, c.end, c.stop)
    if not ahead:
        return
    gap = c.text[c.end : c.s.marks[ahead[0]]]
    if gap and not _WHOSE.match(gap[-1]):  # 根据情节轻重停止其享受《X》规定的优惠
        return
    last = c.s.marks[ahead[-1]] + 1
    text = c.text
    if _ATTRIBUTE.match(text, last) or _TELLS.match(text, last):
        return
    if _YOURS.match(text, c.end):
        yield from c.say(ClaimType.RESPONDS_TO, "R54", ahead[:1], stop=last, acts_only=False)
        ahead = ahead[1:]
    is_ground = c.verb in ("根据", "依据") and not _MUST.search(text, max(c.start, c.at - 6), c.at)
    if c.verb not in ("根据", "依据"):
        is_ground = bool(_MAKES.match(text, last, c.stop)) and not _RESTS.search(
            text, c.start, c.at
        )
    if is_ground:
        pattern = "R38" if c.verb == "根据" else "R39"
        made = _MAKES.match(text, last, c.stop)
        yield from c.say(ClaimType.BASED_ON, pattern, ahead, stop=made.end() if made else last)
        return
    pattern = "R43" if text.startswith("等", last) else "R42"
    yield from c.say(ClaimType.COMPLIES_WITH, pattern, ahead, stop=last)


def near(c: Clause) -> Iterator[Said]:
    """依《X》的规定, 按《X》执行: the citation stands right behind the word."""
    if c.text.startswith(MARK, c.end):
        yield from rests(c)


# 为贯彻落实, 为加快…，落实: an aim of the whole text begins its sentence
_AIM = re.compile(r"\s*(?:[^，。；]{0,4}[：:])?为(?!.{0,3}此)")
_NEAR_AIM = re.compile("[，：]为[^，。；]{0,17}$")
# ，结合我市实际，制定本行动计划
_SETS_OUT = re.compile(r"制[定订]本|特制[定订]|现(?:就|将|提出|印发)|通知如下|提出(?:如下|以下)")
# 近年来，各地区认真贯彻落实《X》: a report
_PAST = re.compile(r"近年来|以来|已经|去年|一年来|[^。；，]{0,6}了$")


def _aims(c: Clause, at: int) -> bool:
    """Whether what stands at ``at`` is an aim of the sentence: 为…，落实《X》."""
    if _AIM.match(c.text, c.start, at) and "；" not in c.text[c.start : at]:
        return True
    return bool(_NEAR_AIM.search(c.text, max(c.start, at - 20), at))


def carries_out(c: Clause) -> Iterator[Said]:
    """为贯彻落实《X》, the reason of the whole; elsewhere a duty under it."""
    ahead = listed_after(c.s, c.end, c.stop)
    if not ahead:
        yield from _carried_out(c)
        return
    if not re.fullmatch(r"[^，。；]{0,24}", c.text[c.end : c.s.marks[ahead[0]]]):
        return
    last = c.s.marks[ahead[-1]] + 1
    text = c.text
    aims = _aims(c, c.at)
    if c.verb in ("实施", "贯彻实施", "推进实施", "组织实施"):
        if aims and not re.match("[^，。；]{0,30}的", text[last : last + 32]):
            yield from c.say(ClaimType.IMPLEMENTS, "R41", ahead, stop=last)
    elif _NOT_A_DUTY.search(text, max(c.start, c.at - 8), c.at) or _PAST.search(
        text, max(c.start, c.at - 30), c.at
    ):
        return
    elif aims or _SETS_OUT.search(text, last, min(c.stop, last + 200)):
        yield from c.say(ClaimType.BASED_ON, "R40", ahead, stop=last)
    else:
        yield from c.say(ClaimType.COMPLIES_WITH, "R42", ahead, stop=last)


_NOT_A_DUTY = re.compile(r"违反|不(?!断)|未|的$|推动出台")


# 《X》已经国务院同意，请各省、自治区、直辖市人民政府认真贯彻落实; not: 现转发给你们，请
_AGREED = re.compile(r"\ue000已经?[^，。；]{1,20}(?:同意|批准)[，,]请[^，。；]{0,40}$")


def _carried_out(c: Clause) -> Iterator[Said]:
    """为抓好《X》的贯彻落实; 《X》已经国务院同意，请认真贯彻落实 is said where it is handed on."""
    agreed = _AGREED.search(c.text, c.start, c.at) if c.verb.startswith("贯彻") else None
    if agreed:
        yield from c.say(ClaimType.COMPLIES_WITH, "R42", c.s.between(agreed.start(), agreed.end()))
        return
    before = c.s.between(max(c.start, c.at - 3), c.at)
    if before and c.verb != "实施" and c.text[c.s.marks[before[-1]] + 1 : c.at] in ("的", ""):
        aims = _aims(c, c.s.marks[before[0]])
        kind = ClaimType.BASED_ON if aims else ClaimType.COMPLIES_WITH
        yield from c.say(kind, "R40" if aims else "R42", before[-1:])


def complies(c: Clause) -> Iterator[Said]:
    """严格执行《X》, 符合《X》规定的条件."""
    ahead = listed_after(c.s, c.end, c.stop)
    if (
        ahead
        and ahead[0] in c.s.between(c.end, c.end + 12)
        and not _NOT_A_DUTY.search(c.text, max(c.start, c.at - 4), c.at)
    ):
        if c.verb == "符合" and re.match(
            r"[^，。；]{0,40}的[，,]", c.text[c.s.marks[ahead[-1]] + 1 :][:44]
        ):
            return
        yield from c.say(ClaimType.COMPLIES_WITH, "R42", ahead, stop=c.s.marks[ahead[-1]] + 1)


_OWN_MODEL = re.compile(
    r"(?:适用)?(?:本(?!条(?!例)|款|章|节|项|市|省|区|县|院|级|地|行政|单位|部门|企业|人)[^，。；\ue000]{1,10}?(?:第[^，。；]{1,12})?(?:的?(?:有关|相关)?规定)?(?:执行|适用|办理|推进)|执行(?=[。；，]|$)|适用国家[^，。；]{0,30}(?:法律|法规|规定))"
)
# 参照金融企业呆账核销管理办法有关规定执行
_BARE_MODEL = re.compile(
    r"(?!本|国家|有关|上述|前|该|其|此)([^，。；\ue000的第]{4,40}?(?:法|条例|办法|规定|细则|规则|通知))(?:第[^，。；]{1,12})?的?(?:有关|相关)?(?:规定)?(?:执行|办理|处理)"
)


def models(c: Clause) -> Iterator[Said]:
    """参照《X》执行; 参照本条例执行 has a class of matters as its object."""
    ahead = listed_after(c.s, c.end, c.stop)
    if ahead:
        last = c.s.marks[ahead[-1]] + 1
        yield from c.say(ClaimType.APPLIES_BY_REFERENCE, "R44", ahead, stop=last)
        return
    bare = _BARE_MODEL.match(c.text, c.end, c.stop)
    if bare:
        start, stop = c.s.at(bare.start(1)), c.s.at(bare.end(1))
        yield Said(
            ClaimType.APPLIES_BY_REFERENCE, "R44", c.s.at(c.at), c.s.at(bare.end()),
            named=Citation(bare[1], None, None, start, stop),
        )  # fmt: skip
        return
    own = _OWN_MODEL.match(c.text, c.end, c.stop)
    if own:
        yield Said(
            ClaimType.APPLIES_BY_REFERENCE, "R44", c.s.at(whose(c, c.at)), c.s.at(own.end()),
            scope="CLASS",
        )  # fmt: skip


def applies(c: Clause) -> Iterator[Said]:
    """适用《X》有关规定: another's rules hold here."""
    ahead = listed_after(c.s, c.end, c.stop)
    if c.text.endswith("关于", c.start, c.at):
        return  # 关于适用《X》…的解释, a title
    if (
        ahead
        and c.s.between(c.end, c.end + 3)
        and not NEGATED.search(c.text, max(c.start, c.at - 4), c.at)
    ):
        yield from c.say(
            ClaimType.APPLIES_BY_REFERENCE, "R44", ahead, stop=c.s.marks[ahead[-1]] + 1
        )
