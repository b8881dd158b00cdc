"""A store in a file: made whole or not at all, proven before it is used, durable after every commit."""

import os
import sqlite3
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from maturity.files import UnwritableError
from maturity.store.failures import StoreError, telling
from maturity.store.schema import APPLICATION, VERSION, metadata

WRITING = {"maturity_writes": True}  #: execution options of a transaction that writes
PATIENCE = 60  #: seconds to wait for another program's transaction

#: SQLite releases without the bug by which several connections could damage a file with a write-ahead log
_SOUND, _MENDED = (3, 51, 3), {(3, 44): 6, (3, 50): 7}


def write_ahead(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    """Whether that SQLite's write-ahead log can be trusted.

    >>> write_ahead((3, 40, 1)), write_ahead((3, 44, 6)), write_ahead((3, 51, 2)), write_ahead((3, 51, 3))
    (False, True, False, True)
    """
    return version >= _SOUND or version[2] >= _MENDED.get((version[0], version[1]), version[2] + 1)


def sqlite_engine(path: Path) -> Engine:
    """An engine on the file of a store, which must be there.

    Every transaction begins as what it is, a reader's or a writer's, so that two writers wait and never collide.
    """

    def connect() -> sqlite3.Connection:
        return _ready(sqlite3.connect(_uri(path, "rw"), uri=True, timeout=PATIENCE, **_BY_HAND))

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=2, max_overflow=8)

    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("maturity_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    event.listen(engine, "begin", begin)
    return engine


def prove_file(path: Path) -> None:
    """Refuse a file that can't be a store.

    Raises:
        StoreError: it is no file, or empty.
    """
    if not path.is_file():
        raise StoreError(str(path), "is not a file; expected a store")
    if not path.stat().st_size:
        raise StoreError(str(path), "is empty (0 bytes); expected a store, so look for its backup")


def make_file(path: Path) -> None:
    """Make an empty store: whole when it appears, and never in place of another file.

    Raises:
        UnwritableError: the folder can't be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".partial-") as folder:
            aside = Path(folder, path.name)
            with telling(str(path)):
                _make(aside)
            with suppress(FileExistsError):  # another program made it meanwhile
                put_in_place(aside, path)
    except OSError as error:
        message = f"{path}: can't be made ({error.strerror or error}); expected a folder that you can write"
        raise UnwritableError(message) from error


def put_in_place(aside: Path, path: Path) -> None:
    """Give a finished file its name, durably.

    Raises:
        FileExistsError: something has that name.
    """
    _sync(aside)
    os.link(aside, path)
    _sync(path.parent)


def read_stamp(connection: Connection) -> tuple[int, int]:
    """The application and the version that a file says it is of."""
    application = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")
    return application & 0xFFFFFFFF, version


def prove_whole(connection: Connection, path: Path) -> None:
    """Refuse a file that ends within a page; SQLite itself refuses one that lacks whole pages.

    Raises:
        StoreError: it is cut short.
    """
    rest = path.stat().st_size % connection.exec_driver_sql("PRAGMA page_size").scalar_one()
    if rest:
        raise StoreError(str(path), "is cut short; expected a whole store, so look for its backup")


def write_stamp(connection: Connection, version: int) -> None:
    """Say which application and version the file is of."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
    connection.exec_driver_sql(f"PRAGMA user_version = {version}")


def copy_file(path: Path, to: Path) -> None:
    """Copy a store as it is at one moment, whoever is writing to it.

    Raises:
        sqlite3.Error: it can't be read, or the copy can't be written.
    """
    source = sqlite3.connect(_uri(path, "rw"), uri=True, timeout=PATIENCE)
    target = sqlite3.connect(to)
    try:
        source.backup(target)
        target.execute("PRAGMA journal_mode = TRUNCATE")
    finally:
        target.close()
        source.close()


def scrub(path: Path) -> None:
    """Write the file anew, so that what was deleted is gone from its bytes too."""
    connection = sqlite3.connect(_uri(path, "rw"), uri=True, timeout=PATIENCE)
    try:
        _ready(connection)
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


#: transactions begin and end where this library says; a window's threads share a connection one after another
_BY_HAND: dict[str, Any] = {"isolation_level": None, "check_same_thread": False}


def _make(path: Path) -> None:
    path.touch()
    engine = sqlite_engine(path)
    try:
        with engine.connect().execution_options(**WRITING) as connection, connection.begin():
            metadata.create_all(connection)
            write_stamp(connection, VERSION)
    finally:
        engine.dispose()


def _ready(connection: sqlite3.Connection) -> sqlite3.Connection:
    """The connection with every commit durable; its journal is the fastest that its SQLite keeps safe."""
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute(f"PRAGMA journal_mode = {'WAL' if write_ahead() else 'TRUNCATE'}")
    except sqlite3.OperationalError as error:
        if "readonly" not in str(error):  # a store on a read-only disk is still read
            connection.close()
            raise
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _uri(path: Path, mode: str) -> str:
    return f"file:{quote(str(path.absolute()))}?mode={mode}"


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
