"""What a title says: 关于印发《X》的通知 issues, 关于修改《X》的决定 amends, 《X》解读 explains.

Titles name their object with and without 《》. Source: DOMAIN.md R20, R32, R41, R46–R52, R55.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from archive.notice.model import Citation, ClaimType
from ingest.relations.lists import listed_after
from ingest.relations.said import Said
from ingest.relations.skeleton import MARK, Skeleton
from ingest.titles import genre_of, is_draft, kind_of


class _Rule(NamedTuple):
    pattern: str
    kind: ClaimType
    words: re.Pattern[str]
    """Ends in front of its object's mark."""


def _rule(pattern: str, kind: ClaimType, verb: str, reach: int = 20) -> _Rule:
    """``verb``, then up to ``reach`` other characters, then a citation."""
    return _Rule(pattern, kind, re.compile(rf"(?:{verb})[^{MARK}，]{{0,{reach}}}(?={MARK})"))


# The first that fits says what the title is for; [X] where no real title was at hand.
_RULES = (
    # 关于废止《X》的决定 [X]
    _rule("R01", ClaimType.REPEALS, "废止"),
    _rule("R10", ClaimType.DECLARES_EXPIRED, "宣布失效"),
    # 最高人民法院关于修改《最高人民法院关于仲裁司法审查案件报核问题的有关规定》的决定
    _rule("R31", ClaimType.AMENDS, "修改|修订|修正"),
    # 关于延长《X》有效期的通知, 关于继续执行《X》的通知 [X]
    _Rule(
        "R36",
        ClaimType.EXTENDS_VALIDITY,
        re.compile(
            rf"(?:延长|延续|顺延)[^{MARK}，]{{0,12}}(?={MARK}.{{0,6}}有效期)"
            rf"|(?:继续(?:执行|实施|施行)|重新(?:印发|公布|发布))[^{MARK}，]{{0,12}}(?={MARK})"
        ),
    ),
    _rule("R34", ClaimType.SUSPENDS, "暂(?:停|时调整|时停止)"),
    _rule("R33", ClaimType.CORRECTS, "更正|勘误"),
    # 关于转发《国家发展改革委办公厅关于组织实施…的通知》的通知
    _rule("R50", ClaimType.APPROVES_FORWARDS, "批转", 40),
    _rule("R49", ClaimType.FORWARDS, "转发", 40),
    # 关于印发《上海市促进城市数字化转型的若干政策措施》的通知
    _rule("R46", ClaimType.ISSUES, "印发|下发|公布|发布|颁布"),
    # 实施《反外国制裁法》的规定; 关于推动落实《中小企业数字化赋能专项行动方案》的通知
    _Rule(
        "R41",
        ClaimType.IMPLEMENTS,
        re.compile(rf"(?:实施|落实|贯彻|执行)(?={MARK}(?!.*(?:解释|罪名|批复|答复)))"),
    ),
)
_SUPPLEMENT = re.compile("补充(?:规定|通知|说明|意见|公告|决定|安排|协议)")
# 关于中央文化企业数字化转型升级项目相关工作部署的补充说明
_SUPPLEMENTED = re.compile(r"关于(.{4,80}?)的?补充(规定|通知|说明|意见|公告|安排)(?:（.{1,8}）)?$")
_EXPLAINS = re.compile("解读|图解|问答|读懂|起草说明|政策说明")
_INTERPRETS = re.compile(
    r"(?:解释|解答|批复|答复|复函|规定|意见|通知|函|罪名)(?:[（(].{1,6}[)）])?$"
)
_ABOUT = re.compile(
    rf"关于(?:适用|执行|贯彻执行|审理|办理|在[^{MARK}]{{0,20}}适用)?[^{MARK}，]{{0,20}}(?={MARK})"
)
_HANDED = re.compile("印发|发布|公布|转发|批转|下发|征求|举办|开展")
# 关于废止部分地方性法规的决定, 关于宣布失效一批国务院文件的决定
_SEVERAL = re.compile(
    rf"(废止|宣布失效|停止执行|修改)(?:和[^{MARK}]{{2,4}})?(?:部分|一批|若干|有关|[0-9一二三四五六七八九十百]+[件部项]"
    rf")[^{MARK}]{{0,30}}(?:决定|通知|公告|通告|令)$"
)
_DETAILED = re.compile(
    rf"{MARK}(?:的)?(?:实施(?:办法|细则|意见|方案|规定|条例)|(?:若干)?(?:办法|规定))"
)
# 中华人民共和国刑法修正案（九）
_AMENDMENT = re.compile(r"(.{2,40}?)修正案(?:（.{1,8}）|\(.{1,8}\))?(?:（.{1,8}）)?$")
# 某条例（2021年修订）: a candidate only
_REVISED = re.compile(r"(.+?)[（(](?:19|20)[0-9]{2}年?(?:修订|修正|修改)(?:本|版)?[)）]$")
_DRAFT_END = re.compile(
    r"[（(][^（）()]{0,8}(?:征求意见稿|征求意见|草案|送审稿|讨论稿|审议稿)[^（）()]{0,6}[)）]$"
)
# 招标投标法实施条例
_IMPLEMENTING = re.compile(
    r"^(.{2,40}?(?:法|条例|办法|规定|方案))(?:实施(?:细则|条例|办法|意见)|的?实施细则)(?:（.{1,8}）)?$"
)
# 焦作市人民政府办公室关于印发…管理办法的通知; 省政府转发国家地震局关于…的通知
_HANDS_ON = re.compile(
    r"(?:关于)?(印发|下发|转发|批转|公布|发布|颁布)(.{4,200}?)的?(?:通知|公告|通告|函|决定|令)(?:[（(].{1,10}[)）])?$"
)
# 国务院办公厅对全国政协十届四次会议第4626号提案的答复
_ANSWERS = re.compile(
    rf"[对就]([^{MARK}对就]{{2,60}}(?:提案|建议|议案|请示))的?(?:答复|批复|复函|意见)|关于([^{MARK}]{{4,80}}?(?:提案))(?:[（(].{{1,12}}[)）])?的?答复"
)
_OF_SEVERAL = {
    "废止": (ClaimType.REPEALS, "R08"),
    "停止执行": (ClaimType.REPEALS, "R08"),
    "宣布失效": (ClaimType.DECLARES_EXPIRED, "R12"),
    "修改": (ClaimType.AMENDS, "R31"),
}
_KINDS = {"转发": (ClaimType.FORWARDS, "R49"), "批转": (ClaimType.APPROVES_FORWARDS, "R50")}
# between 甲计划（2020-2022年） and 乙计划
_BETWEEN = re.compile(r"[\u4e00-\u9fff](?:[（(][^（()）]{1,16}[)）])?(?:、|和|及|以及|与)")


