"""Excel workbooks as tables: the sheet that is asked for by name, or every table with a known header."""

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from maturity.errors import Fault, InputError
from maturity.intake.fields import number_text
from maturity.intake.tables import MOST_COLUMNS, Row, Table, column_letter, trimmed

MOST_PACKED = 20 * 2**20  #: bytes of a workbook
MOST_UNPACKED = 200 * 2**20  #: bytes of everything in it
HEAD = 200  #: rows of a sheet among which a header is looked for

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"  #: what .xls and encrypted workbooks start with
_ESCAPED = re.compile(r"_x(00[01][0-9A-Fa-f])_")  #: a control character; openpyxl takes back all other escapes


def read_spreadsheet(content: bytes, *, place: str, sheet: str) -> Table:
    """The table in an .xlsx file: in the sheet of that name, or else in the first.

    A formula is taken as its text, and warned of. Dates and numbers come as the text that the readers expect.

    Raises:
        InputError: the file is not an Excel workbook, is too large, or holds no header.
    """
    with _opened(content, place) as book:
        named = (own for own in book.worksheets if own.title.strip().casefold() == sheet)
        grid = _grid(next(named, book.worksheets[0]))
        titled = len(book.worksheets) > 1
        day_zero = _day_zero(book)
    if grid.width > MOST_COLUMNS:
        problem = f"reaches to column {column_letter(grid.width - 1)}; expected at most {MOST_COLUMNS:,} columns"
        raise InputError([Fault(place=place, problem=problem)])
    place = f"{place}: sheet {grid.name!r}" if titled else place
    if not grid.rows:
        raise InputError([Fault(place=place, problem="is empty; expected a header line and rows under it")])
    noted = formula_warnings(place, sorted(grid.formulas))
    return _table(place, grid.rows, grid, day_zero, warnings=noted)


def read_headed(content: bytes, *, place: str, is_header: Callable[[Sequence[str]], bool]) -> tuple[Table, ...]:
    """Every table of an .xlsx file under such a header, wherever it stands on whatever sheet; none if there is none.

    Raises:
        InputError: the file is not an Excel workbook, or is too large.
    """
    tables: list[Table] = []
    with _opened(content, place) as book:
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            if any(is_header(_texts(cells)) for cells in islice(sheet.iter_rows(), HEAD)):
                grid, here = _grid(sheet), f"{place}: sheet {sheet.title!r}"
                tables += [_table(here, rows, grid, _day_zero(book)) for rows in headed(grid.rows, is_header)]
    return tuple(tables)


def headed(rows: Sequence[Row], is_header: Callable[[Sequence[str]], bool]) -> list[list[Row]]:
    """The rows from each header down to the next; what stands before the first is left out."""
    parts: list[list[Row]] = []
    for row in rows:
        if is_header(row.cells):
            parts.append([])
        if parts:
            parts[-1].append(row)
    return parts


