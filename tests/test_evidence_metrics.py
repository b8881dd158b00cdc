"""DORA's five metrics: figures worked out by hand, classes by edition, and nothing good from no evidence."""

import csv
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import median

import pytest
from exports import (
    DAY,
    END,
    HOUR,
    LAST,
    deployment,
    evidence,
    incident,
    run,
    sha,
    some_deployments,
    some_incidents,
    some_runs,
)
from hypothesis import given
from hypothesis import strategies as st

from maturity.evidence.editions import classes_of, editions
from maturity.evidence.linking import link
from maturity.evidence.metrics import Metric, measure
from maturity.evidence.rows import Deployment, Incident, Outcome, Run, Why
from maturity.evidence.tables import Evidence
from maturity.evidence.verdicts import Commits
from maturity.evidence.windows import window_to, working_hours

KEYS = ("lead-time", "deployment-frequency", "change-fail-rate", "recovery-time", "rework-rate")
BY_YEAR = {edition.year: edition for edition in editions()}


def metric(key: str, held: Evidence, *, days: float = 90) -> Metric:
    """One metric of the evidence on its last day."""
    return next(one for one in measure(held, as_of=LAST, days=days) if one.key == key)


def weekly(count: int = 12) -> list[Deployment]:
    """A production deployment every week, the last one half a day before the end."""
    return [deployment(n, ago=0.5 + 7 * n) for n in range(count)]


@given(runs=some_runs(), incidents=some_incidents())
def test_nothing_is_computed_without_production(runs: list[Run], incidents: list[Incident]) -> None:
    """Each metric says what is missing; there is no nought, and no class in any edition."""
    for one in measure(evidence(runs=runs, incidents=incidents), as_of=LAST):
        assert (one.value, one.spread, one.coverage, set(one.classes.values())) == (None, None, None, {None})
        assert "missing" in one.sentence


def test_deployments_that_do_not_tell_how_they_ended_are_not_said_to_be_missing() -> None:
    """GitHub lists them without their statuses: what is missing is those, of the window only."""
    untold = "How the production deployments from 31 December 2025 to 31 March 2026 ended is missing (in GitHub: "
    made = [replace(one, outcome=Outcome.UNKNOWN, finished=None) for one in weekly()]
    for told, begins in ((made, untold), (made[:1], untold), ([replace(made[0], created=END + DAY)], "Production ")):
        (sentence,) = {one.sentence for one in measure(evidence(deployments=told), as_of=LAST)}
        assert sentence.startswith(begins)


def test_there_are_five_and_they_name_their_window() -> None:
    """In DORA's order, over 13 whole weeks unless told otherwise."""
    assert tuple(one.key for one in measure(Evidence(), as_of=LAST)) == KEYS
    assert {str(one.window) for one in measure(Evidence(), as_of=LAST)} == {"31 December 2025 to 31 March 2026"}


def test_frequency_counts_what_reached_production() -> None:
    """Twelve in 90 days; failed jobs, staging, and what lies before the window do not count."""
    others = [
        deployment(50, ago=3, outcome=Outcome.FAILED),
        deployment(51, ago=3, environment="staging", is_production=False),
        deployment(52, ago=100),
    ]
    one = metric("deployment-frequency", evidence(deployments=[*weekly(), *others]))
    assert (one.value, one.unit, one.count) == (12 * 7 / 90, "a week", 12)
    assert one.spread is not None
    assert (one.spread.count, one.spread.least, one.spread.median, one.spread.most) == (12, 1, 1, 1)
    assert one.classes == {
        2018: "medium or low",
        2019: "medium",
        2021: "high",
        2022: "medium",
        2023: "medium or low",
        2024: "medium",
        2025: None,
    }


def test_the_same_place_an_hour_later_is_another_deployment_even_where_no_commit_is_told() -> None:
    """Five a day to one production are five; the same told twice, and other regions, are the one before."""
    times = [day + hour / 24 for day in range(1, 11) for hour in (0, 2, 4, 6, 8)]
    bare = [replace(deployment(n, ago=time), commit=None) for n, time in enumerate(times)]
    again = [replace(deployment(100 + n, ago=time - 0.01), commit=None) for n, time in enumerate(times)]
    regions = [replace(one, key=one.key + 1_000, environment="production-us") for one in bare]
    for held in (bare, [*bare, *again], [*bare, *regions]):
        one = metric("deployment-frequency", evidence(deployments=held))
        assert one.count == 50, one.sentence
        assert "count with the one before" in one.sentence


