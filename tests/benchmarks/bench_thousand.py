"""A thousand fictional engagements in one run: is the rate flat, is memory bounded, is any process left?

Run by hand: `uv run python tests/benchmarks/bench_thousand.py [engagements] [jobs]`. Prints the figures as a table.
"""

import os
import platform
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from fictional import fictional_engagements

from maturity import built_in_model
from maturity.batch import Order, brief
from maturity.engagement import Engagement
from maturity.overview import Outcome, Status

PART = 100  #: workbooks at the start, and at the end, whose rates are compared
SEEN_EVERY = 20  #: workbooks between two looks at the memory


class Watch:
    """The moments at which workbooks were done, and the memory of this process then."""

    def __init__(self) -> None:
        self.began = 0.0
        self.moments: list[float] = []
        self.spent: list[float] = []  #: processor seconds of this process
        self.memory: list[int] = []  #: kB
        self.statuses: dict[Status, int] = {}

    def hear(self, outcome: Outcome) -> None:
        """One more."""
        self.moments.append(time.perf_counter())
        self.spent.append(time.process_time())
        self.statuses[outcome.status] = self.statuses.get(outcome.status, 0) + 1
        if len(self.moments) % SEEN_EVERY == 1:
            self.memory.append(_resident())

    def own(self, part: slice) -> float:
        """Processor milliseconds of this process for a workbook of a part; other programs do not disturb them."""
        spent = self.spent[part]
        return (spent[-1] - spent[0]) / (len(spent) - 1) * 1e3

    def rate(self, part: slice) -> float:
        """Workbooks a second between the first and the last moment of a part."""
        moments = self.moments[part]
        return (len(moments) - 1) / (moments[-1] - moments[0])


def main(number: int, jobs: int) -> None:
    """Print the figures of one run, and of looking through what it made."""
    engagements, watch = [*fictional_engagements(number)], Watch()
    with tempfile.TemporaryDirectory() as folder:
        took = _timed(engagements, Path(folder), jobs, watch)
        left = _children()
        again = _timed(engagements, Path(folder), jobs, Watch())
        size = sum(file.stat().st_size for file in Path(folder).iterdir()) / 1e6
    part = min(PART, number // 2)
    print(f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}, {jobs} jobs")
    for name, said in (
        ("all", f"{number:,} in {took:.1f} s, {dict(watch.statuses)}, {size:,.0f} MB"),
        ("start to the first", f"{watch.moments[0] - watch.began:.2f} s"),
        (f"rate of the first {part}", f"{watch.rate(slice(0, part)):.2f} a second"),
        (f"rate of the last {part}", f"{watch.rate(slice(-part, None)):.2f} a second"),
        (f"own work, first {part}", f"{watch.own(slice(0, part)):.1f} ms of processor a workbook"),
        (f"own work, last {part}", f"{watch.own(slice(-part, None)):.1f} ms of processor a workbook"),
        ("last workbook to the end", f"{watch.began + took - watch.moments[-1]:.2f} s"),
        ("memory of this process", f"{watch.memory[0] / 1e3:.0f} MB, then at most {max(watch.memory) / 1e3:.0f} MB"),
        ("processes left", str(left)),
        ("running it again", f"{again:.1f} s"),
    ):
        print(f"{name:26}{said}")


def _timed(engagements: list[Engagement], folder: Path, jobs: int, watch: Watch) -> float:
    """Seconds of a run."""
    began = watch.began = time.perf_counter()
    brief(engagements, folder, Order(model=built_in_model()), jobs=jobs, told=watch.hear)
    return time.perf_counter() - began


def _resident() -> int:
    """This process's resident memory now, in kB."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS:")).split()[1])


def _children() -> int:
    return len(Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="utf-8").split())


if __name__ == "__main__":
    words = [int(word) for word in sys.argv[1:]]
    main(words[0] if words else 1000, words[1] if len(words) > 1 else os.cpu_count() or 1)
