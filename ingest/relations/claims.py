"""Citations → relations: what a text does to the documents that it names.

::

    passage ──reduce──▶ skeleton ──titles | amendments | verbs | cleanups──▶ Said ──▶ Claim

Source: DOMAIN.md §6.2 (R01–R55) and §10.
"""

from collections.abc import Iterator, Sequence

from archive.notice.model import Citation, Claim, ClaimType, Role, Within
from ingest.citations import Cited
from ingest.relations import cleanups
from ingest.relations.amendments import LEAD_IN, MAY_CHANGE, changes_in, target_of
from ingest.relations.said import Said
from ingest.relations.skeleton import QUOTED, Skeleton, reduce
from ingest.relations.surroundings import Surroundings, scope_of
from ingest.relations.titles import said_in_title
from ingest.relations.verbs import ALONE, said_in
from ingest.stages import Passage

MAY_RELATE = (*ALONE, *cleanups.MAY_LEAD)
"""Words: a text without a citation and without any of these does nothing to others."""


def relation_claims(
    passage: Passage, cited: Sequence[Cited], around: Surroundings, *, proposed: bool
) -> Iterator[Claim]:
    """One claim for each thing a sentence does to each target; a citation that no verb governs
    gives ``CITES``. ``around`` is what earlier passages left to govern this one, and is kept up.
    """
    said = _said(passage, cited, around) if _may_say(passage, cited, around) else []
    governed = {one.of.start for one in said if one.of}
    if passage.within is Within.ROW:  # its cells are one citation
        governed.update(one.start for one in cited if said)
    for one in said:
        yield _claim(passage, one, proposed=proposed)
    for other in cited:
        if other.start not in governed and not other.is_own:
            yield _cites(passage, other)


def _may_say(passage: Passage, cited: Sequence[Cited], around: Surroundings) -> bool:
    """Cheap, since most passages say nothing of others."""
    if cited or passage.within is Within.TITLE:
        return True
    if passage.within is Within.ROW:
        return bool(around.lists or around.tables) or passage.key.endswith("/r-1")
    text = passage.text
    if around.acts:
        return True
    return any(word in text for word in ALONE) or (
        any(word in text for word in cleanups.MAY_LEAD)
        and (passage.within is Within.HEADING or text.endswith(("：", ":")))
    )


def _said(passage: Passage, cited: Sequence[Cited], around: Surroundings) -> list[Said]:
    acts = around.acts_of(passage.key)
    text = passage.text
    if passage.within is Within.ROW:
        return list(cleanups.row(passage, around))
    if acts:
        if text.startswith(_ORDERS):
            around.unquote()
        if around.quotes(passage):
            return []
    may_change = any(word in text for word in MAY_CHANGE) or (
        bool(acts) and passage.within is Within.HEADING
    )
    s = reduce(
        text, cited, quotations=may_change and ("：“" in text or bool(acts) or "为“" in text)
    )
    if passage.within is Within.TITLE:
        heads = passage.part.role is not Role.ATTACHMENT
        said = list(said_in_title(s, heads=heads))
        _amending(passage, said, around)
    else:
        said = []
        for start, stop in s.sentences():
            said += _sentence(s, start, stop, acts, may_change=may_change)
        _amending(passage, said, around)
        if not said and s.marks:
            said += cleanups.member(passage, s, around)
    if not acts and any(one.type is ClaimType.AMENDS for one in said):
        around.quotes(passage)
    if not said or passage.within is Within.TITLE:
        cleanups.announce(passage, s.text, around)
    return said


_ORDERS = ("将", "删", "增加", "第", "修改", "在", "对", "原", "条文", "并", "同时")


def _sentence(
    s: Skeleton,
    start: int,
    stop: int,
    acts: Sequence[Citation],
    *,
    may_change: bool,
) -> Iterator[Said]:
    changed: set[int] = set()
    if may_change:
        for one in changes_in(s, start, stop, acts, amends=bool(acts)):
            changed.update([one.of.start] if one.of else [])
            yield one
    if acts and s.text.strip() == QUOTED:
        return
    for one in said_in(s, start, stop):
        if one.of is None or one.of.start not in changed:
            yield one


def _amending(passage: Passage, said: Sequence[Said], around: Surroundings) -> None:
    """Keep the act that a title, heading or lead-in says is being changed, for what is below it."""
    acts = [
        _target(one)
        for one in said
        if one.type is ClaimType.AMENDS and one.pattern == LEAD_IN and (one.named or one.of)
    ]
    if acts:
        around.acts[scope_of(passage)] = tuple(acts)
    else:
        below = [
            _target(one)
            for one in said
            if one.type is ClaimType.AMENDS
            and (one.named or one.of)
            and passage.within is Within.TEXT
        ]
        if below:  # what stands below it is its quoted wording
            around.acts.setdefault(passage.key, (below[0],))


def _target(one: Said) -> Citation:
    """What it is said of, for use elsewhere in the document."""
    found = one.named or (one.of.citation() if one.of else None)
    if found is None:
        raise ValueError("a class of documents is no target")
    return target_of(found)


def _claim(passage: Passage, one: Said, *, proposed: bool) -> Claim:
    start, stop = one.start, one.stop
    if one.of:
        start, stop = min(start, one.of.start), max(stop, one.of.stop)
    text = passage.text[start:stop]
    return Claim(
        one.type,
        passage.key,
        start,
        stop,
        text,
        one.scope,
        "NEEDS_REVIEW" if one.is_open else "PROPOSED" if proposed else "ASSERTED",
        one.pattern,
        date=one.effect.day,
        term=one.effect.event,
        citation=one.named or (one.of.citation() if one.of else None),
        target_keys=one.keys,
        within=passage.within,
    )


def _cites(passage: Passage, one: Cited) -> Claim:
    return Claim(
        ClaimType.CITES,
        passage.key,
        one.start,
        one.stop,
        passage.text[one.start : one.stop],
        "WHOLE",
        "ASSERTED",
        "R45",
        citation=one.citation(),
        within=passage.within,
    )
