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


_YIELDS = re.compile(
    r"(?:法律|法规|规章|国家|国务院|上级|省|市|另|协议|章程|中央|条约|当事人)[^◆。；]{0,40}?(?:另有|有)[^，。；]{0,8}规定(?:的)?[，,]?(?:[^，。；]{0,6}[，,])?(?:从其规定|依照其规定|按照其规定|按其规定|遵从其规定|适用其规定|依其规定|从其)"
)


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
        yield said(
            sentence, ClaimType.YIELDS_TO, "R18", [], match.start(), match.end(), scope="CLASS"
        )
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
            )
        return
    earlier = re.search(
        r"(?:过去|以前|以往|此前|原有)[^◆。]{0,40}规定[^◆。]{0,20}以本[^，。；]{1,12}为准", text
    )
    if earlier:
        first, last = earlier.span()
        yield said(sentence, ClaimType.PREVAILS_OVER, "R17", [], first, last, scope="CLASS")
