"""A workbook: the briefing notebook, run by papermill for exactly one engagement."""

import errno
import json
import logging
import pickle
import sys
import tempfile
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec

from maturity.engine.plain import kernel_options
from maturity.errors import MaturityError
from maturity.files import UnwritableError, digest
from maturity.given import Given
from maturity.language import speaking, tr
from maturity.shipped import shipped

CELL_METADATA = ("jupyter", "maturity", "tags")
SHORT = 12  #: hex digits of a hash that people read
KERNEL = "python3"
INJECTED = "injected-parameters"
MADE_WITH = ("maturity", "papermill", "nbclient", "ipykernel", "plotly")
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES}  #: what a folder that takes no file says


class KernelError(MaturityError):
    """A kernel that ended before its notebook did."""


class WorkbookError(MaturityError):
    """A notebook that stopped at a cell; it carries what had been run."""

    def __init__(self, problem: str, notebook: Any) -> None:  # noqa: ANN401  (nbformat's nodes have no types)
        """Say which cell stopped and why."""
        super().__init__(problem)
        self.notebook = notebook


def briefing_notebook() -> Path:
    """The notebook that every briefing is made from."""
    return shipped("notebooks") / "briefing.ipynb"


@lru_cache(maxsize=1)
def versions() -> Mapping[str, str]:
    """The versions that decide what a workbook holds, by distribution; our own code's by its hash."""
    return {**{name: version(name) for name in MADE_WITH}, "library code": code_digest()[:SHORT]}


@lru_cache(maxsize=1)
def code_digest() -> str:
    """What decides a workbook beside its notebook: this library's own code, model, words, exhibits; 64 hex digits."""
    own = sorted(path for path in Path(__file__).parent.rglob("*") if path.suffix in {".mo", ".py", ".yaml"})
    pieces = sorted((shipped("templates") / "exhibits").iterdir())
    return digest(b"".join(digest(path.read_bytes()).encode() for path in (*own, *pieces)))


def make_workbook(given: Given, *, notebook: Path | None = None) -> Any:  # noqa: ANN401
    """The notebook run for one engagement: sections with nothing to say left out, same input, same bytes.

    Returns an nbformat notebook node.

    Raises:
        WorkbookError: a cell failed; the notebook as far as it ran comes with it.
        KernelError: the kernel was killed, or could not start.
        UnwritableError: there is no room for temporary files.
    """
    source = notebook or briefing_notebook()
    with speaking(given.language):
        ran = run_notebook(source, given.parameters, title=given.title, origin=given.origin)
    ran.metadata["language_code"] = given.language
    return ran


def run_notebook(source: Path, parameters: Mapping[str, str], *, title: str, origin: Mapping[str, object]) -> Any:  # noqa: ANN401
    """A shipped notebook run with these parameters, stamped with what it was made from: same input, same bytes.

    Its prose is in the language that is spoken.

    Raises:
        WorkbookError: a cell failed; the notebook as far as it ran comes with it.
    """
    ran = _run(source, parameters)
    ran.cells = list(_cells_that_speak(ran.cells))
    _stamp(ran, title, origin)
    return ran


