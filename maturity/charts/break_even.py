"""The picture of when a platform team pays for itself, against buying the pieces."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from maturity.charts.facts import Table
from maturity.charts.ink import Box, Drawing, Form, Paint, picture
from maturity.charts.lettering import SEMIBOLD, width
from maturity.charts.palette import LIGHT
from maturity.charts.plane import Line, Plane, draw_grid, draw_key, draw_lines, plotly_line, ticks
from maturity.charts.spec import Spec, axis, layout, literal
from maturity.economics import PlatformCase, buying, gain_range, platform_case
from maturity.engagement import Engagement
from maturity.roadmap import Roadmap
from maturity.wording import money, named, percent, plain, rounded, short_day


@dataclass(frozen=True, kw_only=True)
class Unit:
    """What amounts are said in: money where a salary and its currency are known, else product engineers."""

    currency: str | None  #: ISO 4217
    engineer_cost: float  #: of one product engineer a year, in that currency; 1 without one

    def say(self, amount: float) -> str:
        """An amount, given in product engineers a year."""
        return plain(amount, 1) if self.currency is None else money(amount * self.engineer_cost, self.currency)

    def spell(self, amount: float) -> str:
        """The same with its unit, for a sentence."""
        if self.currency is not None:
            return f"{self.say(amount)} a year"
        return f"{self.say(amount)} product engineer{'' if abs(amount) == 1 else 's'} a year"

    def worth(self, amount: float) -> str:
        """The same as what a customer gains or loses."""
        return self.spell(amount) if self.currency is not None else f"the work of {self.spell(amount)}"


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
            Line(words=_case_words(case), stroke=stroke, points=((0.0, -case.cost), (self.reach, case.net(self.reach))))
            for case, stroke in zip(self.cases, _STROKES, strict=False)
        ]
        if self.buying_share is not None:
            end = self.reach * (self.cases[0].gain - self.buying_share)
            words = f"Buying the pieces, if they save {percent(self.cases[0].gain)} too"
            lines.append(Line(words=words, stroke=_BUYING, points=((0.0, 0.0), (self.reach, end))))
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
        title="When a platform team pays",
        sentence=_sentence(engagement, cases, unit, share),
        table=_table(engagement.engineers, cases, unit, share),
        cases=cases,
        engineers=engagement.engineers,
        unit=unit,
        buying_share=share,
        assumptions=_assumptions(engagement, cases, unit, share),
        is_empty=all(stage.critical_mass is None for stage in model.stages),
    )


def _case_words(case: PlatformCase) -> str:
    return f"Saves {percent(case.gain)}: pays from {rounded(case.break_even)} engineers"


def _sentence(engagement: Engagement, cases: Sequence[PlatformCase], unit: Unit, share: float | None) -> str:
    first, last, engineers = cases[0], cases[-1], engagement.engineers
    said = (
        f"A platform team of {plain(first.team)} that saves {percent(first.gain)} of product engineers' time pays for "
    )
    said += f"itself from {rounded(first.break_even)} product engineers"
    said += f" (from {rounded(last.break_even)}, if it saves {percent(last.gain)})" if last is not first else ""
    customer = named(engagement.customer)
    if engineers is None:
        return f"{said}; the head count of {customer} is not known."
    said += f"; with {engineers:,}, {customer} would {_outcome(first.net(engineers), unit)}"
    if share is not None:
        bought = _outcome(engineers * (first.gain - share), unit)
        said += f", and would {bought} by buying the pieces, if they save as much"
    return f"{said}."


def _outcome(net: float, unit: Unit) -> str:
    return f"{'gain' if net >= 0 else 'lose'} {unit.worth(abs(net))}"


def _table(engineers: int | None, cases: Sequence[PlatformCase], unit: Unit, share: float | None) -> Table:
    at = "" if engineers is None else f" at {engineers:,} product engineers"
    rows = [
        (
            f"A team that saves {percent(case.gain)}",
            f"{rounded(case.break_even)} product engineers",
            "not known" if engineers is None else unit.spell(case.net(engineers)),
        )
        for case in cases
    ]
    rows.append(("The team's cost", "–", unit.spell(-cases[0].cost)))
    if share is not None:
        net = "not known" if engineers is None else unit.spell(engineers * (cases[0].gain - share))
        pays = "one product engineer" if cases[0].gain > share else "never"
        rows.append((f"Buying the pieces, if they save {percent(cases[0].gain)} too", pays, net))
    return Table(header=("Way", "Pays from", f"Gain less cost{at}"), rows=tuple(rows))


def _assumptions(engagement: Engagement, cases: Sequence[PlatformCase], unit: Unit, share: float | None) -> str:
    facts, first = engagement.platform, cases[0]
    gains = " to ".join(dict.fromkeys(percent(case.gain) for case in (cases[-1], first)))

    def known(fact: float | None) -> str:
        return "estimate" if fact is None else "given"

    said = (
        f"A team of {plain(first.team)} ({known(facts.team)}), each at {plain(first.cost_ratio)} × the cost of a "
        f"product engineer ({known(facts.cost_ratio)}), that saves {gains} of every product engineer's time "
        f"({known(facts.gain)})."
    )
    if unit.currency is not None:
        said += f" A product engineer costs {unit.spell(1)} (given)."
    return said + _rate(engagement) if share is not None else said


def _rate(engagement: Engagement) -> str:
    facts = engagement.platform
    if facts.exchange_rate is None or facts.buy_currency in {None, engagement.currency}:
        return ""
    when = f" on {short_day(facts.exchange_rate_on)}" if facts.exchange_rate_on else ""
    return f" 1 {facts.buy_currency} = {plain(facts.exchange_rate)} {engagement.currency or ''}".rstrip() + f"{when}."


def break_even_svg(facts: BreakEvenFacts) -> str:
    """The picture of the break-even as static SVG, wide and narrow."""
    return picture(_draw(facts, "wide"), _draw(facts, "narrow"))


def break_even_figure(facts: BreakEvenFacts) -> Spec:
    """The picture of the break-even as a plotly figure, as plain data."""
    scale, unit = facts.unit.engineer_cost, facts.unit.currency or "product engineers"
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
        xaxis=axis("Product engineers", range=[0, facts.reach]),
        yaxis=axis(f"Gain less cost a year, {unit}"),
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
    unit = "" if facts.unit.currency else ", in product engineers"
    drawing.text(0, 16, f"Gain less cost a year{unit}", size=14, fill="muted")
    drawing.text(frame.right, frame.bottom + 62, "product engineers", size=14, fill="muted", anchor="end")
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
    sign = "+" if net > 0 else ""
    said = f"You are at {facts.engineers:,}: {sign}{facts.unit.say(net)} a year"
    longer = f"{said}, if it saves {percent(first.gain)}"
    said = longer if width(longer, 16, SEMIBOLD) + 20 < drawing.width else said
    wide = width(said, 16, SEMIBOLD) + 20
    left = min(max(x - wide / 2, 0), drawing.width - wide)
    drawing.line(x, 54, x, frame.bottom, stroke="ink", weight=2.5)
    drawing.box(Box(x=left, y=26, width=wide, height=30), radius=10, fill="ink")
    drawing.text(left + wide / 2, 47, said, size=16, weight=SEMIBOLD, fill="paper", anchor="middle")
    drawing.dot(x, plane.y(net), 6, fill="ink", stroke="paper", weight=2)
