"""Untrusted files are read in processes of their own, with limits on memory and time.

A PDF of two kilobytes can inflate to a gigabyte, abort the parser or never end; here that costs one
process, which is replaced, and never the batch. Processes live on from file to file, so a thousand
files do not pay a thousand starts.
"""

import contextlib
import logging
import os
import resource
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from threading import Lock
from traceback import extract_tb
from types import TracebackType
from typing import Any, Self, TypeVar

from archive.errors import FawenError, SourceError, SourceTooLarge, UnreadableSource
from archive.notice.model import Source
from archive.saying import say

T = TypeVar("T")

MEMORY_BYTES = 2 << 30
"""Address space of one process, over what the bytes of the file themselves need."""
MEMORY_PER_BYTE = 8
"""Room for the copies of a file's bytes and text that reading it makes."""
TIME_S = 60.0
"""Processor seconds for the smallest file; three times that on the wall clock."""
TIME_PER_MB_S = 30.0
TIME_MOST_S = 900.0
WALL_FACTOR = 3
"""The wall clock is slower than the processor's: other programs run too."""
START_S = 120
"""For a process to start, on the busiest machine; no file's time."""

_AHEAD = 20
"""So many files more than there are processes are read before whoever asked takes an answer."""
_BYTES_AHEAD = 1 << 26
"""Fewer where they are large."""

_SPAWN = get_context("spawn")  # a fork would copy the archive's open files and locks


class ReaderMistake(UnreadableSource):
    """The program that reads failed, through no fault of the file that anyone could name."""


class Guard:
    """A few reading processes; use as a context manager.

    ``run`` asks for one answer, ``run_all`` for many, in the order in which they were asked.
    """

    def __init__(
        self, workers: int = 1, *, time_s: float = TIME_S, most_s: float = TIME_MOST_S
    ) -> None:
        self._workers = [_Worker(time_s, most_s) for _ in range(workers)]
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="guard")
        self._ahead = _AHEAD + 2 * workers

    def run(self, function: Callable[[Source], T], source: Source) -> T:
        """``function(source)``, elsewhere; ``function`` must stand at the top of a module.

        Raises: SourceError, also where it ran out of time or memory, crashed or failed.
        """
        worker = self._idle.get()
        try:
            return worker.run(function, source)
        finally:
            self._idle.put(worker)

    def run_all(
        self, function: Callable[[Source], T], sources: Iterable[Source]
    ) -> Iterator[tuple[Source, T | SourceError]]:
        """Every source with its answer, in order; only a few sources are held at a time."""
        pending: deque[tuple[Source, Future[T]]] = deque()
        held = 0
        for source in sources:
            pending.append((source, self._threads.submit(self.run, function, source)))
            held += len(source.content)
            while len(pending) > self._ahead or (held > _BYTES_AHEAD and len(pending) > 1):
                held -= len(pending[0][0].content)
                yield _answer(*pending.popleft())
        while pending:
            yield _answer(*pending.popleft())

    def close(self) -> None:
        """End the processes, also in the middle of a file."""
        for worker in self._workers:
            worker.close()
        self._threads.shutdown(cancel_futures=True)
        for worker in self._workers:
            worker.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def _answer(source: Source, future: Future[Any]) -> tuple[Source, Any]:
    try:
        return source, future.result()
    except SourceError as error:
        return source, error


