"""What practices would change, were they in place, and what they take."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import BUILT_IN_MODEL, engagement, engagements, models, standing_at

from maturity.assessment import assess
from maturity.engagement import Engagement, PlatformFacts
from maturity.errors import InputError
from maturity.model import Answer, Effort, Model
from maturity.roadmap import Roadmap, plan
from maturity.what_if import imagine

ALWAYS, NEVER, VOID = Answer.ALWAYS, Answer.NEVER, Answer.NOT_APPLICABLE
PAID = PlatformFacts(engineer_cost=5_200_000)


def planned(answers: dict[str, Answer], **facts: object) -> Roadmap:
    """The roadmap of those answers under the built-in model."""
    return plan(assess(BUILT_IN_MODEL, engagement(answers, **facts)))


@st.composite
def imaginings(draw: st.DrawFn) -> tuple[Model, Engagement, list[str]]:
    """A customer under a model of any shape, and practices to imagine."""
    model = draw(st.just(BUILT_IN_MODEL) | models())
    keys = st.sampled_from([practice.key for practice in model.asked])
    return model, draw(engagements(model)), draw(st.lists(keys, max_size=6))


@given(drawn=imaginings())
def test_imagining_never_sinks_and_never_changes_the_customer(drawn: tuple[Model, Engagement, list[str]]) -> None:
    """The roadmap that was given stays as it is; the imagined floor is at least the real one."""
    model, held, keys = drawn
    roadmap = plan(assess(model, held))
    imagined = imagine(roadmap, keys)
    assert imagined.roadmap.assessment.floor >= roadmap.assessment.floor
    assert roadmap == plan(assess(model, held))
    assert all(imagined.roadmap.assessment.answers[key] is ALWAYS for key in keys)


@given(drawn=imaginings())
def test_what_it_takes_is_that_of_what_is_not_in_place(drawn: tuple[Model, Engagement, list[str]]) -> None:
    """Each once, whatever the order of ticking; a range is never upside down."""
    model, held, keys = drawn
    roadmap = plan(assess(model, held))
    imagined = imagine(roadmap, keys)
    absent = {key for key in keys if roadmap.assessment.answers[key] is not ALWAYS}
    assert {practice.key for practice in imagined.practices} == absent
    assert imagined == imagine(roadmap, keys[::-1])
    assert imagined.effort.low == sum(model.practices[key].effort_weeks.low for key in absent)
    assert imagined.effort.high == sum(model.practices[key].effort_weeks.high for key in absent)
    assert 0 <= imagined.weeks[0] <= imagined.weeks[1]
    assert (imagined.cost is None) == (held.platform.engineer_cost is None or not held.currency)


@given(drawn=imaginings())
def test_what_they_stand_on_is_missing_where_it_is_not_in_place(drawn: tuple[Model, Engagement, list[str]]) -> None:
    """And never one of those that are imagined."""
    model, held, keys = drawn
    imagined = imagine(plan(assess(model, held)), keys)
    answers = imagined.roadmap.assessment.answers
    below = {needed for practice in imagined.practices for needed in model.foundations[practice.key]}
    missing = {practice.key for practice in imagined.missing}
    assert missing == {key for key in below if answers[key] not in {ALWAYS, VOID}}
    assert not missing & set(keys)


def test_it_takes_as_long_as_the_roadmap_says() -> None:
    """With all steps ticked, their calendar is the roadmap's own."""
    roadmap = planned(standing_at(BUILT_IN_MODEL, 1), engineers=12)
    imagined = imagine(roadmap, [step.practice.key for step in roadmap.steps])
    assert imagined.practices == tuple(step.practice for step in roadmap.steps)
    last = roadmap.steps[-1]
    assert tuple((end - date(2026, 3, 12)).days / 7 for end in last.ends) == imagined.weeks


def test_the_sentence_says_where_they_would_stand() -> None:
    """Named up to three, counted above."""
    roadmap = planned(standing_at(BUILT_IN_MODEL, 1))
    two = [practice.key for practice in BUILT_IN_MODEL.stage(2).gates]
    assert imagine(roadmap, two).sentence == (
        "With five practices in place you would stand at stage 2, automated deployment."
    )
    assert imagine(planned({**standing_at(BUILT_IN_MODEL, 2), two[0]: NEVER}), two[:1]).sentence == (
        "With “A green build deploys itself to staging” in place you would stand at stage 2, automated deployment."
    )


