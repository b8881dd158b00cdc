"""Everything that is made for one engagement, as bytes."""

import pickle
from dataclasses import replace
from datetime import date

import nbformat
import pytest
from executed import workbook_of
from miniature import delivered, made_here

from maturity import Engagement, InputError, built_in_model
from maturity.files import UnwritableError
from maturity.making import FORMATS, Made, Order, chosen_formats, make_files
from maturity.page import render_page
from maturity.workbook import KernelError, WorkbookError, code_digest, versions, workbook_text

PAY = Engagement(customer="Baobab Pay", held_on=date(2026, 3, 12), engineers=30, fictional=True)
ORDER = Order(model=built_in_model())


@pytest.fixture(autouse=True)
def _without_kernels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maturity.making.make_workbook", lambda given, **_: made_here(given))


def test_each_format_is_made_of_one_workbook() -> None:
    """The workbook's text and its page, as UTF-8; nothing that was not ordered."""
    made = make_files(PAY, ORDER)
    assert made.files["ipynb"] == workbook_text(delivered(PAY)).encode()
    assert made.files["html"] == render_page(delivered(PAY), brand=ORDER.brand, interactive=False).encode()
    assert (set(made.files), made.failure) == ({"ipynb", "html"}, "")
    assert set(make_files(PAY, Order(model=ORDER.model, formats=("html",))).files) == {"html"}
    assert set(ORDER.formats) <= set(FORMATS)


def test_an_edited_workbook_is_made_anew_around_its_edits_in_every_file() -> None:
    """The report comes back without the notebook; what was not edited is made as if nothing stood there."""
    fresh = make_files(PAY, ORDER)
    notebook = delivered(PAY)
    notebook.cells.append(nbformat.v4.new_markdown_cell("We meet in May.", id="mine"))
    made = make_files(PAY, ORDER, edited=workbook_text(notebook).encode())
    assert made.merged is not None
    assert (made.edited, made.merged.notebook, [str(place) for place in made.merged.kept]) == (
        True,
        None,
        ["added text under 'How this was worked out'"],
    )
    assert all(b"We meet in May." in body for body in made.files.values())
    assert make_files(PAY, ORDER, edited=fresh.files["ipynb"]) == fresh


def test_why_an_edited_workbook_cannot_be_merged_is_told() -> None:
    """It is no workbook of ours; or one of a notebook of the user's own, which gives its cells no keys."""
    assert make_files(PAY, ORDER, edited=b"").unmerged.startswith(f"{PAY.key}.ipynb: is not a notebook")
    own = replace(ORDER, notebook=nbformat.writes(nbformat.v4.new_notebook()))
    notebook = delivered(PAY)
    del notebook.cells[3].metadata["maturity"]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("maturity.making.make_workbook", lambda _, **__: notebook)
        told = make_files(PAY, own, edited=b"{}").unmerged
    assert told.startswith(f"{PAY.key}.ipynb: was changed, and its cells, those of a notebook of your own, have no")


def test_formats_are_chosen_by_name_and_each_once() -> None:
    """In our order; what can't be made is refused with what can."""
    assert chosen_formats([" html", "ipynb", "html"], place="--formats") == ("ipynb", "html")
    assert replace(ORDER, formats=("ipynb", "board")).endings == ("ipynb", "board.html", "board.pdf")
    with pytest.raises(InputError, match=r"'htm' can't be made; expected .* \(did you mean 'html'\?\)"):
        chosen_formats(["htm"], place="--formats")
    with pytest.raises(InputError, match="--formats: is empty; expected ipynb"):
        chosen_formats([" "], place="--formats")


def test_our_own_code_is_among_the_versions() -> None:
    """A workbook says which code made it, in short; so that another code's is told from it."""
    assert versions()["library code"] == code_digest()[:12]


def test_order_and_files_go_to_another_process_and_back() -> None:
    """A pickled order makes the same bytes, and means the same fingerprint."""
    order = pickle.loads(pickle.dumps(ORDER))  # noqa: S301  (ours, from the line itself)
    assert order.fingerprint(PAY) == ORDER.fingerprint(PAY)
    made = make_files(PAY, order)
    assert pickle.loads(pickle.dumps(made)) == make_files(PAY, ORDER) == made  # noqa: S301  (the same)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (KernelError("the kernel was killed"), Made(failure="the kernel was killed")),
        (UnwritableError("no room"), Made(failure="no room", no_room=True)),
        (ZeroDivisionError("division by zero"), Made(failure="ZeroDivisionError: division by zero")),
        (
            WorkbookError("cell 3: stopped", workbook_of(PAY)),
            Made(failure="cell 3: stopped", partial=workbook_text(workbook_of(PAY)).encode()),
        ),
    ],
)
def test_what_goes_wrong_is_told_and_not_raised(monkeypatch: pytest.MonkeyPatch, error: Exception, told: Made) -> None:
    """In words, with the notebook as far as it ran, and whether anything else can be made on this machine."""

    def fails(_given: object, **_more: object) -> None:
        raise error

    monkeypatch.setattr("maturity.making.make_workbook", fails)
    assert make_files(PAY, ORDER) == told
