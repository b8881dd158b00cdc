"""Native tables: rows as high as their words, smaller where they must be, and what has no room counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Unpack

from maturity.charts.ink import Box
from maturity.deck.canvas import Canvas
from maturity.deck.fitting import Para, Style, fitted, height_of, para
from maturity.deck.office import MAIN, POINT, describe, emu, scheme, write
from maturity.language import tr_n
from maturity.wording import opened, spelled

Cell = tuple[Para, ...]
Row = tuple[Cell, ...]

TEXT: Final = 13.0  #: points of a cell's letters; a quarter more where there is room
PAD_X: Final = 7.0
PAD_Y: Final = 5.0
SCALES: Final = (1.25, 1.2, 1.15, 1.1, 1.05, 1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7)
PLAIN: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  #: Office's own style without fills and lines


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A table on a slide."""

    bottom: float
    left_out: int  #: rows that found no room


def cell(*texts: str, size: float = TEXT, **style: Unpack[Style]) -> Cell:
    """A cell of these lines."""
    return tuple(para(text, size, **style) for text in texts if text)


def add_table(  # noqa: PLR0913  (what, where and how: a call names them)
    canvas: Canvas,
    rows: Sequence[Row],
    box: Box,
    *,
    shares: Sequence[float],
    name: str,
    header: Sequence[str] = (),
) -> Placed:
    """A table of those rows in the box, its columns sharing the width; the first column heads each row.

    Letters are made smaller until every row has room, down to what can be read in a room; then rows are left out,
    from the last.
    """
    widths = [box.width * share / sum(shares) for share in shares]
    heads = [tuple(cell(text, size=11.5, bold=True, colour="muted") for text in header)] if header else []
    shown, pad = _shown([*heads, *rows], widths, box.height)
    heights = [_height(row, widths, pad) for row in shown]
    frame = canvas.shapes.add_table(len(shown), len(widths), *emu(_sized(box, sum(heights))))
    describe(frame, name)
    table = frame.table
    table.first_row, table.horz_banding, table.first_col = bool(header), False, True
    frame.element.find(f".//{{{MAIN}}}tableStyleId").text = PLAIN
    for column, width in zip(table.columns, widths, strict=True):
        column.width = round(width * POINT)
    for number, (row, height) in enumerate(zip(shown, heights, strict=True)):
        table.rows[number].height = round(height * POINT)
        for at, (place, words) in enumerate(zip(table.rows[number].cells, row, strict=True)):
            _fill(place, words, pad, strong=bool(header) and number == 0)
            place.margin_left = round(PAD_X * POINT) if at else 0
    return Placed(bottom=box.y + sum(heights), left_out=len(rows) + len(heads) - len(shown))


def more_stages(left_out: int) -> str:
    """How many stages found no room."""
    return _more(
        tr_n("{number} more stage in the workbook.", "{number} more stages in the workbook.", left_out), left_out
    )


def more_questions(left_out: int) -> str:
    """How many questions found no room."""
    said = tr_n("{number} more question in the workbook.", "{number} more questions in the workbook.", left_out)
    return _more(said, left_out)


def more_rows(left_out: int) -> str:
    """How many rows found no room."""
    return _more(tr_n("{number} more row in the workbook.", "{number} more rows in the workbook.", left_out), left_out)


def _more(said: str, left_out: int) -> str:
    return opened(said.format(number=spelled(left_out)))


def _shown(rows: Sequence[Row], widths: Sequence[float], height: float) -> tuple[list[Row], float]:
    """The rows at the largest scale at which all have room, or as many as have at the smallest; and their padding."""
    for scale in SCALES:
        pad = PAD_Y * scale**2
        scaled = [tuple(tuple(one.scaled(scale) for one in words) for words in row) for row in rows]
        if sum(_height(row, widths, pad) for row in scaled) <= height:
            return scaled, pad
    kept: list[Row] = []
    for row in scaled:
        left = height - sum(_height(one, widths, pad) for one in kept)
        if _height(row, widths, pad) > left:
            return (kept if len(kept) > 1 else [*kept, _cut(row, widths, left - 2 * pad)]), pad
        kept.append(row)
    return kept, pad


def _cut(row: Row, widths: Sequence[float], height: float) -> Row:
    """The row with its words cut to that height."""
    return tuple(fitted(words, width - 2 * PAD_X, height) for words, width in zip(row, widths, strict=True))


def _height(row: Row, widths: Sequence[float], pad: float) -> float:
    cells = zip(row, widths, strict=True)
    return max(height_of(words, width - 2 * PAD_X) for words, width in cells) + 2 * pad


def _sized(box: Box, height: float) -> Box:
    return Box(x=box.x, y=box.y, width=box.width, height=height)


def _fill(place: Any, words: Cell, pad: float, *, strong: bool) -> None:  # noqa: ANN401  (python-pptx's cell)
    """Write a cell, with a line under it and nothing behind it."""
    write(place.text_frame, words or (para("", 11),))
    place.margin_left = place.margin_right = round(PAD_X * POINT)
    place.margin_top = place.margin_bottom = round(pad * POINT)
    from lxml import etree
    from pptx.enum.text import MSO_ANCHOR

    place.vertical_anchor = MSO_ANCHOR.BOTTOM if strong else MSO_ANCHOR.TOP
    properties = place._tc.get_or_add_tcPr()  # noqa: SLF001  (python-pptx has no word for a cell's lines)
    for side in ("lnL", "lnR", "lnT"):
        etree.SubElement(etree.SubElement(properties, f"{{{MAIN}}}{side}", w="0"), f"{{{MAIN}}}noFill")
    under = etree.SubElement(properties, f"{{{MAIN}}}lnB", w=str(round((1.5 if strong else 0.75) * POINT)))
    fill = etree.SubElement(under, f"{{{MAIN}}}solidFill")
    etree.SubElement(fill, f"{{{MAIN}}}schemeClr", val=scheme("accent" if strong else "rule"))
    etree.SubElement(properties, f"{{{MAIN}}}noFill")
