"""What the model says of a customer, in sentences for the customer's ear."""

from maturity.assessment import Assessment, Gate, StageAssessment
from maturity.engagement import Engagement
from maturity.model import Effort, Model, Practice
from maturity.roadmap import Pace, Roadmap
from maturity.target import Verdict
from maturity.wording import count, day, listed, named, opened, sentence_case

ORDINALS = ("First", "Second", "Third")


def effort(weeks: Effort) -> str:
    """An effort as it is said.

    >>> effort(Effort(low=0.5, high=1)), effort(Effort(low=2, high=2)), effort(Effort(low=0, high=0))
    ('0.5 to 1 engineer-week', '2 engineer-weeks', 'next to no effort')
    """
    if weeks.high == 0:
        return "next to no effort"
    unit = "engineer-week" if weeks.high <= 1 else "engineer-weeks"
    return f"{weeks.low:g} {unit}" if weeks.low == weeks.high else f"{weeks.low:g} to {weeks.high:g} {unit}"


def stage_named(model: Model, number: int) -> str:
    """A stage's number with its name; the ground for 0."""
    return f"stage {number}, {model.stage(number).name.lower()}" if number else "the ground, before stage 1"


def country_name(code: str) -> str:
    """A country's English name, or the code itself where it is not known."""
    from babel import Locale

    name: str = Locale("en").territories.get(code, code)
    return name


def standing(assessment: Assessment) -> str:
    """Where the customer stands, in one sentence; what is not known is not held against them."""
    name, at_least = named(assessment.engagement.customer), assessment.ceiling > assessment.floor
    if assessment.floor == 0 and at_least:
        return f"What is known does not prove yet that {name} has passed the gate of stage 1."
    if assessment.floor == 0:
        return f"{name} has not passed the gate of stage 1 yet."
    return f"{name} stands {'at least ' if at_least else ''}at {stage_named(assessment.model, assessment.floor)}."


