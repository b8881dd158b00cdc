"""Each exhibit shows what the model says, escaped, and nothing where there is nothing to say."""

from datetime import date
from xml.etree import ElementTree as ET

import pytest
from msgspec.structs import replace

from maturity import Answer, Engagement, Response, assess, built_in_model, plan
from maturity.engagement import to_json
from maturity.errors import InputError
from maturity.exhibits import EXAMPLE, Briefing, open_briefing
from maturity.fragments import Exhibit

MODEL = built_in_model()
HELD = date(2026, 3, 12)
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
EVERYTHING = (
    *("cover", "bottom_line", "staircase", "gates", "open_questions", "banked", "traps_found", "investments"),
    *(
        "timeline",
        "deferrals",
        "error_budget",
        "break_even",
        "buying",
        "peers",
        "moved_since",
        "gates_moved",
        "answers_moved",
        "practice_map",
        "practices",
        "provenance",
    ),
)


def briefing(answer: Answer, **facts: object) -> Briefing:
    """A briefing in which every asked practice has the same answer."""
    responses = {practice.key: Response(answer=answer) for practice in MODEL.asked}
    engagement = Engagement(customer="Baobab Pay", held_on=HELD, responses=responses)
    return Briefing(roadmap=plan(assess(MODEL, replace(engagement, **facts))))


def shown(made: Briefing) -> dict[str, Exhibit]:
    """Every exhibit that has something to say, by name."""
    exhibits = {name: getattr(made, name)() for name in EVERYTHING}
    return {name: exhibit for name, exhibit in exhibits.items() if exhibit is not None}


def test_the_example_is_fictional_and_says_so() -> None:
    """The notebook opened as it is shows a made-up company, and its cover says that it is made up."""
    example = open_briefing()
    assert example.engagement.fictional
    assert "Fictional" in example.cover().html
    assert EXAMPLE.exists()


def test_every_exhibit_is_well_formed_whatever_the_answers(subtests: pytest.Subtests) -> None:
    """Each fragment parses as XML, so that no page can be broken by one."""
    for answer in Answer:
        for name, exhibit in shown(briefing(answer, engineers=60, objective=0.999)).items():
            with subtests.test(answer=answer, exhibit=name):
                ET.fromstring(f"<x>{exhibit.html.replace('<br>', '<br/>')}</x>")  # noqa: S314  (our own text)


def test_a_customer_with_nothing_left_sees_no_investments_and_no_questions() -> None:
    """Sections with nothing to say do not appear."""
    names = set(shown(briefing(Answer.ALWAYS, engineers=60)))
    assert names & {"investments", "open_questions", "traps_found", "timeline", "deferrals", "banked"} == set()
    assert "You are done here; stop investing in this." in briefing(Answer.ALWAYS, engineers=60).bottom_line().html


def test_a_customer_of_whom_nothing_is_known_sees_the_questions() -> None:
    """All unknown: no step, no trap, every asked practice up to the target as a question."""
    names = shown(briefing(Answer.UNKNOWN))
    assert "investments" not in names
    assert "traps_found" not in names
    assert names["open_questions"].html.count("<li>") == 17


def test_hostile_text_is_escaped_in_every_exhibit() -> None:
    """Customer, consultant, industry, note and evidence are text, whatever they hold."""
    response = Response(answer=Answer.SOMETIMES, note=HOSTILE, evidence=HOSTILE)
    facts = {"customer": HOSTILE, "industry": HOSTILE, "consultant": HOSTILE}
    made = briefing(Answer.NEVER, **facts, responses={practice.key: response for practice in MODEL.asked}, engineers=60)
    exhibits = shown(made)
    assert len(exhibits) > 8
    for exhibit in exhibits.values():
        assert "<script" not in exhibit.html
        assert "<img" not in exhibit.html
    assert "&lt;script&gt;" in exhibits["cover"].html


def test_the_reference_names_engagement_input_and_model() -> None:
    """An error report with the reference says exactly what was judged by what."""
    made = briefing(Answer.NEVER)
    assert made.reference == f"2026-03-12-baobab-pay {made.engagement.hash[:8]} {MODEL.hash[:8]}"
    assert made.reference in made.provenance().html


