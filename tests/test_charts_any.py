"""Whatever a customer says, under whatever model, every picture can be drawn."""

from itertools import combinations

from drawings import extent, forms, text_boxes
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import BUILT_IN_MODEL, TODAY, engagements, full_engagements, models

from maturity.assessment import assess
from maturity.charts import KEYS, draw
from maturity.engagement import Engagement
from maturity.model import Model
from maturity.roadmap import plan


@st.composite
def judged(draw_one: st.DrawFn) -> tuple[Model, Engagement]:
    """A model with an engagement of its own, or the built-in one with hostile text wherever text can stand."""
    if draw_one(st.booleans()):
        return BUILT_IN_MODEL, replace(draw_one(full_engagements()), held_on=TODAY)
    model = draw_one(models())
    return model, draw_one(engagements(model))


@settings(max_examples=40)
@given(judged())
def test_every_picture_can_be_drawn_and_keeps_its_words_apart(pair: tuple[Model, Engagement]) -> None:
    """Neither a rare number nor a rare model breaks a picture, clips a word or lays one over another."""
    model, engagement = pair
    roadmap = plan(assess(model, engagement))
    for key in KEYS:
        picture = draw(key, roadmap)
        if picture is None:
            continue
        for drawing in forms(picture.svg):
            frame, boxes = extent(drawing), text_boxes(drawing)
            assert all(box.x >= -0.5 and box.right <= frame.right + 0.5 for _, box in boxes)
            assert all(box.y >= 0 and box.bottom <= frame.bottom for _, box in boxes)
            assert [(one, other) for (one, a), (other, b) in combinations(boxes, 2) if a.meets(b)] == []
