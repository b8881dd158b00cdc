"""The picture of where customers stood, period by period: a column each, its stages from the lowest up."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from maturity.charts.facts import Table
from maturity.charts.ink import Box, Drawing, Form, Paint, picture
from maturity.charts.lettering import SEMIBOLD, wrap
from maturity.charts.palette import LIGHT
from maturity.charts.plane import SMALL
from maturity.charts.spec import Spec, axis, label, layout, literal
from maturity.model import Model
from maturity.rates import FEWEST, Rate
from maturity.trends import Trends
from maturity.trends.over_time import Period, periods, years
from maturity.wording import count

MOST_COLUMNS: Final = 16  #: quarters; more are told by the year
_LOW: Final[tuple[Paint, ...]] = (
    {"fill": "paper", "stroke": "warm", "weight": 1.5},
    {"fill": "warm-soft", "stroke": "warm", "weight": 1.5},
    {"fill": "void", "stroke": "muted", "weight": 1.5},
)
_HIGH: Final[tuple[Paint, ...]] = (
    {"fill": "sometimes", "stroke": "accent", "weight": 1.5},
    {"fill": "accent", "stroke": "accent", "weight": 1.5},
    {"fill": "ink", "stroke": "ink", "weight": 1.5},
)
_LETTERS: Final = {"accent": "on-accent", "ink": "paper"}


@dataclass(frozen=True, kw_only=True)
class Column:
    """Where the customers known by the end of a period stood."""

    name: str
    stages: tuple[int, ...]  #: customers at stage 0, 1, 2 …

    @property
    def customers(self) -> int:
        """All of them."""
        return sum(self.stages)


@dataclass(frozen=True, kw_only=True)
class StandingFacts:
    """What the picture of standing shows."""

    title: str
    sentence: str
    table: Table
    names: tuple[str, ...]  #: of stage 0, 1, 2 …
    target: int  #: stage from which on the fills are the achieved ones
    columns: tuple[Column, ...]  #: by quarter, or by year where there are many
    years: tuple[Column, ...]

    @property
    def is_empty(self) -> bool:
        """Whether too few customers are known to say anything."""
        return not self.columns or self.columns[-1].customers < FEWEST

    def paint(self, stage: int) -> Paint:
        """How a stage is painted: below the target warm, from it on in the accent, ever fuller."""
        if stage < self.target:
            return _LOW[stage * len(_LOW) // self.target]
        return _HIGH[(stage - self.target) * len(_HIGH) // (len(self.names) - self.target)]


def standing_facts(model: Model, trends: Trends) -> StandingFacts:
    """The customers at each stage at the end of each period, everybody by the latest engagement."""
    quarters = periods(trends.stages, trends.engagements, top=len(model.stages))
    by_year = tuple(Column(name=str(period.year), stages=period.stages) for period in years(quarters))
    by_quarter = tuple(Column(name=_quarter(period), stages=period.stages) for period in quarters)
    chosen = by_quarter if len(by_quarter) <= MOST_COLUMNS else by_year
    names = ("Before stage 1", *(f"{stage.number} {stage.short}" for stage in model.stages))
    return StandingFacts(
        title="Where customers stand, over time",
        sentence=_sentence(chosen, model.default_target),
        table=Table(
            header=("By the end of", *names, "Customers"),
            rows=tuple((one.name, *(f"{n:,}" for n in one.stages), f"{one.customers:,}") for one in chosen),
        ),
        names=names,
        target=model.default_target,
        columns=chosen[-MOST_COLUMNS:],
        years=by_year[-6:],
    )


def _quarter(period: Period) -> str:
    return f"{period.name[:2]} {period.year}"


def _sentence(columns: Sequence[Column], target: int) -> str:
    if not columns:
        return "There is no engagement yet."
    last = columns[-1]
    now = Rate(count=sum(last.stages[target:]), of=last.customers)
    sentence = f"In {last.name}, {now.said_of('customers')} stood at stage {target} or above"
    enough = next((column for column in columns if column.customers >= FEWEST and column is not last), None)
    if enough is None:
        return f"{sentence}."
    before = Rate(count=sum(enough.stages[target:]), of=enough.customers)
    return f"{sentence}; in {enough.name} it was {before.words}."


def standing_svg(facts: StandingFacts) -> str:
    """The picture as static SVG, wide and narrow."""
    return picture(_draw(facts, facts.columns, "wide"), _draw(facts, facts.years, "narrow"))


def standing_figure(facts: StandingFacts) -> Spec:
    """The picture as a plotly figure, as plain data."""
    bars = [
        {
            "type": "bar",
            "name": label(facts.names[stage], 200),
            "x": [column.name for column in facts.columns],
            "y": [column.stages[stage] for column in facts.columns],
            "marker": {
                "color": LIGHT.tokens[facts.paint(stage)["fill"]],
                "line": {"color": LIGHT.tokens[facts.paint(stage)["stroke"]], "width": 1},
            },
            "hovertext": [
                literal(f"{column.name}: {count(column.stages[stage], 'customer')}, {facts.names[stage]}")
                for column in facts.columns
            ],
            "hoverinfo": "text",
        }
        for stage in range(len(facts.names))
    ]
    shape = layout(
        facts.title,
        barmode="stack",
        showlegend=True,
        xaxis=axis(type="category"),
        yaxis=axis("Customers", rangemode="tozero"),
    )
    return {"data": bars, "layout": shape}


def _draw(facts: StandingFacts, columns: Sequence[Column], form: Form) -> str:
    width, room = (960.0, 300.0) if form == "wide" else (360.0, 230.0)
    drawing = Drawing(width=width)
    frame = Box(x=4, y=26, width=width - 8, height=room)
    unit = room / max(column.customers for column in columns)
    pitch = min(frame.width / len(columns), 110)
    thick = min(pitch * 0.72, 64)
    for at, column in enumerate(columns):
        x = frame.x + pitch * at
        _draw_column(drawing, facts, column, Box(x=x, y=frame.y, width=thick, height=room), unit)
        words = (column.name[:2], column.name[3:]) if " " in column.name else (column.name,)
        shown = words[:1] if len(words) > 1 and at and words[1] == columns[at - 1].name[3:] else words
        drawing.lines(x + thick / 2, frame.bottom + 8, shown, size=SMALL, fill="muted", anchor="middle")
    drawing.line(
        0, frame.bottom, frame.x + pitch * (len(columns) - 1) + thick + 4, frame.bottom, stroke="ink", weight=1.5
    )
    y = _draw_key(drawing, facts, frame.bottom + 60, across=3 if form == "wide" else 1)
    return drawing.svg(y + 4, label=facts.sentence, form=form)


def _draw_column(drawing: Drawing, facts: StandingFacts, column: Column, room: Box, unit: float) -> None:
    bottom = room.bottom
    for stage, customers in enumerate(column.stages):
        if not customers:
            continue
        height, paint = customers * unit, facts.paint(stage)
        part = Box(x=room.x, y=bottom - height, width=room.width, height=max(height - 2.5, 1))
        drawing.box(part, radius=2, **paint)
        if height >= 16.5 and room.width >= 20:  # noqa: PLR2004  (a number fits)
            letters = _LETTERS.get(paint["fill"], "ink")
            middle = part.y + part.height / 2 + SMALL * 0.35
            drawing.text(room.x + room.width / 2, middle, f"{customers:,}", size=SMALL, fill=letters, anchor="middle")
        bottom -= height
    drawing.text(
        room.x + room.width / 2, bottom - 8, f"{column.customers:,}", size=SMALL, weight=SEMIBOLD, anchor="middle"
    )


def _draw_key(drawing: Drawing, facts: StandingFacts, top: float, *, across: int) -> float:
    pitch, bottom = drawing.width / across, top
    down = -(-len(facts.names) // across)
    for stage, name in enumerate(facts.names):
        left, y = pitch * (stage // down), top + 26 * (stage % down)
        drawing.box(Box(x=left + 1, y=y, width=26, height=16), radius=2, **facts.paint(stage))
        bottom = max(bottom, drawing.lines(left + 36, y - 1, wrap(name, SMALL, pitch - 44, 1), size=SMALL) + 6)
    return bottom
