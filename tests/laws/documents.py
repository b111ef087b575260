"""Documents for the laws: the shipped ones, and plausible ones that Hypothesis puts together."""

from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from archive.notice.model import Reading
from archive.notice.numerals import format_numeral
from ingest.pipeline import read
from ingest.source import load

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
SHIPPED = sorted(p for p in CORPUS.iterdir() if p.suffix in (".txt", ".pdf"))


@cache
def shipped(path: Path) -> Reading:
    """One reading of a shipped document for all tests of a run; a PDF takes seconds."""
    return read(load(path))


_WORDS = (
    "高新区",
    "管委会",
    "各分园区",
    "市财政局",
    "科技创新",
    "专项资金",
    "“一区多园”",
    "《火炬统计调查制度》",
    "1.5亿元",
    "2025年",
    "（管委会）",
    "100 家",
    "应当",
    "不得",
    "负责",
    "统筹推进",
)


def sentences() -> st.SearchStrategy[str]:
    """A clause with its marks: 高新区应当统筹推进科技创新，不得…。"""
    clause = st.lists(st.sampled_from(_WORDS), min_size=3, max_size=9).map("".join)
    return st.lists(clause, min_size=1, max_size=3).map(lambda parts: "，".join(parts) + "。")


def headings() -> st.SearchStrategy[str]:
    """总则, 保障措施 …: nothing that reads as a sentence."""
    return st.sampled_from(("总则", "附则", "保障措施", "组织领导", "重点任务", "总体要求"))


@st.composite
def statutes(draw: st.DrawFn) -> list[str]:
    """Lines of 第一条 … with 款 and 项."""
    lines: list[str] = []
    chapters = draw(st.booleans())
    for n in range(1, draw(st.integers(1, 8)) + 1):
        if chapters and n % 3 == 1:
            lines.append(f"第{format_numeral(n // 3 + 1)}章 {draw(headings())}")
        lines.append(f"第{format_numeral(n)}条 {draw(sentences())}")
        for _ in range(draw(st.integers(0, 2))):
            lines.append(draw(sentences()))
        for item in range(1, draw(st.integers(0, 3)) + 1):
            lines.append(f"（{format_numeral(item)}）{draw(sentences())}")
    return lines


@st.composite
def opinions(draw: st.DrawFn) -> list[str]:
    """Lines of 一、（一）1. with prose."""
    lines = [draw(sentences())]
    for n in range(1, draw(st.integers(1, 4)) + 1):
        lines.append(f"{format_numeral(n)}、{draw(headings())}")
        for m in range(1, draw(st.integers(0, 3)) + 1):
            lines.append(f"（{format_numeral(m)}）{draw(sentences())}")
            if draw(st.booleans()):
                lines.append(draw(sentences()))
    return lines


@st.composite
def notices(draw: st.DrawFn) -> str:
    """A whole notice: head, a text issued directly or under a cover, attachments."""
    year, serial = draw(st.integers(1990, 2026)), draw(st.integers(1, 999))
    issued = draw(st.booleans())
    lines = []
    if draw(st.booleans()):
        lines.append("焦作市人民政府办公室文件")
    lines.append(f"焦政办〔{year}〕{serial}号")
    subject = draw(st.sampled_from(("一区多园", "专项资金", "科技创新")))
    if issued:
        lines.append(f"焦作市人民政府办公室关于印发{subject}管理办法的通知")
        lines.append("各县（市、区）人民政府，市人民政府各部门：")
        lines.append(f"《{subject}管理办法》已经市政府同意，现印发给你们，请认真贯彻落实。")
        lines.append(f"{year}年3月{draw(st.integers(1, 28))}日")
        lines.append(f"{subject}管理办法")
        lines += draw(statutes())
    else:
        lines.append(f"焦作市人民政府办公室关于加强{subject}工作的意见")
        lines.append("各县（市、区）人民政府，市人民政府各部门：")
        lines += draw(opinions())
    titles = draw(st.lists(st.sampled_from(("成员名单", "任务清单", "评价标准")), unique=True))
    if titles:
        lines.append("附件：" + "\n".join(f"{n}.{title}" for n, title in enumerate(titles, 1)))
    if not issued:
        lines += ["焦作市人民政府办公室", f"{year}年12月1日"]
    for n, title in enumerate(titles, 1):
        lines += [f"附件{n}", title]
        lines += [f"{m}.{word}" for m, word in enumerate(("甲公司", "乙公司", "丙公司"), 1)]
    if draw(st.booleans()):
        lines.append(f"焦作市人民政府办公室　{year}年12月2日印发")
    gap = draw(st.sampled_from(("\n", "\n\n", "\r\n")))
    return gap.join(lines) + gap
