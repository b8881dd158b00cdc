"""Error budgets from data: what is left, how fast it goes, its burn-down, the alerts, and the policy in words."""

import csv
import re
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import strategies  # noqa: F401 - it loads the profile of Hypothesis
from hypothesis import given
from hypothesis import strategies as st

from maturity.error_budget import ErrorBudget
from maturity.evidence.burn import (
    LITTLE,
    MOST_POINTS,
    NotComputableError,
    budget_of,
    burn_down,
    burn_rates,
    spending,
)
from maturity.evidence.burn_alerts import SETS, known_set, parameters, pyrra_parameters
from maturity.evidence.freeze import POLICY, freeze_policy
from maturity.evidence.signals import AlertRule, Sli, Slo

FACTS = Path(__file__).with_name("facts")
BEGIN = 1_772_323_200.0  #: s, a day in March 2026
HOUR, DAY = 3600, 86_400
SPANS = {"m": 60, "h": HOUR, "d": DAY}


def slo(objective: float | None = 0.99, days: float | None = 28) -> Slo:
    """An objective."""
    return Slo(name="checkout", dialect="openslo", objective=objective, window_days=days)


def hourly(bad: list[float], total: float = 100) -> Sli:
    """A series with a point an hour, of so many events each."""
    wrong = np.array(bad, np.float64)
    times = BEGIN + HOUR * np.arange(1, len(bad) + 1, dtype=np.float64)
    return Sli(name="checkout", times=times, good=total - wrong, total=np.full(len(bad), float(total)))


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table of facts, without the comments that name its source."""
    lines = (FACTS / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def facts(days: str) -> list[dict[str, str]]:
    """The published alerts of a window."""
    return [row for row in rows("burn_rate_windows.csv") if row["window"] == days]


def seconds(text: str) -> int:
    """The time in words such as `5m`."""
    return int(text[:-1]) * SPANS[text[-1]]


def test_half_of_the_budget_is_half_gone() -> None:
    """28 days of hours, 1 % may be bad, half a per cent was: half is left, and burns at half the rate."""
    whole = spending(hourly([0.5] * 672), slo())
    assert whole.left == pytest.approx(0.5)
    assert (whole.covered, whole.events) == (1.0, 67_200)
    assert whole.bad_share == pytest.approx(0.005)
    assert [burning.rate for burning in burn_rates(hourly([0.5] * 672), slo())] == [0.5] * 4


@pytest.mark.parametrize(
    "row",
    rows("sre_availability_table.csv"),
    ids=lambda row: row["slo_pct"],
)
def test_the_minutes_of_googles_availability_table_spend_the_whole_budget(row: dict[str, str]) -> None:
    """All the bad time that the table allows in 30 days leaves nothing, to the digits that it prints."""
    number, unit = re.fullmatch(r"([\d.]+) (d|h|min|s)", row["per_month_30d"]).groups()  # type: ignore[union-attr]
    allowed = float(number) * {"d": DAY, "h": HOUR, "min": 60, "s": 1}[unit]
    down = allowed / (30 * DAY)
    times = BEGIN + HOUR * np.arange(1, 721, dtype=np.float64)
    shares = Sli(name="web", times=times, good=np.full(720, 1 - down), total=np.ones(720))
    whole = spending(shares, slo(float(row["slo_pct"]) / 100, 30))
    assert whole.spent == pytest.approx(1, rel=0.005)
    assert whole.events is None


@pytest.mark.parametrize(("days", "wanted"), [(30, "30d"), (28, "28d"), (7, "7d")])
def test_the_alerts_are_the_published_ones(days: int, wanted: str) -> None:
    """Every share, window and burn rate of the table of facts."""
    published = [row for row in facts(wanted) if not row["severity"].startswith("critical")]
    ours = parameters(days)
    assert len(ours) == len(published) == 4
    for alert, row in zip(ours, published, strict=True):
        assert alert.budget_share == pytest.approx(float(row["budget_pct"]) / 100)
        assert alert.long_window.total_seconds() == seconds(row["long_window"])
        assert alert.short_window.total_seconds() == seconds(row["short_window"])
        assert alert.burn_rate == pytest.approx(float(row["burn_rate"]), rel=1e-9)
        assert alert.pages == row["severity"].startswith("page")


def test_any_other_window_has_no_published_alerts() -> None:
    """It is refused, not made up."""
    with pytest.raises(ValueError, match="30, 28 or 7 days, for which alerts are published; got 90"):
        parameters(90)
    assert sorted(SETS) == [7, 28, 30]


def test_pyrras_windows_grow_with_the_objectives_window() -> None:
    """The same rates for any window: 28 days as its source has it, 56 days with all windows doubled."""
    month, double = pyrra_parameters(timedelta(days=28)), pyrra_parameters(timedelta(days=56))
    assert [alert.burn_rate for alert in month] == [14, 7, 2, 1]
    assert [alert.long_window / timedelta(hours=1) for alert in month] == [1, 6, 24, 96]
    assert [alert.short_window / timedelta(minutes=1) for alert in month] == [5, 30, 120, 360]
    assert [alert.long_window / timedelta(hours=1) for alert in double] == [2, 12, 48, 192]


@pytest.mark.parametrize(
    ("rates", "whose"),
    [
        ((14.4, 6, 3, 1), "Google's set for 30 days"),
        ((13.44, 5.6, 2.8, 0.9333), "Google's set for 28 days"),
        ((13.44, 3.5, 1.4, 0.98), "Sloth's set for 7 days"),
        ((14, 7, 2, 1), "Pyrra's set, which is not Google's"),
        ((14.4, 6), None),
        ((10, 5, 2, 1), None),
        ((), None),
    ],
)
def test_burn_rates_tell_whose_set_they_are(rates: tuple[float, ...], whose: str | None) -> None:
    """Each published set is itself and no other; a part of one is none."""
    assert known_set(AlertRule(name="x", dialect="prometheus", burn_rate=rate) for rate in rates) == whose


def test_a_bad_hour_shows_in_the_short_windows_first() -> None:
    """The last hour at 14.4 times: it pages; three days hardly notice."""
    rates = [burning.rate for burning in burn_rates(hourly([0] * 671 + [14.4]), slo())]
    assert rates == [14.4, 2.4, 0.6, 0.2]


def test_a_part_of_the_window_leaves_nothing_to_say_but_what_is_gone() -> None:
    """Seven days of 28 that burned at twice the rate: half is gone for certain, and what is left is not computable."""
    part = spending(hourly([2.0] * 168), slo())
    assert part.left is None
    assert [part.spent, part.covered] == pytest.approx([0.5, 0.25])
    assert freeze_policy(part) == "At most 50 % left: 21 days of the 28 days are not told."


def test_an_overspent_budget_is_overspent_whatever_is_not_told() -> None:
    """The rest can only add to it."""
    part = spending(hourly([10.0] * 168), slo())
    assert part.is_overspent
    assert part.left == pytest.approx(-1.5)
    assert "Freeze: only fixes" in freeze_policy(part)


def test_what_is_not_told_is_no_good_time() -> None:
    """NaN covers nothing; no traffic covers time, and spends nothing."""
    gaps = hourly([0.0] * 672)
    gaps.good[:336] = np.nan
    assert spending(gaps, slo()).left is None
    quiet = hourly([0.5] * 672)
    quiet.total[:336] = quiet.good[:336] = 0
    assert spending(quiet, slo()).left == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("sli", "wanted", "missing"),
    [
        (hourly([]), slo(), "has no points with good and all events; expected two at least"),
        (hourly([1.0]), slo(), "has one point with good and all events"),
        (hourly([0.0] * 5, 0), slo(), "has no event in 28 days up to 1 March 2026"),
        (hourly([1.0] * 5), slo(None), "has no objective"),
        (hourly([1.0] * 5), slo(0.9, None), "has no time window"),
        (hourly([1.0] * 5), slo(1.0), "expected an objective between 0 and 1"),
        (hourly([1.0] * 5), slo(0.9, 1e30), "the SLO checkout"),
        (hourly([0.0] * 5, 0), slo(0.99, 1), "has no event in 1 day up to 1 March 2026"),
    ],
)
def test_nothing_is_computed_from_nothing(sli: Sli, wanted: Slo, missing: str) -> None:
    """It says what is missing; never 0, and never a good figure."""
    for compute in (spending, burn_rates, burn_down):
        if compute is burn_rates and "no event" in missing:
            assert {burning.rate for burning in burn_rates(sli, wanted)} == {None}
            continue
        with pytest.raises(NotComputableError, match=re.escape(missing)):
            compute(sli, wanted)


def test_a_window_shorter_than_the_step_has_no_rate() -> None:
    """A point an hour can't tell of five minutes, nor half a day of three."""
    (burning,) = burn_rates(hourly([1.0] * 48), slo(), [timedelta(minutes=5)])
    assert burning.rate is None
    (burning,) = burn_rates(hourly([1.0] * 12), slo(), [timedelta(hours=72)])
    assert burning.rate is None
    assert burning.covered == pytest.approx(1 / 6)
    (burning,) = burn_rates(hourly([1.0] * 12), slo(), [timedelta(hours=6)])
    assert burning.rate == 1