def test_nine_of_ten_are_not_told_where_too_few_tell() -> None:
    """Half are known; the slowest may be any that nobody tells of."""
    told = [
        replace(deployment(n, ago=ago), committed=END - (ago + 2) * DAY, finished=END - ago * DAY)
        for n, ago in enumerate(range(1, 61, 10))
    ]
    bare = [replace(deployment(50 + n, ago=20 + n * 2)) for n in range(3)]
    one = metric("lead-time", evidence(deployments=[*told, *bare]))
    assert one.spread is not None
    assert (one.value, one.spread.median, one.spread.p90, one.spread.most, one.spread.count) == (
        48.0,
        48.0,
        None,
        None,
        6,
    )


def test_a_burst_on_the_last_day_is_no_class() -> None:
    """Eight deployments in one day of 90 do not make a team that deploys on demand: the export hardly reaches."""
    one = metric("deployment-frequency", evidence(deployments=[deployment(n, ago=0.9 - n / 10) for n in range(8)]))
    assert one.coverage is not None
    assert one.coverage < 0.01
    assert set(one.classes.values()) == {None}


def test_lead_time_is_of_every_commit_that_a_deployment_shipped() -> None:
    """Pushed 4, 3 and 2 days before the end and shipped together 1 day before it: 72, 48 and 24 hours.

    The first deployment of the export ships its own commit alone, and a red commit is shipped by none.
    """
    runs = [run(1, ago=10), run(2, ago=9), run(3, ago=4), run(4, ago=3), run(5, ago=2)]
    runs += [run(6, ago=3.5, outcome=Outcome.FAILED), run(7, ago=2.5, why=Why.SCHEDULE)]
    made = [deployment(0, ago=8, commit=2), deployment(1, ago=1, commit=5)]
    made = [replace(one, finished=one.created) for one in made]
    one = metric("lead-time", evidence(runs=runs, deployments=made))
    assert one.spread is not None
    assert (one.spread.count, one.value, one.spread.least, one.spread.most) == (4, 36.0, 24.0, 72.0)  # 24, 24, 48, 72
    assert one.coverage == 1.0


