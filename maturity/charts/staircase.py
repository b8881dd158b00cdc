"""The picture of where a customer stands: the model's stages as ascending steps."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from maturity.assessment import Assessment, Gate, StageAssessment
from maturity.charts.facts import Table
from maturity.charts.flight import draw_flight
from maturity.charts.ink import picture
from maturity.charts.ladder import draw_list
from maturity.charts.palette import LIGHT
from maturity.charts.spec import Spec, axis, label, layout, literal
from maturity.charts.staircase_words import Stair, sentence_of, stairs_table
from maturity.charts.treads import Kind, Label, Look, Tread, banked_words
from maturity.language import tr, tr_in, tr_n
from maturity.roadmap import Roadmap
from maturity.wording import in_row, short_day, spelled

MOST_STEPS: Final = 8  #: with more stages than this the wide form, too, is a list


@dataclass(frozen=True, kw_only=True)
class StaircaseFacts:
    """What the staircase shows."""

    title: str
    sentence: str
    table: Table
    stairs: tuple[Stair, ...]  #: lowest first
    floor: int  #: the stage where they stand; 0 is the ground
    ceiling: int  #: the stage where they might stand
    questions: int  #: gate practices between the two that are not known
    target: int  #: stage
    verdict: str  #: what to do about the target
    imagined: int | None = None  #: the stage where they would stand with what is imagined; None where nothing is

    @property
    def here(self) -> str:
        """What marks the floor: where they stand, or what is proven while more is possible."""
        return tr("Proven so far") if self.ceiling > self.floor else tr("You are here")

    @property
    def is_empty(self) -> bool:
        """Never: everybody stands somewhere."""
        return False


def staircase_facts(roadmap: Roadmap, imagined: Roadmap | None = None) -> StaircaseFacts:
    """The stages with their gates, where the customer stands and might stand, and what to aim for.

    An imagined roadmap adds where they would stand; all else stays what it is.
    """
    assessment, would = roadmap.assessment, imagined.assessment if imagined else None
    stairs = tuple(_stair(assessment, stage, would) for stage in assessment.stages)
    between = assessment.stages[assessment.floor : assessment.ceiling]
    questions = sum(len(stage.unknown) for stage in between)
    word = assessment.model.words.verdicts[roadmap.target.verdict].name
    until = roadmap.target.until
    verdict = tr("{verdict} until {day}").format(verdict=word, day=short_day(until)) if until else word
    return StaircaseFacts(
        title=tr("Where you stand"),
        sentence=sentence_of(roadmap, stairs, questions, would),
        table=stairs_table(stairs, would),
        stairs=stairs,
        floor=assessment.floor,
        ceiling=assessment.ceiling,
        questions=questions,
        target=roadmap.target.stage,
        verdict=verdict,
        imagined=would.floor if would else None,
    )


def _stair(assessment: Assessment, judged: StageAssessment, would: Assessment | None) -> Stair:
    return Stair(
        number=judged.stage.number,
        name=judged.stage.short,
        gate=judged.gate,
        gate_word=assessment.model.words.gates[judged.gate],
        held=len(judged.held),
        applicable=len(judged.applicable),
        banked=len(judged.banked),
        skipped=_skipped(assessment, judged),
        is_reached=judged.stage.number <= assessment.floor,
        is_imagined=would is not None and assessment.floor < judged.stage.number <= would.floor,
    )


def _skipped(assessment: Assessment, judged: StageAssessment) -> str:
    """Only a closed gate is skipped: what is not known was perhaps never stepped over."""
    closed = judged.gate is Gate.CLOSED and judged.stage.number in assessment.skipped
    return tr_in("a stage", "skipped") if closed else ""


def treads_of(facts: StaircaseFacts) -> tuple[Tread, tuple[Tread, ...]]:
    """The ground and every step, with what is written on them."""
    ground = Tread(look=Look.GROUND, labels=_labels(facts, 0))
    return ground, tuple(_tread(facts, stair) for stair in facts.stairs)


def staircase_svg(facts: StaircaseFacts) -> str:
    """The staircase as static SVG, wide and narrow."""
    ground, treads = treads_of(facts)
    narrow = draw_list(ground, treads, label=facts.sentence)
    if len(treads) > MOST_STEPS:
        return picture(draw_list(ground, treads, label=facts.sentence, form="wide"), narrow)
    return picture(draw_flight(ground, treads, label=facts.sentence), narrow)


def staircase_figure(facts: StaircaseFacts) -> Spec:
    """The staircase as a plotly figure, as plain data."""
    names = [_axis_label(stair) for stair in facts.stairs]
    looks = dict.fromkeys(_look(stair) for stair in facts.stairs)
    bars = [_bars(look, [stair for stair in facts.stairs if _look(stair) is look]) for look in looks]
    notes = [note for number in range(len(names) + 1) for note in _notes(facts, number)]
    left = -1.2 if facts.floor == 0 else -0.6
    span = [left, len(names) - 0.4]
    stages = axis(type="category", showgrid=False, categoryorder="array", categoryarray=names, range=span)
    top = max(number + 0.65 * len(_labels(facts, number)) for number in range(len(names) + 1))
    heights = axis(visible=False, range=[0, top + 0.2])
    shape = layout(facts.sentence, barmode="overlay", xaxis=stages, yaxis=heights, annotations=notes)
    return {"data": bars, "layout": shape}


def _axis_label(stair: Stair) -> str:
    return label(f"{stair.number} {stair.name}", 150)


def _bars(look: Look, stairs: Sequence[Stair]) -> Spec:
    """The steps of one look."""
    fill, outline, pattern = _COLOURS[look]
    return {
        "type": "bar",
        "name": look.value,
        "x": [_axis_label(stair) for stair in stairs],
        "y": [stair.number for stair in stairs],
        "width": 0.96,
        "marker": {
            "color": fill,
            "line": {"color": outline, "width": 2},
            "pattern": {"shape": pattern, "fgcolor": outline, "fgopacity": 0.4, "size": 16, "solidity": 0.1},
        },
        "text": [f"{literal(stair.gate_word)}<br>{literal(stair.in_place)}" for stair in stairs],
        "textposition": "inside",
        "insidetextfont": {"color": LIGHT.on_accent if look is Look.REACHED else LIGHT.ink},
        "insidetextanchor": "start",
        "textangle": 0,
        "hovertext": [literal(_hover(stair)) for stair in stairs],
        "hoverinfo": "text",
    }


def _tread(facts: StaircaseFacts, stair: Stair) -> Tread:
    return Tread(
        look=_look(stair),
        number=str(stair.number),
        name=stair.name,
        gate=stair.gate_word,
        in_place=stair.in_place,
        tag=stair.skipped,
        banked=stair.banked,
        labels=_labels(facts, stair.number),
        is_imagined=stair.is_imagined,
    )


def _labels(facts: StaircaseFacts, number: int) -> tuple[Label, ...]:
    """What stands on a step, lowest first; 0 is the ground."""
    labels = [Label(kind=Kind.HERE, lines=(facts.here,))] if number == facts.floor else []
    if number == facts.imagined and number > facts.floor:
        labels.append(Label(kind=Kind.WOULD, lines=(tr("Would be here"),)))
    if number == facts.ceiling > facts.floor:
        known = tr_n("if the one unknown is in place", "if all {number} unknowns are in place", facts.questions).format(
            number=spelled(facts.questions)
        )
        labels.append(Label(kind=Kind.MAYBE, lines=(tr("Could be here,"), known)))
    if number == facts.target:
        target = tr("Target: stage {stage}").format(stage=facts.target)
        labels.append(Label(kind=Kind.TARGET, lines=(target, facts.verdict)))
    return tuple(labels)


def _look(stair: Stair) -> Look:
    return Look.REACHED if stair.is_reached else Look(stair.gate.value)


#: the figure's fill, outline and pattern of each look
_COLOURS: Final = {
    Look.REACHED: (LIGHT.accent, LIGHT.accent, ""),
    Look.OPEN: (LIGHT.accent_soft, LIGHT.accent, ""),
    Look.UNPROVEN: (LIGHT.paper, LIGHT.muted, "/"),
    Look.CLOSED: (LIGHT.paper, LIGHT.muted, ""),
}


def _hover(stair: Stair) -> str:
    told = tr("{name}: {text}").format(name=f"{stair.number} {stair.name}", text=stair.gate_word)
    banked = banked_words(stair.banked) if stair.banked else ""
    return in_row(part for part in (told, stair.in_place, banked, stair.skipped) if part)


def _notes(facts: StaircaseFacts, number: int) -> Iterator[Spec]:
    for row, sign in enumerate(_labels(facts, number)):
        here = sign.kind is Kind.HERE
        yield {
            "x": number - 1,
            "y": number,
            "yshift": 16 + 30 * row,
            "text": literal(sign.lines[0].rstrip(",") if sign.kind is Kind.MAYBE else sign.line),
            "showarrow": False,
            "bgcolor": LIGHT.ink if here else LIGHT.paper,
            "font": {"color": LIGHT.paper if here else LIGHT.ink},
            "bordercolor": LIGHT.warm if sign.kind is Kind.TARGET else LIGHT.ink,
            "borderpad": 4,
        }
