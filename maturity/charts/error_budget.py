"""The picture of an error budget: how much bad time an objective allows, and how fast it can burn."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from maturity.charts.facts import Table
from maturity.charts.ink import Box, Drawing, Form, Paint, picture
from maturity.charts.lettering import LINE, SEMIBOLD, wrap
from maturity.charts.plane import Line, Plane, draw_grid, draw_key, draw_lines, plotly_line, ticks
from maturity.charts.spec import Spec, axis, layout, literal
from maturity.error_budget import WORKBOOK_ALERTS, BurnAlert, ErrorBudget
from maturity.language import tr
from maturity.roadmap import Roadmap
from maturity.wording import in_row, lasting, named, percent, plain

OBJECTIVES: Final = (0.99, 0.995, 0.999, 0.9995, 0.9999)


@dataclass(frozen=True, kw_only=True)
class Burn:
    """A speed at which the budget goes."""

    rate: float  #: times as fast as the budget lasts
    gone_after: timedelta
    alert: str  #: what is raised at that rate

    @property
    def words(self) -> str:
        """The rate, what it raises and when the budget ends."""
        said = tr("Burn rate {rate} ({alert}): gone in {time}")
        return said.format(rate=plain(self.rate, 2), alert=self.alert.lower(), time=lasting(self.gone_after))


@dataclass(frozen=True, kw_only=True)
class ErrorBudgetFacts:
    """What the picture of the error budget shows."""

    title: str
    sentence: str
    table: Table
    budget: ErrorBudget
    is_example: bool  #: the model's objective, since the customer named none
    burns: tuple[Burn, ...]  #: slowest first

    @property
    def is_empty(self) -> bool:
        """Never: there is always an objective to show."""
        return False

    @property
    def days(self) -> float:
        """The window, in days."""
        return self.budget.window / timedelta(days=1)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The budget left, as a share, by the day: to its end, or to the window's."""
        gone = [burn.gone_after / timedelta(days=1) for burn in self.burns]
        ends = [(end, 0.0) if end <= self.days else (self.days, 1 - self.days / end) for end in gone]
        return tuple(
            Line(words=burn.words, stroke=stroke, points=((0.0, 1.0), end))
            for burn, stroke, end in zip(self.burns, _STROKES, ends, strict=True)
        )


def error_budget_facts(roadmap: Roadmap) -> ErrorBudgetFacts:
    """The budget of the customer's objective, or of the model's example, with the alerts on how fast it burns."""
    engagement, numbers = roadmap.assessment.engagement, roadmap.assessment.model.numbers
    objective = engagement.objective if engagement.objective is not None else numbers.objective.value
    budget = ErrorBudget(objective=objective, window=timedelta(days=numbers.objective_window_days.value))
    burns = tuple(sorted((_burn(budget, alert) for alert in WORKBOOK_ALERTS), key=lambda burn: burn.rate))
    return ErrorBudgetFacts(
        title=tr("What an error budget allows"),
        sentence=_sentence(named(engagement.customer), budget, burns[-1], is_example=engagement.objective is None),
        table=_table(budget, is_example=engagement.objective is None),
        budget=budget,
        is_example=engagement.objective is None,
        burns=burns,
    )


def _burn(budget: ErrorBudget, alert: BurnAlert) -> Burn:
    rate = budget.burn_rate(alert.budget_share, alert.long_window)
    return Burn(rate=rate, gone_after=budget.gone_after(rate), alert=tr(alert.name))


def _sentence(customer: str, budget: ErrorBudget, fastest: Burn, *, is_example: bool) -> str:
    example = tr("An example objective for {customer}, {objective} over {window}, allows {allowed} of bad time")
    own = tr("{customer}'s objective, {objective} over {window}, allows {allowed} of bad time")
    allows = (example if is_example else own).format(
        customer=customer,
        objective=percent(budget.objective),
        window=lasting(budget.window),
        allowed=lasting(budget.allowed),
    )
    burns = tr("burning {rate} times too fast, it is gone in {time}")
    return f"{in_row([allows, burns.format(rate=plain(fastest.rate, 2), time=lasting(fastest.gone_after))])}."


def _table(budget: ErrorBudget, *, is_example: bool) -> Table:
    objectives = [ErrorBudget(objective=one, window=budget.window) for one in sorted({*OBJECTIVES, budget.objective})]
    own = tr("{objective} (the example)") if is_example else tr("{objective} (yours)")
    allows = tr("allows {allowed} of bad time in {window}")
    allowed = tuple(
        (
            own.format(objective=percent(one.objective)) if one == budget else percent(one.objective),
            allows.format(allowed=lasting(one.allowed), window=lasting(one.window)),
        )
        for one in objectives
    )
    return Table(header=(tr("Objective or alert"), tr("What it means")), rows=(*allowed, *_alert_rows(budget)))


