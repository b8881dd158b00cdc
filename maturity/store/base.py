"""What everything done with an open store stands on: its address, its model, and its transactions."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, Engine, insert, select

from maturity.errors import Fault, InputError, did_you_mean
from maturity.model import Model
from maturity.store.addresses import Address
from maturity.store.failures import telling
from maturity.store.postgres import lock_engagement, lock_everything
from maturity.store.schema import engagement, model, spelling
from maturity.store.sqlite import WRITING


@dataclass(frozen=True, kw_only=True)
class Base:
    """An open store, before anything is done with it."""

    address: Address
    engine: Engine
    model: Model  #: under which its engagements are judged from now on
    clock: Callable[[], int]  #: µs since 1970 UTC; may go back

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees the store as it is at one moment.

        Raises:
            StoreError: it can't be read.
        """
        with telling(str(self.address)), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self, key: str | None = None) -> Iterator[Connection]:
        """A transaction that changes one engagement, or anything; all of it is durable when it ends, or none.

        Raises:
            StoreError: it can't be written.
        """
        with telling(str(self.address)), self.engine.connect() as waiting:
            connection = waiting.execution_options(**WRITING)
            with connection.begin():
                if self.is_server:
                    lock_everything(connection) if key is None else lock_engagement(connection, key)
                yield connection

    @property
    def is_server(self) -> bool:
        """Whether it stands on a server."""
        return self.engine.dialect.name == "postgresql"


def read_spellings(connection: Connection) -> dict[str, str]:
    """The customer of each spelling that was merged, by spelling."""
    merged = select(spelling.c.spelled, spelling.c.customer).order_by(spelling.c.saved_at, spelling.c.who)
    return {row.spelled: row.customer for row in connection.execute(merged)}


def keep_model(connection: Connection, used: Model) -> None:
    """Keep a model whole, if it is not kept yet: rows that were judged under it can then be proven."""
    if connection.execute(select(model.c.hash).where(model.c.hash == used.hash)).first() is None:
        content = msgspec.json.encode(used, order="sorted").decode()
        connection.execute(insert(model).values(hash=used.hash, name=used.name, version=used.version, content=content))


def no_such_engagement(connection: Connection, key: str) -> InputError:
    """The refusal of a key that is not in the store, with the nearest one that is."""
    near = connection.execute(select(engagement.c.key).where(engagement.c.key.like(f"%{key[11:15]}%")).limit(1_000))
    hint = did_you_mean(key, [found for (found,) in near])
    return InputError([Fault(place="store", problem=f"{key!r} is the key of no engagement{hint}; expected one")])
