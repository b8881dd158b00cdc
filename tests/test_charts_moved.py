"""The picture of what moved: the practices that can be compared, in place then and now."""

from datetime import date
from itertools import combinations

from drawings import extent, forms, parsed, text_boxes, words_in
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import engagements, models

from maturity import Answer, Engagement, Grade, Response, assess, built_in_model
from maturity.before_after import BeforeAfter, moved_since
from maturity.charts import draw_moved, figure
from maturity.charts.moved import moved_facts
from maturity.language import speaking
from maturity.model import Model

MODEL = built_in_model()
GATES = [[gate.key for gate in MODEL.stage(number).gates] for number in (1, 2)]


def moved(before: dict[str, Answer], after: dict[str, Answer], *, grade: Grade = Grade.CLAIMED) -> BeforeAfter:
    """What moved between two briefings of a fictional customer, the second known in that way."""
    then = {key: Response(answer=answer) for key, answer in before.items()}
    now = {key: Response(answer=answer, grade=grade) for key, answer in after.items()}
    held = Engagement(customer="Kora Health", held_on=date(2026, 3, 2), responses=now, fictional=True)
    return moved_since(replace(held, held_on=date(2025, 1, 20), responses=then), assess(MODEL, held))


def gained_and_lost() -> BeforeAfter:
    """Stage 1: one kept, two gained, one lost. Stage 2: one that moved, and is not in place either time."""
    first = GATES[0]
    before = {first[0]: Answer.ALWAYS, first[1]: Answer.NEVER, first[2]: Answer.USUALLY, first[3]: Answer.ALWAYS}
    after = {first[0]: Answer.ALWAYS, first[1]: Answer.ALWAYS, first[2]: Answer.ALWAYS, first[3]: Answer.NEVER}
    return moved({**before, GATES[1][0]: Answer.NEVER}, {**after, GATES[1][0]: Answer.USUALLY})


def test_the_facts_count_what_can_be_compared() -> None:
    """A stage with nothing to compare is left out; the sentence and the table hold the same numbers."""
    facts = moved_facts(gained_and_lost())
    assert [(stage.number, stage.compared) for stage in facts.stages] == [(1, 4), (2, 1)]
    assert facts.sentence == (
        "Of the 5 gate practices that can be compared, in place: 2 on 20 January 2025, 3 on 2 March 2026."
    )
    assert facts.table.rows == (("1 Builds and tests", "4", "2", "3"), ("2 Deployment", "1", "0", "0"))
    assert facts.table.header[2:] == ("In place on 20 Jan 2025", "In place on 2 Mar 2026")


def test_what_is_known_in_another_way_now_is_not_in_the_picture() -> None:
    """Measured now, said then: no like for like, so no picture."""
    every = dict.fromkeys(GATES[0], Answer.ALWAYS)
    assert draw_moved(moved(dict.fromkeys(GATES[0], Answer.NEVER), every, grade=Grade.MEASURED)) is None
    assert draw_moved(moved({}, every)) is None


def test_every_practice_is_a_box_that_no_colour_alone_tells_apart() -> None:
    """In place has a tick, lost has a cross, the key says what they mean, and the counts stand beside them."""
    picture = draw_moved(gained_and_lost())
    assert picture is not None
    said = words_in(picture.svg)
    assert "2 of 4 3 of 4" in said
    assert "2 gained, 1 lost" in said
    assert "in place not in place no longer in place" in said
    wide = next(forms(picture.svg))
    strokes = [path.get("class", "") for path in wide.iter("{http://www.w3.org/2000/svg}path")]
    assert {"s-on-accent", "s-warm"} <= set(strokes), "ticks and crosses"


def test_a_picture_without_a_loss_does_not_explain_losses() -> None:
    """The key holds only what is there."""
    picture = draw_moved(moved(dict.fromkeys(GATES[0], Answer.NEVER), dict.fromkeys(GATES[0], Answer.ALWAYS)))
    assert picture is not None
    assert "no longer" not in picture.svg


def test_the_figure_is_what_plotly_makes_of_it() -> None:
    """Two bars a stage, in the counts of the facts."""
    picture = draw_moved(gained_and_lost())
    assert picture is not None
    made = figure(picture.figure).to_plotly_json()
    assert [list(bars["x"]) for bars in made["data"]] == [[2, 0], [3, 0]]
    assert [bars["name"] for bars in made["data"]] == ["20 Jan 2025", "2 Mar 2026"]


@st.composite
def histories(draw: st.DrawFn) -> tuple[Model, BeforeAfter]:
    """What moved between two engagements under any model."""
    model = draw(models())
    before, after = draw(engagements(model)), draw(engagements(model))
    after = replace(after, held_on=date(2026, 9, 30))
    return model, moved_since(replace(before, held_on=date(2025, 9, 30)), assess(model, after))


@settings(max_examples=40)
@given(histories(), st.sampled_from(["en", "fr"]))
def test_every_picture_keeps_its_words_inside_and_apart(drawn: tuple[Model, BeforeAfter], language: str) -> None:
    """However many practices a stage has, however long its name: no word is clipped or covered."""
    with speaking(language):
        picture = draw_moved(drawn[1])
    if picture is None:
        return
    assert parsed(picture.svg) is not None
    for drawing in forms(picture.svg):
        frame, boxes = extent(drawing), text_boxes(drawing)
        assert all(box.x >= -0.5 and box.right <= frame.right + 0.5 for _, box in boxes)
        assert all(box.y >= 0 and box.bottom <= frame.bottom for _, box in boxes)
        assert [(one, other) for (one, a), (other, b) in combinations(boxes, 2) if a.meets(b)] == []
