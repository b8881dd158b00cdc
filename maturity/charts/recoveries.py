"""The picture of how long recoveries took: a dot an incident, by its day, on a scale where each line is longer."""

import math
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Final

from maturity.charts.calendar import Calendar
from maturity.charts.facts import Table
from maturity.charts.ink import Box, Drawing, Form, picture
from maturity.charts.lettering import SEMIBOLD, width
from maturity.charts.palette import LIGHT
from maturity.charts.plane import SMALL
from maturity.charts.spec import Spec, axis, layout, literal
from maturity.evidence.summary import Recovery, Summary
from maturity.language import tr, tr_n
from maturity.wording import beginning, day, lasting, short_day

#: h at the lines of the scale, a minute to a year
_LINES: Final = (1 / 60, 10 / 60, 1.0, 6.0, 24.0, 72.0, 336.0, 2_016.0, 8_760.0)
_LEAST: Final = 1 / 60  #: h; what is shorter stands on the lowest line


@dataclass(frozen=True, kw_only=True)
class RecoveriesFacts:
    """What the picture of recoveries shows."""

    title: str
    sentence: str
    table: Table
    recoveries: tuple[Recovery, ...]  #: by day
    middle: float  #: h, the median; 0 without one

    @property
    def is_empty(self) -> bool:
        """Whether no incident with an end is told of."""
        return not self.recoveries

    @property
    def lines(self) -> tuple[float, ...]:
        """The lines of the scale that the times lie between, in hours."""
        times = [_shown(one) for one in self.recoveries]
        below = [line for line in _LINES if line <= min(times)][-1:] or [_LINES[0]]
        above = [line for line in _LINES if line >= max(times)][:1] or [max(times) * 3]
        inside = [line for line in _LINES if below[0] < line < above[0]]
        return tuple(dict.fromkeys([*below, *inside, *above])) if below[0] < above[0] else (below[0] / 2, below[0] * 2)


def recoveries_facts(summary: Summary) -> RecoveriesFacts:
    """How long each incident was on, with the median, and which came after a deployment."""
    told = summary.recovered
    middle = median(one.hours for one in told) if told else 0.0
    several = tr_n(
        "{n} incident, of {last}, was over within {time}.",
        "Half of {n} incidents were over within {time}, from {first} to {last}.",
        len(told),
    )
    after = sum(one.after_deployment for one in told)
    caused = tr_n("{n} came of a deployment.", "{n} came of a deployment.", after).format(n=after)
    first, last = (told[0].day, told[-1].day) if told else (summary.as_of, summary.as_of)
    of_a_day = tr("Half of {n} incidents, all of {last}, were over within {time}.")
    frame = of_a_day if first == last and len(told) > 1 else several
    said = frame.format(n=len(told), time=_time(middle), first=beginning(first, last), last=day(last))
    return RecoveriesFacts(
        title=tr("How long it took to recover"),
        sentence=f"{said} {caused}" if told else "",
        table=Table(
            header=(tr("Incident of"), tr("Over within"), tr("Came of a deployment")),
            rows=tuple(
                (short_day(one.day), _time(one.hours), tr("yes") if one.after_deployment else tr("not known to"))
                for one in told
            ),
        ),
        recoveries=told,
        middle=middle,
    )


def recoveries_svg(facts: RecoveriesFacts) -> str:
    """The recoveries as static SVG, wide and narrow."""
    return picture(_draw(facts, "wide"), _draw(facts, "narrow"))


def recoveries_figure(facts: RecoveriesFacts) -> Spec:
    """The recoveries as a plotly figure, as plain data."""
    groups = [(tr("came of a deployment"), True, "diamond", LIGHT.warm), (tr("others"), False, "circle", LIGHT.accent)]
    data = [
        {
            "type": "scatter",
            "mode": "markers",
            "name": name,
            "x": [one.day.isoformat() for one in facts.recoveries if one.after_deployment is is_after],
            "y": [round(_shown(one), 4) for one in facts.recoveries if one.after_deployment is is_after],
            "text": [literal(_time(one.hours)) for one in facts.recoveries if one.after_deployment is is_after],
            "marker": {"symbol": symbol, "size": 12, "color": colour},
            "hoverinfo": "x+text",
        }
        for name, is_after, symbol, colour in groups
    ]
    hours = axis(type="log", tickvals=list(facts.lines), ticktext=[_time(line) for line in facts.lines])
    shape = layout(facts.sentence, showlegend=True, xaxis=axis(type="date", showgrid=False), yaxis=hours)
    return {"data": data, "layout": shape}


