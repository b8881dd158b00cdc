"""When the timeline says that steps are done, and on what that rests."""

from dataclasses import replace
from datetime import date
from itertools import combinations

from drawings import EVERY, HELD_ON, MODEL, forms, gaps, in_place, roadmap_of, text_boxes, words_in

from maturity.charts.timeline import timeline_facts, timeline_figure, timeline_svg
from maturity.engagement import Response
from maturity.model import Answer


def test_bars_are_the_steps_in_order_with_their_ranges() -> None:
    """Each bar holds its step's own dates; the first three stand out."""
    roadmap = EVERY["skipped"]
    bars = timeline_facts(roadmap).bars
    assert [(bar.rank, bar.name, bar.starts, bar.ends) for bar in bars] == [
        (rank, step.practice.name, step.starts, step.ends) for rank, step in enumerate(roadmap.steps, start=1)
    ]
    assert [bar.is_urgent for bar in bars] == [True, True, True, False]


def test_the_sentence_says_that_it_is_an_estimate_and_at_what_pace() -> None:
    """The share of time and the head count that the dates rest on are stated, with the range of the last end."""
    facts = timeline_facts(roadmap_of(gaps(), engineers=12))
    assert facts.sentence == (
        "Estimate at 5 % of 12 product engineers' time: four steps for Kora Health, starting with “Every build runs "
        "tests”, done between 27 Apr 2026 and 6 Jul 2026."
    )
    assert facts.pace in words_in(timeline_svg(facts))


def test_a_large_company_is_told_how_many_of_its_engineers_the_dates_count_on() -> None:
    """The model counts on no more engineers than its efforts are given for."""
    facts = timeline_facts(roadmap_of(gaps(), engineers=61))
    assert facts.pace == "Estimate at 5 % of the time of 30 of the 61 product engineers"


def test_a_bold_name_of_two_lines_has_room_for_both() -> None:
    """The first three are written bolder, and their rows are as high as their own lines."""
    alerts = {"actionable-alerts": Response(answer=Answer.NEVER), "deploy-on-demand": Response(answer=Answer.NEVER)}
    facts = timeline_facts(roadmap_of({**in_place(MODEL, 3), **alerts}, since=date(2025, 9, 1)))
    long = tuple(replace(bar, name="Alerts tell of symptoms, and lead to action") for bar in facts.bars)
    for drawing in forms(timeline_svg(replace(facts, bars=long))):
        boxes = text_boxes(drawing)
        assert [(one, other) for (one, a), (other, b) in combinations(boxes, 2) if a.meets(b)] == []


def test_an_unknown_head_count_is_said() -> None:
    """Where the model's own head count stands in, the picture says so."""
    assert timeline_facts(roadmap_of(gaps(), engineers=None)).pace == (
        "Estimate at 5 % of 30 product engineers' time, since the head count is not known"
    )
    assert timeline_facts(roadmap_of(gaps(), engineers=1)).pace == "Estimate at 5 % of one product engineer's time"


def test_markers_tell_when_to_look_again() -> None:
    """Each deferral's date is there once; advice of a stage on the way is called advice."""
    roadmap = EVERY["skipped"]
    markers = timeline_facts(roadmap).markers
    assert {marker.day for marker in markers} == {deferral.revisit for deferral in roadmap.deferrals}
    unsettled = timeline_facts(EVERY["nothing known"]).markers
    assert all(marker.words.startswith("Look again at ") for marker in (*markers, *unsettled))


def test_the_key_names_the_diamond_where_there_is_one() -> None:
    """Wide and narrow say what each sign means; without a day to look again there is no such entry."""
    facts = timeline_facts(EVERY["skipped"])
    told = "a day to look again"
    assert facts.markers
    for drawing in forms(timeline_svg(facts)):
        assert told in [words for words, _ in text_boxes(drawing)]
    assert told not in words_in(timeline_svg(replace(facts, markers=())))


def test_the_end_of_a_bed_in_is_the_day_to_evaluate() -> None:
    """On hold, the marker is the day on which the bed-in ends, and the next stage is not named twice."""
    advice = {"actionable-alerts": Response(answer=Answer.NEVER)}
    facts = timeline_facts(roadmap_of({**in_place(MODEL, 3), **advice}, since=date(2025, 9, 1)))
    assert not facts.is_empty
    assert (facts.markers[0].day, facts.markers[0].words) == (
        date(2026, 9, 1),
        "Bed-in of stage 3 ends: evaluate the next",
    )
    assert facts.markers[1].words == "Look again at stage 5"


def test_all_days_lie_on_the_axis() -> None:
    """The axis starts on the day of the briefing and ends with the last bar or marker."""
    for roadmap in EVERY.values():
        facts = timeline_facts(roadmap)
        days = [*(end for bar in facts.bars for end in bar.ends), *(marker.day for marker in facts.markers)]
        assert facts.starts == HELD_ON
        assert all(facts.starts <= day <= facts.ends for day in days)


def test_without_steps_there_is_nothing_to_show_but_it_can_be_drawn() -> None:
    """The caller skips an empty timeline; its facts say so in a sentence."""
    facts = timeline_facts(EVERY["all done"])
    assert facts.is_empty
    assert facts.sentence.endswith("has no steps to date.")
    assert timeline_svg(facts).startswith("<div")


def test_the_figure_has_both_ends_of_every_step() -> None:
    """Solid to the earliest end, hatched to the latest."""
    facts = timeline_facts(EVERY["skipped"])
    sure, late, marks = timeline_figure(facts)["data"]
    assert sure["base"] == [bar.starts[0].isoformat() for bar in facts.bars]
    assert late["base"] == [bar.ends[0].isoformat() for bar in facts.bars]
    assert late["x"] == [(bar.ends[1] - bar.ends[0]).days * 86_400_000 for bar in facts.bars]
    assert marks["x"] == [marker.day.isoformat() for marker in facts.markers]
