"""Native bar charts: their numbers kept in a workbook in which no text is a formula or a link."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from maturity.charts.ink import Box
from maturity.deck.office import emu, paint, tagged
from maturity.deck.packing import dated_alike
from maturity.deck.plain import printable
from maturity.language import ENGLISH, spoken

_CHART: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_DAY_ZERO: Final = date(1899, 12, 30)  #: of spreadsheets
_LOCALES: Final = {ENGLISH: "", "fr": "[$-40C]"}  #: of a format, as spreadsheets name them; empty: the machine's
NEW: Final = datetime(1980, 1, 1)  # noqa: DTZ001  (spreadsheets know no zones)


@dataclass(frozen=True, kw_only=True)
class Series:
    """One kind of bar: a number, or nothing, for each category."""

    name: str
    values: tuple[float | None, ...]
    fill: str = ""  #: a token of the palette; empty: not drawn
    stroke: str = ""
    hatched: bool = False
    format: str = "0"  #: of its numbers, as spreadsheets write it


def serial(day: date) -> int:
    """A day as spreadsheets count it.

    >>> serial(date(2026, 3, 12))
    46093
    """
    return (day - _DAY_ZERO).days


def day_format() -> str:
    """How a day is written in a chart, in the language that is spoken, whatever the machine's is.

    >>> day_format()
    'd mmm yyyy'
    """
    return f"{_LOCALES[spoken()]}d mmm yyyy"


def add_bars(
    shapes: Any,  # noqa: ANN401  (a slide's shapes, or a group's)
    categories: Sequence[str],
    series: Sequence[Series],
    box: Box,
    *,
    stacked: bool,
) -> Any:  # noqa: ANN401  (python-pptx's frame)
    """A bar chart across, its first category on top, every number of it in the datasheet."""
    from pptx.chart import data as charted
    from pptx.enum.chart import XL_CHART_TYPE

    kept = ["\n".join(map(printable, category.split("\n"))) for category in categories]

    class Numbers(charted.CategoryChartData):
        """The chart's numbers, and a datasheet in which every text is only text."""

        @property
        def xlsx_blob(self) -> bytes:
            return _datasheet(kept, series)

    numbers: Any = Numbers()  # type: ignore[no-untyped-call]  # python-pptx's has no types
    numbers.categories = kept
    for one in series:
        numbers.add_series(printable(one.name), one.values, number_format=one.format)
    kind = XL_CHART_TYPE.BAR_STACKED if stacked else XL_CHART_TYPE.BAR_CLUSTERED
    frame = shapes.add_chart(kind, *emu(box), numbers)
    for drawn, one in zip(frame.chart.plots[0].series, series, strict=True):
        _dress(drawn, one)
    return frame


def set_font(text: Any, size: float, token: str = "ink") -> None:  # noqa: ANN401, S107  (python-pptx's; a colour's name)
    """Set a chart's letters."""
    from pptx.util import Pt

    text.size = Pt(size)
    text.name = "+mn-lt"
    paint(text.color, token)
    tagged(text)


def leave_room(chart: Any, *, left: float, top: float, width: float, height: float) -> None:  # noqa: ANN401
    """Give the bars this share of the chart, so that categories have the rest at any font."""
    from lxml import etree

    area = chart._chartSpace.plotArea  # noqa: SLF001  (python-pptx has no word for it)
    for old in area.findall(f"{{{_CHART}}}layout"):
        area.remove(old)
    layout = etree.Element(f"{{{_CHART}}}layout")
    manual = etree.SubElement(layout, f"{{{_CHART}}}manualLayout")
    values = {"layoutTarget": "inner", "xMode": "edge", "yMode": "edge", "x": left, "y": top, "w": width, "h": height}
    for name, value in values.items():
        etree.SubElement(manual, f"{{{_CHART}}}{name}", val=value if isinstance(value, str) else f"{value:.4f}")
    area.insert(0, layout)


def _dress(drawn: Any, series: Series) -> None:  # noqa: ANN401  (python-pptx's series)
    from pptx.enum.dml import MSO_PATTERN

    fill, line = drawn.format.fill, drawn.format.line
    if not series.fill:
        fill.background()
        line.fill.background()
        return
    if series.hatched:
        fill.patterned()
        fill.pattern = MSO_PATTERN.LIGHT_UPWARD_DIAGONAL
        paint(fill.fore_color, series.fill)
        paint(fill.back_color, "paper")
    else:
        fill.solid()
        paint(fill.fore_color, series.fill)
    paint(line.color, series.stroke or series.fill)
    line.width = 19_050
    drawn.invert_if_negative = False


def colour_points(drawn: Any, numbers: Sequence[int], fill: str, stroke: str) -> None:  # noqa: ANN401
    """Paint some bars of a series in another colour."""
    for number in numbers:
        point = drawn.points[number].format
        point.fill.solid()
        paint(point.fill.fore_color, fill)
        paint(point.line.color, stroke)
        point.line.width = 19_050


def grid_lines(axis: Any) -> None:  # noqa: ANN401  (python-pptx's axis)
    """Make an axis' lines as light as a rule."""
    axis.has_major_gridlines = True
    paint(axis.major_gridlines.format.line.color, "rule")
    axis.major_gridlines.format.line.width = 9_525


def _datasheet(categories: Sequence[str], series: Sequence[Series]) -> bytes:
    """The workbook behind a chart, as Office looks for it: categories in the first column, a series in each other."""
    from xlsxwriter import Workbook

    body = io.BytesIO()
    book = Workbook(body, {"in_memory": True})
    book.set_properties({"created": NEW})
    sheet = book.add_worksheet()
    for row, category in enumerate(categories, start=1):
        sheet.write_string(row, 0, category)
    for column, one in enumerate(series, start=1):
        sheet.write_string(0, column, printable(one.name))
        shown = book.add_format({"num_format": one.format})
        for row, value in enumerate(one.values, start=1):
            if value is not None:
                sheet.write_number(row, column, value, shown)
    sheet.set_column(0, 0, 40)
    book.close()
    return dated_alike(body.getvalue())
