"""The sentences say what the model says."""

from datetime import date

import pytest
from msgspec.structs import replace

from maturity import Answer, Engagement, Response, assess, built_in_model, plan
from maturity import narrative as say
from maturity.model import Grade
from maturity.roadmap import Roadmap
from maturity.traps import find_traps

MODEL = built_in_model()
HELD = date(2026, 3, 12)


def answered(upto: int, rest: Answer = Answer.NEVER, **facts: object) -> Engagement:
    """An engagement with every asked practice up to a stage in place, and the same answer above it."""
    responses = {
        practice.key: Response(answer=Answer.ALWAYS if MODEL.stage_of[practice.key].number <= upto else rest)
        for practice in MODEL.asked
    }
    return replace(Engagement(customer="Baobab Pay", held_on=HELD, engineers=30, responses=responses), **facts)


def answering(engagement: Engagement, answers: dict[str, Answer]) -> Engagement:
    """The engagement with other answers to some practices."""
    changed = {key: Response(answer=answer) for key, answer in answers.items()}
    return replace(engagement, responses={**engagement.responses, **changed})


def planned(engagement: Engagement) -> Roadmap:
    """The roadmap of an engagement under the built-in model."""
    return plan(assess(MODEL, engagement))


@pytest.mark.parametrize(
    ("engagement", "line"),
    [
        pytest.param(
            answered(0),
            "Get to stage 3, observability. First: every commit builds; second: every build runs tests; "
            "third: a failed build blocks deployment.",
            id="from nothing",
        ),
        pytest.param(
            Engagement(customer="Baobab Pay", held_on=HELD),
            "Get to stage 3, observability. Settle the 17 open questions before you invest in anything.",
            id="all unknown",
        ),
        pytest.param(
            answered(3, stage_since=date(2025, 9, 1)),
            "You are done here; stop investing in this. Evaluate stage 4 on 1 September 2026.",
            id="holding with nothing left to do",
        ),
        pytest.param(
            answered(3, stage_since=date(2024, 9, 1)),
            "You are ready to evaluate stage 4, reliability engineering. Judge whether it is worth "
            "3 to 4.5 engineer-weeks, then 10 to 20 % of every plan.",
            id="bedded in",
        ),
        pytest.param(answered(4), "You are done here; stop investing in this.", id="done"),
        pytest.param(
            answering(answered(4), {"burn-rate-alerts": Answer.NEVER}),
            "Stay at stage 4, reliability engineering. One step is left: burn-rate alerts.",
            id="one step left",
        ),
        pytest.param(
            answering(answered(4), {"burn-rate-alerts": Answer.NEVER, "deploy-on-demand": Answer.SOMETIMES}),
            "Stay at stage 4, reliability engineering. Two steps are left. "
            "First: can ship on demand; second: burn-rate alerts.",
            id="two steps left",
        ),
    ],
)
def test_the_bottom_line_says_what_to_do(engagement: Engagement, line: str) -> None:
    """A line for each verdict, with the investments named in order."""
    assert say.bottom_line(planned(engagement)) == line


def test_where_nothing_is_to_be_invested_the_index_says_why() -> None:
    """Done, or questions to settle first; nothing is said where there are steps."""
    assert say.nothing_to_invest(planned(answered(4))) == "Nothing: they are done here"
    assert say.nothing_to_invest(planned(answered(0, Answer.UNKNOWN))) == "Settle the 17 open questions first"
    assert say.nothing_to_invest(planned(answered(0))) == ""


def test_nobody_stands_at_stage_zero() -> None:
    """A customer whose first gate is not open is said to be before it."""
    assert say.standing(assess(MODEL, answered(0))) == "Baobab Pay has not passed the gate of stage 1 yet."
    assert say.standing(assess(MODEL, answered(2))) == "Baobab Pay stands at stage 2, automated deployment."


