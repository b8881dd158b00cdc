"""The same briefings by a scheduler and two worker processes of this machine, and by the local engine with two jobs.

Run by hand: `uv run python tests/benchmarks/bench_farm.py [workbooks] [rounds]`. Rounds are interleaved, engines warm.
Beside the seconds stands the processor's time of all that sends work about (this process, the scheduler, the workers
without their engines): what a cluster adds, whatever else the machine does meanwhile.
"""

import os
import platform
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from clusters import cluster_of
from fictional import fictional_engagements

from maturity.batch import Order, brief
from maturity.engine import open_engine
from maturity.farm import brief_on, open_farm
from maturity.model_file import built_in_model

JOBS = 2
MANY = (10_000, 1_000_000)  #: workbooks, for the arithmetic
HOUR = 3600


def main(count: int, rounds: int) -> None:
    """Print seconds a workbook of each way, what the cluster adds to one, and what many of them take."""
    held, order = tuple(fictional_engagements(count)), Order(model=built_in_model())
    print(f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}; {count} workbooks")
    walls: dict[str, list[float]] = defaultdict(list)  # seconds a workbook
    works: dict[str, list[float]] = defaultdict(list)  # processor seconds a workbook of those who send it about
    with (
        tempfile.TemporaryDirectory() as where,
        open_engine(jobs=JOBS) as engine,
        cluster_of(JOBS, Path(where)) as cluster,
        open_farm(cluster.address, shared=order) as farm,
    ):
        ways: dict[str, Callable[[Path], Any]] = {
            "local": lambda folder: brief(held, folder, order, engine=engine),
            "farm": lambda folder: brief(held, folder, order, engine=farm),
            "farm, workers write": lambda folder: brief_on(cluster.address, held, folder.as_uri(), order),
        }
        senders = [os.getpid(), cluster.scheduler.pid, *(worker.pid for worker in cluster.workers)]
        for number in range(rounds + 1):
            for name, make in ways.items():
                wall, work = _measured(make, senders)
                if number:  # the first round warms up
                    walls[name].append(wall / count)
                    works[name].append(work / count)
            print(f"round {number}: " + ", ".join(f"{name} {took[-1]:.3f} s" for name, took in walls.items()))
    usual, sending = ({name: statistics.median(took) for name, took in table.items()} for table in (walls, works))
    for name in ways:
        more, sent = 1000 * (usual[name] - usual["local"]), 1000 * (sending[name] - sending["local"])
        print(
            f"{name}: {usual[name]:.3f} s a workbook ({more:+.1f} ms); to send it about {sent:+.1f} ms of a processor"
        )
    for many in MANY:
        hours = many * usual["farm"] * JOBS / HOUR
        print(f"{many:,} workbooks: × {usual['farm'] * JOBS:.3f} s of a worker = {hours:,.1f} hours of one worker")


def _measured(make: Callable[[Path], Any], senders: Sequence[int]) -> tuple[float, float]:
    """Seconds that it takes, and the processor's seconds of these processes."""
    with tempfile.TemporaryDirectory() as folder:
        started, spent = time.perf_counter(), sum(map(_spent, senders))
        make(Path(folder))
        return time.perf_counter() - started, sum(map(_spent, senders)) - spent


def _spent(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main(*(int(word) for word in [*sys.argv[1:], *("60", "3")[len(sys.argv) - 1 :]]))
