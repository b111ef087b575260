"""Other engines, each asked for the same job: stock Whoosh, SQLite FTS5 and tantivy."""

import sqlite3
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import tantivy
import whoosh
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import NUMERIC, STORED, TEXT, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.query import And, Not, Or, Phrase
from whoosh.query import Term as One

from archive import words
from archive.highlight import highlights
from archive.notice.match import squeeze
from benchmarks.clauses import Asked, Clause

TOP = 20
_FACETS = {
    name: {"terms": {"field": name, "size": size}}
    for name, size in (("genre", 20), ("year", 100), ("issuer", 2000))
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person is shown, and how much there is."""

    total: int
    ordinals: tuple[int, ...]
    marked: int
    """Ranges marked in the hits."""
    facets: int
    """Values of all facets."""


class Peer(ABC):
    """One engine over one folder."""

    name: str
    version: str

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @abstractmethod
    def build(self, given: Sequence[Clause]) -> None:
        """Cut the words and index all clauses."""

    def finish(self, given: Sequence[Clause]) -> None:  # noqa: B027  most have nothing to do
        """What is kept beside the index; not timed."""

    @abstractmethod
    def open(self) -> None:
        """For asking."""

    @abstractmethod
    def prepare(self, asked: Asked) -> Any:
        """The query as the engine takes it; not timed."""

    @abstractmethod
    def ask(self, prepared: Any, needles: Sequence[str]) -> Answer:
        """The whole job."""


def _words(text: str) -> str:
    return " ".join(words.pieces(squeeze(text)))


def needles_of(asked: Asked) -> list[str]:
    return [squeeze(word) for word in asked.wanted]


def marked(texts: Iterable[str], needles: Sequence[str]) -> int:
    return sum(len(highlights(text, needles)) for text in texts)


class Texts:
    """The texts of clauses by ordinal, as a catalogue keeps them."""

    def __init__(self, file: Path) -> None:
        self.connection = sqlite3.connect(file)

    def fill(self, given: Sequence[Clause]) -> None:
        """Keep them all."""
        with self.connection as db:
            db.execute(
                "CREATE TABLE texts (ordinal INTEGER PRIMARY KEY, text TEXT, work INTEGER,"
                " genre TEXT, year TEXT, issuer TEXT)"
            )
            db.executemany(
                "INSERT INTO texts VALUES (?, ?, ?, ?, ?, ?)",
                ((c.ordinal, c.text, c.work, c.genre, c.year, c.issuer) for c in given),
            )

    def of(self, ordinals: Sequence[int]) -> list[str]:
        """The texts of these."""
        marks = ",".join("?" * len(ordinals))
        rows = self.connection.execute(
            f"SELECT text FROM texts WHERE ordinal IN ({marks})",  # noqa: S608  only marks
            ordinals,
        )
        return [text for (text,) in rows]


class Tantivy(Peer):
    """tantivy, words with positions in two fields, facets from fast fields, texts stored."""

    name = "tantivy"

    def _schema(self) -> Any:
        self.version = version("tantivy")
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("text", tokenizer_name="whitespace")
        builder.add_text_field("heading", tokenizer_name="whitespace")
        builder.add_text_field("shown", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_unsigned_field("ordinal", stored=True)
        for facet in ("genre", "year", "issuer"):
            builder.add_text_field(facet, fast=True, tokenizer_name="raw", index_option="basic")
        return builder.build()

    def build(self, given: Sequence[Clause]) -> None:
        schema = self._schema()
        index = tantivy.Index(schema, str(self.folder))
        writer = index.writer(200_000_000, 2)
        headings: dict[str, str] = {}
        for clause in given:
            if clause.heading not in headings:
                headings[clause.heading] = _words(clause.heading)
            document = tantivy.Document()
            document.add_text("text", _words(clause.text))
            document.add_text("heading", headings[clause.heading])
            # An indexed term has a length limit; what is shown is only stored.
            document.add_text("shown", clause.text)
            document.add_unsigned("ordinal", clause.ordinal)
            document.add_text("genre", clause.genre or "-")
            document.add_text("year", clause.year or "-")
            document.add_text("issuer", clause.issuer)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        self._known = self._schema()
        index = tantivy.Index.open(str(self.folder))
        index.reload()
        self._searcher = index.searcher()

    def prepare(self, asked: Asked) -> Any:
        query, occur = tantivy.Query, tantivy.Occur

        def term(text: str) -> Any:
            cut = words.pieces(squeeze(text))

            def field(name: str) -> Any:
                if len(cut) == 1:
                    return query.term_query(self._known, name, cut[0], "freq")
                return query.phrase_query(self._known, name, cut)

            return query.boolean_query(
                [
                    (occur.Should, field("text")),
                    (occur.Should, query.boost_query(field("heading"), 0.3)),
                ]
            )

        parts = [(occur.Must, term(text)) for text in asked.every]
        parts += [(occur.MustNot, term(text)) for text in asked.none]
        if asked.some:
            either = [(occur.Should, term(text)) for text in asked.some]
            parts.append((occur.Must, query.boolean_query(either)))
        return query.boolean_query(parts)

    def ask(self, prepared: Any, needles: Sequence[str]) -> Answer:
        found = self._searcher.search(prepared, TOP)
        documents = [self._searcher.doc(address) for _, address in found.hits]
        facets = self._searcher.aggregate(prepared, _FACETS)
        return Answer(
            found.count,
            tuple(document.get_first("ordinal") for document in documents),
            marked((document.get_first("shown") for document in documents), needles),
            sum(len(facet["buckets"]) for facet in facets.values()),
        )


class Fts5(Peer):
    """SQLite FTS5, two columns, BM25 with weights; facets counted from the rows that answer."""

    name = "SQLite FTS5"

    @property
    def _file(self) -> Path:
        return self.folder / "fts.sqlite"

    def build(self, given: Sequence[Clause]) -> None:
        with sqlite3.connect(self._file) as db:
            db.execute(
                "CREATE VIRTUAL TABLE found USING fts5("
                "text, heading, content='', tokenize=\"unicode61 categories 'L* N* Co S* P*'\")"
            )
            db.execute(
                "CREATE TABLE clauses (ordinal INTEGER PRIMARY KEY, genre TEXT, year TEXT,"
                " issuer TEXT, text TEXT)"
            )
            headings: dict[str, str] = {}
            for clause in given:
                if clause.heading not in headings:
                    headings[clause.heading] = _words(clause.heading)
                db.execute(
                    "INSERT INTO found (rowid, text, heading) VALUES (?, ?, ?)",
                    (clause.ordinal, _words(clause.text), headings[clause.heading]),
                )
            db.executemany(
                "INSERT INTO clauses VALUES (?, ?, ?, ?, ?)",
                ((c.ordinal, c.genre, c.year, c.issuer, c.text) for c in given),
            )
            db.execute("INSERT INTO found (found) VALUES ('optimize')")

    def open(self) -> None:
        self.version = sqlite3.sqlite_version
        self._db = sqlite3.connect(self._file)
        rows = self._db.execute("SELECT ordinal, genre, year, issuer FROM clauses")
        self._of = {ordinal: rest for ordinal, *rest in rows}

    def prepare(self, asked: Asked) -> str:
        def term(text: str) -> str:
            return '"' + " ".join(words.pieces(squeeze(text))) + '"'

        query = " AND ".join(map(term, asked.every)) or " OR ".join(map(term, asked.some))
        for text in asked.none:
            query = f"({query}) NOT {term(text)}"
        return query

    def ask(self, prepared: str, needles: Sequence[str]) -> Answer:
        top = self._db.execute(
            "SELECT rowid FROM found WHERE found MATCH ? ORDER BY bm25(found, 1.0, 0.3) LIMIT ?",
            (prepared, TOP),
        ).fetchall()
        everything = self._db.execute("SELECT rowid FROM found WHERE found MATCH ?", (prepared,))
        rows = [self._of[ordinal] for (ordinal,) in everything]
        facets = [Counter(values) for values in zip(*rows, strict=True)]
        ordinals = tuple(ordinal for (ordinal,) in top)
        marks = ",".join("?" * len(ordinals))
        texts = self._db.execute(
            f"SELECT text FROM clauses WHERE ordinal IN ({marks})",  # noqa: S608  only marks
            ordinals,
        )
        ranges = marked((text for (text,) in texts), needles)
        return Answer(len(rows), ordinals, ranges, sum(map(len, facets)))


class StockWhoosh(Peer):
    """Whoosh as it comes: its own codec, phrases by positions, BM25F, ``groupedby``."""

    name = "Whoosh, stock"

    def build(self, given: Sequence[Clause]) -> None:

        cut = SpaceSeparatedTokenizer()
        schema = Schema(
            ordinal=STORED,
            shown=STORED,
            text=TEXT(cut),
            heading=TEXT(cut, field_boost=0.3),
            genre=NUMERIC(int, sortable=True),
            year=NUMERIC(int, sortable=True),
            issuer=NUMERIC(int, sortable=True),
        )
        index = FileStorage(str(self.folder)).create_index(schema)
        writer = index.writer(limitmb=256)
        genres: dict[str, int] = {}
        issuers: dict[str, int] = {}
        for clause in given:
            writer.add_document(
                ordinal=clause.ordinal,
                shown=clause.text,
                text=_words(clause.text),
                heading=_words(clause.heading),
                genre=genres.setdefault(clause.genre, len(genres)),
                year=int(clause.year or 0),
                issuer=issuers.setdefault(clause.issuer, len(issuers)),
            )
        writer.commit()

    def open(self) -> None:

        self.version = ".".join(map(str, whoosh.__version__))
        self._searcher = FileStorage(str(self.folder)).open_index().searcher()

    def prepare(self, asked: Asked) -> Any:

        def term(text: str) -> Any:
            cut = words.pieces(squeeze(text))

            def field(name: str) -> Any:
                return One(name, cut[0]) if len(cut) == 1 else Phrase(name, cut)

            return Or([field("text"), field("heading")])

        every = [term(text) for text in asked.every]
        every += [Not(term(text)) for text in asked.none]
        return And(every) if every else Or([term(text) for text in asked.some])

    def ask(self, prepared: Any, needles: Sequence[str]) -> Answer:
        facets = ["genre", "year", "issuer"]
        found = self._searcher.search(prepared, limit=TOP, groupedby=facets)
        hits = [hit.fields() for hit in found[:TOP]]
        return Answer(
            len(found),
            tuple(hit["ordinal"] for hit in hits),
            marked((hit["shown"] for hit in hits), needles),
            sum(len(found.groups(facet)) for facet in facets),
        )