def _alert_rows(budget: ErrorBudget) -> Iterator[tuple[str, str]]:
    for alert in WORKBOOK_ALERTS:
        burn = _burn(budget, alert)
        meaning = tr(
            "{share} of the budget gone within {long}, still burning over the last {short}: burn rate {rate}, "
            "all gone in {time}"
        ).format(
            share=percent(alert.budget_share),
            long=lasting(alert.long_window),
            short=lasting(alert.short_window),
            rate=plain(burn.rate, 2),
            time=lasting(burn.gone_after),
        )
        yield tr("Alert “{name}”").format(name=burn.alert), meaning


def error_budget_svg(facts: ErrorBudgetFacts) -> str:
    """The picture of the error budget as static SVG, wide and narrow."""
    return picture(_draw(facts, "wide"), _draw(facts, "narrow"))


def error_budget_figure(facts: ErrorBudgetFacts) -> Spec:
    """The picture of the error budget as a plotly figure, as plain data."""
    lines = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": literal(line.words),
            "x": [round(day, 4) for day, _ in line.points],
            "y": [round(share * 100, 4) for _, share in line.points],
            "line": plotly_line(line),
            "hoverinfo": "name",
        }
        for line in facts.lines
    ]
    shape = layout(
        facts.sentence,
        showlegend=True,
        legend={"x": 1, "xanchor": "right", "y": 1},
        xaxis=axis(tr("Days of the {days}-day window").format(days=plain(facts.days)), range=[0, facts.days]),
        yaxis=axis(tr("Budget left, %"), range=[0, 104]),
    )
    return {"data": lines, "layout": shape}


#: the fastest is the heaviest
_STROKES: Final[tuple[Paint, ...]] = (
    {"stroke": "muted", "weight": 3, "dash": "2 6"},
    {"stroke": "accent", "weight": 3},
    {"stroke": "warm", "weight": 3, "dash": "10 5"},
    {"stroke": "warm", "weight": 5},
)


def _draw(facts: ErrorBudgetFacts, form: Form) -> str:
    wide = form == "wide"
    width, room = (960.0, 340.0) if wide else (360.0, 220.0)
    top = 34.0 if wide else 118.0
    plane = Plane(frame=Box(x=58, y=top, width=width - 58 - 20, height=room), right=facts.days, bottom=0, top=1)
    drawing = Drawing(width=width)
    days = ticks(0, facts.days, 6)
    draw_grid(drawing, plane, days, (0, 0.25, 0.5, 0.75, 1), say=percent)
    drawing.text(0, top - 14, tr("Budget left"), size=14, fill="muted")
    below = plane.frame.bottom + 41
    along = tr("days of the {days}-day window").format(days=plain(facts.days))
    drawing.text(plane.frame.right, below, along, size=14, fill="muted", anchor="end")
    draw_lines(drawing, plane, facts.lines)
    for line in facts.lines:
        day, left = line.points[1]
        drawing.dot(plane.x(day), plane.y(left), 5, fill=line.stroke["stroke"], stroke="paper", weight=1.5)
    bottom = draw_key(drawing, facts.lines, below + 14, across=2 if wide else 1)
    _draw_headline(
        drawing, facts, Box(x=410, y=44, width=530, height=0) if wide else Box(x=0, y=0, width=350, height=0)
    )
    return drawing.svg(bottom + 4, label=facts.sentence, form=form)


def _draw_headline(drawing: Drawing, facts: ErrorBudgetFacts, room: Box) -> None:
    """Write what the budget is, over the slowest line where nothing else is."""
    example = tr("of bad time allowed in {window}, by an example objective of {objective}")
    own = tr("of bad time allowed in {window}, by your objective of {objective}")
    budget = facts.budget
    said = (example if facts.is_example else own).format(
        window=lasting(budget.window), objective=percent(budget.objective)
    )
    lines = [(line, 16.0, 400) for line in wrap(said, 16, room.width, 3)]
    y = room.y
    for words, size, weight in [(lasting(facts.budget.allowed), 36.0, SEMIBOLD), *lines]:
        drawing.text(room.right, y + size, words, size=size, weight=weight, anchor="end")
        y += size * LINE
