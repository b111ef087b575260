"""The production server: addresses as people and scripts write them."""

import socket
from collections.abc import Iterator
from threading import Thread

import pytest

from tests.web.conftest import N65, Filled
from web.config import Config
from web.server import make_server


@pytest.fixture
def port(filled: Filled) -> Iterator[int]:
    """The server, on a port of its own."""
    server = make_server(Config(archive=filled.folder, port=0, threads=1))
    thread = Thread(target=server.run)
    thread.start()
    yield int(server.effective_port)
    server.trigger.pull_trigger(server.close)  # inside its own loop, which then ends
    thread.join(10)
    server.task_dispatcher.shutdown()
    assert not thread.is_alive()


def answer(port: int, target: bytes) -> tuple[int, str]:
    """Status and whole answer to this very request line."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(b"GET " + target + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        received = b"".join(iter(lambda: line.recv(65536), b""))
    return int(received.split()[1]), received.decode("utf-8", "replace")


def test_an_address_in_bare_utf8_is_understood(port: int) -> None:
    status, page = answer(port, f"/notices/{N65}".encode())
    assert status == 200
    assert "第十条" in page
    status, page = answer(port, "/search?q=一区多园 资金".replace(" ", "%20").encode())
    assert status == 200
    assert "<mark>一区多园</mark>" in page


def test_bytes_that_are_no_text_get_our_own_page(port: int) -> None:
    status, page = answer(port, "/notices/焦政办-2021-65".encode("gb18030"))
    assert status == 404
    assert "没有这一页" in page
