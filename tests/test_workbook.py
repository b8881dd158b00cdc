"""A workbook is the notebook run for one engagement: the same bytes for the same input."""

import errno
import json
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
from histories import engagements_in, fictional_columns
from nbclient.exceptions import DeadKernelError
from papermill.engines import papermill_engines

from maturity import Answer, Engagement, Response, built_in_model
from maturity.engagement import from_json
from maturity.files import UnwritableError, digest
from maturity.given import Given
from maturity.peers import cohort, peers_to_json
from maturity.workbook import KernelError, WorkbookError, briefing_notebook, make_workbook, workbook_text

MODEL = built_in_model()
HOSTILE = "{x.__class__} ../../<script>alert(1)</script> Ṣadé አበባ \"'\\"
HELD = Engagement(
    customer=HOSTILE,
    held_on=date(2026, 3, 12),
    engineers=30,
    responses={practice.key: Response(answer=Answer.NEVER, note=HOSTILE) for practice in MODEL.stage(1).gates},
)
GIVEN = Given(engagement=HELD, model=MODEL)


@pytest.fixture(scope="module")
def workbook() -> Any:  # noqa: ANN401
    """One workbook, run by a real kernel."""
    return make_workbook(GIVEN)


def test_a_workbook_made_twice_is_the_same_bytes(workbook: Any) -> None:  # noqa: ANN401
    """Same input, same bytes: no clock, no random id, no path of this machine."""
    assert workbook_text(workbook) == workbook_text(make_workbook(GIVEN))
    assert str(Path.home()) not in workbook_text(workbook)


def test_a_workbook_carries_its_engagement_whole(workbook: Any) -> None:  # noqa: ANN401
    """The injected parameter is the engagement as JSON, so that the workbook can be rerun from itself."""
    injected = next(cell for cell in workbook.cells if cell.id == "injected-parameters")
    names: dict[str, Any] = {}
    exec(injected.source, names)  # noqa: S102  (our own cell)
    assert from_json(names["engagement"]) == HELD


def test_a_workbook_says_what_it_was_made_from(workbook: Any) -> None:  # noqa: ANN401
    """Input hash, model hash and versions stand in its metadata, with the key of each cell."""
    stamp = workbook.metadata["maturity"]
    assert stamp["key"] == HELD.key
    assert stamp["input_hash"] == HELD.hash
    assert stamp["model"]["hash"] == MODEL.hash
    assert set(stamp["versions"]) >= {"maturity", "papermill", "plotly"}
    assert [key for key, _ in stamp["cells"]] == [cell.metadata["maturity"]["key"] for cell in workbook.cells]


def test_a_workbook_with_peers_holds_no_customer_of_theirs(workbook: Any) -> None:  # noqa: ANN401
    """Made twice it is the same bytes, stamped with the table's hash; no name and no key of the cohort is in it."""
    held = engagements_in(fictional_columns(60))
    peers = peers_to_json(cohort(held, MODEL))
    made = workbook_text(make_workbook(replace(GIVEN, peers=peers)))
    assert made == workbook_text(make_workbook(replace(GIVEN, peers=peers)))
    assert [text for one in held for text in (one.customer, one.key, one.hash) if text in made] == []
    assert json.loads(made)["metadata"]["maturity"]["peers_hash"] == digest(peers.encode())
    assert "briefing.peers()" in made
    assert workbook.metadata["maturity"]["peers_hash"] == ""
    assert "briefing.peers()" not in workbook_text(workbook)


def test_sections_with_nothing_to_say_are_left_out(workbook: Any) -> None:  # noqa: ANN401
    """Nothing is banked and no trap shown: neither their prose nor their cells are in the workbook."""
    keys = {cell.metadata["maturity"]["key"] for cell in workbook.cells}
    assert {"banked-prose", "banked", "error-budget", "error-budget-prose"} & keys == set()
    assert {"investments-prose", "investments", "open-questions"} <= keys
    counts = [cell.execution_count for cell in workbook.cells if cell.cell_type == "code"]
    assert counts == list(range(1, len(counts) + 1))


def test_a_workbook_is_a_valid_notebook_without_machine_metadata(workbook: Any) -> None:  # noqa: ANN401
    """Only the allowed metadata stays, and the file is valid nbformat."""
    read = nbformat.reads(workbook_text(workbook), as_version=4)
    nbformat.validate(read)
    assert set(read.metadata) == {"kernelspec", "language_info", "language_code", "title", "maturity"}
    assert {name for cell in read.cells for name in cell.metadata} <= {"jupyter", "maturity", "tags"}


