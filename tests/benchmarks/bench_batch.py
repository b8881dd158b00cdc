"""Workbooks of the sample engagements: our engine against papermill, nbclient, ploomber-engine and the bare cells.

Run by hand: `uv run python tests/benchmarks/bench_batch.py [--rounds 5] [--number 12] [--way WAY …]`.
Every way makes the same workbooks in a fresh process, way after way in each round; quote the ratios.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from environments import python_with  # noqa: E402  (run as a script, its neighbours are beside it)

WAYS = (
    *("papermill loop", "papermill, 2 processes", "nbclient", "ploomber-engine"),
    *("ours, 1 worker", "ours, 1 worker, with page", "ours, 2 workers", "ours, 2 workers, with page"),
    "limit: bare cells, warm",
)
SLOW = {"papermill loop", "papermill, 2 processes", "nbclient", "ploomber-engine"}  #: get fewer workbooks a round
PLOOMBER = "ploomber-engine"
LOOP, LIMIT = "papermill loop", "limit: bare cells, warm"


def main(arguments: argparse.Namespace) -> None:
    """Print a table of the medians."""
    print(machine())
    pythons, ways = {}, list(arguments.way or WAYS)
    if PLOOMBER in ways:
        try:
            pythons[PLOOMBER] = python_with([PLOOMBER], Path(tempfile.gettempdir()) / "maturity-ploomber")
        except RuntimeError as error:
            print(f"{PLOOMBER} is left out: {str(error).splitlines()[-1]}")
            ways.remove(PLOOMBER)
    runs: dict[str, list[Mapping[str, Any]]] = {way: [] for way in ways}
    for number in range(1, arguments.rounds + 1):
        for way in list(ways):
            count = max(3, arguments.number // 3) if way in SLOW else arguments.number
            try:
                runs[way].append(measured(way, count, pythons.get(way, Path(sys.executable))))
            except RuntimeError as error:
                print(f"{way} is left out: {error}")
                ways.remove(way)
        told = ", ".join(f"{way} {each(runs[way][-1]):.3f}" for way in ways)
        print(f"round {number}, seconds a workbook: {told}", flush=True)
    tell({way: runs[way] for way in ways if runs[way]})


def machine() -> str:
    """What the figures were measured on."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    model = next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())
    versions = f"Python {platform.python_version()}, papermill {version('papermill')}"
    return f"{model}, {os.cpu_count()} processors, {versions}; load {os.getloadavg()[0]:.1f} before the first round"


def measured(way: str, count: int, python: Path) -> Mapping[str, Any]:
    """What the way says of so many workbooks.

    Raises:
        RuntimeError: it failed; with the last line of what it said.
    """
    command = [str(python), str(HERE / "batch_ways.py"), way, str(count), str(time.time())]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(HERE.parent)}
    )
    if done.returncode:
        raise RuntimeError((done.stderr.strip().splitlines() or ["no word"])[-1])
    read: Mapping[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return read


def each(run: Mapping[str, Any]) -> float:
    """Seconds a workbook once the first is there: starting is told apart."""
    there = run["there"]
    return float((there[-1] - there[0]) / (len(there) - 1))


def tell(runs: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """Print the medians over the rounds; ratios are medians of the rounds' own ratios."""
    heads = f"{'s/workbook':>11}{'loop ÷ it':>11}{'it ÷ limit':>12}{'first after':>13}{'own MB':>8}{'PSS MB':>8}"
    print(f"\n{'way':<28}{heads}")
    for way, measurements in runs.items():
        seconds = [each(run) for run in measurements]
        first = statistics.median(run["there"][0] for run in measurements)
        ratios = [
            _ratio([each(run) for run in runs.get(LOOP, ())], seconds),
            _ratio(seconds, [each(run) for run in runs.get(LIMIT, ())]),
        ]
        weights = [_weight(measurements, name) for name in ("own", "PSS")]
        print(f"{way:<28}{statistics.median(seconds):>11.3f}{ratios[0]:>11}{ratios[1]:>12}{first:>11.1f} s", end="")
        print("".join(f"{weight:>8}" for weight in weights))
    print("\ns/workbook: from the first workbook to the last. first after: from the start of the process. own, PSS:")
    print("memory of a worker as it ends a workbook: what is its alone, and with its part of what workers share.")


def _ratio(over: Sequence[float], under: Sequence[float]) -> str:
    pairs = list(zip(over, under, strict=False))
    return f"{statistics.median(one / other for one, other in pairs):.1f}" if pairs else ""


def _weight(runs: Sequence[Mapping[str, Any]], name: str) -> str:
    weights = [run["weight"][name] for run in runs if name in run["weight"]]
    return f"{statistics.median(weights):.0f}" if weights else ""


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--number", type=int, default=30, help="workbooks a round; the slow ways make a third of it")
    parser.add_argument("--way", choices=WAYS, action="append")
    main(parser.parse_args())
