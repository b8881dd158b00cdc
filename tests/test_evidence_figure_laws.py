"""What no figure may do: get better by a failure more, by a fact less, or by telling one change twice."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from evidence_reading import evidence_of
from exports import DAY, END, HOUR, LAST, deployment, evidence, incident, some_deployments, some_incidents
from hypothesis import given
from hypothesis import strategies as st
from test_evidence_prometheus import BEGIN, STEP, answer, series, slis_of

from maturity.evidence.budgets import budgets_in
from maturity.evidence.burn import LITTLE, burn_rates, spending
from maturity.evidence.changes import TOGETHER, changes_in
from maturity.evidence.editions import classes_of
from maturity.evidence.metrics import Metric, measure
from maturity.evidence.rows import Deployment, Incident
from maturity.evidence.signals import Sli, Slo, Telemetry
from maturity.evidence.summary import Budget
from maturity.evidence.verdicts import History
from maturity.evidence.weeks import deployed_weeks

SLO = Slo(name="web", dialect="openslo", objective=0.99, window_days=28)
RANKS = ("elite", "high", "medium", "low")
made_by_hand = st.lists(st.floats(0.01, 80), max_size=30, unique=True)
places = st.sets(st.integers(0, 29))


def found(key: str, made: Iterable[Deployment], told: Iterable[Incident] = ()) -> Metric:
    """One metric of these deployments and incidents."""
    held = evidence(deployments=made, incidents=told)
    return next(one for one in measure(held, as_of=LAST) if one.key == key)


def rank(name: str) -> int:
    """How good the best of a class's names is; 0 is best."""
    return RANKS.index(name.replace(",", " ").split()[0])


def no_better(before: Metric, after: Metric) -> bool:
    """Whether the second figure and its classes are no better than the first, where both are told."""
    if before.value is None or after.value is None:
        return True
    sign = -1 if before.key == "deployment-frequency" else 1
    pairs = [(before.classes[year], after.classes[year]) for year in before.classes]
    is_worse = sign * after.value >= sign * before.value - 1e-9
    return is_worse and all(rank(two) >= rank(one) for one, two in pairs if one and two)


def dense(count: int = 40) -> list[Deployment]:
    """A change every two days over the whole window."""
    return [replace(deployment(n, ago=1 + 2.1 * n), commit=f"{n:04x}" * 4) for n in range(count)]


def changes_of(made: Iterable[Deployment]) -> int:
    """How many changes they are."""
    return len(changes_in(History(evidence=evidence(deployments=made), end=END).production))


@given(made=some_deployments(), told=some_incidents(), ago=st.floats(0.01, 89), kind=st.sampled_from(("page", "other")))
def test_one_more_incident_never_lowers_a_rate(
    made: list[Deployment], told: list[Incident], ago: float, kind: str
) -> None:
    """Of failures or of repairs, whatever is listed already, however many of the changes are counted."""
    more = [*told, incident(99, ago=ago, is_alert=kind == "page")]
    for key in ("change-fail-rate", "rework-rate"):
        assert no_better(found(key, made, told), found(key, made, more))


def test_an_incident_beside_those_that_are_said_keeps_the_worse_rate() -> None:
    """Ten of the fifty that tell led to one; an incident of no deployment does not make it ten of a hundred."""
    made = [deployment(n, ago=85 - n * 0.8, caused_incident=n <= 10 if n <= 50 else None) for n in range(1, 101)]
    before, after = found("change-fail-rate", made), found("change-fail-rate", made, [incident(1, ago=89.9)])
    assert (before.value, after.value, before.classes) == (0.2, 0.2, after.classes)


def test_incidents_beside_pages_do_not_hide_them() -> None:
    """Fifty pages after a hundred deployments, and two incidents more."""
    made = [deployment(n, ago=85 - n * 0.8) for n in range(1, 101)]
    pages = [incident(n, ago=85 - n * 0.8 - 0.1, is_alert=True) for n in range(1, 51)]
    real = [incident(90, ago=89.5, is_alert=False), incident(91, ago=5, is_alert=False)]
    assert found("change-fail-rate", made, pages).value == 0.5
    assert found("change-fail-rate", made, [*pages, *real]).value == 0.51


def test_few_that_say_it_are_no_rate() -> None:
    """Two of twelve that say that they failed are neither all of them nor two of two."""
    made = [replace(d, caused_incident=True if n < 2 else None) for n, d in enumerate(dense(12))]
    assert found("change-fail-rate", made).value is None


