"""Backups: a store as it was at one moment, in a file of its own that is a store too."""

import sqlite3
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, MetaData, insert, inspect, select

from maturity.files import HISTORY, UnwritableError, ready_folder
from maturity.store import sqlite
from maturity.store.base import Base
from maturity.store.failures import StoreError, telling
from maturity.store.schema import VERSION, about, backup, metadata

FOLDER = "backups"  #: beside a store's file
ROWS = 5_000  #: copied at a time


def make_backup(base: Base, to: Path | None = None) -> Path:
    """Copy the store into a new file, and remember where; the path of the file.

    Raises:
        StoreError: it can't be read, or there is a file of that name.
        UnwritableError: the folder can't be written.
    """
    made_at = base.clock()
    path = (to or _usual(base)).absolute()
    copy_store(base.engine, base.address.path, path, place=str(base.address))
    try:
        with base.writing() as connection:
            connection.execute(insert(backup).values(path=str(path), made_at=made_at))
    except StoreError:
        path.unlink()  # a backup that the store does not know of would remember who must be forgotten
        raise
    return path


def copy_store(engine: Engine, source: Path | None, path: Path, *, place: str, version: int = VERSION) -> None:
    """Copy a store of any version into a new file: whole when it appears.

    Raises:
        StoreError: it can't be read, or there is a file of that name.
        UnwritableError: the folder can't be written.
    """
    ready_folder(path.parent)
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".partial-") as folder:
            aside = Path(folder, path.name)
            if source is None:
                _copy_rows(engine, aside, place, version)
            else:
                sqlite.copy_file(source, aside)
            sqlite.put_in_place(aside, path)
    except FileExistsError as error:
        raise StoreError(str(path), "is there already; expected a new name for the backup") from error
    except (OSError, sqlite3.Error) as error:
        message = f"{path}: the backup can't be made ({error}); nothing half-written is left"
        raise UnwritableError(message) from error


def _copy_rows(engine: Engine, path: Path, place: str, version: int) -> None:
    """Copy a server's tables into a file, as they were at one moment."""
    path.touch()
    target = sqlite.sqlite_engine(path)
    try:
        with (
            telling(place),
            engine.connect().execution_options(isolation_level="REPEATABLE READ", yield_per=ROWS) as reading,
            target.connect().execution_options(**sqlite.WRITING) as writing,
            reading.begin(),
            writing.begin(),
        ):
            whole = metadata if version == VERSION else _as_it_is(reading)
            whole.create_all(writing)
            sqlite.write_stamp(writing, version)
            for table in whole.sorted_tables:
                for rows in reading.execute(select(table)).partitions() if table.name != about.name else ():
                    writing.execute(insert(table), [row._asdict() for row in rows])
    finally:
        target.dispose()


def _as_it_is(reading: Connection) -> MetaData:
    """The tables of an older store; a server's own defaults mean nothing in a file."""
    older = MetaData()
    older.reflect(reading, only=[name for name in inspect(reading).get_table_names() if name in metadata.tables])
    for table in older.tables.values():
        for column in table.columns:
            column.server_default = None
    return older


def _usual(base: Base) -> Path:
    """Where backups go by default: beside the file, or where the default store would stand."""
    stem = base.address.path or HISTORY
    now = datetime.now(tz=UTC)
    return stem.parent / FOLDER / f"{stem.stem}-{now:%Y-%m-%dT%H%M%S}-{now.microsecond:06d}.db"
