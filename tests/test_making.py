"""Everything that is made for one engagement, as bytes."""

import pickle
from datetime import date

import pytest
from executed import workbook_of

from maturity import Engagement, built_in_model
from maturity.files import UnwritableError
from maturity.making import FORMATS, Made, Order, make_files
from maturity.page import render_page
from maturity.workbook import KernelError, WorkbookError, workbook_text

PAY = Engagement(customer="Baobab Pay", held_on=date(2026, 3, 12), engineers=30, fictional=True)
ORDER = Order(model=built_in_model())


@pytest.fixture(autouse=True)
def _without_kernels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maturity.making.make_workbook", lambda engagement, *_, **__: workbook_of(engagement))


def test_each_format_is_made_of_one_workbook() -> None:
    """The workbook's text and its page, as UTF-8; nothing that was not ordered."""
    made = make_files(PAY, ORDER)
    assert made.files["ipynb"] == workbook_text(workbook_of(PAY)).encode()
    assert made.files["html"] == render_page(workbook_of(PAY), brand=ORDER.brand, interactive=False).encode()
    assert (set(made.files), made.failure) == ({"ipynb", "html"}, "")
    assert set(make_files(PAY, Order(model=ORDER.model, formats=("html",))).files) == {"html"}
    assert set(ORDER.formats) <= set(FORMATS)


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

    def fails(*_args: object, **_more: object) -> None:
        raise error

    monkeypatch.setattr("maturity.making.make_workbook", fails)
    assert make_files(PAY, ORDER) == told
