"""The catalogue's tables. ``migrations`` makes them; a test holds the two together.

Work → expression → manifestation → reading → clause, as in FRBR. Times are UTC without a zone.
Nothing here is peculiar to SQLite: the same catalogue runs on PostgreSQL.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
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
    false,
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
    # pack:NAME: that policy pack is turned on, and the checksum of its rule
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
    # The first step of 主题分类, where an index block states it.
    Column("topic", Text, index=True),
    Column("document_type", String(20), nullable=False),
    Column("year", Integer),
    Column("date_signed", Date),
    Column("date_effective", Date),
    Column("date_expires", Date),
    Column("is_draft", Boolean, nullable=False),
    # By its title a decision that goes through an issuer's documents: 废止, 失效, 清理.
    Column("is_clean_up", Boolean, nullable=False, server_default=false(), index=True),
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

judgements = Table(
    "judgements",
    metadata,
    # What a person decided about a link, or entered because the text lacks it; never changed.
    Column("id", Integer, primary_key=True),
    Column("action", String(12), nullable=False),
    Column("subject", Text, nullable=False),
    # Of a link: its type, what is cited, and the words; of a fact: its name and value.
    Column("type", String(24)),
    Column("cited", Text),
    Column("quote", Text),
    Column("target", Text),
    Column("name", String(24)),
    Column("value", Text),
    Column("who", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("undoes", ForeignKey("judgements.id")),
    Column("decided_at", DateTime, nullable=False),
    sqlite_autoincrement=True,
)

judgement_anchors = Table(
    "judgement_anchors",
    metadata,
    # The files that the work had then: a judgement follows them through rereads and merges.
    Column("judgement_id", ForeignKey("judgements.id"), primary_key=True),
    Column("sha256", String(64), primary_key=True, index=True),
)

# --- derived: what texts say of each other; all of it can be rebuilt from readings and decisions

unlinked = Table(
    "unlinked",
    metadata,
    # Works that changed since they were last linked; some may be gone.
    Column("work_id", Integer, primary_key=True, autoincrement=False),
)

titles = Table(
    "titles",
    metadata,
    # Every title that a work bears or a text cites, by its key; core: its short form.
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("core", Text, nullable=False, index=True),
    sqlite_autoincrement=True,
)

title_probes = Table(
    "title_probes",
    metadata,
    # Two titles that are alike share a probe.
    Column("probe", BigInteger, primary_key=True, autoincrement=False),
    Column("title_id", ForeignKey("titles.id", ondelete="CASCADE"), primary_key=True, index=True),
)

work_names = Table(
    "work_names",
    metadata,
    # A work's own titles, its components' (component: their key), and of a stub the cited ones.
    Column("work_id", ForeignKey("works.id", ondelete="CASCADE"), primary_key=True),
    Column("title_id", ForeignKey("titles.id"), primary_key=True, index=True),
    Column("component", String(40), primary_key=True),
)

work_numbers = Table(
    "work_numbers",
    metadata,
    # Every number that one of a work's texts bears.
    Column("work_id", ForeignKey("works.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Text, primary_key=True, index=True),
)

holdings = Table(
    "holdings",
    metadata,
    # What the law asks of each shown reading: dates, components, claims of force.
    Column("reading_id", ForeignKey("readings.id", ondelete="CASCADE"), primary_key=True),
    Column("work_id", ForeignKey("works.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("facts", JSON, nullable=False),
)

citations = Table(
    "citations",
    metadata,
    # A shown reading's claims about other documents, and what each was found to mean.
    Column("id", Integer, primary_key=True),
    Column(
        "reading_id",
        ForeignKey("holdings.reading_id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("position", Integer, nullable=False),
    Column("type", String(24), nullable=False),
    Column("claim", JSON, nullable=False),
    Column("number", Text, index=True),
    Column("title_id", ForeignKey("titles.id"), index=True),
    # As printed: what a stub is called.
    Column("title", Text),
    Column("issuer", Text),
    Column("effect", Date),
    Column("effect_rule", String(20), nullable=False),
    # None: a class of documents, or a choice that is open.
    Column("target_id", ForeignKey("works.id", ondelete="SET NULL"), index=True),
    Column("component", String(40), nullable=False),
    Column("how", String(12), nullable=False, index=True),
    Column("state", String(14), nullable=False, index=True),
    # The words themselves leave it open: 拟废止, 逾期未公布的宣布失效.
    Column("is_open", Boolean, nullable=False, index=True),
    Column("rivals", JSON, nullable=False),
    sqlite_autoincrement=True,
)

standings = Table(
    "standings",
    metadata,
    # A work's timeline (key: ""), and those of its parts that differ from it.
    Column("work_id", ForeignKey("works.id", ondelete="CASCADE"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("status", String(20), nullable=False),
    Column("in_force", String(10), nullable=False),
    Column("first_day", Date),
    Column("last_day", Date),
)
