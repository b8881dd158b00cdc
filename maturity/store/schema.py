"""The tables of a store: two logs that only grow, and what is derived from them."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Index, MetaData, SmallInteger, Table, Text

APPLICATION = 0x4D617475  #: "Matu": SQLite's application_id of a store
VERSION = 2  #: of the tables below

metadata = MetaData()

#: one row an engagement, derived from the logs in the transaction that grows them; what trends read
engagement = Table(
    "engagement",
    metadata,
    Column("key", Text, primary_key=True),  # DATE-customer-slug
    Column("slug", Text, nullable=False),  # of the customer
    Column("customer", Text, nullable=False),
    Column("held_on", Date, nullable=False),
    Column("country", Text),
    Column("industry", Text),
    Column("engineers", BigInteger),  # product engineers, head count
    Column("consultant", Text),
    Column("stage_since", Date),  # as a consultant entered it
    Column("platform", Text),  # JSON of what is known of a platform's cost and gain, where anything is
    Column("facts", Text, nullable=False),  # the engagement's JSON without its responses
    Column("marks", Text, nullable=False),  # a letter for each asked practice of the model, see marks.py
    Column("grades", Text, nullable=False),  # the same for how it is known
    Column("claims", Text, nullable=False),  # the same for what was said before a better grade found the answer
    Column("signals", Text, nullable=False),  # the same for each signal
    Column("achieved", SmallInteger, nullable=False),  # stage
    Column("ceiling", SmallInteger, nullable=False),  # stage
    Column("model", ForeignKey("model.hash"), nullable=False),  # under which the marks were made
    Column("saved_at", BigInteger, nullable=False),  # of the last entry, µs since 1970 UTC
    Column("proof", Text, nullable=False),  # digest of all its entries
    Column("owner", Text, nullable=False, server_default=""),  # the database user who began it, where there are users
    Index("engagement_by_customer", "slug", "key"),
)

#: every answer ever given: insert only, the latest counts; an answer that is null was withdrawn
answer = Table(
    "answer",
    metadata,
    Column("engagement", ForeignKey("engagement.key"), primary_key=True),
    Column("practice", Text, primary_key=True),
    Column("saved_at", BigInteger, primary_key=True),  # µs since 1970 UTC
    Column("who", Text, primary_key=True),
    Column("digest", Text, primary_key=True),  # of the row
    Column("answer", Text),
    Column("grade", Text),
    Column("evidence", Text),
    Column("note", Text),
    Column("claimed", Text),
    sqlite_with_rowid=False,
)

#: every fact and signal ever given, the same way; the value is JSON
fact = Table(
    "fact",
    metadata,
    Column("engagement", ForeignKey("engagement.key"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("saved_at", BigInteger, primary_key=True),
    Column("who", Text, primary_key=True),
    Column("digest", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_with_rowid=False,
)

#: every model under which an engagement was judged, whole
model = Table(
    "model",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("content", Text, nullable=False),  # JSON
)

#: spellings of a customer's name that somebody said are one customer's; insert only, the latest counts
spelling = Table(
    "spelling",
    metadata,
    Column("spelled", Text, primary_key=True),
    Column("saved_at", BigInteger, primary_key=True),
    Column("who", Text, primary_key=True),
    Column("customer", Text, nullable=False),
)

#: customers who were forgotten: that, when and how much; the name can't be read from it
forgotten = Table(
    "forgotten",
    metadata,
    Column("salt", Text, primary_key=True),
    Column("digest", Text, nullable=False),  # of salt and customer slug
    Column("forgotten_at", BigInteger, nullable=False),
    Column("receipt", Text, nullable=False),  # JSON, without the name
)

#: backups made of this store, so that a customer can be forgotten in them too
backup = Table(
    "backup",
    metadata,
    Column("path", Text, primary_key=True),
    Column("made_at", BigInteger, primary_key=True),
)

#: how far a live briefing has come: its clock, its place, its windows; no answer, so it may be written over
sitting = Table(
    "sitting",
    metadata,
    Column("engagement", ForeignKey("engagement.key"), primary_key=True),
    Column("state", Text, nullable=False),  # JSON
    Column("saved_at", BigInteger, nullable=False),  # µs since 1970 UTC
)

#: what a PostgreSQL database says of itself, as SQLite does in its header
about = Table(
    "about",
    metadata,
    Column("application", BigInteger, primary_key=True),
    Column("version", SmallInteger, nullable=False),
)

#: statements that bring a store from the version before to that version; only ever additions
STEPS: Mapping[int, tuple[str, ...]] = {
    2: (
        """CREATE TABLE sitting (
            engagement TEXT NOT NULL PRIMARY KEY REFERENCES engagement (key),
            state TEXT NOT NULL,
            saved_at BIGINT NOT NULL
        )""",
    ),
}


@dataclass(frozen=True, kw_only=True)
class Log:
    """One of the two logs, so that the same lines read and write both."""

    table: Table
    subject: str  #: the column that says what an entry is about
    content: tuple[str, ...]  #: the columns that say what was said


ANSWERS = Log(table=answer, subject="practice", content=("answer", "grade", "evidence", "note", "claimed"))
FACTS = Log(table=fact, subject="name", content=("value",))
LOGS = (ANSWERS, FACTS)
