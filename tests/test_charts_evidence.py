"""The pictures of what exports prove: weeks, recoveries and budgets, in ink and as figures."""

from datetime import date, timedelta
from itertools import combinations

import pytest
from drawings import extent, forms, parsed, text_boxes, words_in
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from maturity.charts import EVIDENCE_KEYS, draw_evidence, figure
from maturity.evidence.summary import Budget, DeployedWeek, GreenWeek, Left, Rate, Recovery, Summary
from maturity.language import speaking

MONDAY = date(2026, 1, 5)
AS_OF = date(2026, 3, 31)


def monday(week: int) -> date:
    """The Monday of that week."""
    return MONDAY + timedelta(days=7 * week)


def budget(name: str, *left: float | None) -> Budget:
    """A budget over 30 days with this burn-down."""
    last = next(share for share in reversed(left) if share is not None)
    return Budget(
        name=name,
        objective=0.995,
        window_days=30,
        ends=AS_OF,
        spent=1 - last,
        left=last,
        rates=(Rate(hours=1, rate=1.5), Rate(hours=6, rate=None)),
        burn_down=tuple(Left(day=30 * at / max(1, len(left) - 1), left=share) for at, share in enumerate(left)),
    )


WHOLE = Summary(
    as_of=AS_OF,
    green=(GreenWeek(monday=monday(0), passed=7, finished=9), GreenWeek(monday=monday(1), passed=0, finished=0)),
    deployed=(DeployedWeek(monday=monday(0), made=3, failed=1), DeployedWeek(monday=monday(1), made=0, failed=0)),
    recovered=(
        Recovery(day=MONDAY, hours=0.5, after_deployment=True),
        Recovery(day=monday(1), hours=30, after_deployment=False),
    ),
    budgets=(budget("articles", 1, 0.8, None, 0.1, -0.24),),
)


@pytest.mark.parametrize("key", EVIDENCE_KEYS)
def test_nothing_is_drawn_of_nothing(key: str) -> None:
    """No picture without evidence."""
    assert draw_evidence(key, Summary(as_of=AS_OF)) is None


@pytest.mark.parametrize("key", EVIDENCE_KEYS)
def test_every_picture_has_its_numbers_in_words(key: str) -> None:
    """A sentence, a table whose rows are as long as its header, ink that is XML, and a figure that plotly takes."""
    picture = draw_evidence(key, WHOLE)
    assert picture is not None
    assert picture.key == key
    assert picture.sentence.endswith(".")
    assert {len(row) for row in picture.table.rows} == {len(picture.table.header)}
    assert len(figure(picture.figure).data) >= 1
    assert len(list(forms(picture.svg))) == 2


def test_a_week_without_a_push_has_no_share() -> None:
    """Never 0 % of nothing; the sentence counts what there is."""
    picture = draw_evidence("green-weeks", WHOLE)
    assert picture is not None
    assert picture.sentence == (
        "77 % of 9 pushes to the default branch had a green run, from 5 to 18 January 2026. "
        "The worst week began on 5 January 2026: 7 of 9."
    )
    assert picture.table.rows == (("5 Jan 2026", "7", "9", "77 %"), ("12 Jan 2026", "0", "0", "–"))


def test_colour_alone_tells_nothing() -> None:
    """What is red is hatched too, and the key says so; incidents after a deployment have a shape of their own."""
    green, times = draw_evidence("green-weeks", WHOLE), draw_evidence("recovery-times", WHOLE)
    assert green is not None
    assert times is not None
    assert "had a green run had none" in words_in(green.svg)
    assert "f-warm-soft s-warm" in green.svg
    assert "came of a deployment" in words_in(times.svg)
    assert "not known to" in words_in(times.svg)


def test_what_no_export_tells_is_not_drawn_as_none() -> None:
    """Deployments without incidents: neither a key nor a count of failures."""
    weeks = (DeployedWeek(monday=MONDAY, made=2, failed=None),)
    picture = draw_evidence("deployed-weeks", Summary(as_of=AS_OF, deployed=weeks))
    assert picture is not None
    assert picture.sentence.endswith("Which of them led to an incident, no export tells.")
    assert picture.table.rows == (("5 Jan 2026", "2", "not told"),)
    assert "led to an incident" not in words_in(picture.svg)


def test_half_of_the_incidents_were_over_by_the_median() -> None:
    """The median of half an hour and thirty hours."""
    picture = draw_evidence("recovery-times", WHOLE)
    assert picture is not None
    assert picture.sentence == (
        "Half of 2 incidents were over within 15 h 15 min, from 5 to 12 January 2026. 1 came of a deployment."
    )


