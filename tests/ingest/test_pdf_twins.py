"""Real laws as official PDF and as text: the same articles, paragraphs and words."""

from pathlib import Path

import pytest

from archive.notice.match import squeeze
from archive.notice.model import Notice, SectionKind
from ingest.pipeline import read
from ingest.source import load

pytestmark = [pytest.mark.shared, pytest.mark.slow]

TWINS = (
    ("中华人民共和国反洗钱法", "反洗钱法(2024-11-08)"),
    ("中华人民共和国外资保险公司管理条例", "外资保险公司管理条例(2019-09-30)"),
    ("农业保险条例", "农业保险条例(2016-02-06)"),
    ("国有重点金融机构监事会暂行条例", "国有重点金融机构监事会暂行条例(2000-03-15)"),
    ("融资担保公司监督管理条例", "融资担保公司监督管理条例(2017-08-02)"),
    ("金融资产管理公司条例", "金融资产管理公司条例(2000-11-10)"),
)


def articles(notice: Notice) -> dict[str, list[str]]:
    return {
        section.key: [
            squeeze("".join(filter(None, (s.label, s.heading, s.text)))) for s in section.walk()
        ]
        for section in notice.walk()
        if section.kind is SectionKind.ARTICLE
    }


@pytest.mark.parametrize(("pdf", "text"), TWINS)
def test_a_law_reads_the_same_from_pdf_and_from_text(
    shared_corpus: Path, pdf: str, text: str
) -> None:
    twin = next((shared_corpus / "laws").rglob(f"{text}.md"))
    printed = articles(read(load(shared_corpus / "pdf" / f"{pdf}.pdf")).notice)
    typed = articles(read(load(twin)).notice)
    words = {key: "".join(paragraphs) for key, paragraphs in printed.items()}
    assert {key: words.get(key) for key in typed} == {k: "".join(v) for k, v in typed.items()}
    # A line that ends a paragraph at the right margin looks like one that does not: two of the
    # 65 articles of one print lose a division so.
    divided_otherwise = [key for key in typed if printed[key] != typed[key]]
    assert len(divided_otherwise) * 25 <= len(typed), divided_otherwise
