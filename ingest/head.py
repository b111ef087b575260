"""What stands above the text: index block, masthead, number, title, history note, recipients.

Source: DOMAIN.md §2.1, §2.2; GB/T 9704-2012 7.2.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from archive.notice.dates import PrintedDate, find_dates
from archive.notice.match import squeeze
from archive.notice.model import Field, Precision
from archive.notice.number import find_numbers
from ingest.blocks import line_number
from ingest.fields import (
    MAX_TITLE_LINE,
    blank_repairs,
    date_field,
    furniture,
    named_apart,
    text_field,
)
from ingest.index_block import TELLING, index_field, index_line, label_of
from ingest.stages import SENTENCE_END, STRUCTURE, Block, BlockKind, Ranged, Tally
from ingest.titles import heads_contents, is_title, joined_title, masthead_organs

# （2016年9月29日浙江省第十二届人民代表大会常务委员会第三十三次会议通过）
_HISTORY = re.compile(r"会议|通知|通过|公布|发布|修正|修订|修改|批准|施行|颁布|废止")
# 第十届全国人民代表大会常务委员会第二十四次会议, 浙江省第十三届人民代表大会, 最高人民法院审判委员会
_MAKER = re.compile(
    r"[ \u3000]*(?:第.{1,4}届)?([\u4e00-\u9fff]{2,16}?)(?:第.{1,4}届)?"
    r"(人民代表大会(?:常务委员会)?|人民法院|人民检察院|人民政府)"
)
_CHANGED = re.compile(r"修正|修订|修改|废止|批准")
_FIRST_ACTS = 3
"""Adopted by a meeting, promulgated by an order, in force from a day: a line each."""
# （第33号）
_ORDER_SERIAL = re.compile(r"[（(]?第[ \u3000]*[0-9〇零一二三四五六七八九十百]+[ \u3000]*号[)）]?")
# 发布时间：2021-03-04 浏览次数：12 来源：某局 【字体：大 中 小】, as sites print under a title
_PAGE_LINE = re.compile(
    r"[【\[]?(?:(?:发布|发文|更新|录入)(?:时间|日期)|信息来源|来源|作者|浏览|点击|访问|阅读|字体|字号)[^。；]{0,120}"
)
# 000012, 机密★1年, 特急: what GB/T 9704-2012 7.2.1–7.2.3 prints in the upper left corner
_CORNER = (
    ("copy_no", re.compile(r"(?:份号[:：]?|№|[Nn][Oo]\.?)?[ \u3000]*[0-9]{6}")),
    ("secrecy", re.compile(r"(?:绝密|机密|秘密)(?:[★☆*].{0,12})?")),
    ("urgency", re.compile(r"特急|加急|急件|特提|平急")),
)
_MAX_TITLE_LINES = 6
_LONGEST_TITLE = 1000
"""Characters; what is longer is text, whatever it ends in."""
_SHORT_TITLE = 8


@dataclass(slots=True)
class Head:
    """What stands above the text."""

    fields: list[Field] = field(default_factory=list)
    title: list[Block] = field(default_factory=list)


def take_index(body: list[Block], tally: Tally) -> list[Field]:
    """The lines of an index block off the top of an exported text."""
    found: list[Field] = []
    stop = 0
    for block in body[:24]:
        match = index_line(block.text)
        if not match:
            break
        value = block.line.text.cut(match.start(2)).strip()
        if value:
            found += index_field(label_of(match[1]), value)
        stop += 1
    labels = {label_of(block.text.split("：")[0].split(":")[0]) for block in body[:stop]}
    if not labels & TELLING:
        return []
    for block in body[:stop]:
        tally.furniture.append(furniture("index_block", block.line.text))
    del body[:stop]
    return found


def index_fields(index: Sequence[Field], found: Sequence[Field]) -> list[Field]:
    """The index block's fields; a number, title or date only it has is the document's own."""
    names = {item.name for item in found}
    result = []
    for item in index:
        own = item.name.removeprefix("index_")
        stands_in = own in ("number", "title", "date_signed") and own not in names
        result.append(replace(item, name=own) if stands_in else item)
    return named_apart(result)


def take_head(body: list[Block], info_end: int, source: str, tally: Tally) -> Head:
    """Masthead, number, title, history note and recipients off the top of the body."""
    head = Head()
    at = _take_corner(body, head, source)
    history: list[Block] = []
    while at < len(body):
        block = body[at]
        in_header = info_end >= 0 and block.line.text.start < info_end
        names = {found.name for found in head.fields}
        if block.kind is BlockKind.ADDRESSEES and (head.title or names) and not in_header:
            head.fields.append(text_field("recipients", block.line.text, source))
            at += 1
            break
        order = _order_block(head, block)
        if order and "number" not in names:
            head.title.pop()
            head.fields.append(_order_field(order, source))
        elif block.kind is BlockKind.NUMBER and "number" not in names and not history:
            head.fields += [*_letterhead(head, names, source), *_number_fields(block, source)]
        elif masthead_organs(block.text) and "masthead" not in names and not head.title:
            head.fields.append(text_field("masthead", block.line.text, source, squeeze(block.text)))
        elif block.kind not in STRUCTURE and _PAGE_LINE.fullmatch(block.text):
            head.fields += _page_line(block, source)
        elif _is_history(block, head, in_header=in_header):
            history.append(block)
        elif block.kind is BlockKind.DATE and head.title and "date_signed" not in names:
            head.fields.append(_date_below(block, source))
        elif _is_title_line(block, head, history):
            head.title.append(block)
        else:
            break
        at += 1
    # What stood where a title stands but is none goes back to the text.
    surplus = _untitled(head, body[at:])
    cut = len(head.title) - surplus
    body[:at] = head.title[cut:]
    head.title = head.title[:cut]
    if history:
        head.fields += _history_fields(history, source)
        head.fields += _first_act(history, {found.name for found in head.fields}, source)
    _drop_repeated(head, tally)
    head.fields = named_apart(head.fields)
    return head


def _take_corner(body: Sequence[Block], head: Head, source: str) -> int:
    """Copy number, secrecy and urgency off the very top; how many lines they take."""
    for at, block in enumerate(body[:4]):
        found = []
        for piece in re.finditer(r"[^ \u3000\t]+", block.text):
            name = next((n for n, pattern in _CORNER if pattern.fullmatch(piece[0])), None)
            if name is None:
                return at
            found.append(text_field(name, block.line.text.cut(*piece.span()), source))
        head.fields += found
    return min(4, len(body))


def _order_block(head: Head, block: Block) -> Ranged | None:
    """国家统计局令 over （第33号）: the two lines that together are the number of an order."""
    if not head.title or head.title[-1].line.heading:
        return None
    above = head.title[-1]
    if not re.search(r"(?:令|公告)$", above.text) or not _ORDER_SERIAL.fullmatch(block.text):
        return None
    return Ranged.join((above.line.text, block.line.text))


def _order_field(text: Ranged, source: str) -> Field:
    """The number of an order printed on two lines."""
    number = line_number(text.text)
    return text_field("number", text, source, number.canonical if number else text.text)


def _number_fields(block: Block, source: str) -> list[Field]:
    text = block.line.text
    number = line_number(text.text)
    fields = [text_field("number", text, source, number.canonical if number else text.text)]
    printed = next(iter(find_dates(text.text)), None)
    if printed and printed.precision is Precision.DAY:
        fields.append(date_field("date_signed", text, printed, source))
    signer = re.search(r"签发人[:：]?\s*(\S.*)", text.text)
    if signer:
        fields.append(text_field("signer", text.cut(signer.start(1)), source))
    return fields


def _letterhead(head: Head, names: Collection[str], source: str) -> list[Field]:
    """Organs alone above the number are a letter's head, not the beginning of its title.

    Source: GB/T 9704-2012 10.1: the letterhead of a 函 has no 文件.
    """
    lines = head.title
    if not lines or "masthead" in names or any(b.kind is not BlockKind.ORGAN for b in lines):
        return []
    head.title = []
    text = Ranged.join(block.line.text for block in lines)
    return [text_field("masthead", text, source, "\n".join(squeeze(b.text) for b in lines))]


def _date_below(block: Block, source: str) -> Field:
    """（2020年11月4日） under a title is the day of signature."""
    text = block.line.text
    return date_field("date_signed", text, next(iter(find_dates(text.text))), source, whole=True)


def _page_line(block: Block, source: str) -> list[Field]:
    """What the site says of the page; a day of publication is a field of its own too."""
    text = block.line.text
    fields = [text_field("page_line", text, source)]
    printed = next(iter(find_dates(text.text)), None)
    if printed and printed.precision is Precision.DAY and text.text.startswith("发布"):
        fields.append(date_field("date_published", text, printed, source))
    return fields


def _is_history(block: Block, head: Head, *, in_header: bool) -> bool:
    if block.kind in STRUCTURE or not head.title:
        return False
    text = block.text
    if in_header:
        return True
    printed = next(iter(find_dates(text)), None)
    leads = printed is not None and printed.start <= 1
    return leads and bool(_HISTORY.search(text)) and len(text) < 600 and text[-1] not in "。：:"


def _is_title_line(block: Block, head: Head, history: Sequence[Block]) -> bool:
    if history or len(head.title) >= _MAX_TITLE_LINES or len(block.text) > _LONGEST_TITLE:
        return False
    if block.line.heading == 1:
        return not head.title
    if head.title and head.title[0].line.heading:
        return False
    wordy = len(block.text) > MAX_TITLE_LINE and not is_title(block.text)
    return (
        block.kind in (BlockKind.PROSE, BlockKind.ORGAN, BlockKind.ATTACHMENT_HEADING)
        and block.kind is not BlockKind.ATTACHMENT_HEADING
        and not SENTENCE_END.search(block.text)
        and not wordy
        and not heads_contents(block.text)
        and block.text[-1] not in "，、：:,"
    )


def _untitled(head: Head, after: Sequence[Block]) -> int:
    """How many of the title's lines, from the end, are not part of it."""
    lines = head.title
    if not lines or lines[0].line.heading:
        return 0
    anchored = any(found.name in ("number", "recipients", "masthead") for found in head.fields)
    for count in range(len(lines), 0, -1):
        if is_title("".join(block.text for block in lines[:count])):
            return len(lines) - count
    starts_statute = bool(after) and after[0].kind in (BlockKind.CHAPTER, BlockKind.ARTICLE)
    if anchored or (starts_statute and len(lines) <= 3):
        return 0
    return len(lines)


