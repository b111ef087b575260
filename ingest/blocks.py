"""Lines → named blocks: what each line looks like by itself, its label cut from its text.

Lines that an export has run together are cut first (``glued``); beyond that nothing here looks at
a neighbour: a line's place in the document is the next stage's business.
Source: DOMAIN.md §2, §3.
"""

import re

from archive.notice.dates import find_dates
from archive.notice.model import Precision
from archive.notice.number import DocumentNumber, parse_number
from archive.notice.numerals import HAN, parse_numeral
from ingest.glued import unglued
from ingest.stages import SENTENCE_END, Block, BlockKind, Blocks, Line, Lines, MarkerKind
from ingest.titles import ORGAN, ORGAN_ENDS

_N = rf"[{HAN} ]+|[0-9０-９]+"
# 第三章 组织管理; 第一百二十条之一　为了…; 第1条; 第 七 条
_BLANKS = r"[ \u3000\u00a0\t]*"
_STATUTE = re.compile(
    rf"第{_BLANKS}({_N}){_BLANKS}([编章节条])(?:{_BLANKS}之{_BLANKS}({_N}))?{_BLANKS}[:：、.．]?{_BLANKS}"
)
_STATUTE_KINDS = {
    "编": BlockKind.PART,
    "章": BlockKind.CHAPTER,
    "节": BlockKind.SECTION,
    "条": BlockKind.ARTICLE,
}
_MARKERS: tuple[tuple[MarkerKind, re.Pattern[str]], ...] = (
    # 一、总体要求
    (MarkerKind.HAN, re.compile(r"([一二三四五六七八九十百]{1,4})[ \u3000]*[、．.][ \u3000]*")),
    # （一）市级统筹
    (
        MarkerKind.HAN_BRACKET,
        re.compile(r"[（(][ \u3000]*([一二三四五六七八九十百]{1,4})[ \u3000]*[)）][ \u3000、.]*"),
    ),
    # 1.2 组织机构; 3.1.4应急响应; not 1.5亿元, not 2021.11.9
    (
        MarkerKind.DECIMAL_DEEP,
        re.compile(
            r"([0-9]{1,2}(?:\.[0-9]{1,2}){2,3})(?![0-9.])[ \u3000]*(?=[\u4e00-\u9fff（“《])"
        ),
    ),
    (
        MarkerKind.DECIMAL,
        re.compile(
            r"([0-9]{1,2}\.[0-9]{1,2})(?![0-9.])[ \u3000]*"
            r"(?=[\u4e00-\u9fff（“《])(?![亿万元倍个米吨公千百平立%])"
        ),
    ),
    # 1　总则: a chapter of a plan
    (MarkerKind.ARABIC, re.compile(r"([0-9]{1,2})\u3000[ \u3000]*(?=[\u4e00-\u9fff])")),
    # 1.重要意义; 12．…; 3、…; not 1.5亿元, not 2021.11.9
    (
        MarkerKind.ARABIC,
        # 1.2020年度重点项目, 1.5G示范应用: a year or a generation, no decimal
        re.compile(
            r"([0-9０-９]{1,3})[ ]?"
            r"(?:[.．](?:(?![0-9０-９])|(?=(?:19|20)[0-9]{2}年|[2-6]G(?![A-Za-z])))|、)[ \u3000]*"
        ),
    ),
    # （1）…; 1）…
    (MarkerKind.ARABIC_BRACKET, re.compile(r"[（(]?[ ]?([0-9０-９]{1,3})[ ]?[)）][ \u3000、.]*")),
    (MarkerKind.CIRCLED, re.compile(r"([①-⑳])[ \u3000]*")),
)
_WRITTEN_IN_DIGITS = (
    *(MarkerKind.DECIMAL_DEEP, MarkerKind.DECIMAL, MarkerKind.ARABIC, MarkerKind.ARABIC_BRACKET),
)
_MARKERS_BY_FIRST = {
    first: tuple(marker for marker in _MARKERS if marker[0] in kinds)
    for firsts, kinds in (
        ("一二三四五六七八九十百", (MarkerKind.HAN,)),
        ("（(", (MarkerKind.HAN_BRACKET, MarkerKind.ARABIC_BRACKET)),
        ("0123456789０１２３４５６７８９", _WRITTEN_IN_DIGITS),
        (" ", (MarkerKind.ARABIC_BRACKET,)),
        ("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", (MarkerKind.CIRCLED,)),
    )
    for first in firsts
}
"""What a line may begin with, by its first character."""
# 附件, 附件 1, 附件二：, 附 1, 附件2-1, 附表1, 附录A
_ATTACHMENT_HEADING = re.compile(
    r"[（(【]?附[ \u3000]*[件表录图]?[ \u3000]*"
    r"((?:[0-9０-９]{1,3}(?:[ ]?[-－—―–.．][ ]?[0-9０-９]{1,2})*"
    r"|[一二三四五六七八九十]{1,3}|[A-Z])?)"
    r"[ \u3000]*[:：]?[)）】]?"
)
# 附件：1.名单; 附件:名单; 附件1.名单; 附：名单
_ATTACHMENT_NOTE = re.compile(
    r"附[ \u3000]*件?[ \u3000]*(?:[:：]|[0-9０-９]{1,2}[ ]?[.．、:：])[ \u3000]*(?=\S)"
)
_COPIES = re.compile(r"(?:抄[ \u3000]*[送报]|主[ \u3000]*送|分[ \u3000]*送)[ \u3000]*[:：]")
_BEGINS_WHOLE = frozenset("附抄主分来信稿责编")
"""What those that may end in any mark begin with: notes of attachments, copies, provenance."""
# 2021年11月9日印发; 焦作市人民政府办公室 2021年11月9日印发
_IMPRINT = re.compile(r".{0,40}日[ \u3000]*印[ \u3000]*发[ \u3000]*(?:[（(].*)?")
_PROVENANCE = re.compile(
    r"(?:来源|信息来源|稿源|责任编辑|编辑)[ \u3000]*[:：].{1,60}|.{0,6}扫一扫.{0,12}打开.{0,6}页"
)
# （此件公开发布）, (联系人：…)
_NOTE = re.compile(
    r"[（(](?=[^（）()]*(?:此件|公开|联系|印发|附|删减|略))"
    r"[^（）()]*+(?:[（(][^（）()]*+[)）][^（）()]*+)*+[)）]"
)
_ADDRESSEES = re.compile(r"[^。]{2,400}[:：]")
# 通知如下：, 应当符合下列条件：, 根据《…》的规定，…：
_LEAD_IN = re.compile(
    r"^(?:根据|按照|依照|为|现将|经)|(?:如下|以下|下列)[^：:]{0,8}[:：]$|(?:通知|规定|要求|包括|其中|是指|为|做好)[:：]$"
)
_ADDRESSEE_WORDS = re.compile(
    r"(?:政府|部|单位|机构|厅|局|办公室|委|院|公司|企业|高校|协会|银行|各|行署|兵团|代表|同志)"
)
# 某 市 人 民 政 府
_PADDING = re.compile(r"[ \u3000]+")
_LAST_OF_ORGAN = frozenset(end[-1] for end in ORGAN_ENDS) | {" ", "\u3000"}
"""What each of those ends ends in, or padding; a sentence does not."""
# All that a date consists of
_DATE_LETTERS = re.compile(
    r"[0-9０-９〇○零oOＯ一二三四五六七八九十廿卅年月日号份 \u00a0\u3000./-]+"
)
# 各部门; 关于…委员会; 四、布局数字经济新格局
_NO_ORGAN = re.compile(
    r"关于|各|[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十]+[)）]"
)


