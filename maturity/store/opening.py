"""Opening a store: proven to be one, of a version that this software knows, or refused by name."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, insert

from maturity.errors import Fault, InputError
from maturity.files import HISTORY
from maturity.model import Model
from maturity.model_file import built_in_model
from maturity.store import postgres, sqlite
from maturity.store.addresses import Address, read_address
from maturity.store.backup import FOLDER, copy_store
from maturity.store.base import Base
from maturity.store.entries import now
from maturity.store.failures import StoreError, telling
from maturity.store.schema import APPLICATION, STEPS, VERSION, backup


def open_base(
    text: Path | str, *, create: bool = False, model: Model | None = None, clock: Callable[[], int] = now
) -> Base:
    """The store at that address, at this software's version; an older one is backed up, then brought up to it.

    Raises:
        InputError: that is not the address of a store, or there is none and `create` does not say to make one.
        StoreError: it can't be opened: foreign, empty, cut short, newer, out of reach, or not yours.
    """
    address = read_address(text)
    engine = _ready_engine(address, create=create)
    try:
        _prove(engine, address, create=create)
    except BaseException:
        engine.dispose()
        raise
    return Base(address=address, engine=engine, model=model or built_in_model(), clock=clock)


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """What a store says of itself."""

    application: int
    version: int


def _ready_engine(address: Address, *, create: bool) -> Engine:
    if address.url is not None:
        return postgres.postgres_engine(address.url)
    path = address.path or Path()
    if not _is_there(path):
        if not create:
            raise _absent(address)
        sqlite.make_file(path)
    sqlite.prove_file(path)
    return sqlite.sqlite_engine(path)


def _is_there(path: Path) -> bool:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError) as error:
        problem = f"can't be opened ({getattr(error, 'strerror', None) or error}); expected the path of a store"
        raise StoreError(str(path), problem) from error
    return True


def _prove(engine: Engine, address: Address, *, create: bool) -> None:
    stamp = _stamp(engine, address)
    if stamp is None and create:
        with telling(str(address)), engine.begin() as connection:
            postgres.make_tables(connection)
        stamp = _stamp(engine, address)
    if stamp is None:
        raise _absent(address)
    if stamp.application != APPLICATION or stamp.version < 1:
        raise StoreError(str(address), "is a database, but not a store of this software; expected one that it made")
    if stamp.version > VERSION:
        newer = f"is a store of version {stamp.version}; this software reads up to {VERSION}, so update it"
        raise StoreError(str(address), newer)
    if stamp.version < VERSION:
        _bring_up(engine, address, stamp.version)


def _stamp(engine: Engine, address: Address) -> Stamp | None:
    """What the store says of itself; None where there is nothing at all."""
    with telling(str(address)), engine.connect() as connection, connection.begin():
        read = postgres.read_stamp if address.path is None else sqlite.read_stamp
        said = read(connection)
        if address.path is not None:
            sqlite.prove_whole(connection, address.path)
    return None if said is None else Stamp(application=said[0], version=said[1])


def _bring_up(engine: Engine, address: Address, version: int) -> None:
    """Take every step from an older version to this one, all or none, after a backup."""
    home = address.path or HISTORY
    kept = home.parent / FOLDER / f"{home.stem}-version-{version}-{now()}.db"
    copy_store(engine, address.path, kept, place=str(address), version=version)
    with telling(str(address)), engine.connect() as waiting:
        connection = waiting.execution_options(**sqlite.WRITING)
        with connection.begin():
            if address.path is None:
                postgres.lock_everything(connection)
            read, write = _STAMPS[address.path is None]
            said = read(connection)
            for step in range((said[1] if said else version) + 1, VERSION + 1):
                for statement in STEPS[step]:
                    connection.exec_driver_sql(statement)
            write(connection, VERSION)
            connection.execute(insert(backup).values(path=str(kept.absolute()), made_at=now()))


_STAMPS = {
    True: (postgres.read_stamp, postgres.write_stamp),
    False: (sqlite.read_stamp, sqlite.write_stamp),
}


def _absent(address: Address) -> InputError:
    problem = "holds no store; expected one (`maturity store import SOURCE` makes it)"
    return InputError([Fault(place=str(address), problem=problem)])
