"""What is asked next: the same verdict with fewer questions, and never one question too many."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

import msgspec.structs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import BUILT_IN_MODEL, engagement, engagements, models, standing_at

from maturity.assessment import assess
from maturity.engagement import Engagement, Response
from maturity.interview import Interview, plan_questions
from maturity.model import Answer, Model
from maturity.roadmap import Roadmap, plan
from maturity.target import Target

ALWAYS, USUALLY, SOMETIMES, NEVER = Answer.ALWAYS, Answer.USUALLY, Answer.SOMETIMES, Answer.NEVER
UNKNOWN, VOID = Answer.UNKNOWN, Answer.NOT_APPLICABLE
LONG_AGO, LATELY = date(2024, 1, 15), date(2025, 11, 3)
SHARE = 0.6  #: of the asked practices, the most questions that a briefing may take
MOST = int(SHARE * len(BUILT_IN_MODEL.asked))  #: questions
RUNS = 40  #: simulated customers of a kind

Verdict = tuple[int, Target, tuple[str, ...]]


def verdict(roadmap: Roadmap) -> Verdict:
    """Floor, target, and the first three steps."""
    return roadmap.assessment.floor, roadmap.target, tuple(step.practice.key for step in roadmap.first_three)


@dataclass(frozen=True, kw_only=True)
class Briefing:
    """A simulated briefing: what is known so far of a customer who would answer everything."""

    model: Model
    full: Engagement
    heard: Engagement
    gone: frozenset[str] = frozenset()  #: computed practices that were asked for in vain

    @property
    def roadmap(self) -> Roadmap:
        """What is advised on what is known so far."""
        return plan(assess(self.model, self.heard))

    @property
    def interview(self) -> Interview:
        """What is left to ask."""
        return plan_questions(self.roadmap, not_known=self.gone)

    def answered(self, key: str) -> "Briefing":
        """The same briefing with one question answered as the customer would."""
        if self.model.practices[key].computed:
            heard = msgspec.structs.replace(self.heard, engineers=self.full.engineers)
            return Briefing(model=self.model, full=self.full, heard=heard, gone=self.gone | {key})
        response = self.full.responses.get(key, Response(answer=UNKNOWN))
        heard = msgspec.structs.replace(self.heard, responses={**self.heard.responses, key: response})
        return Briefing(model=self.model, full=self.full, heard=heard, gone=self.gone)


def blank(model: Model, full: Engagement) -> Briefing:
    """A briefing that begins: the facts of the past are known, the head count and the answers are not."""
    return Briefing(model=model, full=full, heard=msgspec.structs.replace(full, responses={}, engineers=None))


def until_settled(briefing: Briefing) -> Iterator[Briefing]:
    """The briefing before each question that is needed, and at last when it is settled."""
    while not (interview := briefing.interview).settled:
        yield briefing
        assert interview.next_question is not None
        briefing = briefing.answered(interview.next_question.practice.key)
    yield briefing


# ------------------------------------------------------------------ simulated customers

Kind = Callable[[Random], Engagement]


def drawn(random: Random, chances: Mapping[int, float], **facts: object) -> Engagement:
    """A customer with each practice in place by a chance of its stage; what is missing is missing in part or whole."""
    answers = {
        p.key: ALWAYS
        if random.random() < chances[BUILT_IN_MODEL.stage_of[p.key].number]
        else random.choices((USUALLY, SOMETIMES, NEVER, UNKNOWN, VOID), (30, 25, 35, 7, 3))[0]
        for p in BUILT_IN_MODEL.asked
    }
    return engagement(answers, **({"engineers": random.choice((None, 12, 30, 80))} | facts))


def chances(*by_stage: float) -> dict[int, float]:
    """The chance of a practice being in place, by stage."""
    return dict(enumerate(by_stage, start=1))


def climbed(random: Random, upto: int, **facts: object) -> Engagement:
    """A good team: all in place up to a stage, advice mostly, and little above it."""
    held = drawn(random, chances(*(0.7 if number <= upto else 0.25 for number in range(1, 6))), **facts)
    gates = {p.key: Response(answer=ALWAYS) for s in BUILT_IN_MODEL.stages[:upto] for p in s.gates if not p.computed}
    return msgspec.structs.replace(held, responses={**held.responses, **gates})


BELOW: Mapping[str, Kind] = {
    "chaotic": lambda random: drawn(random, chances(0.35, 0.3, 0.3, 0.25, 0.2)),
    "by stage": lambda random: drawn(random, chances(0.8, 0.6, 0.4, 0.2, 0.1)),
    "skippers": lambda random: drawn(random, chances(0.5, 0.5, 0.9, 0.5, 0.5)),
    "nothing but the ground": lambda random: drawn(random, chances(0.05, 0.05, 0.05, 0.05, 0.05)),
    "good at stage 1": lambda random: climbed(random, 1),
    "good up to stage 2": lambda random: climbed(random, 2),
    "nearly at stage 3": lambda random: drawn(random, chances(0.97, 0.95, 0.85, 0.3, 0.1)),
    "fell back": lambda random: drawn(random, chances(0.9, 0.7, 0.6, 0.4, 0.1), stage_since=LONG_AGO, engineers=80),
}
ABOVE: Mapping[str, Kind] = {
    "at stage 3, lately": lambda random: climbed(random, 3, stage_since=LATELY, engineers=30),
    "at stage 3, bedded in": lambda random: climbed(random, 3, stage_since=LONG_AGO, engineers=80),
    "at stage 4, 30 engineers": lambda random: climbed(random, 4, stage_since=LONG_AGO, engineers=30),
    "at stage 4, 80 engineers": lambda random: climbed(random, 4, stage_since=LONG_AGO, engineers=80),
}


@dataclass(frozen=True, kw_only=True)
class Run:
    """How one simulated briefing went."""

    kind: str
    floor: int  #: of the full questionnaire
    same: bool  #: the verdict and the first three are those of the full questionnaire
    asked: int  #: questions, the head count included
    placed: int  #: questions until floor and target were those of the full questionnaire for good

    @property
    def is_within(self) -> bool:
        """The same verdict with at most 60 % of the questions."""
        return self.same and self.asked <= MOST

    @property
    def is_below(self) -> bool:
        """Stands below the default target, as most customers do."""
        return self.floor < BUILT_IN_MODEL.default_target


def simulate(kinds: Mapping[str, Kind], runs: int = RUNS, seed: int = 20260312) -> list[Run]:
    """Simulated briefings of every kind, each held against the full questionnaire."""
    return [run for kind in kinds for run in _simulate(kind, kinds[kind], runs, seed)]


def _simulate(kind: str, draw: Kind, runs: int, seed: int) -> Iterator[Run]:
    random = Random(f"{seed} {kind}")  # noqa: S311  (a simulation, not a secret)
    for _ in range(runs):
        full = draw(random)
        *asked, last = until_settled(blank(BUILT_IN_MODEL, full))
        whole = verdict(plan(assess(BUILT_IN_MODEL, full)))
        moving = [number for number, one in enumerate(asked, start=1) if verdict(one.roadmap)[:2] != whole[:2]]
        same = verdict(last.roadmap) == whole
        yield Run(kind=kind, floor=whole[0], same=same, asked=len(asked), placed=max(moving, default=0))


def distribution(runs: Sequence[Run]) -> str:
    """Of each kind: the share that keeps to 60 %, and how many questions it took how often.

    By hand, from the folder of the tests: `python -c "import test_interview as t; print(t.by_hand())"`.
    """
    return "\n".join(
        _row(kind, [run for run in runs if run.kind == kind]) for kind in dict.fromkeys(r.kind for r in runs)
    )


def _row(kind: str, runs: Sequence[Run]) -> str:
    counts = sorted(Counter(run.asked for run in runs).items())
    said = " ".join(f"{asked}:{times}" for asked, times in counts)
    return f"{kind:26}{_share(runs):5.0%} within {MOST}; mean {_mean(runs):4.1f}; questions:customers {said}"


def _share(runs: Sequence[Run]) -> float:
    return sum(run.is_within for run in runs) / len(runs)


def _mean(runs: Sequence[Run]) -> float:
    return sum(run.asked for run in runs) / len(runs)


def by_hand(runs: int = 300) -> str:
    """The distribution over many more customers than the test has time for."""
    return distribution(simulate({**BELOW, **ABOVE}, runs))


@pytest.fixture(scope="module")
def simulated() -> list[Run]:
    """Every kind of customer, some dozens of each."""
    return simulate({**BELOW, **ABOVE})


def test_the_verdict_is_always_that_of_the_full_questionnaire(simulated: list[Run]) -> None:
    """Floor, target and the first three, for every customer of every kind."""
    assert [run for run in simulated if not run.same] == []


def test_below_the_default_target_sixty_percent_of_the_questions_do(simulated: list[Run]) -> None:
    """In at least 95 % of the runs of every kind; it is all of them, since advice is no step there."""
    for kind in BELOW:
        runs = [run for run in simulated if run.kind == kind and run.is_below]
        assert len(runs) >= RUNS / 3
        assert _share(runs) >= 0.95, distribution(simulated)


def test_from_the_default_target_up_sixty_percent_cannot_do(simulated: list[Run]) -> None:
    """By the model's own rules: all gate practices up to it, one above, and three that are steps are more than 60 %."""
    gates = sum(len(stage.gates) for stage in BUILT_IN_MODEL.stages[: BUILT_IN_MODEL.default_target])
    least = gates + 1 + 3
    assert least > MOST
    above = [run for run in simulated if not run.is_below]
    assert {run.kind for run in above} >= set(ABOVE)
    assert min(run.asked for run in above) >= least, distribution(simulated)


