"""A store's file is proven before it is used: what is no store is refused by name, and never opened as empty."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from stores import KEY, PAY, ROLLBACK, new_store, said

from maturity.errors import InputError, MaturityError
from maturity.files import UnwritableError
from maturity.store import StoreError, moment, open_store, opening, schema, sqlite
from maturity.store.addresses import read_address
from maturity.store.base import Base
from maturity.store.forgetting import known_backups
from maturity.store.schema import APPLICATION


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file of a store with one engagement."""
    with new_store(tmp_path / "history.db", PAY):
        return tmp_path / "history.db"


def refusal(path: Path | str, *, create: bool = False) -> str:
    """What is told of a store that is refused."""
    with pytest.raises(MaturityError) as refused, open_store(path, create=create):
        pass
    return str(refused.value)


@pytest.mark.parametrize("create", [False, True])
def test_an_empty_file_is_refused(tmp_path: Path, *, create: bool) -> None:
    """SQLite would open it as a new store, and all that was in it would seem never to have been."""
    (tmp_path / "history.db").touch()
    told = f"{tmp_path}/history.db: is empty (0 bytes); expected a store, so look for its backup"
    assert refusal(tmp_path / "history.db", create=create) == told
    assert (tmp_path / "history.db").stat().st_size == 0


def test_a_file_cut_short_is_refused(path: Path) -> None:
    """At any length: the beginning of a store is no store."""
    whole = path.read_bytes()
    for length in (1, 50, 100, 600, 4096, len(whole) // 2, len(whole) - 4096, len(whole) - 1):
        path.write_bytes(whole[:length])
        assert refusal(path).startswith(f"{path}: "), length
    path.write_bytes(whole)
    with open_store(path) as store:
        assert store.check().faults == ()


@pytest.mark.parametrize("create", [False, True])
def test_a_foreign_file_is_refused(tmp_path: Path, *, create: bool) -> None:
    """Another program's database, and what is no database; neither is written to."""
    foreign = tmp_path / "foreign.db"
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE engagement (id)")
    connection.close()
    (tmp_path / "text.db").write_text("customer,held_on\n" * 100, encoding="utf-8")
    before = foreign.read_bytes()
    assert refusal(foreign, create=create) == (
        f"{foreign}: is a database, but not a store of this software; expected one that it made"
    )
    assert "is damaged or cut short" in refusal(tmp_path / "text.db", create=create)
    assert refusal(tmp_path, create=create) == f"{tmp_path}: is not a file; expected a store"
    assert foreign.read_bytes() == before


def test_a_store_of_a_newer_version_is_refused(path: Path) -> None:
    """With both versions, and what to do."""
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {(newer := schema.VERSION + 1)}")
    connection.close()
    assert (
        refusal(path)
        == f"{path}: is a store of version {newer}; this software reads up to {schema.VERSION}, so update it"
    )


def test_a_store_that_is_not_there_is_made_only_when_asked(tmp_path: Path) -> None:
    """Otherwise a slip in a path would be an empty history."""
    absent = tmp_path / "deep" / "history.db"
    assert refusal(absent) == f"{absent}: holds no store; expected one (`maturity store import SOURCE` makes it)"
    assert not absent.parent.exists()
    with open_store(absent, create=True) as store:
        assert len(store) == 0
    assert [entry.name for entry in absent.parent.iterdir() if entry.name.startswith(".")] == []


def test_a_store_that_somebody_makes_meanwhile_is_not_replaced(path: Path) -> None:
    """Two programs that make the same store end up with one."""
    sqlite.make_file(path)
    with open_store(path) as store:
        assert len(store) == 1


def test_a_folder_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    """Before anything is saved."""
    (tmp_path / "file").touch()
    with pytest.raises(UnwritableError, match="can't be made"):
        open_store(tmp_path / "file" / "history.db", create=True)


def test_an_older_store_is_backed_up_and_brought_up(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An addition to the tables: all that was there is there, and the backup is as the store was."""
    monkeypatch.setattr(opening, "VERSION", schema.VERSION + 1)
    monkeypatch.setattr(opening, "STEPS", {schema.VERSION + 1: ("ALTER TABLE engagement ADD COLUMN region TEXT",)})
    with open_store(path) as store:
        assert store.engagement(KEY) == PAY
        store.save_answer(KEY, ROLLBACK, said(), who="Kofi", seen=moment(0))
        known = known_backups(store.base)
    monkeypatch.undo()
    assert f"is a store of version {schema.VERSION + 1}" in refusal(path)
    (kept,) = (path.parent / "backups").iterdir()
    assert known == (str(kept),)  # so whoever is forgotten is forgotten there too
    with open_store(kept) as store:
        assert store.engagement(KEY) == PAY
        assert store.check().faults == ()


def test_a_step_that_fails_leaves_the_store_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All steps or none."""
    added = tuple(f"ALTER TABLE {table} ADD COLUMN region TEXT" for table in ("engagement", "absent"))
    steps = {schema.VERSION + 1: added}
    monkeypatch.setattr(opening, "VERSION", schema.VERSION + 1)
    monkeypatch.setattr(opening, "STEPS", steps)
    assert "no such table: absent" in refusal(path)
    monkeypatch.undo()
    with open_store(path) as store:
        assert store.engagement(KEY) == PAY
        assert store.check().faults == ()


def test_every_connection_is_durable_and_waits(path: Path) -> None:
    """Full synchronisation, foreign keys, no deleted bytes left, and the journal that this SQLite keeps safe."""
    with open_store(path) as store, store.base.reading() as connection:
        kept = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("synchronous", "foreign_keys", "secure_delete", "journal_mode", "busy_timeout")
        }
    assert kept == {
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "journal_mode": "wal" if sqlite.write_ahead() else "truncate",
        "busy_timeout": 60_000,
    }


@pytest.mark.skipif(os.geteuid() != 0, reason="needs a file of another user's")
def test_a_file_without_the_right_to_write_is_read_and_not_written(path: Path) -> None:
    """Somebody who may only read the file reads it all; their save is refused with what is missing."""
    path.chmod(0o444)
    for folder in (path.parent, *path.parent.parents[:3]):
        folder.chmod(0o755)
    program = (
        "import os, sys\n"
        "from stores import *\n"
        "from maturity.errors import MaturityError\n"
        "with open_store(sys.argv[1]) as store: store.engagement(KEY), list(store.changes())\n"
        "os.setegid(65534); os.seteuid(65534)\n"
        "with open_store(sys.argv[1]) as store:\n"
        "    assert store.engagement(KEY) == PAY\n"
        "    try: store.save_answer(KEY, ROLLBACK, said(Answer.NEVER), who='Kofi', seen=store.stamps(KEY)[ROLLBACK])\n"
        "    except MaturityError as error: print(error)\n"
    )
    command = [sys.executable, "-c", program, str(path)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout == f"{path}: can't be written by you; expected the right to write the file and its folder\n"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("sqlite:///data/history.db", "data/history.db"),
        ("sqlite:////srv/history.db", "/srv/history.db"),
        ("history.db", "history.db"),
        ("postgresql://amina:secret@server/teams", "postgresql://amina:***@server/teams"),
        ("postgresql://amina@server/teams?password=secret", "postgresql://amina@server/teams"),
        ("postgres://server/teams", "postgresql://server/teams"),
    ],
)
def test_an_address_is_shown_without_its_password(address: str, shown: str) -> None:
    """In every message, so in every log."""
    assert str(read_address(address)) == shown


