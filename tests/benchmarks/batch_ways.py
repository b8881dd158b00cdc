"""Ways of making workbooks from one notebook, each run in a fresh process: `python batch_ways.py WAY NUMBER TIME`.

Prints as JSON when each workbook was there, in seconds from the start of the process, and what workers weigh.
"""

import ast
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import date
from itertools import cycle, islice
from multiprocessing import get_context
from pathlib import Path
from types import CodeType
from typing import Any

from maturity import built_in_model
from maturity.engagement import Engagement, to_json
from maturity.intake import read_source
from maturity.workbook import briefing_notebook

SAMPLE = Path(__file__).parent.parent.parent / "data" / "sample"


def main(way: str, number: int, born: float) -> None:
    """Print what became of so many workbooks made this way by a process that was started then."""
    with tempfile.TemporaryDirectory() as folder:
        there, weights = [], []
        for weight in WAYS[way](sample(number), Path(folder)):
            there.append(time.time() - born)
            weights.append(weight or {})
        made = len(list(Path(folder).iterdir())) or number
    if made < number:
        message = f"{way}: {made} of {number} workbooks"
        raise RuntimeError(message)
    print(json.dumps({"there": there, "weight": _median_weight(weights)}))


def sample(number: int) -> list[Engagement]:
    """So many engagements: those of the sample, in turn."""
    return list(islice(cycle(read_source(SAMPLE, built_in_model(), today=date.max).engagements), number))


def ours(engagements: list[Engagement], folder: Path, *, jobs: int, formats: tuple[str, ...]) -> Iterator[Any]:
    """Calls of our engine, with as many workers; what each call's process weighed as it ended."""
    from benchmarks.batch_ways import make_and_weigh

    from maturity.engine import open_engine
    from maturity.making import Order

    order = Order(model=built_in_model(), formats=formats)
    with open_engine(jobs=jobs) as engine:
        calls = ((engagement, order, number % 10 == 9) for number, engagement in enumerate(engagements))
        for done in engine.run(make_and_weigh, calls):
            if done.error:
                raise RuntimeError(done.error)
            files, weight = done.value
            for kind, content in files.items():
                (folder / f"{done.index}.{kind}").write_bytes(content)
            yield weight


def make_and_weigh(
    engagement: Engagement,
    order: Any,  # noqa: ANN401
    weighs: bool,  # noqa: FBT001  (arguments of a call have no names)
) -> tuple[Mapping[str, bytes], Mapping[str, float]]:
    """The files of an engagement and, since it takes long to ask for, of some the memory of this process afterwards."""
    from maturity.making import make_files

    made = make_files(engagement, order)
    if made.failure:
        raise RuntimeError(made.failure)
    return made.files, weight() if weighs else {}


def weight() -> Mapping[str, float]:
    """The memory of this process in MB: its own, and with its part of what it shares."""
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="utf-8").splitlines()[1:]
    sizes = {name: int(rest.split()[0]) / 1024 for name, _, rest in (line.partition(":") for line in lines)}
    return {"own": sizes["Private_Clean"] + sizes["Private_Dirty"], "PSS": sizes["Pss"]}


def papermill_loop(engagements: list[Engagement], folder: Path) -> Iterator[None]:
    """What papermill's manual says: one call after another."""
    for number, engagement in enumerate(engagements):
        papermill_once(engagement, folder / f"{number}.ipynb")
        yield


def papermill_processes(engagements: list[Engagement], folder: Path) -> Iterator[None]:
    """The same in two processes that live on."""
    from benchmarks.batch_ways import papermill_once

    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        calls = [pool.submit(papermill_once, one, folder / f"{number}.ipynb") for number, one in enumerate(engagements)]
        for call in as_completed(calls):
            call.result()
            yield


def papermill_once(engagement: Engagement, path: Path) -> None:
    """One workbook by papermill, with nothing set."""
    import papermill

    papermill.execute_notebook(briefing_notebook(), path, {"engagement": to_json(engagement)}, progress_bar=False)


def nbclient_loop(engagements: list[Engagement], folder: Path) -> Iterator[None]:
    """The client that papermill uses, alone: parameters put in, cells run, the file written once."""
    import nbformat
    from nbclient import NotebookClient

    for number, engagement in enumerate(engagements):
        notebook = parameterised(engagement)
        NotebookClient(notebook, kernel_name="python3").execute()
        nbformat.write(notebook, folder / f"{number}.ipynb")
        yield


def ploomber(engagements: list[Engagement], folder: Path) -> Iterator[None]:
    """ploomber-engine: the cells in this process, one notebook after another in the same state."""
    from ploomber_engine import execute_notebook

    for number, engagement in enumerate(engagements):
        path = folder / f"{number}.ipynb"
        execute_notebook(briefing_notebook(), path, parameters={"engagement": to_json(engagement)}, progress_bar=False)
        yield


def bare_cells(engagements: list[Engagement], _folder: Path) -> Iterator[None]:
    """The limit: nothing but the cells, compiled once, in one warm process, and what the last line of each shows."""
    import nbformat
    from IPython.core.formatters import DisplayFormatter
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    shown_as = DisplayFormatter(parent=shell)
    cells = [cell for cell in nbformat.read(briefing_notebook(), as_version=4).cells if cell.cell_type == "code"]
    compiled = [(_compiled(cell.source), "parameters" in cell.metadata.get("tags", [])) for cell in cells]
    with shell.builtin_trap:
        for engagement in engagements:
            names: dict[str, Any] = {}
            for (body, last), is_parameters in compiled:
                exec(body, names)  # noqa: S102  (our own notebook)
                if is_parameters:
                    names["engagement"] = to_json(engagement)
                if last is not None and (shown := eval(last, names)) is not None:  # noqa: S307  (the same)
                    shown_as.format(shown)  # type: ignore[no-untyped-call]  # theirs
            yield


def parameterised(engagement: Engagement) -> Any:  # noqa: ANN401  (nbformat's nodes have no types)
    """The notebook with the engagement in it, as papermill puts it there."""
    from papermill.iorw import load_notebook_node
    from papermill.parameterize import parameterize_notebook

    notebook = load_notebook_node(str(briefing_notebook()))
    return parameterize_notebook(notebook, {"engagement": to_json(engagement)}, kernel_name="python3")


def _compiled(source: str) -> tuple[CodeType, CodeType | None]:
    """A cell's statements, and its last line if that shows a value."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    shows = compile(ast.Expression(last.value), "cell", "eval") if isinstance(last, ast.Expr) else None
    return compile(tree, "cell", "exec"), shows


def _median_weight(weights: list[Mapping[str, float]]) -> Mapping[str, float]:
    weighed = [one for one in weights if one]
    return {name: statistics.median(one[name] for one in weighed) for name in (weighed[0] if weighed else ())}


def _our(jobs: int, *formats: str) -> Callable[[list[Engagement], Path], Iterator[Any]]:
    return lambda engagements, folder: ours(engagements, folder, jobs=jobs, formats=formats)


WAYS: Mapping[str, Callable[[list[Engagement], Path], Iterator[Any]]] = {
    "papermill loop": papermill_loop,
    "papermill, 2 processes": papermill_processes,
    "nbclient": nbclient_loop,
    "ploomber-engine": ploomber,
    "ours, 1 worker": _our(1, "ipynb"),
    "ours, 1 worker, with page": _our(1, "ipynb", "html"),
    "ours, 2 workers": _our(2, "ipynb"),
    "ours, 2 workers, with page": _our(2, "ipynb", "html"),
    "limit: bare cells, warm": bare_cells,
}

if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
