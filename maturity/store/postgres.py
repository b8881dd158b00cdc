"""A store on a PostgreSQL server: one database for a firm's consultants and analysts."""

from sqlalchemy import URL, Connection, Engine, create_engine, insert, inspect, select, text, update
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

from maturity.errors import Fault, InputError
from maturity.store.addresses import shown
from maturity.store.schema import APPLICATION, VERSION, about, metadata

PATIENCE = 10  #: seconds to wait for a server to answer
EVERYTHING = APPLICATION  #: the advisory lock on the whole store


def postgres_engine(url: URL) -> Engine:
    """An engine on a server's database; a commit is on the server's disk before it is confirmed.

    Raises:
        InputError: the driver is not installed, or it can't read the address.
    """
    waits = {"connect_timeout": str(PATIENCE)} if "connect_timeout" not in url.query else {}
    try:
        engine = create_engine(
            url.update_query_dict(waits),
            poolclass=QueuePool,
            pool_size=2,
            max_overflow=8,
            pool_pre_ping=True,
            connect_args={"options": "-c synchronous_commit=on"},
        )
        engine.dialect.create_connect_args(engine.url)
    except (ValueError, ArgumentError) as error:
        problem = f"can't be read ({error}); expected postgresql://USER@HOST/DATABASE"
        raise InputError([Fault(place=shown(url), problem=problem)]) from error
    except ModuleNotFoundError as error:
        problem = "needs the extra `teams`; expected `pip install 'maturity[teams]'`"
        raise InputError([Fault(place=shown(url), problem=problem)]) from error
    return engine


def make_tables(connection: Connection) -> None:
    """Make an empty store in a database that has none."""
    lock_everything(connection)
    if about.name not in inspect(connection).get_table_names():
        metadata.create_all(connection)
        connection.execute(insert(about).values(application=APPLICATION, version=VERSION))


def read_stamp(connection: Connection) -> tuple[int, int] | None:
    """The application and version that the database says it is of; None where it holds no tables."""
    tables = inspect(connection).get_table_names()
    if about.name not in tables:
        return (0, 0) if set(tables) & set(metadata.tables) else None
    row = connection.execute(select(about.c.application, about.c.version)).first()
    return (row.application, row.version) if row else (0, 0)


def write_stamp(connection: Connection, version: int) -> None:
    """Say which version the database is of."""
    connection.execute(update(about).values(version=version))


def lock_engagement(connection: Connection, key: str) -> None:
    """Make other writers of that engagement, and of the whole store, wait until this transaction ends."""
    connection.execute(text("SELECT pg_advisory_xact_lock_shared(:all)"), {"all": EVERYTHING})
    connection.execute(text("SELECT pg_advisory_xact_lock(:all, hashtext(:key))"), {"all": EVERYTHING, "key": key})


def lock_everything(connection: Connection) -> None:
    """Make every other writer wait until this transaction ends."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:all)"), {"all": EVERYTHING})


def scrub(engine: Engine) -> None:
    """Let go of the space of what was deleted."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in metadata.sorted_tables:
            connection.execute(text(f"VACUUM {table.name}"))
