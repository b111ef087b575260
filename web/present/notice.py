"""A record and what is concluded of it → the notice page: head, facts, status, doubts, versions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import pairwise

from archive.notice.model import (
    Claim,
    ClaimType,
    Component,
    DocumentType,
    Notice,
    Origin,
    Publication,
    Reading,
    Repair,
    Role,
)
from archive.record import (
    Basis,
    Conclusion,
    Expression,
    Manifestation,
    Named,
    Record,
    Relations,
    Standing,
)
from web.clock import SHANGHAI
from web.present.facsimile import PDF
from web.present.language import N_, counted, day_text, said, told, verbatim
from web.present.language import gettext as _
from web.present.marks import Run, split_runs
from web.present.problems import evidence_text, problem_text
from web.present.relations import (
    RelationsView,
    Stretch,
    basis_notes,
    links_in,
    relations_view,
    stretches,
)
from web.present.text import (
    Entry,
    Links,
    Note,
    Part,
    Places,
    component_name,
    contents,
    parts,
    unbroken,
)
from web.present.titles import Cut, phrases
from web.present.wording import (
    MORE_THAN_THE_RULE,
    UNSURE,
    Badge,
    draft,
    format_text,
    made_later,
    non_official,
    organ_text,
    reason_text,
    size_text,
    status_badge,
)

_BY_OTHERS = frozenset({"repealed", "declared", "suspended", "candidate"})
_SENTENCE_ENDS = "。！？；\n"
_REPAIRS = {
    "D1": N_("断行相接"),
    "D2": N_("换页处重字合并"),
    "D3": N_("页码移出正文"),
    "D4": N_("页眉页脚移出正文"),
    "D9": N_("标题换行处的空格去掉"),
    "D10": N_("识别产生的符号移出"),
    "D12": N_("名单断行相接"),
    "D13": N_("表格还原"),
}
# Repairs that change the words a reader sees, so that the margin owes an explanation.
_TOLD_IN_MARGIN = ("D2",)
_SIGNS = (("\r\n", "⏎"), ("\n", "⏎"), ("\r", "⏎"), ("\t", "⇥"), ("\f", "⤓"))


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a fact; ``facet`` opens a list of its like, ``key`` a place in the text."""

    text: str
    facet: tuple[str, str] | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of the facts beside the text."""

    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of the document as evidence; what decides in it is marked."""

    runs: tuple[Run, ...]
    place: str
    key: str
    page: int | None


@dataclass(frozen=True, slots=True)
class Proof:
    """Another document's sentence as evidence, or what a person or a rule says."""

    name: str
    id: str | None
    """``None`` where the archive holds no such document."""
    key: str
    quote: str


@dataclass(frozen=True, slots=True)
class PartLine:
    """A component that stands otherwise than the whole."""

    name: str
    key: str
    badge: Badge


