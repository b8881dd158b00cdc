"""A notebook of the user's own, run instead of ours: read, and refused where no run of it could go well."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from maturity.errors import Fault, InputError, did_you_mean

GIVEN: Final = (
    "engagement",
    "model",
    "peers",
    "language",
    "earlier",
    "evidence",
)  #: a workbook's parameters, all texts
ASKING: Final = {"input", "getpass"}  #: calls that wait for somebody to type
EXPECTED: Final = 'expected a cell tagged `parameters` with the line `engagement: str = ""`'


def read_notebook(path: Path) -> str:
    """The notebook's text, if it has what a briefing needs.

    Raises:
        InputError: it is no notebook for Python, has no cell tagged `parameters` that names `engagement`, names a
            parameter that nobody gives a value, or asks somebody to type. Every fault is told.
    """
    import nbformat

    try:
        notebook = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
        nbformat.validate(notebook)
    except OSError as error:
        raise _refused(path, f"can't be read ({error.strerror or error})") from error
    except Exception as error:  # nbformat raises whatever a malformed file makes it stumble over
        raise _refused(path, f"is not a notebook: {str(error).splitlines()[0]}") from error
    if faults := [*_faults(notebook)]:
        raise _refused(path, *faults)
    for cell in notebook.cells:
        cell.source = cell.source.replace("\r\n", "\n")  # as a workbook of it is read
    notebook.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return str(nbformat.writes(notebook))


def _faults(notebook: Any) -> Iterator[str]:  # noqa: ANN401  (nbformat's nodes have no types)
    language = notebook.metadata.get("kernelspec", {}).get("language", "python")
    if language != "python":
        yield f"is written in {language!r}; expected a notebook for Python"
        return
    code = [(place, cell) for place, cell in enumerate(notebook.cells, start=1) if cell.cell_type == "code"]
    tagged = [(place, cell) for place, cell in code if "parameters" in cell.metadata.get("tags", [])]
    if not tagged:
        yield f"has no parameters; {EXPECTED}"
    for place, cell in tagged[:1]:
        yield from (f"cell {place}: {problem}" for problem in _faults_of_parameters(cell.source))
    for place, cell in code:
        yield from (f"cell {place}: `{name}(…)` waits for somebody to type" for name in _asked(cell.source))


def _faults_of_parameters(source: str) -> Iterator[str]:
    try:
        lines = ast.parse(source).body
    except SyntaxError as error:
        yield f"its parameters are not Python ({error.msg}); {EXPECTED}"
        return
    named = [name.id for line in lines for name in _targets(line) if isinstance(name, ast.Name)]
    unknown = [name for name in named if name not in GIVEN]
    if "engagement" not in named and not any(did_you_mean(name, ["engagement"]) for name in unknown):
        yield f"names no parameter `engagement`; {EXPECTED}"
    for name in unknown:
        known = ", ".join(GIVEN)
        yield f"{name!r} is a parameter that nobody gives a value; expected {known}{did_you_mean(name, GIVEN)}"


def _targets(line: ast.stmt) -> list[ast.expr]:
    if isinstance(line, ast.AnnAssign):
        return [line.target]
    return line.targets if isinstance(line, ast.Assign) else []


def _asked(source: str) -> Iterator[str]:
    try:
        tree = ast.parse(source)
    except SyntaxError:  # a cell with a magic; what it does shows when it is run
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in ASKING:
                yield name


def _refused(path: Path, *problems: str) -> InputError:
    return InputError(Fault(place=str(path), problem=problem) for problem in problems)
