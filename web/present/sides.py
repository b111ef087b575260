"""What is said above a comparison of each of its two texts; pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from archive.record import Compared, Conclusion, Expression, Record, valid_index
from web.present.language import day_text, verbatim
from web.present.language import gettext as _
from web.present.text import component_name, place
from web.present.wording import Badge, status_badge


@dataclass(frozen=True, slots=True)
class Choice:
    """Another text or part that this side may be exchanged for."""

    words: str
    name: str
    """As the address carries it."""
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Source:
    """A file from which the text was read."""

    name: str
    sha256: str | None
    """``None`` for one that is not kept."""


@dataclass(frozen=True, slots=True)
class SideView:
    """One of the two texts."""

    word: str
    """旧 or 新."""
    title: str
    number: str | None
    pin: str | None
    """What always means this text, part included; ``None`` for a file."""
    page: str | None
    """The name of its notice's page, text included."""
    key: str | None
    part: str | None
    """Which part of it, in words."""
    text: str
    """Which text of it, in words."""
    issuers: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    """成文日期 and the like, as far as they are known."""
    badge: Badge | None
    """How it stands on the asked day; ``None`` for a file."""
    remark: str | None
    """That another text is the one of the asked day."""
    sources: tuple[Source, ...]
    texts: tuple[Choice, ...]
    """The texts of the work, where there are several."""
    parts: tuple[Choice, ...]
    """The whole and its components, where there are several."""


def side_view(word: str, side: Compared, conclusion: Conclusion | None, on: date) -> SideView:
    """One text as it is described above the comparison."""
    notice, record = side.notice, side.record
    dates = (
        (_("成文"), notice.date_signed),
        (_("公布"), notice.date_published),
        (_("施行"), notice.date_effective),
        (_("有效期至"), notice.date_expires),
    )
    return SideView(
        word=word,
        title=notice.display_title,
        number=notice.number,
        pin=side.pin,
        page=(side.pin or "").partition("#")[0] or None,
        key=side.key,
        part=verbatim(place(notice, side.key)) if side.key else None,
        text=text_words(record.expression) if record else _("未入库的文件"),
        issuers=notice.issuers,
        facts=tuple((name, day_text(day)) for name, day in dates if day),
        badge=status_badge(conclusion.status, conclusion.label) if conclusion else None,
        remark=_remark(record, on) if record else None,
        sources=_sources(side),
        texts=_texts(record, side.key) if record else (),
        parts=_parts(side),
    )


def text_words(expression: Expression) -> str:
    """``2021年11月9日起的文本``."""
    name, _tilde, revision = expression.name.partition("~")
    day = expression.valid_from
    words = _("%(day)s起的文本", day=day_text(day)) if day else _("未载日期的文本")
    shown = next((one for one in expression.manifestations if one.is_shown), None)
    is_other = bool(revision) and name != expression.name and shown is None
    if not is_other:
        return words
    return _("%(text)s（第%(revision)s次收录）", text=words, revision=revision)


def _remark(record: Record, on: date) -> str | None:
    """Which text is the one of that day, where it is not this."""
    at = valid_index([expression.valid_from for expression in record.expressions], on)
    current = record.expressions[at]
    if current.name == record.expression.name.partition("~")[0]:
        return None
    return _("%(day)s适用的是%(text)s", day=day_text(on), text=text_words(current))


def _sources(side: Compared) -> tuple[Source, ...]:
    if side.record is None:
        return (Source(side.name, None),)
    files = side.record.expression.manifestations
    return tuple(Source(file.name, file.sha256) for file in files)


def _texts(record: Record, key: str | None) -> tuple[Choice, ...]:
    if len(record.expressions) < 2:
        return ()
    here = record.expression.name.partition("~")[0]
    return tuple(
        Choice(text_words(one), _name(record.id, one.name, key), one.name == here)
        for one in reversed(record.expressions)
    )


def _parts(side: Compared) -> tuple[Choice, ...]:
    notice = side.notice
    if side.record is None or len(notice.components) < 2:
        return ()
    text = side.record.expression.name
    keys: Sequence[tuple[str | None, str]] = [
        (None, _("全部")),
        *((one.key, verbatim(component_name(notice, one))) for one in notice.components),
    ]
    return tuple(
        Choice(words, _name(side.record.id, text, key), key == side.key) for key, words in keys
    )


def _name(work: str, text: str, key: str | None) -> str:
    return f"{work}@{text}{f'#{key}' if key else ''}"


def common_title(titles: Iterable[str]) -> str | None:
    """The title that all share; ``None`` where they differ."""
    distinct = set(titles)
    return distinct.pop() if len(distinct) == 1 else None
