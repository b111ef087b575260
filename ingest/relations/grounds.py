"""What a sentence rests on, and what it hands on: 根据◆，制定…, 现将◆印发给你们.

Source: DOMAIN.md R19, R21, R38–R51, R54.
"""

import re
from collections.abc import Iterator, Sequence

from archive.notice.match import squeeze
from archive.notice.model import ClaimType, Role
from ingest.citations import Cited
from ingest.relations.sentences import (
    MARK,
    Context,
    Masked,
    Said,
    is_ground,
    keys_of,
    list_from,
    said,
)
from ingest.stages import Passage

# 现将◆印发给你们, 现印发◆
_HANDED = re.compile(
    r"(?:现)?将(?P<list>[^。；]{0,200}?)(?P<verb>印发|转发(?!至|到)|批转|下发|发布|公布|颁布|发给)|(?:现)(?P<verb2>印发|转发|批转|下发|发布|公布)(?P<list2>[^。；]{0,8}◆)"
)


# 现予公布; 现印发给你们; 现转发你们
_NOW = re.compile(
    r"现予?(?:以|将其|一并)?(?P<verb>印发|公布|发布|颁布|下发|转发|批转)(?!◆)|予以公布"
)


_RECEIVED = re.compile(r"◆[^◆。]{0,12}收悉")


_REVISED = re.compile(r"(?:修订|修改|修正)后的◆")


_REPLACED = re.compile(r"(?:代替|取代|替代)(?:原)?◆")


# 关于…的建议收悉; 提出的关于…的提案…现答复如下
_ASKED = re.compile(
    r"(?P<name>关于[^。；◆]{3,60}?的(?P<kind>建议|提案|请示|函|报告|来信))[^。；◆]{0,50}?"
    r"(?:收悉|答复|回复)"
)


def answers(sentence: Masked) -> Iterator[Said]:
    """A question is named without 《》 as often as with: 关于…的请示收悉."""
    text = sentence.text
    match = _ASKED.search(text) if "收悉" in text or "答复" in text else None
    if match:
        first, last = (sentence.offsets[at] for at in match.span("name"))
        one = Cited(first, last, match["name"], None, None)
        yield Said(ClaimType.RESPONDS_TO, "R54", [one], first, sentence.offsets[match.end()])


def made_public(sentence: Masked, before: Masked) -> Iterator[Said]:
    """《…》已经会议通过。现予公布: what is made public stands in the sentence before."""
    now = _NOW.match(sentence.text.lstrip())
    if now and before.cited:
        type_, pattern = _handing(now["verb"] or "")
        start, stop = before.offsets[0], sentence.offsets[-1]
        targets = [one for one in before.cited if not is_ground(before, one)]
        if targets:
            yield Said(type_, pattern, targets, start, stop)


def _handing(verb: str) -> tuple[ClaimType, str]:
    return {
        "印发": (ClaimType.ISSUES, "R48"),
        "下发": (ClaimType.ISSUES, "R48"),
        "转发": (ClaimType.FORWARDS, "R49"),
        "批转": (ClaimType.APPROVES_FORWARDS, "R50"),
    }.get(verb, (ClaimType.PROMULGATES, "R51"))


def carryings(sentence: Masked, passage: Passage, used: set[int]) -> Iterator[Said]:
    """What a sentence hands on: 现将◆印发给你们."""
    text = sentence.text
    for match in _REVISED.finditer(text):
        at = match.end() - 1
        yield said(
            sentence,
            ClaimType.PROMULGATES,
            "R19",
            sentence.between(at, at + 1),
            match.start(),
            at + 1,
        )
    for match in _REPLACED.finditer(text):
        at = match.end() - 1
        yield said(
            sentence, ClaimType.REPLACES, "R21", sentence.between(at, at + 1), match.start(), at + 1
        )
    for match in _RECEIVED.finditer(text):
        first = text.find(MARK)
        yield said(
            sentence,
            ClaimType.RESPONDS_TO,
            "R54",
            sentence.between(first, match.end()),
            first,
            match.end(),
        )
    handed = _HANDED.search(text)
    if handed and "相应修改" not in text:
        verb = handed["verb"] or handed["verb2"]
        group = "list" if handed["verb"] else "list2"
        targets = [
            one
            for one in sentence.between(handed.start(group), handed.end(group))
            if one.start not in used and not is_ground(sentence, one)
        ]
        if targets:
            type_, pattern = {
                "转发": (ClaimType.FORWARDS, "R49"),
                "批转": (ClaimType.APPROVES_FORWARDS, "R50"),
            }.get(verb, (ClaimType.ISSUES, "R46"))
            if verb in ("公布", "颁布", "发布") and passage.part.role is not Role.COVER:
                type_, pattern = ClaimType.PROMULGATES, "R51"
            yield said(sentence, type_, pattern, targets, handed.start(), handed.end())
            return
    now = _NOW.search(text)
    if now:
        targets = [
            one
            for one in sentence.between(0, now.start())
            if one.start not in used and not is_ground(sentence, one)
        ]
        if targets:
            type_, pattern = _handing(now["verb"] or "")
            yield said(sentence, type_, pattern, targets, 0, now.end())


