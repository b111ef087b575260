"""Archive: the one object the rest of the program talks to.

::

    folder/catalogue.sqlite    what is known (or a database by URL)
    folder/originals/ab/cd/…   the bytes
    folder/index/              the search index, a cache of the catalogue
"""

# ruff: noqa: A002  ``id`` is what the contract calls a notice's name in URLs

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from archive import checking, names
from archive.accession import Accession
from archive.differences import differences
from archive.errors import (
    AmbiguousNotice,
    ArchiveError,
    FawenError,
    NoticeNotFound,
    StaleIndex,
    naming,
)
from archive.indexing import EngineType, Index
from archive.law.status import LABELS, Status
from archive.law.succession import Succession
from archive.law.titles import fuller_keys, title_key
from archive.linking import audit, link, relink
from archive.notice.model import Reading, Source
from archive.notice.number import DocumentNumber, parse_number
from archive.record import (
    Added,
    Advice,
    Alike,
    ArchiveState,
    Arrival,
    Basis,
    Candidate,
    Checked,
    Compared,
    Conclusion,
    Decision,
    Doubt,
    FacetValue,
    Fault,
    Figures,
    Hit,
    Judgement,
    Listed,
    Manifestation,
    Missing,
    Named,
    Record,
    Relation,
    Relations,
    Results,
    Sorting,
    Standing,
    State,
    Target,
    Turn,
)
from archive.review import Reviews
from archive.search.query import Query, parse_query
from archive.search.suggesting import Suggestion
from archive.searching import Page, Searching
from archive.shelf import Narrowed, statuses_of
from archive.standing import Conclusions
from archive.store.catalogue import SAME_BYTES, Catalogue
from archive.store.database import Database, bring_up_to_date, open_sqlite, open_url
from archive.store.lists import Lists, Order, Sought, Turning
from archive.store.lookup import Lookup, Wanted
from archive.store.originals import Originals
from archive.store.records import Records
from archive.timelines import turn_on

if TYPE_CHECKING:
    from archive.law.amending.model import Proposal

_NEAR = 5
"""Numbers that are offered where one is not there."""
_UNTOLD_LIMIT = 200
"""In a batch the index is told after so many documents, and at the end."""
_ASKED = 100
"""Clauses looked through for the texts that are like one."""
_TOLD_AFTER = 50
"""The same where another process brings it up, which can begin so much earlier."""
ENDED = (Status.REPEALED.value, Status.EXPIRED.value)
"""Statuses of what is over."""


