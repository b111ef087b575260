"""axe-core finds nothing on any kind of page (WCAG 2.2 A and AA, and its best practices)."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.reader import DARK_PHONE, PHONE, WIDE, Open, Reader, Way
from tests.browser.test_pages import PAGES, REFUSED

pytestmark = pytest.mark.browser

MORE = {
    "compared": "/compare?old=焦政办-2021-65&new=焦政办-2017-63",
    "review": "/review",
    "help-search": "/help/search",
    "help-operator": "/help/operator",
}
OPTIONS = {"rules": {"target-size": {"enabled": True}}}
"""2.5.8, which axe leaves out unless it is asked."""


@pytest.mark.parametrize("way", [WIDE, PHONE, DARK_PHONE], ids=str)
def test_axe_finds_nothing(open_window: Open, notices: dict[str, str], way: Way) -> None:
    reader, axe = open_window(way), Axe()
    faults: list[str] = []
    for path in {**PAGES, **MORE}.values():
        faults += _violations(axe, reader, path.format(**notices))
    with reader.expecting(404, 400):
        for path, _ in REFUSED.values():
            faults += _violations(axe, reader, path)
    assert not faults, "\n".join(faults)


def test_axe_is_at_work(open_window: Open) -> None:
    reader = open_window(WIDE)
    page = reader.visit("/")
    page.evaluate("() => document.querySelector('h1').after(document.createElement('img'))")
    found = Axe().run(page, options=OPTIONS).response["violations"]
    assert {violation["id"] for violation in found} >= {"image-alt"}


def _violations(axe: Axe, reader: Reader, path: str) -> list[str]:
    found = axe.run(reader.visit(path), options=OPTIONS).response["violations"]
    return [
        f"{path}: {violation['id']}: {', '.join(map(str, node['target']))}"
        for violation in found
        for node in violation["nodes"][:3]
    ]
