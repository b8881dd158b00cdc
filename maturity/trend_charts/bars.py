"""Shares as bars with their intervals, and the count beside each; what is too few is said in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from maturity.charts.facts import Table
from maturity.charts.ink import Box, Drawing, Form, picture
from maturity.charts.lettering import LINE, SEMIBOLD, wrap
from maturity.charts.palette import LIGHT
from maturity.charts.plane import SMALL
from maturity.charts.spec import Spec, axis, label, layout, literal
from maturity.rates import Rate
from maturity.wording import rounded

_SIZE: Final = 15.0
_THICK: Final = 14.0


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One share."""

    name: str
    rate: Rate
    note: str = ""  #: what else is to be said of it
    is_lead: bool = False  #: the one that the sentence is about


@dataclass(frozen=True, kw_only=True)
class BarFacts:
    """What a picture of shares shows."""

    title: str
    sentence: str
    axis: str  #: what the shares are of
    bars: tuple[Bar, ...]
    lead: Literal["warm", "accent"] = "warm"  #: the colour of the leading share: warm where it needs attention
    has_intervals: bool = True  #: the counts are of a sample of what might be, and not of a whole

    @property
    def is_empty(self) -> bool:
        """Whether there is no share that can be told."""
        return not any(bar.rate.is_enough for bar in self.bars)

    @property
    def table(self) -> Table:
        """The counts in words."""
        rows = tuple((bar.name, self.words(bar), bar.note or "–") for bar in self.bars)
        return Table(header=("What", "How many", "Beside"), rows=rows)

    def words(self, bar: Bar) -> str:
        """How many of how many."""
        return bar.rate.words if self.has_intervals else f"{bar.rate.count:,} of {bar.rate.of:,}"


def bars_svg(facts: BarFacts) -> str:
    """The shares as static SVG, wide and narrow."""
    return picture(_draw(facts, "wide"), _draw(facts, "narrow"))


def bars_figure(facts: BarFacts) -> Spec:
    """The shares as a plotly figure, as plain data."""
    told = [bar for bar in reversed(facts.bars) if bar.rate.is_enough]
    ends = [bar.rate.interval for bar in told]
    bars: Spec = {
        "type": "bar",
        "orientation": "h",
        "y": [label(bar.name, 300) for bar in told],
        "x": [round(bar.rate.share * 100, 2) for bar in told],
        "marker": {"color": [LIGHT.tokens[facts.lead if bar.is_lead else "usually"] for bar in told]},
        "hovertext": [literal(f"{bar.name}: {facts.words(bar)}") for bar in told],
        "hoverinfo": "text",
    }
    if facts.has_intervals:
        bars["error_x"] = {
            "type": "data",
            "symmetric": False,
            "array": [round((high - bar.rate.share) * 100, 2) for bar, (_, high) in zip(told, ends, strict=True)],
            "arrayminus": [round((bar.rate.share - low) * 100, 2) for bar, (low, _) in zip(told, ends, strict=True)],
            "color": LIGHT.ink,
        }
    names = axis(type="category", categoryorder="array", categoryarray=bars["y"], showgrid=False)
    shares = axis(f"% {facts.axis}", range=[0, 100])
    return {
        "data": [bars],
        "layout": layout(facts.title, height=140 + 34 * max(len(told), 3), xaxis=shares, yaxis=names),
    }


@dataclass(frozen=True, kw_only=True)
class _Room:
    """Where the words, the bars and the counts stand."""

    form: Form
    width: float
    left: float  #: of the bars
    right: float  #: of the bars
    words: float  #: width of a name

    def x(self, share: float) -> float:
        return self.left + (self.right - self.left) * share


_ROOMS: Final = (
    _Room(form="wide", width=960, left=372, right=770, words=350),
    _Room(form="narrow", width=360, left=2, right=352, words=350),
)


def _draw(facts: BarFacts, form: Form) -> str:
    room = next(one for one in _ROOMS if one.form == form)
    drawing = Drawing(width=room.width)
    heights = [_height(facts, bar, room) for bar in facts.bars]
    if form == "wide":
        _draw_axis(drawing, facts, room, bottom=sum(heights) + 8)
    y = 8.0
    for bar, height in zip(facts.bars, heights, strict=True):
        _draw_bar(drawing, facts, bar, room, y, height)
        y += height
    if form == "narrow":
        y = drawing.paragraph(0, y + 6, f"A full bar is 100 % {facts.axis}.", within=350, size=SMALL, fill="muted")
    return drawing.svg(y + (34 if form == "wide" else 4), label=facts.sentence, form=form)


