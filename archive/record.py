"""What the archive answers with: frozen records, free of any database.

Works, expressions and manifestations as in FRBR: a work is one document in the world, an expression
its text from one day on, a manifestation one file of that text.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from archive.notice.model import Notice, Problem, Reading
from archive.saying import Day, say


class State(StrEnum):
    """Whether the public sees a work's record."""

    HELD = "held"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """What adding one source did."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    UPDATED = "updated"


@dataclass(frozen=True, slots=True)
class Added:
    """The answer to ``Archive.add``."""

    outcome: Outcome
    id: str
    rule: str
    """Which rule of identity decided, in Chinese, for people: 字节相同, 同一文本的另一原件 …"""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about a work; never changed, never deleted."""

    action: str
    """``publish`` or ``withdraw``."""
    reason: str | None
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Manifestation:
    """One file that was handed in, whose bytes are kept."""

    sha256: str
    name: str
    media_type: str
    size: int
    page_count: int | None
    added_at: datetime
    is_shown: bool
    """Its reading is the one shown for this expression."""
    rule: str
    """Why it belongs here: the rule of identity that decided."""
    revision: int = 1
    """Which text of this expression it has, numbered as they came: ``NOTICE@DATE~2`` is the
    second. Record time, and so the one thing that depends on the order of arrival."""


