"""The slide of when it could be done: a native bar chart on an axis of dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from maturity import narrative as say
from maturity.charts.ink import Box
from maturity.charts.lettering import shorten, width
from maturity.charts.timeline import TimelineFacts, timeline_facts
from maturity.charts.timeline_words import done_words
from maturity.deck.asking import told_as
from maturity.deck.bars import (
    Series,
    add_bars,
    colour_points,
    day_format,
    grid_lines,
    leave_room,
    serial,
    set_font,
)
from maturity.deck.canvas import BOTTOM, LEFT, RIGHT, Canvas
from maturity.deck.fitting import para
from maturity.deck.office import describe, ornament, paint
from maturity.deck.plain import printable
from maturity.deck.prose import Section
from maturity.deck.tables import more_rows
from maturity.exhibits import Briefing
from maturity.language import later, tr
from maturity.wording import opened, short_day

WIDTH: Final = RIGHT - LEFT
NAMES: Final = 356.0  #: points for the names of the steps
MOST: Final = 22  #: rows that can be read
AXIS: Final = 30.0  #: points for the days over the bars
KEY: Final = 36.0  #: points for what the bars mean
QUICK: Final = later("quick case: to the earliest end")
SLOW: Final = later("slow case: to the latest end")
LOOK: Final = later("a day to look again")
DAY_WIDTH: Final = 84.0  #: points that a day on the axis needs
ROOMY: Final = 9  #: rows up to which each says its days too
TALLEST: Final = 84.0  #: points of a row
_BAR: Final = 32.0  #: points of a bar at most
_SIZES: Final = ((5, 14.0), (ROOMY, 12.0), (14, 11.0), (MOST, 9.5))  #: rows, and the points of their letters
_WEEKS: Final = (1, 2, 4, 13, 26, 52, 104, 208, 520, 1040, 2080, 5200, 20_800)


@dataclass(frozen=True, kw_only=True)
class _Lane:
    """A row of the chart."""

    name: str
    when: str
    starts: date
    quick: int | None  #: days
    slow: int | None  #: days more
    look: int | None  #: 1 on a day to look again
    is_urgent: bool = False


def add_timeline(canvas: Canvas, briefing: Briefing, section: Section) -> None:
    """The steps with their estimated dates, and the days to look again, as bars that can be edited."""
    facts = timeline_facts(briefing.roadmap)
    top = canvas.head(section.heading, facts.sentence, section.own)
    lanes = _lanes(facts)
    left_out = len(facts.bars) + len(facts.markers) - len(lanes)
    box = Box(x=LEFT, y=top, width=WIDTH, height=BOTTOM - top - (18 if left_out else 0))
    describe(_draw(canvas, facts, lanes, box), facts.sentence)
    if left_out:
        more = para(more_rows(left_out), 12, colour="muted")
        canvas.paragraphs([more], Box(x=LEFT, y=box.bottom + 2, width=WIDTH, height=16))
    told = [told_as(f"{bar.rank} {bar.name}", done_words(bar)) for bar in facts.bars]
    caveat = say.dates_caveat(briefing.roadmap)
    canvas.notes += [*section.prose, say.pace_sentence(briefing.roadmap.pace), *([caveat] if caveat else []), *told]


def _lanes(facts: TimelineFacts) -> list[_Lane]:
    steps = [
        _Lane(
            name=printable(f"{bar.rank} {bar.name}"),
            when=done_words(bar),
            starts=bar.starts[0],
            quick=(bar.ends[0] - bar.starts[0]).days,
            slow=(bar.ends[1] - bar.ends[0]).days,
            look=None,
            is_urgent=bar.is_urgent,
        )
        for bar in facts.bars
    ]
    looks = [
        _Lane(name=mark.words, when=short_day(mark.day), starts=mark.day, quick=None, slow=None, look=1)
        for mark in facts.markers
    ]
    return [*steps[: max(3, MOST - len(looks))], *looks][:MOST]


def _draw(canvas: Canvas, facts: TimelineFacts, lanes: Sequence[_Lane], box: Box) -> Any:  # noqa: ANN401
    size = next(size for most, size in _SIZES if len(lanes) <= most)
    series = [
        Series(name=tr("Starts"), values=tuple(serial(lane.starts) for lane in lanes), format=day_format()),
        Series(
            name=tr("Quick case: to the earliest end, days"),
            values=tuple(lane.quick for lane in lanes),
            fill="usually",
            stroke="accent",
        ),
        Series(
            name=tr("Slow case: to the latest end, days more"),
            values=tuple(lane.slow for lane in lanes),
            fill="accent",
            stroke="accent",
            hatched=True,
        ),
        Series(name=opened(tr(LOOK)), values=tuple(lane.look for lane in lanes), fill="warm", stroke="warm"),
    ]
    height = min(box.height - KEY, AXIS + len(lanes) * TALLEST)
    placed = Box(x=box.x, y=box.y, width=box.width, height=height)
    frame = add_bars(canvas.shapes, [_named(lane, size, len(lanes)) for lane in lanes], series, placed, stacked=True)
    chart = frame.chart
    row = (height - AXIS) / len(lanes)
    chart.plots[0].gap_width, chart.plots[0].overlap = max(70, round(100 * (row / _BAR - 1))), 100
    urgent = [number for number, lane in enumerate(lanes) if lane.is_urgent]
    colour_points(chart.plots[0].series[1], urgent, "accent", "accent")
    for number, lane in enumerate(lanes):
        if lane.look:
            chart.plots[0].series[3].points[number].format.line.width = 57_150
            paint(chart.plots[0].series[3].points[number].format.line.color, "warm")
    _axes(chart, facts, size)
    chart.has_legend = chart.has_title = False
    _key(canvas, facts, box.y + height + 6)
    leave_room(
        chart,
        left=NAMES / WIDTH,
        top=AXIS / height,
        width=(WIDTH - NAMES - 40) / WIDTH,
        height=(height - AXIS - 2) / height,
    )
    return frame


def _named(lane: _Lane, size: float, rows: int) -> str:
    """What stands before a bar: its name, and below it its days where there is room."""
    within = NAMES - 16
    if rows <= ROOMY:
        return f"{shorten(lane.name, size, within)}\n{lane.when}"
    when = f" · {lane.when}" if lane.look else ""
    return f"{shorten(lane.name, size, within - width(when, size))}{when}"


def _axes(chart: Any, facts: TimelineFacts, size: float) -> None:  # noqa: ANN401  (python-pptx's chart)
    from pptx.enum.chart import XL_TICK_MARK

    along, across = chart.value_axis, chart.category_axis
    first, last = serial(facts.starts), serial(facts.ends)
    fitting = int((WIDTH - NAMES - 40) / DAY_WIDTH)
    weeks = next((weeks for weeks in _WEEKS if (last - first) / (7 * weeks) <= fitting), _WEEKS[-1])
    along.minimum_scale, along.maximum_scale, along.major_unit = first, last + max(2, (last - first) // 40), 7 * weeks
    along.tick_labels.number_format, along.tick_labels.number_format_is_linked = day_format(), False
    set_font(along.tick_labels.font, 11, "muted")
    grid_lines(along)
    along.format.line.fill.background()
    along.major_tick_mark = XL_TICK_MARK.NONE
    across.reverse_order, across.major_tick_mark = True, XL_TICK_MARK.NONE
    paint(across.format.line.color, "ink")
    set_font(across.tick_labels.font, size)


def _key(canvas: Canvas, facts: TimelineFacts, top: float) -> None:
    """Say what the bars mean, and what they rest on."""
    kinds = [(QUICK, {"fill": "accent", "stroke": "accent"}), (SLOW, {"hatch": "accent", "stroke": "accent"})]
    kinds += [(LOOK, {"fill": "warm", "stroke": "warm"})] if facts.markers else []
    x = LEFT
    for kind, look in kinds:
        words, wide = tr(kind), 6.0 if kind == LOOK else 26.0
        ornament(canvas.box(Box(x=x, y=top + 2, width=wide, height=12), **look))
        room = width(words, 11.5) * 1.04
        canvas.paragraphs([para(words, 11.5)], Box(x=x + wide + 8, y=top, width=room, height=16))
        x += wide + 8 + room + 22
    pace = [para(f"{facts.pace}.", 11.5, colour="muted", align="r")]
    canvas.paragraphs(pace, Box(x=x, y=top, width=RIGHT - x, height=30))