def name_blocks(lines: Lines) -> Blocks:
    """Every line with its kind, label, number and rest."""
    return Blocks(lines, tuple([name_block(line) for line in unglued(lines.lines)]))


def name_block(line: Line) -> Block:
    """One line's kind. Grammar: the constants above, tried in this order."""
    if line.table:
        return Block(BlockKind.TABLE, line, rest=line.text)
    text = line.text.text
    statute = _STATUTE.match(text) if text[0] == "第" else None
    if statute and not _is_reference(text, statute.end()):
        number = _statute_number(statute[1], statute[3])
        if number:
            return _labelled(line, _STATUTE_KINDS[statute[2]], statute.end(), number)
    whole = None if _is_sentence(text) else _whole_line(line, text)
    if whole:
        return whole
    for kind, pattern in _MARKERS_BY_FIRST.get(text[0], ()):
        match = pattern.match(text)
        if match:
            number = _marker_number(match[1], kind)
            if number:
                return _labelled(line, BlockKind.MARKER, match.end(), number, kind)
    return Block(BlockKind.PROSE, line, rest=line.text)


def _statute_number(written: str, added: str | None) -> tuple[int, ...] | None:
    """第一百二十条之一 → (120, 1); blanks stand anywhere."""
    number = parse_numeral(written.replace(" ", ""))
    if number is None:
        return None
    if not added or added.isspace():
        return (number,)
    behind = parse_numeral(added.replace(" ", ""))
    return None if behind is None else (number, behind)


