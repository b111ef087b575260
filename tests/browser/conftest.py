"""The production server over the shipped documents, Chromium, and a reader for each test."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from archive.archive import Archive
from tests.browser.reader import Open, Reader, Way, reading

OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Nothing outside could be reached, even if a page asked for it.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)


@pytest.fixture(scope="session")
def address(archive_folder: Path, root: Path) -> Iterator[str]:
    """The site as ``fawen serve`` serves it, on a port of its own; it must complain of nothing."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    here = f"http://127.0.0.1:{port}"
    environment = {
        name: value
        for name, value in os.environ.items()
        if name != "PORT" and not name.startswith("FAWEN_")
    }
    command = [sys.executable, "-m", "web", "--archive", str(archive_folder)]
    with subprocess.Popen(  # noqa: S603 - our own interpreter, our own command
        [*command, "serve", "--host", "127.0.0.1", "--port", str(port)],
        cwd=root,
        env=environment,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as server:
        assert server.stderr
        try:
            said = server.stderr.readline()  # it listens already when it says so
            assert here in said, said + server.stderr.read()
            yield here
        finally:
            server.terminate()
        assert server.stderr.read() == ""


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    """One Chromium for all tests; every reader gets a profile of its own."""
    expect.set_options(timeout=15_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(OPTIONS))
        yield browser
        browser.close()


@pytest.fixture
def open_window(
    browser: Browser, address: str, shots: Path | None, request: pytest.FixtureRequest
) -> Iterator[Open]:
    """Opens a window for somebody who reads that way; faults behind it fail the test."""
    opened: list[Reader] = []
    with ExitStack() as windows:

        def open_(way: Way) -> Reader:
            opened.append(windows.enter_context(reading(browser, address, way)))
            return opened[-1]

        yield open_
        for at, reader in enumerate(opened if shots else ()):
            name = re.sub(r"[^\w.-]+", "-", request.node.name.removeprefix("test_"))
            reader.page.screenshot(path=f"{shots}/{name[:120]}-{at}.png")  # where the way ended


@pytest.fixture(scope="session")
def notices(archive: Archive) -> dict[str, str]:
    """The five shipped documents: a short name → the address."""
    words = {"n65": "〔2021〕65号", "n63": "〔2017〕63号", "draft": "征求意见稿"}
    words |= {"rules": "实施细则", "article": "最强音"}
    listed = archive.listing(on=date(2026, 11, 22), public=True)
    return {
        name: f"/notices/{line.id}"
        for name, word in words.items()
        for line in listed
        if word in f"{line.number} {line.title}"
    }


@pytest.fixture(scope="session")
def shots() -> Path | None:
    """Where to keep pictures of every page, if anybody wants them (``FAWEN_SHOTS``)."""
    wanted = os.environ.get("FAWEN_SHOTS")
    if not wanted:
        return None
    folder = Path(wanted)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
