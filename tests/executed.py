"""The briefing notebook as an executed workbook, run in this process: for tests of what is made of it."""

import ast
import json
from collections.abc import Mapping
from typing import Any

import nbformat

from maturity.engagement import Engagement
from maturity.given import Given
from maturity.language import speaking, tr
from maturity.model_file import built_in_model
from maturity.shipped import shipped


def workbook_of(engagement: Engagement, **more: Any) -> nbformat.NotebookNode:  # noqa: ANN401  (as `Given` has them)
    """The executed workbook of an engagement held against the built-in model, and given whatever else."""
    return run_here(Given(engagement=engagement, model=built_in_model(), **more))


def run_here(given: Given) -> nbformat.NotebookNode:
    """The workbook executed with what is given, as papermill would deliver it, without a kernel."""
    source = (shipped("notebooks") / "briefing.ipynb").read_text(encoding="utf-8")
    notebook: nbformat.NotebookNode = nbformat.reads(source, as_version=4)
    names: dict[str, Any] = {}
    with speaking(given.language):
        _fill_in(notebook, names, given.parameters)
    notebook.metadata["language_code"] = given.language
    return notebook


def _fill_in(notebook: nbformat.NotebookNode, names: dict[str, Any], parameters: Mapping[str, str]) -> None:
    """Run every cell, and put the prose into the language that is spoken."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = tr(cell.source)
    for count, cell in enumerate((cell for cell in notebook.cells if cell.cell_type == "code"), start=1):
        cell.execution_count = count
        shown = _run(cell.source, names)
        if "parameters" in cell.metadata.get("tags", []):
            names |= parameters
        if shown is not None:
            cell.outputs = [output_of(json.loads(json.dumps(shown._repr_mimebundle_())))]


def output_of(data: Mapping[str, Any]) -> nbformat.NotebookNode:
    """A display output that holds this bundle."""
    output: nbformat.NotebookNode = nbformat.v4.new_output("display_data", data=dict(data))
    return output


def notebook_of(*cells: nbformat.NotebookNode | str) -> nbformat.NotebookNode:
    """A notebook of these cells: a text is prose, an output is what a code cell has shown."""
    made = [
        nbformat.v4.new_markdown_cell(cell, id=f"cell-{number}")
        if isinstance(cell, str)
        else nbformat.v4.new_code_cell("secret_call()", outputs=[cell], execution_count=number, id=f"cell-{number}")
        for number, cell in enumerate(cells)
    ]
    notebook: nbformat.NotebookNode = nbformat.v4.new_notebook(cells=made)
    return notebook


def _run(source: str, names: dict[str, Any]) -> Any:  # noqa: ANN401  (what a cell shows)
    """What the cell's last line shows; None for nothing."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)  # noqa: S102  (our own notebook)
    if not isinstance(last, ast.Expr):
        return None
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names)  # noqa: S307  (the same)
