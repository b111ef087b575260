"""A sentence for people that remembers what it was made of: the message and its values, pure.

It is the Chinese sentence wherever one is wanted. Whoever speaks another language says the message
in it and fills in the same values; so nothing finished is ever translated.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from archive.notice.dates import format_date
from archive.notice.model import Precision

# %(page)s
_PLACE = re.compile(r"(%\([a-z_]+\)s)")


@dataclass(frozen=True, slots=True)
class Day:
    """A day in a sentence, and how much of it is known."""

    value: date
    precision: Precision | None = Precision.DAY

    def __str__(self) -> str:
        return format_date(self.value, self.precision)


class Saying(str):
    """``第 3 页``, made of ``第 %(page)s 页`` and ``page``: 3."""

    __slots__ = ("message", "values")

    message: str
    values: Mapping[str, object]

    def __new__(cls, message: str, values: Mapping[str, object]) -> "Saying":
        said = super().__new__(cls, message % values)
        said.message = message
        said.values = values
        return said

    def __reduce__(self) -> tuple[object, tuple[str, dict[str, object]]]:
        # Errors and what they say cross from worker processes.
        return Saying, (self.message, dict(self.values))


def say(message: str, /, **values: object) -> Saying:
    """The message with its values: ``say("第 %(page)s 页", page=3)``."""
    return Saying(message, values)


def hear(words: str, message: str) -> Saying | None:
    """What ``say`` made of this message, from the bare words that were kept; else ``None``."""
    found = _pattern(message).fullmatch(words)
    return Saying(message, found.groupdict()) if found else None


@cache
def _pattern(message: str) -> re.Pattern[str]:
    said = [
        f"(?P<{part[2:-2]}>.+)" if _PLACE.fullmatch(part) else re.escape(part.replace("%%", "%"))
        for part in _PLACE.split(message)
    ]
    return re.compile("".join(said), re.DOTALL)
