"""Two stores made one: the union of their logs, the same whichever is read into which, and however often."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from maturity.engagement import customer_slug, key_under, slug_in
from maturity.store.base import Base, read_spellings
from maturity.store.entries import Entries, missing, read_entries, write_entries
from maturity.store.forgetting import Forgotten, read_forgotten
from maturity.store.marks import customer_named, engagement_of, names_in
from maturity.store.saving import derive
from maturity.store.schema import LOGS, engagement, sitting, spelling
from maturity.store.sittings import put_sitting

BATCH = 400  #: engagements united in one transaction


@dataclass(frozen=True, kw_only=True)
class United:
    """What the other store brought."""

    engagements: int  #: that this store did not have
    entries: int  #: that this store did not have
    left_out: tuple[str, ...]  #: keys of engagements with a customer whom this store has forgotten
    renamed: Mapping[str, str]  #: the key here of each engagement whose customer goes by another name here


def unite(base: Base, other: Base) -> United:
    """Add everything that the other store's logs hold to this one's; the other stays as it is.

    Raises:
        InputError: the other answers what this one's model does not have.
        StoreError: one of them can't be read, or this one can't be written.
    """
    with other.reading() as connection:
        merged = connection.execute(select(spelling)).all()
        keys = list(connection.execute(select(engagement.c.key).order_by(engagement.c.key)).scalars())
    with base.writing() as connection:
        spellings = _learn_spellings(connection, merged)
        forgotten = read_forgotten(connection)
        _settle(base, connection, spellings)
    engagements = entries = 0
    left_out: list[str] = []
    renamed: dict[str, str] = {}
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        with other.reading() as connection:
            found = read_entries(connection, batch)
        with base.writing() as connection:
            for key in batch:
                here = key_here(key, found[key], spellings)
                said = _remembered(here, found[key], forgotten)
                if any(found[key][log] and not said[log] for log in LOGS):
                    left_out.append(key)
                    continue
                if here != key:
                    renamed[key] = here
                is_new, added = add_entries(base, connection, here, said, spellings)
                engagements += is_new
                entries += added
    return United(engagements=engagements, entries=entries, left_out=tuple(left_out), renamed=renamed)


def add_entries(
    base: Base, connection: Connection, key: str, entries: Entries, spellings: Mapping[str, str]
) -> tuple[bool, int]:
    """Add to an engagement's logs what they lack, and derive its row; whether it is new, and how many entries were."""
    present = read_entries(connection, [key])[key]
    new = missing(entries, present)
    is_new = not any(present.values())
    if any(new.values()):
        whole = {log: [*present[log], *new[log]] for log in LOGS}
        derive(base, connection, key, whole, spellings)
        write_entries(connection, key, new)
    return is_new, sum(len(found) for found in new.values())


def move_engagement(base: Base, connection: Connection, key: str, to: str, spellings: Mapping[str, str]) -> None:
    """Give an engagement's entries another key; where that is taken, the two become one."""
    entries = read_entries(connection, [key])[key]
    sat = _take_out(connection, key)
    add_entries(base, connection, to, entries, spellings)
    put_sitting(connection, to, sat)


def key_here(key: str, entries: Entries, spellings: Mapping[str, str]) -> str:
    """The key of an engagement once its customer goes by the name that its spelling was merged into."""
    names = names_in(entries)
    own = [name for name in names if key.endswith(f"-{customer_slug(name)}")]
    return key_under(key, customer_named((own or names or [""])[-1], spellings))


def _learn_spellings(connection: Connection, merged: Iterable[Row[Any]]) -> dict[str, str]:
    """Add another store's merges of names to this one's; the customer of each spelling from now on.

    Where two stores say different names at the very same moment, the later in the alphabet holds in both.
    """
    known = {(row.spelled, row.saved_at, row.who): row.customer for row in connection.execute(select(spelling))}
    for row in merged:
        moment = (row.spelled, row.saved_at, row.who)
        if moment not in known:
            connection.execute(insert(spelling), row._asdict())
        elif row.customer > known[moment]:
            at = (
                (spelling.c.spelled == row.spelled)
                & (spelling.c.saved_at == row.saved_at)
                & (spelling.c.who == row.who)
            )
            connection.execute(update(spelling).where(at).values(customer=row.customer))
    return read_spellings(connection)


def _settle(base: Base, connection: Connection, spellings: Mapping[str, str]) -> None:
    """Bring this store's own engagements under the names that spellings were merged into."""
    slugs = {customer_slug(name) for pair in spellings.items() for name in pair}
    rows = connection.execute(select(engagement.c.key, engagement.c.customer).where(engagement.c.slug.in_(slugs))).all()
    moving: list[tuple[str, Entries, Row[Any] | None]] = []
    for key, customer in rows:
        entries = read_entries(connection, [key])[key]
        if (to := key_here(key, entries, spellings)) != key:
            moving.append((to, entries, _take_out(connection, key)))
        elif engagement_of(key, entries, spellings).customer != customer:
            derive(base, connection, key, entries, spellings)
    for to, said, sat in moving:  # all are out before the first comes in: a key may be left and taken
        add_entries(base, connection, to, said, spellings)
        put_sitting(connection, to, sat)


def _take_out(connection: Connection, key: str) -> Row[Any] | None:
    """Remove an engagement's entries and row; how far its live briefing had come, where there was one."""
    sat = connection.execute(select(sitting).where(sitting.c.engagement == key)).first()
    connection.execute(delete(sitting).where(sitting.c.engagement == key))
    for log in LOGS:
        connection.execute(delete(log.table).where(log.table.c.engagement == key))
    connection.execute(delete(engagement).where(engagement.c.key == key))
    return sat


def _remembered(key: str, entries: Entries, forgotten: Iterable[Forgotten]) -> Entries:
    """The entries without those from before their customer was forgotten here."""
    since = max((one.forgotten_at for one in forgotten if one.is_of(slug_in(key))), default=-1)
    return {log: [entry for entry in entries[log] if entry.saved_at > since] for log in LOGS}
