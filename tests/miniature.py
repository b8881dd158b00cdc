"""Small workbooks, stamped as a run stamps them, without a kernel: for tests of what becomes of edits."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import nbformat
from executed import run_here
from papermill.translators import PythonTranslator

from maturity.engagement import Engagement
from maturity.files import digest
from maturity.given import Given
from maturity.model_file import built_in_model
from maturity.workbook import INJECTED, _cells_that_speak, _stamp, workbook_text

#: the sections of a miniature: key, prose, and the code cells under it with what they call
SECTIONS: Sequence[tuple[str, str, tuple[str, ...]]] = (
    (
        "where-prose",
        "## Where you stand\n\nEach step is a stage.\n\nYou stand on the last open one.",
        ("stairs", "gates"),
    ),
    ("traps-prose", "## Traps\n\nWrong turns that others took.", ("traps",)),
    ("invest-prose", "## First, second, third\n\nThe cheapest comes first.", ("invest",)),
    ("defer-prose", "## What to defer\n\nNot now is an answer too.", ("defer",)),
)
FRONT = {
    "parameters": 'engagement = ""',
    INJECTED: '# Parameters\nengagement = "x"',
    "open": "from here import briefing",
}


def miniature(
    *,
    says: str = "first",
    texts: Mapping[str, str] | None = None,
    without: Collection[str] = (),
    sections: Sequence[tuple[str, str, tuple[str, ...]]] = SECTIONS,
    key: str = "2026-03-12-baobab-pay",
) -> Any:  # noqa: ANN401  (nbformat's nodes have no types)
    """A workbook of four sections: `says` stands in every output, `texts` are other sources by key."""
    sources = {**FRONT, **{call: f"briefing.{call}()" for _, _, calls in sections for call in calls}}
    sources |= {prose: text for prose, text, _ in sections}
    sources |= texts or {}
    order = [*FRONT, *(name for prose, _, calls in sections for name in (prose, *calls))]
    cells = [_cell(name, sources[name], says) for name in order if name not in without]
    notebook = nbformat.v4.new_notebook(cells=cells)
    _stamp(notebook, "DevOps briefing: Baobab Pay", {"key": key, "input_hash": digest(says.encode())})
    return notebook


def delivered(engagement: Engagement, **more: Any) -> Any:  # noqa: ANN401  (as `Given` has them)
    """The workbook of an engagement held against the built-in model, and given whatever else."""
    return made_here(Given(engagement=engagement, model=built_in_model(), **more))


def made_here(given: Given) -> Any:  # noqa: ANN401
    """The workbook of what is given, byte for byte as a kernel makes it (test_verifying holds it to that)."""
    notebook = run_here(given)
    source = PythonTranslator.codify(given.parameters)
    injected = nbformat.v4.new_code_cell(source, metadata={"tags": [INJECTED]}, id=INJECTED)
    notebook.cells.insert(1, injected)
    for cell in notebook.cells:
        shown = [output.data for output in cell.get("outputs", [])]
        if shown:
            cell.outputs = [nbformat.v4.new_output("execute_result", data=shown[0], execution_count=1)]
    notebook.cells = list(_cells_that_speak(notebook.cells))
    _stamp(notebook, given.title, given.origin)
    notebook.metadata["language_code"] = given.language
    return nbformat.reads(workbook_text(notebook), as_version=4)


def _cell(key: str, source: str, says: str) -> Any:  # noqa: ANN401
    if key.endswith("-prose"):
        return nbformat.v4.new_markdown_cell(source, metadata={"maturity": {"key": key}}, id=key)
    cell = nbformat.v4.new_code_cell(source, metadata={"maturity": {"key": key}}, id=key)
    if key == INJECTED:
        cell.metadata["tags"] = [INJECTED]
    if key not in FRONT:
        shown = {"text/html": f"<p>{key} {says}</p>", "text/plain": f"{key} {says}"}
        cell.outputs = [nbformat.v4.new_output("execute_result", data=shown, execution_count=1)]
    return cell


def clone(notebook: Any) -> Any:  # noqa: ANN401
    """The notebook again, as a file would give it back."""
    return nbformat.from_dict(json.loads(json.dumps(notebook)))
