"""The index kept level with the catalogue beside ``fawen add``, by a process of its own.

To index a document takes longer than to read and keep it, and needs nothing of the program that
keeps it: one indexer, under a lock, replays what the catalogue's log has. Here that one is a child.
What it has not done by the end, or ever, the archive does itself when it is told to.
"""

import contextlib
import signal
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Self

from archive.errors import FawenError

_SPAWN = get_context("spawn")  # a fork would copy the archive's open files and locks


class Indexer:
    """One indexing process; use as a context manager, and ``tell`` it whenever there is more."""

    def __init__(self, folder: Path, database_url: str | None) -> None:
        self._ours, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(
            target=_serve, args=(theirs, folder, database_url), name="fawen-index", daemon=True
        )
        # Ctrl-C is the parent's to handle; see the same in ``guard``.
        resource_tracker.ensure_running()
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            self._process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        theirs.close()

    def tell(self) -> None:
        """The catalogue has more; answers at once. A process that has died is not missed."""
        with contextlib.suppress(OSError):
            self._ours.send(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Let it finish what it is at; at once where the batch was broken off."""
        self._ours.close()
        if kind is not None:
            self._process.kill()  # the archive is made for that
        self._process.join()


def _serve(connection: Connection, folder: Path, database_url: str | None) -> None:
    """The life of the process: bring the index up whenever told, until the other end closes."""
    from archive.archive import Archive  # noqa: PLC0415  where it is needed, in the child

    try:
        connection.recv()
        # Opening it for writing brings the index up.
        with Archive.open(folder, database_url=database_url) as archive:
            while True:
                connection.recv()
                while connection.poll():
                    connection.recv()
                archive.sync()
    except (EOFError, OSError, FawenError):
        return  # the parent does the rest, and is told of the same trouble if it lasts
