"""What a consultant does to a workbook in JupyterLab: each edit done there for real, and its file kept in `tests/lab`.

Made anew by hand, where Lab or the miniature changes: `uv run python tests/lab_cases.py [NAME…]`.
"""

import json
import shutil
import sys
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import nbformat
from lab_editing import Edit, OpenNotebook, edit_in_lab, lab
from miniature import miniature
from playwright.sync_api import sync_playwright

from maturity.workbook import workbook_text

FOLDER = Path(__file__).parent / "lab"
#: where the cells of a miniature stand
OPEN, WHERE, STAIRS, GATES, TRAPS_PROSE, TRAPS, INVEST_PROSE, INVEST, DEFER_PROSE, DEFER = range(2, 12)


def _copied(book: OpenNotebook, at: int, below: int) -> None:
    book.act("notebook:copy-cell", at)
    book.act("notebook:paste-cell-below", below)


def _cut(book: OpenNotebook, at: int, upto: int, below: int) -> None:
    book.act("notebook:cut-cell", at, upto)
    book.act("notebook:paste-cell-below", below)


def _copied_then_deleted(book: OpenNotebook) -> None:
    _copied(book, STAIRS, INVEST)
    book.act("notebook:delete-cell", STAIRS)


def _copied_and_edited(book: OpenNotebook) -> None:
    _copied(book, INVEST_PROSE, TRAPS)
    book.write(INVEST_PROSE, "## In short\n\nThree things, cheapest first.")


def _copied_above_itself(book: OpenNotebook) -> None:
    book.act("notebook:copy-cell", STAIRS)
    book.act("notebook:paste-cell-above", WHERE)


def _cut_twice_pasted(book: OpenNotebook) -> None:
    _cut(book, STAIRS, STAIRS, DEFER - 1)
    book.act("notebook:paste-cell-below", OPEN)


def _added_and_run(book: OpenNotebook) -> None:
    book.add(GATES, "print(6 * 7)", kind="code")
    book.run(GATES + 1)


def _failing(book: OpenNotebook) -> None:
    book.write(GATES, "briefing.gates(limit=3)")
    book.run(GATES)


def _deleted_and_back(book: OpenNotebook) -> None:
    book.page.wait_for_timeout(1500)  # what is done at once is undone at once, and the file has only just been read
    book.act("notebook:delete-cell", TRAPS)
    book.page.wait_for_timeout(1500)
    book.act("notebook:undo-cell-action")


def _many(book: OpenNotebook) -> None:
    book.add(DEFER, "## Our offer\n\nTwo engineers for six weeks.")
    book.write(INVEST_PROSE, "## First, second, third\n\nAs agreed with Ọlá in the room: “cheapest first”.")
    book.act("notebook:delete-cell", TRAPS_PROSE, TRAPS)
    book.act("notebook:move-cell-down", STAIRS)


CASES: Mapping[str, Edit] = {
    "saved": lambda book: book.act("notebook:enter-edit-mode", WHERE),
    "prose-edited": lambda book: book.write(INVEST_PROSE, "## First, second, third\n\nAs we agreed in the room."),
    "code-edited": lambda book: book.write(GATES, "briefing.gates(limit=3)"),
    "code-edited-and-failed": _failing,
    "prose-split": lambda book: book.split(WHERE, line=4),
    "code-split": lambda book: book.split(GATES, line=0, column=8),
    "prose-merged-into-code": lambda book: book.act("notebook:merge-cells", INVEST_PROSE, INVEST),
    "code-merged-into-prose": lambda book: book.act("notebook:merge-cells", TRAPS, INVEST_PROSE),
    "cut-and-pasted": lambda book: _cut(book, STAIRS, STAIRS, INVEST - 1),
    "cut-and-pasted-twice": _cut_twice_pasted,
    "section-cut-to-the-front": lambda book: _cut(book, INVEST_PROSE, INVEST, OPEN),
    "copied": lambda book: _copied(book, STAIRS, INVEST_PROSE),
    "copied-above-itself": _copied_above_itself,
    "copied-then-deleted": _copied_then_deleted,
    "copied-and-edited": _copied_and_edited,
    "duplicated": lambda book: book.act("notebook:duplicate-below", INVEST_PROSE, INVEST),
    "moved-up": lambda book: book.act("notebook:move-cell-up", GATES),
    "section-deleted": lambda book: book.act("notebook:delete-cell", TRAPS_PROSE, TRAPS),
    "deleted-and-back": _deleted_and_back,
    "outputs-cleared": lambda book: book.act("notebook:clear-all-cell-outputs"),
    "prose-added": lambda book: book.add(TRAPS, "We saw this in *three* teams."),
    "raw-added": lambda book: book.add(TRAPS, "<b>as it is</b>", kind="raw"),
    "code-added-and-run": _added_and_run,
    "prose-made-code": lambda book: book.act("notebook:change-cell-to-code", WHERE),
    "many": _many,
}


def lab_case(name: str) -> Any:  # noqa: ANN401  (nbformat's nodes have no types)
    """The miniature as JupyterLab saved it after that edit."""
    return nbformat.reads((FOLDER / f"{name}.json").read_text(encoding="utf-8"), as_version=4)


def main(names: Collection[str]) -> None:
    """Do the edits in JupyterLab, and keep what it saves."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, lab(Path(folder)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name in names or CASES:
            file = Path(folder) / f"{name}.ipynb"
            file.write_text(workbook_text(miniature()), encoding="utf-8")
            edit_in_lab(browser, address, file.name, CASES[name])
            saved = json.loads(file.read_text(encoding="utf-8"))
            text = json.dumps(saved, ensure_ascii=False, indent=1, sort_keys=True)
            (FOLDER / f"{name}.json").write_text(text + "\n", encoding="utf-8")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
