"""The picture of skipped stages and traps that occur together: a triangle of counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from maturity.charts.facts import Table
from maturity.charts.ink import Box, Drawing, Form, picture
from maturity.charts.lettering import SEMIBOLD, wrap
from maturity.charts.palette import LIGHT
from maturity.charts.plane import SMALL
from maturity.charts.spec import Spec, axis, layout, literal
from maturity.model import Model
from maturity.rates import FEWEST, Rate
from maturity.trends import Trends
from maturity.trends.holding import SKIPPED
from maturity.wording import count, sentence_case


@dataclass(frozen=True, kw_only=True)
class TogetherFacts:
    """What the picture of things that occur together shows."""

    title: str
    sentence: str
    table: Table
    names: tuple[str, ...]  #: of what occurred at all
    counts: Mapping[tuple[int, int], int]  #: customers, by places in `names`, the smaller first
    customers: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing occurred, or to too few to say anything."""
        return not self.names or self.customers < FEWEST


def together_facts(model: Model, trends: Trends) -> TogetherFacts:
    """The stages that were skipped and the traps that were sprung, alone and in pairs, by customers."""
    counts = trends.together.counts
    possible = {f"{SKIPPED}{stage.number}": f"Stage {stage.number} skipped" for stage in model.stages}
    possible |= {trap.key: trap.name for trap in model.traps}
    keys = [key for key in possible if (key, key) in counts]
    names = tuple(possible[key] for key in keys)
    placed = {
        (one, other): times
        for one in range(len(keys))
        for other in range(one, len(keys))
        if (times := counts.get((keys[one], keys[other]), 0))
    }
    customers = trends.customers.total()
    return TogetherFacts(
        title="Skipped stages and traps, and which come together",
        sentence=_sentence(names, placed, customers),
        table=_table(names, placed, customers),
        names=names,
        counts=placed,
        customers=customers,
    )


def _sentence(names: Sequence[str], counts: Mapping[tuple[int, int], int], customers: int) -> str:
    if not names:
        return f"None of {count(customers, 'customer')} skipped a stage or stands in a trap."
    alone = max(range(len(names)), key=lambda at: counts[at, at])
    most = Rate(count=counts[alone, alone], of=customers)
    sentence = f"Most common: {sentence_case(names[alone])}, {most.said_of('customers')}"
    pairs = {pair: counts[pair] for pair in combinations(range(len(names)), 2) if pair in counts}
    if not pairs:
        return f"{sentence}; no two came together."
    (one, other), times = max(pairs.items(), key=lambda item: item[1])
    return (
        f"{sentence}; most often together: {sentence_case(names[one])}, with {sentence_case(names[other])}, "
        f"{count(times, 'customer')}."
    )


def _table(names: Sequence[str], counts: Mapping[tuple[int, int], int], customers: int) -> Table:
    rows = [
        (names[one], names[other] if one != other else "at all", Rate(count=times, of=customers).words)
        for (one, other), times in sorted(counts.items(), key=lambda item: (item[0][0] != item[0][1], -item[1]))
    ]
    return Table(header=("What", "Together with", "Customers"), rows=tuple(rows))


def together_svg(facts: TogetherFacts) -> str:
    """The triangle as static SVG, wide and narrow."""
    return picture(_draw(facts, "wide"), _draw(facts, "narrow"))


def together_figure(facts: TogetherFacts) -> Spec:
    """The triangle as a plotly figure, as plain data."""
    size = range(len(facts.names))
    numbers = [str(at + 1) for at in size]
    heat = {
        "type": "heatmap",
        "x": numbers,
        "y": numbers,
        "z": [[facts.counts.get((one, other)) for one in size] for other in size],
        "text": [[literal(f"{facts.names[one]}; {facts.names[other]}") for one in size] for other in size],
        "hovertemplate": "%{text}: %{z}",
        "colorscale": [[0, LIGHT.accent_soft], [1, LIGHT.accent]],
        "showscale": False,
    }
    names = axis(type="category", showgrid=False)
    return {"data": [heat], "layout": layout(facts.title, xaxis=names, yaxis={**names, "autorange": "reversed"})}


def _draw(facts: TogetherFacts, form: Form) -> str:
    width = 960.0 if form == "wide" else 360.0
    drawing = Drawing(width=width)
    size, left, top = len(facts.names), 30.0, 26.0
    side = min(44.0, (width - left - 4) / size) if form == "narrow" else 44.0
    for at in range(size):
        drawing.text(left + side * (at + 0.5), 18, str(at + 1), size=SMALL, fill="muted", anchor="middle")
        drawing.text(left - 8, top + side * (at + 0.5) + 5, str(at + 1), size=SMALL, fill="muted", anchor="end")
        for other in range(at + 1):
            _draw_cell(
                drawing, facts, (other, at), Box(x=left + side * other, y=top + side * at, width=side, height=side)
            )
    if form == "wide":
        for at, name in enumerate(facts.names):
            x, within = left + side * (at + 1) + 14, width - left - side * (at + 1) - 14
            lines = wrap(name, 15, within, 2)
            drawing.lines(x, top + side * (at + 0.5) - len(lines) * 15 * 0.625, lines, size=15)
        return drawing.svg(top + side * size + 6, label=facts.sentence, form=form)
    y = top + side * size + 14
    for at, name in enumerate(facts.names):
        drawing.text(20, y + 14, str(at + 1), size=SMALL, weight=SEMIBOLD, anchor="end")
        y = drawing.paragraph(30, y, name, within=326, size=SMALL, at_most=2) + 4
    return drawing.svg(y + 4, label=facts.sentence, form=form)


def _draw_cell(drawing: Drawing, facts: TogetherFacts, pair: tuple[int, int], box: Box) -> None:
    times = facts.counts.get(pair, 0)
    most = max(facts.counts.values())
    fill = "paper" if not times else "accent" if 2 * times > most else "sometimes"
    inner = Box(x=box.x + 1.5, y=box.y + 1.5, width=box.width - 3, height=box.height - 3)
    is_alone = pair[0] == pair[1]
    drawing.box(inner, radius=2, fill=fill, stroke="ink" if is_alone else "rule", weight=1.5 if is_alone else 1)
    if times:
        letters = "on-accent" if fill == "accent" else "ink"
        words = f"{times:,}" if times < 10_000 else f"{times // 1000:,}k"  # noqa: PLR2004  (a cell is small)
        drawing.text(
            box.x + box.width / 2, box.y + box.height / 2 + 5, words, size=SMALL, fill=letters, anchor="middle"
        )