def test_where_nothing_moves_the_sentence_says_what_it_would_take_too() -> None:
    """The gate that stays shut is named, with what holds it."""
    roadmap = planned(standing_at(BUILT_IN_MODEL, 2))
    assert imagine(roadmap, ["structured-logs"]).sentence == (
        "With “Structured logs in one place” in place you would still stand at stage 2: the gate of stage 3 needs "
        "“Distributed tracing on the main journeys” and “Structured metrics with labels” too."
    )
    assert imagine(planned({}), ["every-commit-builds"]).sentence == (
        "With “Every commit builds” in place you would still not be proven past the gate of stage 1, "
        "which needs “Every build runs tests”, “A failed build blocks deployment” and "
        "“Trunk is green and red is fixed fast” too."
    )
    assert imagine(roadmap, ["every-commit-builds"]).sentence == (
        "Nothing would change: you stand at stage 2, as today."
    )
    assert imagine(roadmap, []).cost_said == "No cost"


def test_prerequisites_are_named_with_what_they_take() -> None:
    """They are not counted with what was ticked."""
    imagined = imagine(planned(standing_at(BUILT_IN_MODEL, 1)), ["one-click-production"])
    assert imagined.effort == Effort(low=1, high=2)
    assert imagined.effort_said == (
        "1 to 2 engineer-weeks, and 1 to 3 engineer-weeks more for “A green build deploys itself to staging”, "
        "which it stands on"
    )


def test_a_head_count_is_no_work() -> None:
    """It is missing all the same."""
    imagined = imagine(planned(standing_at(BUILT_IN_MODEL, 4), engineers=12), ["platform-team-as-product"])
    assert [practice.key for practice in imagined.missing] == ["critical-mass"]
    assert imagined.effort_said == "26 to 52 engineer-weeks, then a standing team"


def test_the_cost_is_the_effort_in_the_customers_own_salaries() -> None:
    """A year of 52 weeks; two to six weeks of someone who costs 100,000 a week."""
    imagined = imagine(planned({}, engineers=30, currency="KES", platform=PAID), ["every-build-runs-tests"])
    assert imagined.cost == (200_000, 600_000)
    assert imagined.cost_said == "KES 200K to KES 600K, at KES 5.2M a year for a product engineer".replace(
        "KES ", "KES\N{NO-BREAK SPACE}"
    )
    assert imagined.weeks_said == "2 to 4 weeks at 5 % of 30 product engineers' time"


@pytest.mark.parametrize(
    ("currency", "platform", "asked"),
    [
        (None, PlatformFacts(), "what a product engineer costs in full, a year, and in which currency"),
        ("KES", PlatformFacts(), "what a product engineer costs in full, a year"),
        (None, PAID, "in which currency"),
    ],
)
def test_no_salary_is_made_up(currency: str | None, platform: PlatformFacts, asked: str) -> None:
    """Where it is not known there is no cost, and the sentence says what to ask."""
    imagined = imagine(planned({}, currency=currency, platform=platform), ["every-commit-builds"])
    assert imagined.cost is None
    assert imagined.cost_said == f"To put a price on it, say {asked}."


def test_an_unknown_head_count_is_said_beside_the_weeks() -> None:
    """The model's effort basis stands in, as it does for the dates."""
    imagined = imagine(planned({}), ["every-commit-builds"])
    assert imagined.weeks == (1, 2)
    assert imagined.weeks_said == "1 to 2 weeks at 5 % of 30 product engineers' time; the head count is not known"


@pytest.mark.parametrize("key", ["critical-mass", "every-comit-builds"])
def test_only_what_is_asked_can_be_imagined(key: str) -> None:
    """A head count is a fact, and a typing error is named."""
    with pytest.raises(InputError, match=r"critical-mass.*head count|did you mean 'every-commit-builds'"):
        imagine(planned({}), [key])
