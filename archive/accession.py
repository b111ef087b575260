"""Reading → what the catalogue writes of it; pure, so that whoever reads a file can do this too.

All that keeping a file costs apart from the database is here: what bears on identity, the clauses,
the packed reading. ``fawen add`` does it where the files are read, on every core.
"""

import json
import re
import zlib
from dataclasses import dataclass
from datetime import date
from typing import Self

from archive.clauses import Clause, clauses_of
from archive.identity.facts import Facts, facts_of
from archive.notice.json import notice_to_json, reading_from_json
from archive.notice.model import Notice, Reading
from archive.notice.number import DocumentNumber, parse_number

# 科技、教育\科技
_STEP = re.compile(r"[\\/＼／>]")


@dataclass(frozen=True, slots=True)
class Header:
    """What lists show of a notice, sort by and filter on."""

    number: str | None
    parts: DocumentNumber | None
    """The number taken apart; ``None`` also for one that follows no grammar."""
    title: str
    title_is_inferred: bool
    issuers: tuple[str, ...]
    kind: str | None
    genre: str | None
    topic: str | None
    """What it is about: 科技、教育."""
    document_type: str
    date_signed: date | None
    date_effective: date | None
    date_expires: date | None
    is_draft: bool

    @classmethod
    def of(cls, notice: Notice) -> Self:
        """The header of one notice."""
        return cls(
            number=notice.number,
            parts=parse_number(notice.number) if notice.number else None,
            title=notice.display_title,
            title_is_inferred=notice.title is None and notice.title_inferred is not None,
            issuers=notice.issuers,
            kind=notice.kind,
            genre=notice.genre,
            topic=_topic(notice),
            document_type=notice.document_type.value,
            date_signed=notice.date_signed,
            date_effective=notice.date_effective,
            date_expires=notice.date_expires,
            is_draft=bool(notice.components) and notice.components[0].is_draft,
        )


def _topic(notice: Notice) -> str | None:
    """The first step of the class that an index block states."""
    stated = next((field.value for field in notice.fields if field.name == "topic_class"), None)
    return _STEP.split(str(stated or ""))[0].strip() or None


@dataclass(frozen=True, slots=True)
class Accession:
    """One reading, made ready to be kept."""

    sha256: str
    name: str
    media_type: str
    page_count: int | None
    reader: str
    facts: Facts
    header: Header
    clauses: tuple[Clause, ...]
    document: bytes
    source_text: bytes

    @classmethod
    def of(cls, reading: Reading) -> Self:
        """Everything that follows from a reading alone."""
        document = json.dumps(notice_to_json(reading), ensure_ascii=False, separators=(",", ":"))
        return cls(
            sha256=reading.source_sha256,
            name=reading.source_name,
            media_type=reading.media_type,
            page_count=reading.page_count,
            reader=reading.reader,
            facts=facts_of(reading),
            header=Header.of(reading.notice),
            clauses=clauses_of(reading.notice),
            document=pack(document),
            source_text=pack(reading.source_text),
        )

    def reading(self) -> Reading:
        """The reading that it was made of."""
        return unpack_reading(self.document, self.source_text)


def pack(text: str) -> bytes:
    """Text as it is kept: UTF-8, deflated."""
    return zlib.compress(text.encode(), 6)


def unpack(kept: bytes) -> str:
    """What ``pack`` made."""
    return zlib.decompress(kept).decode()


def unpack_reading(document: bytes, source_text: bytes) -> Reading:
    """The reading whose ``Accession`` has these."""
    return reading_from_json(json.loads(unpack(document)), unpack(source_text))