@dataclass(frozen=True, slots=True)
class StatusBox:
    """What is concluded, why, on what words, and what is not known."""

    badge: Badge
    sentence: str
    quotes: tuple[Quote, ...]
    remarks: tuple[str, ...]
    warning: str | None = None
    """What a reader must know before everything else: the text is younger than the day."""
    proofs: tuple[Proof, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    """The whole timeline, where there is more than one stretch."""
    parts: tuple[PartLine, ...] = ()
    organs: tuple[str, ...] = ()
    """What became of the issuers, a sentence a step."""
    doubts: tuple[str, ...] = ()
    """What in facts and relations does not agree."""
    is_by_others: bool = False
    """Other documents' words decide, and so come before the document's own."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One problem, as the reader of the page sees it."""

    text: str
    key: str | None
    place: str | None


@dataclass(frozen=True, slots=True)
class Mend:
    """One repair: its rule in words, and what stood there before and after."""

    name: str
    before: str
    after: str
    evidence: str
    key: str | None
    place: str | None


@dataclass(frozen=True, slots=True)
class File:
    """One original as the page lists it."""

    sha256: str
    name: str
    about: str
    is_shown: bool
    is_paged: bool
    """Its pages can be shown beside the text."""


@dataclass(frozen=True, slots=True)
class Version:
    """One expression as the page lists it."""

    name: str
    title: str
    is_shown: bool
    files: tuple[File, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a notice: its relations, how their other ends stand, its stale bases."""

    relations: Relations
    standings: Mapping[str, Standing]
    bases: tuple[Basis, ...]
    succession: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Successor:
    """One document of a subject's succession."""

    named: Named
    badge: Badge | None
    is_here: bool


@dataclass(frozen=True, slots=True)
class NoticePage:
    """Everything that the notice page prints."""

    id: str
    number: str | None
    title: str
    title_phrases: tuple[str, ...]
    title_is_inferred: bool
    masthead: str | None
    badge: Badge
    facts: tuple[Fact, ...]
    status: StatusBox
    contents: tuple[Entry, ...]
    parts: tuple[Part, ...]
    imprint: tuple[str, ...]
    """The last lines of the document: copied organs, printer and day of printing."""
    doubts: tuple[Doubt, ...]
    mends: tuple[Mend, ...]
    versions: tuple[Version, ...]
    added: str
    provenance: str
    relations: RelationsView
    bases: tuple[Basis, ...]
    succession: tuple[Successor, ...]


def notice_page(
    record: Record, conclusion: Conclusion, around: Around, *, on: date, cut: Cut
) -> NoticePage:
    """The page of this record as on that day."""
    notice = record.reading.notice
    return NoticePage(
        id=record.id,
        number=notice.number,
        title=notice.display_title,
        title_phrases=phrases(notice.display_title, cut),
        title_is_inferred=notice.title is None and notice.title_inferred is not None,
        masthead=masthead(notice),
        badge=notice_badge(notice, conclusion),
        facts=facts(notice),
        status=status_box(record, conclusion, on=on),
        contents=contents(notice),
        parts=parts(notice, cut, all_notes(record, around), links_of(record, around)),
        imprint=imprint(notice),
        doubts=doubts(record.reading),
        mends=mends(notice),
        versions=tuple(
            version(expression, shown=record.expression) for expression in record.expressions
        ),
        added=moment_text(record.added_at),
        provenance=provenance(record),
        relations=relations_view(record.id, notice, around.relations, around.standings),
        bases=around.bases,
        succession=succession(record.id, around),
    )


def succession(here: str, around: Around) -> tuple[Successor, ...]:
    """The subject's documents, oldest first; empty where there is only this one."""
    found = []
    for named in around.succession:
        standing = around.standings.get(named.id or "")
        badge = status_badge(standing.status, standing.label) if standing else None
        found.append(Successor(named, badge, named.id == here))
    return tuple(found) if len(found) > 1 else ()


def all_notes(record: Record, around: Around) -> dict[str, tuple[Note, ...]]:
    """Remarks in the margin: stale bases first, then what is mended or in doubt."""
    notes = basis_notes(around.bases)
    for key, more in margin_notes(record.reading).items():
        notes[key] = (*notes.get(key, ()), *more)
    return notes


def links_of(record: Record, around: Around) -> Links:
    """Where the text leads."""
    return links_in(record.id, record.reading.notice, around.relations.outgoing, around.standings)


def is_draft(notice: Notice) -> bool:
    """The document itself is a consultation draft, not merely something it carries."""
    mains = [component for component in notice.components if component.role is Role.MAIN]
    has_cover = any(component.role is Role.COVER for component in notice.components)
    return bool(mains) and not has_cover and all(component.is_draft for component in mains)


def masthead(notice: Notice) -> str | None:
    """The red head: the document's own if it prints one, else its issuers' names."""
    for found in notice.fields:
        if found.name in ("masthead", "letterhead"):
            return "".join(found.value.split()) or None
    if notice.document_type is DocumentType.NON_OFFICIAL:
        return None
    return "　".join(notice.issuers) or None


def notice_badge(notice: Notice, conclusion: Conclusion) -> Badge:
    """What it is comes before how it stands."""
    if is_draft(notice):
        return draft()
    if notice.document_type is DocumentType.NON_OFFICIAL:
        return non_official()
    return status_badge(conclusion.status, conclusion.label)


def facts(notice: Notice) -> tuple[Fact, ...]:
    """What is known of the notice, each only if it is; in the order of the document's own parts."""
    rows = [
        (_("发文机关"), [Value(verbatim(issuer), ("issuer", issuer)) for issuer in notice.issuers]),
        (_("文号"), [Value(verbatim(notice.number))] if notice.number else []),
        (_("文种") if notice.kind else _("体裁"), _kind(notice)),
        (_("成文日期"), _day(notice, "date_signed")),
        (_("印发日期"), _day(notice, "date_printed")),
        (_("发布日期"), _day(notice, "date_published")),
        (_("施行日期"), _day(notice, "date_effective")),
        (_("有效期至"), _day(notice, "date_expires")),
        (_("主送"), _recipients(notice)),
        (_("抄送"), [Value(verbatim("，".join(notice.cc)))] if notice.cc else []),
        (_("署名"), [Value(verbatim(name)) for name in notice.signature]),
        (_("印发机关"), [Value(verbatim(notice.printer))] if notice.printer else []),
        (_("解释机关"), [Value(verbatim(notice.interpreter))] if notice.interpreter else []),
        (_("索引号"), [Value(verbatim(notice.index_no))] if notice.index_no else []),
        (
            _("统一编号"),
            [Value(verbatim(notice.registry_number))] if notice.registry_number else [],
        ),
        (_("公开方式"), _publication(notice)),
        (_("附件"), _attachments(notice)),
    ]
    return tuple(Fact(name, tuple(values)) for name, values in rows if values)


def imprint(notice: Notice) -> tuple[str, ...]:
    """The imprint (版记), as far as it is printed."""
    printed = next((f.raw for f in notice.fields if f.name == "date_printed"), None)
    copied = f"抄送：{'，'.join(notice.cc)}" if notice.cc else None
    return tuple(unbroken(line) for line in (copied, notice.printer, printed) if line)


def status_box(record: Record, conclusion: Conclusion, *, on: date) -> StatusBox:
    """The status with its proof; the document's own words on its dates are quoted, not judged."""
    not_made = record.not_made(on)
    box = _status_box(record.reading.notice, conclusion, on, not_made)
    several = conclusion.timeline if len(conclusion.timeline) > 1 else ()
    return replace(
        box,
        warning=made_later(said(not_made)) if not_made else None,
        proofs=tuple(proof for proof in proofs(conclusion) if proof.id != record.id),
        stretches=stretches(several, on),
        parts=tuple(_part_lines(record.reading.notice, conclusion)),
        organs=tuple(organ_text(step) for step in conclusion.organs),
        doubts=tuple(said(doubt.message) for doubt in conclusion.doubts),
        is_by_others=conclusion.rule_code in _BY_OTHERS,
    )


def _part_lines(notice: Notice, conclusion: Conclusion) -> Iterable[PartLine]:
    names = {component.key: component_name(notice, component) for component in notice.components}
    for part in conclusion.differing:
        if part.key in names:  # the facts are those of all texts, this is one of them
            yield PartLine(names[part.key], part.key, status_badge(part.status, part.label))


def proofs(conclusion: Conclusion) -> tuple[Proof, ...]:
    """The sentences that a conclusion rests on, and whose they are."""
    return tuple(
        Proof(
            e.number or (f"《{e.title}》" if e.id else e.title),
            e.id or None,
            e.section,
            e.quote,
        )
        for e in conclusion.evidence
    )


def _status_box(
    notice: Notice, conclusion: Conclusion, on: date, not_made: str | None
) -> StatusBox:
    badge = notice_badge(notice, conclusion)
    if badge == non_official():
        return StatusBox(
            badge,
            _("这篇文字不是公文：没有文号、主送机关和机关署名，不产生公文的效力，收录仅供参考。"),
            (),
            (),
        )
    quotes = tuple(claim_quotes(notice))
    if badge == draft():
        return StatusBox(
            badge,
            _("这是征求意见稿，不是生效的文件；文中关于施行和废止的规定都只是拟议。"),
            quotes,
            (),
        )
    sentence = told(conclusion.rule) if conclusion.rule else reason_text(conclusion.reason) or ""
    # Of several texts each has dates of its own.
    remarks = [] if not_made or conclusion.differing else [*_arithmetic(notice, on)]
    if conclusion.rule and conclusion.reason in MORE_THAN_THE_RULE:
        remarks.insert(0, reason_text(conclusion.reason) or "")
    if conclusion.bounds and conclusion.bounds != not_made:  # that stands above the text
        remarks.append(said(conclusion.bounds))
    if conclusion.coverage and conclusion.status != "NOT_APPLICABLE":
        remarks.append(said(conclusion.coverage))
    if conclusion.status in UNSURE:
        remarks.append(_ask(notice))
    return StatusBox(badge, sentence, quotes, tuple(remarks))


def _ask(notice: Notice) -> str:
    """Who can tell what the archive cannot."""
    if not notice.issuers:
        return _("要确知它是否有效，请向发文机关询问。")
    organs = verbatim("、".join(notice.issuers[:2]) + ("等" if len(notice.issuers) > 2 else ""))
    return _("要确知它是否有效，请向%(organs)s询问。", organs=organs)


def claim_quotes(notice: Notice) -> Iterable[Quote]:
    """The sentences in which the text speaks of its own force, each once, its words marked."""
    sentences: dict[tuple[str, int, int], list[Claim]] = {}
    places = Places(notice)
    for claim in notice.claims:
        if claim.type not in (ClaimType.EFFECTIVE, ClaimType.EXPIRES):
            continue
        section = places.at(claim.section)
        if section is None:
            continue
        start, stop = sentence_around(section.text, claim.start, claim.stop)
        sentences.setdefault((claim.section, start, stop), []).append(claim)
    for (key, start, stop), claims in sentences.items():
        section = places.at(key)
        if section is not None:
            spans = [(claim.start - start, claim.stop - start) for claim in claims]
            yield Quote(
                split_runs(section.text[start:stop], spans),
                places.of(key),
                key,
                _page(section.origin),
            )


def sentence_around(text: str, start: int, stop: int) -> tuple[int, int]:
    """The sentence that holds ``start`` to ``stop``, its full stop included, blanks outside."""
    low = max((text.rfind(end, 0, start) for end in _SENTENCE_ENDS), default=-1) + 1
    ends = [text.find(end, max(start, stop - 1)) for end in _SENTENCE_ENDS]
    high = min((end + 1 for end in ends if end >= 0), default=len(text))
    low += len(text[low:high]) - len(text[low:high].lstrip())
    high -= len(text[low:high]) - len(text[low:high].rstrip())
    return low, max(high, stop)


def doubts(reading: Reading) -> tuple[Doubt, ...]:
    """Everything that was read but is in doubt."""
    if not reading.problems:
        return ()
    places = Places(reading.notice)
    return tuple(
        Doubt(
            problem_text(problem),
            problem.section,
            places.of(problem.section) if problem.section else None,
        )
        for problem in reading.problems
    )


def mends(notice: Notice) -> tuple[Mend, ...]:
    """Every repair, with the clause in which it was made."""
    if not notice.repairs:
        return ()
    homes, places = _homes(notice), Places(notice)
    return tuple(_mend(repair, homes, places) for repair in notice.repairs)


def margin_notes(reading: Reading) -> dict[str, tuple[Note, ...]]:
    """Remarks beside the clauses that they concern: mended words, and doubts with a place."""
    notes: dict[str, tuple[Note, ...]] = {}
    notice = reading.notice
    homes, places = _homes(notice), Places(notice)
    for repair in notice.repairs:
        mend = _mend(repair, homes, places)
        if repair.rule.split("-")[0] in _TOLD_IN_MARGIN and mend.key:
            before, after = verbatim(mend.before), verbatim(mend.after)
            done = (
                _("“%(before)s”改作“%(after)s”", before=before, after=after)
                if mend.after
                else _("“%(before)s”只留一处", before=before)
            )
            words = _("%(name)s，%(done)s；%(why)s。", name=mend.name, done=done, why=mend.evidence)
            note = Note(_("修补"), words)
            notes[mend.key] = (*notes.get(mend.key, ()), note)
    for problem in reading.problems:
        if problem.section:
            note = Note(_("存疑"), problem_text(problem))
            notes[problem.section] = (*notes.get(problem.section, ()), note)
    return notes


def version(expression: Expression, *, shown: Expression) -> Version:
    """One line of the versions, with its files."""
    revision = expression.name.partition("~")[2]
    day = expression.valid_from
    title = _("%(day)s文本", day=day_text(day)) if day else _("文本")
    revised = _("%(title)s（记录第%(revision)s次修订）", title=title, revision=revision)
    return Version(
        name=expression.name,
        title=revised if revision else title,
        is_shown=expression.name == shown.name,
        files=tuple(_file(manifestation) for manifestation in expression.manifestations),
    )


def provenance(record: Record) -> str:
    """One line that a print-out carries: what it is and which bytes it was made from."""
    reading = record.reading
    number = reading.notice.number
    named = (
        f"{reading.notice.display_title}（{number}）" if number else reading.notice.display_title
    )
    here = (m for m in record.expression.manifestations if m.sha256 == reading.source_sha256)
    kept = next((moment_text(file.added_at) for file in here), "")
    return _(
        "%(name)s　据原件 %(source)s（SHA-256 %(sum)s…，%(moment)s入库）",
        name=verbatim(named),
        source=verbatim(reading.source_name),
        sum=reading.source_sha256[:16],
        moment=kept,
    )


def moment_text(moment: datetime) -> str:
    """A moment as Shanghai's clocks showed it; a moment without offset is taken as UTC."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    local = moment.astimezone(SHANGHAI)
    return f"{day_text(local.date())} {local:%H:%M}"


def _kind(notice: Notice) -> list[Value]:
    if not notice.kind:
        return [Value(verbatim(notice.genre))] if notice.genre else []
    kind = verbatim(notice.kind)
    if notice.genre and notice.genre != notice.kind:
        genre = verbatim(notice.genre)
        if any(c.role is Role.COVER for c in notice.components):
            kind = _("%(kind)s（印发%(genre)s）", kind=kind, genre=genre)
        else:
            kind = _("%(kind)s（体裁：%(genre)s）", kind=kind, genre=genre)
    return [Value(kind, ("kind", notice.kind))]


def _recipients(notice: Notice) -> list[Value]:
    """As printed, since its commas and pauses group the organs."""
    printed = next((f.raw for f in notice.fields if f.name == "recipients"), None)
    listed = "，".join(notice.recipients)
    words = unbroken(printed or listed).rstrip("：:")
    return [Value(verbatim(words))] if notice.recipients else []


def _day(notice: Notice, name: str) -> list[Value]:
    day: date | None = getattr(notice, name)
    if day is None:
        return []
    found = next((found for found in notice.fields if found.name == name), None)
    return [Value(day_text(day, found.precision if found else None))]


def _registered(notice: Notice) -> list[Value]:
    return [Value(verbatim(notice.registry_number))] if notice.registry_number else []


def _publication(notice: Notice) -> list[Value]:
    if notice.publication_mark:
        return [Value(verbatim(notice.publication_mark.strip("（）()")))]
    return [Value(_("不公开"))] if notice.publication is Publication.HELD else []


def _attachments(notice: Notice) -> list[Value]:
    return [
        Value(verbatim(component_name(notice, component)), key=component.key)
        for component in notice.components
        if component.role is Role.ATTACHMENT
    ]


def _arithmetic(notice: Notice, on: date) -> Iterable[str]:
    """How far the dates in the text lie from the day: a count of days, not a conclusion."""
    if notice.date_effective and on < notice.date_effective:
        days = (notice.date_effective - on).days
        yield counted(
            "距文中写明的施行日期%(day)s还有%(count)s天。",
            days,
            day=day_text(notice.date_effective),
        )
    if notice.date_expires:
        days = (notice.date_expires - on).days
        last = day_text(notice.date_expires)
        if days < 0:
            yield counted("文中写明有效期至%(last)s，已过%(count)s天。", -days, last=last)
        elif days:
            yield counted("文中写明有效期至%(last)s，还有%(count)s天。", days, last=last)
        else:
            yield _("文中写明有效期至%(last)s，就是这一天。", last=last)


def _page(origin: tuple[Origin, ...]) -> int | None:
    return next((stretch.page for stretch in origin if stretch.page is not None), None)


_Homes = list[tuple[int, int, str]]
"""Stretches of the source text and the section or component that each belongs to, in order."""


def _homes(notice: Notice) -> _Homes:
    homes: _Homes = []
    for component in notice.components:
        homes.extend((o.start, o.stop, component.key) for o in component.origin)
        for section in component.walk():
            homes.extend((o.start, o.stop, section.key) for o in section.origin)
    return sorted(homes)


def _home(homes: _Homes, start: int, stop: int) -> str | None:
    """The section in or between whose stretches the source's ``start`` to ``stop`` lies."""
    for low, high, key in homes:
        if low <= start <= high or start <= low < stop:
            return key
    for (_start, before_stop, before), (after_start, _stop, after) in pairwise(homes):
        if before == after and before_stop <= start and stop <= after_start:
            return before
    return None


def _mend(repair: Repair, homes: _Homes, places: Places) -> Mend:
    key = _home(homes, repair.start, repair.stop)
    rule = repair.rule.split("-")[0]
    return Mend(
        name=_(_REPAIRS.get(rule, repair.rule)),
        before=visible(repair.before),
        after=visible(repair.after),
        evidence=evidence_text(rule, repair.evidence),
        key=key,
        place=places.of(key) if key else None,
    )


def visible(text: str) -> str:
    """Line breaks, tabs and page breaks as signs that print; blanks too where there is no more."""
    for blank, sign in _SIGNS:
        text = text.replace(blank, sign)
    return text if text.strip() else text.replace(" ", "␣").replace("\u3000", "␣")


def _file(manifestation: Manifestation) -> File:
    count = manifestation.page_count
    pages = counted("%(count)s 页", count) if count else None
    about = [
        format_text(manifestation.media_type),
        pages,
        size_text(manifestation.size),
        _("%(moment)s入库", moment=moment_text(manifestation.added_at)),
    ]
    return File(
        manifestation.sha256,
        manifestation.name,
        " · ".join(part for part in about if part),
        manifestation.is_shown,
        is_paged=manifestation.media_type == PDF,
    )


def component_of(notice: Notice, key: str) -> Component | None:
    """The component in which a key stands."""
    head = key.partition("/")[0]
    return next((component for component in notice.components if component.key == head), None)
