"""Linked data in a real browser: no policy is broken, nothing of it is run or shown."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.reader import WIDE, Open

pytestmark = pytest.mark.browser


def test_linked_data_is_read_and_nothing_complains(
    open_window: Open, notices: dict[str, str]
) -> None:
    reader = open_window(WIDE)  # whatever the browser says in its console fails the test
    page = reader.visit(notices["n65"])
    block = page.locator('script[type="application/ld+json"]')
    expect(block).to_have_count(1)
    assert json.loads(block.text_content() or "")["@type"] == "Legislation"
    expect(page.locator("body")).not_to_contain_text("schema.org")
