"""`store check` proves everything: whatever is changed behind the store's back is found."""

import random
import sqlite3
from pathlib import Path

import pytest
from msgspec.structs import replace
from stores import KEY, PAY, ROLLBACK, Clock, new_store, said

from maturity.errors import MaturityError
from maturity.model import Answer
from maturity.store import open_store
from maturity.store.schema import LOGS
from maturity.store.schema import engagement as row


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file of a store in which every column holds something."""
    response = replace(said(Answer.NEVER, "by hand"), evidence="ticket 12", claimed=Answer.ALWAYS)
    whole = replace(
        PAY,
        country="NG",
        consultant="Amina",
        stage_since=PAY.held_on,
        platform=replace(PAY.platform, team=5.0),
        responses={**PAY.responses, ROLLBACK: response},
    )
    with new_store(tmp_path / "history.db", whole) as store:
        assert store.check().faults == ()
    return tmp_path / "history.db"


def faults(path: Path) -> tuple[str, ...]:
    """What a check finds."""
    with open_store(path) as store:
        return store.check().faults


def change(path: Path, statement: str) -> None:
    """Change the file behind the store's back."""
    connection = sqlite3.connect(path)
    assert connection.execute(statement).rowcount
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("table", "column"),
    [(log.table.name, column.name) for log in LOGS for column in log.table.columns]
    + [("engagement", column.name) for column in row.columns if column.name != "owner"]
    + [("model", "content"), ("model", "hash")],
)
def test_a_changed_value_is_found_wherever_it_stands(path: Path, table: str, column: str) -> None:
    """In every column of the logs, of the derived rows, and of the kept models."""
    numbers = {"saved_at", "achieved", "ceiling", "engineers"}
    days = {"held_on": "'2026-03-13'", "stage_since": "'2026-03-13'"}
    value = f"{column} + 1" if column in numbers else days.get(column, f"{column} || ' '")
    which = {"answer": f"practice = '{ROLLBACK}'", "fact": "name = 'country'"}.get(table, "true")
    change(path, f"UPDATE {table} SET {column} = {value} WHERE {which}")
    assert faults(path)


@pytest.mark.parametrize("table", [log.table.name for log in LOGS])
def test_a_lost_entry_is_found(path: Path, table: str) -> None:
    """Each entry is sound without it; the row's proof is of all of them."""
    change(path, f"DELETE FROM {table} WHERE who = 'Amina' AND digest = (SELECT min(digest) FROM {table})")
    assert faults(path)


def test_a_lost_row_is_found(path: Path) -> None:
    """Its entries belong to nobody."""
    change(path, "DELETE FROM engagement")
    assert any("has entries of answer, and no row" in fault for fault in faults(path))


def test_flipped_bits_are_found_or_refused(path: Path) -> None:
    """One flipped bit in what the file holds of an answer: the store is refused, the read is, or the check tells."""
    whole = path.read_bytes()
    chance = random.Random(20260312)  # noqa: S311  (places by chance, no secret)
    words = (b"by hand", b"ticket 12", b"one-click-rollback", b"2026-03-12-baobab-pay", b"Amina")
    places = [at for word in words for at in range(len(whole)) if whole.startswith(word, at)]
    found = 0
    for at in chance.sample(places, 40):
        flipped = bytearray(whole)
        flipped[at + chance.randrange(3)] ^= 1 << chance.randrange(7)
        path.write_bytes(flipped)
        try:
            found += bool(faults(path))
        except MaturityError:
            found += 1
    assert found == 40


def test_a_save_from_the_future_is_noted(tmp_path: Path) -> None:
    """A clock that was ahead is no fault of the store, but somebody should know."""
    clock = Clock(Clock().at + 30 * 86_400_000_000)
    with new_store(tmp_path / "history.db", PAY, clock=clock):
        pass
    with open_store(tmp_path / "history.db", clock=Clock()) as store:
        proof = store.check()
    assert proof.faults == ()
    assert proof.notes == (f"{KEY}: was saved at 2026-04-11, which is still to come: a clock is wrong",)
