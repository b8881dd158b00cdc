"""A notebook run in the process of its papermill finds what it finds in a kernel's own, and nothing of ours."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import calls
import pytest
from nbformat import ValidationError
from nbformat.v4 import nbbase
from watching import only

from maturity.engine import Engine, open_engine
from maturity.engine.remembered import Translator, quickly


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """A warm engine."""
    with open_engine(jobs=1) as opened:
        assert opened.kind == "warm"
        yield opened


def test_nothing_of_the_kernel_stands_in_the_working_folder(engine: Engine) -> None:
    """What IPython keeps stands beside it, and goes with the call."""
    cell = "import os\nprint(os.getcwd(), *os.listdir(), get_ipython().profile_dir.location, sep='|')"
    folder, *found, profile = only(engine.run(calls.run_cells, [(cell,)])).value[0].strip().split("|")
    assert [name for name in found if "ipython" in name or Path(profile).is_relative_to(Path(folder) / name)] == []
    assert Path(profile) == Path(f"{folder}.ipython")
    assert not Path(profile).exists()


def test_a_module_beside_the_notebook_is_found_after_those_of_the_library(engine: Engine) -> None:
    """The working folder stands in the path where the standard kernel has it."""
    look = "import sys, pathlib\nnames = [pathlib.Path(path).name for path in sys.path]\n"
    look += "names[names.index('') - 1 : names.index('') + 2]"
    assert only(engine.run(calls.run_cells, [(look,)])).value == ["['lib-dynload', '', 'site-packages']"]


def test_what_a_notebook_leaves_for_the_end_is_done_before_its_call_is_answered(engine: Engine, tmp_path: Path) -> None:
    """Its own and no other: what was asked for in the warm process is left to that one."""
    bye = tmp_path / "bye"
    cell = f"import atexit, pathlib\natexit.register(pathlib.Path({str(bye)!r}).touch)\natexit._ncallbacks()"
    assert only(engine.run(calls.run_cells, [(cell,)])).value == ["1"]
    assert bye.exists()


def test_half_a_character_is_printed_as_a_sign_and_the_rest_runs(engine: Engine) -> None:
    """It can't be sent; nothing waits for it."""
    assert only(engine.run(calls.run_cells, [('print("\\ud83d!")', "1 + 1")])).value == ["?!\n", "2"]


def test_a_breakpoint_is_passed_over(engine: Engine) -> None:
    """As in a kernel whose debugger nobody is connected to."""
    assert only(engine.run(calls.run_cells, [("breakpoint()\n'after'",)])).value == ["'after'"]


def test_a_process_that_leaves_with_status_0_tells_what_it_had_run(engine: Engine) -> None:
    """The notebook comes as far as it ran, with the end in its cell."""
    done = only(engine.run(calls.run_cells, [("'well'", "import os\nos._exit(0)")]))
    assert "ended without an answer" in done.error
    assert "'well'" in done.notebook
    assert "DeadKernelError" in done.notebook


def test_a_client_finds_its_folder_and_no_second_kernel(engine: Engine, tmp_path: Path) -> None:
    """The folder is the notebook's for as long as it runs; to start the kernel again is an error with words."""
    where, second = only(engine.run(calls.run_twice_there, [(str(tmp_path),)])).value
    assert where == repr(str(tmp_path))
    assert second.startswith("the kernel of this process was started before, and can't be started again; now in tmp")


def test_a_part_of_a_notebook_is_refused_in_the_same_words() -> None:
    """The quick check says yes to what the format allows; a no is the format's own."""
    wrong: list[dict[str, Any]] = [
        {"output_type": "stream", "name": 3, "text": ""},
        {"output_type": "display_data", "data": {"text/plain": 3}},
    ]
    words = []
    for check in (nbbase.validate, quickly(nbbase.validate)):
        for node in wrong:
            with pytest.raises(ValidationError) as caught:
                check(node, node["output_type"])
            words.append(str(caught.value))
        check({"output_type": "display_data", "data": {}, "metadata": {}}, "display_data")
    assert words[:2] == words[2:]


def test_a_translation_of_the_users_own_is_asked_every_time() -> None:
    """What is kept is only the usual translation of a cell."""
    translator = Translator()
    assert [translator.transform_cell("%time 1") for _ in range(2)] == [
        "get_ipython().run_line_magic('time', '1')\n"
    ] * 2
    number = count()
    translator.cleanup_transforms.append(lambda lines: [*lines, f"# {next(number)}"])
    assert [translator.transform_cell("1") for _ in range(2)] == ["1\n# 0", "1\n# 1"]
