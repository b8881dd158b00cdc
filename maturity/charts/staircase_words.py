"""What the staircase says: every stage as a step, where the customer stands on them, and what to aim for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from maturity.assessment import Assessment, Gate
from maturity.charts.facts import Table
from maturity.language import later, tr, tr_in, tr_n
from maturity.roadmap import Roadmap
from maturity.target import Target, Verdict
from maturity.wording import in_row, listed, named, short_day, spelled


@dataclass(frozen=True, kw_only=True)
class Stair:
    """One stage as a step."""

    number: int
    name: str  #: short
    gate: Gate
    gate_word: str
    held: int  #: gate practices in place
    applicable: int  #: gate practices that apply
    banked: int  #: practices in place above the floor
    skipped: str  #: empty, or the word that its stage was skipped
    is_reached: bool  #: its gate, and every gate before it, is open
    is_imagined: bool = False  #: not reached, but would be with what is imagined

    @property
    def in_place(self) -> str:
        """How many of its gate practices are in place, in words."""
        if not self.applicable:
            return tr("none applies")
        return tr("{held} of {all} in place").format(held=self.held, all=self.applicable)


def sentence_of(roadmap: Roadmap, stairs: Sequence[Stair], questions: int, would: Assessment | None) -> str:
    """Where they stand and might stand, what they skipped, what to aim for, and where they would stand."""
    assessment = roadmap.assessment
    parts = [_stands(assessment, proven=not questions)]
    if questions:
        could = tr_n(
            "{number} gate practice that is not known could lift that to stage {stage}",
            "{number} gate practices that are not known could lift that to stage {stage}",
            questions,
        )
        parts.append(could.format(number=spelled(questions), stage=assessment.ceiling))
    skipped = [stair.number for stair in stairs if stair.skipped]
    if skipped:
        over = tr_n("stage {stages} skipped", "stages {stages} skipped", len(skipped))
        parts.append(over.format(stages=listed(skipped)))
    return f"{in_row([*parts, _aim(roadmap.target), *_imagined(would)])}."


def stairs_table(stairs: Sequence[Stair], would: Assessment | None) -> Table:
    """Every stage with its gate, and what is in place and banked."""
    header = (tr("Stage"), tr("Gate"), tr("In place"), tr("Banked"), tr("Skipped"))
    yes, no, passed, ahead = tr("yes"), tr("no"), tr_in("a gate", "passed"), tr_in("a gate", "not passed")
    rows = tuple(
        (
            f"{stair.number} {stair.name}",
            stair.gate_word,
            tr("{held} of {all}").format(held=stair.held, all=stair.applicable)
            if stair.applicable
            else tr("none applies"),
            str(stair.banked),
            yes if stair.skipped else no,
            *([passed if stair.number <= would.floor else ahead] if would else []),
        )
        for stair in stairs
    )
    return Table(header=(*header, *([tr("Imagined")] if would else [])), rows=rows)


def _stands(assessment: Assessment, *, proven: bool) -> str:
    """Where they stand, or what of it is proven so far."""
    said = {
        (True, True): tr("{customer} stands at stage {stage} of {all}"),
        (True, False): tr("{customer} stands at least at stage {stage} of {all}"),
        (False, True): tr("{customer} stands before stage 1 of {all}"),
        (False, False): tr("{customer} is not proven past stage 1 of {all}"),
    }[bool(assessment.floor), proven]
    customer = named(assessment.engagement.customer)
    return said.format(customer=customer, stage=assessment.floor, all=len(assessment.stages))


def _imagined(would: Assessment | None) -> Iterator[str]:
    """What is imagined, as the last part of the sentence."""
    if not would:
        return
    if would.floor and would.ceiling > would.floor:
        stands = tr("with what is imagined in place it would stand at least at stage {stage}")
    elif would.floor:
        stands = tr("with what is imagined in place it would stand at stage {stage}")
    else:
        stands = tr("with what is imagined in place it would not be past the gate of stage 1")
    yield stands.format(stage=would.floor)


def _aim(target: Target) -> str:
    if target.verdict is Verdict.HOLD and target.until:
        held = tr("the advice is to hold stage {stage} until {day}")
        return held.format(stage=target.stage, day=short_day(target.until))
    return tr(_AIMS[target.verdict]).format(stage=target.stage)


_AIMS: Final = {
    Verdict.REACH: later("the target is stage {stage}"),
    Verdict.HOLD: later("the advice is to hold stage {stage}"),
    Verdict.EVALUATE: later("the next thing to judge is whether stage {stage} is worth it"),
    Verdict.STAY: later("stage {stage} is the place to stay"),
}
