"""The engines that must keep the contract, each in a folder of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.search.engine import Engine, Entry
from archive.search.whoosh import WhooshEngine

from .contract import shipped_entries

ENGINES: dict[str, Callable[[Path], Engine]] = {"whoosh": WhooshEngine.create}


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A new index."""
    created = ENGINES[request.param](tmp_path / "index")
    yield created
    created.close()


@pytest.fixture(scope="session")
def shipped(corpus: Path) -> tuple[Entry, ...]:
    """Every paragraph of the shipped texts."""
    return shipped_entries(corpus)


@pytest.fixture(scope="session", params=ENGINES)
def filled(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    shipped: tuple[Entry, ...],
) -> Iterator[Engine]:
    """An index of them; for reading only."""
    created = ENGINES[request.param](tmp_path_factory.mktemp("filled") / "index")
    created.apply(1, (), shipped)
    yield created
    created.close()
