"""Excel workbooks as tables: their first sheet, or the one named for it, as the text that its cells hold."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from maturity.errors import Fault, InputError
from maturity.intake.tables import MOST_COLUMNS, Row, Table, column_letter, trimmed

MOST_PACKED = 20 * 2**20  #: bytes of a workbook
MOST_UNPACKED = 200 * 2**20  #: bytes of everything in it

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"  #: what .xls and encrypted workbooks start with
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_spreadsheet(content: bytes, *, place: str, sheet: str) -> Table:
    """The table in an .xlsx file: in the sheet of that name, or else in the first.

    A formula is taken as its text, and warned of. Dates and numbers come as the text that the readers expect.

    Raises:
        InputError: the file is not an Excel workbook, is too large, or holds no header.
    """
    _refuse_archive(content, place)
    try:
        name, grid, formulas = _opened(content, sheet)
    except _TooWideError as error:
        raise InputError([Fault(place=place, problem=str(error))]) from error
    except Exception as error:  # whatever openpyxl, its XML parser or zlib make of a broken file, it is that: broken
        problem = f"can't be read as an Excel workbook ({type(error).__name__}); expected an undamaged .xlsx file"
        raise InputError([Fault(place=place, problem=problem)]) from error
    place = f"{place}: sheet {name!r}" if name else place
    if not grid:
        raise InputError([Fault(place=place, problem="is empty; expected a header line and rows under it")])
    noted = _formula_warning(place, formulas)
    return Table(place=place, header=grid[0], rows=tuple(grid[1:]), is_lettered=True, warnings=noted)


class _TooWideError(Exception):
    """A sheet with more columns than any table has."""


def _refuse_archive(content: bytes, place: str) -> None:
    """Refuse what is not the archive that a workbook is, before anything in it is unpacked."""
    problem = None
    if content.startswith(_OLD_OFFICE):
        problem = "is an old Excel file (.xls), or has a password; expected an .xlsx file without a password"
    elif len(content) > MOST_PACKED:
        problem = f"has {len(content):,} bytes; expected at most {MOST_PACKED:,}"
    else:
        try:
            parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            parts = []
        unpacked = sum(part.file_size for part in parts)
        if "xl/workbook.xml" not in {part.filename for part in parts}:
            problem = "is not an Excel workbook, or is damaged; expected an .xlsx file"
        elif unpacked > MOST_UNPACKED:
            problem = f"unpacks to {unpacked:,} bytes; expected at most {MOST_UNPACKED:,}"
    if problem:
        raise InputError([Fault(place=place, problem=problem)])


def _opened(content: bytes, wanted: str) -> tuple[str, list[Row], list[str]]:
    """The sheet's name where there is more than one, its rows, and the addresses of its formulas."""
    import defusedxml  # noqa: F401  (openpyxl parses through it where it is installed: never without)
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles and drop-downs that it leaves out
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        try:
            sheet = next((s for s in book.worksheets if s.title.strip().casefold() == wanted), book.worksheets[0])
            sheet.reset_dimensions()
            formulas: list[str] = []
            rows = [row for row in _rows(sheet.iter_rows(), formulas) if row.cells]
        finally:
            book.close()
    return sheet.title if len(book.worksheets) > 1 else "", rows, formulas


def _rows(rows: Iterator[Sequence[Any]], formulas: list[str]) -> Iterator[Row]:
    for line, cells in enumerate(rows, start=1):
        texts = trimmed([_text(cell.value) for cell in cells])
        if len(texts) > MOST_COLUMNS:
            problem = f"reaches to column {column_letter(len(texts) - 1)}; expected at most {MOST_COLUMNS:,} columns"
            raise _TooWideError(problem)
        formulas += [f"{column_letter(i)}{line}" for i, cell in enumerate(cells) if cell.data_type == "f"]
        yield Row(line=line, cells=texts)


def _text(value: object) -> str:
    """A cell's value as text: dates as ISO 8601, whole numbers without a point, a formula as it was typed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    return _ESCAPED.sub(lambda escape: chr(int(escape[1], 16)), str(getattr(value, "text", value)))


def _formula_warning(place: str, formulas: Sequence[str]) -> tuple[str, ...]:
    if not formulas:
        return ()
    cells, it = ("cells hold formulas", "their") if len(formulas) > 1 else ("cell holds a formula", "its")
    where = ", ".join(formulas[:3]) + (", …" if len(formulas) > 3 else "")  # noqa: PLR2004
    return (f"{place}: {len(formulas)} {cells} ({where}); taken as {it} text, not {it} value",)
