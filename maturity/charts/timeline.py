"""The picture of when each step could be done, with what there is to look at again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from maturity.charts.calendar import SMALL, Calendar, draw_months
from maturity.charts.facts import Table
from maturity.charts.ink import Box, Drawing, Form, picture
from maturity.charts.lettering import LINE, SEMIBOLD, width, wrap
from maturity.charts.palette import LIGHT
from maturity.charts.spec import Spec, axis, label, layout, literal
from maturity.charts.timeline_words import Bar, Marker, dates_sentence, dates_table, done_words, pace_words
from maturity.language import tr, tr_n
from maturity.roadmap import Roadmap
from maturity.wording import listed, short_day


@dataclass(frozen=True, kw_only=True)
class TimelineFacts:
    """What the timeline shows."""

    title: str
    sentence: str
    table: Table
    pace: str  #: what the dates rest on
    starts: date
    ends: date  #: the last day that is shown
    bars: tuple[Bar, ...]  #: in order
    markers: tuple[Marker, ...]  #: by day

    @property
    def is_empty(self) -> bool:
        """Whether there is no step to date."""
        return not self.bars


def timeline_facts(roadmap: Roadmap) -> TimelineFacts:
    """The steps with their estimated dates, and the days to evaluate, settle and look again."""
    held_on = roadmap.assessment.engagement.held_on
    bars = tuple(
        Bar(rank=rank, name=step.practice.name, stage=step.stage, starts=step.starts, ends=step.ends)
        for rank, step in enumerate(roadmap.steps, start=1)
    )
    markers = tuple(sorted(_markers(roadmap), key=lambda marker: marker.day))
    return TimelineFacts(
        title=tr("When it could be done"),
        sentence=dates_sentence(roadmap, bars),
        table=dates_table(bars, markers),
        pace=pace_words(roadmap),
        starts=held_on,
        ends=max([held_on + timedelta(days=30), *(bar.ends[1] for bar in bars), *(mark.day for mark in markers)]),
        bars=bars,
        markers=markers,
    )


def _markers(roadmap: Roadmap) -> Iterator[Marker]:
    target = roadmap.target
    stages: dict[tuple[date, bool], list[int]] = {}  # by day, and whether it is only the advice of a stage
    for deferral in roadmap.deferrals:
        stages.setdefault((deferral.revisit, deferral.stage <= target.stage), []).append(deferral.stage)
    if target.until is not None:
        stages.pop((target.until, False), None)
        ends = tr("Bed-in of stage {stage} ends: evaluate the next")
        yield Marker(day=target.until, words=ends.format(stage=target.stage))
    for (when, is_advice), numbers in stages.items():
        whole = tr_n("Look again at stage {stages}", "Look again at stages {stages}", len(numbers))
        advice = tr_n("Look again at advice of stage {stages}", "Look again at advice of stages {stages}", len(numbers))
        yield Marker(day=when, words=(advice if is_advice else whole).format(stages=listed(numbers)))


def timeline_svg(facts: TimelineFacts) -> str:
    """The timeline as static SVG: words beside the bars when wide, over them when narrow."""
    return picture(_draw(facts, _WIDE), _draw(facts, _NARROW))


def timeline_figure(facts: TimelineFacts) -> Spec:
    """The timeline as a plotly figure, as plain data."""
    rows = [label(f"{bar.rank} {bar.name}", 300) for bar in facts.bars]
    looks = [literal(marker.words) for marker in facts.markers]
    sure = _bars(facts, [(bar.starts[0], bar.ends[0]) for bar in facts.bars], tr("earliest"), "")
    late = _bars(facts, [(bar.ends[0], bar.ends[1]) for bar in facts.bars], tr("latest"), "/")
    marks = {
        "type": "scatter",
        "mode": "markers",
        "name": tr("look again"),
        "x": [marker.day.isoformat() for marker in facts.markers],
        "y": looks,
        "marker": {"symbol": "diamond", "size": 14, "color": LIGHT.warm},
        "hovertext": [literal(_told(marker.words, short_day(marker.day))) for marker in facts.markers],
        "hoverinfo": "text",
    }
    upright = axis(type="category", categoryorder="array", categoryarray=[*reversed(looks), *reversed(rows)])
    along = axis(
        facts.pace,
        type="date",
        range=[facts.starts.isoformat(), (facts.ends + (facts.ends - facts.starts) / 25).isoformat()],
    )
    height = 170 + 44 * (len(rows) + len(looks))
    shape = layout(facts.sentence, height=height, barmode="overlay", xaxis=along, yaxis=upright)
    return {"data": [sure, late, marks], "layout": shape}


def _told(name: str, text: str) -> str:
    return tr("{name}: {text}").format(name=name, text=text)


def _bars(facts: TimelineFacts, spans: Sequence[tuple[date, date]], name: str, pattern: str) -> Spec:
    colour = [LIGHT.accent if bar.is_urgent else LIGHT.usually for bar in facts.bars]
    marker: Spec = {"color": colour, "line": {"color": colour, "width": 1}}
    if pattern:
        marker |= {"color": LIGHT.paper, "pattern": {"shape": pattern, "fgcolor": LIGHT.accent}}
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "base": [start.isoformat() for start, _ in spans],
        "x": [(end - start).days * 86_400_000 for start, end in spans],
        "y": [label(f"{bar.rank} {bar.name}", 300) for bar in facts.bars],
        "marker": marker,
        "hovertext": [literal(_told(bar.name, done_words(bar))) for bar in facts.bars],
        "hoverinfo": "text",
    }


@dataclass(frozen=True, kw_only=True)
class _Form:
    name: Form
    width: float
    words: float  #: width of the column of words; 0 has them over the bars


_WIDE: Final = _Form(name="wide", width=960, words=350)
_NARROW: Final = _Form(name="narrow", width=360, words=0)
_SIZE: Final = 15  #: of a step's name
_BADGE: Final = 28


def _draw(facts: TimelineFacts, form: _Form) -> str:
    drawing = Drawing(width=form.width)
    left = form.words + 14 if form.words else 20
    calendar = Calendar(starts=facts.starts, ends=facts.ends, left=left, right=form.width - 24)
    rows = [_row_height(bar.name, form, bar.weight) for bar in facts.bars]
    rows += [_row_height(mark.words, form) for mark in facts.markers]
    y = draw_months(drawing, calendar, bottom=48 + sum(rows) if form.words else None) + 4
    for bar, height in zip(facts.bars, rows, strict=False):
        _draw_bar(drawing, bar, calendar, form, y)
        y += height
    for marker, height in zip(facts.markers, rows[len(facts.bars) :], strict=True):
        _draw_marker(drawing, marker, calendar, form, y)
        y += height
    y = _draw_key(drawing, facts, y + 12)
    return drawing.svg(y, label=facts.sentence, form=form.name)


def _words_room(form: _Form) -> float:
    return (form.words or form.width) - _BADGE - 10


def _row_height(words: str, form: _Form, weight: int = 400) -> float:
    """The height of a row with these words and a line for its days."""
    lines = len(wrap(words, _SIZE, _words_room(form), 3, weight))
    return lines * _SIZE * LINE + SMALL * LINE + (16 if form.words else 42)


def _draw_bar(drawing: Drawing, bar: Bar, calendar: Calendar, form: _Form, top: float) -> None:
    fill, ink = ("accent", "on-accent") if bar.is_urgent else ("paper", "ink")
    badge = Box(x=1, y=top + 7, width=_BADGE, height=_BADGE)
    drawing.box(badge, radius=_BADGE / 2, fill=fill, stroke="accent", weight=2)
    drawing.text(15, top + 26.5, str(bar.rank), size=16, weight=SEMIBOLD, fill=ink, anchor="middle")
    y = _draw_words(drawing, bar.name, done_words(bar), form=form, top=top, weight=bar.weight)
    height = 20.0
    middle = top + (y - top + 6) / 2 if form.words else y + 16
    _draw_lane(drawing, calendar, form, middle)
    start, early, late = calendar.x(bar.starts[0]), calendar.x(bar.ends[0]), calendar.x(bar.ends[1])
    if late - early > 1:
        range_box = Box(x=early, y=middle - height / 2, width=late - early, height=height)
        drawing.box(range_box, fill="paper", stroke="accent", weight=1.5)
        drawing.hatch(range_box, gap=9, stroke="accent", weight=1.2)
    solid = Box(x=start, y=middle - height / 2, width=max(early - start, 3), height=height)
    drawing.box(solid, fill="accent" if bar.is_urgent else "usually", stroke="accent", weight=1.5)


def _draw_lane(drawing: Drawing, calendar: Calendar, form: _Form, middle: float) -> None:
    """Draw the whole time behind a bar, where no lines of months lead the eye."""
    if not form.words:
        drawing.line(calendar.left, middle, calendar.right, middle, stroke="rule", weight=2)


def _draw_words(  # noqa: PLR0913  (a place, words and a face: a call names them)
    drawing: Drawing, words: str, when: str, *, form: _Form, top: float, weight: int = 400
) -> float:
    """Write what and when; the bottom."""
    left = _BADGE + 10
    room = _words_room(form)
    y = drawing.paragraph(left, top + 6, words, within=room, size=_SIZE, weight=weight, at_most=3)
    return drawing.paragraph(left, y, when, within=room, size=SMALL, fill="muted", at_most=1)


def _draw_marker(drawing: Drawing, marker: Marker, calendar: Calendar, form: _Form, top: float) -> None:
    y = _draw_words(drawing, marker.words, short_day(marker.day), form=form, top=top)
    middle = top + (y - top + 6) / 2 if form.words else y + 16
    _draw_lane(drawing, calendar, form, middle)
    for x, size in ((15.0, 9), (calendar.x(marker.day), 11)):
        place = top + 21 if x == 15.0 else middle  # noqa: PLR2004  (the badge's place)
        _draw_diamond(drawing, x, place, size)


def _draw_key(drawing: Drawing, facts: TimelineFacts, top: float) -> float:
    """Draw what the bars and diamonds mean, side by side where there is room, and what they rest on; the bottom."""
    drawing.line(0, top, drawing.width, top, stroke="rule")
    entries = [("quick", tr("quick case: to the earliest end")), ("slow", tr("slow case: to the latest end"))]
    entries += [("look", tr("a day to look again"))] if facts.markers else []
    x, y = 1.0, top + 12
    for kind, words in entries:
        sign = 18.0 if kind == "look" else 34.0
        wide = sign + 10 + width(words, SMALL)
        if x > 1 and x + wide > drawing.width:
            x, y = 1.0, y + 26
        _draw_sign(drawing, kind, Box(x=x, y=y, width=sign, height=16))
        drawing.text(x + sign + 10, y + 13, words, size=SMALL)
        x += wide + 28
    return drawing.paragraph(0, y + 30, facts.pace + ".", within=drawing.width, size=SMALL) + 4


def _draw_sign(drawing: Drawing, kind: str, box: Box) -> None:
    """Draw how the key shows a kind of bar, or the diamond."""
    if kind == "look":
        _draw_diamond(drawing, box.x + box.width / 2, box.y + box.height / 2, 9)
        return
    drawing.box(box, fill="accent" if kind == "quick" else "paper", stroke="accent", weight=1.5)
    if kind == "slow":
        drawing.hatch(box, gap=9, stroke="accent", weight=1.2)


def _draw_diamond(drawing: Drawing, x: float, y: float, size: float) -> None:
    drawing.path(f"M{x:.1f} {y - size:.1f}l{size} {size}l-{size} {size}l-{size}-{size}z", fill="warm")
