"""What to invest in first, second and third: the target table row by row, and the laws of every roadmap."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import BUILT_IN_MODEL, TODAY, engagement, engagements, models, standing_at

from maturity.assessment import Gate, assess
from maturity.engagement import Engagement, PlatformFacts
from maturity.model import Answer, Model
from maturity.model_file import read_model
from maturity.roadmap import Bucket, Roadmap, in_order, plan
from maturity.target import Target, Verdict, after_months

ALWAYS, NEVER, UNKNOWN, VOID = Answer.ALWAYS, Answer.NEVER, Answer.UNKNOWN, Answer.NOT_APPLICABLE


def planned(answers: dict[str, Answer], **facts: object) -> Roadmap:
    """The roadmap of those answers under the built-in model."""
    return plan(assess(BUILT_IN_MODEL, engagement(answers, **facts)))


def target_at(stage: int, **facts: object) -> Target:
    """The target of a customer who stands at a stage, with nothing in place above it."""
    return planned(standing_at(BUILT_IN_MODEL, stage), **facts).target


def keys(roadmap: Roadmap) -> list[str]:
    """The keys of a roadmap's steps, in order."""
    return [step.practice.key for step in roadmap.steps]


@pytest.mark.parametrize("stage", [0, 1, 2])
@pytest.mark.parametrize("engineers", [None, 10, 400])
@pytest.mark.parametrize("since", [None, date(2020, 1, 1)])
def test_below_stage_three_the_target_is_stage_three(stage: int, engineers: int | None, since: date | None) -> None:
    """Whoever they are and however long they have been there."""
    assert target_at(stage, engineers=engineers, stage_since=since) == Target(stage=3, verdict=Verdict.REACH)


@pytest.mark.parametrize(
    ("since", "held_on", "until"),
    [
        pytest.param(None, date(2026, 3, 12), date(2027, 3, 12), id="since when is unknown"),
        pytest.param(date(2026, 3, 12), date(2026, 3, 12), date(2027, 3, 12), id="today"),
        pytest.param(date(2025, 3, 13), date(2026, 3, 12), date(2026, 3, 13), id="a day short"),
        pytest.param(date(2024, 2, 29), date(2025, 2, 27), date(2025, 2, 28), id="leap day, a day short"),
    ],
)
def test_at_stage_three_they_hold_until_it_is_bedded_in(since: date | None, held_on: date, until: date) -> None:
    """Less than twelve months, or unknown: hold, and evaluate stage four on the date the bed-in ends."""
    expected = Target(stage=3, verdict=Verdict.HOLD, until=until)
    assert target_at(3, stage_since=since, held_on=held_on, engineers=400) == expected


@pytest.mark.parametrize(
    ("since", "held_on"),
    [
        pytest.param(date(2025, 3, 12), date(2026, 3, 12), id="to the day"),
        pytest.param(date(2024, 2, 29), date(2025, 2, 28), id="leap day, to the day"),
        pytest.param(date(2019, 1, 1), date(2026, 3, 12), id="for years"),
    ],
)
@pytest.mark.parametrize("engineers", [None, 10, 400])
def test_after_the_bed_in_stage_four_is_evaluated(since: date, held_on: date, engineers: int | None) -> None:
    """Twelve months or more: here is what it takes; the head count plays no part."""
    expected = Target(stage=4, verdict=Verdict.EVALUATE)
    assert target_at(3, stage_since=since, held_on=held_on, engineers=engineers) == expected


@pytest.mark.parametrize(
    ("engineers", "facts", "expected"),
    [
        pytest.param(None, PlatformFacts(), Target(stage=4, verdict=Verdict.STAY), id="number unknown"),
        pytest.param(49, PlatformFacts(), Target(stage=4, verdict=Verdict.STAY), id="49"),
        pytest.param(49, PlatformFacts(gain=0.5), Target(stage=4, verdict=Verdict.STAY), id="49 who would gain"),
        pytest.param(50, PlatformFacts(), Target(stage=5, verdict=Verdict.EVALUATE), id="50"),
        pytest.param(50, PlatformFacts(team=6), Target(stage=4, verdict=Verdict.STAY), id="50 who would lose"),
        pytest.param(83, PlatformFacts(gain=0.06), Target(stage=4, verdict=Verdict.STAY), id="83 at 6 %"),
        pytest.param(84, PlatformFacts(gain=0.06), Target(stage=5, verdict=Verdict.EVALUATE), id="84 at 6 %"),
    ],
)
def test_at_stage_four_a_platform_team_has_to_pay(
    engineers: int | None, facts: PlatformFacts, expected: Target
) -> None:
    """Fewer than fifty, unknown, or a break-even that is not positive: stay and buy. Else evaluate."""
    assert target_at(4, engineers=engineers, platform=facts) == expected


