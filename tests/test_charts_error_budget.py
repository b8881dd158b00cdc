"""What an objective allows, as the picture and its table say it, held against the published tables."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest
from drawings import EVERY, MODEL, roadmap_of, words_in
from msgspec.structs import replace

from maturity.charts.error_budget import (
    OBJECTIVES,
    ErrorBudgetFacts,
    error_budget_facts,
    error_budget_figure,
    error_budget_svg,
)
from maturity.error_budget import ErrorBudget
from maturity.wording import lasting

FACTS = Path(__file__).parent / "facts"
SECONDS = {"d": 86_400, "h": 3_600, "min": 60, "s": 1}


def table_of(facts: ErrorBudgetFacts) -> dict[str, str]:
    """The two columns of its table."""
    return {left: right for left, right in facts.table.rows}  # noqa: C416  (rows of unknown length, made pairs)


def seconds(said: str) -> float:
    """What a duration in words lasts.

    >>> seconds("43 min 12 s"), seconds("10 days")
    (2592.0, 864000.0)
    """
    parts = said.replace("days", "d").replace("day", "d").split()
    return sum(float(number) * SECONDS[unit] for number, unit in zip(parts[::2], parts[1::2], strict=True))


def published() -> dict[str, str]:
    """The allowed bad time in 30 days by objective, from the Site Reliability Engineering book."""
    with (FACTS / "sre_availability_table.csv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return {row["slo_pct"]: row["per_month_30d"] for row in rows}


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_the_table_says_what_the_book_says(objective: float) -> None:
    """Each objective's bad time in 30 days is the published one, within its rounding."""
    rows = table_of(error_budget_facts(roadmap_of(objective=0.9)))
    said = rows[f"{objective * 100:g} %"].removeprefix("allows ").removesuffix(" of bad time in 30 days")
    assert seconds(said) == pytest.approx(seconds(published()[f"{objective * 100:g}"]), rel=0.01)


def test_the_burn_rates_are_the_published_ones() -> None:
    """1, 3, 6 and 14.4, slowest first, with the time in which each spends the whole budget."""
    burns = error_budget_facts(roadmap_of()).burns
    assert [burn.rate for burn in burns] == [1, 3, 6, 14.4]
    assert [lasting(burn.gone_after) for burn in burns] == ["30 days", "10 days", "5 days", "2 d 2 h"]


def test_the_customers_own_objective_is_called_theirs() -> None:
    """Without one of their own, the model's objective is called an example."""
    own, example = error_budget_facts(EVERY["done"]), error_budget_facts(EVERY["hold"])
    assert own.sentence == (
        "Kora Health's objective, 99.95 % over 30 days, allows 21 min 36 s of bad time; burning 14.4 times too fast, "
        "it is gone in 2 d 2 h."
    )
    assert ("99.95 % (yours)", "allows 21 min 36 s of bad time in 30 days") in own.table.rows
    assert example.sentence.startswith("An example objective for Kora Health, 99.9 % over 30 days, allows 43 min 12 s")
    assert "43 min 12 s" in words_in(error_budget_svg(example))


def test_an_unusual_objective_joins_the_table_in_its_place() -> None:
    """The customer's own objective stands among the usual ones, in order."""
    rows = error_budget_facts(roadmap_of(objective=0.997)).table.rows
    assert [row[0] for row in rows[:6]] == ["99 %", "99.5 %", "99.7 % (yours)", "99.9 %", "99.95 %", "99.99 %"]


def test_the_window_is_the_models() -> None:
    """Another window changes the allowed time and every burn rate."""
    days = replace(MODEL.numbers.objective_window_days, value=28)
    model = replace(MODEL, numbers=replace(MODEL.numbers, objective_window_days=days))
    facts = error_budget_facts(roadmap_of(model=model))
    assert facts.budget == ErrorBudget(objective=0.999, window=timedelta(days=28))
    assert facts.burns[-1].rate == pytest.approx(13.44)
    assert facts.lines[0].points[1] == pytest.approx((28, 1 - 28 / 30))


def test_every_alert_is_in_the_table() -> None:
    """Each rule tells its share, its windows, its rate and when the budget is gone."""
    rows = table_of(error_budget_facts(roadmap_of()))
    assert rows["Alert “Page, fast”"] == (
        "2 % of the budget gone within 1 h, still burning over the last 5 min: burn rate 14.4, all gone in 2 d 2 h"
    )


def test_the_figure_draws_each_rate_to_its_end() -> None:
    """The interactive picture holds the same lines."""
    spec = error_budget_figure(error_budget_facts(roadmap_of()))
    assert [trace["x"][1] for trace in spec["data"]] == [30, 10, 5, pytest.approx(2.0833)]
    assert {trace["y"][1] for trace in spec["data"]} == {0}
