"""Calls that tests of the engine make in processes of their own."""

import builtins
import ctypes
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

MARK = "MATURITY_TEST_MARK"


def double(number: int) -> int:
    """Twice the number."""
    return 2 * number


def complain(text: str) -> None:
    """Fail with these words."""
    raise ValueError(text)


def leave(status: int) -> None:
    """End the process without a word."""
    os._exit(status)


def be_killed(number: int) -> None:
    """End by a signal from outside."""
    os.kill(os.getpid(), number)


def crash() -> None:
    """Read where there is nothing."""
    signal.signal(signal.SIGSEGV, signal.SIG_DFL)
    ctypes.string_at(0)


def kill_the_warm_process(memory: str) -> int:
    """Kill the process that forked this one, once; the second time there is an answer."""
    tried = Path(memory)
    if not tried.exists():
        tried.touch()
        os.kill(os.getppid(), signal.SIGKILL)
        time.sleep(60)
    return 7


def kill_every_warm_process(way: str) -> str:
    """Kill the process that forked this one, if it is one that forks; else say how this one was started."""
    command = Path("/proc/self/cmdline").read_text().split("\0")
    if way in command:
        os.kill(os.getppid(), signal.SIGKILL)
        time.sleep(60)
    return command[3]


def be_late_in_a_fork(number: int) -> int:
    """The next number; in a fork of a warm process, not before it is too late."""
    if "maturity.engine.helper" in Path("/proc/self/cmdline").read_text().split("\0"):
        time.sleep(600)
    return number + 1


def take_memory(size: int) -> int:
    """So many bytes, at once."""
    return len(bytearray(size))


def unsendable() -> object:
    """What no other process can have."""
    return threading.Lock()


def hang(folder: str, kind: str = "sleep") -> None:
    """Start a process, say that all stands, and never end."""
    subprocess.Popen(["sleep", "600"])
    (Path(folder) / f"{os.getpid()}.hangs").touch()
    while kind == "loop":
        pass
    time.sleep(600)


def hang_or_double(folder: str, number: int) -> int:
    """Never end for a number below 0."""
    if number < 0:
        hang(folder)
    return 2 * number


def two_notebooks(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[list[str], list[str], str]:
    """What two notebooks of one call put out, and the number of this process."""
    return run_cells(*first), run_cells(*second), str(os.getpid())


def mark_everything(number: int) -> dict[str, object]:
    """Leave marks wherever a process can keep them, and tell what was there before."""
    found = surroundings()
    os.environ[MARK] = str(number)
    builtins.mark = number  # type: ignore[attr-defined]
    sys.modules["marked"] = sys
    sys.path.append("/marked")
    Path("marked").touch()
    os.chdir("/")
    return found


def surroundings() -> dict[str, object]:
    """What a call finds in its process."""
    import numpy as np

    return {
        "env": os.environ.get(MARK),
        "builtin": getattr(builtins, "mark", None),
        "module": "marked" in sys.modules,
        "path": "/marked" in sys.path,
        "files": sorted(path.name for path in Path().iterdir()),
        "folder": str(Path.cwd()),
        "process": os.getpid(),
        "group": os.getpgid(0),
        "chance": (random.random(), float(np.random.random())),  # noqa: NPY002, S311  (the shared generators are meant)
    }


def fork_safety() -> dict[str, object]:
    """What this fresh fork shows of the process that it was forked from."""
    import zmq
    from IPython import get_ipython

    from maturity.engine.inside import is_prepared
    from maturity.engine.warming import why_no_fork

    shell = get_ipython()
    return {
        "unsafe": why_no_fork(),
        "threads": [thread.name for thread in threading.enumerate()],
        "zmq": zmq.Context._instance,
        "prepared": is_prepared(),
        "history": shell.history_manager.enabled,
        "count": shell.execution_count,
        "names": sorted(name for name in shell.user_ns if not name.startswith("_")),
        "loaded": sorted({"pandas", "plotly.graph_objects", "papermill", "maturity.exhibits"} & set(sys.modules)),
        "environment": sorted(name for name in os.environ if name.endswith("_NUM_THREADS")),
    }


def run_cells(*sources: str) -> list[str]:
    """Run a notebook of these cells; what it put out, as plain text."""
    import nbformat

    from maturity.workbook import run_notebook

    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cells.ipynb"
        nbformat.write(notebook, path)
        ran = run_notebook(path, {}, title="", origin={})
    return [
        str(output.get("text") or output["data"]["text/plain"])
        for cell in ran.cells
        if cell.cell_type == "code"
        for output in cell.outputs
    ]


def failed_cells(*sources: str) -> list[tuple[str, object]]:
    """Run a notebook of these cells, one of which fails: each cell as it was kept, without its times."""
    from maturity.workbook import WorkbookError

    try:
        run_cells(*sources)
    except WorkbookError as error:
        return [(cell.source, cell.get("outputs")) for cell in error.notebook.cells]
    return []


def make_text(engagement: str) -> str:
    """The workbook of an engagement, as its file."""
    from maturity import built_in_model
    from maturity.engagement import from_json
    from maturity.given import Given
    from maturity.workbook import make_workbook, workbook_text

    return workbook_text(make_workbook(Given(engagement=from_json(engagement), model=built_in_model())))


def run_twice_there(folder: str) -> tuple[str, str]:
    """Run a notebook by nbclient alone in that folder, then again: what it put out, and what became of the second."""
    import nbformat
    from nbclient import NotebookClient
    from papermill.engines import NBClientEngine

    from maturity.engine.inside import InsideEngine

    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("import os\nos.getcwd()")])
    second = []

    def execute(_given: object, _kernel_name: str, **options: Any) -> None:  # noqa: ANN401
        where = {"metadata": {"path": folder}}
        client = NotebookClient(notebook, kernel_manager_class=options["kernel_manager_class"], resources=where)
        client.execute()
        try:
            client.execute()
        except RuntimeError as error:
            second.append(str(error))

    NBClientEngine.execute_managed_notebook = execute
    InsideEngine.execute_managed_notebook(SimpleNamespace(nb=notebook), "")
    return str(notebook.cells[0].outputs[0]["data"]["text/plain"]), f"{second[0]}; now in {Path.cwd().name}"