def said_in_title(s: Skeleton, *, heads: bool) -> Iterator[Said]:
    """All that a title says; ``heads`` if it is the document's or its main text's own."""
    text = s.text
    taken: set[int] = set()
    for rule in _RULES:
        match = rule.words.search(text)
        if not match:
            continue
        objects = [n for n in listed_after(s, match.end(), len(text)) if n not in taken]
        if (
            rule.kind is ClaimType.ISSUES
            and objects
            and _more_than(text[s.marks[objects[-1]] + 1 :])
        ):
            continue
        taken.update(objects)
        for number in objects:
            mark = s.marks[number]
            yield Said(
                rule.kind, rule.pattern, s.at(min(match.start(), mark)), s.at(mark + 1),
                s.cited[number], scope="ARTICLES" if rule.kind is ClaimType.AMENDS else "WHOLE",
            )  # fmt: skip
        if objects:
            break
    rest = [number for number in range(len(s.marks)) if number not in taken]
    if rest:
        yield from _about(s, rest[0])
    if heads and not taken:
        yield from _named(s)
    several = _SEVERAL.search(text) if heads and not s.marks else None
    if several:
        kind, pattern = _OF_SEVERAL[several[1]]
        yield Said(kind, pattern, s.at(several.start()), s.at(len(text)), scope="CLASS")
        return
    answered = _ANSWERS.search(text) if heads else None
    if answered:
        start, stop = answered.span(1 if answered[1] else 2)
        named = Citation(text[start:stop], None, None, s.at(start), s.at(stop))
        yield Said(ClaimType.RESPONDS_TO, "R54", s.at(start), s.at(len(text)), named=named)


def _more_than(behind: str) -> bool:
    """《条例》省级部门任务分工: what is issued only begins with another's title."""
    before = re.match(r"(.*?)的?(?:通知|公告|通告|函|决定|令)", behind)
    return bool(
        before
        and len(before[1]) > 3
        and not before[1].startswith(("等", "（", "(", "、", "和", "及"))
    )


def _about(s: Skeleton, number: int) -> Iterator[Said]:
    """关于《X》…的解释; 关于《X》的补充通知; 《X》解读; 《X》实施办法."""
    text, mark = s.text, s.marks[number]
    behind = text[mark + 1 :]
    about = _ABOUT.search(text)
    start = s.at(about.start() if about and about.end() == mark else mark)
    one = s.cited[number]
    if _EXPLAINS.search(text):
        yield Said(ClaimType.EXPLAINS, "X-解读", start, s.at(len(text)), one)
    elif _SUPPLEMENT.search(behind):
        yield Said(ClaimType.SUPPLEMENTS, "R32", start, s.at(len(text)), one)
    elif _DETAILED.match(text, mark) or text[:mark].endswith("实施"):
        yield Said(ClaimType.IMPLEMENTS, "R41", s.at(mark), s.at(len(text)), one)
    elif (
        about
        and about.end() == mark
        and not _HANDED.search(about[0])
        and _INTERPRETS.search(behind)
    ):
        yield Said(ClaimType.INTERPRETS, "R52", start, s.at(len(text)), one)


