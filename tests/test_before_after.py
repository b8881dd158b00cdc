"""What moved between two engagements is told apart from what only looks like a move."""

from datetime import date

import pytest
from histories import histories
from hypothesis import given, settings
from msgspec.structs import replace

from maturity import Answer, Engagement, Grade, Response, assess, built_in_model
from maturity.assessment import Assessment
from maturity.before_after import Kind, before_and_after, floor_alike, moved_since, told_apart, unmoved, why_apart
from maturity.columns import columns_of
from maturity.language import speaking
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


def test_an_answer_to_what_todays_model_does_not_ask_is_named_and_moves_nothing() -> None:
    """The earlier engagement was asked under another model: what fits is judged by today's, the rest stands apart."""
    then = held(2025, all_of(Answer.USUALLY)).engagement
    strange = {
        "weekly-build-report": Response(answer=Answer.ALWAYS),
        "critical-mass": Response(answer=Answer.NEVER),
        "nothing-known": Response(answer=Answer.UNKNOWN),
    }
    asked = replace(
        then, responses={**then.responses, **strange}, signals={"runs-cobol": True, "runs-kubernetes": True}
    )
    asked = replace(asked, voices={"weekly-build-report": {"Ada": Answer.NEVER, "Obi": Answer.ALWAYS}})
    told = moved_since(asked, held(2026, all_of(Answer.ALWAYS)))
    assert [(one.name, one.before) for one in told.strangers] == [
        ("Critical mass of product engineers", "never (said)"),
        ("Weekly build report", "always (said)"),
    ]
    assert [move.kind for move in told.moves] == [Kind.BETTER] * 4
    apart = "Critical mass of product engineers (never (said)); Weekly build report (always (said))."
    assert told_apart(told) == [f"Two answers given under another model, to what today's does not ask: {apart}"]


def test_voices_and_signals_do_not_count() -> None:
    """Only what was agreed to be the answer is compared."""
    voices = {FIRST[0]: {"Ada": Answer.NEVER, "Obi": Answer.ALWAYS}}
    before = held(2025, all_of(Answer.USUALLY), voices=voices, signals={"runs-kubernetes": True})
    told = moved_since(before.engagement, held(2026, all_of(Answer.USUALLY), signals={"runs-kubernetes": False}))
    assert told.moves == ()
    assert unmoved(told) == "No answer moved among the 24 practices that can be compared."


def test_where_nothing_can_be_compared_that_is_said() -> None:
    """Nothing was known the first time: nothing moved, and nothing stayed."""
    then = Engagement(customer="Kora Health", held_on=date(2025, 3, 2))
    told = moved_since(then, held(2026, all_of(Answer.ALWAYS)))
    assert unmoved(told) == "No answer can be compared."
    assert told.apart == told.of(Kind.ONCE)
    assert why_apart(Kind.ONCE) == "known only once"
    assert why_apart(Kind.BETTER) == ""


def test_what_was_gained_and_lost_adds_up() -> None:
    """Of a stage's practices some are in place now that were not, and the other way round."""
    mixed = all_of(Answer.ALWAYS) | {FIRST[0]: Response(answer=Answer.NEVER)}
    before = all_of(Answer.ALWAYS) | {key: Response(answer=Answer.SOMETIMES) for key in FIRST[2:]}
    stage = before_and_after(held(2025, before), held(2026, mixed)).stages[0]
    assert (stage.before, stage.after, stage.gained, stage.lost) == (2, 3, 2, 1)


def test_what_moved_is_told_in_the_language_that_is_spoken() -> None:
    """Whole sentences, with their own plural."""
    before, after = held(2025, all_of(Answer.USUALLY)), held(2026, all_of(Answer.ALWAYS, Grade.SHOWN))
    with speaking("fr"):
        told = before_and_after(before, after)
        apart = told_apart(told)
    assert told.headline.startswith("Kora Health se trouvait avant le stade 1 le 2 mars 2025")
    assert told.alike.startswith("À périmètre égal, l’entreprise se situerait avant le stade 1\N{NO-BREAK SPACE}:")
    assert apart[0].startswith("4 réponses connues autrement qu’alors\N{NO-BREAK SPACE}: ")


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
