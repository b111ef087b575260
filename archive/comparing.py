"""Two texts compared, and what a text may be compared with."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from archive.law.compare.comparison import compare
from archive.law.compare.counterparts import Counterpart, counterparts
from archive.law.compare.model import Comparison
from archive.law.titles import core_key, similarity, title_key
from archive.notice.model import Notice, Role
from archive.record import Candidate, Compared, Hit, Named, Record
from archive.words import cut, terms

_MOST_WORDS = 8
_LIKE = 0.3
"""Share of common pairs of characters from which on two titles are of one subject."""
_OFFERED = 5
_LEAST = 2
"""Characters of a word that tells a subject."""


def compare_texts(old: Compared, new: Compared) -> Comparison:
    """Row by row, with typed differences."""
    return compare(old.notice, new.notice, cut=cut, old_key=old.key, new_key=new.key)


def rule_of(side: Compared) -> Compared:
    """The rule that a notice carries, where no part of it was named.

    Covers and lists of members say nothing of what is ruled.
    """
    keys = [one.key for one in side.notice.components if one.role is Role.MAIN]
    return side if side.key or not keys else replace(side, key=keys[0])


def counterparts_of(old: Compared, new: Compared) -> tuple[Counterpart, ...]:
    """Two rules on one subject, clause by clause."""
    return counterparts(old.notice, new.notice, cut=cut, old_key=old.key, new_key=new.key)


def subject_query(notice: Notice) -> str | None:
    """What to search for to find other issuers' texts on the subject; ``None`` for no title."""
    core = core_key(title_key(notice.title or notice.title_inferred or ""))
    words = dict.fromkeys(word for word in terms(core) if len(word) >= _LEAST)
    chosen = sorted(words, key=len, reverse=True)[:_MOST_WORDS]
    return f"标题:({' OR '.join(chosen)})" if len(chosen) > 1 else None


def candidates_of(
    record: Record, succession: Iterable[Named], hits: Iterable[Hit]
) -> tuple[Candidate, ...]:
    """Other texts of the work, then what it replaced or what replaced it, then the likest."""
    notice = record.reading.notice
    found = [
        Candidate(record.id, notice.number, notice.display_title, "version", text.name)
        for text in reversed(record.expressions)
        if text.name != record.expression.name.partition("~")[0]
    ]
    found += [
        Candidate(one.id, one.number, one.title, "succession")
        for one in succession
        if one.id and one.id != record.id and not one.is_stub
    ]
    known = {record.id, *(candidate.id for candidate in found)}
    return (*found, *islice(_similar(notice, known, hits), _OFFERED))


def _similar(notice: Notice, known: set[str], hits: Iterable[Hit]) -> Iterable[Candidate]:
    """The hits' notices of other issuers by how like their titles are, the likest first."""
    core = core_key(title_key(notice.title or notice.title_inferred or ""))
    others: dict[str, tuple[float, Hit]] = {}
    for hit in hits:
        if hit.id not in known and not set(hit.issuers) & set(notice.issuers):
            like = similarity(core, core_key(title_key(hit.title)))
            others.setdefault(hit.id, (like, hit))
    for like, hit in sorted(others.values(), key=lambda one: (-one[0], one[1].id)):
        if like >= _LIKE:
            yield Candidate(hit.id, hit.number, hit.title, "similar")
