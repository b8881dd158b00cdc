"""Notebooks that try an engine, made from `tests/notebooks/*.txt`, and what an engine makes of each.

Run by hand: `uv run python tests/corpus.py [NAME …]` writes down in `tests/notebooks/expected.json` what the standard
engine makes of them, or of those named. In the text files `##### name` begins a notebook, `# %% [tags]` a cell.
"""

import importlib.util
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from traces import Ran, blank, plain, ran_of

NOTEBOOKS = Path(__file__).parent / "notebooks"
EXPECTED = NOTEBOOKS / "expected.json"
LIBRARIES = ("ipykernel", "ipython", "ipywidgets", "nbclient", "numpy", "pandas", "papermill", "plotly")
TESTED = "PYTEST_CURRENT_TEST"  #: environment variable at which ipykernel leaves subprocesses' output alone
PATIENCE = 60  #: seconds that a notebook without a limit of its own gets for a cell


@dataclass(frozen=True, kw_only=True)
class Case:
    """A notebook of the corpus."""

    name: str
    text: str  #: its cells, each but the first opened by a line `# %%`
    limit: int | None = None  #: seconds that its cells may take each; no limit for none
    dies: int | None = None  #: the cell, counted from 1, in which the process or its time comes to an end
    needs: str = ""  #: a library without which it says nothing
    given: Mapping[str, object] = field(default_factory=dict)  #: parameters

    @property
    def runnable(self) -> bool:
        """Whether the library that it needs is here."""
        return not self.needs or importlib.util.find_spec(self.needs) is not None


