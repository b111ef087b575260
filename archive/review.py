"""The queue of doubtful links, and what people decide: confirm, reject, redirect, enter a fact.

A decision is anchored to the citing work's files, the words and what they cite: it survives a
re-reading that keeps the words, and where they change the link returns to the queue.
"""

import hashlib
from datetime import UTC, date, datetime

from sqlalchemy import Connection

from archive.errors import ArchiveError, NoticeNotFound
from archive.law.succession import organ_key
from archive.notice.match import squeeze
from archive.organs import SUCCEEDED
from archive.record import Doubt, Judgement, Named
from archive.store import judgements, links
from archive.store.database import Database
from archive.store.judgements import JudgementRow
from archive.store.links import CitationRow

FACTS = {"date_published": "发布日期", "date_signed": "成文日期", "date_printed": "印发日期"}
"""What a person may enter of a work that its text lacks → its name for people."""
_OPEN = ("INFERRED", "NEEDS_REVIEW")


def reference(work: str, row: CitationRow) -> str:
    """A link's short name in the queue: the same after every relinking."""
    parts = (work, row.type, cited_key(row), squeeze(row.claim["quote"]))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:10]


def cited_key(row: CitationRow) -> str:
    """What a link's words cite, for telling it from its neighbours."""
    said = row.claim.get("citation") or {}
    return squeeze(f"{said.get('number') or ''}|{said.get('title') or ''}")


