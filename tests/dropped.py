"""Exports as a customer hands them over in the room, and a window that drops them."""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from threading import Event, Semaphore
from typing import Any

from evidence_payloads import LOGIN, MESSAGE, NAME
from rooms import Room

from maturity.live.edits import read_edit
from maturity.live.exports import Exports

LAST = datetime(2026, 11, 20, 16, tzinfo=UTC)
PATIENCE = 60.0  #: seconds that a busy machine gets to read a file


def runs(count: int, *, green: Callable[[int], bool], last: datetime = LAST) -> bytes:
    """`gh run list --json …` of that many pushes to the default branch, one every six hours, a person in each."""
    return json.dumps([_run(number, last, is_green=green(number)) for number in range(count)]).encode()


def deployments(count: int, *, last: datetime = LAST) -> bytes:
    """A `deployments.csv` of that many deployments into production, one a day; in UTC, or as the clock of `last`."""
    lines = [
        f"{(last - timedelta(days=day)).isoformat()},production,success,{f'{day:08x}' * 5}" for day in range(count)
    ]
    return "\n".join(["finished_at,environment,status,sha", *lines]).encode()


def drop(room: Room, *files: tuple[str, bytes], piece: int = 1 << 16, exports: Exports | None = None) -> Exports:
    """Drop files on the window, piece by piece, and wait until all are read and what they show is saved."""
    exports = exports or Exports(session=room.session)
    offered = [{"key": f"k{name}", "name": name, "size": len(content)} for name, content in files]
    exports.offer(edit(op="offer", exports=offered))
    for name, content in files:
        done = Event()
        for at in range(0, len(content), piece):
            part = [memoryview(content)[at : at + piece]]
            exports.receive(edit(op="piece", export=f"k{name}", at=at), part, done.set)
        if _state(exports.told, f"k{name}") != "refused" or not content:
            assert not content or done.wait(PATIENCE)
        exports.keep()
    return exports


def say_zone(room: Room, exports: Exports, zone: str) -> None:
    """Say where the clocks stood, and wait until every file that names no zone is read again."""
    again = [one for one in exports.told if one["zoneless"]]
    done = Semaphore(0)
    exports.place(edit(op="zone", zone=zone), done.release)
    if not exports.problem:
        assert all(done.acquire(timeout=PATIENCE) for _ in again)
    exports.keep()
    room.session.keep()


def edit(**content: object) -> Any:  # noqa: ANN401  (each its own)
    """An edit, as a window sends it."""
    return read_edit(content)


def _state(told: Iterable[dict[str, Any]], key: str) -> str:
    return next((one["state"] for one in told if one["key"] == key), "")


def _run(number: int, last: datetime, *, is_green: bool) -> dict[str, object]:
    at = last - timedelta(hours=6 * number)
    return {
        "attempt": 1,
        "conclusion": "success" if is_green else "failure",
        "createdAt": at.isoformat(),
        "databaseId": 9000 + number,
        "displayTitle": f"{NAME}: {MESSAGE}",
        "event": "push",
        "headBranch": "main",
        "headSha": f"{number:08x}" * 5,
        "name": "CI",
        "number": number,
        "startedAt": at.isoformat(),
        "status": "completed",
        "updatedAt": (at + timedelta(minutes=7)).isoformat(),
        "url": f"https://example.org/{LOGIN}/shop/actions/runs/{9000 + number}",
        "workflowDatabaseId": 77,
        "workflowName": "CI",
    }
