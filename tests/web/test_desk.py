"""Comparisons are made once, however many ask at a time, and a failed one is tried again."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier, Event

import pytest

from archive.archive import Archive
from archive.record import Compared
from tests.web.revised import NEW_NAME, OLD_NAME
from web import desk
from web.desk import Desk

Pair = tuple[Compared, Compared]
TIMEOUT_S = 60


@pytest.fixture(scope="module")
def pair(versions_folder: Path) -> Pair:
    with Archive.open(versions_folder, create=False, writable=False) as archive:
        old, new = (archive.compared(name, date(2026, 1, 1)) for name in (OLD_NAME, NEW_NAME))
    return old, new


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Pair]:
    """Every pair that was really compared."""
    found: list[Pair] = []
    compare: Callable[..., object] = desk.compare_texts

    def counted(old: Compared, new: Compared) -> object:
        found.append((old, new))
        return compare(old, new)

    monkeypatch.setattr(desk, "compare_texts", counted)
    return found


def test_many_who_ask_at_once_pay_once(pair: Pair, made: list[Pair]) -> None:
    site, start = Desk(), Barrier(6)

    def ask() -> object:
        start.wait(TIMEOUT_S)
        return site.compared(*pair)

    with ThreadPoolExecutor(6) as readers:
        answers = [future.result(TIMEOUT_S) for future in [readers.submit(ask) for _ in range(6)]]
    assert len(made) == 1
    assert all(answer is answers[0] for answer in answers)


def test_the_sides_and_the_texts_make_a_comparison_another(pair: Pair, made: list[Pair]) -> None:
    site = Desk()
    old, new = pair
    for one, other in ((old, new), (new, old), (old, old), (old, new)):
        site.compared(one, other)
    assert made == [(old, new), (new, old), (old, old)]


def test_what_failed_is_tried_again(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    site, is_broken = Desk(), Event()
    is_broken.set()
    compare: Callable[..., object] = desk.compare_texts

    def broken(old: Compared, new: Compared) -> object:
        if is_broken.is_set():
            raise MemoryError
        return compare(old, new)

    monkeypatch.setattr(desk, "compare_texts", broken)
    with pytest.raises(MemoryError):
        site.compared(*pair)
    is_broken.clear()
    assert site.compared(*pair).rows


def test_only_the_last_ones_are_kept(
    pair: Pair, made: list[Pair], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "_KEPT", 1)
    site, (old, new) = Desk(), pair
    for one, other in ((old, new), (new, old), (old, new)):
        site.compared(one, other)
    assert len(made) == 3


def test_a_file_from_outside_is_never_kept(pair: Pair) -> None:
    outside = Compared("稿.txt", pair[0].notice)
    with pytest.raises(ValueError, match="outside the archive"):
        Desk().compared(outside, pair[1])
