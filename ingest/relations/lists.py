"""Which citations a verb governs: those listed before it, or behind it.

::

    list  := member ( joint member )*                《甲》、《乙》和《丙》
    joint := 、 | ， | ； | 和 | 及 | 以及 | 与, then whose it is: 1979年6月30日卫生部发布的

A list goes back to the start of its sentence, or to the verb of an earlier clause.
"""

import re

from ingest.relations.skeleton import MARK, Skeleton

_REACH = 220
"""Characters between two members, or between the verb and the nearest."""
# A clause of its own between two citations: they are not one list.
_CLAUSE = re.compile(
    "根据|按照|依照|依据|参照|遵照|贯彻|落实|结合|起(?:施行|实施|执行|试行)(?!的)|废止|失效|停止执行|继续有效|为准|"
    "，现?[对就将]|修改(?!的)|[印转下]发(?!的)|(?:发布|公布|出台)了|制定(?!的)|收悉|如下|[。\n]|的通知(?![、和及与，；,])|现将|执行(?!的)"
)
_HEAD = re.compile(rf"[^{MARK}，。；;,“”\n]{{0,45}}{MARK}")

# 等5件规范性文件, 中关于反补贴的规定, 第三条, 自2021年1月1日起, 同时: what may stand between the
# last of a list and its verb.
_PART_OF = (
    r"(?:的|之)?中?(?:的)?(?:有关|关于|涉及|对|与|和)[^，。；\ue000]{1,60}?(?:规定|条款|内容|部分|政策|条文|要求|措施)"
    r"|(?:的|中的?)?(?:有关|相关|部分)(?:规定|条款|内容|政策)"
    r"|(?:的)?第[^，。；\ue000条款项]{1,9}(?:条|款|项|章|节|部分)(?:之[一二三四五六七八九十])?(?:中?的?规定)?"
)
_FILLER = re.compile(
    rf"({_PART_OF})"
    r"|等?[共计的这0-9一二两三四五六七八九十百]*(?:[件部个份项])?(?:以[上下])?(?:行政|市|省|县|区|地方性)?(?:规范性)?(?:文件|法规|规章|司法解释|通知|规定|办法|决定)+"
    r"|(?:自|于|从|至)[^，。；自于从至\ue000]{1,26}?(?:之日)?起?(?=[，,]|同时|即行|予以|停止|废止|失效|宣布|正式|不再|作废|全|$)"
    r"|同时|同步|即行|立即|随即|予以|应予|相应|一并|随之|自行|自动|自然|均|都|也|亦|即|则|全部|全文|一律|正式|宣布|决定"
    r"|将|应当|应|现已|已经|已|现|拟|继续|在此|此后|之后|届满后?|期满后?|到期后?|等|止|其"
    r"|由[^，。；由\ue000]{1,20}?(?=废止|宣布|予以)"
    r"|经[^，。；经\ue000]{1,20}?(?=废止|宣布|予以|，)"
    r"|需要?[^，。；\ue000]{0,12}(?:修改|修订)[^，。；\ue000]{0,12}|逾期[^，。；\ue000]{0,24}的?|未[^，。；\ue000]{1,16}的"
    r"|[，,、 \u3000；;”“)）]"
)


# 、1979年6月30日卫生部、国家医药管理总局发布的; ，以及最高人民法院、最高人民检察院
_JOINT = re.compile(
    rf"(?:{_PART_OF})?(?:等[^，、等]{{0,14}})?(?:[、，,；;和及与暨以或者并 \u3000]+"
    r"(?:[^；;。：:]{0,200}(?:发布|公布|颁布|印发|通过|批准|制定|修正|修订|修改|令)[^，,；;。：:]{0,8}的"
    r"|[^，,；;。：:]{0,60}))?"
)


def listed_before(s: Skeleton, floor: int, verb: int) -> tuple[range, str]:
    """The citations that end a clause whose verb begins at ``verb``, and the words between.

    Nothing if other words than adverbs, days and parts of the last member stand between them.
    """
    reach = s.between(max(floor, verb - _REACH), verb)
    if not reach:
        return range(0), ""
    last = reach[-1]
    gap = s.text[s.marks[last] + 1 : verb]
    if _FILLER.sub("", gap):
        return range(0), ""
    return range(first_of_list(s, floor, last), last + 1), gap


def part_in(gap: str) -> str:
    """The words of ``gap`` that name only a part of the last citation before it."""
    return "".join(match[1] for match in _FILLER.finditer(gap) if match[1])


def first_of_list(s: Skeleton, floor: int, last: int) -> int:
    """The number of the first citation of the list that ends with ``last``."""
    first = last
    while first and s.marks[first - 1] >= floor and joined(s, first - 1):
        first -= 1
    return first


def joined(s: Skeleton, one: int) -> bool:
    """Whether a citation and the next are members of one list."""
    start, stop = s.marks[one] + 1, s.marks[one + 1]
    if stop == start:
        return True
    return (
        stop - start <= _REACH
        and _JOINT.fullmatch(s.text, start, stop) is not None
        and not _CLAUSE.search(s.text, start, stop)
    )


def listed_after(s: Skeleton, verb_stop: int, ceiling: int) -> range:
    """The citations that follow a verb as its objects; nothing if a comma comes first."""
    head = _HEAD.match(s.text, verb_stop, ceiling)
    if not head:
        return range(0)
    first = s.between(head.end() - 1, head.end())[0]
    last = first
    while last + 1 < len(s.marks) and s.marks[last + 1] < ceiling and joined(s, last):
        last += 1
    return range(first, last + 1)
