"""Cells of a workbook that hold what they are given and nothing else: no formula, no link, no mark-up."""

import re
import textwrap
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from maturity.charts.palette import Palette
from maturity.intake.fields import number_text
from maturity.sheet.content import Form, Shape, Value

#: on every machine, or another of the same widths
FONT: Final = {"font_name": "Arial", "font_size": 10, "font_scheme": ""}
LETTERS: Final = 1.1  #: of a text to a column's width in digits
INDENT: Final = 1  #: letter, so that no text touches its frame
LINE: Final = 13.0  #: points that a line of it takes
LONGEST_CELL: Final = 32_767  #: characters that a cell of Excel can hold
HIGHEST_ROW: Final = 400.0  #: points; Excel takes 409
CUT: Final = " […]"  #: where a longer text ends
FIRST_DAY: Final = date(1900, 3, 1)  #: that every spreadsheet program counts alike

_ILLEGAL = re.compile("[\ud800-\udfff\ufffe\uffff]")  #: what XML can't hold
_LINE_END = re.compile("\r\n?")  #: a cell has one kind of line end
_MARK_UP = re.compile(r"<r>.*</r>", re.DOTALL)  #: what xlsxwriter takes for its own rich text

TEXT: Final = 49  #: the number of the format in which nothing typed is a formula, a day or a number

#: how a cell shows what it holds, in every language; text stays text, whatever is typed, and a day that a program
#: saves as text can be no other day
_NUMBER_FORMATS: Final = {
    Shape.TEXT: TEXT,
    Shape.DAY: "yyyy-mm-dd",
    Shape.HEADS: "0",
    Shape.NUMBER: "#,##0.######",
    Shape.SHARE: "0.####%",
    Shape.YES_NO: TEXT,
    Shape.ANSWER: TEXT,
}


class Look:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any, palette: Palette) -> None:  # noqa: ANN401  (xlsxwriter ships no types)
        self._book = book
        self._made: dict[str, Any] = {}
        self._parts = _parts(palette)

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401  (the same)
        if name not in self._made:
            self._made[name] = self._book.add_format(self._parts[name])
        return self._made[name]


def put(sheet: Any, row: int, column: int, value: Value, look: Any) -> None:  # noqa: ANN401
    """Write a value as what it is: a day, a number or a text."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, date) and value >= FIRST_DAY:
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), look)  # noqa: DTZ001  (a day)
    elif isinstance(value, int | float) and float(f"{value:.16G}") == value:
        sheet.write_number(row, column, value, look)
    else:
        text = number_text(float(value)) if isinstance(value, int | float) else str(value)
        sheet.write_string(row, column, harmless(text), look)


def harmless(text: str) -> str:
    """The text as a cell can hold it: no longer, in letters that XML has, and never mark-up of a workbook."""
    legal = _LINE_END.sub("\n", _ILLEGAL.sub("\ufffd", text))
    whole = legal if len(legal) <= LONGEST_CELL else legal[: LONGEST_CELL - len(CUT)] + CUT
    return f"{whole} " if _MARK_UP.fullmatch(whole) else whole


def cut_cells(form: Form) -> tuple[str, ...]:
    """The keys of the rows whose texts are longer than a cell can hold."""
    lines = (line for group in form.groups for line in group.lines)
    texts = ((line.key, max(map(len, (str(line.value), line.evidence, line.note)))) for line in lines)
    return tuple(key for key, length in texts if length > LONGEST_CELL)


def height(texts: Sequence[tuple[str, int]]) -> float:
    """Points of a row that shows each of these texts whole in a column of that width, in characters."""
    lines = (sum(_folds(line, width) for line in text.splitlines()) for text, width in texts)
    return min(HIGHEST_ROW, LINE * max(1, *lines) + 3)


def _folds(line: str, width: int) -> int:
    return max(1, len(textwrap.wrap(line, max(1, int(width * LETTERS) - INDENT))))


def _parts(palette: Palette) -> Mapping[str, dict[str, Any]]:
    block = {"text_wrap": True, "valign": "top", "align": "left", "indent": INDENT}
    aside = {"align": "left", "valign": "top", "indent": INDENT}
    under = {"bottom": 1, "bottom_color": palette.rule}
    over = {"top": 1, "top_color": palette.ink, "bold": True}
    bold, muted = {"bold": True}, {"font_color": palette.muted}
    band = {**block, "font_color": palette.on_accent, "bg_color": palette.accent, "valign": "vcenter"}
    typed = {**block, "locked": False, "bg_color": palette.accent_soft}
    typed |= {"border": 1, "border_color": palette.usually}
    return {
        "title": {**aside, "font_size": 20, "font_color": palette.accent, **bold},
        "subtitle": {**aside, "font_size": 12, **muted},
        "section": {**aside, "valign": "vcenter", "font_size": 13, "font_color": palette.accent, **bold},
        "header": {**band, "bg_color": palette.ink, **bold},
        "band": {**band, **bold},
        "band-text": band,
        "key": {**block, **under, **muted, "font_size": 8},
        "name": {**block, **under, **bold},
        "text": {**block, **under},
        "second": {**block, **under, **muted},
        "plain": block,
        "label": {**block, **bold},
        "bar": {**aside, **under, "font_color": palette.accent},
        "total": {**block, **over},
        "total-bar": {**aside, **over, "font_color": palette.accent},
        "attention": {"font_color": palette.warm, **bold},
        "wanted": {"bg_color": palette.warm_soft, "border": 1, "border_color": palette.warm},
        **{f"input-{shape}": {**typed, "num_format": shown} for shape, shown in _NUMBER_FORMATS.items()},
    }
