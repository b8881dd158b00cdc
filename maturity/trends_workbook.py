"""The trends workbook: the trends notebook, run by papermill for findings that hold no customer."""

from pathlib import Path
from typing import Any

from maturity.findings import Findings, findings_to_json
from maturity.given import model_stamp
from maturity.model import Model
from maturity.shipped import shipped
from maturity.workbook import run_notebook


def trends_notebook() -> Path:
    """The notebook that every trends page is made from."""
    return shipped("notebooks") / "trends.ipynb"


def make_trends_workbook(findings: Findings, model: Model, *, model_text: str = "") -> Any:  # noqa: ANN401
    """The notebook run for these findings: same input, same bytes. Returns an nbformat notebook node.

    Raises:
        WorkbookError: a cell failed; the notebook as far as it ran comes with it.
    """
    return run_notebook(
        trends_notebook(),
        {"counts": findings_to_json(findings), "model": model_text},
        title="DevOps trends",
        origin={"key": "trends", "input_hash": findings.hash, "model": model_stamp(model)},
    )