def _height(facts: BarFacts, bar: Bar, room: _Room) -> float:
    names = _words_height(bar, room)
    said = len(_said(facts, bar, room)) * SMALL * LINE
    if room.form == "wide":
        return max(names, said, _THICK) + 16
    return names + said + (_THICK + 10 if bar.rate.is_enough else 0) + 16


def _words_height(bar: Bar, room: _Room) -> float:
    """The height of the name, and of the note under it."""
    weight = SEMIBOLD if bar.is_lead else 400
    notes = len(wrap(bar.note, SMALL, room.words, 2))
    return len(wrap(bar.name, _SIZE, room.words, 2, weight)) * _SIZE * LINE + notes * SMALL * LINE


def _said(facts: BarFacts, bar: Bar, room: _Room) -> tuple[str, ...]:
    """The count beside a bar, without the interval, which is drawn."""
    counted = f"{bar.rate.count:,} of {bar.rate.of:,}"
    if bar.rate.is_enough and facts.has_intervals:
        low, high = bar.rate.interval
        counted += f", {rounded(low * 100)}–{rounded(high * 100)} %"
    if not bar.rate.is_enough:
        counted = bar.rate.words
    within = room.words if room.form == "narrow" else room.width - room.right - 16
    return wrap(counted, SMALL, within, 2)


def _draw_axis(drawing: Drawing, facts: BarFacts, room: _Room, bottom: float) -> None:
    for tenth in (0, 0.25, 0.5, 0.75, 1):
        drawing.line(room.x(tenth), 4, room.x(tenth), bottom, stroke="rule")
        drawing.text(room.x(tenth), bottom + 18, f"{tenth * 100:g} %", size=SMALL, fill="muted", anchor="middle")
    drawing.lines(0, bottom + 4, wrap(f"% {facts.axis}", SMALL, 350, 1), size=SMALL, fill="muted")


def _draw_bar(  # noqa: PLR0913, PLR0917  (what, and where)
    drawing: Drawing, facts: BarFacts, bar: Bar, room: _Room, top: float, height: float
) -> None:
    weight = SEMIBOLD if bar.is_lead else 400
    wide = room.form == "wide"
    names = wrap(bar.name, _SIZE, room.words, 2, weight)
    start = top + (height - _words_height(bar, room)) / 2 if wide else top
    y = drawing.lines(0, start, names, size=_SIZE, weight=weight)
    y = drawing.paragraph(0, y, bar.note, within=room.words, size=SMALL, fill="muted", at_most=2)
    said = _said(facts, bar, room)
    if wide:
        middle = top + height / 2
        drawing.lines(room.right + 16, middle - len(said) * SMALL * LINE / 2, said, size=SMALL, fill="muted")
    else:
        y = drawing.lines(0, y, said, size=SMALL, fill="muted")
        middle = y + 6 + _THICK / 2
    if bar.rate.is_enough:
        _draw_share(drawing, facts, bar, room, middle)


def _draw_share(drawing: Drawing, facts: BarFacts, bar: Bar, room: _Room, middle: float) -> None:
    full = Box(x=room.left, y=middle - _THICK / 2, width=room.right - room.left, height=_THICK)
    drawing.box(full, fill="void")
    if bar.rate.count:
        length = max((room.right - room.left) * bar.rate.share, 2)
        drawing.box(Box(x=full.x, y=full.y, width=length, height=_THICK), fill=facts.lead if bar.is_lead else "usually")
    if facts.has_intervals:
        low, high = (room.x(end) for end in bar.rate.interval)
        drawing.line(low, middle, high, middle, stroke="ink", weight=1.5)
        for end in (low, high):
            drawing.line(end, middle - 5, end, middle + 5, stroke="ink", weight=1.5)


def lead(bars: Sequence[Bar], most: int) -> tuple[Bar, ...]:
    """The bars with the largest share first, of equal ones the more certain; no more than so many."""
    ordered = sorted(bars, key=lambda bar: (-bar.rate.share * bar.rate.is_enough, -bar.rate.of))
    return tuple(ordered[:most])