def _drop_repeated(head: Head, tally: Tally) -> None:
    """Exports print the title two or three times: the copies are furniture."""
    texts = [squeeze(block.text) for block in head.title]
    for size in range(1, len(texts)):
        first, rest = "".join(texts[:size]), "".join(texts[size:])
        left = rest[len(first) * (rest.count(first)) :] if first else rest
        again = first and rest.startswith(first * rest.count(first))
        # The last copy may lack the issuers: 关于印发…的通知 under the number.
        if again and (not left or (len(left) >= _SHORT_TITLE and first.endswith(left))):
            for block in head.title[size:]:
                tally.furniture.append(furniture("repeated_title", block.line.text))
            head.title = head.title[:size]
            return


def _history_fields(history: Sequence[Block], source: str) -> list[Field]:
    text = Ranged.join(block.line.text for block in history)
    fields = [text_field("history_note", text, source, "\n".join(block.text for block in history))]
    latest: tuple[Ranged, PrintedDate] | None = None
    for block in history:
        for printed in find_dates(block.text):
            around = block.text[printed.stop : printed.stop + 60]
            if re.search(r"施行|实施", around[:8]):
                continue
            if latest is None or printed.value > latest[1].value:
                latest = (block.line.text, printed)
    if latest:
        fields.append(date_field("date_version", *latest, source))
    return fields


