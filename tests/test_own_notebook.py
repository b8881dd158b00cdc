"""A notebook of the user's own: what is refused before anything is made, and what is made of a good one."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import nbformat
import pytest
from click.testing import CliRunner
from engines import Here

from maturity import Engagement, built_in_model
from maturity.batch import brief
from maturity.cli import main
from maturity.errors import InputError
from maturity.making import Order, make_files
from maturity.own_notebook import read_notebook
from maturity.workbook import WorkbookError, briefing_notebook

PAY = Engagement(customer="Baobab Pay", held_on=date(2026, 3, 12), engineers=30, fictional=True)
MODEL = built_in_model()
PARAMETERS = 'engagement: str = ""  # one engagement as JSON'
SHOWS = (
    "import json\nprint(json.loads(engagement)['customer'], 'has', json.loads(engagement)['engineers'], 'engineers')"
)


def notebook(folder: Path, *cells: str, tags: tuple[str, ...] = ("parameters",), **metadata: Mapping[str, Any]) -> Path:
    """A notebook of these code cells, the first of them tagged."""
    made = [nbformat.v4.new_code_cell(source, id=f"cell-{place}") for place, source in enumerate(cells)]
    made[0].metadata["tags"] = [*tags]
    path = folder / "own.ipynb"
    path.write_text(nbformat.writes(nbformat.v4.new_notebook(cells=made, metadata=metadata)), encoding="utf-8")
    return path


def problems(path: Path) -> list[str]:
    """What is wrong with the notebook."""
    with pytest.raises(InputError) as refused:
        read_notebook(path)
    return [fault.problem for fault in refused.value.faults]


def test_our_own_notebook_would_be_taken() -> None:
    """The rules are those that the briefing notebook keeps."""
    ours = nbformat.read(briefing_notebook(), as_version=4)
    assert nbformat.reads(read_notebook(briefing_notebook()), as_version=4).cells == ours.cells


def test_a_notebook_without_parameters_is_refused(tmp_path: Path) -> None:
    """It would say the same of every customer."""
    (told,) = problems(notebook(tmp_path, PARAMETERS, tags=()))
    assert told.startswith("has no parameters; expected a cell tagged `parameters`")


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (
            'engagment = ""',
            ["cell 1: 'engagment' is a parameter that nobody gives a value; expected"],
        ),
        ('model: str = ""', ["cell 1: names no parameter `engagement`"]),
        (f'{PARAMETERS}\nregion = "KE"', ["cell 1: 'region' is a parameter that nobody gives a value"]),
        ("engagement = (", ["cell 1: its parameters are not Python"]),
    ],
)
def test_a_wrong_parameter_is_refused_by_name(tmp_path: Path, source: str, told: list[str]) -> None:
    """With what was expected, and the nearest name."""
    found = problems(notebook(tmp_path, source))
    assert len(found) == len(told)
    assert all(problem.startswith(words) for problem, words in zip(found, told, strict=True))
    assert "engagment" not in source or "(did you mean 'engagement'?)" in found[0]


def test_a_notebook_that_asks_somebody_is_refused(tmp_path: Path) -> None:
    """Every such cell is named."""
    path = notebook(tmp_path, PARAMETERS, "name = input('Who?')", "%time\nimport getpass", "getpass.getpass()")
    assert problems(path) == [
        "cell 2: `input(…)` waits for somebody to type",
        "cell 4: `getpass(…)` waits for somebody to type",
    ]


def test_what_is_no_notebook_for_python_is_refused(tmp_path: Path) -> None:
    """A missing file, another kind of file, another language."""
    assert problems(tmp_path / "none.ipynb") == ["can't be read (No such file or directory)"]
    for text in ("{", "[]", '{"cells": 3}', json.dumps({"nbformat": 4, "nbformat_minor": 5, "cells": [{}]})):
        (tmp_path / "other.ipynb").write_text(text, encoding="utf-8")
        assert problems(tmp_path / "other.ipynb")[0].startswith("is not a notebook: ")
    kernel = {"name": "ir", "language": "R", "display_name": "R"}
    assert problems(notebook(tmp_path, PARAMETERS, kernelspec=kernel))[0].startswith("is written in 'R'")


def test_a_good_notebook_is_run_for_each_customer(tmp_path: Path) -> None:
    """Its workbook holds what its cells showed of that customer; another notebook, another fingerprint."""
    order = Order(model=MODEL, formats=("ipynb",), notebook=read_notebook(notebook(tmp_path, PARAMETERS, SHOWS)))
    made = make_files(PAY, order)
    assert made.failure == ""
    shown = nbformat.reads(made.files["ipynb"].decode(), as_version=4).cells[-1].outputs[0].text
    assert shown == "Baobab Pay has 30 engineers\n"
    assert order.fingerprint(PAY) != Order(model=MODEL, formats=("ipynb",)).fingerprint(PAY)


def test_a_notebook_that_fails_for_a_fictional_customer_touches_no_real_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One refusal with the cause, instead of a failure for each customer; the folder is as it was."""

    def fails(_given: object, **_more: object) -> None:
        problem = "cell 2: NameError: name 'assesment' is not defined"
        raise WorkbookError(problem, nbformat.v4.new_notebook())

    monkeypatch.setattr("maturity.making.make_workbook", fails)
    engine, out = Here(), tmp_path / "out"
    order = Order(model=MODEL, notebook=read_notebook(notebook(tmp_path, PARAMETERS, "assesment")))
    with pytest.raises(InputError, match="--notebook: fails for a fictional customer: cell 2: NameError"):
        brief([PAY], out, order, engine=engine)
    assert (engine.begun, [*out.iterdir()]) == ([0], [])


def test_the_command_refuses_before_it_reads_a_customer(tmp_path: Path) -> None:
    """Status 2, and the file named."""
    path = notebook(tmp_path, "engagment = ''")
    told = CliRunner().invoke(main, ["brief", "nowhere", "--notebook", str(path), "--out", str(tmp_path / "out")])
    assert told.exit_code == 2
    assert f"{path}: cell 1: 'engagment' is a parameter that nobody gives a value" in told.stderr
    assert not (tmp_path / "out").exists()