@given(made=some_deployments(), told=some_incidents(), which=st.integers(0, 7))
def test_an_incident_without_its_end_never_improves_a_figure(
    made: list[Deployment], told: list[Incident], which: int
) -> None:
    """It is open as far as anybody knows."""
    less = [replace(one, resolved=None) if at == which else one for at, one in enumerate(told)]
    for key in ("recovery-time", "rework-rate", "change-fail-rate"):
        assert no_better(found(key, made, told), found(key, made, less))


def test_open_incidents_are_slow_recoveries() -> None:
    """Five within half an hour and five that are still open are no elite."""
    made = [deployment(n, ago=85 - n * 8) for n in range(1, 11)]
    quick = [incident(n, ago=85 - n * 8 - 0.1, hours=0.5) for n in range(1, 6)]
    still = [incident(n, ago=85 - n * 8 - 0.1, hours=None, is_open=True) for n in range(6, 11)]
    one = found("recovery-time", made, [*quick, *still])
    assert one.value is not None
    assert one.value > 24
    assert one.classes[2019] == "low"
    assert "5 have no end and count as open to 31 March 2026." in one.sentence


def test_pages_that_end_by_themselves_make_no_recovery_quicker() -> None:
    """Six incidents of a day, and twelve pages of a minute after the same deployments."""
    made = [deployment(n, ago=85 - n * 8) for n in range(1, 7)]
    real = [incident(n, ago=85 - n * 8 - 0.1, hours=24) for n in range(1, 7)]
    pages = [incident(n, ago=85 - n % 6 * 8 - 8.2, hours=1 / 60, is_alert=True) for n in range(10, 22)]
    assert found("recovery-time", made, [*real, *pages]).value == pytest.approx(24)


def test_a_repair_during_an_open_incident_is_rework() -> None:
    """It is on as long as nobody says that it is over."""
    made = [deployment(n, ago=60 - n * 5) for n in range(1, 10)]
    assert found("rework-rate", made, [incident(1, ago=80, hours=None, is_open=True)]).value == 1


def test_an_incident_during_a_rollout_came_of_it() -> None:
    """Five minutes into one of half an hour; a wait of days for a yes is no rollout."""
    slow = deployment(1, ago=10, finished=END - 10 * DAY + 1800)
    others = [deployment(n, ago=60 - n) for n in range(2, 8)]
    told = [incident(1, ago=10 - 5 / 1440)]
    assert found("change-fail-rate", [slow, *others], told).value == 1 / 7
    waited = replace(slow, finished=END - 7 * DAY)
    assert found("change-fail-rate", [waited, *others], told).value == 0


@given(copies=st.lists(st.tuples(st.integers(0, 39), st.floats(0, 0.9), st.booleans()), max_size=30))
def test_regions_and_exports_of_one_change_are_one(copies: list[tuple[int, float, bool]]) -> None:
    """Named short or long, in whatever environment and project: neither the frequency nor the changes grow."""
    made, told = dense(), [incident(n, ago=0.9 + 2.1 * n) for n in range(0, 40, 4)]
    again = [
        replace(
            made[which],
            key=50_000 + number,
            commit=made[which].commit if is_long else f"{which:04x}{which:04x}"[:7],
            environment=f"production-{number}",
            project="copy",
            finished=(made[which].finished or 0) + later * DAY,
        )
        for number, (which, later, is_long) in enumerate(copies)
    ]
    for key in ("deployment-frequency", "change-fail-rate", "rework-rate"):
        before, after = found(key, made, told), found(key, [*made, *again], told)
        assert no_better(before, after)
        assert after.count == before.count


def test_a_return_is_a_change_of_its_own() -> None:
    """First, second, first again within a day: three, of which one is a repair."""
    made = [deployment(n, ago=3 - n / 10, commit=commit) for n, commit in enumerate((1, 2, 1))]
    changes = changes_in(History(evidence=evidence(deployments=made), end=END).production)
    assert [change.is_return for change in changes] == [False, False, True]
    assert TOGETHER == 24 * HOUR


@given(made=made_by_hand, which=places)
def test_a_commit_that_is_not_told_never_makes_more_changes(made: list[float], which: set[int]) -> None:
    """One of one's own cannot be told from the change before it."""
    rows = [deployment(n, ago=ago) for n, ago in enumerate(made)]
    bare = [replace(row, commit=None) if n in which else row for n, row in enumerate(rows)]
    assert no_better(found("deployment-frequency", rows), found("deployment-frequency", bare))
    assert changes_of(bare) <= changes_of(rows)


