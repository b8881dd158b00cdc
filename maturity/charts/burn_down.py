"""The picture of error budgets as they were spent: a line each from the window's beginning to the series' end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from maturity.charts.facts import Table
from maturity.charts.ink import Box, Drawing, Form, picture
from maturity.charts.lettering import SEMIBOLD, width
from maturity.charts.palette import LIGHT
from maturity.charts.plane import SMALL, Plane, draw_grid, ticks
from maturity.charts.spec import Spec, axis, layout, literal
from maturity.evidence.summary import Budget, Left, Summary
from maturity.language import tr
from maturity.wording import in_days, lasting, listed, percent, plain, short_day

_WHOLE: Final = 0.25  #: share between the lines of the scale


@dataclass(frozen=True, kw_only=True)
class BurnDownFacts:
    """What the picture of burn-downs shows."""

    title: str
    sentence: str
    table: Table
    budgets: tuple[Budget, ...]  #: those with a series

    @property
    def is_empty(self) -> bool:
        """Whether no budget has a series."""
        return not self.budgets


def burn_down_facts(summary: Summary) -> BurnDownFacts:
    """The budgets that a series tells of, each with what is gone and left, and how fast it went."""
    told = tuple(budget for budget in summary.budgets if budget.burn_down)
    if len(told) == 1:
        at_end = tr("Burn rate at the end: {rates}; at 1 the budget lasts just as long as its window.")
        words = [_words(told[0], at_end)]
    else:
        named, at_end = tr("{name}: {sentence}"), tr("Burn rate at the end: {rates}.")
        words = [named.format(name=one.name, sentence=_words(one, at_end)) for one in told]
        if any(map(_burned, told)):
            words.append(tr("At a burn rate of 1 a budget lasts just as long as its window."))
    return BurnDownFacts(
        title=tr("Error budgets, day by day"),
        sentence=" ".join(words),
        table=Table(
            header=(tr("Objective"), tr("Window"), tr("Gone"), tr("Left"), *_hours(told)),
            rows=tuple(map(_row, told)),
        ),
        budgets=told,
    )


def _words(budget: Budget, at_end: str) -> str:
    """What is gone of a budget and left, then how fast it went at the end, in that frame, where the series tells."""
    return " ".join([spent_of(budget), *([at_end.format(rates=burned)] if (burned := _burned(budget)) else [])])


def _burned(budget: Budget) -> str:
    """How fast it went over each stretch before its end; empty where the series does not tell."""
    rates = tr("{rate} over {time}")
    told = [(one.rate, timedelta(hours=one.hours)) for one in budget.rates if one.rate is not None]
    return listed([rates.format(rate=plain(rate, 2), time=lasting(length)) for rate, length in told]) if told else ""


def spent_of(budget: Budget) -> str:
    """What is gone of a budget, and left where enough is told, in a sentence."""
    gone = _share(budget.spent or 0.0)
    if budget.left is None:
        frame = tr("At least {gone} of the budget is gone; too little is told to say what is left.")
        return frame.format(gone=gone)
    if budget.left < 0:
        return tr("{gone} of the budget is gone: it is overspent.").format(gone=gone)
    return tr("{gone} of the budget is gone, {left} is left.").format(gone=gone, left=_share(budget.left))


def burn_down_svg(facts: BurnDownFacts) -> str:
    """The burn-downs as static SVG, one under the other, wide and narrow."""
    return picture(_draw(facts, "wide"), _draw(facts, "narrow"))


def burn_down_figure(facts: BurnDownFacts) -> Spec:
    """The burn-downs as a plotly figure, as plain data."""
    lines = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": literal(budget.name),
            "x": [point.day for point in budget.burn_down],
            "y": [None if point.left is None else round(point.left * 100, 3) for point in budget.burn_down],
            "connectgaps": False,
            "line": {"width": 3, "dash": _DASHES[place % len(_DASHES)], "color": LIGHT.accent},
        }
        for place, budget in enumerate(facts.budgets)
    ]
    shape = layout(
        facts.sentence,
        showlegend=True,
        xaxis=axis(tr("Days of the window")),
        yaxis=axis(tr("Budget left, %"), zeroline=True, zerolinecolor=LIGHT.warm, zerolinewidth=2),
    )
    return {"data": lines, "layout": shape}


_DASHES: Final = ("solid", "dash", "dot", "dashdot")


def _hours(budgets: Sequence[Budget]) -> tuple[str, ...]:
    rates = budgets[0].rates if budgets else ()
    return tuple(tr("Burn rate over {time}").format(time=lasting(timedelta(hours=rate.hours))) for rate in rates)


def _row(budget: Budget) -> tuple[str, ...]:
    window = tr("{time} to {last}")
    return (
        budget.name,
        window.format(time=in_days(budget.window_days or 0), last=short_day(budget.ends) if budget.ends else "–"),
        _gone(budget),
        tr("not told") if budget.left is None else _share(budget.left),
        *(tr("not told") if rate.rate is None else plain(rate.rate, 2) for rate in budget.rates),
    )


def _gone(budget: Budget) -> str:
    gone = _share(budget.spent or 0.0)
    return tr("at least {gone}").format(gone=gone) if budget.left is None else gone


def _share(share: float) -> str:
    """A share, exact enough that what is not gone never reads as gone."""
    return tr("{number} %").format(number=plain(float(f"{share * 100:.3g}")))


def _draw(facts: BurnDownFacts, form: Form) -> str:
    drawing, y = Drawing(width=960.0 if form == "wide" else 360.0), 0.0
    for budget in facts.budgets:
        y = _draw_budget(drawing, budget, y, wide=form == "wide") + 20
    return drawing.svg(y, label=facts.sentence, form=form)


def _heading(budget: Budget) -> str:
    objective, window = percent(budget.objective or 0.0), in_days(budget.window_days or 0)
    return tr("{name}: {objective} over {window}").format(name=budget.name, objective=objective, window=window)


def _draw_budget(drawing: Drawing, budget: Budget, top: float, *, wide: bool) -> float:
    """Draw one budget under its name; the bottom."""
    top = drawing.paragraph(0, top, _heading(budget), within=drawing.width, size=16, weight=SEMIBOLD) + 18
    told = [point.left for point in budget.burn_down if point.left is not None]
    low = min(0.0, *told)
    step = _WHOLE if low > -_WHOLE else (1 - low) / 4
    levels = ticks(low, 1, 4 if step == _WHOLE else 5)
    left = 16 + max(width(percent(level), SMALL) for level in levels)
    frame = Box(x=left, y=top, width=drawing.width - left - 18, height=190 if wide else 160)
    plane = Plane(frame=frame, right=budget.window_days or 1, bottom=min(low, levels[0]), top=1)
    draw_grid(drawing, plane, ticks(0, plane.right, 7 if wide else 4), levels, say=percent)
    if low < 0:
        drawing.line(frame.x, plane.y(0), frame.right, plane.y(0), stroke="warm", weight=2)
    for piece in _pieces(budget.burn_down):
        _draw_piece(drawing, plane, piece)
    last = next((point for point in reversed(budget.burn_down) if point.left is not None), None)
    if last is not None and last.left is not None:
        colour = "warm" if last.left < 0 else "accent"
        drawing.dot(plane.x(min(last.day, plane.right)), plane.y(last.left), 5, fill=colour, stroke="paper", weight=1.5)
    along = tr("days of the {days}-day window").format(days=plain(plane.right))
    drawing.text(frame.right, frame.bottom + 41, along, size=SMALL, fill="muted", anchor="end")
    return frame.bottom + 48


def _pieces(points: Sequence[Left]) -> Iterator[list[tuple[float, float]]]:
    """The line in pieces, parted where the series does not tell."""
    piece: list[tuple[float, float]] = []
    for point in points:
        if point.left is None:
            yield piece
            piece = []
        else:
            piece.append((point.day, point.left))
    yield piece


def _draw_piece(drawing: Drawing, plane: Plane, piece: Sequence[tuple[float, float]]) -> None:
    if len(piece) > 1:
        places = [f"{plane.x(min(at, plane.right)):.1f} {plane.y(left):.1f}" for at, left in piece]
        drawing.path(f"M{'L'.join(places)}", stroke="accent", weight=3)