def test_the_interval_is_told_only_where_something_is_not_known() -> None:
    """An unknown is neither a yes nor a no, and the sentence says so."""
    open_ended = answered(2, Answer.UNKNOWN)
    assert "as high as stage 4: seven gate practices up to there are not known" in say.interval(
        assess(MODEL, open_ended)
    )
    assert say.interval(assess(MODEL, answered(2))) == ""


def test_a_stage_that_is_only_unproven_is_not_called_skipped() -> None:
    """Unknown is never no."""
    unproven = Engagement(customer="X", held_on=HELD, responses={"distributed-tracing": Response(answer=Answer.ALWAYS)})
    said = say.skipped_sentences(assess(MODEL, unproven))
    assert said[0] == "Stage 1 is not proven, though practices of stage 3 are in place."
    assert not any("skipped" in sentence for sentence in said)


def test_a_closed_stage_under_practices_in_place_is_called_skipped() -> None:
    """The gate is closed and something above it is in place."""
    logs = {"structured-logs": Response(answer=Answer.ALWAYS)}
    skipped = replace(answered(0), responses={**answered(0).responses, **logs})
    assert say.skipped_sentences(assess(MODEL, skipped)) == (
        "Stage 1 is skipped: its gate is closed, while practices of stage 3 are in place.",
        "Stage 2 is skipped: its gate is closed, while practices of stage 3 are in place.",
    )


def test_a_contradiction_says_both_what_was_said_and_what_was_found() -> None:
    """Measured beats claimed, and never silently."""
    response = Response(answer=Answer.SOMETIMES, grade=Grade.MEASURED, claimed=Answer.ALWAYS)
    held = replace(answered(0), responses={"every-commit-builds": response})
    assessment = assess(MODEL, held)
    (found,) = say.contradictions(assessment)
    assert found[1] == "said always; measured: sometimes"
    (trap,) = (hit for hit in find_traps(assessment) if hit.trap.key == "ci-in-name-only")
    assert trap.because == ("every-commit-builds",)
    assert say.answer_shown(assessment, "every-commit-builds") == "sometimes (measured; said: always)"


def test_the_pace_says_what_was_assumed() -> None:
    """Dates without a head count say that it is not known."""
    known = planned(answered(0)).pace
    assert say.pace_sentence(known).startswith(
        "The dates are estimates: they count on 5 % of 30 product engineers' time"
    )
    assert "5 % of one product engineer's time" in say.pace_sentence(planned(answered(0, engineers=1)).pace)
    unknown = planned(answered(0, engineers=None)).pace
    assert say.pace_sentence(unknown).startswith("The head count is not known, so the dates are estimates")


def test_what_is_not_known_below_comes_before_any_investment_above() -> None:
    """A known gap of stage 3 waits for the questions of stages 1 and 2."""
    partly = Engagement(customer="X", held_on=HELD, responses={"structured-logs": Response(answer=Answer.NEVER)})
    assert say.bottom_line(planned(partly)) == (
        "Get to stage 3, observability. Settle what is not known of stages 1 and 2; then invest. "
        "First: structured logs in one place."
    )


def test_the_headline_never_turns_an_unknown_into_a_no() -> None:
    """Where more is possible than is proven, the sentence says that it is not proven."""
    nothing = Engagement(customer="X", held_on=HELD)
    assert say.standing(assess(MODEL, nothing)) == (
        "What is known does not prove yet that X has passed the gate of stage 1."
    )
    assert say.standing(assess(MODEL, answered(2, Answer.UNKNOWN))) == (
        "Baobab Pay stands at least at stage 2, automated deployment."
    )


def test_dates_say_what_they_do_not_count() -> None:
    """Known steps with open gate practices beside them: each of those may add one."""
    logs = {"structured-logs": Response(answer=Answer.NEVER)}
    partly = planned(Engagement(customer="X", held_on=HELD, responses=logs))
    assert say.dates_caveat(partly) == (
        "The dates count only what is known. Each of the 11 open gate practices, should its answer not be “always”, "
        "adds a step."
    )
    assert say.dates_caveat(planned(answered(0))) == ""