@given(hours=st.lists(st.floats(0.5, 2_000), min_size=1, max_size=30), which=places)
def test_a_commit_that_is_not_told_never_shortens_the_lead_time(hours: list[float], which: set[int]) -> None:
    """It may have waited longest."""
    rows = [
        deployment(n, ago=1 + n * 2.5, committed=END - (1 + n * 2.5) * DAY - each * HOUR)
        for n, each in enumerate(hours)
    ]
    bare = [replace(row, commit=None, committed=None) if n in which else row for n, row in enumerate(rows)]
    assert no_better(found("lead-time", rows), found("lead-time", bare))


@given(made=some_deployments())
def test_the_weeks_count_what_the_frequency_counts(made: list[Deployment]) -> None:
    """The chart begins on a Monday, so the days before that are not in it."""
    held = evidence(deployments=made)
    begin = END - 86 * DAY  # Monday, 5 January 2026
    changes = [one for one in changes_in(History(evidence=held, end=END).production) if one.at >= begin]
    assert sum(week.made for week in deployed_weeks(held, as_of=LAST)) == len(changes)


def test_a_weekly_rhythm_is_thirteen_on_any_day() -> None:
    """13 whole weeks hold 13 of them, whatever day of the week they end on."""
    held = evidence(deployments=[deployment(n, ago=0.5 + 7 * n) for n in range(-2, 20)])
    days = [measure(held, as_of=date(2026, 3, day)) for day in range(20, 31)]
    assert {one.count for each in days for one in each if one.key == "deployment-frequency"} == {13}


@pytest.mark.parametrize(
    ("key", "value"),
    [("change-fail-rate", 0.9), ("deployment-frequency", 1 / 365), ("lead-time", 8760.0), ("recovery-time", 8760.0)],
)
def test_what_meets_no_limit_is_in_the_last_class_alone(key: str, value: float) -> None:
    """It shares no words with a better one."""
    assert set(classes_of(key, value).values()) == {"low", None}


def shares(bad: Iterable[float]) -> Sli:
    """Shares every hour up to the window's end."""
    wrong = np.array(list(bad), np.float64)
    times = END - HOUR * np.arange(len(wrong) - 1, -1, -1, dtype=np.float64)
    return Sli(name="web", times=times, good=1 - wrong, total=np.ones(len(wrong)))


def cut(sli: Sli, lost: Iterable[int], *, also_total: bool) -> Sli:
    """The series without these points of what was bad, or of anything."""
    good, total, at = sli.good.copy(), sli.total.copy(), list(lost)
    good[at] = np.nan
    if also_total:
        total[at] = np.nan
    return Sli(name=sli.name, times=sli.times, good=good, total=total)


def budget_told(sli: Sli, last: date = LAST) -> Budget:
    """The budget of the series on that day."""
    (budget,) = budgets_in(Telemetry(slis=(sli,), slos=(SLO,)), as_of=last)
    return budget


@given(
    bad=st.dictionaries(st.integers(0, 671), st.floats(0, 1), max_size=20),
    lost=st.sets(st.integers(0, 671), max_size=20),
    objective=st.floats(0.5, 0.9999),
    also_total=st.booleans(),
)
def test_a_point_that_is_not_told_never_improves_a_budget(
    *, bad: dict[int, float], lost: set[int], objective: float, also_total: bool
) -> None:
    """Neither what is left, where it is told, nor a burn rate; and "at most" is true."""
    whole = shares(bad.get(at, 0.0) for at in range(672))
    less = cut(whole, lost, also_total=also_total)
    slo = Slo(name="web", dialect="openslo", objective=objective, window_days=28)
    before, after = spending(whole, slo, until=END), spending(less, slo, until=END)
    assert before.left is not None
    assert after.left is None or after.left <= max(before.left, 0) + 1e-9
    assert before.left <= 1 - after.spent + 1e-9
    for one, two in zip(burn_rates(whole, slo, until=END), burn_rates(less, slo, until=END), strict=True):
        assert two.rate is None or one.rate is None or two.rate >= one.rate - 1e-6


@given(
    traffic=st.dictionaries(st.integers(0, 671), st.tuples(st.integers(0, 10_000), st.floats(0, 1)), max_size=20),
    lost=st.integers(0, 671),
)
def test_a_lost_point_of_errors_never_improves_a_budget_by_events(
    traffic: dict[int, tuple[int, float]], lost: int
) -> None:
    """All that is known of that moment is how many there were: they may all have been bad."""
    total, share = np.full(672, 100.0), np.zeros(672)
    for at, (count, wrong) in traffic.items():
        total[at], share[at] = count, wrong / 20
    times = END - HOUR * np.arange(671, -1, -1, dtype=np.float64)
    whole = Sli(name="web", times=times, good=total - np.floor(total * share), total=total)
    before, after = (spending(one, SLO, until=END) for one in (whole, cut(whole, [lost], also_total=False)))
    assert before.left is not None
    assert after.left is None or after.left <= max(before.left, 0) + 1e-9