def test_stage_five_is_deferred_below_fifty_engineers() -> None:
    """With everything else in place, and its reason and trigger said."""
    roadmap = planned(standing_at(BUILT_IN_MODEL, 4), engineers=49)
    (deferral,) = roadmap.deferrals
    assert deferral.stage == 5
    assert "50 or more product engineers and a platform team that would gain more" in deferral.trigger
    assert [practice.key for practice in deferral.practices] == [p.key for p in BUILT_IN_MODEL.stage(5).practices]
    assert deferral.revisit == date(2027, 3, 12)
    assert roadmap.is_done


def test_at_stage_five_they_stay() -> None:
    """There is no sixth."""
    assert target_at(5, engineers=50) == Target(stage=5, verdict=Verdict.STAY)


@given(held=engagements())
def test_every_practice_is_in_exactly_one_bucket(held: Engagement) -> None:
    """Done, banked, open question, step, deferral, not applicable: each list holds what its bucket says."""
    roadmap = plan(assess(BUILT_IN_MODEL, held))
    listed = {
        Bucket.DONE: roadmap.done,
        Bucket.BANKED: roadmap.banked,
        Bucket.OPEN_QUESTION: roadmap.open_questions,
        Bucket.STEP: tuple(step.practice for step in roadmap.steps),
        Bucket.DEFERRAL: tuple(practice for deferral in roadmap.deferrals for practice in deferral.practices),
        Bucket.NOT_APPLICABLE: roadmap.in_bucket(Bucket.NOT_APPLICABLE),
    }
    landed = [(practice.key, bucket) for bucket, practices in listed.items() for practice in practices]
    assert len(landed) == len(BUILT_IN_MODEL.practices)
    assert dict(landed) == roadmap.buckets
    assert list(roadmap.buckets) == list(BUILT_IN_MODEL.practices)


@given(held=engagements())
def test_a_bucket_says_what_the_answer_says(held: Engagement) -> None:
    """What is in place is done or banked; what is unknown is never a step; a head count is never a step."""
    roadmap = plan(assess(BUILT_IN_MODEL, held))
    fitting = {
        ALWAYS: {Bucket.DONE, Bucket.BANKED},
        VOID: {Bucket.NOT_APPLICABLE},
        UNKNOWN: {Bucket.OPEN_QUESTION, Bucket.DEFERRAL},
    }
    for key, bucket in roadmap.buckets.items():
        assert bucket in fitting.get(roadmap.assessment.answers[key], {Bucket.STEP, Bucket.DEFERRAL})
    assert roadmap.buckets["critical-mass"] not in {Bucket.STEP, Bucket.OPEN_QUESTION}


@given(drawn=models().flatmap(lambda model: st.tuples(st.just(model), engagements(model))))
def test_steps_never_break_stage_order_or_a_prerequisite(drawn: tuple[Model, Engagement]) -> None:
    """Nothing before what it stands on, however far below, in a model of any shape; no gap below is left out."""
    model, held = drawn
    roadmap = plan(assess(model, held))
    stages = [step.stage for step in roadmap.steps]
    assert stages == sorted(stages)
    for at, step in enumerate(roadmap.steps):
        later = {other.practice.key for other in roadmap.steps[at:]}
        assert not model.foundations[step.practice.key] & later
        assert all(roadmap.buckets[needed] is not Bucket.DEFERRAL for needed in model.foundations[step.practice.key])


@given(drawn=models().flatmap(lambda model: st.tuples(st.just(model), engagements(model))))
def test_nothing_above_the_target_is_a_step_or_a_question(drawn: tuple[Model, Engagement]) -> None:
    """And the target is the default one, or at most one above where they stand."""
    roadmap = plan(assess(*drawn))
    above = [key for key, stage in drawn[0].stage_of.items() if stage.number > roadmap.target.stage]
    assert not {roadmap.buckets[key] for key in above} & {Bucket.STEP, Bucket.OPEN_QUESTION}
    achieved = roadmap.assessment.achieved
    assert achieved <= roadmap.target.stage <= max(achieved + 1, drawn[0].default_target)


