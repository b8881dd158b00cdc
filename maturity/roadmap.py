"""What to invest in first, second and third, what to settle first, and what to defer."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from maturity.assessment import Assessment, is_gap
from maturity.engagement import Engagement
from maturity.model import Answer, Model, Practice, Stage
from maturity.target import Target, Verdict, after_months, find_target


class Bucket(StrEnum):
    """The one place where a practice lands."""

    DONE = "done"
    BANKED = "banked"
    OPEN_QUESTION = "open-question"
    STEP = "step"
    DEFERRAL = "deferral"
    NOT_APPLICABLE = "not-applicable"


@dataclass(frozen=True, kw_only=True)
class Step:
    """An investment, with estimated dates: the best case from the low effort, the worst from the high."""

    practice: Practice
    stage: int
    action: str  #: what to do first, from what is there today
    starts: tuple[date, date]  #: earliest, latest
    ends: tuple[date, date]  #: earliest, latest


@dataclass(frozen=True, kw_only=True)
class Deferral:
    """Practices of one stage that are not worth doing now."""

    stage: int
    practices: tuple[Practice, ...]
    reason: str
    trigger: str  #: measurable
    revisit: date


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How fast the work goes, stated: a share of the product engineers' time."""

    share: float  #: of the product engineers' time
    engineers: int  #: product engineers that the dates count on, at most the model's effort basis
    assumed: bool  #: the head count is not known; the model's effort basis stands in

    @property
    def weekly(self) -> float:
        """Engineer-weeks of work done in a week."""
        return self.share * self.engineers


@dataclass(frozen=True, kw_only=True)
class Roadmap:
    """What the model advises for an engagement; every practice lands in exactly one bucket."""

    assessment: Assessment
    target: Target
    pace: Pace
    steps: tuple[Step, ...]
    deferrals: tuple[Deferral, ...]
    buckets: Mapping[str, Bucket]  #: by practice key, in model order

    @property
    def first_three(self) -> tuple[Step, ...]:
        """The investments that are called first, second and third; fewer when there are fewer."""
        return self.steps[:3]

    @property
    def is_done(self) -> bool:
        """Whether they stand at the target with nothing to do or to settle, and so can stop investing in this."""
        return self.assessment.achieved >= self.target.stage and not self.steps and not self.open_questions

    @cached_property
    def done(self) -> tuple[Practice, ...]:
        """The practices in place up to the achieved stage."""
        return self.in_bucket(Bucket.DONE)

    @cached_property
    def banked(self) -> tuple[Practice, ...]:
        """The practices in place above the achieved stage: credited, not counted."""
        return self.in_bucket(Bucket.BANKED)

    @cached_property
    def open_questions(self) -> tuple[Practice, ...]:
        """The practices not known, up to the target: to be settled first."""
        return self.in_bucket(Bucket.OPEN_QUESTION)

    def in_bucket(self, bucket: Bucket) -> tuple[Practice, ...]:
        """The practices that landed there, in model order."""
        return _landed(self.assessment.model, self.buckets, bucket)


def plan(assessment: Assessment) -> Roadmap:
    """The roadmap for an assessed engagement.

    Steps never break stage order or a prerequisite; inside those limits the cheapest comes first, ties in model
    order. Nothing above the target is a step. Advice waits, as a deferral, while the target is still to be reached and
    on a stage whose gate is not open.
    """
    model, engagement = assessment.model, assessment.engagement
    target = find_target(assessment)
    buckets = {key: _bucket(assessment, target, practice) for key, practice in model.practices.items()}
    pace = _pace(model, engagement)
    steps = _dated(in_order(model, _landed(model, buckets, Bucket.STEP)), assessment, pace)
    reached_by = steps[-1].ends[1] if steps else engagement.held_on
    deferred = _landed(model, buckets, Bucket.DEFERRAL)
    return Roadmap(
        assessment=assessment,
        target=target,
        pace=pace,
        steps=steps,
        deferrals=_deferrals(assessment, target, deferred, reached_by=reached_by),
        buckets=buckets,
    )