def test_the_burn_down_starts_whole_and_ends_at_what_is_left() -> None:
    """It never rises, has no more points than a chart shows, and a gap is a point without a value."""
    bad = [1.0] * 300 + [0.0] * 372
    points = burn_down(hourly(bad), slo())
    left = [point.left for point in points if point.left is not None]
    assert len(points) <= MOST_POINTS
    assert left == sorted(left, reverse=True)
    assert left[0] == pytest.approx(1, abs=0.01)
    assert left[-1] == pytest.approx(spending(hourly(bad), slo()).left)
    series = hourly(bad)
    kept = np.r_[0:100, 200:672]
    gap = Sli(name="x", times=series.times[kept], good=series.good[kept], total=series.total[kept])
    assert any(point.left is None for point in burn_down(gap, slo()))
    assert all(one.at < other.at for one, other in pairwise(points))


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (0.1, "Ship at the usual pace."),
        (0.9, "Careful: what can wait, waits; a risky change needs a second person's yes."),
        (
            1.2,
            (
                "Freeze: only fixes of reliability, of security and of what customers report ship until the budget is "
                "above 0 again."
            ),
        ),
    ],
)
def test_the_policy_says_what_to_do_today(bad: float, words: str) -> None:
    """Ship, be careful, or freeze; the figures stand elsewhere."""
    assert freeze_policy(spending(hourly([bad] * 672), slo())) == words
    assert len(POLICY) >= 5


