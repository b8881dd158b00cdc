"""Where the staircase puts a customer, and what it says of it."""

from datetime import date
from itertools import combinations, product

from drawings import (
    EVERY,
    MODEL,
    extent,
    forms,
    gaps,
    in_place,
    model_of,
    partly,
    roadmap_of,
    text_boxes,
    words_in,
)

from maturity.assessment import Gate
from maturity.charts.staircase import StaircaseFacts, staircase_facts, staircase_figure, staircase_svg
from maturity.engagement import Response
from maturity.model import Answer


def test_the_sentence_tells_floor_open_questions_ceiling_and_target() -> None:
    """The text equivalent holds the numbers of the picture."""
    facts = staircase_facts(roadmap_of({**partly(), "slos-agreed-with-business": Response(answer=Answer.NEVER)}))
    assert (facts.floor, facts.ceiling, facts.questions, facts.target) == (2, 3, 2, 3)
    assert facts.sentence == (
        "Kora Health stands at least at stage 2 of 5; "
        "two gate practices that are not known could lift that to stage 3; the target is stage 3."
    )


def test_who_stands_before_stage_one_stands_on_the_ground() -> None:
    """Stage 0 is not a step: the marker stands before the first one, and nothing known is not a no."""
    facts = staircase_facts(EVERY["nothing known"])
    assert facts.floor == 0
    assert facts.sentence.startswith("Kora Health is not proven past stage 1 of 5; ")
    assert [stair.gate for stair in facts.stairs] == [Gate.UNPROVEN] * 5
    assert not any(stair.is_reached for stair in facts.stairs)
    assert "Proven so far" in words_in(staircase_svg(facts))


def test_skipped_is_said_only_of_a_closed_gate() -> None:
    """A stage that is closed below practices in place is skipped; one that is not proven is not called so."""
    facts = staircase_facts(roadmap_of(gaps()))
    assert [stair.skipped for stair in facts.stairs] == ["skipped", "skipped", "", "", ""]
    assert "; stages 1 and 2 skipped; " in facts.sentence
    unsure = staircase_facts(roadmap_of({**partly(), "error-budget-policy": Response(answer=Answer.ALWAYS)}))
    assert unsure.stairs[2].gate is Gate.UNPROVEN
    assert [stair.skipped for stair in unsure.stairs] == ["", "", "", "", ""]
    assert "skipped" not in unsure.sentence


def test_a_step_counts_gate_practices_in_place_of_those_that_apply() -> None:
    """Advice is not counted, and what does not apply is not asked for."""
    stairs = staircase_facts(roadmap_of(gaps())).stairs
    assert [(stair.held, stair.applicable) for stair in stairs] == [(1, 4), (1, 5), (1, 3), (0, 4), (0, 3)]
    stage = MODEL.stages[2]
    void = {practice.key: Response(answer=Answer.NOT_APPLICABLE, note="none") for practice in stage.gates}
    assert staircase_facts(roadmap_of(void)).stairs[2].in_place == "none applies"


def test_practices_above_the_floor_are_banked() -> None:
    """What is in place above the achieved stage is shown on its step; what is achieved is not banked."""
    stairs = staircase_facts(EVERY["stage 2 with unknowns"]).stairs
    assert [stair.banked for stair in stairs] == [0, 0, 1, 0, 0]


def test_the_target_sign_says_what_to_do() -> None:
    """Hold comes with its date, stay and evaluate with their words."""
    held = roadmap_of(in_place(MODEL, 3), since=date(2025, 9, 1))
    assert staircase_facts(held).verdict == "Hold until 1 Sep 2026"
    assert staircase_facts(held).sentence.endswith("the advice is to hold stage 3 until 1 Sep 2026.")
    assert staircase_facts(EVERY["done"]).sentence == (
        "Kora Health stands at stage 4 of 5; stage 4 is the place to stay."
    )
    assert staircase_facts(EVERY["evaluate"]).verdict == "Evaluate"


def test_the_picture_shows_every_stage_with_its_gate_in_words() -> None:
    """Number, short name, gate and practices in place stand on every step: colour is never the only carrier."""
    roadmap = EVERY["stage 2 with unknowns"]
    words = words_in(staircase_svg(staircase_facts(roadmap)))
    for stair in staircase_facts(roadmap).stairs:
        for said in (str(stair.number), stair.name, stair.gate_word, stair.in_place):
            assert said in words
    for said in ("Proven so far", "Could be here,", "Target: stage 3", "Get there", "1 banked"):
        assert said in words


