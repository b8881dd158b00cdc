"""Where a customer stands: gates, floor and ceiling, banked and skipped, and the laws that always hold."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import AT_LEAST, BUILT_IN_MODEL, engagement, engagements, models, standing_at

from maturity.assessment import Assessment, Gate, assess, count_open, is_gap
from maturity.engagement import Engagement, Response
from maturity.errors import InputError
from maturity.model import Answer, Model
from maturity.model_file import read_model

FOREIGN = Path(__file__).with_name("foreign_model.yaml")


def assessed(answers: dict[str, Answer], **facts: object) -> Assessment:
    """The assessment of those answers under the built-in model."""
    return assess(BUILT_IN_MODEL, engagement(answers, **facts))


@st.composite
def improved(draw: st.DrawFn, model: Model = BUILT_IN_MODEL) -> tuple[Engagement, Engagement]:
    """An engagement, and one that answers some of it better and nothing of it worse."""
    before = draw(engagements(model))
    answers = {practice.key: before.answer_to(practice) for practice in model.asked}
    raised = {key: draw(st.sampled_from(AT_LEAST[answer])) for key, answer in answers.items()}
    more = None if before.engineers is None else before.engineers + draw(st.sampled_from((0, 1, 60)))
    responses = {key: Response(answer=answer) for key, answer in raised.items()}
    return before, replace(before, responses=responses, engineers=more)


@given(pair=improved())
def test_a_better_answer_never_lowers_floor_or_ceiling(pair: tuple[Engagement, Engagement]) -> None:
    """Gating is monotone: nobody is punished for improving."""
    before, after = (assess(BUILT_IN_MODEL, held) for held in pair)
    assert before.floor <= after.floor
    assert before.ceiling <= after.ceiling


@given(pair=models().flatmap(lambda model: st.tuples(st.just(model), improved(model))))
def test_gating_is_monotone_in_any_model(pair: tuple[Model, tuple[Engagement, Engagement]]) -> None:
    """The law is the rule's, not the built-in model's."""
    model, (worse, better) = pair
    before, after = assess(model, worse), assess(model, better)
    assert before.floor <= after.floor
    assert before.ceiling <= after.ceiling


@given(held=engagements())
def test_the_floor_is_never_above_the_ceiling(held: Engagement) -> None:
    """The verdict is an interval; its headline is the floor."""
    assessment = assess(BUILT_IN_MODEL, held)
    assert 0 <= assessment.achieved == assessment.floor <= assessment.ceiling <= 5


@given(held=engagements())
def test_an_unknown_is_neither_yes_nor_no(held: Engagement) -> None:
    """Floor and ceiling are what comes out when every unknown turns out never, or always."""
    assessment = assess(BUILT_IN_MODEL, held)
    for settled, engineers, expected in (
        (Answer.NEVER, 0, assessment.floor),
        (Answer.ALWAYS, 50, assessment.ceiling),
    ):
        known = {
            practice.key: settled if held.answer_to(practice) is Answer.UNKNOWN else held.answer_to(practice)
            for practice in BUILT_IN_MODEL.asked
        }
        told = engagement(known, engineers=engineers if held.engineers is None else held.engineers)
        assert assess(BUILT_IN_MODEL, told).floor == assess(BUILT_IN_MODEL, told).ceiling == expected


@given(held=engagements(), engineers=st.none() | st.integers(0, 100))
def test_head_count_never_changes_the_verdict_of_stages_one_to_four(held: Engagement, engineers: int | None) -> None:
    """Only stage five hangs on how many engineers there are; a head count skips nothing."""
    one, other = assess(BUILT_IN_MODEL, held), assess(BUILT_IN_MODEL, replace(held, engineers=engineers))
    assert one.stages[:4] == other.stages[:4]
    assert (min(one.floor, 4), min(one.ceiling, 4)) == (min(other.floor, 4), min(other.ceiling, 4))
    assert [number for number in one.skipped if number < 5] == [number for number in other.skipped if number < 5]


@given(held=models().flatmap(lambda model: st.tuples(st.just(model), engagements(model))))
def test_the_achieved_stage_is_the_longest_unbroken_run_of_open_gates(held: tuple[Model, Engagement]) -> None:
    """In a model of any height; a gate that is open above a closed one counts for nothing."""
    assessment = assess(*held)
    gates = [stage.gate is Gate.OPEN for stage in assessment.stages]
    assert assessment.floor == (gates.index(False) if False in gates else len(gates))
    assert all(stage.banked == () for stage in assessment.stages[: assessment.floor])


@given(held=engagements())
def test_a_stage_is_skipped_if_it_is_not_open_while_asked_practices_above_it_are_in_place(held: Engagement) -> None:
    """Unproven or closed alike; a head count is no practice in place."""
    assessment = assess(BUILT_IN_MODEL, held)
    held_at = {BUILT_IN_MODEL.stage_of[key].number for key, r in held.responses.items() if r.answer is Answer.ALWAYS}
    expected = [
        stage.stage.number
        for stage in assessment.stages
        if stage.gate is not Gate.OPEN and any(number > stage.stage.number for number in held_at)
    ]
    assert list(assessment.skipped) == expected


LOGS, TRACES, METRICS = "structured-logs", "distributed-tracing", "structured-metrics"
ALWAYS, NEVER, UNKNOWN, VOID = Answer.ALWAYS, Answer.NEVER, Answer.UNKNOWN, Answer.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("three", "gate"),
    [
        ((ALWAYS, ALWAYS, ALWAYS), Gate.OPEN),
        ((ALWAYS, ALWAYS, VOID), Gate.OPEN),
        ((ALWAYS, VOID, VOID), Gate.OPEN),
        ((VOID, VOID, VOID), Gate.CLOSED),
        ((ALWAYS, ALWAYS, UNKNOWN), Gate.UNPROVEN),
        ((VOID, VOID, UNKNOWN), Gate.UNPROVEN),
        ((UNKNOWN, UNKNOWN, UNKNOWN), Gate.UNPROVEN),
        ((ALWAYS, ALWAYS, Answer.USUALLY), Gate.CLOSED),
        ((ALWAYS, ALWAYS, Answer.SOMETIMES), Gate.CLOSED),
        ((UNKNOWN, UNKNOWN, NEVER), Gate.CLOSED),
    ],
)
def test_a_gate_opens_only_to_always(three: tuple[Answer, ...], gate: Gate) -> None:
    """`usually` does not open a gate; what does not apply neither helps nor hinders; nothing at all opens nothing."""
    assert assessed(dict(zip((LOGS, TRACES, METRICS), three, strict=True))).stage(3).gate is gate


def test_advice_never_blocks() -> None:
    """With every gate practice in place and every piece of advice refused, the gates are open."""
    answers = {p.key: Answer.ALWAYS if p.is_gate else Answer.NEVER for p in BUILT_IN_MODEL.asked}
    assert assessed(answers, engineers=50).floor == 5


def test_nothing_known_is_anything_from_nothing_to_everything() -> None:
    """An empty engagement stands at 0 to 5, with no gap and no skip."""
    blank = assessed({})
    assert (blank.floor, blank.ceiling, blank.skipped) == (0, 5, ())
    assert {stage.gate for stage in blank.stages} == {Gate.UNPROVEN}
    assert [stage.gaps for stage in blank.stages] == [()] * 5


def test_tracing_without_ci_is_banked_and_the_stages_below_are_skipped() -> None:
    """Credited, not counted."""
    assessment = assessed({TRACES: ALWAYS, "every-commit-builds": NEVER})
    assert assessment.floor == assessment.ceiling == 0
    assert [practice.key for practice in assessment.stage(3).banked] == [TRACES]
    assert assessment.skipped == (1, 2)


def test_a_stage_tells_its_gaps_unknowns_and_what_it_holds_in_model_order() -> None:
    """The parts that the pictures and sentences are made of."""
    stage = assessed({METRICS: Answer.USUALLY, LOGS: ALWAYS}).stage(3)
    parts = (stage.gaps, stage.unknown, stage.held, stage.applicable)
    assert [[practice.key for practice in part] for part in parts] == [
        [METRICS],
        [TRACES],
        [LOGS],
        [LOGS, TRACES, METRICS],
    ]


def test_strangers_are_refused_all_at_once() -> None:
    """A misspelt practice is not silently unknown; a computed one is not answered by hand."""
    answers = {"one-click-rolback": ALWAYS, "critical-mass": ALWAYS}
    with pytest.raises(InputError) as refused:
        assessed(answers, signals={"has-dashboard": True})
    assert {fault.place for fault in refused.value.faults} == {"2026-03-12-baobab-pay"}
    assert [fault.problem for fault in refused.value.faults] == [
        "'one-click-rolback' is not a practice of the model (did you mean 'one-click-rollback'?)",
        "'critical-mass' is computed from the head count; expected `engineers` instead",
        "'has-dashboard' is not a signal of the model (did you mean 'has-dashboards'?)",
    ]


@pytest.mark.parametrize("number", range(6))
def test_every_stage_can_be_stood_at(number: int) -> None:
    """All in place up to a stage and none above: that stage, for sure."""
    assessment = assessed(standing_at(BUILT_IN_MODEL, number), engineers=50)
    assert assessment.floor == assessment.ceiling == number


@pytest.mark.parametrize(
    ("answers", "engineers", "stands"),
    [
        ({}, None, (0, 3)),
        ({"rota": ALWAYS}, 5, (1, 2)),
        ({"rota": ALWAYS, "review": ALWAYS, "runbook": VOID}, None, (2, 3)),
        ({"rota": ALWAYS, "review": ALWAYS, "runbook": ALWAYS, "sre-team": ALWAYS}, 20, (3, 3)),
        ({"rota": ALWAYS, "review": ALWAYS, "runbook": ALWAYS, "sre-team": ALWAYS}, 19, (2, 2)),
    ],
)
def test_a_foreign_model_is_judged_by_the_same_rules(
    answers: dict[str, Answer], engineers: int | None, stands: tuple[int, int]
) -> None:
    """Three stages, other practices, another critical mass."""
    assessment = assess(read_model(FOREIGN), engagement(answers, engineers=engineers))
    assert (assessment.floor, assessment.ceiling) == stands


def test_what_is_known_and_not_always_is_a_gap() -> None:
    """An unknown is a question, and what does not apply is nothing."""
    assert [answer for answer in Answer if is_gap(answer)] == [Answer.USUALLY, Answer.SOMETIMES, Answer.NEVER]


@pytest.mark.parametrize(("gates", "count"), [([], 0), ([False, True], 0), ([True, False, True], 1), ([True] * 3, 3)])
def test_open_gates_are_counted_up_to_the_first_that_is_not(*, gates: list[bool], count: int) -> None:
    """A whole number, zero for none."""
    assert count_open(gates) == count