class _Worker:
    """One process, started when first needed and again after it died.

    One thread at a time runs it; only ``close`` may come from another.
    """

    def __init__(self, time_s: float, most_s: float) -> None:
        self._time_s, self._most_s = time_s, most_s
        self._lock = Lock()
        self._is_closed = False
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None

    def run(self, function: Callable[[Source], T], source: Source) -> T:
        """Raises: SourceError."""
        grown = self._time_s + TIME_PER_MB_S * len(source.content) / 1e6
        seconds = min(grown, self._most_s)
        try:
            connection = self._start()
            connection.send((function, source, seconds))
            if not connection.poll(seconds * WALL_FACTOR):
                self.stop()
                raise _out_of_time(seconds * WALL_FACTOR)
            kind, answer = connection.recv()
        except (EOFError, OSError):
            raise self._died(seconds) from None
        if kind is None:
            done: T = answer
            return done
        if issubclass(kind, SourceTooLarge):
            self.stop()  # what is left of its memory is in pieces
        raise kind(*answer)

    def close(self) -> None:
        """End the process for good; whoever waits for its answer finds the line dead."""
        with self._lock:
            self._is_closed = True
            if self._process:
                self._process.kill()

    def stop(self) -> None:
        """End the process, whatever it is doing; the next file gets another."""
        process, self._process = self._process, None
        if process:
            process.kill()
            process.join()
        if self._connection:
            self._connection.close()
            self._connection = None

    def _start(self) -> Connection:
        if self._connection and self._process and self._process.is_alive():
            return self._connection
        self.stop()
        with self._lock:
            if self._is_closed:
                raise UnreadableSource(say("读取已中断"), say("重新运行同一条命令，读过的不会再读"))
            ours, theirs = _SPAWN.Pipe()
            process = _SPAWN.Process(target=_serve, args=(theirs,), name="fawen-read", daemon=True)
            # Ctrl-C is the parent's to handle; the child has the mask even before it runs. The
            # tracker that comes with the first child clears the mask, so it is started ahead.
            resource_tracker.ensure_running()
            before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            try:
                process.start()
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, before)
            theirs.close()
            self._process, self._connection = process, ours
        if not ours.poll(START_S):
            self.stop()
            raise UnreadableSource(say("读取进程没有启动"), say("等机器空闲一些再运行一次"))
        ours.recv()  # its word that it is ready
        return ours

    def _died(self, seconds: float) -> SourceError:
        code = None
        if self._process:
            self._process.join(5)
            code = self._process.exitcode
        self.stop()
        if code == -signal.SIGXCPU:
            return _out_of_time(seconds)
        if code == -signal.SIGKILL:
            return _out_of_memory()
        return UnreadableSource(
            say("读取时解析程序崩溃（退出码 %(code)s），文件可能已损坏", code=code),
            say("重新下载或导出这份文件后再添加"),
        )


def _out_of_time(seconds: float) -> SourceTooLarge:
    return SourceTooLarge(
        say("读了 %(seconds)s 秒仍没有读完，已停止", seconds=f"{seconds:.0f}"),
        say("拆分文件，或重新导出为较简单的文件后再添加"),
    )


def _out_of_memory() -> SourceTooLarge:
    return SourceTooLarge(
        say("读取时占用的内存超过上限，已停止"), say("拆分文件，或重新导出后再添加")
    )


def _serve(connection: Connection) -> None:
    """The life of one process: answer until the other end closes."""
    for name in ("pdfminer", "pdfplumber"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # doubts are the reading's problems
    connection.send("ready")
    while True:
        try:
            function, source, seconds = connection.recv()
        except (EOFError, OSError):
            return
        _limit(seconds, len(source.content))
        try:
            connection.send((None, function(source)))
        except FawenError as error:
            connection.send((type(error), (error.problem, error.remedy, error.origin)))
        except MemoryError:
            large = _out_of_memory()
            connection.send((SourceTooLarge, (large.problem, large.remedy)))
        except BrokenPipeError:
            return
        except Exception as error:  # a reader's mistake about one file must not end the batch
            connection.send((ReaderMistake, _mistake(error)))


def _limit(seconds: float, size: int) -> None:
    """Processor time from here on, and address space; raised again for the next file."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu_s = int(used.ru_utime + used.ru_stime + seconds) + 1
    # Systems without one of these limits still have the wall clock.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, resource.RLIM_INFINITY))
    with contextlib.suppress(ValueError, OSError):
        memory = MEMORY_BYTES + MEMORY_PER_BYTE * size
        resource.setrlimit(resource.RLIMIT_AS, (memory, resource.RLIM_INFINITY))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _mistake(error: Exception) -> tuple[str, str]:
    frames = extract_tb(error.__traceback__)
    where = f"{os.path.basename(frames[-1].filename)}:{frames[-1].lineno}" if frames else "?"  # noqa: PTH119
    return (
        f"读取程序自身出错：{type(error).__name__}: {str(error)[:200]}（{where}）",
        "这是程序的缺陷：请把这一行连同文件报告给维护者",
    )
