"""What moved between two engagements of a customer, like for like, told apart from what only looks like a move."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from msgspec.structs import replace

from maturity.assessment import Assessment, assess
from maturity.engagement import NO_RESPONSE, Engagement, Response
from maturity.model import Answer, Model, Practice
from maturity.wording import count, day, named


class Kind(StrEnum):
    """Why an answer differs from the one before; the first that fits."""

    MODEL = "another-model"  #: given under another model
    ONCE = "asked-only-once"  #: known at one of the two only
    GRADE = "another-grade"  #: known in another way: said, seen, measured
    APPLIES = "applies"  #: it began or ceased to apply
    BETTER = "better"
    WORSE = "worse"


@dataclass(frozen=True, kw_only=True)
class Move:
    """A practice whose answer differs."""

    practice: Practice
    kind: Kind
    before: str  #: the answer then, in the model's words
    after: str  #: the answer now


@dataclass(frozen=True, kw_only=True)
class StageMove:
    """A stage's gate practices that can be compared, and how many of them were in place."""

    number: int
    name: str  #: short
    compared: int
    before: int
    after: int


@dataclass(frozen=True, kw_only=True)
class BeforeAfter:
    """Two engagements of one customer, side by side."""

    then: date
    now: date
    headline: str  #: where they stood and stand
    alike: str  #: what of that is like for like
    moves: tuple[Move, ...]  #: in model order
    stages: tuple[StageMove, ...]  #: lowest first
    compared: int  #: practices known both times, in the same way, under the same model

    def of(self, *kinds: Kind) -> tuple[Move, ...]:
        """The moves of those kinds, in the order of the kinds."""
        return tuple(move for kind in kinds for move in self.moves if move.kind is kind)


def before_and_after(earlier: Assessment, later: Assessment) -> BeforeAfter:
    """What moved from the earlier to the later assessment of the same customer.

    Only a practice that was known both times, in the same way and under the same model, can have moved.
    """
    model = later.model
    pairs = {practice.key: _pair(earlier, later, practice) for practice in model.asked}
    same = earlier.model.hash == model.hash
    compared = {key for key, (one, other) in pairs.items() if same and _comparable(one, other)}
    kinds = {key: _kind(one, other, same_model=same) for key, (one, other) in pairs.items()}
    return BeforeAfter(
        then=earlier.engagement.held_on,
        now=later.engagement.held_on,
        headline=_headline(earlier, later),
        alike=_alike(earlier, later, _floor_alike(earlier, later, compared)),
        moves=tuple(
            Move(practice=model.practices[key], kind=kind, before=_said(model, pair[0]), after=_said(model, pair[1]))
            for (key, pair), kind in zip(pairs.items(), kinds.values(), strict=True)
            if kind is not None
        ),
        stages=_stages(model, pairs, compared),
        compared=len(compared),
    )


def floor_alike(earlier: Assessment, later: Assessment) -> int:
    """Where the customer would stand, had only the answers changed that can be compared."""
    compared = {move.key for move in later.model.asked if _comparable(*_pair(earlier, later, move))}
    return _floor_alike(earlier, later, compared if earlier.model.hash == later.model.hash else set())


def _pair(earlier: Assessment, later: Assessment, practice: Practice) -> tuple[Response, Response]:
    responses = earlier.engagement.responses, later.engagement.responses
    return responses[0].get(practice.key, NO_RESPONSE), responses[1].get(practice.key, NO_RESPONSE)


def _comparable(one: Response, other: Response) -> bool:
    return Answer.UNKNOWN not in {one.answer, other.answer} and one.grade is other.grade


def _kind(one: Response, other: Response, *, same_model: bool) -> Kind | None:
    """Why the answers differ; None where they do not."""
    if one.answer is other.answer:
        return None
    if not same_model:
        return Kind.MODEL
    if Answer.UNKNOWN in {one.answer, other.answer}:
        return Kind.ONCE
    if one.grade is not other.grade:
        return Kind.GRADE
    if Answer.NOT_APPLICABLE in {one.answer, other.answer}:
        return Kind.APPLIES
    return Kind.BETTER if _RANKS[other.answer] > _RANKS[one.answer] else Kind.WORSE


_RANKS: Final = {Answer.NEVER: 0, Answer.SOMETIMES: 1, Answer.USUALLY: 2, Answer.ALWAYS: 3}


def _said(model: Model, response: Response) -> str:
    answer = model.words.answers[response.answer].lower()
    return answer if response.answer is Answer.UNKNOWN else f"{answer} ({model.words.grades[response.grade]})"


def _stages(model: Model, pairs: Mapping[str, tuple[Response, Response]], compared: set[str]) -> tuple[StageMove, ...]:
    moves = []
    for stage in model.stages:
        gates = [pairs[gate.key] for gate in stage.gates if gate.key in compared]
        held = [sum(pair[at].answer is Answer.ALWAYS for pair in gates) for at in (0, 1)]
        moves.append(
            StageMove(number=stage.number, name=stage.short, compared=len(gates), before=held[0], after=held[1])
        )
    return tuple(moves)


def _floor_alike(earlier: Assessment, later: Assessment, compared: set[str]) -> int:
    before, after = earlier.engagement, later.engagement
    given = {practice.key: _pair(earlier, later, practice)[practice.key in compared] for practice in later.model.asked}
    same = earlier.model.hash == later.model.hash
    engineers = after.engineers if same and after.engineers is not None else before.engineers
    mixed: Engagement = replace(after, responses=given, engineers=engineers, voices={}, signals={})
    return assess(later.model, mixed).floor


def _headline(earlier: Assessment, later: Assessment) -> str:
    name, then = named(later.engagement.customer), day(earlier.engagement.held_on)
    before, after = _place(earlier), _place(later)
    if before == after:
        return f"{name} stood {before} on {then}, and stands there today."
    return f"{name} stood {before} on {then}, and stands {after} today."


def _place(assessment: Assessment) -> str:
    at_least = "at least " if assessment.ceiling > assessment.floor and assessment.floor else ""
    return f"{at_least}at stage {assessment.floor}" if assessment.floor else "before stage 1"


def _alike(earlier: Assessment, later: Assessment, alike: int) -> str:
    """What of the difference is like for like."""
    where = f"at stage {alike}" if alike else "before stage 1"
    if earlier.model.hash != later.model.hash:
        versions = _editions(earlier.model, later.model)
        return f"The model is another than then ({versions}): under today's, the answers of then stand {where}."
    if alike == later.floor:
        if alike == earlier.floor:
            return "Like for like, the stage is the same: the same practices, known both times in the same way."
        return "That is like for like: it counts only practices known both times in the same way."
    return (
        f"Like for like it would stand {where}: the rest is what was asked only once, or is known in another way now."
    )


def _editions(one: Model, other: Model) -> str:
    if (one.name, one.version) == (other.name, other.version):
        return "the same version, edited"
    same_name = one.name == other.name
    return f"version {one.version}, now {other.version}" if same_name else f"{one.name}, now {other.name}"


def told_apart(moved: BeforeAfter) -> Sequence[str]:
    """What is not called progress, a sentence a reason."""
    sentences = []
    for kind, reason in _REASONS.items():
        moves = moved.of(kind)
        if moves:
            names = "; ".join(f"{move.practice.name} ({move.before}, now {move.after})" for move in moves)
            sentences.append(f"{count(len(moves), 'answer').capitalize()} {reason}: {names}.")
    return sentences


_REASONS: Final = {
    Kind.MODEL: "given under another model",
    Kind.ONCE: "known only once",
    Kind.GRADE: "known in another way than then",
    Kind.APPLIES: "to what began or ceased to apply",
}