def _first_act(history: Sequence[Block], names: Collection[str], source: str) -> list[Field]:
    """Who made a law first, when and by which order, as its history note begins.

    （2012年11月12日国务院令第629号公布 根据2016年…修订）: 国务院, 国务院令第629号, 2012-11-12.
    """
    found: list[Field] = []
    for block in history[:_FIRST_ACTS]:
        text = block.line.text
        days = [day for day in find_dates(text.text) if day.precision is Precision.DAY]
        if not days or not _HISTORY.search(text.text):
            continue
        # What changed it later stands behind the next day, or on a line of its own.
        first, stop = days[0].stop, days[1].start if len(days) > 1 else len(text.text)
        made = text.text[first:stop]
        if found and _CHANGED.search(made):
            break
        if not found and "date_signed" not in names:
            found.append(date_field("date_signed", text, days[0], source))
        number = next(iter(find_numbers(made)), None)
        if number and number.number.is_order and "number" not in names:
            raw = text.cut(first + number.start, first + number.stop)
            found.append(text_field("number", raw, source, number.number.canonical))
            break
        maker = _MAKER.match(made)
        if maker and not any(field.name == "made_by" for field in found):
            raw = text.cut(first + maker.start(1), first + maker.end())
            found.append(text_field("made_by", raw, source, f"{maker[1]}{maker[2]}"))
        if len(days) > 1:
            break
    return found


def title_field(lines: Sequence[Block], source: str, tally: Tally) -> Field | None:
    if not lines:
        return None
    value = joined_title([block.text for block in lines])
    text = Ranged.join(block.line.text for block in lines)
    tally.repairs += blank_repairs([block.line.text for block in lines], value)
    return text_field("title", text, source, value)