@pytest.mark.parametrize(
    ("count", "sentence"),
    [
        (1, "1 incident, of 5 January 2026, was over within 30 min. 1 came of a deployment."),
        (2, "Half of 2 incidents, all of 5 January 2026, were over within 30 min. 2 came of a deployment."),
    ],
)
def test_incidents_of_one_day_have_no_range(count: int, sentence: str) -> None:
    """Never "from 5 to 5 January"."""
    picture = draw_evidence("recovery-times", Summary(as_of=AS_OF, recovered=WHOLE.recovered[:1] * count))
    assert picture is not None
    assert picture.sentence == sentence


def test_what_a_burn_rate_means_is_said_once_for_all_budgets() -> None:
    """After the last of them."""
    several = Summary(as_of=AS_OF, budgets=(budget("articles", 1, 0.9), budget("search", 1, 0.5)))
    picture = draw_evidence("burn-down", several)
    assert picture is not None
    assert picture.sentence == (
        "articles: 10 % of the budget is gone, 90 % is left. Burn rate at the end: 1.5 over 1 h. "
        "search: 50 % of the budget is gone, 50 % is left. Burn rate at the end: 1.5 over 1 h. "
        "At a burn rate of 1 a budget lasts just as long as its window."
    )


def test_an_overspent_budget_says_so_and_a_gap_is_no_line() -> None:
    """The line stops where the series does not tell; a burn rate that is not told is said to be so."""
    picture = draw_evidence("burn-down", WHOLE)
    assert picture is not None
    assert picture.sentence == (
        "124 % of the budget is gone: it is overspent. "
        "Burn rate at the end: 1.5 over 1 h; at 1 the budget lasts just as long as its window."
    )
    assert "articles: 99.5 % over 30 days" in words_in(picture.svg)
    assert picture.table.rows == (("articles", "30 days to 31 Mar 2026", "124 %", "−24 %", "1.5", "not told"),)
    wide = next(forms(picture.svg))
    paths = wide.iter("{http://www.w3.org/2000/svg}path")
    (line,) = (path.get("d", "") for path in paths if path.get("class") == "s-accent")
    assert line.count("M") == 2


def test_a_budget_of_which_too_little_is_told_has_nothing_left_to_show() -> None:
    """Never a good figure from too little."""
    told = budget("articles", 1, 0.9)
    picture = draw_evidence("burn-down", Summary(as_of=AS_OF, budgets=(replace(told, left=None),)))
    assert picture is not None
    assert picture.sentence.startswith("At least 10 % of the budget is gone; too little is told to say what is left. ")
    assert picture.table.rows[0][2:4] == ("at least 10 %", "not told")


@pytest.mark.parametrize("language", ["en", "fr"])
@settings(max_examples=60)
@given(
    green=st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 2000)), min_size=1, max_size=13),
    made=st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300) | st.none()), min_size=1, max_size=13),
    hours=st.lists(st.tuples(st.integers(0, 90), st.floats(0, 5000), st.booleans()), min_size=1, max_size=40),
    left=st.lists(st.floats(-20, 1), min_size=2, max_size=40),
)
def test_law_no_word_leaves_its_picture_or_meets_another(
    language: str,
    green: list[tuple[int, int]],
    made: list[tuple[int, int | None]],
    hours: list[tuple[int, float, bool]],
    left: list[float],
) -> None:
    """Whatever the exports tell, in either language, wide and narrow."""
    summary = Summary(
        as_of=AS_OF,
        green=tuple(
            GreenWeek(monday=monday(at), passed=passed, finished=passed + failed)
            for at, (passed, failed) in enumerate(green)
        ),
        deployed=tuple(
            DeployedWeek(monday=monday(at), made=all_ + (failed or 0), failed=failed)
            for at, (all_, failed) in enumerate(made)
        ),
        recovered=tuple(
            Recovery(day=MONDAY + timedelta(days=day), hours=time, after_deployment=after)
            for day, time, after in sorted(hours)
        ),
        budgets=(budget("checkout of the largest of all shops", *left), budget("search", 1, 0.5)),
    )
    with speaking(language):
        drawn = [draw_evidence(key, summary) for key in EVIDENCE_KEYS]
    for picture in filter(None, drawn):
        assert parsed(picture.svg) is not None
        for form in forms(picture.svg):
            room = extent(form)
            boxes = text_boxes(form)
            assert [one for one, box in boxes if box.x < -1 or box.right > room.right + 1] == []
            assert [one for one, box in boxes if box.y < -1 or box.bottom > room.bottom + 1] == []
            assert [(one, other) for (one, a), (other, b) in combinations(boxes, 2) if a.meets(b)] == []
