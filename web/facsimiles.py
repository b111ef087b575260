"""Pictures of the pages of originals: drawn apart, when first asked for, and kept for the next one.

Files are not to be trusted, so a process with limits draws them (``web.guard``). What it drew lies
in the archive's folder ``facsimiles``, which may be emptied at any time; where that cannot be
written, every picture is drawn anew. Whoever asks has made sure that the original may be seen.
"""

import json
import os
import re
import tempfile
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Lock, Semaphore
from time import monotonic
from typing import TypeVar

from archive.errors import ArchiveBusy, SourceError
from archive.notice.model import Source
from ingest.facsimile import Leaf, draw, measure
from web.guard import Guard

T = TypeVar("T")

WIDTHS_PX = (800, 1600)
"""A page beside its text, and one on a fine screen."""
VERSION = "1"
"""Of how pages are drawn; pictures of another version are drawn anew."""
FOLDER = "facsimiles"
MOST_BYTES = 256_000_000
"""What may be kept; the longest unused goes first."""
_TRIM_EVERY = 64
"""Pictures written between two looks at how much is kept."""
_TIME_S = 10.0
"""Processor seconds for one page, whatever the file."""
_PATIENCE_S = 20.0
_AT_ONCE = 3
"""Requests that wait for a page to be drawn; the others are asked to come again."""
_FAILURES = 64
_FORGOTTEN_S = 600.0
"""After which what failed is tried again: the machine may only have been busy."""
# 3b…e1-12-800.webp, 3b…e1.json
_OURS = re.compile(r"[0-9a-f]{64}(?:-[0-9]+-[0-9]+\.webp|\.json)")


class Facsimiles:
    """Threads may share it; ``close`` ends the process that draws."""

    def __init__(self, archive: Path) -> None:
        self._folder = archive / FOLDER / VERSION
        self._guard = Guard(1, time_s=_TIME_S, most_s=_TIME_S)
        self._room = Semaphore(_AT_ONCE)
        self._lock = Lock()
        self._written = 0
        self._failed: OrderedDict[str, tuple[float, SourceError]] = OrderedDict()

    def leaves(self, sha256: str, path: Path) -> tuple[Leaf, ...]:
        """How large each page of that original is.

        Raises: SourceError where it cannot be told; ArchiveBusy.
        """
        kept = self._folder / sha256[:2] / f"{sha256}.json"
        with suppress(OSError, ValueError, TypeError):
            return tuple(Leaf(*sides) for sides in json.loads(kept.read_bytes()))
        found = self._made(f"{sha256}.json", lambda: self._run(measure, sha256, path))
        sides = [[leaf.width_pt, leaf.height_pt] for leaf in found]
        self._keep(kept, json.dumps(sides).encode())
        return found

    def picture(self, sha256: str, path: Path, page: int, width_px: int) -> bytes:
        """One page as a picture.

        Raises: SourceError where it cannot be drawn; ArchiveBusy.
        """
        name = f"{sha256}-{page}-{width_px}.webp"
        kept = self._folder / sha256[:2] / name
        with suppress(OSError):
            content = kept.read_bytes()
            if _is_whole(content):
                os.utime(kept)
                return content
        work = partial(draw, page=page, width_px=width_px)
        content = self._made(name, lambda: self._run(work, sha256, path))
        self._keep(kept, content)
        return content

    def close(self) -> None:
        """End the process."""
        self._guard.close()

    def _run(self, function: Callable[[Source], T], sha256: str, path: Path) -> T:
        source = Source(path.name, "application/pdf", path.read_bytes(), sha256)
        return self._guard.run(function, source)

    def _made(self, name: str, make: Callable[[], T]) -> T:
        """What ``make`` gives; what has just failed is not tried again."""
        with self._lock:
            failed_at, error = self._failed.get(name, (-_FORGOTTEN_S, None))
        if error and monotonic() - failed_at < _FORGOTTEN_S:
            raise type(error)(error.problem, error.remedy)
        if not self._room.acquire(timeout=_PATIENCE_S):
            raise ArchiveBusy("正在画的页面太多", "请过一分钟再试")
        try:
            return make()
        except SourceError as error:
            with self._lock:
                self._failed[name] = (monotonic(), error)
                self._failed.move_to_end(name)
                if len(self._failed) > _FAILURES:
                    self._failed.popitem(last=False)
            raise
        finally:
            self._room.release()

    def _keep(self, path: Path, content: bytes) -> None:
        """Whole or not at all; a folder that cannot be written keeps nothing."""
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=".", dir=path.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).replace(path)
            with self._lock:
                self._written += 1
                is_due = self._written % _TRIM_EVERY == 0
            if is_due:
                self._trim()

    def _trim(self) -> None:
        kept = []
        for path in self._folder.glob("??/*"):
            with suppress(OSError):  # another one trims too
                if _OURS.fullmatch(path.name):
                    stat = path.stat()
                    kept.append((stat.st_mtime, stat.st_size, path))
        excess = sum(size for _, size, _ in kept) - MOST_BYTES
        for _, size, path in sorted(kept):
            if excess <= 0:
                return
            with suppress(OSError):
                path.unlink()
                excess -= size


def _is_whole(content: bytes) -> bool:
    """Not cut short by a power failure: the file says how long it is. Source: RFC 9649 2.4."""
    return content[:4] == b"RIFF" and int.from_bytes(content[4:8], "little") + 8 == len(content)
