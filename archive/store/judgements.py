"""What people decided about links and entered as facts: kept for ever, anchored to files."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from archive.store.links import chunks
from archive.store.rows import inserted
from archive.store.tables import expressions, judgement_anchors, judgements, manifestations


@dataclass(frozen=True, slots=True)
class JudgementRow:
    """One of them as it is kept."""

    id: int
    action: str
    """``confirm``, ``reject``, ``redirect``, ``fact`` or ``undo``."""
    subject: str
    """Id of the work, as it was then; of a fact about an organ its name."""
    type: str | None
    cited: str | None
    quote: str | None
    target: str | None
    name: str | None
    value: str | None
    who: str
    why: str
    undoes: int | None
    decided_at: datetime


def add(connection: Connection, values: Mapping[str, Any], work_id: int | None) -> int:
    """Keep one; anchored to the files of the work."""
    number = inserted(connection.execute(insert(judgements).values(**values)))
    if work_id is not None:
        query = (
            select(manifestations.c.sha256)
            .join(expressions, expressions.c.id == manifestations.c.expression_id)
            .where(expressions.c.work_id == work_id)
        )
        anchors = [
            {"judgement_id": number, "sha256": sha} for sha in connection.execute(query).scalars()
        ]
        if anchors:
            connection.execute(insert(judgement_anchors), anchors)
    return number


def every(connection: Connection) -> tuple[JudgementRow, ...]:
    """All, oldest first, undone ones among them."""
    rows = connection.execute(select(judgements).order_by(judgements.c.id))
    return tuple(JudgementRow(*row) for row in rows)


_undoing = judgements.alias()
_ABOUT_ORGANS = (
    select(judgements)
    .where(judgements.c.action == "fact", judgements.c.name == bindparam("name"))
    .where(~select(_undoing.c.id).where(_undoing.c.undoes == judgements.c.id).exists())
    .order_by(judgements.c.id)
)


def about_organs(connection: Connection, name: str) -> tuple[JudgementRow, ...]:
    """Facts of that name, which are about organs and not about works, not undone; oldest first."""
    return tuple(JudgementRow(*row) for row in connection.execute(_ABOUT_ORGANS, {"name": name}))


def in_effect(
    connection: Connection, work_ids: Collection[int]
) -> dict[int, tuple[JudgementRow, ...]]:
    """work → what was decided about any of its files and not undone, oldest first."""
    if connection.execute(select(judgements.c.id).limit(1)).first() is None:
        return {}
    undone = set(
        connection.execute(
            select(judgements.c.undoes).where(judgements.c.undoes.is_not(None))
        ).scalars()
    )
    query = (
        select(expressions.c.work_id, judgements)
        .join(judgement_anchors, judgement_anchors.c.judgement_id == judgements.c.id)
        .join(manifestations, manifestations.c.sha256 == judgement_anchors.c.sha256)
        .join(expressions, expressions.c.id == manifestations.c.expression_id)
        .distinct()
        .order_by(judgements.c.id)
    )
    found: dict[int, list[JudgementRow]] = {}
    for some in chunks(sorted(work_ids)):
        for row in connection.execute(query.where(expressions.c.work_id.in_(some))):
            kept = JudgementRow(*row[1:])
            if kept.id not in undone and kept.action != "undo":
                found.setdefault(row.work_id, []).append(kept)
    return {at: tuple(rows) for at, rows in found.items()}