def in_order(model: Model, practices: Iterable[Practice]) -> tuple[Practice, ...]:
    """The practices by stage, prerequisites first, then cheapest first, then as the model lists them."""
    waiting = list(practices)
    ordered: list[Practice] = []
    rank = {key: index for index, key in enumerate(model.practices)}
    while waiting:
        pending = {practice.key for practice in waiting}
        ready = [practice for practice in waiting if not pending & model.foundations[practice.key]]
        chosen = min(
            ready, key=lambda practice: (model.stage_of[practice.key].number, _cost(practice), rank[practice.key])
        )
        ordered.append(chosen)
        waiting.remove(chosen)
    return tuple(ordered)


def _bucket(assessment: Assessment, target: Target, practice: Practice) -> Bucket:
    answer, stage = assessment.answers[practice.key], assessment.model.stage_of[practice.key].number
    if answer is Answer.NOT_APPLICABLE:
        return Bucket.NOT_APPLICABLE
    if answer is Answer.ALWAYS:
        return Bucket.DONE if stage <= assessment.achieved else Bucket.BANKED
    if stage > target.stage:
        return Bucket.DEFERRAL
    if not is_gap(answer):
        return Bucket.OPEN_QUESTION
    waits = target.verdict is Verdict.REACH or stage > assessment.achieved
    return Bucket.DEFERRAL if waits and not practice.is_gate else Bucket.STEP


def _landed(model: Model, buckets: Mapping[str, Bucket], bucket: Bucket) -> tuple[Practice, ...]:
    return tuple(practice for key, practice in model.practices.items() if buckets[key] is bucket)


def _cost(practice: Practice) -> float:
    return practice.effort_weeks.low + practice.effort_weeks.high


def _pace(model: Model, engagement: Engagement) -> Pace:
    basis = int(model.numbers.effort_basis.value)
    known = bool(engagement.engineers)
    engineers = min(engagement.engineers or basis, basis)
    return Pace(share=model.numbers.capacity_share.value, engineers=engineers, assumed=not known)


def _dated(practices: Sequence[Practice], assessment: Assessment, pace: Pace) -> tuple[Step, ...]:
    steps: list[Step] = []
    earliest = latest = assessment.engagement.held_on
    for practice in practices:
        ends = (_after(earliest, practice.effort_weeks.low, pace), _after(latest, practice.effort_weeks.high, pace))
        stage = assessment.model.stage_of[practice.key].number
        begun = assessment.answers[practice.key] is not Answer.NEVER
        action = practice.next_action if begun and practice.next_action else practice.first_action
        steps.append(Step(practice=practice, stage=stage, action=action, starts=(earliest, latest), ends=ends))
        earliest, latest = ends
    return tuple(steps)


def _after(day: date, effort: float, pace: Pace) -> date:
    return day + timedelta(weeks=math.ceil(effort / pace.weekly))


def _deferrals(
    assessment: Assessment, target: Target, practices: Sequence[Practice], *, reached_by: date
) -> tuple[Deferral, ...]:
    model, waiting = assessment.model, {practice.key for practice in practices}
    return tuple(
        _deferral(assessment, target, stage, tuple(p for p in stage.practices if p.key in waiting), reached_by)
        for stage in model.stages
        if any(practice.key in waiting for practice in stage.practices)
    )


def _deferral(
    assessment: Assessment, target: Target, stage: Stage, practices: tuple[Practice, ...], reached_by: date
) -> Deferral:
    within = stage.number <= target.stage
    words = assessment.model.words.advice_waits if within else stage.defer
    settled = assessment.engagement.held_on + timedelta(weeks=assessment.model.numbers.settle_weeks.value)
    revisit = max(reached_by, settled) if within else _revisit(assessment, target, stage, reached_by)
    return Deferral(
        stage=stage.number, practices=practices, reason=words.reason, trigger=words.trigger, revisit=revisit
    )


def _revisit(assessment: Assessment, target: Target, stage: Stage, reached_by: date) -> date:
    """When to look at a stage above the target again: after the bed-in, or at the yearly review if that is later."""
    review = after_months(assessment.engagement.held_on, assessment.model.numbers.review_months.value)
    if target.until is not None:
        return target.until if stage.number == target.stage + 1 else max(review, target.until)
    bed_in = assessment.model.stage(target.stage).bed_in_months
    return max(review, after_months(reached_by, bed_in.value) if bed_in else reached_by)
