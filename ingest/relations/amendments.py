"""What an amending text changes: which act, which of its parts. R19–R31, 修正案, package decisions.

The act is the one that the sentence names, else the one that its unit's heading or lead-in names,
else the one in the title. What is quoted as new wording states nothing of its own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.notice.model import Citation, ClaimType
from ingest.relations.lists import first_of_list, listed_after
from ingest.relations.parts import keys_in
from ingest.relations.said import OPEN, Said, is_act
from ingest.relations.skeleton import MARK, QUOTED, Skeleton

# 作如下修改, 修改为, 增加一条, 删去, 条文顺序作相应调整
_CHANGE = re.compile(
    r"(?:修改|修订|修正|更改|变更|替换|调整|改)(?:成|为)|增加[^，。；：]{0,24}(?:[条款项句章节]|规定|内容|附件|法律|\ue001)"
    r"|增加(?=[：:\ue001])|删[去除]|作为(?:\ue000)?第|合并|(?:条文|条款|章节|序号)?顺序[^，。；]{0,3}(?:作|相应|调整|依次)|(?:条|款|项|段|序言|部分)[，,]?规定(?=[：:]?\ue001)"
    r"|(?:条|款|项|段)[：:]\ue001"
)
_OBJECT = re.compile(
    rf"第[^，。；]{{1,8}}[条款项章节]|{QUOTED}|附件|附表|正文|[一二三四五六七八九十]段|名称|标题|题目|引言|序言|顺序|文号|条文"
)
# 对《X》作如下修改, 对《X》予以修改, 将《X》进行修订
_LEAD_IN = re.compile(
    r"[^，。；\ue000]{0,40}?(?:(?:作出?|做出?|进行|予以)(?:了)?(?:如下|以下|相应|部分)?(?:补充、?|、)?|一并|如下)(?:修改|修正|修订|更改|补充修改|补充|调整)"
)
_LED = re.compile(r"(?:对|将|就|现决定|根据本决定[，,])[^，。；]{0,60}$")
# 修改《X》, 决定修改《X》: not 修改后的《X》, nor 根据《关于修改〈X〉的决定》
_CHANGES = re.compile(
    rf"(?:修改|修订|修正)(?![后了的过]|\w{{0,3}}时)[^，。；{MARK}后的]{{0,30}}{MARK}"
)
# 将刑法第一百八十条第一款修改为; 宪法第五条增加一款
_SHORT = re.compile(
    r"(?:^|[将在对，。；\s])((?:中华人民共和国)?[\u4e00-\u9fff]{0,12}?(?:刑法|宪法|民法典|法|条例))(?=原?第|序言)"
)
LEAD_IN = "R31"
"""Of a sentence that only says which act is changed, as a title or heading does."""
# 对刑法作如下补充修改：
_SHORT_LEAD = re.compile(
    r"对((?:中华人民共和国)?[\u4e00-\u9fff]{1,12}?(?:法|法典|条例))作(?:出)?(?:如下|以下)(?:修改|补充)"
)
MAY_CHANGE = (
    "作为第",
    "顺序",
    "修改",
    "修订",
    "修正",
    "增加",
    "删",
    "改为",
    "调整为",
    "替换",
    "合并",
    "规定：“",
    "：“",
)


def changes_in(
    s: Skeleton, start: int, stop: int, acts: Sequence[Citation], *, amends: bool
) -> Iterator[Said]:
    """What one sentence changes; ``amends`` if the text around it is an amending one."""
    text = s.text
    change = None
    for found in _CHANGE.finditer(text, start, stop):
        change = found
    here = s.between(start, stop)
    if change is not None and _OBJECT.search(text, start, stop) and (here or amends):
        yield from _orders(s, start, stop, change.end(), acts, amends=amends)
        return
    if amends and s.text[start:stop].strip().rstrip("：:。") == MARK:
        yield _change_of(s, here[0], start, stop, "")
        return
    short = _SHORT_LEAD.search(text, start, stop) if amends or acts else None
    if short:
        at = s.at(short.start(1))
        named = Citation(short[1], None, None, at, at + len(short[1]))
        yield Said(ClaimType.AMENDS, LEAD_IN, at, s.at(short.end()), named=named, scope="ARTICLES")
        return
    if not here:
        return
    for number in here:
        mark = s.marks[number]
        lead = _LEAD_IN.match(text, mark + 1, stop)
        before = text[max(start, s.marks[first_of_list(s, start, number)] - 60) : mark]
        led = _LED.search(before)
        if lead and (led or "根据本决定" in lead[0]):
            for member in range(first_of_list(s, start, number), number + 1):
                if is_act(s.cited[member]):
                    yield _change_of(s, member, s.marks[member], lead.end(), before)
            return
    match = _CHANGES.search(text, start, stop)
    if match and not re.search(
        r"(?:[未不或]|或者|制定、|根据|依照|按照|的)$",
        text[max(start, match.start() - 3) : match.start()],
    ):
        for number in listed_after(s, match.start() + 2, stop):
            mark = s.marks[number]
            if is_act(s.cited[number]):
                yield _change_of(s, number, match.start(), mark + 1, text[start : match.start()])


def _change_of(s: Skeleton, number: int, begin: int, end: int, before: str) -> Said:
    return Said(
        ClaimType.AMENDS,
        LEAD_IN,
        s.at(begin),
        s.at(end),
        s.cited[number],
        scope="ARTICLES",
        is_open=bool(re.search("拟|建议|适时|及时|可以|应当", before))
        and bool(OPEN.search(before)),
    )


# 删去第一百九十九条: what is deleted stands behind the verb
_REST = re.compile(rf"[^。；：:{QUOTED}]*")


def _orders(
    s: Skeleton, start: int, stop: int, change_at: int, acts: Sequence[Citation], *, amends: bool
) -> Iterator[Said]:
    """A sentence that orders changes of parts: one claim for each act."""
    text = s.text
    sentence = text[start:stop]
    begin = start + len(sentence) - len(sentence.lstrip())
    keys = keys_in(sentence)
    end = _REST.match(text, change_at, stop).end()  # type: ignore[union-attr]
    scope = "ARTICLES"
    pattern = _pattern(sentence)
    for number in s.between(start, stop):
        one, mark = s.cited[number], s.marks[number]
        follows = re.compile(
            r"[^，。；]{0,8}?(?:第|中|原|的|名称|标题|附件|序言|引言|修改为|增加|删)"
        ).match(text, mark + 1, stop)
        led = re.search(
            r"(?:将|对|删[去除]|在|作为|修改)[^，。；]{0,24}$", text[max(start, mark - 30) : mark]
        )
        named = follows and not re.search("[，。；]", text[mark + 1 : change_at])
        if (led or (follows and amends) or named) and is_act(one):
            yield Said(
                ClaimType.AMENDS, pattern, s.at(begin), s.at(max(end, mark + 1)), one,
                scope=scope, keys=keys,
            )  # fmt: skip
            return
    if not amends:
        return
    short = _SHORT.search(sentence)
    for act in acts[:1] if short and not acts else acts:
        yield Said(
            ClaimType.AMENDS, pattern, s.at(begin), s.at(end), named=act, scope=scope, keys=keys
        )
    if short and not acts:
        at = s.at(start + short.start(1))
        named_here = Citation(short[1], None, None, at, at + len(short[1]))
        yield Said(
            ClaimType.AMENDS, pattern, s.at(begin), s.at(end), named=named_here, scope=scope,
            keys=keys,
        )  # fmt: skip


def _pattern(sentence: str) -> str:
    """Which row of DOMAIN.md §6.2 the order is."""
    for pattern, words in (
        ("R29", r"名称|标题"),
        ("R30", "顺序"),
        ("R24", r"增加[^，。；]{0,3}条"),
        ("R25", r"增加[^，。；]{0,3}款"),
        ("R26", r"增加[^，。；]{0,3}项"),
        ("R28", r"第[^，。；]{1,9}条(?:修?改为|调整为|作为)(?:修改后)?\ue000?第"),
        ("R23", r"[款项][^，。；]{0,12}修改为"),
        ("R22", r"修改为|改为"),
        ("R27", r"删[去除]"),
    ):
        if re.search(words, sentence):
            return pattern
    return "X-修改"


def target_of(one: Citation) -> Citation:
    """An act named elsewhere, as the target of a change here."""
    return replace(one, start=0, stop=0)
