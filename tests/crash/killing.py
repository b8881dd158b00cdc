"""Kill a saving process with -9, again and again: is anything lost that was acknowledged, and does the store hold?

Run by hand: `uv run python tests/crash/killing.py [kills] [address]`. Prints the counts as JSON.
"""

import json
import os
import random
import signal
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from maturity.engagement import Engagement, Response
from maturity.model import Answer
from maturity.store import open_store

ENGAGEMENT = Engagement(customer="Baobab Pay", held_on=date(2026, 3, 12), fictional=True)


def main(kills: int, address: str) -> dict[str, int]:
    """The counts of so many kills, each followed by a check of the whole store."""
    with open_store(address, create=True) as store:
        key, practices = ENGAGEMENT.key, [practice.key for practice in store.model.asked]
        store.save_engagement(ENGAGEMENT, "before")
    counts = {"kills": 0, "acknowledged": 0, "lost": 0, "entries": 0, "failed_checks": 0}
    while counts["kills"] < kills:
        acknowledged = _killed(address, key, practices, counts["kills"])
        with open_store(address) as store:
            proof, said = (
                store.check(),
                {change.content[3] for change in store.changes(key=key) if len(change.content) > 1},
            )
        counts["kills"] += 1
        counts["acknowledged"] += len(acknowledged)
        counts["lost"] += len(acknowledged - said)
        counts["failed_checks"] += bool(proof.faults)
        counts["entries"] = proof.entries
    return counts


def _killed(address: str, key: str, practices: list[str], turn: int) -> set[str]:
    """The notes that a process saw saved before it was killed."""
    heard, told = os.pipe()
    child = os.fork()
    if not child:
        os.close(heard)
        try:
            _save_for_ever(address, key, practices, told, turn)
        finally:
            os._exit(1)
    os.close(told)
    with os.fdopen(heard, encoding="utf-8") as acknowledgements:
        first = acknowledgements.readline()
        time.sleep(random.uniform(0, 0.15))  # noqa: S311  (a moment by chance, no secret)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        rest = acknowledgements.read().splitlines(keepends=True)
    return {line.strip() for line in (first, *rest) if line.endswith("\n")}


def _save_for_ever(address: str, key: str, practices: list[str], told: int, turn: int) -> None:
    answers = [answer for answer in Answer if answer is not Answer.NOT_APPLICABLE]
    with open_store(address) as store:
        seen = store.stamps(key)
        for number in range(1_000_000):
            practice, note = practices[number % len(practices)], f"{turn}-{number}"
            response = Response(answer=answers[number % len(answers)], note=note)
            seen[practice] = store.save_answer(key, practice, response, who="killed", seen=seen.get(practice))
            os.write(told, f"{note}\n".encode())


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as folder:
        counted = main(wanted, sys.argv[2] if len(sys.argv) > 2 else str(Path(folder, "history.db")))
    print(json.dumps(counted))
    sys.exit(bool(counted["lost"] or counted["failed_checks"]))
