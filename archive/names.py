"""A NOTICE argument, taken apart: pure.

::

    name  := notice ("@" text)? ("#" key)?        焦政办(2021)65号@2021-11-09~2#main-1/art-7
    text  := date | date "~" revision | "undated" ("~" revision)?
"""

import re
from dataclasses import dataclass
from datetime import date

from archive.errors import NoticeNotFound
from archive.notice.model import Notice, Section
from archive.record import Record
from archive.saying import say

# att-1/tbl-1/r-3
_ROW = re.compile(r"(.+)/r-([1-9][0-9]*)")
_REVISION = re.compile(r"[1-9][0-9]{0,5}")


@dataclass(frozen=True, slots=True)
class Name:
    """The parts of what was typed; ``notice`` is a number or an id, still to be looked up."""

    notice: str
    on: date | None
    expression: str | None
    key: str | None


def parse_name(typed: str) -> Name:
    """The parts of a NOTICE argument.

    Raises: NoticeNotFound when what stands behind ``@`` names no text.
    """
    rest, _, key = typed.strip().partition("#")
    notice, _, text = rest.partition("@")
    day, tilde, revision = text.strip().partition("~")
    on: date | None = None
    if day and day != "undated":
        try:
            on = date.fromisoformat(day)
        except ValueError as error:
            raise _not_a_text(text) from error
    if tilde and not (day and _REVISION.fullmatch(revision)):
        raise _not_a_text(text)
    pinned = text.strip() if tilde or day == "undated" else None
    return Name(notice.strip(), on, pinned, key.strip() or None)


def _not_a_text(text: str) -> NoticeNotFound:
    return NoticeNotFound(
        say("“@%(text)s”不是日期", text=text), say("请写成 @2021-11-09 这样的年-月-日")
    )


def require_key(record: Record, key: str | None) -> None:
    """The text has that component, section or table row.

    Raises: NoticeNotFound.
    """
    if key is not None and not has_key(record.reading.notice, key):
        raise NoticeNotFound(
            say(
                "“%(notice)s”里没有“%(key)s”",
                notice=record.reading.notice.number or record.id,
                key=key,
            ),
            say("用 fawen show %(id)s --format json 查看各条款的键", id=record.id),
        )


def has_key(notice: Notice, key: str) -> bool:
    """Whether the text has that component, section or table row."""
    if notice.find(key) is not None:
        return True
    row = _ROW.fullmatch(key)
    section = notice.find(row[1]) if row else None
    table = section.table if isinstance(section, Section) else None
    return row is not None and table is not None and int(row[2]) <= len(table.rows)
