"""What a sentence lengthens, confirms, suspends, or puts above or below itself.

Source: DOMAIN.md R13–R18, R34–R37.
"""

import re
from collections.abc import Iterator

from archive.notice.dates import find_dates
from archive.notice.model import ClaimType, Precision
from ingest.relations.sentences import NOT, PART, Masked, Said, day_of, is_ground, said

DIFFERS = re.compile(
    r"(?:不一致|不相一致|相抵触|抵触|不符合?|不相符合?|有矛盾|相违背|冲突|有出入)(?:的)?(?:[^，。；]{0,12})?[，,]?"
)


WINS = re.compile(
    r"以(?:本[^，。；]{1,24}|此)[^，。；]{0,12}为准|(?:按|按照|依照|执行)本[^，。；]{1,24}(?:执行|规定|办理)?|不再适用|适用本"
)


# 法律、法规另有规定的，从其规定; 国家有规定的，按规定执行; 法律另有规定的除外
# 法律、法规另有规定的，从其规定; 国家有规定的，按规定执行; 法律另有规定的除外
_YIELDS = re.compile(
    r"规定[^，。；]{0,44}?(?:的)?[，,]?(?:[^，。；]{0,6}[，,])?(?:从其规定|从其|依其规定|适用其规定)"
    r"|(?:法律|法规|规章|条约|协定|国家|国务院|上级|中央|省|市|章程|另|已)[^◆。；]{0,40}?"
    r"(?:另有|已有|有)[^，。；]{0,14}?规定(?:的)?[，,]?(?:[^，。；]{0,6}[，,])?"
    r"(?:(?:依照|按照|遵从|适用|依|按)(?:其|[^，。；]{0,10}?的)?规定|除外)"
    r"|另有规定(?:的)?[，,](?:依照|按照|适用|依|按)"
    r"|另有[^，。；]{0,24}?(?:规定|约定)(?:的)?除外"
    r"|除[^◆。；，]{0,24}另有规定(?:的)?(?:以)?外"
    r"|以(?:新出台|国家|省|上级)[^，。；]{0,12}(?:规定|政策|文件)为准"
)
# 参照本条例执行, 各县区可参照执行
_BY_REFERENCE = re.compile(
    r"参照(?:本(?!条(?!例)|款|项|单位|人)[\u4e00-\u9fff]{1,12}?(?:的(?:有关)?规定)?|此)?"
    r"(?:执行|办理|推进|实施|管理|适用)(?!的)"
)


def references_to_itself(sentence: Masked) -> Iterator[Said]:
    """参照本条例执行: it applies to more than it is made for."""
    if "参照" not in sentence.text:
        return
    for match in _BY_REFERENCE.finditer(sentence.text):
        first, last = match.span()
        yield said(sentence, ClaimType.APPLIES_BY_REFERENCE, "R44", [], first, last, scope="CLASS")


# 有效期延长至2028年12月31日, 有效期延续至…
_EXTENDS = re.compile(
    r"有效期[^。；，]{0,12}?(?:延长|延续|延至|顺延|展期)[^。；]{0,6}?(?:至|到)?|(?:延长|延续)[^。；◆]{0,10}?有效期|继续(?:执行|施行|实施)(?:至|到)"
)


_CONTINUES = re.compile(
    r"继续有效|继续(?:执行|施行|实施|适用|沿用)|重新(?:公布|发布|印发)|确认有效"
)


_SUSPENDS = re.compile(
    r"暂停(?:执行|实施|施行|适用)|暂时(?:调整|停止)(?:实施|适用|执行)|中止(?:执行|施行|实施)"
)


def lengthenings(sentence: Masked) -> Iterator[Said]:
    text = sentence.text
    if not sentence.cited:
        return
    match = _EXTENDS.search(text)
    if match:
        until = next(
            (p.value for p in find_dates(text[match.start() :]) if p.precision is Precision.DAY),
            None,
        )
        targets = sentence.between(0, match.start()) or sentence.cited
        targets = [t for t in targets if not is_ground(sentence, t)]
        if targets:
            yield said(
                sentence, ClaimType.EXTENDS_VALIDITY, "R36", targets, 0, match.end(), day=until
            )
        return
    match = _CONTINUES.search(text)
    if match and not NOT.search(text[: match.start()]) and "修改" not in text:
        targets = [t for t in sentence.between(0, match.start()) if not is_ground(sentence, t)]
        if (
            targets
            and len(text[sentence.places[sentence.cited.index(targets[-1])] : match.start()]) < 30
        ):
            yield said(sentence, ClaimType.CONFIRMS_VALID, "R37", targets, 0, match.end())
        return
    match = _SUSPENDS.search(text)
    if match and "许可" not in text[max(0, match.start() - 10) : match.start()]:
        targets = sentence.between(0, len(text))
        near = [t for t in targets if not is_ground(sentence, t)]
        if near:
            part = PART.search(text) or "在" in text[: match.start()]
            day, term = day_of(text)
            yield said(
                sentence,
                ClaimType.SUSPENDS,
                "R34",
                near,
                0,
                max(match.end(), 1),
                scope="ARTICLES" if part else "WHOLE",
                day=day,
                term=term,
            )


def prevailing(sentence: Masked) -> Iterator[Said]:
    text = sentence.text
    for match in _YIELDS.finditer(text):
        first, last = match.span()
        yield said(sentence, ClaimType.YIELDS_TO, "R18", [], first, last, scope="CLASS")
        named = sentence.between(0, first)
        if named and first - sentence.places[-1] < 24 and "从其" in match[0]:
            yield said(sentence, ClaimType.YIELDS_TO, "R18", named, 0, last)
    differs = DIFFERS.search(text)
    if differs:
        wins = WINS.search(text, differs.start())
        if wins and "本" in text:
            targets = [
                t for t in sentence.between(0, differs.start()) if not is_ground(sentence, t)
            ]
            pattern = "R14" if "抵触" in differs[0] else "R15" if "不再" in wins[0] else "R13"
            yield said(
                sentence,
                ClaimType.PREVAILS_OVER,
                pattern,
                targets,
                0,
                wins.end(),
                scope="INCONSISTENT_PART",
                day=day_of(text)[0],
            )
        return
    earlier = re.search(
        r"(?:过去|以前|以往|此前|原有)[^◆。]{0,40}规定[^◆。]{0,20}以本[^，。；]{1,12}为准", text
    )
    if earlier:
        first, last = earlier.span()
        yield said(sentence, ClaimType.PREVAILS_OVER, "R17", [], first, last, scope="CLASS")