@given(drawn=models().flatmap(lambda model: st.tuples(st.just(model), engagements(model))))
def test_the_verdict_fits_the_target(drawn: tuple[Model, Engagement]) -> None:
    """Reach and evaluate look up, hold and stay do not, and only hold has a date; it lies ahead."""
    roadmap = plan(assess(*drawn))
    upwards = roadmap.target.stage > roadmap.assessment.achieved
    assert upwards == (roadmap.target.verdict in {Verdict.REACH, Verdict.EVALUATE})
    assert (roadmap.target.until is not None) == (roadmap.target.verdict is Verdict.HOLD)
    assert roadmap.target.until is None or roadmap.target.until > TODAY


@given(drawn=models().flatmap(lambda model: st.tuples(st.just(model), engagements(model))))
def test_advice_waits_while_the_target_is_to_be_reached_and_where_its_gate_is_not_open(
    drawn: tuple[Model, Engagement],
) -> None:
    """Gate work comes first; what is only evaluated holds no advice of the stages below it up."""
    roadmap = plan(assess(*drawn))
    advice = [step.stage for step in roadmap.steps if not step.practice.is_gate]
    assert not advice or roadmap.target.verdict is not Verdict.REACH
    assert all(roadmap.assessment.stage(stage).gate is Gate.OPEN for stage in advice)
    waiting = {p.key for deferral in roadmap.deferrals for p in deferral.practices if not p.is_gate}
    if roadmap.target.verdict is not Verdict.REACH:
        below = roadmap.assessment.model.stages[: roadmap.assessment.achieved]
        assert not waiting & {practice.key for stage in below for practice in stage.practices}


@given(held=engagements(), engineers=st.integers(0, 5_000))
def test_head_count_never_reorders_the_steps(held: Engagement, engineers: int) -> None:
    """A larger company goes the same way, only sooner."""
    one = plan(assess(BUILT_IN_MODEL, held))
    other = plan(assess(BUILT_IN_MODEL, replace(held, engineers=engineers)))
    if one.target == other.target:
        assert keys(one) == keys(other)


@given(held=engagements())
def test_dates_run_forwards_from_the_engagement(held: Engagement) -> None:
    """Each step begins when the one before ends, best case and worst case; the worst is never the earlier."""
    roadmap = plan(assess(BUILT_IN_MODEL, held))
    before = (held.held_on, held.held_on)
    for step in roadmap.steps:
        assert step.starts == before
        assert all(start <= end for start, end in zip(step.starts, step.ends, strict=True))
        assert step.ends[0] <= step.ends[1]
        before = step.ends
    assert all(deferral.revisit > held.held_on for deferral in roadmap.deferrals)


@given(held=engagements())
def test_done_means_at_the_target_with_nothing_to_do_or_to_settle(held: Engagement) -> None:
    """`Stop investing in this` is never said to someone who is not there."""
    roadmap = plan(assess(BUILT_IN_MODEL, held))
    if roadmap.is_done:
        assert roadmap.assessment.achieved >= roadmap.target.stage
        assert (roadmap.steps, roadmap.open_questions) == ((), ())


def test_a_stage_of_which_nothing_applies_is_not_done() -> None:
    """Its gate is closed for good: there is nothing to do, but they have not arrived either."""
    answers = standing_at(BUILT_IN_MODEL, 5) | {p.key: VOID for p in BUILT_IN_MODEL.stage(1).practices}
    roadmap = planned(answers)
    assert (roadmap.steps, roadmap.open_questions, roadmap.is_done) == ((), (), False)


def test_from_nothing_the_first_three_are_the_pipeline() -> None:
    """First, second, third: builds, tests, and then the cheaper of what stands on them, ties in model order."""
    roadmap = planned(standing_at(BUILT_IN_MODEL, 0), engineers=30)
    assert keys(roadmap) == [
        "every-commit-builds",
        "every-build-runs-tests",
        "failed-build-blocks-deployment",
        "trunk-stays-green",
        "automatic-staging-deployment",
        "one-click-production",
        "immutable-artifact",
        "one-click-rollback",
        "staging-represents-production",
        "structured-logs",
        "structured-metrics",
        "distributed-tracing",
    ]
    assert [step.practice.key for step in roadmap.first_three] == keys(roadmap)[:3]


