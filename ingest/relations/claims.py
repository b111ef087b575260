"""Citations → relations: what a sentence does to the documents that it names.

Each sentence is looked at with a mark ◆ in the place of every citation, so that a rule sees the
verbs between them: 原◆、◆同时废止. A verb governs the citations back to the verb before it.
Source: DOMAIN.md §6.2 (R01–R55) and §10.
"""

import re
from collections.abc import Iterator, Sequence

from archive.notice.model import Claim, ClaimType, Within
from ingest.citations import Cited
from ingest.relations.amendments import amendments
from ingest.relations.endings import endings
from ingest.relations.grounds import answers, carryings, grounds, made_public
from ingest.relations.lists import lead_in, listed, row_claims
from ingest.relations.purposes import title_claims
from ingest.relations.sentences import Context, Masked, Said, sentences
from ingest.relations.standing import lengthenings, prevailing, references_to_itself
from ingest.stages import Passage

_TRIGGER = re.compile(
    r"废止|失效|停止|作废|不再|终止执行|撤销|不一致|抵触|不符|另有规定|修改|修订|增加|删去|删除|更正"
    r"|适用|对照|遵循|从其|除外|取代|代替|替代|延长|延续|延至|继续|暂停|暂时|根据|依据|依照|按照|遵照|参照|贯彻|落实|执行|实施"
    r"|印发|发布|公布|转发|批转|颁布|下发|收悉|解释|解读|补充|征求|为准"
)

# What a sentence can say without naming anything: of a class, of itself, of what is listed below.
_ALONE = re.compile(
    r"废止|失效|停止执行|停止施行|作废|不再|不一致|抵触|不符|冲突|出入|矛盾|违背|另有|从其|参照"
    r"|为准|收悉|答复|继续有效|有规定的|(?:下列|以下|如下|附后|见附件|[：:]$)"
)


def relation_claims(
    passage: Passage, cited: Sequence[Cited], context: Context, *, proposed: bool
) -> Iterator[Claim]:
    """One claim for each thing a sentence does to each target; a citation that no verb governs
    gives ``CITES``."""
    text = passage.text
    if passage.within is Within.ROW:
        said = list(row_claims(passage, cited, context))
    elif not cited and passage.within is not Within.TITLE and not _may_speak(text, context):
        return
    else:
        said = []
        if passage.within is Within.TITLE:
            said += title_claims(passage, cited, context)
        before: Masked | None = None
        for sentence in sentences(text, cited, is_amending=context.is_amending):
            said += _sentence(sentence, passage, context)
            if before is not None and not sentence.cited:
                said += made_public(sentence, before)
            lead_in(sentence, passage, context)
            before = sentence
        said += listed(passage, cited, said, context)
    taken = {(one.start, one.stop) for it in said for one in it.targets}
    for it in sorted(said, key=lambda it: (it.start, it.stop, it.type.value)):
        yield from _claims(it, passage, proposed=proposed)
    for one in cited:
        if (one.start, one.stop) not in taken and not one.is_own:
            it = Said(ClaimType.CITES, "R45", [one], one.start, one.stop)
            yield from _claims(it, passage, proposed=False)


def _claims(it: Said, passage: Passage, *, proposed: bool) -> Iterator[Claim]:
    assertion = it.assertion
    if proposed and it.type not in (ClaimType.CITES, ClaimType.DRAFT_OF):
        assertion = "PROPOSED"
    targets: Sequence[Cited | None] = it.targets or (None,)
    for one in targets:
        start = min(it.start, one.start) if one else it.start
        stop = max(it.stop, one.stop) if one else it.stop
        yield Claim(
            it.type,
            passage.key,
            start,
            stop,
            passage.text[start:stop],
            it.scope,
            assertion,
            it.pattern,
            date=it.day,
            term=it.term,
            citation=one.citation() if one else None,
            target_keys=it.keys,
            within=passage.within,
        )


def _may_speak(text: str, context: Context) -> bool:
    """Most passages name nothing, and say nothing of anything."""
    return bool((_TRIGGER if context.is_amending else _ALONE).search(text))


def _sentence(sentence: Masked, passage: Passage, context: Context) -> Iterator[Said]:
    text = sentence.text
    if not sentence.cited and not _may_speak(text, context):
        return
    if not _TRIGGER.search(text):
        return
    used: set[int] = set()

    def take(found: Iterator[Said]) -> Iterator[Said]:
        for it in found:
            used.update(one.start for one in it.targets)
            yield it

    yield from take(amendments(sentence, passage, context))
    yield from take(endings(sentence))
    yield from take(lengthenings(sentence))
    yield from prevailing(sentence)
    yield from references_to_itself(sentence)
    yield from answers(sentence)
    if sentence.cited:
        yield from take(carryings(sentence, passage, used))
        if passage.within is not Within.TITLE:
            yield from grounds(sentence, context, used)
