"""The picture of what moved: the gate practices of each stage that can be compared, in place then and now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from maturity.before_after import BeforeAfter, StageMove
from maturity.charts.facts import Table
from maturity.charts.ink import Box, Drawing, Form, picture
from maturity.charts.lettering import SEMIBOLD, width, wrap
from maturity.charts.palette import LIGHT
from maturity.charts.spec import Spec, axis, label, layout, literal
from maturity.language import tr, tr_n
from maturity.wording import day, short_day

HELD: Final = "held"  #: in place
MISSING: Final = "missing"
LOST: Final = "lost"  #: missing now, and in place then


@dataclass(frozen=True, kw_only=True)
class MovedFacts:
    """What the picture of what moved shows."""

    title: str
    sentence: str
    table: Table
    then: date
    now: date
    stages: tuple[StageMove, ...]  #: those with something to compare, lowest first

    @property
    def is_empty(self) -> bool:
        """Whether no gate practice can be compared."""
        return not self.stages


def moved_facts(moved: BeforeAfter) -> MovedFacts:
    """How many of the gate practices that can be compared were in place then, and are now."""
    stages = tuple(stage for stage in moved.stages if stage.compared)
    return MovedFacts(
        title=tr("Gate practices in place, then and now"),
        sentence=_sentence(moved, stages),
        table=_table(moved, stages),
        then=moved.then,
        now=moved.now,
        stages=stages,
    )


def _sentence(moved: BeforeAfter, stages: Sequence[StageMove]) -> str:
    total = sum(stage.compared for stage in stages)
    frame = tr_n(
        "Of the {n} gate practice that can be compared, in place: {before} on {then}, {after} on {now}.",
        "Of the {n} gate practices that can be compared, in place: {before} on {then}, {after} on {now}.",
        total,
    )
    return frame.format(
        n=total,
        before=sum(stage.before for stage in stages),
        after=sum(stage.after for stage in stages),
        then=day(moved.then),
        now=day(moved.now),
    )


def _table(moved: BeforeAfter, stages: Sequence[StageMove]) -> Table:
    rows = tuple(
        (f"{stage.number} {stage.name}", *(str(n) for n in (stage.compared, stage.before, stage.after)))
        for stage in stages
    )
    held = tr("In place on {day}")
    days = (held.format(day=short_day(when)) for when in (moved.then, moved.now))
    return Table(header=(tr("Stage"), tr("Can be compared"), *days), rows=rows)


def moved_svg(facts: MovedFacts) -> str:
    """The picture of what moved as static SVG, wide and narrow: a box a practice, the same one below itself."""
    return picture(_draw(facts, "wide"), _draw(facts, "narrow"))


def moved_figure(facts: MovedFacts) -> Spec:
    """The picture of what moved as a plotly figure, as plain data."""
    names = [label(f"{stage.number} {stage.name}") for stage in facts.stages]
    held = (
        (facts.then, [stage.before for stage in facts.stages], LIGHT.accent_soft),
        (facts.now, [stage.after for stage in facts.stages], LIGHT.accent),
    )
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "name": literal(short_day(when)),
                "y": names,
                "x": numbers,
                "text": [_of(number, stage) for number, stage in zip(numbers, facts.stages, strict=True)],
                "textposition": "outside",
                "cliponaxis": False,
                "marker": {"color": colour, "line": {"color": LIGHT.accent, "width": 1.5}},
                "hoverinfo": "y+text+name",
            }
            for when, numbers, colour in held
        ],
        "layout": layout(
            facts.sentence,
            height=150 + 84 * len(names),
            showlegend=True,
            legend={"orientation": "h", "y": -0.05, "traceorder": "normal"},
            barmode="group",
            bargap=0.35,
            xaxis=axis(visible=False, range=[0, max((stage.compared for stage in facts.stages), default=1) * 1.12]),
            yaxis=axis(type="category", autorange="reversed", showgrid=False),
        ),
    }


def _of(number: int, stage: StageMove) -> str:
    return tr("{n} of {total}").format(n=number, total=stage.compared)


_SIZE: Final = 15.0  #: of most letters
_NAME: Final = 18.0  #: of a stage's name
_SIDE: Final = 24.0  #: of a box, at most
_GAP: Final = 0.25  #: between boxes, of a box's side
_SPACE: Final = 10.0  #: between boxes, what is counted, and what changed


def _draw(facts: MovedFacts, form: Form) -> str:
    """The days side by side, a line a stage; the stage's name over its line where it is narrow."""
    wide = form == "wide"
    drawing, names = Drawing(width=960.0 if wide else 360.0), 250.0 if wide else 0.0
    half = (drawing.width - names) / 2
    for place, when in enumerate((facts.then, facts.now)):
        drawing.text(names + half * place, 18, short_day(when), size=_SIZE, weight=SEMIBOLD, fill="muted")
    y = 28.0
    for stage in facts.stages:
        drawing.line(0, y, drawing.width, y, stroke="rule")
        name = wrap(f"{stage.number} {stage.name}", _NAME, names - 20 if wide else drawing.width, 2, SEMIBOLD)
        below = drawing.lines(0, y + 11, name, size=_NAME, weight=SEMIBOLD)
        top = y + 10 if wide else below + 4
        room = Box(x=names, y=top, width=half, height=_SIDE)
        y = max(below, _draw_stage(drawing, stage, room, beside=wide)) + 10
    drawing.line(0, y, drawing.width, y, stroke="rule")
    return drawing.svg(_draw_key(drawing, facts, y + 14), label=facts.sentence, form=form)