def test_a_gap_leaves_at_most_what_is_not_gone() -> None:
    """33 of 672 hours are not told: five budgets long; and ten days at the end are not told either."""
    gap = budget_told(cut(shares([0.0] * 672), range(300, 333), also_total=True))
    assert (gap.left, gap.policy) == (None, "At most 100 % left: 1 d 9 h of the 28 days are not told.")
    tail = budget_told(cut(shares([0.0] * 1440), range(1200, 1440), also_total=True))
    assert (tail.left, tail.policy) == (None, "At most 100 % left: 10 days of the 28 days are not told.")
    assert tail.covered == pytest.approx(18 / 28)


def test_a_series_of_another_year_has_no_budget_today() -> None:
    """It says nothing of the window."""
    told = budget_told(shares([0.0] * 672), date(2027, 12, 31))
    assert "has no event in 28 days up to 31 December 2027" in told.missing


def test_a_point_tells_of_its_own_step_only() -> None:
    """Every five minutes for two weeks, then every minute for two days: 16 of 28 days, however many points."""
    times = np.concatenate([END - 16 * DAY + 300 * np.arange(1, 4033), END - 2 * DAY + 60 * np.arange(1, 2881)])
    sli = Sli(name="web", times=times, good=np.ones(len(times)), total=np.ones(len(times)))
    assert spending(sli, SLO, until=END).covered == pytest.approx(16 / 28)


def test_little_that_is_not_told_counts_as_bad() -> None:
    """An hour of 28 days at 90 %: what is left is what is left for certain."""
    slo = Slo(name="web", dialect="openslo", objective=0.9, window_days=28)
    lost = spending(cut(shares([0.0] * 672), [5], also_total=True), slo, until=END)
    assert lost.maybe_spent < LITTLE
    assert lost.left == pytest.approx(1 - 10 / 672)


@given(bad=st.lists(st.integers(0, 100), min_size=4, max_size=12), lost=st.integers(1, 11), own=st.sampled_from("cs"))
def test_an_errors_point_that_is_lost_is_not_told(bad: list[int], lost: int, own: str) -> None:
    """After its first point, a series of errors that has none has lost it; the outage does not become clean."""
    told = {"c": ({"code": "200"}, {"code": "503"}), "s": ({"sli": "total"}, {"sli": "bad"})}
    beside, errors = (
        series({"job": "web"} | labels, *values)
        for labels, values in zip(told[own], ([500] * len(bad), bad), strict=True)
    )
    at = min(lost, len(bad) - 1)
    del errors["values"][at]
    (sli,) = slis_of(beside, errors)
    known = sli.times != BEGIN + STEP * at
    assert not (np.isfinite(sli.good) & ~known).any()
    assert (sli.total - sli.good)[known].tolist() == [one for n, one in enumerate(bad) if n != at]


def test_a_process_that_is_gone_has_lost_no_errors() -> None:
    """Its errors end with all that it tells; those of the next one go on."""
    counted = (("a", "total", [10] * 2), ("a", "bad", [1] * 2), ("b", "total", [10] * 4), ("b", "bad", [2] * 4))
    found = [series({"sli": role, "job": "web", "instance": name}, *row) for name, role, row in counted]
    (sli,) = slis_of(*found)
    assert (sli.total - sli.good).tolist() == [3, 3, 2, 2]
    del found[1]["values"][1]
    (sli,) = slis_of(*found)
    assert np.isnan(sli.good).tolist() == [False, True, False, False]


@pytest.mark.parametrize(("role", "kept"), [("bad", 9), ("total", 3), ("good", 3)])
def test_of_two_values_for_one_time_the_worse_is_kept(role: str, kept: float) -> None:
    """More errors, or fewer events."""
    one = {"metric": {"sli": role, "job": "web"}, "values": [[BEGIN, "3"], [BEGIN, "9"], [BEGIN + STEP, "4"]]}
    (sli,) = evidence_of(answer(one)).telemetry.slis
    assert (sli.total if role == "total" else sli.good)[0] == kept


def test_a_table_of_deployments_needs_no_column_of_how_they_ended() -> None:
    """What was deployed has passed; where there is such a column, an empty cell still tells nothing."""
    row = "2026-03-12T10:00:00Z,production,abcdef01"
    tables = (
        f"deployed_at,environment,commit\n{row}\n",
        f"deployed_at,environment,commit,status\n{row},\n",
        f"finished_at,environment,commit\n{row}\n",
    )
    assert [evidence_of(one).deployments[0].outcome for one in tables] == ["passed", "unknown", "unknown"]
