"""What a sentence rests on, and what it hands on: 根据◆，制定…, 现将◆印发给你们.

Source: DOMAIN.md R19, R21, R38–R51, R54.
"""

import re
from collections.abc import Iterator, Sequence

from archive.notice.match import squeeze
from archive.notice.model import ClaimType, Role
from ingest.citations import Cited
from ingest.relations.sentences import Context, Masked, Said, is_ground, keys_of, list_from, said
from ingest.stages import Passage

# 现将◆印发给你们, 现印发◆
_HANDED = re.compile(
    r"(?:现)?将(?P<list>[^。；]{0,200}?)(?P<verb>印发|转发|批转|下发|发布|公布|颁布|发给)|(?:现)(?P<verb2>印发|转发|批转|下发|发布|公布)(?P<list2>[^。；]{0,8}◆)"
)


_NOW = re.compile(r"现予(?:以)?(?P<verb>印发|公布|发布|颁布|下发)|予以公布|现予公布")


_RECEIVED = re.compile(r"◆[^◆。]{0,12}收悉")


_REVISED = re.compile(r"(?:修订|修改|修正)后的◆")


_REPLACED = re.compile(r"(?:代替|取代|替代)(?:原)?◆")


def carryings(sentence: Masked, passage: Passage, used: set[int]) -> Iterator[Said]:
    """What a sentence hands on: 现将◆印发给你们."""
    text = sentence.text
    for match in _REVISED.finditer(text):
        at = match.end() - 1
        yield said(
            sentence, ClaimType.REVISES, "R19", sentence.between(at, at + 1), match.start(), at + 1
        )
    for match in _REPLACED.finditer(text):
        at = match.end() - 1
        yield said(
            sentence, ClaimType.REPLACES, "R21", sentence.between(at, at + 1), match.start(), at + 1
        )
    for match in _RECEIVED.finditer(text):
        at = match.start()
        yield said(
            sentence, ClaimType.RESPONDS_TO, "R54", sentence.between(at, at + 1), at, match.end()
        )
    handed = _HANDED.search(text)
    if handed:
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
            type_, pattern = (
                (ClaimType.ISSUES, "R48")
                if now["verb"] in ("印发", "下发")
                else (ClaimType.PROMULGATES, "R51")
            )
            yield said(sentence, type_, pattern, targets, 0, now.end())


_GROUND = re.compile(
    r"(?P<word>根据|依据|依照|按照|遵照|参照|比照|执行|贯彻|落实|实施|遵守|违反|按)(?:(?:执行|落实|实施|贯彻)(?:好|了)?)?(?P<gap>[^◆，,。；：]{0,40}?)(?=◆)"
)


_MAKES = re.compile(r"制定|制订|拟定|编制|修订|起草|出台")


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
        used.update(t.start for t in targets)
        word, rest = match["word"], text[listed:]
        if word == "违反":
            for one in targets:
                used.discard(one.start)
            continue
        makes = _MAKES.search(rest) or (_MAKES.search(text) and word in ("根据", "依据"))
        if word in ("参照", "比照"):
            type_, pattern = ClaimType.APPLIES_BY_REFERENCE, "R44"
        elif word in ("贯彻", "落实", "实施", "执行") and _AIM.search(text[: match.start()]):
            type_, pattern = ClaimType.BASED_ON, "R40"
        elif makes and word in ("根据", "依据", "依照", "按照", "遵照"):
            type_, pattern = ClaimType.BASED_ON, "R38" if word == "根据" else "R39"
        elif word in ("根据", "依据"):
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
                scope="ARTICLES" if keys else "WHOLE",
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
