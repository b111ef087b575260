"""What a sentence ends: ◆同时废止, 废止◆, 凡与本规定不一致的同时废止.

Source: DOMAIN.md R01–R12 and §10.
"""

import re
from collections.abc import Iterator, Sequence

from archive.notice.model import ClaimType
from ingest.citations import Cited
from ingest.relations.sentences import (
    MARK,
    NOT,
    OPEN,
    PART,
    SELF_NAMED,
    Masked,
    Said,
    day_of,
    keys_of,
    list_from,
    said,
)
from ingest.relations.standing import DIFFERS, WINS

_DOING = (
    r"(?:同时|即行|一并|相应|予以|均|全部|自行|自动|自然|现予|依法|也|都|应当?|将|随之|宣布|正式|立即|现|即|一律|"
    r"自[0-9一二本发公印][^，。◆]{2,23}?起|于[12一二][^，。◆]{3,20}?[日起]起?|此前)*"
)


_VERB_BEHIND = re.compile(
    rf"(?P<adverb>{_DOING})(?P<verb>废止|作废|失去?效力?|停止(?:执行|使用|施行|实施)|不再(?:执行|适用|施行|有效)|终止(?:执行|实施|施行)|撤销)"
)


_VERB_BEFORE = re.compile(
    r"(?P<adverb>(?:决定|现|同时|予以|一并|宣布|[，。^])*)(?P<verb>废止|停止执行|宣布废止|宣布失效|不再执行|撤销)(?:了|下列|以下|原)?[^◆，。；]{0,14}(?=◆)"
)


# What ends the reach of a verb behind: the verb before it.
_CLAUSE_END = re.compile(
    r"(?:施行|实施|执行|印发|公布|发布|颁布|生效|制定|通过|废止|失效|作废|决定|如下|下)[，,：:]|根据|依据|按照|依照|为(?:了)?[^，]{0,6}贯彻"
)


# Between the last title and the verb: 等文件, 中有关看守所的规定
_TAIL = re.compile(
    r"[）)]?(?:等|及其)?(?:[^，。；]{0,30}(?:规定|文件|条款?|内容|政策|通知|办法|目录|附件|部分|标准|决定|解释|批复|意见|款|项|函))?"
    r"(?:[（(][^）)]{0,40}[)）])?[，,、]?"
)


# 《…决定》修正的《X》, 第139号令发布）的《X》: what made it, not what is ended
_MADE_IT = re.compile(
    r"(?:第[一二三四五]次)?(?:通知|文件|令|决定)?(?:修正|修订|修改|印发|发布|公布|批准|颁布|转发)[）)]?的?"
)


# 撤销其《外商投资企业批准证书》
_NO_DOCUMENT = re.compile(r"(?:证|证书|执照|牌照|申请表|登记表)$")


# 各地制定的土地使用费办法同时停止执行, 过去有关部门制定的金银管理办法即行废止
_CLASS = re.compile(
    r"(?:各地|各级|原有|过去|以前|以往|此前|原来|原由|其他|其它|现行|凡|一切|所有|先前|之前|本[^，。；]{1,10}前)"
    r"[^◆。；]{0,60}(?:规定|办法|文件|政策|制度|标准|细则|条例|法规|规章|通知|意见|解释|批复)"
    r"[^◆，。；或]{0,8}[，,]?$"
)


_DUTY = re.compile(r"应当|需要|可以|除|提案|申请|修改(?:或者|、|和)$|经批准|有权|不得|未经")


