"""What the customer is advised to do, in sentences."""

from typing import Final

from maturity.language import later, tr, tr_n
from maturity.model import Effort
from maturity.narrative.naming import effort, stage_named
from maturity.roadmap import Pace, Roadmap
from maturity.target import Verdict
from maturity.wording import day, listed, opened, percent, sentence_case, spelled

ORDINALS: Final = (later("First"), later("Second"), later("Third"))  #: of an investment; put into words by `tr`
_IN_ORDER: Final = (
    later("First: {0}"),
    later("First: {0}; second: {1}"),
    later("First: {0}; second: {1}; third: {2}"),
)


def bottom_line(roadmap: Roadmap) -> str:
    """What to take away, in one line."""
    if roadmap.is_done:
        return _done(roadmap)
    sentences = {
        Verdict.REACH: _reach,
        Verdict.HOLD: _hold,
        Verdict.EVALUATE: _evaluate,
        Verdict.STAY: _stay,
    }
    return sentences[roadmap.target.verdict](roadmap)


def nothing_to_invest(roadmap: Roadmap) -> str:
    """What to do where there is no step; empty where there is one."""
    if roadmap.steps:
        return ""
    if roadmap.is_done:
        return tr("Nothing: they are done here")
    asked = len(roadmap.open_questions)
    if not asked:
        return tr("No practice applies")
    return tr_n("Settle the {n} open question first", "Settle the {n} open questions first", asked).format(
        n=spelled(asked)
    )


def dates_caveat(roadmap: Roadmap) -> str:
    """What the dates do not count: unknown gate practices up to the target; empty where there are none."""
    unknown = sum(practice.is_gate for practice in roadmap.open_questions)
    if not unknown or not roadmap.steps:
        return ""
    return tr_n(
        "The dates count only what is known. The open gate practice, should its answer not be “always”, adds a step.",
        "The dates count only what is known. "
        "Each of the {n} open gate practices, should its answer not be “always”, adds a step.",
        unknown,
    ).format(n=spelled(unknown))


def pace_sentence(pace: Pace) -> str:
    """What the dates rest on."""
    if pace.assumed:
        said = tr_n(
            "The head count is not known, so the dates are estimates: they count on {share} of {n} product engineer's "
            "time, and take one step after the other, each for at least a week.",
            "The head count is not known, so the dates are estimates: they count on {share} of {n} product engineers' "
            "time, and take one step after the other, each for at least a week.",
            pace.engineers,
        )
    else:
        said = tr_n(
            "The dates are estimates: they count on {share} of {n} product engineer's time, "
            "and take one step after the other, each for at least a week.",
            "The dates are estimates: they count on {share} of {n} product engineers' time, "
            "and take one step after the other, each for at least a week.",
            pace.engineers,
        )
    return said.format(share=percent(pace.share), n=spelled(pace.engineers))


def _done(roadmap: Roadmap) -> str:
    done, until, stage = roadmap.assessment.model.words.nothing_left, roadmap.target.until, roadmap.target.stage
    if until is None:
        return done
    evaluate = tr("Evaluate stage {stage} on {day}.").format(stage=stage + 1, day=day(until))
    return f"{done} {evaluate}"


def _reach(roadmap: Roadmap) -> str:
    assessment, asked = roadmap.assessment, len(roadmap.open_questions)
    goal = tr("Get to {stage}.").format(stage=stage_named(assessment.model, roadmap.target.stage))
    if roadmap.steps:
        return " ".join([goal, *_settled_first(roadmap), _investments(roadmap)])
    if asked:
        settle = tr_n(
            "Settle the {n} open question before you invest in anything.",
            "Settle the {n} open questions before you invest in anything.",
            asked,
        )
        return f"{goal} {settle.format(n=spelled(asked))}"
    none = tr("No gate practice of stage {stage} applies to you, so this model can't place you.")
    return none.format(stage=assessment.achieved + 1)


def _settled_first(roadmap: Roadmap) -> list[str]:
    """The sentence that puts what is not known of the stages below the first step before that step."""
    assessment = roadmap.assessment
    below = assessment.stages[assessment.achieved : roadmap.steps[0].stage - 1]
    unsettled = [stage.stage.number for stage in below if stage.unknown]
    settle = tr_n(
        "Settle what is not known of stage {stages}; then invest.",
        "Settle what is not known of stages {stages}; then invest.",
        len(unsettled),
    )
    return [settle.format(stages=listed(unsettled))] if unsettled else []


def _hold(roadmap: Roadmap) -> str:
    model, stage, until = roadmap.assessment.model, roadmap.target.stage, roadmap.target.until
    if stage == len(model.stages):
        said = tr("Hold {stage}, and bed it in until {day}.") if until else tr("Hold {stage}, and bed it in.")
    elif until:
        said = tr("Hold {stage}, and bed it in until {day}; then evaluate stage {following}.")
    else:
        said = tr("Hold {stage}, and bed it in; then evaluate stage {following}.")
    return said.format(stage=stage_named(model, stage), day=day(until) if until else "", following=stage + 1)


def _evaluate(roadmap: Roadmap) -> str:
    goal = stage_named(roadmap.assessment.model, roadmap.target.stage)
    if not any(step.stage == roadmap.target.stage for step in roadmap.steps):
        return tr("You are ready to evaluate {stage}. Settle the open questions first.").format(stage=goal)
    needed = [step.practice for step in roadmap.steps if step.stage == roadmap.target.stage]
    low = sum(practice.effort_weeks.low for practice in needed)
    high = sum(practice.effort_weeks.high for practice in needed)
    cost = ", ".join(
        [effort(Effort(low=low, high=high)), *(practice.ongoing for practice in needed if practice.ongoing)]
    )
    return tr("You are ready to evaluate {stage}. Judge whether it is worth {cost}.").format(stage=goal, cost=cost)


def _stay(roadmap: Roadmap) -> str:
    left, asked = len(roadmap.steps), len(roadmap.open_questions)
    parts = [tr("Stay at {stage}.").format(stage=stage_named(roadmap.assessment.model, roadmap.target.stage))]
    if left > 1:
        parts.append(opened(tr_n("{n} step is left.", "{n} steps are left.", left).format(n=spelled(left))))
    parts += [_investments(roadmap)] if left else []
    if asked:
        settle = tr_n("Settle the {n} open question.", "Settle the {n} open questions.", asked)
        parts.append(settle.format(n=spelled(asked)))
    return " ".join(parts)


def _investments(roadmap: Roadmap) -> str:
    names = [sentence_case(step.practice.name) for step in roadmap.first_three]
    if len(roadmap.steps) == 1 and not roadmap.open_questions:
        return tr("One step is left: {step}.").format(step=names[0])
    return f"{tr(_IN_ORDER[len(names) - 1]).format(*names)}."
