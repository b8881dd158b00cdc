"""One file read whole, or refused in a word: what it is decides who reads it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from maturity.errors import Fault, InputError
from maturity.intake.csv_files import read_csv
from maturity.intake.spreadsheets import HEAD, MOST_PACKED, headed, read_headed, read_spreadsheet
from maturity.intake.tables import Table

TABLES = (".csv", ".xlsx")  #: endings of the files that hold a table
MOST_BYTES = 200 * 2**20  #: of a text file

_ARCHIVE = b"PK\x03\x04"  #: what every .xlsx and .ods file starts with


def read_table(path: Path, *, place: str, sheet: str) -> Table:
    """The table in a file; in a workbook of several sheets, the one of that name or the first.

    Raises:
        InputError: the file can't be read, or holds no table.
    """
    tables = read_tables(path, place=place, sheet=sheet, is_form=lambda _: False)
    return tables if isinstance(tables, Table) else tables[0]


def read_tables(
    path: Path, *, place: str, sheet: str, is_form: Callable[[Sequence[str]], bool]
) -> Table | tuple[Table, ...]:
    """The tables of a file under headers that make it a form; where there is none, the table as `read_table` has it.

    Raises:
        InputError: the file can't be read, or holds no table.
    """
    ending = path.suffix.lower()
    if ending not in TABLES:
        raise _refused(place, f"{_ending(path)}; expected .csv or .xlsx, which any spreadsheet program can save")
    content = read_content(path, place=place)
    if ending == ".xlsx":
        forms = read_headed(content, place=place, is_header=is_form)
        return forms or read_spreadsheet(content, place=place, sheet=sheet)
    if content.startswith(_ARCHIVE):
        raise _refused(place, "is a workbook, not text; expected CSV, or a name that ends in .xlsx")
    table = read_csv(content, place=place)
    parts = headed((table.header, *table.rows), is_form) if _may_be(is_form, table) else []
    return tuple(replace(table, header=part[0], rows=tuple(part[1:])) for part in parts) or table


def _may_be(is_form: Callable[[Sequence[str]], bool], table: Table) -> bool:
    return any(is_form(row.cells) for row in (table.header, *table.rows[:HEAD]))


def read_content(path: Path, *, place: str) -> bytes:
    """The bytes of a file.

    Raises:
        InputError: the file can't be read, or is too large.
    """
    most = MOST_PACKED if path.suffix.lower() == ".xlsx" else MOST_BYTES
    try:
        if not path.is_file():
            raise _refused(place, "is not a file; expected one")
        size = path.stat().st_size
        if size > most:
            raise _refused(place, f"has {size:,} bytes; expected at most {most:,}")
        return path.read_bytes()
    except OSError as error:
        raise _refused(place, f"can't be read ({error.strerror}); expected a file open to you") from error


def _ending(path: Path) -> str:
    return f"ends in {path.suffix!r}" if path.suffix else "has no ending"


def _refused(place: str, problem: str) -> InputError:
    return InputError([Fault(place=place, problem=problem)])
