"""What a notice is about, as its index block says: 主题分类, the first of its steps."""

import json
import re
import zlib

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

# 科技、教育\科技
_STEP = re.compile(r"[\\/＼／>]")


def upgrade() -> None:
    """Forward. Every kept reading is looked through for it."""
    op.add_column("works", sa.Column("topic", sa.Text(), nullable=True))
    op.create_index(op.f("ix_works_topic"), "works", ["topic"], unique=False)
    connection = op.get_bind()
    shown = sa.text(
        "SELECT expressions.work_id, expressions.valid_from, readings.document FROM readings "
        "JOIN manifestations ON manifestations.id = readings.manifestation_id "
        "JOIN expressions ON expressions.id = manifestations.expression_id "
        "WHERE readings.is_current AND manifestations.is_shown "
        "ORDER BY expressions.work_id, COALESCE(expressions.valid_from, '0001-01-01')"
    )
    topics: dict[int, str | None] = {}
    for row in connection.execute(shown):
        fields = json.loads(zlib.decompress(row.document))["fields"]
        stated = str(fields.get("topic_class", {}).get("value") or "")
        topics[row.work_id] = _STEP.split(stated)[0].strip() or None  # the newest text's comes last
    rows = [{"at": work, "topic": topic} for work, topic in topics.items() if topic]
    if rows:
        connection.execute(sa.text("UPDATE works SET topic = :topic WHERE id = :at"), rows)
