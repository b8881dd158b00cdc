"""`papermill --engine maturity` does what papermill does, on a fork of a warm process."""

import json
import logging
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
from jupyter_client.kernelspec import NoSuchKernel
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError
from watching import until

FROM = "'warm' if 'maturity.engine.helper' in open('/proc/self/cmdline').read() else 'not warm'"


def notebook(path: Path, *sources: str) -> Path:
    """A notebook of these cells."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), path / "in.ipynb")
    return path / "in.ipynb"


def run(path: Path, *sources: str, engine: str | None = "maturity", **options: Any) -> Any:  # noqa: ANN401
    """A notebook of these cells, run; its nodes have no types."""
    given = {"progress_bar": False, **options}
    return papermill.execute_notebook(notebook(path, *sources), path / "out.ipynb", engine_name=engine, **given)


def shown(ran: Any) -> list[list[Any]]:  # noqa: ANN401
    """The outputs of each code cell."""
    return [cell.outputs for cell in ran.cells if cell.cell_type == "code"]


def left(path: Path) -> list[tuple[str, list[str]]]:
    """What stands in the file: of each code cell, its status and the names of its errors."""
    read = nbformat.read(path / "out.ipynb", as_version=4)
    code = [cell for cell in read.cells if cell.cell_type == "code"]
    errors = [[output.ename for output in cell.outputs if output.output_type == "error"] for cell in code]
    return [(cell.metadata.papermill["status"], names) for cell, names in zip(code, errors, strict=True)]


def test_the_command_runs_a_notebook_in_a_fork_of_a_warm_process(tmp_path: Path) -> None:
    """With parameters, a working folder and the notebook's output logged; the process ends and leaves none."""
    source = notebook(tmp_path, "a = 1", f"import os\nprint(a, os.getcwd(), {FROM})")
    (tmp_path / "room").mkdir()
    options = [
        "--engine",
        "maturity",
        "--no-progress-bar",
        "--log-output",
        "-p",
        "a",
        "5",
        "--cwd",
        str(tmp_path / "room"),
    ]
    command = [sys.executable, "-m", "papermill", *options, str(source), str(tmp_path / "out.ipynb")]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    text = json.dumps(nbformat.read(tmp_path / "out.ipynb", as_version=4))
    assert f"1 {tmp_path / 'room'} warm" in text or f"5 {tmp_path / 'room'} warm" in text
    assert f"{tmp_path / 'room'} warm" in ended.stderr


CORPUS = (
    "import asyncio\nawait asyncio.sleep(0.01)\n'after'",
    "print('a')\nimport sys\nprint('b', file=sys.stderr)\n'c'",
    "!echo from a shell",
    "import subprocess, os\nsubprocess.run(['echo', 'from a process'])\nos.system('echo from the system')",
    "import os\nif os.fork() == 0:\n    print('forked', flush=True)\n    os._exit(0)\nos.wait()[1]",
    "import threading\nt = threading.Thread(target=print, args=('thread',))\nt.start()\nt.join()",
    "from IPython.display import clear_output\nh = display('x', display_id='i')\nh.update('y')\ndisplay({'a': (1, 2)})",
    "print('gone')\nclear_output()\nprint('stays')",
    "try:\n    input('name?')\nexcept Exception as error:\n    print(type(error).__name__, error)",
    "class R:\n    def _repr_mimebundle_(self, **_):\n        return {'text/html': '<b>', 'text/plain': 'b'}\nR()",
    "print('x' * 3_000_000)",
    f"{'#' * 400_000}\n'long'",
    "__name__, type(get_ipython()).__name__, type(get_ipython()).__module__",
    "import pickle\nclass Mine: ...\ntype(pickle.loads(pickle.dumps(Mine()))).__module__",
    "%time 1 + 1\n_",
    "import warnings\nwarnings.warn('careful', stacklevel=2)\nfloat('nan')",
    "%%bash\necho in bash",
)