def test_a_deferral_says_why_until_when_and_by_what() -> None:
    """Advice below the target waits for the gates, the stages above for theirs."""
    roadmap = planned(standing_at(BUILT_IN_MODEL, 0), engineers=30)
    waits = BUILT_IN_MODEL.words.advice_waits
    arrival = roadmap.steps[-1].ends[1]
    assert [(deferral.stage, deferral.reason, deferral.revisit) for deferral in roadmap.deferrals] == [
        (1, waits.reason, arrival),
        (2, waits.reason, arrival),
        (3, waits.reason, arrival),
        (4, BUILT_IN_MODEL.stage(4).defer.reason, after_months(arrival, 12)),
        (5, BUILT_IN_MODEL.stage(5).defer.reason, after_months(arrival, 12)),
    ]


def test_a_bed_in_says_when_to_look_at_stage_four_again() -> None:
    """On the day it ends; at what lies higher not before the yearly review."""
    roadmap = planned(standing_at(BUILT_IN_MODEL, 3), stage_since=date(2025, 9, 1))
    revisits = {deferral.stage: deferral.revisit for deferral in roadmap.deferrals}
    assert revisits == {4: date(2026, 9, 1), 5: date(2027, 3, 12)}


@pytest.mark.parametrize(
    ("engineers", "counted", "assumed", "weeks"), [(None, 30, True, 2), (5, 5, False, 8), (400, 30, False, 2)]
)
def test_the_pace_is_stated(engineers: int | None, counted: int, *, assumed: bool, weeks: int) -> None:
    """Five per cent of the engineers' time; efforts are given for thirty, so more do not make it faster."""
    roadmap = planned({"every-commit-builds": NEVER}, engineers=engineers)
    assert (roadmap.pace.share, roadmap.pace.engineers, roadmap.pace.assumed) == (0.05, counted, assumed)
    assert roadmap.pace.weekly == pytest.approx(0.05 * counted)
    assert roadmap.steps[0].ends[1] == TODAY + timedelta(weeks=weeks)


def test_the_cheapest_ready_practice_comes_first_and_ties_keep_model_order() -> None:
    """Inside a stage, after the prerequisites."""
    three = [BUILT_IN_MODEL.practices[key] for key in ("distributed-tracing", "structured-metrics", "structured-logs")]
    ordered = [practice.key for practice in in_order(BUILT_IN_MODEL, three)]
    assert ordered == ["structured-logs", "structured-metrics", "distributed-tracing"]


def test_a_prerequisite_counts_over_practices_that_are_not_gaps() -> None:
    """A stands on B on C: with B in place, C still comes before A."""
    chain = [BUILT_IN_MODEL.practices[key] for key in ("one-click-rollback", "automatic-staging-deployment")]
    ordered = [practice.key for practice in in_order(BUILT_IN_MODEL, chain)]
    assert ordered == ["automatic-staging-deployment", "one-click-rollback"]


@pytest.mark.parametrize(
    ("answers", "engineers", "target", "steps"),
    [
        ({"rota": NEVER}, 5, Target(stage=2, verdict=Verdict.REACH), ["rota"]),
        (
            {"rota": NEVER, "review": NEVER, "runbook": NEVER},
            5,
            Target(stage=2, verdict=Verdict.REACH),
            ["rota", "runbook", "review"],
        ),
        (
            {"rota": ALWAYS, "review": ALWAYS, "runbook": ALWAYS, "handover": NEVER},
            19,
            Target(stage=2, verdict=Verdict.STAY),
            ["handover"],
        ),
        (
            {"rota": ALWAYS, "review": ALWAYS, "runbook": ALWAYS, "sre-team": NEVER},
            20,
            Target(stage=3, verdict=Verdict.EVALUATE),
            ["sre-team"],
        ),
    ],
)
def test_a_foreign_model_is_planned_by_the_same_rules(
    answers: dict[str, Answer], engineers: int, target: Target, steps: list[str]
) -> None:
    """Three stages, a default target of two, no bed-in, a critical mass of twenty."""
    model = read_model(Path(__file__).with_name("foreign_model.yaml"))
    roadmap = plan(assess(model, engagement(answers, engineers=engineers)))
    assert roadmap.target == target
    assert keys(roadmap) == steps


def test_a_step_that_is_begun_goes_on_and_does_not_start_over() -> None:
    """Who builds usually is not told to write the first pipeline."""
    begun = planned({"every-commit-builds": Answer.USUALLY}).steps[0]
    never = planned({"every-commit-builds": Answer.NEVER}).steps[0]
    assert begun.action == begun.practice.next_action != ""
    assert never.action == never.practice.first_action
