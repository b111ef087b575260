"""One sentence of a decision → the things that it names, a letter each.

::

    P places          Q quotation      r 修改为, 改为     a 增加      d 删去      g 合并
    n 一条, 二款      s 作为, 调整为   b 后               f 前        t 末尾      z 顺序作相应调整
    h 该条, 本款
"""

import re
from typing import NamedTuple

from archive.law.amending.places import PLACES
from archive.law.amending.script import QUOTED
from archive.notice.numerals import HAN

# 将|第五条|中的|“甲”|修改为|“乙”
_TOKEN = re.compile(
    rf"(?P<Q>{QUOTED[0]}+|{QUOTED[1]}+)"
    # 条文序号作相应调整, 对条文顺序进行调整, 并调整条文顺序
    r"|(?P<z>(?:条文|条款|章节|条)?(?:的)?(?:顺序|序号|序数)(?:、[条款项文章节]{1,2}(?:顺序|序号))?(?:也)?(?:作|做|依次|进行)*(?:了)?(?:相应的?)?(?:作|进行)?调整|调整条文(?:顺序|序号))"
    rf"|(?P<P>{PLACES})"
    r"|(?P<h>(?:该|本|此)[条款项目]|其中)"
    r"|(?P<r>(?:统一)?(?:修改|修订|修正|变更|替换|更改|表述)(?:为|成)|改为|改成)"
    r"|(?P<s>作为|调整为|列为|移作)"
    r"|(?P<a>(?:分别)?(?:增加|增设|增写|添加|补充)(?:规定)?)"
    r"|(?P<d>删去|删除)"
    r"|(?P<g>合并)"
    rf"|(?P<n>[{HAN}0-9]+(?:条|款|项|目|个自然段))"
    r"|(?P<b>(?:之|以)?后)"
    r"|(?P<f>(?:之|以)?前)"
    r"|(?P<t>(?:的)?(?:末尾|最后|句末|结尾))"
    # What joins the words that count, and says nothing itself.
    r"|(?P<_>[，、：:,\s]|此外|修改后的?|将|把|对|在|并|同时|相应地?|依次|分别|以及|和|及|中的?|的|规定|即|其|内容|里"
    r"|[。；;])"
)
_MERGED_INTO_ONE = re.compile(r"合并为一(?:条|款|项)")


class Token(NamedTuple):
    """One thing that a sentence names."""

    letter: str
    text: str
    start: int
    stop: int


def tokens_of(sentence: str) -> tuple[Token, ...] | None:
    """Every word as a token, fillers left out; ``None`` where a word is not known."""
    found: list[Token] = []
    at = 0
    while at < len(sentence):
        merged = _MERGED_INTO_ONE.match(sentence, at)
        match = merged or _TOKEN.match(sentence, at)
        if not match:
            return None
        letter = "g" if merged else match.lastgroup or "_"
        if letter.startswith("unit"):
            letter = "P"
        if letter != "_":
            found.append(Token(letter, match[0], at, match.end()))
        at = match.end()
    return tuple(found)
