"""What a sentence ends: 《X》同时废止, 废止《X》, 凡与本法抵触的同时失效. R01–R12, R35."""

import re
from collections.abc import Iterator

from archive.notice.model import ClaimType
from ingest.relations.clauses import WINDOW, Clause, whose
from ingest.relations.lists import listed_after, listed_before, part_in
from ingest.relations.parts import keys_in
from ingest.relations.said import (
    NEGATED,
    NO_DAY,
    OPEN,
    Effect,
    Said,
    effect_in,
)
from ingest.relations.skeleton import MARK

# 废止的, 废止后, 废止或者修改: speaks of an ending, ends nothing
_NOMINAL = re.compile(
    r"的(?!《|[^，。；]{0,20}\ue000)|后|前|或|[、和及](?![^，。；]{0,12}\ue000)|情况|程序|建议|意见|理由|案|申请|手续|之日|时|工作|期间|状态|与否|标准|处理"
)
_AT_ONCE = ("即行", "即")


def ends(c: Clause, kind: ClaimType, pattern: str) -> Iterator[Said]:
    """《X》同时废止, 废止《X》; 决定废止《X》."""
    text = c.text
    if NEGATED.search(text, max(c.start, c.at - 14), c.at):
        return
    if text.startswith("的", c.end) and text.startswith(MARK, c.end + 1):
        return  # 被《乙》废止的《甲》
    if text.startswith("的", c.at - 1) and not text.startswith(MARK, c.at - 2):
        return
    ahead = listed_after(c.s, c.end, c.stop)
    if ahead:
        window = text[max(c.start, c.at - WINDOW) : c.at]
        yield from _end_each(c, kind, pattern, ahead, window, c.s.marks[ahead[-1]] + 1)
        return
    governed, gap = listed_before(c.s, c.start, c.at)
    if governed and not _NOMINAL.match(text, c.end):
        window = text[max(c.start, c.s.marks[governed[0]] - WINDOW) : c.at]
        yield from _end_each(c, kind, pattern, governed, window, c.end, gap)
    elif not governed:
        yield from _end_of_class(c, kind)


# 《X》已于2020年12月31日废止: the document only tells of it; a person finds what did it
_TOLD = re.compile(r"已经?(?:于[^，。；]{4,16})?(?:被|予以|宣布)*$")


def _end_each(
    c: Clause,
    kind: ClaimType,
    pattern: str,
    governed: range,
    window: str,
    stop: int,
    gap: str = "",
) -> Iterator[Said]:
    part = part_in(gap)
    keys = keys_in(part)
    scope = "ARTICLES" if part else "WHOLE"
    if pattern == "R01":
        pattern = _repealing(c, governed, gap)
    yield from c.say(
        kind,
        pattern,
        governed,
        stop=stop,
        scope=scope,
        is_open=bool(OPEN.search(window) or _TOLD.search(window)),
        effect=_effect(c, governed, stop),
        keys=keys,
    )


def _repealing(c: Clause, governed: range, gap: str) -> str:
    """Which row of DOMAIN.md §6.2 the words are."""
    first = c.s.marks[governed[0]]
    before = c.text[max(c.start, first - WINDOW) : first]
    if first > c.at:
        return "X-废止《X》"
    if re.search("即行?$", gap):
        return "R04"
    if len(governed) > 1 or before.endswith("原"):
        return "R02"
    return "R01" if before.endswith("的") else "R03"


def _effect(c: Clause, governed: range, stop: int) -> Effect:
    """The day nearest the verb: between list and verb, before the list, else behind."""
    marks = c.s.marks
    first, last = marks[governed[0]], marks[governed[-1]]
    if last < c.at:
        near = effect_in(c.text[last + 1 : stop])
        if near is not NO_DAY:
            return near
    before = effect_in(c.text[c.start : min(first, c.at)])
    if before is not NO_DAY:
        return before
    return effect_in(c.text[stop : min(c.stop, stop + 40)]) if last >= c.at else NO_DAY