def interval(assessment: Assessment) -> str:
    """What is not known of where they stand; empty where nothing is."""
    if assessment.floor == assessment.ceiling:
        return ""
    unknown = [p for stage in assessment.stages[: assessment.ceiling] for p in stage.unknown]
    verb = "is" if len(unknown) == 1 else "are"
    return (
        f"It may stand as high as stage {assessment.ceiling}: {count(len(unknown), 'gate practice')} up to there "
        f"{verb} not known, and what is not known is neither a yes nor a no."
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


def _done(roadmap: Roadmap) -> str:
    done, until, stage = roadmap.assessment.model.words.nothing_left, roadmap.target.until, roadmap.target.stage
    return f"{done} Evaluate stage {stage + 1} on {day(until)}." if until else done


def _reach(roadmap: Roadmap) -> str:
    assessment = roadmap.assessment
    goal = f"Get to {stage_named(assessment.model, roadmap.target.stage)}"
    if roadmap.steps:
        return " ".join([f"{goal}.", *_settled_first(roadmap), f"{_investments(roadmap)}."])
    if roadmap.open_questions:
        return f"{goal}. {_settle(roadmap)} before you invest in anything."
    return f"No gate practice of stage {assessment.achieved + 1} applies to you, so this model can't place you."


def _settled_first(roadmap: Roadmap) -> list[str]:
    """The sentence that puts what is not known of the stages below the first step before that step."""
    assessment = roadmap.assessment
    below = assessment.stages[assessment.achieved : roadmap.steps[0].stage - 1]
    unsettled = [stage.stage.number for stage in below if stage.unknown]
    stages = f"stage{'' if len(unsettled) == 1 else 's'} {listed(unsettled)}"
    return [f"Settle what is not known of {stages}; then invest."] if unsettled else []


def dates_caveat(roadmap: Roadmap) -> str:
    """What the dates do not count: unknown gate practices up to the target; empty where there are none."""
    unknown = [practice for practice in roadmap.open_questions if practice.is_gate]
    if not unknown or not roadmap.steps:
        return ""
    asked = (
        "The open gate practice" if len(unknown) == 1 else f"Each of the {count(len(unknown), 'open gate practice')}"
    )
    return f"The dates count only what is known. {asked}, should its answer not be “always”, adds a step."


def _hold(roadmap: Roadmap) -> str:
    stage, until = roadmap.target.stage, roadmap.target.until
    when = f" until {day(until)}" if until else ""
    following = f"; then evaluate stage {stage + 1}" if stage < len(roadmap.assessment.model.stages) else ""
    return f"Hold {stage_named(roadmap.assessment.model, stage)}, and bed it in{when}{following}."


def _evaluate(roadmap: Roadmap) -> str:
    goal = stage_named(roadmap.assessment.model, roadmap.target.stage)
    if not any(step.stage == roadmap.target.stage for step in roadmap.steps):
        return f"You are ready to evaluate {goal}. Settle the open questions first."
    needed = [step.practice for step in roadmap.steps if step.stage == roadmap.target.stage]
    low = sum(practice.effort_weeks.low for practice in needed)
    high = sum(practice.effort_weeks.high for practice in needed)
    cost = ", ".join(
        [effort(Effort(low=low, high=high)), *(practice.ongoing for practice in needed if practice.ongoing)]
    )
    return f"You are ready to evaluate {goal}. Judge whether it is worth {cost}."


def nothing_to_invest(roadmap: Roadmap) -> str:
    """What to do where there is no step; empty where there is one."""
    if roadmap.steps:
        return ""
    if roadmap.is_done:
        return "Nothing: they are done here"
    return f"{_settle(roadmap)} first" if roadmap.open_questions else "No practice applies"


def _stay(roadmap: Roadmap) -> str:
    parts = [f"Stay at {stage_named(roadmap.assessment.model, roadmap.target.stage)}."]
    parts += [f"{opened(count(len(roadmap.steps), 'step'))} are left."] if len(roadmap.steps) > 1 else []
    parts += [f"{_investments(roadmap)}."] if roadmap.steps else []
    parts += [f"{_settle(roadmap)}."] if roadmap.open_questions else []
    return " ".join(parts)


def _settle(roadmap: Roadmap) -> str:
    return f"Settle the {count(len(roadmap.open_questions), 'open question')}"


def _investments(roadmap: Roadmap) -> str:
    names = [sentence_case(step.practice.name) for step in roadmap.first_three]
    if len(roadmap.steps) == 1 and not roadmap.open_questions:
        return f"One step is left: {names[0]}"
    return opened("; ".join(f"{ordinal.lower()}: {name}" for ordinal, name in zip(ORDINALS, names, strict=False)))


def gate_sentence(stage: StageAssessment) -> str:
    """Why a stage's gate is open, not proven or closed."""
    held, applicable = len(stage.held), len(stage.applicable)
    if not applicable:
        return "No gate practice applies here, so this gate can't open."
    if stage.gate is Gate.OPEN:
        return (
            f"All {count(applicable, 'gate practice')} are in place."
            if applicable > 1
            else "Its gate practice is in place."
        )
    missing = "; ".join(sentence_case(practice.name) for practice in stage.gaps)
    asked = "; ".join(sentence_case(practice.name) for practice in stage.unknown)
    parts = [f"{held} of {applicable} in place."]
    parts += [f"Not there yet: {missing}."] if missing else []
    parts += [f"Not known: {asked}."] if asked else []
    return " ".join(parts)


def skipped_sentences(assessment: Assessment) -> tuple[str, ...]:
    """One sentence for every stage that was stepped over; one not proven is not called skipped."""
    return tuple(_skipped(assessment, number) for number in assessment.skipped)


def _skipped(assessment: Assessment, number: int) -> str:
    above = listed([s.stage.number for s in assessment.stages[number:] if s.banked])
    practices = f"practices of stage {above} are in place" if above else "practices above it are in place"
    practices = practices.replace("of stage", "of stages", 1) if " and " in above else practices
    if assessment.stage(number).gate is Gate.UNPROVEN:
        return f"Stage {number} is not proven, though {practices}."
    return f"Stage {number} is skipped: its gate is closed, while {practices}."


def answer_shown(assessment: Assessment, key: str) -> str:
    """What the customer answered to a practice or signal, with how it is known."""
    model, engagement = assessment.model, assessment.engagement
    if key in model.signal_names:
        return "yes" if engagement.signals.get(key) else "no"
    practice = model.practices[key]
    if practice.computed:
        return "not known" if engagement.engineers is None else f"{engagement.engineers} product engineers"
    answer = model.words.answers[assessment.answers[key]].lower()
    return f"{answer} ({model.words.grades[engagement.grade_of(practice)]}{_contradicted(engagement, model, key)})"


def _contradicted(engagement: Engagement, model: Model, key: str) -> str:
    response = engagement.responses.get(key)
    if response is None or response.claimed is None or not response.is_contradicted:
        return ""
    return f"; said: {model.words.answers[response.claimed].lower()}"


def contradictions(assessment: Assessment) -> tuple[tuple[Practice, str], ...]:
    """Every practice where what was found is not what was said, with the sentence that says so."""
    model, words = assessment.model, assessment.model.words
    found = []
    for key, response in assessment.engagement.responses.items():
        if response.claimed is not None and response.is_contradicted:
            said, is_so = words.answers[response.claimed].lower(), words.answers[response.answer].lower()
            found.append((model.practices[key], f"said {said}; {words.grades[response.grade]}: {is_so}"))
    return tuple(found)


def pace_sentence(pace: Pace) -> str:
    """What the dates rest on."""
    who = f"{count(pace.engineers, 'product engineer')}'{'s' if pace.engineers == 1 else ''} time"
    head = "The head count is not known, so the dates" if pace.assumed else "The dates"
    return (
        f"{head} are estimates: they count on {pace.share * 100:g} % of {who}, "
        "and take one step after the other, each for at least a week."
    )
