"""The picture of how long it takes to reach the target stage: a curve, and where nobody saw it rise."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from maturity.charts.facts import Table
from maturity.charts.ink import Box, Drawing, Form, Paint, picture, short
from maturity.charts.palette import LIGHT
from maturity.charts.plane import SMALL, Plane, draw_grid, ticks
from maturity.charts.spec import Spec, axis, layout
from maturity.model import Model
from maturity.rates import FEWEST
from maturity.trends import Tally, Trends
from maturity.trends.reaching import NEVER, Outcome, Rise, curve, followed, half
from maturity.wording import count, rounded

_SOONEST: Final[Paint] = {"stroke": "accent", "weight": 2.5, "dash": "7 4"}
_LATEST: Final[Paint] = {"stroke": "accent", "weight": 3.5}
Points = Sequence[tuple[float, float]]  # month, share


@dataclass(frozen=True, kw_only=True)
class ReachingFacts:
    """What the picture of reaching a stage shows."""

    title: str
    sentence: str
    table: Table
    stage: int
    rises: tuple[Rise, ...]
    until: int  #: month in which the curve ends: later, too few are followed
    followed: tuple[tuple[int, int], ...]  #: month, and customers followed and not known to be there before

    @property
    def is_empty(self) -> bool:
        """Whether the curve has fewer points than a line may be drawn through."""
        return len(self.rises) < FEWEST

    def points(self, *, soonest: bool) -> Points:
        """The share from each month on, were every rise at the start of its stretch, or at its end."""
        steps = [(float(rise.after if soonest else rise.by), rise.reached) for rise in self.rises]
        inside = [(month, share) for month, share in steps if month <= self.until]
        return [(0.0, 0.0), *inside, (float(self.until), inside[-1][1] if inside else 0.0)]


def reaching_facts(model: Model, trends: Trends) -> ReachingFacts:
    """The likeliest curve to the model's default target."""
    months = trends.months
    until = _last_told(months)
    rises = tuple(rise for rise in curve(months) if rise.by <= until)
    marks = [round(month) for month in ticks(0, max(until, 1), 5)]
    return ReachingFacts(
        title=f"How long it takes to reach stage {model.default_target}",
        sentence=_sentence(model.default_target, months, rises, until),
        table=_table(rises, months),
        stage=model.default_target,
        rises=rises,
        until=until,
        followed=tuple((month, followed(months, month)) for month in dict.fromkeys(marks)),
    )


def _last_told(months: Tally) -> int:
    """The last month in which enough are followed; 0 where there never are."""
    last = max((int(after if by == NEVER else by) for _, after, by in months.counts), default=0)
    return next((month for month in range(last, 0, -1) if followed(months, month) >= FEWEST), 0)


def _sentence(stage: int, months: Tally, rises: Sequence[Rise], until: int) -> str:
    there, reached, not_yet = (
        months.total(outcome=what) for what in (Outcome.THERE_ALREADY, Outcome.REACHED, Outcome.NOT_YET)
    )
    aside = f"; {there:,} more stood there at the first meeting" if there else ""
    start = f"Of {count(reached + not_yet, 'customer')} met below stage {stage}, {reached:,} have reached it"
    if len(rises) < FEWEST:
        return f"{start}{_when(months)}: too few to draw a curve through{aside}."
    middle = half(rises)
    if middle is None:
        share = rounded(rises[-1].reached * 100)
        return f"{start}, about {share} % within {until} months; later, too few are followed{aside}."
    return f"{start}; half do so after {middle.after} to {middle.by} months{aside}."


def _when(months: Tally) -> str:
    """Between which months they were found there."""
    found = sorted(int(by) for outcome, _, by in months.counts if outcome == Outcome.REACHED)
    if not found:
        return ""
    between = f"{found[0]} to {found[-1]} months" if found[0] < found[-1] else f"{found[0]} months"
    return f", and were found there {between} after the first engagement"


