"""The picture of moves: where customers stood at one engagement, and where at the next."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from maturity.charts.facts import Table
from maturity.charts.ink import Box, Drawing, Form, Paint, picture, short
from maturity.charts.lettering import SEMIBOLD, shorten, width
from maturity.charts.palette import LIGHT
from maturity.charts.plane import SMALL
from maturity.charts.spec import Spec, label, layout, literal
from maturity.model import Model
from maturity.rates import FEWEST
from maturity.trends import Trends
from maturity.wording import count

_THIN: Final = 5.0  #: a ribbon that would be all outline
_UP: Final[Paint] = {"fill": "sometimes", "stroke": "accent", "weight": 1}
_SAME: Final[Paint] = {"fill": "void", "stroke": "muted", "weight": 1}
_DOWN: Final[Paint] = {"fill": "warm-soft", "stroke": "warm", "weight": 1}


@dataclass(frozen=True, kw_only=True)
class MovesFacts:
    """What the picture of moves shows."""

    title: str
    sentence: str
    table: Table
    names: tuple[str, ...]  #: of stage 0, 1, 2 …
    moves: Mapping[tuple[int, int], int]  #: pairs of engagements, by the stage of the one and of the next

    @property
    def pairs(self) -> int:
        """How many pairs of engagements."""
        return sum(self.moves.values())

    @property
    def is_empty(self) -> bool:
        """Whether there are too few to say anything."""
        return self.pairs < FEWEST

    def leaving(self, stage: int) -> int:
        """How many stood there at the one."""
        return sum(times for (start, _), times in self.moves.items() if start == stage)

    def arriving(self, stage: int) -> int:
        """How many stood there at the next."""
        return sum(times for (_, end), times in self.moves.items() if end == stage)


def moves_facts(model: Model, trends: Trends) -> MovesFacts:
    """The moves between re-assessments, and how many of them hold like for like."""
    moves = {(int(start), int(end)): times for (start, end), times in trends.moves.over("from", "to").counts.items()}
    names = ("Before stage 1", *(f"{stage.number} {stage.short}" for stage in model.stages))
    return MovesFacts(
        title="Moves from one engagement to the next",
        sentence=_sentence(trends),
        table=Table(
            header=("Stood at", "And the next time at", "Times", "Like for like"),
            rows=tuple(
                (
                    names[start],
                    names[end],
                    f"{times:,}",
                    f"{trends.moves.total(**{'from': start, 'to': end, 'alike': end}):,}",
                )
                for (start, end), times in sorted(moves.items())
            ),
        ),
        names=names,
        moves=moves,
    )


def _sentence(trends: Trends) -> str:
    counts = {tuple(map(int, key)): times for key, times in trends.moves.counts.items()}
    pairs = sum(counts.values())
    if not pairs:
        return "No customer has been met again yet."
    up = sum(times for (start, end, _), times in counts.items() if end > start)
    down = sum(times for (start, end, _), times in counts.items() if end < start)
    held = sum(times for (start, end, alike), times in counts.items() if end > start and alike > start)
    return (
        f"Of {count(pairs, 'time')} that a customer was met again, {up:,} found them higher, {pairs - up - down:,} "
        f"where they were and {down:,} lower; like for like, {held:,} of the {up:,} rises remain."
    )


def moves_svg(facts: MovesFacts) -> str:
    """The moves as static SVG, wide and narrow."""
    return picture(_draw(facts, "wide"), _draw(facts, "narrow"))


def moves_figure(facts: MovesFacts) -> Spec:
    """The moves as a plotly figure, as plain data."""
    stages, known = range(len(facts.names)), sorted(facts.moves)
    links: Spec = {
        "source": [start for start, _ in known],
        "target": [end + len(facts.names) for _, end in known],
        "value": [facts.moves[move] for move in known],
        "color": [LIGHT.tokens[_paint(*move)["fill"]] for move in known],
        "customdata": [literal(f"{facts.names[start]} to {facts.names[end]}") for start, end in known],
        "hovertemplate": "%{customdata}: %{value}",
    }
    nodes = {
        "label": [label(facts.names[stage], 200) for stage in (*stages, *stages)],
        "color": LIGHT.accent,
        "pad": 14,
    }
    return {"data": [{"type": "sankey", "node": nodes, "link": links}], "layout": layout(facts.title)}


def _paint(start: int, end: int) -> Paint:
    return _UP if end > start else _DOWN if end < start else _SAME


@dataclass(frozen=True, kw_only=True)
class _Post:
    """A stage at one side: a bar as high as it has customers."""

    stage: int
    box: Box


def _draw(facts: MovesFacts, form: Form) -> str:
    across, words, room = (960.0, 190.0, 380.0) if form == "wide" else (360.0, 116.0, 340.0)
    drawing = Drawing(width=across)
    unit = (room - 30 * len(facts.names)) / facts.pairs
    sides = [
        {post.stage: post.box for post in _posts(facts, count_of, x, unit)}
        for count_of, x in ((facts.leaving, words), (facts.arriving, across - words - 12))
    ]
    _draw_ribbons(drawing, facts, sides[0], sides[1], unit)
    for side, (posts, of_stage) in enumerate(zip(sides, (facts.leaving, facts.arriving), strict=True)):
        for stage, box in posts.items():
            drawing.box(box, fill="accent")
            _draw_name(drawing, facts, stage, f"{of_stage(stage):,}", box, side, form)
    drawing.text(0, 18, "One engagement", size=SMALL, weight=SEMIBOLD)
    drawing.text(across, 18, "The next", size=SMALL, weight=SEMIBOLD, anchor="end")
    lowest = max(box.bottom for posts in sides for box in posts.values())
    return drawing.svg(_draw_key(drawing, lowest + 34, form) + 4, label=facts.sentence, form=form)


def _posts(facts: MovesFacts, of_stage: Callable[[int], int], x: float, unit: float) -> Iterator[_Post]:
    """The stages at a side, the highest on top."""
    y = 40.0
    for stage in reversed(range(len(facts.names))):
        if of_stage(stage):
            height = of_stage(stage) * unit
            yield _Post(stage=stage, box=Box(x=x, y=y, width=12, height=height))
            y += max(height, 18) + 18


def _draw_ribbons(
    drawing: Drawing, facts: MovesFacts, left: Mapping[int, Box], right: Mapping[int, Box], unit: float
) -> None:
    starts = {stage: box.y for stage, box in left.items()}
    ends = {stage: box.y for stage, box in right.items()}
    for start, end in sorted(facts.moves, key=lambda move: (-move[0], -move[1])):
        high = facts.moves[start, end] * unit
        x1, x2, y1, y2 = left[start].right, right[end].x, starts[start], ends[end]
        bend = (x2 - x1) * 0.45
        numbers = [short(n) for n in (x1, y1, x1 + bend, y1, x2 - bend, y2, x2, y2)]
        back = [short(n) for n in (x2 - bend, y2 + high, x1 + bend, y1 + high, x1, y1 + high)]
        steps = f"M{numbers[0]} {numbers[1]}C{' '.join(numbers[2:])}v{short(high)}C{' '.join(back)}Z"
        paint = _paint(start, end)
        drawing.path(steps, **(paint if high >= _THIN else {"fill": paint["fill"]}))
        starts[start] += high
        ends[end] += high


def _draw_name(  # noqa: PLR0913, PLR0917  (what, and where)
    drawing: Drawing, facts: MovesFacts, stage: int, times: str, box: Box, side: int, form: Form
) -> None:
    name = shorten(facts.names[stage], SMALL, 176 - width(f": {times}", SMALL)) if form == "wide" else f"Stage {stage}"
    middle = box.y + box.height / 2 + SMALL * 0.36
    if side == 0:
        drawing.text(box.x - 10, middle, f"{name}: {times}", size=SMALL, anchor="end")
    else:
        drawing.text(box.right + 10, middle, f"{name}: {times}", size=SMALL)


def _draw_key(drawing: Drawing, top: float, form: Form) -> float:
    for at, (paint, words) in enumerate(((_UP, "higher"), (_SAME, "the same"), (_DOWN, "lower"))):
        left = (140 if form == "wide" else 118) * at
        drawing.box(Box(x=left + 1, y=top, width=26, height=16), **paint)
        drawing.text(left + 36, top + 13, words, size=SMALL)
    return top + 22
