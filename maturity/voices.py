"""What several people in the room say of one practice: what counts, where each would stand, and what divides them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from msgspec.structs import replace

from maturity.assessment import assess, is_gap
from maturity.engagement import NO_RESPONSE, Engagement
from maturity.language import later, tr
from maturity.model import Answer, Model, Practice
from maturity.narrative import standing
from maturity.roadmap import Roadmap, plan
from maturity.target import Target
from maturity.wording import in_row, listed, named

_WEAKEST_FIRST: Final = (Answer.NEVER, Answer.SOMETIMES, Answer.USUALLY)
_PLACES: Final = (
    later("it is the first investment"),
    later("it is the second investment"),
    later("it is the third investment"),
)


@dataclass(frozen=True, kw_only=True)
class Voice:
    """Where the customer would stand by what one speaker says; by what counts, where that speaker said nothing."""

    speaker: str
    roadmap: Roadmap
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Dispute:
    """A practice that is not answered alike."""

    practice: Practice
    said: Mapping[str, Answer]  #: by speaker
    counted: Answer
    changes: bool  #: floor, ceiling, target or the first three hang on whom to believe
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Hearing:
    """What several speakers make of a customer."""

    roadmap: Roadmap  #: by what counts
    verdicts: tuple[Voice, ...]  #: in the order in which they were heard
    disputes: tuple[Dispute, ...]  #: those that change the verdict first, else in model order


def counted(answers: Collection[Answer]) -> Answer:
    """What counts while they differ: the weakest where all are gaps, else nothing is known.

    A disputed answer is neither a yes nor a no.

    >>> str(counted([Answer.USUALLY, Answer.NEVER])), str(counted([Answer.ALWAYS, Answer.NEVER]))
    ('never', 'unknown')
    """
    if len(set(answers)) == 1:
        return next(iter(answers))
    if answers and all(map(is_gap, answers)):
        return min(answers, key=_WEAKEST_FIRST.index)
    return Answer.UNKNOWN


def hear(model: Model, engagement: Engagement) -> Hearing:
    """Where the customer stands by what counts and by what each speaker says, and what they dispute.

    A practice of which the voices say nothing stands as it is answered.

    Raises:
        InputError: the engagement answers practices or signals that the model does not have.
    """
    voices = {key: said for key, said in engagement.voices.items() if said}
    fair = _answered(engagement, {key: counted(said.values()) for key, said in voices.items()})
    roadmap = plan(assess(model, fair))
    disputes = [_dispute(roadmap, key, voices[key]) for key in model.practices if len(set(_said(voices, key))) > 1]
    return Hearing(
        roadmap=roadmap,
        verdicts=tuple(_voice(model, fair, speaker) for speaker in _speakers(voices)),
        disputes=tuple(sorted(disputes, key=lambda dispute: not dispute.changes)),
    )


def _said(voices: Mapping[str, Mapping[str, Answer]], key: str) -> Collection[Answer]:
    return voices.get(key, {}).values()


def _speakers(voices: Mapping[str, Mapping[str, Answer]]) -> Collection[str]:
    return dict.fromkeys(speaker for said in voices.values() for speaker in said)


def _answered(engagement: Engagement, answers: Mapping[str, Answer]) -> Engagement:
    """The engagement with those answers, their evidence and notes kept."""
    given = {key: replace(engagement.responses.get(key, NO_RESPONSE), answer=answer) for key, answer in answers.items()}
    return replace(engagement, responses={**engagement.responses, **given})


def _voice(model: Model, engagement: Engagement, speaker: str) -> Voice:
    own = {key: said[speaker] for key, said in engagement.voices.items() if speaker in said}
    roadmap = plan(assess(model, _answered(engagement, own)))
    return Voice(speaker=speaker, roadmap=roadmap, sentence=standing(roadmap.assessment))


def _dispute(roadmap: Roadmap, key: str, said: Mapping[str, Answer]) -> Dispute:
    assessment = roadmap.assessment
    sides = {
        answer: plan(assess(assessment.model, _answered(assessment.engagement, {key: answer})))
        for answer in dict.fromkeys(said.values())
    }
    changes = len({_verdict(one) for one in (roadmap, *sides.values())}) > 1
    practice = assessment.model.practices[key]
    effects = [
        tr("Going by {who}, {effect}.").format(who=_who(said, answer), effect=effect)
        for answer, side in sides.items()
        if (effect := _effect(practice, roadmap, side))
    ]
    return Dispute(
        practice=practice,
        said=said,
        counted=assessment.answers[key],
        changes=changes,
        sentence=" ".join([_quoted(assessment.model, said), *(effects or [tr("The verdict is the same either way.")])]),
    )


def _verdict(roadmap: Roadmap) -> tuple[int, int, Target, tuple[str, ...]]:
    assessment = roadmap.assessment
    return assessment.floor, assessment.ceiling, roadmap.target, tuple(s.practice.key for s in roadmap.first_three)


def _quoted(model: Model, said: Mapping[str, Answer]) -> str:
    answers = dict.fromkeys(said.values())
    quoted = tr("{who}: “{answer}”")
    parts = [quoted.format(who=_who(said, answer), answer=model.words.answers[answer].lower()) for answer in answers]
    return f"{in_row(parts)}."


def _who(said: Mapping[str, Answer], answer: Answer) -> str:
    return listed([named(speaker) for speaker, given in said.items() if given is answer])


def _effect(practice: Practice, counts: Roadmap, side: Roadmap) -> str:
    """What changes by believing that side; empty where nothing does."""
    before, after = counts.assessment, side.assessment
    first, now = (tuple(step.practice.key for step in one.first_three) for one in (counts, side))
    changes = []
    if after.floor > before.floor:
        stands = (
            tr("you stand at least at stage {stage}")
            if after.ceiling > after.floor
            else tr("you stand at stage {stage}")
        )
        changes.append(stands.format(stage=after.floor))
    elif after.ceiling < before.ceiling:
        shut = tr("you can't stand higher than stage {stage}").format(stage=after.ceiling)
        changes.append(shut if after.ceiling else tr("you have not passed the gate of stage 1"))
    if now != first:
        others = later("the first three investments are others")
        changes.append(tr(_PLACES[now.index(practice.key)] if practice.key in now else others))
    return listed(changes)