def test_a_notebook_puts_out_what_it_puts_out_with_the_standard_engine(tmp_path: Path) -> None:
    """Await, streams, shell, processes, threads, displays, input, huge output, magics: the same outputs."""
    ours, theirs = (shown(run(tmp_path, *CORPUS, engine=engine)) for engine in ("maturity", None))
    for source, our, their in zip(CORPUS, ours, theirs, strict=True):
        assert _joined(our) == _joined(their), source


def _joined(outputs: list[Any]) -> list[Any]:
    """Streams whole, whatever moment each piece came at; clocks and the process of a warning left out."""
    streams = {name: "".join(o.text for o in outputs if o.get("name") == name) for name in ("stdout", "stderr")}
    streams = {
        name: "".join(line for line in text.splitlines() if "time" not in line) for name, text in streams.items()
    }
    streams["stderr"] = streams["stderr"].partition("ipykernel_")[2].partition("/")[2] or streams["stderr"]
    return [streams, *(output for output in outputs if output.output_type != "stream")]


def test_a_widget_is_stored_with_the_notebook(tmp_path: Path) -> None:
    """Its state stands in the metadata, as with the standard engine."""
    ran = run(tmp_path, "import ipywidgets\nipywidgets.IntSlider(value=3)")
    (state,) = (one for one in ran.metadata.widgets.values())
    assert {one["model_name"] for one in state["state"].values()} >= {"IntSliderModel"}


def test_nothing_of_one_notebook_is_in_the_next(tmp_path: Path) -> None:
    """Each has a fresh fork: names, modules, environment and folder are its own."""
    look = "import os, sys\n('here' in globals(), 'colorsys' in sys.modules, os.environ.get('HERE'), os.getcwd())"
    before = shown(run(tmp_path, look))
    run(tmp_path, "here = 1\nimport colorsys, os\nos.environ['HERE'] = 'x'\nos.chdir('/')")
    assert shown(run(tmp_path, look)) == before


def test_the_environment_and_the_folder_are_those_of_the_caller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As they are when the notebook starts, not as they were when the warm process did."""
    run(tmp_path, "1")
    monkeypatch.setenv("MATURITY_TEST_NEW", "new")
    monkeypatch.chdir(tmp_path)
    (output,) = shown(run(tmp_path, "import os\nprint(os.environ['MATURITY_TEST_NEW'], os.getcwd())"))[0]
    assert output.text == f"new {tmp_path}\n"


def test_a_failing_cell_stops_the_notebook_as_with_the_standard_engine(tmp_path: Path) -> None:
    """The same error, the same cells done and not done."""
    seen = []
    for engine in ("maturity", None):
        with pytest.raises(PapermillExecutionError) as caught:
            run(tmp_path, "1", "1 / 0", "2", engine=engine)
        seen.append((str(caught.value), left(tmp_path)))
    assert seen[0] == seen[1]
    assert seen[0][1] == [("completed", []), ("failed", ["ZeroDivisionError"]), ("pending", [])]


@pytest.mark.parametrize("blow", ["os.kill(os.getpid(), 9)", "os.kill(os.getpid(), 11)", "os._exit(0)"])
def test_a_kernel_that_dies_is_told_in_its_cell_and_the_rest_is_pending(tmp_path: Path, blow: str) -> None:
    """What it had put out stands before the error; the run raises what the standard engine raises."""
    with pytest.raises(DeadKernelError, match="Kernel died"):
        run(tmp_path, "1", f"import os\nprint('so far', flush=True)\n{blow}", "2")
    assert left(tmp_path) == [("completed", []), ("failed", ["DeadKernelError"]), ("pending", [])]
    assert "so far" in (tmp_path / "out.ipynb").read_text()


def test_a_cell_that_runs_too_long_is_ended(tmp_path: Path) -> None:
    """Papermill's own time limit, though the cell never gives way; the kernel is gone."""
    with pytest.raises(CellTimeoutError):
        run(
            tmp_path,
            f"open({str(tmp_path / 'number')!r}, 'w').write(str(__import__('os').getpid()))",
            "while True: pass",
            execution_timeout=1,
        )
    assert left(tmp_path)[1] == ("failed", ["CellTimeoutError"])
    until(lambda: not Path("/proc", (tmp_path / "number").read_text()).exists())


