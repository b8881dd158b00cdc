"""The answer sheet as an Excel workbook: drop-downs, locked questions, and progress that counts itself."""

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from maturity.charts.palette import LIGHT, Palette
from maturity.sheet.cells import FONT, Look
from maturity.sheet.content import Form
from maturity.sheet.first_sheet import guidance, write_start
from maturity.sheet.input_sheets import write_answers, write_company
from maturity.sheet.places import COMPANY, START, Plan

CREATED: Final = datetime(2026, 1, 1, tzinfo=UTC)  #: of every sheet, so that the same sheet has the same bytes
PACKED: Final = (1980, 1, 1, 0, 0, 0)  #: the first moment that an archive can name; that of every part
A4: Final = 9  #: Excel's number for the paper

_FIXED_HEIGHT = re.compile(rb' customHeight="1"')


def sheet_book(form: Form, *, palette: Palette = LIGHT) -> bytes:
    """The sheet as the bytes of an .xlsx file, the same for the same form."""
    import xlsxwriter

    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(written, {**options, "default_format_properties": dict(FONT)})
    book.set_properties({"title": form.words["title"], "created": CREATED})
    plan, look = Plan(form=form, first_answer=len(guidance(form))), Look(book, palette)
    start, company, answers = (
        book.add_worksheet(form.words[f"sheet.{name}"]) for name in ("start", "company", "answers")
    )
    write_start(start, plan, look)
    write_company(company, plan, look)
    write_answers(answers, plan, look)
    for sheet, columns in ((start, START), (company, COMPANY), (answers, plan.answer_columns)):
        _set_up(sheet, form.words, columns)
    start.fit_to_pages(1, 1)
    for sheet, columns in ((company, COMPANY), (answers, plan.answer_columns)):
        _hold_header(sheet, list(columns).index("answer"))
    book.close()
    return _with_free_heights(written.getvalue())


def _set_up(sheet: Any, words: Mapping[str, str], columns: Mapping[str, int]) -> None:  # noqa: ANN401  (xlsxwriter's)
    """Widths, protection without a password, and how it prints."""
    for column, width in enumerate(columns.values()):
        sheet.set_column(column, column, width)
    sheet.hide_gridlines(2)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    title, page, of = (words[name].replace("&", "&&") for name in ("title", "page", "page.of"))
    sheet.set_footer(f"&L&9{title}&C&9&A&R&9{page} &P {of} &N")


def _hold_header(sheet: Any, answer: int) -> None:  # noqa: ANN401  (the same)
    """The header and the names stay in sight, on paper too; the first cell to fill in is chosen."""
    sheet.fit_to_pages(1, 0)
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)
    sheet.set_selection(2, answer, 2, answer)
    sheet.ignore_errors({"number_stored_as_text": "A1:Z1000"})


def _with_free_heights(book: bytes) -> bytes:
    """The workbook with rows as high as they were set, which grow with what is typed into them."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            is_sheet = name.startswith("xl/worksheets/sheet")
            new.writestr(
                zipfile.ZipInfo(name, PACKED), _FIXED_HEIGHT.sub(b"", part) if is_sheet else part, zipfile.ZIP_DEFLATED
            )
    return packed.getvalue()
