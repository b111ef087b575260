"""What first requests would wait for is made ready behind them."""

import gc
from collections.abc import Iterator

import pytest

from archive.errors import ArchiveError
from tests.web.conftest import Filled
from web import create_app
from web.config import Config
from web.library import Library
from web.warming import warm_up


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    """What was frozen here is collected again in the tests that follow."""
    yield
    gc.unfreeze()


def test_templates_and_suggestions_are_there_before_they_are_asked_for(filled: Filled) -> None:
    app = create_app(Config(archive=filled.folder))
    assert app.jinja_env.cache is not None
    before = len(app.jinja_env.cache)
    warm_up(app).join(60)
    names = set(app.jinja_env.list_templates(extensions=["html"]))
    assert before < len(app.jinja_env.cache)
    assert len(app.jinja_env.cache) >= len(names)
    assert gc.get_freeze_count()
    assert app.test_client().get("/search?q=园区").status_code == 200


def test_an_index_that_cannot_be_read_does_not_keep_the_site_from_starting(
    filled: Filled, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(Config(archive=filled.folder))
    library: Library = app.extensions["fawen"].library

    def broken(*_: object, **__: object) -> None:
        raise ArchiveError("索引损坏", "fawen reindex")

    monkeypatch.setattr(type(library), "suggest", broken)
    thread = warm_up(app)
    thread.join(60)
    assert not thread.is_alive()
    assert app.test_client().get("/").status_code == 200
    assert app.test_client().get("/healthz").status_code == 200