def test_who_stands_at_the_default_target_is_placed_before_the_steps_are_known(simulated: list[Run]) -> None:
    """Where they stand is asked before advice: floor and target are known within 60 % in 95 % of the runs."""
    at_three = [run for run in simulated if run.kind.startswith("at stage 3") and run.floor == 3]
    assert sum(run.placed <= MOST for run in at_three) >= 0.95 * len(at_three), distribution(simulated)


@pytest.mark.parametrize("kind", BELOW)
def test_below_the_default_target_no_question_is_one_too_many(kind: str) -> None:
    """Without any one of the answers the verdict would not be settled."""
    random = Random(kind)  # noqa: S311  (the same)
    for _ in range(8):
        full = BELOW[kind](random)
        *_, last = until_settled(blank(BUILT_IN_MODEL, full))
        if last.roadmap.assessment.floor >= BUILT_IN_MODEL.default_target:
            continue
        for key in last.heard.responses:
            rest = {other: response for other, response in last.heard.responses.items() if other != key}
            without = replace(last, heard=msgspec.structs.replace(last.heard, responses=rest))
            assert not without.interview.settled, key


# ------------------------------------------------------------------ laws


@st.composite
def briefings(draw: st.DrawFn) -> Briefing:
    """A briefing under the built-in model or a drawn one, with some of the answers given in any order."""
    model = draw(st.just(BUILT_IN_MODEL) | models())
    full = draw(engagements(model))
    given = draw(st.sets(st.sampled_from([practice.key for practice in model.asked])))
    briefing = blank(model, full)
    for key in sorted(given):
        briefing = briefing.answered(key)
    return briefing