def test_a_model_of_any_number_of_stages_is_drawn() -> None:
    """From one step to more than stairs can show, every stage is there."""
    for stages in (1, 2, 7, 9, 30):
        facts = staircase_facts(roadmap_of(model=model_of(max(stages, 3))))
        words = words_in(staircase_svg(facts))
        assert all(f"{stair.number}" in words for stair in facts.stairs)


def test_the_figure_has_a_bar_for_every_stage() -> None:
    """The interactive picture shows the same steps."""
    spec = staircase_figure(staircase_facts(EVERY["skipped"]))
    assert sorted(height for trace in spec["data"] for height in trace["y"]) == [1, 2, 3, 4, 5]
    assert [note["text"] for note in spec["layout"]["annotations"]] == ["You are here", "Target: stage 3 · Get there"]


def imagined_from(floor: int, ceiling: int, would: int, since: date | None = None) -> StaircaseFacts:
    """The facts of a customer between two stages, were everything in place up to a third."""
    engineers = 80 if 5 in {ceiling, would} else 30
    gaps_above = {p.key: Response(answer=Answer.NEVER) for p in MODEL.asked if MODEL.stage_of[p.key].number > ceiling}
    today = {**gaps_above, **in_place(MODEL, floor)}
    roadmap = roadmap_of(today, engineers=engineers, since=since)
    return staircase_facts(roadmap, roadmap_of({**today, **in_place(MODEL, would)}, engineers=engineers))


def test_what_is_imagined_is_outlined_and_said() -> None:
    """A sign, an outline on every step that would be passed, a column, and a part of the sentence."""
    facts = imagined_from(1, 1, 3)
    assert (facts.floor, facts.imagined) == (1, 3)
    assert [stair.is_imagined for stair in facts.stairs] == [False, True, True, False, False]
    assert facts.sentence.endswith("; with what is imagined in place it would stand at stage 3.")
    assert facts.table.header[-1] == "Imagined"
    assert [row[-1] for row in facts.table.rows] == ["passed"] * 3 + ["not passed"] * 2
    for drawing in forms(staircase_svg(facts)):
        words = " ".join(drawing.itertext())
        assert "Would be here" in words
        assert "You are here" in words
    assert "Would be here" in [note["text"] for note in staircase_figure(facts)["layout"]["annotations"]]


def test_what_would_change_nothing_has_no_sign() -> None:
    """The sentence says that they would stand where they do."""
    facts = imagined_from(1, 1, 1)
    assert "Would be here" not in words_in(staircase_svg(facts))
    assert facts.sentence.endswith("; with what is imagined in place it would stand at stage 1.")
    assert not any(stair.is_imagined for stair in facts.stairs)
    nowhere = staircase_facts(roadmap_of({}), roadmap_of({}))
    assert nowhere.sentence.endswith("; with what is imagined in place it would not be past the gate of stage 1.")


def test_no_word_of_the_imagined_covers_another() -> None:
    """Wherever floor, ceiling, target and what is imagined meet, in both forms."""
    for floor in range(5):
        for ceiling, would in product(range(floor, 6), range(floor + 1, 6)):
            for since in (None, date(2020, 1, 1)):
                facts = imagined_from(floor, ceiling, would, since)
                assert (facts.floor, facts.imagined) == (floor, would)
                for drawing in forms(staircase_svg(facts)):
                    frame, boxes = extent(drawing), text_boxes(drawing)
                    assert [words for words, box in boxes if box.x < -0.5 or box.right > frame.right + 0.5] == []
                    assert [words for words, box in boxes if box.y < 0 or box.bottom > frame.bottom] == []
                    assert [(one, other) for (one, a), (other, b) in combinations(boxes, 2) if a.meets(b)] == []


def test_without_a_what_if_nothing_is_imagined() -> None:
    """The picture, sentence and table are those of the customer as they stand."""
    for roadmap in EVERY.values():
        facts = staircase_facts(roadmap)
        assert facts.imagined is None
        assert "imagined" not in facts.sentence
        assert "Imagined" not in facts.table.header
        assert "Would be here" not in words_in(staircase_svg(facts))
