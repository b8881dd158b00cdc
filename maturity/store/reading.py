"""Reading a store: whole engagements, customers, what was said when, and the thin rows that trends count."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Row, Text, and_, cast, func, literal, null, or_, select, union_all

from maturity.engagement import Engagement, customer_slug
from maturity.store.base import Base, no_such_engagement, read_spellings
from maturity.store.entries import Entry, latest, microseconds, moment, read_entries
from maturity.store.marks import customer_named, engagement_of
from maturity.store.schema import ANSWERS, FACTS, LOGS, engagement

BATCH = 400  #: engagements read in one transaction: no reader keeps a writer waiting
_HEAD = 6  #: columns of a change before what was said
BLOCK = 100_000  #: thin rows of a block, about


@dataclass(frozen=True, kw_only=True)
class Customer:
    """A customer of the store."""

    name: str  #: as spelled in the latest engagement
    slug: str
    engagements: int
    first: date  #: day of the first engagement
    last: date


@dataclass(frozen=True, kw_only=True)
class Change:
    """One entry of a log, for people."""

    engagement: str  #: key
    subject: str  #: practice key or name of a fact
    saved_at: datetime  #: UTC
    who: str
    content: tuple[str | None, ...]  #: answer, grade, evidence, note and claim; or a fact's JSON


@dataclass(frozen=True, kw_only=True)
class Window:
    """What a window shows of an engagement, and when that was saved."""

    engagement: Engagement
    answers: Mapping[str, datetime | None]  #: by practice key, UTC
    facts: Mapping[str, datetime | None]  #: by name in the log, UTC
    saved_at: datetime  #: of the last entry, UTC


def read_engagement(base: Base, key: str) -> Engagement:
    """The engagement of that key.

    Raises:
        InputError: there is none.
        StoreError: it can't be read, or is damaged.
    """
    with base.reading() as connection:
        found = read_entries(connection, [key])[key]
        if not found[FACTS]:
            raise no_such_engagement(connection, key)
        return engagement_of(key, found, read_spellings(connection))


def read_engagements(
    base: Base, *, only: Collection[str] | None = None, customer: str | None = None
) -> Iterator[Engagement]:
    """The engagements, whole, a customer's one after another and oldest first.

    Raises:
        InputError: a key of `only` is not in the store.
        StoreError: one can't be read, or is damaged.
    """
    with base.reading() as connection:
        spellings = read_spellings(connection)
        slug = None if customer is None else customer_slug(customer_named(customer, spellings))
        for key in only or ():
            if connection.execute(select(engagement.c.key).where(engagement.c.key == key)).first() is None:
                raise no_such_engagement(connection, key)
    wanted = None if only is None else frozenset(only)
    for rows in _pages(base, [engagement.c.slug, engagement.c.key], size=BATCH, slug=slug):
        keys = [row.key for row in rows if wanted is None or row.key in wanted]
        with base.reading() as connection:
            found = read_entries(connection, keys)
        yield from (engagement_of(key, found[key], spellings) for key in keys if found[key][FACTS])


def read_blocks(base: Base, columns: Sequence[str], *, size: int = BLOCK) -> Iterator[list[Row[Any]]]:
    """The thin rows in blocks of complete customers, by customer and day: at least `size` rows in all but the last.

    Raises:
        StoreError: they can't be read.
    """
    wanted = [engagement.c[name] for name in dict.fromkeys(("slug", "key", *columns))]
    held: list[Row[Any]] = []
    for rows in _pages(base, wanted, size=size):
        held += rows
        end = next((at for at in range(len(held) - 1, 0, -1) if held[at].slug != held[at - 1].slug), 0)
        if end and len(rows) == size:
            yield held[:end]
            held = held[end:]
    if held:
        yield held


def read_customers(base: Base) -> tuple[Customer, ...]:
    """Every customer, by slug."""
    columns = (engagement.c.slug, engagement.c.key, engagement.c.customer, engagement.c.held_on)
    with base.reading() as connection:
        rows = connection.execute(select(*columns).order_by(engagement.c.slug, engagement.c.key)).all()
    groups = ((slug, list(group)) for slug, group in groupby(rows, key=lambda row: row.slug))
    return tuple(
        Customer(name=own[-1].customer, slug=slug, engagements=len(own), first=own[0].held_on, last=own[-1].held_on)
        for slug, own in groups
    )


def read_changes(base: Base, *, key: str | None = None, since: datetime | None = None) -> Iterator[Change]:
    """Everything that was said, oldest first; of one engagement where its key is given, after `since` where given.

    Raises:
        StoreError: it can't be read.
    """
    chosen = []
    for at, log in enumerate(LOGS):
        table, subject = log.table.c, log.table.c[log.subject].label("subject")
        parts = [literal(at).label("log"), table.engagement, subject, table.saved_at, table.who, table.digest]
        content: list[Any] = [table[name] for name in log.content]
        content += [cast(null(), Text).label(f"part_{n}") for n in range(len(content), len(ANSWERS.content))]
        one = select(*parts, *content)
        one = one if key is None else one.where(table.engagement == key)
        chosen.append(one if since is None else one.where(table.saved_at > microseconds(since)))
    both = union_all(*chosen).subquery()
    ordered = select(both).order_by(both.c.saved_at, both.c.engagement, both.c.log, both.c.subject, both.c.digest)
    with base.reading() as connection:
        rows = connection.execute(ordered).all()  # whole: a reader who takes their time keeps no writer waiting
    for row in rows:
        said = {"engagement": row.engagement, "subject": row.subject, "who": row.who}
        end = _HEAD + len(LOGS[row.log].content)
        yield Change(**said, saved_at=moment(row.saved_at), content=tuple(row[_HEAD:end]))


def read_stamps(base: Base, key: str) -> dict[str, datetime]:
    """When each answer of an engagement was saved, by practice: what a window that shows them has seen."""
    with base.reading() as connection:
        entries = read_entries(connection, [key])[key]
    return _stamps(entries[ANSWERS])


def read_window(base: Base, key: str) -> Window:
    """An engagement as it stands, with when each part of it was saved.

    Raises:
        InputError: there is none.
        StoreError: it can't be read, or is damaged.
    """
    with base.reading() as connection:
        entries = read_entries(connection, [key])[key]
        if not entries[FACTS]:
            raise no_such_engagement(connection, key)
        whole = engagement_of(key, entries, read_spellings(connection))
    saved_at = max(entry.saved_at for log in LOGS for entry in entries[log])
    answers, facts = _stamps(entries[ANSWERS]), _stamps(entries[FACTS])
    return Window(engagement=whole, answers=answers, facts=facts, saved_at=moment(saved_at))


def read_last(base: Base, key: str) -> datetime | None:
    """When anything of an engagement was last saved; None where there is no such engagement."""
    with base.reading() as connection:
        saved = connection.execute(select(engagement.c.saved_at).where(engagement.c.key == key)).scalar()
    return None if saved is None else moment(saved)


def count_engagements(base: Base) -> int:
    """How many engagements the store holds."""
    with base.reading() as connection:
        return connection.execute(select(func.count()).select_from(engagement)).scalar_one()


def _stamps(entries: Iterable[Entry]) -> dict[str, datetime]:
    return {subject: moment(entry.saved_at) for subject, entry in latest(entries).items()}


def _pages(base: Base, columns: Sequence[Any], *, size: int, slug: str | None = None) -> Iterator[list[Row[Any]]]:
    """The rows by slug and key, `size` at a time, each page in a transaction of its own."""
    slugs, keys = engagement.c.slug, engagement.c.key
    chosen = select(*columns).order_by(slugs, keys).limit(size)
    chosen = chosen if slug is None else chosen.where(slugs == slug)
    page = chosen
    while True:
        with base.reading() as connection:
            rows = list(connection.execute(page))
        if rows:
            yield rows
        if len(rows) < size:
            return
        last = rows[-1]
        page = chosen.where(or_(slugs > last.slug, and_(slugs == last.slug, keys > last.key)))
