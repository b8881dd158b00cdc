"""A workbook's PDF by WeasyPrint against Chromium's print of the same page, as nbconvert's webpdf does it.

Run by hand: `uv run python tests/benchmarks/bench_pdf.py [rounds]`. Rounds are interleaved; quote the ratio.
"""

import io
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf

sys.path.insert(0, str(Path(__file__).parent.parent))
from executed import workbook_of

from maturity import built_in_model
from maturity.brand import Brand
from maturity.intake import read_source
from maturity.page import render_page
from maturity.pdf import render_pdf

SAMPLE = Path(__file__).parent.parent.parent / "data" / "sample"
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
QUIET = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-pdf-header-footer")
DOCUMENTS = 4  #: engagements printed a round, spread over the sample


def main(rounds: int) -> None:
    """Print seconds, processor seconds, bytes and pages a document of both, and their ratios."""
    engagements = read_source(SAMPLE, built_in_model(), today=date.max).engagements
    workbooks = [workbook_of(engagement) for engagement in engagements[:: len(engagements) // DOCUMENTS][:DOCUMENTS]]
    print(
        f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}; {DOCUMENTS} briefings"
    )
    started = time.perf_counter()
    render_pdf(workbooks[0], brand=Brand())
    print(f"first print of a process, with its fonts: {time.perf_counter() - started:.2f} s")
    ours: list[tuple[float, float, bytes]] = []
    theirs: list[tuple[float, float, bytes]] = []
    for _ in range(rounds):
        for workbook in workbooks:
            ours.append(measure(lambda: render_pdf(workbook, brand=Brand())))  # noqa: B023  (called at once)
            theirs.append(measure(lambda: chromium_pdf(workbook)))  # noqa: B023  (the same)
    for name, runs in (("WeasyPrint", ours), ("Chromium", theirs)):
        print(f"{name}: {' · '.join(_told(runs))}")
    seconds = statistics.median(run[0] for run in theirs) / statistics.median(run[0] for run in ours)
    processor = statistics.median(run[1] for run in theirs) / statistics.median(run[1] for run in ours)
    print(f"Chromium ÷ WeasyPrint: seconds {seconds:.2f}, processor seconds {processor:.2f}")
    print(f"Chromium ÷ WeasyPrint, bytes: {_size(theirs) / _size(ours):.2f}")


def chromium_pdf(workbook: Any) -> bytes:  # noqa: ANN401  (a notebook node)
    """The page of a workbook, printed by a Chromium started for it."""
    with tempfile.TemporaryDirectory() as folder:
        page, made = Path(folder) / "page.html", Path(folder) / "page.pdf"
        page.write_text(render_page(workbook, brand=Brand(), interactive=False), encoding="utf-8")
        command = [CHROMIUM, *QUIET, f"--user-data-dir={folder}/profile", f"--print-to-pdf={made}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True)
        return made.read_bytes()


def measure(made: Callable[[], bytes]) -> tuple[float, float, bytes]:
    """Seconds, processor seconds with those of its children, and what was made."""
    before, started = os.times(), time.perf_counter()
    document = made()
    after = os.times()
    return time.perf_counter() - started, sum(after[:4]) - sum(before[:4]), document


def _told(runs: list[tuple[float, float, bytes]]) -> list[str]:
    pages = [len(pikepdf.open(io.BytesIO(document)).pages) for _, _, document in runs]
    return [
        f"{statistics.median(run[0] for run in runs):.2f} s",
        f"{statistics.median(run[1] for run in runs):.2f} processor s",
        f"{_size(runs) / 1e3:.0f} kB",
        f"{statistics.median(pages):.0f} pages",
    ]


def _size(runs: list[tuple[float, float, bytes]]) -> float:
    return statistics.median(len(document) for _, _, document in runs)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
