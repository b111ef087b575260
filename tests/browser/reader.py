"""A reader at a browser: one window, and everything that went wrong behind it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    WebError,
)


@dataclass(frozen=True, slots=True)
class Way:
    """How somebody reads; lengths in CSS pixels."""

    name: str
    width: int
    height: int
    is_phone: bool = False
    has_script: bool = True
    scheme: str = "light"

    def __str__(self) -> str:
        return self.name


WIDE = Way("wide", 1280, 900)
PHONE = Way("phone", 390, 844, is_phone=True)
PLAIN = Way("wide-without-script", 1280, 900, has_script=False)
PLAIN_PHONE = Way("phone-without-script", 390, 844, is_phone=True, has_script=False)
DARK = Way("dark", 1280, 900, scheme="dark")
DARK_PHONE = Way("dark-phone", 390, 844, is_phone=True, scheme="dark")


@dataclass
class Reader:
    """A window on the site; ``faults`` must be empty at the end of every test.

    A fault is a request to any other host, one that failed or was refused, and whatever the
    browser writes to its console.
    """

    page: Page
    address: str
    way: Way
    faults: list[str] = field(default_factory=list)
    requested: list[str] = field(default_factory=list)
    _refusals: set[int] = field(default_factory=set)

    def visit(self, path: str) -> Page:
        """Go to that address of the site, written as people read it."""
        self.page.goto(self.address + quote(path, safe="/?=&#@%"))
        return self.page

    @property
    def place(self) -> str:
        """Where the window stands, as people read it, without the host."""
        return unquote(self.page.url.removeprefix(self.address))

    def unfold(self, title: str) -> None:
        """Open what folds under that title, if it is folded."""
        self.page.wait_for_load_state()  # the page's script folds lists on a phone
        summary = self.page.locator("summary", has_text=title).first
        if not summary.evaluate("it => it.parentElement.open"):
            summary.click()

    @contextmanager
    def expecting(self, *statuses: int) -> Iterator[None]:
        """Answers with these statuses are what the test is about."""
        self._refusals |= set(statuses)
        try:
            yield
        finally:
            self._refusals.clear()

    def watch(self, context: BrowserContext) -> None:
        """Record from now on what this context asks for and complains of."""
        context.on("request", self._asked)
        context.on("requestfailed", self._failed)
        context.on("response", self._answered)
        context.on("console", self._written)
        context.on("weberror", self._thrown)

    def _asked(self, request: Request) -> None:
        self.requested.append(request.url)
        if not request.url.startswith(self.address + "/"):
            self.faults.append(f"asked another host: {request.url}")

    def _failed(self, request: Request) -> None:
        # A download takes the answer away from the window, which then says "aborted"; so is
        # what a page still asked for (its icon, a suggestion) when the reader goes on.
        path = urlsplit(request.url).path
        is_file = "/originals/" in path or path.endswith((".csv", ".docx"))
        is_left = is_file or request.method == "POST" or not request.is_navigation_request()
        if not (is_left and request.failure == "net::ERR_ABORTED"):
            self.faults.append(f"failed: {unquote(request.url)}: {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self._refusals:
            self.faults.append(f"{response.status}: {unquote(response.url)}")

    def _written(self, message: ConsoleMessage) -> None:
        if not any(f"status of {status} " in message.text for status in self._refusals):
            self.faults.append(f"console {message.type}: {message.text}")

    def _thrown(self, error: WebError) -> None:
        self.faults.append(f"script: {error.error}")


Open = Callable[[Way], Reader]
"""Opens a window for somebody who reads that way."""


@contextmanager
def reading(browser: Browser, address: str, way: Way) -> Iterator[Reader]:
    """A fresh window, watched; a fault behind it fails the test."""
    context = browser.new_context(
        viewport={"width": way.width, "height": way.height},
        is_mobile=way.is_phone,
        has_touch=way.is_phone,
        java_script_enabled=way.has_script,
        color_scheme=way.scheme,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        accept_downloads=True,
    )
    context.set_default_timeout(15_000)
    try:
        reader = Reader(context.new_page(), address, way)
        reader.watch(context)
        yield reader
        if reader.faults:
            pytest.fail("\n".join(dict.fromkeys(reader.faults)))
    finally:
        context.close()


def overflow(page: Page) -> list[str]:
    """What reaches beyond the window sideways and makes the page scroll."""
    return _measured(page, "overflow.js")


def too_faint(page: Page) -> list[str]:
    """Texts that stand out from their ground less than WCAG 2.2 AA asks (1.4.3)."""
    return _measured(page, "contrast.js")


def _measured(page: Page, script: str) -> list[str]:
    found = page.evaluate((Path(__file__).parent / script).read_text(encoding="utf-8"))
    assert isinstance(found, list)
    return found


def bottom(locator: Locator) -> float:
    """The lower edge of its box."""
    box = locator.bounding_box()
    assert box is not None
    return box["y"] + box["height"]