class Archive:
    """Keeps notices, finds them, and answers what they are."""

    def __init__(
        self, folder: Path, database: Database, engine_type: EngineType, *, writable: bool
    ) -> None:
        """Use ``Archive.open``."""
        self.folder = folder
        self.writable = writable
        self._database = database
        self._catalogue = Catalogue(database)
        self._lookup = Lookup(database)
        self._lists = Lists(database)
        self._records = Records(database)
        self._conclusions = Conclusions(database)
        self._reviews = Reviews(database)
        self._originals = Originals(folder / "originals")
        self._index = Index(folder / "index", self._catalogue, engine_type)
        self._searching = Searching(self._catalogue, self._lookup, self._index)
        self._batch_depth = 0
        self._untold = 0
        """Documents that the index may not have, as far as this archive knows."""
        self._told = 0
        """How many of these another process was told of."""
        self._tell: Callable[[], None] | None = None
        self.index_fault: StaleIndex | None = None
        """Why the index could not take the last changes; ``reindex`` mends it."""

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        create: bool = True,
        writable: bool = True,
        database_url: str | None = None,
        engine_type: EngineType | None = None,
        policy_packs: Collection[str] | None = None,
        waiting: Callable[[str], object] = lambda _: None,
    ) -> Self:
        """The archive in ``folder``; a writer brings it up to date, a reader changes nothing.

        ``database_url`` names another database than the file in the folder. ``policy_packs``: the
        rules about default terms that a writer turns on, none else; without it they stay.
        ``waiting`` is told when the index has to be waited for.
        Raises: ArchiveError when it cannot be opened, created or understood; ArchiveBusy.
        """
        if create and writable:
            _make(folder)
        database = (
            open_url(database_url, create=create, writable=writable)
            if database_url
            else open_sqlite(folder / "catalogue.sqlite", create=create, writable=writable)
        )
        archive = cls(folder, database, engine_type or _default_engine(), writable=writable)
        archive._index.waiting = waiting
        try:
            bring_up_to_date(database, writable=writable)
            if writable:
                turn_on(database, policy_packs)
                archive.sync()
        except BaseException:
            archive.close()
            raise
        return archive

    # --- keeping ---------------------------------------------------------------------------------

    def add(self, source: Source, reading: Reading | Accession) -> Added:
        """Keep the bytes, then what was read in them, then tell the index.

        Who reads on several cores gives ``Accession.of`` the reading, made there.

        Raises: ArchiveError, ArchiveBusy. Whatever is raised, nothing is half kept.
        """
        accession = Accession.of(reading) if isinstance(reading, Reading) else reading
        (added,) = self.add_all([(source, accession)])
        return added

    def add_all(self, documents: Sequence[tuple[Source, Accession]]) -> tuple[Added, ...]:
        """``add`` for several, all or none: they wait for the disk together.

        Raises: ArchiveError, ArchiveBusy.
        """
        self._must_be_writable()
        self._originals.keep_all({source.sha256: source.content for source, _ in documents})
        return self._keep([(accession, len(source.content)) for source, accession in documents])

    def _keep(self, accessions: Sequence[tuple[Accession, int]]) -> tuple[Added, ...]:
        added = self._catalogue.keep_all(accessions, now=_now())
        self._untold += sum(one.rule != SAME_BYTES for one in added)
        if not self._untold:
            return added
        if self._tell:
            if self._untold - self._told >= _TOLD_AFTER:
                link(self._database)
                self._tell()
                self._told = self._untold
        elif not self._batch_depth or self._untold >= _UNTOLD_LIMIT:
            self.sync()
        return added

    @contextmanager
    def adding(self, tell: Callable[[], None] | None = None) -> Iterator[None]:
        """Many ``add``: each its own transaction, the index told now and then and at the end.

        ``tell`` is called instead now and then, for another process to bring the index up.
        Who interrupts a batch does not wait for the index: the next writer brings it up.
        """
        self._batch_depth += 1
        self._tell = tell or self._tell
        try:
            yield
        except KeyboardInterrupt:
            self._untold = self._told = 0
            raise
        finally:
            self._batch_depth -= 1
            if not self._batch_depth:
                self._tell = None
                if self._untold:
                    self.sync()

    def sync(self) -> None:
        """Link what has changed, and replay into the index what it lacks.

        What is kept does not depend on the index: one that cannot be opened is left as it is,
        ``index_fault`` says why, and searching does.
        Raises: ArchiveBusy.
        """
        self._must_be_writable()
        link(self._database)
        try:
            self._index.sync()
            self.index_fault = None
        except StaleIndex as stale:
            self.index_fault = stale
        self._untold = self._told = 0

    def has(self, sha256: str, reader: str) -> bool:
        """These bytes are known and were read by this very reader: adding them changes nothing."""
        return self._catalogue.has(sha256, reader)

    def reread(
        self,
        read: Callable[[Source], Reading],
        ids: Sequence[str] | None = None,
        *,
        outdated: str | None = None,
        failed: Callable[[str, FawenError], None] | None = None,
    ) -> tuple[Added, ...]:
        """Read kept originals again; the former readings stay as history.

        ``ids`` limits it to some works, ``outdated`` to files that another reader read last.
        ``failed`` is told of each file that cannot be read, and the rest goes on; without it the
        first error is raised.
        Raises: SourceError, DamagedOriginal, ArchiveBusy.
        """
        self._must_be_writable()
        done: list[Added] = []
        with self.adding():
            for file in self._records.files(ids, not_read_by=outdated):
                try:
                    with naming(file.name):
                        content = self._originals.verify(file.sha256).read_bytes()
                        reading = read(Source(file.name, file.media_type, content, file.sha256))
                        done += self._keep([(Accession.of(reading), file.size)])
                except FawenError as error:
                    if failed is None:
                        raise
                    failed(file.name, error)
        return tuple(done)

    def publish(self, id: str) -> None:
        """Show a work to the public; a person's decision, logged, which outlives rereading.

        Raises: NoticeNotFound, ArchiveBusy.
        """
        self._decide(id, "publish", None)

    def withdraw(self, id: str, reason: str) -> None:
        """Take a work from the public; a person's decision, logged, which outlives rereading.

        Raises: NoticeNotFound, ArchiveBusy.
        """
        self._decide(id, "withdraw", reason)

    def _decide(self, id: str, action: str, reason: str | None) -> None:
        self._must_be_writable()
        self._catalogue.decide(id, action, reason, _now())
        self.sync()

    def _must_be_writable(self) -> None:
        if not self.writable:
            raise ArchiveError("档案库以只读方式打开", "请以可写方式打开后再修改")

    # --- answering -------------------------------------------------------------------------------

    def listing(
        self,
        *,
        on: date,
        public: bool,
        issuer: str | None = None,
        year: int | None = None,
        kind: str | None = None,
        month: int | None = None,
        genre: str | None = None,
        topic: str | None = None,
        status: str | None = None,
        order: Order = "added",
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[Listed, ...]:
        """One page of the list of notices with their status of that day.

        ``public`` leaves out what is held or withdrawn.

        An empty issuer, kind, genre or topic, the year 0 and the month 0 want the notices that
        state none; ``status`` is one of that day, or ``in_force``.
        """
        sought = _sought(Wanted(public, issuer, year, kind), month, genre, topic, status, on)
        return self._standing(self._lists.listing(sought, order, limit, offset), on)

    def _standing(self, listed: Sequence[Listed], on: date) -> tuple[Listed, ...]:
        standings = self._conclusions.standings((line.id for line in listed), on)
        return tuple(
            replace(line, status=standing.status, label=standing.label)
            if (standing := standings.get(line.id))
            else line
            for line in listed
        )

    def count(
        self,
        *,
        public: bool,
        issuer: str | None = None,
        year: int | None = None,
        kind: str | None = None,
        month: int | None = None,
        genre: str | None = None,
        topic: str | None = None,
        status: str | None = None,
        on: date | None = None,
    ) -> int:
        """How many notices ``listing`` would give without a limit; a ``status`` is one ``on``."""
        return self._lists.count(
            _sought(Wanted(public, issuer, year, kind), month, genre, topic, status, on)
        )

    def browse(
        self,
        *,
        public: bool,
        issuer: str | None = None,
        year: int | None = None,
        kind: str | None = None,
        month: int | None = None,
        genre: str | None = None,
        topic: str | None = None,
        status: str | None = None,
        on: date | None = None,
    ) -> dict[str, tuple[FacetValue, ...]]:
        """Each of ``issuer``, ``year``, ``kind`` … → how many notices each value has.

        With a year wanted also its ``month``, with a day given the ``status`` on it. Narrowed like
        ``listing``; each counts what the others leave.
        """
        return self._lists.browse(
            _sought(Wanted(public, issuer, year, kind), month, genre, topic, status, on)
        )

    def arrivals(
        self, *, public: bool, limit: int | None = None, offset: int = 0
    ) -> tuple[Arrival, ...]:
        """Every notice's id and when its files came, in the order in which the notices came."""
        return self._lists.arrivals(public=public, limit=limit, offset=offset, renewed=False)

    def lines(self, ids: Collection[str], *, on: date, public: bool) -> dict[str, Listed]:
        """The lines of these notices, at most some hundreds, by their ids."""
        listed = self._lists.named(ids, public=public)
        return {line.id: line for line in self._standing(listed, on)}

    def renewed(self, *, on: date, public: bool, limit: int) -> tuple[tuple[Listed, datetime], ...]:
        """Notices to which another file came after their first, and when; the latest first."""
        came = self._lists.arrivals(public=public, limit=limit, offset=0, renewed=True)
        lines = self.lines([one.id for one in came], on=on, public=public)
        return tuple((lines[one.id], one.last) for one in came if one.id in lines)

    def near(
        self, number: DocumentNumber, *, on: date, public: bool, limit: int
    ) -> tuple[Listed, ...]:
        """Notices with the nearest numbers of the same series, the nearest first."""
        code, year, serial = number.key
        found = self._lists.near(code, year, serial, public=public, limit=limit)
        return self._standing(found, on)

    def turns(
        self,
        *,
        public: bool,
        first: date,
        last: date,
        status: str | None = None,
        issuer: str | None = None,
        newest_first: bool = True,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[Turn, ...]:
        """One page of the notices whose status changes on a day from ``first`` to ``last``.

        ``status``: what it changes to, in the words of a filter; ``ended`` is any way to end.
        """
        turning = Turning(public, first, last, _turned_to(status), issuer)
        turns = self._lists.turns(turning, limit, offset, newest_first=newest_first)
        return tuple(
            replace(
                turn, listed=replace(turn.listed, status=turn.status, label=LABELS[turn.status])
            )
            for turn in turns
        )

    def count_turns(
        self,
        *,
        public: bool,
        first: date,
        last: date,
        status: str | None = None,
        issuer: str | None = None,
    ) -> int:
        """How many ``turns`` would give without a limit."""
        return self._lists.count_turns(Turning(public, first, last, _turned_to(status), issuer))

    def missing(self, *, public: bool, limit: int, offset: int = 0) -> tuple[Missing, ...]:
        """Works that are cited but not held, those that most notices cite first."""
        return self._lists.missing(public=public, limit=limit, offset=offset)

    def count_missing(self, *, public: bool) -> int:
        """How many ``missing`` would give without a limit."""
        return self._lists.count_missing(public=public)

    def find(self, name: str) -> Target:
        """What a NOTICE argument means: ``焦政办(2021)65号@2021-11-09#main-1/art-7``.

        Raises: NoticeNotFound, AmbiguousNotice.
        """
        parts = names.parse_name(name)
        slug, number = self._lookup.find(parts.notice)
        target = Target(slug, number, parts.on, parts.expression, parts.key)
        if target.key or target.expression:
            record = self.record(slug, on=target.on, expression=target.expression)
            names.require_key(record, target.key)
        return target

    def titled(self, title: str, *, public: bool) -> tuple[tuple[str, str], ...]:
        """The works that bear a title, or have a component that does: id and component's key.

        Where none does, those whose title it is short for (``law.titles.fuller_keys``).
        """
        key = title_key(title)
        found = self._lookup.titled(key, public=public)
        for fuller in () if found else fuller_keys(key):
            found += self._lookup.titled(fuller, public=public)
        return found

    def resolve_alias(self, id: str) -> str | None:
        """The id to redirect to; ``None`` if ``id`` is one itself, unknown, or fits several."""
        return self._lookup.alias(id)

    def record(self, id: str, *, on: date | None = None, expression: str | None = None) -> Record:
        """One text of a work: by its expression's name, else that day's, else the newest.

        ``state`` says whether the public may see it: refusing is the caller's part.
        Raises: NoticeNotFound.
        """
        record = self._records.record(id, on=on, expression=expression)
        rivals = self._records.rivals(record)
        found = tuple(p for rival in rivals for p in differences(record.reading, rival))
        if not found:
            return record
        reading = replace(record.reading, problems=(*record.reading.problems, *found))
        return replace(record, reading=reading)

    def compared(self, name: str, on: date) -> Compared:
        """What a NOTICE argument names, to be compared; without ``@`` the text of that day.

        Raises: NoticeNotFound, AmbiguousNotice.
        """
        target = self.find(name)
        record = self.record(target.id, on=target.on or on, expression=target.expression)
        names.require_key(record, target.key)
        notice, text = record.reading.notice, record.expression.name
        return Compared(name, notice, target.key, record.id, text, record.state, record)

    def amended(self, old: str, decision: str, on: date) -> "Proposal":
        """A text with the orders of an amending decision carried out; both are NOTICE arguments.

        Raises: NoticeNotFound, AmbiguousNotice, NotAmended.
        """
        # Only this needs the grammar of orders, which takes longer to load than a search to answer.
        from archive.law.amending.consolidation import (  # noqa: PLC0415  see above
            consolidate,
        )

        ones, others = self.compared(old, on), self.compared(decision, on)
        return consolidate(ones.notice, others.notice)

    def candidates(
        self, id: str, on: date, *, public: bool, expression: str | None = None
    ) -> tuple[Candidate, ...]:
        """What a work's text of that day may be compared with, the nearest first.

        Its other texts, what it replaced and what replaced it; without these the likest texts of
        other issuers. ``expression`` names the text instead of the day.
        Raises: NoticeNotFound, StaleIndex.
        """
        from archive import comparing  # noqa: PLC0415  0.1 s that a search need not wait for

        record = self.record(id, on=on, expression=expression)
        succession = self.succession(record.id, public=public)
        query = comparing.subject_query(record.reading.notice)
        hits: tuple[Hit, ...] = ()
        if query and len(record.expressions) == 1:
            found = self.search(parse_query(query), on=on, public=public, limit=_ASKED)
            hits = tuple(found.hits)
        return comparing.candidates_of(record, succession, hits)

    def status(self, id: str, key: str | None, on: date) -> Conclusion:
        """A work's, component's or section's status on a day, with its proof and its timeline.

        Raises: NoticeNotFound.
        """
        conclusion = self._conclusions.status(id, key, on)
        made = conclusion.signed
        is_early = made is not None and on < made
        if not conclusion.is_held or (key is None and not is_early):
            return conclusion  # what only the whole text tells is not asked
        record = self._records.record(id, on=on, expression=None)
        names.require_key(record, key)
        return replace(conclusion, bounds=record.not_made(on) or conclusion.bounds)

    def standings(self, ids: Iterable[str], on: date) -> dict[str, Standing]:
        """How each of these works stands on a day; unknown ids are left out."""
        return self._conclusions.standings(ids, on)

    def relations(self, id: str, *, public: bool) -> Relations:
        """What a work, or stub, says of others and others of it.

        ``public`` leaves out who may not be seen.
        Raises: NoticeNotFound.
        """
        return self._conclusions.relations(id, public=public)

    def bases(
        self, said: Iterable[Relation], standings: Mapping[str, Standing], on: date
    ) -> tuple[Basis, ...]:
        """Which of what a work says rests on what is over; ``standings``: of those it cites."""
        return self._conclusions.bases(said, standings, on)

    def dependents(self, id: str, *, public: bool) -> tuple[Relation, ...]:
        """Clauses of other works that rest on this one.

        Raises: NoticeNotFound.
        """
        return self._conclusions.dependents(id, public=public)

    def succession(self, id: str, *, public: bool) -> tuple[Named, ...]:
        """What the work took the place of and what took its place, oldest first, itself among them.

        Raises: NoticeNotFound.
        """
        return self._conclusions.succession(id, public=public)

    def stub(self, id: str) -> Named | None:
        """What is known of a work that is only cited; ``None`` for one that is held, or unknown."""
        return self._conclusions.stub(id)

    def original(self, sha256: str) -> tuple[Manifestation, State, Path]:
        """A kept file, its bytes verified, and the state of its work.

        Raises: NoticeNotFound, DamagedOriginal.
        """
        manifestation, state = self._records.manifestation(sha256)
        with naming(manifestation.name):
            return manifestation, state, self._originals.verify(sha256)

    def readings(self, sha256: str) -> tuple[Reading, ...]:
        """Everything that was ever read in a file, the current reading last.

        Raises: NoticeNotFound.
        """
        return self._records.history(sha256)

    def decisions(self, id: str) -> tuple[Decision, ...]:
        """What people decided about a work's files, oldest first."""
        return self._lookup.decisions(id)

    def reviews(self) -> tuple[tuple[str, str, str], ...]:
        """What identity left to a person: (id, code, message)."""
        return self._lookup.reviews()

    def figures(self) -> Figures:
        """How much there is, and how far the index has come; -1 if it cannot be read."""
        notices, clauses, public, held = self._lookup.figures()
        state = self.state()
        return Figures(
            notices, clauses, public, held, state.sequence, state.index_sequence, state.checked
        )

    def state(self) -> ArchiveState:
        """What every answer rests on; cheap enough to be asked for before each."""
        try:
            index_sequence = self._index.sequence()
        except StaleIndex:
            index_sequence = -1
        sequence, judgement = self._lookup.state()
        return ArchiveState(sequence, judgement, index_sequence, checking.last(self.folder))

    def search(
        self,
        query: Query,
        *,
        on: date,
        public: bool,
        limit: int = 20,
        offset: int = 0,
        issuer: str | None = None,
        year: int | None = None,
        kind: str | None = None,
        status: str | None = None,
        level: str | None = None,
        part: str | None = None,
        within: str | None = None,
        order: Sorting = Sorting.RELEVANCE,
    ) -> Results:
        """One page of the clauses that answer a query, and what there is in all.

        Works that may not be seen are left out before anything is counted; of each work only the
        text of that day is found. A number brings its own notice first, then who cites it. The
        filters are those of ``listing``, the status on that day (or ``in_force``), the level of the
        highest organ, the part of the notice (``shelf.PARTS``) and the id of one notice.
        Raises: StaleIndex when the index cannot be read; SlowQuery when it takes too long.
        """
        results = self._searching.search(
            query,
            Wanted(public, issuer, year, kind),
            Narrowed(status, part, level, within),
            Page(limit, offset, order),
            on=on,
        )
        cited = self._only_cited(query.number, public=public) if query.number else None
        return replace(results, cited=cited) if cited else results

    def similar(
        self, id: str, key: str, *, on: date, public: bool, limit: int = 10
    ) -> tuple[Alike, ...]:
        """The clauses of other notices most like one, the most alike first.

        Raises: NoticeNotFound; StaleIndex.
        """
        # A part of a clause is no clause, but a row of a table is one.
        is_part = self.record(id, on=on).reading.notice.find(key) is not None
        return self._searching.similar(id, key, on=on, public=public, limit=limit, is_part=is_part)

    def suggest(self, typed: str, *, on: date) -> tuple[Suggestion, ...]:
        """Words, titles, numbers and organs that somebody may be about to type; public ones alone.

        Raises: StaleIndex.
        """
        return self._searching.suggest(typed, on)

    def advise(
        self,
        query: Query,
        *,
        on: date,
        public: bool,
        issuer: str | None = None,
        year: int | None = None,
        kind: str | None = None,
        status: str | None = None,
        level: str | None = None,
        part: str | None = None,
        within: str | None = None,
    ) -> Advice:
        """Why a search found nothing that has all of it, and what to try; as ``search`` is asked.

        Raises: StaleIndex; QueryError.
        """
        advice = self._searching.advise(
            query,
            Wanted(public, issuer, year, kind),
            Narrowed(status, part, level, within),
            on,
        )
        number = parse_number(query.number) if query.number else None
        if number is None:
            return advice
        return replace(advice, near=self.near(number, on=on, public=public, limit=_NEAR))

    def _only_cited(self, number: str, *, public: bool) -> Named | None:
        """The stub of that number, unless all that cites it may not be seen."""
        try:
            stub = self.stub(self.find(number).id)
        except (NoticeNotFound, AmbiguousNotice):
            return None
        if stub is None or not self.relations(stub.id or "", public=public).incoming:
            return None
        return stub

    # --- reviewing --------------------------------------------------------------------------------

    def doubts(self, *, public: bool) -> tuple[Doubt, ...]:
        """Links that wait for a person, those that bear on force first."""
        return self._reviews.queue(public=public)

    def judge(
        self, action: str, name: str, *, who: str, why: str, target: str | None = None
    ) -> int:
        """``confirm``, ``reject`` or ``redirect`` a doubtful link; the number of the decision.

        Raises: NoticeNotFound, ArchiveError, ArchiveBusy.
        """
        self._must_be_writable()
        number = self._reviews.judge(action, name, who=who, why=why, target=target)
        self.sync()
        return number

    def enter(self, id: str, name: str, value: date, *, who: str, why: str) -> int:
        """Enter a day that a work's text lacks (``review.FACTS``); the number of the decision.

        Raises: NoticeNotFound, ArchiveBusy.
        """
        self._must_be_writable()
        number = self._reviews.enter(id, name, value, who=who, why=why)
        self.sync()
        return number

    def succeed(
        self, former: str, successor: str, since: date, *, kind: str, who: str, why: str
    ) -> int:
        """Enter that one organ took over another's duties; the number of the decision.

        Raises: ArchiveError, ArchiveBusy.
        """
        self._must_be_writable()
        return self._reviews.succeed(former, successor, since, kind=kind, who=who, why=why)

    def organs(self) -> tuple[Succession, ...]:
        """Which organ took over whose duties, from when and by what, oldest first."""
        return self._conclusions.organs()

    def undo(self, number: int, *, who: str, why: str) -> None:
        """Take a decision back; both stay on record.

        Raises: NoticeNotFound, ArchiveBusy.
        """
        self._must_be_writable()
        self._reviews.undo(number, who=who, why=why)
        self.sync()

    def judgements(self) -> tuple[Judgement, ...]:
        """Everything that people decided about links or entered as facts, oldest first."""
        return self._reviews.history()

    # --- keeping watch ---------------------------------------------------------------------------

    def check(self, *, deep: bool = False) -> tuple[Fault, ...]:
        """Originals, catalogue and index against each other; empty when all is well.

        ``deep`` also looks for kept bytes that no notice belongs to, and derives links and
        timelines again to compare.
        """
        found = checking.check(
            self._catalogue, self._records, self._originals, self._index, deep=deep
        )
        if deep:
            found = (*found, *checking.derived(audit(self._database)))
        return found

    def note_check(self, faults: Sequence[Fault], *, deep: bool) -> None:
        """Keep for ``figures`` that it was checked just now; no writer of the catalogue is needed.

        A folder that cannot be written goes without.
        """
        checking.note(self.folder, Checked(_now(), len(faults), deep))

    def relink(self) -> int:
        """Derive all that texts say of each other anew; how many works there are.

        Raises: ArchiveBusy.
        """
        self._must_be_writable()
        count = relink(self._database)
        self.sync()
        return count

    def reindex(self) -> int:
        """Build the index anew beside the old one, then swap; how many entries it has.

        Raises: ArchiveBusy.
        """
        self._must_be_writable()
        count = self._index.rebuild()
        self.index_fault = None
        return count

    def close(self) -> None:
        """Let go of files and connections."""
        self._index.close()
        self._catalogue.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _sought(
    wanted: Wanted,
    month: int | None,
    genre: str | None,
    topic: str | None,
    status: str | None,
    on: date | None,
) -> Sought:
    return Sought(wanted, month, genre, topic, statuses_of(status) if status else None, on)


def _turned_to(status: str | None) -> tuple[str, ...] | None:
    if status == "ended":
        return ENDED
    return statuses_of(status) if status else None


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "originals").mkdir(exist_ok=True)
    except OSError as error:
        raise ArchiveError(
            f"档案库目录不可写：{folder}（{error.strerror}）",
            "请检查目录权限，或用 --archive 换一个目录",
        ) from error


def _default_engine() -> EngineType:
    from archive.search.whoosh import WhooshEngine  # noqa: PLC0415  0.2 s; tests bring their own

    return WhooshEngine


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
