"""What bears on one unit, a work, a component or a section: its beginning, its ends, its changes.

Facts and relations say many things of many parts; here they are sorted by whether they reach this
unit as a whole or in part, and turned into days. ``validity`` then only compares days.
Source: DOMAIN.md §5.2, §5.3, §10.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from archive.law.authority import oversteps
from archive.law.graph import Edge, Words, WorkFacts, begins_on
from archive.law.policy import PolicyPack
from archive.law.status import Rule
from archive.law.terms import target_year, term_end
from archive.notice.model import (
    Claim,
    ClaimType,
    DocumentType,
    Normativity,
    Problem,
    Role,
)
from archive.notice.number import parse_number
from archive.saying import Day, say

CERTAIN = frozenset({"ASSERTED", "CONFIRMED"})
"""Assertions that count: read with an exact target, or confirmed by a person."""
UNRESOLVED = frozenset({"INFERRED", "NEEDS_REVIEW"})
"""Assertions that wait for a person."""
ENDS = {
    ClaimType.REPEALS: Rule.REPEALED,
    ClaimType.REPLACES: Rule.REPEALED,
    ClaimType.DECLARES_EXPIRED: Rule.DECLARED,
}
"""What ends a text, and by which rule."""
_CHANGES = frozenset({ClaimType.AMENDS, ClaimType.REVISES})
_DAY = timedelta(days=1)


class Begins(StrEnum):
    """What a text says of its beginning."""

    STATED = "stated"
    UNKNOWN = "unknown"
    """On a day that cannot be known."""
    IMPLIED = "implied"
    """Nothing."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """When a unit begins to have effect."""

    how: Begins
    first: date | None = None
    """The first day that is stated …"""
    certain: date | None = None
    """… and the one from which all that is stated agrees; other only where it conflicts."""
    words: tuple[Words, ...] = ()
    is_partial: bool = False
    """Only some of its articles have a day at all."""


@dataclass(frozen=True, slots=True)
class Ending:
    """A whole repeal or declaration, from its first day on."""

    rule: Rule
    first: date
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """The end that a text states of itself."""

    certain: date
    """Last day of which it is certain that it is in force."""
    last: date | None
    """Last day on which it may be: after it the text has expired. ``None``: there is none."""
    rule: Rule
    """Why the days between are in doubt."""
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some days, and the words that single them out; ``None`` is open."""

    first: date | None
    last: date | None
    words: tuple[Words, ...]
    is_partial: bool = False

    def covers(self, day: date) -> bool:
        """Whether the day is one of them."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Bearing:
    """All that the decision table asks of one unit."""

    is_official: bool
    is_draft: bool
    is_normative: bool
    is_held: bool
    made: date | None
    """Day of signature, else of printing."""
    not_before: date | None
    """Only where ``made`` is unknown."""
    not_before_words: tuple[Words, ...]
    known_from: date | None
    """From this day on something shows that the text existed, where ``made`` is unknown."""
    beginning: Beginning
    endings: tuple[Ending, ...]
    terms: tuple[Term, ...]
    extensions: tuple[Stretch, ...]
    extensions_unresolved: tuple[Stretch, ...]
    suspensions: tuple[Stretch, ...]
    candidates: tuple[Stretch, ...]
    changes: tuple[Stretch, ...]
    confirmations: tuple[Stretch, ...]
    presumed: Stretch | None
    bounds: str | None
    problems: tuple[Problem, ...] = ()


def bear(
    work: WorkFacts, incoming: Sequence[Edge], key: str | None, packs: Sequence[PolicyPack] = ()
) -> Bearing:
    """Sort what is said of a work by what it means for one unit of it; ``None``: all of it."""
    return _Unit(work, incoming, key).bearing(packs)


class _Unit:
    """One work, component or section while what bears on it is collected."""

    def __init__(self, work: WorkFacts, incoming: Sequence[Edge], key: str | None) -> None:
        self.work = work
        self.component, _, below = (key or "").partition("/")
        self.section = key if below else None
        roles = {c.key: c.role for c in work.components}
        self.role = roles.get(self.component)
        self.mains = [k for k, role in roles.items() if role is Role.MAIN]
        self.covers = [k for k, role in roles.items() if role is Role.COVER]
        # In one order, whichever way they came.
        self.edges = sorted(
            (e for e in incoming if e.source != work.id or not e.source), key=_order
        )
        self.made = work.date_signed or work.date_printed
        self.problems: list[Problem] = []

    # --- whose words reach this unit ---------------------------------------------------------

    def _owner(self, claim: Claim) -> str:
        """The component that a claim about the whole of one speaks of; ``""``: of the work."""
        owner = (claim.target_keys[0] if claim.target_keys else claim.section).partition("/")[0]
        return owner if any(c.key == owner for c in self.work.components) else ""

    def own(self, of: ClaimType) -> dict[str, list[Claim]]:
        """Component, or ``""`` for the work → claims of that type about all of it."""
        found: dict[str, list[Claim]] = {}
        for claim in self.work.claims:
            if claim.type is of and claim.scope == "WHOLE" and claim.assertion in CERTAIN:
                found.setdefault(self._owner(claim), []).append(claim)
        return found

    def claims(self, of: ClaimType) -> list[Claim]:
        """Its own claims of that type about a whole, else those that it inherits.

        The first of several issued texts speaks for the notice; what an issued text says goes
        before what the notice says of it.
        """
        own = self.own(of)
        first = [self.component] if self.component else []
        if self.role is not Role.MAIN:
            first += self.mains[:1]
        return next((own[k] for k in (*first, *self.covers, "", *self._rest()) if k in own), [])

    def _rest(self) -> list[str]:
        """Where there is neither cover nor main component: the first that there is."""
        return [] if self.mains or self.covers else [c.key for c in self.work.components[:1]]

    def partly(self, of: ClaimType) -> list[Claim]:
        """Claims of that type about articles: of this section, or below this unit."""
        return [
            claim
            for claim in self.work.claims
            if claim.type is of and claim.scope == "ARTICLES" and claim.assertion in CERTAIN
            if self._claimed(claim)
        ]

    def _claimed(self, claim: Claim) -> bool:
        if self.section:
            return any(_within(self.section, k) for k in claim.target_keys)
        owner = (claim.target_keys[0] if claim.target_keys else claim.section).partition("/")[0]
        return not self.component or owner == self.component

    def reach(self, edge: Edge) -> str | None:
        """``"whole"``, ``"part"`` or ``None``: what of this unit a relation is about."""
        if edge.scope not in ("WHOLE", "ARTICLES"):
            return None
        sole = self.mains[0] if len(self.mains) == 1 else None
        if edge.scope == "WHOLE":
            at = edge.component
            # A text ended under its own name or the notice's has ended under both.
            if not at or at in (*self.covers, self.component, sole):
                return "whole"
            return None if self.component else "part"
        at = edge.component or (self.mains or [""])[0]
        if self.component and at not in ("", self.component):
            return None
        if not self.section:
            return "part"
        keys = [f"{self.component}/{k}" for k in edge.target_keys]
        if any(_within(self.section, k) for k in keys):
            return "whole"
        return "part" if not keys or any(_within(k, self.section) for k in keys) else None

    def said(self, *types: ClaimType, among: frozenset[str] = CERTAIN) -> Iterable[Edge]:
        """Relations of these types, of those assertions."""
        return (e for e in self.edges if e.type in types and e.assertion in among)

    # --- what they mean ----------------------------------------------------------------------

    def bearing(self, packs: Sequence[PolicyPack]) -> Bearing:
        work = self.work
        confirmations = self._stretches(ClaimType.CONFIRMS_VALID)
        extensions = self._stretches(ClaimType.EXTENDS_VALIDITY)
        amendments = self._amendments()
        beginning = self._beginning([*amendments, *confirmations, *extensions])
        changes = (*amendments, *self._lapsed_parts(beginning, extensions))
        if work.document_type is DocumentType.STATUTE and beginning.first and self.made:
            # A law that began before the day it bears: that is the day of a revision.
            self.made = min(self.made, beginning.first)
        endings = self._endings()
        terms = self._terms(beginning)
        candidates = self._candidates(confirmations)
        shown = [s.first for s in (*changes, *confirmations, *extensions) if s.first]
        known = [work.date_published, *work.texts[:1], *shown]
        earliest = min((d for d in (beginning.first, *known) if d), default=None)
        not_before, because = self._not_before(earliest)
        if self.made and work.not_before and self.made < work.not_before:
            self._problem("BOUND_CONFLICT", say("成文日期早于它所引用文件的成文日期"))
        return Bearing(
            is_official=work.document_type is not DocumentType.NON_OFFICIAL,
            is_draft=self._is_draft(),
            is_normative=work.document_type is DocumentType.STATUTE
            or work.normativity in (Normativity.NORMATIVE, Normativity.UNDETERMINED),
            is_held=not work.is_stub,
            made=self.made,
            not_before=None if self.made else not_before,
            not_before_words=because,
            known_from=min((day for day in known if day), default=None),
            beginning=beginning,
            endings=endings,
            terms=terms,
            extensions=extensions,
            extensions_unresolved=self._stretches(ClaimType.EXTENDS_VALIDITY, among=UNRESOLVED),
            suspensions=self._stretches(ClaimType.SUSPENDS),
            candidates=candidates,
            changes=changes,
            confirmations=confirmations,
            presumed=self._presumed(packs, beginning, terms, confirmations),
            bounds=self._bounds(),
            problems=tuple(self.problems),
        )

    def _is_draft(self) -> bool:
        flags = {c.key: c.is_draft for c in self.work.components}
        texts = [c.is_draft for c in self.work.components if c.role is not Role.ATTACHMENT]
        whole = all(texts or flags.values()) and bool(flags)
        if not self.component:
            return whole
        return flags.get(self.component, False) or (self.role is Role.ATTACHMENT and whole)

    def _beginning(self, later: Sequence[Stretch]) -> Beginning:
        claims = self.partly(ClaimType.EFFECTIVE) if self.section else []
        claims = claims or self.claims(ClaimType.EFFECTIVE)
        partial = not claims and not self.section
        if partial:
            claims = self.partly(ClaimType.EFFECTIVE)
        if not claims:
            return Beginning(Begins.IMPLIED)
        days = [(begins_on(claim, self.work), claim) for claim in claims]
        known = [day for day, _ in days if day]
        words = [self._words(claim) for day, claim in days if day or not known]
        if any(c.term and c.term.startswith(("发布", "公布", "颁布")) for c in claims):
            words += _tuple(self.work.published_because) if known else ()
        if not known:
            # A text that is changed or confirmed on a day has had effect before.
            proved = min((s.first for s in later if s.first), default=None)
            return Beginning(Begins.UNKNOWN, None, proved, tuple(words))
        if min(known) != max(known) and not partial:
            self._problem("DATE_CONFLICT", say("文中写明的施行日期不止一个"))
        certain = min(known) if partial else max(known)
        return Beginning(Begins.STATED, min(known), certain, tuple(words), partial)

    def _endings(self) -> tuple[Ending, ...]:
        found = []
        parts: dict[str, list[Ending]] = {}
        for edge in self.said(*ENDS):
            reach = self.reach(edge)
            if edge.effect is None or not reach or self._is_too_early(edge):
                continue
            ending = Ending(ENDS[edge.type], edge.effect, (edge.words,))
            if reach == "whole":
                found.append(ending)
                if edge.source_issuers and oversteps(edge.source_issuers, self.work.issuers):
                    self._problem(
                        "AUTHORITY_CHECK",
                        say("下级机关的文件结束上级机关的文件：%(name)s", name=_name(edge)),
                    )
            elif edge.scope == "WHOLE":
                parts.setdefault(edge.component, []).append(ending)
        if self.mains and all(main in parts for main in self.mains):
            # Each of several texts has ended: the notice ends with the last.
            found.append(
                max(
                    (min(parts[main], key=lambda e: e.first) for main in self.mains),
                    key=lambda e: e.first,
                )
            )
        return tuple(found)

    def _is_too_early(self, edge: Edge) -> bool:
        """It speaks of an older text of the same name: this one was made later."""
        early = bool(self.made and edge.effect and edge.effect < self.made)
        if early and edge.type in ENDS:
            self._problem(
                "ENDING_BEFORE_MADE",
                say("结束它的日期早于它的成文日期，未采用：%(name)s", name=_name(edge)),
            )
        return early

    def _terms(self, beginning: Beginning) -> tuple[Term, ...]:
        if self._holds_several():
            terms = self._terms_of_all(beginning)
            # The notice ends with the last of its texts.
            if all(terms):
                return (max((t for t in terms if t), key=lambda t: t.last or date.max),)
            mine = self._term(self.own(ClaimType.EXPIRES).get(self.component, []), beginning)
            return (mine,) if mine and self.component else ()
        found = [self._term(self.claims(ClaimType.EXPIRES), beginning)]
        if self.section:
            found.append(self._term(self.partly(ClaimType.EXPIRES), beginning))
        return tuple(term for term in found if term)

    def _holds_several(self) -> bool:
        """It is, or hangs on, a notice that issues several texts, each with an end of its own."""
        return len(self.mains) > 1 and self.role is not Role.MAIN

    def _terms_of_all(self, beginning: Beginning) -> list[Term | None]:
        """The term of each of several issued texts, in their order."""
        own = self.own(ClaimType.EXPIRES)
        notices = [claim for key in (*self.covers, "") for claim in own.get(key, [])]
        return [self._term(own.get(main, notices), beginning) for main in self.mains]

    def _term(self, claims: Sequence[Claim], beginning: Beginning) -> Term | None:
        """The one end that several sentences state; a day goes before a counted term."""
        words = tuple(self._words(claim) for claim in claims)
        days = [claim.date for claim in claims if claim.date]
        if days:
            extended = [c.date for c in claims if c.date and c.pattern.startswith("有效期延长")]
            first = max(days) if extended else min(days)
            if first != max(days):
                self._problem("DATE_CONFLICT", say("文中写明的有效期截止日不止一个"))
            dated = tuple(self._words(claim) for claim in claims if claim.date)
            return Term(first, max(days), Rule.DATE_CONFLICT, dated)
        begins = beginning.first or self.made
        ends = [term_end(claim.term, begins) for claim in claims if claim.term and begins]
        counted = [day for day in ends if day]
        if counted:
            return Term(min(counted) - _DAY, max(counted), Rule.TERM_BOUNDARY, words)
        waits = [c.term for c in claims if c.term and c.pattern == "有效期至任务完成"]
        if waits:
            year = max((y for y in map(target_year, waits) if y), default=None)
            certain = date(year, 12, 31) if year else date.min
            return Term(certain, None, Rule.TERM_OPEN, words)
        return None

    def _stretches(self, of: ClaimType, *, among: frozenset[str] = CERTAIN) -> tuple[Stretch, ...]:
        """Days on which relations to all of this unit hold: extensions, suspensions."""
        return tuple(
            Stretch(edge.effect, edge.until, (edge.words,))
            for edge in self.said(of, among=among)
            if edge.effect and self.reach(edge) == "whole"
        )

    def _amendments(self) -> tuple[Stretch, ...]:
        """What other texts changed or ended of it, and texts that are held of a later day."""
        found = []
        for edge in self.said(*_CHANGES, *ENDS):
            reach = self.reach(edge)
            is_end = edge.type in ENDS
            if edge.effect is None or not reach or (is_end and reach == "whole"):
                continue
            if not self._is_too_early(edge):
                found.append(Stretch(edge.effect, None, (edge.words,), is_end))
        days = [day for day in self.work.texts[1:] if day and (not self.made or day > self.made)]
        if days:
            found.append(Stretch(min(days), None, ()))
        return tuple(found)

    def _lapsed_parts(
        self, beginning: Beginning, extensions: Sequence[Stretch]
    ) -> Iterator[Stretch]:
        """Parts of which the text itself says that they end, from the day behind their last."""
        ends: list[Term | None] = []
        if not self.section:
            ends += [self._term([claim], beginning) for claim in self.partly(ClaimType.EXPIRES)]
        if self._holds_several() and not extensions:
            ends += self._terms_of_all(beginning)
        for term in ends:
            if term and term.last:
                yield Stretch(term.last + _DAY, None, term.words, is_partial=True)

    def _candidates(self, confirmations: Sequence[Stretch]) -> tuple[Stretch, ...]:
        """Possible endings and suspensions of the whole that nobody has settled yet."""
        found = []
        for edge in self.edges:
            if edge.type not in ENDS and edge.type is not ClaimType.SUSPENDS:
                continue
            reach = self.reach(edge)
            undated = edge.assertion in CERTAIN and edge.effect is None
            if edge.assertion not in UNRESOLVED and not undated:
                continue
            unnamed = self.section and reach == "part" and not edge.target_keys
            if (reach != "whole" and not unnamed) or self._is_too_early(edge):
                continue
            # A later confirmation or a new text shows that it did not come about.
            settled = [
                day
                for day in (*(s.first for s in confirmations), *self.work.texts[1:])
                if day and (edge.effect is None or day >= edge.effect)
            ]
            last = min(settled) - _DAY if settled else None
            if last and edge.until:
                last = min(last, edge.until)
            found.append(Stretch(edge.effect, last or edge.until, (edge.words,)))
        return tuple(found)

    def _presumed(
        self,
        packs: Sequence[PolicyPack],
        beginning: Beginning,
        terms: Sequence[Term],
        confirmations: Sequence[Stretch],
    ) -> Stretch | None:
        """From when a default term has run out, until it is confirmed that the text goes on."""
        begins = beginning.first or self.made
        if terms or begins is None or self.work.document_type is not DocumentType.NOTICE:
            return None
        for pack in packs:
            years = pack.years_of(self.work, self.made or begins)
            ends = term_end(f"{years}年", begins) if years else None
            if ends is None:
                continue
            cleared = min((s.first for s in confirmations if s.first), default=None)
            last = cleared - _DAY if cleared else None
            if last is not None and last < ends:
                return None
            return Stretch(ends, last, (Words("", None, pack.title, "", pack.source),))
        return None

    def _not_before(self, earliest: date | None) -> tuple[date | None, tuple[Words, ...]]:
        """The first day on which the text can have been made: what it cites, the year it bears.

        Where something of it is older than its number, that is the number of a later text.
        """
        work = self.work
        number = parse_number(work.number) if work.number else None
        year = date(number.year, 1, 1) if number and number.year else None
        if year and earliest and earliest < year:
            year = None
        if year and (work.not_before is None or work.not_before < year):
            key = work.components[0].key if work.components else ""
            return year, (Words(work.id, work.number, work.title, key, work.number or ""),)
        return work.not_before, _tuple(work.not_before_because)

    def _bounds(self) -> str | None:
        """What is known of when the text was made, for where its effect is not."""
        if self.made:
            return say("成文于%(day)s，公布日期不明。", day=Day(self.made))
        if self.work.not_before is None:
            return None
        day = Day(self.work.not_before)
        if not self.work.not_before_cited:
            return say("不早于%(day)s。", day=day)
        return say("不早于%(day)s：它引用了%(cited)s。", day=day, cited=self.work.not_before_cited)

    def _words(self, claim: Claim) -> Words:
        work = self.work
        return Words(work.id, work.number, work.title, claim.section, claim.quote)

    def _problem(self, code: str, message: str) -> None:
        problem = Problem(code, message)
        if problem not in self.problems:
            self.problems.append(problem)


def _order(edge: Edge) -> tuple[str, ...]:
    return (str(edge.effect), edge.source, edge.words.section, edge.words.quote, repr(edge))


def _within(key: str, above: str) -> bool:
    return key == above or key.startswith(above + "/")


def _tuple(words: Words | None) -> tuple[Words, ...]:
    return (words,) if words else ()


def _name(edge: Edge) -> str:
    return edge.words.number or edge.words.title