@given(begun=briefings())
def test_a_settled_verdict_is_that_of_the_full_questionnaire(begun: Briefing) -> None:
    """Whatever was asked before, whatever the model, and whatever is left unasked."""
    *_, last = until_settled(begun)
    assert verdict(last.roadmap) == verdict(plan(assess(begun.model, begun.full)))


@given(begun=briefings(), drawn=st.data())
def test_no_answer_that_is_left_changes_a_settled_verdict(begun: Briefing, drawn: st.DataObject) -> None:
    """Not one of them, nor all together."""
    *_, last = until_settled(begun)
    left = [p.key for p in begun.model.asked if p.key not in last.heard.responses]
    more = drawn.draw(st.fixed_dictionaries({}, optional={key: st.sampled_from(Answer) for key in left}))
    responses = {**last.heard.responses, **{key: Response(answer=answer) for key, answer in more.items()}}
    later = plan(assess(begun.model, msgspec.structs.replace(last.heard, responses=responses)))
    assert verdict(later) == verdict(last.roadmap)


@given(begun=briefings())
def test_while_it_is_not_settled_an_answer_can_change_the_verdict(begun: Briefing) -> None:
    """All that is left in place, or one of them missing, or more engineers than any threshold."""
    left = [p.key for p in begun.model.asked if p.key not in begun.heard.responses]
    engineers = 1_000_000 if begun.heard.engineers is None and not begun.gone else begun.heard.engineers

    def with_answers(answers: Mapping[str, Answer], engineers: int | None = begun.heard.engineers) -> Verdict:
        given = {**begun.heard.responses, **{key: Response(answer=answer) for key, answer in answers.items()}}
        heard = msgspec.structs.replace(begun.heard, responses=given, engineers=engineers)
        return verdict(plan(assess(begun.model, heard)))

    others = [with_answers(dict.fromkeys(left, ALWAYS), engineers), with_answers({}, engineers)]
    others += [with_answers({key: NEVER}) for key in left]
    assert any(other != with_answers({}) for other in others) != bool(begun.interview.settled)


