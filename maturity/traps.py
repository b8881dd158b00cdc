"""The named ways of going wrong that the answers show, each with the answers that prove it."""

from dataclasses import dataclass

from maturity.assessment import Assessment, Gate
from maturity.engagement import Response
from maturity.model import Condition, Trap


@dataclass(frozen=True, kw_only=True)
class TrapHit:
    """A trap that the customer stands in."""

    trap: Trap
    because: tuple[str, ...]  #: keys of the signals and practices that prove it, in the order of the rule


def find_traps(assessment: Assessment) -> tuple[TrapHit, ...]:
    """Every trap that the answers show, in model order; an unknown never springs one."""
    proofs = ((trap, prove(trap.when, assessment)) for trap in assessment.model.traps)
    return tuple(TrapHit(trap=trap, because=tuple(dict.fromkeys(proof))) for trap, proof in proofs if proof is not None)


def prove(condition: Condition, assessment: Assessment) -> tuple[str, ...] | None:
    """The keys that make the condition true, or None where it is not true."""
    if condition.all:
        proofs = [prove(part, assessment) for part in condition.all]
        return None if None in proofs else sum((proof for proof in proofs if proof), ())
    if condition.any:
        proofs = [prove(part, assessment) for part in condition.any]
        return None if all(proof is None for proof in proofs) else sum((proof for proof in proofs if proof), ())
    if condition.signal:
        return (condition.signal,) if assessment.engagement.signals.get(condition.signal) else None
    if condition.gate:
        return _closed_gate(condition.gate, assessment)
    return _shown_practice(condition, assessment)


def shows(condition: Condition, response: Response) -> bool:
    """Whether the response is one that a condition on a practice names."""
    return (
        response.answer in condition.answer
        and (not condition.claimed or response.claimed in condition.claimed)
        and (not condition.grade or response.grade in condition.grade)
    )


def _closed_gate(number: int, assessment: Assessment) -> tuple[str, ...] | None:
    stage = assessment.stage(number)
    return tuple(gap.key for gap in stage.gaps) if stage.gate is Gate.CLOSED and stage.gaps else None


def _shown_practice(condition: Condition, assessment: Assessment) -> tuple[str, ...] | None:
    practice = assessment.model.practices[condition.practice or ""]
    return (practice.key,) if shows(condition, assessment.engagement.response_to(practice)) else None
