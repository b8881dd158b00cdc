"""What the practice map says of every practice."""

from collections import Counter

from drawings import EVERY, MODEL, gaps, model_of, roadmap_of, words_in

from maturity.charts.practice_map import practice_map_facts, practice_map_figure, practice_map_svg
from maturity.model import Answer, Grade, Kind


def test_the_sentence_counts_every_answer() -> None:
    """The text equivalent counts the practices by answer, in the model's words."""
    facts = practice_map_facts(roadmap_of(gaps(), engineers=12))
    assert facts.sentence == (
        "Answers on 25 practices at Kora Health: 3 always, 1 usually, 1 sometimes, 3 never, 16 not known "
        "and 1 does not apply."
    )


def test_every_practice_has_one_cell_in_its_stage_gates_first() -> None:
    """Nothing is left out, and what only is advised comes after what a gate hangs on."""
    facts = practice_map_facts(EVERY["skipped"])
    assert [len(column.cells) for column in facts.columns] == [len(stage.practices) for stage in MODEL.stages]
    for column in facts.columns:
        kinds = [cell.kind for cell in column.cells]
        assert kinds == sorted(kinds, key=lambda kind: kind is Kind.ADVICE)


def test_only_what_is_known_has_a_grade() -> None:
    """An unknown was not even said; a head count is measured."""
    cells = [cell for column in practice_map_facts(EVERY["skipped"]).columns for cell in column.cells]
    assert {cell.grade for cell in cells if cell.answer in {Answer.UNKNOWN, Answer.NOT_APPLICABLE}} == {None}
    assert next(cell for cell in cells if cell.name == "Critical mass of product engineers").grade is Grade.MEASURED


def test_the_table_holds_every_practice() -> None:
    """The numbers behind the picture: practice, stage, kind, answer and how it is known."""
    rows = practice_map_facts(EVERY["skipped"]).table.rows
    assert len(rows) == len(MODEL.practices)
    assert ("Every build runs tests", "1 Builds and tests", "gate", "Usually", "said") in rows
    assert ("Work reaches trunk daily", "1 Builds and tests", "advice", "Does not apply", "–") in rows


def test_the_picture_names_every_practice_and_its_legend() -> None:
    """Every practice, every answer's word and every grade's word can be read in it."""
    words = words_in(practice_map_svg(practice_map_facts(EVERY["skipped"])))
    for practice in MODEL.practices.values():
        assert practice.name in words
    for word in (*MODEL.words.answers.values(), *MODEL.words.grades.values(), "gate practice", "advice"):
        assert word in words


def test_many_stages_stand_in_several_rows() -> None:
    """At most five stages stand side by side; the others below them."""
    few, many = (practice_map_svg(practice_map_facts(roadmap_of(model=model_of(count)))) for count in (5, 8))
    assert few.count("viewBox") == many.count("viewBox") == 2
    assert words_in(many).count("Not proven") == 8


def test_the_figure_has_a_marker_for_every_practice() -> None:
    """The interactive picture holds the same answers."""
    facts = practice_map_facts(EVERY["skipped"])
    spec = practice_map_figure(facts)
    tally = Counter(facts.answers[cell.answer] for column in facts.columns for cell in column.cells)
    assert {trace["name"]: len(trace["x"]) for trace in spec["data"]} == tally