def test_a_cell_that_runs_too_long_can_be_interrupted(tmp_path: Path) -> None:
    """The interrupt reaches the cell, which the standard engine then tells as its error."""
    with pytest.raises(PapermillExecutionError, match="KeyboardInterrupt"):
        run(tmp_path, "while True: pass", "2", execution_timeout=1, interrupt_on_timeout=True)
    assert left(tmp_path) == [("failed", ["KeyboardInterrupt"]), ("pending", [])]


def test_a_kernel_says_goodbye_as_the_standard_one_does(tmp_path: Path) -> None:
    """What a notebook registered for the end of its process is done."""
    bye = tmp_path / "bye"
    run(tmp_path, f"import atexit, pathlib\natexit.register(pathlib.Path({str(bye)!r}).touch)")
    assert bye.exists()


def test_a_killed_warm_process_is_replaced(tmp_path: Path) -> None:
    """The next notebook has a new one."""
    with pytest.raises((DeadKernelError, RuntimeError)):
        run(tmp_path, f"import os, time\nos.kill(os.getppid(), {int(signal.SIGKILL)})\ntime.sleep(60)")
    assert shown(run(tmp_path, FROM))[0][0]["data"]["text/plain"] == "'warm'"


def test_a_kernel_that_is_not_of_this_python_runs_plain_with_a_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A fork of this process could not stand for it; where the warm way is not wanted it is the same."""
    monkeypatch.setenv("MATURITY_ENGINE", "plain")
    with caplog.at_level(logging.WARNING, logger="papermill"):
        assert shown(run(tmp_path, FROM))[0][0]["data"]["text/plain"] == "'not warm'"
    assert "runs in a plain kernel: MATURITY_ENGINE says plain" in caplog.text
    monkeypatch.delenv("MATURITY_ENGINE")
    spec = tmp_path / "kernels" / "other" / "kernel.json"
    spec.parent.mkdir(parents=True)
    argv = [sys.executable, "-X", "utf8", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec.write_text(json.dumps({"argv": argv, "display_name": "x", "language": "python", "env": {"A": "b"}}))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    with caplog.at_level(logging.WARNING, logger="papermill"):
        assert shown(run(tmp_path, FROM, kernel_name="other"))[0][0]["data"]["text/plain"] == "'not warm'"
    assert "the kernel 'other' is not of this Python" in caplog.text


def test_a_kernel_keeps_what_was_entered_in_memory(tmp_path: Path) -> None:
    """As the standard engine asks its kernels to: history is there to be asked for, and on no disk."""
    look = (
        "history = get_ipython().history_manager\nprint(history.hist_file, [code for *_, code in history.get_tail(9)])"
    )
    assert shown(run(tmp_path, "1", look))[1][0].text == ":memory: ['1']\n"


def test_a_kernel_may_be_called_python_and_one_that_is_not_there_is_refused_as_usual(tmp_path: Path) -> None:
    """The names that the standard engine takes, and its error for others."""
    assert shown(run(tmp_path, FROM, kernel_name="python"))[0][0]["data"]["text/plain"] == "'warm'"
    with pytest.raises(NoSuchKernel):
        run(tmp_path, "1", kernel_name="no-such-kernel")


def test_a_client_that_gives_up_leaves_no_task_behind(tmp_path: Path) -> None:
    """Nobody waits any more for what a kernel would have put out; the next kernel is heard over the same loop."""
    program = "import gc, papermill\nfor number in range(2):\n    try:\n        papermill.execute_notebook(*PATHS, "
    program += "engine_name='maturity', progress_bar=False, execution_timeout=1)\n    except Exception as error:\n"
    program += "        print(type(error).__name__)\ngc.collect()"
    paths = f"PATHS = {str(notebook(tmp_path, 'while True: pass'))!r}, {str(tmp_path / 'out.ipynb')!r}\n"
    ended = subprocess.run([sys.executable, "-c", paths + program], capture_output=True, text=True, check=True)
    assert ended.stdout.split() == ["CellTimeoutError"] * 2
    assert "Task" not in ended.stderr