@lru_cache(maxsize=1)
def corpus() -> Mapping[str, Case]:
    """Every notebook by its name."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(NOTEBOOKS.glob("*.txt"))]
    parts = [part for text in texts for part in re.split(r"^##### ", text, flags=re.MULTILINE)[1:]]
    cases = [_case(*part.partition("\n")) for part in parts]
    found = {case.name: case for case in cases}
    if len(found) < len(cases):
        message = f"{NOTEBOOKS}: a name stands twice"
        raise ValueError(message)
    return found


def notebook_of_text(text: str) -> Any:  # noqa: ANN401  (nbformat's nodes have no types)
    """The notebook that this text says; no cell for no text."""
    import nbformat

    new: dict[str, Any] = {"markdown": nbformat.v4.new_markdown_cell, "raw": nbformat.v4.new_raw_cell}
    made = nbformat.v4.new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "", "language": "python"}}
    )
    for number, part in enumerate(re.split(r"^(?=# %%)", text, flags=re.MULTILINE)):
        head, _, rest = part.partition("\n") if part.startswith("# %%") else ("", "", part)
        tags = re.findall(r"[\w-]+", head.removeprefix("# %%"))
        kind = next((tag for tag in tags if tag in new), "code")
        source = rest.strip("\n")
        if not source:
            continue
        prose = "\n".join(line.removeprefix("# ") for line in source.splitlines())
        cell = new.get(kind, nbformat.v4.new_code_cell)(source if kind == "code" else prose, id=f"cell-{number}")
        if "attached" in tags:
            cell.attachments = {"dot.png": {"image/png": "iVBORw0KGgo="}}
        if own := [tag for tag in tags if tag not in {*new, "attached"}]:
            cell.metadata["tags"] = own
        made.cells.append(cell)
    return made


def run_case(case: Case, engine: str | None, *, patience: int | None = PATIENCE) -> Ran:
    """What this papermill engine (None for the standard one) makes of the notebook, in a folder of its own."""
    import nbformat
    import papermill

    with TemporaryDirectory(prefix="corpus-") as name:
        source, output, folder = (Path(name) / part for part in ("in.ipynb", "out.ipynb", "folder"))
        folder.mkdir()
        nbformat.write(notebook_of_text(case.text), source)
        ended = ""
        try:
            papermill.execute_notebook(
                source,
                output,
                parameters=dict(case.given),
                engine_name=engine,
                kernel_name="python3",
                cwd=folder,
                progress_bar=False,
                execution_timeout=patience and (case.limit or patience),
            )
        except Exception as error:  # noqa: BLE001  (whatever it is, it is what we compare)
            ended = _ended(error)
        files = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
        return ran_of(nbformat.read(output, as_version=4), ended, [one for one in files if "__pycache__" not in one])


def run_apart(case: Case, engine: str | None) -> Ran:
    """The same, in a process of its own: papermill changes the folder of the whole process."""
    made = f"corpus.run_case(corpus.corpus()[{case.name!r}], {engine!r})"
    program = f"import json, corpus; print(json.dumps(corpus.plain({made})))"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parent,
        env={name: value for name, value in os.environ.items() if name != TESTED},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        message = f"{case.name}: {done.stderr}"
        raise RuntimeError(message)
    return Ran(**json.loads(done.stdout.splitlines()[-1]))


def run_inside(case: Case) -> Mapping[str, Any]:
    """The same, as a call of our engine: the notebook runs in this very process, and who called it knows its limit."""
    from maturity.engine.inside import NAME

    return plain(run_case(case, NAME, patience=None))


def ran_inside(done: Any) -> Ran:  # noqa: ANN401  (a Done of our engine, which who writes down the standard's need not have)
    """What such a call came to: its value, or what is known of a notebook whose process has gone."""
    import nbformat

    if not done.error:
        return Ran(**done.value)
    return ran_of(
        nbformat.reads(done.notebook, as_version=4), "out of time" if "ran longer" in done.error else "died", []
    )


def agreement(case: Case, ran: Ran) -> Mapping[str, Any]:
    """What of a run must be the same in every engine.

    Of a cell in which the process died, or time ran out, the standard engine tells by chance what it had put out, and
    calls it and all after it completed: there only the cells before it are held against each other.
    """
    told = plain(ran)
    return {**told, "cells": told["cells"] if case.dies is None else told["cells"][: case.dies - 1]}


def expected() -> Mapping[str, Ran]:
    """What the standard engine made of each notebook, as written down; nothing where that was with other versions."""
    held = json.loads(EXPECTED.read_text(encoding="utf-8"))
    runs = held["notebooks"] if held["made_with"] == _made_with() else {}
    return {name: Ran(**run) for name, run in runs.items()}


@lru_cache(maxsize=1)
def standard() -> Mapping[str, Ran]:
    """What the standard engine makes of each notebook: as written down, or run now where that was not with ours."""
    written = expected()
    missing = [case for name, case in corpus().items() if name not in written and case.runnable]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = pool.map(lambda case: run_apart(case, None), missing)
        return {**written, **{case.name: run for case, run in zip(missing, runs, strict=True)}}


def _made_with() -> Mapping[str, str]:
    """The versions that decide what a notebook puts out."""
    return {
        "python": f"{sys.version_info.major}.{sys.version_info.minor}",
        **{name: version(name) for name in LIBRARIES},
    }


def _case(head: str, _: str, text: str) -> Case:
    name, *options = head.split(" ", 1)
    said = dict(re.findall(r"(\w+)=(\S+)", options[0])) if options else {}
    return Case(
        name=name,
        text=text,
        limit=int(said["limit"]) if "limit" in said else None,
        dies=int(said["dies"]) if "dies" in said else None,
        needs=said.get("needs", ""),
        given=json.loads(said.get("given", "{}")),
    )


def _ended(error: Exception) -> str:
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    if isinstance(error, PapermillExecutionError):
        return f"{error.ename} in cell {error.exec_count}: {blank(error.evalue)}"
    kinds = {CellTimeoutError: "out of time", DeadKernelError: "died"}
    return next((word for kind, word in kinds.items() if isinstance(error, kind)), f"{type(error).__name__}: {error}")


def main(names: Sequence[str]) -> None:
    """Write down what the standard engine makes of these notebooks, or of all."""
    chosen = [case for case in corpus().values() if case.runnable and (not names or case.name in names)]
    before = {name: plain(run) for name, run in expected().items() if name in corpus()} if names else {}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = pool.map(lambda case: plain(run_apart(case, None)), chosen)
        held = {**before, **{case.name: run for case, run in zip(chosen, runs, strict=True)}}
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(run)}" for name, run in sorted(held.items()))
    text = f'{{"made_with": {json.dumps(_made_with())}, "notebooks": {{\n{lines}\n}}}}\n'
    EXPECTED.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
