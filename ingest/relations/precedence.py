"""What goes before what: 以本解释为准, 从其规定, 另有规定的除外. R13–R18."""

import re
from collections.abc import Iterator

from archive.notice.model import ClaimType
from ingest.relations.clauses import Clause, whose
from ingest.relations.endings import ends
from ingest.relations.said import (
    Said,
    effect_in,
)

_AGREES_NOT = re.compile(
    r"(?:不相?一致|不尽?一致|不相?符合?|相?抵触|相?冲突|相?违背|矛盾|不同|有出入|不相适应)(?:之处|的地方|的部分|的规定|的内容)?的?[，,]?"
)
# 以本解释为准, 按本办法执行, 均以本规则的规定为准
_OWN_RULE = re.compile(
    r"(?:以|按照?|依照?|依据|适用|执行)(?=本)本[^，。；\ue000]{1,14}?(?:为准|执行|办理|规定)?$"
)
_OTHER_RULE = re.compile(
    r"(?:以|按照?|依照?|从|适用|执行)(?!本)[^，。；]{1,30}(?:为准|执行|办理)?$"
)
# 按本办法执行, 适用本法规定
_CARRIES = re.compile(r"[^，。；\ue000]{1,12}(?:执行|办理|规定)")


def prevails(c: Clause) -> Iterator[Said]:
    """与本解释不一致的，以本解释为准; …不再适用; 与上位法不一致的，以上位法为准 yields."""
    text = c.text
    begin = max(c.start, c.at - 100)
    disagrees = list(_AGREES_NOT.finditer(text, begin, c.at))
    clause = text[disagrees[-1].end() if disagrees else max(begin, c.at - 30) : c.end]
    of_self = (
        "本" in text[max(begin, disagrees[-1].start() - 24) : disagrees[-1].start()]
        if disagrees
        else False
    )
    carries = _CARRIES.match(text, c.end, c.stop) if c.verb.endswith("本") else None
    stop = carries.end() if carries else c.end
    if c.verb.endswith("本") and not carries:
        return
    if c.verb.endswith("本") and not (disagrees and disagrees[-1].end() == c.at):
        return
    if c.verb == "不再适用":
        if not (disagrees and of_self):
            yield from ends(c, ClaimType.REPEALS, "X-不再适用")
            return
        own = True
    else:
        own = c.verb.endswith("本") or bool(_OWN_RULE.search(clause))
    start = whose(c, disagrees[-1].start() if disagrees else c.at)
    if own and (disagrees or _OLD.search(text, begin, c.at)):
        pattern = (
            "R17" if not disagrees else "R15" if c.verb == "不再适用" else _agrees_not(disagrees)
        )
        named = c.s.between(start, disagrees[-1].start() if disagrees else c.at)
        effect = effect_in(text[max(c.start, text.rfind("；", c.start, c.at) + 1) : c.at])
        if named:
            yield from c.say(
                ClaimType.PREVAILS_OVER, pattern, named, scope="INCONSISTENT_PART", effect=effect
            )
        else:
            yield Said(
                ClaimType.PREVAILS_OVER, pattern, c.s.at(start), c.s.at(stop),
                scope="INCONSISTENT_PART" if disagrees else "CLASS", effect=effect,
            )  # fmt: skip
    elif disagrees and of_self and _OTHER_RULE.search(clause):
        yield Said(ClaimType.YIELDS_TO, "R18", c.s.at(start), c.s.at(c.end), scope="CLASS")


_OLD = re.compile(r"过去|以前|此前|之前|以往|原有?[^，。；]{0,8}(?:规定|文件|政策)|凡")


def _agrees_not(found: list[re.Match[str]]) -> str:
    return "R14" if "抵触" in found[-1][0] else "R13"


_HAS_RULE = re.compile(r"(?:规定|决定|限制|责任|约定)[^，。；]{0,40}[，,]?[^，。；]{0,4}$")


def yields(c: Clause) -> Iterator[Said]:
    """法律、法规另有规定的，从其规定."""
    if not _HAS_RULE.search(c.text, max(c.start, c.at - 60), c.at):
        return
    if _OF_ITSELF.search(c.text, max(c.start, c.at - 40), c.at):
        return
    start = whose(c, max(c.start, c.at - 2))
    named = c.s.between(start, c.at)
    yield from c.say(ClaimType.YIELDS_TO, "R18", named)
    rest = c.text[c.s.marks[named[-1]] + 1 : c.at] if named else ""
    if not named or re.search("等|其他|有关|法律|法规", rest):
        yield Said(ClaimType.YIELDS_TO, "R18", c.s.at(start), c.s.at(c.end), scope="CLASS")


# 法律、行政法规另有规定的除外; 除法律、法规另有规定外; 国家、省有规定的，按规定执行
_EXCEPTION = re.compile(
    r"(?:除外|[，,]?(?:按照?|依照?|适用|从|依据|遵照)(?:有关|其|该|相关|国家|国际|上级|[^，。；本]{0,12}的?)?[^，。；本]{0,10}规定(?:执行|办理)?)"
)
_HIGHER = re.compile(
    r"(?:法律|法规|规章|国家|国务院|上级|条约|协定|章程|省|市|另)[^。；]{0,60}(?:另有|有|另行|已有)$"
)


_ITS_RULE = re.compile("[，,]?(?:从|适用|依照|按照)其规定")
# 本办法另有规定的，从其规定
_OF_ITSELF = re.compile(r"本[^，。；]{1,6}?(?:对[^，。；]{1,20})?另有(?:规定的?)?[，,]?$")


def excepts(c: Clause) -> Iterator[Said]:
    """Higher rules go before this text, without the words 从其规定."""
    text = c.text
    if not _HIGHER.search(text, max(c.start, c.at - 90), c.at):
        return
    if c.verb == "约定的" and "规定" not in text[max(c.start, c.at - 20) : c.at]:
        return  # 当事人另有约定的除外: a contract is no document
    if _OF_ITSELF.search(text, max(c.start, c.at - 40), c.at):
        return
    if _ITS_RULE.match(text, c.end):
        return  # told by 从其规定
    behind = _EXCEPTION.match(text, c.end, c.stop)
    if c.verb in ("规定的", "约定的") and not behind:
        return
    stop = behind.end() if behind else c.end
    yield Said(ClaimType.YIELDS_TO, "R18", c.s.at(whose(c, c.at)), c.s.at(stop), scope="CLASS")
