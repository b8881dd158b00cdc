"""The picture of when a platform team pays for itself, against buying the pieces."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from maturity.charts.break_even_words import Unit, assumptions_of, buying_words, case_words, net_table, pays_sentence
from maturity.charts.facts import Table
from maturity.charts.ink import Box, Drawing, Form, Paint, picture
from maturity.charts.lettering import SEMIBOLD, width
from maturity.charts.palette import LIGHT
from maturity.charts.plane import Line, Plane, draw_grid, draw_key, draw_lines, plotly_line, ticks
from maturity.charts.spec import Spec, axis, layout, literal
from maturity.economics import PlatformCase, buying, gain_range, platform_case
from maturity.language import tr
from maturity.roadmap import Roadmap
from maturity.wording import figures, percent, rounded


@dataclass(frozen=True, kw_only=True)
class BreakEvenFacts:
    """What the picture of the break-even shows."""

    title: str
    sentence: str
    table: Table
    cases: tuple[PlatformCase, ...]  #: by productivity gain, highest first
    engineers: int | None  #: the customer's product engineers, head count
    unit: Unit
    buying_share: float | None  #: cost of the bought pieces per engineer ÷ cost of an engineer
    assumptions: str  #: what the numbers rest on
    is_empty: bool  #: no stage of the model depends on a head count

    @property
    def reach(self) -> float:
        """The head count at the right edge: past every break-even and the customer's own."""
        farthest = max(case.break_even for case in self.cases) * 1.1
        return max(2 * self.cases[0].break_even, farthest, (self.engineers or 0) * 1.08)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Gain less cost by head count, in product engineers a year; buying as if it saved what the first team does."""
        lines = [
            Line(words=case_words(case), stroke=stroke, points=((0.0, -case.cost), (self.reach, case.net(self.reach))))
            for case, stroke in zip(self.cases, _STROKES, strict=False)
        ]
        if self.buying_share is not None:
            end = self.reach * (self.cases[0].gain - self.buying_share)
            lines.append(
                Line(words=buying_words(self.cases[0]), stroke=_BUYING, points=((0.0, 0.0), (self.reach, end)))
            )
        return tuple(lines)


_STROKES: Final[tuple[Paint, ...]] = (
    {"stroke": "accent", "weight": 4.5},
    {"stroke": "accent", "weight": 3, "dash": "12 5"},
    {"stroke": "accent", "weight": 2.5, "dash": "4 4"},
)
_CODE: Final = re.compile("[A-Z]{3}")  #: of a currency; anything else is no money
_BUYING: Final[Paint] = {"stroke": "warm", "weight": 3, "dash": "2 6"}


def break_even_facts(roadmap: Roadmap) -> BreakEvenFacts:
    """The head counts at which a platform team pays, by productivity gain, and what it gains where they are."""
    model, engagement = roadmap.assessment.model, roadmap.assessment.engagement
    own, bought, facts = platform_case(model, engagement), buying(engagement), engagement.platform
    gains = gain_range(model, engagement)
    cases = tuple(PlatformCase(team=own.team, cost_ratio=own.cost_ratio, gain=gain) for gain in gains)
    unit = Unit(currency=None, engineer_cost=1.0)
    if facts.engineer_cost is not None and _CODE.fullmatch(engagement.currency or ""):
        unit = Unit(currency=engagement.currency, engineer_cost=facts.engineer_cost)
    share = bought.cost_share if bought else None
    return BreakEvenFacts(
        title=tr("When a platform team pays"),
        sentence=pays_sentence(engagement, cases, unit, share),
        table=net_table(engagement.engineers, cases, unit, share),
        cases=cases,
        engineers=engagement.engineers,
        unit=unit,
        buying_share=share,
        assumptions=assumptions_of(engagement, cases, unit, share),
        is_empty=all(stage.critical_mass is None for stage in model.stages),
    )


def break_even_svg(facts: BreakEvenFacts) -> str:
    """The picture of the break-even as static SVG, wide and narrow."""
    return picture(_draw(facts, "wide"), _draw(facts, "narrow"))


def break_even_figure(facts: BreakEvenFacts) -> Spec:
    """The picture of the break-even as a plotly figure, as plain data."""
    scale, unit = facts.unit.engineer_cost, facts.unit.currency or tr("product engineers")
    lines = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": literal(line.words),
            "x": [round(along, 4) for along, _ in line.points],
            "y": [round(up * scale, 4) for _, up in line.points],
            "line": plotly_line(line),
            "hoverinfo": "name",
        }
        for line in facts.lines
    ]
    marks = [_rule("y", 0)] if facts.engineers is None else [_rule("y", 0), _rule("x", facts.engineers)]
    shape = layout(
        facts.sentence,
        height=520,
        showlegend=True,
        legend={"orientation": "h", "y": -0.2},
        shapes=marks,
        xaxis=axis(tr("Product engineers"), range=[0, facts.reach]),
        yaxis=axis(tr("Gain less cost a year, {unit}").format(unit=unit)),
    )
    return {"data": lines, "layout": shape}


def _rule(axis_name: str, number: float) -> Spec:
    """A line right across the figure, at a number of one axis."""
    other = {"x": "y", "y": "x"}[axis_name]
    place = {f"{axis_name}0": number, f"{axis_name}1": number, f"{other}0": 0, f"{other}1": 1, f"{other}ref": "paper"}
    return {"type": "line", **place, "line": {"color": LIGHT.ink, "width": 2}}


def _draw(facts: BreakEvenFacts, form: Form) -> str:
    wide = form == "wide"
    drawing = Drawing(width=960 if wide else 360)
    ups = [up for line in facts.lines for _, up in line.points]
    low, high = min(ups) * 1.08, max(*ups, facts.cases[0].cost * 0.5) * 1.08
    scale = facts.unit.engineer_cost
    steps = [step / scale for step in ticks(low * scale, high * scale, 6 if wide else 5)]
    labels = max(width(facts.unit.say(step), 14) for step in steps) + 14
    frame = Box(
        x=labels,
        y=36 if facts.engineers is None else 74,
        width=drawing.width - labels - 20,
        height=300 if wide else 240,
    )
    plane = Plane(frame=frame, right=facts.reach, bottom=low, top=high)
    draw_grid(drawing, plane, ticks(0, facts.reach, 10 if wide else 5), steps, say=facts.unit.say)
    drawing.line(frame.x, plane.y(0), frame.right, plane.y(0), stroke="ink", weight=1.5)
    up = tr("Gain less cost a year") if facts.unit.currency else tr("Gain less cost a year, in product engineers")
    drawing.text(0, 16, up, size=14, fill="muted")
    drawing.text(frame.right, frame.bottom + 62, tr("product engineers"), size=14, fill="muted", anchor="end")
    _draw_customer(drawing, plane, facts)
    draw_lines(drawing, plane, facts.lines)
    _draw_break_evens(drawing, plane, facts.cases)
    y = draw_key(drawing, facts.lines, frame.bottom + 76, across=2 if wide else 1)
    y = drawing.paragraph(0, y + 4, facts.assumptions, within=drawing.width - 8, size=14, fill="muted", at_most=9)
    return drawing.svg(y + 4, label=facts.sentence, form=form)


def _draw_break_evens(drawing: Drawing, plane: Plane, cases: Sequence[PlatformCase]) -> None:
    """Draw the points where a team pays, each with its number under the axis where there is room for it."""
    taken = 0.0
    for case in cases:
        x, said = plane.x(case.break_even), rounded(case.break_even)
        drawing.dot(x, plane.y(0), 6, fill="accent", stroke="paper", weight=2)
        left = x - width(said, 15, SEMIBOLD) / 2
        if left > taken:
            drawing.line(x, plane.y(0) + 6, x, plane.frame.bottom, stroke="accent", dash="2 3")
            drawing.text(x, plane.frame.bottom + 42, said, size=15, weight=SEMIBOLD, fill="accent", anchor="middle")
            taken = 2 * x - left + 6


def _draw_customer(drawing: Drawing, plane: Plane, facts: BreakEvenFacts) -> None:
    """Draw where the customer stands, with what a team would gain them there."""
    if facts.engineers is None:
        return
    x, frame, first = plane.x(facts.engineers), plane.frame, facts.cases[0]
    net = first.net(facts.engineers)
    told = {
        "number": figures(f"{facts.engineers:,}"),
        "net": f"{'+' if net > 0 else ''}{facts.unit.say(net)}",
        "gain": percent(first.gain),
    }
    said = tr("You are at {number}: {net} a year").format(**told)
    longer = tr("You are at {number}: {net} a year, if it saves {gain}").format(**told)
    said = longer if width(longer, 16, SEMIBOLD) + 20 < drawing.width else said
    wide = width(said, 16, SEMIBOLD) + 20
    left = min(max(x - wide / 2, 0), drawing.width - wide)
    drawing.line(x, 54, x, frame.bottom, stroke="ink", weight=2.5)
    drawing.box(Box(x=left, y=26, width=wide, height=30), radius=10, fill="ink")
    drawing.text(left + wide / 2, 47, said, size=16, weight=SEMIBOLD, fill="paper", anchor="middle")
    drawing.dot(x, plane.y(net), 6, fill="ink", stroke="paper", weight=2)
