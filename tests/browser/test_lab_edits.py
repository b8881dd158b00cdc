"""A live JupyterLab: what it saves is merged and verified as the kept files in `tests/lab` promise."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from lab_cases import CASES, lab_case
from lab_editing import edit_in_lab, lab
from miniature import delivered, miniature
from playwright.sync_api import Browser

from maturity import Answer, Engagement, Response, built_in_model
from maturity.delivered import key_of, read_delivered
from maturity.merging import merge
from maturity.verifying import Verdict, verify
from maturity.workbook import workbook_text

HELD = Engagement(
    customer="Ṣadé Ọlá ₦",
    held_on=date(2026, 3, 12),
    engineers=60,
    responses={gate.key: Response(answer=Answer.NEVER) for gate in built_in_model().stage(1).gates},
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that Lab shows."""
    return tmp_path_factory.mktemp("lab")


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """A JupyterLab over that folder."""
    with lab(folder) as running:
        yield running


@pytest.mark.parametrize("name", ["prose-split", "copied"])
def test_lab_still_edits_as_the_kept_files_say(browser: Browser, address: str, folder: Path, name: str) -> None:
    """A new Lab that gave ids or keys otherwise would be found here, and merges no other way."""
    file = folder / f"{name}.ipynb"
    file.write_text(workbook_text(miniature()), encoding="utf-8")
    edit_in_lab(browser, address, file.name, CASES[name])
    saved, fresh = read_delivered(file), miniature(says="second")
    assert [(key_of(c), c.source) for c in saved.cells] == [(key_of(c), c.source) for c in lab_case(name).cells]
    assert merge(saved, fresh).lines == merge(lab_case(name), fresh).lines


def test_a_workbook_that_lab_only_saved_is_unchanged(browser: Browser, address: str, folder: Path) -> None:
    """Lab writes numbers, metadata and line breaks its own way; none of it is an edit."""
    file = folder / f"{HELD.key}.ipynb"
    made = delivered(HELD)
    file.write_text(workbook_text(made), encoding="utf-8")
    edit_in_lab(browser, address, file.name, CASES["saved"])
    assert file.read_text(encoding="utf-8") != workbook_text(made)
    found = verify(file, make=lambda _given: delivered(HELD))
    assert (found.verdict, found.differences) == (Verdict.UNCHANGED, ())
    assert workbook_text(merge(read_delivered(file), made).notebook) == workbook_text(made)
