"""What counts while two people say different things, and which of it matters."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import BUILT_IN_MODEL, engagement, engagements, models, standing_at
from strategies import answers as any_answer

from maturity.assessment import assess, is_gap
from maturity.engagement import Engagement, Response
from maturity.model import Answer, Grade, Model
from maturity.roadmap import plan
from maturity.voices import Hearing, counted, hear

ALWAYS, USUALLY, SOMETIMES, NEVER = Answer.ALWAYS, Answer.USUALLY, Answer.SOMETIMES, Answer.NEVER
UNKNOWN, VOID = Answer.UNKNOWN, Answer.NOT_APPLICABLE


@st.composite
def heard(draw: st.DrawFn) -> tuple[Model, Engagement]:
    """A customer under a model of any shape, with two or three people who spoke of some practices."""
    model = draw(st.just(BUILT_IN_MODEL) | models())
    said = st.dictionaries(st.sampled_from(("CTO", "Amina", "Ben")), any_answer, max_size=3)
    keys = st.sampled_from([practice.key for practice in model.asked])
    return model, replace(draw(engagements(model)), voices=draw(st.dictionaries(keys, said, max_size=6)))


def hearing(answers: Mapping[str, Answer], voices: Mapping[str, Mapping[str, Answer]]) -> Hearing:
    """What is heard of a customer with those answers, under the built-in model."""
    return hear(BUILT_IN_MODEL, engagement(answers, voices=voices))


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ([], UNKNOWN),
        ([ALWAYS], ALWAYS),
        ([VOID, VOID], VOID),
        ([USUALLY, SOMETIMES], SOMETIMES),
        ([NEVER, USUALLY, SOMETIMES], NEVER),
        ([ALWAYS, USUALLY], UNKNOWN),
        ([ALWAYS, VOID], UNKNOWN),
        ([NEVER, UNKNOWN], UNKNOWN),
        ([ALWAYS, UNKNOWN], UNKNOWN),
    ],
)
def test_what_counts(said: list[Answer], counts: Answer) -> None:
    """The same is the same; of gaps the weakest; a disputed answer is neither yes nor no."""
    assert counted(said) is counts


@given(said=st.lists(any_answer, max_size=4))
def test_what_counts_does_not_hang_on_who_spoke_first(said: list[Answer]) -> None:
    """Nor does it open a gate that anyone says is shut, or close one that anyone says is open."""
    assert counted(said) is counted(said[::-1])
    assert counted(said) is not ALWAYS or set(said) == {ALWAYS}
    assert not is_gap(counted(said)) or all(map(is_gap, said))


@given(drawn=heard())
def test_every_speaker_stands_within_what_counts(drawn: tuple[Model, Engagement]) -> None:
    """The interval by what counts reaches from the lowest floor to the highest ceiling, at least."""
    said = hear(*drawn)
    for voice in said.verdicts:
        assert said.roadmap.assessment.floor <= voice.roadmap.assessment.floor
        assert voice.roadmap.assessment.ceiling <= said.roadmap.assessment.ceiling


@given(drawn=heard())
def test_every_difference_is_a_dispute_and_those_that_matter_come_first(drawn: tuple[Model, Engagement]) -> None:
    """Each practice once, in model order within the two groups; its sentence says what hangs on it."""
    model, held = drawn
    disputes = hear(model, held).disputes
    differ = {key for key, said in held.voices.items() if len(set(said.values())) > 1}
    assert {dispute.practice.key for dispute in disputes} == differ
    rank = list(model.practices)
    order = [(not dispute.changes, rank.index(dispute.practice.key)) for dispute in disputes]
    assert order == sorted(order)
    for dispute in disputes:
        assert dispute.counted is counted(dispute.said.values())
        assert dispute.changes != ("The verdict is the same either way." in dispute.sentence)


@given(drawn=heard())
def test_whom_to_believe_is_all_that_a_speaker_changes(drawn: tuple[Model, Engagement]) -> None:
    """Where a speaker said nothing, what counts stands; each speaker has one verdict."""
    model, held = drawn
    said = hear(model, held)
    assert len({voice.speaker for voice in said.verdicts}) == len(said.verdicts)
    for voice in said.verdicts:
        for key, answer in voice.roadmap.assessment.answers.items():
            own = held.voices.get(key, {}).get(voice.speaker)
            assert answer is (said.roadmap.assessment.answers[key] if own is None else own)


def test_one_voice_alone_is_the_answer() -> None:
    """And without voices the engagement is heard as it stands."""
    alone = hearing(standing_at(BUILT_IN_MODEL, 3), {"every-commit-builds": {"CTO": NEVER}})
    assert (alone.roadmap.assessment.floor, alone.disputes) == (0, ())
    held = engagement(standing_at(BUILT_IN_MODEL, 3))
    assert hear(BUILT_IN_MODEL, held).roadmap == plan(assess(BUILT_IN_MODEL, held))


def test_the_verdict_of_each_is_said() -> None:
    """One sees stage two, the other not even one."""
    said = hearing(standing_at(BUILT_IN_MODEL, 2), {"every-commit-builds": {"CTO": ALWAYS, "Amina": NEVER}})
    assert [(voice.speaker, voice.sentence) for voice in said.verdicts] == [
        ("CTO", "Baobab Pay stands at stage 2, automated deployment."),
        ("Amina", "Baobab Pay has not passed the gate of stage 1 yet."),
    ]
    (dispute,) = said.disputes
    assert dispute.sentence == (
        "CTO: “always”; Amina: “never”. Going by CTO, you stand at stage 2. "
        "Going by Amina, you have not passed the gate of stage 1 and it is the first investment."
    )


def test_gaps_of_different_size_change_nothing() -> None:
    """Usually or sometimes: the step is the same."""
    said = hearing(standing_at(BUILT_IN_MODEL, 0), {"trunk-stays-green": {"CTO": USUALLY, "Amina": SOMETIMES}})
    (dispute,) = said.disputes
    assert (dispute.changes, dispute.counted) == (False, SOMETIMES)
    assert dispute.sentence == "CTO: “usually”; Amina: “sometimes”. The verdict is the same either way."


def test_evidence_and_notes_stay_with_what_counts() -> None:
    """Only the answer is disputed."""
    response = Response(answer=ALWAYS, grade=Grade.SHOWN, evidence="run 812", note="seen")
    held = engagement(responses={"structured-logs": response}, voices={"structured-logs": {"A": ALWAYS, "B": NEVER}})
    kept = hear(BUILT_IN_MODEL, held).roadmap.assessment.engagement.responses["structured-logs"]
    assert kept == replace(response, answer=UNKNOWN)


def test_a_speaker_of_any_name_is_text() -> None:
    """On one line, and never turning the words around it."""
    said = hearing({}, {"structured-logs": {"شركة": ALWAYS, "a\nb": NEVER}})
    assert "\u2068شركة\u2069: “always”; a b: “never”." in said.disputes[0].sentence