def _marker_number(written: str, kind: MarkerKind) -> tuple[int, ...] | None:
    """一 → (1,), ③ → (3,), 3.1.4 → (3, 1, 4); nought numbers nothing."""
    if kind is MarkerKind.CIRCLED:
        return (ord(written) - 0x245F,)
    if kind in (MarkerKind.DECIMAL, MarkerKind.DECIMAL_DEEP):
        return tuple(int(part) for part in written.split("."))
    value = parse_numeral(written)
    return (value,) if value else None


def _is_reference(text: str, stop: int) -> bool:
    """第八条第二款规定的…, 第三条至第五条…, 第七条、第八条…: words, not a label."""
    return text[stop - 1] in "条章节编" and stop < len(text) and text[stop] in "第至和或及的所中规"


def _labelled(
    line: Line,
    kind: BlockKind,
    stop: int,
    number: tuple[int, ...],
    marker: MarkerKind | None = None,
) -> Block:
    label, rest = line.text.split(stop)
    return Block(kind, line, label, rest, number, marker)


def _is_sentence(text: str) -> bool:
    """A sentence or a clause that is none of the kinds that take the whole of a line.

    Of these some have a word that it has not; the others do not end as it does.
    """
    return (
        text[-1] in "。；"
        and text[0] not in _BEGINS_WHOLE
        and not ("印" in text or "扫" in text or "签" in text)
    )


def _whole_line(line: Line, text: str) -> Block | None:
    """Kinds that take the whole of a line."""
    heading = _ATTACHMENT_HEADING.fullmatch(text) if "附" in text[:2] else None
    if heading:
        numbers = [parse_numeral(one) for one in re.split(r"[^\w]+|[A-Z]", heading[1]) if one]
        number = tuple(one for one in numbers if one)
        return Block(BlockKind.ATTACHMENT_HEADING, line, line.text, number=number or None)
    note = _ATTACHMENT_NOTE.match(text) if text[0] == "附" else None
    if note:
        return Block(
            BlockKind.ATTACHMENT_NOTE, line, line.text.cut(0, note.end()), line.text.cut(note.end())
        )
    kind = None
    if _COPIES.match(text):
        kind = BlockKind.COPIES
    elif "印" in text and _IMPRINT.fullmatch(text):
        kind = BlockKind.IMPRINT
    elif _PROVENANCE.fullmatch(text):
        kind = BlockKind.PROVENANCE
    elif line_number(text):
        kind = BlockKind.NUMBER
    elif _is_date(text):
        kind = BlockKind.DATE
    elif _NOTE.fullmatch(text):
        kind = BlockKind.NOTE
    elif (
        text[-1] in _LAST_OF_ORGAN
        and ORGAN.fullmatch(_PADDING.sub("", text))
        and not _NO_ORGAN.match(text)
    ):
        kind = BlockKind.ORGAN
    elif (
        text[-1] in ":："
        and _ADDRESSEES.fullmatch(text)
        and _ADDRESSEE_WORDS.search(text)
        and _is_address(text)
    ):
        kind = BlockKind.ADDRESSEES
    return Block(kind, line, rest=line.text) if kind else None


def _is_address(text: str) -> bool:
    """Names only: no marker in front, no connective, no lead-in's words behind."""
    if any(pattern.match(text) for _, pattern in _MARKERS_BY_FIRST.get(text[0], ())):
        return False
    return not _LEAD_IN.search(text)


def line_number(text: str) -> DocumentNumber | None:
    """The 发文字号 that a line is; brackets, a signer or a date behind it aside.

    （苏工信智造〔2020〕17号　2020年6月1日）, 豫政办〔2021〕13号　签发人：…
    """
    head = text.partition("签发人")[0].strip()
    # Every number has one of the two and no sentence's end; that spares most lines the patterns.
    if ("号" not in head and "次" not in head) or SENTENCE_END.search(head):
        return None
    number = parse_number(head)
    if number:
        return number
    for printed in find_dates(head):
        tail = head[printed.stop :].strip(" \u3000）)发布印")
        if not tail and printed.precision is Precision.DAY:
            bare = head[: printed.start].strip(" \u3000，,")
            closed = bare + "）" if bare.startswith(("（", "(")) else bare
            return parse_number(closed)
    return None


def _is_date(text: str) -> bool:
    bare = text.strip(" \u3000（）()")
    for printed in find_dates(bare) if _DATE_LETTERS.fullmatch(bare) else ():
        return printed.start == 0 and printed.stop == len(bare)
    return False
