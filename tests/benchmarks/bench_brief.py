"""`maturity brief data/sample` against a plain papermill loop over the same notebook and engagements.

Run by hand: `uv run python tests/benchmarks/bench_brief.py [rounds]`. Rounds are interleaved; quote the ratio.
"""

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from maturity import built_in_model
from maturity.intake import read_source

ROOT = Path(__file__).parent.parent.parent
SAMPLE = ROOT / "data" / "sample"
PLAIN_LOOP = """
import sys
from datetime import date
from pathlib import Path
import papermill
from maturity import built_in_model
from maturity.engagement import to_json
from maturity.intake import read_source
from maturity.workbook import briefing_notebook
source, folder = Path(sys.argv[1]), Path(sys.argv[2])
for engagement in read_source(source, built_in_model(), today=date.max).engagements:
    parameters = {"engagement": to_json(engagement)}
    papermill.execute_notebook(briefing_notebook(), folder / f"{engagement.key}.ipynb", parameters, progress_bar=False)
"""


def main(rounds: int) -> None:
    """Print seconds and peak memory of both, their ratio, and the size of what was made."""
    count = len(read_source(SAMPLE, built_in_model(), today=date.max).engagements)
    print(f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}; {count} engagements")
    ours, plain = [], []
    for number in range(1, rounds + 1):
        with tempfile.TemporaryDirectory() as folder:
            ours.append(measure([f"{Path(sys.executable).parent / 'maturity'}", "brief", str(SAMPLE), "--out", folder]))
            sizes = {kind: _median_size(folder, kind) for kind in ("ipynb", "html")}
        with tempfile.TemporaryDirectory() as folder:
            plain.append(measure([sys.executable, "-c", PLAIN_LOOP, str(SAMPLE), folder]))
        print(f"round {number}: maturity brief {ours[-1][0]:.1f} s, plain papermill loop {plain[-1][0]:.1f} s")
    (seconds, memory), (plain_seconds, plain_memory) = _medians(ours), _medians(plain)
    print(f"maturity brief (workbooks, pages, index): {seconds:.1f} s, {seconds / count:.2f} s each, {memory:.0f} MB")
    each = plain_seconds / count
    print(f"plain papermill loop (workbooks only):    {plain_seconds:.1f} s, {each:.2f} s each, {plain_memory:.0f} MB")
    print(f"plain ÷ ours: {plain_seconds / seconds:.1f} times")
    print(f"median workbook {sizes['ipynb'] / 1e3:.0f} kB, median page {sizes['html'] / 1e3:.0f} kB")


def measure(command: Sequence[str]) -> tuple[float, float]:
    """Seconds that the command takes, and the peak memory of its largest process in MB."""
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        _, status, usage = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode:
        message = f"{command[0]} ended with {running.returncode}"
        raise RuntimeError(message)
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def _medians(figures: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return statistics.median(one for one, _ in figures), statistics.median(other for _, other in figures)


def _median_size(folder: str, kind: str) -> float:
    return statistics.median(path.stat().st_size for path in Path(folder).glob(f"20*.{kind}"))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
