"""What a title says: kind, genre, issuers, what it issues, whether it is a draft.

Source: DOMAIN.md §2.3; the 15 kinds: 党政机关公文处理工作条例 art. 8.
"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from archive.notice.match import squeeze

KINDS = (
    "决议",
    "决定",
    "命令",
    "令",
    "公报",
    "公告",
    "通告",
    "意见",
    "通知",
    "通报",
    "报告",
    "请示",
    "批复",
    "议案",
    "函",
    "纪要",
)
GENRES = (
    "办法",
    "规定",
    "细则",
    "方案",
    "规划",
    "计划",
    "条例",
    "规则",
    "章程",
    "制度",
    "要点",
    "清单",
    "目录",
    "纲要",
    "标准",
    "指南",
    "指引",
    "导则",
    "预案",
    "措施",
    "政策",
    "解释",
    "规程",
    "规范",
    "准则",
    "名单",
    "分类",
    "法典",
    "宪法",
    "法",
    "意见",
)
_LISTS = ("名单", "清单")
CONTENTS = ("目录", "目次")
"""What heads a table of contents."""
_MAX_CONTENTS = 40
"""Characters of such a line, blanks between its two among them."""
STATUTE_GENRES = ("法", "法典", "宪法", "条例", "解释", "规定", "办法", "细则", "规则", "决定")
# （试行）, （征求意见稿）, (2021年修订), (2020-2022年)
_SUFFIX = r"(?:[（(\[〔][^（）()]{1,20}[)）\]〕])*"
_KIND_END = re.compile(rf"({'|'.join(KINDS)}){_SUFFIX}$")
_GENRE_END = re.compile(rf"({'|'.join(GENRES)}){_SUFFIX}[》”\"]?$")
# Ends of titles that are neither kind nor genre.
_OTHER_END = re.compile(rf"(?:声明|宣言|倡议书?|答复|公示|说明|解读|启事|讲话){_SUFFIX}$")
_DRAFT = re.compile(
    r"[（(][^（）()]{0,6}(?:征求意见稿|征求意见|草案|送审稿|讨论稿|审议稿)[^（）()]{0,6}[)）]"
)
# 关于印发X的通知; 印发《X》的通知; 转发Y关于…的通知
_ISSUES = re.compile(
    r"(?:关于)?(?:印发|公布|发布|颁布|下发|转发|批转)(?:实施)?(.+?)(?:的?(?:通知|公告|通告|决定|函|令))$"
)
# 焦作市人民政府办公室关于…; 中共北京市委办公厅、北京市人民政府办公厅印发《…
# 现将《…》印发给你们; 《…》已经…同意，现予公布
_HANDS_ON = re.compile(r"印发|下发|转发|批转|公布|发布|颁布")
# 根据《…》, 为贯彻落实《…》
_GROUNDS = re.compile(r"(?:根据|按照|依照|依据|贯彻|落实|执行|结合|参照)[^，,》]{0,10}$")
_ALIKE = 0.85
_ISSUER = re.compile(r"^(.+?)(?=关于|印发|转发|批转|公布|发布)")
_ORGAN_END = re.compile(
    r"(?:政府|室|厅|委|办|会|局|部|院|署|司|处|行|社|中央|兵团|中心|小组|指挥部|总队|支队|大学|学院|公司|集团)$"
)
# 焦作市人民政府; 中共河南省委 河南省人民政府; 国家地震局
ORGAN_ENDS = (
    *(
        "政府",
        "办公室",
        "办公厅",
        "委员会",
        "管委会",
        "委",
        "局",
        "厅",
        "部",
        "院",
        "署",
        "办",
        "司",
    ),
    *("党组", "会议", "检察院", "领导小组", "指挥部", "中心", "银行", "协会", "学会", "商会"),
    *("联合会", "理事会", "公司", "集团", "大学", "学院", "总队"),
)
ORGAN = re.compile(rf"[\u4e00-\u9fff（）()、\u3000 ]{{1,40}}(?:{'|'.join(ORGAN_ENDS)})")
"""A line that is the name of an organ, or of several."""
_LONGEST_END = 3
"""Of those: 指挥部."""
_MASTHEAD = re.compile(r"(.{2,40}?)文件")


def kind_of(title: str) -> str | None:
    """The statutory kind that ends the title; ``令`` reads as 命令（令）."""
    match = _KIND_END.search(squeeze(title))
    return match[1] if match else None


def genre_of(title: str) -> str | None:
    """What the text calls itself: the word that ends its title."""
    match = _GENRE_END.search(squeeze(title))
    return match[1] if match else None


def heads_contents(text: str) -> bool:
    """目　录, alone on its line, heads a table of contents."""
    may_be = len(text) <= _MAX_CONTENTS and ("目" in text or "⽬" in text)
    return may_be and squeeze(text) in CONTENTS


def is_title(text: str) -> bool:
    """It ends as titles end, or says what it is about."""
    bare = squeeze(text)
    if re.search(r"[。；！？]", bare):
        return False
    return bool(_KIND_END.search(bare) or _GENRE_END.search(bare) or _OTHER_END.search(bare)) or (
        bare.startswith("关于")
    )


def is_document(title: str) -> bool:
    """It ends as the names of texts end, not of lists, cases or forms."""
    bare = squeeze(title)
    genre = genre_of(bare)
    return bool(_KIND_END.search(bare)) or (genre is not None and genre not in _LISTS)


def is_draft(title: str) -> bool:
    """A consultation draft by its own title; citing one makes nothing a draft."""
    return bool(_DRAFT.search(title))


def issued_title(title: str) -> str | None:
    """The title of what a notice issues or forwards, squeezed; ``None`` if it carries nothing."""
    bare = squeeze(title)
    match = _ISSUES.search(bare)
    # 关于落实《…关于印发…的通知》的通知 puts into effect what another has issued.
    if not match or bare[: match.start(1)].count("《") > bare[: match.start(1)].count("》"):
        return None
    quoted = re.fullmatch(rf"[^《<]*[《<](.+)[》>]({_SUFFIX})", match[1])
    return quoted[1] + quoted[2] if quoted else match[1]


def issued_names(sentences: str) -> tuple[str, ...]:
    """What a cover says that it issues: 现将《甲》《乙》印发给你们 → the names, squeezed.

    The names may stand in the sentence before: 《甲》已经会议通过。现予公布。
    """
    found: list[str] = []
    before = ""
    for sentence in re.split(r"[。；]", sentences):
        if _HANDS_ON.search(sentence):
            whole = sentence if "《" in sentence else before
            found += [
                squeeze(name)
                for start, name in _quoted(whole)
                if not _GROUNDS.search(whole[max(0, start - 12) : start])
            ]
        before = sentence
    return tuple(dict.fromkeys(found))


def _quoted(text: str) -> Iterator[tuple[int, str]]:
    """The outermost 《…》 with their offsets."""
    depth = begun = 0
    for at, c in enumerate(text):
        if c == "《":
            begun = begun if depth else at
            depth += 1
        elif c == "》" and depth:
            depth -= 1
            if not depth:
                yield begun, text[begun + 1 : at]


def alike(one: str, other: str) -> bool:
    """Two squeezed titles of one text: what stands in brackets behind, and a word or two, aside."""
    one, other = (re.sub(r"\([^()]{1,20}\)$", "", text) for text in (one, other))
    if one == other:
        return True
    # Of very different lengths they cannot be alike, and are not compared letter by letter.
    least, most = sorted((len(one), len(other)))
    near = 2 * least >= _ALIKE * (least + most)
    return near and SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def masthead_organs(text: str) -> tuple[str, ...]:
    """The organs of a red head: ``焦作市人民政府办公室文件`` → (焦作市人民政府办公室,)."""
    match = _MASTHEAD.fullmatch(squeeze(text))
    if not match:
        return ()
    parts = re.split(r"[\s\u3000]{1,}|、", text.replace("文件", "").strip())
    whole = "".join(parts)
    if len(parts) > 1 and all(_ORGAN_END.search(part) for part in parts):
        return tuple(parts)
    return (whole,) if _ORGAN_END.search(whole) else ()


def title_organs(title: str) -> tuple[str, ...]:
    """The organs that a title begins with, joint ones apart."""
    match = _ISSUER.match(title)
    if not match:
        return ()
    parts = [part for part in re.split(r"[\s\u3000]+|、", match[1]) if part]
    return tuple(parts) if parts and all(_ORGAN_END.search(part) for part in parts) else ()


def organ_names(text: str) -> list[str]:
    """The organs of a line of signatures, joint ones apart, padding dropped.

    ``财　政　部　　教　育　部`` → [财政部, 教育部]; ``省财政厅 省教育厅`` → two as well.
    """
    for gap in (r"[ \t\u3000\u00a0]{2,}", r"[ \t\u3000\u00a0、]"):
        names = [squeeze(piece) for piece in re.split(gap, text.strip())]
        if len(names) > 1 and all(len(n) > 2 and _ORGAN_END.search(n) for n in names):
            return names
    return [squeeze(text)]


def joined_title(lines: list[str]) -> str:
    """The title's lines as one: blanks dropped, but for those between joint issuers (D9)."""
    text = " ".join(lines)
    pieces = re.split(r"[\s\u3000]+", text.strip())
    joined = pieces[0]
    for piece in pieces[1:]:
        between_organs = _ORGAN_END.search(joined[-_LONGEST_END:]) and re.match(
            r"(?!关于|印发|转发|批转).{2,20}?(?:委|政府|厅|室|局|部|院)(?:$|关于|印发|转发|[\s、])",
            piece,
        )
        latin = joined[-1:].isascii() and piece[:1].isascii() and piece[:1].isalnum()
        joined += (" " if between_organs or latin else "") + piece
    return joined
