"""Where the customer stands, and by which answers, in sentences."""

from maturity.assessment import Assessment, Gate, StageAssessment
from maturity.language import tr, tr_in, tr_n
from maturity.model import Practice
from maturity.narrative.naming import stage_named
from maturity.wording import in_row, listed, named, sentence_case, spelled


def standing(assessment: Assessment) -> str:
    """Where the customer stands, in one sentence; what is not known is not held against them."""
    name, at_least = named(assessment.engagement.customer), assessment.ceiling > assessment.floor
    if assessment.floor == 0:
        unproven = tr("What is known does not prove yet that {customer} has passed the gate of stage 1.")
        return (unproven if at_least else tr("{customer} has not passed the gate of stage 1 yet.")).format(
            customer=name
        )
    said = tr("{customer} stands at least at {stage}.") if at_least else tr("{customer} stands at {stage}.")
    return said.format(customer=name, stage=stage_named(assessment.model, assessment.floor))


def interval(assessment: Assessment) -> str:
    """What is not known of where they stand; empty where nothing is."""
    if assessment.floor == assessment.ceiling:
        return ""
    unknown = sum(len(stage.unknown) for stage in assessment.stages[: assessment.ceiling])
    return tr_n(
        "It may stand as high as stage {stage}: {n} gate practice up to there is not known, "
        "and what is not known is neither a yes nor a no.",
        "It may stand as high as stage {stage}: {n} gate practices up to there are not known, "
        "and what is not known is neither a yes nor a no.",
        unknown,
    ).format(stage=assessment.ceiling, n=spelled(unknown))


def gate_sentence(stage: StageAssessment) -> str:
    """Why a stage's gate is open, not proven or closed."""
    held, applicable = len(stage.held), len(stage.applicable)
    if not applicable:
        return tr("No gate practice applies here, so this gate can't open.")
    if stage.gate is Gate.OPEN:
        said = tr_n("Its gate practice is in place.", "All {n} gate practices are in place.", applicable)
        return said.format(n=spelled(applicable))
    missing = in_row(sentence_case(practice.name) for practice in stage.gaps)
    asked = in_row(sentence_case(practice.name) for practice in stage.unknown)
    parts = [tr("{held} of {all} in place.").format(held=held, all=applicable)]
    parts += [tr("Not there yet: {practices}.").format(practices=missing)] if missing else []
    parts += [tr("Not known: {practices}.").format(practices=asked)] if asked else []
    return " ".join(parts)


def skipped_sentences(assessment: Assessment) -> tuple[str, ...]:
    """One sentence for every stage that was stepped over; one not proven is not called skipped."""
    return tuple(_skipped(assessment, number) for number in assessment.skipped)


def _skipped(assessment: Assessment, number: int) -> str:
    above = [s.stage.number for s in assessment.stages[number:] if s.banked]
    if assessment.stage(number).gate is Gate.UNPROVEN:
        said = tr_n(
            "Stage {stage} is not proven, though practices of stage {above} are in place.",
            "Stage {stage} is not proven, though practices of stages {above} are in place.",
            len(above),
        )
        none = tr("Stage {stage} is not proven, though practices above it are in place.")
    else:
        said = tr_n(
            "Stage {stage} is skipped: its gate is closed, while practices of stage {above} are in place.",
            "Stage {stage} is skipped: its gate is closed, while practices of stages {above} are in place.",
            len(above),
        )
        none = tr("Stage {stage} is skipped: its gate is closed, while practices above it are in place.")
    return (said if above else none).format(stage=number, above=listed(above))


def answer_shown(assessment: Assessment, key: str) -> str:
    """What the customer answered to a practice or signal, with how it is known."""
    model, engagement = assessment.model, assessment.engagement
    if key in model.signal_names:
        return tr("yes") if engagement.signals.get(key) else tr("no")
    practice = model.practices[key]
    if practice.computed:
        heads = engagement.engineers
        return tr_in("a head count", "not known") if heads is None else _heads(heads)
    answer, grade = (
        model.words.answers[assessment.answers[key]].lower(),
        model.words.grades[engagement.grade_of(practice)],
    )
    response = engagement.responses.get(key)
    if response is None or response.claimed is None or not response.is_contradicted:
        return f"{answer} ({grade})"
    said = model.words.answers[response.claimed].lower()
    return tr("{answer} ({grade}; said: {said})").format(answer=answer, grade=grade, said=said)


def _heads(engineers: int) -> str:
    return tr_n("{n} product engineer", "{n} product engineers", engineers).format(n=engineers)


def contradictions(assessment: Assessment) -> tuple[tuple[Practice, str, str], ...]:
    """Every practice where what was found is not what was said, with the sentence that says so, and the evidence."""
    model, words = assessment.model, assessment.model.words
    found = []
    for key, response in assessment.engagement.responses.items():
        if response.claimed is not None and response.is_contradicted:
            said, is_so = words.answers[response.claimed].lower(), words.answers[response.answer].lower()
            sentence = tr("said {said}; {grade}: {answer}")
            told = sentence.format(said=said, grade=words.grades[response.grade], answer=is_so)
            found.append((model.practices[key], told, response.evidence))
    return tuple(found)
