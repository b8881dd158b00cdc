"""What an engine made of a notebook, without what differs from run to run."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from typing import Any

MARKER = "papermill-error-cell-tag"  #: papermill's own cells that point at an error
LONG = 1500  #: characters; a longer text is known by its length and digest
HUGE = 5_000  #: characters; in a longer text nothing is looked for
BLANKED: tuple[tuple[str, str], ...] = (  # what differs from run to run, and says nothing about the engine
    (r"\x1b\[[0-9;]*m", ""),
    (r"\S*/ipykernel_\d+/\d+\.py|\b\d{6,}\.py", "CELL"),
    (r"(0x|at )[0-9a-f]{6,}", r"\1ADDRESS"),
    (r"\b[0-9a-f]{32}\b|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID"),
    (r"(CPU times|Wall time): .*", r"\1: TIME"),
    (r"[^\s\"]*/(site-packages|lib/python[\d.]+)/", "LIBRARY/"),
)


@dataclass(frozen=True, kw_only=True)
class Ran:
    """What an engine made of a notebook, without what differs from run to run."""

    ended: str  #: "" for well, else what stopped it, in one word for every engine
    cells: Sequence[Any]  #: of each cell its count, outputs and fate
    widgets: Sequence[str]  #: models of the widgets whose state is kept, sorted
    files: Sequence[str]  #: what stands in its working folder afterwards


def ran_of(notebook: Any, ended: str, files: Sequence[str]) -> Ran:  # noqa: ANN401  (nbformat's nodes have no types)
    """What became of a notebook that ended so, and left these files."""
    widgets = notebook.metadata.get("widgets", {}).get("application/vnd.jupyter.widget-state+json", {})
    models = [(model["model_name"], model["state"]) for model in widgets.get("state", {}).values()]
    kept = sorted(f"{name} {state.get('value', '')} {len(state.get('outputs', []))}" for name, state in models)
    cells = [_cell(cell) for cell in notebook.cells if MARKER not in cell.metadata.get("tags", [])]
    return Ran(ended=ended, cells=cells, widgets=kept, files=files)


def plain(ran: Ran) -> Mapping[str, Any]:
    """A run as it stands in a JSON file."""
    held = {"ended": ran.ended, "cells": ran.cells, "widgets": ran.widgets, "files": ran.files}
    read: Mapping[str, Any] = json.loads(json.dumps(held))
    return read


def blank(text: str) -> str:
    """The text with a word for each thing that differs from run to run."""
    if len(text) > HUGE:
        return text
    for pattern, word in BLANKED:
        text = re.sub(pattern, word, text)
    return text


def _cell(cell: Any) -> Mapping[str, Any]:  # noqa: ANN401  (nbformat's nodes have no types)
    told = cell.metadata.get("papermill", {})
    said = {"tags": cell.metadata.get("tags", []), "fate": told.get("status"), "failed": told.get("exception")}
    if cell.cell_type != "code":
        return {**said, "kind": cell.cell_type, "attached": list(cell.get("attachments", {}))}
    return {**said, "count": cell.execution_count, "outputs": list(_outputs(cell.outputs))}


def _outputs(outputs: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """What a cell put out; streams between two other outputs are put together: their pieces are a matter of time."""
    for streams, group in groupby(outputs, key=lambda output: output.output_type == "stream"):
        held = list(group)
        if streams:
            for name in ("stdout", "stderr"):
                if text := "".join(output.text for output in held if output.name == name):
                    yield name, _short(blank(text))
            continue
        for output in held:
            if output.output_type == "error":
                yield "error", output.ename, blank(output.evalue), _traceback(output.traceback)
            else:
                bundle = {kind: _short(blank(_text(value))) for kind, value in sorted(output.data.items())}
                yield output.output_type, bundle, blank(_text(output.metadata)), output.get("execution_count")


def _traceback(lines: Sequence[str]) -> str:
    """Which cells, and at which of their lines, a traceback passes: its words are Python's, and differ by version."""
    text = blank("\n".join(lines))
    return " ".join(re.findall(r"Cell In\[\d+\], line \d+", text))


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True)


def _short(text: str) -> str:
    if len(text) <= LONG:
        return text
    return f"{text[:60]}… {len(text)} characters, {sha256(text.encode(errors='surrogatepass')).hexdigest()[:16]}"
