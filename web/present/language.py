"""The language in which a page speaks: the messages are Chinese, another looks them up; pure.

A catalogue that is spoken is one of the context, as a day is one of the address; where none is, as
at the command line and in the API, every message is what it says. What documents say stays Chinese
in any language, and is then marked as such.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from dataclasses import dataclass
from datetime import date
from functools import cache
from gettext import NullTranslations

from markupsafe import Markup, escape

from archive.notice.dates import format_date
from archive.notice.model import Precision
from archive.saying import Day, Saying

CHINESE = "zh-Hans"
"""The language of the messages and of all documents, as HTML names it."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language besides Chinese."""

    code: str
    """As HTML and the address name it: ``en``."""
    catalogue: NullTranslations


_spoken: ContextVar[Language | None] = ContextVar("spoken", default=None)
_DATES = {Precision.YEAR: "y", Precision.MONTH: "MMMM y"}
_DAY = "d MMMM y"


def speak(language: Language | None) -> Token[Language | None]:
    """Speak it from here on, ``None`` for Chinese; the token is for ``fall_silent``."""
    return _spoken.set(language)


def fall_silent(token: Token[Language | None]) -> None:
    """Speak what was spoken before."""
    _spoken.reset(token)


@contextmanager
def in_chinese() -> Iterator[None]:
    """For what is handed on: files and answers to programs."""
    token = speak(None)
    try:
        yield
    finally:
        fall_silent(token)


def spoken() -> str:
    """The language's name."""
    language = _spoken.get()
    return language.code if language else CHINESE


def is_chinese() -> bool:
    """Whether the messages are shown as they are written."""
    return _spoken.get() is None


def look_up(message: str) -> str:
    """The message as it is spoken, its values not yet filled in."""
    language = _spoken.get()
    return language.catalogue.gettext(message) if language else message


def look_up_counted(message: str, count: int) -> str:
    """The same where the words depend on a number; Chinese has one form."""
    language = _spoken.get()
    return language.catalogue.ngettext(message, message, count) if language else message


def gettext(message: str, /, **values: object) -> str:
    """A message with its values: ``gettext("第 %(page)s 页", page=2)``.

    In another language, where the words or a value are markup the whole is, and what is none is
    escaped.
    """
    language = _spoken.get()
    if language is None:  # a page has hundreds of messages, and nothing is marked in Chinese
        return message % values
    return _filled(language.catalogue.gettext(message), values)


def in_context(context: str, message: str) -> str:
    """A message without values of a table whose words mean something else elsewhere."""
    language = _spoken.get()
    return language.catalogue.pgettext(context, message) if language else message


def counted(message: str, count: int, /, **values: object) -> str:
    """A message about a number of things, which is its value ``count``."""
    values["count"] = count
    if is_chinese():
        return message % values
    return _filled(look_up_counted(message, count), values)


def counted_markup(message: str, count: int, /, **values: object) -> Markup:
    """The same for a template: the message may hold markup, what is filled in is escaped."""
    return Markup(look_up_counted(message, count)) % {"count": count, **values}  # noqa: S704  as above


def N_(message: str) -> str:  # noqa: N802  the name by which gettext's tools know it
    """A message that is looked up later, where it is shown."""
    return message


def _filled(message: str, values: dict[str, object]) -> str:
    if "<" in message or any(hasattr(value, "__html__") for value in values.values()):
        return Markup(message) % values  # noqa: S704  the catalogue is our own text
    return message % values


def is_told(message: str) -> bool:
    """Whether the message has words in the language that is spoken."""
    return is_chinese() or look_up(message) != message


def verbatim(text: str) -> str:
    """What a document says, in a sentence of ours: marked where that is not Chinese."""
    if is_chinese() or not text:
        return text
    return Markup('<span lang="{}">{}</span>').format(CHINESE, text)


def told(message: str) -> str:
    """A message without values, kept by the archive: in words if there are, else as it is."""
    if is_chinese():
        return message
    return _filled(look_up(message), {}) if is_told(message) else verbatim(message)


def said(words: str) -> str:
    """A sentence of the archive's, put together anew where another language is spoken."""
    if is_chinese():
        return words
    if not isinstance(words, Saying):
        return told(words)
    return gettext(words.message, **{name: _value(one) for name, one in words.values.items()})


def _value(value: object) -> object:
    if isinstance(value, Saying):
        return said(value)
    if isinstance(value, Day):
        return day_text(value.value, value.precision)
    return verbatim(value) if isinstance(value, str) and not value.isascii() else value


def joined(parts: Iterable[str], between: str) -> str:
    """The parts in a row; markup, if one of them is."""
    found = list(parts)
    if any(hasattr(part, "__html__") for part in found):
        return escape(between).join(found)
    return between.join(found)


def listed(parts: Iterable[str]) -> str:
    """Names in a row: 甲、乙."""
    return joined(parts, "、" if is_chinese() else ", ")


def mark_chinese() -> str:
    """The attribute of an element that holds what documents say; none on a Chinese page."""
    return "" if is_chinese() else Markup(' lang="{}"').format(CHINESE)


def mark_spoken() -> str:
    """The attribute of an element inside such a one that holds words of ours."""
    language = _spoken.get()
    return Markup(' lang="{}"').format(language.code) if language else ""


def day_text(day: date, precision: Precision | None = Precision.DAY) -> str:
    """2021年11月9日, 9 November 2021, and no more of it than is known."""
    language = _spoken.get()
    if language is None:
        return format_date(day, precision)
    return _day_in(language.code, day, precision)


@cache
def _day_in(code: str, day: date, precision: Precision | None) -> str:
    from babel.dates import format_date as format_day  # noqa: PLC0415  the command line needs none

    return format_day(day, _DATES.get(precision or Precision.DAY, _DAY), locale=code)