def endings(sentence: Masked) -> Iterator[Said]:
    text = sentence.text
    if not re.search("废止|失|作废|停止|不再|终止|撤销", text):
        return
    stop = 0
    for verb in _VERB_BEHIND.finditer(text):
        begun, done = verb.start(), verb.end()
        boundary = stop
        for clause in _CLAUSE_END.finditer(text, stop, begun):
            boundary = clause.end()
        stop = done
        segment = text[boundary:begun]
        targets = sentence.between(boundary, begun)
        type_ = ClaimType.DECLARES_EXPIRED if verb["verb"][0] == "失" else ClaimType.REPEALS
        day, term = day_of(text[: done + 30])
        if DIFFERS.search(segment):
            is_own = SELF_NAMED.search(segment) and verb["verb"] != "撤销"
            if is_own and not WINS.search(text) and not _DUTY.search(segment):
                yield said(
                    sentence,
                    type_,
                    "R07",
                    targets,
                    boundary,
                    done,
                    scope="INCONSISTENT_PART",
                    day=day,
                    term=term,
                )
            continue
        negated = NOT.search(segment) or verb["adverb"].endswith("应")
        if targets:
            tail = text[sentence.places[sentence.cited.index(targets[-1])] + 1 : begun]
            if negated or not _TAIL.fullmatch(tail) or (verb["verb"] == "撤销" and tail):
                continue
            targets = _ended(sentence, targets)
            if not targets:
                continue
            part = PART.search(tail)
            keys = keys_of(tail)
            lead = text[:begun]
            assertion = (
                "NEEDS_REVIEW" if OPEN.search(lead[boundary:] + verb["adverb"]) else "ASSERTED"
            )
            yield said(
                sentence,
                type_,
                _ending_pattern(text, verb["verb"]),
                targets,
                boundary,
                done,
                scope="ARTICLES" if part else "WHOLE",
                assertion=assertion,
                day=day,
                term=term,
                keys=keys,
            )
        elif not negated and verb["verb"] != "撤销":
            if re.search(r"未(?:列入|纳入|公布|明确)[^。]{0,40}(?:目录|清单|继续有效)", segment):
                yield said(
                    sentence,
                    type_,
                    "R09",
                    [],
                    boundary,
                    done,
                    scope="CLASS",
                    assertion="NEEDS_REVIEW",
                    day=day,
                    term=term,
                )
            elif _CLASS.search(segment) and not _DUTY.search(segment):
                yield said(
                    sentence, type_, "R06", [], boundary, done, scope="CLASS", day=day, term=term
                )
    for verb in _VERB_BEFORE.finditer(text):
        if NOT.search(text[: verb.start("verb")]) and "决定" not in verb["adverb"]:
            continue
        last = verb.end()
        listed = list_from(sentence, last)
        targets = _ended(sentence, sentence.between(last, listed))
        if not targets or any(_is_used(one, stop, sentence) for one in targets):
            continue
        tail = text[listed : listed + 12]
        part = re.match(r"(?:中(?:的|关于)?|第[^，。]{1,8}条|有关)", tail)
        type_ = ClaimType.DECLARES_EXPIRED if "失效" in verb["verb"] else ClaimType.REPEALS
        # 在自贸试验区内…不再执行◆中…的规定: not ended, set aside in a place
        is_local = part is not None and verb["verb"] == "不再执行"
        day, term = day_of(text)
        is_open = is_local or OPEN.search(text[: verb.start()])
        yield said(
            sentence,
            ClaimType.SUSPENDS if is_local else type_,
            "R35" if is_local else "X-废止《X》",
            targets,
            verb.start("verb"),
            listed,
            scope="ARTICLES" if part else "WHOLE",
            assertion="NEEDS_REVIEW" if is_open else "ASSERTED",
            day=day,
            term=term,
            keys=keys_of(tail) if part else (),
        )


def _ended(sentence: Masked, targets: Sequence[Cited]) -> list[Cited]:
    """Without what only says how another came to be: its number goes to what it brought."""
    found: list[Cited] = []
    number: str | None = None
    for one in targets:
        if one.title and _NO_DOCUMENT.search(one.title):
            continue
        at = sentence.places[sentence.cited.index(one)] + 1
        made = _MADE_IT.match(sentence.text, at)
        if made and one is not targets[-1]:
            number = one.number if one.title is None else None
            continue
        if number and one.number is None:
            one = one._replace(number=number)  # noqa: PLW2901
        number = None
        found.append(one)
    return found


def _is_used(one: Cited, stop: int, sentence: Masked) -> bool:
    return stop > 0 and any(
        here.start == one.start and at < stop
        for here, at in zip(sentence.cited, sentence.places, strict=True)
    )


def _ending_pattern(text: str, verb: str) -> str:
    if "停止" in verb:
        return "R05"
    if verb.startswith("失"):
        return "R10"
    if verb.startswith("不再"):
        return "R35"
    if "即行" in text:
        return "R04"
    if "发布的" in text:
        return "R01"
    return "R02" if text.count(MARK) > 1 or "原" in text else "R03"
