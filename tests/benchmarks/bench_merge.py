"""Our merge of a consultant's edits against nbdime's three-way merge of the same notebooks.

Run by hand: `uv run --with nbdime python tests/benchmarks/bench_merge.py [rounds]`. Rounds are interleaved; quote the
ratio. nbdime is given the third notebook that ours does without; its command pays for the start of a process, too.
"""

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from argparse import Namespace
from collections.abc import Callable, Mapping
from datetime import date
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import nbformat

sys.path.insert(0, str(Path(__file__).parent.parent))
from miniature import clone, delivered  # after the path of the tests

from maturity import Answer, Engagement, Response, built_in_model
from maturity.delivered import key_of, read_delivered
from maturity.merging import merge
from maturity.workbook import workbook_text

MODEL = built_in_model()
OWN = "## Our offer\n\nTwo engineers for six weeks."


def main(rounds: int) -> None:
    """Print the machine, the medians of every way, their ratios, and whose result holds every edit."""
    print(f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}, nbdime {_nbdime()}")
    with tempfile.TemporaryDirectory() as folder:
        base, edited, fresh = _written(Path(folder))
        loaded = read_delivered(edited), read_delivered(fresh)
        three = [nbformat.read(path, as_version=4) for path in (base, edited, fresh)]
        ways: Mapping[str, Callable[[], object]] = {
            "ours, in memory": lambda: merge(*loaded),
            "nbdime, in memory": lambda: _nbdime_merge(*three),
            "ours, file to file": lambda: _ours(edited, fresh),
            "nbmerge, a process": lambda: _nbmerge(base, edited, fresh, Path(folder) / "merged.ipynb"),
        }
        taken: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(rounds):
            for name, run in ways.items():
                started = time.perf_counter()
                run()
                taken[name].append(time.perf_counter() - started)
        medians = {name: statistics.median(seconds) for name, seconds in taken.items()}
        for name, seconds in medians.items():
            print(f"{name:22} {seconds * 1e3:10.2f} ms")
        print(f"in memory: nbdime ÷ ours = {medians['nbdime, in memory'] / medians['ours, in memory']:,.0f} times")
        _print_results(merge(*loaded).notebook, _nbdime_merge(*three), loaded[1])


def _written(folder: Path) -> tuple[Path, Path, Path]:
    """A briefing as made, as edited by a consultant, and as made anew of other answers."""
    never, always = (
        {gate.key: Response(answer=answer) for gate in MODEL.stage(1).gates} for answer in (Answer.NEVER, Answer.ALWAYS)
    )
    made = delivered(Engagement(customer="Baobab Pay", held_on=date(2026, 3, 12), engineers=30, responses=never))
    again = delivered(Engagement(customer="Baobab Pay", held_on=date(2026, 3, 12), engineers=60, responses=always))
    edited = clone(made)
    places = {key_of(cell): number for number, cell in enumerate(edited.cells)}
    edited.cells[places["investments-prose"]].source = "## First, second, third\n\nAs agreed in the room."
    staircase = edited.cells.pop(places["staircase"])
    edited.cells.append(nbformat.from_dict({**staircase, "id": "pasted"}))
    edited.cells.append(nbformat.v4.new_markdown_cell(OWN, id="own"))
    paths = tuple(folder / f"{name}.ipynb" for name in ("base", "edited", "fresh"))
    for path, notebook in zip(paths, (made, edited, again), strict=True):
        path.write_text(workbook_text(notebook), encoding="utf-8")
    return paths[0], paths[1], paths[2]


def _ours(edited: Path, fresh: Path) -> str:
    return workbook_text(merge(read_delivered(edited), read_delivered(fresh)).notebook)


def _nbdime_merge(*notebooks: Any) -> Any:  # noqa: ANN401  (nbformat's nodes have no types)
    options = Namespace(
        log_level="WARN",
        merge_strategy="use-local",
        input_strategy=None,
        output_strategy="use-remote",
        ignore_transients=True,
    )
    merged, _ = import_module("nbdime").merge_notebooks(*notebooks, options)
    return merged


def _nbmerge(base: Path, edited: Path, fresh: Path, out: Path) -> None:
    options = ("--merge-strategy", "use-local", "--output-strategy", "use-remote", "--out", str(out))
    program = "import sys; from nbdime.nbmergeapp import main; sys.exit(main(sys.argv[1:]))"
    subprocess.run(
        [sys.executable, "-c", program, str(base), str(edited), str(fresh), *options],
        check=True,
        stderr=subprocess.DEVNULL,
    )


def _print_results(ours: Any, theirs: Any, fresh: Any) -> None:  # noqa: ANN401
    wanted = next(cell for cell in fresh.cells if key_of(cell) == "staircase").outputs[0].data["text/plain"]
    for name, notebook in (("ours", ours), ("nbdime", theirs)):
        shown = [
            c.outputs[0].data["text/plain"] for c in notebook.cells if key_of(c) == "staircase" and c.get("outputs")
        ]
        sources = [cell.source for cell in notebook.cells]
        fits = "true" if set(shown) == {wanted} else f"stale or lost ({len(shown)} there)"
        kept = OWN in sources and any("As agreed in the room." in source for source in sources)
        missing = {key_of(c) for c in fresh.cells} - {key_of(c) for c in notebook.cells}
        print(f"{name}: moved chart {fits}; edits {'kept' if kept else 'lost'}; fresh cells missing: {len(missing)}")


def _nbdime() -> str:
    try:
        return version("nbdime")
    except PackageNotFoundError:
        sys.exit("nbdime is not installed: uv run --with nbdime python tests/benchmarks/bench_merge.py")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
