"""An answer sheet: one engagement's answers, a row for each practice."""

from collections.abc import Mapping

from maturity.intake.drafts import Draft
from maturity.intake.fields import FieldError, either
from maturity.intake.responses import PARTS, Said, read_parts
from maturity.intake.tables import Cells, Spot, Table, open_row, read_header
from maturity.intake.vocabulary import Vocabulary

SHEET = "answers"  #: of a workbook that has several

_COLUMNS = ("practice", *PARTS)


def read_answers(table: Table, vocabulary: Vocabulary) -> Draft:
    """The answers of a sheet: columns by their names, in any order, and practices by key or by name."""
    header = read_header(table, known=_COLUMNS, required=_COLUMNS[:2], expected=either(_COLUMNS))
    said: dict[str, Mapping[str, Said]] = {}
    first: dict[str, Spot] = {}
    faults = list(header.faults)
    for row in table.rows:
        cells = open_row(table, row, header.columns)
        key = _practice(cells, vocabulary)
        parts = read_parts(cells, {part: part for part in PARTS if cells.text(part)}, vocabulary)
        if key and first.setdefault(key, cells.here) != cells.here:
            cells.refuse_row(f"{key!r} stands on line {first[key].line} too; expected one row for each practice")
        elif key and parts:
            said[key] = parts
        faults += cells.faults
    return Draft(spot=Spot(place=table.place), said=said, faults=tuple(faults), warnings=table.warnings)


def _practice(cells: Cells, vocabulary: Vocabulary) -> str | None:
    """The key of the row's practice; None where it can't be read, which is noted."""
    text = cells.text("practice")
    if not text and "practice" in cells.columns:
        cells.refuse("practice", "is empty; expected the key or the name of a practice")
    try:
        return vocabulary.practice(text).key if text else None
    except FieldError as error:
        cells.refuse_row(str(error))
        return None