@given(begun=briefings())
def test_the_ceiling_only_comes_down_with_what_is_left(begun: Briefing) -> None:
    """It is given as far as it is decided: what is not asked leaves it where it could still be."""
    *_, last = until_settled(begun)
    full = plan(assess(begun.model, begun.full)).assessment
    assert full.floor <= full.ceiling <= last.roadmap.assessment.ceiling


@given(begun=briefings())
def test_following_the_questions_ends_and_asks_nothing_twice(begun: Briefing) -> None:
    """To the very end, what would complete the picture included."""
    asked: list[str] = []
    while (question := begun.interview.next_question) is not None:
        assert question.practice.key not in {*asked, *begun.heard.responses}
        asked.append(question.practice.key)
        assert len(asked) <= len(begun.model.practices)
        begun = begun.answered(question.practice.key)
    assert begun.interview.settled
    assert begun.interview.expected == 0


@given(begun=briefings())
def test_nothing_above_the_target_is_asked_once_a_blocker_is_proven(begun: Briefing) -> None:
    """And never more than one stage above it; what is settled offers nothing above it either."""
    roadmap = begun.roadmap
    blocked = [stage for stage in roadmap.assessment.stages if stage.gaps or not stage.applicable]
    for question in (*begun.interview.must_ask, *begun.interview.rest):
        stage = begun.model.stage_of[question.practice.key].number
        assert stage <= max(roadmap.target.stage, roadmap.assessment.floor + 1)
        if stage > roadmap.target.stage and not question.practice.computed:
            assert not any(one.stage.number <= stage for one in blocked)


