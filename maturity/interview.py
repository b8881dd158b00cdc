"""What to ask next: the questions that the verdict still hangs on, and when no more need be asked."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec.structs

from maturity.assessment import Assessment, StageAssessment, assess, count_open
from maturity.engagement import Response
from maturity.model import Answer, Model, Practice
from maturity.narrative import ORDINALS
from maturity.roadmap import Roadmap, in_order, plan
from maturity.wording import count, opened, sentence_case

_MANY: Final = 1_000_000  #: product engineers; above every critical mass and break-even
_FIRST: Final = 3  #: steps that a verdict names
_SPARE: Final = "The verdict stands without it; it would complete the picture."


@dataclass(frozen=True, kw_only=True)
class Question:
    """A practice to ask about, and why."""

    practice: Practice
    why: str  #: a sentence for the room
    is_needed: bool  #: the verdict hangs on it; else it would complete the picture

    @property
    def fact(self) -> str:
        """The fact that is asked for instead, where the practice is computed; else empty."""
        return self.practice.computed.fact if self.practice.computed else ""


@dataclass(frozen=True, kw_only=True)
class Interview:
    """How far the questions are, and what is left of them."""

    asked: int  #: practices with a response; an `unknown` is one
    must_ask: tuple[Question, ...]  #: in order; empty once the verdict is settled
    rest: tuple[Question, ...]  #: what would complete the picture up to the target, lowest stage first
    settled: str  #: the sentence why no more need be asked; empty until then
    expected: int  #: questions expected before the verdict is settled; 0 only then

    @property
    def next_question(self) -> Question | None:
        """The question to ask now; None at the end."""
        return next(iter((*self.must_ask, *self.rest)), None)


@dataclass(frozen=True, kw_only=True)
class _Undecided:
    """A roadmap with what has not been asked yet."""

    roadmap: Roadmap
    unasked: frozenset[str]
    highest: int  #: the highest stage where they could still stand
    worst: Roadmap  #: were nothing of the unasked in place

    @property
    def assessment(self) -> Assessment:
        return self.roadmap.assessment

    @property
    def model(self) -> Model:
        return self.assessment.model

    @property
    def gaps(self) -> tuple[Practice, ...]:
        """The practices of the steps that are known."""
        return tuple(step.practice for step in self.roadmap.steps)


def plan_questions(roadmap: Roadmap, *, put_off: Collection[str] = (), not_known: Collection[str] = ()) -> Interview:
    """The questions that are left, those that the verdict hangs on first.

    Where they stand comes before what to invest in, and within each the order is that of the steps: what would be
    invested in first is asked first, so below the default target no other order settles the verdict with fewer
    questions. Nothing above the target is asked once a blocker is proven. What was put off comes last; a computed
    practice in `not_known` was asked for in vain, and is not asked for again.
    """
    undecided = _undecided(roadmap, not_known)
    needed = _needed(undecided)
    left = [p for p in _left(undecided) if p not in needed]
    return Interview(
        asked=len(roadmap.assessment.engagement.responses),
        must_ask=tuple(_question(undecided, practice, put_off) for practice in _put_last(needed, put_off)),
        rest=tuple(Question(practice=practice, why=_SPARE, is_needed=False) for practice in _put_last(left, put_off)),
        settled="" if needed else _settled(roadmap),
        expected=_expected(undecided, needed),
    )


def _undecided(roadmap: Roadmap, not_known: Collection[str]) -> _Undecided:
    assessment = roadmap.assessment
    model, engagement = assessment.model, assessment.engagement
    computed = {practice.key for practice in model.practices.values() if practice.computed}
    heard = engagement.responses.keys() | (set() if computed.isdisjoint(not_known) else computed)
    unasked = frozenset(key for key, answer in assessment.answers.items() if answer is Answer.UNKNOWN) - heard
    nothing = {key: Response(answer=Answer.NEVER) for key in unasked - computed}
    worst = msgspec.structs.replace(engagement, responses={**engagement.responses, **nothing})
    return _Undecided(
        roadmap=roadmap,
        unasked=unasked,
        highest=count_open([_could_open(stage, unasked) for stage in assessment.stages]),
        worst=plan(assess(model, worst)),
    )


def _could_open(stage: StageAssessment, unasked: frozenset[str]) -> bool:
    """Whether no answer holds the stage's gate shut; a don't know does, for today."""
    return bool(stage.held or stage.unknown) and not stage.gaps and unasked.issuperset(_keys(stage.unknown))


def _needed(undecided: _Undecided) -> list[Practice]:
    """The unasked practices that the verdict hangs on as it stands, in the order of asking."""
    return _once([*_deciding(undecided), *_head_count(undecided), *_investing(undecided)])


def _deciding(undecided: _Undecided) -> Sequence[Practice]:
    """The unasked gate practices that decide where they stand, up to the target or the one stage above them."""
    floor = undecided.assessment.floor
    top = min(undecided.highest, max(undecided.roadmap.target.stage, floor + 1))
    gates = [practice for stage in undecided.assessment.stages[floor:top] for practice in stage.unknown]
    return in_order(undecided.model, gates)


def _head_count(undecided: _Undecided) -> Iterator[Practice]:
    """The computed practice whose fact decides whether the next stage is worth judging, where it is not known."""
    following = undecided.assessment.stages[undecided.assessment.floor :][:1]
    computed = [p for stage in following for p in stage.unknown if p.computed and p.key in undecided.unasked]
    if computed and undecided.highest == undecided.assessment.floor:
        engagement = msgspec.structs.replace(undecided.assessment.engagement, engineers=_MANY)
        if plan(assess(undecided.model, engagement)).target != undecided.roadmap.target:
            yield computed[0]


def _investing(undecided: _Undecided) -> Iterator[Practice]:
    """The unasked practices that would change the first three steps, were they missing."""
    first = _keys(undecided.gaps[:_FIRST])
    for step in undecided.worst.steps:
        if step.practice.key in undecided.unasked and _first_with(undecided, step.practice) != first:
            yield step.practice


def _first_with(undecided: _Undecided, practice: Practice) -> tuple[str, ...]:
    """The first three steps, were that practice missing too."""
    return _keys(in_order(undecided.model, [*undecided.gaps, practice])[:_FIRST])


def _left(undecided: _Undecided) -> list[Practice]:
    """What has not been asked of the stages up to the target, in model order."""
    stages = undecided.model.stages[: undecided.roadmap.target.stage]
    return _once(practice for stage in stages for practice in stage.practices if practice.key in undecided.unasked)


def _once(practices: Iterable[Practice]) -> list[Practice]:
    """The practices without those whose question, or whose fact, is among the ones before."""
    questions: dict[str, Practice] = {}
    for practice in practices:
        questions.setdefault(practice.computed.fact if practice.computed else practice.key, practice)
    return list(questions.values())


def _put_last(practices: Iterable[Practice], put_off: Collection[str]) -> list[Practice]:
    return sorted(practices, key=lambda practice: practice.key in put_off)


def _question(undecided: _Undecided, practice: Practice, put_off: Collection[str]) -> Question:
    before = "We put this off. " if practice.key in put_off else ""
    return Question(practice=practice, why=f"{before}{_why(undecided, practice)}", is_needed=True)


def _why(undecided: _Undecided, practice: Practice) -> str:
    floor, stage = undecided.assessment.floor, undecided.model.stage_of[practice.key].number
    if practice.computed:
        return f"Whether stage {stage} is worth judging hangs on how many product engineers you have."
    if not practice.is_gate or not floor < stage <= undecided.highest:
        return _why_invest(undecided, practice)
    others = len(undecided.assessment.stage(stage).unknown) - 1
    answers = f"this and {count(others, 'more answer')}" if others else "this answer"
    if stage == floor + 1:
        return f"Whether you pass stage {stage} hangs on {answers}."
    return f"Once stage {stage - 1} is in place, stage {stage} hangs on {answers}."


def _why_invest(undecided: _Undecided, practice: Practice) -> str:
    first = _first_with(undecided, practice)
    if practice.key in first:
        return f"If it is not in place, it could be your {ORDINALS[first.index(practice.key)].lower()} investment."
    waiting = next(p for p in undecided.gaps[:_FIRST] if p.key not in first)
    return f"If it is not in place, “{sentence_case(waiting.name)}” would have to wait for it."


def _settled(roadmap: Roadmap) -> str:
    return opened(f"{_where(roadmap.assessment)}, and {_what(roadmap)}: no further answer changes that.")


def _where(assessment: Assessment) -> str:
    if assessment.floor == len(assessment.stages):
        return "you have passed every stage"
    stage = assessment.stage(assessment.floor + 1)
    if stage.gaps:
        return f"the gate of stage {stage.stage.number} is closed"
    if not stage.applicable:
        return f"no gate practice of stage {stage.stage.number} applies to you"
    return f"the gate of stage {stage.stage.number} can't be proven today"


def _what(roadmap: Roadmap) -> str:
    if roadmap.steps:
        known = ("your one investment is", "both your investments are", "your first three investments are")
        return f"{known[min(len(roadmap.steps), _FIRST) - 1]} known"
    return "nothing can be invested in before that" if roadmap.open_questions else "nothing is left to invest in"


def _expected(undecided: _Undecided, needed: Sequence[Practice]) -> int:
    """How many of those will be asked, if this customer goes on as so far; at least 1 where there are any.

    A step is asked for until three gaps lie before it, a gate above the target until one blocks.
    """
    chance = _chance_in_place(undecided.assessment)
    rank = {step.practice.key: at for at, step in enumerate(undecided.worst.steps)}
    known = [rank[practice.key] for practice in undecided.gaps]
    total, unblocked, found = 0.0, 1.0, [1.0, 0.0, 0.0]  # found: the chance of 0, 1 and 2 gaps among those before
    for practice in needed:
        if practice.key not in rank:
            total += unblocked
            unblocked *= chance
            continue
        before = sum(at < rank[practice.key] for at in known)
        total += sum(found[: max(0, _FIRST - before)])
        found = [
            found[0] * chance,
            found[1] * chance + found[0] * (1 - chance),
            found[2] * chance + found[1] * (1 - chance),
        ]
    return max(round(total), min(1, len(needed)))


def _chance_in_place(assessment: Assessment) -> float:
    """The share of gate practices in place among those that are known, with one yes and one no added."""
    held = sum(len(stage.held) for stage in assessment.stages)
    gaps = sum(len(stage.gaps) for stage in assessment.stages)
    return (held + 1) / (held + gaps + 2)


def _keys(practices: Iterable[Practice]) -> tuple[str, ...]:
    return tuple(practice.key for practice in practices)
