"""Where a customer stands: an engagement held against the model."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from itertools import accumulate
from operator import and_, or_
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from maturity.engagement import Engagement
from maturity.errors import Fault, InputError, did_you_mean
from maturity.model import Answer, Model, Practice, Stage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Truths = NDArray[np.uint8]  # 1 for true, 0 for false: counting them then stays in one byte

#: one engagement's truth, or a column of a million of them: the rules below read the same for both
T = TypeVar("T", bool, "Truths")


class Gate(StrEnum):
    """The door out of a stage."""

    OPEN = "open"  #: every applicable gate practice is `always`
    UNPROVEN = "unproven"  #: only unknowns stand in the way
    CLOSED = "closed"  #: at least one is known not to be `always`, or none applies


@dataclass(frozen=True, kw_only=True)
class Standing(Generic[T]):
    """What is known of one practice."""

    held: T  #: `always`
    unknown: T
    void: T  #: `not-applicable`


@dataclass(frozen=True, kw_only=True)
class Climb(Generic[T]):
    """How far the gates let a customer up; each tuple goes by stage, lowest first."""

    proven: tuple[T, ...]  #: the gate is open
    possible: tuple[T, ...]  #: the gate is open if every unknown is `always`
    skipped: tuple[T, ...]  #: the gate is not open while asked practices above it are in place


@dataclass(frozen=True, kw_only=True)
class StageAssessment:
    """One stage of an assessment; the tuples hold practices in model order."""

    stage: Stage
    gate: Gate
    gaps: tuple[Practice, ...]  #: gate practices known not to be `always`
    unknown: tuple[Practice, ...]  #: gate practices not known
    banked: tuple[Practice, ...]  #: practices in place, where the stage is above the achieved one
    held: tuple[Practice, ...]  #: gate practices in place
    applicable: tuple[Practice, ...]  #: gate practices that apply


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """What the model says of an engagement."""

    model: Model
    engagement: Engagement
    floor: int  #: the highest stage whose gate, and every gate before it, is open; 0 if none
    ceiling: int  #: the same, were every unknown `always`
    stages: tuple[StageAssessment, ...]  #: lowest first
    skipped: tuple[int, ...]  #: numbers of stages whose gate is not open while practices above are in place
    answers: Mapping[str, Answer]  #: what is known of every practice, by key, in model order

    @property
    def achieved(self) -> int:
        """The floor: every unknown counts as `never`."""
        return self.floor

    def stage(self, number: int) -> StageAssessment:
        """The assessment of the stage of that number, counted from 1."""
        return self.stages[number - 1]


def assess(model: Model, engagement: Engagement) -> Assessment:
    """Where the engagement's customer stands.

    Monotone: a better answer never lowers floor or ceiling; floor ≤ ceiling. An unknown is neither yes nor no.

    Raises:
        InputError: the engagement answers practices or signals that the model does not have.
    """
    _refuse_strangers(model, engagement)
    answers = {key: engagement.answer_to(practice) for key, practice in model.practices.items()}
    climb = climb_gates(model, {key: _STANDINGS[answer] for key, answer in answers.items()})
    floor, gates = count_open(climb.proven), rank_gates(climb)
    return Assessment(
        model=model,
        engagement=engagement,
        floor=floor,
        ceiling=count_open(climb.possible),
        stages=tuple(
            _stage_assessment(stage, _GATES[gate], answers, floor)
            for stage, gate in zip(model.stages, gates, strict=True)
        ),
        skipped=tuple(stage.number for stage, skip in zip(model.stages, climb.skipped, strict=True) if skip),
        answers=answers,
    )


def climb_gates(model: Model, standings: Mapping[str, Standing[T]]) -> Climb[T]:
    """The rule of the gates, for one truth a practice or for a column of them; `standings` goes by practice key."""
    gates = [[standings[practice.key] for practice in stage.gates] for stage in model.stages]
    proven = tuple(_all(s.held | s.void for s in gate) & _any(s.held for s in gate) for gate in gates)
    possible = tuple(
        _all(s.held | s.void | s.unknown for s in gate) & _any(s.held | s.unknown for s in gate) for gate in gates
    )
    above = (_held_above(model, stage, standings) for stage in model.stages)
    return Climb(
        proven=proven,
        possible=possible,
        skipped=tuple((gate ^ True) & held for gate, held in zip(proven, above, strict=True)),
    )


@overload
def count_open(gates: Sequence[bool]) -> int: ...
@overload
def count_open(gates: "Sequence[Truths]") -> "Truths": ...
def count_open(gates: "Sequence[Any]") -> "int | Truths":
    """How many gates stand open before the first that does not; for columns, how many in each row.

    >>> count_open([True, True, False, True])
    2
    """
    total: int | Truths = sum(accumulate(gates, and_), 0)
    return total


def rank_gates(climb: Climb[T]) -> tuple[Any, ...]:
    """Each gate as its place in `Gate`, 0 open, 1 unproven, 2 closed; for columns, one place in each row."""
    return tuple(2 - proven - possible for proven, possible in zip(climb.proven, climb.possible, strict=True))


def is_gap(answer: Answer) -> bool:
    """Whether the answer is known, applies, and is not `always`."""
    return answer in _KNOWN_GAPS


def stranger(key: str, model: Model) -> str:
    """Why that key is no practice that a customer is asked about."""
    if key in model.practices:
        return f"{key!r} is computed from the head count; expected `engineers` instead"
    return f"{key!r} is not a practice of the model{did_you_mean(key, [practice.key for practice in model.asked])}"


def _held_above(model: Model, stage: Stage, standings: Mapping[str, Standing[T]]) -> T:
    """Whether any asked practice of a later stage is in place; a head count skips nothing."""
    later: list[T] = [standings[p.key].held for p in model.asked if model.stage_of[p.key].number > stage.number]
    first = standings[stage.gates[0].key].held
    nothing: T = first & (first ^ True)
    return reduce(or_, later, nothing)


def _all(truths: Iterable[T]) -> T:
    return reduce(and_, truths)


def _any(truths: Iterable[T]) -> T:
    return reduce(or_, truths)


_STANDINGS = {
    answer: Standing(
        held=answer is Answer.ALWAYS, unknown=answer is Answer.UNKNOWN, void=answer is Answer.NOT_APPLICABLE
    )
    for answer in Answer
}
_GATES = tuple(Gate)
_KNOWN_GAPS = frozenset({Answer.USUALLY, Answer.SOMETIMES, Answer.NEVER})


def _stage_assessment(stage: Stage, gate: Gate, answers: Mapping[str, Answer], floor: int) -> StageAssessment:
    def those(practices: Iterable[Practice], wanted: Callable[[Answer], bool]) -> tuple[Practice, ...]:
        return tuple(practice for practice in practices if wanted(answers[practice.key]))

    above = stage.practices if stage.number > floor else ()
    return StageAssessment(
        stage=stage,
        gate=gate,
        gaps=those(stage.gates, is_gap),
        unknown=those(stage.gates, lambda answer: answer is Answer.UNKNOWN),
        banked=those(above, lambda answer: answer is Answer.ALWAYS),
        held=those(stage.gates, lambda answer: answer is Answer.ALWAYS),
        applicable=those(stage.gates, lambda answer: answer is not Answer.NOT_APPLICABLE),
    )


def _refuse_strangers(model: Model, engagement: Engagement) -> None:
    practices, signals = [practice.key for practice in model.asked], list(model.signal_names)
    answered = dict.fromkeys([*engagement.responses, *engagement.voices])
    problems = [stranger(key, model) for key in answered if key not in practices]
    problems += [
        f"{key!r} is not a signal of the model{did_you_mean(key, signals)}"
        for key in engagement.signals
        if key not in signals
    ]
    if problems:
        raise InputError(Fault(place=engagement.key, problem=problem) for problem in problems)