@dataclass(frozen=True, slots=True)
class Expression:
    """The text of a work from one day on."""

    name: str
    """``2021-11-09``, or ``undated``; with ``~2`` behind it the second revision of the record,
    which is only so named when it was asked for by that name."""
    valid_from: date | None
    manifestations: tuple[Manifestation, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """One expression of one work, with all that is known of the work."""

    id: str
    state: State
    reading: Reading = field(repr=False)
    expression: Expression
    expressions: tuple[Expression, ...]
    """All of the work's, oldest first."""
    added_at: datetime
    """When the work's first file arrived."""
    clause_count: int = 0

    def not_made(self, on: date) -> str | None:
        """The sentence that the document was signed only after that day, or ``None``.

        A text that bears no date is never called so, nor one before which an older is held.
        """
        notice = self.reading.notice
        is_first = self.expression.name.partition("~")[0] == self.expressions[0].name
        if notice.date_signed is None or notice.date_signed <= on or not is_first:
            return None
        printed = next((field for field in notice.fields if field.name == "date_signed"), None)
        return say(
            "该日尚未制发：%(day)s还没有这件文件，它的成文日期是%(signed)s。",
            day=Day(on),
            signed=Day(notice.date_signed, printed.precision if printed else None),
        )


@dataclass(frozen=True, slots=True)
class Target:
    """What a NOTICE argument means: ``焦政办〔2021〕65号@2021-11-09~2#main-1/art-7``."""

    id: str
    number: str | None
    on: date | None = None
    """The day after ``@``, whose text is meant; ``None`` where none was named."""
    expression: str | None = None
    """The name after ``@`` where it pins a text: ``2021-11-09~2``, ``undated``."""
    key: str | None = None
    """Of a component, section or table row, after ``#``."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One side of a comparison: a text of the archive, or a file outside it."""

    name: str
    """As it was asked for."""
    notice: Notice = field(repr=False)
    key: str | None = None
    """Of the component, section or table row, where not the whole is meant."""
    id: str | None = None
    """``None`` for a file."""
    expression: str | None = None
    """Name of the text: ``2021-11-09``; ``None`` for a file."""
    state: State = State.PUBLISHED
    record: Record | None = field(default=None, repr=False)
    """All that is known of the work; ``None`` for a file."""

    @property
    def pin(self) -> str | None:
        """What always means these very words: ``焦政办-2021-65@2021-11-09~1#main-1/art-7``.

        A correction of the record is another revision. ``None`` for a file.
        """
        if self.record is None:
            return None
        text = self.record.expression
        name, _, revision = text.name.partition("~")
        shown = next((one for one in text.manifestations if one.is_shown), text.manifestations[0])
        key = f"#{self.key}" if self.key else ""
        return f"{self.record.id}@{name}~{revision or shown.revision}{key}"

    @property
    def called(self) -> str:
        """For people: number, title and text."""
        text = f"（{self.expression}）" if self.expression else ""
        part = f"#{self.key}" if self.key else ""
        return f"{self.notice.number or ''} {self.notice.display_title}{text}{part}".strip()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text that another may be compared with."""

    id: str
    number: str | None
    title: str
    reason: str
    """``version`` of the same work, in its ``succession``, or ``similar`` of another issuer."""
    expression: str | None = None
    """Of a version: what stands behind ``@``."""

    @property
    def name(self) -> str:
        """As a NOTICE argument."""
        return f"{self.id}@{self.expression}" if self.expression else self.id


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a list of notices."""

    id: str
    number: str | None
    title: str
    title_is_inferred: bool
    issuers: tuple[str, ...]
    kind: str | None
    genre: str | None
    document_type: str
    year: int | None
    date_signed: date | None
    date_effective: date | None
    date_expires: date | None
    is_draft: bool
    state: State
    status: str
    label: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentence that a conclusion rests on, and whose it is."""

    number: str | None
    section: str
    quote: str
    id: str = ""
    """Of the work whose words they are; ``""`` where a person entered them."""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Interval:
    """One stretch of a timeline, first and last day inclusive; ``None`` is open."""

    status: str
    start: date | None
    stop: date | None
    label: str = ""
    reason: str | None = None
    rule: str | None = None
    """The deciding rule in words."""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class PartStanding:
    """How a component stands that does not always stand as the whole work does."""

    key: str
    title: str | None
    status: str
    label: str


@dataclass(frozen=True, slots=True)
class OrganStep:
    """That an organ of the issuer's line gave its duties to another."""

    former: str
    successor: str
    since: date
    kind: str
    evidence: str
    who: str | None
    """Who entered it; ``None``: it stands in the table that comes with the program."""
    is_ground: bool
    """The conclusion rests on words of the successor."""


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A work's status on a day, with its proof. Source: CONTRACT.md, ``status``."""

    number: str | None
    key: str | None
    on: date
    status: str
    label: str
    in_force: bool | str | None
    rule: str | None
    """The deciding row of the table in words."""
    reason: str | None
    bounds: str | None
    """What is known all the same, as a sentence: that the document was signed only later."""
    coverage: str | None
    evidence: tuple[Evidence, ...] = ()
    timeline: tuple[Interval, ...] = ()
    rule_code: str | None = None
    """The same in one word, for programs: ``term``, ``candidate`` …"""
    is_held: bool = True
    """The work's text is held; ``False``: it is only cited."""
    signed: date | None = None
    """When it was signed, as its texts or a person say."""
    legal_force: str | None = None
    """schema.org's ``legislationLegalForce``; ``None``: to be left out."""
    differing: tuple[PartStanding, ...] = ()
    """Components that on some day stand otherwise than the work, as they stand on this one."""
    doubts: tuple[Problem, ...] = ()
    """What in the facts and relations does not agree, for a person to look at."""
    organs: tuple[OrganStep, ...] = ()
    """What became of the issuers by that day, oldest first."""


@dataclass(frozen=True, slots=True)
class Named:
    """The other end of a relation."""

    id: str | None
    """``None`` for a class of documents, an open choice, and what the asker may not see."""
    number: str | None
    title: str
    is_stub: bool
    date_signed: date | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """What one work says of another, from either side. Source: CONTRACT.md, ``relations``."""

    type: str
    """In the active voice; of an incoming one ``other`` is who says it."""
    assertion: str
    other: Named
    section: str
    within: str
    start: int
    stop: int
    """The words that say it, in the text of ``section`` that ``within`` names."""
    quote: str
    cited_start: int
    cited_stop: int
    """The citation alone, in the same text."""
    scope: str
    pattern: str
    effect_date: date | None
    effect_rule: str
    component: str
    """Of the target; ``""`` for the whole of it."""
    target_keys: tuple[str, ...]
    how: str
    """What led from the words to the target: ``number``, ``title``, ``likeness`` …"""
    rivals: tuple[str, ...] = ()
    """Ids of what else may be meant."""
    as_of: date | None = None
    """The citing text's own day: it means its target as it stood then."""
    changed_on: date | None = None
    """The first day after ``as_of`` from which the target reads otherwise; of an outgoing one."""

    @property
    def target_key(self) -> str | None:
        """Where in the target: ``main-1/art-8``, ``main-1`` or nowhere in particular."""
        if self.target_keys:
            return f"{self.component or 'main-1'}/{self.target_keys[0]}"
        return self.component or None


@dataclass(frozen=True, slots=True)
class Relations:
    """All of one work's relations, each way in reading order."""

    outgoing: tuple[Relation, ...]
    incoming: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A work's or part's status on one day, as lists show it."""

    status: str
    label: str
    in_force: bool | str | None


SUCCEEDING = frozenset({"REPEALS", "REPLACES"})
"""Relations by which one text takes the place of another."""


@dataclass(frozen=True, slots=True)
class Basis:
    """A clause that rests on another document, and how that stands on a day."""

    relation: Relation
    standing: Standing
    since: date | None
    """The first day of that standing."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """When a work's files came."""

    id: str
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """A work's status changes on a day."""

    listed: Listed
    """With the status that it turns to."""
    day: date
    """The first on which it stands so."""
    status: str
    before: str
    """The status on the day before."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A work that is cited but not held."""

    named: Named
    works: int
    """How many works cite it."""
    citations: int
    """How often, in all."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A link that waits for a person."""

    reference: str
    """Its short name in the queue."""
    source: Named
    type: str
    section: str
    quote: str
    number: str | None
    title: str | None
    target: Named | None
    """What it is taken to mean for the time being."""
    rivals: tuple[str, ...]
    """Ids of what else it may mean, the likest first."""
    state: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person decided about a link, or entered as a fact; never changed, never deleted."""

    id: int
    action: str
    """``confirm``, ``reject``, ``redirect``, ``fact`` or ``undo``."""
    subject: str
    type: str | None
    quote: str | None
    target: str | None
    name: str | None
    value: str | None
    who: str
    why: str
    decided_at: datetime
    undoes: int | None
    is_undone: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """One clause that answers a query."""

    id: str
    number: str | None
    title: str
    section: str
    """Key of the clause; the cover's or main component's key where the notice itself is the hit."""
    label: str | None
    path: tuple[str, ...]
    """Component title › chapter › label."""
    text: str
    highlights: tuple[tuple[int, int], ...]
    """Half-open code-point offsets into ``text``, ordered, not overlapping."""
    status: str
    status_label: str
    score: float
    is_draft: bool = False
    document_type: str = "notice"
    issuers: tuple[str, ...] = ()
    """Of the notice: what it is comes before how it stands."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet and how many hits it has."""

    value: str
    """Empty where the notices state none."""
    count: int


@dataclass(frozen=True, slots=True)
class Alike:
    """A clause that says much the same as another."""

    hit: Hit
    likeness: float
    """From 0 to 1: how much of their rarer words the two share."""


class Sorting(StrEnum):
    """How hits are sorted."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    """By the day of signature, then as by relevance; undated ones last."""
    OLDEST = "oldest"


class Tier(StrEnum):
    """How hits answer a query: the first of these that has any."""

    CLAUSE = "clause"
    """All that is wanted stands in each clause."""
    NOTICE = "notice"
    """All that is wanted stands in one notice, something of it in each clause."""
    BEST = "best"
    """Clauses that have something of it, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits and what there is in all. Source: CONTRACT.md, ``search``."""

    query: str
    on: date
    total: int
    notices: int
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[FacetValue, ...]]
    """``issuer``, ``level``, ``year``, ``kind``, ``status``, ``part`` → values, most frequent
    first; what states none stands last."""
    words: tuple[str, ...]
    """How the query was cut into words."""
    number: str | None
    """The canonical 发文字号, if the query was one."""
    hints: tuple[str, ...] = ()
    """Sentences for the reader: what was taken as words, a limit that was met …"""
    tier: Tier = Tier.CLAUSE
    read_as: str = ""
    """The query as it was read, in words."""
    widened: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Words that were looked for under other names too: 高新区 → 高新技术产业开发区."""
    cited: "Named | None" = None
    """What bears the number that was asked for, if it is only known from who cites it."""

    @property
    def is_wanting(self) -> bool:
        """Nothing has all that is wanted."""
        return not self.total or self.tier is Tier.BEST


@dataclass(frozen=True, slots=True)
class WordCount:
    """How often one thing wanted is found by itself."""

    text: str
    count: int
    """Clauses of the day, filters applied."""
    everywhere: int
    """Clauses of the day without any filter."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What may have been meant; it is found."""

    query: str
    wrong: str
    right: str
    count: int
    """Clauses that it finds."""
    sounds_alike: bool
    """Else it is written alike."""


@dataclass(frozen=True, slots=True)
class Advice:
    """Why a query found nothing, or nothing that has all of it, and what to try."""

    words: tuple[WordCount, ...]
    """Each thing wanted by itself, in the order typed; a number that is 0 killed the query."""
    apart: tuple[str, int] | None
    """The query with its words apart, and how many clauses that finds."""
    unfiltered: int | None
    """Clauses that it finds without the filters; ``None`` where there were none."""
    other_days: int
    """Clauses that it finds in texts of other days than the one asked for."""
    corrections: tuple[Correction, ...]
    near: tuple[Listed, ...]
    """Notices with the nearest numbers, if the query was a number."""
    notices: int
    """How many notices were searched through."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that ``fawen check`` found wrong."""

    code: str
    """``ORIGINAL_MISSING``, ``ORIGINAL_CHANGED``, ``INDEX_MISSING``, ``INDEX_EXTRA``,
    ``CATALOGUE_WITHOUT_ORIGINAL``, ``INDEX_BEHIND``, ``INDEX_UNREADABLE``."""
    subject: str
    problem: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Checked:
    """When the archive was last checked against itself, and what came of it."""

    at: datetime
    """UTC without a zone."""
    faults: int
    is_deep: bool


@dataclass(frozen=True, slots=True)
class ArchiveState:
    """What every answer rests on: where it is the same, so is every answer for the same day."""

    sequence: int
    """Last change in the catalogue's log."""
    judgement: int
    """Last decision of a person; 0 for none."""
    index_sequence: int
    """Last change the index has applied; -1 if it cannot be read."""
    checked: Checked | None


@dataclass(frozen=True, slots=True)
class Figures:
    """What the archive holds, for the home page and health check."""

    notices: int
    clauses: int
    public_clauses: int
    """Of what the public may see, as it is shown today."""
    held: int
    sequence: int
    """Last change in the catalogue's log."""
    index_sequence: int
    """Last change the index has applied."""
    checked: Checked | None
    """``None`` where nobody has run ``fawen check`` yet."""


def valid_index(days: Sequence[date | None], on: date | None) -> int:
    """Which of a work's texts, oldest first, is the one of a day.

    The newest that had begun by then; the first where none had yet; the last where ``on`` is
    ``None``.
    """
    if on is None:
        return len(days) - 1
    begun = [at for at, day in enumerate(days) if day is None or day <= on]
    return begun[-1] if begun else 0
