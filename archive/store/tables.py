"""The catalogue's tables. ``migrations`` makes them; a test holds the two together.

Work → expression → manifestation → reading → clause, as in FRBR. Times are UTC without a zone.
Nothing here is peculiar to SQLite: the same catalogue runs on PostgreSQL.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

counters = Table(
    "counters",
    metadata,
    # sequence: the last change; ordinal: the last clause; floor: the last change no longer logged
    Column("name", String(20), primary_key=True),
    Column("value", Integer, nullable=False),
)

works = Table(
    "works",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("slug", Text, nullable=False, unique=True),
    Column("key", Text, nullable=False),
    Column("key_hash", String(64), nullable=False, unique=True),
    Column("is_stub", Boolean, nullable=False),
    Column("state", String(10), nullable=False, index=True),
    Column("added_at", DateTime, nullable=False),
    # What lists need, from the shown reading of the latest expression.
    Column("number", Text, index=True),
    Column("number_code", Text),
    Column("number_year", Integer),
    Column("number_serial", Integer),
    Column("title", Text, nullable=False),
    Column("title_is_inferred", Boolean, nullable=False),
    Column("issuers", JSON, nullable=False),
    Column("kind", String(20)),
    Column("genre", Text),
    Column("document_type", String(20), nullable=False),
    Column("year", Integer),
    Column("date_signed", Date),
    Column("date_effective", Date),
    Column("date_expires", Date),
    Column("is_draft", Boolean, nullable=False),
    Index("ix_works_listed", "state", "added_at", "id"),
    sqlite_autoincrement=True,
)

work_issuers = Table(
    "work_issuers",
    metadata,
    Column("work_id", ForeignKey("works.id", ondelete="CASCADE"), primary_key=True),
    Column("issuer", Text, primary_key=True, index=True),
)

aliases = Table(
    "aliases",
    metadata,
    # Former ids, ids of works merged into this one, numbers without organ, ASCII spellings.
    # A name that leads to several works opens a choice.
    Column("name", Text, primary_key=True),
    Column("work_id", ForeignKey("works.id", ondelete="CASCADE"), primary_key=True, index=True),
)

expressions = Table(
    "expressions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("work_id", ForeignKey("works.id", ondelete="CASCADE"), nullable=False),
    Column("name", String(20), nullable=False),
    Column("valid_from", Date),
    UniqueConstraint("work_id", "name"),
    sqlite_autoincrement=True,
)

manifestations = Table(
    "manifestations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("expression_id", ForeignKey("expressions.id"), index=True),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("page_count", Integer),
    Column("added_at", DateTime, nullable=False),
    # Record time: 1 for the first text that came for this expression, 2 for the next …
    Column("revision", Integer, nullable=False),
    Column("is_shown", Boolean, nullable=False),
    Column("rule", Text, nullable=False),
    # The current reading's facts, and those by which its kin are looked up.
    Column("facts", JSON, nullable=False),
    Column("key_hash", String(64), nullable=False, index=True),
    Column("number", Text, index=True),
    Column("number_slug", Text, index=True),
    Column("text_hash", String(64), nullable=False, index=True),
    sqlite_autoincrement=True,
)

readings = Table(
    "readings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "manifestation_id",
        ForeignKey("manifestations.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("reader", Text, nullable=False),
    Column("read_at", DateTime, nullable=False),
    Column("is_current", Boolean, nullable=False),
    # fawen/notice/1 as UTF-8 JSON, and the source text, both deflated (zlib).
    Column("document", LargeBinary, nullable=False),
    Column("source_text", LargeBinary, nullable=False),
    # Its clauses' ordinals are one run; none while the reading is not shown.
    Column("first_ordinal", Integer),
    Column("clause_count", Integer, nullable=False),
    sqlite_autoincrement=True,
)

clauses = Table(
    "clauses",
    metadata,
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("reading_id", ForeignKey("readings.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("key", Text, nullable=False),
    Column("kind", String(10), nullable=False),
    Column("label", Text),
    Column("path", JSON, nullable=False),
    Column("heading", Text, nullable=False),
    Column("text", Text, nullable=False),
)

changes = Table(
    "changes",
    metadata,
    # What the index has yet to learn: two runs of ordinals, to be removed and to be (re)added.
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("removed_first", Integer),
    Column("removed_count", Integer, nullable=False),
    Column("added_first", Integer),
    Column("added_count", Integer, nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    # What a person decided; never changed, never deleted.
    Column("id", Integer, primary_key=True),
    Column("action", String(20), nullable=False),
    Column("slug", Text, nullable=False),
    Column("reason", Text),
    Column("decided_at", DateTime, nullable=False),
    sqlite_autoincrement=True,
)

decision_anchors = Table(
    "decision_anchors",
    metadata,
    # The files the work had then: a decision follows them through rereads, merges and splits.
    Column("decision_id", ForeignKey("decisions.id"), primary_key=True),
    Column("sha256", String(64), primary_key=True, index=True),
)

reviews = Table(
    "reviews",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("code", String(30), primary_key=True),
    Column("message", Text, nullable=False),
)
