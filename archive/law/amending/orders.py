"""A decision → all that it orders, and every sentence that orders something and was not understood.

The act is the one that the sentence names, else the one of the item that it stands in, else the one
in the lead-in or the title. Items order independently: 第二款 alone is of the article that the same
item named before. Source: DOMAIN.md §6.2 R22–R31.
"""

import re
from collections.abc import Iterator, Sequence

from archive.law.amending.grammar import Said, read_tokens
from archive.law.amending.model import (
    WHOLE,
    Action,
    Cause,
    Instruction,
    Left,
    Orders,
    Passage,
    Place,
)
from archive.law.amending.script import QUOTED, Quotation, Script, Sentence, script_of
from archive.law.amending.tokens import Token, tokens_of
from archive.notice.model import Notice

# 修改为, 增加一条, 删去, 作为第三款, 顺序作相应调整
_ORDERS = re.compile(
    r"(?:修改|修订|修正|变更|替换|更改|改|调整|表述)(?:为|成)|增加|增设|增写|添加|删[去除]|作为第|列为第|合并|顺序|序号"
)
# 附表作相应修改, 增加附件
_CHANGES = re.compile("修改|修订|增加|增设|删|调整|替换|改")
# A change of a text names a part of it or gives words: 第三条, “…”
_NAMES = re.compile(rf"第[^，。；]{{1,9}}[条款项目章节段]|[{QUOTED}]|引言|序言|名称|标题|顺序|序号")
# 对《X》作如下修改, 修改《X》, 修改《X》等十八件司法解释
_LEADS = re.compile(
    r"作出?(?:如下|以下)(?:的)?(?:修改|修正|修订|补充)|^[\s]*(?:对)?修改\s|予以修改"
)
# 根据本决定作相应修改并对条文顺序作相应调整，重新公布
_CLOSING = re.compile(
    r"重新(?:公布|发布|印发)|(?:本决定|本修正案|本补充安排)[^。]{0,20}(?:起施行|生效|施行)"
)
_RENUMBERS = re.compile(
    r"(?:条文|条款|条)?(?:的)?(?:顺序|序号)[^，。；]{0,8}调整|调整(?:条文)?(?:顺序|序号)"
)
# 将刑法第一百八十条; 宪法第五条
_SHORT = re.compile(
    r"(?:^|[将在对把，。；\s]|删[去除])((?:中华人民共和国)?(?![将在对把删])[\u4e00-\u9fff]{0,12}?(?:刑法|宪法|民法典|法|条例))"
    r"(?=(?:原)?第|序言)"
)
# 对刑法作如下修改和补充
_SHORT_LEAD = re.compile(r"对((?:中华人民共和国)?[\u4e00-\u9fff]{1,12}?(?:法|法典|条例|宪法))作")
# （以下简称《解释》）, (以下简称解释)
_ALIAS = re.compile(r"\s*[（(]以下简称《?([^《》（）()]{1,20})》?[）)]")
# 为了惩治……的犯罪，将…
_PURPOSE = re.compile(rf"^\s*(?:为了?|根据|鉴于)[^{QUOTED}]*?，(?=\s*(?:将|在|对|把|删|第|增加))")
# 本办法, 该解释, 本决定 aside
_SELF = re.compile(
    r"(?:修改后的?)?(?:本|该)(?:办法|规定|条例|法|细则|解释|意见|通知|规则|章程|方案|制度|安排|批复)"
)
# 中华人民共和国刑法修正案（四）
_AMENDMENT = re.compile(r"(?:中华人民共和国)?(.+?)修正案")


def orders_of(notice: Notice) -> Orders:
    """All orders, in the order of the text."""
    reader = _Reader(script_of(notice), notice.title or notice.title_inferred or "")
    reader.read()
    named = [*(one.act for one in reader.found), *(one.act for one in reader.left)]
    acts = tuple(dict.fromkeys(act for act in named if act))
    return Orders(tuple(reader.found), tuple(reader.left), acts)