@given(begun=briefings())
def test_lowest_undecided_stage_first(begun: Briefing) -> None:
    """While all that is left could lift them, the next stage's gate is asked; what to invest in comes by stage too."""
    interview, floor = begun.interview, begun.roadmap.assessment.floor
    left = dict.fromkeys([p.key for p in begun.model.asked if p.key not in begun.heard.responses], ALWAYS)
    given = {**begun.heard.responses, **{key: Response(answer=answer) for key, answer in left.items()}}
    engineers = begun.heard.engineers if begun.gone else begun.heard.engineers or 1_000_000
    best = assess(begun.model, msgspec.structs.replace(begun.heard, responses=given, engineers=engineers))
    needed = [question.practice for question in interview.must_ask]
    stages = [begun.model.stage_of[practice.key].number for practice in needed]
    if best.floor > floor:
        assert (stages[0], needed[0].is_gate) == (floor + 1, True)
    else:
        assert [number for number in stages if number <= floor] == sorted(n for n in stages if n <= floor)
        assert [number for number in stages if number > floor] == sorted(n for n in stages if n > floor)
    rest = [begun.model.stage_of[question.practice.key].number for question in interview.rest]
    assert rest == sorted(rest)
    assert all(question.is_needed for question in interview.must_ask)
    assert not any(question.is_needed for question in interview.rest)


@given(begun=briefings())
def test_the_expected_number_lies_between_one_and_all_that_must_be_asked(begun: Briefing) -> None:
    """And is nothing once it is settled."""
    interview = begun.interview
    assert min(1, len(interview.must_ask)) <= interview.expected <= len(interview.must_ask)
    assert bool(interview.settled) == (interview.must_ask == ())
    assert interview.asked == len(begun.heard.responses)


def test_the_expected_number_comes_close() -> None:
    """On average within two questions of what it takes, over a whole briefing."""
    random = Random("expected")  # noqa: S311  (the same)
    off: list[float] = []
    for kind in ("chaotic", "by stage", "good at stage 1"):
        for _ in range(15):
            *asked, _ = until_settled(blank(BUILT_IN_MODEL, BELOW[kind](random)))
            off += [abs(one.interview.expected - (len(asked) - at)) for at, one in enumerate(asked)]
    assert sum(off) / len(off) < 2.5, off


@given(begun=briefings(), drawn=st.data())
def test_what_is_put_off_comes_last_and_stays(begun: Briefing, drawn: st.DataObject) -> None:
    """It settles nothing: the verdict hangs on it as before."""
    before = begun.interview
    put_off = drawn.draw(st.sets(st.sampled_from([practice.key for practice in begun.model.asked])))
    after = plan_questions(begun.roadmap, put_off=put_off)
    assert {q.practice.key for q in after.must_ask} == {q.practice.key for q in before.must_ask}
    assert (after.settled, after.expected) == (before.settled, before.expected)
    flags = [question.practice.key in put_off for question in after.must_ask]
    assert flags == sorted(flags)
    assert [question.why.startswith("We put this off. ") for question in after.must_ask] == flags


# ------------------------------------------------------------------ what is said


def interview_of(answers: Mapping[str, Answer], **facts: object) -> Interview:
    """The interview of a customer with those answers so far, under the built-in model."""
    return plan_questions(plan(assess(BUILT_IN_MODEL, engagement(answers, **facts))))


def test_a_briefing_begins_with_what_would_be_invested_in_first() -> None:
    """Twelve gate practices up to stage three, in the order of the steps."""
    interview = interview_of({})
    keys = [question.practice.key for question in interview.must_ask]
    assert keys[:5] == [
        "every-commit-builds",
        "every-build-runs-tests",
        "failed-build-blocks-deployment",
        "trunk-stays-green",
        "automatic-staging-deployment",
    ]
    assert len(keys) == 12
    assert interview.must_ask[0].why == "Whether you pass stage 1 hangs on this and three more answers."
    assert interview.must_ask[4].why == "Once stage 1 is in place, stage 2 hangs on this and four more answers."
    assert (interview.asked, interview.settled) == (0, "")
    assert {question.practice.is_gate for question in interview.rest} == {False}