def test_nbval_finds_a_workbook_true(workbook: Any, tmp_path: Path) -> None:  # noqa: ANN401
    """Rerun cell by cell, a workbook gives exactly the outputs that it holds; one changed number is found."""
    text = workbook_text(workbook)
    (tmp_path / "true.ipynb").write_text(text, encoding="utf-8")
    tampered = text.replace("stage 3, observability", "stage 5, observability")
    assert tampered != text
    (tmp_path / "tampered.ipynb").write_text(tampered, encoding="utf-8")
    verdicts = {name: _nbval(tmp_path / f"{name}.ipynb") for name in ("true", "tampered")}
    assert verdicts == {"true": 0, "tampered": 1}


def _nbval(path: Path) -> int:
    options = ["--nbval", "-q", "-p", "no:cacheprovider", "--override-ini=addopts="]
    command = [sys.executable, "-m", "pytest", *options, str(path)]
    return subprocess.run(command, cwd=path.parent, capture_output=True, check=False).returncode


def test_a_failing_cell_is_told_and_the_notebook_comes_with_it(tmp_path: Path) -> None:
    """A notebook that stops half-way keeps what it ran, for somebody to look at."""
    source = nbformat.read(briefing_notebook(), as_version=4)
    source.cells[2].source = "1 / 0"
    broken = tmp_path / "broken.ipynb"
    nbformat.write(source, broken)
    with pytest.raises(WorkbookError, match="ZeroDivisionError") as caught:
        make_workbook(GIVEN, notebook=broken)
    assert "ZeroDivisionError" in json.dumps(caught.value.notebook)


def test_a_workbook_is_the_same_in_hostile_surroundings(
    workbook: Any,  # noqa: ANN401
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Braces in a long temporary folder, another kernel of that name, no home, a file with the library's name."""
    room = tmp_path / "{x} {0} é" / ("long" * 30)
    kernel = tmp_path / "kernels" / "python3" / "kernel.json"
    for folder in (room, kernel.parent):
        folder.mkdir(parents=True)
    kernel.write_text('{"argv": ["false"], "display_name": "x", "language": "python"}', encoding="utf-8")
    (tmp_path / "maturity.py").write_text("raise SystemExit", encoding="utf-8")
    monkeypatch.setattr(tempfile, "tempdir", str(room))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    monkeypatch.setenv("HOME", "/proc/none")
    monkeypatch.chdir(tmp_path)
    assert workbook_text(make_workbook(GIVEN)) == workbook_text(workbook)
    assert list(room.iterdir()) == []


def test_no_room_for_temporary_files_is_told_with_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is one clear error, not one for each customer."""

    def full(*_args: object, **_more: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(papermill_engines, "execute_notebook_with_engine", full)
    with pytest.raises(UnwritableError, match=r"can't be used for temporary files \(No space left on device\)"):
        make_workbook(GIVEN)


def test_a_kernel_that_ends_too_early_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kernel that was killed has no cell to blame."""

    def killed(*_args: object, **_more: object) -> None:
        message = "Kernel died"
        raise DeadKernelError(message)

    monkeypatch.setattr(papermill_engines, "execute_notebook_with_engine", killed)
    with pytest.raises(KernelError, match="ended too early: it was killed, or the memory ran out"):
        make_workbook(GIVEN)


def test_the_notebook_takes_the_parameters_that_it_is_given() -> None:
    """Papermill only warns of an unknown parameter, so the names are held against the notebook here."""
    assert set(papermill.inspect_notebook(str(briefing_notebook()))) == {
        "engagement",
        "model",
        "peers",
        "language",
        "earlier",
        "evidence",
    }


def test_the_shipped_notebook_has_no_outputs_and_one_call_a_cell() -> None:
    """Outputs would hold customers' data; a cell makes one call for one exhibit, after its prose."""
    notebook = nbformat.read(briefing_notebook(), as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
    assert all(cell.id == cell.metadata["maturity"]["key"] for cell in notebook.cells)
    exhibits = [cell for cell in code if cell.id not in {"parameters", "open"}]
    assert all(cell.source.count("\n") == 0 and cell.source.startswith("briefing.") for cell in exhibits)
