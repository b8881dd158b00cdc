"""How long a deck takes and how large it is; there is no rival that keeps charts and tables editable.

Run by hand: `uv run python tests/benchmarks/bench_deck.py [rounds]`. Times are of one process, after a first deck.
"""

import io
import os
import platform
import statistics
import sys
import time
import zipfile
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from drawings import EVERY  # after the path of the tests

from maturity.brand import Brand
from maturity.deck import render_deck
from maturity.exhibits import Briefing


def main(rounds: int) -> None:
    """Print the machine, and for each roadmap slides, median time and size."""
    python, writer = platform.python_version(), version("python-pptx")
    print(f"{platform.machine()}, {os.cpu_count()} processors, Python {python}, python-pptx {writer}")
    render_deck(Briefing(roadmap=EVERY["done"]), brand=Brand())
    for name, roadmap in EVERY.items():
        seconds = []
        for _ in range(rounds):
            started = time.process_time()
            deck = render_deck(Briefing(roadmap=roadmap), brand=Brand())
            seconds.append(time.process_time() - started)
        median = statistics.median(seconds) * 1e3
        print(f"{name:24} {_slides(deck):3} slides {median:8.0f} ms of processor {len(deck) / 1e3:8.0f} KB")


def _slides(deck: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(deck)) as package:
        return sum(name.startswith("ppt/slides/slide") for name in package.namelist())


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
