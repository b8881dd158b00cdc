"""The store on a real PostgreSQL: the same promises, and two users with rights of their own."""

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, assume, given, settings
from msgspec.structs import replace
from servers import PASSWORD, address, postgres
from stores import BUILDS, KEY, PAY, ROLLBACK, START, Clock, new_store, said
from strategies import BUILT_IN_MODEL, engagement, full_engagements

from maturity.engagement import Engagement, to_json
from maturity.errors import MaturityError
from maturity.intake import read_source
from maturity.model import Answer
from maturity.shipped import shipped
from maturity.store import ConflictError, StoreError, moment, open_store, opening, schema

CRASH = Path(__file__).parent / "crash"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The socket of a running server."""
    with postgres() as running:
        yield running


@pytest.fixture
def home(server: str, request: pytest.FixtureRequest) -> str:
    """The name of a new, empty database."""
    name = f"t{abs(hash(request.node.name))}"
    with psycopg.connect(address(server), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return name


@pytest.fixture
def url(server: str, home: str) -> str:
    """The address of a new, empty database, as its owner."""
    return address(server, database=home)


@pytest.fixture
def people(server: str, home: str, url: str) -> dict[str, str]:
    """The addresses of two consultants and an analyst of a store with the shipped rights."""
    open_store(url, create=True).close()
    with psycopg.connect(url, autocommit=True) as connection:
        for _ in range(2):
            connection.execute((shipped("templates") / "store" / "rights.sql").read_text(encoding="utf-8"))
        for name, role in (("amina", "consultant"), ("kofi", "consultant"), ("ana", "analyst")):
            made = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [name]).fetchone()
            if made is None:
                connection.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}' IN ROLE {role}")
    return {name: address(server, user=name, database=home) for name in ("amina", "kofi", "ana")}


def refusal(url: str) -> str:
    """What is told of a store that is refused."""
    with pytest.raises(MaturityError) as refused, open_store(url):
        pass
    return str(refused.value)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(whole=full_engagements())
def test_reading_gives_exactly_what_was_saved(url: str, whole: Engagement) -> None:
    """As in a file."""
    assume("\\u0000" not in to_json(whole).replace("\\\\", ""))
    with open_store(url, create=True) as store:
        try:
            store.save_engagement(whole, "Amina")
        except MaturityError as error:
            assume("in the store; expected that spelling" not in str(error))
            raise
        assert store.engagement(whole.key) == whole
        assert store.check().faults == ()


def test_the_history_is_the_same_on_a_server_as_in_a_file(url: str, tmp_path: Path) -> None:
    """Saving, conflicts, a clock that goes back, the union, and the store as SOURCE."""
    clock = Clock()
    with open_store(url, create=True, clock=clock) as store, new_store(tmp_path / "a.db", PAY, clock=clock) as file:
        store.save_engagement(engagement(customer="Zellige"), "Kofi")
        assert store.unite(file).engagements == 1
        clock.at -= 1_000_000
        saved_at = store.save_answer(KEY, ROLLBACK, said(Answer.NEVER), who="Kofi", seen=moment(START))
        assert saved_at == moment(START + 1)
        with pytest.raises(ConflictError):
            store.save_answer(KEY, ROLLBACK, said(Answer.USUALLY), who="Amina", seen=moment(START))
        file.unite(store)
        assert list(file.engagements()) == list(store.engagements())
        assert [tuple(row) for block in store.blocks(["marks"]) for row in block] == [
            tuple(row) for block in file.blocks(["marks"]) for row in block
        ]
        assert store.check().faults == ()
        held = tuple(store.engagements())
    assert read_source(url, BUILT_IN_MODEL, today=PAY.held_on).engagements == held


def test_a_backup_of_a_server_is_a_file_that_is_a_store(url: str, tmp_path: Path) -> None:
    """Everything is in it, it proves, and a customer is forgotten in both."""
    with open_store(url, create=True) as store:
        store.save_engagement(PAY, "Amina")
        store.save_engagement(engagement(customer="Zellige"), "Kofi")
        path = store.backup(tmp_path / "backup.db")
        with open_store(path) as kept:
            assert list(kept.changes()) == list(store.changes())
            assert kept.check().faults == ()
        receipt = store.delete("Baobab Pay")
        assert receipt.backups == {str(path): sum(receipt.removed.values())}
        assert [whole.customer for whole in store.engagements()] == ["Zellige"]
    assert b"aobab" not in path.read_bytes()


def test_an_older_store_on_a_server_is_backed_up_and_brought_up(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that was there is there, and the backup opens as what it was."""
    with open_store(url, create=True) as store:
        store.save_engagement(PAY, "Amina")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(opening, "VERSION", schema.VERSION + 1)
    monkeypatch.setattr(opening, "STEPS", {schema.VERSION + 1: ("ALTER TABLE engagement ADD COLUMN region TEXT",)})
    monkeypatch.setattr("maturity.store.backup.VERSION", schema.VERSION + 1)
    with open_store(url) as store:
        assert store.engagement(KEY) == PAY
    monkeypatch.undo()
    assert f"version {schema.VERSION + 1}; this software reads up to {schema.VERSION}" in refusal(url)
    (kept,) = (tmp_path / "data" / "engagements" / "backups").iterdir()
    with open_store(kept) as store:
        assert store.engagement(KEY) == PAY


