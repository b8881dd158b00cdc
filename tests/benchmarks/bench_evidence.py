"""Time and memory of a large export of runs, made up: read, and weighed as `maturity evidence` does.

Run by hand: `uv run python tests/benchmarks/bench_evidence.py [MEGABYTES] [gh|rest]`.
"""

import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from rich.progress import Progress

from maturity.evidence.proving import last_day
from maturity.evidence.recognise import read_evidence
from maturity.evidence.summary import summarise
from maturity.model_file import built_in_model

_MB = 10**6
_FIRST = datetime(2025, 11, 23, tzinfo=UTC)
_PERSON = {"login": "fictional-person", "id": 7, "avatar_url": "https://example.org/a.png", "type": "User"}
_SEED = random.Random(7)  # noqa: S311 - the same export every time


def main() -> None:
    """Make an export of that many megabytes (200), read it and weigh it, and print what it took."""
    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    shape = sys.argv[2] if len(sys.argv) > 2 else "gh"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "runs.json"
        count = _make(path, megabytes * _MB, shape)
        before = _peak()
        begin = time.perf_counter()
        with Progress(transient=True) as bar:
            task = bar.add_task("runs.json")
            evidence = read_evidence([path], progress=lambda _, at, end: bar.update(task, completed=at, total=end))
        took = time.perf_counter() - begin
        size = path.stat().st_size / _MB
    read = _peak()
    begin = time.perf_counter()
    summary = summarise(built_in_model(), evidence, as_of=last_day(evidence) or date.max)
    weighed = time.perf_counter() - begin
    if len(evidence.runs) != count or evidence.faults or not any(found.is_computable for found in summary.findings):
        sys.exit(f"{len(evidence.runs):,} of {count:,} runs read; {evidence.faults}")
    rows = evidence.runs.rows.nbytes / _MB
    print(f"{shape}: {size:,.0f} MB, {count:,} runs: {took:.1f} s, {size / took:.0f} MB/s")
    print(f"weighed in {weighed:.1f} s: {took + weighed:.0f} s in all")
    print(f"peak memory {_peak():.0f} MB ({before:.0f} MB at first, {read:.0f} MB when read; {rows:.0f} MB the table)")


def _make(path: Path, size: int, shape: str) -> int:
    count = 0
    with path.open("w", encoding="utf-8") as file:
        file.write("[" if shape == "gh" else '{"total_count": 1, "workflow_runs": [')
        for entry in _entries(shape):
            file.write(("," if count else "") + entry)
            count += 1
            if not count % 1000 and file.tell() >= size:
                break
        file.write("]" if shape == "gh" else "]}")
    return count


def _entries(shape: str) -> Iterator[str]:
    number = 9_000_000_000
    while True:
        number += 1
        begin = _FIRST + timedelta(seconds=number % 31_536_000)
        yield json.dumps(_gh(number, begin) if shape == "gh" else _rest(number, begin))


def _gh(number: int, begin: datetime) -> dict[str, object]:
    return {
        "attempt": 1,
        "conclusion": _SEED.choice(("success", "success", "failure", "cancelled")),
        "createdAt": f"{begin:%Y-%m-%dT%H:%M:%SZ}",
        "databaseId": number,
        "displayTitle": 'Mend the "till" of a fictional shop',
        "event": _SEED.choice(("push", "pull_request", "schedule")),
        "headBranch": _SEED.choice(("main", f"feature/{number % 500}")),
        "headSha": f"{_SEED.getrandbits(160):040x}",
        "name": "CI",
        "number": number % 10_000,
        "startedAt": f"{begin:%Y-%m-%dT%H:%M:%SZ}",
        "status": "completed",
        "updatedAt": f"{begin + timedelta(minutes=7):%Y-%m-%dT%H:%M:%SZ}",
        "url": f"https://example.org/fictional/shop/actions/runs/{number}",
        "workflowDatabaseId": 7,
        "workflowName": "CI",
    }


def _rest(number: int, begin: datetime) -> dict[str, object]:
    run = _gh(number, begin)
    address = "https://example.org/repos/fictional/shop"
    return {
        "id": number,
        "name": "CI",
        "head_branch": run["headBranch"],
        "head_sha": run["headSha"],
        "run_number": run["number"],
        "event": run["event"],
        "status": "completed",
        "conclusion": run["conclusion"],
        "created_at": run["createdAt"],
        "updated_at": run["updatedAt"],
        "run_started_at": run["startedAt"],
        "run_attempt": 1,
        "display_title": run["displayTitle"],
        "actor": _PERSON,
        "triggering_actor": _PERSON,
        "head_commit": {"id": run["headSha"], "message": "Mend {it}", "timestamp": run["createdAt"], "author": _PERSON},
        "repository": {"id": 7, "name": "shop", "owner": _PERSON}
        | {f"{part}_url": f"{address}/{part}{{/number}}" for part in ("forks", "keys", "teams", "hooks", "tags")},
    }


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / _MB


if __name__ == "__main__":
    main()
