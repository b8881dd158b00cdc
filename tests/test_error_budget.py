"""What an objective allows, and how fast it burns, held against the published tables."""

import csv
import re
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.error_budget import WORKBOOK_ALERTS, BurnAlert, ErrorBudget

FACTS = Path(__file__).with_name("facts")
UNITS = {"d": "days", "h": "hours", "min": "minutes", "m": "minutes", "s": "seconds"}
WINDOWS = {
    "per_year_365d": timedelta(days=365),
    "per_quarter_90d": timedelta(days=90),
    "per_month_30d": timedelta(days=30),
    "per_week": timedelta(weeks=1),
    "per_day": timedelta(days=1),
    "per_hour": timedelta(hours=1),
}
ROUNDED_UP = ("99.999", "per_day")  #: the book prints 0.864 s as 0.87 s


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a facts table, without the comments that name its source."""
    lines = (FACTS / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def span(text: str) -> timedelta:
    """The time in words such as `43.2 min` or `5m`."""
    matched = re.fullmatch(r"([\d.]+) ?(d|h|min|m|s)", text)
    assert matched, text
    return timedelta(**{UNITS[matched[2]]: float(matched[1])})


def half_a_digit(text: str) -> float:
    """Half of the last printed digit's place: what rounding can have hidden."""
    decimals = len(re.sub(r"[^\d.]", "", text).partition(".")[2])
    return 0.5 * 10.0**-decimals * (1 + 1e-9)


@pytest.mark.parametrize("row", rows("sre_availability_table.csv"), ids=lambda row: row["slo_pct"])
def test_the_budget_is_googles_availability_table(row: dict[str, str]) -> None:
    """Every cell of the table, to the digit that it prints."""
    for column, window in WINDOWS.items():
        budget = ErrorBudget(objective=float(row["slo_pct"]) / 100, window=window)
        unit = timedelta(**{UNITS[row[column].split()[1]]: 1})
        hidden = half_a_digit(row[column]) * unit * (2 if (row["slo_pct"], column) == ROUNDED_UP else 1)
        assert abs(budget.allowed - span(row[column])) <= hidden + timedelta(microseconds=1)


@pytest.mark.parametrize("row", rows("burn_rate_windows.csv"), ids=lambda row: f"{row['window']} {row['severity']}")
def test_the_burn_rate_is_the_published_one(row: dict[str, str]) -> None:
    """Budget share × period ÷ long window, for 30, 28 and 7 days, whatever the objective."""
    window, over = span(row["window"]), span(row["long_window"])
    hidden = half_a_digit(row["burn_rate"]) + half_a_digit(row["budget_pct"]) / 100 * (window / over)
    for objective in (0.9, 0.999):
        rate = ErrorBudget(objective=objective, window=window).burn_rate(float(row["budget_pct"]) / 100, over)
        assert rate == pytest.approx(float(row["burn_rate"]), abs=hidden)


def test_googles_own_rates_come_out_exact() -> None:
    """14.4, 6, 3 and 1 for a 30-day window, 13.44, 5.6 and 2.8 for 28 days: no binary dust."""
    thirty, four_weeks = (ErrorBudget(objective=0.999, window=timedelta(days=days)) for days in (30, 28))
    assert [thirty.burn_rate(alert.budget_share, alert.long_window) for alert in WORKBOOK_ALERTS] == [14.4, 6, 3, 1]
    rates = [four_weeks.burn_rate(alert.budget_share, alert.long_window) for alert in WORKBOOK_ALERTS[:3]]
    assert rates == [13.44, 5.6, 2.8]


def test_the_recommended_alerts_are_the_published_windows() -> None:
    """Two that page and two that open a ticket, each with its short window."""
    published = [row for row in rows("burn_rate_windows.csv") if row["window"] == "30d"]
    ours = [(a.budget_share, a.long_window, a.short_window, a.pages) for a in WORKBOOK_ALERTS]
    assert ours == [
        (
            float(row["budget_pct"]) / 100,
            span(row["long_window"]),
            span(row["short_window"]),
            row["severity"].startswith("page"),
        )
        for row in published
    ]
    assert len({alert.name for alert in WORKBOOK_ALERTS}) == len(WORKBOOK_ALERTS)
    assert all(isinstance(alert, BurnAlert) for alert in WORKBOOK_ALERTS)


@given(objective=st.floats(0.5, 0.99999), days=st.integers(1, 366), share=st.floats(0, 3))
def test_what_is_spent_is_what_is_left_of(objective: float, days: int, share: float) -> None:
    """Nothing spent leaves all, the whole budget leaves nothing, more is overspent."""
    budget = ErrorBudget(objective=objective, window=timedelta(days=days))
    assert budget.left(timedelta(0)) == 1
    assert budget.left(budget.allowed) == 0
    assert budget.left(share * budget.allowed) == pytest.approx(1 - share, abs=1e-4)


def test_a_budget_that_burns_as_planned_lasts_its_window() -> None:
    """At a burn rate of 1 the window; at 14.4 fifty hours."""
    budget = ErrorBudget(objective=0.999, window=timedelta(days=30))
    assert budget.gone_after(1) == budget.window
    assert budget.gone_after(14.4) == timedelta(hours=50)


@pytest.mark.parametrize(
    ("objective", "window"),
    [(0, timedelta(1)), (1, timedelta(1)), (99.9, timedelta(1)), (float("nan"), timedelta(1)), (0.99, timedelta(0))],
)
def test_an_objective_that_leaves_nothing_or_everything_is_refused(objective: float, window: timedelta) -> None:
    """A share between 0 and 1, not per cent, over a window that lasts."""
    with pytest.raises(ValueError, match=f"expected an objective between 0 and 1 over a window; got {objective}"):
        ErrorBudget(objective=objective, window=window)
