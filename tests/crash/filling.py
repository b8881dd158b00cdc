"""Save until the disk is full: is it told, is everything acknowledged readable, and does the save work with room?

Run by hand: `uv run python tests/crash/filling.py [tmpfs|limit]`. `tmpfs` (needs root) is a real disk of 1 MB;
`limit` lets no file grow beyond a size. Prints what happened as JSON.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from maturity.engagement import Engagement, Response
from maturity.model import Answer
from maturity.store import Store, StoreError, open_store

ENGAGEMENT = Engagement(customer="Baobab Pay", held_on=date(2026, 3, 12), fictional=True)
LONG = 4_000  #: characters of a note, so that it fills soon


def main(way: str) -> dict[str, object]:
    """What became of the saves before, at, and after the moment when the disk was full."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        make_room = _small_disk(folder, stack) if way == "tmpfs" else _limit
        store = stack.enter_context(open_store(folder / "history.db", create=True))
        key = ENGAGEMENT.key
        store.save_engagement(ENGAGEMENT, "before")
        room = make_room()
        saved, told = _fill(store, key)
        read = _notes(store, key)
        room()
        store.save_answer(key, "every-commit-builds", _said(saved), who="again", seen=None)
        after = _notes(store, key)
        return {
            "way": way,
            "saved": saved,
            "told": told.replace(str(folder), ""),
            "lost": saved - len(read),
            "lost_after": saved + 1 - len(after),
            "faults": len(store.check().faults),
        }


def _fill(store: Store, key: str) -> tuple[int, str]:
    practices = [practice.key for practice in store.model.asked[1:]]
    for number in range(10_000):
        practice = practices[number % len(practices)]
        try:
            seen = store.stamps(key).get(practice)
            store.save_answer(key, practice, _said(number), who="filler", seen=seen)
        except StoreError as error:
            return number, str(error)
    return 10_000, "it never was full"


def _said(number: int) -> Response:
    return Response(answer=Answer.ALWAYS, note=f"{number:08}" + "x" * LONG)


def _notes(store: Store, key: str) -> set[str]:
    said = (change.content[3] for change in store.changes(key=key) if len(change.content) > 1)
    return {note for note in said if note}


def _small_disk(folder: Path, stack: ExitStack) -> Callable[[], Callable[[], object]]:
    """A disk of 1 MB at the folder, with a file on it that can be removed to make room."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], check=True, capture_output=True)
    stack.callback(subprocess.run, ["umount", str(folder)], check=True)
    ballast = folder / "ballast"
    ballast.write_bytes(b"0" * 300_000)
    return lambda: ballast.unlink


def _limit() -> Callable[[], object]:
    """No file may grow beyond half a megabyte, until the limit is lifted again."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, before[1]))
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, before)


if __name__ == "__main__":
    chosen = sys.argv[1] if len(sys.argv) > 1 else "tmpfs" if os.geteuid() == 0 else "limit"
    happened = main(chosen)
    print(json.dumps(happened))
    sys.exit(bool(happened["lost"] or happened["lost_after"] or happened["faults"]))
