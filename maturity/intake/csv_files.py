"""CSV files as tables, with the delimiters, marks and line breaks that spreadsheets leave in them."""

import csv
import io
import re
from collections.abc import Iterator

from maturity.errors import Fault, InputError
from maturity.intake.tables import Row, Table, trimmed
from maturity.intake.text import decode

DELIMITERS = (",", ";", "\t")

_SEPARATOR_LINE = re.compile(r'"?sep=([^\w\s"]|\t)"?(?:\r\n|\r|\n|$)', re.IGNORECASE)
_BROKEN = {
    "unexpected end of data": 'opens a quote (") that is never closed; expected one at the end of the cell',
    "field larger": 'has a cell longer than any note; expected an end quote (") in it',
    "expected after": "has text after an end quote; expected a delimiter there, and quotes doubled inside a cell",
}


def read_csv(content: bytes, *, place: str) -> Table:
    """The table in a CSV file; a row that can't be taken apart stays in it as broken.

    Raises:
        InputError: the file is not text, or holds no header.
    """
    text, warnings = decode(content, place=place)
    text = text.removeprefix("\ufeff")
    mark = _SEPARATOR_LINE.match(text)
    delimiter = mark[1] if mark else _delimiter(text)
    rows = [row for row in _rows(text, delimiter) if row.cells or row.broken]
    rows = rows[1:] if mark else rows
    if not rows or rows[0].broken or "\0" in "".join(rows[0].cells):
        raise InputError([Fault(place=place, line=rows[0].line if rows else None, problem=_no_header(rows))])
    return Table(place=place, header=rows[0], rows=tuple(rows[1:]), is_lettered=False, warnings=tuple(warnings))


def _no_header(rows: list[Row]) -> str:
    if not rows:
        return "is empty; expected a header line and rows under it"
    return rows[0].broken or "holds NUL characters; expected CSV as text, best in UTF-8"


def _delimiter(text: str) -> str:
    """The delimiter that parts the header into most cells; the comma where none does."""
    return max(DELIMITERS, key=lambda delimiter: _first_width(text, delimiter))


def _first_width(text: str, delimiter: str) -> int:
    return next((row.width for row in _rows(text, delimiter) if row.width), 0)


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
            yield Row(line=line, cells=trimmed(cells), width=len(cells))
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(line=line, broken=_why(str(error)))


def _why(error: str) -> str:
    told = (words for sign, words in _BROKEN.items() if sign in error)
    return next(told, f"can't be taken apart ({error}); expected cells with a delimiter between them")