def test_the_budget_is_the_librarys_own() -> None:
    """One arithmetic for the talk's picture and for data."""
    assert budget_of(slo(0.999, 30)) == ErrorBudget(objective=0.999, window=timedelta(days=30))


amounts = st.lists(st.floats(0, 100), min_size=2, max_size=80)


@given(bad=amounts, at=st.integers(0, 79), more=st.floats(0, 100), objective=st.floats(0.5, 0.9999))
def test_one_more_bad_event_never_leaves_more(bad: list[float], at: int, more: float, objective: float) -> None:
    """Nor does it lower a burn rate."""
    worse = [*bad]
    worse[at % len(bad)] = min(100.0, worse[at % len(bad)] + more)
    for days in (1, 28):
        before, after = spending(hourly(bad), slo(objective, days)), spending(hourly(worse), slo(objective, days))
        assert after.spent >= before.spent - 1e-9
    rates = zip(burn_rates(hourly(bad), slo(objective)), burn_rates(hourly(worse), slo(objective)), strict=True)
    assert all((one.rate is None) == (two.rate is None) and (two.rate or 0) >= (one.rate or 0) for one, two in rates)


@given(bad=amounts, objective=st.floats(0.01, 0.9999), days=st.floats(0.1, 400), untold=st.sets(st.integers(0, 79)))
def test_every_series_is_computed_or_says_what_is_missing(
    bad: list[float], objective: float, days: float, untold: set[int]
) -> None:
    """Shares stay shares; what is left is told only where the window is."""
    sli = hourly(bad)
    sli.good[[at for at in untold if at < len(bad)]] = np.nan
    try:
        whole = spending(sli, slo(objective, days))
    except NotComputableError as error:
        assert "expected two at least" in str(error)  # noqa: PT017 - the one thing that can be missing here
        return
    assert 0 <= whole.covered <= 1
    assert 0 <= whole.bad_share <= 1
    assert whole.left is not None or whole.covered < 0.95 or whole.maybe_spent > LITTLE
    assert freeze_policy(whole).startswith("At most " if whole.left is None else ("Ship", "Careful", "Freeze"))
    points = burn_down(sli, slo(objective, days))
    assert len(points) <= MOST_POINTS
    left = 1 - whole.spent if whole.left is None else whole.left
    assert points[-1].left is None or points[-1].left == pytest.approx(left, abs=1e-6)