def formula_warnings(place: str, formulas: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """What is told of cells, by line and column, that held formulas and were taken as text; nothing if none did."""
    if not formulas:
        return ()
    cells, it = ("cells hold formulas", "their") if len(formulas) > 1 else ("cell holds a formula", "its")
    named = [f"{column_letter(index)}{line}" for line, index in formulas[:3]]
    where = ", ".join(named) + (", …" if len(formulas) > len(named) else "")
    return (f"{place}: {len(formulas)} {cells} ({where}); taken as {it} text, not {it} value",)


@dataclass(frozen=True, kw_only=True)
class _Grid:
    """What one sheet holds."""

    name: str
    rows: tuple[Row, ...]  #: those that hold anything
    formulas: frozenset[tuple[int, int]]  #: line, and column counted from 0
    width: int  #: columns that hold anything


def _table(place: str, rows: Sequence[Row], grid: _Grid, day_zero: date, *, warnings: tuple[str, ...] = ()) -> Table:
    return Table(
        place=place,
        header=rows[0],
        rows=tuple(rows[1:]),
        is_lettered=True,
        warnings=warnings,
        formulas=grid.formulas,
        day_zero=day_zero,
    )


@contextmanager
def _opened(content: bytes, place: str) -> Iterator[Any]:
    """The workbook, open to be read.

    Raises:
        InputError: it is not one, or what was read of it is damaged.
    """
    import openpyxl

    try:
        _refuse_archive(content, place)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and drop-downs that it leaves out
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
            try:
                yield book
            finally:
                book.close()
    except InputError:
        raise
    except Exception as error:  # whatever openpyxl, its XML parser or zlib make of a broken file, it is that: broken
        problem = f"can't be read as an Excel workbook ({type(error).__name__}); expected an undamaged .xlsx file"
        raise InputError([Fault(place=place, problem=problem)]) from error


def _refuse_archive(content: bytes, place: str) -> None:
    """Refuse what is not the archive that a workbook is, before anything in it is unpacked."""
    problem = None
    if content.startswith(_OLD_OFFICE):
        problem = "is an old Excel file (.xls), or has a password; expected an .xlsx file without a password"
    elif len(content) > MOST_PACKED:
        problem = f"has {len(content):,} bytes; expected at most {MOST_PACKED:,}"
    else:
        try:
            archive = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            problem = "is not an Excel workbook, or is damaged; expected an .xlsx file"
        else:
            problem = _archive_problem(archive)
    if problem:
        raise InputError([Fault(place=place, problem=problem)])


def _archive_problem(archive: zipfile.ZipFile) -> str | None:
    names = {part.filename for part in archive.infolist()}
    unpacked = sum(part.file_size for part in archive.infolist())
    if "content.xml" in names and "xl/workbook.xml" not in names:
        return "is an OpenDocument file (.ods) by another name; expected it saved as .xlsx"
    if "xl/workbook.xml" not in names:
        return "is not an Excel workbook, or is damaged; expected an .xlsx file"
    if unpacked > MOST_UNPACKED:
        return f"unpacks to {unpacked:,} bytes; expected at most {MOST_UNPACKED:,}"
    declared = next((name for name in sorted(names) if _declares_a_type(archive, name)), None)
    return (
        declared and f"declares a document type in {declared!r}, as no spreadsheet program does; expected an .xlsx file"
    )


def _declares_a_type(archive: zipfile.ZipFile, name: str) -> bool:
    """Whether a part of the archive is XML with a document type, where entities are declared that explode."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, iterparse

    if not name.endswith((".xml", ".rels", ".vml")):
        return False
    with archive.open(name) as part:
        try:
            next(iter(iterparse(part, events=("start",), forbid_dtd=True)), None)
        except DefusedXmlException:
            return True
        except ParseError:
            return False  # and openpyxl will say so
    return False


def _day_zero(book: Any) -> date:  # noqa: ANN401  (openpyxl's workbook, read only)
    zero: datetime = book.epoch
    return zero.date()


def _grid(sheet: Any) -> _Grid:  # noqa: ANN401  (openpyxl's sheet, read only)
    sheet.reset_dimensions()
    rows, formulas = [], set()
    for line, cells in enumerate(sheet.iter_rows(), start=1):
        texts = _texts(cells)
        formulas |= {(line, index) for index, cell in enumerate(cells) if cell.data_type == "f"}
        if texts:
            rows.append(Row(line=line, cells=texts))
        if len(texts) > MOST_COLUMNS:
            break
    width = max((len(row.cells) for row in rows), default=0)
    return _Grid(name=sheet.title, rows=tuple(rows), formulas=frozenset(formulas), width=width)


def _texts(cells: Sequence[Any]) -> tuple[str, ...]:
    return trimmed([_text(cell.value) for cell in cells])


def _text(value: object) -> str:
    """A cell's value as text: dates as ISO 8601, whole numbers without a point, a formula as it was typed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    return _ESCAPED.sub(lambda escape: chr(int(escape[1], 16)), str(getattr(value, "text", value)))
