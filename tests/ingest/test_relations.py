"""What a text does to others: the patterns of DOMAIN.md §6.2 and §10, and what only looks so."""

from pathlib import Path

import pytest

from archive.notice.model import Claim, ClaimType, Within
from ingest.pipeline import read
from tests.laws.linked import source

_ASIDE = (ClaimType.CITES, ClaimType.REFERS, ClaimType.EFFECTIVE, ClaimType.EXPIRES)


def relations(text: str) -> list[Claim]:
    """What the body of a notice of this text does to others."""
    whole = (
        "焦作市人民政府关于加强园区管理的通知\n\n焦政〔2021〕1号\n\n各县（市、区）人民政府：\n\n"
        f"{text}\n\n焦作市人民政府\n2021年11月9日\n"
    )
    claims = read(source("notice", whole)).notice.claims
    return [c for c in claims if c.type not in _ASIDE and c.within is Within.TEXT]


def said(text: str) -> list[str]:
    """Target, type and scope of each, a * where a person must decide."""
    return [
        f"{_target(c)} {c.type}{'*' * (c.assertion == 'NEEDS_REVIEW')} {c.scope}"
        for c in relations(text)
    ]


def _target(claim: Claim) -> str:
    one = claim.citation
    return (one.number or one.title or "") if one else ""


_SAYS = [
    line
    for line in Path(__file__).with_name("relations.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize("line", _SAYS)
def test_a_sentence_says(line: str) -> None:
    sentence, *expected = line.split("|")
    assert said(sentence) == expected


def test_quoted_wording_is_not_what_the_decision_does_itself() -> None:
    text = "将《焦作市园区管理办法》第九条修改为：“《焦作市开发区规定》同时废止。”"
    assert said(text) == ["焦作市园区管理办法 AMENDS ARTICLES"]


def test_each_claim_quotes_its_words_from_the_text() -> None:
    text = "《关于甲的规定》（焦政〔2000〕5号）、《关于乙的规定》自2022年1月1日起废止。"
    first, second = relations(text)
    assert first.quote.startswith("《关于甲的规定》")
    assert first.date == second.date
    assert str(first.date) == "2022-01-01"
