"""Every trend of up to a million engagements, read from SQLite by chunks, against plain pandas on one row per answer.

Run by hand: `uv run python tests/benchmarks/bench_trends.py [engagements …]`, say `1000 100000 1000000`. The store is
filled with thin rows alone, which are all that trends read: no logs, so `store check` would refuse it. Each way runs
in a process of its own, so that its peak of memory is its own, and the ways take turns; quote ratios and growth.
"""

import json
import math
import os
import platform
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import insert

sys.path.insert(0, str(Path(__file__).parent.parent))
from histories import fictional_columns

from maturity import Answer, Grade, built_in_model
from maturity.columns import Codes, Columns
from maturity.findings import find
from maturity.many import assess_many
from maturity.store import GRADES, MARKS, open_store
from maturity.store.base import keep_model
from maturity.store.schema import engagement
from maturity.thin_rows import columns_in

MODEL = built_in_model()
A_CUSTOMER = 2.5  #: engagements, in the fictional histories
CHUNK = 10_000  #: customers made at a time
STORE, IN_MEMORY = "all trends and peers, SQLite", "all trends and peers, memory"
PLAIN, PLAIN_IN_MEMORY = "plain pandas, SQLite", "plain pandas, memory"
WAYS = {STORE: PLAIN, IN_MEMORY: PLAIN_IN_MEMORY, PLAIN: PLAIN, PLAIN_IN_MEMORY: PLAIN_IN_MEMORY}  #: and its rival
BEARABLE = 100_000  #: engagements: above, one row per answer needs gigabytes, and one frame hundreds of megabytes
ROUNDS = 3  #: of sizes that all ways can bear; a larger one is counted once

#: the median seconds and the peak of memory, MB, by way
Taken = Mapping[str, tuple[float, float]]


def main(sizes: list[int]) -> None:
    """Print the machine, and seconds, peak memory, growth and ratio to the rival of each way."""
    machine = f"{_processor()}, {os.cpu_count()} processors, Python {platform.python_version()}"
    print(f"{machine}, numpy {np.__version__}, pandas {pd.__version__}, SQLite {sqlite3.sqlite_version}")
    print(f"{'engagements':>11}  {'way':29} {'seconds':>8} {'MB at most':>10} {'rival takes':>12}")
    taken = {}
    for size in sorted(sizes):
        with tempfile.TemporaryDirectory() as folder:
            _child("fill", folder, size)
            taken[size] = _interleaved(folder, size)
        for way, (seconds, megabytes) in taken[size].items():
            ratio = f"{taken[size][rival][0] / seconds:.1f} times" if (rival := WAYS[way]) in taken[size] else ""
            print(f"{size:>11,}  {way:29} {seconds:8.3f} {megabytes:10.0f} {ratio:>12}")
    for small, large in pairwise(taken):
        for way in taken[large]:
            exponent = math.log(taken[large][way][0] / taken[small][way][0]) / math.log(large / small)
            print(f"{way:29} grows with the power {exponent:.2f} from {small:,} to {large:,}")


def run(way: str, folder: Path, size: int) -> None:
    """Do it once and print the seconds and the peak of memory, as JSON."""
    customers = round(size / A_CUSTOMER)
    whole = fictional_columns(customers) if way in {IN_MEMORY, PLAIN_IN_MEMORY} else None
    table = _one_row_an_answer(whole) if way == PLAIN_IN_MEMORY and whole is not None else None
    started = time.perf_counter()
    if way == "fill":
        _fill(folder, customers, is_plain=size <= BEARABLE)
    elif way == STORE:
        with open_store(folder / "history.db", model=MODEL) as store:
            find(MODEL, columns_in(store))
    elif table is None and whole is not None:
        find(MODEL, [(whole, True)])
    else:
        _plain(_read_plain(folder) if table is None else table)
    seconds = time.perf_counter() - started
    print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))


def _interleaved(folder: str, size: int) -> Taken:
    """Each way in turn, round by round; above what is bearable the store alone, once."""
    ways, rounds = (tuple(WAYS), ROUNDS) if size <= BEARABLE else ((STORE,), 1)
    runs: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
    for _ in range(rounds):
        for way in ways:
            runs[way].append(_child(way, folder, size))
    return {way: (statistics.median(s for s, _ in those), max(mb for _, mb in those)) for way, those in runs.items()}


def _child(way: str, folder: str, size: int) -> tuple[float, float]:
    program = [sys.executable, __file__, "--once", way, folder, str(size)]
    seconds, megabytes = json.loads(subprocess.run(program, capture_output=True, text=True, check=True).stdout)
    return seconds, megabytes


def _fill(folder: Path, customers: int, *, is_plain: bool) -> None:
    """The same fictional history as thin rows of a store, and as somebody keeps it who keeps a table of answers."""
    with open_store(folder / "history.db", create=True, model=MODEL) as store:
        with store.base.writing() as connection:
            keep_model(connection, MODEL)
        for first in range(0, customers, CHUNK):
            columns = fictional_columns(min(CHUNK, customers - first), first=first)
            with store.base.writing() as connection:
                connection.execute(insert(engagement), list(_thin_rows(columns)))
            if is_plain:
                with sqlite3.connect(folder / "plain.db") as plain:
                    _one_row_an_answer(columns).to_sql("answer", plain, if_exists="append", index=False)


def _thin_rows(columns: Columns) -> Iterator[dict[str, Any]]:
    """Each engagement's row as the store derives it, but for its proof, since there are no entries."""
    verdicts = assess_many(MODEL, columns.answers, engineers=columns.engineers)
    marks, grades = _letters(MARKS, Answer, columns.answers), _letters(GRADES, Grade, columns.grades)
    signals = np.array(["n", "y", "."])[columns.signals]  # not known is −1, the last
    for row, number in enumerate(columns.customer.tolist()):
        slug, held_on = f"fictional-{number}", columns.held_on[row].item()
        yield {
            "key": f"{held_on}-{slug}",
            "slug": slug,
            "customer": f"Fictional {number}",
            "held_on": held_on,
            "country": columns.country.words[columns.country.codes[row]],
            "industry": columns.industry.words[columns.industry.codes[row]],
            "engineers": int(columns.engineers[row]),
            "facts": json.dumps({"customer": f"Fictional {number}", "fictional": True}),
            "marks": "".join(marks[row]),
            "grades": "".join(grades[row]),
            "claims": "." * len(MODEL.asked),
            "signals": "".join(signals[row]),
            "achieved": int(verdicts["floor"].iloc[row]),
            "ceiling": int(verdicts["ceiling"].iloc[row]),
            "model": MODEL.hash,
            "saved_at": 0,
            "proof": "",
        }


def _letters(letters: Mapping[Any, str], kinds: type[Answer | Grade], codes: Codes) -> NDArray[np.str_]:
    return np.asarray(np.array([letters[kind] for kind in kinds])[codes])


def _one_row_an_answer(columns: Columns) -> pd.DataFrame:
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


def _read_plain(folder: Path) -> pd.DataFrame:
    with sqlite3.connect(folder / "plain.db") as plain:
        table = pd.read_sql("SELECT * FROM answer", plain, parse_dates=["held_on"])
    return table.assign(is_gate=table.is_gate.astype(bool))


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


def _processor() -> str:
    """The processor's name where Linux tells it, else the architecture."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


if __name__ == "__main__":
    if sys.argv[1:2] == ["--once"]:
        run(sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))
    else:
        main([int(size) for size in sys.argv[1:]] or [1_000, 100_000])