def _draw_stage(drawing: Drawing, stage: StageMove, room: Box, *, beside: bool) -> float:
    """Draw a stage's boxes, then and, beside them, now, with what changed beside or under these; their bottom."""
    change = _change(stage)
    words = width(_of(stage.compared, stage), _SIZE, SEMIBOLD) + beside * (width(change, _SIZE) + _SPACE)
    pitch = min(_SIDE * (1 + _GAP), (room.width - words - 2 * _SPACE) / stage.compared)
    held = ((_states_then(stage), stage.before), (_states_now(stage), stage.after))
    left = x = room.x
    for place, (states, number) in enumerate(held):
        left = room.x + room.width * place
        for at, state in enumerate(states):
            _draw_state(drawing, state, left + pitch * at, room.y + room.height / 2, pitch / (1 + _GAP))
        x, counted = left + pitch * stage.compared + _SPACE, _of(number, stage)
        drawing.text(x, room.y + 17, counted, size=_SIZE, weight=SEMIBOLD)
        x += width(counted, _SIZE, SEMIBOLD) + _SPACE
    if change and beside:
        drawing.text(x, room.y + 17, change, size=_SIZE)
    elif change:
        return drawing.lines(left, room.bottom + 2, wrap(change, _SIZE, room.width, 2), size=_SIZE)
    return room.bottom


def _change(stage: StageMove) -> str:
    """What was gained and lost, in words; empty where nothing was."""
    said = [
        tr_n("{n} gained", "{n} gained", stage.gained).format(n=stage.gained) if stage.gained else "",
        tr_n("{n} lost", "{n} lost", stage.lost).format(n=stage.lost) if stage.lost else "",
    ]
    return ", ".join(filter(None, said))


def _states_then(stage: StageMove) -> Iterator[str]:
    """Each practice: those in place both times first, then those gained, then those lost, then the others."""
    kept = stage.before - stage.lost
    yield from [HELD] * kept + [MISSING] * stage.gained + [HELD] * stage.lost
    yield from [MISSING] * (stage.compared - kept - stage.gained - stage.lost)


def _states_now(stage: StageMove) -> Iterator[str]:
    yield from [HELD] * stage.after + [LOST] * stage.lost
    yield from [MISSING] * (stage.compared - stage.after - stage.lost)


def _draw_state(drawing: Drawing, state: str, left: float, middle: float, side: float) -> None:
    """Draw a practice: a full box with a tick, an empty one, or one with a cross."""
    box = Box(x=left, y=middle - side / 2, width=side, height=side)
    fill, stroke = {HELD: ("accent", "accent"), MISSING: ("paper", "muted"), LOST: ("warm-soft", "warm")}[state]
    drawing.box(box, radius=min(3, side / 6), fill=fill, stroke=stroke, weight=min(1.8, side / 6))
    size = side * 0.27
    if state != MISSING:
        mark, colour = ("tick", "on-accent") if state == HELD else ("cross", "warm")
        drawing.mark(mark, left + side / 2, middle, size, colour)


def _draw_key(drawing: Drawing, facts: MovedFacts, top: float) -> float:
    """Draw what the boxes mean; the bottom."""
    entries = [(HELD, tr("in place")), (MISSING, tr("not in place"))]
    if any(stage.lost for stage in facts.stages):
        entries.append((LOST, tr("no longer in place")))
    x, y = 0.0, top
    for state, words in entries:
        wide = 30 + width(words, 14) + 22
        if x and x + wide > drawing.width:
            x, y = 0.0, y + 28
        _draw_state(drawing, state, x, y + 10, 20)
        drawing.text(x + 30, y + 15, words, size=14)
        x += wide
    return y + 24
