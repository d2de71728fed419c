"""The tables. The first five names are the operations runbook's; operators know them.

    tasks ─┬─ deliverables      the list as it stands
           ├─ qa_pairs          questions and answers, by round
           ├─ messages          what people wrote in the thread without answering a question, by round
           ├─ revisions ─ estimates   one row per line of a revision, estimated or missing; copies, never changed
           └─ model_calls       what was paid for
    inbox    what arrived and our own steps: ready -> claimed -> done | failed (and back to ready)
    outbox   what is to be said: pending -> sending -> done | failed | superseded (and back to pending)
    slots    which posted message stands for a slot of a conversation; outlives the swept outbox rows

Money is in the currency's minor units, effort in tenths of a person-day, times in UTC. Both queues carry partial
indexes over their live rows alone, so that a claim costs the same beside a million finished rows; the unique ones make
a second claim in one conversation impossible, whoever tries. Conditions of partial indexes are literals here and in
the queries: a plan that is to serve for any parameter, as PostgreSQL makes them, cannot use such an index.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    text,
)

from bot.adapters.store.columns import ExactDecimal, Json, UtcTime

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMING)

Id = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself for INTEGER alone."""


def _numbered() -> Column[int]:
    return Column("id", Id, primary_key=True, autoincrement=True)


def _of_task() -> Column[int]:
    return Column("task_id", Id, ForeignKey("tasks.id"), nullable=False)


