"""One bad file costs one process and never the batch."""

import hashlib
import os
import signal
import time

import pytest

from archive.errors import SourceError, SourceTooLarge, UnreadableSource
from archive.notice.model import Source
from web.guard import Guard


def source(name: str) -> Source:
    content = name.encode()
    return Source(name, "text/plain", content, hashlib.sha256(content).hexdigest())


def echo(given: Source) -> str:
    return given.name


def echo_slowly(given: Source) -> str:
    time.sleep(0.2 if given.name == "0" else 0)
    return given.name


def number(given: Source) -> int:
    return int(given.name)


def process_id(given: Source) -> int:
    return os.getpid()


def refuse(given: Source) -> str:
    raise UnreadableSource("没有文字层", "换一份")


def swallow_memory(given: Source) -> int:
    return len(bytearray(64 << 30))


def abort(given: Source) -> str:
    os.abort()


def be_killed(given: Source) -> str:
    os.kill(os.getpid(), signal.SIGKILL)
    return "never"


def spin(given: Source) -> str:
    while True:
        pass


def sleep(given: Source) -> str:
    time.sleep(600)
    return "never"


def test_answers_come_in_the_order_of_the_sources_whoever_is_faster() -> None:
    with Guard(2) as guard:
        names = [str(n) for n in range(12)]
        answers = list(guard.run_all(echo_slowly, map(source, names)))
    assert [answer for _, answer in answers] == names
    assert [given.name for given, _ in answers] == names


def test_one_process_reads_file_after_file() -> None:
    with Guard() as guard:
        assert guard.run(process_id, source("a")) == guard.run(process_id, source("b"))
        assert guard.run(process_id, source("c")) != os.getpid()


def test_an_error_of_the_reader_arrives_whole() -> None:
    with Guard() as guard, pytest.raises(UnreadableSource) as caught:
        guard.run(refuse, source("a"))
    assert (caught.value.problem, caught.value.remedy) == ("没有文字层", "换一份")


@pytest.mark.parametrize(
    ("harm", "error"),
    [
        (swallow_memory, SourceTooLarge),
        (be_killed, SourceTooLarge),
        (abort, UnreadableSource),
        (number, UnreadableSource),
    ],
)
def test_what_kills_a_process_is_said_and_the_next_file_is_read(harm, error) -> None:
    with Guard() as guard:
        with pytest.raises(error) as caught:
            guard.run(harm, source("坏"))
        answers = [guard.run(echo, source("好"))]
    assert answers == ["好"]
    assert caught.value.remedy


@pytest.mark.parametrize("endless", [spin, sleep])
def test_reading_without_end_is_ended(endless) -> None:
    with Guard(time_s=1.0) as guard:
        with pytest.raises(SourceTooLarge, match="没有读完"):
            guard.run(endless, source("坏"))
        assert guard.run(echo, source("好")) == "好"


@pytest.mark.slow
def test_processor_time_is_counted_for_each_file_anew() -> None:
    with Guard(time_s=2.0) as guard:
        for _ in range(10):
            assert guard.run(half_a_second, source("a")) == "done"


def half_a_second(given: Source) -> str:
    until = time.process_time() + 0.5
    while time.process_time() < until:
        pass
    return "done"


def test_a_mistake_of_the_reader_names_its_place_and_shows_no_traceback(capfd) -> None:
    with Guard() as guard, pytest.raises(SourceError) as caught:
        guard.run(number, source("三"))
    assert "ValueError" in caught.value.problem
    assert "test_guard.py:" in caught.value.problem
    assert capfd.readouterr().err == ""
