"""Clean-ups: what a lead-in, a heading or a column of a table says of each document of a list.

No text at hand holds such a list but 北京市人大常委会关于废止部分地方性法规的决定; the wordings are
those of DOMAIN.md R08, R10, R12, R31 and R37.
"""

import re
from collections.abc import Iterator

from archive.notice.model import Citation, ClaimType, Within
from archive.notice.number import parse_number
from archive.notice.numerals import parse_numeral
from ingest.relations.said import OPEN, Said, effect_in
from ingest.relations.skeleton import MARK, Skeleton
from ingest.relations.surroundings import Columns, Listing, Surroundings
from ingest.stages import Passage

_RESULT = r"废止|作废|停止执行|失效|继续有效|予以保留|修改|修订"
# 决定废止下列文件：; 宣布失效的国务院文件目录（共计489件）; 一、予以废止的规范性文件（6件）
_LEAD = re.compile(
    rf"(?:下列|以下|如下|所列|列入)[^。；]{{0,60}}?({_RESULT})"
    rf"|({_RESULT})[^。；]{{0,30}}?(?:下列|以下|如下|文件|法规|规章|规定|目录|清单|一览表)"
    rf"|[0-9一二三四五六七八九十百]+件[^。；]{{0,20}}?({_RESULT})"
)
MAY_LEAD = ("废止", "失效", "继续有效", "保留", "修改", "修订", "作废", "停止执行")
_COUNT = re.compile(r"(?<!等)[共计 ]{0,3}([0-9]{1,4}|[一二三四五六七八九十百]{1,5})[ ]?[件部项]")
_MEANS = (
    ("失效", ClaimType.DECLARES_EXPIRED, "R12"),
    ("废止", ClaimType.REPEALS, "R08"),
    ("作废", ClaimType.REPEALS, "R08"),
    ("停止执行", ClaimType.REPEALS, "R08"),
    ("修改", ClaimType.AMENDS, "R31"),
    ("修订", ClaimType.AMENDS, "R31"),
    ("有效", ClaimType.CONFIRMS_VALID, "R37"),
    ("保留", ClaimType.CONFIRMS_VALID, "R37"),
)
_LONGEST_LEAD = 200
# 1.《甲办法》（甲政〔2001〕1号）； 2.市政府办公室《乙》
_ITEM = re.compile(
    rf"(?:[0-9０-９]{{1,3}}[.．、 ]\s*)?[^{MARK}，。；：]{{0,40}}{MARK}[^，。；{MARK}]{{0,12}}"
    r"[。；;，,]?(?:和|及)?\s*"
)
# 关于印发…办法的通知（甲政〔2001〕1号）: a title without 《》
_BARE_ITEM = re.compile(
    rf"(?:[0-9０-９]{{1,3}}[.．、 ]\s*)?([^{MARK}。；]{{4,120}}?)[ ]?[（(]?{MARK}[)）]?[。；;]?\s*"
)
_TITLE_HEAD = re.compile("名称|标题|题目|^(?:规范性)?文件$")
_NUMBER_HEAD = re.compile("文号|字号|编号")
_RESULT_HEAD = re.compile("处理|清理|结果|结论|意见|方式")


def means(words: str) -> tuple[ClaimType, str] | None:
    """What 宣布失效, 拟修改, 继续有效 … say of a document."""
    return next(((kind, pattern) for word, kind, pattern in _MEANS if word in words), None)


def announce(passage: Passage, s_text: str, around: Surroundings) -> None:
    """Keep the list that a lead-in, heading or title announces."""
    text = s_text.strip()
    if len(text) > _LONGEST_LEAD or MARK in text or not any(word in text for word in MAY_LEAD):
        return
    match = _LEAD.search(text)
    heads = passage.within in (Within.HEADING, Within.TITLE)
    if not match or not (heads or text.endswith(("：", ":", "如下"))):
        return
    found = means(match[1] or match[2] or match[3])
    if found is None:
        return
    count = _COUNT.search(text)
    around.announce(
        passage,
        Listing(
            *found,
            passage.key,
            is_open=found[0] is ClaimType.AMENDS or bool(OPEN.search(text)),
            effect=effect_in(text),
            announced=parse_numeral(count[1]) if count else None,
        ),
    )


def member(passage: Passage, s: Skeleton, around: Surroundings) -> Iterator[Said]:
    """The one document that an item of an announced list is."""
    listing = around.list_of(passage.key)
    if listing is None or len(s.marks) != 1 or listing.key == passage.key:
        return
    one = s.cited[0]
    named = None
    if one.title is None:
        match = _BARE_ITEM.fullmatch(s.text)
        if match:
            named = Citation(match[1], one.number, one.issuer, match.start(1), one.stop)
    elif not _ITEM.fullmatch(s.text):
        return
    listing.found += 1
    yield Said(
        listing.kind, listing.pattern, 0, len(passage.text.rstrip()), one, named,
        is_open=listing.is_open, effect=listing.effect,
    )  # fmt: skip


def row(passage: Passage, around: Surroundings) -> Iterator[Said]:
    """The one document that a row of a clean-up table is; its header says what the columns hold."""
    table, _, number = passage.key.rpartition("/")
    cells = passage.text.split("\t")
    columns = around.tables.get(table)
    if columns is None:
        if number == "r-1" or table not in around.tables:
            columns = _columns(cells)
            if columns.title is not None or columns.number is not None:
                around.tables[table] = columns
        return
    listing = around.list_of(table)
    said = (
        cells[columns.result] if columns.result is not None and columns.result < len(cells) else ""
    )
    found = means(said) if said else None
    if found is None and (listing is None or (columns.result is not None and said.strip())):
        return
    kind, pattern = found or (listing.kind, listing.pattern) if listing else found or (None, "")
    title = _cell(cells, columns.title).strip("《》 ")
    printed = parse_number(_cell(cells, columns.number)) if columns.number is not None else None
    if kind is None or not (title or printed):
        return
    if listing:
        listing.found += 1
    at = passage.text.find(title) if title else passage.text.find(_cell(cells, columns.number))
    yield Said(
        kind,
        pattern,
        0,
        len(passage.text),
        named=Citation(
            title or None, printed.canonical if printed else None, None, at,
            at + len(title or _cell(cells, columns.number)),
        ),
        is_open=bool(OPEN.search(said))
        or kind is ClaimType.AMENDS
        or bool(listing and listing.is_open),
        effect=listing.effect if listing else effect_in(said),
    )  # fmt: skip


def _cell(cells: list[str], at: int | None) -> str:
    return cells[at].strip() if at is not None and at < len(cells) else ""


def _columns(cells: list[str]) -> Columns:
    def find(head: re.Pattern[str]) -> int | None:
        return next((at for at, cell in enumerate(cells) if head.search(cell.strip())), None)

    number = find(_NUMBER_HEAD)
    title = find(_TITLE_HEAD)
    return Columns(title, number, find(_RESULT_HEAD))
