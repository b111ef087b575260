"""Every error that a user can meet, as one tree.

::

    FawenError(problem, remedy, origin=None)
    ├── SourceError              the bytes that were handed in
    │   ├── UnsupportedFormat    no reader for this kind of file
    │   ├── UnreadableSource     the right kind, but damaged, locked or without text
    │   └── SourceTooLarge       over a limit that protects the machine
    ├── ArchiveError             what is kept
    │   ├── NoticeNotFound       nothing goes by that number, id, date or key
    │   ├── AmbiguousNotice      a bare number that fits several works
    │   ├── StaleIndex           the index is missing, damaged or behind the catalogue
    │   │   └── OutdatedIndex    whole, but built by another version of the program or its words
    │   ├── DamagedOriginal      kept bytes are missing or no longer have their checksum
    │   └── ArchiveBusy          another process holds the lock
    └── QueryError               a search over the limits
        └── SlowQuery            it ran out of time; asked again, it may not

``problem`` is one fact with the offending text; ``remedy`` is one imperative, with the command
where there is one; both in Chinese, for the person at the keyboard. Deep code does not know file
names: ``naming`` adds them at the border. A programming mistake stays an ordinary exception.
"""

from collections.abc import Iterator
from contextlib import contextmanager


class FawenError(Exception):
    """Something that a person can do something about."""

    def __init__(self, problem: str, remedy: str, origin: str | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy
        self.origin = origin
        """The file or notice that it is about, as the person named it; ``None`` until known."""

    def __reduce__(self) -> tuple[object, tuple[type, str], dict[str, object]]:
        # Errors cross from worker processes; the default calls ``__init__`` with the problem alone.
        return _blank, (type(self), self.problem), self.__dict__

    def __str__(self) -> str:
        where = f"{self.origin}：" if self.origin else ""
        return f"{where}{self.problem}（{self.remedy}）"


def _blank(kind: type[FawenError], problem: str) -> FawenError:
    return kind.__new__(kind, problem)


class SourceError(FawenError):
    """The bytes that were handed in cannot be read."""


class UnsupportedFormat(SourceError):
    """There is no reader for this kind of file."""


class UnreadableSource(SourceError):
    """The right kind of file, but empty, damaged, locked or without text."""


class SourceTooLarge(SourceError):
    """Over a limit that protects the machine."""


class ArchiveError(FawenError):
    """What is kept cannot answer."""


class NoticeNotFound(ArchiveError):
    """Nothing in the archive goes by that number, id, date or key."""


class AmbiguousNotice(ArchiveError):
    """A bare number that fits several works; ``choices`` are their ids."""

    def __init__(self, problem: str, remedy: str, choices: tuple[str, ...]) -> None:
        super().__init__(problem, remedy)
        self.choices = choices


class StaleIndex(ArchiveError):
    """The index is missing, damaged or behind the catalogue: never the same as no results."""


class OutdatedIndex(StaleIndex):
    """The index is whole, but was built by another version of the program or its dictionary."""


class DamagedOriginal(ArchiveError):
    """Kept bytes are missing, or no longer have the checksum they were kept under."""


class ArchiveBusy(ArchiveError):
    """Another process is writing."""


class QueryError(FawenError):
    """A search over the limits; wrong syntax is read as words and never raises."""


class SlowQuery(QueryError):
    """It ran out of time: what it would have found rests on how busy the machine was."""


@contextmanager
def naming(origin: str) -> Iterator[None]:
    """Add the name of the thing at hand to any error raised inside, unless it has one."""
    try:
        yield
    except FawenError as error:
        error.origin = error.origin or origin
        raise
