"""The first tables: works, expressions, manifestations, readings, clauses and their logs."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "changes",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("removed_first", sa.Integer(), nullable=True),
        sa.Column("removed_count", sa.Integer(), nullable=False),
        sa.Column("added_first", sa.Integer(), nullable=True),
        sa.Column("added_count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_changes")),
    )
    op.create_table(
        "counters",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counters")),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "reviews",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "code", name=op.f("pk_reviews")),
    )
    op.create_table(
        "works",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("is_stub", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("number_code", sa.Text(), nullable=True),
        sa.Column("number_year", sa.Integer(), nullable=True),
        sa.Column("number_serial", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_is_inferred", sa.Boolean(), nullable=False),
        sa.Column("issuers", sa.JSON(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=True),
        sa.Column("genre", sa.Text(), nullable=True),
        sa.Column("document_type", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("date_signed", sa.Date(), nullable=True),
        sa.Column("date_effective", sa.Date(), nullable=True),
        sa.Column("date_expires", sa.Date(), nullable=True),
        sa.Column("is_draft", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_works")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_works_key_hash")),
        sa.UniqueConstraint("slug", name=op.f("uq_works_slug")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_works_listed", "works", ["state", "added_at", "id"], unique=False)
    op.create_index(op.f("ix_works_number"), "works", ["number"], unique=False)
    op.create_index(op.f("ix_works_state"), "works", ["state"], unique=False)
    op.create_table(
        "aliases",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("work_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["work_id"], ["works.id"], name=op.f("fk_aliases_work_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("name", "work_id", name=op.f("pk_aliases")),
    )
    op.create_index(op.f("ix_aliases_work_id"), "aliases", ["work_id"], unique=False)
    op.create_table(
        "decision_anchors",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_decision_anchors_decision_id")
        ),
        sa.PrimaryKeyConstraint("decision_id", "sha256", name=op.f("pk_decision_anchors")),
    )
    op.create_index(
        op.f("ix_decision_anchors_sha256"), "decision_anchors", ["sha256"], unique=False
    )
    op.create_table(
        "expressions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("work_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["work_id"], ["works.id"], name=op.f("fk_expressions_work_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expressions")),
        sa.UniqueConstraint("work_id", "name", name=op.f("uq_expressions_work_id_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "work_issuers",
        sa.Column("work_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["work_id"], ["works.id"], name=op.f("fk_work_issuers_work_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("work_id", "issuer", name=op.f("pk_work_issuers")),
    )
    op.create_index(op.f("ix_work_issuers_issuer"), "work_issuers", ["issuer"], unique=False)
    op.create_table(
        "manifestations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("expression_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("page_count", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("is_shown", sa.Boolean(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("number_slug", sa.Text(), nullable=True),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["expression_id"], ["expressions.id"], name=op.f("fk_manifestations_expression_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_manifestations")),
        sa.UniqueConstraint("sha256", name=op.f("uq_manifestations_sha256")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_manifestations_expression_id"), "manifestations", ["expression_id"], unique=False
    )
    op.create_index(
        op.f("ix_manifestations_key_hash"), "manifestations", ["key_hash"], unique=False
    )
    op.create_index(op.f("ix_manifestations_number"), "manifestations", ["number"], unique=False)
    op.create_index(
        op.f("ix_manifestations_number_slug"), "manifestations", ["number_slug"], unique=False
    )
    op.create_index(
        op.f("ix_manifestations_text_hash"), "manifestations", ["text_hash"], unique=False
    )
    op.create_table(
        "readings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("manifestation_id", sa.Integer(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("source_text", sa.LargeBinary(), nullable=False),
        sa.Column("first_ordinal", sa.Integer(), nullable=True),
        sa.Column("clause_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["manifestation_id"],
            ["manifestations.id"],
            name=op.f("fk_readings_manifestation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_readings")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_readings_manifestation_id"), "readings", ["manifestation_id"], unique=False
    )
    op.create_table(
        "clauses",
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reading_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("label", sa.Text(), nullable=True),
        sa.Column("path", sa.JSON(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reading_id"], ["readings.id"], name=op.f("fk_clauses_reading_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("ordinal", name=op.f("pk_clauses")),
    )
    op.create_index(op.f("ix_clauses_reading_id"), "clauses", ["reading_id"], unique=False)
    counters = sa.table("counters", sa.column("name", sa.String), sa.column("value", sa.Integer))
    op.bulk_insert(counters, [{"name": n, "value": 0} for n in ("sequence", "ordinal", "floor")])