@pytest.mark.parametrize(
    "address",
    ["mysql://u:secret@h/x", "sqlite://", "sqlite:///:memory:", "://", "sqlite:///x.db?mode=memory"],
)
def test_an_address_of_something_else_is_refused(address: str) -> None:
    """With what was expected, and without its password."""
    with pytest.raises(InputError, match="expected") as refused:
        read_address(address)
    assert "secret" not in str(refused.value)


def test_a_store_is_let_go_of_when_it_is_closed(path: Path) -> None:
    """A closed store holds no file: it can be moved, on any system."""
    store = open_store(path)
    assert isinstance(store.base, Base)
    store.engagement(KEY)
    store.close()
    opened = {handle.resolve() for handle in Path("/proc/self/fd").iterdir()}
    assert path.resolve() not in opened


def test_a_password_with_an_unwritten_at_sign_is_never_shown() -> None:
    """What stands after the first @ would be taken for the server, and shown."""
    with pytest.raises(InputError, match="has more than one @") as refused:
        open_store("postgresql://amina:se@cret@server/teams")
    assert "cret" not in str(refused.value)


def test_a_name_that_is_too_long_is_told(tmp_path: Path) -> None:
    """With the place, and no traceback."""
    with pytest.raises(StoreError, match="expected the path of a store"):
        open_store(tmp_path / f"{'a' * 300}.db")


def test_a_database_that_only_bears_the_mark_of_a_store_is_refused(tmp_path: Path) -> None:
    """No store has version 0."""
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE thing (name)")
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
    with pytest.raises(StoreError, match="not a store of this software"):
        open_store(path)


def test_a_server_with_one_slash_too_few_is_not_shown_as_a_path() -> None:
    """What would be a path holds the password; the refusal says what is missing and shows nothing."""
    with pytest.raises(InputError, match=r"^postgresql:…: is not an address: it lacks ://; expected") as refused:
        read_address("postgresql:/amina:secret@server/teams")
    assert "secret" not in str(refused.value)
