"""The notebook that a process runs, written down cell by cell, so that it can be told when the process dies."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

BEGAN, CELL = "began", "cell"
PROFILE = ".ipython"  #: what the name of a profile's folder ends with


class Journal:
    """Where a process writes down what it runs; nothing while no place is set."""

    def __init__(self) -> None:
        """Write nothing."""
        self.place: Path | None = None
        self._file: BinaryIO | None = None

    @property
    def profile(self) -> Path | None:
        """Where the kernel keeps what IPython keeps of a profile: beside the call's folder, out of a notebook's way."""
        return None if self.place is None else self.place.with_suffix(PROFILE)

    def open(self, notebook: Any) -> dict[str, Callable[..., None]]:  # noqa: ANN401  (nbformat's nodes have no types)
        """Write the notebook down as it is before it runs; returns the hooks for nbclient that write down the rest."""
        if self.place is None:
            return {}
        self._file = self.place.open("wb", buffering=0)
        self._write(notebook)
        return {"on_cell_execute": self._began, "on_cell_executed": self._ended}

    def _began(self, *, cell: Any, cell_index: int) -> None:  # noqa: ANN401, ARG002
        self._write({BEGAN: cell_index})

    def _ended(self, *, cell: Any, cell_index: int, execute_reply: Any) -> None:  # noqa: ANN401, ARG002
        self._write({CELL: cell_index, "ran": cell})

    def _write(self, words: Any) -> None:  # noqa: ANN401
        if self._file is not None:
            self._file.write(_packed(words) + b"\n")


def journal_of(folder: Path) -> Path:
    """Where the journal of a call stands that works in the folder: beside it, out of its way."""
    return folder.with_name(f"{folder.name}.journal")


def forget(folder: Path) -> None:
    """Remove what a call kept beside its folder."""
    journal_of(folder).unlink(missing_ok=True)
    shutil.rmtree(journal_of(folder).with_suffix(PROFILE), ignore_errors=True)


def rebuilt(journal: Path, error: str) -> str:
    """The notebook as far as it ran, as its file: the error in the cell where it died; nothing if none ran."""
    try:
        lines = journal.read_text(encoding="utf-8").split("\n")[:-1]
    except OSError:
        return ""
    if not lines:
        return ""
    import nbformat

    notebook, *told = map(json.loads, lines)
    notebook = nbformat.from_dict(notebook)
    at = None
    for words in told:
        if BEGAN in words:
            at = words[BEGAN]
        else:
            notebook.cells[words[CELL]] = nbformat.from_dict(words["ran"])
            _mark(notebook.cells[words[CELL]], "completed")
            at = None
    if at is not None:
        blame(notebook, at, error)
    text: str = nbformat.writes(notebook, version=4)
    return text + "\n"


def blame(notebook: Any, index: int, error: str, name: str = "DeadKernelError") -> None:  # noqa: ANN401
    """Write what ended a kernel into the cell where it ended, as papermill marks a cell that failed."""
    from nbformat.v4 import new_output

    cell = notebook.cells[index]
    cell.setdefault("outputs", []).append(new_output("error", ename=name, evalue=error, traceback=[f"{name}: {error}"]))
    _mark(cell, "failed")
    cell.metadata.papermill["exception"] = True
    notebook.metadata.setdefault("papermill", {})["exception"] = True


def _packed(words: Any) -> bytes:  # noqa: ANN401
    """The words as JSON in one line."""
    try:
        return msgspec.json.encode(words)
    except (TypeError, ValueError):  # what only the standard library takes for JSON
        return json.dumps(words).encode()


def _mark(cell: Any, status: str) -> None:  # noqa: ANN401
    cell.metadata.setdefault("papermill", {})["status"] = status


#: of this process
JOURNAL = Journal()
