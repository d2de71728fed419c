"""The first tables: tasks and what belongs to them, the two queues.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op

from bot.adapters.store.errors import DowngradeRefused

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Types are written out here: a revision says what the tables were, whatever the program makes of them later.
Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Time = sa.DateTime(timezone=True)


def upgrade() -> None:
    _tasks()
    _parts_of_briefs()
    _revisions()
    _estimates()
    _proposals()
    _model_calls()
    _inbox()
    _outbox()


def downgrade() -> None:
    raise DowngradeRefused("the step before the first tables would delete everything; restore a backup instead")


def _of_task(table: str) -> list[sa.schema.SchemaItem]:
    name = f"fk_{table}_task_id_tasks"
    return [sa.Column("task_id", Id, nullable=False), sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=name)]


def _partial_index(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    op.create_index(name, table, columns, unique=unique, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _tasks() -> None:
    op.create_table(
        "tasks",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("thread", sa.Text()),
        sa.Column("asker", sa.Text(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("requirements", sa.Text(), nullable=False),
        sa.Column("skipped", sa.Text(), nullable=False),
        sa.Column("given_text", sa.Text(), nullable=False),
        sa.Column("given_attachment", sa.Text()),
        sa.Column("given_plain_list", sa.Boolean(), nullable=False),
        sa.Column("created_at", Time, nullable=False),
        sa.Column("updated_at", Time, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tasks"),
        sqlite_autoincrement=True,
    )
    op.create_index("ux_tasks_thread", "tasks", ["channel", "thread"], unique=True)
    op.create_index("ix_tasks_asker", "tasks", ["asker", "id"])


def _parts_of_briefs() -> None:
    op.create_table(
        "deliverables",
        *_of_task("deliverables"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("task_id", "position", name="pk_deliverables"),
    )
    op.create_table(
        "qa_pairs",
        *_of_task("qa_pairs"),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text()),
        sa.PrimaryKeyConstraint("task_id", "round", "position", name="pk_qa_pairs"),
    )
    op.create_table(
        "messages",
        *_of_task("messages"),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("author", sa.Text()),
        sa.Column("ts", sa.Text()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", Time, nullable=False),
        sa.PrimaryKeyConstraint("task_id", "round", "position", name="pk_messages"),
    )


def _revisions() -> None:
    op.create_table(
        "revisions",
        *_of_task("revisions"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", Time, nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("rate_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_percent", sa.String(40), nullable=False),
        sa.Column("tax_rounding", sa.String(16), nullable=False),
        sa.Column("buffer_percent", sa.String(40), nullable=False),
        sa.Column("buffer_minor", sa.BigInteger(), nullable=False),
        sa.Column("subtotal_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_minor", sa.BigInteger(), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("assumptions", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("task_id", "number", name="pk_revisions"),
    )


def _estimates() -> None:
    op.create_table(
        "estimates",
        sa.Column("task_id", Id, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("low_tenths", sa.Integer()),
        sa.Column("likely_tenths", sa.Integer()),
        sa.Column("high_tenths", sa.Integer()),
        sa.Column("amount_minor", sa.BigInteger()),
        sa.Column("shares", sa.Text()),
        sa.Column("rationale", sa.Text()),
        sa.Column("assumptions", sa.Text()),
        sa.Column("source", sa.String(16)),
        sa.Column("reason", sa.String(32)),
        sa.PrimaryKeyConstraint("task_id", "revision", "position", name="pk_estimates"),
        sa.ForeignKeyConstraint(
            ["task_id", "revision"],
            ["revisions.task_id", "revisions.number"],
            name="fk_estimates_task_id_revision_revisions",
        ),
        sa.CheckConstraint(
            "(state = 'estimated') = (likely_tenths IS NOT NULL)", name=op.f("ck_estimates_estimated_has_days")
        ),
        sa.CheckConstraint("(state = 'missing') = (reason IS NOT NULL)", name=op.f("ck_estimates_missing_has_reason")),
    )


def _proposals() -> None:
    op.create_table(
        "proposals",
        *_of_task("proposals"),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("task_id", "revision", name="pk_proposals"),
    )


def _model_calls() -> None:
    op.create_table(
        "model_calls",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        *_of_task("model_calls"),
        sa.Column("purpose", sa.String(32), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("prompt_tokens", sa.Integer(), nullable=False),
        sa.Column("cached_tokens", sa.Integer(), nullable=False),
        sa.Column("completion_tokens", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Float(53), nullable=False),
        sa.Column("answer_kind", sa.String(64)),
        sa.Column("answer", sa.Text()),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.Column("at", Time, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_model_calls"),
        sqlite_autoincrement=True,
    )
    _partial_index("ux_model_calls_answered", "model_calls", ["key"], "answer IS NOT NULL", unique=True)


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False, server_default="ready"),
        sa.Column("attempt", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("owner", sa.Text()),
        sa.Column("lease_until", Time),
        sa.Column("available_at", Time, nullable=False),
        sa.Column("error", sa.String(80)),
        sa.Column("received_at", Time, nullable=False),
        sa.Column("finished_at", Time),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sqlite_autoincrement=True,
    )
    op.create_index("ux_inbox_key", "inbox", ["key"], unique=True)
    op.create_index("ix_inbox_conversation", "inbox", ["conversation"])
    _partial_index("ix_inbox_ready", "inbox", ["conversation", "rank", "id"], "state = 'ready'")
    _partial_index("ux_inbox_claimed", "inbox", ["conversation"], "state = 'claimed'", unique=True)
    _partial_index("ix_inbox_finished", "inbox", ["finished_at"], "finished_at IS NOT NULL")


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("thread", sa.Text()),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("whisper_to", sa.Text(), nullable=False),
        sa.Column("then_kind", sa.String(64)),
        sa.Column("then_body", sa.Text()),
        sa.Column("otherwise_kind", sa.String(64)),
        sa.Column("otherwise_body", sa.Text()),
        sa.Column("on_behalf_of", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False, server_default="pending"),
        sa.Column("attempt", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("owner", sa.Text()),
        sa.Column("lease_until", Time),
        sa.Column("available_at", Time, nullable=False),
        sa.Column("unsure", sa.Boolean(), nullable=False),
        sa.Column("progress", sa.Text()),
        sa.Column("ts", sa.Text()),
        sa.Column("error", sa.String(80)),
        sa.Column("created_at", Time, nullable=False),
        sa.Column("finished_at", Time),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sqlite_autoincrement=True,
    )
    op.create_index("ux_outbox_key", "outbox", ["key"], unique=True)
    _partial_index("ix_outbox_pending", "outbox", ["conversation", "id"], "state = 'pending'")
    _partial_index("ux_outbox_sending", "outbox", ["conversation"], "state = 'sending'", unique=True)
    _partial_index("ix_outbox_finished", "outbox", ["finished_at"], "finished_at IS NOT NULL")
    op.create_table(
        "slots",
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("ts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("conversation", "slot", name="pk_slots"),
    )
