"""The sixty minutes: the clock, the topics that fill it, and what is cut."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import BUILT_IN_MODEL, HOSTILE, engagement, engagements, models, standing_at

from maturity.agenda import CUT_AT, TOTAL, Clock, Progress, Topic, cut_at, plan_agenda, state_of
from maturity.assessment import assess
from maturity.engagement import Engagement
from maturity.interview import plan_questions
from maturity.model import Answer, Model
from maturity.request import stages_asked_for
from maturity.roadmap import Roadmap, plan

ALWAYS, NEVER = Answer.ALWAYS, Answer.NEVER
NINE = datetime(2026, 3, 12, 9, tzinfo=UTC)
times = st.integers(0, 10_000).map(lambda seconds: NINE + timedelta(seconds=seconds))


def planned(answers: dict[str, Answer] | None = None, **facts: object) -> Roadmap:
    """The roadmap of those answers under the built-in model."""
    return plan(assess(BUILT_IN_MODEL, engagement(answers or {}, **facts)))


def rows(agenda: tuple[Topic, ...]) -> list[tuple[str, int]]:
    """The titles with their minutes."""
    return [(topic.title, topic.minutes) for topic in agenda]


def topic_of(agenda: tuple[Topic, ...], start: str) -> Topic:
    """The topic whose title starts so."""
    return next(topic for topic in agenda if topic.title.startswith(start))


# ------------------------------------------------------------------ the clock


@st.composite
def clocks(draw: st.DrawFn) -> Clock:
    """A clock that was run, paused and kept alive at any times, forwards and backwards."""
    clock = Clock()
    for act in draw(st.lists(st.sampled_from(("run", "pause", "beat")), max_size=6)):
        now = draw(times)
        clock = {"run": clock.run, "pause": clock.pause, "beat": clock.beat}[act](now)
    return clock


def test_a_clock_runs_pauses_and_goes_on() -> None:
    """What passes while it stands does not count."""
    minute = timedelta(minutes=1)
    clock = Clock().run(NINE).pause(NINE + 10 * minute)
    assert (clock.is_running, clock.elapsed(NINE + 50 * minute)) == (False, 600)
    again = clock.run(NINE + 50 * minute)
    assert (again.is_running, again.elapsed(NINE + 55 * minute)) == (True, 900)


def test_a_crash_costs_no_more_than_since_the_last_sign_of_life() -> None:
    """The laptop was off for an hour: that hour was no briefing."""
    clock = Clock().run(NINE).beat(NINE + timedelta(seconds=90))
    found = clock.recovered()
    assert (found.is_running, found.elapsed(NINE + timedelta(hours=1))) == (False, 90)
    assert Clock(before=30).recovered() == Clock(before=30)


@given(clock=clocks(), now=times, later=times)
def test_the_time_taken_never_shrinks(clock: Clock, now: datetime, later: datetime) -> None:
    """Nor is it ever negative; pausing, running and recovering never add to it."""
    first, last = sorted((now, later))
    assert 0 <= clock.elapsed(first) <= clock.elapsed(last)
    assert clock.pause(now).elapsed(later) == clock.elapsed(now)
    assert clock.run(now).run(later) == clock.run(now)
    assert clock.recovered().elapsed(later) <= clock.elapsed(later)
    assert clock.recovered().recovered() == clock.recovered()


@given(clock=clocks())
def test_a_clock_outlives_the_program(clock: Clock) -> None:
    """JSON in, JSON out."""
    assert msgspec.json.decode(msgspec.json.encode(clock), type=Clock) == clock


# ------------------------------------------------------------------ the agenda


@st.composite
def beginnings(draw: st.DrawFn) -> tuple[Roadmap, Roadmap | None]:
    """A customer under a model of any shape, perhaps with answers already, a request and an earlier engagement."""
    model = draw(st.just(BUILT_IN_MODEL) | models())
    request = draw(st.none() | st.sampled_from((*HOSTILE, "rollback", "a platform and SLOs", "x" * 100_000)))
    now = replace(draw(engagements(model)), request=request)
    last = draw(st.none() | engagements(model).map(lambda held: replace(held, held_on=date(2024, 5, 2))))
    return plan(assess(model, now)), None if last is None else plan(assess(model, last))


@given(drawn=beginnings())
def test_the_topics_are_sixty_minutes(drawn: tuple[Roadmap, Roadmap | None]) -> None:
    """Whole minutes, at least one each, one after the other; it begins with people and ends with what happens next."""
    agenda = plan_agenda(drawn[0], last=drawn[1])
    assert sum(topic.minutes for topic in agenda) == TOTAL == agenda[-1].ends
    assert all(isinstance(topic.minutes, int) and topic.minutes >= 1 for topic in agenda)
    assert agenda[0].starts == 0
    assert all(one.ends == following.starts for one, following in pairwise(agenda))
    assert agenda[0].title.startswith("Who is in the room")
    assert agenda[-1].title == "What happens next, and who does it"


@given(drawn=beginnings())
def test_every_practice_is_asked_in_the_topic_of_its_stage(drawn: tuple[Roadmap, Roadmap | None]) -> None:
    """Stages in order, each at most once; every stage up to the target is there."""
    agenda, model = plan_agenda(drawn[0], last=drawn[1]), drawn[0].assessment.model
    stages = [{model.stage_of[key].number for key in topic.about} for topic in agenda if topic.is_questions]
    assert all(len(numbers) == 1 for numbers in stages)
    numbers = [min(one) for one in stages]
    assert numbers == sorted(set(numbers))
    assert set(range(1, drawn[0].target.stage + 1)) <= set(numbers)


@given(drawn=beginnings(), seconds=st.integers(0, 4_000))
def test_one_topic_is_now_until_the_hour_is_over(drawn: tuple[Roadmap, Roadmap | None], seconds: int) -> None:
    """What is before it is done, what is after it lies ahead."""
    states = [state_of(topic, seconds) for topic in plan_agenda(drawn[0], last=drawn[1])]
    assert states == sorted(states, key=[Progress.DONE, Progress.NOW, Progress.AHEAD].index)
    assert states.count(Progress.NOW) == (seconds < TOTAL * 60)


def test_a_new_customer_gets_the_stages_up_to_the_target() -> None:
    """With minutes by how many practices each has."""
    assert rows(plan_agenda(planned())) == [
        ("Who is in the room, and what you want from this hour", 5),
        ("Stage 1: automated builds and tests", 12),
        ("Stage 2: automated deployment", 13),
        ("Stage 3: observability", 10),
        ("The picture, read together", 6),
        ("What to do first, second and third, and what to put off", 10),
        ("What happens next, and who does it", 4),
    ]


def test_what_they_ask_for_gets_more_minutes() -> None:
    """Even above the target, and it says so."""
    asked = plan_agenda(planned(request="How to roll back; and do we need a platform team?"))
    platform = topic_of(asked, "Stage 5")
    assert (platform.note, platform.about) == (
        "You asked for this.",
        ("critical-mass", "platform-team-as-product", "voluntary-platform-adoption"),
    )
    traced = plan_agenda(planned(request="Distributed traces!"))
    assert topic_of(traced, "Stage 3").minutes > topic_of(plan_agenda(planned()), "Stage 3").minutes


def test_the_last_plan_is_looked_at_first() -> None:
    """Its steps and open questions, and the stages where they lie."""
    last = planned(standing_at(BUILT_IN_MODEL, 1), held_on=date(2025, 3, 12))
    agenda = plan_agenda(planned(), last=last)
    assert agenda[1].title == "What became of the plan of 12 March 2025"
    assert agenda[1].about == tuple(step.practice.key for step in last.steps)
    assert topic_of(agenda, "Stage 2").note == "Five points of the last plan are here."
    assert topic_of(agenda, "Stage 1").minutes < topic_of(agenda, "Stage 2").minutes


def test_a_deferral_that_is_due_is_on_the_agenda() -> None:
    """Who stood at stage three two years ago is asked about stage four."""
    last = planned(standing_at(BUILT_IN_MODEL, 3), held_on=date(2024, 3, 12))
    agenda = plan_agenda(planned(), last=last)
    four = topic_of(agenda, "Stage 4")
    assert four.note == "It was to be looked at again from 12 March 2025."
    assert four.minutes == max(topic.minutes for topic in agenda)
    assert "Stage 5" not in " ".join(topic.title for topic in agenda)


def test_what_is_answered_beforehand_is_only_confirmed() -> None:
    """The minutes go to the picture and the steps."""
    agenda = plan_agenda(planned(standing_at(BUILT_IN_MODEL, 1)))
    assert {topic.note for topic in agenda if topic.is_questions} == {"All of it is answered already: only confirm it."}
    assert {topic.minutes for topic in agenda if topic.is_questions} == {2}
    assert agenda[-2].minutes > 20


@pytest.mark.parametrize(
    ("said", "stages"),
    [
        ("", set()),
        ("our business, the team and growth", set()),
        ("Rollbacks", {2}),
        ("DEPLOYING faster", {2}),
        ("tests", {1}),
        ("Métrics, traces & logs", {3}),
        ("SLOs and error budgets", {4}),
        ("build a developer platform", {5}),
        ("observable systems", {3}),
        ("<script>alert(1)</script>", {3, 4}),
        ("a b c 🙂 شركة", set()),
    ],
)
def test_a_request_is_matched_by_the_models_words(said: str, stages: set[int]) -> None:
    """Whatever the ending, case and accents; words that customers use of anything match nothing."""
    assert stages_asked_for(BUILT_IN_MODEL, said) == stages


# ------------------------------------------------------------------ the cut


@st.composite
def moments(draw: st.DrawFn) -> tuple[Model, Engagement, int]:
    """A customer who answered something, some seconds into the hour."""
    model = draw(st.just(BUILT_IN_MODEL) | models())
    return model, draw(engagements(model)), draw(st.integers(0, 5_000))


@given(drawn=moments())
def test_a_cut_parts_what_is_left(drawn: tuple[Model, Engagement, int]) -> None:
    """Each question is asked still or skipped, never both; what is asked is what the verdict hangs on, in order."""
    model, held, seconds = drawn
    roadmap = plan(assess(model, held))
    interview = plan_questions(roadmap)
    cut = cut_at(plan_agenda(roadmap), interview, seconds)
    must, rest = ([q.practice.key for q in questions] for questions in (interview.must_ask, interview.rest))
    if cut is None:
        assert seconds < CUT_AT * 60 or not [*must, *rest]
        return
    assert [*cut.ask, *cut.skip] == [*must, *rest]
    assert list(cut.ask) == must[: len(cut.ask)]
    assert seconds < TOTAL * 60 or cut.ask == ()
    assert cut.sentence


@given(drawn=moments(), more=st.integers(0, 1_000))
def test_the_later_it_is_the_fewer_are_asked(drawn: tuple[Model, Engagement, int], more: int) -> None:
    """With the same answers; a plan that was cut stays cut."""
    model, held, seconds = drawn
    roadmap = plan(assess(model, held))
    agenda, interview = plan_agenda(roadmap), plan_questions(roadmap)
    now, later = cut_at(agenda, interview, seconds), cut_at(agenda, interview, seconds + more)
    if now is not None:
        assert later is not None
        assert len(later.ask) <= len(now.ask)


def test_at_minute_forty_five_it_is_said_what_to_skip() -> None:
    """Before it nothing, as long as the questions go as planned."""
    answered = {p.key: ALWAYS for stage in BUILT_IN_MODEL.stages[:2] for p in stage.gates}
    agenda, interview = plan_agenda(planned()), plan_questions(planned(answered))
    assert cut_at(agenda, interview, 30 * 60) is None
    cut = cut_at(agenda, interview, CUT_AT * 60)
    assert cut is not None
    assert (cut.ask, len(cut.skip)) == (("structured-logs",), 7)
    assert cut.sentence == "Ask this one still; two questions stay open, and the picture says so."
    late = cut_at(agenda, interview, 55 * 60)
    assert late is not None
    assert late.sentence == "Stop asking: what is not known stays an open question, and the picture says so."


def test_who_falls_behind_is_told_before() -> None:
    """Three answers in twenty-five minutes are too few."""
    answered = {p.key: ALWAYS for p in BUILT_IN_MODEL.stage(1).gates[:3]}
    cut = cut_at(plan_agenda(planned()), plan_questions(planned(answered)), 30 * 60)
    assert cut is not None
    assert cut.sentence.startswith("The questions take too long. Ask these six still; ")


def test_who_has_a_verdict_reads_the_picture() -> None:
    """What would complete it is skipped from minute forty-five on."""
    interview = plan_questions(planned(dict.fromkeys([p.key for p in BUILT_IN_MODEL.asked[:4]], NEVER)))
    agenda = plan_agenda(planned())
    assert cut_at(agenda, interview, 44 * 60) is None
    cut = cut_at(agenda, interview, 45 * 60)
    assert cut is not None
    assert (cut.sentence, cut.ask) == ("Nothing more has to be asked: read the picture together.", ())


def test_with_nothing_left_there_is_nothing_to_cut() -> None:
    """Everything up to the target is answered."""
    interview = plan_questions(planned(standing_at(BUILT_IN_MODEL, 2)))
    assert cut_at(plan_agenda(planned()), interview, 59 * 60) is None