def _time(hours: float) -> str:
    return lasting(timedelta(hours=hours))


def _shown(recovery: Recovery) -> float:
    return max(recovery.hours, _LEAST)


def _draw(facts: RecoveriesFacts, form: Form) -> str:
    wide = form == "wide"
    drawing = Drawing(width=960.0 if wide else 360.0)
    top = drawing.paragraph(0, 0, facts.title, within=drawing.width, size=18, weight=SEMIBOLD) + 16
    frame = Box(x=76, y=top, width=drawing.width - 76 - 14, height=260 if wide else 230)
    _draw_scale(drawing, facts, frame)
    first, last = facts.recoveries[0].day, facts.recoveries[-1].day
    days = Calendar(starts=first, ends=last + timedelta(days=1), left=frame.x + 14, right=frame.right - 14)
    drawing.text(frame.x, frame.bottom + 22, short_day(first), size=SMALL, fill="muted")
    if last > first:
        drawing.text(frame.right, frame.bottom + 22, short_day(last), size=SMALL, fill="muted", anchor="end")
    for one in facts.recoveries:
        _draw_mark(drawing, days.x(one.day), _height(facts, frame, _shown(one)), after=one.after_deployment)
    if len(facts.recoveries) > 1:
        y = _height(facts, frame, max(facts.middle, _LEAST))
        drawing.line(frame.x, y, frame.right, y, stroke="ink", weight=2, dash="8 5")
    return drawing.svg(_draw_key(drawing, facts, frame.bottom + 44), label=facts.sentence, form=form)


def _draw_scale(drawing: Drawing, facts: RecoveriesFacts, frame: Box) -> None:
    for line in facts.lines:
        y = _height(facts, frame, line)
        drawing.line(frame.x, y, frame.right, y, stroke="rule")
        drawing.text(frame.x - 8, y + 5, _time(line), size=SMALL, fill="muted", anchor="end")


def _height(facts: RecoveriesFacts, frame: Box, hours: float) -> float:
    low, high = facts.lines[0], facts.lines[-1]
    return frame.bottom - frame.height * math.log(hours / low) / math.log(high / low)


def _draw_mark(drawing: Drawing, x: float, y: float, *, after: bool) -> None:
    """Draw an incident: a diamond after a deployment, else a ring."""
    if after:
        drawing.path(f"M{x:.1f} {y - 8:.1f}l8 8l-8 8l-8-8z", fill="warm", stroke="paper", weight=1.5)
    else:
        drawing.dot(x, y, 6, fill="paper", stroke="accent", weight=2.5)


def _draw_key(drawing: Drawing, facts: RecoveriesFacts, top: float) -> float:
    """Draw what the marks and the line mean; the bottom."""
    half = tr("half were over within {time}").format(time=_time(facts.middle))
    kinds = {one.after_deployment for one in facts.recoveries}
    entries = [(True, tr("came of a deployment")), (False, tr("not known to"))]
    x, y = 0.0, top
    for after, words in [entry for entry in entries if entry[0] in kinds]:
        x, y = _placed(drawing, x, y, words)
        _draw_mark(drawing, x + 12, y + 8, after=after)
        drawing.text(x + 30, y + 13, words, size=SMALL)
        x += 30 + width(words, SMALL) + 24
    if len(facts.recoveries) > 1:
        x, y = _placed(drawing, x, y, half)
        drawing.line(x, y + 8, x + 26, y + 8, stroke="ink", weight=2, dash="8 5")
        drawing.text(x + 34, y + 13, half, size=SMALL, weight=SEMIBOLD)
    return y + 24


def _placed(drawing: Drawing, x: float, y: float, words: str) -> tuple[float, float]:
    """Where an entry of the key begins: on the next line where it would not fit."""
    fits = x + 40 + width(words, SMALL, SEMIBOLD) <= drawing.width
    return (x, y) if fits or not x else (0.0, y + 26)
