"""One durable save of one answer: the store against a JSON file each with fsync, and a plain sqlite3 row an answer.

Run by hand: `uv run python tests/benchmarks/bench_store.py [saves] [postgresql://…]`. Saves are interleaved; quote
the ratio. The disk's own fsync stands beside them: a save can't be faster than the syncs that make it durable.
"""

import json
import os
import platform
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import sqlalchemy

from maturity import Answer, Engagement, Response, built_in_model
from maturity.engagement import to_json
from maturity.store import open_store
from maturity.store.sqlite import write_ahead

MODEL = built_in_model()
PRACTICES = [practice.key for practice in MODEL.asked]
ANSWERS = [answer for answer in Answer if answer is not Answer.NOT_APPLICABLE]
JOURNAL = "WAL" if write_ahead() else "TRUNCATE"


def main(saves: int, address: str | None) -> None:
    """Print the machine, and the median and 95th percentile of every way, with its ratio to the plain row."""
    machine = f"{os.cpu_count()} processors, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    print(f"{machine} ({JOURNAL}), SQLAlchemy {sqlalchemy.__version__}; {saves} saves each, interleaved")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        ways = {
            "the store, SQLite": _store(folder / "history.db", stack),
            "a plain sqlite3 row": _plain_row(folder / "plain.db", stack),
            "a JSON file each, fsync": _json_file(folder),
            "one fsync of 100 bytes": _sync_only(folder / "bytes", stack),
        }
        if address:
            ways["the store, PostgreSQL"] = _store(address, stack)
        taken = _interleaved(ways, saves)
    plain = statistics.median(taken["a plain sqlite3 row"])
    for name, seconds in taken.items():
        median, most = statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1]
        print(
            f"{name:26} median {median * 1e3:7.2f} ms, 95th {most * 1e3:7.2f} ms, {median / plain:5.2f} of a plain row"
        )


def _interleaved(ways: dict[str, Callable[[int], object]], saves: int) -> dict[str, list[float]]:
    """The seconds of each save of each way, one of each in every round."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(saves):
        for name, save in ways.items():
            started = time.perf_counter()
            save(number)
            taken[name].append(time.perf_counter() - started)
    return taken


def _engagement() -> Engagement:
    responses = {key: Response(answer=Answer.NEVER) for key in PRACTICES}
    return Engagement(customer="Baobab Pay", held_on=date(2026, 3, 12), responses=responses, fictional=True)


def _response(number: int) -> Response:
    return Response(answer=ANSWERS[number % len(ANSWERS)], note=f"note {number}")


def _store(address: Path | str, stack: ExitStack) -> Callable[[int], object]:
    store = stack.enter_context(open_store(address, create=True))
    whole = _engagement()
    store.save_engagement(whole, "bench")
    seen = store.stamps(whole.key)

    def save(number: int) -> None:
        practice = PRACTICES[number % len(PRACTICES)]
        seen[practice] = store.save_answer(whole.key, practice, _response(number), who="bench", seen=seen[practice])

    return save


def _plain_row(path: Path, stack: ExitStack) -> Callable[[int], object]:
    connection = sqlite3.connect(path, isolation_level=None)
    stack.callback(connection.close)
    connection.execute(f"PRAGMA journal_mode = {JOURNAL}")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE answer (engagement, practice, saved_at, answer, note)")

    def save(number: int) -> None:
        row = ("2026-03-12-baobab-pay", PRACTICES[number % len(PRACTICES)], number, "never", f"note {number}")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO answer VALUES (?, ?, ?, ?, ?)", row)
        connection.execute("COMMIT")

    return save


def _json_file(folder: Path) -> Callable[[int], object]:
    whole = json.loads(to_json(_engagement()))

    def save(number: int) -> None:
        whole["responses"][PRACTICES[number % len(PRACTICES)]] = {"answer": "never", "note": f"note {number}"}
        aside = folder / "aside.json"
        with aside.open("w", encoding="utf-8") as file:
            json.dump(whole, file)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(folder / "engagement.json")
        handle = os.open(folder, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)

    return save


def _sync_only(path: Path, stack: ExitStack) -> Callable[[int], object]:
    file = stack.enter_context(path.open("wb", buffering=0))

    def save(_: int) -> None:
        file.write(b"0" * 100)
        os.fsync(file.fileno())

    return save


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200, sys.argv[2] if len(sys.argv) > 2 else None)
