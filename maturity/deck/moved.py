"""The slide of what moved since last time: a native bar chart of gates, and the answers that moved."""

from collections.abc import Sequence
from typing import Any, Final

from maturity.before_after import BeforeAfter, Kind, Move, told_apart, unmoved, why_apart
from maturity.charts.ink import Box
from maturity.charts.lettering import shorten
from maturity.charts.moved import moved_facts
from maturity.deck.asking import told_as
from maturity.deck.bars import Series, add_bars, leave_room, set_font
from maturity.deck.canvas import BOTTOM, LEFT, RIGHT, Canvas
from maturity.deck.fitting import para
from maturity.deck.office import describe, paint
from maturity.deck.plain import printable
from maturity.deck.tables import Row, add_table, cell
from maturity.language import later, tr, tr_n
from maturity.wording import in_row, opened, sentence_case, short_day, spelled

HEADING: Final = later("Before and after")
CHART: Final = 320.0  #: points of the left column
GAP: Final = 28.0
NAMES: Final = 128.0  #: points for the stages' names
FOOT: Final = 34.0
MOST: Final = 12  #: stages that can be read
_COLOURS: Final = {Kind.BETTER: "accent", Kind.WORSE: "warm"}


def add_before_after(canvas: Canvas, moved: BeforeAfter) -> None:
    """Where they stood and stand, what of that is like for like, and which answers moved; else, which only differ."""
    top = canvas.head(tr(HEADING), f"{moved.headline} {moved.alike}")
    apart = told_apart(moved)
    moves = moved.of(Kind.BETTER, Kind.WORSE)
    is_counted = bool(moves and apart)  # what only differs has the slide where nothing moved
    height = BOTTOM - top - (FOOT + 8 if is_counted else 0)
    stages = [stage for stage in moved.stages if stage.compared][:MOST]
    left = LEFT
    if any(stage.before or stage.after for stage in stages):
        box = Box(x=LEFT, y=top, width=CHART, height=min(height, 74 + 52 * len(stages)))
        _chart(canvas, moved, stages, box)
        left += CHART + GAP
    elif stages:
        none = [para(moved_facts(moved).sentence, 16)]
        taken = canvas.paragraphs(none, Box(x=LEFT, y=top, width=RIGHT - LEFT, height=36)) + 10 - top
        top, height = top + taken, height - taken
    room = Box(x=left, y=top, width=RIGHT - left, height=height)
    if moves:
        _moves(canvas, moved, moves, room)
    else:
        _differences(canvas, moved, room)
    if is_counted:
        counts = in_row(sentence_case(sentence.partition(":")[0].rstrip()) for sentence in apart)
        told = tr("{counts}. They are named in the notes.").format(counts=counts)
        paras = [para(told, 12, lead=tr("Not called progress:"), colour="muted")]
        canvas.paragraphs(paras, Box(x=LEFT, y=BOTTOM - FOOT, width=RIGHT - LEFT, height=FOOT))
    then_now = tr("{before}, now {after}")
    told_moves = [
        f"• {told_as(move.practice.name, then_now.format(before=move.before, after=move.after))}" for move in moves
    ]
    canvas.notes += [moved.headline, moved.alike, *told_moves, *apart]


def _chart(canvas: Canvas, moved: BeforeAfter, stages: Any, box: Box) -> None:  # noqa: ANN401  (stages of it)
    from pptx.enum.chart import XL_LEGEND_POSITION, XL_TICK_MARK

    names = [
        f"{shorten(printable(f'{stage.number} {stage.name}'), 11.5, NAMES - 12)}\n{_compared(stage.compared)}"
        for stage in stages
    ]
    series = [
        Series(name=short_day(moved.then), values=tuple(s.before for s in stages), fill="accent-soft", stroke="accent"),
        Series(name=short_day(moved.now), values=tuple(s.after for s in stages), fill="accent", stroke="accent"),
    ]
    frame = add_bars(canvas.shapes, names, series, box, stacked=False)
    one = tr("stage {number}: {before}, now {after} of {all}")
    told = in_row(one.format(number=s.number, before=s.before, after=s.after, all=s.compared) for s in stages)
    describe(frame, tr("Gate practices in place, of those compared: {stages}.").format(stages=told))
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


def _compared(number: int) -> str:
    return tr_n("{number} compared", "{number} compared", number).format(number=number)


def _moves(canvas: Canvas, moved: BeforeAfter, moves: Sequence[Move], box: Box) -> None:
    """The answers that moved, better first."""
    rows: list[Row] = [
        (
            cell(move.practice.name, bold=True),
            cell(move.before),
            cell(move.after, bold=True, colour=_COLOURS[move.kind]),
        )
        for move in moves
    ]
    header = (tr("Practice"), short_day(moved.then), short_day(moved.now))
    _table(canvas, rows, box, shares=(44, 28, 28), name=tr("The answers that moved"), header=header)


def _differences(canvas: Canvas, moved: BeforeAfter, box: Box) -> None:
    """That no answer moved, and those that differ without being progress, with the reason."""
    bottom = canvas.paragraphs([para(unmoved(moved), 16)], box) + 14
    rows: list[Row] = [
        (cell(move.practice.name, bold=True), cell(move.before), cell(move.after), cell(why_apart(move.kind)))
        for move in moved.apart
    ]
    rows += [
        (cell(one.name, bold=True), cell(one.before), cell(tr("not asked")), cell(why_apart(Kind.MODEL)))
        for one in moved.strangers
    ]
    if rows:
        name = tr("What differs, and is not called progress")
        header = (name, short_day(moved.then), short_day(moved.now), tr("Why not"))
        room = Box(x=box.x, y=bottom, width=box.width, height=box.bottom - bottom)
        _table(canvas, rows, room, shares=(40, 20, 20, 20), name=name, header=header)


def _table(  # noqa: PLR0913  (what, where and how: a call names them)
    canvas: Canvas, rows: Sequence[Row], box: Box, *, shares: Sequence[float], name: str, header: Sequence[str]
) -> None:
    """A table in the box, and how many of its answers are only in the notes."""
    room = Box(x=box.x, y=box.y, width=box.width, height=box.height - 20)
    placed = add_table(canvas, rows, room, shares=shares, name=name, header=header)
    if placed.left_out:
        left_out = tr_n("{number} more answer in the notes.", "{number} more answers in the notes.", placed.left_out)
        more = para(opened(left_out.format(number=spelled(placed.left_out))), 12, colour="muted")
        canvas.paragraphs([more], Box(x=box.x, y=placed.bottom + 4, width=box.width, height=16))