_GROUND = re.compile(
    r"(?P<word>根据|依据|依照|按照|遵照|遵循|对照|参照|比照|适用|执行|贯彻|落实|实施|遵守|违反|按|依(?![据照法托靠次然旧]))(?:(?:执行|落实|实施|贯彻)(?:好|了)?)?(?P<gap>[^◆，,。；：]{0,40}?)(?=◆)"
)


# 制定本办法, 特制定如下措施, 制定了…实施方案: an act of its own
_MAKES = re.compile(
    r"(?:制定|制订|拟定|编制|修订|起草|出台|提出)(?:了)?(?:如下|以下|本|《|◆|此|[^，。；◆]{0,16}?"
    r"(?:办法|细则|方案|意见|规定|条例|规则|计划|规划|措施|标准|分类|要点|预案|清单|目录|制度))"
)
# 现就…通知如下, 经研究, 决定…, 结合我市实际
_OWN_ACT = re.compile(r"现|经|决定|特|拟|结合|我[省市区县局厅委部]|[，,](?:省|市|区|县|我)|请|为")
# 根据《…》显示; 依照《…》领取的; 根据《…决定》修正
_TOLD = re.compile(
    r"(?:的)?(?:显示|表明|统计|数据|领取|取得|颁发|第[一二三四五]次)"
    r"|(?:的决定)?(?:第[一二三四五]次)?(?:修正|修订|修改)"
)


_AIM = re.compile(
    r"为(?:了|进一步|深入|全面|认真|切实|更好地?|保证|加快|推动|做好|扎实|积极|规范|有效)*[^，◆]{0,10}$"
)


def grounds(sentence: Masked, context: Context, used: set[int]) -> Iterator[Said]:
    """根据◆、◆，制定本办法: what a text rests on or has to keep."""
    text = sentence.text
    for match in _GROUND.finditer(text):
        begun = match.end()
        listed = list_from(sentence, begun)
        targets = [t for t in sentence.between(begun, listed) if t.start not in used]
        targets = [t for t in targets if not t.is_own]
        if not targets or (len(match["gap"]) > 20 and "，" in match["gap"]):
            continue
        word, rest, before = match["word"], text[listed:], text[: match.start()]
        if word == "违反" or _TOLD.match(rest):
            continue
        if word == "适用" and before.endswith("关于"):
            continue
        used.update(t.start for t in targets)
        makes = _MAKES.search(rest)
        aims = _AIM.search(before) or (before.startswith("为") and makes)
        if word in ("参照", "比照", "适用"):
            type_, pattern = ClaimType.APPLIES_BY_REFERENCE, "R44"
        elif word == "实施" and aims:
            type_, pattern = ClaimType.IMPLEMENTS, "R41"
        elif word in ("贯彻", "落实", "执行") and aims:
            type_, pattern = ClaimType.BASED_ON, "R40"
        elif makes and word in ("根据", "依据", "依照", "遵照"):
            type_, pattern = ClaimType.BASED_ON, "R38" if word == "根据" else "R39"
        elif word == "根据" or (word == "依据" and _OWN_ACT.search(rest)):
            type_, pattern = ClaimType.BASED_ON, "R38"
        else:
            type_, pattern = ClaimType.COMPLIES_WITH, "R42"
            if re.match(r"等?(?:有关|相关)?(?:文件|规定|法律)", rest) and "等" in rest[:4]:
                pattern = "R43"
        if type_ is ClaimType.BASED_ON and _implements(context.title, targets):
            carried = [t for t in targets if _implements(context.title, [t])]
            others = [t for t in targets if t not in carried]
            yield said(
                sentence,
                ClaimType.IMPLEMENTS,
                "R41",
                carried,
                match.start(),
                listed,
                keys=keys_of(rest[:24]) if re.match(r"第", rest) else (),
            )
            targets = others
        if targets:
            keys = keys_of(rest[:24]) if re.match(r"第", rest) else ()
            yield said(
                sentence,
                type_,
                pattern,
                targets,
                match.start(),
                listed,
                keys=keys,
            )


def _implements(title: str, targets: Sequence[Cited]) -> bool:
    """《X》实施细则 carries X out."""
    if not re.search(r"实施(?:细则|办法|意见|方案|规定|条例)", title):
        return False
    bare = squeeze(title)
    return any(
        one.title
        and len(one.title) > 3
        and squeeze(one.title).removeprefix("中华人民共和国") in bare
        for one in targets
    )
