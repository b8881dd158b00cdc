"""A table of text cells, whatever file it came from, in which every cell knows its place."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from maturity.errors import Fault
from maturity.intake.fields import FieldError, near, quoted

T = TypeVar("T")
ALPHABET = 26  #: columns of a spreadsheet before two letters are needed
ROW = -1  #: where the row itself stands among its columns
MOST_COLUMNS = 1_000  #: a model has some two hundred


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A place in an input that a fault can name."""

    place: str  #: the file, as seen from the folder that it came in
    line: int | None = None  #: line or row, counted from 1
    column: str | None = None  #: header, letter, or both

    def __str__(self) -> str:
        """The spot as its faults name it."""
        return str(self.fault(""))

    def fault(self, problem: str) -> Fault:
        """The fault of that problem, here."""
        return Fault(place=self.place, line=self.line, column=self.column, problem=problem)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of a table."""

    line: int  #: where it starts, counted from 1
    cells: tuple[str, ...] = ()  #: trimmed, without the empty ones at the end
    width: int = 0  #: cells, with the empty ones at the end; 0 where a file counts no cells
    broken: str = ""  #: why it could not be taken apart, if it could not


@dataclass(frozen=True, kw_only=True)
class Table:
    """A header and the rows under it, as text."""

    place: str
    header: Row
    rows: tuple[Row, ...]  #: those that hold anything
    is_lettered: bool  #: columns have letters, as in a spreadsheet
    warnings: tuple[str, ...] = ()
    formulas: frozenset[tuple[int, int]] = frozenset()  #: cells that hold one: line, and column counted from 0
    day_zero: date | None = None  #: from which a spreadsheet counts the days of a cell that shows a number

    def column(self, index: int) -> str:
        """The letter or the number of a column, counted from 0."""
        return column_letter(index) if self.is_lettered else str(index + 1)

    def spot(self, row: Row, index: int | None = None) -> Spot:
        """The place of a row, or of its cell in that column, counted from 0."""
        if index is None:
            return Spot(place=self.place, line=row.line)
        title = self.header.cells[index] if index < len(self.header.cells) and row is not self.header else ""
        letter = column_letter(index) if self.is_lettered else ""
        column = f"{title} ({letter})" if title and letter else title or letter or None
        return Spot(place=self.place, line=row.line, column=column)


@dataclass(frozen=True, kw_only=True)
class Header:
    """What the columns of a table are."""

    columns: Mapping[str, int]  #: index by column name, as the reader knows it
    faults: tuple[Fault, ...]


@dataclass(frozen=True, kw_only=True)
class Cells:
    """One row's cells by column name; the faults found while they are read gather here.

    A row that is broken, or has cells beyond the header, has no cells to read: they stand in the wrong columns.
    """

    table: Table
    row: Row
    columns: Mapping[str, int]
    found: list[tuple[int, Fault]] = field(default_factory=list)  #: faults, each with its column's index

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The faults found so far: those of the row, then those of its cells from left to right."""
        return tuple(fault for _, fault in sorted(self.found, key=lambda found: found[0]))

    @property
    def here(self) -> Spot:
        """The place of the row."""
        return self.table.spot(self.row)

    def text(self, column: str) -> str:
        """The text in that column; empty where the row or the table has none."""
        index = self.columns.get(column)
        return "" if index is None or index >= len(self.row.cells) else self.row.cells[index]

    def spot(self, column: str) -> Spot:
        """The place of the cell in that column."""
        return self.table.spot(self.row, self.columns.get(column))

    def refuse(self, column: str, problem: str) -> None:
        """Note a fault of the cell in that column."""
        self.found.append((self.columns.get(column, ROW), self.spot(column).fault(problem)))

    def refuse_row(self, problem: str) -> None:
        """Note a fault of the row."""
        self.found.append((ROW, self.here.fault(problem)))

    def read(self, column: str, reader: Callable[[str], T]) -> T | None:
        """What the cell says; None where it is empty, or can't be read, which is noted."""
        text = self.text(column)
        if not text:
            return None
        try:
            return reader(text)
        except FieldError as error:
            self.refuse(column, str(error))
            return None


def read_header(table: Table, *, known: Sequence[str], required: Sequence[str], expected: str) -> Header:
    """The table's columns, found by name without regard to case, with every fault of the header."""
    if table.header.width > MOST_COLUMNS:
        problem = f"has {table.header.width:,} columns; expected at most {MOST_COLUMNS:,}"
        return Header(columns={}, faults=(table.spot(table.header).fault(problem),))
    names = {name.casefold(): name for name in known}
    columns: dict[str, int] = {}
    faults: list[Fault] = []
    for index, title in enumerate(table.header.cells):
        name = names.get(title.casefold())
        spot = table.spot(table.header, index)
        if name is None and title:
            hint = near(title, tuple(known)) or f"; expected {expected}"
            faults.append(spot.fault(f"{quoted(title)} is not a column{hint}"))
        elif name in columns:
            where = f"columns {table.column(columns[name])} and {table.column(index)}"
            faults.append(spot.fault(f"{quoted(title)} heads {where}; expected it once"))
        elif name is not None:
            columns[name] = index
    spot = table.spot(table.header)
    faults += [spot.fault(f"has no column {name!r}; expected one") for name in required if name not in columns]
    return Header(columns=columns, faults=tuple(faults))


def open_row(table: Table, row: Row, columns: Mapping[str, int]) -> Cells:
    """The cells of a row, with the faults of its shape."""
    is_shifted = row.width > table.header.width
    cells = Cells(table=table, row=row, columns={} if row.broken or is_shifted else columns)
    if row.broken:
        cells.refuse_row(row.broken)
    elif is_shifted:
        cells.refuse_row(f"has {row.width} cells; expected at most {table.header.width}, as in the header")
    for index, text in enumerate(row.cells if cells.columns else ()):
        if text and not "".join(table.header.cells[index : index + 1]):
            where = f"column {table.column(index)}, which has no name"
            problem = f"{quoted(text)} stands in {where}; expected one in the header"
            cells.found.append((index, cells.here.fault(problem)))
    return cells


def trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    """The cells without the white space around them, and without the empty ones at the end.

    >>> trimmed([" a ", "", "b", " ", ""])
    ('a', '', 'b')
    """
    kept = [cell.strip() for cell in cells]
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)


def column_letter(index: int) -> str:
    """The letters of a spreadsheet's column, counted from 0.

    >>> column_letter(0), column_letter(25), column_letter(26), column_letter(701), column_letter(702)
    ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    more, letter = divmod(index, ALPHABET)
    return (column_letter(more - 1) if more else "") + chr(ord("A") + letter)
