"""The picture of every practice: how often it is followed, and how that is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from maturity.assessment import Assessment, Gate, StageAssessment
from maturity.charts.answer_marks import SIDE, draw_answer, draw_grade
from maturity.charts.facts import Table
from maturity.charts.ink import Box, Drawing, Form, picture
from maturity.charts.lettering import SEMIBOLD, width, wrap
from maturity.charts.palette import LIGHT
from maturity.charts.practice_map_words import (
    Cell,
    Column,
    answer_shown,
    answers_sentence,
    answers_table,
    hover_words,
)
from maturity.charts.spec import Spec, axis, label, layout, literal
from maturity.language import tr, tr_in
from maturity.model import Answer, Grade, Kind, Practice
from maturity.roadmap import Roadmap


@dataclass(frozen=True, kw_only=True)
class PracticeMapFacts:
    """What the practice map shows."""

    title: str
    sentence: str
    table: Table
    columns: tuple[Column, ...]  #: by stage, lowest first
    answers: Mapping[Answer, str]  #: what each answer is called
    grades: Mapping[Grade, str]  #: what each grade is called

    @property
    def is_empty(self) -> bool:
        """Whether the model has no practice."""
        return not any(column.cells for column in self.columns)


def practice_map_facts(roadmap: Roadmap) -> PracticeMapFacts:
    """Every practice of the model with its answer and grade, by stage."""
    assessment, words = roadmap.assessment, roadmap.assessment.model.words
    columns = tuple(_column(assessment, stage) for stage in assessment.stages)
    return PracticeMapFacts(
        title=tr("Every practice"),
        sentence=answers_sentence(assessment),
        table=answers_table(columns),
        columns=columns,
        answers=words.answers,
        grades=words.grades,
    )


def _column(assessment: Assessment, judged: StageAssessment) -> Column:
    stage = judged.stage
    ordered = sorted(stage.practices, key=lambda practice: not practice.is_gate)
    return Column(
        number=stage.number,
        name=stage.short,
        gate=judged.gate,
        gate_word=assessment.model.words.gates[judged.gate],
        cells=tuple(_cell(assessment, practice) for practice in ordered),
    )


def _cell(assessment: Assessment, practice: Practice) -> Cell:
    answer, words = assessment.answers[practice.key], assessment.model.words
    is_known = answer not in {Answer.UNKNOWN, Answer.NOT_APPLICABLE}
    grade = assessment.engagement.grade_of(practice) if is_known else None
    return Cell(
        name=practice.name,
        kind=practice.kind,
        answer=answer,
        answer_word=answer_shown(assessment, practice),
        grade=grade,
        grade_word=words.grades[grade] if grade else "",
    )


def practice_map_svg(facts: PracticeMapFacts) -> str:
    """The practice map as static SVG: stages side by side when wide, below each other when narrow."""
    rows = -(-len(facts.columns) // _MOST_ACROSS)
    across = -(-len(facts.columns) // rows)
    return picture(_draw(facts, across, "wide"), _draw(facts, 1, "narrow"))


def practice_map_figure(facts: PracticeMapFacts) -> Spec:
    """The practice map as a plotly figure, as plain data."""
    data = [_trace(facts, answer) for answer in Answer]
    stages = [label(f"{column.number} {column.name}", 150) for column in facts.columns]
    deepest = max((len(column.cells) for column in facts.columns), default=0)
    return {
        "data": [trace for trace in data if trace["x"]],
        "layout": layout(
            facts.sentence,
            height=160 + 88 * deepest,
            showlegend=True,
            legend={"orientation": "h", "y": -0.05},
            xaxis=axis(
                type="category",
                side="top",
                showgrid=False,
                categoryorder="array",
                categoryarray=stages,
                range=[-0.5, len(stages) - 0.5],
            ),
            yaxis=axis(visible=False, range=[deepest - 0.2, -0.4]),
        ),
    }


#: marker, fill and outline of each answer in the figure
MARKERS: Final = {
    Answer.ALWAYS: ("square", LIGHT.accent, LIGHT.accent),
    Answer.USUALLY: ("square", LIGHT.usually, LIGHT.accent),
    Answer.SOMETIMES: ("square", LIGHT.sometimes, LIGHT.accent),
    Answer.NEVER: ("x-thin", LIGHT.paper, LIGHT.warm),
    Answer.UNKNOWN: ("circle-open-dot", LIGHT.muted, LIGHT.muted),
    Answer.NOT_APPLICABLE: ("line-ew", LIGHT.muted, LIGHT.muted),
}


def _trace(facts: PracticeMapFacts, answer: Answer) -> Spec:
    marker, fill, outline = MARKERS[answer]
    places = [
        (column, row, cell)
        for column in facts.columns
        for row, cell in enumerate(column.cells)
        if cell.answer is answer
    ]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": literal(facts.answers[answer]),
        "x": [label(f"{column.number} {column.name}", 150) for column, _, _ in places],
        "y": [row for _, row, _ in places],
        "text": ["<br>".join(map(literal, wrap(cell.name, 12, 150, 3))) for _, _, cell in places],
        "textposition": "bottom center",
        "cliponaxis": False,
        "textfont": {"size": 12},
        "marker": {"symbol": marker, "size": 26, "color": fill, "line": {"color": outline, "width": 2}},
        "hovertext": [literal(hover_words(cell)) for _, _, cell in places],
        "hoverinfo": "text",
    }


_MOST_ACROSS: Final = 5  #: stages side by side
_GAP: Final = 28  #: between stages
_NAME: Final = 15  #: size of a practice's name
_GATES: Final = {Gate.OPEN: ("tick", "accent"), Gate.UNPROVEN: ("question", "muted"), Gate.CLOSED: ("cross", "warm")}


def _draw(facts: PracticeMapFacts, across: int, form: Form) -> str:
    wide = 960.0 if form == "wide" else 360.0
    pitch = (wide + _GAP) / across
    drawing, y = Drawing(width=wide), 4.0
    for start in range(0, len(facts.columns), across):
        row = facts.columns[start : start + across]
        head = max(_head_height(column, pitch - _GAP) for column in row)
        bottoms = [
            _draw_column(drawing, column, Box(x=pitch * place, y=y, width=pitch - _GAP, height=head))
            for place, column in enumerate(row)
        ]
        y = max(bottoms) + 18
    return drawing.svg(_draw_legend(drawing, facts, y), label=facts.sentence, form=form)


def _head_height(column: Column, within: float) -> float:
    return 12 + 22.5 * len(wrap(f"{column.number} {column.name}", 18, within, 3, SEMIBOLD)) + 24


def _draw_column(drawing: Drawing, column: Column, head: Box) -> float:
    """Draw a stage from the top of its head; the bottom of its last practice."""
    lines = wrap(f"{column.number} {column.name}", 18, head.width, 3, SEMIBOLD)
    y = drawing.lines(head.x, head.y, lines, size=18, weight=SEMIBOLD)
    mark, colour = _GATES[column.gate]
    drawing.mark(mark, head.x + 9, y + 11, 7, colour)
    gate = wrap(column.gate_word, 15, head.width - 24, 1)
    drawing.lines(head.x + 24, y + 2, gate, size=15)
    y = head.bottom
    drawing.line(head.x, y, head.x + head.width, y, stroke="ink", weight=2)
    kind = Kind.GATE
    for cell in column.cells:
        if cell.kind is not kind:
            kind = cell.kind
            drawing.text(head.x, y + 28, tr("Advice"), size=14, weight=SEMIBOLD, fill="muted")
            drawing.line(head.x, y + 35, head.x + head.width, y + 35, stroke="muted", dash="2 4")
            y += 35
        y = _draw_cell(drawing, cell, head.x, y + 12, head.width)
    return y


def _draw_cell(drawing: Drawing, cell: Cell, left: float, top: float, within: float) -> float:
    """Draw a practice; its bottom."""
    draw_answer(drawing, cell.answer, cell.kind, left + 1, top + 1)
    text = left + SIDE + 10
    names = wrap(cell.name, _NAME, within - SIDE - 10, 4)
    y = drawing.lines(text, top - 1, names, size=_NAME)
    room = within - SIDE - 10 - (44 if cell.grade else 0)
    y = drawing.lines(text, y, wrap(cell.answer_word, 14, room, 2), size=14, fill="muted")
    if cell.grade:
        end = text + width(wrap(cell.answer_word, 14, room, 2)[-1], 14) + 8
        draw_grade(drawing, cell.grade, end, y - 8)
    return max(y, top + SIDE + 2)


def _draw_legend(drawing: Drawing, facts: PracticeMapFacts, top: float) -> float:
    """Draw what the marks mean, in as many lines as it takes; the bottom."""
    drawing.line(0, top, drawing.width, top, stroke="rule")
    x, y = 0.0, top + 12
    entries: list[tuple[Answer | Grade | Kind, str]] = [*facts.answers.items(), *facts.grades.items()]
    entries += [(Kind.GATE, tr("gate practice")), (Kind.ADVICE, tr_in("a practice", "advice"))]
    for sign, word in entries:
        shown = wrap(word, 14, 200, 1)[0]
        wide = 46 + width(shown, 14)
        if x and (x + wide > drawing.width or sign in {Grade.CLAIMED, Kind.GATE}):
            x, y = 0.0, y + 32
        if isinstance(sign, Grade):
            draw_grade(drawing, sign, x, y + 13)
        elif isinstance(sign, Kind):
            draw_answer(drawing, Answer.ALWAYS, sign, x + 1, y + 1)
        else:
            draw_answer(drawing, sign, Kind.GATE, x + 1, y + 1)
        drawing.text(x + 38, y + 18, shown, size=14)
        x += wide + 14
    return y + 32
