"""What texts say of each other: titles, citations, what they mean, and timelines."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Forward. Every work waits to be linked."""
    op.create_table(
        "titles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("core", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_titles")),
        sa.UniqueConstraint("key", name=op.f("uq_titles_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_titles_core"), "titles", ["core"], unique=False)
    op.create_table(
        "unlinked",
        sa.Column("work_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("work_id", name=op.f("pk_unlinked")),
    )
    op.create_table(
        "standings",
        sa.Column("work_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("in_force", sa.String(length=10), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["work_id"], ["works.id"], name=op.f("fk_standings_work_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("work_id", "key", "position", name=op.f("pk_standings")),
    )
    op.create_table(
        "title_probes",
        sa.Column("probe", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("title_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["title_id"], ["titles.id"], name=op.f("fk_title_probes_title_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("probe", "title_id", name=op.f("pk_title_probes")),
    )
    op.create_index(op.f("ix_title_probes_title_id"), "title_probes", ["title_id"], unique=False)
    op.create_table(
        "work_names",
        sa.Column("work_id", sa.Integer(), nullable=False),
        sa.Column("title_id", sa.Integer(), nullable=False),
        sa.Column("component", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["title_id"], ["titles.id"], name=op.f("fk_work_names_title_id")),
        sa.ForeignKeyConstraint(
            ["work_id"], ["works.id"], name=op.f("fk_work_names_work_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("work_id", "title_id", "component", name=op.f("pk_work_names")),
    )
    op.create_index(op.f("ix_work_names_title_id"), "work_names", ["title_id"], unique=False)
    op.create_table(
        "work_numbers",
        sa.Column("work_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["work_id"], ["works.id"], name=op.f("fk_work_numbers_work_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("work_id", "number", name=op.f("pk_work_numbers")),
    )
    op.create_index(op.f("ix_work_numbers_number"), "work_numbers", ["number"], unique=False)
    op.create_table(
        "holdings",
        sa.Column("reading_id", sa.Integer(), nullable=False),
        sa.Column("work_id", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reading_id"], ["readings.id"], name=op.f("fk_holdings_reading_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["work_id"], ["works.id"], name=op.f("fk_holdings_work_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("reading_id", name=op.f("pk_holdings")),
    )
    op.create_index(op.f("ix_holdings_work_id"), "holdings", ["work_id"], unique=False)
    op.create_table(
        "citations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reading_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=24), nullable=False),
        sa.Column("claim", sa.JSON(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("title_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("effect", sa.Date(), nullable=True),
        sa.Column("effect_rule", sa.String(length=20), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=True),
        sa.Column("component", sa.String(length=40), nullable=False),
        sa.Column("how", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=14), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("rivals", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reading_id"],
            ["holdings.reading_id"],
            name=op.f("fk_citations_reading_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["works.id"], name=op.f("fk_citations_target_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["title_id"], ["titles.id"], name=op.f("fk_citations_title_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citations")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_citations_how"), "citations", ["how"], unique=False)
    op.create_index(op.f("ix_citations_state"), "citations", ["state"], unique=False)
    op.create_index(op.f("ix_citations_is_open"), "citations", ["is_open"], unique=False)
    op.create_index(op.f("ix_citations_number"), "citations", ["number"], unique=False)
    op.create_index(op.f("ix_citations_reading_id"), "citations", ["reading_id"], unique=False)
    op.create_index(op.f("ix_citations_target_id"), "citations", ["target_id"], unique=False)
    op.create_index(op.f("ix_citations_title_id"), "citations", ["title_id"], unique=False)
    op.create_table(
        "judgements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=12), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("type", sa.String(length=24), nullable=True),
        sa.Column("cited", sa.Text(), nullable=True),
        sa.Column("quote", sa.Text(), nullable=True),
        sa.Column("target", sa.Text(), nullable=True),
        sa.Column("name", sa.String(length=24), nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["undoes"], ["judgements.id"], name=op.f("fk_judgements_undoes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgements")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "judgement_anchors",
        sa.Column("judgement_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["judgement_id"], ["judgements.id"], name=op.f("fk_judgement_anchors_judgement_id")
        ),
        sa.PrimaryKeyConstraint("judgement_id", "sha256", name=op.f("pk_judgement_anchors")),
    )
    op.create_index(
        op.f("ix_judgement_anchors_sha256"), "judgement_anchors", ["sha256"], unique=False
    )
    op.add_column(
        "works", sa.Column("is_clean_up", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.create_index(op.f("ix_works_is_clean_up"), "works", ["is_clean_up"], unique=False)
    works = sa.table("works", sa.column("title", sa.Text), sa.column("is_clean_up", sa.Boolean))
    for word in ("清理", "废止", "失效", "继续有效"):
        cleaning = works.c.title.contains(word)
        op.execute(works.update().where(cleaning).values(is_clean_up=True))
    op.execute("INSERT INTO unlinked (work_id) SELECT id FROM works")
