"""A site over an archive of its own: the shipped texts, and some that the public must never see."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from archive.archive import Archive
from archive.notice.model import Publication, Reading, Source
from ingest.pipeline import read
from ingest.source import load
from tests.web.page import Page
from tests.web.revised import NEW, OLD
from web import create_app
from web.config import Config

TODAY = date(2026, 11, 22)
N65 = "焦政办-2021-65"
N63 = "焦政办-2017-63"
HELD_WORD = "保密词甲"
WITHDRAWN_WORD = "撤下词乙"
HOSTILE = '<script>alert("题")</script>&<img src=x onerror=alert(1)>'


def text_source(name: str, text: str) -> Source:
    """A text file as if it had been handed in."""
    content = text.encode()
    return Source(name, "text/plain", content, sha256(content).hexdigest())


def small_notice(number: str, word: str) -> str:
    """A small but complete notice that says ``word`` in its title and text."""
    return f"""焦作市人民政府办公室文件

{number}

焦作市人民政府办公室
关于印发{word}管理办法的通知

各县（市、区）人民政府：

《{word}管理办法》已经市政府同意，现印发给你们，请认真贯彻落实。

2022年3月1日

{word}管理办法

第一条 为管理{word}，制定本办法。

第二条 本办法自2022年4月1日起施行。
"""


def hostile(reading: Reading) -> Reading:
    """The reading with markup wherever a text can stand."""
    notice = reading.notice
    main = notice.components[-1]
    sections = tuple(
        s._replace(label=HOSTILE, heading=HOSTILE, text=f"{HOSTILE}{s.text}") for s in main.sections
    )
    component = replace(main, title=HOSTILE, sections=sections)
    return replace(
        reading,
        source_name=f'{HOSTILE}".txt',
        notice=replace(
            notice,
            title=HOSTILE,
            issuers=(HOSTILE,),
            recipients=(HOSTILE,),
            signature=(HOSTILE,),
            kind=HOSTILE,
            genre=HOSTILE,
            printer=HOSTILE,
            interpreter=HOSTILE,
            components=(*notice.components[:-1], component),
        ),
    )


@dataclass(frozen=True)
class Filled:
    """The archive's folder and the ids of what lies in it."""

    folder: Path
    shipped: dict[str, str]
    """File name → id."""
    held: str
    held_sha256: str
    withdrawn: str
    withdrawn_sha256: str
    hostile: str
    hostile_sha256: str


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, corpus: Path) -> Filled:
    """The five shipped texts, one also as PDF; one held, one withdrawn, one full of markup."""
    folder = tmp_path_factory.mktemp("site") / "archive"
    with Archive.open(folder) as archive, archive.adding():
        shipped = {}
        for path in sorted(corpus.glob("*.txt")):
            source = load(path)
            shipped[path.name] = archive.add(source, read(source)).id
        printed = load(next(iter(corpus.glob("*63号*.pdf"))))  # a second original of one of them
        archive.add(printed, read(printed))
        held = text_source("held.txt", small_notice("焦政办〔2022〕901号", HELD_WORD))
        reading = read(held)
        secret = replace(reading, notice=replace(reading.notice, publication=Publication.HELD))
        held_id = archive.add(held, secret).id
        gone = text_source("gone.txt", small_notice("焦政办〔2022〕902号", WITHDRAWN_WORD))
        gone_id = archive.add(gone, read(gone)).id
        archive.withdraw(gone_id, "发文机关要求")
        bad = text_source(f'{HOSTILE}".txt', small_notice("焦政办〔2022〕903号", "恶意"))
        bad_id = archive.add(bad, hostile(read(bad))).id
    return Filled(folder, shipped, held_id, held.sha256, gone_id, gone.sha256, bad_id, bad.sha256)


class ClosingClient(FlaskClient):
    """Reads every answer to its end, so that no file stays open."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        return super().open(*args, **{"buffered": True, **kwargs})


@pytest.fixture(scope="session")
def app(filled: Filled) -> Flask:
    """The site over it, on a fixed day."""
    app = create_app(Config(archive=filled.folder), clock=lambda: TODAY)
    app.test_client_class = ClosingClient
    return app


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    with app.test_client() as client:
        yield client


@pytest.fixture(scope="session")
def versions_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of one rule in two texts."""
    folder = tmp_path_factory.mktemp("versions") / "archive"
    with Archive.open(folder) as archive, archive.adding():
        for name, text in (("旧.txt", OLD), ("新.txt", NEW)):
            source = text_source(name, text)
            archive.add(source, read(source))
    return folder


@pytest.fixture(scope="session")
def versions(versions_folder: Path) -> Flask:
    """The site over it."""
    app = create_app(Config(archive=versions_folder), clock=lambda: TODAY)
    app.test_client_class = ClosingClient
    return app


@pytest.fixture
def reader(versions: Flask) -> Iterator[FlaskClient]:
    with versions.test_client() as client:
        yield client


@pytest.fixture(scope="session")
def draft_id(filled: Filled) -> str:
    return next(id for name, id in filled.shipped.items() if "征求意见稿" in name)  # noqa: A001


@pytest.fixture(scope="session")
def article_id(filled: Filled) -> str:
    return next(id for name, id in filled.shipped.items() if "报纸" in name)  # noqa: A001


@pytest.fixture(scope="session")
def untitled_id(filled: Filled) -> str:
    return next(id for name, id in filled.shipped.items() if "实施细则" in name)  # noqa: A001


def page_at(client: FlaskClient, address: str, status: int = 200) -> Page:
    """The parsed page at that address."""
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    assert response.content_type == "text/html; charset=utf-8"
    return Page(response.get_data(as_text=True))
