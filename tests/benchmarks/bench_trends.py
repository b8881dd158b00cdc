"""Every trend of a thousand and of a hundred thousand engagements, against plain pandas on one row per answer.

Run by hand: `uv run python tests/benchmarks/bench_trends.py [engagements …]`, say `1000 100000 1000000`. Each way runs
in a process of its own, so that its peak of memory is its own; quote the ratio and the growth, not the seconds.
"""

import json
import math
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parent.parent))
from histories import fictional_columns

from maturity import Answer, built_in_model
from maturity.columns import Columns
from maturity.peers import publish, total_peers
from maturity.trends import total_trends

MODEL = built_in_model()
A_CUSTOMER = 2.5  #: engagements, in the fictional histories
CHUNK = 10_000  #: customers
WAYS = ("trends, by chunks", "trends, one frame", "trends and peers, by chunks", "making them alone", "plain pandas")
PLAIN_MOST = 100_000  #: engagements: above, one row per answer would need gigabytes


def main(sizes: list[int]) -> None:
    """Print seconds, peak memory and growth of each way, and its ratio to plain pandas."""
    print(f"{_processor()}, {os.cpu_count()} processors, Python {platform.python_version()}, numpy {np.__version__}")
    taken: dict[str, dict[int, float]] = {way: {} for way in WAYS}
    for size in sizes:
        for way in WAYS if size <= PLAIN_MOST else WAYS[:-1]:
            seconds, megabytes = _measured(way, size)
            taken[way][size] = seconds
            print(f"{size:>9,} engagements  {way:28} {seconds:8.3f} s  {megabytes:6.0f} MB at most")
    for way, by_size in taken.items():
        if len(by_size) > 1:
            (small, quick), (large, slow) = min(by_size.items()), max(by_size.items())
            exponent = math.log(slow / quick) / math.log(large / small)
            print(f"{way:28} grows with the power {exponent:.2f} from {small:,} to {large:,}")
    for size, plain in taken["plain pandas"].items():
        print(f"{size:>9,}: plain pandas takes {plain / taken['trends, one frame'][size]:.1f} times as long")


def run(way: str, size: int) -> None:
    """Do it once and print what it took, as JSON."""
    customers = round(size / A_CUSTOMER)
    whole = fictional_columns(customers) if way in {"trends, one frame", "plain pandas"} else None
    table = _one_row_an_answer(whole) if way == "plain pandas" and whole is not None else None
    started = time.perf_counter()
    if table is not None:
        _plain(table)
    elif whole is not None:
        total_trends(MODEL, [whole])
    elif way == "making them alone":
        sum(len(chunk) for chunk in _chunks(customers))
    else:
        total_trends(MODEL, _chunks(customers))
        if "peers" in way:
            publish(MODEL, total_peers(MODEL, _chunks(customers)))
    seconds = time.perf_counter() - started
    print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))


def _chunks(customers: int) -> Iterator[Columns]:
    for first in range(0, customers, CHUNK):
        yield fictional_columns(min(CHUNK, customers - first), first=first)


def _one_row_an_answer(columns: Columns) -> pd.DataFrame:
    """The same history as somebody would keep it who keeps a table of answers."""
    rows, asked = columns.answers.shape
    stage_of = [MODEL.stage_of[practice.key].number for practice in MODEL.asked]
    return pd.DataFrame(
        {
            "customer": np.repeat(columns.customer, asked),
            "held_on": np.repeat(columns.held_on.astype("datetime64[s]"), asked),
            "engineers": np.repeat(columns.engineers, asked),
            "practice": np.tile([practice.key for practice in MODEL.asked], rows),
            "stage": np.tile(stage_of, rows),
            "is_gate": np.tile([practice.is_gate for practice in MODEL.asked], rows),
            "answer": np.array([str(answer) for answer in Answer])[columns.answers.ravel()],
            "grade": columns.grades.ravel(),
        }
    )


def _plain(table: pd.DataFrame) -> None:
    """The stages, moves, gates, missed practices and changes that plain pandas gives: less than all trends."""
    gates = table[table.is_gate].assign(
        bad=lambda rows: ~rows.answer.isin(["always", "not-applicable"]), gap=lambda rows: rows.answer.isin(_GAPS)
    )
    of_stage = gates.groupby(["customer", "held_on", "stage"])[["bad", "gap"]].any()
    is_open = ~of_stage.bad.unstack(fill_value=True)  # noqa: PD010  (what a plain user writes)
    floor = is_open.cummin(axis=1).sum(axis=1).rename("floor").reset_index()
    floor["before"] = floor.groupby("customer").floor.shift()
    floor.groupby([floor.held_on.dt.to_period("Q"), "floor"]).size()
    floor.dropna().groupby(["before", "floor"]).size()
    latest = floor.groupby("customer").tail(1)
    latest.groupby("floor").size()
    last = table.merge(latest[["customer", "held_on"]])
    last.groupby(["practice", "answer"]).size()
    before = table.groupby(["customer", "practice"])[["answer", "grade"]].shift()
    pairs = table.assign(before=before.answer, graded=before.grade).dropna()
    pairs.groupby(["practice", pairs.answer != pairs.before, pairs.grade != pairs.graded]).size()
    pairs[(pairs.before == "always") & pairs.answer.isin(_GAPS)].groupby("practice").size()


_GAPS = ["usually", "sometimes", "never"]


def _measured(way: str, size: int) -> tuple[float, float]:
    program = [sys.executable, __file__, "--once", way, str(size)]
    done = subprocess.run(program, capture_output=True, text=True, check=True)
    seconds, megabytes = json.loads(done.stdout)
    return seconds, megabytes


def _processor() -> str:
    """The processor's name where Linux tells it, else the architecture."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


if __name__ == "__main__":
    if sys.argv[1:2] == ["--once"]:
        run(sys.argv[2], int(sys.argv[3]))
    else:
        main([int(size) for size in sys.argv[1:]] or [1_000, 100_000])
