"""Titles as they are cited."""

import pytest

from archive.law.titles import fuller_keys, title_key


@pytest.mark.parametrize(
    ("typed", "held"),
    [
        ("公司法", "中华人民共和国公司法"),
        ("政府信息公开条例", "中华人民共和国政府信息公开条例"),
        ("园区管理办法", "园区管理办法（试行）"),
        ("园区管理办法", "园区管理办法(暂行)"),
    ],
)
def test_a_short_title_leads_to_the_full_one(typed: str, held: str) -> None:
    assert title_key(held) in fuller_keys(title_key(typed))


def test_a_short_title_never_leads_to_a_draft_or_to_another_law() -> None:
    keys = {*fuller_keys("园区管理办法"), *fuller_keys("公司法")}
    for other in ("园区管理办法（征求意见稿）", "公司法（修订草案）", "公司法实施条例"):
        assert title_key(other) not in keys
    assert fuller_keys("中华人民共和国公司法") == ()
