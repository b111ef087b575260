"""Small readings made by hand, as the reader would make them."""

import hashlib
from collections.abc import Sequence
from datetime import date

from archive.notice.model import (
    Cell,
    Component,
    DocumentType,
    Field,
    Normativity,
    Notice,
    Problem,
    Publication,
    Reading,
    Role,
    Section,
    SectionKind,
    Source,
    Table,
)

READER = "hand 1"
_CONTENT: dict[str, bytes] = {}


def article(serial: int, text: str, *children: Section, component: str = "main-1") -> Section:
    """第N条."""
    return section(
        f"{component}/art-{serial}",
        SectionKind.ARTICLE,
        text,
        *children,
        label=f"第{'〇一二三四五六七八九'[serial]}条",
        number=(serial,),
    )


def section(
    key: str,
    kind: SectionKind,
    text: str = "",
    *children: Section,
    label: str | None = None,
    number: tuple[int, ...] | None = None,
    heading: str | None = None,
    rows: Sequence[Sequence[str]] = (),
) -> Section:
    """Any node."""
    cells = tuple(
        Cell(r, c, 1, 1, text_, inherited=False)
        for r, row in enumerate(rows)
        for c, text_ in enumerate(row)
    )
    table = Table(cells) if rows else None
    return Section(
        key, kind, key.count("/"), label, number, heading, text, tuple(children), (), table
    )


def component(
    *sections: Section,
    key: str = "main-1",
    role: Role = Role.MAIN,
    title: str | None = None,
    label: str | None = None,
) -> Component:
    """A part of a notice."""
    return Component(key, role, label, title, is_draft=False, sections=tuple(sections))


def reading(
    *texts: str,
    file: str = "",
    number: str | None = None,
    title: str | None = None,
    title_inferred: str | None = None,
    issuers: Sequence[str] = (),
    signature: Sequence[str] = (),
    signed: str | None = None,
    effective: str | None = None,
    version: str | None = None,
    kind: str | None = "通知",
    statute: bool = False,
    held: bool = False,
    problems: Sequence[str] = (),
    media_type: str = "text/plain",
    components: Sequence[Component] = (),
    reader: str = READER,
) -> Reading:
    """One file's reading; ``texts`` are its articles. ``file`` makes other bytes of one text."""
    parts = tuple(components) or (
        component(*(article(serial, text) for serial, text in enumerate(texts, 1))),
    )
    marks = (texts, file, number, title, issuers, signature, signed, effective, version, held)
    content = repr((*marks, components, media_type)).encode()
    sha256 = hashlib.sha256(content).hexdigest()
    _CONTENT[sha256] = content
    fields = (Field("date_version", version, version, 0, 0),) if version else ()
    notice = Notice(
        document_type=DocumentType.STATUTE if statute else DocumentType.NOTICE,
        normativity=Normativity.UNDETERMINED,
        number=number,
        kind=kind,
        genre=None,
        title=title,
        title_inferred=title_inferred,
        issuers=tuple(issuers),
        recipients=(),
        cc=(),
        signature=tuple(signature),
        printer=None,
        interpreter=None,
        index_no=None,
        registry_number=None,
        publication=Publication.HELD if held else Publication.OPEN,
        publication_mark="不予公开" if held else None,
        date_signed=date.fromisoformat(signed) if signed else None,
        date_printed=None,
        date_published=None,
        date_effective=date.fromisoformat(effective) if effective else None,
        date_expires=None,
        fields=fields,
        components=parts,
        claims=(),
        furniture=(),
        repairs=(),
    )
    return Reading(
        source_name=file or "a.txt",
        media_type=media_type,
        source_sha256=sha256,
        source_text="\n".join(texts),
        notice=notice,
        problems=tuple(Problem(code, "有疑问") for code in problems),
        reader=reader,
    )


def source(made: Reading) -> Source:
    """The file that a reading pretends to have been read from."""
    content = _CONTENT[made.source_sha256]
    return Source(made.source_name, made.media_type, content, made.source_sha256)