def _table(rises: Sequence[Rise], months: Tally) -> Table:
    rows = tuple(
        (
            f"after month {rise.after}, by month {rise.by}",
            f"{rounded(rise.reached * 100)} %",
            f"{followed(months, rise.by):,}",
        )
        for rise in rises
    )
    return Table(header=("Reached it", "Share by then", "Customers followed so long"), rows=rows)


def reaching_svg(facts: ReachingFacts) -> str:
    """The curve as static SVG, wide and narrow."""
    return picture(_draw(facts, "wide"), _draw(facts, "narrow"))


def reaching_figure(facts: ReachingFacts) -> Spec:
    """The curve as a plotly figure, as plain data."""
    lines = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": name,
            "x": [month for month, _ in points],
            "y": [round(share * 100, 2) for _, share in points],
            "line": {"color": LIGHT.accent, "width": 3, "dash": dash, "shape": "hv"},
        }
        for points, name, dash in (
            (facts.points(soonest=True), "at the soonest", "dash"),
            (facts.points(soonest=False), "at the latest", "solid"),
        )
    ]
    shape = layout(
        facts.title,
        showlegend=True,
        xaxis=axis("Months since the first meeting", range=[0, facts.until]),
        yaxis=axis(f"% that have reached stage {facts.stage}", range=[0, 104]),
    )
    return {"data": lines, "layout": shape}


def _draw(facts: ReachingFacts, form: Form) -> str:
    width, room = (960.0, 320.0) if form == "wide" else (360.0, 230.0)
    drawing = Drawing(width=width)
    frame = Box(x=58, y=34, width=width - 58 - 24, height=room)
    plane = Plane(frame=frame, right=facts.until, bottom=0, top=1)
    months = [month for month, _ in facts.followed]
    draw_grid(drawing, plane, months, (0, 0.25, 0.5, 0.75, 1), say=lambda share: f"{share * 100:g} %")
    drawing.text(0, 18, f"Share that has reached stage {facts.stage}", size=SMALL, fill="muted")
    early, late = (_corners(facts.points(soonest=soonest)) for soonest in (True, False))
    drawing.path(f"{_steps(plane, [*early, *reversed(late)])}Z", fill="accent-soft")
    drawing.path(_steps(plane, early), **_SOONEST)
    drawing.path(_steps(plane, late), **_LATEST)
    y = frame.bottom + 42
    drawing.text(frame.right, y, "months since the first meeting", size=SMALL, fill="muted", anchor="end")
    drawing.text(0, y + 28, "Customers followed so long:", size=SMALL, fill="muted")
    for month, customers in facts.followed:
        drawing.text(plane.x(month), y + 50, f"{customers:,}", size=SMALL, anchor="middle")
    return drawing.svg(_draw_key(drawing, y + 72, form) + 4, label=facts.sentence, form=form)


def _corners(points: Points) -> list[tuple[float, float]]:
    """The points of the line that stays level until the next month and rises there."""
    corners = [points[0]]
    for (_, level), (month, share) in pairwise(points):
        corners += [(month, level), (month, share)]
    return corners


def _steps(plane: Plane, corners: Points) -> str:
    return "M" + "L".join(f"{short(plane.x(month))} {short(plane.y(share))}" for month, share in corners)


def _draw_key(drawing: Drawing, top: float, form: Form) -> float:
    y, pitch = top, drawing.width / 2 if form == "wide" else drawing.width
    for at, (paint, said) in enumerate(((_SOONEST, _SAID[0]), (_LATEST, _SAID[1]))):
        left = pitch * at if form == "wide" else 0
        drawing.line(left + 2, y + 10, left + 42, y + 10, **paint)
        end = drawing.paragraph(left + 52, y, said, within=pitch - 60, size=SMALL)
        y = y if form == "wide" and at == 0 else end + 8
    return y


_SAID: Final = (
    "if they got there right after they were last seen below",
    "if they got there just before they were found",
)
