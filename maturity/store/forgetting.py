"""Forgetting a customer: gone from every table and from the backups that the store knows of, with a receipt."""

import hashlib
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, delete, func, insert, select

from maturity.engagement import customer_slug
from maturity.errors import Fault, InputError, did_you_mean
from maturity.store import postgres, sqlite
from maturity.store.base import Base, read_spellings
from maturity.store.entries import moment
from maturity.store.failures import telling
from maturity.store.marks import customer_named
from maturity.store.schema import LOGS, backup, engagement, forgotten, sitting, spelling


@dataclass(frozen=True, kw_only=True)
class Forgotten:
    """A customer who was forgotten; only who has the name can tell which."""

    salt: str
    digest: str
    forgotten_at: int  #: µs since 1970 UTC

    def is_of(self, slug: str) -> bool:
        """Whether it is the customer of that slug."""
        return _digest(self.salt, slug) == self.digest


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What was deleted, where and when."""

    forgotten_at: str  #: ISO 8601, UTC
    removed: Mapping[str, int]  #: rows, by table
    backups: Mapping[str, int | None] = {}  #: rows removed from each known backup; None where it can't be opened


def read_forgotten(connection: Connection) -> tuple[Forgotten, ...]:
    """Everybody whom the store has forgotten."""
    rows = connection.execute(select(forgotten.c.salt, forgotten.c.digest, forgotten.c.forgotten_at))
    return tuple(Forgotten(salt=salt, digest=digest, forgotten_at=at) for salt, digest, at in rows)


def known_backups(base: Base) -> tuple[str, ...]:
    """The paths of the backups that were made of this store, oldest first."""
    with base.reading() as connection:
        made = select(backup.c.path).group_by(backup.c.path).order_by(func.min(backup.c.made_at))
        return tuple(connection.execute(made).scalars())


def slugs_of(base: Base, customer: str) -> tuple[str, ...]:
    """The slugs of every name that the customer ever had here, so that an older copy is recognised too; in order."""
    with base.reading() as connection:
        return _slugs(connection, customer_slug(customer))


def forget(base: Base, customer: str) -> Receipt:
    """Remove everything of a customer from this store, its file's free pages included; what was removed.

    The name may be any under which the customer stands, or the slug.

    Raises:
        InputError: there is no such customer.
        StoreError: it can't be written, or you may not delete.
    """
    slug = customer_slug(customer)
    with base.writing() as connection:
        names = set(connection.execute(select(engagement.c.customer).where(engagement.c.slug == slug)).scalars())
        if not names:
            raise _unknown(connection, customer)
        slugs = _slugs(connection, slug)
        last = connection.execute(select(func.max(engagement.c.saved_at)).where(engagement.c.slug == slug)).scalar_one()
        removed = _remove(connection, slug, names)
        forgotten_at = max(base.clock(), last)  # a clock that went back revives nobody
        receipt = Receipt(forgotten_at=moment(forgotten_at).isoformat(), removed=removed)
        stamped = {"forgotten_at": forgotten_at, "receipt": msgspec.json.encode(receipt).decode()}
        for own_slug in slugs:
            salt = secrets.token_hex(16)
            digest = _digest(salt, own_slug)
            connection.execute(insert(forgotten).values(salt=salt, digest=digest, **stamped))
    scrub(base)
    return receipt


def scrub(base: Base) -> None:
    """Let nothing that was deleted stay readable in the file; on a server, let it be overwritten.

    Raises:
        StoreError: it can't be written.
    """
    with telling(str(base.address)):
        if base.address.path is None:
            postgres.scrub(base.engine)
        else:
            base.engine.dispose()
            sqlite.scrub(base.address.path)


def _remove(connection: Connection, slug: str, names: Collection[str]) -> dict[str, int]:
    """Delete every row of a customer who goes by these names; how many, by table."""
    keys = select(engagement.c.key).where(engagement.c.slug == slug)
    removed = {
        log.table.name: connection.execute(delete(log.table).where(log.table.c.engagement.in_(keys))).rowcount
        for log in LOGS
    }
    connection.execute(delete(sitting).where(sitting.c.engagement.in_(keys)))
    removed["engagement"] = connection.execute(delete(engagement).where(engagement.c.slug == slug)).rowcount
    own = [
        spelled
        for spelled, name in connection.execute(select(spelling.c.spelled, spelling.c.customer))
        if name in names or slug in {customer_slug(spelled), customer_slug(name)}
    ]
    removed["spelling"] = connection.execute(delete(spelling).where(spelling.c.spelled.in_(own))).rowcount
    return removed


def _slugs(connection: Connection, slug: str) -> tuple[str, ...]:
    """The slug, and those of all spellings that were merged into a name of it."""
    spellings = read_spellings(connection)
    merged = (spelled for spelled in spellings if customer_slug(customer_named(spelled, spellings)) == slug)
    return tuple(sorted({slug, *map(customer_slug, merged)}))


def _unknown(connection: Connection, customer: str) -> InputError:
    names = list(connection.execute(select(engagement.c.customer).distinct()).scalars())
    problem = f"{customer!r} is no customer of the store{did_you_mean(customer, names)}; expected one"
    return InputError([Fault(place="store", column="customer", problem=problem)])


def _digest(salt: str, slug: str) -> str:
    return hashlib.sha256(f"{salt}:{slug}".encode()).hexdigest()
