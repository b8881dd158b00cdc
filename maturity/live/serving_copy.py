"""The copy of a shipped notebook that a server works on: the shipped file is never written."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from maturity.files import UnwritableError, digest, ready_folder, write_whole

MARK: Final = "copied"  #: in a copy's metadata: the digest of the cells that it was made with
ASIDE: Final = "edited"  #: what the name of a copy with a consultant's edits says


@dataclass(frozen=True, kw_only=True)
class Copy:
    """A notebook ready to be opened."""

    notebook: Path
    kept: Path | None  #: where the copy went that somebody had edited; None where nobody had


def ready_copy(source: Path, folder: Path) -> Copy:
    """The source's copy in the folder, as shipped; one that was edited is kept beside it, under another name.

    Raises:
        UnwritableError: the folder or the copy can't be written.
    """
    path = ready_folder(folder) / source.name
    fresh = _marked(source.read_text(encoding="utf-8"))
    kept = _keep_edited(path)
    if not path.exists() or path.read_text(encoding="utf-8") != fresh:
        write_whole(path, fresh)
    return Copy(notebook=path, kept=kept)


def forget_outputs(model: Mapping[str, Any], **_: object) -> None:
    """What a copy saves: its cells, and nothing of the customer, who is in the store only."""
    notebook = model.get("content")
    if model.get("type") != "notebook" or not isinstance(notebook, dict) or not _mark(notebook):
        return
    notebook["metadata"].pop("widgets", None)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None


def _marked(text: str) -> str:
    notebook = json.loads(text)
    notebook["metadata"].setdefault("maturity", {})[MARK] = _cells_digest(notebook)
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def _keep_edited(path: Path) -> Path | None:
    """Where the copy was moved to, if anybody edited it; it is no copy of ours if it can't be read as one."""
    if not path.exists():
        return None
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        if _mark(notebook) == _cells_digest(notebook):
            return None
    except (ValueError, KeyError, TypeError, AttributeError):
        pass
    aside = _free_name(path)
    try:
        path.rename(aside)
    except OSError as error:
        message = f"{path}: was edited, and can't be kept as {aside.name} ({error.strerror})"
        raise UnwritableError(message) from error
    return aside


def _free_name(path: Path) -> Path:
    number = 1
    while (aside := path.with_stem(f"{path.stem}-{ASIDE}-{number}")).exists():
        number += 1
    return aside


def _mark(notebook: dict[str, Any]) -> str | None:
    mark = notebook.get("metadata", {}).get("maturity", {}).get(MARK)
    return mark if isinstance(mark, str) else None


def _cells_digest(notebook: dict[str, Any]) -> str:
    """SHA-256 of what the cells say; neither outputs nor what is folded away count."""
    said = [[cell["cell_type"], "".join(cell["source"])] for cell in notebook["cells"]]
    return digest(json.dumps(said).encode())
