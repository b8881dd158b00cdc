"""The slides of where they stand: the staircase, and the gate of each stage."""

from functools import reduce
from typing import Final

from maturity.assessment import Gate
from maturity.charts.ink import Box
from maturity.charts.staircase import MOST_STEPS, StaircaseFacts, staircase_facts, treads_of
from maturity.deck.asking import probes, sources_of, told_as
from maturity.deck.canvas import BOTTOM, LEFT, RIGHT, Canvas
from maturity.deck.fitting import para
from maturity.deck.plain import each, grids_in, read, words
from maturity.deck.prose import Section
from maturity.deck.stairs import draw_stairs
from maturity.deck.tables import Row, add_table, cell, more_stages
from maturity.engagement import Engagement
from maturity.exhibits import Briefing
from maturity.model import Answer, Grade

WIDTH: Final = RIGHT - LEFT
MANY_STAGES: Final = 9  #: from so many on, the gates of the lowest stages give way to those near where they stand
_COLOURS: Final = {Gate.OPEN: "accent", Gate.UNPROVEN: "ink", Gate.CLOSED: "warm"}


def add_staircase(canvas: Canvas, briefing: Briefing, section: Section) -> None:
    """The stages as a staircase, with the customer on it; as tables where there are too many for stairs."""
    facts = staircase_facts(briefing.roadmap)
    top = canvas.head(section.heading, facts.sentence, section.own)
    box = Box(x=LEFT, y=top, width=WIDTH, height=BOTTOM - top)
    if len(facts.stairs) > MOST_STEPS:
        _lists(canvas, facts, box)
    else:
        ground, treads = treads_of(facts)
        draw_stairs(canvas, ground, treads, box, words=facts.sentence)
    canvas.notes += [*section.prose, facts.sentence]


def add_gates(canvas: Canvas, briefing: Briefing, section: Section) -> None:
    """The gate of each stage, and why it is open or not."""
    gates = read(briefing.gates().html)
    grid = grids_in(gates)[0]
    skipped = [words(found) for found in each(gates, "p", "skipped")]
    stages = briefing.assessment.stages
    first = max(0, briefing.assessment.floor - 2) if len(stages) > MANY_STAGES else 0
    top = canvas.head(grid.caption, own=section.own)
    rows: list[Row] = [
        (cell(*row[0], bold=True), cell(*row[1], bold=True, colour=_COLOURS[stage.gate]), cell(*row[2]))
        for row, stage in zip(grid.rows[first:], stages[first:], strict=True)
    ]
    room = BOTTOM - top - 18 * (len(skipped[:3]) + 1) - 8
    placed = add_table(
        canvas,
        rows,
        Box(x=LEFT, y=top, width=WIDTH, height=room),
        shares=(31, 14, 55),
        name=grid.caption,
        header=grid.header,
    )
    left_out = placed.left_out + first
    more = [more_stages(left_out)] if left_out else []
    below = [para(text, 13, colour="muted", after=2) for text in (*skipped[:3], *more)]
    if below:
        canvas.paragraphs(below, Box(x=LEFT, y=placed.bottom + 10, width=WIDTH, height=BOTTOM - placed.bottom - 10))
    canvas.notes += [*section.own, *gate_sentences(briefing), *_said_only(briefing)]


def gate_sentences(briefing: Briefing) -> list[str]:
    """The gate of each stage with its reason, a line each."""
    rows = grids_in(read(briefing.gates().html))[0].rows
    return [reduce(told_as, (" ".join(part) for part in row)) for row in rows]


def _said_only(briefing: Briefing) -> list[str]:
    """What to ask to see of what was only said to be always so, up to the stage after the one where they stand."""
    assessment, engagement = briefing.assessment, briefing.engagement
    near = assessment.stages[: assessment.floor + 1]
    practices = [practice for stage in near for practice in stage.held if _is_said(engagement, practice.key)]
    return [*probes(practices), *sources_of(briefing.model, practices)]


def _is_said(engagement: Engagement, key: str) -> bool:
    response = engagement.responses.get(key)
    return response is not None and response.answer is Answer.ALWAYS and response.grade is Grade.CLAIMED


def _lists(canvas: Canvas, facts: StaircaseFacts, box: Box) -> None:
    """The stages in two tables side by side, each with what stands on it."""
    ground, treads = treads_of(facts)
    half = (len(treads) + 1) // 2
    below = [label.line for label in ground.labels]
    height, left_out = box.height - 22 * (1 + len(below)), 0
    for column, some in enumerate((treads[:half], treads[half:])):
        rows: list[Row] = [
            (
                cell(f"{tread.number} {tread.name}", *(label.line for label in tread.labels), bold=True),
                cell(tread.gate),
                cell(tread.in_place),
                cell(str(tread.banked)),
            )
            for tread in some
        ]
        place = Box(x=box.x + column * (box.width / 2 + 10), y=box.y, width=box.width / 2 - 10, height=height)
        header = facts.table.header[:4]
        name = facts.sentence if column == 0 else facts.title
        left_out += add_table(canvas, rows, place, shares=(46, 20, 22, 12), name=name, header=header).left_out
    more = [more_stages(left_out)] if left_out else []
    paras = [para(text, 13, bold=True) for text in below] + [para(text, 13, colour="muted") for text in more]
    if paras:
        canvas.paragraphs(paras, Box(x=box.x, y=box.y + height + 4, width=box.width, height=box.height - height - 4))