def test_three_gaps_in_stage_one_settle_it() -> None:
    """Nothing above changes the first three."""
    interview = interview_of(
        {"every-commit-builds": SOMETIMES, "every-build-runs-tests": NEVER, "failed-build-blocks-deployment": NEVER}
    )
    assert interview.settled == (
        "The gate of stage 1 is closed, and your first three investments are known: no further answer changes that."
    )
    assert interview.next_question is not None
    assert interview.next_question.practice.key == "trunk-stays-green"
    assert interview.next_question.why == "The verdict stands without it; it would complete the picture."


def test_one_gap_leaves_two_investments_to_find() -> None:
    """The stage is decided; what is asked now is asked for the steps."""
    answers = {p.key: ALWAYS for p in BUILT_IN_MODEL.stage(1).gates} | {"every-commit-builds": USUALLY}
    question = interview_of(answers).must_ask[0]
    assert question.practice.key == "automatic-staging-deployment"
    assert question.why == "If it is not in place, it could be your second investment."


def test_a_prerequisite_makes_another_investment_wait() -> None:
    """It is asked for, even where it would not be among the first three itself."""
    answers = {p.key: ALWAYS for p in BUILT_IN_MODEL.stage(1).gates} | {
        "automatic-staging-deployment": NEVER,
        "one-click-rollback": NEVER,
        "staging-represents-production": NEVER,
        "one-click-production": ALWAYS,
    }
    questions = {question.practice.key: question for question in interview_of(answers).must_ask}
    assert questions["immutable-artifact"].why == "If it is not in place, it could be your second investment."


def test_at_stage_three_the_stage_above_is_asked_until_something_blocks_it() -> None:
    """Its gate decides where they stand; after one gap in it only advice below is left to ask."""
    gates = {p.key: ALWAYS for stage in BUILT_IN_MODEL.stages[:3] for p in stage.gates}
    before = interview_of(gates)
    assert before.must_ask[0].practice.key == "slos-agreed-with-business"
    assert before.must_ask[0].why == "Whether you pass stage 4 hangs on this and three more answers."
    after = interview_of(gates | {"slos-agreed-with-business": SOMETIMES})
    assert [question.practice.key for question in after.must_ask] == [
        "daily-trunk-integration",
        "feedback-within-ten-minutes",
        "deploy-on-demand",
        "telemetry-explains-incidents",
        "actionable-alerts",
    ]


def test_the_head_count_is_asked_where_a_platform_team_is_to_be_judged() -> None:
    """A computed practice is a question for its fact; asked in vain, it is not asked again."""
    held = standing_at(BUILT_IN_MODEL, 4) | {"platform-team-as-product": NEVER}
    question = interview_of(held).next_question
    assert question is not None
    assert (question.practice.key, question.fact) == ("critical-mass", "engineers")
    assert question.why == "Whether stage 5 is worth judging hangs on how many product engineers you have."
    roadmap = plan(assess(BUILT_IN_MODEL, engagement(held)))
    assert plan_questions(roadmap, not_known=["critical-mass"]).settled == (
        "The gate of stage 5 is closed, and nothing is left to invest in: no further answer changes that."
    )
    assert "critical-mass" not in {q.practice.key for q in interview_of(standing_at(BUILT_IN_MODEL, 3)).must_ask}


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (
            {p.key: ALWAYS for p in BUILT_IN_MODEL.asked},
            "You have passed every stage, and nothing is left to invest in",
        ),
        (
            {p.key: VOID for p in BUILT_IN_MODEL.asked},
            "No gate practice of stage 1 applies to you, and nothing is left",
        ),
        (
            {p.key: UNKNOWN for p in BUILT_IN_MODEL.asked},
            "The gate of stage 1 can't be proven today, and nothing can be invested in before that",
        ),
        (
            standing_at(BUILT_IN_MODEL, 2) | {"distributed-tracing": ALWAYS},
            "The gate of stage 3 is closed, and both your",
        ),
    ],
)
def test_what_is_settled_says_why(answers: dict[str, Answer], said: str) -> None:
    """In a sentence for the room."""
    assert interview_of(answers, engineers=60).settled.startswith(said)
