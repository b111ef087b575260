"""What a work's row says for lists: state, names, columns, from its files and decisions."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from archive.accession import Header
from archive.identity.facts import Facts
from archive.notice.number import romanise
from archive.record import State
from archive.store.tables import (
    aliases,
    decision_anchors,
    decisions,
    expressions,
    manifestations,
    work_issuers,
    works,
)

_CLEANING = re.compile("清理|废止|失效|继续有效")


def summarise(connection: Connection, work_id: int, header_of: Callable[[str], Header]) -> None:
    """Bring a work's row up to its files and decisions; ``header_of`` takes a checksum."""
    files = connection.execute(
        select(manifestations, expressions.c.valid_from)
        .join(expressions, expressions.c.id == manifestations.c.expression_id)
        .where(expressions.c.work_id == work_id)
    ).all()
    shown = max((row for row in files if row.is_shown), key=lambda row: row.valid_from or date.min)
    header = header_of(shown.sha256)
    connection.execute(
        update(works)
        .where(works.c.id == work_id)
        .values(
            state=_state(connection, files).value,
            added_at=min(row.added_at for row in files),
            **_list_columns(header, shown.valid_from),
        )
    )
    connection.execute(delete(work_issuers).where(work_issuers.c.work_id == work_id))
    if header.issuers:
        connection.execute(
            insert(work_issuers),
            [{"work_id": work_id, "issuer": name} for name in dict.fromkeys(header.issuers)],
        )
    _add_ascii_alias(connection, work_id, header)


def add_alias(connection: Connection, name: str, work_id: int) -> None:
    """Another name that leads to the work; leading to several, it opens a choice."""
    same = (aliases.c.name == name) & (aliases.c.work_id == work_id)
    if not connection.execute(select(aliases.c.name).where(same)).first():
        connection.execute(insert(aliases).values(name=name, work_id=work_id))


def _add_ascii_alias(connection: Connection, work_id: int, header: Header) -> None:
    number = header.parts
    if number:
        slug = connection.execute(select(works.c.slug).where(works.c.id == work_id)).scalar_one()
        add_alias(connection, number.ascii_alias, work_id)
        if slug.startswith(f"{number.slug}-"):
            organ = romanise(slug.removeprefix(f"{number.slug}-"))
            add_alias(connection, f"{number.ascii_alias}-{organ}", work_id)


def _state(connection: Connection, files: Sequence[Any]) -> State:
    """What a person decided last of any of the files, else what the files' marks ask for."""
    shas = [row.sha256 for row in files]
    deciding = connection.execute(
        select(func.max(decision_anchors.c.decision_id)).where(decision_anchors.c.sha256.in_(shas))
    ).scalar()
    if deciding is None:
        facts = [(Facts.from_json(row.facts), row.is_shown) for row in files]
        is_held = any(f.is_held or (shown and not f.is_complete) for f, shown in facts)
        return State.HELD if is_held else State.PUBLISHED
    anchored = set(
        connection.execute(
            select(decision_anchors.c.sha256).where(decision_anchors.c.decision_id == deciding)
        ).scalars()
    )
    newcomers = [{"decision_id": deciding, "sha256": s} for s in shas if s not in anchored]
    if newcomers:
        connection.execute(insert(decision_anchors), newcomers)
    action = connection.execute(
        select(decisions.c.action).where(decisions.c.id == deciding)
    ).scalar_one()
    return State.PUBLISHED if action == "publish" else State.WITHDRAWN


def _list_columns(header: Header, valid_from: date | None) -> dict[str, Any]:
    """A work's columns that lists show, sort by and filter on."""
    number = header.parts
    day = header.date_signed or valid_from
    return {
        "number": header.number,
        "number_code": number.code if number else None,
        "number_year": number.year if number else None,
        "number_serial": number.serial if number else None,
        "title": header.title,
        "title_is_inferred": header.title_is_inferred,
        "issuers": list(header.issuers),
        "kind": header.kind,
        "genre": header.genre,
        "topic": header.topic,
        "document_type": header.document_type,
        "year": (number.year if number else None) or (day.year if day else None),
        "date_signed": header.date_signed,
        "date_effective": header.date_effective,
        "date_expires": header.date_expires,
        "is_clean_up": bool(_CLEANING.search(header.title)),
        "is_draft": header.is_draft,
    }