def test_a_consultant_writes_their_own_engagements_and_no_others(people: dict[str, str]) -> None:
    """They read all, begin their own, and can't change, take over or delete another's, nor what was said."""
    with open_store(people["amina"]) as amina, open_store(people["kofi"]) as kofi:
        amina.save_engagement(PAY, "Amina")
        amina.save_answer(KEY, ROLLBACK, said(Answer.NEVER), who="Amina", seen=amina.stamps(KEY)[ROLLBACK])
        assert kofi.engagement(KEY) == amina.engagement(KEY)
        kofi.save_engagement(engagement(customer="Zellige", held_on=PAY.held_on.replace(year=2025)), "Kofi")
        before = list(amina.changes())
        for attempt in (
            lambda: kofi.save_answer(KEY, BUILDS, said(Answer.NEVER), who="Kofi", seen=kofi.stamps(KEY)[BUILDS]),
            lambda: kofi.save_engagement(replace(PAY, engineers=31), "Kofi"),
            lambda: kofi.delete("Baobab Pay"),
            lambda: amina.delete("Baobab Pay"),
            lambda: kofi.merge("Zellige", into="Baobab Pay", who="Kofi"),
        ):
            with pytest.raises(MaturityError):
                attempt()
        assert list(amina.changes()) == before
        assert amina.check().faults == ()
    with psycopg.connect(people["amina"], autocommit=True) as connection:
        for statement in (
            "UPDATE answer SET note = 'other'",
            "DELETE FROM answer",
            "DELETE FROM fact",
            "DELETE FROM engagement",
            "TRUNCATE answer",
            "DROP TABLE answer",
            "UPDATE engagement SET owner = 'kofi'",
            "UPDATE engagement SET key = 'x'",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)


def test_an_analyst_reads_everything_and_writes_nothing(people: dict[str, str]) -> None:
    """In words that say what is missing."""
    with open_store(people["amina"]) as amina:
        amina.save_engagement(PAY, "Amina")
    with open_store(people["ana"]) as ana:
        assert list(ana.engagements()) == [PAY]
        assert ana.check().faults == ()
        with pytest.raises(StoreError, match="your user has no right to do that"):
            ana.save_answer(KEY, BUILDS, said(Answer.NEVER), who="Ana", seen=ana.stamps(KEY)[BUILDS])
        with pytest.raises(StoreError, match="your user has no right to do that"):
            ana.save_engagement(engagement(customer="Zellige"), "Ana")


def test_what_keeps_a_server_from_being_opened_is_told_in_words(server: str, home: str, url: str) -> None:
    """A wrong password, an unknown user or database, an empty database, a foreign one; never with the password."""
    assert "holds no store; expected one" in refusal(url)
    wrong = refusal(address(server, password="secret", database=home))  # noqa: S106  (a wrong one)
    assert "the server refused this user or password" in wrong
    assert "secret" not in wrong
    assert "the server refused this user or password" in refusal(address(server, user="nobody", database=home))
    assert "the server has no database of that name" in refusal(address(server, database="absent"))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE engagement (id integer)")
    for create in (False, True):
        with pytest.raises(StoreError, match="is a database, but not a store"):
            open_store(url, create=create)


def test_an_address_where_nobody_answers_is_told_in_words(tmp_path: Path) -> None:
    """A closed port, a socket that is not there, and a server that accepts and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        told = refusal(f"postgresql://amina:secret@127.0.0.1:{port}/teams?connect_timeout=2")
    assert "no server answers there" in told
    assert "secret" not in told
    assert "no server answers there" in refusal(f"postgresql://amina@127.0.0.1:{port}/teams")
    assert "no server answers there" in refusal(f"postgresql:///teams?host={tmp_path}")
    assert "no server answers there" in refusal("postgresql://absent.invalid/teams")
    assert "the database refused" in refusal("postgresql:///teams?connect_timeout=soon")


def test_nothing_is_lost_on_a_server_when_programs_are_killed_or_crowd_each_other(url: str) -> None:
    """The scripts that kill and crowd a file do the same to a server."""
    assert shutil.which(sys.executable)
    for script, count in (("killing.py", "8"), ("crowding.py", "25")):
        command = [sys.executable, str(CRASH / script), count, url]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
