"""Four processes save into one store while a fifth reads it: is every save there, and was anybody turned away?

Run by hand: `uv run python tests/crash/crowding.py [saves] [address]`. Prints the counts as JSON.
"""

import json
import os
import sys
import tempfile
from datetime import date
from pathlib import Path

from maturity.engagement import Engagement, Response
from maturity.errors import MaturityError
from maturity.model import Answer
from maturity.store import Store, open_store

WRITERS = 4


def main(saves: int, address: str) -> dict[str, int]:
    """The counts of four writers with so many saves each, and a reader; half of the writers share an engagement."""
    with open_store(address, create=True) as store:
        held = [
            Engagement(customer=f"Customer {number}", held_on=date(2026, 3, 12), fictional=True) for number in range(3)
        ]
        for engagement in held:
            store.save_engagement(engagement, "before")
    keys = [engagement.key for engagement in held]
    writers = [_forked(address, saves, number, keys[max(0, number - 1)]) for number in range(WRITERS)]
    reads = refused = 0
    running = set(writers)
    with open_store(address) as store:
        while running:
            reads, refused = reads + 1, refused + _refused_reads(store)
            running -= {child for child in running if os.waitpid(child, os.WNOHANG)[0]}
        notes = {change.content[3] for change in store.changes() if len(change.content) > 1}
        faults = len(store.check().faults)
    expected = {f"{writer}-{number}" for writer in range(WRITERS) for number in range(saves)}
    missing = len(expected - notes)
    return {"saves": len(expected), "missing": missing, "reads": reads, "refused_reads": refused, "faults": faults}


def _refused_reads(store: Store) -> int:
    try:
        list(store.engagements())
    except MaturityError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _forked(address: str, saves: int, writer: int, key: str) -> int:
    child = os.fork()
    if child:
        return child
    try:
        with open_store(address) as store:
            _save(store, saves, writer, key)
    finally:
        os._exit(0)


def _save(store: Store, saves: int, writer: int, key: str) -> None:
    """Save so often, each writer on practices of their own, so that nobody contradicts anybody."""
    practices = [practice.key for practice in store.model.asked]
    for number in range(saves):
        response = Response(answer=Answer.ALWAYS, note=f"{writer}-{number}")
        practice = practices[(number * WRITERS + writer) % len(practices)]
        seen = store.stamps(key).get(practice)
        store.save_answer(key, practice, response, who=f"writer {writer}", seen=seen)


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as folder:
        counted = main(wanted, sys.argv[2] if len(sys.argv) > 2 else str(Path(folder, "history.db")))
    print(json.dumps(counted))
    sys.exit(bool(counted["missing"] or counted["refused_reads"] or counted["faults"]))