def _partial(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    return Index(name, *columns, unique=unique, sqlite_where=text(where), postgresql_where=text(where))


tasks = Table(
    "tasks",
    metadata,
    _numbered(),
    Column("channel", Text, nullable=False),
    Column("thread", Text),
    Column("asker", Text, nullable=False),
    Column("state", String(32), nullable=False),
    Column("round", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("client", Text, nullable=False),
    Column("language", String(8), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("requirements", Text, nullable=False),
    Column("skipped", Json, nullable=False),
    Column("given_text", Text, nullable=False),
    Column("given_attachment", Json),
    Column("given_plain_list", Boolean, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Index("ux_tasks_thread", "channel", "thread", unique=True),
    Index("ix_tasks_asker", "asker", "id"),
    sqlite_autoincrement=True,
)

deliverables = Table(
    "deliverables",
    metadata,
    _of_task(),
    Column("position", Integer, nullable=False),
    Column("ref", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("description", Text, nullable=False),
    PrimaryKeyConstraint("task_id", "position"),
)

qa_pairs = Table(
    "qa_pairs",
    metadata,
    _of_task(),
    Column("round", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", Text),
    PrimaryKeyConstraint("task_id", "round", "position"),
)

messages = Table(
    "messages",
    metadata,
    _of_task(),
    Column("round", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("author", Text),
    Column("ts", Text),
    Column("text", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    PrimaryKeyConstraint("task_id", "round", "position"),
)

revisions = Table(
    "revisions",
    metadata,
    _of_task(),
    Column("number", Integer, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("wording", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("rate_minor", BigInteger, nullable=False),
    Column("tax_percent", ExactDecimal, nullable=False),
    Column("tax_rounding", String(16), nullable=False),
    Column("buffer_percent", ExactDecimal, nullable=False),
    Column("buffer_minor", BigInteger, nullable=False),
    Column("subtotal_minor", BigInteger, nullable=False),
    Column("tax_minor", BigInteger, nullable=False),
    Column("total_minor", BigInteger, nullable=False),
    Column("assumptions", Json, nullable=False),
    PrimaryKeyConstraint("task_id", "number"),
)

estimates = Table(
    "estimates",
    metadata,
    Column("task_id", Id, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("ref", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("low_tenths", Integer),
    Column("likely_tenths", Integer),
    Column("high_tenths", Integer),
    Column("amount_minor", BigInteger),
    Column("shares", Json),
    Column("rationale", Text),
    Column("assumptions", Json),
    Column("source", String(16)),
    Column("reason", String(32)),
    PrimaryKeyConstraint("task_id", "revision", "position"),
    ForeignKeyConstraint(["task_id", "revision"], ["revisions.task_id", "revisions.number"]),
    CheckConstraint("(state = 'estimated') = (likely_tenths IS NOT NULL)", name="estimated_has_days"),
    CheckConstraint("(state = 'missing') = (reason IS NOT NULL)", name="missing_has_reason"),
)

proposals = Table(
    "proposals",
    metadata,
    _of_task(),
    Column("revision", Integer, nullable=False),
    Column("kind", String(64), nullable=False),
    Column("body", Text, nullable=False),
    PrimaryKeyConstraint("task_id", "revision"),
)

model_calls = Table(
    "model_calls",
    metadata,
    _numbered(),
    Column("key", Text, nullable=False),
    _of_task(),
    Column("purpose", String(32), nullable=False),
    Column("model", Text, nullable=False),
    Column("prompt_tokens", Integer, nullable=False),
    Column("cached_tokens", Integer, nullable=False),
    Column("completion_tokens", Integer, nullable=False),
    Column("seconds", Float(53), nullable=False),
    Column("answer_kind", String(64)),
    Column("answer", Text),
    Column("failure", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    _partial("ux_model_calls_answered", "key", where="answer IS NOT NULL", unique=True),
    sqlite_autoincrement=True,
)

inbox = Table(
    "inbox",
    metadata,
    _numbered(),
    Column("key", Text, nullable=False),
    Column("conversation", Text, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("kind", String(64), nullable=False),
    Column("body", Text, nullable=False),
    Column("state", String(16), nullable=False, server_default="ready"),
    Column("attempt", Integer, nullable=False, server_default="0"),
    Column("owner", Text),
    Column("lease_until", UtcTime),
    Column("available_at", UtcTime, nullable=False),
    Column("error", String(80)),
    Column("received_at", UtcTime, nullable=False),
    Column("finished_at", UtcTime),
    Index("ux_inbox_key", "key", unique=True),
    Index("ix_inbox_conversation", "conversation"),
    _partial("ix_inbox_ready", "conversation", "rank", "id", where="state = 'ready'"),
    _partial("ux_inbox_claimed", "conversation", where="state = 'claimed'", unique=True),
    _partial("ix_inbox_finished", "finished_at", where="finished_at IS NOT NULL"),
    sqlite_autoincrement=True,
)

outbox = Table(
    "outbox",
    metadata,
    _numbered(),
    Column("key", Text, nullable=False),
    Column("conversation", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("thread", Text),
    Column("slot", Text, nullable=False),
    Column("kind", String(64), nullable=False),
    Column("body", Text, nullable=False),
    Column("language", String(8), nullable=False),
    Column("whisper_to", Text, nullable=False),
    Column("then_kind", String(64)),
    Column("then_body", Text),
    Column("otherwise_kind", String(64)),
    Column("otherwise_body", Text),
    Column("on_behalf_of", Text, nullable=False),
    Column("state", String(16), nullable=False, server_default="pending"),
    Column("attempt", Integer, nullable=False, server_default="0"),
    Column("owner", Text),
    Column("lease_until", UtcTime),
    Column("available_at", UtcTime, nullable=False),
    Column("unsure", Boolean, nullable=False),
    Column("progress", Text),
    Column("ts", Text),
    Column("error", String(80)),
    Column("created_at", UtcTime, nullable=False),
    Column("finished_at", UtcTime),
    Index("ux_outbox_key", "key", unique=True),
    _partial("ix_outbox_pending", "conversation", "id", where="state = 'pending'"),
    _partial("ux_outbox_sending", "conversation", where="state = 'sending'", unique=True),
    _partial("ix_outbox_finished", "finished_at", where="finished_at IS NOT NULL"),
    sqlite_autoincrement=True,
)

slots = Table(
    "slots",
    metadata,
    Column("conversation", Text, nullable=False),
    Column("slot", Text, nullable=False),
    Column("ts", Text, nullable=False),
    PrimaryKeyConstraint("conversation", "slot"),
)
