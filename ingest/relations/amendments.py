"""What a sentence changes in another text: 将第七条修改为…, 增加一条，作为第八条.

Source: DOMAIN.md R22–R31.
"""

import re
from collections.abc import Iterator

from archive.notice.model import ClaimType, Within
from ingest.citations import Cited
from ingest.relations.sentences import (
    MARK,
    OPEN,
    Context,
    Masked,
    Said,
    day_of,
    keys_of,
    list_from,
    said,
)
from ingest.stages import Passage

AMEND = re.compile(
    r"修改为|修订为|改为|变更为|[条款项目](?:作为|为)第|调整为|更改为|增加(?:[一两二三四五六七八九十“第：:]|规定|下列|全国性|[^，。；]{0,6}条)|增写|删[去除]|合并为|并入|替换为|予以删除|条文顺序|条文序号|名称修改|作(?:如下|以下|相应)?(?:修改|修订|调整)|修改如下|统一修改|统一改"
)


_ORDINARY_AMEND = re.compile(
    r"(?:将|对|把)◆[^◆。；]{0,60}?(?:修改为|修订为|改为|调整为|(?:作|作出|做)(?:如下|以下|相应)(?:补充|修改|修订|调整)"
    r"|进行(?:修改|修订)|予以(?:修改|修订)|删[去除])"
    r"|在◆[^◆。；]{0,16}中(?:增加|删去)"
    r"|◆[^◆。；，]{0,24}?(?:修改为|修订为|改为)|◆(?:作|作出|做)(?:如下|以下|相应)(?:补充|修改|修订|调整)"
)


# 一、修改《…》; 对《…》作如下修改; 《…》
_OPENING = re.compile(
    r"◆[^◆。；]{0,30}?(?:作(?:如下|以下|出如下)?|进行)?(?:修改|修订|修正|如下修改)"
    r"|^(?:[（(]?[一二三四五六七八九十0-9]+[)）、.]?)?(?:修改|修订|对|将)?◆[。：:]?$"
)


# 将刑法第二百二十五条…, 宪法第十一条增加规定, 对刑法作如下修改
_NAMED = re.compile(
    r"(?:^|[将在对、，去])(?:中华人民共和国)?(?P<name>(?!将|在|对|删)[\u4e00-\u9fff]{1,16}?(?<!本)法)"
    r"(?=第|序言|作(?:如下|以下)|中|的?附件)"
)


def amendments(sentence: Masked, passage: Passage, context: Context) -> Iterator[Said]:
    text = sentence.text
    if MARK not in text and not re.search("修|改|增|删|合并|并入|替换|调整|为第", text):
        return
    if not context.is_amending:
        for match in _ORDINARY_AMEND.finditer(text):
            at = text.index(MARK, match.start())
            if re.search(r"(?:根据|按照|依据|依照)$", text[:at].rstrip()) or OPEN.search(text[:at]):
                continue
            if match[0].endswith(("修改", "修订", "补充")):
                context.is_amending = True
            targets = sentence.between(at, list_from(sentence, at))
            if context.is_amending:
                context.amended = targets[-1].citation()
            keys = keys_of(text[at : match.end()])
            day, term = day_of(text)
            yield said(
                sentence,
                ClaimType.AMENDS,
                "R22",
                targets,
                at,
                match.end(),
                scope="ARTICLES",
                day=day,
                term=term,
                keys=keys,
            )
        return
    if passage.within is Within.TITLE:
        return
    opening = _OPENING.search(text)
    change = AMEND.search(text)
    if opening:
        at = text.index(MARK, opening.start())
        act = sentence.between(at, at + 1)[0]
        context.amended = act.citation()
        if not change:
            # 七、修改《…》: the heading of what follows
            yield said(
                sentence, ClaimType.AMENDS, "R22", [act], at, opening.end(), scope="ARTICLES"
            )
            return
    if not change:
        return
    plain = _NAMED.search(text, 0, change.end() + 30)
    if plain and MARK not in text[: plain.start()]:
        first, last = sentence.offsets[plain.start("name")], sentence.offsets[plain.end("name")]
        act = Cited(first, last, plain["name"], None, None)
        context.amended = act.citation()
        start, stop = sentence.offsets[0], _stop(sentence, change.end())
        yield Said(
            ClaimType.AMENDS,
            _amending_pattern(text),
            [act],
            start,
            stop,
            "ARTICLES",
            keys=keys_of(text[: change.end()]) or keys_of(text[:200]),
        )
        return
    first = text.find(MARK)
    targets = sentence.between(0, change.start())[-1:] if 0 <= first < change.start() else []
    pattern = _amending_pattern(text)
    keys = keys_of(text[: change.end()]) or keys_of(text[:200])
    if targets:
        context.amended = targets[0].citation()
        yield said(
            sentence,
            ClaimType.AMENDS,
            pattern,
            targets,
            0,
            _last(sentence, change.end()),
            scope="ARTICLES",
            keys=keys,
        )
    elif context.amended is not None:
        named = context.amended
        start, stop = sentence.offsets[0], _stop(sentence, change.end())
        virtual = Cited(start, stop, named.title, named.number, named.issuer)
        yield Said(ClaimType.AMENDS, pattern, [virtual], start, stop, "ARTICLES", keys=keys)


def _last(sentence: Masked, verb: int) -> int:
    """The whole instruction is the evidence, the new wording behind it left out."""
    quoted = sentence.text.find("“", verb)
    return len(sentence.text) if quoted < 0 else quoted


def _stop(sentence: Masked, verb: int) -> int:
    return sentence.offsets[_last(sentence, verb)]


def _amending_pattern(text: str) -> str:
    if "名称修改" in text:
        return "R29"
    if "条文顺序" in text or "条文序号" in text:
        return "R30"
    if "增加一条" in text or "增加两条" in text:
        return "R24"
    if "增加一款" in text:
        return "R25"
    if "增加一项" in text:
        return "R26"
    if "删去" in text or "删除" in text:
        return "R27"
    if re.search(r"第[^，。]{1,8}条修?改为第[^，。]{1,8}条", text):
        return "R28"
    return "R23" if "款" in text else "R22"