def test_one_good_week_has_no_class() -> None:
    """A customer may choose the week that they hand over: the figure is told, what it stands for is not."""
    for last, best in ((8, None), (71, "high")):
        made = [
            replace(deployment(n, ago=ago), committed=END - (ago + 2) * DAY, finished=END - ago * DAY)
            for n, ago in enumerate(range(1, last, last // 8))
        ]
        one = metric("lead-time", evidence(deployments=made))
        assert (one.value, one.classes[2021]) == (48.0, best)


def test_lead_time_begins_at_the_commit_where_that_is_told() -> None:
    """The commit's own time is earlier than the first run."""
    made = [
        replace(deployment(n, ago=ago), committed=END - (ago + 2) * DAY, finished=END - ago * DAY)
        for n, ago in enumerate(range(1, 61, 10))
    ]
    one = metric("lead-time", evidence(deployments=made))
    assert (one.value, one.count) == (48.0, 6)
    assert one.classes[2021] == "high"


def test_a_deployment_before_its_commit_is_a_wrong_clock_and_tells_nothing() -> None:
    """No lead time is negative."""
    made = [replace(deployment(n, ago=n + 3), committed=END - DAY) for n in range(6)]
    one = metric("lead-time", evidence(deployments=made))
    assert (one.value, "missing" in one.sentence) == (None, True)


def test_change_fail_rate_needs_incidents_in_the_window() -> None:
    """No incident listed is not the same as none: an export may end before the window."""
    made = weekly()
    assert metric("change-fail-rate", evidence(deployments=made)).value is None
    assert metric("change-fail-rate", evidence(deployments=made, incidents=[incident(1, ago=120)])).value is None


def test_an_incident_counts_to_the_deployment_of_the_day_before() -> None:
    """Three of twelve deployments: one has two incidents, and one incident comes two days after any."""
    made = weekly()
    told = [
        incident(1, ago=0.4),
        incident(2, ago=0.3),
        incident(3, ago=7.4),
        incident(4, ago=84 - 0.6),
        incident(5, ago=12),
    ]
    told += [incident(6, ago=77.4), incident(7, ago=88)]
    one = metric("change-fail-rate", evidence(deployments=made, incidents=told))
    assert (one.value, one.count) == (3 / 12, 12)
    assert "in the 24 hours before it" in one.sentence
    assert one.classes == {
        2018: "low",
        2019: "low",
        2021: "high, medium or low",
        2022: "medium",
        2023: "low",
        2024: "low",
        2025: None,
    }


def test_what_the_export_says_of_a_cause_beats_the_clock() -> None:
    """A deployment or commit that the incident names, and a deployment that is said to have failed or not."""
    made = sorted(weekly(), key=lambda d: d.created or 0)
    made[5] = replace(made[5], commit="abcdef0123456789")
    named = incident(1, ago=0.4, deployment=made[3].key)
    by_commit = incident(2, ago=0.3, commit="abcdef0")
    linked = link(made, [named, by_commit])
    assert linked.failed == {made[3].key, made[5].key}
    said = [replace(made[-1], caused_incident=False), replace(made[0], caused_incident=True)]
    assert link([said[1], said[0]], [incident(3, ago=0.4)]).failed == {made[0].key}


def test_alerts_count_like_any_incident_and_the_sentence_says_so() -> None:
    """A page may be noise, but no export tells; so an incident beside them never hides them."""
    made = weekly()
    alert, real = incident(1, ago=0.4, is_alert=True), incident(2, ago=7.4, is_alert=False)
    both = metric("change-fail-rate", evidence(deployments=made, incidents=[alert, real]))
    assert (both.value, both.sentence.endswith("Pages and alerts count too.")) == (2 / 12, True)
    only = metric("change-fail-rate", evidence(deployments=made, incidents=[alert]))
    assert (only.value, only.sentence.endswith("The export has pages and alerts only.")) == (1 / 12, True)


def test_recovery_is_the_time_of_incidents_after_deployments() -> None:
    """Two hours, six, and one that is open to the window's end at least; one of no deployment is left out."""
    made = weekly()
    told = [incident(1, ago=0.4, hours=2), incident(2, ago=7.4, hours=6), incident(3, ago=14.4, hours=None)]
    one = metric("recovery-time", evidence(deployments=made, incidents=[*told, incident(4, ago=12, hours=99)]))
    assert (one.value, one.count, one.coverage) == (6.0, 3, 2 / 3)
    assert one.spread is not None
    assert one.spread.most == pytest.approx(14.4 * 24)
    assert "lasted 6 h or longer. 1 has no end and counts as open to 31 March 2026." in one.sentence
    assert set(one.classes.values()) == {None}  # three are too few for a class
    open_only = metric("recovery-time", evidence(deployments=made, incidents=[told[2]]))
    assert (open_only.value, "when it was resolved is missing" in open_only.sentence) == (None, True)


def test_rework_is_said_seen_or_made_while_an_incident_was_on() -> None:
    """Said so once, a return to an earlier version once, once during an incident: three of twelve."""
    made = weekly()
    made[1] = replace(made[1], is_unplanned=True)
    made[2] = replace(made[2], commit=made[5].commit)
    one = metric(
        "rework-rate", evidence(deployments=made, incidents=[incident(1, ago=0.7, hours=12), incident(2, ago=80)])
    )
    assert (one.value, set(one.classes.values())) == (3 / 12, {None})
    assert metric("rework-rate", evidence(deployments=weekly())).value is None


def test_the_editions_disagree_and_2025_has_no_classes() -> None:
    """12 % of changes failing is elite in 2021 and medium in 2023: a class without its year says nothing."""
    assert [*BY_YEAR] == [2018, 2019, 2021, 2022, 2023, 2024, 2025]
    assert classes_of("change-fail-rate", 0.12) == {
        2018: "elite, high or medium",
        2019: "elite, high or medium",
        2021: "elite",
        2022: "high",
        2023: "medium",
        2024: "high",
        2025: None,
    }
    assert (BY_YEAR[2025].bands, len(BY_YEAR[2022].bands)) == ((), 3)
    assert set(classes_of("rework-rate", 0.0).values()) == {None}


@pytest.mark.parametrize(
    ("year", "key", "value", "name"),
    [
        (2021, "lead-time", 0.99, "elite"),
        (2021, "lead-time", 1, "high"),
        (2021, "lead-time", 168, "high"),
        (2021, "lead-time", 10_000, "low"),
        (2019, "lead-time", 23.9, "elite"),
        (2018, "deployment-frequency", 1, "high"),
        (2018, "deployment-frequency", 1.01, "elite"),
        (2019, "deployment-frequency", 1 / 7, "high"),
        (2021, "deployment-frequency", 0, "low"),
        (2021, "recovery-time", 24, "medium"),
        (2023, "recovery-time", 0.5, "elite"),
        (2018, "change-fail-rate", 0.9, "low"),
        (2024, "change-fail-rate", 0.05, "elite"),
    ],
)
def test_a_class_is_the_best_whose_limit_is_met(year: int, key: str, value: float, name: str) -> None:
    """A limit that is printed with `<` must be passed; what meets none is in the last class."""
    assert BY_YEAR[year].class_of(key, value) == name


@given(key=st.sampled_from(KEYS[:4]), low=st.floats(0, 10_000), high=st.floats(0, 10_000))
def test_a_worse_figure_is_never_in_a_better_class(key: str, low: float, high: float) -> None:
    """In any edition, whatever the order in which it prints its limits."""
    better, worse = sorted((low, high), reverse=key == "deployment-frequency")
    for edition in editions():
        names = [band.name for band in edition.bands]
        first, second = (edition.class_of(key, value) for value in (better, worse))
        if first and second:
            assert names.index(first.split(",")[0].split(" ")[0]) <= names.index(second.split(",")[0].split(" ")[0])


def test_the_editions_file_is_complete() -> None:
    """Every class has its words, limits and source."""
    for edition in editions():
        assert edition.source
        for band in edition.bands:
            assert band.source
            assert all(band.words.values())
            assert {key for key, limit in band.limits.items() if limit is None} <= {"lead-time", "recovery-time"}


@given(runs=some_runs(), made=some_deployments(), told=some_incidents(), seed=st.integers())
def test_the_order_of_rows_never_matters(
    runs: list[Run], made: list[Deployment], told: list[Incident], seed: int
) -> None:
    """Any permutation of the same rows gives the same figures."""
    first = measure(evidence(runs=runs, deployments=made, incidents=told), as_of=LAST)
    chance = Random(seed)  # noqa: S311  (a permutation, no secret)
    chance.shuffle(runs)
    chance.shuffle(made)
    chance.shuffle(told)
    assert measure(evidence(runs=runs, deployments=made, incidents=told), as_of=LAST) == first


@given(runs=some_runs(), made=some_deployments(), told=some_incidents(), ago=st.floats(0.01, 89))
def test_a_failed_build_or_deployment_never_improves_a_figure(
    runs: list[Run], made: list[Deployment], told: list[Incident], ago: float
) -> None:
    """A push that fails, and a deployment that does not succeed, change none of the five for the better."""
    red = run(999, ago=ago, outcome=Outcome.FAILED)
    stopped = deployment(999, ago=ago, outcome=Outcome.FAILED)
    before = measure(evidence(runs=runs, deployments=made, incidents=told), as_of=LAST)
    after = measure(evidence(runs=[*runs, red], deployments=[*made, stopped], incidents=told), as_of=LAST)
    assert [one.value for one in after] == [one.value for one in before]
    assert [one.classes for one in after] == [one.classes for one in before]


def test_short_and_long_names_mean_one_commit() -> None:
    """Seven digits are enough where only one commit begins so."""
    known = Commits([sha(1), "abcdef0123456789", "abcdef0999999999"])
    assert (known.find("abcdef0"), known.find("abcdef01"), known.find(sha(1)), known.find("")) == (
        None,
        "abcdef0123456789",
        sha(1),
        None,
    )


@given(begin=st.floats(0, 1e6), hours=st.floats(0, 2_000))
def test_working_hours_are_never_more_than_hours(begin: float, hours: float) -> None:
    """And five sevenths of them over whole weeks."""
    start = END + begin
    assert 0 <= working_hours(start, start + hours * HOUR) <= hours + 1e-6
    assert working_hours(start, start + 14 * DAY) == pytest.approx(240)
    assert window_to(LAST, days=7).days == 7


def test_deployments_by_hand_agree_with_the_figures(tmp_path: Path) -> None:
    """A small table, worked out again with the standard library alone."""
    days = (1, 2, 5, 9, 9.2, 20, 33, 47, 60, 80)
    made = [deployment(n, ago=ago, committed=END - ago * DAY - (n + 1) * HOUR) for n, ago in enumerate(days)]
    path = tmp_path / "deployments.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows((d.committed, d.finished) for d in made)
    with path.open(newline="") as file:
        hours = [(float(end) - float(begin)) / HOUR for begin, end in csv.reader(file)]
    one = metric("lead-time", evidence(deployments=made))
    assert one.value == pytest.approx(median(hours))
    assert datetime.fromtimestamp(one.window.end, tz=UTC).isoformat() == "2026-04-01T00:00:00+00:00"
