"""What moved between two engagements is told apart from what only looks like a move."""

from datetime import date

import pytest
from histories import histories
from hypothesis import given, settings
from msgspec.structs import replace

from maturity import Answer, Engagement, Grade, Response, assess, built_in_model
from maturity.assessment import Assessment
from maturity.before_after import Kind, before_and_after, floor_alike, told_apart
from maturity.columns import columns_of
from maturity.trends.changes import Change, count_changes
from maturity.trends.judged import floors_alike, judge

MODEL = built_in_model()
FIRST = [practice.key for practice in MODEL.stage(1).gates]


def held(year: int, responses: dict[str, Response], **facts: object) -> Assessment:
    """A fictional customer's assessment in March of that year."""
    never = {practice.key: Response(answer=Answer.NEVER) for practice in MODEL.asked if practice.key not in FIRST}
    engagement = Engagement(customer="Kora Health", held_on=date(year, 3, 2), engineers=30, responses=never | responses)
    return assess(MODEL, replace(engagement, **facts))


def all_of(answer: Answer, grade: Grade = Grade.CLAIMED) -> dict[str, Response]:
    """The gate practices of stage 1, answered alike."""
    return {key: Response(answer=answer, grade=grade) for key in FIRST}


def test_a_real_move_is_called_like_for_like() -> None:
    """Asked both times, known in the same way: the stage moved."""
    told = before_and_after(held(2025, all_of(Answer.USUALLY)), held(2026, all_of(Answer.ALWAYS)))
    assert told.headline == "Kora Health stood before stage 1 on 2 March 2025, and stands at stage 1 today."
    assert told.alike.startswith("That is like for like")
    assert [move.kind for move in told.moves] == [Kind.BETTER] * 4
    assert (told.stages[0].compared, told.stages[0].before, told.stages[0].after) == (4, 0, 4)
    assert told_apart(told) == []


@pytest.mark.parametrize(
    ("later", "kind", "reason"),
    [
        (all_of(Answer.ALWAYS, Grade.MEASURED), Kind.GRADE, "Four answers known in another way than then"),
        ({}, Kind.ONCE, "Four answers known only once"),
        (all_of(Answer.NOT_APPLICABLE), Kind.APPLIES, "Four answers to what began or ceased to apply"),
    ],
)
def test_what_only_looks_like_a_move_is_named_as_what_it_is(
    later: dict[str, Response], kind: Kind, reason: str
) -> None:
    """Another grade, an answer known only once, or what ceased to apply is not progress."""
    told = before_and_after(held(2025, all_of(Answer.NEVER)), held(2026, later))
    assert {move.kind for move in told.moves} == {kind}
    assert told_apart(told)[0].startswith(reason)
    assert not told.of(Kind.BETTER, Kind.WORSE)


def test_a_better_grade_does_not_move_the_stage_like_for_like() -> None:
    """What is now measured to be always was perhaps so before: like for like they stand where they stood."""
    before, after = held(2025, all_of(Answer.USUALLY)), held(2026, all_of(Answer.ALWAYS, Grade.MEASURED))
    assert after.floor == 1
    assert floor_alike(before, after) == 0
    assert before_and_after(before, after).alike.startswith("Like for like it would stand before stage 1")


def test_a_lost_practice_is_worse() -> None:
    """Going back is told as plainly as going on."""
    told = before_and_after(held(2025, all_of(Answer.ALWAYS)), held(2026, all_of(Answer.SOMETIMES)))
    assert [move.kind for move in told.moves] == [Kind.WORSE] * 4
    assert (told.moves[0].before, told.moves[0].after) == ("always (said)", "sometimes (said)")


def test_another_model_is_named_and_nothing_is_called_progress() -> None:
    """Answers to other questions can't be compared, only judged by today's rules."""
    old = replace(MODEL, version="0.9")
    then = assess(old, held(2025, all_of(Answer.USUALLY)).engagement)
    told = before_and_after(then, held(2026, all_of(Answer.ALWAYS)))
    assert told.alike.startswith("The model is another than then (version 0.9, now 1.0.0)")
    assert {move.kind for move in told.moves} == {Kind.MODEL}
    assert told.compared == 0


@settings(max_examples=20)
@given(histories(most=3))
def test_it_says_of_one_customer_what_the_trends_say_of_all(customers: list[list[Engagement]]) -> None:
    """Like for like is one rule: where they would stand, and how many answers differ for which reason."""
    rows = [one for history in customers for one in history]
    judged = judge(MODEL, columns_of(MODEL, rows))
    assessments = [assess(MODEL, one) for one in rows]
    pairs = [
        (assessments[at], assessments[at + 1])
        for at in range(len(rows) - 1)
        if rows[at].customer == rows[at + 1].customer
    ]
    assert [floor_alike(*pair) for pair in pairs] == list(floors_alike(judged))
    counted = count_changes(judged)
    kinds = [move.kind for pair in pairs for move in before_and_after(*pair).moves]
    for change, mine in ((Change.ONCE, {Kind.ONCE}), (Change.GRADE, {Kind.GRADE})):
        assert counted.total(change=change) == sum(kind in mine for kind in kinds)