def _named(s: Skeleton) -> Iterator[Said]:
    """Objects without 《》."""
    text = s.text
    handed = _HANDS_ON.search(text) if "发" in text or "布" in text or "转" in text else None
    if handed and (
        MARK not in handed[2] or _more_than(re.sub(f".*{MARK}", "", handed[2]) + "的通知")
    ):
        kind, pattern = _KINDS.get(handed[1], (ClaimType.ISSUES, "R46"))
        if handed[1] in ("公布", "发布", "颁布") and genre_of(handed[2]) is None:
            return
        at = handed.start(2)
        if kind is not ClaimType.ISSUES:
            yield _forwarded(s, handed, kind, pattern)
            return
        for piece in _pieces(handed[2]):
            start, stop = s.at(at), s.at(at + len(piece))
            yield Said(
                kind,
                pattern,
                s.at(handed.start(1)),
                stop,
                named=_citation(s, at, piece, start, stop),
            )
            at = text.find(piece, at) + len(piece)
            at += len(re.match("(?:、|和|及|以及|与)?", text[at:])[0])  # type: ignore[index]
        return
    for kind, pattern, found in (
        (ClaimType.AMENDS, "R31", _AMENDMENT.match(text)),
        (ClaimType.REVISES, "R20", _REVISED.match(text)),
        (ClaimType.IMPLEMENTS, "R41", _IMPLEMENTING.match(text)),
    ):
        if found and MARK not in found[1]:
            yield Said(
                kind, pattern, 0, s.at(len(text)),
                named=Citation(found[1], None, None, *found.span(1)),
                is_open=kind is ClaimType.REVISES,
                scope="ARTICLES" if kind is ClaimType.AMENDS else "WHOLE",
            )  # fmt: skip
            return
    supplemented = _SUPPLEMENTED.search(text)
    if supplemented and MARK not in supplemented[1]:
        what, kind_of_text = supplemented.groups()
        # 补充说明 explains more of a matter; 补充通知 goes with a 通知 on the same
        name = what if kind_of_text == "说明" else f"关于{what}的{kind_of_text}"
        yield Said(
            ClaimType.SUPPLEMENTS, "R32", s.at(supplemented.start()), s.at(len(text)),
            named=Citation(name, None, None, *supplemented.span(1)), is_open=True,
        )  # fmt: skip
        return
    if is_draft(text) and MARK not in text:
        base = _DRAFT_END.sub("", text)
        yield Said(
            ClaimType.DRAFT_OF,
            "R55",
            0,
            s.at(len(text)),
            named=Citation(base, None, None, 0, len(base)),
        )


# 省工业和信息化厅关于开展…工作: the upstream document's issuer and title
_UPSTREAM = re.compile(r"(.{0,40}?)(关于.+)")


def _forwarded(s: Skeleton, handed: re.Match[str], kind: ClaimType, pattern: str) -> Said:
    """转发X关于…的通知: what is forwarded is the 通知, unless it says itself what it is."""
    at, end = handed.span(2)
    upstream = _UPSTREAM.fullmatch(handed[2])
    if upstream and not genre_of(handed[2]) and not kind_of(handed[2]):
        end = min(len(s.text), handed.end())
    first = at + len(upstream[1]) if upstream else at
    one = _citation(s, first, s.text[first:end], s.at(first), s.at(end))
    issuer = upstream[1] if upstream and upstream[1] else None
    named = Citation(one.title, None, issuer, one.start, one.stop)
    return Said(kind, pattern, s.at(handed.start(1)), s.at(end), named=named)


def _citation(s: Skeleton, at: int, piece: str, start: int, stop: int) -> Citation:
    """What a piece of the title names; titles within it are put back."""
    for number in s.between(at, at + len(piece)):
        piece = piece.replace(MARK, f"《{s.cited[number].title or s.cited[number].number}》", 1)
    return Citation(piece, None, None, start, stop)


def _pieces(words: str) -> list[str]:
    """甲计划、乙计划和丙方案: cut only behind what a text may be called."""
    pieces, last = [], 0
    for match in _BETWEEN.finditer(words):
        joint = re.search("(?:、|和|及|以及|与)$", match[0])
        if joint and genre_of(words[last : match.end() - len(joint[0])]):
            rest = words[match.end() :]
            if genre_of(rest) and len(rest) > 5:
                pieces.append(words[last : match.end() - len(joint[0])])
                last = match.end()
    return [*pieces, words[last:]]
