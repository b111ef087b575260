"""Clean-up lists: what a lead-in, a heading or a column says of each document listed.

Source: DOMAIN.md §6.2, R08–R12, R31, R37.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.notice.match import squeeze
from archive.notice.model import ClaimType, Within
from ingest.citations import Cited
from ingest.relations.amendments import AMEND
from ingest.relations.sentences import Context, Lead, Masked, Said, day_of
from ingest.stages import Passage

_LEAD = re.compile(
    r"(?P<open>拟|建议)?(?:予以|宣布|决定|继续|需要|需|现|现予|明令)?(?P<verb>废止|失效|继续有效|有效|修改|修订|停止执行|保留|作废)"
)


_LISTING = re.compile(
    r"目录|清单|名单|一览表|下列|以下|如下|[：:]$|附件|附表|\d+件|[0-9一二三四五六七八九十百]+件"
)


_RESULTS = {
    "废止": (ClaimType.REPEALS, "R08"),
    "作废": (ClaimType.REPEALS, "R08"),
    "停止执行": (ClaimType.REPEALS, "R08"),
    "失效": (ClaimType.DECLARES_EXPIRED, "R12"),
    "继续有效": (ClaimType.CONFIRMS_VALID, "R37"),
    "有效": (ClaimType.CONFIRMS_VALID, "R37"),
    "保留": (ClaimType.CONFIRMS_VALID, "R37"),
    "修改": (ClaimType.AMENDS, "R31"),
    "修订": (ClaimType.AMENDS, "R31"),
}


def lead_of(text: str, below: str) -> Lead | None:
    """What a heading or lead-in says of what is listed below it; nothing if it says two things."""
    if not _LISTING.search(text):
        return None
    verbs = {match["verb"] for match in _LEAD.finditer(text)}
    verbs -= {"有效"} if "继续有效" in verbs else set()
    kinds = {_RESULTS[verb][0] for verb in verbs}
    if len(kinds) != 1:
        return None
    type_, pattern = _RESULTS[sorted(verbs)[0]]
    is_open = bool(re.search(r"拟|建议", text)) or type_ is ClaimType.AMENDS
    day, term = day_of(text)
    return Lead(type_, pattern, below, "NEEDS_REVIEW" if is_open else "ASSERTED", day, term)


def lead_in(sentence: Masked, passage: Passage, context: Context) -> None:
    text = sentence.text
    if len(text) > 200 or sentence.cited or not _LEAD.search(text) or AMEND.search(text):
        return
    ends = text.rstrip("。；;").endswith(("：", ":")) or re.search(
        r"下列|以下|如下|附后|见附件", text
    )
    if passage.within is Within.HEADING:
        lead = lead_of(text, passage.key)
    elif ends:
        lead = lead_of(text, passage.key.rpartition("/")[0] or passage.key)
    else:
        return
    if lead:
        context.leads.append(lead)


def listed(
    passage: Passage, cited: Sequence[Cited], said: Sequence[Said], context: Context
) -> Iterator[Said]:
    """A line of a list that a lead-in governs."""
    if not cited or not context.leads or passage.within is Within.TITLE:
        return
    lead = context.lead(passage.key)
    if lead is None or len(passage.text) > 400:
        return
    taken = {one.start for it in said for one in it.targets}
    free = [one for one in cited if one.start not in taken and not one.is_own]
    if not free or (said and any(it.type is not ClaimType.CITES for it in said)):
        return
    yield from _under(lead, [_with_title(passage.text, one, cited) for one in free])


def _under(lead: Lead, targets: Sequence[Cited]) -> Iterator[Said]:
    for one in targets:
        scope = "ARTICLES" if lead.type is ClaimType.AMENDS else "WHOLE"
        yield Said(
            lead.type,
            lead.pattern,
            [one],
            one.start,
            one.stop,
            scope,
            lead.assertion,
            lead.day,
            lead.term,
        )


def _with_title(text: str, one: Cited, cited: Sequence[Cited]) -> Cited:
    """关于…的通知（焦政〔2015〕1号): what stands in front of the bracket is the title."""
    if one.title is not None or len(cited) != 1:
        return one
    before = text[: one.start].rstrip()
    if not before.endswith(("（", "(", "〔", "[")):
        return one
    name = re.sub(r"^[\s0-9一二三四五六七八九十.．、（）()]*", "", before[:-1]).strip()
    if not 4 <= len(name) <= 120 or "。" in name:
        return one
    start = text.index(name)
    stop = one.stop + (text[one.stop : one.stop + 1] in ("）", ")", "〕", "]"))
    return replace_cited(one, start, stop, name)


def replace_cited(one: Cited, start: int, stop: int, title: str) -> Cited:
    """The same citation with its title."""
    return one._replace(start=start, stop=stop, title=title)


_HEADER = re.compile(
    r"序号|文件名称|文件标题|名称|标题|文号|发文字号|处理意见|清理结果|清理意见|备注"
)


def row_claims(passage: Passage, cited: Sequence[Cited], context: Context) -> Iterator[Said]:
    """A table's row: the document that it lists, and the result that a cell or the title says."""
    cells = passage.text.split("\t")
    heads = sum(bool(_HEADER.fullmatch(squeeze(cell))) for cell in cells)
    if heads >= 2:
        return
    result = next(
        (squeeze(c) for c in reversed(cells) if squeeze(c) in _RESULTS or _result(c)), None
    )
    lead = context.lead(passage.key.rpartition("/")[0])
    if result:
        type_, pattern = _RESULTS[_result(result) or result]
        is_open = type_ is ClaimType.AMENDS or result.startswith(("拟", "建议"))
        lead = Lead(type_, pattern, "", "NEEDS_REVIEW" if is_open else "ASSERTED")
        if context.leads and lead.day is None:
            lead = replace(lead, day=context.leads[-1].day, term=context.leads[-1].term)
    if lead is None:
        return
    at = 0
    places = []
    for cell in cells:
        places.append((at, at + len(cell), cell))
        at += len(cell) + 1
    numbered = [one for one in cited if one.number]
    titled = [one for one in cited if one.title]
    if titled:
        yield from _under(lead, titled)
        return
    names = [
        (start, stop, cell)
        for start, stop, cell in places
        if len(squeeze(cell)) >= 6
        and not any(start <= one.start < stop for one in numbered)
        and re.search(r"[\u4e00-\u9fff]{4}", cell)
    ]
    title = max(names, key=lambda found: len(found[2]), default=None)
    if title is None and not numbered:
        return
    is_name = title is not None and (
        bool(numbered)
        or bool(
            re.search(
                r"(?:通知|办法|规定|意见|决定|细则|方案|条例|公告|通告|批复|函)(?:[（(].{1,12}[)）])?$",
                title[2].strip(),
            )
        )
    )
    if not numbered and not is_name:
        return
    number = numbered[0] if numbered else None
    start = min(
        [
            t
            for t in (title[0] if title else None, number.start if number else None)
            if t is not None
        ]
    )
    stop = max(
        [t for t in (title[1] if title else None, number.stop if number else None) if t is not None]
    )
    name = title[2].strip() if title else None
    one = Cited(start, stop, name, number.number if number else None, None)
    yield from _under(lead, [one])


def _result(cell: str) -> str | None:
    text = squeeze(cell)
    if not 2 <= len(text) <= 10:
        return None
    found = _LEAD.fullmatch(text)
    return found["verb"] if found else None
