"""The answer sheet as plain CSV, for who has no spreadsheet program or wants none."""

import csv
import io
from collections.abc import Iterator

from maturity.intake.fields import number_text
from maturity.intake.forms import guarded
from maturity.sheet.content import Form, Line, Shape, Value

MARK = "\ufeff"  #: by which Excel knows UTF-8


def sheet_text(form: Form) -> str:
    """The sheet as CSV, a row for each question; no cell starts what a spreadsheet would run."""
    words = form.words
    columns = ("key", "practice", "question", "choices", "answer", "proof", "evidence", "note")
    header = [words[f"column.{column}"] for column in columns]
    written = io.StringIO()
    writer = csv.writer(written, delimiter=words["csv.separator"], lineterminator="\r\n")
    writer.writerow([*header, *([form.last_title] if form.last_title else [])])
    for group in form.groups:
        for line in group.lines:
            cells = [line.key, line.name, line.question, _choices(form, line), _shown(line.value), line.proof]
            cells += [line.evidence, line.note, *([line.last] if form.last_title else [])]
            writer.writerow([guarded(cell) for cell in cells])
    return MARK + written.getvalue()


def _choices(form: Form, line: Line) -> str:
    return " / ".join(_offered(form, line))


def _offered(form: Form, line: Line) -> Iterator[str]:
    if line.shape is Shape.ANSWER:
        yield from form.choices
    elif line.shape is Shape.YES_NO:
        yield from (form.words["yes"], form.words["no"])


def _shown(value: Value) -> str:
    if isinstance(value, float):
        return number_text(value)
    return "" if value is None else str(value)