def workbook_text(notebook: Any) -> str:  # noqa: ANN401
    """A notebook as it stands in its file: JSON, keys in order, ending in a line break."""
    lines = _split_lines(notebook)
    try:
        compact = json.dumps(lines, ensure_ascii=False, sort_keys=True)
        return msgspec.json.format(compact, indent=1) + "\n"  # as the standard library breaks lines, and much quicker
    except (msgspec.DecodeError, UnicodeEncodeError):  # a number that JSON has not, or half a letter
        return json.dumps(lines, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _run(source: Path, parameters: Mapping[str, str]) -> Any:  # noqa: ANN401
    """The notebook run by papermill's parts, which together are its `execute_notebook` without the files it writes."""
    from nbclient.exceptions import DeadKernelError
    from papermill.engines import papermill_engines
    from papermill.exceptions import PapermillExecutionError
    from papermill.execute import raise_for_execution_errors

    logging.getLogger("papermill").setLevel(logging.CRITICAL)  # what goes wrong is raised, so it is told once
    notebook, engine = _parameterized(source, parameters), _engine()
    try:
        with tempfile.TemporaryDirectory(prefix="maturity-", ignore_cleanup_errors=True) as folder:
            papermill_engines.execute_notebook_with_engine(
                engine,
                notebook,
                kernel_name=KERNEL,
                progress_bar=False,
                autosave_cell_every=0,
                **({} if engine else kernel_options(Path(folder))),
            )
        raise_for_execution_errors(notebook, None)
    except PapermillExecutionError as error:
        problem = f"cell {error.exec_count}: {error.ename}: {error.evalue}"
        raise WorkbookError(problem, _as_read(notebook)) from error
    except (DeadKernelError, RuntimeError) as error:
        message = f"the notebook's kernel ended too early: it was killed, or the memory ran out ({error})"
        raise KernelError(message) from error
    except OSError as error:
        if error.errno not in FULL:
            raise
        message = f"{tempfile.gettempdir()}: can't be used for temporary files ({error.strerror})"
        raise UnwritableError(message) from error
    return notebook


@lru_cache(maxsize=4)
def _read_notebook(source: Path, _changed: int) -> bytes:
    """A notebook as papermill reads it, packed: it is run many times, and each run changes its own."""
    from papermill.iorw import load_notebook_node

    return pickle.dumps(load_notebook_node(str(source)), protocol=5)


def _parameterized(source: Path, parameters: Mapping[str, str]) -> Any:  # noqa: ANN401
    from papermill.execute import prepare_notebook_metadata, remove_error_markers
    from papermill.parameterize import parameterize_notebook

    notebook = pickle.loads(_read_notebook(source, source.stat().st_mtime_ns))  # noqa: S301  (packed above)
    if parameters:
        notebook = parameterize_notebook(notebook, dict(parameters), kernel_name=KERNEL, language="python")
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = tr(cell.source)
    return remove_error_markers(prepare_notebook_metadata(notebook, str(source), None))


def _as_read(notebook: Any) -> Any:  # noqa: ANN401
    """A notebook as if it had been written to a file and read again."""
    import nbformat

    return nbformat.reads(nbformat.writes(notebook), as_version=4)


def _engine() -> str | None:
    """The papermill engine to use: a worker's own process where it stands ready, a kernel of its own elsewhere."""
    inside = sys.modules.get("maturity.engine.inside")
    return inside.NAME if inside is not None and inside.is_prepared() else None


def _cells_that_speak(cells: list[Any]) -> Iterator[Any]:
    """Every cell but those of a section, opened by a prose cell, whose code put out nothing."""
    section: list[Any] = []
    for cell in [*cells, None]:
        if cell is None or cell.cell_type == "markdown":
            spoke = not section or section[0].cell_type != "markdown" or any(part.get("outputs") for part in section)
            yield from section if spoke else []
            section = []
        section.append(cell)


def _stamp(notebook: Any, title: str, origin: Mapping[str, object]) -> None:  # noqa: ANN401
    """Keep what is the same in every run, number the cells anew, and say what the workbook was made from."""
    for number, cell in enumerate((c for c in notebook.cells if c.cell_type == "code"), start=1):
        cell.execution_count = number
        for output in cell.outputs:
            if "execution_count" in output:
                output["execution_count"] = number
    for cell in notebook.cells:
        if INJECTED in cell.metadata.get("tags", []):
            cell.id = INJECTED
            cell.metadata["maturity"] = {"key": INJECTED}
            cell.metadata["jupyter"] = {"source_hidden": True}
        cell.metadata = {name: cell.metadata[name] for name in CELL_METADATA if cell.metadata.get(name)}
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
        "title": title,
        "maturity": {
            **origin,
            "versions": dict(versions()),
            "cells": [
                [cell.metadata.get("maturity", {}).get("key"), digest(cell.source.encode())] for cell in notebook.cells
            ],
        },
    }


def _split_lines(notebook: Any) -> Any:  # noqa: ANN401
    import nbformat
    from nbformat.v4.rwbase import split_lines, strip_transient

    return split_lines(strip_transient(nbformat.from_dict(json.loads(json.dumps(notebook)))))
