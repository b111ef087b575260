"""What a sentence lengthens, confirms or suspends. R34, R36, R37."""

import re
from collections.abc import Iterator

from archive.notice.model import ClaimType
from ingest.relations.clauses import Clause
from ingest.relations.endings import ends
from ingest.relations.lists import listed_after, listed_before, part_in
from ingest.relations.parts import keys_in
from ingest.relations.said import (
    NEGATED,
    OPEN,
    Effect,
    Said,
    effect_in,
    last_day_in,
)

# 有效期延长至2024年8月2日, 有效期延续至…, 有效期顺延两年
_EXTENDED = re.compile(
    r"(?:限)?[^，。；\ue000]{0,8}?(?:延长|延续|顺延|延至|延期|续延|展期)[^，。；\ue000]{0,30}"
)
_LONGER = re.compile(r"(?:延长|延续|顺延)[^，。；\ue000]{0,6}$")
_COUNTED = re.compile(r"[0-9一二两三四五六七八九十]+个?[年月]")


def term(c: Clause) -> Iterator[Said]:
    """原《X》（no）有效期延续至2024年8月2日; 延长《X》有效期."""
    longer = _EXTENDED.match(c.text, c.end, c.stop)
    before, _ = listed_before(c.s, c.start, c.at)
    if not before:
        reach = c.s.between(max(c.start, c.at - 12), c.at)
        if not reach or c.text[c.s.marks[reach[-1]] + 1 : c.at].strip("的之"):
            return
        before = range(reach[-1], reach[-1] + 1)
    verb = _LONGER.search(c.text, max(c.start, c.s.marks[before[0]] - 20), c.s.marks[before[0]])
    if not longer and not verb:
        return
    stop = longer.end() if longer else c.end
    said = c.text[c.at : min(c.stop, stop + 30)]
    counted = _COUNTED.search(said)
    until = last_day_in(said)
    yield from c.say(
        ClaimType.EXTENDS_VALIDITY,
        "R36",
        before,
        stop=stop,
        is_open=bool(OPEN.search(c.text, max(c.start, c.at - 20), c.at)),
        effect=Effect(until, counted[0] if counted and not until else None),
    )


def goes_on(c: Clause) -> Iterator[Said]:
    """《X》继续有效; 继续执行至D is an extension."""
    if NEGATED.search(c.text, max(c.start, c.at - 14), c.at):
        return
    governed, gap = listed_before(c.s, c.start, c.at)
    behind = c.text[c.end : min(c.stop, c.end + 40)]
    day = last_day_in(behind) if re.match(r"[^。；，]{0,8}[至到]", behind) else None
    until = _UNTIL.match(behind) if day else None
    extends = day is not None or re.match(r"[0-9一二两三五十]+年", behind)
    yield from c.say(
        ClaimType.EXTENDS_VALIDITY if extends else ClaimType.CONFIRMS_VALID,
        "R36" if extends else "R37",
        governed,
        stop=c.end + until.end() if until else None,
        scope="ARTICLES" if part_in(gap) else "WHOLE",
        effect=Effect(day),
    )


_UNTIL = re.compile(r"[^。；，]{0,40}")
# 第三条, 的有关规定, 中关于…的规定: what of the document is set aside
_PART = re.compile(
    r"(?:的|中)?[^，。；\ue000]{0,40}?(?:规定|条款|内容|部分|第[^，。；]{1,8}[条款项])"
)


def suspends(c: Clause) -> Iterator[Said]:
    """暂时调整实施《X》有关规定, 《X》暂停执行 [X]."""
    ahead = listed_after(c.s, c.end, c.stop)
    if ahead:
        last = c.s.marks[ahead[-1]] + 1
        part = _PART.match(c.text, last, c.stop)
        yield from c.say(
            ClaimType.SUSPENDS,
            "R34",
            ahead,
            stop=part.end() if part else last,
            scope="ARTICLES" if part else "WHOLE",
            effect=effect_in(c.text[c.start : c.at]),
            keys=keys_in(part[0]) if part else (),
        )
        return
    yield from ends(c, ClaimType.SUSPENDS, "R34")


def reissues(c: Clause) -> Iterator[Said]:
    """《X》有效期届满，现予重新印发 (in no real text at hand): its term begins anew."""
    reach = c.s.between(max(c.start, c.at - 60), c.at)
    if reach and not re.search("修[改订正]", c.text[c.s.marks[reach[-1]] : c.at]):
        yield from c.say(ClaimType.EXTENDS_VALIDITY, "R36", reach[-1:])