# 凡与本法抵触的，同时失效; 与本条例不一致的…停止执行
_INCONSISTENT = re.compile(
    r"(?:(?:与|同|和|跟)本[^，。；]{1,12}?(?:规定)?(?:有)?|不符合?本[^，。；]{1,12}?规定的?(?=[，,]?自))(?:不相?一致|不相?符合?|(?<=的)|相?抵触|相?冲突|相?违背|矛盾|不同|有出入)[^，。；]{0,6}[，,]?[^，。；]{0,12}$"
)
# 各地制定的土地使用费办法, 过去有关部门制定的金银管理办法, 以前的有关规定
_OF_OLD = re.compile(
    r"(?:各[地省市州县区部]|过去|以前|此前|之前|先前|以往|现行|原来|原有|原|其他|其它|凡)[^。；\ue000]{0,60}?"
    r"(?:办法|规定|文件|政策|制度|条例|标准|通知|细则)[，,]?(?:一律|同时|即行|予以|均|全部|应|都|相应|自行|自[^，。；]{2,20}起)*$"
)
# 凡未列入继续有效目录的…一律废止 (in no real text at hand: DOMAIN.md R09)
_CLAUSE_END = re.compile(r"[。；;，,）)\s]|$")
_NOT_LISTED = re.compile(
    r"(?:文件|规定|办法|制度|政策|凡)[^。；]{0,30}未(?:列入|纳入|公布|在)[^。；]{0,60}$|未(?:列入|纳入)[^。；]{0,40}(?:文件|规定|办法|政策)[^。；]{0,30}$"
)


def _end_of_class(c: Clause, kind: ClaimType) -> Iterator[Said]:
    """Documents that are not named: what is inconsistent, what stands in no list, what is old."""
    before = max(c.start, c.at - 110)
    text = c.text
    if not _CLAUSE_END.match(text, c.end):
        return
    for row, found, scope, is_open in (
        ("R07", _INCONSISTENT, "INCONSISTENT_PART", False),
        ("R09", _NOT_LISTED, "CLASS", True),
        ("R06", _OF_OLD, "CLASS", False),
    ):
        match, pattern = found.search(text, before, c.at), row
        if match:
            if "宣布失效的" in match[0]:  # 凡宣布失效的…，一律停止执行
                kind, pattern = ClaimType.DECLARES_EXPIRED, "R11"
            named = c.s.between(whose(c, match.start()), match.start())
            if named and pattern == "R07":
                yield from c.say(
                    kind, pattern, named, scope=scope, effect=effect_in(text[c.start : c.end])
                )
                return
            yield Said(
                kind,
                pattern,
                c.s.at(match.start()),
                c.s.at(c.end),
                scope=scope,
                is_open=is_open or bool(OPEN.search(match[0][-12:])),
                effect=effect_in(text[c.start : c.end]),
            )
            return


def repeals(c: Clause) -> Iterator[Said]:
    return ends(c, ClaimType.REPEALS, "R01")


def stops(c: Clause) -> Iterator[Said]:
    return ends(c, ClaimType.REPEALS, "R05")


def expires(c: Clause) -> Iterator[Said]:
    """宣布失效, 自…起失效; of a licence or an offer: nothing."""
    return ends(c, ClaimType.DECLARES_EXPIRED, "R10")


def no_longer_carried_out(c: Clause) -> Iterator[Said]:
    """不再执行《X》中关于…的规定: a part, for the cases named; a person reads it."""
    ahead = listed_after(c.s, c.end, c.stop)
    if ahead:
        last = c.s.marks[ahead[-1]] + 1
        part = re.compile(r"[^，。；\ue000]{0,60}").match(c.text, last)
        stop = part.end() if part else last
        yield from c.say(
            ClaimType.SUSPENDS, "R35", ahead, stop=stop, scope="ARTICLES", is_open=True,
            keys=keys_in(part[0] if part else ""),
        )  # fmt: skip
        return
    yield from ends(c, ClaimType.REPEALS, "X-不再执行")
