"""A page that was made once is given again only while it would be made alike."""

from datetime import date
from pathlib import Path
from typing import cast

import pytest
from flask.testing import FlaskClient

from archive.archive import Archive
from archive.errors import SlowQuery
from archive.record import Advice, ArchiveState
from ingest.pipeline import read
from tests.web.conftest import TODAY, ClosingClient, small_notice, text_source
from web import create_app
from web.asking import Site
from web.config import Config
from web.kept_pages import KeptPages, Page
from web.views import home, notice, search

DAY = date(2026, 1, 1)
NUMBER = "焦政办〔2022〕1号"


def state(sequence: int) -> tuple[ArchiveState, date]:
    return ArchiveState(sequence, 0, sequence, None), DAY


def page(sequence: int, size: int) -> Page:
    return Page(state(sequence), b"x" * size, ())


def test_a_page_of_another_state_is_not_given() -> None:
    kept = KeptPages(100)
    kept.put(("h", "/a"), page(1, 10))
    assert kept.get(("h", "/a"), state(1)) == page(1, 10)
    assert kept.get(("h", "/a"), state(2)) is None
    assert kept.get(("h", "/a"), state(1)) is None, "it takes no room any more"
    kept.put(("h", "/a"), page(1, 10))
    assert kept.get(("h", "/a"), (state(1)[0], date(2026, 1, 2))) is None


def test_what_was_not_asked_for_longest_makes_room() -> None:
    kept = KeptPages(100)
    for name in "abcd":
        kept.put(("h", name), page(1, 25))
    assert kept.get(("h", "a"), state(1))
    kept.put(("h", "e"), page(1, 25))
    assert kept.get(("h", "b"), state(1)) is None
    assert kept.get(("h", "a"), state(1))
    kept.put(("h", "a"), page(2, 25))  # anew, not twice
    assert [name for name in "acde" if kept.get(("h", name), state(1))] == ["c", "d", "e"]
    kept.put(("h", "large"), page(1, 101))
    assert kept.get(("h", "large"), state(1)) is None
    assert kept.get(("h", "c"), state(1)), "what does not fit drives nothing out"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Archive.open(tmp_path / "archive") as archive:
        text = small_notice(NUMBER, "停车").replace("自2022年4月1日起", "自公布之日起")
        source = text_source("1.txt", text)
        archive.add(source, read(source))
    return tmp_path / "archive"


def client_of(folder: Path, today: list[date]) -> FlaskClient:
    app = create_app(Config(archive=folder), clock=lambda: today[0])
    app.test_client_class = ClosingClient
    return app.test_client()


def test_a_page_is_made_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    render = notice.render_template

    def counted(*arguments: object, **named: object) -> str:
        made.append(arguments)
        return render(*arguments, **named)

    monkeypatch.setattr(notice, "render_template", counted)
    client = client_of(folder, [TODAY])
    address = "/notices/焦政办-2022-1"
    first = client.get(address)
    again = client.get(address)
    assert first.status_code == 200
    assert len(made) == 1
    assert again.data == first.data
    assert dict(again.headers) == dict(first.headers)
    assert client.head(address).headers["Content-Length"] == str(len(first.data))
    assert len(made) == 1
    assert client.get(f"{address}?on=2022-03-01").data != first.data
    assert client.get(f"{address}?lang=en").data != first.data
    assert client.get(address, headers={"Host": "elsewhere.example"}).status_code == 200
    assert len(made) == 4


def test_what_arrives_is_withdrawn_or_judged_shows_at_once(folder: Path) -> None:
    client = client_of(folder, [TODAY])
    address = "/notices/焦政办-2022-1"
    assert "2022年9月9日" not in client.get(address).get_data(as_text=True)
    front = client.get("/").get_data(as_text=True)
    assert "绿化" not in front
    with Archive.open(folder) as archive:
        source = text_source("2.txt", small_notice("焦政办〔2022〕2号", "绿化"))
        archive.add(source, read(source))
        assert "绿化" in client.get("/").get_data(as_text=True)
        archive.enter(
            "焦政办-2022-1", "date_published", date(2022, 9, 9), who="审核人", why="见公报"
        )
        assert "2022年9月9日" in client.get(address).get_data(as_text=True)
        archive.note_check((), deep=False)
        assert "核对" in client.get("/").get_data(as_text=True)
        archive.withdraw("焦政办-2022-1", "误收")
    assert client.get(address).status_code == 410


def site_of(client: FlaskClient) -> Site:
    return cast("Site", client.application.extensions["fawen"])


def test_a_search_is_made_once_in_a_room_of_its_own(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(folder, [TODAY])
    notices = client.get("/notices/焦政办-2022-1").status_code, site_of(client).kept.pages
    first = client.get("/search?q=停车")
    with monkeypatch.context() as broken:
        broken.setattr(search, "render_template", lambda *_, **__: 1 / 0)
        assert client.get("/search?q=停车").data == first.data
    assert site_of(client).kept_searches.pages == 1
    assert (200, site_of(client).kept.pages) == notices
    assert client.get("/search?q=").status_code == 200
    assert client.get("/search?q=停车&status=GOOD").status_code == 400
    assert site_of(client).kept_searches.pages == 2


def test_a_search_finds_what_has_arrived_since(folder: Path) -> None:
    client = client_of(folder, [TODAY])
    assert "没有找到" in client.get("/search?q=绿化").get_data(as_text=True)
    with Archive.open(folder) as archive:
        source = text_source("2.txt", small_notice("焦政办〔2022〕2号", "绿化"))
        archive.add(source, read(source))
    assert "<mark>绿化</mark>" in client.get("/search?q=绿化").get_data(as_text=True)


def test_what_there_was_no_time_for_is_looked_for_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(folder, [TODAY])

    def too_slow(*_: object, **__: object) -> Advice:
        raise SlowQuery("太慢", "少写几个词")

    with monkeypatch.context() as busy:
        busy.setattr(Archive, "advise", too_slow)
        page = client.get("/search?q=绿化").get_data(as_text=True)
        assert "没来得及查明为什么" in page
        assert client.get("/api/v1/search?q=绿化").status_code == 200
    assert site_of(client).kept_searches.pages == 0
    page = client.get("/search?q=绿化").get_data(as_text=True)
    assert "没来得及" not in page
    assert "一条也没有" in page or "为什么没有找到" in page


def test_every_day_has_its_own_page(folder: Path) -> None:
    today = [date(2026, 1, 1)]
    client = client_of(folder, today)
    assert "2026年1月1日" in client.get("/").get_data(as_text=True)
    today[0] = date(2026, 1, 2)
    assert "2026年1月2日" in client.get("/").get_data(as_text=True)


def test_failures_are_not_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_of(folder, [TODAY])
    with monkeypatch.context() as broken:
        broken.setattr(home, "render_template", lambda *_, **__: 1 / 0)
        assert client.get("/").status_code == 500
    assert client.get("/").status_code == 200
