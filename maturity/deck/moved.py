"""The slide of what moved since last time: a native bar chart of gates, and the answers that moved."""

from typing import Any, Final

from maturity.before_after import BeforeAfter, Kind, told_apart
from maturity.charts.ink import Box
from maturity.charts.lettering import shorten
from maturity.deck.bars import Series, add_bars, leave_room, set_font
from maturity.deck.canvas import BOTTOM, LEFT, RIGHT, Canvas
from maturity.deck.fitting import para
from maturity.deck.office import describe, paint
from maturity.deck.plain import printable
from maturity.deck.tables import Row, add_table, cell
from maturity.wording import count, opened, sentence_case, short_day

HEADING: Final = "Before and after"
CHART: Final = 320.0  #: points of the left column
GAP: Final = 28.0
NAMES: Final = 128.0  #: points for the stages' names
FOOT: Final = 34.0
MOST: Final = 12  #: stages that can be read
_COLOURS: Final = {Kind.BETTER: "accent", Kind.WORSE: "warm"}


def add_before_after(canvas: Canvas, moved: BeforeAfter) -> None:
    """Where they stood and stand, what of that is like for like, and which answers moved."""
    top = canvas.head(HEADING, f"{moved.headline} {moved.alike}")
    apart = told_apart(moved)
    height = BOTTOM - top - (FOOT + 8 if apart else 0)
    stages = [stage for stage in moved.stages if stage.compared][:MOST]
    left = LEFT
    if stages:
        box = Box(x=LEFT, y=top, width=CHART, height=min(height, 74 + 52 * len(stages)))
        _chart(canvas, moved, stages, box)
        left += CHART + GAP
    _moves(canvas, moved, Box(x=left, y=top, width=RIGHT - left, height=height))
    if apart:
        counts = "; ".join(sentence_case(sentence.partition(":")[0]) for sentence in apart)
        paras = [para(f"{counts}. They are named in the notes.", 12, lead="Not called progress:", colour="muted")]
        canvas.paragraphs(paras, Box(x=LEFT, y=BOTTOM - FOOT, width=RIGHT - LEFT, height=FOOT))
    told = [f"• {move.practice.name}: {move.before}, now {move.after}" for move in moved.of(Kind.BETTER, Kind.WORSE)]
    canvas.notes += [moved.headline, moved.alike, *told, *apart]


def _chart(canvas: Canvas, moved: BeforeAfter, stages: Any, box: Box) -> None:  # noqa: ANN401  (stages of it)
    from pptx.enum.chart import XL_LEGEND_POSITION, XL_TICK_MARK

    names = [
        f"{shorten(printable(f'{stage.number} {stage.name}'), 11.5, NAMES - 12)}\n{stage.compared} compared"
        for stage in stages
    ]
    series = [
        Series(name=short_day(moved.then), values=tuple(s.before for s in stages), fill="accent-soft", stroke="accent"),
        Series(name=short_day(moved.now), values=tuple(s.after for s in stages), fill="accent", stroke="accent"),
    ]
    frame = add_bars(canvas.shapes, names, series, box, stacked=False)
    told = "; ".join(f"stage {s.number}: {s.before}, now {s.after} of {s.compared}" for s in stages)
    describe(frame, f"Gate practices in place, of those compared: {told}.")
    chart, plot = frame.chart, frame.chart.plots[0]
    plot.gap_width, plot.overlap, plot.has_data_labels = 60, -8, True
    plot.data_labels.show_value = True
    set_font(plot.data_labels.font, 12)
    chart.has_title, chart.has_legend = False, True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    set_font(chart.legend.font, 11)
    along, across = chart.value_axis, chart.category_axis
    along.minimum_scale, along.maximum_scale, along.major_unit = 0, max(s.compared for s in stages), 1
    along.visible = False
    along.has_major_gridlines = False
    across.reverse_order, across.major_tick_mark = True, XL_TICK_MARK.NONE
    paint(across.format.line.color, "ink")
    set_font(across.tick_labels.font, 11.5)
    area = {"left": NAMES / box.width, "top": 6 / box.height}
    leave_room(chart, **area, width=(box.width - NAMES - 24) / box.width, height=(box.height - 40) / box.height)


def _moves(canvas: Canvas, moved: BeforeAfter, box: Box) -> None:
    """The answers that moved, better first; or that none did."""
    moves = moved.of(Kind.BETTER, Kind.WORSE)
    if not moves:
        none = f"No answer moved among the {count(moved.compared, 'practice')} that can be compared."
        canvas.paragraphs([para(none if moved.compared else "No answer can be compared.", 16)], box)
        return
    rows: list[Row] = [
        (
            cell(move.practice.name, bold=True),
            cell(move.before),
            cell(move.after, bold=True, colour=_COLOURS[move.kind]),
        )
        for move in moves
    ]
    header = ("Practice", short_day(moved.then), short_day(moved.now))
    room = Box(x=box.x, y=box.y, width=box.width, height=box.height - 20)
    placed = add_table(canvas, rows, room, shares=(44, 28, 28), name="The answers that moved", header=header)
    if placed.left_out:
        more = para(f"{opened(count(placed.left_out, 'more answer'))} in the notes.", 12, colour="muted")
        canvas.paragraphs([more], Box(x=box.x, y=placed.bottom + 4, width=box.width, height=16))
