"""`assess_many` on a million engagements against `assess` in a loop on ten thousand, and what `import maturity` costs.

Run by hand: `uv run python tests/benchmarks/bench_assess.py [rounds]`. Rounds are interleaved; quote the ratio.
"""

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from maturity import Engagement, Response, assess, built_in_model
from maturity.many import ANSWERS, assess_many

MANY, FEW = 1_000_000, 10_000
MODEL = built_in_model()
SHARES = (0.6, 0.1, 0.1, 0.1, 0.08, 0.02)  #: of each answer, in the order of `ANSWERS`


def main(rounds: int) -> None:
    """Print the machine, the medians of every way, and their ratios an engagement."""
    machine = f"{_processor()}, {os.cpu_count()} processors, Python {platform.python_version()}"
    print(f"{machine}, numpy {np.__version__}, pandas {pd.__version__}; medians of {rounds} interleaved rounds")
    generator = np.random.default_rng(20260312)
    codes = np.asfortranarray(generator.choice(len(ANSWERS), p=SHARES, size=(MANY, len(MODEL.asked))).astype(np.uint8))
    engineers = generator.integers(5, 120, MANY).astype(float)
    by_row, held = np.ascontiguousarray(codes), _engagements(codes, engineers)
    ways: dict[str, Callable[[], object]] = {
        "assess_many, uint8 by column": lambda: assess_many(MODEL, codes, engineers=engineers),
        "assess_many, uint8 by row": lambda: assess_many(MODEL, by_row, engineers=engineers),
        "copying the same numbers": codes.copy,
        "assess in a loop": lambda: [assess(MODEL, one) for one in held],
    }
    assert assess_many(MODEL, codes[:FEW], engineers=engineers[:FEW])["floor"].tolist() == [
        assess(MODEL, one).floor for one in held
    ]
    taken = _interleaved(ways, rounds)
    loop = taken["assess in a loop"] / FEW
    for name, seconds in taken.items():
        count = FEW if "loop" in name else MANY
        each = seconds / count
        print(f"{name:30} {count:>9,} engagements {seconds:8.4f} s {each * 1e6:9.4f} µs each, {loop / each:8.1f} times")
    _print_imports(rounds)


def _interleaved(ways: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The median seconds of each way, one of each in every round."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, run in ways.items():
            started = time.perf_counter()
            run()
            taken[name].append(time.perf_counter() - started)
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def _print_imports(rounds: int) -> None:
    programs = {"a bare interpreter": "", "import maturity": "import maturity", "and its model": _READS_MODEL}
    ways = {name: lambda program=program: _run(program) for name, program in programs.items()}
    taken = _interleaved(ways, max(rounds, 7))  # type: ignore[arg-type]  # a default argument is no argument to mypy
    bare = taken["a bare interpreter"]
    for name, seconds in taken.items():
        print(f"{name:30} {seconds * 1e3:8.1f} ms, {(seconds - bare) * 1e3:8.1f} ms above the bare interpreter")


_READS_MODEL = "import maturity; maturity.built_in_model()"


def _run(program: str) -> None:
    subprocess.run([sys.executable, "-c", program], check=True)


def _engagements(codes: "np.ndarray[tuple[int, int], np.dtype[np.uint8]]", engineers: np.ndarray) -> list[Engagement]:
    """The first engagements of the table, one by one."""
    return [
        Engagement(
            customer="Baobab Pay",
            held_on=date(2026, 3, 12),
            engineers=int(count),
            responses={
                practice.key: Response(answer=ANSWERS[code]) for practice, code in zip(MODEL.asked, row, strict=True)
            },
        )
        for row, count in zip(codes[:FEW].tolist(), engineers[:FEW], strict=True)
    ]


def _processor() -> str:
    """The processor's name where Linux tells it, else the architecture."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