def test_a_briefing_opens_from_json_as_a_workbook_gives_it() -> None:
    """The parameter of a workbook is the whole engagement, lossless."""
    held = briefing(Answer.USUALLY, objective=0.995).engagement
    assert open_briefing(to_json(held)).engagement == held


def test_a_chart_comes_as_figure_and_as_picture() -> None:
    """JupyterLab shows the plotly figure; the page shows the static picture with its sentence and its numbers."""
    chart = briefing(Answer.SOMETIMES).staircase()
    assert chart is not None
    bundle = chart._repr_mimebundle_()
    assert set(bundle) == {"application/vnd.plotly.v1+json", "text/html", "text/plain"}
    assert "<svg" in bundle["text/html"]
    assert "<details>" in bundle["text/html"]
    assert bundle["text/plain"] in bundle["text/html"].replace("&#39;", "'")


def reassessed(before: Answer, after: Answer, **facts: object) -> Briefing:
    """A briefing whose customer was there a year before, with other answers."""
    earlier = replace(briefing(before, **facts).engagement, held_on=date(2025, 3, 12))
    return open_briefing(to_json(briefing(after, **facts).engagement), earlier=to_json(earlier))


def test_without_an_earlier_engagement_nothing_is_said_of_what_moved() -> None:
    """No section: there is no last time."""
    assert not {"moved_since", "gates_moved", "answers_moved"} & set(shown(briefing(Answer.ALWAYS)))


def test_what_moved_is_shown_with_the_answers_of_both_times(subtests: pytest.Subtests) -> None:
    """Where they stood and stand, the gate practices then and now, and every answer that moved, well-formed."""
    made = shown(reassessed(Answer.USUALLY, Answer.ALWAYS, engineers=60))
    assert "Baobab Pay stood before stage 1 on 12 March 2025, and stands at stage 5 today." in made["moved_since"].html
    assert made["gates_moved"].text.endswith("in place: 0 on 12 March 2025, 18 on 12 March 2026.")
    assert made["answers_moved"].html.count('class="move better">better') == len(MODEL.asked)
    assert "not called progress" not in made["answers_moved"].html
    for before in Answer:
        for after in Answer:
            with subtests.test(before=before, after=after):
                exhibits = shown(reassessed(before, after))
                for name in {"moved_since", "gates_moved", "answers_moved"} & set(exhibits):
                    ET.fromstring(f"<x>{exhibits[name].html.replace('<br>', '<br/>')}</x>")  # noqa: S314  (our own text)


def test_where_nothing_moved_that_is_said_without_an_empty_table() -> None:
    """The same answers both times: one sentence, and no table."""
    html = shown(reassessed(Answer.USUALLY, Answer.USUALLY))["answers_moved"].html
    assert html.strip() == "<p>No answer moved among the 24 practices that can be compared.</p>"


def test_answers_under_another_model_are_shown_apart_and_escaped() -> None:
    """The earlier engagement may hold what today's model does not ask; its keys are whatever a file held."""
    now = briefing(Answer.ALWAYS).engagement
    earlier = replace(now, held_on=date(2025, 3, 12), responses={HOSTILE: Response(answer=Answer.SOMETIMES)})
    shown_apart = open_briefing(to_json(now), earlier=to_json(earlier)).answers_moved()
    assert shown_apart is not None
    assert "given under another model" in shown_apart.html
    assert "<script>" not in shown_apart.html
    assert "&lt;script&gt;" in shown_apart.html


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({"customer": "Kora Health", "held_on": date(2025, 3, 12)}, id="another-customer"),
        pytest.param({}, id="the-same-day"),
        pytest.param({"held_on": date(2027, 3, 12)}, id="a-later-day"),
    ],
)
def test_only_the_same_customers_earlier_engagement_is_taken(facts: dict[str, object]) -> None:
    """Nobody may see what another customer answered; and what comes later is not earlier."""
    held = briefing(Answer.ALWAYS).engagement
    with pytest.raises(InputError, match="expected an earlier engagement of 'Baobab Pay', before 2026-03-12"):
        open_briefing(to_json(held), earlier=to_json(replace(held, **facts)))