class Reviews:
    """What waits for a person, and what people decided."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def queue(self, *, public: bool) -> tuple[Doubt, ...]:
        """Links that wait, those that bear on force first; ``public`` leaves out what is not."""
        with self._database.reading() as connection:
            rows = list(links.open_citations(connection, _OPEN))
            known = links.work_rows(
                connection, {w for row in rows for w in (row.work_id, row.target_id) if w}
            )
            named = {one for row in rows for one in row.rivals}
            shown = links.published(connection, named) if public else frozenset(named)
        found = []
        for row in rows:
            if row.target_id == row.work_id:  # what a text does to itself nobody waits for
                continue
            source = known[row.work_id]
            target = known.get(row.target_id or 0)
            if public and source.state != "published":
                continue
            if public and target is not None and target.state != "published":
                continue
            rivals = tuple(one for one in row.rivals if one in shown)
            if public and row.rivals and not rivals:  # in doubt for what is hidden only
                continue
            said = row.claim.get("citation") or {}
            found.append(
                Doubt(
                    reference(source.slug, row),
                    Named(source.slug, source.number, source.title, is_stub=False),
                    row.type,
                    row.claim["section"],
                    row.claim["quote"],
                    said.get("number"),
                    said.get("title"),
                    Named(target.slug, target.number, target.title, target.is_stub)
                    if target
                    else None,
                    rivals,
                    row.state if row.state in _OPEN else row.claim["assertion"],
                )
            )
        weights = {name: at for at, name in enumerate(_WEIGHTY)}
        return tuple(
            sorted(found, key=lambda d: (weights.get(d.type, 99), d.source.id or "", d.reference))
        )

    def judge(
        self, action: str, name: str, *, who: str, why: str, target: str | None = None
    ) -> int:
        """``confirm``, ``reject`` or ``redirect`` (to the id ``target``) the link of that name.

        Raises: NoticeNotFound, ArchiveError, ArchiveBusy.
        """
        with self._database.writing() as connection:
            row, slug = _find(connection, name)
            if action == "confirm":
                works = links.work_rows(connection, [row.target_id] if row.target_id else [])
                if not works:
                    raise ArchiveError(
                        f"“{name}”还没有对应的文件可以确认", "请用 --to 公文 指明它指的是哪一件"
                    )
                target = next(iter(works.values())).slug
            if target is not None and links.work_id(connection, target) is None:
                raise NoticeNotFound(f"档案库里没有“{target}”", "请用 fawen list 查看已收录的文件")
            values = {
                "action": action,
                "subject": slug,
                "type": row.type,
                "cited": cited_key(row),
                "quote": squeeze(row.claim["quote"]),
                "target": target,
                "who": who,
                "why": why,
                "decided_at": _now(),
            }
            number = judgements.add(connection, values, row.work_id)
            links.owe(connection, [row.work_id])
            return number

    def enter(self, work: str, name: str, value: date, *, who: str, why: str) -> int:
        """Enter a fact that a work's text lacks, with its evidence.

        Raises: NoticeNotFound, ArchiveBusy.
        """
        with self._database.writing() as connection:
            work_id = links.work_id(connection, work)
            if work_id is None or links.work_rows(connection, [work_id])[work_id].is_stub:
                raise NoticeNotFound(f"档案库没有收录“{work}”", "请先用 fawen add 收录原文")
            values = {
                "action": "fact",
                "subject": work,
                "name": name,
                "value": value.isoformat(),
                "who": who,
                "why": why,
                "decided_at": _now(),
            }
            number = judgements.add(connection, values, work_id)
            links.owe(connection, [work_id])
            return number

    def succeed(
        self, former: str, successor: str, since: date, *, kind: str, who: str, why: str
    ) -> int:
        """Enter that one organ took over the duties of another, with the evidence.

        Raises: ArchiveError where both are the same; ArchiveBusy.
        """
        if organ_key(former) == organ_key(successor):
            raise ArchiveError("两个机关是同一个", "请写明原机关和承接职责的机关")
        with self._database.writing() as connection:
            values = {
                "action": "fact",
                "subject": former,
                "name": SUCCEEDED,
                "target": successor,
                "value": since.isoformat(),
                "quote": kind,
                "who": who,
                "why": why,
                "decided_at": _now(),
            }
            return judgements.add(connection, values, None)

    def undo(self, number: int, *, who: str, why: str) -> None:
        """Take a decision back; both stay on record.

        Raises: NoticeNotFound, ArchiveBusy.
        """
        with self._database.writing() as connection:
            every = {row.id: row for row in judgements.every(connection)}
            row = every.get(number)
            undone = {other.undoes for other in every.values()}
            if row is None or row.action == "undo" or number in undone:
                raise NoticeNotFound(
                    f"没有可以撤销的第 {number} 号决定", "用 fawen review --history 查看"
                )
            values = {
                "action": "undo",
                "subject": row.subject,
                "undoes": number,
                "who": who,
                "why": why,
                "decided_at": _now(),
            }
            work_id = links.work_id(connection, row.subject)
            judgements.add(connection, values, work_id)
            if work_id is not None:
                links.owe(connection, [work_id])

    def history(self) -> tuple[Judgement, ...]:
        """Everything that was decided, oldest first."""
        with self._database.reading() as connection:
            rows = judgements.every(connection)
        undone = {row.undoes for row in rows}
        return tuple(_judgement(row, is_undone=row.id in undone) for row in rows)


_WEIGHTY = (
    *("REPEALS", "DECLARES_EXPIRED", "REPLACES", "EXTENDS_VALIDITY", "SUSPENDS", "AMENDS"),
    *("REVISES", "CONFIRMS_VALID", "BASED_ON", "IMPLEMENTS"),
)


def _find(connection: Connection, name: str) -> tuple[CitationRow, str]:
    rows = list(links.open_citations(connection, (*_OPEN, "CONFIRMED", "REJECTED")))
    known = links.work_rows(connection, {row.work_id for row in rows})
    for row in rows:
        slug = known[row.work_id].slug
        if reference(slug, row) == name:
            return row, slug
    raise NoticeNotFound(f"待核的关系里没有“{name}”", "用 fawen review 查看待核的关系")


def _judgement(row: JudgementRow, *, is_undone: bool) -> Judgement:
    return Judgement(
        row.id,
        row.action,
        row.subject,
        row.type,
        row.quote,
        row.target,
        row.name,
        row.value,
        row.who,
        row.why,
        row.decided_at.replace(tzinfo=UTC),
        row.undoes,
        is_undone,
    )


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
