"""fawen as one of the engines that are compared: engine, shelf, and texts from SQLite.

What ``archive.searching`` does for a page of results, but for the clauses' other columns.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from archive.record import State
from archive.search.engine import Entry, EntryKind, Question
from archive.search.query import All, AnyOf, Not, Term
from archive.search.whoosh import WhooshEngine
from archive.shelf import Shelf
from archive.store.lookup import Shelved, Span, Wanted
from benchmarks.clauses import Asked, Clause
from benchmarks.engines import TOP, Answer, Peer, Texts, marked

_DAY = date(2026, 11, 9)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a catalogue would answer with."""

    works: list[Shelved]
    spans: list[Span]


class Fawen(Peer):
    """Everything found wherever its characters stand; six facets, one of them for the day."""

    name = "fawen"
    version = ""

    def build(self, given: Sequence[Clause]) -> None:
        """Build the index alone: every notice's texts are in the catalogue before."""
        engine = WhooshEngine.create(self.folder / "index")
        engine.apply(1, (), (entry(clause) for clause in given))
        engine.close()

    def finish(self, given: Sequence[Clause]) -> None:
        """Keep the texts."""
        Texts(self.folder / "texts.sqlite").fill(given)

    def open(self) -> None:
        """With everything in memory that a server keeps there."""
        self._engine = WhooshEngine(self.folder / "index")
        self._texts = Texts(self.folder / "texts.sqlite")
        kept = _kept(self._texts)
        self._shelf = Shelf(1, kept.works, kept.spans, {}, lambda _: ())
        self._wanted = Wanted(public=True)

    def prepare(self, asked: Asked) -> Question:
        """The tree that ``parse_query`` makes."""
        every: list[Question] = [Term(text) for text in asked.every]
        if asked.some:
            every.append(AnyOf(tuple(map(Term, asked.some))))
        every += [Not(Term(text)) for text in asked.none]
        return every[0] if len(every) == 1 else All(tuple(every))

    def ask(self, prepared: Question, needles: Sequence[str]) -> Answer:
        """As ``archive.searching`` does."""
        found = self._engine.search(prepared, self._shelf.permitted(self._wanted, _DAY))
        ordinals = [match.ordinal for match in found.best(0, TOP)]
        facets = self._shelf.facets(found, _DAY)
        return Answer(
            len(found),
            tuple(ordinals),
            marked(self._texts.of(ordinals), needles),
            sum(map(len, facets.values())),
        )


def entry(clause: Clause) -> Entry:
    """A clause as the engine takes it."""
    return Entry(clause.ordinal, clause.work, 1, EntryKind.CLAUSE, clause.heading, clause.text)


def _kept(texts: Texts) -> _Kept:
    """One work and one span for each law."""
    works, spans = [], []
    rows = texts.connection.execute(
        "SELECT work, min(ordinal), count(*), genre, year, issuer FROM texts GROUP BY work"
    )
    for work, first, count, genre, year, issuer in rows:
        spans.append(Span(first, count, work, None))
        works.append(
            Shelved(
                id=work,
                slug=str(work),
                number=None,
                title=str(work),
                state=State.PUBLISHED,
                issuers=(issuer,),
                year=int(year) if year else None,
                kind=genre or None,
                is_draft=False,
                document_type="statute",
                genre=genre or None,
                date_signed=None,
            )
        )
    return _Kept(works, spans)