class _Reader:
    def __init__(self, script: Script, title: str) -> None:
        self._script = script
        self.found: list[Instruction] = []
        self.left: list[Left] = []
        self._aliases: dict[str, str] = {}
        self._acts: dict[int, str] = {}
        self._context = WHOLE
        named = [name for name, _, _ in titles_in(title)]
        if named:
            self._acts[-1] = named[0]
        elif amendment := _AMENDMENT.fullmatch(title.partition("（")[0] + ""):
            self._acts[-1] = amendment[1]

    def read(self) -> None:
        """Every sentence, one after the other."""
        item = 0
        for sentence in self._script.sentences:
            if sentence.item != item:
                item = sentence.item
                self._context = WHOLE
                for depth in [depth for depth in self._acts if depth >= sentence.depth]:
                    del self._acts[depth]
            self._sentence(sentence)

    def _sentence(self, sentence: Sentence) -> None:
        named, text = self._without_act(sentence.text)
        if named:
            self._acts[sentence.depth if sentence.item else 0] = named
        if _LEADS.search(text) and not _ORDERS.search(text):
            return
        if _CLOSING.search(text):
            if _RENUMBERS.search(text):
                self.found.append(
                    Instruction(Action.RENUMBER_ALL, self._act, WHOLE, self._passages(sentence))
                )
            return
        if not _may_order(text, is_item=bool(sentence.item)):
            return
        text = _PURPOSE.sub(lambda match: " " * len(match[0]), text)
        tokens = tokens_of(text)
        passages = self._passages(sentence)
        if tokens and self._are_closed(sentence, tokens):
            said = Said(tokens, self._act, self._context, self._quotation(sentence), passages)
            orders = read_tokens(said)
            if orders:
                self.found += orders
                self._context = _context_after(orders[-1])
                return
        self.left.append(
            Left(
                Cause.NOT_UNDERSTOOD,
                "读不懂这句修改指令，请人工处理",
                passages,
                self._act,
            )
        )

    def _are_closed(self, sentence: Sentence, tokens: Sequence[Token]) -> bool:
        """Whether it is sure where each new wording ends."""
        find = self._quotation(sentence)
        return all(find(token).is_closed for token in tokens if token.letter == "Q")

    @property
    def _act(self) -> str | None:
        return self._acts[max(self._acts)] if self._acts else None

    def _passages(self, sentence: Sentence) -> tuple[Passage, ...]:
        bare = sentence.text.strip()
        start = sentence.start + sentence.text.index(bare)
        return self._script.passages(start, start + len(bare))

    def _quotation(self, sentence: Sentence) -> "_Quotations":
        return _Quotations(self._script, sentence.start)

    def _meant(self, name: str) -> str:
        """The act that a name means: a short one is that of an act named before."""
        act = self._act or ""
        if name in self._aliases:
            return self._aliases[name]
        return act if act.partition("（")[0].endswith(name) else name

    def _without_act(self, text: str) -> tuple[str | None, str]:
        """The text that the sentence amends, and the sentence with blanks in its name's place."""
        named: str | None = None
        for name, start, stop in titles_in(text):
            alias = _ALIAS.match(text, stop)
            if alias:
                self._aliases[alias[1]] = name
            end = alias.end() if alias else stop
            named = named or self._meant(name)
            text = text[:start] + " " * (end - start) + text[end:]
        if named is None and (short := _SHORT.search(text) or _SHORT_LEAD.search(text)):
            named = short[1]
            text = text[: short.start(1)] + " " * len(named) + text[short.end(1) :]
        return named, _SELF.sub(lambda match: " " * len(match[0]), text)


def _may_order(text: str, *, is_item: bool) -> bool:
    """Whether a sentence that is not understood has to be told: in an item, nearly every one."""
    if is_item:
        return bool(_NAMES.search(text) or _CHANGES.search(text))
    return bool(_ORDERS.search(text) and _NAMES.search(text))


class _Quotations:
    """Finds the quotation of a token of one sentence."""

    def __init__(self, script: Script, start: int) -> None:
        self._script, self._start = script, start

    def __call__(self, token: Token) -> Quotation:
        return self._script.quotation(self._start + token.start)


def _context_after(order: Instruction) -> Place:
    return order.place if order.place.article else WHOLE


def titles_in(text: str) -> Iterator[tuple[str, int, int]]:
    """Every outer 《…》: the words inside, and where it stands with its marks."""
    depth = start = 0
    for at, char in enumerate(text):
        if char == "《":
            start = at if depth == 0 else start
            depth += 1
        elif char == "》" and depth:
            depth -= 1
            if depth == 0:
                yield text[start + 1 : at], start, at + 1
