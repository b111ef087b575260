"""What was read but is in doubt, in the language of the page; pure.

A reading keeps its problems and the evidence of its repairs as finished Chinese sentences. The
messages that they were made of stand here, so that they can be heard again and said in English.
"""

from collections.abc import Iterable

from archive.notice.model import Problem
from archive.saying import Saying, hear
from web.present.language import is_chinese, said

PROBLEMS: dict[str, tuple[str, ...]] = {
    "ATTACHMENT_HEADING_MISSING": ("《%(title)s》前没有“附件”标题行，按附件说明认定",),
    "ATTACHMENT_MISSING": ("附件说明列有 %(noted)s 个附件，正文后找到 %(found)s 个",),
    "ATTACHMENT_OMITTED": ("附件“%(name)s”原件注明“略”，没有收入",),
    "BROKEN_SENTENCE": ("句子在“…%(words)s”处中断，下文未能接续，请对照原件",),
    "CORRECTION_DIFFERS": (
        "与“%(name)s”的文字还有 %(count)s 处不同",
        "本文没有此处，“%(name)s”有：%(words)s",
        "“%(name)s”没有此处：%(words)s",
        "此处为“%(mine)s”，“%(name)s”为“%(its)s”",
    ),
    "COUNT_MISMATCH": ("称共 %(announced)s 件，列出 %(found)s 件",),
    "COVERAGE": ("有 %(count)s 个字没有归处，如“%(sample)s”",),
    "DANGLING_INTERNAL": ("“%(quote)s”在本文件里找不到",),
    "ISSUER_CONFLICT": ("标题作“%(titled)s”，署名作“%(signed)s”，两者并存",),
    "NUMBERING_ANOMALY": (
        "编号从“%(label)s”开始，按原文保留",
        "“%(label)s”编号重复，按原文保留",
        "编号在“%(label)s”重新开始，按原文保留",
        "“%(before)s”之后是“%(label)s”，编号不连续，按原文保留",
    ),
    "QUOTES_REVERSED": ("引号的方向前后不一，按原文保留",),
    "REFLOW_REVIEW": ("名单条目折行，已接成“%(words)s”，请核对",),
    "TITLE_MISSING": ("原件没有标题，暂称《%(title)s》", "原件没有标题"),
    "UNMAPPED_GLYPHS": ("有 %(count)s 个字符读不出来，显示为 \ufffd",),
    "VERTICAL_TEXT": ("第 %(page)s 页有转向排印的文字“%(sample)s”，没有接入正文，请对照原件",),
}
"""Code of a reading's problem → the messages that it may have."""

EVIDENCE: dict[str, tuple[str, ...]] = {
    "D1": ("上行无句末标点，下行接续成句", "附件名称折行"),
    "D2": ("“%(joined)s”成词，“%(doubled)s”不成词", "附件标题作《%(title)s》"),
    "D9": ("标题转行处的空格",),
    "D12": ("下行没有姓名，是上一条目的折行",),
}
"""Rule of a repair → what it may give as evidence."""


def problem_text(problem: Problem) -> str:
    """The problem as a sentence."""
    return _heard(problem.message, PROBLEMS.get(problem.code, ()))


def evidence_text(rule: str, evidence: str) -> str:
    """Why a repair was made."""
    return _heard(evidence, EVIDENCE.get(rule, ()))


def _heard(words: str, messages: Iterable[str]) -> str:
    if is_chinese() or isinstance(words, Saying):
        return said(words)
    found = (hear(words, message) for message in messages)
    return said(next(filter(None, found), words))
